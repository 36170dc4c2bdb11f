//! What is going on between this program and the cloud: the services, the clocks, the recent requests, and all of it as a
//! text to send to whoever can help.

mod inspector;
pub mod model;

use std::path::Path;

use egui::{Align, Frame, Label, Layout, RichText, Ui};

use crate::domain::diagnostics::Diagnostics;
use crate::domain::profile::CloudProfile;
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::diagnostics::model::Subject;
use crate::ui::outbox::Action;
use crate::ui::route::Route;
use crate::ui::theme::{
    tokens,
    tokens::{CORNER, GAP, GRID, MARGIN},
};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::data_table::cell::{Column, Row};
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::{buttons, section, status_chip, text_field, waiting};

/// The file that is proposed for the text.
const FILE: &str = "magnum-desktop-diagnostics.txt";

/// What the page is drawn from beside the context.
#[derive(Clone, Copy, Debug)]
pub struct DiagnosticsInput<'a> {
    /// The service to open.
    pub opened: Option<Service>,
    /// The cloud.
    pub profile: Option<&'a CloudProfile>,
    /// Where the program's own files are.
    pub folder: Option<&'a Path>,
}

/// The two lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Services,
    Requests,
}

/// The page.
#[derive(Debug, Default)]
pub struct DiagnosticsPanel {
    tab: Tab,
    services: TableState,
    requests: TableState,
    service_rows: RowCache,
    request_rows: RowCache,
    /// The service that was opened last, so that another choice of the person stays.
    opened: Option<Service>,
    /// The file to save to, while that is asked.
    saving: Option<String>,
}

impl DiagnosticsPanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, input: DiagnosticsInput<'_>) {
        if input.opened != self.opened {
            self.opened = input.opened;
            if let Some(service) = input.opened {
                self.tab = Tab::Services;
                self.services.reveal(service.name());
            }
        }
        let value = ctx.data.diagnostics.value();
        ui.vertical(|ui| {
            self.header_ui(ui, ctx, &input, value.map(|value| &**value));
            if let Some((problem, _)) = ctx.data.diagnostics.failure() {
                let banner = Banner {
                    problem,
                    severity: Severity::Warning,
                    as_of: ctx.data.diagnostics.as_of().map(|at| (at, ctx.now)),
                    retry: true,
                };
                if banner::show(ui, ctx.words, banner) {
                    ctx.outbox.push(Action::Refresh(Some(Topic::Diagnostics)));
                }
            }
            match value {
                None => waiting::show(ui, ctx.words, ctx.words.diagnostics_waiting(), None),
                Some(diagnostics) => self.body_ui(ui, ctx, diagnostics),
            }
        });
    }

    fn header_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &Ctx<'_>,
        input: &DiagnosticsInput<'_>,
        value: Option<&Diagnostics>,
    ) {
        let words = ctx.words;
        let text = |diagnostics: &Diagnostics| {
            let subject = Subject {
                profile: input.profile,
                info: ctx.data.info.as_ref(),
                now: ctx.now,
            };
            model::as_text(diagnostics, &subject)
        };
        section::page_header(ui, words.diagnostics_title(), None, |ui| {
            let Some(diagnostics) = value else { return };
            let copy = ui.button(words.diagnostics_copy());
            if copy.on_hover_text(words.diagnostics_copy_help()).clicked() {
                ctx.outbox.push(Action::Copy(text(diagnostics)));
            }
            if ui.button(words.diagnostics_save()).clicked() {
                let file = input.folder.map_or_else(
                    || FILE.to_owned(),
                    |folder| folder.join(FILE).display().to_string(),
                );
                self.saving = Some(file);
            }
        });
        if let (Some(file), Some(diagnostics)) = (&mut self.saving, value)
            && let Some(answer) = save_ui(ui, words, file)
        {
            if answer {
                let file = std::path::PathBuf::from(file.trim());
                let text = text(diagnostics);
                ctx.outbox.push(Action::SaveText { file, text });
            }
            self.saving = None;
        }
    }

    fn body_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, diagnostics: &Diagnostics) {
        session_ui(ui, ctx, diagnostics);
        in_flight_ui(ui, ctx, diagnostics);
        ui.add_space(GAP);
        let words = ctx.words;
        let version = ctx.data.version();
        let language = words.language();
        let service_rows = self.service_rows.rows(version, language, || {
            model::services(words, &model::current(&diagnostics.services, &ctx.data.services))
        });
        let request_rows = self.request_rows.rows(version, language, || {
            model::requests(words, &diagnostics.requests)
        });
        tabs_ui(ui, words, &mut self.tab, &mut self.requests, request_rows.len());
        ui.add_space(GRID);
        match self.tab {
            Tab::Services => {
                let selected = self.services.selected.as_deref().and_then(model::service_of);
                let reports = model::current(&diagnostics.services, &ctx.data.services);
                let report = reports.iter().find(|report| Some(report.service) == selected);
                if let Some(report) = report {
                    match inspector::show(ui, ctx, report) {
                        inspector::Wish::None => {}
                        inspector::Wish::Close => {
                            // So that a click on the same dot opens it again.
                            self.services.selected = None;
                            self.opened = None;
                            ctx.outbox.go(Route::Diagnostics(None));
                        }
                        inspector::Wish::Requests => {
                            self.tab = Tab::Requests;
                            self.requests.filter = report.service.name().to_owned();
                        }
                    }
                }
                services_ui(ui, ctx, service_rows, &mut self.services);
            }
            Tab::Requests => requests_ui(ui, ctx, request_rows, &mut self.requests),
        }
    }
}

