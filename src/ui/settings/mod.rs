//! The settings page: language and theme, each applied at once.

use egui::{RichText, Ui};

use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::section;

/// The settings page. It keeps nothing of its own: what is chosen is in force.
#[derive(Debug, Default)]
pub struct SettingsPanel {}

impl SettingsPanel {
    /// Draws it; `theme` is the one in force.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, theme: Theme) {
        let (words, outbox) = (ctx.words, ctx.outbox);
        ui.vertical(|ui| {
            section::page_header(ui, words.settings_title(), None, |_| ());
            section::heading(ui, words.settings_language());
            for language in Language::ALL {
                let chosen = words.language() == language;
                if ui.radio(chosen, RichText::new(language.native_name())).clicked() && !chosen {
                    outbox.push(Action::SetLanguage(language));
                }
            }
            section::heading(ui, words.settings_theme());
            for choice in Theme::ALL {
                let chosen = theme == choice;
                if ui.radio(chosen, theme_word(words, choice)).clicked() && !chosen {
                    outbox.push(Action::SetTheme(choice));
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
