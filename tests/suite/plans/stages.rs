//! The stages of a creation, from what is to be seen of it.

use std::collections::BTreeSet;

use magnum_desktop::domain::driver::Driver;
use magnum_desktop::domain::stages::{Stage, StageState, stages, waited_for};
use magnum_desktop::domain::status::{Severity, Status};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

use crate::pages::hand;

fn seen(things: &[(ResourceKind, Severity)]) -> Topology {
    let resources = things.iter().enumerate().map(|(at, (kind, severity))| Resource {
        severity: *severity,
        ..Resource::new(ResourceKey::real(*kind, &at.to_string()), *kind)
    });
    Topology::new(resources.collect(), &BTreeSet::new())
}

#[test]
fn a_creation_without_a_stack_goes_through_its_stages() {
    let mut cluster = hand::cluster("web");
    cluster.status = Status::parse("CREATE_IN_PROGRESS");
    cluster.api_address = None;
    (cluster.master_count, cluster.node_count) = (3, 2);
    let mut things = Vec::new();
    let steps = [
        (vec![], Stage::Network),
        (vec![(ResourceKind::Subnet, Severity::Good)], Stage::Balancer),
        (
            vec![(ResourceKind::LoadBalancer, Severity::Busy)],
            Stage::Balancer,
        ),
    ];
    for (more, waiting) in steps {
        things.extend(more);
        let found = stages(&cluster, Driver::CapiHelm, Some(&seen(&things)));
        assert_eq!(waited_for(&found), Some(waiting), "{things:?}");
    }
    things.pop();
    things.push((ResourceKind::LoadBalancer, Severity::Good));
    things.push((ResourceKind::Master, Severity::Good));
    let found = stages(&cluster, Driver::CapiHelm, Some(&seen(&things)));
    assert_eq!(waited_for(&found), Some(Stage::Masters));
    assert!(found.contains(&(Stage::FirstMaster, StageState::Done)));
    things.extend([(ResourceKind::Master, Severity::Good); 2]);
    let found = stages(&cluster, Driver::CapiHelm, Some(&seen(&things)));
    assert_eq!(waited_for(&found), Some(Stage::Api));
    cluster.api_address = Some("https://192.0.2.1:6443".to_owned());
    things.push((ResourceKind::Worker, Severity::Bad));
    let found = stages(&cluster, Driver::CapiHelm, Some(&seen(&things)));
    assert!(found.contains(&(Stage::Workers, StageState::Failed)));
    cluster.status = Status::parse("CREATE_COMPLETE");
    let found = stages(&cluster, Driver::CapiHelm, Some(&seen(&[])));
    assert_eq!(waited_for(&found), None, "Magnum says that it is done");
}

#[test]
fn one_master_without_a_load_balancer_has_fewer_stages() {
    let mut cluster = hand::cluster("web");
    cluster.master_lb_enabled = Some(false);
    (cluster.master_count, cluster.node_count) = (1, 0);
    let found = stages(&cluster, Driver::Heat, Some(&seen(&[])));
    let named: Vec<_> = found.iter().map(|(stage, _)| *stage).collect();
    assert_eq!(
        named,
        [Stage::Network, Stage::FirstMaster, Stage::Api, Stage::Complete]
    );
}
