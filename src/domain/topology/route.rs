//! The ways of lines that pass whole columns: through the gaps between them and under or over what stands there, all lines
//! of one card along one trunk, as wires are laid.

use std::collections::BTreeMap;

use crate::domain::topology::arrange::{Area, Arrangement};
use crate::domain::topology::layout::COLUMN_GAP;
use crate::domain::topology::resource::{ResourceKey, ResourceKind};

/// Room between what stands in a column and the nearest trunk, and between two trunks.
const LANE: f32 = 18.0;
/// A line keeps this far from what it passes.
const CLEARANCE: f32 = 10.0;

/// Something that a line may have to go round.
struct Obstacle {
    column: usize,
    area: Area,
}

/// What the ways are found from.
struct Map {
    columns: Vec<Area>,
    obstacles: Vec<Obstacle>,
    /// Area, column and kind of each end.
    ends: BTreeMap<ResourceKey, (Area, usize, ResourceKind)>,
    /// The trunk that each card has been given, over and under the columns.
    trunks: BTreeMap<ResourceKey, usize>,
}

/// Lays every line that passes a column and is not quiet.
pub(crate) fn lay(arrangement: &mut Arrangement) {
    let mut map = Map::of(arrangement);
    let wanted = arrangement
        .bundles
        .iter()
        .filter(|bundle| !bundle.quiet)
        .map(|bundle| (&bundle.from, &bundle.to));
    let single = arrangement
        .links
        .iter()
        .filter(|link| !link.quiet && !link.inside && !link.bundled)
        .map(|link| (&link.from, &link.to));
    let mut routes: BTreeMap<(ResourceKey, ResourceKey), Vec<(f32, f32)>> = BTreeMap::new();
    for (from, to) in wanted.chain(single) {
        if let Some(route) = map.route(from, to) {
            routes.insert((from.clone(), to.clone()), route);
        }
    }
    if routes.is_empty() {
        return;
    }
    for bundle in &mut arrangement.bundles {
        if let Some(route) = routes.get(&(bundle.from.clone(), bundle.to.clone())) {
            bundle.route.clone_from(route);
        }
    }
    for link in &mut arrangement.links {
        if let Some(route) = routes.get(&(link.from.clone(), link.to.clone())) {
            link.route.clone_from(route);
        }
    }
    let points = routes.values().flatten().copied();
    for (x, y) in points {
        let point = Area {
            x,
            y,
            width: 0.0,
            height: 0.0,
        };
        arrangement.bounds = arrangement.bounds.union(point);
    }
}

impl Map {
    fn of(arrangement: &Arrangement) -> Self {
        let columns = arrangement.columns.clone();
        let column_of = |area: &Area| columns.iter().rposition(|column| column.x <= area.x + 0.5);
        let mut ends = BTreeMap::new();
        let mut obstacles = Vec::new();
        for item in &arrangement.items {
            if let Some(column) = column_of(&item.area) {
                ends.insert(item.key.clone(), (item.area, column, item.kind));
                let told = item.callout_area().map_or(item.area, |it| it.union(item.area));
                obstacles.push(Obstacle { column, area: told });
            }
        }
        for frame in &arrangement.frames {
            if let Some(column) = column_of(&frame.area) {
                ends.insert(frame.key.clone(), (frame.area, column, frame.kind));
                obstacles.push(Obstacle {
                    column,
                    area: frame.area,
                });
            }
        }
        Self {
            columns,
            obstacles,
            ends,
            trunks: BTreeMap::new(),
        }
    }

    fn route(&mut self, from: &ResourceKey, to: &ResourceKey) -> Option<Vec<(f32, f32)>> {
        let (start, first, kind) = *self.ends.get(from)?;
        let (end, last, _) = *self.ends.get(to)?;
        if last < first + 2 {
            return None;
        }
        let (_, out) = start.centre();
        let (_, into) = end.centre();
        let between = first + 1..last;
        let free = |y: f32| {
            self.obstacles.iter().all(|it| {
                !between.contains(&it.column) || y < it.area.y - CLEARANCE || y > it.area.bottom() + CLEARANCE
            })
        };
        let straight = [into, out].into_iter().find(|y| free(*y));
        let count = self.trunks.len();
        let trunk = *self.trunks.entry(from.clone()).or_insert(count);
        // Each trunk has its own place in the gaps too.
        let aside = (trunk % 5) as f32 * 6.0 - 12.0;
        let lane = match straight {
            Some(y) => y,
            None => self.lane(between, kind, trunk),
        };
        let leave = self.columns.get(first)?;
        let enter = self.columns.get(last)?;
        let down = leave.right() + COLUMN_GAP / 2.0 + aside;
        let up = enter.x - COLUMN_GAP / 2.0 + aside;
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

    /// Networks reach their servers from below, what sends traffic to them from above: the two do not cross.
    fn lane(&self, between: std::ops::Range<usize>, kind: ResourceKind, trunk: usize) -> f32 {
        let passed = self.columns.get(between).unwrap_or_default();
        let away = LANE * (1.5 + trunk as f32);
        let balancer = matches!(
            kind,
            ResourceKind::LoadBalancer | ResourceKind::Listener | ResourceKind::Pool | ResourceKind::Member
        );
        if balancer {
            passed.iter().map(|column| column.y).fold(f32::INFINITY, f32::min) - away
        } else {
            passed.iter().map(Area::bottom).fold(f32::NEG_INFINITY, f32::max) + away
        }
    }
}
