//! What of a topology is visible: cards with what hangs on them, in groups that are open or folded.

use std::collections::BTreeMap;

use crate::domain::status::Severity;
use crate::domain::topology::arrange::{Area, Fold, Folding, Frame, Item};
use crate::domain::topology::callout::Callouts;
use crate::domain::topology::column::{Layer, is_rule, layers};
use crate::domain::topology::hanging::Hanging;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

/// More of a kind than this are folded into one box unless somebody wants to see them.
const MANY: usize = 8;
/// With more servers than this, what hangs on them is folded onto their cards: a picture that fits its window only in
/// letters that nobody can read says less than one with a number on it.
const FEW_SERVERS: usize = 4;
/// With more members of pools than this, load balancers do not show what they consist of.
const FEW_MEMBERS: usize = 4;

/// A card and the small cards that hang on it.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    pub(crate) head: Item,
    /// Each with its depth below the head, 1 for what hangs on it directly.
    pub(crate) parts: Vec<(Item, u32)>,
    /// Column and row in its group, where that is not the layout's to choose.
    pub(crate) cell: Option<(u32, u32)>,
}

/// What is placed as one.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A card with what hangs on it.
    Stack(Stack),
    /// An open group.
    Frame(Frame, Vec<Stack>),
}

impl Block {
    pub(crate) fn key(&self) -> &ResourceKey {
        match self {
            Self::Stack(stack) => &stack.head.key,
            Self::Frame(frame, _) => &frame.key,
        }
    }

    pub(crate) fn kind(&self) -> ResourceKind {
        match self {
            Self::Stack(stack) => stack.head.kind,
            Self::Frame(frame, _) => frame.kind,
        }
    }

    pub(crate) fn former(&self) -> Option<&ResourceKey> {
        match self {
            Self::Stack(stack) => stack.head.former.as_ref(),
            Self::Frame(..) => None,
        }
    }
}

/// What is visible. Places are those among the topology's resources; cards are counted in the order of the blocks, a head
/// before its parts.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// Each with the layer that it belongs to, in the order in which they stand there.
    pub(crate) blocks: Vec<(Layer, Block)>,
    /// Of each card.
    pub(crate) cards: Vec<Shown>,
    /// By place: the card that shows a resource, its own or that of what it is folded into.
    pub(crate) shown_by: Vec<Option<usize>>,
}

/// What a card shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// The place of the one resource that it is the card of.
    pub(crate) resource: Option<usize>,
    /// The card that it hangs on; itself, where it hangs on none.
    pub(crate) host: usize,
    /// The open group that it is in, counted in the order of the blocks.
    pub(crate) frame: Option<usize>,
}

/// Decides what is visible.
pub(crate) fn fold(topology: &Topology, folding: &Folding) -> Folded {
    let hanging = Hanging::of(topology);
    let servers = topology.resources().filter(|it| it.kind.is_server()).count();
    let members = topology
        .resources()
        .filter(|it| it.kind == ResourceKind::Member)
        .count();
    let mut folder = Folder {
        topology,
        folding,
        hanging: &hanging,
        callouts: Callouts::of(topology),
        parts_by_size: servers <= FEW_SERVERS,
        balancers_by_size: members <= FEW_MEMBERS,
        frames: 0,
        folded: Folded {
            shown_by: vec![None; topology.len()],
            ..Folded::default()
        },
    };
    for ((layer, ..), group) in groups(topology, &hanging) {
        folder.add_group(layer, &group);
    }
    folder.folded
}

/// Cards of one kind, or of one node group.
struct Group<'a> {
    kind: ResourceKind,
    /// Set for node groups: they are groups however small they are.
    node_group: Option<&'a str>,
    /// With their places.
    members: Vec<(usize, &'a Resource)>,
}

/// What stands above what: layer, what takes part in the traffic below what only rules, kind, node groups that an
/// administrator made below the default ones, by name.
type Order<'a> = (Layer, bool, ResourceKind, bool, &'a str);

/// Groups everything that does not hang on anything; the order of the result is the order on screen: what is about the
/// things of a column stands above them, where it stays when they become more.
fn groups<'a>(topology: &'a Topology, hanging: &Hanging) -> BTreeMap<Order<'a>, Group<'a>> {
    let layers = layers(topology, hanging);
    let mut groups = BTreeMap::new();
    for ((at, resource), layer) in topology.resources().enumerate().zip(layers) {
        let Some(layer) = layer else {
            continue;
        };
        let node_group = resource
            .kind
            .is_server()
            .then(|| resource.node_group.as_deref().unwrap_or_default());
        let made = node_group.is_some_and(|name| !name.starts_with("default-"));
        let name = node_group.unwrap_or_default();
        groups
            .entry((layer, !is_rule(resource.kind), resource.kind, made, name))
            .or_insert_with(|| Group {
                kind: resource.kind,
                node_group,
                members: Vec::new(),
            })
            .members
            .push((at, resource));
    }
    groups
}

struct Folder<'a> {
    topology: &'a Topology,
    folding: &'a Folding,
    hanging: &'a Hanging,
    callouts: Callouts<'a>,
    parts_by_size: bool,
    balancers_by_size: bool,
    /// Open groups so far.
    frames: usize,
    folded: Folded,
}

