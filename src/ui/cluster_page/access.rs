//! The Access tab: a kubeconfig in one press, who may have one, and who the cluster is.

use std::path::PathBuf;

use egui::{ComboBox, Label, RichText, TextEdit, Ui};
use jiff::{SignedDuration, Timestamp};

use crate::domain::access::{
    AccessOutcome, AccessTask, AccessWish, Authority, AuthorityKind, Destination, Identity, Means,
    Remembered, Saved, Terminal, Undoable, is_anothers, obstacle,
};
use crate::domain::certificate::Certificate;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::permission::Reason;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{banner, buttons, copyable, facts, refusal, section, text_field, waiting};

/// A certificate that ends sooner is worth a warning.
const ENDS_SOON: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Width of the fields.
const FIELD_WIDTH: f32 = 420.0;

/// What somebody has chosen and typed on the tab.
#[derive(Debug, Default)]
pub(super) struct AccessTab {
    means: Means,
    kind: AuthorityKind,
    file: String,
    request: String,
}

impl AccessTab {
    /// Draws the tab.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let (ctx, words, cluster) = (scene.ctx, scene.ctx.words, scene.cluster);
        let template = ctx.data.template(&cluster.template).map(AsRef::as_ref);
        let info = ctx.data.info.as_ref();
        let obstacle = obstacle(cluster, template, info);
        if let Some(reason) = &obstacle {
            banner::message(ui, Severity::Warning, &words.reason(reason));
        } else if is_anothers(cluster, info) {
            let owner = cluster.user.as_ref().map_or("", |owner| owner.as_str());
            banner::message(ui, Severity::Warning, &words.access_anothers(owner));
        }
        remembered_ui(ui, scene, self.authority(scene));
        self.make_ui(ui, scene, obstacle.as_ref());
        outcome_ui(ui, scene);
        self.authority_ui(ui, scene, obstacle.as_ref());
        self.sign_ui(ui, scene, obstacle.as_ref());
        ui.add_space(2.0 * GAP);
    }

    fn question(&self, scene: &Scene<'_>) -> Question {
        Question::Authority {
            cluster: scene.id.clone(),
            kind: self.kind,
        }
    }

    fn authority<'a>(&self, scene: &Scene<'a>) -> Option<&'a Authority> {
        let known = scene.ctx.data.questions.get(&self.question(scene))?;
        match known.value()?.as_ref() {
            Answer::Authority(authority) => Some(authority),
            Answer::Console(_)
            | Answer::Particulars(_)
            | Answer::NodeGroup(_)
            | Answer::Inside(_)
            | Answer::Stacks(_)
            | Answer::StackSource(_) => None,
        }
    }

    fn make_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, obstacle: Option<&Reason>) {
        let (ctx, words) = (scene.ctx, scene.ctx.words);
        section::heading(ui, words.access_kubeconfig());
        ui.add(Label::new(words.access_means()).wrap());
        ui.add_space(GRID);
        ui.horizontal_wrapped(|ui| {
            ui.radio_value(
                &mut self.means,
                Means::Certificate,
                words.access_means_certificate(),
            )
            .on_hover_text(words.access_means_certificate_help());
            ui.radio_value(&mut self.means, Means::Keystone, words.access_means_keystone())
                .on_hover_text(words.access_means_keystone_help());
        });
        ui.add_space(GRID);
        let why_not = obstacle.map(|reason| words.reason(reason));
        let busy = ctx.data.access.get(scene.id).and_then(|access| access.asked_at);
        let why_not = why_not.or_else(|| busy.map(|_| words.access_busy().to_owned()));
        let why_not = why_not.as_deref();
        ui.horizontal_wrapped(|ui| {
            let label = ui.label(words.access_file());
            ui.add(text_field::singleline(&mut self.file, FIELD_WIDTH).hint_text(words.access_file_usual()))
                .labelled_by(label.id);
        });
        ui.add_space(GRID);
        self.buttons_ui(ui, scene, why_not);
        if let Some(since) = busy {
            ui.add_space(GRID);
            waiting::show(ui, words, words.access_making(), Some((since, ctx.now)));
        }
    }

    fn buttons_ui(&self, ui: &mut Ui, scene: &Scene<'_>, why_not: Option<&str>) {
        let words = scene.ctx.words;
        let token = (self.means == Means::Keystone).then(|| words.access_not_with_token());
        let place = Some(self.file.trim())
            .filter(|file| !file.is_empty())
            .map(PathBuf::from);
        ui.horizontal_wrapped(|ui| {
            if buttons::unless(ui, why_not, |ui| buttons::primary(ui, words.access_save())).clicked() {
                self.wish(scene, Destination::OwnFile(place.clone()));
            }
            let merge = |ui: &mut Ui| ui.button(words.access_merge());
            if buttons::unless(ui, why_not.or(token), merge)
                .on_hover_text(words.access_merge_help())
                .clicked()
            {
                self.wish(scene, Destination::Merged);
            }
            let folder = |ui: &mut Ui| ui.button(words.access_folder());
            if buttons::unless(ui, why_not.or(token), folder)
                .on_hover_text(words.access_folder_help())
                .clicked()
            {
                self.wish(scene, Destination::Folder(place));
            }
            let copy = |ui: &mut Ui| ui.button(words.access_copy());
            if buttons::unless(ui, why_not, copy)
                .on_hover_text(words.access_copy_help())
                .clicked()
            {
                self.wish(scene, Destination::Text);
            }
        });
    }

    fn wish(&self, scene: &Scene<'_>, to: Destination) {
        let wish = AccessWish {
            cluster: scene.id.clone(),
            means: self.means,
            to,
            identity: Identity::MustMatch,
        };
        let making = AccessTask::Make(wish);
        scene.ctx.outbox.push(Action::Access(scene.id.clone(), making));
    }

    fn authority_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, obstacle: Option<&Reason>) {
        let (ctx, words) = (scene.ctx, scene.ctx.words);
        section::heading(ui, words.access_authority());
        ui.add(Label::new(words.access_authority_help()).wrap());
        ui.add_space(GRID);
        ui.horizontal(|ui| {
            let label = ui.label(words.access_authority_kind());
            kind_ui(ui, &mut self.kind).labelled_by(label.id);
        });
        if obstacle == Some(&Reason::NoTls) {
            return;
        }
        let question = self.question(scene);
        ctx.outbox.want(question.clone(), Repeat::Once);
        let Some(known) = ctx.data.questions.get(&question) else {
            return;
        };
        if let Some((problem, _)) = known.failure() {
            let title = (Severity::Warning, words.access_authority_failed());
            refusal::show(ui, words, title, problem);
            if ui.button(words.widget_retry()).clicked() {
                ctx.outbox.push(Action::AskAgain(question));
            }
            return;
        }
        match self.authority(scene) {
            Some(authority) => {
                for (index, certificate) in authority.certificates.iter().enumerate() {
                    certificate_ui(ui, (words, ctx.now), certificate, &format!("authority {index}"));
                }
                if ui.button(words.access_copy_pem()).clicked() {
                    ctx.outbox.push(Action::Copy(authority.pem.clone()));
                }
            }
            None => waiting::show(ui, words, words.access_authority_asking(), None),
        }
    }

    fn sign_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, obstacle: Option<&Reason>) {
        let words = scene.ctx.words;
        section::heading(ui, words.access_sign());
        let label = ui.add(Label::new(words.access_sign_help()).wrap());
        ui.add_space(GRID);
        ui.add(
            TextEdit::multiline(&mut self.request)
                .desired_rows(4)
                .desired_width(FIELD_WIDTH * 1.4)
                .code_editor()
                .hint_text(words.access_sign_hint()),
        )
        .labelled_by(label.id);
        ui.add_space(GRID);
        let why_not = obstacle.map(|reason| words.reason(reason));
        let is_request = self.request.contains("-----BEGIN") && self.request.contains("REQUEST-----");
        let why_not = why_not.or_else(|| (!is_request).then(|| words.access_sign_none().to_owned()));
        let sign = |ui: &mut Ui| ui.button(words.access_sign_button());
        if buttons::unless(ui, why_not.as_deref(), sign).clicked() {
            let request = format!("{}\n", self.request.trim());
            let kind = self.kind;
            let signing = AccessTask::Sign { kind, request };
            scene.ctx.outbox.push(Action::Access(scene.id.clone(), signing));
        }
    }
}

