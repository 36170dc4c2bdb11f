//! The pictures of every cluster of the simulated clouds, against the lists of those clouds; and what a picture costs in
//! calls.

use std::collections::BTreeSet;
use std::sync::Arc;

use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::topology::model::Source;
use magnum_desktop::domain::topology::resource::{Contradiction, ResourceKind};
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::message::{SecretSource, Snapshot, Topic};
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::simulation::{self as simulated, Options, Pace, Profile, SimulatedCloud, StartingWorld};
use magnum_desktop::sync::backend::Backend;

use super::truth::{Lists, Raw, Told, differences};

async fn stage(world: StartingWorld, profile: Profile) -> (SimulatedCloud, Reader) {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let options = Options {
        port: 0,
        pace: Pace::Stepped,
        world,
        seed: 11,
        now,
    };
    let service = simulated::Service {
        profile,
        ..simulated::Service::default()
    };
    let cloud = SimulatedCloud::start_as(options, service).await.unwrap();
    let file = FileText {
        path: "clouds.yaml".into(),
        text: cloud.clouds_yaml(),
    };
    let entries = parse(&file, None).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == "demo").unwrap();
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

/// Compares every cluster's picture with the lists; the answer is how many there were.
async fn compare(world: StartingWorld, profile: Profile) -> usize {
    let (cloud, mut reader) = stage(world, profile).await;
    let raw = Raw::sign_in(&cloud.clouds_yaml(), "demo").await;
    let lists = Lists::of(&raw).await;
    let clusters = reader.clusters().await.unwrap();
    let mut wrong = Vec::new();
    for row in &clusters.rows {
        let told = Told::of(&raw, row.id.as_str()).await;
        let (_, parts) = reader.parts(row.id.as_str()).await.unwrap();
        let found = differences(&parts.topology, &lists, &told);
        wrong.extend(found.into_iter().map(|it| format!("{}: {it}", row.name)));
        let expected = match told.physical_ids {
            Some(_) => Source::Heat,
            None => Source::Inventory,
        };
        assert_eq!(parts.topology.source, expected, "{}", row.name);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    clusters.rows.len()
}

#[tokio::test]
async fn f57_pictures_of_an_ordinary_week_are_what_the_lists_say() {
    assert!(compare(StartingWorld::Everyday, Profile::R2026_1).await >= 8);
}

#[tokio::test]
async fn f57_pictures_of_swarm_and_mesos_are_what_the_lists_say() {
    assert!(compare(StartingWorld::Everyday, Profile::Newton).await >= 8);
    assert!(compare(StartingWorld::Everyday, Profile::Zed).await >= 8);
}

#[tokio::test]
async fn f57_pictures_of_cluster_api_alone_are_what_the_lists_say() {
    assert!(compare(StartingWorld::Everyday, Profile::R2026_2).await >= 1);
}

#[tokio::test]
async fn f59_pictures_of_failed_clusters_are_what_the_lists_say() {
    assert!(compare(StartingWorld::Failing, Profile::R2026_1).await >= 5);
}

#[tokio::test]
async fn without_rights_in_heat_the_same_things_are_found_and_the_source_is_told() {
    let (cloud, mut reader) = stage(StartingWorld::Everyday, Profile::R2026_1).await;
    let raw = Raw::sign_in(&cloud.clouds_yaml(), "demo").await;
    let lists = Lists::of(&raw).await;
    let clusters = reader.clusters().await.unwrap();
    let well: Vec<_> = clusters
        .rows
        .iter()
        .filter(|row| row.status.to_string() == "CREATE_COMPLETE")
        .collect();
    let mut tolds = Vec::new();
    for row in &well {
        tolds.push(Told::of(&raw, row.id.as_str()).await);
    }
    cloud.faults().fail("GET", "/orchestration", 403);
    let mut wrong = Vec::new();
    for (row, told) in well.iter().zip(&tolds) {
        let (_, parts) = reader.parts(row.id.as_str()).await.unwrap();
        assert_eq!(parts.topology.source, Source::Inventory);
        let heat = parts.topology.gaps.contains_key(&Service::Orchestration);
        assert_eq!(heat, told.physical_ids.is_some(), "{}", row.name);
        let found = differences(&parts.topology, &lists, told);
        wrong.extend(found.into_iter().map(|it| format!("{}: {it}", row.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn f59_a_server_that_nova_has_lost_is_shown_as_gone() {
    let (cloud, mut reader) = stage(StartingWorld::Everyday, Profile::R2026_1).await;
    let name = cloud.world().server_names("production-web").pop().unwrap();
    assert!(cloud.world().remove_server(&name));
    let (_, parts) = reader.parts("production-web").await.unwrap();
    let gone: Vec<_> = parts
        .topology
        .resources()
        .filter(|it| it.contradiction == Some(Contradiction::Gone(Service::Compute)))
        .collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].kind, ResourceKind::Worker);
    assert!(gone[0].node_group.is_some());
}

/// Calls of one refresh of this cluster's picture.
async fn calls(world: StartingWorld, cluster: &str) -> Vec<String> {
    let (cloud, mut reader) = stage(world, Profile::R2026_1).await;
    // The first look also learns what never changes.
    reader.parts(cluster).await.unwrap();
    let before = cloud.requests().len();
    reader.parts(cluster).await.unwrap();
    let seen = cloud.requests();
    // A list's further pages are the project's size, not the picture's cost.
    let calls: BTreeSet<&str> = seen[before..]
        .iter()
        .filter(|it| !it.path.ends_with("/v1/clusters") && !it.path.contains("/v3/"))
        .map(|it| it.path.as_str())
        .collect();
    let mut calls: Vec<String> = calls
        .iter()
        .map(|path| path.rsplit('/').next().unwrap().to_owned())
        .collect();
    calls.sort();
    calls
}

#[tokio::test]
async fn a_picture_takes_as_many_calls_for_a_thousand_nodes_as_for_two() {
    let large = stage(StartingWorld::Large, Profile::R2026_1).await;
    let biggest = {
        let mut reader = large.1;
        let clusters = reader.clusters().await.unwrap();
        let biggest = clusters.rows.iter().max_by_key(|row| row.node_count).unwrap();
        assert!(biggest.node_count >= 1000);
        // Its server groups are beyond the first thousand of the project.
        let (_, parts) = reader.parts(&biggest.name).await.unwrap();
        let gone: Vec<_> = parts
            .topology
            .resources()
            .filter(|it| it.contradiction.is_some())
            .map(|it| it.title.clone())
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
        biggest.name.clone()
    };
    let many = calls(StartingWorld::Large, &biggest).await;
    let few = calls(StartingWorld::WalkThrough, "kubernetes-cluster").await;
    // Two lists of Nova, six of Neutron, three of Octavia, one of Cinder, cluster and node groups, one stack: and a tree
    // of each load balancer, of which the smaller has none.
    assert!(few.len() <= 16, "{few:?}");
    let trees = many.iter().filter(|it| *it == "status").count();
    assert!(trees <= 8, "{many:?}");
    let small_trees = few.iter().filter(|it| *it == "status").count();
    assert_eq!(
        many.len() - trees,
        few.len() - small_trees,
        "{many:?} against {few:?}"
    );
}

#[tokio::test]
async fn a_long_history_is_read_to_its_beginning_once_and_then_only_what_is_new() {
    let (cloud, mut reader) = stage(StartingWorld::Everyday, Profile::R2026_1).await;
    let clusters = reader.clusters().await.unwrap();
    let row = clusters.rows.iter().find(|row| row.name == "analytics").unwrap();
    let topic = Topic::Events(row.id.clone());
    let told = |snapshot| match snapshot {
        Snapshot::Events(_, events) => events,
        other => panic!("{other:?}"),
    };
    let first = told(reader.get(topic.clone()).await.unwrap());
    let calls = |from: usize| -> Vec<String> {
        let seen = cloud.requests();
        let events = seen[from..].iter().filter(|it| it.path.ends_with("/events"));
        events.map(|it| it.path.clone()).collect()
    };
    // More than one page of Heat's.
    assert!(first.len() > 600, "{}", first.len());
    let stacks: BTreeSet<String> = calls(0).into_iter().collect();
    assert!(calls(0).len() > stacks.len());
    assert!(first.is_sorted_by(|a, b| a.at >= b.at));
    let ids: BTreeSet<&str> = first.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), first.len());
    // The oldest is the beginning of all.
    let oldest = first.last().unwrap();
    assert_eq!(oldest.resource, oldest.stack_name);
    let before = cloud.requests().len();
    let again = told(reader.get(topic).await.unwrap());
    assert_eq!(again.len(), first.len());
    assert_eq!(calls(before).len(), stacks.len(), "one call for each stack");
}
