//! The first page: the clouds of clouds.yaml, each one click away, and the demo cloud for those who have none.
//!
//! It works without any cloud, so it gets its values in [`WelcomeInput`] and not in a context.

mod entry;
pub mod model;

use egui::{Align, Frame, Layout, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::message::SessionState;
use crate::text::Words;
use crate::ui::outbox::{Action, Outbox};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, MARGIN},
};
use crate::ui::welcome::entry::SecretForm;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{buttons, section, waiting};

/// Width of the column in the middle of the window.
const WIDTH: f32 = 680.0;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct WelcomeInput<'a> {
    /// The clouds; `None` while clouds.yaml is being read.
    pub choices: Option<&'a CloudChoices>,
    /// The session that was asked for last, if one was.
    pub session: Option<(&'a Scope, &'a SessionState)>,
    /// Why the demo cloud did not start, if it was asked for.
    pub demo_problem: Option<&'a Problem>,
    /// The words.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where wishes go.
    pub outbox: &'a Outbox,
}

/// The page with the field that somebody may be typing a password into.
#[derive(Debug, Default)]
pub struct WelcomePanel {
    form: Option<SecretForm>,
    signing_in_since: Option<Timestamp>,
    /// The failure that was answered by opening the form, so that closing it stays possible.
    answered: Option<Problem>,
}

impl WelcomePanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>) {
        self.follow_session(input);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let margin = ((ui.available_width() - WIDTH) / 2.0).max(0.0);
            ui.horizontal(|ui| {
                ui.add_space(margin);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width().min(WIDTH));
                    self.column_ui(ui, input);
                });
            });
        });
    }

    fn column_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>) {
        let words = input.words;
        ui.add_space(2.0 * MARGIN);
        section::title(ui, words.welcome_title());
        ui.label(RichText::new(words.welcome_subtitle()).color(tokens(ui).quiet));
        ui.add_space(MARGIN);
        self.session_ui(ui, input);
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(words.welcome_clouds())
                    .text_style(section_style())
                    .color(tokens(ui).strong),
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(words.welcome_reread()).clicked() {
                    input.outbox.push(Action::RereadClouds);
                }
            });
        });
        ui.separator();
        let usable = match input.choices {
            None => {
                waiting::show(ui, words, words.welcome_reading(), None);
                false
            }
            Some(choices) => self.choices_ui(ui, input, choices),
        };
        ui.add_space(MARGIN);
        demo_ui(ui, input, usable);
        ui.add_space(2.0 * MARGIN);
    }

    /// Draws the clouds; tells whether one of them can be opened.
    fn choices_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, choices: &CloudChoices) -> bool {
        match &choices.problem {
            Some(problem) => missing_ui(ui, input.words, problem, choices),
            None if choices.clouds.is_empty() => {
                banner::message(ui, Severity::Neutral, input.words.welcome_empty());
                searched_ui(ui, input.words, choices);
            }
            None => {}
        }
        let busy = matches!(input.session, Some((_, SessionState::SigningIn)));
        let mut first = true;
        for choice in &choices.clouds {
            let primary = first && choice.profile.is_ok() && !busy;
            entry::show(ui, input, &mut self.form, (choice, primary, busy));
            first &= choice.profile.is_err();
        }
        !first
    }

    /// Where the sign-in stands, with a way out of it.
    fn session_ui(&self, ui: &mut Ui, input: &WelcomeInput<'_>) {
        let Some((scope, state)) = input.session else {
            return;
        };
        let cloud = title_of(scope, input.choices);
        match state {
            SessionState::SigningIn => {
                let what = if scope.project.is_empty() {
                    input.words.welcome_signing_in(cloud)
                } else {
                    input
                        .words
                        .welcome_signing_in_project(cloud, scope.project.as_str())
                };
                let since = self.signing_in_since.map(|since| (since, input.now));
                if waiting::cancellable(ui, input.words, &what, since).clicked() {
                    input.outbox.push(Action::LeaveCloud);
                }
                ui.add_space(GAP);
            }
            SessionState::Failed(problem) => {
                ui.label(RichText::new(input.words.welcome_failed(cloud)).text_style(section_style()));
                let banner = Banner {
                    problem,
                    severity: Severity::Bad,
                    as_of: None,
                    retry: true,
                };
                if banner::show(ui, input.words, banner) {
                    input.outbox.push(Action::OpenCloud(scope.cloud.clone()));
                }
                ui.add_space(GAP);
            }
            SessionState::InBrowser { .. }
            | SessionState::HalfSignedIn { .. }
            | SessionState::PlaceWanted(_)
            | SessionState::SignedIn(_)
            | SessionState::SignedOut => {}
        }
    }

    /// Remembers since when a sign-in runs, and offers the field where a secret is what is missing.
    fn follow_session(&mut self, input: &WelcomeInput<'_>) {
        let state = input.session.map(|(_, state)| state);
        self.signing_in_since = matches!(state, Some(SessionState::SigningIn))
            .then(|| self.signing_in_since.unwrap_or(input.now));
        let Some((scope, SessionState::Failed(problem))) = input.session else {
            self.answered = None;
            return;
        };
        if self.answered.as_ref() == Some(problem) {
            return;
        }
        self.answered = Some(problem.clone());
        let choice = find(input.choices, &scope.cloud);
        if model::wants_secret(problem) && choice.is_some_and(|choice| choice.secret.is_none()) {
            self.form = Some(SecretForm::new(&scope.cloud));
        }
    }
}

