//! Short notices in a corner: what changed without being looked at. They go by themselves and never take the focus.

use jiff::{SignedDuration, Timestamp};

use crate::domain::id::ClusterId;
use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::platform::notify::Notification;
use crate::store::notice::{Notice, NoticeKind};
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::widgets::icon_button;

/// How long a good notice stays.
const SHORT: SignedDuration = SignedDuration::from_secs(6);
/// How long a bad one stays.
const LONG: SignedDuration = SignedDuration::from_secs(30);
/// A reason is no longer than this on the desktop; the window has the rest.
const REASON: usize = 160;
/// The most that are shown at once.
const AT_ONCE: usize = 4;

#[derive(Clone, Debug)]
enum Kind {
    Notice(Box<NoticeKind>),
    Copied,
    Busy,
    NotRemembered,
    /// A text was written into this file.
    Saved(String),
    /// Something that somebody asked of this computer did not work.
    Failed(Problem),
    Forgotten,
}

#[derive(Clone, Debug)]
struct Toast {
    kind: Kind,
    until: Timestamp,
}

/// The notices on screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Toasts {
    toasts: Vec<Toast>,
}

impl Toasts {
    pub(crate) fn push(&mut self, notice: &Notice, now: Timestamp) {
        let stay = match severity(&notice.kind) {
            Severity::Bad | Severity::Warning => LONG,
            Severity::Good | Severity::Busy | Severity::Neutral => SHORT,
        };
        self.add(Kind::Notice(Box::new(notice.kind.clone())), now + stay);
    }

    pub(crate) fn copied(&mut self, now: Timestamp) {
        self.toasts.retain(|toast| !matches!(toast.kind, Kind::Copied));
        self.add(Kind::Copied, now + SignedDuration::from_secs(2));
    }

    pub(crate) fn busy(&mut self, now: Timestamp) {
        self.add(Kind::Busy, now + SHORT);
    }

    pub(crate) fn not_remembered(&mut self, now: Timestamp) {
        self.add(Kind::NotRemembered, now + LONG);
    }

    pub(crate) fn saved(&mut self, file: &std::path::Path, now: Timestamp) {
        self.add(Kind::Saved(file.display().to_string()), now + SHORT);
    }

    pub(crate) fn failed(&mut self, problem: Problem, now: Timestamp) {
        self.add(Kind::Failed(problem), now + LONG);
    }

    pub(crate) fn forgotten(&mut self, now: Timestamp) {
        self.add(Kind::Forgotten, now + SHORT);
    }

    fn add(&mut self, kind: Kind, until: Timestamp) {
        self.toasts.push(Toast { kind, until });
        if self.toasts.len() > AT_ONCE {
            self.toasts.remove(0);
        }
    }

    pub(crate) fn ui(&mut self, ui: &egui::Ui, ctx: &Ctx<'_>) {
        self.toasts.retain(|toast| toast.until > ctx.now);
        let Some(next) = self.toasts.iter().map(|toast| toast.until).min() else {
            return;
        };
        let left = next.duration_since(ctx.now).unsigned_abs();
        ui.ctx().request_repaint_after(left);
        let mut closed = None;
        egui::Area::new(egui::Id::new("toasts"))
            .anchor(egui::Align2::RIGHT_BOTTOM, egui::vec2(-16.0, -44.0))
            .order(egui::Order::Foreground)
            .show(ui.ctx(), |ui| {
                for (index, toast) in self.toasts.iter().enumerate() {
                    if toast_ui(ui, ctx, &toast.kind) {
                        closed = Some(index);
                    }
                    ui.add_space(8.0);
                }
            });
        if let Some(index) = closed {
            self.toasts.remove(index);
        }
    }
}

/// Draws one notice; tells whether it was closed.
fn toast_ui(ui: &mut egui::Ui, ctx: &Ctx<'_>, kind: &Kind) -> bool {
    let tokens = tokens(ui);
    let (severity, text, target) = match kind {
        Kind::Notice(notice) => (severity(notice), words_for(ctx.words, notice), target(notice)),
        Kind::Copied => (Severity::Good, ctx.words.frame_copied().to_owned(), None),
        Kind::Busy => (Severity::Warning, ctx.words.frame_busy().to_owned(), None),
        Kind::NotRemembered => (
            Severity::Warning,
            ctx.words.frame_not_remembered().to_owned(),
            None,
        ),
        Kind::Saved(file) => (Severity::Good, ctx.words.frame_saved(file.as_str()), None),
        Kind::Failed(problem) => (Severity::Bad, ctx.words.headline(problem), None),
        Kind::Forgotten => (Severity::Good, ctx.words.frame_forgotten().to_owned(), None),
    };
    let mut closed = false;
    egui::Frame::popup(ui.style())
        .inner_margin(egui::Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(320.0);
            ui.horizontal(|ui| {
                ui.colored_label(tokens.status(severity).fg, icon(severity));
                ui.allocate_ui(egui::vec2(252.0, 0.0), |ui| {
                    let label = egui::Label::new(text).wrap();
                    match target {
                        Some(cluster) => {
                            let response = ui.add(label.sense(egui::Sense::click()));
                            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                                ctx.outbox.go(Route::Cluster(cluster, Tab::Summary));
                                closed = true;
                            }
                        }
                        None => drop(ui.add(label)),
                    }
                });
                closed |=
                    icon_button::show(ui, egui_phosphor::regular::X, ctx.words.widget_close()).clicked();
            });
        });
    closed
}

