//! What the inspector asks of a real cloud: every kind that its clusters have is answered for, and every server's console.

use std::collections::BTreeMap;

use magnum_desktop::domain::id::ServerId;
use magnum_desktop::domain::topology::particulars::Subject;
use magnum_desktop::domain::topology::resource::ResourceKind;
use magnum_desktop::openstack::nova;
use magnum_desktop::openstack::particulars::particulars;

use super::{cloud, reader, session};

#[tokio::test]
async fn every_kind_of_a_real_cluster_is_answered_for() {
    let Some(choice) = cloud() else { return };
    let session = session(&choice).await;
    let mut reader = reader(&choice).await;
    let list = reader.clusters().await.unwrap();
    let mut asked: BTreeMap<ResourceKind, u32> = BTreeMap::new();
    for cluster in &list.rows {
        let Ok((_, parts)) = reader.parts(cluster.id.as_str()).await else {
            continue;
        };
        let topology = &parts.topology;
        for resource in topology.resources() {
            let count = asked.entry(resource.kind).or_default();
            let subject = Subject::of(topology, resource).filter(|_| *count < 2);
            // What is gone or not made yet is told as such elsewhere.
            let there = resource.physical_id.is_some() && resource.contradiction.is_none();
            let Some(subject) = subject.filter(|_| there) else {
                continue;
            };
            *count += 1;
            let told = particulars(&session, &subject).await;
            let told = told.unwrap_or_else(|error| panic!("{} {}: {error}", cluster.name, resource.title));
            assert!(told.gaps.is_empty(), "{}: {:?}", resource.title, told.gaps);
            assert!(told.json.starts_with('{'));
            match resource.kind {
                ResourceKind::SecurityGroup => assert!(!told.rules.is_empty()),
                // Kubernetes gives the pools of its Services no monitor unless it is told to.
                ResourceKind::Pool => {
                    assert!(told.monitor.is_some() || resource.name.contains("kube_service_"));
                }
                ResourceKind::Master | ResourceKind::Worker => {
                    assert!(!told.history.is_empty());
                    let server = ServerId::new(resource.physical_id.clone().unwrap());
                    let log = nova::console(&session, &server, 2).await.unwrap();
                    assert!(!log.is_empty() && log.lines().len() <= 2, "{log:?}");
                }
                ResourceKind::ExternalNetwork
                | ResourceKind::Router
                | ResourceKind::Network
                | ResourceKind::Subnet
                | ResourceKind::FloatingIp
                | ResourceKind::LoadBalancer
                | ResourceKind::Listener
                | ResourceKind::Member
                | ResourceKind::Port
                | ResourceKind::Volume
                | ResourceKind::ServerGroup
                | ResourceKind::Stack
                | ResourceKind::Script
                | ResourceKind::Plumbing
                | ResourceKind::Other => {}
            }
        }
    }
    assert!(asked.len() > 8, "{asked:?}");
}
