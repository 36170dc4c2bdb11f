//! Every way in, as it stands on the wire: what is shown to Keystone, what its answers mean, and what is told.

use std::sync::atomic::{AtomicUsize, Ordering};

use magnum_desktop::domain::factor::Factor;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{
    AuthScope, CloudProfile, Federation, Identity, NameOrId, OidcTokenSource,
};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::session_info::{Reach, Renewal};
use magnum_desktop::domain::trouble::SignInTrouble;
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::session::{Half, Session, SignIn};
use serde_json::{Value, json};

use super::cloud::{PASSWORD, now, profile, recorded, token};
use super::server::{Asked, Reply, Server};

const PASSCODE: &str = "canary-passcode-041973";

fn user() -> (NameOrId, Option<NameOrId>) {
    let domain = Some(NameOrId::Name("Default".to_owned()));
    (NameOrId::Name("demo".to_owned()), domain)
}

fn federation() -> Federation {
    Federation {
        identity_provider: "sso".to_owned(),
        protocol: "openid".to_owned(),
    }
}

async fn begin(profile: &CloudProfile, secret: &str) -> Result<SignIn, ApiError> {
    Session::begin(profile, &Secret::new(secret), now()).await
}

async fn session(profile: &CloudProfile, secret: &str) -> Session {
    let SignIn::Done(session) = begin(profile, secret).await.unwrap() else {
        panic!("no session yet")
    };
    session
}

fn trouble(problem: &Problem) -> &SignInTrouble {
    let ProblemKind::SignIn(trouble) = &problem.kind else {
        panic!("{problem:?}")
    };
    trouble
}

/// A recorded token, numbered, for whoever asks.
fn granted(asked: &Asked, name: &str, number: usize) -> Reply {
    token(name, asked.header("host").unwrap(), number)
}

fn scoped(asked: &Asked) -> Reply {
    granted(asked, "keystone/token-password-project", 1)
}

fn unauthorized(words: &str) -> Reply {
    Reply::json(
        401,
        &json!({"error": {"code": 401, "message": words, "title": "Unauthorized"}}),
    )
}

/// The receipt for the first of two factors, good for five minutes.
fn receipt() -> Reply {
    Reply::json(
        401,
        &json!({
            "receipt": {
                "methods": ["password"], "user": {"id": "u1", "name": "demo"},
                "issued_at": "2026-11-23T06:22:55.000000Z", "expires_at": "2026-11-23T06:27:55.000000Z",
            },
            "required_auth_methods": [["password", "webauthn"], ["password", "totp"]],
        }),
    )
    .with("Openstack-Auth-Receipt", "canary-receipt")
}

/// A Keystone that wants two factors and takes this passcode.
async fn two_factors(passcode: &'static str) -> Server {
    Server::start(move |asked| {
        if asked.header("openstack-auth-receipt") != Some("canary-receipt") {
            return receipt();
        }
        let given = asked.json()["auth"]["identity"]["totp"]["user"]["passcode"].clone();
        if given == passcode {
            scoped(asked)
        } else {
            unauthorized("Invalid username or TOTP passcode").with("Date", "Mon, 23 Nov 2026 06:24:55 GMT")
        }
    })
    .await
}

async fn half(server: &Server) -> Box<Half> {
    let SignIn::Half(half) = begin(&profile(&server.url), PASSWORD).await.unwrap() else {
        panic!("no second factor was wanted")
    };
    half
}

