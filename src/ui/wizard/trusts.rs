//! A login that can make no trusts can create no cluster: said on every step, with the ways out, and not after the press.

use egui::{Label, RichText, Ui};

use crate::domain::draft::DraftField;
use crate::domain::plan::finding::{Reason, Weight};
use crate::domain::status::Severity;
use crate::ui::theme::{section_style, tokens, tokens::GAP, tokens::ICON_SIZE};
use crate::ui::widgets::{banner, status_chip};
use crate::ui::wizard::{Scene, field};

/// Says it, where it is so.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.words();
    for finding in scene
        .findings
        .iter()
        .filter(|found| found.field == DraftField::SignIn)
    {
        if !matches!(finding.reason, Reason::LoginRestricted | Reason::LoginRefused) {
            field::finding_ui(ui, scene, finding);
            continue;
        }
        let severity = if finding.weight == Weight::Blocks {
            Severity::Bad
        } else {
            Severity::Warning
        };
        let colours = tokens(ui).status(severity);
        banner::framed(ui, colours, |ui| {
            ui.horizontal_top(|ui| {
                let icon = RichText::new(status_chip::icon(severity)).size(ICON_SIZE);
                ui.label(icon.color(colours.fg));
                ui.vertical(|ui| {
                    let title = RichText::new(words.wizard_no_trusts()).text_style(section_style());
                    ui.add(Label::new(title).wrap());
                    for way in [
                        words.wizard_no_trusts_first(),
                        words.wizard_no_trusts_second(),
                        words.wizard_no_trusts_third(),
                    ] {
                        ui.add(Label::new(format!("• {way}")).wrap());
                    }
                });
            });
        });
        ui.add_space(GAP);
    }
}
