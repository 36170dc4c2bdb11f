//! The doctor against the simulated cloud's failing world, against a real cloud's recorded answers, and against clusters
//! that are well.

use std::collections::BTreeMap;

use magnum_desktop::domain::doctor::cause::{KnownCause, Limited};
use magnum_desktop::domain::doctor::patterns::recognised;
use magnum_desktop::domain::doctor::words::innermost;
use magnum_desktop::domain::doctor::{Diagnosis, Place};
use magnum_desktop::domain::heat_type::HeatType;
use magnum_desktop::message::Topic;
use magnum_desktop::simulation::StartingWorld;
use magnum_desktop::text::{Language, Words};
use serde_json::Value;

use super::stage::Stage;

const CAUSES: &[(&str, KnownCause)] = &[
    ("no-valid-host", KnownCause::NoValidHost),
    ("instances-quota", KnownCause::QuotaReached(Limited::Servers)),
    ("cores-quota", KnownCause::QuotaReached(Limited::Cores)),
    ("memory-quota", KnownCause::QuotaReached(Limited::Memory)),
    (
        "floating-ip-quota",
        KnownCause::QuotaReached(Limited::FloatingIps),
    ),
    ("network-quota", KnownCause::QuotaReached(Limited::Networks)),
    ("router-quota", KnownCause::QuotaReached(Limited::Routers)),
    (
        "security-group-quota",
        KnownCause::QuotaReached(Limited::SecurityGroups),
    ),
    (
        "load-balancer-quota",
        KnownCause::QuotaReached(Limited::LoadBalancers),
    ),
    ("load-balancer-error", KnownCause::BalancerError),
    ("volume-quota", KnownCause::QuotaReached(Limited::Volumes)),
    ("gigabytes-quota", KnownCause::QuotaReached(Limited::VolumeSize)),
    ("volume-error", KnownCause::VolumeError),
    ("no-network", KnownCause::NetworkNotAllocated),
    ("hosts-exhausted", KnownCause::RetriesExhausted),
    ("no-zone", KnownCause::ZoneMissing),
    ("no-addresses", KnownCause::NoAddressLeft),
    ("not-connected", KnownCause::FloatingUnreachable),
    ("script-failed", KnownCause::ScriptFailed),
    ("agent-silent", KnownCause::NodeSilent),
    ("registry-blocked", KnownCause::ContainerNotStarted),
    ("no-trust", KnownCause::TrustRefused),
    ("no-certificates", KnownCause::CertificatesFailed),
    ("no-discovery", KnownCause::DiscoveryFailed),
    ("label-not-a-number", KnownCause::LabelNotANumber),
    ("no-keypair", KnownCause::KeyMissing),
    ("no-external-network", KnownCause::NetworkMissing),
    ("never-begun", KnownCause::NeverBegun),
    ("capi-for-ever", KnownCause::NoLimitPassed),
    ("capi-quota", KnownCause::QuotaReached(Limited::Networks)),
    ("upgrade-failed", KnownCause::UpgradeLabelMissing),
    ("stuck-deleting", KnownCause::DeletionTakesLong),
    ("delete-failed", KnownCause::SecurityGroupInUse),
    ("stack-gone", KnownCause::StackGone),
];

/// What the doctor says of every cluster of this world, once with what a list knows and once with everything.
async fn examined(world: StartingWorld) -> BTreeMap<String, [Option<Diagnosis>; 2]> {
    let mut stage = Stage::open_in(world).await;
    stage.watch([Topic::Clusters, Topic::Templates, Topic::FailedStacks]);
    stage
        .until("the lists are there", |stage| {
            let list = stage.data().clusters.value();
            list.is_some_and(|list| !list.more_to_come)
                && stage.is_well(&Topic::Templates)
                && stage.is_well(&Topic::FailedStacks)
        })
        .await;
    let rows = stage.data().clusters.value().unwrap().rows.clone();
    let now = stage.clock.now();
    let mut found = BTreeMap::new();
    for row in rows {
        let listed = stage.data().diagnosis(&row.id, now);
        let (detail, parts) = (Topic::Cluster(row.id.clone()), Topic::Topology(row.id.clone()));
        stage.watch([detail.clone(), parts.clone()]);
        stage
            .until("its parts are there", |stage| {
                stage.is_well(&detail) && stage.is_well(&parts)
            })
            .await;
        found.insert(row.name.clone(), [listed, stage.data().diagnosis(&row.id, now)]);
    }
    found
}

