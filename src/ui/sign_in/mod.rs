//! Signing in to a cloud that no file describes: the form for every way in, and what it makes can be kept.
//!
//! The form keeps everything that was typed until the sign-in has worked; after a failure the field it was about has the
//! keyboard. Without a cloud there is no context, so the page gets its values in [`SignInInput`].

mod choices;
mod fields;
mod made;
pub mod model;
mod openrc;
pub mod progress;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::text_edit::TextEditState;
use egui::{Align, CollapsingHeader, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea};
use egui::{TextEdit, Ui};
use jiff::Timestamp;

use crate::domain::cloud_choice::CloudChoice;
use crate::domain::cloud_settings;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Interface};
use crate::domain::status::Severity;
use crate::message::SessionState;
use crate::text::Words;
use crate::ui::outbox::{Action, Keep, OpenrcSource, Outbox, SignInStart};
use crate::ui::route::Route;
use crate::ui::sign_in::fields::{Rows, Seen};
use crate::ui::sign_in::model::{Draft, Field, ScopeChoice, Way};
use crate::ui::sign_in::openrc::OpenrcBox;
use crate::ui::sign_in::progress::{ProgressInput, ProgressPanel};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID, MARGIN},
};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{buttons, section, status_chip};

/// Width of the column in the middle of the window.
const WIDTH: f32 = 640.0;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct SignInInput<'a> {
    /// The cloud that a sign-in runs for, and where it stands.
    pub session: Option<(&'a Arc<CloudProfile>, &'a SessionState)>,
    /// The names of the other clouds in the list.
    pub taken: &'a BTreeSet<String>,
    /// The words.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where wishes go.
    pub outbox: &'a Outbox,
}

/// The form.
#[derive(Debug)]
pub struct SignInPanel {
    draft: Draft,
    /// The kept cloud that is being changed.
    editing: Option<String>,
    touched: BTreeSet<Field>,
    focus: Option<Field>,
    openrc: OpenrcBox,
    /// Whether the sign-in that runs was asked for here.
    sent: bool,
    /// The failure that the form has answered by moving the keyboard.
    answered: Option<Problem>,
    /// Whether the further settings are to open, because one of them is wrong.
    open_more: bool,
}

impl Default for SignInPanel {
    fn default() -> Self {
        Self {
            draft: Draft::new(),
            editing: None,
            touched: BTreeSet::new(),
            focus: Some(Field::Address),
            openrc: OpenrcBox::default(),
            sent: false,
            answered: None,
            open_more: false,
        }
    }
}

impl SignInPanel {
    /// Begins anew; `kept` is the profile of the cloud that is to be changed.
    pub fn start(&mut self, egui: &egui::Context, start: &SignInStart, kept: Option<&CloudProfile>) {
        self.finish(egui);
        match start {
            SignInStart::New => {}
            SignInStart::Openrc => self.openrc.open = true,
            SignInStart::From(profile) => {
                self.draft = Draft::of(profile);
                self.draft.set(Field::Name, "");
                self.focus = Some(Field::Secret);
            }
            SignInStart::Edit(_) => {
                if let Some(profile) = kept {
                    self.draft = Draft::of(profile);
                    self.editing = Some(profile.name.clone());
                    self.focus = Some(Field::Secret);
                }
            }
        }
    }

    /// The sign-in has worked: nothing of it stays here.
    pub fn finish(&mut self, egui: &egui::Context) {
        *self = Self::default();
        // egui keeps what was typed for "undo"; not this.
        TextEdit::store_state(egui, fields::id(Field::Secret), TextEditState::default());
    }

    /// An openrc file is being read.
    pub fn reading(&mut self, source: &OpenrcSource) {
        self.openrc.reading(match source {
            OpenrcSource::File(file) => Some(file),
            OpenrcSource::Text(_) => None,
        });
    }

    /// Takes over what an openrc file says.
    pub fn take_openrc(&mut self, read: Result<CloudChoice, Problem>) {
        let made = read.and_then(|choice| Ok((choice.profile?, choice.secret)));
        self.openrc.read(made.as_ref().map(|_| ()).map_err(Clone::clone));
        let Ok((profile, secret)) = made else { return };
        self.draft = Draft::of(&profile);
        // The name of a script is not what somebody calls a cloud.
        self.draft.set(Field::Name, "");
        if let Some(secret) = secret {
            self.draft.set(Field::Secret, secret.expose());
        }
        self.editing = None;
        self.touched.clear();
        self.focus = self.draft.text(Field::Secret).is_empty().then_some(Field::Secret);
    }

