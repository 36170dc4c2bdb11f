//! What the pane beside the lists tells of the chosen node, pod, controller or service.

use egui::{ComboBox, RichText, ScrollArea, Ui};

use crate::domain::kubernetes::{
    Controller, Inside, LogSource, Node, Pod, Service, exec_words, forward_words, line, log_words,
};
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::cluster_page::inside::model::{Kind, key};
use crate::ui::cluster_page::inside::{run, way};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{age, buttons, copyable, facts, refusal, section, status_chip, waiting};

/// So many lines of a log are asked for.
const LINES: u32 = 200;
/// Height of the log.
const LOG_HEIGHT: f32 = 260.0;

/// What is told of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    Node(&'a Node),
    Pod(&'a Pod),
    Controller(&'a Controller),
    Service(&'a Service),
}

impl<'a> Subject<'a> {
    /// The one of this key, if it is still there.
    pub(super) fn find(inside: &'a Inside, kind: Kind, wanted: &str) -> Option<Self> {
        match kind {
            Kind::Nodes => {
                let mut all = inside.nodes.iter().flatten();
                all.find(|node| node.name == wanted).map(Self::Node)
            }
            Kind::Pods => {
                let mut all = inside.pods.iter().flatten();
                all.find(|pod| key(&pod.namespace, &pod.name) == wanted)
                    .map(Self::Pod)
            }
            Kind::Controllers => {
                let mut all = inside.controllers.iter().flatten();
                let of = |of: &Controller| format!("{}/{}", of.kind, key(&of.namespace, &of.name));
                all.find(|controller| of(controller) == wanted)
                    .map(Self::Controller)
            }
            Kind::Services => {
                let mut all = inside.services.iter().flatten();
                all.find(|service| key(&service.namespace, &service.name) == wanted)
                    .map(Self::Service)
            }
            Kind::Events => None,
        }
    }

    /// What it is called.
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Node(node) => &node.name,
            Self::Pod(pod) => &pod.name,
            Self::Controller(controller) => &controller.name,
            Self::Service(service) => &service.name,
        }
    }
}

/// Draws it.
pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, subject: Subject<'_>, container: &mut Option<String>) {
    match subject {
        Subject::Node(node) => node_ui(ui, scene, node),
        Subject::Pod(pod) => pod_ui(ui, scene, pod, container),
        Subject::Controller(controller) => controller_ui(ui, scene, controller),
        Subject::Service(service) => service_ui(ui, scene, service),
    }
}

fn node_ui(ui: &mut Ui, scene: &Scene<'_>, node: &Node) {
    let (words, now) = (scene.ctx.words, scene.ctx.now);
    section::heading(ui, words.inside_column_conditions());
    for condition in &node.conditions {
        let severity = match (condition.is_well(), condition.kind.as_str()) {
            (true, _) => Severity::Good,
            (false, "Ready") => Severity::Bad,
            (false, _) => Severity::Warning,
        };
        status_chip::show(ui, severity, &format!("{} · {}", condition.kind, condition.state));
        let since = condition.since.map(|since| age::text(ui, words.ago(since, now)));
        let parts: Vec<&str> = [condition.message.as_str(), since.as_deref().unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        ui.label(RichText::new(parts.join(" · ")).small().color(tokens(ui).quiet));
        ui.add_space(GRID);
    }
    ui.add_space(GAP);
    facts::show(ui, words, "inside node", |facts| {
        facts.text(words.inside_column_roles(), Some(&node.roles.join(", ")));
        facts.text(words.inside_column_version(), node.version.as_deref());
        facts.copy(words.inside_column_address(), node.address.as_deref());
        facts.text(words.inside_column_taints(), Some(&node.taints.join("\n")));
        facts.since(words.inside_column_age(), node.created_at, now);
    });
}

fn pod_ui(ui: &mut Ui, scene: &Scene<'_>, pod: &Pod, container: &mut Option<String>) {
    let words = scene.ctx.words;
    status_chip::show(ui, pod.severity(), &pod.state);
    ui.add_space(GRID);
    let chosen = container
        .clone()
        .filter(|chosen| pod.containers.contains(chosen))
        .or_else(|| pod.containers.first().cloned());
    let from = chosen.map(|container| LogSource {
        namespace: pod.namespace.clone(),
        pod: pod.name.clone(),
        container,
    });
    let what = format!("pod/{}", pod.name);
    let port = pod
        .ports
        .first()
        .map(|port| (pod.namespace.as_str(), what.as_str(), *port));
    ways_ui(ui, scene, (from.as_ref(), port));
    facts::show(ui, words, "inside pod", |facts| {
        facts.text(words.inside_column_namespace(), Some(&pod.namespace));
        facts.text(words.inside_column_node(), pod.node.as_deref());
        facts.copy(words.inside_column_address(), pod.address.as_deref());
        facts.text(
            words.inside_column_restarts(),
            Some(&words.count(pod.restarts as usize)),
        );
        facts.since(words.inside_column_age(), pod.created_at, scene.ctx.now);
    });
    let Some(from) = from else { return };
    section::heading(ui, words.inside_log());
    if pod.containers.len() > 1 {
        ComboBox::from_id_salt("inside container")
            .selected_text(&from.container)
            .show_ui(ui, |ui| {
                for name in &pod.containers {
                    if ui.selectable_label(*name == from.container, name).clicked() {
                        *container = Some(name.clone());
                    }
                }
            });
        ui.add_space(GRID);
    }
    log_ui(ui, scene, from);
}

/// The end of the log, followed while it is looked at.
fn log_ui(ui: &mut Ui, scene: &Scene<'_>, from: LogSource) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let question = Question::PodLog {
        cluster: scene.id.clone(),
        from,
        lines: LINES,
    };
    ctx.outbox.want(question.clone(), Repeat::Follow);
    let known = ctx.data.questions.get(&question);
    if let Some((problem, _)) = known.and_then(|known| known.failure()) {
        let title = (Severity::Warning, words.inside_log_failed());
        refusal::show(ui, words, title, problem);
    }
    match known.and_then(|known| known.value()).map(AsRef::as_ref) {
        Some(Answer::Console(log)) if log.is_empty() => {
            ui.label(RichText::new(words.inside_log_empty()).color(tokens(ui).quiet));
        }
        Some(Answer::Console(log)) => {
            let text = log.text();
            copyable::button(ui, words, words.inside_log(), &text);
            ScrollArea::both()
                .id_salt("inside log")
                .max_height(LOG_HEIGHT)
                .stick_to_bottom(true)
                .show(ui, |ui| {
                    ui.label(RichText::new(text).monospace().small());
                });
        }
        Some(
            Answer::Authority(_)
            | Answer::NodeGroup(_)
            | Answer::Particulars(_)
            | Answer::Inside(_)
            | Answer::Stacks(_)
            | Answer::StackSource(_),
        ) => {}
        None if known.is_none_or(|known| known.failure().is_none()) => {
            waiting::show(ui, words, words.inside_log_asking(), None);
        }
        None => {}
    }
}

