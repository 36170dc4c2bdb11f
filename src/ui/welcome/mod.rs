//! The first page: the clouds of clouds.yaml and those set up here, each one click away, the ways to others, and the demo
//! cloud for those who have none.
//!
//! It works without any cloud, so it gets its values in [`WelcomeInput`] and not in a context.

mod entry;
pub mod model;
mod origins;

use std::sync::Arc;

use egui::{Align, Button, Frame, Layout, Response, RichText, ScrollArea, Ui, vec2};
use jiff::Timestamp;

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::status::Severity;
use crate::message::SessionState;
use crate::text::Words;
use crate::ui::outbox::{Action, Outbox, SignInStart};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, MARGIN, TITLE_SIZE},
};
use crate::ui::welcome::entry::{Entry, SecretForm};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{buttons, section, waiting};

/// Width of the column in the middle of the window.
const WIDTH: f32 = 680.0;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct WelcomeInput<'a> {
    /// The clouds; `None` while clouds.yaml is being read.
    pub choices: Option<&'a CloudChoices>,
    /// The clouds that were set up in this program.
    pub kept: &'a [CloudChoice],
    /// The cloud that was opened last, by name.
    pub last: Option<&'a str>,
    /// The sign-in that was asked for last, if one was.
    pub session: Option<(&'a Arc<CloudProfile>, &'a SessionState)>,
    /// Why the demo cloud did not start, if it was asked for.
    pub demo_problem: Option<&'a Problem>,
    /// Where somebody was before they switched, as long as the switch has not worked.
    pub way_back: Option<&'a Arc<CloudProfile>>,
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
    /// The failure that was answered by opening the form, so that closing it stays possible.
    answered: Option<Problem>,
    /// The cloud whose settings are shown.
    inspected: Option<String>,
    /// The kept cloud that is about to be forgotten.
    forgetting: Option<String>,
}

impl WelcomePanel {
    /// Draws it; `progress` draws the stages of a sign-in that is under way.
    pub fn ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, progress: impl FnOnce(&mut Ui)) {
        self.follow_session(input);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let margin = ((ui.available_width() - WIDTH) / 2.0).max(0.0);
            ui.horizontal(|ui| {
                ui.add_space(margin);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width().min(WIDTH));
                    self.column_ui(ui, input, progress);
                });
            });
        });
        drop_ui(ui, input.words);
    }

    fn column_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, progress: impl FnOnce(&mut Ui)) {
        let words = input.words;
        ui.add_space(2.0 * MARGIN);
        section::title(ui, words.welcome_title());
        ui.label(RichText::new(words.welcome_subtitle()).color(tokens(ui).quiet));
        ui.add_space(MARGIN);
        progress(ui);
        failure_ui(ui, input);
        ways_ui(ui, input);
        ui.add_space(MARGIN);
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
        for problem in &choices.troubles {
            let banner = Banner {
                problem,
                severity: Severity::Warning,
                as_of: None,
                retry: false,
            };
            banner::show(ui, input.words, banner);
            ui.add_space(GAP);
        }
        let usable = || {
            let all = input.kept.iter().chain(&choices.clouds);
            all.filter(|choice| choice.profile.is_ok())
        };
        // Most people work where they worked last.
        let last = usable().find(|choice| Some(choice.name.as_str()) == input.last);
        let likely = last.or_else(|| usable().next());
        let of_one = choices
            .problem
            .as_ref()
            .filter(|problem| model::is_of_one(problem));
        if let Some(problem) = of_one {
            let banner = Banner {
                problem,
                severity: Severity::Bad,
                as_of: None,
                retry: false,
            };
            banner::show(ui, input.words, banner);
        }
        for (choice, own) in input
            .kept
            .iter()
            .map(|choice| (choice, true))
            .chain(choices.clouds.iter().map(|choice| (choice, false)))
        {
            let entry = Entry {
                choice,
                own,
                primary: likely.is_some_and(|likely| std::ptr::eq(likely, choice)) && !underway(input),
                busy: underway(input),
            };
            self.entry_ui(ui, input, &entry);
        }
        match &choices.problem {
            Some(_) if of_one.is_some() => {}
            Some(problem) => missing_ui(ui, input, problem, choices),
            None if choices.clouds.is_empty() => {
                banner::message(ui, Severity::Neutral, input.words.welcome_empty());
                searched_ui(ui, input.words, choices);
            }
            None => {}
        }
        likely.is_some()
    }

    fn entry_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, entry: &Entry<'_>) {
        let name = &entry.choice.name;
        ui.push_id((name, entry.own), |ui| {
            ui.add_space(GRID);
            let mut form = self.form.take();
            entry::show(
                ui,
                input,
                &mut form,
                (entry, |ui: &mut Ui| self.links_ui(ui, input, entry)),
            );
            self.form = form;
            if let (true, Ok(profile)) = (self.inspected.as_ref() == Some(name), &entry.choice.profile) {
                origins::show(ui, input.words, profile);
            }
            ui.add_space(GRID);
            ui.separator();
        });
    }

    fn links_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, entry: &Entry<'_>) {
        let name = &entry.choice.name;
        if entry.choice.profile.is_ok() {
            let shown = self.inspected.as_ref() == Some(name);
            let response = small_link(ui, input.words.welcome_settings());
            let full = input.words.welcome_settings_named(name.as_str());
            response.widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::Link, true, shown, &full));
            if response.clicked() {
                self.inspected = (!shown).then(|| name.clone());
            }
        }
        if entry.own {
            self.own_ui(ui, input, name);
        }
    }

    /// What can be done with a cloud that was set up here.
    fn own_ui(&mut self, ui: &mut Ui, input: &WelcomeInput<'_>, name: &str) {
        let words = input.words;
        if small_link(ui, words.welcome_edit()).clicked() {
            let start = SignInStart::Edit(name.to_owned());
            input.outbox.push(Action::OpenSignIn(start));
        }
        if self.forgetting.as_deref() != Some(name) {
            if small_link(ui, words.welcome_forget()).clicked() {
                self.forgetting = Some(name.to_owned());
            }
            return;
        }
        ui.label(RichText::new(words.welcome_forget_sure()).small());
        if ui.button(words.welcome_forget_yes()).clicked() {
            input.outbox.push(Action::ForgetCloud(name.to_owned()));
            self.forgetting = None;
        }
        if ui.button(words.widget_cancel()).clicked() {
            self.forgetting = None;
        }
    }

    /// Offers the field where a secret is what is missing.
    fn follow_session(&mut self, input: &WelcomeInput<'_>) {
        let Some((profile, SessionState::Failed(problem))) = input.session else {
            self.answered = None;
            return;
        };
        if self.answered.as_ref() == Some(problem) {
            return;
        }
        self.answered = Some(problem.clone());
        let choice = find(input, &profile.name);
        if model::wants_secret(problem) && choice.is_some_and(|choice| choice.secret.is_none()) {
            self.form = Some(SecretForm::new(&profile.name));
        }
    }
}

