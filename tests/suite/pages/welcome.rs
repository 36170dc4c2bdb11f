//! The choice of a cloud: with clouds, without, with a broken file, and while signing in.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::cloud_choice::{CloudChoice, CloudChoices};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{
    AuthScope, CloudProfile, Identity, Interface, NameOrId, ProjectRef, TlsPolicy,
};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::Service;
use magnum_desktop::message::SessionState;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::welcome::{WelcomeInput, WelcomePanel};

use super::hand;
use super::stage::{self, Stage};

/// The page with what it is fed with.
struct Welcome {
    panel: WelcomePanel,
    choices: Option<CloudChoices>,
    session: Option<SessionState>,
}

type Page = Harness<'static, Stage<Welcome>>;

fn page(language: Language, choices: Option<CloudChoices>, session: Option<SessionState>) -> Page {
    let welcome = Welcome {
        panel: WelcomePanel::default(),
        choices,
        session,
    };
    stage::harness(language, hand::store(vec![]), welcome, |welcome, ui, ctx| {
        let input = WelcomeInput {
            choices: welcome.choices.as_ref(),
            session: welcome.session.as_ref().map(|session| (ctx.scope, session)),
            demo_problem: None,
            words: ctx.words,
            now: ctx.now,
            outbox: ctx.outbox,
        };
        welcome.panel.ui(ui, &input);
    })
}

fn profile(name: &str) -> CloudProfile {
    CloudProfile {
        name: name.to_owned(),
        display_name: None,
        source: None,
        auth_url: "https://keystone.example.org:5000/v3".to_owned(),
        identity: Identity::Password {
            user: NameOrId::Name("ada".to_owned()),
            domain: None,
        },
        auth_scope: AuthScope::Project(ProjectRef {
            project: NameOrId::Name("web-team".to_owned()),
            domain: None,
        }),
        region: None,
        regions: vec![],
        interface: Interface::Public,
        tls: TlsPolicy::System,
        client_certificate: None,
        plain_http_accepted: false,
        endpoint_overrides: std::collections::BTreeMap::new(),
        sources: BTreeMap::new(),
    }
}

fn choice(name: &str, secret: Option<&str>) -> CloudChoice {
    CloudChoice {
        name: name.to_owned(),
        file: PathBuf::from("/home/ada/clouds.yaml"),
        line: Some(2),
        profile: Ok(Arc::new(profile(name))),
        secret: secret.map(Secret::new),
    }
}

fn choices(clouds: Vec<CloudChoice>) -> Option<CloudChoices> {
    Some(CloudChoices {
        clouds,
        problem: None,
        searched: vec![],
    })
}

fn missing(kind: ProblemKind) -> Option<CloudChoices> {
    Some(CloudChoices {
        clouds: vec![],
        problem: Some(Problem::new(kind)),
        searched: vec![PathBuf::from("/etc/openstack/clouds.yaml")],
    })
}

fn press(page: &mut Page, label: &str) -> Vec<Action> {
    page.get_by_label(label).click();
    page.run();
    stage::wishes(page)
}

#[test]
fn a_cloud_is_one_click_away_and_a_broken_entry_says_why() {
    for language in Language::ALL {
        let words = stage::words(language);
        let problem = Problem::new(ProblemKind::CloudEntryBroken {
            cloud: "old".to_owned(),
            setting: "auth.auth_url",
            detail: "missing".to_owned(),
        });
        let broken = CloudChoice {
            profile: Err(problem.clone()),
            ..choice("old", None)
        };
        let mut page = page(
            language,
            choices(vec![choice("prod", Some("hunter2")), broken]),
            None,
        );
        page.get_by_label(&words.headline(&problem));
        assert!(page.query_by_label(&words.welcome_open_named("old")).is_none());
        let wishes = press(&mut page, &words.welcome_open_named("prod"));
        assert!(matches!(wishes.as_slice(), [Action::OpenCloud(name)] if name == "prod"));
        let wishes = press(&mut page, words.welcome_demo_open());
        assert!(matches!(wishes.as_slice(), [Action::OpenDemo]));
    }
}

#[test]
fn a_missing_password_is_typed_in_place() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, choices(vec![choice("prod", None)]), None);
        assert!(press(&mut page, &words.welcome_sign_in_ask_named("prod")).is_empty());
        assert!(
            page.get_by_label(words.welcome_sign_in())
                .accesskit_node()
                .is_disabled()
        );
        let label = words.welcome_password("ada");
        let field = page.get_by_role_and_label(egui::accesskit::Role::PasswordInput, &label);
        field.type_text("hunter2");
        page.run();
        press(&mut page, words.welcome_remember());
        let wishes = press(&mut page, words.welcome_sign_in());
        let [
            Action::OpenCloudWith {
                cloud,
                secret,
                remember,
            },
        ] = wishes.as_slice()
        else {
            panic!("{wishes:?}");
        };
        assert_eq!(
            (cloud.as_str(), secret.expose(), *remember),
            ("prod", "hunter2", true)
        );
        assert!(
            page.query_by_label(&label).is_none(),
            "the field is gone with the secret"
        );
    }
}

#[test]
fn no_file_and_a_broken_file_are_explained() {
    for language in Language::ALL {
        let words = stage::words(language);
        let searched = vec!["/etc/openstack/clouds.yaml".to_owned()];
        let mut page = page(
            language,
            missing(ProblemKind::CloudsFileMissing { searched }),
            None,
        );
        page.get_by_label(words.welcome_none());
        page.get_by_label("/etc/openstack/clouds.yaml");
        let wishes = press(&mut page, words.welcome_reread());
        assert!(matches!(wishes.as_slice(), [Action::RereadClouds]));

        let kind = ProblemKind::CloudsFileBroken {
            file: "/home/ada/clouds.yaml".to_owned(),
            line: Some(7),
            detail: "mapping values are not allowed".to_owned(),
        };
        page.state_mut().panel.choices = missing(kind.clone());
        page.run();
        page.get_by_label(words.welcome_broken());
        page.get_by_label(&words.headline(&Problem::new(kind)));
        page.get_by_label(words.welcome_demo_open());
    }
}

#[test]
fn signing_in_says_what_it_waits_for_and_can_be_given_up() {
    let words = stage::words(Language::English);
    let mut page = page(
        Language::English,
        choices(vec![choice("prod", Some("x"))]),
        Some(SessionState::SigningIn),
    );
    page.get_by_label(&words.welcome_signing_in_project("prod", "web-team"));
    assert!(
        page.get_by_label(&words.welcome_open_named("prod"))
            .accesskit_node()
            .is_disabled()
    );
    let wishes = press(&mut page, words.widget_cancel());
    assert!(matches!(wishes.as_slice(), [Action::LeaveCloud]));
}

#[test]
fn where_a_secret_is_what_is_missing_the_field_opens_by_itself() {
    let words = stage::words(Language::English);
    let problem = Problem::of(Service::Identity, ProblemKind::PasswordMissing);
    let mut page = page(
        Language::English,
        choices(vec![choice("prod", None)]),
        Some(SessionState::Failed(problem)),
    );
    page.get_by_label(&words.welcome_failed("prod"));
    page.get_by_label(words.welcome_remember());
    press(&mut page, words.widget_cancel());
    assert!(
        page.query_by_label(words.welcome_remember()).is_none(),
        "closing it stays possible"
    );
}
