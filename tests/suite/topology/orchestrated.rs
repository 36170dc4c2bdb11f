//! The second picture: a cluster as Heat builds it.

use std::collections::BTreeSet;
use std::sync::Arc;

use magnum_desktop::domain::stack::StackResource;
use magnum_desktop::domain::status::Severity;
use magnum_desktop::domain::topology::Input;
use magnum_desktop::domain::topology::arrange::{ArrangeRequest, Arrangement, Folding, FoldingRule, arrange};
use magnum_desktop::domain::topology::lens::Lens;
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::orchestration::orchestration;
use magnum_desktop::domain::topology::relation::Relation;
use magnum_desktop::domain::topology::resource::{ResourceKey, ResourceKind};

use super::recorded::{self, FAILED, FIRST};

const FIRST_RESOURCES: &str = include_str!("../../fixtures/topology/first-resources.json");
const FAILED_RESOURCES: &str = include_str!("../../fixtures/topology/failed-resources.json");

fn built(name: &str, stack: &str, status: &str, resources: &[StackResource]) -> Topology {
    let mut cluster = recorded::cluster(name, stack, status);
    cluster.master_lb_enabled = Some(name != "will-fail");
    orchestration(Input {
        cluster: &cluster,
        node_groups: &[],
        resources,
        stack_problem: None,
        inventory: &recorded::inventory(),
    })
    .unwrap()
}

fn failed() -> Topology {
    let resources = recorded::resources(FAILED_RESOURCES);
    built("will-fail", FAILED, "CREATE_FAILED", &resources)
}

fn arranged(topology: &Topology, folding: &Folding) -> Arrangement {
    arrange(&ArrangeRequest {
        topology: Arc::new(topology.clone()),
        folding: folding.clone(),
        previous: None,
    })
}

fn titles(topology: &Topology, keys: &[ResourceKey]) -> Vec<String> {
    let resources = keys.iter().filter_map(|key| topology.get(key));
    resources.map(|resource| resource.title.clone()).collect()
}

#[test]
fn f57_every_resource_of_a_real_stack_is_held_by_what_holds_it() {
    let mut resources = recorded::resources(FIRST_RESOURCES);
    // What waits for what: the recording leaves it out.
    for resource in &mut resources {
        if resource.name == "network" {
            resource.required_by = vec!["kube_masters".to_owned(), "kube_minions".to_owned()];
        }
    }
    let topology = built("first", FIRST, "CREATE_COMPLETE", &resources);
    assert_eq!(topology.lens, Lens::Orchestration);
    let held: BTreeSet<&str> = topology
        .relations()
        .filter(|(_, _, relation)| *relation == Relation::Holds)
        .map(|(_, held, _)| held.key.as_str())
        .collect();
    let roots: Vec<_> = topology
        .resources()
        .filter(|resource| !held.contains(resource.key.as_str()))
        .collect();
    assert_eq!(roots.len(), 1);
    assert_eq!(
        (roots[0].kind, roots[0].title.as_str()),
        (ResourceKind::Stack, "first")
    );
    assert_eq!(held.len() + 1, topology.len());
    // No-ops are left out: the volumes of its template are switched off.
    assert!(
        topology
            .resources()
            .all(|resource| resource.kind != ResourceKind::Volume)
    );
    let waits: BTreeSet<_> = topology
        .relations()
        .filter(|(_, _, relation)| *relation == Relation::NeededBy)
        .map(|(from, to, _)| (from.title.as_str(), to.title.as_str()))
        .collect();
    assert_eq!(
        waits,
        BTreeSet::from([("network", "kube_masters"), ("network", "kube_minions")])
    );
    assert!(topology.cause.is_none() && topology.path.is_empty());
}

#[test]
fn f59_the_way_to_the_first_failure_is_open_and_its_reason_is_told() {
    let topology = failed();
    let path = titles(&topology, &topology.path);
    assert_eq!(path.first().map(String::as_str), Some("will-fail"), "{path:?}");
    assert!(path.len() >= 3, "{path:?}");
    let cause = topology.cause.clone().unwrap();
    assert_eq!(topology.get(&cause).unwrap().severity, Severity::Bad);
    let arrangement = arranged(&topology, &Folding::default());
    let card = arrangement.items.iter().find(|item| item.key == cause);
    let callout = card.unwrap().callout.as_ref().unwrap();
    assert!(callout.cause && !callout.words.is_empty());
    assert!(!callout.words.contains("resources."), "{}", callout.words);
    // Each box on the way is reached by a line that is lit, and no other line is.
    let lit = arrangement.bundles.iter().filter(|bundle| bundle.failed).count();
    assert_eq!(lit, topology.path.len() - 2);
    assert!(
        arrangement
            .bundles
            .iter()
            .all(|bundle| bundle.failed == topology.path.contains(&bundle.from))
    );
}

#[test]
fn f58_folded_it_is_one_card_with_the_worst_of_it_and_unfolded_nothing_overlaps() {
    let topology = failed();
    let mut folding = Folding::default();
    folding.set_all(FoldingRule::Closed);
    let folded = arranged(&topology, &folding);
    assert_eq!(folded.items.len(), 1);
    assert_eq!(folded.items[0].severity, Severity::Bad);
    // What failed is told even so.
    assert!(
        folded.items[0]
            .callout
            .as_ref()
            .is_some_and(|callout| callout.cause)
    );
    folding.set_all(FoldingRule::Open);
    let open = arranged(&topology, &folding);
    let shown = open.items.iter().filter(|item| !item.is_group()).count();
    // All but the root, whose box is open.
    assert_eq!(shown, topology.len() - 1);
    for (at, one) in open.items.iter().enumerate() {
        for other in &open.items[at + 1..] {
            assert!(
                !one.area.overlaps(&other.area),
                "{} and {}",
                one.title,
                other.title
            );
        }
    }
    let again = arranged(&topology, &folding);
    assert_eq!(again, open);
}
