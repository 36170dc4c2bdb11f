//! `cluster-info`, `logs` and `apply` against the simulated clouds' own clusters: over TLS, with certificates that Magnum
//! signed.

use clap::Parser as _;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::trouble::KubernetesTrouble;
use magnum_desktop::headless::args::{Arguments, Verb};
use magnum_desktop::headless::change::Outcome;
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::headless::inside;
use magnum_desktop::simulation::{SimulatedCloud, StartingWorld};
use magnum_desktop::text::{Language, Words};

use super::estate::session;
use super::{stage, stage_in};

fn parsed(line: &str) -> Verb {
    let words = std::iter::once("magnum-desktop").chain(line.split_whitespace());
    Arguments::try_parse_from(words).unwrap().command.unwrap()
}

async fn info(reader: &mut Reader, line: &str) -> Result<Outcome, magnum_desktop::domain::problem::Problem> {
    let Verb::ClusterInfo(wanted) = parsed(line) else {
        panic!("{line}")
    };
    inside::cluster_info(reader, &wanted, &Words::new(Language::English)).await
}

fn to_clusters(cloud: &SimulatedCloud) -> Vec<String> {
    let all = cloud.requests().into_iter();
    let own = all.filter(|request| request.path.starts_with("/kubernetes/"));
    own.map(|request| {
        let path: Vec<&str> = request.path.splitn(4, '/').collect();
        format!("{} /{}", request.method, path[3])
    })
    .collect()
}

fn signed(cloud: &SimulatedCloud) -> usize {
    let all = cloud.requests().into_iter();
    all.filter(|request| request.method == "POST" && request.path.ends_with("/certificates"))
        .count()
}

#[tokio::test]
async fn a_cluster_tells_its_version_its_checks_and_its_nodes_with_a_constant_number_of_calls() {
    let (cloud, mut reader) = stage().await;
    let outcome = info(&mut reader, "cluster-info production-web").await.unwrap();
    assert_eq!(outcome.code, 0, "{}", outcome.text);
    for word in ["https://", "v1.28.9", "6 of 6", "control-plane", "True"] {
        assert!(outcome.text.contains(word), "{word}: {}", outcome.text);
    }
    let calls = to_clusters(&cloud);
    assert_eq!(calls.len(), 11, "{calls:?}");
    assert_eq!(signed(&cloud), 1);
    let json = info(&mut reader, "cluster-info production-web -o json")
        .await
        .unwrap();
    let json: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    let pods = json["pods"].as_array().unwrap();
    assert!(pods.iter().any(|pod| pod["namespace"] == "kube-system"));
    assert_eq!(
        signed(&cloud),
        1,
        "the way in is open, and nothing more is signed"
    );
    for (list, word) in [
        ("nodes", "production-web"),
        ("pods", "coredns"),
        ("controllers", "DaemonSet"),
        ("services", "kubernetes"),
        ("events", "REASON"),
    ] {
        let line = format!("cluster-info production-web --show {list}");
        let told = info(&mut reader, &line).await.unwrap();
        assert!(told.text.contains(word), "{list}: {}", told.text);
    }
}

#[tokio::test]
async fn a_node_that_is_stopped_is_told_and_the_exit_code_says_so() {
    let (_cloud, mut reader) = stage().await;
    let list = reader.clusters().await.unwrap();
    let mut unwell = 0;
    for cluster in &list.rows {
        if cluster.api_address.is_none() {
            continue;
        }
        let line = format!("cluster-info {}", cluster.id);
        if let Ok(outcome) = info(&mut reader, &line).await {
            let told = outcome.text.contains("Unknown");
            assert_eq!(outcome.code, if told { 5 } else { 0 }, "{}", outcome.text);
            unwell += usize::from(told);
        }
    }
    assert!(unwell > 0);
}

#[tokio::test]
async fn the_end_of_a_log_is_read_and_a_pod_that_is_not_there_is_named() {
    let (_cloud, mut reader) = stage().await;
    let pods = info(&mut reader, "cluster-info analytics --show pods -o json")
        .await
        .unwrap();
    let pods: serde_json::Value = serde_json::from_str(&pods.text).unwrap();
    let pod = pods[0]["name"].as_str().unwrap();
    let Verb::Logs(wanted) = parsed(&format!("logs analytics {pod} -n kube-system --lines 5")) else {
        panic!("logs")
    };
    let text = inside::logs(&mut reader, &wanted).await.unwrap();
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.contains(pod), "{text}");
    let Verb::Logs(wanted) = parsed("logs analytics nobody") else {
        panic!("logs")
    };
    let problem = inside::logs(&mut reader, &wanted).await.unwrap_err();
    assert!(
        matches!(problem.kind, ProblemKind::NoSuchObject { .. }),
        "{problem:?}"
    );
}

