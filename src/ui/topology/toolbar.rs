//! The line above the picture: search, zoom, folding, and what else can be done with it.

use egui::{Align, Event, Key, Layout, Modifiers, Popup, Ui};
use egui_phosphor::regular;

use crate::domain::topology::arrange::FoldingRule;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::topology::legend;
use crate::ui::topology::look::Looks;
use crate::ui::widgets::{icon_button, text_field};

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Fit,
    ZoomIn,
    ZoomOut,
    Fold(FoldingRule),
    ArrangeAnew,
    CopyDot,
    /// Enter in the search: look at the next match.
    NextMatch,
}

/// Draws it.
pub(crate) fn ui(
    ui: &mut Ui,
    words: &Words,
    looks: &Looks,
    search: &mut String,
    found: Option<usize>,
) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let slash = slash(ui);
    ui.horizontal(|ui| {
        let field = text_field::singleline(search, 220.0).hint_text(words.topology_search());
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
        if let Some(found) = found {
            let colour = tokens(ui).quiet;
            let text = words.topology_matches(words.count(found));
            ui.label(egui::RichText::new(text).color(colour));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            more(ui, words, &mut wishes);
            let response = icon_button::show(ui, regular::QUESTION, words.topology_legend());
            Popup::menu(&response)
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| legend::ui(ui, words, &looks.kinds));
            for (icon, word, wish) in [
                (regular::CORNERS_OUT, words.topology_fit(), Wish::Fit),
                (regular::PLUS, words.topology_zoom_in(), Wish::ZoomIn),
                (regular::MINUS, words.topology_zoom_out(), Wish::ZoomOut),
            ] {
                if icon_button::show(ui, icon, word).clicked() {
                    wishes.push(wish);
                }
            }
        });
    });
    wishes
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
        ] {
            if ui.button(word).clicked() {
                wishes.push(wish);
            }
        }
    });
}
