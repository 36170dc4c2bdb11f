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
}

/// Lays every line that passes a column and is not quiet.
pub(crate) fn lay(arrangement: &mut Arrangement) {
    let map = Map::of(arrangement);
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
    let mut targets: BTreeMap<ResourceKey, Vec<ResourceKey>> = BTreeMap::new();
    for (from, to) in wanted.chain(single) {
        if map.passes(from, to) {
            targets.entry(from.clone()).or_default().push(to.clone());
        }
    }
    let mut routes: BTreeMap<(ResourceKey, ResourceKey), Vec<(f32, f32)>> = BTreeMap::new();
    for (trunk, (from, targets)) in targets.into_iter().enumerate() {
        let lane = map.lane(&from, &targets, trunk);
        for to in targets {
            if let Some(route) = lane.and_then(|lane| map.route(&from, &to, (lane, trunk))) {
                routes.insert((from.clone(), to), route);
            }
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
        }
    }

    /// Whether a line between the two passes a column.
    fn passes(&self, from: &ResourceKey, to: &ResourceKey) -> bool {
        match (self.ends.get(from), self.ends.get(to)) {
            (Some((_, first, _)), Some((_, last, _))) => *last >= first + 2,
            (_, _) => false,
        }
    }

    /// Where the trunk to all of these runs: straight on where nothing stands in the way, else under what it passes, or
    /// over it for what sends traffic on, so that the two do not cross.
    fn lane(&self, from: &ResourceKey, targets: &[ResourceKey], trunk: usize) -> Option<f32> {
        let (start, first, kind) = *self.ends.get(from)?;
        let farthest = targets.iter().filter_map(|to| self.ends.get(to));
        let last = farthest.map(|(_, column, _)| *column).max()?;
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

    fn route(
        &self,
        from: &ResourceKey,
        to: &ResourceKey,
        (lane, trunk): (f32, usize),
    ) -> Option<Vec<(f32, f32)>> {
        let (start, first, _) = *self.ends.get(from)?;
        let (end, last, _) = *self.ends.get(to)?;
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
