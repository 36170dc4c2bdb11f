//! Keystone's ways in: second factors, locks, application credentials, trusts, scopes, federation, regions.

use magnum_desktop::simulation::{LockRules, StartingWorld};
use serde_json::{Value, json};

use super::{Answer, Bench, password, text};

const TOKENS: &str = "/identity/v3/auth/tokens";

/// Signs in with nothing but this body.
async fn sign_in(bench: &mut Bench, auth: Value) -> Answer {
    bench.token.clear();
    bench.send("POST", TOKENS, Some(json!({"auth": auth}))).await
}

fn with_passcode(user: &str, passcode: &str) -> Value {
    let user = json!({"name": user, "domain": {"id": "default"}, "passcode": passcode});
    json!({"identity": {"methods": ["totp"], "totp": {"user": user}}})
}

fn message(answer: &Answer) -> String {
    let body = answer.json();
    let found = body.pointer("/error/message").and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

fn token_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.header("X-Subject-Token").unwrap().to_owned()
}

/// Sends a request with one more header.
async fn with_header(bench: &Bench, path: &str, header: (&str, &str), body: Value) -> Answer {
    let url = format!("{}{path}", bench.cloud.base_url());
    let request = bench.client.post(url).header(header.0, header.1);
    let response = request.body(body.to_string()).send().await.unwrap();
    Answer::of(response).await.unwrap()
}

#[tokio::test]
async fn a_passcode_is_good_once_and_for_a_minute() {
    let mut bench = Bench::open(StartingWorld::Empty).await;
    let first = bench.cloud.world().passcode("totp").unwrap();
    assert_eq!(
        sign_in(&mut bench, with_passcode("totp", &first)).await.status,
        201
    );
    assert_eq!(
        sign_in(&mut bench, with_passcode("totp", &first)).await.status,
        401
    );
    bench.cloud.advance(30);
    let second = bench.cloud.world().passcode("totp").unwrap();
    bench.cloud.advance(30);
    assert_eq!(
        sign_in(&mut bench, with_passcode("totp", &second)).await.status,
        201
    );
    let third = bench.cloud.world().passcode("totp").unwrap();
    bench.cloud.advance(90);
    assert_eq!(
        sign_in(&mut bench, with_passcode("totp", &third)).await.status,
        401
    );
}

#[tokio::test]
async fn two_factors_are_joined_by_a_receipt_that_expires() {
    let mut bench = Bench::open(StartingWorld::Empty).await;
    let half = sign_in(&mut bench, password("mfa", "mfa", Some("demo"))["auth"].take()).await;
    assert_eq!(half.status, 401);
    assert_eq!(
        half.json()["required_auth_methods"],
        json!([["password", "totp"]])
    );
    assert_eq!(half.json()["receipt"]["methods"], json!(["password"]));
    let receipt = half.header("Openstack-Auth-Receipt").unwrap().to_owned();
    let code = bench.cloud.world().passcode("mfa").unwrap();
    let body = json!({"auth": with_passcode("mfa", &code)});
    let header = ("Openstack-Auth-Receipt", receipt.as_str());
    let whole = with_header(&bench, TOKENS, header, body).await;
    let body = whole.json();
    token_of(&whole);
    assert_eq!(body["token"]["methods"], json!(["totp", "password"]));
    bench.cloud.advance(301);
    let code = bench.cloud.world().passcode("mfa").unwrap();
    let body = json!({"auth": with_passcode("mfa", &code)});
    let late = with_header(&bench, TOKENS, header, body).await;
    assert_eq!(late.status, 401);
    assert_eq!(message(&late), format!("Could not find auth receipt: {receipt}."));
}

#[tokio::test]
async fn wrong_passwords_lock_and_old_ones_must_be_changed() {
    let mut bench = Bench::open(StartingWorld::Empty).await;
    let rules = LockRules {
        failures: 2,
        secs: 60,
        told: true,
    };
    bench.cloud.world().set_lock_rules(rules);
    for _ in 0..2 {
        let wrong = sign_in(&mut bench, password("demo", "wrong", None)["auth"].take()).await;
        assert_eq!(
            message(&wrong),
            "The request you have made requires authentication."
        );
    }
    let right = password("demo", "demo", None);
    let locked = sign_in(&mut bench, right["auth"].clone()).await;
    assert_eq!(locked.status, 401);
    assert!(message(&locked).starts_with("The account is locked for user: "));
    bench
        .cloud
        .world()
        .set_lock_rules(LockRules { told: false, ..rules });
    let hidden = sign_in(&mut bench, right["auth"].clone()).await;
    assert_eq!(
        message(&hidden),
        "The request you have made requires authentication."
    );
    bench.cloud.advance(61);
    token_of(&sign_in(&mut bench, right["auth"].clone()).await);
    let old = sign_in(&mut bench, password("outworn", "outworn", None)["auth"].take()).await;
    assert!(message(&old).starts_with("The password is expired and needs to be changed for user: "));
}

