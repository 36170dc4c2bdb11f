//! The choice of a cloud: with clouds, without, with a broken file, and while signing in.

use std::path::PathBuf;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::cloud_choice::{CloudChoice, CloudChoices, ConfigWarning, ConfigWarningKind};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{
    AuthScope, CloudProfile, Identity, NameOrId, ProfileSource, ProjectRef,
};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::Service;
use magnum_desktop::message::SessionState;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::{Action, SignInStart};
use magnum_desktop::ui::sign_in::progress::{ProgressInput, ProgressPanel};
use magnum_desktop::ui::welcome::{WelcomeInput, WelcomePanel};

use super::hand;
use super::stage::{self, Stage};

/// The page with what it is fed with.
struct Welcome {
    panel: WelcomePanel,
    choices: Option<CloudChoices>,
    kept: Vec<CloudChoice>,
    session: Option<SessionState>,
    opened: Arc<CloudProfile>,
    way_back: Option<Arc<CloudProfile>>,
    progress: ProgressPanel,
}

type Page = Harness<'static, Stage<Welcome>>;

fn page(language: Language, choices: Option<CloudChoices>, session: Option<SessionState>) -> Page {
    let welcome = Welcome {
        panel: WelcomePanel::default(),
        choices,
        kept: vec![],
        session,
        opened: Arc::new(profile("prod")),
        way_back: None,
        progress: ProgressPanel::default(),
    };
    stage::harness(language, hand::store(vec![]), welcome, |welcome, ui, ctx| {
        let input = WelcomeInput {
            choices: welcome.choices.as_ref(),
            kept: &welcome.kept,
            last: None,
            session: welcome.session.as_ref().map(|session| (&welcome.opened, session)),
            demo_problem: None,
            way_back: welcome.way_back.as_ref(),
            words: ctx.words,
            now: ctx.now,
            outbox: ctx.outbox,
        };
        let progress = &mut welcome.progress;
        welcome.panel.ui(ui, &input, |ui| {
            if let Some((profile, state)) = input.session {
                let (words, now, outbox) = (ctx.words, ctx.now, ctx.outbox);
                let at = ProgressInput {
                    profile,
                    state,
                    words,
                    now,
                    outbox,
                };
                progress.ui(ui, &at);
            }
        });
    })
}

pub(crate) fn profile(name: &str) -> CloudProfile {
    let identity = Identity::Password {
        user: NameOrId::Name("ada".to_owned()),
        domain: None,
    };
    CloudProfile {
        auth_scope: AuthScope::Project(ProjectRef {
            project: NameOrId::Name("web-team".to_owned()),
            domain: None,
        }),
        ..CloudProfile::new(name, "https://keystone.example.org:5000/v3", identity)
    }
}

fn choice(name: &str, secret: Option<&str>) -> CloudChoice {
    CloudChoice {
        name: name.to_owned(),
        file: PathBuf::from("/home/ada/clouds.yaml"),
        line: Some(2),
        profile: Ok(Arc::new(profile(name))),
        secret: secret.map(Secret::new),
        passcode: None,
        warnings: vec![],
    }
}

fn choices(clouds: Vec<CloudChoice>) -> Option<CloudChoices> {
    Some(CloudChoices {
        clouds,
        ..CloudChoices::default()
    })
}

fn missing(kind: ProblemKind) -> Option<CloudChoices> {
    Some(CloudChoices {
        clouds: vec![],
        problem: Some(Problem::new(kind)),
        searched: vec![PathBuf::from("/etc/openstack/clouds.yaml")],
        ..CloudChoices::default()
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

#[test]
fn clouds_of_this_program_stand_in_the_list_and_can_be_changed_and_forgotten() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, choices(vec![choice("prod", Some("x"))]), None);
        page.state_mut().panel.kept = vec![choice("lab", None)];
        page.run();
        page.get_by_label(words.welcome_place_own());
        page.get_by_label(&words.welcome_sign_in_ask_named("lab"));
        let wishes = press(&mut page, words.welcome_edit());
        assert!(
            matches!(wishes.as_slice(), [Action::OpenSignIn(SignInStart::Edit(name))] if name == "lab"),
            "{wishes:?}"
        );
        assert!(
            press(&mut page, words.welcome_forget()).is_empty(),
            "it asks first"
        );
        let wishes = press(&mut page, words.welcome_forget_yes());
        assert!(matches!(wishes.as_slice(), [Action::ForgetCloud(name)] if name == "lab"));
    }
}

#[test]
fn each_setting_says_where_it_comes_from() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut with_sources = profile("prod");
        with_sources.sources.insert(
            "auth.auth_url".to_owned(),
            ProfileSource::File {
                file: PathBuf::from("/home/ada/clouds.yaml"),
                line: Some(7),
            },
        );
        let entry = CloudChoice {
            profile: Ok(Arc::new(with_sources)),
            ..choice("prod", Some("hunter2"))
        };
        let mut page = page(language, choices(vec![entry]), None);
        press(&mut page, &words.welcome_settings_named("prod"));
        page.get_by_label("auth.auth_url");
        page.get_by_label("https://keystone.example.org:5000/v3");
        page.get_by_label(&words.config_place_line("/home/ada/clouds.yaml", "7"));
        assert!(page.query_by_label_contains("hunter2").is_none());
    }
}

#[test]
fn the_ways_to_a_cloud_that_stands_nowhere_are_there_from_the_start() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, choices(vec![]), None);
        let wishes = press(&mut page, words.welcome_sign_in_new());
        assert!(matches!(
            wishes.as_slice(),
            [Action::OpenSignIn(SignInStart::New)]
        ));
        let wishes = press(&mut page, words.welcome_openrc());
        assert!(matches!(
            wishes.as_slice(),
            [Action::OpenSignIn(SignInStart::Openrc)]
        ));
    }
}

#[test]
fn a_switch_that_did_not_work_can_be_taken_back() {
    let words = stage::words(Language::English);
    let problem = Problem::of(Service::Identity, ProblemKind::Forbidden);
    let mut page = page(
        Language::English,
        choices(vec![choice("prod", Some("x"))]),
        Some(SessionState::Failed(problem)),
    );
    let old = Arc::new(profile("prod"));
    page.state_mut().panel.way_back = Some(Arc::clone(&old));
    page.run();
    let wishes = press(&mut page, &words.welcome_back(old.scope().to_string()));
    assert!(matches!(wishes.as_slice(), [Action::Switch(to)] if *to == old));
}

#[test]
fn f84_what_is_odd_in_a_file_is_said_beside_what_can_be_used() {
    for language in Language::ALL {
        let words = stage::words(language);
        let warning = ConfigWarning {
            setting: "auth.password".to_owned(),
            place: None,
            kind: ConfigWarningKind::Unquoted,
        };
        let trouble = Problem::new(ProblemKind::CloudsFileBroken {
            file: "/home/ada/secure.yaml".to_owned(),
            line: Some(3),
            detail: "a tab".to_owned(),
        });
        let mut prod = choice("prod", Some("x"));
        prod.warnings = vec![warning.clone()];
        let found = CloudChoices {
            clouds: vec![prod],
            troubles: vec![trouble.clone()],
            ..CloudChoices::default()
        };
        let page = page(language, Some(found), None);
        page.get_by_label(&words.config_warned(&warning));
        page.get_by_label(&words.headline(&trouble));
        page.get_by_label(&words.welcome_open_named("prod"));
    }
}
