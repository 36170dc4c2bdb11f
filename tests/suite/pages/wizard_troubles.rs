//! The creation form where something stands in the way: no Octavia, no quota, no trust, a lost answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::catalog::Catalog;
use magnum_desktop::domain::draft::DraftField;
use magnum_desktop::domain::operation::{Operation, Progress};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::quota::{Quota, QuotaKind, Quotas};
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::trouble::SignInTrouble;
use magnum_desktop::message::{Epoch, SessionState, Snapshot, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::wizard::{WizardInput, WizardPanel};

use super::hand;
use super::stage::{self, Stage};
use super::troubles::services;

fn wizard(language: Language, store: Store) -> Harness<'static, Stage<WizardPanel>> {
    let panel = WizardPanel::start(Some(hand::template("k8s").id));
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

fn ready() -> Store {
    hand::store(vec![
        hand::clusters(&[&hand::cluster("web")]),
        hand::templates(),
        hand::catalog(),
    ])
}

/// Presses the button of this name, or what else has it where no button does: in Chinese a step is called as its first field.
fn go(page: &mut Harness<'static, Stage<WizardPanel>>, label: &str) {
    match page.query_by_role_and_label(Role::Button, label) {
        Some(button) => button.click(),
        None => page.get_by_label(label).click(),
    }
    page.run();
}

#[test]
fn f56_without_octavia_no_load_balancer_can_be_asked_for_and_the_template_is_flagged() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = ready();
        services(
            &mut store,
            vec![(Service::LoadBalancer, ServiceState::NotInstalled)],
        );
        let mut page = wizard(language, store);
        go(&mut page, words.wizard_step_network());
        let with = page.get_by_role_and_label(Role::RadioButton, words.wizard_balancer_with());
        assert!(with.accesskit_node().is_disabled());
        page.get_by_label(words.plan_no_octavia());
        go(&mut page, words.wizard_step_review());
        let issue = words.wizard_issue(
            words.draft_field(DraftField::LoadBalancer),
            words.plan_no_octavia(),
        );
        page.get_by_label(&issue);
        // The way out: without one.
        go(&mut page, words.wizard_step_network());
        go(&mut page, words.wizard_balancer_without());
        assert!(page.query_by_label(words.plan_no_octavia()).is_none());
        // The template that needs one says so where it is chosen.
        go(&mut page, words.wizard_step_template());
        page.get_by_label_contains(words.plan_no_octavia());
    }
}

fn with_quotas(quotas: Quotas) -> Store {
    let Snapshot::Catalog(catalog) = hand::catalog() else {
        panic!("a catalog");
    };
    let catalog = Catalog {
        quotas,
        ..Catalog::clone(&catalog)
    };
    let mut store = ready();
    hand::feed(&mut store, Snapshot::Catalog(Arc::new(catalog)));
    store
}

#[test]
fn f62_a_quota_that_cannot_be_had_is_not_checked_rather_than_nought() {
    for language in Language::ALL {
        let words = stage::words(language);
        let problem = Problem::of(
            Service::BlockStorage,
            ProblemKind::ServiceMissing { elsewhere: vec![] },
        );
        let quota = |limit, used| Quota { limit, used };
        let quotas = Quotas {
            known: BTreeMap::from([
                (QuotaKind::Servers, quota(Some(10), 4)),
                (QuotaKind::Cores, quota(Some(10), 9)),
                (QuotaKind::LoadBalancers, quota(None, 3)),
            ]),
            gaps: BTreeMap::from([(Service::BlockStorage, problem)]),
        };
        let page = wizard(language, with_quotas(quotas));
        page.get_by_label(&words.wizard_bill_left("2", "6"));
        page.get_by_label_contains(&words.wizard_bill_short("2", "1"));
        page.get_by_label(&words.wizard_bill_unlimited("2"));
        page.get_all_by_label(&words.wizard_bill_unchecked("2"))
            .next()
            .unwrap();
        page.get_by_label(&words.wizard_bill_gap("Cinder"));
        page.get_by_label(words.wizard_bill_too_much());
    }
}

#[test]
fn f30_a_login_that_can_make_no_trusts_is_told_on_the_first_step() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = ready();
        let info = SessionInfo {
            restricted: true,
            ..store.scope(&hand::scope()).unwrap().info.clone().unwrap()
        };
        store.apply(Update::Session {
            scope: hand::scope(),
            epoch: Epoch(1),
            state: SessionState::SignedIn(info),
        });
        let mut page = wizard(language, store);
        for way in [
            words.wizard_no_trusts(),
            words.wizard_no_trusts_first(),
            words.wizard_no_trusts_second(),
            words.wizard_no_trusts_third(),
        ] {
            page.get_by_label_contains(way);
        }
        go(&mut page, words.wizard_step_review());
        let create = page.get_by_role_and_label(Role::Button, words.wizard_create());
        assert!(create.accesskit_node().is_disabled());
    }
}

#[test]
fn f30_what_magnum_says_of_trusts_is_told_from_then_on() {
    let words = stage::words(Language::English);
    let mut page = wizard(Language::English, ready());
    assert!(page.query_by_label_contains(words.wizard_no_trusts()).is_none());
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("web-2");
    page.run();
    go(&mut page, words.wizard_step_review());
    page.get_by_role_and_label(Role::Button, words.wizard_create())
        .click();
    page.run();
    let wishes = stage::deeds(&mut page);
    let [Action::Run(id, _)] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    let kind = ProblemKind::SignIn(SignInTrouble::TrustRefused);
    let problem = Problem::of(Service::ContainerInfra, kind);
    stage::progress(&mut page, *id, Progress::Refused { problem });
    page.get_by_label(words.wizard_no_trusts());
}

#[test]
fn f06_a_lost_creation_can_be_looked_for_again_without_sending_it() {
    let words = stage::words(Language::English);
    let mut page = wizard(Language::English, ready());
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("web-2");
    page.run();
    go(&mut page, words.wizard_step_review());
    page.get_by_role_and_label(Role::Button, words.wizard_create())
        .click();
    page.run();
    let wishes = stage::deeds(&mut page);
    let [Action::Run(id, Operation::CreateCluster(asked))] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    let problem = Problem::of(Service::ContainerInfra, ProblemKind::OutcomeUnknown);
    stage::progress(&mut page, *id, Progress::Lost { problem });
    go(&mut page, words.wizard_check_again());
    let wishes = stage::deeds(&mut page);
    let [Action::Run(_, Operation::FindCluster { request, .. })] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    assert_eq!(request, asked);
}

#[test]
fn f52_the_form_warns_before_a_twin_is_made_and_lets_it_be_made() {
    let words = stage::words(Language::English);
    let mut page = wizard(Language::English, ready());
    let name = page.get_by_role_and_label(Role::TextInput, words.draft_field(DraftField::Name));
    name.focus();
    name.type_text("web");
    page.run();
    page.get_by_label(words.plan_name_taken());
    go(&mut page, words.wizard_step_review());
    let create = page.get_by_role_and_label(Role::Button, words.wizard_create());
    assert!(!create.accesskit_node().is_disabled());
}
