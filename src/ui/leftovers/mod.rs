//! What is left of clusters that are gone or do not go, in the order in which it is removed: piece by piece here, or with
//! commands that are copied.

mod confirm;

use egui::{Grid, Label, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::leftovers::{Former, Leftover, Piece, PieceKind, Remains};
use crate::domain::operation::{Operation, Progress};
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::store::operations::Entry;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::leftovers::confirm::Confirm;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab};
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{banner, buttons, section};

/// Width up to which a name is shown in full.
const NAME_WIDTH: f32 = 380.0;
/// The part of a narrow window that names take.
const NAME_SHARE: f32 = 0.25;
/// The least width in which what blocks is still told.
const LEAST_WIDTH: f32 = 160.0;

/// The page.
#[derive(Debug, Default)]
pub struct LeftoversPanel {
    confirm: Confirm,
    waiting_since: Option<Timestamp>,
}

impl LeftoversPanel {
    /// Draws the page; of one stuck cluster where one is named.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, of: Option<&ClusterId>) {
        let words = ctx.words;
        section::page_header(ui, words.leftovers_title(), None, |ui| {
            if ui.button(words.leftovers_look()).clicked() {
                ctx.outbox.push(Action::Refresh(Some(Topic::Leftovers)));
            }
        });
        standing::show(ui, ctx, &Topic::Leftovers, Some(Topic::Leftovers));
        let Some(list) = ctx.data.leftovers.value() else {
            if ctx.data.leftovers.failure().is_none() {
                let what = (Topic::Leftovers, words.leftovers_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            return;
        };
        self.waiting_since = None;
        if list.clusters_to_come {
            banner::message(ui, Severity::Busy, words.leftovers_clusters_to_come());
            return;
        }
        for (service, problem) in &list.gaps {
            let text = words.leftovers_gap(service.name(), words.headline(problem));
            banner::message(ui, Severity::Warning, &text);
        }
        let is_going = |remains: &&Remains| matches!(remains.of, Former::Going { .. });
        let is_wanted = |remains: &&Remains| match of {
            None => !is_going(remains),
            Some(_) => remains.of.cluster() == of,
        };
        let shown: Vec<&Remains> = list.remains.iter().filter(is_wanted).collect();
        if of.is_none() {
            for remains in list.remains.iter().filter(is_going) {
                not_yet_ui(ui, ctx, &remains.of);
            }
        }
        if of.is_some() && ui.link(words.leftovers_all()).clicked() {
            ctx.outbox.go(Route::Leftovers(None));
        }
        if shown.is_empty() {
            let title = words.leftovers_none();
            let text = words.leftovers_none_help();
            let icon = egui_phosphor::regular::BROOM;
            let action = None;
            empty_state::show(
                ui,
                EmptyState {
                    icon,
                    title,
                    text,
                    action,
                },
            );
            return;
        }
        ui.add(Label::new(words.leftovers_help()).wrap());
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            for remains in shown {
                self.remains_ui(ui, ctx, remains);
            }
        });
        self.confirm.ui(ui, ctx);
    }

    fn remains_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, remains: &Remains) {
        let words = ctx.words;
        let title = match &remains.of {
            Former::Stuck { name, .. } => words.leftovers_of_stuck(name.as_str()),
            Former::Going { name, .. } => words.leftovers_of_going(name.as_str()),
            Former::Gone { identity } => words.leftovers_of_gone(identity.as_str()),
        };
        section::heading(ui, &title);
        ui.horizontal_wrapped(|ui| {
            if ui.button(words.leftovers_copy_all()).clicked() {
                let commands: Vec<String> = remains
                    .pieces
                    .iter()
                    .map(|leftover| leftover.piece.command())
                    .collect();
                ctx.outbox.push(Action::Copy(commands.join("\n")));
            }
            if let Some(cluster) = remains.of.cluster()
                && ui.link(words.leftovers_open_cluster()).clicked()
            {
                ctx.outbox.go(Route::Cluster(cluster.clone(), Tab::Summary));
            }
        });
        ui.add_space(GRID);
        Grid::new(("leftovers", &title))
            .num_columns(5)
            .spacing([2.0 * GAP, GRID])
            .show(ui, |ui| {
                for leftover in &remains.pieces {
                    self.row_ui(ui, ctx, leftover);
                    ui.end_row();
                }
            });
        if remains.of.cluster().is_some() {
            ui.label(RichText::new(words.leftovers_then_delete()).color(tokens(ui).quiet));
        }
        ui.add_space(GAP);
    }

    fn row_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, leftover: &Leftover) {
        let (words, piece) = (ctx.words, &leftover.piece);
        ui.label(words.piece_kind(piece.kind));
        ui.scope(|ui| {
            ui.set_max_width((ui.ctx().content_rect().width() * NAME_SHARE).min(NAME_WIDTH));
            ui.add(Label::new(RichText::new(piece.label()).monospace()).truncate())
                .on_hover_text(&piece.id);
        });
        let entry = newest(ctx, piece);
        state_ui(ui, words, leftover, entry);
        let blocked = blocked(words, &leftover.blocked_by);
        ui.horizontal(|ui| {
            let running = entry.filter(|entry| !entry.progress.ended());
            let why_not = running
                .map(|_| words.leftovers_running().to_owned())
                .or_else(|| blocked.clone());
            let remove = |ui: &mut Ui| ui.button(words.leftovers_remove());
            if buttons::unless(ui, why_not.as_deref(), remove).clicked() {
                self.confirm.open(piece.clone());
            }
            if ui
                .button(words.leftovers_copy())
                .on_hover_text(piece.command())
                .clicked()
            {
                ctx.outbox.push(Action::Copy(piece.command()));
            }
        });
        match &blocked {
            Some(text) => blocked_ui(ui, text),
            None => drop(ui.label(RichText::new(words.leftovers_free()).color(tokens(ui).quiet))),
        }
    }
}