impl<'a> Folder<'a> {
    fn add_group(&mut self, layer: Layer, group: &Group<'a>) {
        if group.node_group.is_none() && group.members.len() <= MANY {
            for member in &group.members {
                let stack = self.stack(*member, None);
                self.folded.blocks.push((layer, Block::Stack(stack)));
            }
            return;
        }
        let key = match group.node_group {
            Some(name) => ResourceKey::node_group(&format!("{}/{name}", group.kind.word())),
            None if is_rule(group.kind) => ResourceKey::kind_group_in(group.kind, layer.word()),
            None => ResourceKey::kind_group(group.kind),
        };
        let title = group.node_group.unwrap_or_default().to_owned();
        let worst = group.members.iter().map(|(at, it)| self.worst(*at, it)).max();
        let fold = Fold {
            key: key.clone(),
            open: self.folding.is_open(&key, group.members.len() <= MANY),
            members: group.members.iter().map(|(_, it)| it.key.clone()).collect(),
            worst: worst.unwrap_or_default(),
        };
        let block = if fold.open {
            let number = self.frames;
            self.frames += 1;
            let stacks = group
                .members
                .iter()
                .map(|member| self.stack(*member, Some(number)))
                .collect();
            let frame = Frame {
                key,
                kind: group.kind,
                title,
                fold,
                columns: 0,
                area: Area::default(),
            };
            Block::Frame(frame, stacks)
        } else {
            let card = self.card(None, None);
            for (member, _) in &group.members {
                self.hide(*member, card);
            }
            let members = group.members.iter().map(|(at, _)| *at);
            Block::Stack(Stack {
                head: Item {
                    key,
                    former: None,
                    kind: group.kind,
                    title,
                    severity: fold.worst,
                    part_of: None,
                    fold: Some(fold),
                    callout: self.callouts.among(members, (self.topology, self.hanging)),
                    area: Area::default(),
                },
                parts: Vec::new(),
                cell: None,
            })
        };
        self.folded.blocks.push((layer, block));
    }

    /// A card with what hangs on it, as far as it is open.
    fn stack(&mut self, (at, resource): (usize, &'a Resource), frame: Option<usize>) -> Stack {
        let card = self.card(Some(at), frame);
        self.show(at, card);
        let parts = self.hanging.below(at);
        let mut head = item(resource, None);
        head.callout = self.callouts.among([at], (self.topology, self.hanging));
        if parts.is_empty() {
            return Stack {
                head,
                parts: Vec::new(),
                cell: None,
            };
        }
        let topology = self.topology;
        let below: Vec<(usize, &'a Resource, u32)> = parts
            .into_iter()
            .filter_map(|(part, depth)| Some((part, topology.nth(part)?, depth)))
            .collect();
        let fold = Fold {
            key: resource.key.clone(),
            open: self
                .folding
                .is_open(&resource.key, self.opens(resource.kind, below.len())),
            members: below.iter().map(|(_, part, _)| part.key.clone()).collect(),
            worst: self.worst(at, resource),
        };
        let mut shown = Vec::new();
        if fold.open {
            for (part, hung, depth) in below {
                let number = self.folded.cards.len();
                self.folded.cards.push(Shown {
                    resource: Some(part),
                    host: card,
                    frame,
                });
                self.show(part, number);
                shown.push((item(hung, Some(&resource.key)), depth));
            }
        } else {
            head.severity = fold.worst;
            self.hide(at, card);
        }
        head.fold = Some(fold);
        Stack {
            head,
            parts: shown,
            cell: None,
        }
    }

    /// Whether what hangs on something of this kind is shown unless somebody chose otherwise.
    fn opens(&self, kind: ResourceKind, parts: usize) -> bool {
        match kind {
            ResourceKind::LoadBalancer => self.balancers_by_size,
            ResourceKind::Master | ResourceKind::Worker => self.parts_by_size,
            ResourceKind::ExternalNetwork
            | ResourceKind::Router
            | ResourceKind::Network
            | ResourceKind::Subnet
            | ResourceKind::FloatingIp
            | ResourceKind::Listener
            | ResourceKind::Pool
            | ResourceKind::Member
            | ResourceKind::Port
            | ResourceKind::Volume
            | ResourceKind::SecurityGroup
            | ResourceKind::ServerGroup
            | ResourceKind::Other
            | ResourceKind::Stack
            | ResourceKind::Script
            | ResourceKind::Plumbing => parts <= MANY,
        }
    }

    /// Counts a card that hangs on none.
    fn card(&mut self, resource: Option<usize>, frame: Option<usize>) -> usize {
        let number = self.folded.cards.len();
        self.folded.cards.push(Shown {
            resource,
            host: number,
            frame,
        });
        number
    }

    fn show(&mut self, at: usize, card: usize) {
        if let Some(shown) = self.folded.shown_by.get_mut(at) {
            *shown = Some(card);
        }
    }

    /// Shows the resource and everything that hangs on it by this card.
    fn hide(&mut self, at: usize, card: usize) {
        self.show(at, card);
        for (part, _) in self.hanging.below(at) {
            self.show(part, card);
        }
    }

    /// The worst of a resource and what hangs on it.
    fn worst(&self, at: usize, resource: &Resource) -> Severity {
        self.hanging
            .below(at)
            .into_iter()
            .filter_map(|(part, _)| self.topology.nth(part))
            .map(|part| part.severity)
            .chain([resource.severity])
            .max()
            .unwrap_or_default()
    }
}

fn item(resource: &Resource, part_of: Option<&ResourceKey>) -> Item {
    Item {
        key: resource.key.clone(),
        former: resource.former.clone(),
        kind: resource.kind,
        title: resource.title.clone(),
        severity: resource.severity,
        part_of: part_of.cloned(),
        fold: None,
        callout: None,
        area: Area::default(),
    }
}
