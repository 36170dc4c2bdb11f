//! What a change has led to, told from the cluster's own record.

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::operation::{Before, Effect, Seen};
use magnum_desktop::domain::status::Status;

use crate::pages::hand;

fn cluster(status: &str, minute: u8) -> Cluster {
    Cluster {
        status: Status::parse(status),
        updated_at: format!("2026-03-02T09:{minute:02}:00Z").parse().ok(),
        ..hand::cluster("web")
    }
}

/// What each look at a cluster shows that was so at minute 0.
fn seen(before: (&str, bool), looks: &[(&str, u8, bool)]) -> Vec<Seen> {
    let mut effect = Effect::after(Before::of(&cluster(before.0, 0), before.1));
    looks
        .iter()
        .map(|(status, minute, reached)| effect.look(&cluster(status, *minute), *reached))
        .collect()
}

#[test]
fn a_change_is_seen_from_its_beginning_to_its_end() {
    let looks = [
        ("CREATE_COMPLETE", 0, false),
        ("UPDATE_IN_PROGRESS", 1, false),
        ("UPDATE_IN_PROGRESS", 2, true),
        ("UPDATE_COMPLETE", 3, true),
    ];
    let expected = [Seen::Nothing, Seen::Underway, Seen::Underway, Seen::Done];
    assert_eq!(seen(("CREATE_COMPLETE", false), &looks), expected);
}

#[test]
fn what_nobody_saw_at_work_is_told_from_the_record() {
    let looks = [("CREATE_COMPLETE", 1, true)];
    assert_eq!(seen(("CREATE_COMPLETE", false), &looks), [Seen::Reached]);
    let looks = [("CREATE_COMPLETE", 0, true), ("UPDATE_COMPLETE", 1, true)];
    assert_eq!(
        seen(("CREATE_COMPLETE", true), &looks),
        [Seen::Nothing, Seen::Reached]
    );
}

#[test]
fn a_health_check_that_touches_the_record_is_no_effect() {
    let looks = [("UPDATE_FAILED", 5, false)];
    assert_eq!(seen(("UPDATE_FAILED", false), &looks), [Seen::Nothing]);
    let looks = [("CREATE_COMPLETE", 5, false)];
    assert_eq!(seen(("CREATE_COMPLETE", false), &looks), [Seen::Nothing]);
}

#[test]
fn a_refusal_after_the_yes_is_a_failure() {
    let looks = [("UPDATE_FAILED", 1, true)];
    assert_eq!(seen(("CREATE_COMPLETE", false), &looks), [Seen::Failed]);
}

#[test]
fn another_change_that_ran_before_does_not_count_until_the_record_moves() {
    let looks = [("UPDATE_IN_PROGRESS", 0, false), ("UPDATE_IN_PROGRESS", 1, true)];
    assert_eq!(
        seen(("UPDATE_IN_PROGRESS", false), &looks),
        [Seen::Nothing, Seen::Underway]
    );
}

#[test]
fn f48_what_was_dropped_while_another_change_ran_is_no_success() {
    let looks = [
        ("UPDATE_IN_PROGRESS", 1, false),
        ("UPDATE_COMPLETE", 2, false),
        ("UPDATE_COMPLETE", 3, false),
    ];
    let expected = [Seen::Underway, Seen::Nothing, Seen::Nothing];
    assert_eq!(seen(("UPDATE_IN_PROGRESS", false), &looks), expected);
}

#[test]
fn a_number_that_magnum_notes_before_it_begins_is_not_the_end() {
    let looks = [
        ("UPDATE_COMPLETE", 0, true),
        ("UPDATE_IN_PROGRESS", 1, true),
        ("UPDATE_COMPLETE", 2, true),
    ];
    let expected = [Seen::Reached, Seen::Underway, Seen::Done];
    assert_eq!(seen(("UPDATE_COMPLETE", false), &looks), expected);
}
