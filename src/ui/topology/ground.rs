//! Where everything lies, found by place: what a large picture is drawn and met from, so that a frame costs what is in
//! sight and not what there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2};

use crate::domain::status::Severity;
use crate::domain::topology::layout::CARD;
use crate::domain::topology::resource::ResourceKey;
use crate::ui::topology::look::{CardLook, LineLook, Looks};

/// About so many cells are enough for any picture.
const CELLS: f32 = 4096.0;
/// Cards that are drawn one by one on the small map; of more, only what is not well.
const MOST_ON_MAP: usize = 400;
/// And of that so much: on a map so small, more cover each other.
const MOST_UNWELL: usize = 2000;
/// No cell is smaller than a few cards.
const SMALLEST: f32 = 480.0;

/// A line with the places that it joins.
#[derive(Debug)]
pub(crate) struct Laid {
    pub(crate) look: Arc<LineLook>,
    pub(crate) ends: (Rect, Rect),
    bounds: Rect,
}

/// Things by the cell of their middle.
#[derive(Debug, Default)]
struct Cells {
    origin: Pos2,
    size: f32,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

impl Cells {
    fn over(bounds: Rect) -> Self {
        let size = (bounds.area() / CELLS).max(0.0).sqrt().max(SMALLEST);
        let count = |length: f32| (length / size).floor().max(0.0) as usize + 1;
        let (columns, rows) = (count(bounds.width()), count(bounds.height()));
        Self {
            origin: bounds.min,
            size,
            columns,
            rows,
            cells: vec![Vec::new(); columns * rows],
        }
    }

    fn column_and_row(&self, at: Pos2) -> (usize, usize) {
        let place = (at - self.origin) / self.size.max(1.0);
        let within = |value: f32, most: usize| (value.max(0.0) as usize).min(most.saturating_sub(1));
        (within(place.x, self.columns), within(place.y, self.rows))
    }

    fn put(&mut self, at: Pos2, thing: u32) {
        let (column, row) = self.column_and_row(at);
        if let Some(cell) = self.cells.get_mut(row * self.columns + column) {
            cell.push(thing);
        }
    }

    /// Calls with everything whose cell is near this place.
    fn near(&self, place: Rect, mut each: impl FnMut(u32)) {
        if self.cells.is_empty() {
            return;
        }
        let (left, top) = self.column_and_row(place.min);
        let (right, bottom) = self.column_and_row(place.max);
        for row in top..=bottom {
            for column in left..=right {
                for thing in self.cells.get(row * self.columns + column).into_iter().flatten() {
                    each(*thing);
                }
            }
        }
    }
}

/// Cards and lines by place.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    cards: Vec<Arc<CardLook>>,
    card_cells: Cells,
    on_the_map: Vec<(Rect, Severity)>,
    lines: Vec<Laid>,
    line_cells: Cells,
    /// Lines that are longer than a cell.
    long: Vec<u32>,
    /// The lines of each card, those among them that are only shown when asked for.
    by_end: BTreeMap<ResourceKey, Vec<u32>>,
}

impl Ground {
    pub(crate) fn of(looks: &Looks) -> Self {
        let bounds = looks.bounds.unwrap_or(Rect::ZERO);
        let mut ground = Self {
            card_cells: Cells::over(bounds),
            line_cells: Cells::over(bounds),
            ..Self::default()
        };
        for key in &looks.order {
            if let Some(card) = looks.cards.get(key) {
                ground
                    .card_cells
                    .put(card.area.center(), ground.cards.len() as u32);
                ground.cards.push(Arc::clone(card));
            }
        }
        let few = ground.cards.len() <= MOST_ON_MAP;
        let shown = ground
            .cards
            .iter()
            .filter(|card| few || card.severity > Severity::Good);
        ground.on_the_map = shown
            .map(|card| (card.area, card.severity))
            .take(MOST_UNWELL)
            .collect();
        // What is worst lies above the rest.
        ground.on_the_map.sort_by_key(|(_, severity)| *severity);
        for look in &looks.lines {
            let (Some(from), Some(to)) = (looks.cards.get(&look.from), looks.cards.get(&look.to)) else {
                continue;
            };
            let at = ground.lines.len() as u32;
            let ends = (from.area, to.area);
            let mut bounds = ends.0.union(ends.1);
            for corner in &look.route {
                bounds.extend_with(*corner);
            }
            for end in [&look.from, &look.to] {
                ground.by_end.entry(end.clone()).or_default().push(at);
            }
            if !(look.quiet || look.bundled) {
                if bounds.width().max(bounds.height()) > ground.line_cells.size {
                    ground.long.push(at);
                } else {
                    ground.line_cells.put(bounds.center(), at);
                }
            }
            ground.lines.push(Laid {
                look: Arc::clone(look),
                ends,
                bounds,
            });
        }
        ground
    }

