//! Which of the two pictures is on screen: the switch in its corner, and what each of them keeps while the other is shown.

use egui::{
    Align, Button, Frame, Key, Layout, Margin, Modifiers, Rect, RichText, Ui, UiBuilder, WidgetInfo,
    WidgetType, pos2, vec2,
};
use egui_phosphor::regular;

use crate::domain::topology::lens::Lens;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GRID, ICON_SIZE};

/// Height of the switch with its frame.
const HEIGHT: f32 = 40.0;

/// How it stands now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// The picture on screen.
    pub(crate) shown: Lens,
    /// Whether there is a build to look at.
    pub(crate) both: bool,
    /// Whether the past is looked at.
    pub(crate) past: bool,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// The other picture.
    Lens(Lens),
    /// The past, or the present again.
    Past,
}

/// Draws the switch into the upper left corner of the picture; the answer is what was chosen.
pub(crate) fn ui(ui: &mut Ui, words: &Words, standing: Standing, picture: Rect) -> Option<Chosen> {
    let Standing { shown, both, past } = standing;
    let mut chosen = keys(ui)
        .filter(|lens| (both || *lens == Lens::Infrastructure) && *lens != shown)
        .map(Chosen::Lens);
    let tokens = tokens(ui);
    let place = Rect::from_min_size(
        pos2(picture.left() + GRID, picture.top() + GRID),
        vec2(picture.width() * 0.7, HEIGHT),
    );
    let mut corner = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(Layout::left_to_right(Align::Min)),
    );
    Frame::new()
        .fill(tokens.page)
        .corner_radius(CORNER)
        .inner_margin(Margin::same(2))
        .show(&mut corner, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for lens in Lens::ALL {
                let (word, hint) = match lens {
                    Lens::Infrastructure => (
                        words.topology_lens_infrastructure(),
                        words.topology_lens_infrastructure_hint(),
                    ),
                    Lens::Orchestration if both => (
                        words.topology_lens_orchestration(),
                        words.topology_lens_orchestration_hint(),
                    ),
                    Lens::Orchestration => (
                        words.topology_lens_orchestration(),
                        words.topology_lens_no_stack(),
                    ),
                };
                let open = both || lens == Lens::Infrastructure;
                let button = Button::new(word)
                    .selected(lens == shown)
                    .frame_when_inactive(false);
                let response = ui.add_enabled(open, button);
                let response = response.on_hover_text(hint).on_disabled_hover_text(hint);
                if response.clicked() && lens != shown {
                    chosen = Some(Chosen::Lens(lens));
                }
            }
            let clock = Button::new(RichText::new(regular::CLOCK_COUNTER_CLOCKWISE).size(ICON_SIZE));
            let response = ui.add(clock.selected(past).frame_when_inactive(false));
            let word = words.topology_time();
            response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, past, word));
            if response.on_hover_text(word).clicked() {
                chosen = Some(Chosen::Past);
            }
        });
    chosen
}

fn keys(ui: &Ui) -> Option<Lens> {
    if ui.ctx().text_edit_focused() {
        return None;
    }
    ui.input_mut(|input| {
        [
            (Key::Num1, Lens::Infrastructure),
            (Key::Num2, Lens::Orchestration),
        ]
        .into_iter()
        .find(|(key, _)| input.consume_key(Modifiers::NONE, *key))
        .map(|(_, lens)| lens)
    })
}
