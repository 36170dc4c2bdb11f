//! Cards as widgets: what the pointer, the keyboard and screen readers meet. Only those in sight and near enough are.

use egui::{EventFilter, Id, Key, Rect, Response, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use crate::domain::topology::layout::FRAME_HEADER;
use crate::domain::topology::resource::ResourceKey;
use crate::ui::topology::camera::{Camera, Detail, Sight};
use crate::ui::topology::card::caret_area;
use crate::ui::topology::ground::Ground;
use crate::ui::topology::look::{CardLook, FrameLook, Looks};
use crate::ui::topology::view::{Event, Shown, card_id};

/// More cards than this are not made widgets of at once. The keyboard still gets to each: where there are more, the one
/// that has the focus and those before and after it are widgets.
const MOST: usize = 300;
/// A card lower than this on screen is no target for a pointer.
const LOWEST: f32 = 7.0;

/// What happened to the cards in this frame.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) hovered: Option<ResourceKey>,
    pub(crate) focused: Option<ResourceKey>,
    pub(crate) dragged: Option<Vec2>,
    /// Where the arrow keys have led.
    pub(crate) walked_to: Option<ResourceKey>,
}

/// What the cards in sight are met with.
struct Meeting<'a, 's> {
    id: Id,
    camera: Camera,
    /// What of the screen the picture fills.
    rect: Rect,
    looks: &'a Looks,
    shown: &'a Shown<'s>,
    touched: Touched,
}

/// Makes widgets of the cards in sight.
pub(crate) fn ui(
    ui: &mut Ui,
    id: Id,
    sight: Sight,
    (looks, ground): (&Looks, &Ground),
    shown: &Shown<'_>,
) -> (Touched, Vec<Event>) {
    let Sight { camera, rect } = sight;
    let mut events = Vec::new();
    let sight = camera.rect_to_canvas(rect);
    // Of more than can be walked through one by one nobody makes widgets.
    let found = ground.cards_in(sight);
    let mut visible: Vec<&CardLook> = Vec::new();
    if found.len() <= MOST {
        let cards = found.iter().filter_map(|at| ground.card(*at)).map(AsRef::as_ref);
        visible.extend(cards.filter(|card| card.area.height() * camera.zoom >= LOWEST));
    }
    let mut meeting = Meeting {
        id,
        camera,
        rect,
        looks,
        shown,
        touched: Touched::default(),
    };
    let clip = ui.clip_rect();
    ui.set_clip_rect(rect.intersect(clip));
    for frame in &looks.frames {
        if sight.intersects(frame.area) {
            meeting.frame(ui, frame, &mut events);
        }
    }
    for card in &visible {
        meeting.card(ui, card, &mut events);
    }
    let beyond = beyond(ui, id, looks, &visible);
    for card in &beyond {
        meeting.card(ui, card, &mut events);
    }
    // What gets the focus has to be a widget in the same frame: screen readers are told of no focus on nothing.
    if let Some(next) = meeting.walk(ui, &mut events)
        && !visible.iter().chain(&beyond).any(|card| card.key == next.key)
    {
        meeting.card(ui, next, &mut events);
    }
    ui.set_clip_rect(clip);
    (meeting.touched, events)
}

/// Cards that are no targets for the pointer and all the same within reach of the keyboard: around the one that has the
/// focus, or the outermost one while none has.
fn beyond<'l>(ui: &Ui, id: Id, looks: &'l Looks, met: &[&CardLook]) -> Vec<&'l CardLook> {
    let focused = ui.memory(|memory| memory.focused());
    let is_met = |key: &ResourceKey| met.iter().any(|card| card.key == *key);
    let at = focused.and_then(|focused| {
        let mut keys = looks.order.iter();
        keys.position(|key| card_id(id, key) == focused)
    });
    let keys: &[ResourceKey] = match at {
        Some(at) => looks
            .order
            .get(at.saturating_sub(1)..=(at + 1).min(looks.order.len().saturating_sub(1)))
            .unwrap_or_default(),
        None if met.is_empty() => looks.order.get(..1).unwrap_or_default(),
        None => &[],
    };
    keys.iter()
        .filter(|key| !is_met(key))
        .filter_map(|key| looks.cards.get(key))
        .map(AsRef::as_ref)
        .collect()
}

