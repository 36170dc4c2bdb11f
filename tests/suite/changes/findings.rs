//! What is said of a change before it is sent.

use magnum_desktop::domain::id::ServerId;
use magnum_desktop::domain::node_group::{NodeGroup, Role, Taint, TaintEffect};
use magnum_desktop::domain::operation::findings::{
    Finding, ResizeContext, blocked, of_edit, of_new_group, of_resize,
};
use magnum_desktop::domain::operation::{GroupEdit, NewGroup, Resize};

use crate::pages::hand;

fn group(role: Role, count: u32, bounds: (u32, Option<u32>)) -> NodeGroup {
    NodeGroup {
        min_node_count: bounds.0,
        max_node_count: bounds.1,
        ..hand::group("pool", role, count)
    }
}

fn resize(node_count: u32, picked: &[&str]) -> Resize {
    Resize {
        group: None,
        node_count,
        nodes_to_remove: picked.iter().map(|id| ServerId::new(*id)).collect(),
    }
}

fn found(group: &NodeGroup, resize: &Resize) -> Vec<Finding> {
    let servers = [ServerId::new("a"), ServerId::new("b"), ServerId::new("c")];
    of_resize(
        resize,
        ResizeContext {
            group: Some(group),
            count_now: group.node_count,
            servers: &servers,
            autoscaled: false,
            zero_allowed: true,
            picks_heeded: true,
        },
    )
}

#[test]
fn a_resize_is_checked_as_magnum_does_and_a_little_more() {
    let workers = group(Role::Worker, 3, (1, Some(5)));
    let cases: [(Resize, Vec<Finding>); 9] = [
        (resize(3, &[]), vec![Finding::NothingChanges]),
        (resize(4, &[]), vec![]),
        (resize(6, &[]), vec![Finding::AboveMaximum(5)]),
        (
            resize(0, &["a", "b", "c"]),
            vec![Finding::NoWorkers, Finding::BelowMinimum(1)],
        ),
        (resize(2, &[]), vec![Finding::PickedByDriver]),
        (resize(2, &["a"]), vec![]),
        (resize(1, &["a"]), vec![Finding::RestByDriver(1)]),
        (
            resize(2, &["a", "b"]),
            vec![Finding::TooManyPicked {
                picked: 2,
                leaving: 1,
            }],
        ),
        (resize(2, &["x"]), vec![Finding::ForeignNode(ServerId::new("x"))]),
    ];
    for (asked, expected) in cases {
        assert_eq!(found(&workers, &asked), expected, "{asked:?}");
    }
    assert_eq!(found(&workers, &resize(4, &["a"])), [Finding::PickedInVain]);
    let masters = group(Role::Master, 3, (1, None));
    assert_eq!(found(&masters, &resize(4, &[])), [Finding::EvenMasters]);
    assert!(blocked(&found(&masters, &resize(0, &["a", "b", "c"]))));
    assert!(!blocked(&found(&masters, &resize(5, &[]))));
}

#[test]
fn zero_nodes_want_a_magnum_that_knows_them() {
    let workers = group(Role::Worker, 1, (0, None));
    let context = |zero_allowed| ResizeContext {
        group: Some(&workers),
        count_now: 1,
        servers: &[],
        autoscaled: true,
        zero_allowed,
        picks_heeded: false,
    };
    assert_eq!(
        of_resize(&resize(0, &[]), context(false)),
        [Finding::ZeroTooEarly, Finding::Autoscaled]
    );
    let later = of_resize(&resize(0, &[]), context(true));
    assert_eq!(later, [Finding::NoWorkers, Finding::Autoscaled]);
    assert!(!blocked(&later), "a person may want that");
}

#[test]
fn a_new_group_is_checked_against_those_that_are_there_and_kubernetes_rules() {
    let there = [hand::group("gpu", Role::Worker, 1)];
    let new = |name: &str| NewGroup {
        name: name.to_owned(),
        role: "worker".to_owned(),
        node_count: 2,
        ..NewGroup::default()
    };
    assert_eq!(of_new_group(&new("pool"), &there), []);
    assert_eq!(of_new_group(&new(""), &there), [Finding::NameMissing]);
    assert_eq!(of_new_group(&new("gpu"), &there), [Finding::NameTaken]);
    let masters = NewGroup {
        role: "master".to_owned(),
        ..new("m")
    };
    assert_eq!(of_new_group(&masters, &there), [Finding::MasterRole]);
    let few = NewGroup {
        max_node_count: Some(1),
        ..new("m")
    };
    assert_eq!(of_new_group(&few, &there), [Finding::CountAboveMaximum]);
    let crossed = NewGroup {
        min_node_count: 4,
        max_node_count: Some(3),
        ..new("m")
    };
    assert_eq!(of_new_group(&crossed, &there), [Finding::BoundsCross]);

    let labelled = |key: &str, value: &str| NewGroup {
        node_labels: [(key.to_owned(), value.to_owned())].into(),
        ..new("m")
    };
    for (key, value, expected) in [
        ("team", "web", vec![]),
        ("example.com/team", "", vec![]),
        ("topology.kubernetes.io/zone", "az1", vec![]),
        ("node.kubernetes.io/gpu", "yes", vec![]),
        (
            "kubernetes.io/role",
            "x",
            vec![Finding::ReservedKey("kubernetes.io/role".to_owned())],
        ),
        (
            "node-role.kubernetes.io/x",
            "",
            vec![Finding::ReservedKey("node-role.kubernetes.io/x".to_owned())],
        ),
        ("a b", "x", vec![Finding::BadKey("a b".to_owned())]),
        ("team", "-x", vec![Finding::BadValue("-x".to_owned())]),
    ] {
        assert_eq!(
            of_new_group(&labelled(key, value), &there),
            expected,
            "{key}={value}"
        );
    }
}

#[test]
fn an_edit_that_changes_nothing_or_crosses_is_told() {
    let pool = group(Role::Worker, 3, (1, Some(5)));
    assert_eq!(of_edit(&GroupEdit::default(), &pool), [Finding::NothingChanges]);
    let edit = |least, most| GroupEdit {
        min_node_count: least,
        max_node_count: most,
        ..GroupEdit::default()
    };
    assert_eq!(of_edit(&edit(Some(2), None), &pool), []);
    assert_eq!(of_edit(&edit(Some(6), None), &pool), [Finding::BoundsCross]);
    assert_eq!(
        of_edit(&edit(Some(6), Some(None)), &pool),
        [Finding::CountOutside(3)]
    );
    assert_eq!(
        of_edit(&edit(None, Some(Some(2))), &pool),
        [Finding::CountOutside(3)]
    );
}

#[test]
fn taints_are_read_and_written_as_kubectl_does() {
    for (text, key, value, effect) in [
        ("gpu=yes:NoSchedule", "gpu", Some("yes"), TaintEffect::NoSchedule),
        (
            "example.com/a:PreferNoSchedule",
            "example.com/a",
            None,
            TaintEffect::PreferNoSchedule,
        ),
        ("a=:NoExecute", "a", None, TaintEffect::NoExecute),
    ] {
        let taint = Taint::parse(text).unwrap();
        let expected = Taint {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            effect,
        };
        assert_eq!(taint, expected);
        assert_eq!(Taint::parse(&taint.to_string()), Some(taint));
    }
    for text in ["", "gpu", "gpu:Never", ":NoSchedule"] {
        assert_eq!(Taint::parse(text), None, "{text}");
    }
}