#[tokio::test]
async fn f23_only_the_missing_factor_is_asked_for_and_shown() {
    let server = two_factors(PASSCODE).await;
    let half = half(&server).await;
    let told = half.told();
    assert_eq!(told.missing, [Factor::Totp]);
    assert_eq!(told.until.unwrap().to_string(), "2026-11-23T06:27:55Z");
    assert!(!format!("{half:?}").contains("canary"));
    let SignIn::Done(session) = half.prove(&Secret::new(PASSCODE)).await.unwrap() else {
        panic!("no session")
    };
    assert_eq!(session.info().renewal, Renewal::ByPerson);
    let bodies: Vec<Value> = server.asked().iter().map(Asked::json).collect();
    assert_eq!(
        bodies[1],
        json!({"auth": {
            "identity": {"methods": ["totp"], "totp": {"user": {
                "name": "demo", "domain": {"name": "Default"}, "passcode": PASSCODE,
            }}},
            "scope": {"project": {"name": "demo", "domain": {"name": "Default"}}},
        }})
    );
    assert_eq!(bodies.len(), 2, "the password was shown once");
}

#[tokio::test]
async fn f24_a_late_passcode_asks_for_a_new_one_and_names_the_clock() {
    let server = two_factors(PASSCODE).await;
    let (half, error) = half(&server)
        .await
        .prove(&Secret::new("000000"))
        .await
        .unwrap_err();
    // Half the way there and back belongs to the measure.
    assert!(matches!(
        trouble(&error.problem()),
        SignInTrouble::PasscodeRefused {
            skew_secs: Some(-122..=-118)
        }
    ));
    let again = half.unwrap().prove(&Secret::new(PASSCODE)).await.unwrap();
    assert!(matches!(again, SignIn::Done(_)));
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn f23_a_receipt_whose_time_is_over_is_not_shown() {
    let server = two_factors(PASSCODE).await;
    let clock = magnum_desktop::platform::clock::Clock::manual("2026-11-23T06:22:55Z".parse().unwrap());
    let hand = clock.clone();
    let (profile, secret) = (profile(&server.url), Secret::new(PASSWORD));
    let begun = Session::begin(&profile, &secret, std::sync::Arc::new(move || clock.now()));
    let SignIn::Half(half) = begun.await.unwrap() else {
        panic!("no second factor was wanted")
    };
    hand.set("2026-11-23T06:30:00Z".parse().unwrap());
    let (half, error) = half.prove(&Secret::new(PASSCODE)).await.unwrap_err();
    assert!(half.is_none());
    assert_eq!(*trouble(&error.problem()), SignInTrouble::ReceiptExpired);
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_passcode_alone_is_a_way_in_that_nobody_can_repeat() {
    let server = Server::start(|asked| {
        if asked.json()["auth"]["identity"]["totp"]["user"]["passcode"] == PASSCODE {
            scoped(asked)
        } else {
            unauthorized("The request you have made requires authentication.")
        }
    })
    .await;
    let (user, domain) = user();
    let profile = CloudProfile {
        identity: Identity::Totp { user, domain },
        ..profile(&server.url)
    };
    assert_eq!(
        session(&profile, PASSCODE).await.info().renewal,
        Renewal::ByPerson
    );
    let error = begin(&profile, "1").await.unwrap_err();
    assert!(matches!(
        trouble(&error.problem()),
        SignInTrouble::PasscodeRefused { .. }
    ));
}

#[tokio::test]
async fn f22_a_locked_account_is_told_in_keystones_words_after_one_attempt() {
    for words in [
        "The account is locked for user: 72ccd0d2.",
        "The password is expired and needs to be changed for user: 72ccd0d2.",
        "The account is disabled for user: 72ccd0d2.",
    ] {
        let server = Server::start(move |_| unauthorized(words)).await;
        let problem = begin(&profile(&server.url), PASSWORD)
            .await
            .unwrap_err()
            .problem();
        assert_eq!(*trouble(&problem), SignInTrouble::AccountLocked);
        assert_eq!(problem.server_words.as_deref(), Some(words));
        assert!(problem.kind.ends_session(), "it is not tried again by itself");
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_method_that_the_cloud_does_not_take_is_named_with_those_it_takes() {
    let server = Server::start(|_| {
        Reply::json(
            401,
            &json!({"error": {
                "code": 401, "identity": {"methods": ["password", "token"]},
                "message": "Attempted to authenticate with an unsupported method.", "title": "Unauthorized",
            }}),
        )
    })
    .await;
    let (user, domain) = user();
    let profile = CloudProfile {
        identity: Identity::Totp { user, domain },
        ..profile(&server.url)
    };
    let problem = begin(&profile, PASSCODE).await.unwrap_err().problem();
    assert_eq!(
        *trouble(&problem),
        SignInTrouble::MethodUnsupported {
            method: "totp".to_owned(),
            offered: vec!["password".to_owned(), "token".to_owned()],
        }
    );
}

fn application_credential(url: &str) -> CloudProfile {
    CloudProfile {
        identity: Identity::ApplicationCredential {
            credential: NameOrId::Id("c1".to_owned()),
            user: None,
        },
        auth_scope: AuthScope::Own,
        ..profile(url)
    }
}

#[tokio::test]
async fn f29_a_credential_that_is_gone_or_expired_is_told_as_such() {
    let gone = Server::start(|_| {
        let words = "Could not find Application Credential: c1.";
        Reply::json(
            404,
            &json!({"error": {"code": 404, "message": words, "title": "Not Found"}}),
        )
    })
    .await;
    let problem = begin(&application_credential(&gone.url), PASSWORD)
        .await
        .unwrap_err()
        .problem();
    assert_eq!(*trouble(&problem), SignInTrouble::CredentialGone);
    let expired = Server::start(|_| recorded("keystone/token-wrong-password-401")).await;
    let problem = begin(&application_credential(&expired.url), PASSWORD)
        .await
        .unwrap_err()
        .problem();
    assert_eq!(*trouble(&problem), SignInTrouble::CredentialRefused);
    // Where no Keystone is, nothing is known of credentials.
    let elsewhere = Server::start(|_| Reply::text(404, "text/html", "<h1>Not Found</h1>")).await;
    let problem = begin(&application_credential(&elsewhere.url), PASSWORD)
        .await
        .unwrap_err()
        .problem();
    assert_eq!(problem.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn f30_a_restricted_credential_is_known_before_anything_is_created() {
    let server = Server::start(|asked| {
        if asked.path.ends_with("/auth/tokens") {
            return granted(asked, "keystone/token-application-credential", 1);
        }
        if asked.method == "GET" {
            return recorded("magnum/versions");
        }
        let detail = "Failed to create trustee or trust for Cluster: 1f0a";
        Reply::json(
            500,
            &json!({"errors": [{"status": 500, "code": "", "title": detail, "detail": detail, "links": []}]}),
        )
    })
    .await;
    let session = session(&application_credential(&server.url), PASSWORD).await;
    assert!(session.info().restricted);
    let error = magnum_desktop::openstack::magnum::clusters::create(&session, &super::writes::request())
        .await
        .unwrap_err();
    let problem = error.problem();
    assert_eq!(*trouble(&problem), SignInTrouble::TrustRefused);
    assert!(problem.server_words.unwrap().contains("1f0a"));
    assert!(!error.maybe_sent(), "Magnum said no");
    let elsewhere = session.switch(&profile(&server.url)).await.unwrap_err().problem();
    assert_eq!(*trouble(&elsewhere), SignInTrouble::ScopeFixed);
}

#[tokio::test]
async fn every_scope_is_written_as_keystone_reads_it() {
    for (scope, written, answer) in [
        (
            AuthScope::Domain(NameOrId::Name("Default".to_owned())),
            json!({"domain": {"name": "Default"}}),
            json!({"domain": {"id": "default", "name": "Default"}}),
        ),
        (
            AuthScope::System,
            json!({"system": {"all": true}}),
            json!({"system": {"all": true}}),
        ),
        (
            AuthScope::Trust("t1".to_owned()),
            json!({"OS-TRUST:trust": {"id": "t1"}}),
            json!({"project": {"id": "p1", "name": "lent"}, "OS-TRUST:trust": {"id": "t1"}}),
        ),
    ] {
        let server = Server::start(move |_| {
            let mut body = json!({"token": {
                "user": {"id": "u1", "name": "ada"}, "roles": [{"name": "admin"}], "catalog": [],
                "issued_at": "2026-11-23T06:22:55Z", "expires_at": "2026-11-23T10:22:55Z",
            }});
            body["token"]
                .as_object_mut()
                .unwrap()
                .extend(answer.as_object().unwrap().clone());
            Reply::json(201, &body).with("X-Subject-Token", "canary-token-1")
        })
        .await;
        let mut profile = profile(&server.url);
        profile.auth_scope = scope.clone();
        let info = session(&profile, PASSWORD).await.info();
        assert_eq!(server.asked()[0].json()["auth"]["scope"], written);
        let expected = match scope {
            AuthScope::Domain(_) => Reach::Domain("Default".to_owned()),
            AuthScope::System => Reach::System,
            _ => Reach::Trust,
        };
        assert_eq!(info.reach, expected);
        assert_eq!(info.project.is_empty(), expected != Reach::Trust);
    }
}

/// A Keystone that takes an access token of the provider `sso` and sells tokens for it.
fn federated(asked: &Asked, sold: &AtomicUsize) -> Reply {
    match asked.path.as_str() {
        "/v3/OS-FEDERATION/identity_providers/sso/protocols/openid/auth" => {
            if asked.header("authorization") == Some("Bearer canary-access-token") {
                granted(asked, "keystone/token-password-unscoped", 0)
            } else {
                unauthorized("no")
            }
        }
        "/v3/auth/tokens" if asked.method == "GET" => granted(asked, "keystone/token-password-unscoped", 0),
        "/v3/auth/tokens" => {
            let number = sold.fetch_add(1, Ordering::SeqCst) + 1;
            granted(asked, "keystone/token-password-project", number)
        }
        "/v3/auth/projects" => recorded("keystone/auth-projects"),
        "/v3/auth/domains" => recorded("keystone/auth-domains"),
        "/v3/auth/system" => recorded("keystone/auth-system"),
        _ => Reply::json(
            404,
            &json!({"error": {"message": "Could not find Identity Provider"}}),
        ),
    }
}

#[tokio::test]
async fn an_access_token_becomes_a_token_for_the_project() {
    let sold = AtomicUsize::new(0);
    let server = Server::start(move |asked| federated(asked, &sold)).await;
    let mut profile = profile(&server.url);
    profile.identity = Identity::OidcAccessToken {
        provider: federation(),
    };
    let signed_in = session(&profile, "canary-access-token").await;
    assert_eq!(signed_in.info().project, "demo");
    assert_eq!(signed_in.info().renewal, Renewal::ByPerson);
    let asked = server.asked();
    assert_eq!(asked[0].method, "POST");
    assert_eq!(
        asked[1].json()["auth"]["identity"],
        json!({"methods": ["token"], "token": {"id": "canary-token-0"}})
    );
    let Identity::OidcAccessToken { provider } = &mut profile.identity else {
        unreachable!()
    };
    provider.identity_provider = "nobody".to_owned();
    let problem = begin(&profile, "canary-access-token")
        .await
        .unwrap_err()
        .problem();
    assert!(matches!(
        trouble(&problem),
        SignInTrouble::ProviderUnknown { provider, .. } if provider == "nobody"
    ));
}

#[tokio::test]
async fn client_credentials_are_shown_to_the_provider_alone() {
    let sold = AtomicUsize::new(0);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/.well-known/openid-configuration" => {
            let host = asked.header("host").unwrap();
            Reply::json(200, &json!({"token_endpoint": format!("http://{host}/oidc/token")}))
        }
        // `client` and `canary-client-secret`, as RFC 7617 has it.
        "/oidc/token" if asked.header("authorization") == Some("Basic Y2xpZW50OmNhbmFyeS1jbGllbnQtc2VjcmV0") => {
            assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
            assert_eq!(asked.body, "grant_type=client_credentials&scope=openid+profile");
            Reply::json(200, &json!({"access_token": "canary-access-token", "token_type": "Bearer"}))
        }
        "/oidc/token" => Reply::json(
            401,
            &json!({"error": "invalid_client", "error_description": "Invalid client or Invalid client credentials"}),
        ),
        _ => federated(asked, &sold),
    })
    .await;
    let mut profile = profile(&server.url);
    profile.identity = Identity::OidcClientCredentials {
        provider: federation(),
        client_id: "client".to_owned(),
        token_source: OidcTokenSource::Discovery(format!("{}/.well-known/openid-configuration", server.url)),
        scope: None,
    };
    let signed_in = session(&profile, "canary-client-secret").await;
    assert_eq!(signed_in.info().project, "demo");
    assert_eq!(signed_in.info().renewal, Renewal::ByItself);
    let keystone = server
        .asked()
        .into_iter()
        .filter(|asked| asked.path.starts_with("/v3"));
    for asked in keystone {
        assert!(!format!("{asked:?}").contains("canary-client-secret"));
    }
    let problem = begin(&profile, "wrong").await.unwrap_err().problem();
    assert!(matches!(trouble(&problem), SignInTrouble::ProviderRefused { .. }));
    assert_eq!(
        problem.server_words.as_deref(),
        Some("Invalid client or Invalid client credentials")
    );
    let Identity::OidcClientCredentials { token_source, .. } = &mut profile.identity else {
        unreachable!()
    };
    *token_source = OidcTokenSource::Endpoint("ftp://sso.example.org/token".to_owned());
    let problem = begin(&profile, "wrong").await.unwrap_err().problem();
    assert!(matches!(
        problem.kind,
        ProblemKind::CloudEntryBroken {
            setting: "auth.access_token_endpoint",
            ..
        }
    ));
}

#[tokio::test]
async fn what_the_browser_brought_is_good_for_every_place() {
    let sold = AtomicUsize::new(0);
    let server = Server::start(move |asked| federated(asked, &sold)).await;
    let browser = |provider: Option<&str>| CloudProfile {
        identity: Identity::Browser {
            provider: provider.map(str::to_owned),
            protocol: "openid".to_owned(),
        },
        auth_scope: AuthScope::Own,
        ..profile(&server.url)
    };
    let origin = "http://localhost:9990/auth/websso/";
    let written = "?origin=http%3A%2F%2Flocalhost%3A9990%2Fauth%2Fwebsso%2F";
    assert_eq!(
        Session::browser_page(&browser(None), origin).unwrap(),
        format!("{}/v3/auth/OS-FEDERATION/websso/openid{written}", server.url)
    );
    assert_eq!(
        Session::browser_page(&browser(Some("my idp")), origin).unwrap(),
        format!(
            "{}/v3/auth/OS-FEDERATION/identity_providers/my%20idp/protocols/openid/websso{written}",
            server.url
        )
    );
    let SignIn::PlaceWanted(nowhere, places) = begin(&browser(None), "canary-token-0").await.unwrap() else {
        panic!("there are two projects, and nobody has said which")
    };
    assert_eq!(nowhere.info().reach, Reach::Nothing);
    let names: Vec<&str> = places.projects.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names, ["demo", "容器平台测试"]);
    let to = CloudProfile {
        auth_scope: places.projects[0].auth_scope(),
        ..browser(None)
    };
    let there = nowhere.switch(&to).await.unwrap();
    assert_eq!(there.info().project, "demo");
    let again = there
        .switch(&CloudProfile {
            auth_scope: places.projects[1].auth_scope(),
            ..to
        })
        .await
        .unwrap();
    drop(again);
    for asked in server.asked().iter().filter(|asked| asked.method == "POST") {
        assert_eq!(
            asked.json()["auth"]["identity"]["token"]["id"],
            "canary-token-0",
            "each place is bought with what the browser brought"
        );
    }
}