fn icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Good => egui_phosphor::regular::CHECK_CIRCLE,
        Severity::Bad => egui_phosphor::regular::X_CIRCLE,
        Severity::Warning => egui_phosphor::regular::WARNING,
        Severity::Busy | Severity::Neutral => egui_phosphor::regular::INFO,
    }
}

fn severity(notice: &NoticeKind) -> Severity {
    match notice {
        NoticeKind::ClusterReady { .. } | NoticeKind::Done { .. } => Severity::Good,
        NoticeKind::ClusterGone { .. } => Severity::Neutral,
        NoticeKind::ClusterUnhealthy { .. } | NoticeKind::NoEffect { .. } => Severity::Warning,
        NoticeKind::ClusterFailed { .. }
        | NoticeKind::Failed { .. }
        | NoticeKind::Refused { .. }
        | NoticeKind::Lost { .. } => Severity::Bad,
    }
}

fn target(notice: &NoticeKind) -> Option<ClusterId> {
    match notice {
        NoticeKind::ClusterReady { cluster, .. }
        | NoticeKind::ClusterFailed { cluster, .. }
        | NoticeKind::ClusterUnhealthy { cluster, .. } => Some(cluster.clone()),
        NoticeKind::Done { cluster, .. } | NoticeKind::Failed { cluster, .. } => cluster.clone(),
        NoticeKind::ClusterGone { .. }
        | NoticeKind::Refused { .. }
        | NoticeKind::NoEffect { .. }
        | NoticeKind::Lost { .. } => None,
    }
}

/// Whether something has come to its end that somebody may wait for elsewhere.
pub(crate) fn is_end(notice: &NoticeKind) -> bool {
    match notice {
        NoticeKind::ClusterReady { .. }
        | NoticeKind::ClusterFailed { .. }
        | NoticeKind::Done { .. }
        | NoticeKind::Failed { .. }
        | NoticeKind::NoEffect { .. }
        | NoticeKind::Lost { .. } => true,
        NoticeKind::ClusterUnhealthy { .. } | NoticeKind::ClusterGone { .. } | NoticeKind::Refused { .. } => {
            false
        }
    }
}

/// What is said of it on the desktop: what, why and where, for somebody who sees nothing else of this program.
pub(crate) fn notification(words: &Words, notice: &Notice) -> Notification {
    let why = match &notice.kind {
        NoticeKind::ClusterFailed { reason, .. } => reason.as_deref().map(reason_in_short),
        NoticeKind::ClusterReady { .. }
        | NoticeKind::ClusterUnhealthy { .. }
        | NoticeKind::ClusterGone { .. }
        | NoticeKind::Done { .. }
        | NoticeKind::Failed { .. }
        | NoticeKind::Refused { .. }
        | NoticeKind::NoEffect { .. }
        | NoticeKind::Lost { .. } => None,
    };
    let lines = [why.unwrap_or_default(), notice.scope.to_string()];
    let lines = lines.iter().filter(|line| !line.is_empty());
    Notification {
        title: words_for(words, &notice.kind),
        text: lines.cloned().collect::<Vec<_>>().join("\n"),
    }
}

/// The beginning of a service's reason, on one line.
fn reason_in_short(reason: &str) -> String {
    let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= REASON {
        return line;
    }
    let mut short: String = line.chars().take(REASON - 1).collect();
    short.push('…');
    short
}

/// What is said of it.
fn words_for(words: &Words, notice: &NoticeKind) -> String {
    match notice {
        NoticeKind::ClusterReady { name, .. } => words.notice_cluster_ready(name.clone()),
        NoticeKind::ClusterFailed { name, .. } => words.notice_cluster_failed(name.clone()),
        NoticeKind::ClusterUnhealthy { name, .. } => words.notice_cluster_unhealthy(name.clone()),
        NoticeKind::ClusterGone { name, .. } => words.notice_cluster_gone(name.clone()),
        NoticeKind::Done { operation, .. } => {
            words.notice_done(words.operation(operation), operation.name().to_owned())
        }
        NoticeKind::Failed { operation, .. } => {
            words.notice_failed(words.operation(operation), operation.name().to_owned())
        }
        NoticeKind::Refused { operation, problem } => words.notice_refused(
            words.operation(operation),
            operation.name().to_owned(),
            words.headline(problem),
        ),
        NoticeKind::NoEffect { operation } => {
            words.notice_no_effect(words.operation(operation), operation.name().to_owned())
        }
        NoticeKind::Lost { operation, .. } => {
            words.notice_lost(words.operation(operation), operation.name().to_owned())
        }
    }
}