/// Whether a sign-in runs, so that another one has to wait.
fn underway(input: &WelcomeInput<'_>) -> bool {
    matches!(
        input.session,
        Some((
            _,
            SessionState::SigningIn
                | SessionState::HalfSignedIn { .. }
                | SessionState::InBrowser { .. }
                | SessionState::PlaceWanted(_)
        ))
    )
}

/// Why the last sign-in did not work, with what can be done about it.
fn failure_ui(ui: &mut Ui, input: &WelcomeInput<'_>) {
    let Some((profile, SessionState::Failed(problem))) = input.session else {
        return;
    };
    let words = input.words;
    ui.label(RichText::new(words.welcome_failed(profile.title())).text_style(section_style()));
    let banner = Banner {
        problem,
        severity: Severity::Bad,
        as_of: None,
        retry: true,
    };
    if banner::show(ui, words, banner) {
        input.outbox.push(Action::RetrySignIn);
    }
    ui.horizontal(|ui| {
        let start = SignInStart::From(Arc::clone(profile));
        if ui.button(words.welcome_change()).clicked() {
            input.outbox.push(Action::OpenSignIn(start));
        }
        if let Some(back) = input.way_back {
            let scope = back.scope();
            if ui.button(words.welcome_back(scope.to_string())).clicked() {
                input.outbox.push(Action::Switch(Arc::clone(back)));
            }
        }
    });
    ui.add_space(GAP);
}

/// The ways to a cloud that is not in the list.
fn ways_ui(ui: &mut Ui, input: &WelcomeInput<'_>) {
    let words = input.words;
    ui.horizontal(|ui| {
        if ui.button(words.welcome_sign_in_new()).clicked() {
            input.outbox.push(Action::OpenSignIn(SignInStart::New));
        }
        if ui.button(words.welcome_openrc()).clicked() {
            input.outbox.push(Action::OpenSignIn(SignInStart::Openrc));
        }
    });
}

/// A word that can be clicked under an entry, where buttons would shout.
fn small_link(ui: &mut Ui, word: &str) -> Response {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(0.0, 0.0);
        let text = RichText::new(word).small().color(tokens(ui).accent);
        ui.add(Button::new(text).frame(false).min_size(vec2(0.0, 24.0)))
    })
    .inner
}

/// What is said while a file is held over the window.
fn drop_ui(ui: &Ui, words: &Words) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let colours = tokens(ui);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(
        egui::Order::Foreground,
        egui::Id::new("drop an openrc file"),
    ));
    let all = ui.ctx().content_rect();
    painter.rect_filled(all, 0.0, colours.veil);
    painter.text(
        all.center(),
        egui::Align2::CENTER_CENTER,
        words.openrc_drop(),
        egui::FontId::proportional(TITLE_SIZE),
        colours.on_accent,
    );
}

fn find<'a>(input: &WelcomeInput<'a>, name: &str) -> Option<&'a CloudChoice> {
    let found = input.choices.into_iter().flat_map(|choices| &choices.clouds);
    found.chain(input.kept).find(|choice| choice.name == name)
}

/// There is no file, or none that can be understood.
fn missing_ui(ui: &mut Ui, input: &WelcomeInput<'_>, problem: &Problem, choices: &CloudChoices) {
    let words = input.words;
    if matches!(problem.kind, ProblemKind::CloudsFileMissing { .. }) {
        if !input.kept.is_empty() {
            // Nobody who has clouds of their own needs to be told how to get a file.
            return;
        }
        banner::message(ui, Severity::Neutral, words.welcome_none());
        ui.label(words.welcome_none_advice());
    } else {
        ui.label(RichText::new(words.welcome_broken()).text_style(section_style()));
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
