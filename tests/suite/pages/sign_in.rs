//! The sign-in form and the half-way stages, in both languages: what is asked, what is sent, and that nothing is lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;
use magnum_desktop::domain::cloud_choice::CloudChoice;
use magnum_desktop::domain::factor::{Factor, HalfSignedIn};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId, TlsPolicy};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::Service;
use magnum_desktop::message::{SecretSource, SessionState};
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::outbox::{Action, Keep, OpenrcSource, SignInStart};
use magnum_desktop::ui::sign_in::progress::ProgressPanel;
use magnum_desktop::ui::sign_in::{SignInInput, SignInPanel};

use super::hand;
use super::stage::{self, Stage};
use super::welcome::profile;

/// The form with what it is fed with.
#[derive(Default)]
struct Form {
    panel: SignInPanel,
    progress: ProgressPanel,
    session: Option<(Arc<CloudProfile>, SessionState)>,
    taken: BTreeSet<String>,
    /// Moves the time.
    later: SignedDuration,
}

type Page = Harness<'static, Stage<Form>>;

fn page(language: Language, form: Form) -> Page {
    stage::harness(language, hand::store(vec![]), form, |form, ui, ctx| {
        let input = SignInInput {
            session: form.session.as_ref().map(|(profile, state)| (profile, state)),
            taken: &form.taken,
            words: ctx.words,
            now: ctx.now + form.later,
            outbox: ctx.outbox,
        };
        form.panel.ui(ui, &input, &mut form.progress);
    })
}

fn fill(page: &mut Page, label: &str, text: &str) {
    let field = page.get_by(|node| {
        let role = node.role();
        let typed = role == egui::accesskit::Role::TextInput
            || role == egui::accesskit::Role::MultilineTextInput
            || role == egui::accesskit::Role::PasswordInput;
        typed && node.label().as_deref() == Some(label)
    });
    field.focus();
    page.run();
    page.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    page.event(egui::Event::Text(text.to_owned()));
    page.run();
}

fn value(page: &Page, label: &str) -> Option<String> {
    let found = page.get_by(|node| {
        node.role() == egui::accesskit::Role::TextInput && node.label().as_deref() == Some(label)
    });
    found.accesskit_node().value()
}

fn press(page: &mut Page, label: &str) -> Vec<Action> {
    page.get_by_role_and_label(egui::accesskit::Role::Button, label)
        .click();
    page.run();
    stage::wishes(page)
}

fn choose(page: &mut Page, list: &str, word: &str) {
    page.get_by_role_and_label(egui::accesskit::Role::ComboBox, list)
        .click();
    page.run();
    page.get_all_by_label(word).last().unwrap().click();
    page.run();
}

fn fill_password(page: &mut Page, words: &Words) {
    fill(
        page,
        words.sign_in_address(),
        "https://keystone.example.org:5000/v3",
    );
    fill(page, words.sign_in_user(), "ada");
    fill(page, words.sign_in_secret_password(), "hunter2");
    fill(page, words.sign_in_project(), "web-team");
}

fn sent(wishes: &[Action]) -> (&CloudProfile, &SecretSource, &Keep) {
    match wishes {
        [
            Action::SignIn {
                profile,
                secret,
                keep,
            },
        ] => (profile, secret, keep),
        _ => panic!("{wishes:?}"),
    }
}

#[test]
fn a_password_is_all_that_is_needed_with_an_address_a_user_and_a_project() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Form::default());
        fill_password(&mut page, &words);
        let wishes = press(&mut page, words.sign_in_send());
        let (profile, secret, keep) = sent(&wishes);
        assert_eq!(profile.auth_url, "https://keystone.example.org:5000/v3");
        let Identity::Password { user, domain } = &profile.identity else {
            panic!("{profile:?}");
        };
        assert_eq!(*user, NameOrId::Name("ada".to_owned()));
        assert_eq!(*domain, Some(NameOrId::Name("Default".to_owned())));
        assert_eq!(profile.auth_scope.label(), "web-team");
        assert_eq!(profile.tls, TlsPolicy::System);
        assert!(
            matches!(secret, SecretSource::Given { secret, remember: false } if secret.expose() == "hunter2")
        );
        assert_eq!(*keep, Keep::Yes { instead_of: None });
    }
}