fn find<'a>(choices: Option<&'a CloudChoices>, name: &str) -> Option<&'a CloudChoice> {
    choices?.clouds.iter().find(|choice| choice.name == name)
}

fn title_of<'a>(scope: &'a Scope, choices: Option<&'a CloudChoices>) -> &'a str {
    find(choices, &scope.cloud)
        .and_then(|choice| choice.profile.as_ref().ok())
        .map_or(scope.cloud.as_str(), |profile| profile.title())
}

/// There is no file, or none that can be understood.
fn missing_ui(ui: &mut Ui, words: &Words, problem: &Problem, choices: &CloudChoices) {
    use crate::domain::problem::ProblemKind;
    if matches!(problem.kind, ProblemKind::CloudsFileMissing { .. }) {
        banner::message(ui, Severity::Neutral, words.welcome_none());
        ui.label(words.welcome_none_advice());
    } else {
        let unknown = matches!(problem.kind, ProblemKind::CloudUnknown { .. });
        if !unknown {
            ui.label(RichText::new(words.welcome_broken()).text_style(section_style()));
        }
        banner::show(
            ui,
            words,
            Banner {
                problem,
                severity: Severity::Bad,
                as_of: None,
                retry: false,
            },
        );
        if unknown {
            return;
        }
    }
    searched_ui(ui, words, choices);
}

/// Where clouds.yaml was looked for.
fn searched_ui(ui: &mut Ui, words: &Words, choices: &CloudChoices) {
    if choices.searched.is_empty() {
        return;
    }
    ui.add_space(GRID);
    ui.label(RichText::new(words.welcome_searched()).color(tokens(ui).quiet));
    for place in &choices.searched {
        ui.monospace(place.display().to_string());
    }
    ui.add_space(GAP);
}

/// The second way in: prominent, and the first where there is no cloud.
fn demo_ui(ui: &mut Ui, input: &WelcomeInput<'_>, clouds: bool) {
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.frame)
        .corner_radius(CORNER)
        .inner_margin(MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(
                RichText::new(input.words.welcome_demo_title())
                    .text_style(section_style())
                    .color(tokens.strong),
            );
            ui.label(input.words.welcome_demo_text());
            ui.add_space(GAP);
            if let Some(problem) = input.demo_problem {
                let banner = Banner {
                    problem,
                    severity: Severity::Bad,
                    as_of: None,
                    retry: false,
                };
                banner::show(ui, input.words, banner);
            }
            let word = input.words.welcome_demo_open();
            let response = if clouds {
                ui.button(word)
            } else {
                buttons::primary(ui, word)
            };
            if response.clicked() {
                input.outbox.push(Action::OpenDemo);
            }
        });
}