fn controller_ui(ui: &mut Ui, scene: &Scene<'_>, controller: &Controller) {
    let words = scene.ctx.words;
    let ready = format!("{}/{}", controller.ready, controller.wanted);
    status_chip::show(ui, controller.severity(), &ready);
    ui.add_space(GRID);
    facts::show(ui, words, "inside controller", |facts| {
        facts.text(words.inside_column_kind(), Some(controller.kind));
        facts.text(words.inside_column_namespace(), Some(&controller.namespace));
        facts.text(words.inside_column_images(), Some(&controller.images.join("\n")));
        facts.since(words.inside_column_age(), controller.created_at, scene.ctx.now);
    });
}

fn service_ui(ui: &mut Ui, scene: &Scene<'_>, service: &Service) {
    let words = scene.ctx.words;
    let what = format!("service/{}", service.name);
    let port = service
        .port
        .map(|port| (service.namespace.as_str(), what.as_str(), port));
    ways_ui(ui, scene, (None, port));
    facts::show(ui, words, "inside service", |facts| {
        facts.text(words.inside_column_kind(), Some(&service.kind));
        facts.text(words.inside_column_namespace(), Some(&service.namespace));
        facts.copy(words.inside_column_address(), service.address.as_deref());
        facts.text(words.inside_column_outside(), Some(&service.outside.join("\n")));
        facts.text(words.inside_column_ports(), Some(&service.ports.join("\n")));
        facts.since(words.inside_column_age(), service.created_at, scene.ctx.now);
    });
}

/// A shell in the container, its log, its port here: in a terminal, or as a command to copy.
fn ways_ui(ui: &mut Ui, scene: &Scene<'_>, (from, port): (Option<&LogSource>, Option<(&str, &str, u16)>)) {
    let words = scene.ctx.words;
    let way = way(scene);
    let context = way.map_or("", |way| way.context.as_str());
    let mut ways: Vec<(&str, Vec<String>)> = Vec::new();
    if let Some(from) = from {
        ways.push((words.inside_shell(), exec_words(context, from)));
        ways.push((words.inside_follow_log(), log_words(context, from)));
    }
    if let Some(port) = port {
        ways.push((words.inside_forward(), forward_words(context, port)));
    }
    for (word, runs) in ways {
        way_ui(ui, words, scene, (word, runs));
    }
    ui.add_space(GRID);
}

fn way_ui(ui: &mut Ui, words: &Words, scene: &Scene<'_>, (word, runs): (&str, Vec<String>)) {
    let way = way(scene);
    let why_not = way.is_none().then(|| words.inside_no_way());
    ui.horizontal(|ui| {
        let press = buttons::unless(ui, why_not, |ui| ui.button(word));
        let Some(way) = way else { return };
        let command = line(Shell::HERE, &way.kubeconfig, &runs);
        let press = press.on_hover_text(&command);
        copyable::button(ui, words, word, &command);
        if press.clicked() {
            run(scene, way, runs);
        }
    });
}
