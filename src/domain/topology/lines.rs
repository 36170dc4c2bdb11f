//! The relations, as lines between the cards that are visible; lines that nobody could tell apart drawn as one.
//!
//! Cards and open groups are numbers here, in the order in which they are placed: of ten thousand cards the names are
//! compared nowhere.

use crate::domain::topology::arrange::{Arrangement, Bundle, Link};
use crate::domain::topology::fold::Shown;
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKind};

/// More lines than this from one card into one open group are drawn as one.
const MANY_LINES: usize = 8;

/// A line between two cards.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) to: usize,
    relation: Relation,
    count: u32,
    pub(crate) quiet: bool,
    pub(crate) inside: bool,
    pub(crate) bundled: bool,
    pub(crate) route: Vec<(f32, f32)>,
}

/// Many lines from one card into one open group.
#[derive(Clone, Debug)]
pub(crate) struct Strand {
    pub(crate) from: usize,
    /// The open group.
    pub(crate) to: usize,
    count: u32,
    pub(crate) quiet: bool,
    pub(crate) route: Vec<(f32, f32)>,
}

/// Everything that is drawn between cards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// By their ends.
    pub(crate) lines: Vec<Line>,
    /// By their ends.
    pub(crate) strands: Vec<Strand>,
}

impl Lines {
    /// Finds them; `shown_by` says which card shows each resource.
    pub(crate) fn of(topology: &Topology, cards: &[Shown], shown_by: &[Option<usize>]) -> Self {
        let mut lines = lines(topology, cards, shown_by);
        let strands = bundle(&mut lines, cards);
        Self { lines, strands }
    }

    /// Writes them down, with the keys of the cards that stand there now.
    pub(crate) fn draw(self, arrangement: &mut Arrangement) {
        let Arrangement { items, frames, .. } = arrangement;
        let links = self.lines.into_iter().filter_map(|line| {
            Some(Link {
                from: items.get(line.from)?.key.clone(),
                to: items.get(line.to)?.key.clone(),
                relation: line.relation,
                count: line.count,
                quiet: line.quiet,
                inside: line.inside,
                bundled: line.bundled,
                failed: false,
                route: line.route,
            })
        });
        let bundles = self.strands.into_iter().filter_map(|strand| {
            Some(Bundle {
                from: items.get(strand.from)?.key.clone(),
                to: frames.get(strand.to)?.key.clone(),
                count: strand.count,
                quiet: strand.quiet,
                failed: false,
                route: strand.route,
            })
        });
        arrangement.links = links.collect();
        arrangement.bundles = bundles.collect();
    }
}

/// The relations between what different cards show; several between the same two are one line.
fn lines(topology: &Topology, cards: &[Shown], shown_by: &[Option<usize>]) -> Vec<Line> {
    let shown = |at: usize| shown_by.get(at).copied().flatten();
    let host = |card: usize| cards.get(card).map(|it| it.host);
    let mut lines: Vec<Line> = topology
        .edges()
        .filter_map(|(a, b, relation)| {
            let (from, to) = (shown(a)?, shown(b)?);
            if from == to {
                return None;
            }
            let holder = cards.get(host(to)?).and_then(|it| topology.nth(it.resource?));
            let obvious = goes_without_saying(relation, topology.nth(b)?, holder);
            Some(Line {
                from,
                to,
                relation,
                count: 1,
                quiet: relation.quiet() || obvious,
                inside: host(from) == host(to),
                bundled: false,
                route: Vec::new(),
            })
        })
        .collect();
    lines.sort_by_key(|line| (line.from, line.to));
    lines.dedup_by(|next, line| {
        let same = (next.from, next.to) == (line.from, line.to);
        if same {
            line.count += next.count;
            line.quiet &= next.quiet;
            line.relation = line.relation.min(next.relation);
        }
        same
    });
    lines
}

/// Finds what is to be bundled: lines to all cards of a group, which are one line to the group, and more lines than can be
/// followed by eye.
fn bundle(lines: &mut [Line], cards: &[Shown]) -> Vec<Strand> {
    let frame_of = |card: usize| cards.get(card).and_then(|it| it.frame);
    // Cards by themselves in each open group.
    let mut sizes: Vec<usize> = Vec::new();
    for (number, card) in cards.iter().enumerate() {
        if let Some(frame) = card.frame.filter(|_| card.host == number) {
            sizes.resize(sizes.len().max(frame + 1), 0);
            if let Some(size) = sizes.get_mut(frame) {
                *size += 1;
            }
        }
    }
    // Each line from outside into an open group: from where, into which, the card that its end hangs on, and itself.
    let mut entering: Vec<(usize, usize, usize, usize)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let frame = frame_of(line.to).filter(|frame| frame_of(line.from) != Some(*frame))?;
            Some((line.from, frame, cards.get(line.to)?.host, at))
        })
        .collect();
    entering.sort_unstable();
    let mut strands = Vec::new();
    for same in entering.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some((from, to, ..)) = same.first() else {
            continue;
        };
        let all = sizes.get(*to).copied().unwrap_or_default();
        let reached = same.chunk_by(|a, b| a.2 == b.2).count();
        if same.len() <= MANY_LINES && (all <= 1 || reached < all) {
            continue;
        }
        let mut quiet = true;
        for (.., at) in same {
            if let Some(line) = lines.get_mut(*at) {
                line.bundled = true;
                quiet &= line.quiet;
            }
        }
        strands.push(Strand {
            from: *from,
            to: *to,
            count: u32::try_from(same.len()).unwrap_or(u32::MAX),
            quiet,
            route: Vec::new(),
        });
    }
    strands
}

/// That a floating IP is from the external network, and that a router has an address in the subnet that it is a router of:
/// lines that would cross everything.
fn goes_without_saying(relation: Relation, to: &Resource, host: Option<&Resource>) -> bool {
    match relation {
        Relation::Contains => to.kind == ResourceKind::FloatingIp,
        Relation::Addresses => host.is_some_and(|host| host.kind == ResourceKind::Router),
        Relation::Gateway
        | Relation::Interface
        | Relation::Plugs
        | Relation::LeadsTo
        | Relation::Listens
        | Relation::SendsTo
        | Relation::HasMember
        | Relation::Serves
        | Relation::Attached
        | Relation::Protects
        | Relation::Groups
        | Relation::Holds
        | Relation::NeededBy => false,
    }
}