#[test]
fn an_unfinished_form_is_not_sent_and_says_what_it_needs() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Form::default());
        fill(&mut page, words.sign_in_address(), "keystone.example.org");
        assert!(press(&mut page, words.sign_in_send()).is_empty());
        page.get_by_label(words.sign_in_issue_address());
        assert!(page.get_all_by_label(words.sign_in_issue_missing()).count() >= 2);
        page.get_by_label_contains(&words.sign_in_incomplete(4));
    }
}

#[test]
fn what_is_asked_follows_the_way_in() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Form::default());
        fill(&mut page, words.sign_in_address(), "https://keystone.example.org");
        choose(&mut page, words.sign_in_way(), words.sign_in_way_credential());
        page.get_by_label(words.sign_in_scope_carried());
        fill(&mut page, words.sign_in_credential(), "robot");
        fill(&mut page, words.sign_in_secret_credential(), "s3cret");
        assert!(press(&mut page, words.sign_in_send()).is_empty());
        page.get_by_label(words.sign_in_issue_credential_user());
        fill(&mut page, words.sign_in_user(), "ada");
        let wishes = press(&mut page, words.sign_in_send());
        let (profile, ..) = sent(&wishes);
        assert!(matches!(
            &profile.identity,
            Identity::ApplicationCredential { user: Some(_), .. }
        ));
        assert_eq!(profile.auth_scope, AuthScope::Own);

        choose(&mut page, words.sign_in_way(), words.sign_in_way_browser());
        choose(&mut page, words.sign_in_scope(), words.sign_in_scope_system());
        let wishes = press(&mut page, words.sign_in_send_browser());
        let (profile, secret, _) = sent(&wishes);
        assert!(
            matches!(&profile.identity, Identity::Browser { provider: None, protocol } if protocol == "openid")
        );
        assert_eq!(profile.auth_scope, AuthScope::System);
        assert!(matches!(secret, SecretSource::Browser));
    }
}

#[test]
fn f21_a_wrong_password_loses_nothing_and_the_field_has_the_keyboard() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Form::default());
        fill_password(&mut page, &words);
        let wishes = press(&mut page, words.sign_in_send());
        let profile = Arc::new(sent(&wishes).0.clone());
        page.state_mut().panel.session = Some((Arc::clone(&profile), SessionState::SigningIn));
        page.run();
        page.get_by_label(&words.welcome_signing_in_project(profile.title(), "web-team"));
        let problem = Problem {
            status: Some(401),
            server_words: Some("The request you have made requires authentication.".to_owned()),
            ..Problem::of(Service::Identity, ProblemKind::SignInRefused)
        };
        page.state_mut().panel.session = Some((profile, SessionState::Failed(problem.clone())));
        page.run();
        page.get_by_label(&words.headline(&problem));
        assert_eq!(value(&page, words.sign_in_user()).as_deref(), Some("ada"));
        assert_eq!(value(&page, words.sign_in_project()).as_deref(), Some("web-team"));
        let field = page.get_by_role_and_label(
            egui::accesskit::Role::PasswordInput,
            words.sign_in_secret_password(),
        );
        assert!(field.accesskit_node().is_focused());
        assert!(
            stage::wishes(&mut page).is_empty(),
            "it is not tried again by itself"
        );
        // What was typed is still there: one more press sends it.
        let wishes = press(&mut page, words.sign_in_send());
        assert!(
            matches!(sent(&wishes).1, SecretSource::Given { secret, .. } if secret.expose() == "hunter2")
        );
    }
}