/// The file to save to; tells whether it is to be saved, once that is decided.
fn save_ui(ui: &mut Ui, words: &Words, file: &mut String) -> Option<bool> {
    let mut answer = None;
    ui.horizontal(|ui| {
        let label = ui.label(words.diagnostics_file());
        let room = (ui.available_width() - 220.0).max(160.0);
        ui.add(text_field::singleline(file, room)).labelled_by(label.id);
        let why_not = file.trim().is_empty().then_some(words.diagnostics_file_missing());
        if buttons::unless(ui, why_not, |ui| {
            buttons::primary(ui, words.diagnostics_save_now())
        })
        .clicked()
        {
            answer = Some(true);
        }
        if ui.button(words.widget_cancel()).clicked() {
            answer = Some(false);
        }
    });
    ui.add_space(GRID);
    answer
}

/// The clocks and the token, each with what it means.
fn session_ui(ui: &mut Ui, ctx: &Ctx<'_>, diagnostics: &Diagnostics) {
    let words = ctx.words;
    let colours = tokens(ui);
    Frame::new()
        .fill(colours.frame)
        .corner_radius(CORNER)
        .inner_margin(egui::Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                let (severity, text) = model::skew(words, diagnostics.skew);
                fact(ui, words.diagnostics_clock(), (severity, &text))
                    .on_hover_text(words.diagnostics_clock_help());
                ui.add_space(MARGIN);
                let (severity, token) = token(ui, ctx, diagnostics);
                fact(ui, words.diagnostics_token(), (severity, &token))
                    .on_hover_text(words.diagnostics_token_help());
                ui.add_space(MARGIN);
                let log = RichText::new(words.diagnostics_log())
                    .small()
                    .color(colours.quiet);
                ui.add(Label::new(log).wrap());
            });
        });
}

/// What is coming in, so that a slow line is seen to move.
fn in_flight_ui(ui: &mut Ui, ctx: &Ctx<'_>, diagnostics: &Diagnostics) {
    let slow = diagnostics
        .in_flight
        .iter()
        .filter_map(|transfer| model::transfer(ctx.words, transfer, ctx.now));
    let lines: Vec<String> = slow.take(4).collect();
    if lines.is_empty() {
        return;
    }
    ui.add_space(GRID);
    let quiet = tokens(ui).quiet;
    ui.label(RichText::new(ctx.words.diagnostics_in_flight()).color(quiet));
    for line in lines {
        ui.add(Label::new(RichText::new(line).small()).truncate());
    }
}

