//! The dialogs in which clusters and node groups are changed.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{NodeGroupId, StackId};
use magnum_desktop::domain::node_group::Role;
use magnum_desktop::domain::operation::findings::Finding;
use magnum_desktop::domain::operation::{ClusterDeed, GroupDeed, Operation};
use magnum_desktop::domain::permission::Reason;
use magnum_desktop::domain::question::{Answer, Question};
use magnum_desktop::message::{Epoch, Topic, Update};
use magnum_desktop::text::Language;
use magnum_desktop::ui::dialogs::change::ChangeDialog;
use magnum_desktop::ui::outbox::{Action, Ask};

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<ChangeDialog>>;

fn asked(language: Language, clusters: &[&Cluster], ask: Ask) -> Page {
    let mut values = vec![hand::clusters(clusters), hand::templates()];
    values.extend(clusters.iter().map(|cluster| hand::detail(cluster)));
    let mut dialog = ChangeDialog::default();
    dialog.open(ask);
    stage::harness(language, hand::store(values), dialog, |dialog, ui, ctx| {
        dialog.ui(ui, ctx);
    })
}

fn is_disabled(page: &Page, word: &str) -> bool {
    page.get_by_role_and_label(egui::accesskit::Role::Button, word)
        .accesskit_node()
        .is_disabled()
}

fn press(page: &mut Page, word: &str) {
    page.get_by_role_and_label(egui::accesskit::Role::Button, word)
        .click();
    page.run();
}

fn type_name(page: &mut Page, hint: &str, text: &str) {
    let field = page.get_by_role_and_label(egui::accesskit::Role::TextInput, hint);
    field.focus();
    field.type_text(text);
    page.run();
}

#[test]
fn a_resize_says_what_is_so_and_sends_what_was_chosen_once() {
    for language in Language::ALL {
        let words = stage::words(language);
        let web = hand::cluster("web");
        let mut page = asked(language, &[&web], Ask::Resize(web.id.clone(), None, Vec::new()));
        assert_eq!(
            page.state().panel.interest(),
            [
                Topic::Templates,
                Topic::Cluster(web.id.clone()),
                Topic::Topology(web.id.clone())
            ]
            .into()
        );
        // Nothing is different yet.
        page.get_by_label(&words.change_finding(&Finding::NothingChanges));
        assert!(is_disabled(&page, words.changes_resize_action()));
        press(&mut page, &words.widget_increase(words.changes_count()));
        page.get_by_label_contains("coe cluster resize");
        press(&mut page, words.changes_resize_action());
        let wishes = stage::wishes(&mut page);
        let [Action::Run(_, Operation::Cluster(change))] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        let ClusterDeed::Resize(resize) = &change.deed else {
            panic!("{change:?}");
        };
        assert_eq!((resize.node_count, &resize.group), (3, &None));
        assert!(!page.state().panel.is_open(), "there is no second press");
    }
}

#[test]
fn a_resize_that_may_not_be_says_why() {
    let words = stage::words(Language::English);
    let web = Cluster {
        status: magnum_desktop::domain::status::Status::parse("CREATE_IN_PROGRESS"),
        ..hand::cluster("web")
    };
    let ask = Ask::Resize(web.id.clone(), None, Vec::new());
    let page = asked(Language::English, &[&web], ask);
    page.get_by_label(&words.reason(&Reason::Busy(web.status.clone())));
    assert!(is_disabled(&page, words.changes_resize_action()));
}

#[test]
fn an_update_sends_what_was_changed_and_nothing_else() {
    for language in Language::ALL {
        let words = stage::words(language);
        let web = hand::cluster("web");
        let mut page = asked(language, &[&web], Ask::Update(web.id.clone()));
        page.get_by_label(&words.change_finding(&Finding::NothingChanges));
        assert!(is_disabled(&page, words.changes_update_action()));
        press(&mut page, &words.widget_increase(words.changes_update_count()));
        press(&mut page, words.changes_update_action());
        let wishes = stage::wishes(&mut page);
        let [Action::Run(_, Operation::Cluster(change))] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        let ClusterDeed::Update(update) = &change.deed else {
            panic!("{change:?}");
        };
        assert_eq!(
            (update.node_count, update.health.is_none(), update.rollback),
            (Some(3), true, false)
        );
        assert!(!page.state().panel.is_open());
    }
}