#[test]
fn f16_not_checking_the_certificate_is_loud_and_off_by_default() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Form::default());
        assert!(page.query_by_label(words.sign_in_unchecked()).is_none());
        page.get_by_label(words.sign_in_more()).click_accesskit();
        page.run();
        assert!(page.query_by_label(words.sign_in_unchecked_warning()).is_none());
        page.get_by_label(words.sign_in_unchecked()).click_accesskit();
        page.run();
        page.get_by_label(words.sign_in_unchecked_warning());
        fill_password(&mut page, &words);
        let wishes = press(&mut page, words.sign_in_send());
        assert_eq!(sent(&wishes).0.tls, TlsPolicy::Unchecked);
    }
}

#[test]
fn f14_an_unknown_authority_leads_to_the_field_for_the_ca_file() {
    let words = stage::words(Language::English);
    let mut page = page(Language::English, Form::default());
    fill_password(&mut page, &words);
    let wishes = press(&mut page, words.sign_in_send());
    let profile = Arc::new(sent(&wishes).0.clone());
    let problem = unknown_issuer();
    page.state_mut().panel.session = Some((profile, SessionState::Failed(problem)));
    page.run();
    page.run();
    let field = page.get_by_role_and_label(egui::accesskit::Role::TextInput, words.sign_in_ca_file());
    assert!(field.accesskit_node().is_focused());
    fill(&mut page, words.sign_in_ca_file(), "/etc/ssl/our-ca.pem");
    let wishes = press(&mut page, words.sign_in_send());
    assert_eq!(
        sent(&wishes).0.tls,
        TlsPolicy::Authority(PathBuf::from("/etc/ssl/our-ca.pem"))
    );
}

fn unknown_issuer() -> Problem {
    crate::problems::every()
        .into_iter()
        .find(|problem| matches!(problem.kind, ProblemKind::CertificateUnknownIssuer { .. }))
        .unwrap()
}

#[test]
fn a_cloud_is_kept_without_its_secret_and_copied_as_clouds_yaml() {
    for language in Language::ALL {
        let words = stage::words(language);
        let form = Form {
            taken: BTreeSet::from(["prod".to_owned()]),
            ..Form::default()
        };
        let mut page = page(language, form);
        fill_password(&mut page, &words);
        fill(&mut page, words.sign_in_name(), "prod");
        assert!(press(&mut page, words.sign_in_send()).is_empty());
        page.get_by_label(words.sign_in_issue_name_taken());
        fill(&mut page, words.sign_in_name(), "lab");
        let wishes = press(&mut page, words.sign_in_yaml());
        let [Action::Copy(yaml)] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert!(yaml.contains("  lab:\n") && yaml.contains("username: ada") && !yaml.contains("hunter2"));
        let wishes = press(&mut page, words.sign_in_save());
        assert!(matches!(
            wishes.as_slice(),
            [Action::KeepCloud { profile, instead_of: None }] if profile.name == "lab"
        ));
    }
}

#[test]
fn an_openrc_file_fills_the_form() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut form = Form::default();
        form.panel
            .start(&egui::Context::default(), &SignInStart::Openrc, None);
        let mut page = page(language, form);
        assert!(
            page.get_by_role_and_label(egui::accesskit::Role::Button, words.openrc_read())
                .accesskit_node()
                .is_disabled()
        );
        fill(&mut page, words.openrc_file(), "/home/ada/openrc.sh");
        let wishes = press(&mut page, words.openrc_read());
        assert!(matches!(
            wishes.as_slice(),
            [Action::ImportOpenrc(OpenrcSource::File(file))] if file.as_path() == Path::new("/home/ada/openrc.sh")
        ));
        let broken = Problem::new(ProblemKind::FileUnreadable {
            file: "/home/ada/openrc.sh".to_owned(),
            detail: "no such file".to_owned(),
        });
        page.state_mut().panel.panel.take_openrc(Err(broken.clone()));
        page.run();
        page.get_by_label(&words.headline(&broken));
        page.state_mut().panel.panel.take_openrc(Ok(CloudChoice {
            name: "openrc.sh".to_owned(),
            file: PathBuf::from("/home/ada/openrc.sh"),
            line: None,
            profile: Ok(Arc::new(profile("openrc.sh"))),
            secret: None,
            passcode: None,
            warnings: vec![],
        }));
        page.run();
        page.get_by_label(words.openrc_read_done());
        assert_eq!(value(&page, words.sign_in_user()).as_deref(), Some("ada"));
    }
}

