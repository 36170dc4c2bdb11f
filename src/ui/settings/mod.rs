//! The settings page: language and theme, each applied at once.

use egui::{RichText, ThemePreference, Ui};

use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, Outbox};
use crate::ui::theme::Theme;
use crate::ui::theme::tokens::{GAP, MARGIN};
use crate::ui::widgets::section;

/// The settings page. It keeps nothing of its own: what is chosen is in force.
#[derive(Debug, Default)]
pub struct SettingsPanel {}

impl SettingsPanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        self.without_cloud_ui(ui, ctx.words, ctx.outbox);
    }

    /// The same where no cloud is open.
    pub fn without_cloud_ui(&mut self, ui: &mut Ui, words: &Words, outbox: &Outbox) {
        egui::Frame::new().inner_margin(MARGIN).show(ui, |ui| {
            section::title(ui, words.settings_title());
            ui.add_space(GAP);
            section::heading(ui, words.settings_language());
            for language in Language::ALL {
                let chosen = words.language() == language;
                if ui.radio(chosen, RichText::new(language.native_name())).clicked() && !chosen {
                    outbox.push(Action::SetLanguage(language));
                }
            }
            section::heading(ui, words.settings_theme());
            let current = current_theme(ui);
            for theme in Theme::ALL {
                let chosen = current == theme;
                if ui.radio(chosen, theme_word(words, theme)).clicked() && !chosen {
                    outbox.push(Action::SetTheme(theme));
                }
            }
        });
    }
}

fn theme_word(words: &Words, theme: Theme) -> &str {
    match theme {
        Theme::System => words.settings_theme_system(),
        Theme::Light => words.settings_theme_light(),
        Theme::Dark => words.settings_theme_dark(),
    }
}

fn current_theme(ui: &Ui) -> Theme {
    match ui.ctx().options(|options| options.theme_preference) {
        ThemePreference::System => Theme::System,
        ThemePreference::Light => Theme::Light,
        ThemePreference::Dark => Theme::Dark,
    }
}