    /// The numbers of the cards that share a point with this place of the canvas, in the order of the keyboard.
    pub(crate) fn cards_in(&self, place: Rect) -> Vec<u32> {
        let around = place.expand2(Vec2::new(CARD.0, CARD.1));
        let mut found = Vec::new();
        self.card_cells.near(around, |at| {
            if self.card(at).is_some_and(|card| card.area.intersects(place)) {
                found.push(at);
            }
        });
        found.sort_unstable();
        found
    }

    /// What the small map shows.
    pub(crate) fn on_the_map(&self) -> &[(Rect, Severity)] {
        &self.on_the_map
    }

    pub(crate) fn card(&self, at: u32) -> Option<&Arc<CardLook>> {
        self.cards.get(at as usize)
    }

    /// The card under this point of the canvas; cards never lie on each other.
    pub(crate) fn card_at(&self, at: Pos2) -> Option<&Arc<CardLook>> {
        let found = self.cards_in(Rect::from_min_max(at, at));
        found.first().and_then(|at| self.card(*at))
    }

    /// The lines that are always shown and pass through this place of the canvas.
    pub(crate) fn lines_in(&self, place: Rect) -> Vec<&Laid> {
        let around = place.expand(self.line_cells.size);
        let mut found: Vec<u32> = self.long.clone();
        self.line_cells.near(around, |at| found.push(at));
        let lines = found.iter().filter_map(|at| self.lines.get(*at as usize));
        lines.filter(|line| line.bounds.intersects(place)).collect()
    }

    /// Every line of this card.
    pub(crate) fn lines_of(&self, key: &ResourceKey) -> impl Iterator<Item = &Laid> {
        let lines = self.by_end.get(key).into_iter().flatten();
        lines.filter_map(|at| self.lines.get(*at as usize))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::{Rect, pos2, vec2};

    use super::Ground;
    use crate::domain::status::Severity;
    use crate::domain::topology::resource::{ResourceKey, ResourceKind};
    use crate::ui::topology::look::{CardLook, Failure, Looks};

    fn looks(count: u32) -> Looks {
        let mut looks = Looks::default();
        let mut bounds = Rect::NOTHING;
        for number in 0..count {
            let key = ResourceKey::real(ResourceKind::Worker, &format!("{number:05}"));
            let at = pos2((number % 100) as f32 * 240.0, (number / 100) as f32 * 90.0);
            let area = Rect::from_min_size(at, vec2(216.0, 64.0));
            bounds = bounds.union(area);
            let card = CardLook {
                key: key.clone(),
                kind: ResourceKind::Other,
                icon: "",
                title: String::new(),
                subtitle: String::new(),
                status: String::new(),
                severity: Severity::Good,
                failure: Failure::None,
                part: false,
                count: None,
                open: None,
                later: false,
                spoken: String::new(),
                more: String::new(),
                area,
            };
            looks.order.push(key.clone());
            looks.cards.insert(key, Arc::new(card));
        }
        looks.bounds = Some(bounds);
        looks
    }

    #[test]
    fn what_is_found_by_place_is_what_looking_at_all_finds() {
        let looks = looks(5_000);
        let ground = Ground::of(&looks);
        for (x, y, width, height) in [
            (0.0, 0.0, 300.0, 200.0),
            (5_000.0, 1_000.0, 1_600.0, 1_000.0),
            (-500.0, -500.0, 400.0, 400.0),
            (0.0, 0.0, 30_000.0, 6_000.0),
            (23_900.0, 4_400.0, 10.0, 10.0),
        ] {
            let place = Rect::from_min_size(pos2(x, y), vec2(width, height));
            let found = ground.cards_in(place).len();
            let expected = looks
                .cards
                .values()
                .filter(|card| card.area.intersects(place))
                .count();
            assert_eq!(found, expected, "{place:?}");
        }
        assert!(ground.card_at(pos2(250.0, 10.0)).is_some());
        assert!(ground.card_at(pos2(230.0, 10.0)).is_none());
    }
}
