//! The Kubernetes tab: whether the cluster's own API answers, and what it tells of nodes, pods, controllers, services and
//! events. Looked at only while the tab is open; the way in is a certificate that is kept in memory alone.

mod apply;
mod model;
mod pane;

use egui::{Label, RichText, Ui};
use jiff::Timestamp;

use crate::domain::access::{Terminal, Way, obstacle};
use crate::domain::kubernetes::{self, Inside};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::data_table::columns;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::{banner, buttons, copyable, inspector as beside, refusal, status_chip, waiting};
use model::Kind;

/// The tab and what belongs to the person on it.
#[derive(Debug, Default)]
pub(super) struct InsideTab {
    kind: Kind,
    table: TableState,
    cache: RowCache,
    /// Raised with every answer and every choice, so that rows are built anew.
    version: u64,
    built_for: Option<(Kind, Timestamp)>,
    container: Option<String>,
    apply: apply::ApplyDialog,
}

impl InsideTab {
    /// Draws the tab.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let (ctx, words) = (scene.ctx, scene.ctx.words);
        let template = ctx.data.template(&scene.cluster.template).map(AsRef::as_ref);
        if let Some(reason) = obstacle(scene.cluster, template, ctx.data.info.as_ref()) {
            banner::message(ui, Severity::Warning, &words.reason(&reason));
            return;
        }
        if template.is_some_and(|template| template.coe != "kubernetes") {
            banner::message(ui, Severity::Neutral, words.inside_other_engine());
            return;
        }
        let question = Question::Inside {
            cluster: scene.id.clone(),
        };
        ctx.outbox.want(question.clone(), Repeat::Follow);
        let Some(known) = ctx.data.questions.get(&question) else {
            return;
        };
        if let Some((problem, _)) = known.failure() {
            unanswered_ui(ui, scene, problem, &question);
        }
        let told = known.value().zip(known.as_of());
        let Some((Answer::Inside(inside), at)) = told.map(|(answer, at)| (answer.as_ref(), at)) else {
            if known.failure().is_none() {
                waiting::show(ui, words, words.inside_asking(), None);
            }
            return;
        };
        self.head_ui(ui, scene, (inside, &question));
        self.choose_ui(ui, words, inside);
        match model::tally(inside, self.kind) {
            Ok((0, _)) => drop(ui.label(RichText::new(words.inside_nothing()).color(tokens(ui).quiet))),
            Ok(_) => self.list_ui(ui, scene, (inside, at)),
            Err(problem) => {
                let title = words.inside_no_list(self.kind.word(words));
                refusal::show(ui, words, (Severity::Warning, &title), problem);
            }
        }
        self.apply.ui(ui, scene);
    }

    /// Whether it answers, its version and address, its checks, and the ways on.
    fn head_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, (inside, question): (&Inside, &Question)) {
        let (ctx, words) = (scene.ctx, scene.ctx.words);
        ui.horizontal_wrapped(|ui| {
            let health = model::health(inside);
            let word = if health == Severity::Good {
                words.inside_answers()
            } else {
                words.inside_answers_unwell()
            };
            status_chip::show(ui, health, word);
            ui.label(inside.version.as_deref().unwrap_or(words.format_none()));
            ui.label(RichText::new(&inside.address).monospace());
            copyable::button(ui, words, words.clusters_column_api(), &inside.address);
            checks_ui(ui, words, inside);
        });
        ui.add_space(GRID);
        ui.horizontal_wrapped(|ui| {
            if ui.button(words.inside_look_again()).clicked() {
                ctx.outbox.push(Action::AskAgain(question.clone()));
            }
            if ui
                .button(words.inside_apply())
                .on_hover_text(words.inside_apply_help())
                .clicked()
            {
                self.apply.open();
            }
            let way = way(scene);
            let why_not = way.is_none().then(|| words.inside_no_way());
            let k9s = |ui: &mut Ui| ui.button(words.inside_k9s());
            let press = buttons::unless(ui, why_not, k9s).on_hover_text(words.inside_k9s_help());
            if let Some(way) = way.filter(|_| press.clicked()) {
                run(scene, way, kubernetes::k9s_words(&way.context));
            }
            if way.is_none() && ui.link(words.inside_to_access()).clicked() {
                ctx.outbox.go(Route::Cluster(scene.id.clone(), Tab::Access));
            }
        });
        ui.add_space(GRID);
    }

    /// One button for each list, with how many there are and how the worst of them is.
    fn choose_ui(&mut self, ui: &mut Ui, words: &Words, inside: &Inside) {
        ui.horizontal_wrapped(|ui| {
            for kind in Kind::ALL {
                let (count, worst) = match model::tally(inside, kind) {
                    Ok((count, worst)) => (words.count(count), worst),
                    Err(_) => (words.format_none().to_owned(), Severity::Warning),
                };
                if matches!(worst, Severity::Bad | Severity::Warning | Severity::Busy) {
                    let colour = tokens(ui).status(worst).fg;
                    ui.label(RichText::new(status_chip::icon(worst)).color(colour));
                }
                let text = words.clusters_lens(kind.word(words), count);
                if ui.selectable_label(self.kind == kind, text).clicked() && self.kind != kind {
                    self.kind = kind;
                    self.table = TableState::default();
                    self.container = None;
                }
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, (inside, at): (&Inside, Timestamp)) {
        let (ctx, words, kind) = (scene.ctx, scene.ctx.words, self.kind);
        let all = model::columns(words, kind);
        ui.horizontal(|ui| {
            data_table::filter(ui, words, &mut self.table, 220.0);
            columns::button(ui, words, kind.table(), &all);
        });
        ui.add_space(GRID);
        if let Some(chosen) = self.table.selected.clone().filter(|_| kind != Kind::Events) {
            let subject = pane::Subject::find(inside, kind, &chosen);
            let closed = subject.is_some_and(|subject| {
                beside::show(ui, words, "inside pane", subject.name(), |ui| {
                    pane::ui(ui, scene, subject, &mut self.container);
                })
            });
            if closed {
                self.table.selected = None;
            }
        }
        if self.built_for != Some((kind, at)) {
            self.built_for = Some((kind, at));
            self.version += 1;
        }
        let rows = self.cache.rows(self.version, words.language(), || {
            model::rows(inside, words, kind)
        });
        let table = DataTable {
            id: kind.table(),
            name: kind.word(words),
            columns: &all,
            rows,
            version: self.version,
            words,
            now: ctx.now,
            menu: None,
        };
        let response = data_table::show(ui, &table, &mut self.table);
        if response.selected.is_some() {
            self.container = None;
        }
    }
}

/// The API's own checks in one word, each of them under the pointer.
fn checks_ui(ui: &mut Ui, words: &Words, inside: &Inside) {
    if inside.checks.is_empty() {
        return;
    }
    let passed = inside.checks.iter().filter(|check| check.passed).count();
    let failed: Vec<&str> = inside
        .checks
        .iter()
        .filter(|check| !check.passed)
        .map(|check| check.name.as_str())
        .collect();
    let all: Vec<&str> = inside.checks.iter().map(|check| check.name.as_str()).collect();
    let text = words.inside_checks(passed, all.len());
    if failed.is_empty() {
        ui.label(RichText::new(text).color(tokens(ui).quiet))
            .on_hover_text(all.join("\n"));
    } else {
        let colour = tokens(ui).status(Severity::Bad).fg;
        let text = format!("{text}: {}", failed.join(", "));
        ui.label(RichText::new(text).color(colour));
    }
}

/// Nobody answers, or not to us: what was tried, why it did not work, and that all else goes on.
fn unanswered_ui(ui: &mut Ui, scene: &Scene<'_>, problem: &Problem, question: &Question) {
    let words = scene.ctx.words;
    let address = scene.cluster.api_address.as_deref().unwrap_or_default();
    let title = words.inside_unanswered(address);
    refusal::show(ui, words, (Severity::Warning, &title), problem);
    let unreached = matches!(
        problem.kind,
        ProblemKind::NoAnswer { .. } | ProblemKind::NoRoute { .. } | ProblemKind::ConnectionRefused { .. }
    );
    if unreached {
        ui.add(Label::new(words.inside_unreached_help()).wrap());
    }
    ui.add_space(GRID);
    if ui.button(words.inside_look_again()).clicked() {
        scene.ctx.outbox.push(Action::AskAgain(question.clone()));
    }
    ui.add_space(GAP);
}

/// How other clients reach the cluster, where somebody has saved a kubeconfig.
fn way<'a>(scene: &Scene<'a>) -> Option<&'a Way> {
    scene.ctx.store.remembered.get(scene.id)?.way.as_ref()
}

/// Opens a terminal in which this runs.
fn run(scene: &Scene<'_>, way: &Way, runs: Vec<String>) {
    let environment = vec![("KUBECONFIG".to_owned(), way.kubeconfig.clone())];
    scene
        .ctx
        .outbox
        .push(Action::OpenTerminal(Terminal { environment, runs }));
}
