//! What is asked of a single chosen thing: every kind has its answer, and a constant number of calls.

use std::collections::BTreeMap;

use magnum_desktop::domain::question::{Answer, Question, Repeat};
use magnum_desktop::domain::topology::particulars::{Direction, Particulars, Subject};
use magnum_desktop::domain::topology::resource::ResourceKind;
use magnum_desktop::message::{Command, Topic};

use super::stage::Stage;

/// Asks about the first thing of every kind of one cluster.
async fn told(stage: &mut Stage, cluster: &str) -> BTreeMap<ResourceKind, Particulars> {
    let cluster = stage.cluster(cluster);
    let topic = Topic::Topology(cluster.clone());
    stage.watch([topic.clone()]);
    stage
        .until("the topology is known", |stage| stage.is_well(&topic))
        .await;
    stage.watch([]);
    let parts = stage.data().parts.get(&cluster).unwrap().value().unwrap();
    let topology = std::sync::Arc::clone(&parts.topology);
    let mut all = BTreeMap::new();
    for resource in topology.resources() {
        if all.contains_key(&resource.kind) {
            continue;
        }
        let subject = Subject::of(&topology, resource).unwrap();
        let question = Question::Particulars(subject);
        let scope = stage.scope.clone();
        stage.store.ask(&scope, question.clone());
        stage.send(Command::Ask {
            scope,
            question: question.clone(),
            repeat: Repeat::Once,
        });
        stage
            .until("it is answered", |stage| {
                let known = stage.data().questions.get(&question).unwrap();
                known.value().is_some() || known.failure().is_some()
            })
            .await;
        let known = stage.data().questions.get(&question).unwrap();
        let Some(Answer::Particulars(told)) = known.value().map(AsRef::as_ref) else {
            panic!("{}: {:?}", resource.title, known.failure());
        };
        all.insert(resource.kind, Particulars::clone(told));
    }
    all
}

#[tokio::test]
async fn every_kind_is_answered_for_and_says_what_its_lists_do_not() {
    let mut stage = Stage::open().await;
    let told = told(&mut stage, "production-web").await;
    for (kind, told) in &told {
        assert!(told.gaps.is_empty(), "{kind:?}: {:?}", told.gaps);
        assert!(told.json.starts_with('{'), "{kind:?}: {}", told.json);
    }
    let rules = &told[&ResourceKind::SecurityGroup].rules;
    assert!(rules.iter().any(|rule| rule.direction == Direction::In));
    assert!(!told[&ResourceKind::Master].history.is_empty());
    let pool = &told[&ResourceKind::Pool];
    assert!(pool.monitor.is_some() && !pool.members.is_empty());
    assert_eq!(told[&ResourceKind::Volume].attachments.len(), 1);
    for kind in [
        ResourceKind::Network,
        ResourceKind::Subnet,
        ResourceKind::Router,
        ResourceKind::Port,
    ] {
        assert!(!told[&kind].facts.is_empty(), "{kind:?}");
    }
}

#[tokio::test]
async fn what_one_thing_costs_does_not_grow_with_the_cluster() {
    let mut stage = Stage::open().await;
    let before = stage.cloud.requests().len();
    let kinds = told(&mut stage, "production-web").await.len();
    let seen = stage.cloud.requests();
    let singles = seen
        .iter()
        .skip(before)
        .filter(|request| {
            let last = request.path.rsplit('/').next().unwrap_or_default();
            last.len() == 36 || ["stats", "members", "os-instance-actions"].contains(&last)
        })
        .count();
    assert!(singles <= 3 * kinds, "{singles} calls for {kinds} kinds");
}
