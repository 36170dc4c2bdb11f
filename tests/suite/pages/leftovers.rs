//! The page of what clusters have left behind.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::leftovers::{Former, Leftover, Piece, PieceKind, Remains};
use magnum_desktop::domain::operation::Operation;
use magnum_desktop::message::{LeftoverList, Snapshot};
use magnum_desktop::text::Language;
use magnum_desktop::ui::leftovers::LeftoversPanel;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::Route;

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<LeftoversPanel>>;

fn piece(kind: PieceKind, id: &str, name: &str) -> Piece {
    Piece {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
        within: None,
    }
}

fn left(pieces: &[(Piece, Vec<Piece>)]) -> Snapshot {
    let pieces = pieces.iter().map(|(piece, blocked_by)| Leftover {
        piece: piece.clone(),
        state: "ACTIVE".to_owned(),
        blocked_by: blocked_by.clone(),
    });
    Snapshot::Leftovers(Arc::new(LeftoverList {
        remains: vec![Remains {
            of: Former::Gone {
                identity: "web-abcdefghijkl".to_owned(),
            },
            pieces: pieces.collect(),
        }],
        ..LeftoverList::default()
    }))
}

fn open(language: Language, list: Snapshot) -> Page {
    let store = hand::store(vec![list]);
    stage::harness(language, store, LeftoversPanel::default(), |panel, ui, ctx| {
        panel.ui(ui, ctx, None)
    })
}

#[test]
fn f93_what_is_removed_is_what_was_asked_about_however_the_list_moves() {
    for language in Language::ALL {
        let words = stage::words(language);
        let balancer = piece(PieceKind::LoadBalancer, "lb-1", "web-api");
        let network = piece(PieceKind::Network, "net-1", "web");
        let mut page = open(
            language,
            left(&[
                (balancer.clone(), vec![]),
                (network.clone(), vec![balancer.clone()]),
            ]),
        );
        page.get_by_label(&words.leftovers_of_gone("web-abcdefghijkl"));
        let name = format!("{} web-api", words.piece_kind(PieceKind::LoadBalancer));
        page.get_by_label(&words.leftovers_blocked(name));
        let buttons: Vec<_> = page.get_all_by_label(words.leftovers_remove()).collect();
        assert_eq!(buttons.len(), 2);
        assert!(buttons[1].accesskit_node().is_disabled(), "it is blocked");
        buttons[0].click();
        page.run();
        let kind = words.piece_kind(PieceKind::LoadBalancer);
        page.get_by_label(&words.leftovers_confirm(kind, "web-api"));

        // Something else stands in that row by now.
        let other = piece(PieceKind::LoadBalancer, "lb-2", "shop-api");
        let moved = left(&[(other, vec![]), (balancer.clone(), vec![])]);
        hand::feed(&mut page.state_mut().store, moved);
        page.run();
        let hint = words.widget_confirm_hint("web-api");
        let field = page.get_by_role_and_label(egui::accesskit::Role::TextInput, &hint);
        field.focus();
        field.type_text("web-api");
        page.run();
        page.get_by_label(words.leftovers_confirm_button()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        let [Action::Run(_, Operation::Remove(removed))] = wishes.as_slice() else {
            panic!("{wishes:?}")
        };
        assert_eq!(*removed, balancer);
    }
}

#[test]
fn commands_are_copied_in_the_order_of_removal() {
    let words = stage::words(Language::English);
    let mut page = open(
        Language::English,
        left(&[
            (piece(PieceKind::LoadBalancer, "lb-1", "web-api"), vec![]),
            (piece(PieceKind::Network, "net-1", ""), vec![]),
        ]),
    );
    page.get_by_label(words.leftovers_copy_all()).click();
    page.run();
    let wishes = stage::wishes(&mut page);
    let [Action::Copy(text)] = wishes.as_slice() else {
        panic!("{wishes:?}")
    };
    assert_eq!(
        text,
        "openstack loadbalancer delete --cascade lb-1\nopenstack network delete net-1"
    );
}

#[test]
fn what_is_being_deleted_is_no_leftover_yet_and_can_be_looked_at() {
    let words = stage::words(Language::English);
    let cluster = ClusterId::new("c-1");
    let Snapshot::Leftovers(list) = left(&[(piece(PieceKind::Network, "net-1", ""), vec![])]) else {
        panic!("leftovers")
    };
    let mut list = LeftoverList::clone(&list);
    for remains in &mut list.remains {
        remains.of = Former::Going {
            cluster: cluster.clone(),
            name: "web".to_owned(),
        };
    }
    let mut page = open(Language::English, Snapshot::Leftovers(Arc::new(list)));
    page.get_by_label(&words.leftovers_not_yet("web"));
    page.get_by_label(words.leftovers_none());
    assert!(page.query_by_label(words.leftovers_remove()).is_none());
    page.get_by_label(words.leftovers_look_all_the_same()).click();
    page.run();
    let wishes = stage::wishes(&mut page);
    let going = Action::Go(Route::Leftovers(Some(cluster)));
    assert!(
        matches!(wishes.as_slice(), [wish] if format!("{wish:?}") == format!("{going:?}")),
        "{wishes:?}"
    );
}
