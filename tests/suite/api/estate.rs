//! Templates, quotas, key pairs, Magnum's services: what goes out, compared with what the stock client sends, and what the
//! recorded answers mean.

use magnum_desktop::domain::id::{ProjectId, TemplateId};
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::template::check::TemplateContext;
use magnum_desktop::domain::template::draft::TemplateDraft;
use magnum_desktop::domain::template::field::TemplateField as Field;
use magnum_desktop::openstack::magnum::{quotas, services, stats, templates};
use magnum_desktop::openstack::{nova, projects};
use serde_json::{Map, Value, json};

use super::cloud::{PROJECT, cloud, playing, recorded, sign_in};
use super::server::Reply;

/// What `openstack coe cluster template create` of python-magnumclient 5 sends for this template, taken from `--debug`.
fn stock_body() -> Value {
    json!({
        "name": "est-x", "image_id": "fedora-coreos-40", "keypair_id": "default", "external_network_id": "public",
        "coe": "kubernetes", "fixed_network": null, "fixed_subnet": null, "network_driver": "calico",
        "volume_driver": null, "driver": null, "dns_nameserver": "8.8.8.8", "flavor_id": "m1.small",
        "master_flavor_id": "m1.small", "docker_volume_size": null, "docker_storage_driver": "overlay2",
        "http_proxy": null, "https_proxy": null, "no_proxy": null, "labels": {"kube_tag": "v1.28.9-rancher1"},
        "tls_disabled": false, "public": false, "registry_enabled": false, "insecure_registry": null,
        "server_type": "vm", "master_lb_enabled": false, "tags": "b,a",
    })
}

/// The same template as somebody fills it into the form.
fn draft() -> TemplateDraft {
    let mut draft = TemplateDraft::new();
    for (field, value) in [
        (Field::Name, "est-x"),
        (Field::Image, "fedora-coreos-40"),
        (Field::KeyPair, "default"),
        (Field::ExternalNetwork, "public"),
        (Field::NetworkDriver, "calico"),
        (Field::DnsNameserver, "8.8.8.8"),
        (Field::Flavor, "m1.small"),
        (Field::MasterFlavor, "m1.small"),
        (Field::DockerStorageDriver, "overlay2"),
        (Field::ServerType, "vm"),
        (Field::Tags, "b,a"),
    ] {
        draft.set(field, value);
    }
    draft.labels = vec![("kube_tag".to_owned(), "v1.28.9-rancher1".to_owned())];
    draft
}

/// What a body says, without what the server assumes anyway.
fn said(body: &Value) -> Map<String, Value> {
    let mut said = body.as_object().unwrap().clone();
    said.retain(|_, value| !value.is_null() && *value != json!(false));
    if said.get("floating_ip_enabled") == Some(&json!(true)) {
        said.remove("floating_ip_enabled");
    }
    said
}

#[tokio::test]
async fn a_template_is_created_with_what_the_stock_client_sends() {
    let cloud = cloud(|_| recorded("magnum/clustertemplate-create")).await;
    let session = sign_in(&cloud).await;
    let request = draft().finish(&TemplateContext::default()).unwrap();
    let made = templates::create(&session, &request).await.unwrap();
    assert!(!made.id.as_str().is_empty());
    let asked = cloud.asked();
    let sent = asked
        .iter()
        .find(|asked| asked.path == "/magnum/v1/clustertemplates")
        .unwrap();
    assert_eq!(sent.method, "POST");
    assert_eq!(said(&sent.json()), said(&stock_body()));
    assert!(
        sent.json()
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_null()),
        "empty fields break some releases: {}",
        sent.json()
    );
}

#[tokio::test]
async fn a_change_is_a_patch_that_magnum_accepts() {
    let cloud = cloud(|_| recorded("magnum/clustertemplate-update")).await;
    let session = sign_in(&cloud).await;
    let template = crate::templates::sound();
    let mut edited = TemplateDraft::of(&template);
    edited.set(Field::Name, "renamed");
    edited.set(Field::Tags, "");
    edited.set(Field::MasterLb, "false");
    edited.set(Field::ApiServerPort, "6444");
    edited.labels.push(("a".to_owned(), "it's \"x\"".to_owned()));
    let steps = edited.changes(&template);
    templates::change(&session, &TemplateId::new("t-1"), &steps)
        .await
        .unwrap();
    let sent = cloud.asked().pop().unwrap();
    assert_eq!(
        (sent.method.as_str(), sent.path.as_str()),
        ("PATCH", "/magnum/v1/clustertemplates/t-1")
    );
    // All labels as the text of a dictionary: `add` and objects are refused by Magnum.
    let labels = r#"{"a":"it's \"x\"","kube_tag":"v1.35.1"}"#;
    assert_eq!(
        sent.json(),
        json!([
            {"op": "replace", "path": "/name", "value": "renamed"},
            {"op": "remove", "path": "/tags"},
            {"op": "replace", "path": "/master_lb_enabled", "value": false},
            {"op": "replace", "path": "/apiserver_port", "value": 6444},
            {"op": "replace", "path": "/labels", "value": labels},
        ])
    );
}

#[tokio::test]
async fn refusals_of_templates_keep_magnums_words() {
    for (recording, status, words) in [
        ("magnum/clustertemplate-in-use-400", 400, "referenced"),
        ("magnum/clustertemplate-create-reader-403", 403, "Policy"),
        ("magnum/clustertemplate-create-swarm-400", 400, "coe"),
        ("magnum/clustertemplate-update-public-403", 403, "public"),
    ] {
        let cloud = cloud(move |_| recorded(recording)).await;
        let session = sign_in(&cloud).await;
        let error = templates::delete(&session, &TemplateId::new("t-1"))
            .await
            .unwrap_err();
        let problem = error.problem();
        assert!(!error.maybe_sent(), "{recording}");
        assert_eq!(problem.status, Some(status), "{recording}");
        let told = problem.server_words.unwrap();
        assert!(told.contains(words), "{recording}: {told}");
    }
}

