//! A key pair on the way: have one made, its private half saved where somebody says, or tell Nova the public half of one that
//! somebody has.

use std::path::{Path, PathBuf};

use egui::{Frame, Label, Margin, RichText, Stroke, TextEdit, Ui};

use crate::domain::operation::{KeyMaker, KeypairChange, Operation, OperationId, Progress};
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::ui::outbox::{Action, FileWish};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, LINE_WIDTH};
use crate::ui::widgets::{banner, buttons, refusal, text_field, waiting};
use crate::ui::wizard::Scene;

/// What is being written, and how its sending stands.
#[derive(Debug, Default)]
pub(super) struct KeyPanel {
    kind: Option<Kind>,
    name: String,
    /// Where the private half goes, or the public half itself.
    text: String,
    /// Whether somebody has written the file's name themselves.
    own: bool,
    /// Whether somebody is choosing it in the system's dialog.
    choosing: bool,
    sent: Option<OperationId>,
    /// Where the private half of the last one went.
    saved: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Make,
    Import,
}

impl KeyPanel {
    /// Draws it; tells the name of the key pair that has come of it.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<String> {
        let words = scene.words();
        ui.horizontal(|ui| {
            if ui.button(words.wizard_key_make()).clicked() {
                self.begin(Kind::Make);
            }
            if ui.button(words.wizard_key_import()).clicked() {
                self.begin(Kind::Import);
            }
        });
        let made = self.take_made(scene);
        if let Some(file) = &self.saved {
            banner::message(ui, Severity::Good, &words.wizard_key_saved(file.clone()));
        }
        if let Some(kind) = self.kind {
            Frame::new()
                .fill(tokens(ui).raised)
                .stroke(Stroke::new(LINE_WIDTH, tokens(ui).line))
                .corner_radius(CORNER)
                .inner_margin(Margin::symmetric(12, 8))
                .show(ui, |ui| self.form_ui(ui, scene, kind));
        }
        ui.add_space(GAP);
        made
    }

    fn begin(&mut self, kind: Kind) {
        *self = Self {
            kind: Some(kind),
            ..Self::default()
        };
    }

    /// Once Nova has it the form closes, and where the private half is stays said.
    fn take_made(&mut self, scene: &Scene<'_>) -> Option<String> {
        let entry = self.sent.and_then(|id| scene.ctx.store.operations.get(id))?;
        let Progress::Done { .. } = entry.progress else {
            return None;
        };
        let saved = (self.kind == Some(Kind::Make)).then(|| self.text.clone());
        let name = self.name.trim().to_owned();
        *self = Self {
            saved,
            ..Self::default()
        };
        scene.ctx.outbox.push(Action::Refresh(Some(Topic::Catalog)));
        Some(name)
    }

    fn form_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, kind: Kind) {
        let words = scene.words();
        ui.set_width(ui.available_width());
        let progress = self
            .sent
            .and_then(|id| scene.ctx.store.operations.get(id))
            .map(|entry| &entry.progress);
        if let Some(Progress::Refused { problem } | Progress::Lost { problem }) = progress {
            refusal::show(ui, words, (Severity::Bad, words.wizard_key_refused()), problem);
        }
        let busy = progress.is_some_and(|progress| !progress.ended());
        if busy {
            waiting::show(ui, words, words.wizard_key_working(), None);
        }
        ui.add_enabled_ui(!busy, |ui| self.fields_ui(ui, scene, kind));
        let why_not = self.why_not(scene, kind);
        ui.horizontal(|ui| {
            let send = buttons::unless(ui, why_not.filter(|_| !busy), |ui| {
                ui.button(words.wizard_key_send())
            });
            if send.clicked() && !busy {
                self.send(scene, kind);
            }
            if ui.button(words.wizard_key_cancel()).clicked() {
                *self = Self::default();
            }
        });
        if let Some(why_not) = why_not.filter(|_| !self.name.is_empty()) {
            ui.add(Label::new(RichText::new(why_not).small().color(tokens(ui).quiet)).wrap());
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, kind: Kind) {
        let words = scene.words();
        let label = ui.label(words.wizard_key_name());
        let name = ui
            .add(text_field::singleline(&mut self.name, f32::INFINITY))
            .labelled_by(label.id);
        match kind {
            Kind::Make => {
                if name.changed() && !self.own {
                    let usual = (scene.key_file)(self.name.trim());
                    self.text = usual.map(|file| file.display().to_string()).unwrap_or_default();
                }
                self.file_ui(ui, scene);
                ui.label(
                    RichText::new(words.wizard_key_file_rule())
                        .small()
                        .color(tokens(ui).quiet),
                );
            }
            Kind::Import => {
                let label = ui.label(words.wizard_key_public());
                let edit = TextEdit::multiline(&mut self.text).code_editor().desired_rows(3);
                ui.add(edit.desired_width(f32::INFINITY)).labelled_by(label.id);
            }
        }
    }

    /// Where the private half goes: written, or chosen in the system's dialog.
    fn file_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let label = ui.label(words.wizard_key_file());
        ui.horizontal(|ui| {
            let room = ui.available_width();
            let button = button_width(ui, words.wizard_key_browse());
            let width = (room - button - ui.spacing().item_spacing.x).max(0.0);
            let file = ui
                .add(text_field::singleline(&mut self.text, width))
                .labelled_by(label.id);
            self.own |= file.changed();
            if ui.button(words.wizard_key_browse()).clicked() {
                self.choosing = true;
                let ending = "pem".to_owned();
                let named = PathBuf::from(self.text.trim());
                let usual = || scene.folder.unwrap_or(Path::new("")).join("key.pem");
                scene.ctx.outbox.push(Action::ChooseFile(FileWish {
                    title: words.wizard_key_file().to_owned(),
                    file: if named.file_name().is_some() {
                        named
                    } else {
                        usual()
                    },
                    kind: words.wizard_key_kind().to_owned(),
                    ending,
                }));
            }
        });
    }

    /// Takes what somebody has chosen in the system's dialog, if this panel has asked; nothing is a change of mind.
    pub(super) fn take_file(&mut self, file: Option<&Path>) -> bool {
        if let Some(file) = file.filter(|_| self.choosing) {
            self.text = file.display().to_string();
            self.own = true;
        }
        std::mem::take(&mut self.choosing)
    }

    fn why_not<'a>(&self, scene: &Scene<'a>, kind: Kind) -> Option<&'a str> {
        let words = scene.words();
        let name = self.name.trim();
        let pairs = scene
            .offer
            .catalog
            .map(|catalog| catalog.keypairs.as_slice())
            .unwrap_or_default();
        if name.is_empty() || self.text.trim().is_empty() {
            Some(words.wizard_key_incomplete())
        } else if pairs.iter().any(|pair| pair.name == name) {
            Some(words.wizard_key_taken())
        } else if kind == Kind::Import && self.text.contains("PRIVATE KEY") {
            Some(words.wizard_key_private())
        } else {
            None
        }
    }

    fn send(&mut self, scene: &Scene<'_>, kind: Kind) {
        if self.why_not(scene, kind).is_some() {
            return;
        }
        let name = self.name.trim().to_owned();
        let change = match kind {
            Kind::Make => KeypairChange::Generate {
                name,
                maker: KeyMaker::Here,
                file: PathBuf::from(self.text.trim()),
            },
            Kind::Import => KeypairChange::Import {
                name,
                public_key: self.text.trim().to_owned(),
            },
        };
        self.sent = Some(scene.ctx.outbox.run(Operation::Keypair(change)));
    }
}

/// How much room a button with this word takes.
fn button_width(ui: &Ui, word: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let colour = tokens(ui).strong;
    let galley = ui.painter().layout_no_wrap(word.to_owned(), font, colour);
    galley.size().x + 2.0 * ui.spacing().button_padding.x
}
