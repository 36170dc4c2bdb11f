//! The picture of a build: each open stack a box, what it holds in it by what waits for what, the stacks that it holds to
//! the right of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::status::Severity;
use crate::domain::topology::arrange::{Area, ArrangeRequest, Arrangement, Bundle, Fold, Frame, Item, Link};
use crate::domain::topology::callout::Callouts;
use crate::domain::topology::fold::{Block, Stack};
use crate::domain::topology::layout::{COLUMN_GAP, place};
use crate::domain::topology::model::Topology;
use crate::domain::topology::rank::{cells, reduced};
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

/// More pieces of plumbing than this are folded into one card.
const FEW_HELPERS: usize = 2;
/// Of more nested stacks than this in one stack only those that need somebody are shown by themselves.
const FEW_STACKS: usize = 8;
/// A group of so few nested stacks is open from the beginning.
const FEW_CHILDREN: usize = 4;
/// Heat's own limit is five.
const MAX_DEPTH: usize = 16;
/// How far from cards a line keeps that passes them.
const PASSING: f32 = 9.0;

/// Decides what is visible and where it stands.
pub(crate) fn arrange(request: &ArrangeRequest) -> Arrangement {
    let tree = Tree::of(&request.topology);
    let mut planner = Planner {
        request,
        callouts: Callouts::of(&request.topology),
        tree,
        blocks: Vec::new(),
        opened: Vec::new(),
        links: Vec::new(),
    };
    let roots = planner.tree.roots.clone();
    for root in roots {
        planner.root(root);
    }
    let Planner {
        blocks,
        opened,
        links,
        ..
    } = planner;
    let mut arrangement = place(blocks, request.previous.as_deref());
    let areas: BTreeMap<ResourceKey, Area> = arrangement
        .items
        .iter()
        .map(|item| (item.key.clone(), item.area))
        .collect();
    arrangement.links = links
        .into_iter()
        .map(|mut link| {
            if let (Some(from), Some(to)) = (areas.get(&link.from), areas.get(&link.to)) {
                link.route = inside(*from, *to);
            }
            link
        })
        .collect();
    let frames: BTreeMap<&ResourceKey, Area> = arrangement
        .frames
        .iter()
        .map(|frame| (&frame.key, frame.area))
        .collect();
    let mut bundles = Vec::new();
    for opened in opened {
        if let (Some(card), Some(parent), Some(frame)) = (
            areas.get(&opened.holder),
            frames.get(&opened.within),
            frames.get(&opened.frame),
        ) {
            bundles.push(Bundle {
                route: down(*card, *parent, *frame),
                from: opened.holder,
                to: opened.frame,
                count: 1,
                quiet: false,
                failed: opened.failed,
            });
        }
    }
    arrangement.bundles = bundles;
    arrangement
}

/// From a card to one that waits for it, in the room above the row of the latter if others stand between.
fn inside(from: Area, to: Area) -> Vec<(f32, f32)> {
    let (_, out) = from.centre();
    let (_, into) = to.centre();
    if to.x - from.right() < 60.0 || (out - into).abs() < 1.0 && to.x - from.right() < 300.0 {
        return Vec::new();
    }
    let above = to.y - PASSING;
    vec![
        (from.right(), out),
        (from.right() + PASSING, out),
        (from.right() + PASSING, above),
        (to.x - PASSING, above),
        (to.x - PASSING, into),
        (to.x, into),
    ]
}

/// From a card out of its box, in the room below its row, to the box of what it holds.
fn down(card: Area, parent: Area, frame: Area) -> Vec<(f32, f32)> {
    let (_, out) = card.centre();
    let (_, into) = frame.centre();
    let gap = (parent.right() + frame.x) / 2.0;
    let gap = gap.clamp(parent.right() + 8.0, parent.right() + COLUMN_GAP);
    if parent.right() - card.right() < 40.0 {
        return vec![(card.right(), out), (gap, out), (gap, into), (frame.x, into)];
    }
    let below = card.bottom() + PASSING;
    vec![
        (card.right(), out),
        (card.right() + PASSING, out),
        (card.right() + PASSING, below),
        (gap, below),
        (gap, into),
        (frame.x, into),
    ]
}

/// Who holds whom, and who waits for whom.
struct Tree<'a> {
    roots: Vec<&'a Resource>,
    children: BTreeMap<&'a ResourceKey, Vec<&'a Resource>>,
    /// What each waits for.
    needs: BTreeMap<&'a ResourceKey, Vec<&'a ResourceKey>>,
    path: BTreeSet<&'a ResourceKey>,
}

