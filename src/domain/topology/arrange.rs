//! What of a topology is visible, and where it stands: the question and the answer.
//!
//! Pure and in linear time but for sorting; the worker calls it off the UI thread.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::status::Severity;
use crate::domain::topology::callout::Callout;
use crate::domain::topology::fold::fold;
use crate::domain::topology::layout::{CALLOUT_GAP, CALLOUT_HEIGHT, place};
use crate::domain::topology::lens::Lens;
use crate::domain::topology::lines::Lines;
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{ResourceKey, ResourceKind};
use crate::domain::topology::route::lay;
use crate::domain::topology::stack_layout;

/// Which groups are open: by rule, but for those that somebody opened or closed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folding {
    /// The rule for the rest.
    pub rule: FoldingRule,
    /// What somebody opened (`true`) or closed.
    pub chosen: BTreeMap<ResourceKey, bool>,
}

/// Which groups are open unless somebody chose otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FoldingRule {
    /// Small ones are, large ones are not.
    #[default]
    BySize,
    /// All are.
    Open,
    /// None is.
    Closed,
}

impl Folding {
    /// Whether this group is open, given how the rule by size would have it.
    pub fn is_open(&self, key: &ResourceKey, by_size: bool) -> bool {
        match (self.chosen.get(key), self.rule) {
            (Some(open), _) => *open,
            (None, FoldingRule::BySize) => by_size,
            (None, FoldingRule::Open) => true,
            (None, FoldingRule::Closed) => false,
        }
    }

    /// Opens or closes one group.
    pub fn set(&mut self, key: ResourceKey, open: bool) {
        self.chosen.insert(key, open);
    }

    /// Opens or closes all, or goes back to the rule by size, and forgets what was chosen before.
    pub fn set_all(&mut self, rule: FoldingRule) {
        self.rule = rule;
        self.chosen.clear();
    }
}

/// The question that the worker answers off the UI thread.
#[derive(Clone, Debug)]
pub struct ArrangeRequest {
    /// What to arrange.
    pub topology: Arc<Topology>,
    /// Which groups are open.
    pub folding: Folding,
    /// Where things stood before: what stays keeps its place. `None` arranges anew.
    pub previous: Option<Arc<Arrangement>>,
}

/// What is visible, and where it stands. Coordinates grow to the right and downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The cards.
    pub items: Vec<Item>,
    /// Boxes around the cards of open groups.
    pub frames: Vec<Frame>,
    /// Lines between cards.
    pub links: Vec<Link>,
    /// Lines between cards and open groups.
    pub bundles: Vec<Bundle>,
    /// What encloses all of it.
    pub bounds: Area,
    /// What each column encloses, from outside to inside.
    pub(crate) columns: Vec<Area>,
    /// Where blocks would stand if nothing pushed them aside.
    pub(crate) homes: HashMap<ResourceKey, Home>,
}

/// Where a block would stand if nothing pushed it aside; a server in an open group has a cell instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Home {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) cell: Option<(u32, u32)>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// Its right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Its centre.
    pub fn centre(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: Self) -> Self {
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        Self {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// One card.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Of the resource, or of the group.
    pub key: ResourceKey,
    /// The key it had before it had an id of its own.
    pub former: Option<ResourceKey>,
    /// What it is; of a group, what its members are.
    pub kind: ResourceKind,
    /// Short name; empty for a group of one kind, whose name is the kind's.
    pub title: String,
    /// How it looks to a person: of a group the worst, of a card that holds folded parts the worst of them and it.
    pub severity: Severity,
    /// Whether it is a small card that hangs on another.
    pub part_of: Option<ResourceKey>,
    /// What it holds that can be folded away.
    pub fold: Option<Fold>,
    /// Why it, or something that it holds, failed; it is written below the card, in [`Self::callout_area`].
    pub callout: Option<Callout>,
    /// Where it stands.
    pub area: Area,
}

impl Item {
    /// Where its reason is written.
    pub fn callout_area(&self) -> Option<Area> {
        self.callout.as_ref()?;
        Some(Area {
            y: self.area.bottom() + CALLOUT_GAP,
            height: CALLOUT_HEIGHT,
            ..self.area
        })
    }

    /// Whether it stands for several things and not for one that holds some.
    pub fn is_group(&self) -> bool {
        self.key.is_group()
    }
}

/// What a card or frame can fold away.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// What is opened and closed: the group, or the card that holds it.
    pub key: ResourceKey,
    /// Whether it is shown now.
    pub open: bool,
    /// The resources themselves, without their parts, by kind and name.
    pub members: Arc<[ResourceKey]>,
    /// The worst among them and their parts.
    pub worst: Severity,
}

/// A box around the cards of an open group.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The group's key.
    pub key: ResourceKey,
    /// What its members are.
    pub kind: ResourceKind,
    /// Name of the node group; empty for a group of one kind.
    pub title: String,
    /// What it holds.
    pub fold: Fold,
    /// Columns of cards in it.
    pub columns: u32,
    /// Where it stands.
    pub area: Area,
}

/// A line between two cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The outer card.
    pub from: ResourceKey,
    /// The inner card.
    pub to: ResourceKey,
    /// What it means; the first where several relations are folded into one line.
    pub relation: Relation,
    /// How many relations it stands for.
    pub count: u32,
    /// Whether it stays faint until it is asked for.
    pub quiet: bool,
    /// Whether both ends are a card and what hangs on it, or both hang on the same card.
    pub inside: bool,
    /// Whether it is one of many from the same card into the same open group: a bundle stands for them.
    pub bundled: bool,
    /// Whether it is part of the way to what failed first.
    pub failed: bool,
    /// The corners of its way round what stands between, both ends included; empty where nothing does.
    pub route: Vec<(f32, f32)>,
}

/// Many lines from one card into one open group, drawn as one that ends at the group's frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// The card outside.
    pub from: ResourceKey,
    /// The group.
    pub to: ResourceKey,
    /// How many lines it stands for.
    pub count: u32,
    /// Whether it stays faint until it is asked for.
    pub quiet: bool,
    /// As of a line.
    pub failed: bool,
    /// As that of a line.
    pub route: Vec<(f32, f32)>,
}

/// Decides what is visible and where it stands.
pub fn arrange(request: &ArrangeRequest) -> Arrangement {
    match request.topology.lens {
        Lens::Infrastructure => arrange_things(request),
        Lens::Orchestration => stack_layout::arrange(request),
    }
}

fn arrange_things(request: &ArrangeRequest) -> Arrangement {
    let folded = fold(&request.topology, &request.folding);
    let mut arrangement = place(folded.blocks, request.previous.as_deref());
    let mut lines = Lines::of(&request.topology, &folded.cards, &folded.shown_by);
    lay(&mut lines, &mut arrangement);
    lines.draw(&mut arrangement);
    arrangement
}
