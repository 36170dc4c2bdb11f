//! A trouble on a page: what happened, what can be done, the server's own words on demand, a way to try again.
//!
//! It stands above the last known value and never replaces it.

use egui::{Align, CollapsingHeader, CornerRadius, Frame, Label, Layout, Margin, Rect, RichText, Ui, pos2};
use jiff::Timestamp;

use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::{
    self, section_style,
    tokens::{CORNER, GRID, ICON_SIZE, Pair},
};
use crate::ui::widgets::{age, copyable, status_chip};

/// Width of the coloured bar.
const BAR_WIDTH: f32 = 3.0;

/// What the banner says.
#[derive(Clone, Copy, Debug)]
pub struct Banner<'a> {
    /// The trouble.
    pub problem: &'a Problem,
    /// How bad it is here: [`Severity::Warning`] where an older value is still shown.
    pub severity: Severity,
    /// Since when the value below is known, where there is one, and what time it is now.
    pub as_of: Option<(Timestamp, Timestamp)>,
    /// Whether it can be tried again from here.
    pub retry: bool,
}

/// Draws it; tells whether it is to be tried again.
pub fn show(ui: &mut Ui, words: &Words, banner: Banner<'_>) -> bool {
    gap(ui, words, banner, None)
}

/// The same with what the trouble means for the page: what is missing on it.
pub fn gap(ui: &mut Ui, words: &Words, banner: Banner<'_>, consequence: Option<&str>) -> bool {
    let colours = theme::tokens(ui).status(banner.severity);
    let mut retry = false;
    framed(ui, colours, |ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            if banner.retry {
                retry = ui
                    .horizontal(|ui| ui.button(words.widget_retry()).clicked())
                    .inner;
            }
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                icon(ui, banner.severity);
                ui.vertical(|ui| {
                    ui.label(RichText::new(words.headline(banner.problem)).text_style(section_style()));
                    ui.add(Label::new(words.advice(banner.problem)).wrap());
                    if let Some(text) = consequence {
                        ui.add(Label::new(text).wrap());
                    }
                    if let Some((at, now)) = banner.as_of {
                        let text = age::text(ui, words.ago(at, now));
                        ui.label(RichText::new(words.widget_as_of(text)).small())
                            .on_hover_text(words.moment(at));
                    }
                    details(ui, words, banner.problem);
                });
            });
        });
    });
    retry
}

fn icon(ui: &mut Ui, severity: Severity) {
    let colour = theme::tokens(ui).status(severity).fg;
    ui.label(
        RichText::new(status_chip::icon(severity))
            .size(ICON_SIZE)
            .color(colour),
    );
}

/// A plain message in the look of a banner, without a problem behind it.
pub fn message(ui: &mut Ui, severity: Severity, text: &str) {
    let colours = theme::tokens(ui).status(severity);
    framed(ui, colours, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(status_chip::icon(severity))
                    .size(ICON_SIZE)
                    .color(colours.fg),
            );
            ui.add(Label::new(text).wrap());
        });
    });
}

/// The frame of a banner round whatever a page has to say in it: a calm ground with a bar of the status colour at its
/// left, because large coloured areas shout.
pub fn framed(ui: &mut Ui, colours: Pair, add: impl FnOnce(&mut Ui)) {
    let ground = theme::tokens(ui).frame;
    let shown = Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(CORNER))
        .inner_margin(Margin {
            left: 14,
            right: 12,
            top: 8,
            bottom: 8,
        })
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            add(ui);
        });
    let rect = shown.response.rect;
    let bar = Rect::from_min_max(rect.min, pos2(rect.left() + BAR_WIDTH, rect.bottom()));
    ui.painter().rect_filled(
        bar,
        CornerRadius {
            nw: CORNER,
            sw: CORNER,
            ne: 0,
            se: 0,
        },
        colours.fg,
    );
    ui.add_space(GRID);
}

/// The server's words, unchanged, and what its operators ask for.
fn details(ui: &mut Ui, words: &Words, problem: &Problem) {
    if problem.server_words.is_none() && problem.request_id.is_none() {
        return;
    }
    CollapsingHeader::new(words.widget_server_words())
        .id_salt(("server words", &problem.request_id))
        .show(ui, |ui| {
            if let Some(text) = &problem.server_words {
                ui.add(Label::new(RichText::new(text).monospace()).wrap());
            }
            if let Some(status) = problem.status {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(words.widget_http_status()).small());
                    ui.monospace(status.to_string());
                });
            }
            if let Some(id) = &problem.request_id {
                ui.horizontal(|ui| {
                    ui.label(RichText::new(words.widget_request_id()).small());
                    copyable::show(ui, words, words.widget_request_id(), id);
                });
            }
        });
}