    /// Draws it; `progress` draws the stages of a sign-in that is under way.
    pub fn ui(&mut self, ui: &mut Ui, input: &SignInInput<'_>, progress: &mut ProgressPanel) {
        let state = input.session.map(|(_, state)| state);
        self.follow(state);
        let taken = self.taken(input);
        let issues = self.draft.issues(&taken);
        let waiting = matches!(state, Some(SessionState::SigningIn));
        let underway = matches!(
            state,
            Some(
                SessionState::HalfSignedIn { .. }
                    | SessionState::InBrowser { .. }
                    | SessionState::PlaceWanted(_)
            )
        );
        let mut send = false;
        if !underway {
            let foot = Frame::new()
                .fill(tokens(ui).page)
                .inner_margin(Margin::symmetric(0, 8));
            Panel::bottom("sign-in-foot").frame(foot).show(ui, |ui| {
                // The form above has a scroll bar beside it.
                let bar = ui.spacing().scroll.allocated_width();
                column(ui, bar, |ui| {
                    send = self.foot_ui(ui, input, (issues.len(), waiting), &taken);
                });
            });
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            column(ui, 0.0, |ui| {
                self.head_ui(ui, input);
                if let Some((profile, state)) = input.session {
                    let at = ProgressInput {
                        profile,
                        state,
                        words: input.words,
                        now: input.now,
                        outbox: input.outbox,
                    };
                    progress.ui(ui, &at);
                }
                if !underway {
                    self.failure_ui(ui, input);
                    if self.openrc.open {
                        self.openrc.ui(ui, input.words, input.outbox);
                    }
                    let entered = ui
                        .add_enabled_ui(!waiting, |ui| self.form_ui(ui, input.words, &taken))
                        .inner;
                    send |= entered && !waiting;
                }
                ui.add_space(MARGIN);
            });
        });
        if send {
            self.send(input, &taken);
        }
    }

    /// The other clouds' names: a cloud that is changed may keep its own.
    fn taken(&self, input: &SignInInput<'_>) -> BTreeSet<String> {
        let mut taken = input.taken.clone();
        if let Some(own) = &self.editing {
            taken.remove(own);
        }
        taken
    }

    /// Moves the keyboard to the field that a failure is about, once.
    fn follow(&mut self, state: Option<&SessionState>) {
        let Some(SessionState::Failed(problem)) = state.filter(|_| self.sent) else {
            self.answered = None;
            return;
        };
        if self.answered.as_ref() == Some(problem) {
            return;
        }
        self.answered = Some(problem.clone());
        self.focus = model::culprit(problem, &self.draft);
        self.open_more |=
            self.focus.is_some_and(is_further) || matches!(problem.kind, ProblemKind::PlainHttp { .. });
    }

    fn send(&mut self, input: &SignInInput<'_>, taken: &BTreeSet<String>) {
        let issues = self.draft.issues(taken);
        if let Some(field) = issues.keys().next() {
            self.touched.extend(issues.keys().copied());
            self.focus = Some(*field);
            self.open_more |= is_further(*field);
            return;
        }
        self.sent = true;
        self.answered = None;
        let keep = if self.draft.keep {
            Keep::Yes {
                instead_of: self.editing.clone(),
            }
        } else {
            Keep::No
        };
        input.outbox.push(Action::SignIn {
            profile: Arc::new(self.draft.profile(taken)),
            secret: self.draft.secret(),
            keep,
        });
    }

    fn head_ui(&mut self, ui: &mut Ui, input: &SignInInput<'_>) {
        let words = input.words;
        ui.add_space(MARGIN);
        ui.horizontal(|ui| {
            match &self.editing {
                Some(cloud) => section::title(ui, &words.sign_in_title_edit(cloud.as_str())),
                None => section::title(ui, words.sign_in_title()),
            };
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !self.openrc.open && ui.button(words.welcome_openrc()).clicked() {
                    self.openrc.open = true;
                }
            });
        });
        ui.add(Label::new(RichText::new(words.sign_in_subtitle()).color(tokens(ui).quiet)).wrap());
        ui.add_space(GAP);
    }

    fn failure_ui(&self, ui: &mut Ui, input: &SignInInput<'_>) {
        let Some((_, SessionState::Failed(problem))) = input.session.filter(|_| self.sent) else {
            return;
        };
        let banner = Banner {
            problem,
            severity: Severity::Bad,
            as_of: None,
            retry: false,
        };
        banner::show(ui, input.words, banner);
        ui.add_space(GAP);
    }

    /// Draws the fields; tells whether Enter was pressed in one.
    fn form_ui(&mut self, ui: &mut Ui, words: &Words, taken: &BTreeSet<String>) -> bool {
        let mut issues = self.draft.issues(taken);
        // Nobody is told off for what they have not come to yet.
        issues.retain(|field, _| self.touched.contains(field));
        let rows = Rows {
            words,
            issues: &issues,
            focus: self.focus.take(),
        };
        let mut seen = Seen::default();
        fields::row(ui, &rows, &mut self.draft, &[Field::Address], &mut seen);
        self.way_ui(ui, words);
        for row in self.draft.identity_rows() {
            fields::row(ui, &rows, &mut self.draft, &row, &mut seen);
        }
        self.scope_ui(ui, words);
        for row in self.draft.scope_rows() {
            fields::row(ui, &rows, &mut self.draft, &row, &mut seen);
        }
        self.more_ui(ui, &rows, &mut seen);
        self.keep_ui(ui, &rows, &mut seen);
        self.touched.extend(seen.left);
        seen.entered
    }

    fn way_ui(&mut self, ui: &mut Ui, words: &Words) {
        section::heading(ui, words.sign_in_way());
        let chosen = choices::one(ui, words.sign_in_way(), (&Way::ALL, self.draft.way), |way| {
            choices::way_words(words, way).0
        });
        if chosen != self.draft.way {
            self.draft.way = chosen;
            self.touched.clear();
        }
        ui.label(
            RichText::new(choices::way_words(words, chosen).1)
                .small()
                .color(tokens(ui).quiet),
        );
        ui.add_space(GAP);
    }

    fn scope_ui(&mut self, ui: &mut Ui, words: &Words) {
        section::heading(ui, words.sign_in_scope());
        let quiet = tokens(ui).quiet;
        if !self.draft.way.has_scope() {
            ui.label(RichText::new(words.sign_in_scope_carried()).color(quiet));
            return;
        }
        let chosen = choices::one(
            ui,
            words.sign_in_scope(),
            (&ScopeChoice::ALL, self.draft.scope),
            |scope| choices::scope_words(words, scope).0,
        );
        self.draft.scope = chosen;
        ui.label(
            RichText::new(choices::scope_words(words, chosen).1)
                .small()
                .color(quiet),
        );
        ui.add_space(GAP);
    }

    fn more_ui(&mut self, ui: &mut Ui, rows: &Rows<'_>, seen: &mut Seen) {
        let words = rows.words;
        let open = std::mem::take(&mut self.open_more).then_some(true);
        let title = RichText::new(words.sign_in_more()).text_style(section_style());
        ui.add_space(GRID);
        CollapsingHeader::new(title)
            .id_salt("sign-in-more")
            .default_open(self.has_more())
            .open(open)
            .show_unindented(ui, |ui| {
                ui.add_space(GRID);
                fields::row(ui, rows, &mut self.draft, &[Field::Region], seen);
                self.interface_ui(ui, words);
                fields::row(ui, rows, &mut self.draft, &[Field::CaFile], seen);
                fields::row(ui, rows, &mut self.draft, &[Field::Certificate, Field::Key], seen);
                ui.checkbox(&mut self.draft.plain_http, words.sign_in_plain_http())
                    .on_hover_text(words.sign_in_plain_http_help());
                ui.checkbox(&mut self.draft.unchecked, words.sign_in_unchecked());
                if self.draft.unchecked {
                    banner::message(ui, Severity::Bad, words.sign_in_unchecked_warning());
                }
            });
    }

    fn interface_ui(&mut self, ui: &mut Ui, words: &Words) {
        const ALL: [Interface; 3] = [Interface::Public, Interface::Internal, Interface::Admin];
        let label = RichText::new(words.sign_in_interface()).text_style(section_style());
        ui.label(label);
        self.draft.interface = choices::one(
            ui,
            words.sign_in_interface(),
            (&ALL, self.draft.interface),
            |one| choices::interface_word(words, one),
        );
        let quiet = tokens(ui).quiet;
        ui.label(RichText::new(words.sign_in_interface_help()).small().color(quiet));
        ui.add_space(GAP);
    }

    fn has_more(&self) -> bool {
        let further = [Field::Region, Field::CaFile, Field::Certificate, Field::Key];
        self.draft.unchecked
            || self.draft.plain_http
            || self.draft.interface != Interface::Public
            || further.iter().any(|field| !self.draft.text(*field).is_empty())
    }

    fn keep_ui(&mut self, ui: &mut Ui, rows: &Rows<'_>, seen: &mut Seen) {
        let words = rows.words;
        section::heading(ui, words.sign_in_keep_title());
        ui.checkbox(&mut self.draft.keep, words.sign_in_keep())
            .on_hover_text(words.sign_in_keep_help());
        if self.draft.keep {
            fields::row(ui, rows, &mut self.draft, &[Field::Name], seen);
        }
        let quiet = tokens(ui).quiet;
        if self.draft.way.can_be_remembered() {
            ui.checkbox(&mut self.draft.remember, words.sign_in_remember());
            let what = if self.draft.remember {
                words.sign_in_remember_help()
            } else {
                words.sign_in_not_remembered()
            };
            ui.label(RichText::new(what).small().color(quiet));
        } else if self.draft.way != Way::Browser {
            ui.label(
                RichText::new(words.sign_in_never_remembered())
                    .small()
                    .color(quiet),
            );
        }
    }

    /// The buttons, always in view; tells whether the form is to be sent.
    fn foot_ui(
        &mut self,
        ui: &mut Ui,
        input: &SignInInput<'_>,
        (problems, waiting): (usize, bool),
        taken: &BTreeSet<String>,
    ) -> bool {
        let words = input.words;
        let mut send = false;
        if problems > 0 && !self.touched.is_empty() {
            let colour = tokens(ui).status(Severity::Warning).fg;
            let text = words.sign_in_incomplete(problems);
            let icon = status_chip::icon(Severity::Warning);
            ui.label(RichText::new(format!("{icon} {text}")).color(colour));
        }
        ui.horizontal(|ui| {
            ui.add_enabled_ui(!waiting, |ui| {
                let word = if self.draft.way == Way::Browser {
                    words.sign_in_send_browser()
                } else {
                    words.sign_in_send()
                };
                send = buttons::primary(ui, word).clicked();
                let unfinished = words.sign_in_incomplete(problems);
                // Without a secret it can be kept all the same.
                let others = self.draft.issues(taken);
                let why_not = others
                    .keys()
                    .any(|field| *field != Field::Secret)
                    .then_some(unfinished.as_str());
                if self.draft.keep
                    && buttons::unless(ui, why_not, |ui| ui.button(words.sign_in_save())).clicked()
                {
                    input.outbox.push(Action::KeepCloud {
                        profile: Arc::new(self.draft.profile(taken)),
                        instead_of: self.editing.clone(),
                    });
                }
                let copy = buttons::unless(ui, why_not, |ui| ui.button(words.sign_in_yaml()));
                if copy.on_hover_text(words.sign_in_yaml_help()).clicked() {
                    let profile = self.draft.profile(taken);
                    input
                        .outbox
                        .push(Action::Copy(cloud_settings::as_clouds_yaml(&profile)));
                }
            });
            if ui.button(words.widget_cancel()).clicked() {
                if waiting {
                    input.outbox.push(Action::LeaveCloud);
                } else {
                    input.outbox.go(Route::Welcome);
                }
            }
        });
        send
    }
}

/// The fields that are folded away at first.
fn is_further(field: Field) -> bool {
    matches!(
        field,
        Field::Region | Field::CaFile | Field::Certificate | Field::Key
    )
}

/// A column in the middle of what is left, but for a strip at the right.
fn column(ui: &mut Ui, strip: f32, add: impl FnOnce(&mut Ui)) {
    let margin = ((ui.available_width() - strip - WIDTH) / 2.0).max(0.0);
    ui.horizontal_top(|ui| {
        ui.add_space(margin);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width().min(WIDTH));
            add(ui);
        });
    });
}