#[test]
fn f93_a_rotation_wants_the_name_typed_and_is_not_there_for_a_cluster_that_it_would_break() {
    for language in Language::ALL {
        let words = stage::words(language);
        let web = hand::cluster("web");
        let mut page = asked(language, &[&web], Ask::RotateCa(web.id.clone()));
        page.get_by_label(words.rotation_ca_means());
        assert!(is_disabled(&page, words.changes_rotate_action()));
        type_name(&mut page, &words.widget_confirm_hint("web"), "web");
        press(&mut page, words.changes_rotate_action());
        let wishes = stage::wishes(&mut page);
        assert!(
            matches!(wishes.as_slice(), [Action::Run(_, Operation::Cluster(change))] if change.deed == ClusterDeed::RotateCa),
            "{wishes:?}"
        );
    }
    let capi = Cluster {
        template: magnum_desktop::domain::id::TemplateId::new("gone"),
        stack: Some(StackId::new("kube-ab1cd")),
        ..hand::cluster("capi")
    };
    let page = asked(Language::English, &[&capi], Ask::RotateCa(capi.id.clone()));
    assert!(!page.state().panel.is_open());
}

#[test]
fn a_node_group_needs_a_name_of_its_own() {
    let words = stage::words(Language::English);
    let web = hand::cluster("web");
    let mut page = asked(Language::English, &[&web], Ask::NewGroup(web.id.clone()));
    assert!(is_disabled(&page, words.changes_group_new_action()));
    type_name(&mut page, words.changes_group_name(), "default-worker");
    page.get_by_label(&words.change_finding(&Finding::NameTaken));
    type_name(&mut page, words.changes_group_name(), "-gpu");
    press(&mut page, words.changes_group_new_action());
    let wishes = stage::wishes(&mut page);
    let [Action::Run(_, Operation::NodeGroup(change))] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    let GroupDeed::Create(new) = &change.deed else {
        panic!("{change:?}");
    };
    assert_eq!((new.name.as_str(), new.node_count), ("default-worker-gpu", 1));
}

#[test]
fn bounds_are_changed_and_nothing_else_is_sent() {
    let words = stage::words(Language::English);
    let web = hand::cluster("web");
    let id = NodeGroupId::new("default-worker");
    let mut page = asked(
        Language::English,
        &[&web],
        Ask::EditGroup(web.id.clone(), id.clone()),
    );
    // The list leaves out the bounds, so they are asked for first.
    page.get_by_label_contains(words.changes_group_loading());
    let question = Question::NodeGroup {
        cluster: web.id.clone(),
        group: id,
    };
    let group = hand::group("default-worker", Role::Worker, 2);
    let store = &mut page.state_mut().store;
    store.ask(&hand::scope(), question.clone());
    store.apply(Update::Answered {
        scope: hand::scope(),
        epoch: Epoch(1),
        question,
        at: hand::now(),
        answer: Ok(Arc::new(Answer::NodeGroup(Box::new(group)))),
    });
    page.run();
    // The dialog grows when the answer is there, and what is pressed must have come to rest.
    page.run_steps(4);
    assert!(is_disabled(&page, words.changes_group_edit_action()));
    press(&mut page, &words.widget_increase(words.changes_least()));
    page.run_steps(2);
    press(&mut page, words.changes_group_edit_action());
    let wishes = stage::wishes(&mut page);
    let [Action::Run(_, Operation::NodeGroup(change))] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    let GroupDeed::Edit(_, edit) = &change.deed else {
        panic!("{change:?}");
    };
    assert_eq!(edit.min_node_count, Some(2));
    assert_eq!((edit.max_node_count, &edit.node_labels), (None, &None));
}

#[test]
fn f93_several_clusters_go_with_one_typed_word_and_a_request_each() {
    for language in Language::ALL {
        let words = stage::words(language);
        let (one, two) = (hand::cluster("one"), hand::cluster("two"));
        let going = Cluster {
            project: Some(magnum_desktop::domain::id::ProjectId::new("another")),
            ..hand::cluster("foreign")
        };
        let ids = vec![one.id.clone(), two.id.clone(), going.id.clone()];
        let mut page = asked(language, &[&one, &two, &going], Ask::DeleteMany(ids));
        page.get_by_label(&words.changes_delete_many_left(1));
        assert!(is_disabled(&page, words.changes_delete_many_action()));
        let word = words.changes_delete_many_word(2);
        type_name(&mut page, &words.widget_confirm_hint(word.as_str()), &word);
        press(&mut page, words.changes_delete_many_action());
        let wishes = stage::wishes(&mut page);
        let deleted: Vec<_> = wishes
            .iter()
            .filter_map(|wish| match wish {
                Action::Run(_, operation) => operation.deletes().cloned(),
                _ => None,
            })
            .collect();
        assert_eq!(deleted, [one.id, two.id], "{language:?}");
    }
}
