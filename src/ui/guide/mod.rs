//! The user guide inside the program: contents and search at the left, the page at the right. It needs no cloud and no network.

pub mod model;

use egui::{Align, Frame, Label, Margin, RichText, ScrollArea, Ui, vec2};

use crate::text::{Language, Words, guide};
use crate::ui::guide::model::{Block, Face, Page, Place, Span, follow, search};
use crate::ui::outbox::{Action, Outbox};
use crate::ui::route::Route;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, MARGIN},
};
use crate::ui::widgets::{icon_button, section, text_field};

/// Width of the contents.
const CONTENTS: f32 = 220.0;
/// Most width of a page: longer lines are hard to read.
const MEASURE: f32 = 760.0;

/// What the page is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct GuideInput<'a> {
    /// The words of the chosen language.
    pub words: &'a Words,
    /// Where wishes go.
    pub outbox: &'a Outbox,
    /// Whether no cloud is open, so that there is no rail to leave by.
    pub cloudless: bool,
}

/// The guide, opened somewhere.
#[derive(Debug, Default)]
pub struct GuidePanel {
    language: Option<Language>,
    pages: Vec<Page>,
    at: usize,
    /// The heading to be brought into sight with the next frame.
    wanted: Option<String>,
    words: String,
}

impl GuidePanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, input: &GuideInput<'_>) {
        self.read(input.words.language());
        let mut gone_to = None;
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(CONTENTS);
                if input.cloudless && ui.button(input.words.guide_back()).clicked() {
                    input.outbox.go(Route::Welcome);
                }
                gone_to = self.contents_ui(ui, input.words);
            });
            ui.add_space(GAP);
            ui.vertical(|ui| {
                if let Some(place) = self.page_ui(ui, input) {
                    gone_to = Some(place);
                }
            });
        });
        if let Some(place) = gone_to {
            self.at = place.page;
            self.wanted = Some(place.heading);
            ui.ctx().request_repaint();
        }
    }

    /// Reads the pages of a language, once. Every language has the same pages, so the same one stays open.
    fn read(&mut self, language: Language) {
        if self.language != Some(language) {
            self.language = Some(language);
            let pages = guide::pages(language).iter();
            self.pages = pages.map(|page| Page::read(page.name, page.text)).collect();
        }
    }

    fn contents_ui(&mut self, ui: &mut Ui, words: &Words) -> Option<Place> {
        let field = text_field::singleline(&mut self.words, CONTENTS).hint_text(words.guide_search());
        let field = ui.add(field);
        // The hint is no name: it is gone as soon as something is typed.
        field
            .ctx
            .accesskit_node_builder(field.id, |node| node.set_label(words.guide_search()));
        ui.add_space(GRID);
        let mut chosen = None;
        ScrollArea::vertical()
            .id_salt("guide contents")
            .auto_shrink(false)
            .show(ui, |ui| {
                if self.words.trim().is_empty() {
                    self.chapters_ui(ui, &mut chosen);
                } else {
                    self.hits_ui(ui, words, &mut chosen);
                }
            });
        chosen
    }

    fn chapters_ui(&self, ui: &mut Ui, chosen: &mut Option<Place>) {
        for (at, page) in self.pages.iter().enumerate() {
            let open = at == self.at;
            let place = |heading: &str| {
                Some(Place {
                    page: at,
                    heading: heading.to_owned(),
                })
            };
            if ui.selectable_label(open, page.title()).clicked() {
                *chosen = place(page.title());
            }
            for (_, heading) in page.headings().filter(|(level, _)| open && *level == 2) {
                ui.horizontal(|ui| {
                    ui.add_space(GAP * 1.5);
                    let word = RichText::new(heading).small();
                    if ui.add(Label::new(word).sense(egui::Sense::click())).clicked() {
                        *chosen = place(heading);
                    }
                });
            }
        }
    }

    fn hits_ui(&self, ui: &mut Ui, words: &Words, chosen: &mut Option<Place>) {
        let hits = search(&self.pages, &self.words);
        if hits.is_empty() {
            ui.label(RichText::new(words.guide_nothing()).color(tokens(ui).quiet));
        }
        for hit in hits {
            let page = self.pages.get(hit.page).map_or("", Page::title);
            if ui.selectable_label(false, &hit.heading).clicked() {
                *chosen = Some(hit.clone());
            }
            if page != hit.heading {
                ui.label(RichText::new(page).small().color(tokens(ui).quiet));
            }
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, input: &GuideInput<'_>) -> Option<Place> {
        let page = self.pages.get(self.at)?;
        let wanted = self.wanted.take();
        let mut followed = None;
        let mut scroll = ScrollArea::vertical()
            .id_salt(("guide", self.at))
            .auto_shrink(false);
        if wanted.as_deref() == Some(page.title()) {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        scroll.show(ui, |ui| {
            ui.set_max_width(MEASURE.min(ui.available_width() - MARGIN));
            for block in &page.blocks {
                block_ui(ui, input, block, (&wanted, &mut followed));
            }
            ui.add_space(MARGIN);
        });
        followed.and_then(|target| follow(&self.pages, self.at, &target))
    }
}

/// Draws a part of the page; what is clicked in it is told.
fn block_ui(
    ui: &mut Ui,
    input: &GuideInput<'_>,
    block: &Block,
    (wanted, followed): (&Option<String>, &mut Option<String>),
) {
    match block {
        Block::Heading(level, text) => {
            let heading = match level {
                1 => section::title(ui, text),
                2 => section::heading(ui, text),
                _ => {
                    ui.add_space(GAP);
                    ui.label(RichText::new(text).strong())
                }
            };
            if *level > 1 && wanted.as_ref() == Some(text) {
                heading.scroll_to_me(Some(Align::TOP));
            }
            ui.add_space(GRID);
        }
        Block::Paragraph(spans) => {
            spans_ui(ui, spans, followed);
            ui.add_space(GRID);
        }
        Block::Item { mark, depth, spans } => {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                ui.add_space(GAP * 2.0 * (*depth as f32));
                let width = GAP * 2.0;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.label(mark);
                });
                ui.vertical(|ui| spans_ui(ui, spans, followed));
            });
        }
        Block::Code(text) => code_ui(ui, input, text),
        Block::Table(rows) => table_ui(ui, rows, followed),
    }
}

