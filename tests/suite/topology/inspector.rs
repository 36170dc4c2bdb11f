//! The inspector beside the picture: what it asks for, what it shows, what can be done from it and from the card's menu.

use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::console::ConsoleLog;
use magnum_desktop::domain::node_group::{NodeGroup, Role};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::question::{Answer, Question, Repeat};
use magnum_desktop::domain::topology::particulars::{
    Direction, Monitor, Particular, Particulars, Peer, SecurityRule, Subject,
};
use magnum_desktop::message::{ClusterDetail, Epoch, Snapshot, Update};
use magnum_desktop::ui::outbox::Action;

use super::arranged::large;
use super::panel::{Page, window};
use super::recorded::{self, FIRST};
use crate::pages::hand;

type Window = egui_kittest::Harness<'static, Page>;

fn chosen(label: &str) -> Window {
    let mut harness = window(Page::of(large(2)));
    harness.get_by_label(label).click();
    harness.run();
    harness
}

/// The one question about the chosen thing.
fn particulars(harness: &Window) -> Question {
    let wanted = &harness.state().wanted;
    let mut about = wanted
        .keys()
        .filter(|question| matches!(question, Question::Particulars(_)));
    let question = about.next().unwrap().clone();
    assert!(about.next().is_none(), "only what is chosen is asked about");
    question
}

fn answer(harness: &mut Window, question: &Question, answer: Result<Answer, Problem>) {
    let page = harness.state_mut();
    page.store.ask(&hand::scope(), question.clone());
    page.store.apply(Update::Answered {
        scope: hand::scope(),
        epoch: Epoch(1),
        question: question.clone(),
        at: hand::now(),
        answer: answer.map(Arc::new),
    });
    harness.run();
}

