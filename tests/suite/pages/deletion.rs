//! The question before a cluster is deleted.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::heat_type::HeatType;
use magnum_desktop::text::Language;
use magnum_desktop::ui::dialogs::delete_cluster::DeleteDialog;
use magnum_desktop::ui::outbox::Action;

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<DeleteDialog>>;

fn asked(language: Language) -> Page {
    let web = hand::cluster("web");
    let store = hand::store(vec![
        hand::clusters(&[&web]),
        hand::parts(&web, hand::failed_stack()),
    ]);
    let mut dialog = DeleteDialog::default();
    dialog.open(Arc::new(web));
    stage::harness(language, store, dialog, |dialog, ui, ctx| dialog.ui(ui, ctx))
}

fn type_name(page: &mut Page, language: Language, text: &str) {
    let label = stage::words(language).widget_confirm_hint("web");
    let field = page.get_by_role_and_label(egui::accesskit::Role::TextInput, &label);
    field.focus();
    field.type_text(text);
    page.run();
}

#[test]
fn f93_a_deletion_names_its_target_and_wants_its_name_typed() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = asked(language);
        page.get_by_label(&words.deletion_title("web"));
        let scope = hand::scope();
        for text in [&scope.cloud, &scope.project, &scope.region] {
            page.get_by_label(text);
        }
        page.get_by_label(&words.deletion_workers(2));
        page.get_by_label(&words.deletion_count(words.heat_type(&HeatType::LoadBalancer), 1));

        assert!(
            page.get_by_label(words.deletion_button())
                .accesskit_node()
                .is_disabled()
        );
        type_name(&mut page, language, "we");
        page.get_by_label(words.deletion_button()).click();
        page.run();
        assert!(stage::wishes(&mut page).is_empty());

        // The list moves while somebody types; what is deleted does not.
        let other = hand::cluster("other");
        hand::feed(&mut page.state_mut().store, hand::clusters(&[&other]));
        type_name(&mut page, language, "b");
        page.get_by_label(words.deletion_button()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        let [Action::Run(_, asked)] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert_eq!(
            (asked.deletes(), asked.name()),
            (Some(&hand::cluster("web").id), "web"),
            "{language:?}"
        );
        assert!(!page.state().panel.is_open(), "there is no second press");
    }
}

#[test]
fn escape_and_cancel_delete_nothing() {
    let words = stage::words(Language::English);
    let mut page = asked(Language::English);
    page.get_by_label(words.widget_cancel()).click();
    page.run();
    assert!(!page.state().panel.is_open());

    let mut page = asked(Language::English);
    page.key_press(egui::Key::Escape);
    page.run();
    page.key_press(egui::Key::Escape);
    page.run();
    assert!(!page.state().panel.is_open());
    assert!(stage::wishes(&mut page).is_empty());
}

#[test]
fn a_deletion_that_is_on_its_way_is_not_sent_again() {
    let words = stage::words(Language::English);
    let mut page = asked(Language::English);
    type_name(&mut page, Language::English, "web");
    page.get_by_label(words.deletion_button()).click();
    page.run();
    assert_eq!(stage::wishes(&mut page).len(), 1);

    page.state_mut().panel.open(Arc::new(hand::cluster("web")));
    page.run();
    page.get_by_label(words.deletion_sent());
    type_name(&mut page, Language::English, "web");
    page.get_by_label(words.deletion_button()).click();
    page.run();
    assert!(stage::wishes(&mut page).is_empty());
}
