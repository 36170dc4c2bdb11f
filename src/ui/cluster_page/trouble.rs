//! What is wrong with the cluster: the doctor's sentence and advice, what was said, and how it was found.

use egui::{CollapsingHeader, Label, RichText, Ui};

use crate::domain::doctor::cause::KnownCause;
use crate::domain::doctor::{Diagnosis, Step};
use crate::domain::id::ServerId;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::status::{Action, Health, Phase, Severity, Status};
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::outbox;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID, ICON_SIZE},
};
use crate::ui::widgets::{banner, status_chip, waiting};

/// So many lines of a console are evidence enough.
const CONSOLE_TAIL: u32 = 20;

/// Draws it where something is wrong: in full, or in as little room as it can be said in.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, full: bool) {
    let cluster = scene.cluster;
    let diagnosis = scene.ctx.data.diagnosis(scene.id, scene.ctx.now);
    if let Some(diagnosis) = diagnosis.filter(|diagnosis| !said_elsewhere(diagnosis)) {
        let severity = if cluster.status.failed() {
            Severity::Bad
        } else {
            Severity::Warning
        };
        framed(ui, severity, |ui| diagnosis_ui(ui, scene, &diagnosis, full));
    } else if cluster.health == Health::Unhealthy && !cluster.status.in_progress() && full {
        unhealthy_ui(ui, scene);
    }
}

/// The banner of the running change says by itself that a deletion takes long, and what is left.
fn said_elsewhere(diagnosis: &Diagnosis) -> bool {
    diagnosis.cause == Some(KnownCause::DeletionTakesLong)
}

fn diagnosis_ui(ui: &mut Ui, scene: &Scene<'_>, diagnosis: &Diagnosis, full: bool) {
    let words = scene.ctx.words;
    let title = title(words, &scene.cluster.status);
    ui.label(RichText::new(title).text_style(section_style()));
    let sentence = words.diagnosis_sentence(diagnosis);
    if !full {
        ui.add(Label::new(sentence.as_ref()).truncate())
            .on_hover_text(sentence.as_ref());
        return;
    }
    if diagnosis.cause.is_some() {
        ui.add(Label::new(RichText::new(sentence).strong()).wrap());
    } else {
        ui.add(Label::new(unknown(words, diagnosis)).wrap());
    }
    if let Some(place) = place(words, diagnosis) {
        ui.add(Label::new(RichText::new(place).color(tokens(ui).quiet)).wrap());
    }
    if let Some(said) = &diagnosis.words {
        ui.add(Label::new(RichText::new(said).monospace()).wrap());
    }
    ui.add_space(GRID);
    ui.label(RichText::new(words.doctor_do()).small().color(tokens(ui).quiet));
    ui.add(Label::new(words.diagnosis_advice(diagnosis)).wrap());
    chain_ui(ui, words, &diagnosis.chain);
    if let Some(server) = &diagnosis.server {
        console_ui(ui, scene, server);
    }
    links_ui(ui, scene, diagnosis);
}

fn unknown<'w>(words: &'w Words, diagnosis: &Diagnosis) -> &'w str {
    if diagnosis.words.is_some() {
        words.doctor_unknown()
    } else {
        words.doctor_silent()
    }
}

/// What failed first, and how many other failures only follow from it.
fn place(words: &Words, diagnosis: &Diagnosis) -> Option<String> {
    let subject = diagnosis.subject.as_ref()?;
    let mut told = words.doctor_at(words.heat_type(&subject.kind), subject.name.as_str());
    if diagnosis.followers > 0 {
        told.push_str(" · ");
        told.push_str(&words.doctor_followers(diagnosis.followers));
    }
    Some(told)
}

fn chain_ui(ui: &mut Ui, words: &Words, chain: &[Step]) {
    CollapsingHeader::new(words.doctor_found())
        .id_salt("doctor chain")
        .show(ui, |ui| {
            for step in chain {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    ui.label(RichText::new(words.place(&step.place)).color(tokens(ui).quiet));
                    ui.label(&step.name);
                    if !step.state.is_empty() {
                        ui.label(RichText::new(&step.state).monospace());
                    }
                    if let Some(at) = step.at {
                        ui.label(RichText::new(words.moment(at)).color(tokens(ui).quiet));
                    }
                });
                if let Some(said) = &step.words {
                    ui.indent(("doctor step", &step.name), |ui| {
                        ui.add(Label::new(RichText::new(said).monospace()).wrap());
                    });
                }
            }
        });
}