#[test]
fn a_server_shows_its_console_only_when_asked_and_lets_go_of_it() {
    let mut harness = chosen("Worker node-1, Active");
    let follows = |harness: &Window| {
        harness.state().wanted.iter().any(|(question, repeat)| {
            matches!(question, Question::Console { .. }) && *repeat == Repeat::Follow
        })
    };
    assert!(!follows(&harness));
    harness.get_by_label("Show console log").click();
    harness.run();
    assert!(follows(&harness));
    harness.get_by_label("Asking for the console log");
    let wanted = harness.state().wanted.clone();
    let question = wanted
        .keys()
        .find(|question| matches!(question, Question::Console { .. }))
        .unwrap();
    let log = ConsoleLog::read("Started kubelet.\r\nnode-1 login: ", 200);
    answer(&mut harness, question, Ok(Answer::Console(log)));
    harness.get_by_label("Started kubelet.\nnode-1 login:");
    harness.get_by_label("Copy Console log").click();
    harness.run();
    // Another card: the console of the first is not wanted any more.
    harness.get_by_label("Master master-0, Active").click();
    harness.run();
    assert!(!follows(&harness));
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn a_trouble_with_the_details_is_told_beside_what_is_known() {
    let mut harness = chosen("Worker node-1, Active");
    let question = particulars(&harness);
    answer(&mut harness, &question, Err(Problem::new(ProblemKind::Forbidden)));
    harness.get_by_label("Try again");
    harness.get_by_label("79288355-d9de-4f24-b5b9-cd40f25b8840");
}

#[test]
fn a_security_group_shows_its_rules() {
    let mut harness = chosen("Security group kube_master");
    let question = particulars(&harness);
    let told = Particulars {
        rules: vec![SecurityRule {
            direction: Direction::In,
            family: "IPv4".to_owned(),
            protocol: Some("tcp".to_owned()),
            ports: Some((6443, 6443)),
            peer: Peer::Range("0.0.0.0/0".to_owned()),
            description: String::new(),
        }],
        facts: vec![(Particular::Description, "for masters".to_owned())],
        ..Particulars::default()
    };
    answer(&mut harness, &question, Ok(Answer::Particulars(Box::new(told))));
    harness.get_by_label("tcp 6443 · 0.0.0.0/0");
    harness.get_by_label("for masters");
    harness.get_by_label("Copy command for its rules").click();
    harness.run();
    let copied = harness.state().copied.last().unwrap();
    assert!(copied.contains("security group rule list --long "), "{copied}");
}

#[test]
fn a_load_balancer_leads_to_its_members_and_a_pool_says_how_it_checks_them() {
    let mut harness = chosen("Load balancer api, ONLINE");
    harness.get_by_label("Health");
    let pool = harness.get_all_by_label("round robin").next().unwrap();
    pool.click();
    harness.run();
    let question = particulars(&harness);
    assert!(matches!(&question, Question::Particulars(Subject::Thing { .. })));
    let monitor = Monitor {
        kind: "TCP".to_owned(),
        delay_secs: Some(5),
        timeout_secs: Some(5),
        rise: Some(5),
        fall: Some(3),
        path: None,
        status: "ONLINE".to_owned(),
    };
    let told = Particulars {
        monitor: Some(monitor),
        ..Particulars::default()
    };
    answer(&mut harness, &question, Ok(Answer::Particulars(Box::new(told))));
    harness.get_by_label("Health monitor");
    harness.get_by_label("5 / 3");
}

#[test]
fn every_action_of_a_card_is_to_be_had_by_the_keyboard() {
    let mut harness = window(Page::of(large(2)));
    harness.get_by_label("Worker node-1, Active").focus();
    harness.run();
    harness.key_press(egui::Key::M);
    harness.run();
    harness.get_by_label("Copy command").click();
    harness.run();
    let copied = harness.state().copied.last().unwrap();
    assert!(
        copied.contains("server show 79288355-d9de-4f24-b5b9-cd40f25b8840"),
        "{copied}"
    );
    assert!(copied.starts_with("openstack --os-cloud"), "{copied}");
}

#[test]
fn a_server_is_shown_in_the_list_of_nodes_itself() {
    let mut harness = chosen("Worker node-1, Active");
    harness.get_by_label("Show in nodes").click();
    harness.run();
    let wish = harness.state().wishes.last().unwrap();
    assert!(
        matches!(wish, Action::RevealNode(id) if id.as_str() == "79288355-d9de-4f24-b5b9-cd40f25b8840"),
        "{wish:?}"
    );
}

#[test]
fn a_node_group_says_what_magnum_knows_of_it_and_who_is_in_it() {
    let mut page = Page::of(large(20));
    let group = NodeGroup {
        node_count: 20,
        max_node_count: Some(40),
        flavor: Some("m1.small".to_owned()),
        ..recorded::node_group("default-worker", Role::Worker, FIRST)
    };
    let mut cluster = recorded::cluster("first", FIRST, "CREATE_COMPLETE");
    cluster.id = page.cluster.clone();
    let detail = ClusterDetail {
        cluster: Arc::new(cluster),
        node_groups: vec![group],
    };
    hand::feed(&mut page.store, Snapshot::Cluster(Arc::new(detail)));
    let mut harness = window(page);
    let card = harness
        .query_all_by_label_contains("Worker group default-worker")
        .next();
    card.unwrap().click();
    harness.run();
    // Who needs somebody comes first, with what is wrong.
    harness.get_by_label("node-7");
    harness.get_by_label("Error");
    harness.get_by_label("m1.small");
    let asked = |question: &Question| matches!(question, Question::NodeGroup { .. });
    assert!(harness.state().wanted.keys().any(asked));
    harness.get_by_label("Copy command").click();
    harness.run();
    let copied = harness.state().copied.last().unwrap();
    assert!(
        copied.ends_with("coe nodegroup show first default-worker"),
        "{copied}"
    );
    // Unfolded from here, each of them has a card.
    harness.get_by_label("Unfold").click();
    harness.run();
    harness.get_by_label("Worker node-7, Error");
}
