//! One cloud of the list: what it is, the button that opens it, and the field for a secret that no file holds.

use std::sync::Arc;

use egui::text_edit::TextEditState;
use egui::{Align, Key, Layout, Response, RichText, TextEdit, Ui};

use crate::domain::address;
use crate::domain::cloud_choice::CloudChoice;
use crate::domain::problem::Problem;
use crate::domain::profile::{CloudProfile, Identity};
use crate::domain::secret::Secret;
use crate::domain::status::Severity;
use crate::ui::outbox::Action;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID, MARGIN},
};
use crate::ui::welcome::{WelcomeInput, model};
use crate::ui::widgets::{buttons, status_chip, text_field};

/// The field for a cloud's secret.
pub(super) struct SecretForm {
    cloud: String,
    /// Taken out as a [`Secret`] the moment it is sent.
    typed: String,
    remember: bool,
    focus: bool,
}

// By hand, because what is being typed is nobody's business.
impl std::fmt::Debug for SecretForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretForm")
            .field("cloud", &self.cloud)
            .finish_non_exhaustive()
    }
}

impl SecretForm {
    /// An empty one, which takes the keyboard.
    pub(super) fn new(cloud: &str) -> Self {
        Self {
            cloud: cloud.to_owned(),
            typed: String::new(),
            remember: false,
            focus: true,
        }
    }
}

impl Drop for SecretForm {
    fn drop(&mut self) {
        // Wiped by the secret's own drop.
        drop(Secret::new(std::mem::take(&mut self.typed)));
    }
}

/// One entry of the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub(super) choice: &'a CloudChoice,
    /// Whether it was set up in this program.
    pub(super) own: bool,
    /// Whether it is the one to take first.
    pub(super) primary: bool,
    /// Whether a sign-in runs already.
    pub(super) busy: bool,
}

/// Draws it.
pub(super) fn show(
    ui: &mut Ui,
    input: &WelcomeInput<'_>,
    form: &mut Option<SecretForm>,
    (entry, links): (&Entry<'_>, impl FnOnce(&mut Ui)),
) {
    match &entry.choice.profile {
        Err(problem) => {
            broken_ui(ui, input, entry, problem);
            place_ui(ui, input, entry, links);
        }
        Ok(profile) => {
            usable_ui(ui, input, form, (entry, profile, links));
            if form.as_ref().is_some_and(|form| form.cloud == entry.choice.name) && !entry.busy {
                secret_ui(ui, input, form, profile);
            }
        }
    }
}

fn broken_ui(ui: &mut Ui, input: &WelcomeInput<'_>, entry: &Entry<'_>, problem: &Problem) {
    let tokens = tokens(ui);
    let words = input.words;
    ui.label(
        RichText::new(&entry.choice.name)
            .text_style(section_style())
            .color(tokens.quiet),
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let colour = tokens.status(Severity::Warning).fg;
        ui.label(RichText::new(status_chip::icon(Severity::Warning)).color(colour));
        ui.label(words.headline(problem));
    });
    ui.label(RichText::new(words.advice(problem)).color(tokens.quiet));
}