#[tokio::test]
async fn a_manifest_is_tried_and_meant_and_what_is_refused_names_its_object() {
    let (cloud, mut reader) = stage().await;
    let demo = session(&cloud, "demo").await;
    let words = Words::new(Language::English);
    let folder = std::env::temp_dir().join(format!("magnum-desktop-apply-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("redis.yaml");
    let good = "apiVersion: v1\nkind: Service\nmetadata: {name: redis}\nspec: {ports: [{port: 6379}]}\n---\n\
                apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis}\n\
                spec: {replicas: 2, selector: {matchLabels: {app: redis}}, template: {spec: {containers: []}}}\n";
    std::fs::write(&file, good).unwrap();
    let apply = |more: &str| {
        let line = format!("apply analytics -f {} {more}", file.display());
        let Verb::Apply(wanted) = parsed(&line) else {
            panic!("{line}")
        };
        let (demo, words) = (&demo, &words);
        async move { inside::apply(demo, &wanted, words).await }
    };
    let tried = apply("--dry-run").await.unwrap();
    assert_eq!(
        (tried.code, tried.text.matches("created").count()),
        (0, 2),
        "{}",
        tried.text
    );
    let services = info(&mut reader, "cluster-info analytics --show services")
        .await
        .unwrap();
    assert!(!services.text.contains("redis"), "only tried: {}", services.text);
    let meant = apply("-n shop").await.unwrap();
    assert_eq!(
        (meant.code, meant.text.matches("created").count()),
        (0, 2),
        "{}",
        meant.text
    );
    let again = apply("-n shop").await.unwrap();
    assert!(
        again.text.contains("changed to what the manifest says"),
        "{}",
        again.text
    );
    let pods = info(&mut reader, "cluster-info analytics --show pods")
        .await
        .unwrap();
    assert_eq!(pods.text.matches("redis").count(), 2, "{}", pods.text);
    assert!(pods.text.contains("shop"));

    std::fs::write(&file, good.replace("selector: {matchLabels: {app: redis}}, ", "")).unwrap();
    let refused = apply("").await.unwrap();
    assert_eq!(refused.code, 4, "{}", refused.text);
    assert!(
        refused.text.contains("Deployment/redis") && refused.text.contains("spec.selector"),
        "{}",
        refused.text
    );
    std::fs::write(
        &file,
        "apiVersion: example.org/v1\nkind: Odd\nmetadata: {name: x}\n",
    )
    .unwrap();
    let refused = apply("").await.unwrap();
    assert_eq!(refused.code, 4, "{}", refused.text);
    std::fs::write(&file, "just a text").unwrap();
    let problem = apply("").await.unwrap_err();
    assert!(
        matches!(problem.kind, ProblemKind::NotAManifest { .. }),
        "{problem:?}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_rotated_authority_is_met_with_a_new_certificate() {
    let (cloud, mut reader) = stage().await;
    info(&mut reader, "cluster-info analytics").await.unwrap();
    let id = cloud.world().cluster_ids("analytics").first().unwrap().clone();
    let demo = session(&cloud, "demo").await;
    let cluster = magnum_desktop::domain::id::ClusterId::new(id.as_str());
    magnum_desktop::openstack::magnum::actions::rotate_ca(&demo, &cluster)
        .await
        .unwrap();
    cloud.advance(60);
    let outcome = info(&mut reader, "cluster-info analytics").await.unwrap();
    assert_eq!(outcome.code, 0, "{}", outcome.text);
    assert_eq!(signed(&cloud), 2);
}

#[tokio::test]
async fn f63_an_api_that_cannot_be_reached_is_told_with_its_address_and_who_may_not_sign_is_told_so() {
    let (cloud, mut reader) = stage_in(StartingWorld::Failing).await;
    let list = reader.clusters().await.unwrap();
    let with_address = list.rows.iter().filter(|cluster| cluster.api_address.is_some());
    let mut refused = 0;
    for cluster in with_address {
        if let Err(problem) = info(&mut reader, &format!("cluster-info {}", cluster.id)).await {
            assert_ne!(problem.kind, ProblemKind::Kubernetes(KubernetesTrouble::Fault));
            assert!(
                !matches!(problem.kind, ProblemKind::Internal { .. }),
                "{problem:?}"
            );
            refused += 1;
        }
    }
    let none = list
        .rows
        .iter()
        .find(|cluster| cluster.api_address.is_none())
        .unwrap();
    let problem = info(&mut reader, &format!("cluster-info {}", none.id))
        .await
        .unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Conflict);
    drop((cloud, refused));
}
