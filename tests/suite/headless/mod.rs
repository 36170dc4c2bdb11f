//! `get …` against the simulated cloud: the same background as the window's, printed.

mod changes;
mod estate;
mod kubeconfig;
mod leftovers;

use std::sync::Arc;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::headless::args::{GetArguments, LensArgument, Output, What};
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::headless::get::{get, picture};
use magnum_desktop::message::SecretSource;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::simulation::{Options, Pace, SimulatedCloud, StartingWorld};
use magnum_desktop::sync::backend::Backend;

async fn stage() -> (SimulatedCloud, Reader) {
    stage_in(StartingWorld::Everyday).await
}

async fn stage_in(world: StartingWorld) -> (SimulatedCloud, Reader) {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let options = Options {
        port: 0,
        pace: Pace::Stepped,
        world,
        seed: 3,
        now,
    };
    let cloud = SimulatedCloud::start(options).await.unwrap();
    let file = FileText {
        path: "clouds.yaml".into(),
        text: cloud.clouds_yaml(),
    };
    let entry = parse(&file, None)
        .unwrap()
        .into_iter()
        .find(|entry| entry.name == "demo")
        .unwrap();
    let handle = tokio::runtime::Handle::current();
    let backend = Backend::start(&handle, Arc::new(|| {}), Clock::manual(now), Secrets::memory());
    let secret = SecretSource::Given {
        secret: entry.secret.unwrap(),
        remember: false,
    };
    let reader = Reader::sign_in(backend, Arc::new(entry.profile.unwrap()), secret)
        .await
        .unwrap();
    (cloud, reader)
}

fn wanted(what: What, name: Option<&str>, output: Output) -> GetArguments {
    GetArguments {
        what,
        name: name.map(str::to_owned),
        output,
        lens: LensArgument::default(),
    }
}

#[tokio::test]
async fn every_answer_can_be_had_as_table_and_as_json_again_and_again() {
    let (_cloud, mut reader) = stage().await;
    for (what, name, word) in [
        (What::Clusters, None, "production-web"),
        (What::Templates, None, "k8s-v1.28-ha"),
        (What::Nodes, None, "vexx-edge"),
        (What::Nodes, Some("analytics"), "default-worker"),
        (What::Resources, Some("production-web"), "kube_masters"),
        (What::Topology, Some("production-web"), "extrouter"),
        (What::Topology, Some("capi-green"), "control-plane"),
    ] {
        let table = get(&mut reader, &wanted(what, name, Output::Table))
            .await
            .unwrap();
        assert!(table.contains(word), "{what:?}:\n{table}");
        let json = get(&mut reader, &wanted(what, name, Output::Json)).await.unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(json.to_string().contains(word), "{what:?}");
    }
    let dot = get(
        &mut reader,
        &wanted(What::Topology, Some("production-web"), Output::Dot),
    )
    .await
    .unwrap();
    assert!(dot.starts_with("digraph"), "{dot}");
}

#[tokio::test]
async fn every_node_of_every_cluster_is_listed_with_its_group() {
    let (cloud, mut reader) = stage().await;
    let text = get(&mut reader, &wanted(What::Nodes, None, Output::Json))
        .await
        .unwrap();
    let nodes: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for name in ["analytics", "production-web", "capi-green", "vexx-edge"] {
        let mut listed: Vec<&str> = nodes
            .iter()
            .filter(|node| node["cluster"] == name)
            .map(|node| node["name"].as_str().unwrap())
            .collect();
        let mut real = cloud.world().server_names(name);
        listed.sort_unstable();
        real.sort_unstable();
        assert_eq!(listed, real, "{name}");
        assert!(
            nodes
                .iter()
                .filter(|node| node["cluster"] == name)
                .all(|node| node["nodegroup"].is_string())
        );
    }
}

#[tokio::test]
async fn f52_a_name_that_is_not_there_is_told() {
    let (_cloud, mut reader) = stage().await;
    let problem = get(
        &mut reader,
        &wanted(What::Topology, Some("nobody"), Output::Table),
    )
    .await
    .unwrap_err();
    assert_eq!(
        problem.kind,
        ProblemKind::NoSuchObject {
            name: "nobody".to_owned()
        }
    );
}

#[tokio::test]
async fn a_topology_can_be_drawn_and_its_build_as_well() {
    let (_cloud, mut reader) = stage().await;
    let mut asked = wanted(What::Topology, Some("production-web"), Output::Svg);
    let (name, whole) = picture(&mut reader, &asked).await.unwrap();
    asked.lens = LensArgument::Orchestration;
    let (_, build) = picture(&mut reader, &asked).await.unwrap();
    assert_eq!(name, "production-web");
    assert!(whole.len() > 10 && build.len() > 10 && *whole != *build);
    // A text is not what a drawing is.
    assert!(get(&mut reader, &asked).await.is_err());
    assert!(
        get(&mut reader, &wanted(What::Clusters, None, Output::Png))
            .await
            .is_err()
    );
}
