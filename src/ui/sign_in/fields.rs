//! The fields of the sign-in form: what each is called, what it is for, and how a row of them is drawn.

use std::collections::BTreeMap;

use egui::{Align, Id, Layout, Ui, vec2};

use crate::domain::address;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::sign_in::model::{Draft, Field, Issue, Way};
use crate::ui::theme::tokens::MARGIN;
use crate::ui::widgets::form_field::{self, Field as Frame};
use crate::ui::widgets::text_field;

/// What a row is drawn with.
pub(super) struct Rows<'a> {
    pub(super) words: &'a Words,
    /// What is wrong, of the fields that somebody has been in.
    pub(super) issues: &'a BTreeMap<Field, Issue>,
    /// The field that is to get the keyboard and to come into view.
    pub(super) focus: Option<Field>,
}

/// What a row saw.
#[derive(Default)]
pub(super) struct Seen {
    /// Fields that somebody has left.
    pub(super) left: Vec<Field>,
    /// Whether Enter was pressed in one.
    pub(super) entered: bool,
}

/// The id of a field's control, the same on every visit.
pub(super) fn id(field: Field) -> Id {
    Id::new(("sign-in", field_tag(field)))
}

/// Draws fields side by side, each as wide as the other.
pub(super) fn row(ui: &mut Ui, rows: &Rows<'_>, draft: &mut Draft, fields: &[Field], seen: &mut Seen) {
    let count = fields.len().max(1) as f32;
    let width = (ui.available_width() - (count - 1.0) * MARGIN) / count;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = MARGIN;
        for field in fields {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                one(ui, rows, draft, *field, seen);
            });
        }
    });
}

fn one(ui: &mut Ui, rows: &Rows<'_>, draft: &mut Draft, field: Field, seen: &mut Seen) {
    let words = rows.words;
    let issue = match rows.issues.get(&field) {
        Some(issue) => Some((Severity::Bad, issue_words(words, *issue))),
        None if field == Field::Address && address::is_in_the_clear(draft.text(field)) => {
            Some((Severity::Warning, words.sign_in_in_the_clear()))
        }
        None => None,
    };
    let way = draft.way;
    let frame = Frame {
        label: label(words, field, way),
        help: help(words, field, way),
        issue,
    };
    let response = form_field::show(ui, frame, |ui, label| {
        let edit = text_field::singleline(draft.text_mut(field), f32::INFINITY)
            .id(id(field))
            .password(field == Field::Secret);
        ui.add(edit).labelled_by(label)
    });
    if rows.focus == Some(field) {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
    }
    if response.lost_focus() {
        seen.left.push(field);
        seen.entered |= ui.input(|input| input.key_pressed(egui::Key::Enter));
    }
}

fn label(words: &Words, field: Field, way: Way) -> &str {
    match field {
        Field::Address => words.sign_in_address(),
        Field::User => words.sign_in_user(),
        Field::UserDomain => words.sign_in_user_domain(),
        Field::Credential => words.sign_in_credential(),
        Field::Provider => words.sign_in_provider(),
        Field::Protocol => words.sign_in_protocol(),
        Field::ClientId => words.sign_in_client_id(),
        Field::TokenAddress => words.sign_in_token_address(),
        Field::OpenIdScope => words.sign_in_openid_scope(),
        Field::Secret => secret_words(words, way).0,
        Field::Project => words.sign_in_project(),
        Field::ProjectDomain => words.sign_in_project_domain(),
        Field::Domain => words.sign_in_domain(),
        Field::Trust => words.sign_in_trust(),
        Field::Region => words.sign_in_region(),
        Field::CaFile => words.sign_in_ca_file(),
        Field::Certificate => words.sign_in_certificate(),
        Field::Key => words.sign_in_key(),
        Field::Name => words.sign_in_name(),
    }
}

fn help(words: &Words, field: Field, way: Way) -> &str {
    match field {
        Field::Address => words.sign_in_address_help(),
        Field::User => words.sign_in_user_help(),
        Field::UserDomain | Field::ProjectDomain | Field::Domain => words.sign_in_domain_help(),
        Field::Credential => words.sign_in_credential_help(),
        Field::Provider if way == Way::Browser => words.sign_in_provider_optional(),
        Field::Provider => words.sign_in_provider_help(),
        Field::Protocol => words.sign_in_protocol_help(),
        Field::ClientId => words.sign_in_client_id_help(),
        Field::TokenAddress => words.sign_in_token_address_help(),
        Field::OpenIdScope => words.sign_in_openid_scope_help(),
        Field::Secret => secret_words(words, way).1,
        Field::Project => words.sign_in_project_help(),
        Field::Trust => words.sign_in_trust_help(),
        Field::Region => words.sign_in_region_help(),
        Field::CaFile => words.sign_in_ca_file_help(),
        Field::Certificate => words.sign_in_certificate_help(),
        Field::Key => words.sign_in_key_help(),
        Field::Name => words.sign_in_name_help(),
    }
}

/// What the secret is called, and what is to be known of it.
fn secret_words(words: &Words, way: Way) -> (&str, &str) {
    match way {
        Way::Password | Way::Browser => (
            words.sign_in_secret_password(),
            words.sign_in_secret_password_help(),
        ),
        Way::Credential => (
            words.sign_in_secret_credential(),
            words.sign_in_secret_credential_help(),
        ),
        Way::Token => (words.sign_in_secret_token(), words.sign_in_secret_token_help()),
        Way::Passcode => (
            words.sign_in_secret_passcode(),
            words.sign_in_secret_passcode_help(),
        ),
        Way::AccessToken => (
            words.sign_in_secret_access_token(),
            words.sign_in_secret_access_token_help(),
        ),
        Way::ClientCredentials => (words.sign_in_secret_client(), words.sign_in_secret_client_help()),
    }
}

fn issue_words(words: &Words, issue: Issue) -> &str {
    match issue {
        Issue::Missing => words.sign_in_issue_missing(),
        Issue::NotAnAddress => words.sign_in_issue_address(),
        Issue::AddressWithUser => words.sign_in_issue_address_user(),
        Issue::UserForCredential => words.sign_in_issue_credential_user(),
        Issue::DomainForName => words.sign_in_issue_domain(),
        Issue::NameTaken => words.sign_in_issue_name_taken(),
        Issue::KeyWithoutCertificate => words.sign_in_issue_key(),
    }
}

fn field_tag(field: Field) -> &'static str {
    match field {
        Field::Address => "address",
        Field::User => "user",
        Field::UserDomain => "user domain",
        Field::Credential => "credential",
        Field::Provider => "provider",
        Field::Protocol => "protocol",
        Field::ClientId => "client id",
        Field::TokenAddress => "token address",
        Field::OpenIdScope => "openid scope",
        Field::Secret => "secret",
        Field::Project => "project",
        Field::ProjectDomain => "project domain",
        Field::Domain => "domain",
        Field::Trust => "trust",
        Field::Region => "region",
        Field::CaFile => "ca file",
        Field::Certificate => "certificate",
        Field::Key => "key",
        Field::Name => "name",
    }
}
