//! The creation form by keyboard alone, its names for screen readers, its fixes, and the draft that is kept.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::draft::{ApiReach, ClusterDraft, DraftField};
use magnum_desktop::domain::operation::Operation;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::wizard::{WizardInput, WizardPanel};

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<WizardPanel>>;

fn page(language: Language, kept: Option<ClusterDraft>, panel: WizardPanel) -> Page {
    let store = hand::store(vec![
        hand::clusters(&[&hand::cluster("web")]),
        hand::templates(),
        hand::catalog(),
    ]);
    stage::harness(language, store, panel, move |panel, ui, ctx| {
        let input = WizardInput {
            kept: kept.as_ref(),
            folder: None,
            key_file: &|_| None,
            picture: &mut |_, _| (),
        };
        panel.ui(ui, ctx, input);
    })
}

/// The same, ready to be sent and standing at its last step, where files have a folder to go to.
fn at_review(language: Language) -> Page {
    let store = hand::store(vec![
        hand::clusters(&[&hand::cluster("web")]),
        hand::templates(),
        hand::catalog(),
    ]);
    let draft = ClusterDraft {
        template: Some(hand::template("k8s").id),
        name: "web-2".to_owned(),
        ..ClusterDraft::new()
    };
    let folder = std::path::PathBuf::from("/home/ada");
    let panel = WizardPanel::prefilled(draft);
    let mut page = stage::harness(language, store, panel, move |panel, ui, ctx| {
        let input = WizardInput {
            kept: None,
            folder: Some(&folder),
            key_file: &|_| None,
            picture: &mut |_, _| (),
        };
        panel.ui(ui, ctx, input);
    });
    for _ in 0..5 {
        tab_to(&mut page, stage::words(language).wizard_next());
        key(&mut page, Key::Enter);
    }
    page
}

#[test]
fn what_is_sent_is_saved_where_somebody_chooses() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = at_review(language);
        tab_to(&mut page, words.wizard_save());
        key(&mut page, Key::Enter);
        let wishes = stage::deeds(&mut page);
        let [Action::SaveTextAs { wish, text }] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert_eq!(wish.file, std::path::Path::new("/home/ada/web-2.json"));
        assert_eq!(
            (wish.title.as_str(), wish.ending.as_str()),
            (words.wizard_json(), "json")
        );
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(json["name"], "web-2");
        assert_eq!(json["cluster_template_id"], hand::template("k8s").id.as_str());
    }
}

fn key(page: &mut Page, key: Key) {
    page.key_press(key);
    page.run();
}

/// Goes on with Tab until the widget of this name has the focus.
fn tab_to(page: &mut Page, name: &str) {
    for _ in 0..120 {
        let focused = page
            .query_all_by_label_contains(name)
            .any(|node| node.accesskit_node().is_focused());
        if focused {
            return;
        }
        page.key_press_modifiers(Modifiers::NONE, Key::Tab);
        page.run();
    }
    panic!("Tab does not lead to {name}");
}

#[test]
fn a_cluster_is_created_without_a_mouse() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, None, WizardPanel::start(None));
        tab_to(&mut page, &words.wizard_template_choose("k8s"));
        key(&mut page, Key::Enter);
        assert_eq!(
            page.state().panel.draft().template,
            Some(hand::template("k8s").id)
        );
        tab_to(&mut page, words.wizard_next());
        key(&mut page, Key::Enter);
        tab_to(&mut page, words.draft_field(DraftField::Name));
        page.event(egui::Event::Text("web-2".to_owned()));
        page.run();
        for _ in 0..5 {
            tab_to(&mut page, words.wizard_next());
            key(&mut page, Key::Enter);
        }
        tab_to(&mut page, words.wizard_create());
        key(&mut page, Key::Enter);
        let wishes = stage::deeds(&mut page);
        let [Action::Run(_, Operation::CreateCluster(request))] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert_eq!(request.name(), "web-2");
    }
}

#[test]
fn every_control_of_every_step_has_a_name() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, None, WizardPanel::start(Some(hand::template("k8s").id)));
        for step in [
            words.wizard_step_template(),
            words.wizard_step_basics(),
            words.wizard_step_size(),
            words.wizard_step_network(),
            words.wizard_step_access(),
            words.wizard_step_labels(),
            words.wizard_step_review(),
        ] {
            page.get_by_role_and_label(Role::Button, step).click();
            page.run();
            for role in [
                Role::Button,
                Role::TextInput,
                Role::ComboBox,
                Role::RadioButton,
                Role::CheckBox,
                Role::SpinButton,
            ] {
                for node in page.query_all_by_role(role) {
                    let node = node.accesskit_node();
                    let named = node.label().is_some_and(|label| !label.trim().is_empty())
                        || node.labelled_by().next().is_some();
                    assert!(named, "{step}: a {role:?} without a name");
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_is_put_right_with_one_press() {
    let words = stage::words(Language::English);
    let mut page = page(
        Language::English,
        None,
        WizardPanel::start(Some(hand::template("tiny").id)),
    );
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("web");
    page.run();
    page.get_by_role_and_label(Role::Button, &words.fix_name("web-2"))
        .click();
    page.run();
    assert_eq!(page.state().panel.draft().name, "web-2");
    page.get_by_role_and_label(Role::Button, words.wizard_step_size())
        .click();
    page.run();
    let more = words.widget_increase(words.draft_field(DraftField::MasterCount));
    page.get_by_label(&more).click();
    page.run();
    page.get_by_role_and_label(Role::Button, words.fix_balancer_with())
        .click();
    page.run();
    assert_eq!(page.state().panel.draft().load_balancer, Some(true));
}

#[test]
fn a_draft_is_kept_after_a_pause_and_comes_back() {
    let words = stage::words(Language::English);
    let mut page = page(
        Language::English,
        None,
        WizardPanel::start(Some(hand::template("k8s").id)),
    );
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("shop");
    for _ in 0..12 {
        page.step();
    }
    let wishes = stage::wishes(&mut page);
    let kept: Vec<_> = wishes
        .iter()
        .filter_map(|wish| match wish {
            Action::KeepDraft(scope, draft) => Some((scope, draft)),
            _ => None,
        })
        .collect();
    let (scope, draft) = kept.last().unwrap();
    assert_eq!((**scope).clone(), hand::scope());
    assert_eq!(draft.name, "shop");

    let kept = ClusterDraft {
        reach: ApiReach::Ranges,
        labels: vec![("Team".to_owned(), "a=b,c".to_owned())],
        ..ClusterDraft::clone(draft)
    };
    let page = self::page(Language::English, Some(kept), WizardPanel::default());
    let draft = page.state().panel.draft();
    assert_eq!((draft.name.as_str(), draft.reach), ("shop", ApiReach::Ranges));
    assert_eq!(draft.labels, [("Team".to_owned(), "a=b,c".to_owned())]);
}

#[test]
fn the_command_the_form_shows_is_for_the_shell_that_is_chosen() {
    let words = stage::words(Language::English);
    let mut page = page(
        Language::English,
        None,
        WizardPanel::start(Some(hand::template("k8s").id)),
    );
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("shop");
    page.run();
    page.get_by_role_and_label(Role::Button, words.wizard_step_review())
        .click();
    page.run();
    page.get_by_label("PowerShell").click();
    page.run();
    page.get_by_label_contains("`\n  --cluster-template");
    page.get_by_label("sh").click();
    page.run();
    page.get_by_label_contains("\\\n  --cluster-template");
}
