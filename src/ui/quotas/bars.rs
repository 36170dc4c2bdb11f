//! Quotas as bars: what is counted, how much of the limit is used, and how much is left.

use egui::{CornerRadius, Grid, Label, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::domain::administration::Allowance;
use crate::domain::quota::QuotaKind;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::quotas::model::{self, Line};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::status_chip;

const BAR: egui::Vec2 = vec2(180.0, 8.0);

/// All of them, service by service, in as many columns as there is room for.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, allowance: &Allowance) {
    let words = ctx.words;
    Grid::new("quotas")
        .num_columns(4)
        .spacing(vec2(2.0 * GAP, GRID))
        .min_row_height(26.0)
        .show(ui, |ui| {
            for (service, lines) in model::lines(allowance) {
                for (index, line) in lines.iter().enumerate() {
                    let name = if index == 0 { service.name() } else { "" };
                    ui.label(RichText::new(name).color(tokens(ui).quiet));
                    ui.label(model::kind_word(words, line.kind));
                    bar_ui(ui, words, *line);
                    told_ui(ui, words, *line, allowance);
                    ui.end_row();
                }
            }
        });
}

/// The bar of one quota, spoken as its numbers.
pub fn bar_ui(ui: &mut Ui, words: &Words, line: Line) {
    let tokens = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(BAR, Sense::hover());
    let severity = line.severity();
    let colour = if severity == Severity::Neutral {
        tokens.accent_fill
    } else {
        tokens.status(severity).fg
    };
    let round = CornerRadius::same(4);
    ui.painter().rect_filled(rect, round, tokens.sunken);
    if let Some(share) = line.share() {
        let filled = egui::Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
        ui.painter().rect_filled(filled, round, colour);
    }
    let told = format!(
        "{}: {}",
        model::kind_word(words, line.kind),
        model::told(words, line)
    );
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &told));
}

fn told_ui(ui: &mut Ui, words: &Words, line: Line, allowance: &Allowance) {
    ui.horizontal(|ui| {
        let severity = line.severity();
        if severity != Severity::Neutral {
            let colour = tokens(ui).status(severity).fg;
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
        }
        ui.label(model::told(words, line));
        let left = match line.quota.left() {
            Some(0) => Some(words.quotas_full().to_owned()),
            Some(left) => Some(words.quotas_left(model::amount(words, line.kind, left))),
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
