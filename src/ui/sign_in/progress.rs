//! Where a sign-in stands that is not through yet: being asked, half way with a factor missing, or waiting for the browser.

use std::sync::Arc;

use egui::text_edit::TextEditState;
use egui::{Id, Key, Label, RichText, TextEdit, Ui};
use jiff::Timestamp;

use crate::domain::factor::{Factor, HalfSignedIn};
use crate::domain::places::Places;
use crate::domain::problem::Problem;
use crate::domain::profile::{AuthScope, CloudProfile};
use crate::domain::secret::Secret;
use crate::domain::status::Severity;
use crate::message::SessionState;
use crate::text::Words;
use crate::ui::outbox::{Action, Outbox};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID, MARGIN},
};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::{buttons, copyable, text_field, waiting};

/// Width of a field for a passcode.
const CODE_WIDTH: f32 = 200.0;

/// What it is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct ProgressInput<'a> {
    /// The cloud that is being signed in to.
    pub profile: &'a Arc<CloudProfile>,
    /// Where the sign-in stands.
    pub state: &'a SessionState,
    /// The words.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where wishes go.
    pub outbox: &'a Outbox,
}

/// What somebody is typing while the sign-in is half way.
#[derive(Default)]
pub struct ProgressPanel {
    /// Taken out as a [`Secret`] the moment it is sent, and wiped when it goes.
    typed: String,
    paste: bool,
    focus: bool,
    since: Option<Timestamp>,
    /// The stage that what was typed belongs to.
    stage: Option<Stage>,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Asked,
    Half(HalfSignedIn, Option<Problem>),
    Browser(String),
    Place,
}

// By hand, because what is being typed is nobody's business.
impl std::fmt::Debug for ProgressPanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProgressPanel").finish_non_exhaustive()
    }
}

impl Drop for ProgressPanel {
    fn drop(&mut self) {
        drop(self.take());
    }
}

impl ProgressPanel {
    /// Draws it; draws nothing where no sign-in is under way. Tells whether one is.
    pub fn ui(&mut self, ui: &mut Ui, input: &ProgressInput<'_>) -> bool {
        let stage = match input.state {
            SessionState::SigningIn => Some(Stage::Asked),
            SessionState::HalfSignedIn { half, refused } => Some(Stage::Half(half.clone(), refused.clone())),
            SessionState::InBrowser { url, .. } => Some(Stage::Browser(url.clone())),
            SessionState::PlaceWanted(_) => Some(Stage::Place),
            SessionState::SignedIn(_) | SessionState::Failed(_) | SessionState::SignedOut => None,
        };
        if stage != self.stage {
            // A passcode is good once: what was typed for an earlier question answers no later one.
            self.forget(ui);
            self.focus = true;
            self.since = Some(input.now);
            self.stage = stage;
        }
        match input.state {
            SessionState::SigningIn => self.asked_ui(ui, input),
            SessionState::HalfSignedIn { half, refused } => self.half_ui(ui, input, half, refused.as_ref()),
            SessionState::InBrowser { url, until } => self.browser_ui(ui, input, url, *until),
            SessionState::PlaceWanted(places) => place_ui(ui, input, places),
            SessionState::SignedIn(_) | SessionState::Failed(_) | SessionState::SignedOut => return false,
        }
        ui.add_space(MARGIN);
        true
    }

    fn asked_ui(&self, ui: &mut Ui, input: &ProgressInput<'_>) {
        let words = input.words;
        let project = input.profile.auth_scope.label();
        let what = if project.is_empty() {
            words.welcome_signing_in(input.profile.title())
        } else {
            words.welcome_signing_in_project(input.profile.title(), project)
        };
        let since = self.since.map(|since| (since, input.now));
        if waiting::cancellable(ui, words, &what, since).clicked() {
            input.outbox.push(Action::LeaveCloud);
        }
    }

    fn half_ui(
        &mut self,
        ui: &mut Ui,
        input: &ProgressInput<'_>,
        half: &HalfSignedIn,
        refused: Option<&Problem>,
    ) {
        let words = input.words;
        title(ui, &words.factor_title(input.profile.title()));
        ui.label(RichText::new(words.factor_accepted()).color(tokens(ui).quiet));
        ui.add_space(GAP);
        if let Some(problem) = refused {
            banner::gap(
                ui,
                words,
                Banner {
                    problem,
                    severity: Severity::Bad,
                    as_of: None,
                    retry: false,
                },
                Some(words.factor_refused()),
            );
        }
        let left = half.until.map(|until| left_secs(until, input.now));
        if left == Some(0) {
            banner::message(ui, Severity::Warning, words.factor_time_over());
            self.again_ui(ui, input);
            return;
        }
        let Some(factor) = half.missing.first() else {
            self.again_ui(ui, input);
            return;
        };
        let (label, help) = match factor {
            Factor::Totp => (words.factor_totp().to_owned(), words.factor_totp_help()),
            Factor::Password => (words.factor_password().to_owned(), ""),
            Factor::Other(method) => (words.factor_other(method.as_str()), words.factor_other_help()),
        };
        let entered = self.secret_field(ui, (&label, help), *factor == Factor::Password);
        if let Some(left) = left {
            countdown(ui, &words.factor_time_left(words.span(left)));
        }
        ui.horizontal(|ui| {
            let why_not = self.typed.trim().is_empty().then_some(label.as_str());
            let sent = buttons::unless(ui, why_not, |ui| buttons::primary(ui, words.factor_send())).clicked();
            if sent || entered && why_not.is_none() {
                let proof = self.proof(ui, factor);
                input.outbox.push(Action::Prove(proof));
            }
            if ui.button(words.widget_cancel()).clicked() {
                input.outbox.push(Action::LeaveCloud);
            }
        });
    }

