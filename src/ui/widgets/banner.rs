//! A trouble on a page: what happened, what can be done, the server's own words on demand, a way to try again.
//!
//! It stands above the last known value and never replaces it.

use egui::{
    Align, CollapsingHeader, CornerRadius, Frame, Id, Label, Layout, Margin, Rect, RichText, ScrollArea, Ui,
    pos2,
};
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

/// Height of a service's words before they scroll: a traceback must not push the page away.
const DETAILS_HEIGHT: f32 = 160.0;

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

/// Whether troubles of the network are told by the frame of the window, so that pages need not each tell them as well.
pub fn hush_network(ui: &Ui, hushed: bool) {
    ui.data_mut(|data| data.insert_temp(hush_id(), hushed));
}

fn hush_id() -> Id {
    Id::new("network troubles are told elsewhere")
}

/// Draws it; tells whether it is to be tried again.
pub fn show(ui: &mut Ui, words: &Words, banner: Banner<'_>) -> bool {
    gap(ui, words, banner, None)
}

/// The same with what the trouble means for the page: what is missing on it.
pub fn gap(ui: &mut Ui, words: &Words, banner: Banner<'_>, consequence: Option<&str>) -> bool {
    let hushed = banner.problem.is_network() && ui.data(|data| data.get_temp(hush_id()).unwrap_or(false));
    if hushed {
        if let Some(as_of) = banner.as_of {
            as_of_ui(ui, words, as_of);
        }
        return false;
    }
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
                    if let Some(as_of) = banner.as_of {
                        as_of_ui(ui, words, as_of);
                    }
                    details(ui, words, banner.problem);
                });
            });
        });
    });
    retry
}

fn as_of_ui(ui: &mut Ui, words: &Words, (at, now): (Timestamp, Timestamp)) {
    let text = age::text(ui, words.ago(at, now));
    ui.label(RichText::new(words.widget_as_of(text)).small())
        .on_hover_text(words.moment(at));
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

/// The server's words, unchanged, what its operators ask for, and everything at once to be sent to them.
fn details(ui: &mut Ui, words: &Words, problem: &Problem) {
    if problem.server_words.is_none() && problem.request_id.is_none() && problem.raw.is_none() {
        return;
    }
    CollapsingHeader::new(words.widget_details())
        .id_salt(("details", &problem.request_id))
        .show(ui, |ui| {
            if let Some(text) = &problem.server_words {
                ui.label(RichText::new(words.widget_server_words()).small());
                ScrollArea::vertical()
                    .id_salt("server words")
                    .max_height(DETAILS_HEIGHT)
                    .show(ui, |ui| {
                        ui.add(Label::new(RichText::new(text).monospace()).wrap());
                    });
            }
            if let Some(raw) = &problem.raw {
                CollapsingHeader::new(words.widget_raw())
                    .id_salt("raw")
                    .show(ui, |ui| raw_ui(ui, raw));
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
            if ui.button(words.widget_copy_all()).clicked() {
                ui.copy_text(words.in_full(problem));
            }
        });
}

/// The whole answer; what it holds is copied only on purpose, because it may name places inside the cloud.
fn raw_ui(ui: &mut Ui, raw: &str) {
    ScrollArea::vertical()
        .id_salt("raw answer")
        .max_height(DETAILS_HEIGHT)
        .show(ui, |ui| {
            ui.add(Label::new(RichText::new(raw).monospace()).wrap());
        });
}
