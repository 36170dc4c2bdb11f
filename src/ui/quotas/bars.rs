//! Quotas as bars: what is counted, how much of the limit is used, and how much is left.

use egui::{Grid, Label, RichText, Ui, vec2};

use crate::domain::administration::Allowance;
use crate::domain::quota::QuotaKind;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::quota_bar::{self, Line};
use crate::ui::widgets::status_chip;

/// All of them, service by service, in as many columns as there is room for.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, allowance: &Allowance) {
    let words = ctx.words;
    Grid::new("quotas")
        .num_columns(4)
        .spacing(vec2(2.0 * GAP, GRID))
        .min_row_height(26.0)
        .show(ui, |ui| {
            for (service, lines) in quota_bar::lines(allowance) {
                for (index, line) in lines.iter().enumerate() {
                    let name = if index == 0 { service.name() } else { "" };
                    ui.label(RichText::new(name).color(tokens(ui).quiet));
                    ui.label(quota_bar::kind_word(words, line.kind));
                    quota_bar::show(ui, words, *line);
                    told_ui(ui, words, *line, allowance);
                    ui.end_row();
                }
            }
        });
}

fn told_ui(ui: &mut Ui, words: &Words, line: Line, allowance: &Allowance) {
    ui.horizontal(|ui| {
        let severity = line.severity();
        if severity != Severity::Neutral {
            let colour = tokens(ui).status(severity).fg;
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
        }
        ui.label(quota_bar::told(words, line));
        let left = match line.quota.left() {
            Some(0) => Some(words.quotas_full().to_owned()),
            Some(left) => Some(words.quotas_left(quota_bar::amount(words, line.kind, left))),
            None => None,
        };
        let origin = match &allowance.clusters {
            Some(Ok(own)) if line.kind == QuotaKind::Clusters && own.is_explicit() => {
                Some(words.quotas_explicit())
            }
            Some(Ok(_)) if line.kind == QuotaKind::Clusters => Some(words.quotas_default()),
            Some(_) | None => None,
        };
        let quiet = tokens(ui).quiet;
        for text in left.as_deref().into_iter().chain(origin) {
            ui.add(Label::new(RichText::new(text).small().color(quiet)));
        }
    });
}
