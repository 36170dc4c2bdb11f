//! The ways of lines that pass whole columns: through the gaps between them and under or over what stands there, all lines
//! of one card along one trunk, as wires are laid.

use std::collections::BTreeMap;

use crate::domain::topology::arrange::{Area, Arrangement};
use crate::domain::topology::layout::COLUMN_GAP;
use crate::domain::topology::lines::Lines;
use crate::domain::topology::resource::ResourceKind;

/// Room between what stands in a column and the nearest trunk, and between two trunks.
const LANE: f32 = 18.0;
/// A line keeps this far from what it passes.
const CLEARANCE: f32 = 10.0;

/// Something that a line may have to go round.
struct Obstacle {
    column: usize,
    area: Area,
}

/// An end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Card(usize),
    Frame(usize),
}

/// Area, column and kind of what a line begins or ends at.
type Place = (Area, usize, ResourceKind);

/// What the ways are found from.
struct Map {
    columns: Vec<Area>,
    obstacles: Vec<Obstacle>,
    cards: Vec<Option<Place>>,
    frames: Vec<Option<Place>>,
}

/// A line that is to be laid, and where its way is written.
struct Wanted<'a> {
    to: End,
    route: &'a mut Vec<(f32, f32)>,
}

/// Lays every line that passes a column and is not quiet.
pub(crate) fn lay(lines: &mut Lines, arrangement: &mut Arrangement) {
    let map = Map::of(arrangement);
    let mut targets: BTreeMap<usize, Vec<Wanted<'_>>> = BTreeMap::new();
    let strands = lines
        .strands
        .iter_mut()
        .filter(|strand| !strand.quiet)
        .map(|strand| (strand.from, End::Frame(strand.to), &mut strand.route));
    let single = lines
        .lines
        .iter_mut()
        .filter(|line| !line.quiet && !line.inside && !line.bundled)
        .map(|line| (line.from, End::Card(line.to), &mut line.route));
    for (from, to, route) in strands.chain(single) {
        if map.passes(from, to) {
            targets.entry(from).or_default().push(Wanted { to, route });
        }
    }
    for (trunk, (from, targets)) in targets.into_iter().enumerate() {
        let Some(lane) = map.lane(from, targets.iter().map(|wanted| wanted.to), trunk) else {
            continue;
        };
        for Wanted { to, route } in targets {
            *route = map.route(from, to, (lane, trunk)).unwrap_or_default();
            for (x, y) in route.iter().copied() {
                let point = Area {
                    x,
                    y,
                    width: 0.0,
                    height: 0.0,
                };
                arrangement.bounds = arrangement.bounds.union(point);
            }
        }
    }
}

impl Map {
    fn of(arrangement: &Arrangement) -> Self {
        let columns = arrangement.columns.clone();
        let column_of = |area: &Area| columns.iter().rposition(|column| column.x <= area.x + 0.5);
        let mut obstacles = Vec::new();
        let mut place = |area: Area, told: Area, kind: ResourceKind| {
            let column = column_of(&area)?;
            obstacles.push(Obstacle { column, area: told });
            Some((area, column, kind))
        };
        let cards = arrangement
            .items
            .iter()
            .map(|item| {
                let told = item.callout_area().map_or(item.area, |it| it.union(item.area));
                place(item.area, told, item.kind)
            })
            .collect();
        let frames = arrangement
            .frames
            .iter()
            .map(|frame| place(frame.area, frame.area, frame.kind))
            .collect();
        Self {
            columns,
            obstacles,
            cards,
            frames,
        }
    }

    fn end(&self, end: End) -> Option<Place> {
        match end {
            End::Card(at) => self.cards.get(at).copied().flatten(),
            End::Frame(at) => self.frames.get(at).copied().flatten(),
        }
    }

    /// Whether a line between the two passes a column.
    fn passes(&self, from: usize, to: End) -> bool {
        match (self.end(End::Card(from)), self.end(to)) {
            (Some((_, first, _)), Some((_, last, _))) => last >= first + 2,
            (_, _) => false,
        }
    }

    /// Where the trunk to all of these runs: straight on where nothing stands in the way, else under what it passes, or
    /// over it for what sends traffic on, so that the two do not cross.
    fn lane(&self, from: usize, targets: impl Iterator<Item = End>, trunk: usize) -> Option<f32> {
        let (start, first, kind) = self.end(End::Card(from))?;
        let farthest = targets.filter_map(|to| self.end(to));
        let last = farthest.map(|(_, column, _)| column).max()?;
        let between = first + 1..last;
        let (_, out) = start.centre();
        let free = self.obstacles.iter().all(|it| {
            !between.contains(&it.column) || out < it.area.y - CLEARANCE || out > it.area.bottom() + CLEARANCE
        });
        if free {
            return Some(out);
        }
        let passed = self.columns.get(between).unwrap_or_default();
        let away = LANE * (1.5 + trunk as f32);
        let sends = matches!(
            kind,
            ResourceKind::LoadBalancer | ResourceKind::Listener | ResourceKind::Pool | ResourceKind::Member
        );
        Some(if sends {
            passed.iter().map(|column| column.y).fold(f32::INFINITY, f32::min) - away
        } else {
            passed.iter().map(Area::bottom).fold(f32::NEG_INFINITY, f32::max) + away
        })
    }

    fn route(&self, from: usize, to: End, (lane, trunk): (f32, usize)) -> Option<Vec<(f32, f32)>> {
        let (start, first, _) = self.end(End::Card(from))?;
        let (end, last, _) = self.end(to)?;
        let (_, out) = start.centre();
        let (_, into) = end.centre();
        // Each trunk has its own place in the gaps too.
        let aside = (trunk % 5) as f32 * 6.0 - 12.0;
        let down = self.columns.get(first)?.right() + COLUMN_GAP / 2.0 + aside;
        let up = self.columns.get(last)?.x - COLUMN_GAP / 2.0 + aside;
        let mut points = vec![
            (start.right(), out),
            (down, out),
            (down, lane),
            (up, lane),
            (up, into),
            (end.x, into),
        ];
        points.dedup_by(|a, b| (a.0 - b.0).abs() < 0.5 && (a.1 - b.1).abs() < 0.5);
        Some(points)
    }
}
