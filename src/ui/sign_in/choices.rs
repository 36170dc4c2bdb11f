//! The lists to choose from: the way in, the scope, the interface.

use egui::{ComboBox, Id, Ui};

use crate::domain::profile::Interface;
use crate::text::Words;
use crate::ui::sign_in::model::{ScopeChoice, Way};

/// Width of a list.
const WIDTH: f32 = 300.0;

/// A list to choose one from; gives what is chosen.
pub(super) fn one<'w, T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    (all, mut chosen): (&[T], T),
    word: impl Fn(T) -> &'w str,
) -> T {
    let response = ComboBox::from_id_salt(Id::new(("sign-in-choice", name)))
        .width(WIDTH)
        .selected_text(word(chosen))
        .show_ui(ui, |ui| {
            for one in all {
                ui.selectable_value(&mut chosen, *one, word(*one));
            }
        })
        .response;
    let value = word(chosen);
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, name);
        info.current_text_value = Some(value.to_owned());
        info
    });
    chosen
}

/// A way in and what it is good for.
pub(super) fn way_words(words: &Words, way: Way) -> (&str, &str) {
    match way {
        Way::Password => (words.sign_in_way_password(), words.sign_in_way_password_help()),
        Way::Credential => (
            words.sign_in_way_credential(),
            words.sign_in_way_credential_help(),
        ),
        Way::Browser => (words.sign_in_way_browser(), words.sign_in_way_browser_help()),
        Way::Token => (words.sign_in_way_token(), words.sign_in_way_token_help()),
        Way::Passcode => (words.sign_in_way_passcode(), words.sign_in_way_passcode_help()),
        Way::AccessToken => (
            words.sign_in_way_access_token(),
            words.sign_in_way_access_token_help(),
        ),
        Way::ClientCredentials => (
            words.sign_in_way_client_credentials(),
            words.sign_in_way_client_credentials_help(),
        ),
    }
}

/// A scope and what it is good for.
pub(super) fn scope_words(words: &Words, scope: ScopeChoice) -> (&str, &str) {
    match scope {
        ScopeChoice::Project => (words.sign_in_scope_project(), words.sign_in_scope_project_help()),
        ScopeChoice::Own => (words.sign_in_scope_own(), words.sign_in_scope_own_help()),
        ScopeChoice::Domain => (words.sign_in_scope_domain(), words.sign_in_scope_domain_help()),
        ScopeChoice::System => (words.sign_in_scope_system(), words.sign_in_scope_system_help()),
        ScopeChoice::Trust => (words.sign_in_scope_trust(), words.sign_in_scope_trust_help()),
    }
}

/// An interface of the catalogue.
pub(super) fn interface_word(words: &Words, interface: Interface) -> &str {
    match interface {
        Interface::Public => words.sign_in_interface_public(),
        Interface::Internal => words.sign_in_interface_internal(),
        Interface::Admin => words.sign_in_interface_admin(),
    }
}