#[tokio::test]
async fn quotas_are_read_set_changed_and_taken_back() {
    let cloud = cloud(|asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", _) => recorded("magnum/quota-create"),
        ("PATCH", _) => recorded("magnum/quota-update"),
        ("DELETE", _) => recorded("magnum/quota-delete"),
        (_, "/magnum/v1/quotas") => recorded("magnum/quotas-admin"),
        _ => recorded("magnum/quota-default"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let project = ProjectId::new(PROJECT);
    let own = quotas::of(&session, &project).await.unwrap();
    assert_eq!(own.limit, Some(20));
    assert!(!own.is_explicit(), "the server's default is told as one");
    let set = quotas::create(&session, &project, 11).await.unwrap();
    assert!(set.is_explicit());
    quotas::change(&session, &project, 12).await.unwrap();
    quotas::delete(&session, &project).await.unwrap();
    let listed = quotas::list(&session).await.unwrap();
    assert!(
        listed
            .iter()
            .all(|quota| quota.is_explicit() && quota.resource == "Cluster")
    );
    let asked = cloud.asked();
    let sent = |method: &str| {
        asked
            .iter()
            .rev()
            .find(|asked| asked.method == method && asked.path.contains("quotas"))
            .unwrap()
    };
    let stock = json!({"project_id": PROJECT, "resource": "Cluster", "hard_limit": 11});
    assert_eq!(sent("POST").json(), stock);
    assert_eq!(sent("PATCH").json()["hard_limit"], json!(12));
    assert_eq!(sent("PATCH").path, format!("/magnum/v1/quotas/{PROJECT}/Cluster"));
    assert_eq!(
        sent("DELETE").path,
        format!("/magnum/v1/quotas/{PROJECT}/Cluster")
    );
    assert!(
        sent("GET").query.contains("all_tenants=true"),
        "{}",
        sent("GET").query
    );
}

#[tokio::test]
async fn services_counts_and_names_are_for_those_who_may_see_them() {
    let there = playing(&[
        ("/magnum/v1/mservices", "magnum/mservices-admin"),
        ("/magnum/v1/stats", "magnum/stats-admin"),
        ("/identity/v3/projects", "keystone/projects-admin"),
    ])
    .await;
    let session = sign_in(&there).await;
    let list = services::list(&session).await.unwrap();
    assert_eq!(
        (list[0].binary.as_str(), list[0].up),
        ("magnum-conductor", Some(true))
    );
    assert!(list[0].last_seen.is_some());
    assert!(stats::of(&session, None).await.unwrap().clusters > 0);
    let whole = there
        .asked()
        .into_iter()
        .rfind(|asked| asked.path.ends_with("/stats"))
        .unwrap();
    assert_eq!(whole.query, "type=cluster", "no project means the whole cloud");
    let named = projects::names(&session).await;
    assert_eq!(named.gap, None);
    assert!(named.names.values().any(|name| name == "demo"), "{named:?}");

    let refused = playing(&[
        ("/magnum/v1/mservices", "magnum/mservices-403"),
        ("/identity/v3/auth/projects", "keystone/auth-projects"),
    ])
    .await;
    let session = sign_in(&refused).await;
    let error = services::list(&session).await.unwrap_err();
    assert_eq!(*error.kind(), ProblemKind::Forbidden);
    let named = projects::names(&session).await;
    assert!(named.gap.is_some(), "it is told that others stay without a name");
    assert!(
        named.names.contains_key(&ProjectId::new(PROJECT)),
        "one's own are known"
    );
}

#[tokio::test]
async fn key_pairs_come_and_go_and_a_private_half_is_told_once() {
    let canary = "-----BEGIN PRIVATE KEY-----\ncanary-private-half\n-----END PRIVATE KEY-----\n";
    let cloud = cloud(move |asked| match asked.method.as_str() {
        "POST" if asked.json()["keypair"]["public_key"].is_null() => Reply::json(
            201,
            &json!({"keypair": {"name": "made", "fingerprint": "ab:cd", "public_key": "ssh-rsa AAAA", "private_key": canary}}),
        ),
        "POST" => Reply::json(201, &json!({"keypair": {"name": "mine", "fingerprint": "ab:cd"}})),
        "DELETE" => recorded("nova/keypair-delete"),
        _ => recorded("nova/keypairs"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let listed = nova::keypairs(&session).await.unwrap();
    assert!(listed[0].public_key.as_ref().unwrap().starts_with("ssh-"));
    nova::import_keypair(&session, "mine", "ssh-ed25519 AAAA me")
        .await
        .unwrap();
    let (pair, private) = nova::make_keypair(&session, "made").await.unwrap();
    assert_eq!((pair.name.as_str(), private.expose()), ("made", canary));
    assert!(!format!("{private:?}").contains("canary"));
    nova::delete_keypair(&session, "a b").await.unwrap();
    let asked = cloud.asked();
    let bodies: Vec<Value> = asked
        .iter()
        .filter(|asked| asked.method == "POST" && asked.path.ends_with("/os-keypairs"))
        .map(|asked| asked.json())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({"keypair": {"name": "mine", "public_key": "ssh-ed25519 AAAA me"}}),
            json!({"keypair": {"name": "made"}}),
        ]
    );
    assert_eq!(asked.last().unwrap().path, "/nova/v2.1/os-keypairs/a%20b");
}