fn usable_ui(
    ui: &mut Ui,
    input: &WelcomeInput<'_>,
    form: &mut Option<SecretForm>,
    (entry, profile, links): (&Entry<'_>, &Arc<CloudProfile>, impl FnOnce(&mut Ui)),
) {
    let tokens = tokens(ui);
    let words = input.words;
    ui.horizontal_top(|ui| {
        let room = (ui.available_width() - 120.0).max(160.0);
        ui.vertical(|ui| {
            ui.set_width(room);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                let title = RichText::new(profile.title()).text_style(section_style());
                ui.label(title.color(tokens.strong));
                let host = address::host(&profile.auth_url);
                ui.label(RichText::new(host).color(tokens.quiet))
                    .on_hover_text(words.welcome_host(host));
            });
            ui.label(RichText::new(model::facts(words, profile).join(" · ")).color(tokens.text));
            if model::unchecked(profile) {
                let colour = tokens.status(Severity::Warning).fg;
                let icon = status_chip::icon(Severity::Warning);
                ui.label(RichText::new(format!("{icon} {}", words.welcome_unchecked())).color(colour));
            }
            place_ui(ui, input, entry, links);
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let choice = entry.choice;
            // A browser needs no secret of ours.
            let asks = choice.secret.is_none() && !matches!(profile.identity, Identity::Browser { .. });
            let (word, name) = if asks {
                (
                    words.welcome_sign_in_ask(),
                    words.welcome_sign_in_ask_named(profile.title()),
                )
            } else {
                (words.welcome_open(), words.welcome_open_named(profile.title()))
            };
            let response = ui
                .add_enabled_ui(!entry.busy, |ui| open_button(ui, word, entry.primary))
                .inner;
            let enabled = response.enabled();
            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, &name));
            if response.clicked() && asks {
                *form = Some(SecretForm::new(&choice.name));
            } else if response.clicked() {
                input.outbox.push(Action::OpenCloud(choice.name.clone()));
            }
        });
    });
}

fn open_button(ui: &mut Ui, word: &str, primary: bool) -> Response {
    if primary {
        buttons::primary(ui, word)
    } else {
        ui.button(word)
    }
}

/// Where it comes from, and what can be done with it beside opening it.
fn place_ui(ui: &mut Ui, input: &WelcomeInput<'_>, entry: &Entry<'_>, links: impl FnOnce(&mut Ui)) {
    let colour = tokens(ui).quiet;
    let place = if entry.own {
        input.words.welcome_place_own().to_owned()
    } else {
        model::place(input.words, entry.choice)
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = MARGIN;
        ui.label(RichText::new(place).small().color(colour));
        links(ui);
    });
    warnings_ui(ui, input, entry.choice);
}

/// What works in the entry, but may not mean what its writer thinks.
fn warnings_ui(ui: &mut Ui, input: &WelcomeInput<'_>, choice: &CloudChoice) {
    let tokens = tokens(ui);
    for warning in &choice.warnings {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let icon = RichText::new(status_chip::icon(Severity::Warning)).small();
            ui.label(icon.color(tokens.status(Severity::Warning).fg));
            let text = RichText::new(input.words.config_warned(warning)).small();
            ui.label(text.color(tokens.quiet));
        });
    }
}

/// The field, with what may be done with what is typed.
fn secret_ui(ui: &mut Ui, input: &WelcomeInput<'_>, slot: &mut Option<SecretForm>, profile: &CloudProfile) {
    let words = input.words;
    let Some(form) = slot else { return };
    let mut send = false;
    let mut close = false;
    let mut field_id = None;
    ui.indent("secret", |ui| {
        let label = ui.label(model::secret_label(words, profile));
        let field = ui
            .add(text_field::singleline(&mut form.typed, 320.0).password(true))
            .labelled_by(label.id);
        field_id = Some(field.id);
        if std::mem::take(&mut form.focus) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.checkbox(&mut form.remember, words.welcome_remember());
        ui.add_space(GRID);
        ui.horizontal(|ui| {
            let why_not = form.typed.is_empty().then(|| words.welcome_password_empty());
            let sign_in = buttons::unless(ui, why_not, |ui| buttons::primary(ui, words.welcome_sign_in()));
            send = sign_in.clicked() || entered && !form.typed.is_empty();
            if ui.button(words.welcome_from_keyring()).clicked() {
                input.outbox.push(Action::OpenCloud(form.cloud.clone()));
                close = true;
            }
            close |= ui.button(words.widget_cancel()).clicked();
        });
        ui.add_space(GAP);
    });
    if send {
        input.outbox.push(Action::OpenCloudWith {
            cloud: form.cloud.clone(),
            secret: Secret::new(std::mem::take(&mut form.typed)),
            remember: form.remember,
        });
    }
    if send || close {
        *slot = None;
        // egui keeps what was typed for "undo"; not this.
        if let Some(id) = field_id {
            TextEdit::store_state(ui.ctx(), id, TextEditState::default());
        }
    }
}