/// What a cluster still has that is being deleted is no leftover yet; who wants to see it all the same can.
fn not_yet_ui(ui: &mut Ui, ctx: &Ctx<'_>, of: &Former) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(ctx.words.leftovers_not_yet(of.label())).color(tokens(ui).quiet));
        if ui.link(ctx.words.leftovers_look_all_the_same()).clicked() {
            ctx.outbox.go(Route::Leftovers(of.cluster().cloned()));
        }
    });
}

/// Ends at the page's edge, however long the name is; the whole is told where the pointer rests.
fn blocked_ui(ui: &mut Ui, text: &str) {
    let colour = tokens(ui).status(Severity::Warning).fg;
    ui.scope(|ui| {
        let left = ui.clip_rect().right() - ui.cursor().left();
        ui.set_max_width(left.max(LEAST_WIDTH));
        ui.add(Label::new(RichText::new(text).color(colour)).truncate())
            .on_hover_text(text);
    });
}

fn state_ui(ui: &mut Ui, words: &Words, leftover: &Leftover, entry: Option<&Entry>) {
    match entry.map(|entry| &entry.progress) {
        Some(Progress::Refused { problem }) => {
            let colour = tokens(ui).status(Severity::Bad).fg;
            let said = problem
                .server_words
                .clone()
                .unwrap_or_else(|| words.headline(problem));
            ui.label(RichText::new(words.leftovers_refused()).color(colour))
                .on_hover_text(said);
        }
        Some(progress) if !progress.ended() => drop(ui.label(words.leftovers_running())),
        Some(_) | None => drop(ui.label(RichText::new(&leftover.state).monospace())),
    }
}

/// What has to go first, in words.
fn blocked(words: &Words, blockers: &[Piece]) -> Option<String> {
    let first = blockers.first()?;
    let name = format!("{} {}", words.piece_kind(first.kind), first.label());
    Some(match blockers.len() {
        1 => words.leftovers_blocked(name),
        more => words.leftovers_blocked_more(name, more - 1),
    })
}

/// The newest wish to remove this thing.
fn newest<'a>(ctx: &Ctx<'a>, piece: &Piece) -> Option<&'a Entry> {
    let mut all = ctx.store.operations.newest_first();
    all.find(|(_, entry)| {
        entry.scope == *ctx.scope
            && matches!(&entry.operation, Operation::Remove(removed) if removed == piece)
    })
    .map(|(_, entry)| entry)
}

/// Which kinds hold data that is lost with them.
pub(crate) fn holds_data(kind: PieceKind) -> bool {
    matches!(kind, PieceKind::Volume | PieceKind::Server | PieceKind::Stack)
}