fn code_ui(ui: &mut Ui, input: &GuideInput<'_>, text: &str) {
    let frame = Frame::new()
        .fill(tokens(ui).sunken)
        .corner_radius(CORNER)
        .inner_margin(Margin::symmetric(8, 6));
    frame.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let button = GAP * 4.0;
            let width = (ui.available_width() - button).max(button);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add(Label::new(RichText::new(text).monospace()).wrap());
            });
            let copy = icon_button::show(ui, egui_phosphor::regular::COPY, input.words.guide_copy());
            if copy.clicked() {
                input.outbox.push(Action::Copy(text.to_owned()));
            }
        });
    });
    ui.add_space(GRID);
}

fn table_ui(ui: &mut Ui, rows: &[Vec<Vec<Span>>], followed: &mut Option<String>) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
    for (at, row) in rows.iter().enumerate() {
        ui.columns(columns, |columns| {
            for (ui, cell) in columns.iter_mut().zip(row) {
                if at == 0 {
                    let head: String = cell.iter().map(|span| span.text.as_str()).collect();
                    let quiet = tokens(ui).quiet;
                    ui.label(RichText::new(head).small().color(quiet));
                } else {
                    spans_ui(ui, cell, followed);
                }
            }
        });
        ui.separator();
    }
}

/// Draws pieces one after the other, wrapped like one text.
fn spans_ui(ui: &mut Ui, spans: &[Span], followed: &mut Option<String>) {
    ui.horizontal_wrapped(|ui| {
        // Lines of a text are closer than rows of buttons.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing = vec2(0.0, GRID / 2.0);
        for span in spans {
            let tokens = tokens(ui);
            let text = RichText::new(&span.text);
            match span.face {
                Face::Plain => drop(ui.label(text)),
                Face::Bold => drop(ui.label(text.text_style(section_style()).color(tokens.strong))),
                Face::Italic => drop(ui.label(text.color(tokens.strong))),
                Face::Code => drop(ui.label(text.monospace().background_color(tokens.sunken))),
                Face::Link => {
                    if ui.link(text).clicked() {
                        *followed = Some(span.target.clone());
                    }
                }
            }
        }
    });
}
