//! The question before a cluster is deleted: which one, where, what vanishes with it; answered by typing its name.
//!
//! What is deleted is fixed when the dialog opens, whatever moves underneath it meanwhile.

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::operation::Operation;
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::store::operations::Operations;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::dialogs::losses::{Losses, losses};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::banner;
use crate::ui::widgets::confirm_by_name::{self, Answer, Question};
use crate::ui::widgets::{facts, section};

/// The dialog, open or not.
#[derive(Debug, Default)]
pub struct DeleteDialog {
    target: Option<Target>,
}

/// What is asked about.
#[derive(Debug)]
struct Target {
    cluster: Arc<Cluster>,
    /// Where it is; noted with the first frame, and the dialog closes when another scope is opened.
    scope: Option<Scope>,
    typed: String,
}

impl DeleteDialog {
    /// Asks about this cluster.
    pub fn open(&mut self, cluster: Arc<Cluster>) {
        self.target = Some(Target {
            cluster,
            scope: None,
            typed: String::new(),
        });
    }

    /// Whether something is being asked.
    pub fn is_open(&self) -> bool {
        self.target.is_some()
    }

    /// Draws it, if it is open.
    pub fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>) {
        let Some(target) = &mut self.target else { return };
        let scope = target.scope.get_or_insert_with(|| ctx.scope.clone());
        if scope != ctx.scope {
            self.target = None;
            return;
        }
        let words = ctx.words;
        let cluster = Arc::clone(&target.cluster);
        let running = running(&ctx.store.operations, &cluster.id);
        let title = words.deletion_title(cluster.name.as_str());
        let question = Question {
            title: &title,
            name: &cluster.name,
            action: words.deletion_button(),
        };
        let answer = confirm_by_name::show(ui, words, question, &mut target.typed, |ui| {
            if running {
                banner::message(ui, Severity::Busy, words.deletion_sent());
            }
            where_ui(ui, words, scope, &cluster);
            let parts = ctx.data.parts.get(&cluster.id).and_then(|parts| parts.value());
            losses_ui(ui, words, &losses(Some(&cluster), parts.map(Arc::as_ref)));
        });
        match answer {
            Answer::Open => {}
            Answer::Cancelled => self.target = None,
            Answer::Confirmed => {
                // The dialog is gone with the first press, so there is no second one.
                self.target = None;
                if !running {
                    let name = cluster.name.clone();
                    ctx.outbox.run(Operation::delete(cluster.id.clone(), name));
                }
            }
        }
    }
}

/// Whether a deletion of this cluster is on its way already.
pub fn running(operations: &Operations, id: &ClusterId) -> bool {
    operations
        .newest_first()
        .any(|(_, entry)| entry.operation.deletes() == Some(id) && !entry.progress.ended())
}

fn where_ui(ui: &mut Ui, words: &Words, scope: &Scope, cluster: &Cluster) {
    ui.label(words.deletion_cannot());
    ui.add_space(GRID);
    facts::show(ui, words, "deletion target", |facts| {
        facts.text(words.deletion_cloud(), Some(&scope.cloud));
        facts.text(words.deletion_project(), Some(&scope.project));
        if !scope.region.is_empty() {
            facts.text(words.deletion_region(), Some(&scope.region));
        }
        facts.text(words.deletion_cluster(), Some(&cluster.name));
        facts.copy(words.deletion_id(), Some(cluster.id.as_str()));
    });
}

fn losses_ui(ui: &mut Ui, words: &Words, losses: &Losses) {
    section::heading(ui, words.deletion_vanishes());
    let mut lines = vec![
        words.deletion_masters(losses.masters),
        words.deletion_workers(losses.workers),
    ];
    lines.extend(
        losses
            .others
            .iter()
            .map(|(kind, count)| words.deletion_count(words.heat_type(kind), *count)),
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0 * GRID;
        for line in lines {
            ui.label(line);
        }
    });
    let quiet = tokens(ui).quiet;
    if losses.others_unknown {
        ui.label(RichText::new(words.deletion_unknown()).small().color(quiet));
    }
    ui.label(RichText::new(words.deletion_stays()).small().color(quiet));
}
