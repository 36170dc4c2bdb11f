//! Last step: what will be built and where, what is left to do, and the same on the command line.

use egui::{Frame, Label, Link, RichText, Ui};

use crate::domain::draft::{ClusterDraft, DraftField, DraftIssue};
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, INSPECTOR_NEEDS},
};
use crate::ui::widgets::{copyable, facts, section, status_chip};
use crate::ui::wizard::command::command_line;
use crate::ui::wizard::model::{Choice, Step};
use crate::ui::wizard::{Scene, sidebar};

/// Draws it; tells where somebody wants to go to put something right.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &ClusterDraft) -> Option<Step> {
    let words = scene.words();
    let mut wanted = None;
    for issue in scene.issues {
        if issue_ui(ui, scene, *issue) {
            wanted = Some(Step::of(issue.field));
        }
    }
    section::heading(ui, words.wizard_review_what());
    plan_ui(ui, scene, draft);
    // On a narrow window there is no sidebar that says it already.
    if ui.ctx().content_rect().width() < INSPECTOR_NEEDS {
        section::heading(ui, words.wizard_totals());
        sidebar::totals_ui(ui, scene, "review totals", draft);
    }
    ui.add_space(GAP);
    match draft.finish(scene.offer.context()) {
        Ok(request) => command_ui(ui, scene, &command_line(Shell::HERE, scene.ctx.scope, &request)),
        Err(_) => {
            section::heading(ui, words.wizard_command());
            ui.label(RichText::new(words.wizard_command_blocked()).color(tokens(ui).quiet));
        }
    }
    wanted
}

/// One issue as a link to where it can be put right; tells whether it was followed.
fn issue_ui(ui: &mut Ui, scene: &Scene<'_>, issue: DraftIssue) -> bool {
    let words = scene.words();
    let severity = if issue.is_warning() {
        Severity::Warning
    } else {
        Severity::Bad
    };
    let colour = tokens(ui).status(severity).fg;
    ui.horizontal(|ui| {
        ui.label(RichText::new(status_chip::icon(severity)).color(colour));
        let text = words.wizard_issue(words.draft_field(issue.field), words.draft_reason(issue.reason));
        ui.add(Link::new(RichText::new(text).color(colour))).clicked()
    })
    .inner
}

fn plan_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &ClusterDraft) {
    let words = scene.words();
    let template = scene.offer.template;
    let (masters, workers) = sidebar::machines(words, scene, draft);
    let keypair = Choice::of(
        &draft.keypair,
        template.and_then(|template| template.keypair.as_deref()),
    );
    let told = match keypair {
        Choice::Own(name) => Some(name.to_owned()),
        Choice::Inherited(name) => Some(words.wizard_inherit(name)),
        Choice::Absent => None,
    };
    let limit = match draft.create_timeout_mins {
        0 => words.page_no_limit().to_owned(),
        minutes => words.span(u64::from(minutes) * 60),
    };
    facts::show(ui, words, "review plan", |facts| {
        facts.text(words.draft_field(DraftField::Name), Some(&draft.name));
        facts.text(words.wizard_review_where(), Some(&scene.ctx.scope.to_string()));
        facts.text(
            words.draft_field(DraftField::Template),
            template.map(|template| template.name.as_str()),
        );
        facts.text(words.draft_field(DraftField::KeyPair), told.as_deref());
        facts.text(words.draft_field(DraftField::MasterCount), Some(&masters));
        facts.text(words.draft_field(DraftField::NodeCount), Some(&workers));
        if let Some(template) = template {
            facts.text(words.wizard_template_image(), Some(&template.image));
            facts.text(
                words.wizard_template_network(),
                template.network_driver.as_deref(),
            );
            let yes_no = |set: Option<bool>| set.map(|yes| words.yes_no(yes));
            facts.text(
                words.wizard_template_balancer(),
                yes_no(draft.balanced(Some(template))),
            );
            facts.text(
                words.wizard_template_floating(),
                yes_no(template.floating_ip_enabled),
            );
            facts.text(
                words.wizard_template_external(),
                template.external_network.as_deref(),
            );
        }
        facts.text(words.wizard_timeout(), Some(&limit));
    });
}

fn command_ui(ui: &mut Ui, scene: &Scene<'_>, command: &str) {
    let words = scene.words();
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(words.wizard_command())
                .text_style(section_style())
                .color(tokens(ui).strong),
        );
        copyable::button(ui, words, words.wizard_command(), command);
    });
    Frame::new()
        .fill(tokens(ui).sunken)
        .corner_radius(CORNER)
        .inner_margin(GAP + GRID)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(command).monospace()).wrap());
        });
}