fn kind_ui(ui: &mut Ui, kind: &mut AuthorityKind) -> egui::Response {
    ComboBox::from_id_salt("authority kind")
        .selected_text(kind.word())
        .show_ui(ui, |ui| {
            for one in AuthorityKind::ALL {
                ui.selectable_value(kind, one, one.word());
            }
        })
        .response
}

/// What is remembered of access that was saved: whether the cluster is still who it was, and how long the file is good for.
fn remembered_ui(ui: &mut Ui, scene: &Scene<'_>, authority: Option<&Authority>) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let Some(remembered) = ctx.store.remembered.get(scene.id) else {
        return;
    };
    let now = authority.and_then(|authority| authority.certificates.first());
    if let Some(certificate) = now.filter(|found| found.fingerprint != remembered.authority) {
        let old = remembered.authority.to_string();
        let new = certificate.fingerprint.to_string();
        let text = words.access_rotated(remembered.file.as_str(), old, new);
        banner::message(ui, Severity::Warning, &text);
    } else {
        let (severity, text) = standing(words, remembered, ctx.now);
        banner::message(ui, severity, &text);
    }
}

fn standing(words: &Words, remembered: &Remembered, now: Timestamp) -> (Severity, String) {
    let file = remembered.file.as_str();
    match remembered.expires {
        Some(ends) if ends <= now => (Severity::Bad, words.access_expired(file, words.moment(ends))),
        Some(ends) if ends.duration_since(now) < ENDS_SOON => (
            Severity::Warning,
            words.access_ends_soon(file, words.moment(ends)),
        ),
        Some(ends) => (
            Severity::Neutral,
            words.access_saved_until(file, words.moment(ends)),
        ),
        None => (Severity::Neutral, words.access_saved_before(file)),
    }
}

