//! The dialog that saves the picture: as what, in which theme, into which file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Align, Layout, Ui};

use crate::domain::file_name::FileName;
use crate::domain::id::ClusterId;
use crate::domain::topology::export::{export, to_dot};
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, FileWish, IfThere, Making};
use crate::ui::theme::tokens::GAP;
use crate::ui::topology::model::Arranged;
use crate::ui::topology::sheet::Sheet;
use crate::ui::widgets::dialog::{self, Answer};
use crate::ui::widgets::text_field;

/// What the picture is saved as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// Dots.
    #[default]
    Png,
    /// Lines and text.
    Svg,
    /// For Graphviz.
    Dot,
    /// For programs.
    Json,
}

impl Format {
    const ALL: [Self; 4] = [Self::Png, Self::Svg, Self::Dot, Self::Json];

    fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Dot => "dot",
            Self::Json => "json",
        }
    }

    fn word(self, words: &Words) -> &str {
        match self {
            Self::Png => words.picture_export_png(),
            Self::Svg => words.picture_export_svg(),
            Self::Dot => words.picture_export_dot(),
            Self::Json => words.picture_export_json(),
        }
    }

    /// Whether it has a theme.
    fn is_drawn(self) -> bool {
        matches!(self, Self::Png | Self::Svg)
    }
}

/// The dialog while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Dialog {
    format: Format,
    dark: bool,
    file: String,
    /// The file that somebody has chosen in the system's dialog, which asks before it takes one that is there.
    chosen: Option<String>,
}

impl Dialog {
    /// Opens it with a file in this folder, named after the cluster.
    pub(crate) fn new(ui: &Ui, ctx: &Ctx<'_>, cluster: &ClusterId, folder: Option<&Path>) -> Self {
        let format = Format::default();
        let name = name_of(ctx, cluster);
        let file = FileName::of(&name, cluster.as_str(), format.ending());
        let file = PathBuf::from(file.as_str());
        let file = folder.map_or_else(|| file.clone(), |folder| folder.join(&file));
        Self {
            format,
            dark: ui.visuals().dark_mode,
            file: file.display().to_string(),
            chosen: None,
        }
    }

    /// Draws it; tells whether it stays open.
    pub(crate) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>, cluster: &ClusterId, arranged: &Arranged) -> bool {
        let words = ctx.words;
        let missing = self.file.trim().is_empty();
        let form = dialog::Dialog {
            id: "export the picture",
            title: words.picture_export_title(),
            action: words.picture_export_save(),
            why_not: missing.then(|| words.picture_export_no_file()),
        };
        match dialog::show(ui, words, form, |ui| self.form_ui(ui, ctx)) {
            Answer::Open => true,
            Answer::Closed => false,
            Answer::Done => {
                ctx.outbox.push(self.action(ctx, cluster, arranged));
                false
            }
        }
    }

    fn form_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        for format in Format::ALL {
            if ui.radio(self.format == format, format.word(words)).clicked() {
                self.turn_to(format);
            }
        }
        ui.add_enabled_ui(self.format.is_drawn(), |ui| {
            ui.checkbox(&mut self.dark, words.picture_export_dark());
        });
        ui.add_space(GAP);
        let label = ui.label(words.picture_export_file());
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(words.picture_export_choose()).clicked() {
                    ctx.outbox.push(Action::ChooseFile(self.wish(words)));
                }
                let width = ui.available_width();
                ui.add(text_field::singleline(&mut self.file, width))
                    .labelled_by(label.id);
            });
        });
    }

    /// What the system's dialog begins with.
    fn wish(&self, words: &Words) -> FileWish {
        FileWish {
            title: words.picture_export_title().to_owned(),
            file: PathBuf::from(self.file.trim()),
            kind: self.format.word(words).to_owned(),
            ending: self.format.ending().to_owned(),
        }
    }

    /// Takes the file that somebody has chosen there; without an ending it gets that of the format.
    pub(crate) fn take(&mut self, mut file: PathBuf) {
        if file.extension().is_none() {
            file.set_extension(self.format.ending());
        }
        self.file = file.display().to_string();
        self.chosen = Some(self.file.clone());
    }

    /// Another format, and another ending where the file had that of the old one.
    fn turn_to(&mut self, format: Format) {
        let old = std::mem::replace(&mut self.format, format);
        if let Some(stem) = self.file.strip_suffix(&format!(".{}", old.ending())) {
            self.file = format!("{stem}.{}", format.ending());
        }
    }

    fn action(&self, ctx: &Ctx<'_>, cluster: &ClusterId, (topology, arrangement): &Arranged) -> Action {
        let sheet = Sheet {
            title: name_of(ctx, cluster),
            topology: Arc::clone(topology),
            arrangement: Arc::clone(arrangement),
            language: ctx.words.language(),
            dark: self.dark,
        };
        let format = self.format;
        Action::SaveMade {
            file: PathBuf::from(self.file.trim()),
            making: Making::new(move || made(&sheet, format)),
            if_there: match self.chosen.as_ref() == Some(&self.file) {
                true => IfThere::Replace,
                false => IfThere::Keep,
            },
        }
    }
}

/// The bytes of the file; worked out where nobody waits for it.
fn made(sheet: &Sheet, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::Png => sheet.png(),
        Format::Svg => Ok(sheet.svg().into_bytes()),
        Format::Dot => Ok(to_dot(&sheet.topology).into_bytes()),
        Format::Json => {
            serde_json::to_vec_pretty(&export(&sheet.topology)).map_err(|error| error.to_string())
        }
    }
}

fn name_of(ctx: &Ctx<'_>, cluster: &ClusterId) -> String {
    let known = ctx.data.cluster(cluster);
    known.map_or_else(|| cluster.short().to_owned(), |cluster| cluster.name.clone())
}