fn half(missing: Vec<Factor>) -> HalfSignedIn {
    HalfSignedIn {
        missing,
        until: Some(hand::now() + SignedDuration::from_secs(120)),
    }
}

fn with_session(language: Language, state: SessionState) -> Page {
    let form = Form {
        session: Some((Arc::new(profile("prod")), state)),
        ..Form::default()
    };
    page(language, form)
}

#[test]
fn f23_only_the_missing_factor_is_asked_for() {
    for language in Language::ALL {
        let words = stage::words(language);
        let state = SessionState::HalfSignedIn {
            half: half(vec![Factor::Totp]),
            refused: None,
        };
        let mut page = with_session(language, state);
        page.get_by_label(&words.factor_title("prod"));
        page.get_by_label(&words.factor_time_left(words.span(120)));
        assert!(
            page.query_by_label(words.sign_in_secret_password()).is_none(),
            "the password was accepted"
        );
        fill(&mut page, words.factor_totp(), "123 456");
        let wishes = press(&mut page, words.factor_send());
        assert!(matches!(wishes.as_slice(), [Action::Prove(proof)] if proof.expose() == "123456"));
        let wishes = press(&mut page, words.widget_cancel());
        assert!(matches!(wishes.as_slice(), [Action::LeaveCloud]));
    }
}

#[test]
fn f24_a_code_that_was_refused_is_asked_for_anew_and_an_ended_receipt_ends_the_form() {
    for language in Language::ALL {
        let words = stage::words(language);
        let state = SessionState::HalfSignedIn {
            half: half(vec![Factor::Totp]),
            refused: None,
        };
        let mut page = with_session(language, state);
        fill(&mut page, words.factor_totp(), "123456");
        let problem = Problem {
            server_words: Some("The request you have made requires authentication.".to_owned()),
            ..Problem::of(Service::Identity, ProblemKind::SignInRefused)
        };
        page.state_mut().panel.session = Some((
            Arc::new(profile("prod")),
            SessionState::HalfSignedIn {
                half: half(vec![Factor::Totp]),
                refused: Some(problem),
            },
        ));
        page.run();
        page.get_by_label(words.factor_refused());
        assert_eq!(
            value(&page, words.factor_totp()).as_deref(),
            Some(""),
            "a code is good once"
        );
        page.state_mut().panel.later = SignedDuration::from_secs(200);
        page.run();
        page.get_by_label(words.factor_time_over());
        let wishes = press(&mut page, words.factor_again());
        assert!(matches!(wishes.as_slice(), [Action::RetrySignIn]));
    }
}

#[test]
fn f31_the_browser_is_waited_for_with_an_end_and_a_token_will_do_instead() {
    for language in Language::ALL {
        let words = stage::words(language);
        let url = "https://keystone.example.org/v3/auth/OS-FEDERATION/websso/openid?origin=x";
        let state = SessionState::InBrowser {
            url: url.to_owned(),
            until: hand::now() + SignedDuration::from_secs(300),
        };
        let mut page = with_session(language, state);
        page.get_by_label(&words.browser_time_left(words.span(300)));
        let wishes = press(&mut page, words.browser_open());
        assert!(matches!(wishes.as_slice(), [Action::OpenUrl(address)] if address == url));
        page.get_by_label(words.browser_token()).click();
        page.run();
        fill(&mut page, words.browser_token_label(), "gAAAA");
        let wishes = press(&mut page, words.sign_in_send());
        assert!(matches!(wishes.as_slice(), [Action::Prove(token)] if token.expose() == "gAAAA"));
        page.state_mut().panel.later = SignedDuration::from_secs(301);
        page.run();
        page.get_by_label(words.browser_time_over());
    }
}

#[test]
fn a_pasted_openrc_text_is_nobody_elses_business() {
    let source = OpenrcSource::Text(Secret::new("export OS_PASSWORD=hunter2"));
    assert!(!format!("{:?}", Action::ImportOpenrc(source)).contains("hunter2"));
}
