//! Against a real cloud, where one is at hand: `packaging/check.sh --live` with `OS_CLIENT_CONFIG_FILE`, and `OS_CLOUD` for
//! another cloud of it than `demo`. Reads only. Without them the tests say so and pass.

mod changes;
mod estate;
mod inside;
mod inspector;
mod leftovers;
mod pictures;
mod ways_in;

use std::collections::BTreeSet;
use std::sync::Arc;

use magnum_desktop::domain::cloud_choice::CloudChoice;
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::service::ServiceState;
use magnum_desktop::headless::args::CloudArguments;
use magnum_desktop::headless::clouds;
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::message::{ClusterParts, SecretSource, Snapshot, Topic};
use magnum_desktop::openstack::magnum::clusters::{self as magnum, ClusterPage};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::openstack::{catalog, inventory};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::sync::backend::Backend;

/// The cloud to test against, or nothing and a word about it.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test's own switch, and a skipped test has to say so"
)]
fn cloud() -> Option<CloudChoice> {
    if std::env::var("MAGNUM_DESKTOP_LIVE").is_err() || std::env::var("OS_CLIENT_CONFIG_FILE").is_err() {
        eprintln!("skipped: no live cloud (MAGNUM_DESKTOP_LIVE and OS_CLIENT_CONFIG_FILE)");
        return None;
    }
    let name = std::env::var("OS_CLOUD").unwrap_or_else(|_| "demo".to_owned());
    let choices = clouds::read(&CloudArguments::default());
    Some(clouds::choose(&choices, Some(&name)).unwrap().clone())
}

async fn session(choice: &CloudChoice) -> Session {
    let profile = choice.profile.clone().unwrap();
    let now = Arc::new(|| Clock::System.now());
    Session::sign_in(&profile, choice.secret.as_ref().unwrap(), now)
        .await
        .unwrap()
}

async fn reader(choice: &CloudChoice) -> Reader {
    let handle = tokio::runtime::Handle::current();
    let backend = Backend::start(&handle, Arc::new(|| {}), Clock::System, Secrets::memory());
    let secret = SecretSource::Given {
        secret: choice.secret.clone().unwrap(),
        remember: false,
    };
    Reader::sign_in(backend, choice.profile.clone().unwrap(), secret)
        .await
        .unwrap()
}

#[tokio::test]
async fn small_pages_and_the_background_tell_the_same_clusters() {
    let Some(choice) = cloud() else { return };
    let session = session(&choice).await;
    let mut after = None;
    let mut paged = BTreeSet::new();
    loop {
        let page = magnum::page(&session, &ClusterPage { limit: 2, after })
            .await
            .unwrap();
        paged.extend(page.rows.into_iter().map(|cluster| cluster.id));
        after = page.last;
        if !page.more {
            break;
        }
    }
    let list = reader(&choice).await.clusters().await.unwrap();
    let listed: BTreeSet<_> = list.rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(listed, paged);
    assert!(session.info().magnum_version.is_some());
}

#[tokio::test]
async fn pictures_hold_every_server_that_nova_lists_for_their_clusters() {
    let Some(choice) = cloud() else { return };
    let mut reader = reader(&choice).await;
    let inventory = inventory::collect(&session(&choice).await).await;
    let list = reader.clusters().await.unwrap();
    for cluster in list.rows.iter().filter(|row| !row.status.in_progress()).take(5) {
        let (cluster, parts) = reader.parts(cluster.id.as_str()).await.unwrap();
        for stem in stems(&cluster, &parts) {
            for server in inventory
                .servers
                .iter()
                .filter(|server| server.name.starts_with(&stem))
            {
                let drawn = parts
                    .topology
                    .resources()
                    .any(|resource| resource.physical_id.as_deref() == Some(server.id.as_str()));
                assert!(drawn, "{} is not in the picture of {}", server.name, cluster.name);
                assert!(parts.nodes.iter().any(|node| node.server.id == server.id));
            }
        }
    }
}

/// What the names of a cluster's servers begin with.
fn stems(cluster: &Cluster, parts: &ClusterParts) -> Vec<String> {
    let mut stems: Vec<String> = parts
        .stacks
        .iter()
        .map(|stack| format!("{}-", stack.name))
        .collect();
    if stems.is_empty() {
        stems.extend(cluster.stack.as_ref().map(|identity| format!("{identity}-")));
    }
    stems
}

#[tokio::test]
async fn every_list_can_be_read() {
    let Some(choice) = cloud() else { return };
    let session = session(&choice).await;
    let inventory = inventory::collect(&session).await;
    assert!(inventory.gaps.is_empty(), "{:?}", inventory.gaps);
    let catalog = catalog::collect(&session).await;
    assert!(catalog.gaps.is_empty(), "{:?}", catalog.gaps);
    assert!(!catalog.flavors.is_empty() && !catalog.images.is_empty());
    let mut reader = reader(&choice).await;
    assert!(matches!(
        reader.get(Topic::Templates).await.unwrap(),
        Snapshot::Templates(_)
    ));
    assert!(matches!(reader.nodes().await.unwrap(), Snapshot::Nodes(_)));
}

#[tokio::test]
async fn every_service_tells_its_versions_and_the_clocks_agree() {
    let Some(choice) = cloud() else { return };
    let session = session(&choice).await;
    session.discover_versions().await;
    let diagnostics = session.diagnostics();
    for report in &diagnostics.services {
        if report.state != ServiceState::NotInstalled {
            assert!(
                report.versions.is_some(),
                "{:?}: {:?}",
                report.service,
                report.notes
            );
            assert!(report.latency_secs.is_some(), "{:?}", report.service);
        }
    }
    assert!(diagnostics.skew.is_some() && diagnostics.alarming_skew().is_none());
    assert!(diagnostics.in_flight.is_empty() && !diagnostics.requests.is_empty());
}
