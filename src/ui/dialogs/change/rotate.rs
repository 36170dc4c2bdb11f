//! A new certificate authority, or a new credential for the cloud: said what that breaks, and the name is typed.

use egui::Ui;

use super::{Scene, Stay, frame};
use crate::domain::operation::{ClusterChange, ClusterDeed, Operation};
use crate::domain::permission::Wish;
use crate::domain::status::Severity;
use crate::ui::permitted;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::confirm_by_name::{self, Answer, Question};
use crate::ui::widgets::{banner, facts};

/// What is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Authority,
    Credential,
}

/// Draws the dialog.
pub(super) fn show(ui: &Ui, scene: &Scene<'_>, what: What, typed: &mut String) -> Stay {
    let (ctx, words, cluster) = (scene.ctx, scene.ctx.words, scene.cluster);
    let name = cluster.name.as_str();
    let (title, means, wish, deed) = match what {
        What::Authority => (
            words.changes_rotate_ca_title(name),
            words.rotation_ca_means(),
            Wish::RotateCa,
            ClusterDeed::RotateCa,
        ),
        What::Credential => (
            words.changes_rotate_credential_title(name),
            words.rotation_credential_means(),
            Wish::RotateCredential,
            ClusterDeed::RotateCredential,
        ),
    };
    // The state may have changed since the button was pressed.
    if permitted::about(ctx, cluster).may(wish).is_err() {
        return Stay::Close;
    }
    let operation = Operation::Cluster(ClusterChange::now(cluster.id.clone(), name, deed));
    let question = Question {
        title: &title,
        name,
        action: words.changes_rotate_action(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        banner::message(ui, Severity::Warning, means);
        ui.add_space(GRID);
        facts::show(ui, words, "rotation target", |facts| {
            facts.text(words.deletion_cloud(), Some(&ctx.scope.cloud));
            facts.text(words.deletion_project(), Some(&ctx.scope.project));
            facts.copy(words.deletion_id(), Some(cluster.id.as_str()));
        });
        frame::command_ui(ui, ctx, Some(&operation));
    });
    match answer {
        Answer::Open => Stay::Open,
        Answer::Cancelled => Stay::Close,
        Answer::Confirmed => {
            ctx.outbox.run(operation);
            Stay::Close
        }
    }
}