fn fact(ui: &mut Ui, label: &str, (severity, text): (Severity, &str)) -> egui::Response {
    let colours = tokens(ui);
    ui.label(RichText::new(label).color(colours.quiet));
    let colour = match severity {
        Severity::Warning | Severity::Bad => colours.status(severity).fg,
        Severity::Good | Severity::Busy | Severity::Neutral => colours.text,
    };
    let text = match severity {
        Severity::Warning | Severity::Bad => format!("{} {text}", status_chip::icon(severity)),
        Severity::Good | Severity::Busy | Severity::Neutral => text.to_owned(),
    };
    ui.label(RichText::new(text).color(colour))
}

fn token(ui: &Ui, ctx: &Ctx<'_>, diagnostics: &Diagnostics) -> (Severity, String) {
    let words = ctx.words;
    let Some(at) = diagnostics.token_expires_at else {
        return (Severity::Neutral, words.diagnostics_token_unknown().to_owned());
    };
    // By the server's clock: ours may be wrong.
    let now = diagnostics
        .skew
        .and_then(|skew| ctx.now.checked_add(skew).ok())
        .unwrap_or(ctx.now);
    let left = at.duration_since(now).as_secs();
    if left <= 0 {
        return (Severity::Warning, words.diagnostics_token_over().to_owned());
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs(60));
    let span = words.span((left / 60 * 60).max(60).unsigned_abs());
    let text = words.diagnostics_token_left(span, diagnostics.renewals.to_string());
    (Severity::Good, text)
}

/// Which of the two lists is shown, with the filter of the requests at the right.
fn tabs_ui(ui: &mut Ui, words: &Words, tab: &mut Tab, requests: &mut TableState, count: usize) {
    ui.horizontal(|ui| {
        ui.selectable_value(tab, Tab::Services, words.diagnostics_services());
        ui.selectable_value(tab, Tab::Requests, words.diagnostics_requests());
        if *tab == Tab::Requests {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let count = data_table::count(words, requests, count);
                ui.label(RichText::new(count).color(tokens(ui).quiet));
                data_table::filter(ui, words, requests, 220.0);
            });
        }
    });
}

fn services_ui(ui: &mut Ui, ctx: &Ctx<'_>, rows: &[Row], state: &mut TableState) {
    let words = ctx.words;
    let columns = [
        Column::new("service", words.diagnostics_service(), 100.0),
        Column::new("state", words.diagnostics_state(), 190.0),
        Column::new("version", words.diagnostics_version(), 70.0),
        Column::new("microversions", words.diagnostics_microversions(), 110.0).rank(2),
        Column::new("latency", words.diagnostics_latency(), 80.0),
        Column::new("failures", words.diagnostics_failures(), 110.0)
            .right()
            .rank(1),
        Column::new("address", words.diagnostics_address(), 240.0).rest(),
    ];
    let table = DataTable {
        id: "diagnostics-services",
        name: words.diagnostics_services(),
        columns: &columns,
        rows,
        version: ctx.data.version(),
        words,
        now: ctx.now,
        menu: None,
    };
    data_table::show(ui, &table, state);
}

fn requests_ui(ui: &mut Ui, ctx: &Ctx<'_>, rows: &[Row], state: &mut TableState) {
    let words = ctx.words;
    if rows.is_empty() {
        ui.label(RichText::new(words.diagnostics_no_requests()).color(tokens(ui).quiet));
        return;
    }
    let columns = [
        Column::new("time", words.diagnostics_time(), 80.0),
        Column::new("service", words.diagnostics_service(), 90.0),
        Column::new("method", words.diagnostics_method(), 75.0),
        Column::new("status", words.diagnostics_status(), 110.0),
        Column::new("millis", words.diagnostics_millis(), 70.0).right(),
        Column::new("bytes", words.diagnostics_bytes(), 90.0)
            .right()
            .rank(1),
        Column::new("attempt", words.diagnostics_attempt(), 75.0)
            .right()
            .rank(1),
        Column::new("request_id", words.widget_request_id(), 190.0).rank(3),
        Column::new("path", words.diagnostics_path(), 260.0).rest(),
        Column::new("failure", words.diagnostics_failure(), 200.0).rank(2),
    ];
    let table = DataTable {
        id: "diagnostics-requests",
        name: words.diagnostics_requests(),
        columns: &columns,
        rows,
        version: ctx.data.version(),
        words,
        now: ctx.now,
        menu: None,
    };
    data_table::show(ui, &table, state);
}
