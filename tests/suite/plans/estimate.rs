//! How long the next build takes is told from builds whose end was seen; a record alone is a bound, and said to be one.

use std::sync::Arc;

use jiff::SignedDuration;
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{ClusterId, TemplateId};
use magnum_desktop::domain::plan::estimate::{Basis, Built, Past, estimate};
use magnum_desktop::domain::stack::StackEvent;
use magnum_desktop::domain::status::Status;
use magnum_desktop::message::Snapshot;
use magnum_desktop::text::{Language, Words};

use crate::pages::hand;

fn built(cluster: &str, template: &str, secs: u64) -> Built {
    Built {
        cluster: ClusterId::new(cluster),
        template: TemplateId::new(template),
        secs,
    }
}

/// A record of this status that was touched so many seconds after it was made.
fn record(name: &str, status: &str, touched_secs: i64) -> Cluster {
    Cluster {
        status: Status::parse(status),
        created_at: Some(hand::before(7_200)),
        updated_at: Some(hand::before(7_200) + SignedDuration::from_secs(touched_secs)),
        ..hand::cluster(name)
    }
}

#[track_caller]
fn check(built: &[Built], clusters: &[Cluster], expected: Option<(u64, u64, usize, Basis)>) {
    let clusters: Vec<_> = clusters.iter().cloned().map(Arc::new).collect();
    let past = Past {
        built,
        clusters: &clusters,
    };
    let told = estimate(past, Some(&TemplateId::new("t-k8s")));
    let told = told.map(|told| (told.typical_secs, told.longest_secs, told.builds, told.basis));
    assert_eq!(told, expected);
}

#[test]
fn what_was_seen_counts_before_what_records_leave_room_for() {
    let seen = [
        built("a", "t-k8s", 200),
        built("b", "t-k8s", 300),
        built("c", "t-k8s", 260),
    ];
    let elsewhere = [built("d", "t-other", 90)];
    let record = [record("web", "CREATE_COMPLETE", 1_000)];
    let both: Vec<_> = seen.iter().chain(&elsewhere).cloned().collect();
    check(&both, &record, Some((260, 300, 3, Basis::SameTemplate)));
    check(&elsewhere, &record, Some((90, 90, 1, Basis::OtherTemplates)));
    check(&[], &record, Some((1_000, 1_000, 1, Basis::Records)));
    check(&[], &[], None);
}

#[test]
fn a_record_that_was_changed_later_tells_nothing() {
    check(
        &[],
        &[
            record("resized", "UPDATE_COMPLETE", 1_000),
            record("touched", "CREATE_COMPLETE", 6 * 3_600),
        ],
        None,
    );
}

#[test]
fn the_store_learns_from_builds_that_end_and_from_histories_that_are_looked_at() {
    let making = record("web", "CREATE_IN_PROGRESS", 100);
    let store = &mut hand::store(vec![hand::clusters(&[&making])]);
    let scope = hand::scope();
    assert_eq!(store.history.of(&scope), []);
    let done = record("web", "CREATE_COMPLETE", 245);
    hand::feed(store, hand::clusters(&[&done]));
    let learned = Built {
        secs: 245,
        ..built(done.id.as_str(), "t-k8s", 0)
    };
    assert_eq!(store.history.of(&scope), [learned]);
    assert_eq!(store.history.take_news().len(), 1);
    // What was complete already is no news, and neither is a later change of it.
    hand::feed(
        store,
        hand::clusters(&[&record("web", "UPDATE_IN_PROGRESS", 900)]),
    );
    hand::feed(store, hand::clusters(&[&record("web", "UPDATE_COMPLETE", 1_900)]));
    assert!(store.history.take_news().is_empty());
    // The stack's own history is exact, and counts for clusters that were changed since.
    let stack = done.stack.clone().unwrap();
    let event = |secs: i64, name: &str, status: &str| StackEvent {
        id: format!("{name}-{secs}"),
        at: Some(hand::before(7_200) + SignedDuration::from_secs(secs)),
        stack_name: "web-abc".to_owned(),
        resource: name.to_owned(),
        physical_id: Some(if name == "web-abc" { stack.as_str() } else { "port" }.to_owned()),
        status: Status::parse(status),
        reason: None,
    };
    let events = vec![
        event(1_900, "web-abc", "UPDATE_COMPLETE"),
        event(238, "web-abc", "CREATE_COMPLETE"),
        event(40, "port", "CREATE_COMPLETE"),
        event(5, "web-abc", "CREATE_IN_PROGRESS"),
    ];
    hand::feed(store, Snapshot::Events(done.id.clone(), Arc::new(events)));
    let exact = Built {
        secs: 233,
        ..built(done.id.as_str(), "t-k8s", 0)
    };
    assert_eq!(store.history.of(&scope), [exact]);
}

#[test]
fn what_earlier_runs_have_seen_is_brought_back_once() {
    let store = &mut hand::store(vec![hand::clusters(&[&record("web", "CREATE_IN_PROGRESS", 1)])]);
    let scope = hand::scope();
    hand::feed(store, hand::clusters(&[&record("web", "CREATE_COMPLETE", 250)]));
    store.history.recall(&scope, &[built("old", "t-k8s", 400)]);
    let secs: Vec<u64> = store.history.of(&scope).iter().map(|built| built.secs).collect();
    assert_eq!(secs, [400, 250]);
    assert!(store.history.is_recalled(&scope));
}

#[test]
fn the_words_say_what_an_estimate_rests_on() {
    let words = Words::new(Language::English);
    let told = |built: &[Built], clusters: &[Cluster]| {
        let clusters: Vec<_> = clusters.iter().cloned().map(Arc::new).collect();
        let past = Past {
            built,
            clusters: &clusters,
        };
        words.estimate(&estimate(past, Some(&TemplateId::new("t-k8s"))).unwrap())
    };
    let one = told(&[built("a", "t-k8s", 240)], &[]);
    assert!(one.contains("one build from this template"), "{one}");
    let other = told(&[built("a", "t-other", 240), built("b", "t-other", 300)], &[]);
    assert!(other.contains("2 builds from another template"), "{other}");
    let bound = told(&[], &[record("web", "CREATE_COMPLETE", 1_000)]);
    assert!(bound.contains("no build was seen to its end yet"), "{bound}");
}