impl<'a> Tree<'a> {
    fn of(topology: &'a Topology) -> Self {
        let mut held: BTreeMap<&ResourceKey, &ResourceKey> = BTreeMap::new();
        let mut needs: BTreeMap<&ResourceKey, Vec<&ResourceKey>> = BTreeMap::new();
        for (from, to, relation) in topology.relations() {
            match relation {
                Relation::Holds => drop(held.insert(&to.key, &from.key)),
                Relation::NeededBy => needs.entry(&to.key).or_default().push(&from.key),
                Relation::Gateway
                | Relation::Interface
                | Relation::Contains
                | Relation::Addresses
                | Relation::Plugs
                | Relation::LeadsTo
                | Relation::Listens
                | Relation::SendsTo
                | Relation::HasMember
                | Relation::Serves
                | Relation::Attached
                | Relation::Protects
                | Relation::Groups => {}
            }
        }
        let mut roots = Vec::new();
        let mut children: BTreeMap<&ResourceKey, Vec<&Resource>> = BTreeMap::new();
        for resource in topology.resources() {
            match held.get(&resource.key) {
                Some(holder) => children.entry(holder).or_default().push(resource),
                None => roots.push(resource),
            }
        }
        // The cluster's own stack before those of its node groups.
        roots.sort_by_key(|root| root.node_group.is_some());
        Self {
            roots,
            children,
            needs,
            path: topology.path.iter().collect(),
        }
    }

    fn held_by(&self, key: &ResourceKey) -> Vec<&'a Resource> {
        self.children.get(key).cloned().unwrap_or_default()
    }

    /// Everything below it.
    fn below(&self, key: &ResourceKey, depth: usize, out: &mut Vec<&'a Resource>) {
        if depth > MAX_DEPTH {
            return;
        }
        for child in self.children.get(key).into_iter().flatten() {
            out.push(child);
            self.below(&child.key, depth + 1, out);
        }
    }
}

/// A nested stack that is open.
struct Opened {
    holder: ResourceKey,
    /// The box that the holder stands in.
    within: ResourceKey,
    frame: ResourceKey,
    /// Whether the first failure is in it.
    failed: bool,
}

struct Planner<'a> {
    request: &'a ArrangeRequest,
    callouts: Callouts<'a>,
    tree: Tree<'a>,
    blocks: Vec<(usize, Block)>,
    opened: Vec<Opened>,
    links: Vec<Link>,
}

impl<'a> Planner<'a> {
    fn root(&mut self, root: &'a Resource) {
        let fold = self.fold(root, true);
        if fold.open {
            self.frame(root, root.key.clone(), fold, 0);
            return;
        }
        let stack = Stack {
            head: self.card(root, Some(fold)),
            parts: Vec::new(),
            cell: None,
        };
        self.blocks.push((0, Block::Stack(stack)));
    }

    /// What a stack can fold away.
    fn fold(&self, holder: &'a Resource, by_size: bool) -> Fold {
        let members = self.tree.held_by(&holder.key);
        let mut below = Vec::new();
        self.tree.below(&holder.key, 0, &mut below);
        let worst = below.iter().map(|it| it.severity).chain([holder.severity]).max();
        Fold {
            key: holder.key.clone(),
            open: !members.is_empty() && self.request.folding.is_open(&holder.key, by_size),
            members: members.iter().map(|it| it.key.clone()).collect(),
            worst: worst.unwrap_or_default(),
        }
    }

    /// Whether a nested stack is open from the beginning: the way to what failed, what is being worked on, and groups of few.
    fn opens(&self, holder: &Resource) -> bool {
        let children = self.tree.held_by(&holder.key);
        let few = children.len() <= FEW_CHILDREN;
        let group = few && !children.is_empty() && children.iter().all(|it| it.kind == ResourceKind::Stack);
        let busy = holder.severity == Severity::Busy && children.len() <= FEW_STACKS;
        self.tree.path.contains(&holder.key) || group || busy
    }

    /// The box of an open stack, and those of the open stacks in it.
    fn frame(&mut self, holder: &'a Resource, key: ResourceKey, fold: Fold, depth: usize) {
        let children = self.tree.held_by(&holder.key);
        let shown = Shown::of(&children, &self.tree.path);
        let visible: Vec<&ResourceKey> = shown.single.iter().map(|it| &it.key).collect();
        let edges = reduced(&visible, &self.tree.needs);
        let places = cells(&visible, &edges);
        let last_row = places.iter().map(|(_, row)| row + 1).max().unwrap_or(0);
        for (from, to) in &edges {
            self.links.push(Link {
                from: (*from).clone(),
                to: (*to).clone(),
                relation: Relation::NeededBy,
                count: 1,
                quiet: false,
                inside: false,
                bundled: false,
                failed: self.tree.path.contains(to) && self.tree.path.contains(from),
                route: Vec::new(),
            });
        }
        let mut stacks = Vec::new();
        let mut nested = Vec::new();
        for (child, cell) in shown.single.iter().zip(places) {
            let has_more = self.tree.children.contains_key(&child.key) && depth < MAX_DEPTH;
            let fold = has_more.then(|| self.fold(child, self.opens(child)));
            if let Some(fold) = fold.clone().filter(|fold| fold.open) {
                nested.push((*child, fold));
            }
            stacks.push(Stack {
                head: self.card(child, fold),
                parts: Vec::new(),
                cell: Some(cell),
            });
        }
        for (at, group) in shown.groups(&holder.key).into_iter().enumerate() {
            stacks.push(self.group(&group, (at as u32, last_row)));
        }
        let frame = Frame {
            key: key.clone(),
            kind: ResourceKind::Stack,
            title: holder.title.clone(),
            fold,
            columns: 0,
            area: Area::default(),
        };
        self.blocks.push((depth, Block::Frame(frame, stacks)));
        for (child, fold) in nested {
            let box_key = ResourceKey::stack_box(&child.key);
            self.opened.push(Opened {
                holder: child.key.clone(),
                within: key.clone(),
                frame: box_key.clone(),
                failed: self.tree.path.contains(&child.key),
            });
            self.frame(child, box_key, fold, depth + 1);
        }
    }

