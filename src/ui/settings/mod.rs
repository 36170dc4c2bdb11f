//! The settings page: language and theme, each applied at once; the clouds that are kept here, where the program's files
//! are, and forgetting all of it.

use std::path::Path;

use egui::{Label, RichText, ScrollArea, Ui};

use crate::domain::address;
use crate::domain::cloud_choice::CloudChoice;
use crate::domain::status::Severity;
use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, SignInStart};
use crate::ui::route::Route;
use crate::ui::theme::{
    Theme, tokens,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::{banner, buttons, copyable, section};

/// Width of the page's column.
const WIDTH: f32 = 640.0;

/// What the page is drawn from beside the context.
#[derive(Clone, Copy, Debug)]
pub struct SettingsInput<'a> {
    /// The theme in force.
    pub theme: Theme,
    /// Where the settings are, where they are kept at all.
    pub folder: Option<&'a Path>,
    /// The clouds that were set up here.
    pub kept: &'a [CloudChoice],
    /// Whether no cloud is open, so that there is no rail to leave by.
    pub cloudless: bool,
}

/// The settings page. What is chosen is in force; it only knows whether forgetting is being asked.
#[derive(Debug, Default)]
pub struct SettingsPanel {
    asking: bool,
}

impl SettingsPanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, input: SettingsInput<'_>) {
        let words = ctx.words;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(WIDTH);
            ui.vertical(|ui| {
                section::page_header(ui, words.settings_title(), None, |ui| {
                    if input.cloudless && ui.button(words.settings_back()).clicked() {
                        ctx.outbox.go(Route::Welcome);
                    }
                });
                look_ui(ui, ctx, input.theme);
                kept_ui(ui, ctx, input.kept);
                section::heading(ui, words.settings_folder());
                match input.folder {
                    Some(folder) => {
                        let folder = folder.display().to_string();
                        copyable::show(ui, words, words.settings_folder(), &folder);
                    }
                    None => drop(ui.label(words.settings_folder_none())),
                }
                quiet(ui, words.settings_folder_help());
                self.forget_ui(ui, ctx);
            });
        });
    }

    /// The way to leave nothing behind; asks once.
    fn forget_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        section::heading(ui, words.settings_forget_title());
        ui.add(Label::new(words.settings_forget_text()).wrap());
        ui.add_space(GRID);
        if !self.asking {
            self.asking = ui.button(words.settings_forget()).clicked();
            return;
        }
        banner::message(ui, Severity::Warning, words.settings_forget_sure());
        ui.horizontal(|ui| {
            if buttons::danger(ui, words.settings_forget_yes()).clicked() {
                ctx.outbox.push(Action::ForgetEverything);
                self.asking = false;
            }
            if ui.button(words.widget_cancel()).clicked() {
                self.asking = false;
            }
        });
    }
}

fn look_ui(ui: &mut Ui, ctx: &Ctx<'_>, theme: Theme) {
    let words = ctx.words;
    section::heading(ui, words.settings_language());
    for language in Language::ALL {
        let chosen = words.language() == language;
        if ui.radio(chosen, RichText::new(language.native_name())).clicked() && !chosen {
            ctx.outbox.push(Action::SetLanguage(language));
        }
    }
    section::heading(ui, words.settings_theme());
    for choice in Theme::ALL {
        let chosen = theme == choice;
        if ui.radio(chosen, theme_word(words, choice)).clicked() && !chosen {
            ctx.outbox.push(Action::SetTheme(choice));
        }
    }
}

/// The clouds that were set up here.
fn kept_ui(ui: &mut Ui, ctx: &Ctx<'_>, kept: &[CloudChoice]) {
    let words = ctx.words;
    section::heading(ui, words.settings_clouds());
    if kept.is_empty() {
        quiet(ui, words.settings_clouds_none());
        return;
    }
    for choice in kept {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            ui.label(&choice.name);
            match &choice.profile {
                Ok(profile) => quiet(ui, address::host(&profile.auth_url)),
                Err(problem) => quiet(ui, &words.headline(problem)),
            }
            if ui.button(words.welcome_edit()).clicked() {
                let start = SignInStart::Edit(choice.name.clone());
                ctx.outbox.push(Action::OpenSignIn(start));
            }
        });
    }
}

fn quiet(ui: &mut Ui, text: &str) {
    let colour = tokens(ui).quiet;
    ui.add(Label::new(RichText::new(text).color(colour)).wrap());
}

fn theme_word(words: &Words, theme: Theme) -> &str {
    match theme {
        Theme::System => words.settings_theme_system(),
        Theme::Light => words.settings_theme_light(),
        Theme::Dark => words.settings_theme_dark(),
    }
}