/// What came of the latest wish.
fn outcome_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let Some(access) = ctx.data.access.get(scene.id) else {
        return;
    };
    let Some((outcome, _)) = &access.outcome else {
        return;
    };
    ui.add_space(GAP);
    match outcome {
        Ok(AccessOutcome::Saved(saved)) => saved_ui(ui, scene, saved),
        Ok(AccessOutcome::Text(_)) => banner::message(ui, Severity::Good, words.access_copied()),
        Ok(AccessOutcome::TakenBack { file }) => {
            let text = words.access_taken_back(file.display().to_string());
            banner::message(ui, Severity::Good, &text);
        }
        // The Kubernetes tab tells of it.
        Ok(AccessOutcome::Applied { .. }) => {}
        Ok(AccessOutcome::Signed { pem, certificates }) => {
            banner::message(ui, Severity::Good, words.access_signed());
            for (index, certificate) in certificates.iter().enumerate() {
                certificate_ui(ui, (words, ctx.now), certificate, &format!("signed {index}"));
            }
            ui.horizontal(|ui| {
                if ui.button(words.access_copy_pem()).clicked() {
                    ctx.outbox.push(Action::Copy(pem.clone()));
                }
            });
        }
        Err(problem) => {
            refusal::show(ui, words, (Severity::Bad, words.access_failed()), problem);
            changed_ui(ui, scene, problem, access.wish.as_ref());
        }
    }
}

