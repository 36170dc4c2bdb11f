//! The creation form, from the choice of a template to exactly one request.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::draft::DraftField;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress, Subject};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::{Route, Tab};
use magnum_desktop::ui::wizard::{WizardInput, WizardPanel};

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<WizardPanel>>;

fn page(language: Language, panel: WizardPanel) -> Page {
    let web = hand::cluster("web");
    let store = hand::store(vec![hand::clusters(&[&web]), hand::templates(), hand::catalog()]);
    stage::harness(language, store, panel, |panel, ui, ctx| {
        panel.ui(
            ui,
            ctx,
            WizardInput {
                kept: None,
                folder: None,
                key_file: &|_| None,
                picture: &mut |_, _| (),
            },
        );
    })
}

fn press(page: &mut Page, label: &str) {
    page.get_by_label(label).click();
    page.run();
}

/// In Chinese the page is called as its button is.
fn create(page: &mut Page) {
    let words = page.state().words.clone();
    page.get_by_role_and_label(Role::Button, words.wizard_create())
        .click();
    page.run();
}

/// Fills everything in and stands on the review.
fn filled(language: Language) -> Page {
    let mut page = page(language, WizardPanel::start(None));
    let words = stage::words(language);
    press(&mut page, &words.wizard_template_choose("k8s"));
    press(&mut page, words.wizard_next());
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("web-2");
    page.run();
    press(&mut page, words.wizard_next());
    press(
        &mut page,
        &words.widget_increase(words.draft_field(DraftField::NodeCount)),
    );
    press(&mut page, words.wizard_step_review());
    page
}

fn sent(page: &mut Page) -> Option<OperationId> {
    let wishes = stage::deeds(page);
    let mut runs = wishes.iter().filter_map(|wish| {
        let Action::Run(id, Operation::CreateCluster(_)) = wish else {
            return None;
        };
        Some(*id)
    });
    let first = runs.next();
    assert_eq!(runs.next(), None, "one press, one request");
    first
}

#[test]
fn a_cluster_is_asked_for_exactly_once_and_its_page_takes_over() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = filled(language);
        assert_eq!(page.state().panel.draft().node_count, 2);
        page.get_by_label_contains("--cluster-template t-k8s");

        create(&mut page);
        let id = sent(&mut page).expect("a request");
        page.run();
        assert!(
            page.get_by_role_and_label(Role::Button, words.wizard_create())
                .accesskit_node()
                .is_disabled()
        );
        create(&mut page);
        assert_eq!(sent(&mut page), None, "a second press does nothing");

        let cluster = hand::cluster("web-2").id;
        stage::progress(
            &mut page,
            id,
            Progress::Accepted {
                subject: Subject::Cluster(cluster.clone()),
            },
        );
        let wishes = stage::deeds(&mut page);
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Cluster(id, Tab::Topology))] if *id == cluster),
            "{wishes:?}"
        );
        assert_eq!(page.state().panel.draft().name, "", "the draft is gone");
    }
}

#[test]
fn create_is_impossible_until_nothing_is_missing() {
    let words = stage::words(Language::English);
    let mut page = page(Language::English, WizardPanel::start(None));
    press(&mut page, words.wizard_step_review());
    assert!(
        page.get_by_role_and_label(Role::Button, words.wizard_create())
            .accesskit_node()
            .is_disabled()
    );
    let issue = words.wizard_issue(words.draft_field(DraftField::Name), words.plan_missing());
    press(&mut page, &issue);
    page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    page.get_by_label(words.plan_missing());
    assert_eq!(sent(&mut page), None);
}

#[test]
fn issues_are_told_while_typing() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, WizardPanel::start(Some(hand::template("tiny").id)));
        assert!(page.query_by_label(words.plan_missing()).is_none());
        let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
        name.focus();
        name.type_text("9lives");
        page.run();
        page.get_by_label(words.plan_name_form());
        press(&mut page, words.wizard_next());
        press(
            &mut page,
            &words.widget_increase(words.draft_field(DraftField::MasterCount)),
        );
        page.get_by_label(words.plan_needs_load_balancer());
    }
}

#[test]
fn f93_a_refusal_leaves_the_draft_and_may_be_tried_again() {
    let words = stage::words(Language::English);
    let mut page = filled(Language::English);
    create(&mut page);
    let id = sent(&mut page).unwrap();
    let mut problem = Problem::of(Service::ContainerInfra, ProblemKind::QuotaExceeded);
    problem.server_words = Some("maximum clusters per project, 20".to_owned());
    stage::progress(&mut page, id, Progress::Refused { problem });
    page.get_by_label(words.wizard_refused());
    page.get_by_label("maximum clusters per project, 20");
    assert_eq!(page.state().panel.draft().name, "web-2");
    create(&mut page);
    assert!(sent(&mut page).is_some_and(|again| again != id));
}

#[test]
fn f06_a_lost_answer_is_sent_again_only_with_open_eyes() {
    let words = stage::words(Language::English);
    let mut page = filled(Language::English);
    create(&mut page);
    let id = sent(&mut page).unwrap();
    let lost = || {
        Problem::of(
            Service::ContainerInfra,
            ProblemKind::ConnectionLost {
                host: "magnum:9511".to_owned(),
            },
        )
    };
    let unclear = Progress::Unclear {
        problem: lost(),
        looking_until: hand::now(),
    };
    stage::progress(&mut page, id, unclear);
    page.get_by_label(words.wizard_unclear());
    assert!(page.query_by_label(words.wizard_send_again()).is_none());

    stage::progress(&mut page, id, Progress::Lost { problem: lost() });
    assert!(
        page.get_by_role_and_label(Role::Button, words.wizard_create())
            .accesskit_node()
            .is_disabled()
    );
    press(&mut page, words.wizard_look());
    assert!(matches!(
        stage::deeds(&mut page).as_slice(),
        [Action::Go(Route::Clusters)]
    ));
    press(&mut page, words.wizard_send_again());
    assert!(sent(&mut page).is_some_and(|again| again != id));
}

#[test]
fn a_template_of_another_project_is_none() {
    let words = stage::words(Language::English);
    let gone = hand::template("gone").id;
    let mut page = page(Language::English, WizardPanel::start(Some(gone)));
    assert_eq!(page.state().panel.draft().template, None);
    press(&mut page, words.wizard_step_review());
    let issue = words.wizard_issue(words.draft_field(DraftField::Template), words.plan_missing());
    page.get_by_label(&issue);
}
