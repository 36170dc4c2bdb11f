//! The course of a creation: one bar per resource, from its first event to its last, on one scale of time.

use egui::{Align2, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};
use jiff::Timestamp;

use crate::domain::stack::StackEvent;
use crate::text::Words;
use crate::ui::cluster_page::model::{self, Bar};
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID, SMALL_SIZE};

/// Height of one bar with the room around it.
const ROW: f32 = 24.0;
/// Width of the names.
const NAMES: f32 = 220.0;
/// Room for the span of time behind the bars.
const SPANS: f32 = 90.0;
/// The shortest bar that can be seen.
const SHORTEST: f32 = 3.0;

/// Draws it.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, events: &[StackEvent]) {
    let bars = model::bars(events, ctx.now);
    let from = bars.iter().map(|bar| bar.from).min();
    let to = bars.iter().map(|bar| bar.to).max();
    let (Some(from), Some(to)) = (from, to) else {
        ui.label(ctx.words.page_bars_none());
        return;
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, bars.len(), |ui, range| {
            for bar in bars.get(range).unwrap_or_default() {
                bar_ui(ui, ctx.words, bar, (from, to));
            }
        });
}

fn bar_ui(ui: &mut Ui, words: &Words, bar: &Bar, (from, to): (Timestamp, Timestamp)) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let span = words.span(bar.to.duration_since(bar.from).as_secs().unsigned_abs());
    let spoken = words.page_bar(
        bar.resource.as_str(),
        words.status_event(&bar.status),
        span.as_str(),
    );
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &spoken));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let tokens = tokens(ui);
    let colours = tokens.status(bar.status.severity());
    let names = Rect::from_min_max(rect.min, pos2(rect.left() + NAMES - GAP, rect.bottom()));
    let font = FontId::proportional(SMALL_SIZE);
    ui.painter().with_clip_rect(names.intersect(ui.clip_rect())).text(
        names.left_center(),
        Align2::LEFT_CENTER,
        &bar.resource,
        font.clone(),
        tokens.text,
    );
    let track = (rect.width() - NAMES - SPANS).max(40.0);
    let total = to.duration_since(from).as_secs_f32().max(1.0);
    let at = |time: Timestamp| rect.left() + NAMES + track * time.duration_since(from).as_secs_f32() / total;
    let (left, right) = (at(bar.from), at(bar.to).max(at(bar.from) + SHORTEST));
    let drawn = Rect::from_min_max(pos2(left, rect.top() + GRID), pos2(right, rect.bottom() - GRID));
    ui.painter().rect_filled(drawn, CORNER, colours.fg);
    let beside = pos2(drawn.right() + GRID, drawn.center().y);
    ui.painter()
        .text(beside, Align2::LEFT_CENTER, span, font, tokens.quiet);
    let moments = format!("{spoken}\n{} – {}", words.moment(bar.from), words.moment(bar.to));
    response.on_hover_text(format!("{moments}\n{}", bar.stack_name));
}