#[tokio::test]
async fn application_credentials_are_made_used_and_taken_back() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    let me = bench.get("/identity/v3/auth/projects").await;
    assert_eq!(me["projects"].as_array().unwrap().len(), 2);
    let token = bench.token.clone();
    let shown = with_header(&bench, TOKENS, ("X-Auth-Token", &token), Value::Null).await;
    assert_eq!(shown.status, 400);
    let user = {
        let answer = sign_in(&mut bench, password("demo", "demo", Some("demo"))["auth"].take()).await;
        bench.token = token_of(&answer);
        text(&answer.json()["token"]["user"], "id")
    };
    let path = format!("/identity/v3/users/{user}/application_credentials");
    let asked = json!({"application_credential": {
        "name": "short", "unrestricted": false, "expires_at": "2026-11-23T07:00:00.000000",
        "roles": [{"name": "reader"}],
    }});
    let made = bench.send("POST", &path, Some(asked.clone())).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(bench.send("POST", &path, Some(asked.clone())).await.status, 409);
    let made = made.json()["application_credential"].take();
    let credential = json!({"identity": {"methods": ["application_credential"], "application_credential":
        {"id": made["id"], "secret": made["secret"]}}});
    let answer = sign_in(&mut bench, credential.clone()).await;
    let token = token_of(&answer);
    assert_eq!(
        answer.json()["token"]["application_credential"]["restricted"],
        true
    );
    assert_eq!(answer.json()["token"]["roles"].as_array().unwrap().len(), 1);
    bench.token = token.clone();
    let refused = bench.send("POST", &path, Some(asked)).await;
    assert_eq!(refused.status, 403, "a restricted one makes no others");
    bench.cloud.advance(3601);
    assert_eq!(sign_in(&mut bench, credential.clone()).await.status, 401);
    bench.sign_in("demo").await;
    let gone = bench
        .send("DELETE", &format!("{path}/{}", text(&made, "id")), None)
        .await;
    assert_eq!(gone.status, 204);
    let answer = sign_in(&mut bench, credential).await;
    assert_eq!(answer.status, 404);
    assert!(message(&answer).starts_with("Could not find Application Credential: "));
    bench.token = token;
    assert_eq!(
        bench.send("GET", "/identity/v3/auth/projects", None).await.status,
        401
    );
}

#[tokio::test]
async fn magnum_cannot_make_trusts_for_an_application_credential() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    let owner = json!({"name": "demo", "domain": {"name": "Default"}});
    let credential = json!({"name": "magnum-desktop", "secret": "demo-secret", "user": owner});
    let auth =
        json!({"identity": {"methods": ["application_credential"], "application_credential": credential}});
    bench.token = token_of(&sign_in(&mut bench, auth).await);
    let uuid = bench.create("untrusted", "k8s-v1.27-single-master", 1).await;
    bench.cloud.advance(5);
    let cluster = bench.cluster(&uuid).await;
    assert_eq!(text(&cluster, "status"), "CREATE_FAILED");
    assert_eq!(
        text(&cluster, "status_reason"),
        format!("Failed to create trustee or trust for Cluster: {uuid}")
    );
    assert_eq!(cluster["stack_id"], Value::Null);
    let deleted = bench
        .send("DELETE", &format!("/container-infra/v1/clusters/{uuid}"), None)
        .await;
    assert_eq!(deleted.status, 204);
    bench.cloud.advance(60);
    let gone = bench
        .send("GET", &format!("/container-infra/v1/clusters/{uuid}"), None)
        .await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn trusts_domains_and_the_system_are_scopes() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    let yaml = bench.cloud.clouds_yaml();
    let line = yaml
        .lines()
        .find(|line| line.trim().starts_with("trust_id"))
        .unwrap();
    let trust = line.split(": ").nth(1).unwrap();
    let mut auth = password("trustee", "trustee", None)["auth"].take();
    auth["scope"] = json!({"OS-TRUST:trust": {"id": trust}});
    let answer = sign_in(&mut bench, auth).await;
    bench.token = token_of(&answer);
    assert_eq!(
        answer.json()["token"]["user"]["name"],
        "demo",
        "in the trustor's name"
    );
    assert_eq!(answer.json()["token"]["OS-TRUST:trust"]["impersonation"], true);
    assert!(
        !bench
            .rows("/container-infra/v1/clusters", "clusters")
            .await
            .is_empty()
    );
    for (scope, place) in [
        (json!({"domain": {"name": "Default"}}), "domain"),
        (json!({"system": {"all": true}}), "system"),
    ] {
        let mut auth = password("admin", "admin", None)["auth"].take();
        auth["scope"] = scope.clone();
        let answer = sign_in(&mut bench, auth.clone()).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        assert!(answer.json()["token"][place].is_object());
        assert!(answer.json()["token"]["catalog"].is_array());
        auth["identity"] = password("demo", "demo", None)["auth"]["identity"].take();
        let refused = sign_in(&mut bench, auth).await;
        assert_eq!(refused.status, 401, "{scope}");
    }
}