    fn again_ui(&self, ui: &mut Ui, input: &ProgressInput<'_>) {
        ui.horizontal(|ui| {
            if buttons::primary(ui, input.words.factor_again()).clicked() {
                input.outbox.push(Action::RetrySignIn);
            }
            if ui.button(input.words.widget_cancel()).clicked() {
                input.outbox.push(Action::LeaveCloud);
            }
        });
    }

    fn browser_ui(&mut self, ui: &mut Ui, input: &ProgressInput<'_>, url: &str, until: Timestamp) {
        let words = input.words;
        title(ui, &words.browser_title(input.profile.title()));
        let left = left_secs(until, input.now);
        if left == 0 {
            banner::message(ui, Severity::Warning, words.browser_time_over());
            self.again_ui(ui, input);
        } else {
            ui.add(Label::new(words.browser_text()).wrap());
            countdown(ui, &words.browser_time_left(words.span(left)));
            ui.add_space(GAP);
            ui.label(RichText::new(words.browser_address()).color(tokens(ui).quiet));
            copyable::show(ui, words, words.browser_address(), url);
            ui.add_space(GAP);
            ui.horizontal(|ui| {
                if buttons::primary(ui, words.browser_open()).clicked() {
                    input.outbox.push(Action::OpenUrl(url.to_owned()));
                }
                if ui.button(words.widget_cancel()).clicked() {
                    input.outbox.push(Action::LeaveCloud);
                }
            });
        }
        ui.add_space(GAP);
        if !self.paste {
            if ui.link(words.browser_token()).clicked() {
                self.paste = true;
                self.focus = true;
            }
            return;
        }
        let entered = self.secret_field(
            ui,
            (words.browser_token_label(), words.browser_token_help()),
            true,
        );
        let why_not = self.typed.trim().is_empty().then_some(words.browser_token_help());
        let sent = buttons::unless(ui, why_not, |ui| buttons::primary(ui, words.sign_in_send())).clicked();
        if sent || entered && why_not.is_none() {
            let token = Secret::new(self.typed.trim());
            self.forget(ui);
            input.outbox.push(Action::Prove(token));
        }
    }

    /// The field; tells whether Enter was pressed in it.
    fn secret_field(&mut self, ui: &mut Ui, (label, help): (&str, &str), hidden: bool) -> bool {
        let frame = Field {
            label,
            help,
            issue: None,
        };
        let width = if hidden { f32::INFINITY } else { CODE_WIDTH };
        let response = form_field::show(ui, frame, |ui, label| {
            let edit = text_field::singleline(&mut self.typed, width)
                .id(field_id())
                .password(hidden);
            ui.add(edit).labelled_by(label)
        });
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    }

    /// What was typed as the answer to this question. Authenticators show their digits in groups.
    fn proof(&mut self, ui: &Ui, factor: &Factor) -> Secret {
        let typed = self.take();
        TextEdit::store_state(ui.ctx(), field_id(), TextEditState::default());
        match factor {
            Factor::Totp => Secret::new(typed.expose().split_whitespace().collect::<String>()),
            Factor::Password | Factor::Other(_) => typed,
        }
    }

    fn forget(&mut self, ui: &Ui) {
        drop(self.take());
        self.paste = false;
        // egui keeps what was typed for "undo"; not this.
        TextEdit::store_state(ui.ctx(), field_id(), TextEditState::default());
    }

    fn take(&mut self) -> Secret {
        Secret::new(std::mem::take(&mut self.typed))
    }
}

/// The identity is proved; what is missing is where to work.
fn place_ui(ui: &mut Ui, input: &ProgressInput<'_>, places: &Places) {
    let words = input.words;
    title(ui, &words.place_title(input.profile.title()));
    let none = places.projects.is_empty() && places.domains.is_empty() && !places.system;
    if none {
        banner::message(ui, Severity::Warning, words.place_none());
    }
    let go = |scope: AuthScope| {
        let to = CloudProfile {
            auth_scope: scope,
            ..CloudProfile::clone(input.profile)
        };
        input.outbox.push(Action::Switch(Arc::new(to)));
    };
    for place in &places.projects {
        let response = ui.button(&place.name);
        let clicked = response.clicked();
        if !place.description.is_empty() {
            response.on_hover_text(&place.description);
        }
        if clicked {
            go(place.auth_scope());
        }
    }
    for place in &places.domains {
        if ui
            .button(words.switcher_domain_named(place.name.as_str()))
            .clicked()
        {
            go(place.auth_scope());
        }
    }
    if places.system && ui.button(words.switcher_system()).clicked() {
        go(AuthScope::System);
    }
    ui.add_space(GAP);
    if ui.button(words.widget_cancel()).clicked() {
        input.outbox.push(Action::LeaveCloud);
    }
}

fn field_id() -> Id {
    Id::new("missing factor")
}

fn title(ui: &mut Ui, text: &str) {
    let colour = tokens(ui).strong;
    ui.add(Label::new(RichText::new(text).text_style(section_style()).color(colour)).wrap());
    ui.add_space(GRID);
}

/// A line that counts down by the second.
fn countdown(ui: &mut Ui, text: &str) {
    let colour = tokens(ui).quiet;
    ui.label(RichText::new(text).color(colour));
    ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
}

/// Whole seconds until then, none once it is over.
fn left_secs(until: Timestamp, now: Timestamp) -> u64 {
    until.duration_since(now).as_secs().max(0).unsigned_abs()
}