/// The cluster has another authority than the file remembers: somebody has to say that this is as it should be.
fn changed_ui(ui: &mut Ui, scene: &Scene<'_>, problem: &Problem, wish: Option<&AccessWish>) {
    let changed = matches!(
        problem.kind,
        ProblemKind::File(FileTrouble::ClusterIdentityChanged { .. })
    );
    if let Some(wish) = wish.filter(|_| changed)
        && buttons::danger(ui, scene.ctx.words.access_accept()).clicked()
    {
        let again = AccessWish {
            identity: Identity::MayChange,
            ..wish.clone()
        };
        let making = AccessTask::Make(again);
        scene.ctx.outbox.push(Action::Access(scene.id.clone(), making));
    }
}

fn saved_ui(ui: &mut Ui, scene: &Scene<'_>, saved: &Saved) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let file = saved.file.display().to_string();
    let mut told = vec![words.kubeconfig_written(saved.context.as_str(), file.as_str())];
    if saved.followed_link {
        told.push(words.kubeconfig_followed_link().to_owned());
    }
    if let Some(backup) = &saved.backup {
        told.push(words.kubeconfig_backup(backup.display().to_string()));
    }
    banner::message(ui, Severity::Good, &told.join("\n"));
    let wish = ctx
        .data
        .access
        .get(scene.id)
        .and_then(|access| access.wish.as_ref());
    let to = wish.map(|wish| &wish.to);
    let config = match to {
        Some(Destination::Folder(_)) => format!("{file}/config"),
        Some(Destination::OwnFile(_) | Destination::Merged | Destination::Text) | None => file,
    };
    // In the user's own file another context is the current one, and a client without further words would talk to that.
    let why_not = (to == Some(&Destination::Merged)).then(|| words.access_terminal_not_merged());
    let command = command(saved, &config);
    let environment = if saved.environment.is_empty() {
        vec![("KUBECONFIG".to_owned(), config)]
    } else {
        saved.environment.clone()
    };
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(RichText::new(&command).monospace()).wrap());
        copyable::button(ui, words, words.access_command(), &command);
    });
    ui.horizontal_wrapped(|ui| {
        let open = |ui: &mut Ui| ui.button(words.access_terminal());
        let names: Vec<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
        let help = words.access_terminal_help(names.join(", "));
        if buttons::unless(ui, why_not, open).on_hover_text(help).clicked() {
            let runs = Vec::new();
            ctx.outbox
                .push(Action::OpenTerminal(Terminal { environment, runs }));
        }
        if saved.undo == Undoable::Yes && ui.button(words.access_undo()).clicked() {
            let undo = AccessTask::TakeBack(saved.file.clone());
            ctx.outbox.push(Action::Access(scene.id.clone(), undo));
        }
    });
}

/// How the stock client is run with it.
fn command(saved: &Saved, config: &str) -> String {
    if saved.environment.is_empty() {
        return format!(
            "kubectl --kubeconfig {} --context {} get nodes",
            Shell::HERE.quoted(config),
            Shell::HERE.quoted(&saved.context)
        );
    }
    let exports = saved.environment.iter();
    let each = exports.map(|(name, value)| format!("export {name}={}", Shell::Posix.quoted(value)));
    each.collect::<Vec<_>>().join("; ")
}

/// Who, by whom, from when until when, and the fingerprint.
fn certificate_ui(ui: &mut Ui, (words, now): (&Words, Timestamp), certificate: &Certificate, id: &str) {
    facts::show(ui, words, id, |facts| {
        facts.text(words.access_subject(), Some(&certificate.subject));
        facts.text(words.access_issuer(), Some(&certificate.issuer));
        facts.text(words.access_from(), Some(&words.moment(certificate.not_before)));
        let ends = certificate.not_after;
        let until = words.moment(ends);
        let severity = match ends.duration_since(now) {
            left if left <= SignedDuration::ZERO => Some(Severity::Bad),
            left if left < ENDS_SOON => Some(Severity::Warning),
            _ => None,
        };
        facts.other(words.access_until(), |ui| match severity {
            Some(severity) => drop(ui.colored_label(tokens(ui).status(severity).fg, &until)),
            None => drop(ui.label(&until)),
        });
        facts.copy(
            words.access_fingerprint(),
            Some(&certificate.fingerprint.to_string()),
        );
    });
    ui.add_space(GRID);
}