#[tokio::test]
async fn every_classic_cause_is_recognised_with_its_advice_in_the_list_and_on_the_page() {
    let found = examined(StartingWorld::Failing).await;
    let mut advices = BTreeMap::new();
    for (name, expected) in CAUSES {
        let [listed, whole] = &found[*name];
        let told = whole
            .as_ref()
            .unwrap_or_else(|| panic!("{name} has no diagnosis"));
        assert_eq!(told.cause, Some(*expected), "{name}: {told:?}");
        // That a stack is gone, and which node was silent, needs a look at it.
        if !matches!(expected, KnownCause::StackGone | KnownCause::NodeSilent) {
            let listed = listed
                .as_ref()
                .unwrap_or_else(|| panic!("{name} has none in the list"));
            assert_eq!(listed.cause, Some(*expected), "{name} in the list: {listed:?}");
        }
        assert_eq!(told.chain[0].place, Place::Cluster, "{name}");
        for language in Language::ALL {
            let words = Words::new(language);
            let advice = words.diagnosis_advice(told).to_owned();
            let text = words.diagnosis_in_full(name, told);
            assert!(text.contains(&advice) && text.contains(words.diagnosis_sentence(told).as_ref()));
            advices.insert((language, *expected), advice);
        }
    }
    assert_eq!(
        found.len(),
        CAUSES.len(),
        "no cluster of this world is without its line"
    );
    let causes: std::collections::BTreeSet<_> = CAUSES.iter().map(|(_, cause)| cause).collect();
    assert!(causes.len() >= 30, "{}", causes.len());
    // Each has advice of its own; what the quotas limit is in the sentence.
    let distinct: std::collections::BTreeSet<&String> = advices.values().collect();
    let quotas = causes
        .iter()
        .filter(|cause| matches!(cause, KnownCause::QuotaReached(_)))
        .count();
    assert_eq!(distinct.len(), 2 * (causes.len() - quotas + 1));
}

#[tokio::test]
async fn the_chain_leads_from_the_cluster_to_the_servers_fault() {
    let found = examined(StartingWorld::Failing).await;
    let told = found["no-network"][1].as_ref().unwrap();
    let places: Vec<&Place> = told.chain.iter().map(|step| &step.place).collect();
    assert_eq!(
        places,
        [
            &Place::Cluster,
            &Place::Fault,
            &Place::Stack,
            &Place::Resource(HeatType::Server),
            &Place::Server
        ]
    );
    let subject = told.subject.as_ref().unwrap();
    assert_eq!(
        (&subject.kind, subject.name.as_str()),
        (&HeatType::Server, "kube-master")
    );
    assert!(told.server.is_some(), "its console can be read");
    assert!(told.followers > 0, "{told:?}");
    let held = found["delete-failed"][1].as_ref().unwrap();
    assert_eq!(held.subject.as_ref().unwrap().name, "secgroup_kube_minion");
}

#[tokio::test]
async fn what_is_well_or_on_its_way_has_no_diagnosis() {
    for (world, ill) in [
        (StartingWorld::Everyday, &["broken-database"][..]),
        (StartingWorld::QuotaTight, &[]),
        (StartingWorld::WalkThrough, &[]),
    ] {
        let found = examined(world).await;
        for (name, [listed, whole]) in &found {
            let expected = ill.contains(&name.as_str());
            assert_eq!(listed.is_some(), expected, "{name} in the list: {listed:?}");
            assert_eq!(whole.is_some(), expected, "{name}: {whole:?}");
        }
    }
}

#[tokio::test]
async fn a_list_asks_heat_once_and_only_while_something_has_failed() {
    let mut stage = Stage::open_in(StartingWorld::Failing).await;
    stage.watch([Topic::Clusters, Topic::FailedStacks]);
    stage
        .until("both are there", |stage| {
            stage.is_well(&Topic::Clusters) && stage.is_well(&Topic::FailedStacks)
        })
        .await;
    let asked = stage.asked("GET", "/stacks");
    assert_eq!(asked, 1, "one call for {} clusters", CAUSES.len());
}

#[test]
fn what_a_real_cloud_said_is_recognised() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/doctor/heat-reasons.json"
    );
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(rows.len() >= 30);
    for row in rows {
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        let kind = text("resource_type").map(|kind| HeatType::parse(&kind));
        let expected = text("cause").unwrap();
        for words in [text("stack_reason"), text("resource_reason")]
            .into_iter()
            .flatten()
        {
            let found = recognised(&words, kind.as_ref());
            // A stack whose time is over says no more than that.
            if words == "Timed out" {
                assert_eq!(found, Some(KnownCause::BuildTimedOut));
                continue;
            }
            assert_eq!(
                found.map(|cause| format!("{cause:?}")),
                Some(expected.clone()),
                "{words}"
            );
            let inner = innermost(&words);
            assert!(
                !inner.contains("req-") && !inner.starts_with("Resource "),
                "{inner}"
            );
        }
    }
}
