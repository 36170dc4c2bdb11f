//! Last step: what will be built and where, what it takes, what was not checked, and the same on the command line.

use egui::{CollapsingHeader, Frame, Label, Link, RichText, Ui};

use crate::domain::draft::{ClusterDraft, ClusterRequest, DraftField};
use crate::domain::plan::estimate::{Past, estimate};
use crate::domain::plan::finding::{Finding, Weight};
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::ui::outbox::{Action, FileWish};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, INSPECTOR_NEEDS},
};
use crate::ui::widgets::{copyable, facts, section, status_chip};
use crate::ui::wizard::model::{Choice, Step};
use crate::ui::wizard::{Scene, field, sidebar};

/// What the review keeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReviewState {
    shell: Shell,
}

impl Default for ReviewState {
    fn default() -> Self {
        Self { shell: Shell::HERE }
    }
}

/// Draws it; tells where somebody wants to go to put something right.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (draft, state): (&ClusterDraft, &mut ReviewState),
) -> Option<Step> {
    let words = scene.words();
    let mut wanted = None;
    let grave = |finding: &&Finding| finding.weight <= Weight::Warns;
    for finding in scene.findings.iter().filter(grave) {
        if issue_ui(ui, scene, finding) {
            wanted = Some(Step::of(finding.field));
        }
    }
    if !scene.findings.iter().any(|finding| grave(&finding)) {
        let colour = tokens(ui).status(Severity::Good).fg;
        ui.horizontal(|ui| {
            ui.label(RichText::new(status_chip::icon(Severity::Good)).color(colour));
            ui.label(words.wizard_review_fine());
        });
    }
    section::heading(ui, words.wizard_review_what());
    plan_ui(ui, scene, draft);
    // On a narrow window there is no sidebar that says it already.
    if ui.ctx().content_rect().width() < INSPECTOR_NEEDS {
        section::heading(ui, words.wizard_totals());
        sidebar::totals_ui(ui, scene, "review totals");
    }
    unchecked_ui(ui, scene);
    ui.add_space(GAP);
    match draft.finish(scene.offer.ground()) {
        Ok(request) => request_ui(ui, scene, &request, state),
        Err(_) => {
            section::heading(ui, words.wizard_command());
            ui.label(RichText::new(words.wizard_command_blocked()).color(tokens(ui).quiet));
        }
    }
    wanted
}

/// One finding as a link to where it can be put right; tells whether it was followed.
fn issue_ui(ui: &mut Ui, scene: &Scene<'_>, finding: &Finding) -> bool {
    let words = scene.words();
    let (icon, colour) = field::mark(ui, finding.weight);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.label(RichText::new(icon).color(colour));
        let text = words.plan_issue(finding);
        let followed = ui.add(Link::new(RichText::new(text).color(colour))).clicked();
        field::fix_ui(ui, scene, finding);
        followed
    })
    .inner
}

/// What could not be checked is not fine, and is said apart.
fn unchecked_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.words();
    let rest = scene
        .findings
        .iter()
        .filter(|finding| finding.weight > Weight::Warns);
    let rest: Vec<_> = rest.collect();
    if rest.is_empty() {
        return;
    }
    section::heading(ui, words.wizard_review_unchecked());
    for finding in rest {
        let (icon, colour) = field::mark(ui, finding.weight);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            ui.spacing_mut().interact_size.y = 0.0;
            ui.label(RichText::new(icon).color(colour));
            let text = words.plan_issue(finding);
            ui.add(Label::new(RichText::new(text).color(colour)).wrap());
        });
        ui.add_space(GRID);
    }
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
    let yes_no = |set: Option<bool>| set.map(|yes| words.yes_no(yes));
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
        for group in &draft.groups {
            let flavor = Some(group.flavor.as_str()).filter(|name| !name.is_empty());
            let flavor = flavor
                .or(scene.plan.flavor())
                .unwrap_or(words.wizard_flavor_unknown());
            facts.text(&group.name, Some(&words.wizard_times(group.node_count, flavor)));
        }
        if let Some(template) = template {
            let image = scene
                .plan
                .image()
                .map_or(template.image.as_str(), |image| image.name.as_str());
            facts.text(words.wizard_template_image(), Some(image));
            facts.text(
                words.wizard_template_network(),
                template.network_driver.as_deref(),
            );
            facts.text(words.wizard_template_balancer(), yes_no(scene.plan.balanced()));
            facts.text(words.wizard_template_floating(), yes_no(scene.plan.floating()));
            facts.text(words.wizard_template_external(), scene.external_name());
        }
        facts.text(words.draft_field(DraftField::Timeout), Some(&limit));
        let past = Past {
            built: scene.ctx.store.history.of(scene.ctx.scope),
            clusters: scene.offer.clusters,
        };
        let text = estimate(past, draft.template.as_ref()).map(|told| words.estimate(&told));
        facts.text(
            words.wizard_estimate_title(),
            Some(text.as_deref().unwrap_or(words.wizard_estimate_none())),
        );
    });
}

fn request_ui(ui: &mut Ui, scene: &Scene<'_>, request: &ClusterRequest, state: &mut ReviewState) {
    let words = scene.words();
    let command = request.command(state.shell, scene.ctx.scope);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(words.wizard_command())
                .text_style(section_style())
                .color(tokens(ui).strong),
        );
        copyable::button(ui, words, words.wizard_command(), &command.text);
        for shell in Shell::ALL {
            ui.selectable_value(&mut state.shell, shell, shell.name());
        }
    });
    code_ui(ui, &command.text);
    if !command.distorted.is_empty() {
        let text = words.wizard_command_distorted(command.distorted.join(", "));
        let colour = tokens(ui).status(Severity::Warning).fg;
        ui.add(Label::new(RichText::new(text).small().color(colour)).wrap());
    }
    ui.add_space(GAP);
    let json = request.json();
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(words.wizard_json())
                .text_style(section_style())
                .color(tokens(ui).strong),
        );
        copyable::button(ui, words, words.wizard_json(), &json);
        if let Some(folder) = scene.folder {
            let file = folder.join(format!("{}.json", request.name()));
            let save = ui.button(words.wizard_save());
            if save.on_hover_text(file.display().to_string()).clicked() {
                let text = json.clone();
                let wish = FileWish {
                    title: words.wizard_json().to_owned(),
                    file,
                    kind: "JSON".to_owned(),
                    ending: "json".to_owned(),
                };
                scene.ctx.outbox.push(Action::SaveTextAs { wish, text });
            }
        }
    });
    CollapsingHeader::new(words.wizard_json_show())
        .id_salt("wizard json")
        .show(ui, |ui| code_ui(ui, &json));
}

fn code_ui(ui: &mut Ui, text: &str) {
    Frame::new()
        .fill(tokens(ui).sunken)
        .corner_radius(CORNER)
        .inner_margin(GAP + GRID)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(text).monospace()).wrap());
        });
}