#[tokio::test]
async fn a_provider_vouches_for_people_and_the_browser_brings_the_token() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    bench.token.clear();
    let found = bench.get("/oidc/.well-known/openid-configuration").await;
    assert_eq!(
        text(&found, "token_endpoint"),
        format!("{}/oidc/token", bench.cloud.base_url())
    );
    let asked = |secret: &'static str| {
        let request = bench
            .client
            .post(format!("{}/oidc/token", bench.cloud.base_url()));
        request
            .basic_auth("magnum-desktop", Some(secret))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials&scope=openid")
            .send()
    };
    assert_eq!(asked("wrong").await.unwrap().status(), 401);
    let body = Answer::of(asked("client-secret").await.unwrap())
        .await
        .unwrap()
        .json();
    let path = "/identity/v3/OS-FEDERATION/identity_providers/company/protocols/openid/auth";
    let bearer = format!("Bearer {}", text(&body, "access_token"));
    let answer = with_header(&bench, path, ("Authorization", &bearer), Value::Null).await;
    let unscoped = token_of(&answer);
    assert!(answer.json()["token"]["user"]["OS-FEDERATION"].is_object());
    assert!(answer.json()["token"].get("project").is_none());
    let scope = json!({"project": {"name": "demo", "domain": {"id": "default"}}});
    let rescoped = json!({"identity": {"methods": ["token"], "token": {"id": unscoped}}, "scope": scope});
    token_of(&sign_in(&mut bench, rescoped).await);
    let refused = with_header(&bench, path, ("Authorization", "Bearer x"), Value::Null).await;
    assert_eq!(refused.status, 401);
    for path in [
        "/identity/v3/auth/OS-FEDERATION/websso/openid",
        "/identity/v3/auth/OS-FEDERATION/identity_providers/company/protocols/openid/websso",
    ] {
        let good = format!("{path}?origin=http://localhost:9990/auth/websso/");
        let page = bench.send("GET", &good, None).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert!(
            page.text
                .contains("action=\"http://localhost:9990/auth/websso/\"")
        );
        let evil = format!("{path}?origin=http://localhost:9991/auth/websso/");
        assert_eq!(bench.send("GET", &evil, None).await.status, 401);
        assert_eq!(bench.send("GET", path, None).await.status, 400);
    }
}

#[tokio::test]
async fn the_second_region_has_its_own_things_and_no_magnum() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let catalog = bench.get("/identity/v3/auth/catalog").await;
    let regions = |kind: &str| {
        let services = catalog["catalog"].as_array().unwrap();
        let service = services.iter().find(|entry| text(entry, "type") == kind).unwrap();
        let endpoints = service["endpoints"].as_array().unwrap().iter();
        let public = endpoints.filter(|endpoint| text(endpoint, "interface") == "public");
        public
            .map(|endpoint| text(endpoint, "region"))
            .collect::<Vec<_>>()
    };
    assert_eq!(regions("compute"), ["RegionOne", "RegionTwo"]);
    assert_eq!(regions("container-infra"), ["RegionOne"]);
    let servers = bench.rows("/region-two/compute/v2.1/servers", "servers").await;
    assert!(servers.is_empty());
    assert_eq!(
        bench
            .rows("/region-two/network/v2.0/networks", "networks")
            .await
            .len(),
        2
    );
    let there = bench
        .send("GET", "/region-two/container-infra/v1/clusters", None)
        .await;
    assert_eq!(there.status, 404);
    bench.cloud.world().remove_service("container-infra", "RegionOne");
    let catalog = bench.get("/identity/v3/auth/catalog").await;
    assert!(!catalog.to_string().contains("container-infra"));
}

#[tokio::test]
async fn the_cloud_s_clock_is_told_and_can_be_wrong() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let date = |answer: &Answer| answer.header("Date").unwrap().to_owned();
    let answer = bench.send("GET", "/identity/v3", None).await;
    assert_eq!(date(&answer), "Mon, 23 Nov 2026 06:00:00 GMT");
    bench.cloud.world().skew_clock(7200);
    bench.cloud.world().set_token_lifetime(60);
    let mut bench = bench;
    let answer = sign_in(&mut bench, password("demo", "demo", None)["auth"].take()).await;
    assert_eq!(date(&answer), "Mon, 23 Nov 2026 08:00:00 GMT");
    assert_eq!(
        text(&answer.json()["token"], "expires_at"),
        "2026-11-23T08:01:00.000000Z"
    );
}