/// What the server wrote last; asked for when somebody opens it.
fn console_ui(ui: &mut Ui, scene: &Scene<'_>, (id, name): &(ServerId, String)) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    CollapsingHeader::new(words.doctor_console(name.as_str()))
        .id_salt("doctor console")
        .show(ui, |ui| {
            let question = Question::Console {
                server: id.clone(),
                lines: CONSOLE_TAIL,
            };
            ctx.outbox.want(question.clone(), Repeat::Once);
            let Some(known) = ctx.data.questions.get(&question) else {
                return;
            };
            if let Some((problem, at)) = known.failure() {
                let title = words.headline(problem);
                ui.label(RichText::new(title).color(tokens(ui).status(Severity::Warning).fg))
                    .on_hover_text(words.moment(at));
            }
            match known.value().map(AsRef::as_ref) {
                Some(Answer::Console(log)) if log.is_empty() => drop(ui.label(words.doctor_console_empty())),
                Some(Answer::Console(log)) => {
                    ui.add(Label::new(RichText::new(log.text()).monospace()).wrap());
                }
                Some(
                    Answer::Authority(_)
                    | Answer::Particulars(_)
                    | Answer::NodeGroup(_)
                    | Answer::Inside(_)
                    | Answer::Stacks(_)
                    | Answer::StackSource(_),
                ) => {}
                None if known.refreshing() => waiting::show(ui, words, words.doctor_console_asking(), None),
                None => {}
            }
        });
}

fn links_ui(ui: &mut Ui, scene: &Scene<'_>, diagnosis: &Diagnosis) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GAP;
        let has_stack = ctx
            .data
            .parts
            .get(scene.id)
            .and_then(|parts| parts.value())
            .is_some_and(|parts| !parts.resources.is_empty());
        if has_stack && ui.link(words.page_see_resources()).clicked() {
            ctx.outbox.go(Route::Cluster(scene.id.clone(), Tab::Resources));
        }
        if matches!(scene.cluster.status, Status::Known(Action::Delete, _))
            && ui.link(words.leftovers_see()).clicked()
        {
            ctx.outbox.go(Route::Leftovers(Some(scene.id.clone())));
        }
        if ui.link(words.doctor_copy()).clicked() {
            let text = words.diagnosis_in_full(&scene.cluster.name, diagnosis);
            ctx.outbox.push(outbox::Action::Copy(text));
        }
    });
}

fn title<'w>(words: &'w Words, status: &Status) -> &'w str {
    match status {
        Status::Known(Action::Create, Phase::Failed) => words.page_failed_create(),
        Status::Known(Action::Update, Phase::Failed) => words.page_failed_update(),
        Status::Known(Action::Delete, Phase::Failed) => words.page_failed_delete(),
        Status::Known(_, Phase::InProgress) => words.page_stuck_here(),
        Status::Known(..) | Status::Other(_) => words.page_failed_other(),
    }
}

fn unhealthy_ui(ui: &mut Ui, scene: &Scene<'_>) {
    framed(ui, Severity::Warning, |ui| {
        ui.label(RichText::new(scene.ctx.words.page_unhealthy()).text_style(section_style()));
        for (part, state) in &scene.cluster.health_reasons {
            if !matches!(state.as_str(), "ok" | "True") {
                said_ui(ui, part, state);
            }
        }
    });
}

/// Who says it, and the words unchanged.
fn said_ui(ui: &mut Ui, who: &str, text: &str) {
    ui.label(RichText::new(who).small().color(tokens(ui).quiet));
    ui.add(Label::new(RichText::new(text).monospace()).wrap());
}

fn framed(ui: &mut Ui, severity: Severity, add: impl FnOnce(&mut Ui)) {
    let colours = tokens(ui).status(severity);
    banner::framed(ui, colours, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(status_chip::icon(severity))
                    .size(ICON_SIZE)
                    .color(colours.fg),
            );
            ui.vertical(add);
        });
    });
}
