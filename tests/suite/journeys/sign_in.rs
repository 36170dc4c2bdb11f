//! Through the door: signing in by the form, going to another project and back, and a password that was wrong.

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::message::SessionState;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::{Action, SignInStart};
use magnum_desktop::ui::route::Route;

use super::stage::Stage;

fn fill(stage: &mut Stage, label: &str, text: &str) {
    stage.until_label(label);
    let field = stage.harness.get_by(|node| {
        let role = node.role();
        let typed = role == egui::accesskit::Role::TextInput || role == egui::accesskit::Role::PasswordInput;
        typed && node.label().as_deref() == Some(label)
    });
    field.focus();
    stage.harness.step();
    stage
        .harness
        .key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    stage.harness.event(egui::Event::Text(text.to_owned()));
    stage.harness.step();
    stage.harness.step();
}

fn press(stage: &mut Stage, label: &str) {
    stage
        .harness
        .get_by_role_and_label(egui::accesskit::Role::Button, label)
        .click();
    stage.harness.step();
}

/// Opens the form and fills it for the simulated cloud.
fn form(stage: &mut Stage, password: &str) {
    let words = stage.words();
    stage.app().outbox().push(Action::OpenSignIn(SignInStart::New));
    let address = stage.cloud().auth_url();
    fill(stage, words.sign_in_address(), &address);
    fill(stage, words.sign_in_user(), "demo");
    fill(stage, words.sign_in_secret_password(), password);
    fill(stage, words.sign_in_project(), "demo");
}

#[test]
fn a_cloud_that_no_file_describes_is_signed_in_to_and_kept() {
    for language in Language::ALL {
        let mut stage = Stage::at_the_door(language);
        let words = stage.words();
        form(&mut stage, "demo");
        press(&mut stage, words.sign_in_send());
        stage.until_label("production-web");
        assert_eq!(*stage.app().route(), Route::Clusters);
        stage.app().outbox().push(Action::LeaveCloud);
        stage.until_label(words.welcome_place_own());
        // The form is empty again: what was typed into it is gone.
        stage.app().outbox().push(Action::OpenSignIn(SignInStart::New));
        stage.until_label(words.sign_in_title());
        assert!(!stage.has_label(&stage.cloud().auth_url()));
    }
}

#[test]
fn f21_a_wrong_password_is_tried_once_and_mended_in_place() {
    let mut stage = Stage::at_the_door(Language::English);
    let words = stage.words();
    form(&mut stage, "wrong");
    press(&mut stage, words.sign_in_send());
    stage.until("the refusal is told", |stage| {
        stage
            .data()
            .is_some_and(|data| matches!(data.session, Some(SessionState::Failed(_))))
    });
    assert_eq!(stage.requests("POST", "/auth/tokens"), 1);
    assert_eq!(*stage.app().route(), Route::SignIn);
    let label = words.sign_in_secret_password();
    stage.until("the field has the keyboard", |stage| {
        let field = stage
            .harness
            .get_by_role_and_label(egui::accesskit::Role::PasswordInput, label);
        egui_kittest::kittest::NodeT::accesskit_node(&field).is_focused()
    });
    fill(&mut stage, label, "demo");
    press(&mut stage, words.sign_in_send());
    stage.until_label("production-web");
}

#[test]
fn another_project_shows_other_clusters() {
    for language in Language::ALL {
        let mut stage = Stage::open("clusters", language);
        let words = stage.words();
        stage.until_label("production-web");
        let tokens = stage.requests("POST", "/auth/tokens");
        let menu = words.switcher_project("demo");
        press(&mut stage, &menu);
        stage.until_label("容器平台测试");
        stage.harness.get_by_label("容器平台测试").click();
        stage.until("the other project is open", |stage| {
            let info = stage.data().and_then(|data| data.info.as_ref());
            info.is_some_and(|info| info.project == "容器平台测试")
        });
        stage.until("its list is there", |stage| {
            stage.data().is_some_and(|data| data.clusters.value().is_some())
        });
        let rows = &stage.data().unwrap().clusters.value().unwrap().rows;
        assert!(rows.iter().all(|row| row.name != "production-web"), "{rows:?}");
        assert_eq!(*stage.app().route(), Route::Clusters);
        assert!(stage.requests("POST", "/auth/tokens") > tokens);
    }
}
