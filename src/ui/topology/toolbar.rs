//! The line above the picture: search, zoom, folding, and what else can be done with it.

use egui::{Align, Event, Key, Layout, Modifiers, Popup, Ui};
use egui_phosphor::regular;

use crate::domain::id::ClusterId;
use crate::domain::topology::arrange::FoldingRule;
use crate::domain::topology::model::Topology;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::topology::chooser;
use crate::ui::topology::filter::Filter;
use crate::ui::topology::legend;
use crate::ui::widgets::{icon_button, text_field};

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Fit,
    ZoomToSelection,
    ZoomIn,
    ZoomOut,
    Fold(FoldingRule),
    ArrangeAnew,
    CopyDot,
    /// Save the picture.
    Export,
    /// Enter in the search: look at the next match.
    NextMatch,
}

/// What it is drawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) cluster: &'a ClusterId,
    pub(crate) topology: &'a Topology,
    /// How many the search has found; `None` if nothing is searched for.
    pub(crate) found: Option<usize>,
    /// Whether something is chosen.
    pub(crate) selected: bool,
    /// Whether the legend is to be opened.
    pub(crate) open_legend: bool,
}

/// What somebody has typed into its fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    /// To find something in the picture.
    pub(crate) search: String,
    /// To find another cluster.
    pub(crate) cluster: String,
}

/// Draws it.
pub(crate) fn ui(ui: &mut Ui, bar: &Bar<'_>, typed: &mut Typed, filter: &mut Filter) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let words = bar.ctx.words;
    let slash = slash(ui);
    ui.horizontal(|ui| {
        chooser::ui(ui, bar.ctx, bar.cluster, &mut typed.cluster);
        let field = text_field::singleline(&mut typed.search, 220.0).hint_text(words.topology_search());
        let response = ui.add(field);
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_label(words.topology_search());
        });
        if slash {
            response.request_focus();
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            wishes.push(Wish::NextMatch);
            response.request_focus();
        }
        if let Some(found) = bar.found {
            let colour = tokens(ui).quiet;
            let text = words.topology_matches(words.count(found));
            ui.label(egui::RichText::new(text).color(colour));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            more(ui, words, &mut wishes);
            legend_ui(ui, bar, filter);
            for (icon, word, wish) in [
                (regular::CORNERS_OUT, words.topology_fit(), Wish::Fit),
                (regular::PLUS, words.topology_zoom_in(), Wish::ZoomIn),
                (regular::MINUS, words.topology_zoom_out(), Wish::ZoomOut),
            ] {
                if icon_button::show(ui, icon, word).clicked() {
                    wishes.push(wish);
                }
            }
            let zoom = ui.add_enabled_ui(bar.selected, |ui| {
                icon_button::show(ui, regular::CROSSHAIR, words.picture_zoom_to_selection())
            });
            if zoom.inner.clicked() {
                wishes.push(Wish::ZoomToSelection);
            }
        });
    });
    wishes
}

/// The legend, which filters; that it does so is seen also while it is closed.
fn legend_ui(ui: &mut Ui, bar: &Bar<'_>, filter: &mut Filter) {
    let words = bar.ctx.words;
    let response = icon_button::show(ui, regular::FUNNEL, words.topology_legend());
    if bar.open_legend {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
    }
    Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| legend::ui(ui, words, bar.topology, filter));
    if filter.is_on() {
        let text = egui::RichText::new(words.picture_filter_on()).color(tokens(ui).accent);
        if ui.add(egui::Button::new(text).frame(false)).clicked() {
            *filter = Filter::default();
        }
    }
}

/// Whether `/` was pressed outside of any field. The same key press also comes as text, which is not meant for this one.
fn slash(ui: &Ui) -> bool {
    let typing = ui.ctx().text_edit_focused();
    ui.input_mut(|input| {
        let pressed = !typing && input.consume_key(Modifiers::NONE, Key::Slash);
        if pressed {
            input
                .events
                .retain(|event| !matches!(event, Event::Text(text) if text == "/"));
        }
        pressed
    })
}

fn more(ui: &mut Ui, words: &Words, wishes: &mut Vec<Wish>) {
    let response = icon_button::show(ui, regular::DOTS_THREE_VERTICAL, words.topology_more());
    Popup::menu(&response).show(|ui| {
        for (word, wish) in [
            (words.topology_unfold_all(), Wish::Fold(FoldingRule::Open)),
            (words.topology_fold_all(), Wish::Fold(FoldingRule::Closed)),
            (words.topology_fold_by_size(), Wish::Fold(FoldingRule::BySize)),
            (words.topology_arrange_anew(), Wish::ArrangeAnew),
            (words.topology_copy_dot(), Wish::CopyDot),
            (words.picture_export(), Wish::Export),
        ] {
            if ui.button(word).clicked() {
                wishes.push(wish);
            }
        }
    });
}