    /// One card for several, with all of them below it when it is open.
    fn group(&self, group: &Gathered<'a>, cell: (u32, u32)) -> Stack {
        let worst = group
            .members
            .iter()
            .map(|it| it.severity)
            .max()
            .unwrap_or_default();
        let fold = Fold {
            key: group.key.clone(),
            open: self.request.folding.is_open(&group.key, false),
            members: group.members.iter().map(|it| it.key.clone()).collect(),
            worst,
        };
        let mut parts = Vec::new();
        for member in group.members.iter().filter(|_| fold.open) {
            let mut part = self.card(member, None);
            part.part_of = Some(group.key.clone());
            parts.push((part, 1));
        }
        Stack {
            head: Item {
                key: group.key.clone(),
                former: None,
                kind: group.kind,
                title: String::new(),
                severity: worst,
                part_of: None,
                fold: Some(fold),
                callout: None,
                area: Area::default(),
            },
            parts,
            cell: Some(cell),
        }
    }

    fn card(&self, resource: &Resource, fold: Option<Fold>) -> Item {
        let folded = fold.as_ref().filter(|fold| !fold.open);
        let mut below = Vec::new();
        if folded.is_some() {
            self.tree.below(&resource.key, 0, &mut below);
        }
        let keys = below.iter().map(|it| &it.key).chain([&resource.key]);
        // A stack says the words of what failed in it only while that is not to be seen.
        let tells = fold.as_ref().is_none_or(|fold| !fold.open);
        Item {
            key: resource.key.clone(),
            former: None,
            kind: resource.kind,
            title: resource.title.clone(),
            severity: folded.map_or(resource.severity, |fold| fold.worst),
            part_of: None,
            callout: tells.then(|| self.callouts.about(keys)).flatten(),
            fold,
            area: Area::default(),
        }
    }
}

/// Several of one stack that are shown as one card.
struct Gathered<'a> {
    key: ResourceKey,
    kind: ResourceKind,
    members: Vec<&'a Resource>,
}

/// What is shown of a stack by itself, and what is not.
struct Shown<'a> {
    single: Vec<&'a Resource>,
    scripts: Vec<&'a Resource>,
    helpers: Vec<&'a Resource>,
    stacks: Vec<&'a Resource>,
}

impl<'a> Shown<'a> {
    fn of(children: &[&'a Resource], path: &BTreeSet<&ResourceKey>) -> Self {
        let needs_somebody = |it: &Resource| it.severity > Severity::Good || path.contains(&it.key);
        let mut shown = Self {
            single: Vec::new(),
            scripts: Vec::new(),
            helpers: Vec::new(),
            stacks: Vec::new(),
        };
        let many_stacks = children
            .iter()
            .filter(|it| it.kind == ResourceKind::Stack)
            .count()
            > FEW_STACKS;
        let mut loud = 0;
        for child in children {
            let first = needs_somebody(child) && (path.contains(&child.key) || loud < FEW_STACKS);
            if first {
                loud += 1;
                shown.single.push(child);
                continue;
            }
            match child.kind {
                ResourceKind::Script => shown.scripts.push(child),
                ResourceKind::Plumbing => shown.helpers.push(child),
                ResourceKind::Stack if many_stacks => shown.stacks.push(child),
                ResourceKind::Stack
                | ResourceKind::ExternalNetwork
                | ResourceKind::Router
                | ResourceKind::Network
                | ResourceKind::Subnet
                | ResourceKind::FloatingIp
                | ResourceKind::LoadBalancer
                | ResourceKind::Listener
                | ResourceKind::Pool
                | ResourceKind::Member
                | ResourceKind::Master
                | ResourceKind::Worker
                | ResourceKind::Port
                | ResourceKind::Volume
                | ResourceKind::SecurityGroup
                | ResourceKind::ServerGroup
                | ResourceKind::Other => shown.single.push(child),
            }
        }
        for few in [&mut shown.scripts, &mut shown.helpers] {
            if few.len() <= FEW_HELPERS {
                shown.single.append(few);
            }
        }
        shown
    }

    fn groups(self, holder: &ResourceKey) -> Vec<Gathered<'a>> {
        [
            (ResourceKind::Script, self.scripts),
            (ResourceKind::Plumbing, self.helpers),
            (ResourceKind::Stack, self.stacks),
        ]
        .into_iter()
        .filter(|(_, members)| !members.is_empty())
        .map(|(kind, members)| Gathered {
            key: ResourceKey::rest(holder, kind),
            kind,
            members,
        })
        .collect()
    }
}