impl<'a> Meeting<'a, '_> {
    fn frame(&mut self, ui: &mut Ui, frame: &FrameLook, events: &mut Vec<Event>) {
        let area = self.camera.rect_to_screen(frame.area);
        let mut header = area;
        header.set_height((FRAME_HEADER * self.camera.zoom).clamp(1.0, area.height()));
        if header.height() < LOWEST {
            return;
        }
        let response = ui.interact(header, card_id(self.id, &frame.key), Sense::click_and_drag());
        let name = self.shown.words.topology_fold(&*frame.spoken);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if response.dragged() {
            self.touched.dragged = Some(response.drag_delta());
        }
        if response.clicked() {
            events.push(Event::Toggle(frame.key.clone()));
        }
        if response.hovered() {
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
    }

    fn card(&mut self, ui: &mut Ui, card: &CardLook, events: &mut Vec<Event>) {
        let area = self.camera.rect_to_screen(card.area);
        let response = ui.interact(area, card_id(self.id, &card.key), Sense::click_and_drag());
        let selected = self.shown.selected == Some(&card.key);
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, selected, &card.spoken));
        if !card.more.is_empty() {
            ui.ctx()
                .accesskit_node_builder(response.id, |node| node.set_description(card.more.as_str()));
        }
        if response.hovered() {
            self.touched.hovered = Some(card.key.clone());
        }
        if response.dragged() {
            self.touched.dragged = Some(response.drag_delta());
        }
        if response.gained_focus() && !self.rect.contains(area.center()) {
            // The keyboard has come to a card that cannot be seen.
            self.touched.walked_to = Some(card.key.clone());
        }
        if response.has_focus() {
            self.touched.focused = Some(card.key.clone());
            let arrows = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        if response.double_clicked()
            || (response.clicked() && selected && response.has_focus() && entered(ui))
        {
            events.push(match card.count {
                Some(_) => Event::Toggle(card.key.clone()),
                None => Event::Open(card.key.clone()),
            });
        } else if response.clicked() {
            events.push(Event::Select(Some(card.key.clone())));
        }
        self.menu(ui, &response, card, events);
        self.caret(ui, card, area, events);
    }

    /// What unfolds and folds.
    fn caret(&mut self, ui: &mut Ui, card: &CardLook, area: Rect, events: &mut Vec<Event>) {
        let Some(open) = card.open.filter(|_| Detail::of(self.camera.zoom) > Detail::Far) else {
            return;
        };
        let id = card_id(self.id, &card.key).with("caret");
        let response = ui.interact(caret_area(area, self.camera.zoom), id, Sense::click());
        let name = match open {
            true => self.shown.words.topology_fold(&*card.title),
            false => self.shown.words.topology_unfold(&*card.title),
        };
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if response.clicked() {
            events.push(Event::Toggle(card.key.clone()));
        }
        if response.hovered() {
            self.touched.hovered = Some(card.key.clone());
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
    }

    /// The menu, at the pointer or, by Shift+F10 or M, at the card.
    fn menu(&self, ui: &Ui, response: &Response, card: &CardLook, events: &mut Vec<Event>) {
        let mut draw = |ui: &mut Ui| {
            let words = self.shown.words;
            if let Some(open) = card.open {
                let word = match open {
                    true => words.topology_fold(&*card.title),
                    false => words.topology_unfold(&*card.title),
                };
                if ui.button(word).clicked() {
                    events.push(Event::Toggle(card.key.clone()));
                }
            }
            if ui.button(words.topology_zoom_to()).clicked() {
                events.push(Event::Open(card.key.clone()));
            }
            for offer in (self.shown.offers)(&card.key) {
                let button = egui::Button::new(format!("{}  {}", offer.icon, offer.word));
                let response = ui.add(button);
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &offer.word));
                if response.clicked() {
                    events.push(Event::Do(card.key.clone(), offer.deed));
                }
            }
        };
        let asked = response.has_focus() && menu_key(ui);
        let by_keyboard = response.id.with("menu by keyboard");
        if asked {
            egui::Popup::open_id(ui.ctx(), by_keyboard);
        }
        if egui::Popup::is_id_open(ui.ctx(), by_keyboard) {
            egui::Popup::menu(response)
                .id(by_keyboard)
                .open_memory(None)
                .show(&mut draw);
        } else {
            response.context_menu(draw);
        }
    }

    /// The arrow keys lead to the nearest card in their direction.
    fn walk(&mut self, ui: &Ui, events: &mut Vec<Event>) -> Option<&'a CardLook> {
        let looks = self.looks;
        let focused = self.touched.focused.as_ref();
        let from = focused.and_then(|key| looks.cards.get(key))?;
        let direction = [
            (Key::ArrowRight, Vec2::RIGHT),
            (Key::ArrowLeft, Vec2::LEFT),
            (Key::ArrowDown, Vec2::DOWN),
            (Key::ArrowUp, Vec2::UP),
        ]
        .into_iter()
        .find(|(key, _)| ui.input(|input| input.modifiers.is_none() && input.key_pressed(*key)))
        .map(|(_, direction)| direction);
        let next = nearest(from, direction?, looks)?;
        ui.memory_mut(|memory| memory.request_focus(card_id(self.id, &next.key)));
        events.push(Event::Select(Some(next.key.clone())));
        self.touched.walked_to = Some(next.key.clone());
        Some(next)
    }
}

/// Whether the menu of what has the focus is asked for: no keyboard has a menu key that reaches us.
fn menu_key(ui: &Ui) -> bool {
    ui.input(|input| {
        let shifted = input.modifiers.shift_only() && input.key_pressed(Key::F10);
        shifted || (input.modifiers.is_none() && input.key_pressed(Key::M))
    })
}

fn entered(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter))
}

/// The nearest card on that side; what lies askew counts as farther away.
fn nearest<'l>(from: &CardLook, direction: Vec2, looks: &'l Looks) -> Option<&'l CardLook> {
    looks
        .cards
        .values()
        .map(AsRef::as_ref)
        .filter(|card| card.key != from.key)
        .filter_map(|card| {
            let way = card.area.center() - from.area.center();
            let along = way.dot(direction);
            let across = (way - direction * along).length();
            (along > 1.0 && across <= along * 4.0).then_some((along + 2.0 * across, card))
        })
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, card)| card)
}
