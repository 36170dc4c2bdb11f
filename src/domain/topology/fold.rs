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

/// What is visible.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// Each with the layer that it belongs to, in the order in which they stand there.
    pub(crate) blocks: Vec<(Layer, Block)>,
    /// The card that shows a resource: its own, or that of what it is folded into.
    pub(crate) shown_by: BTreeMap<ResourceKey, ResourceKey>,
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
        folding,
        hanging: &hanging,
        callouts: Callouts::of(topology),
        parts_by_size: servers <= FEW_SERVERS,
        balancers_by_size: members <= FEW_MEMBERS,
        folded: Folded::default(),
    };
    for ((layer, _, _, _), group) in groups(topology, &hanging) {
        folder.add_group(layer, &group);
    }
    folder.folded
}

/// Cards of one kind, or of one node group.
struct Group<'a> {
    kind: ResourceKind,
    /// Set for node groups: they are groups however small they are.
    node_group: Option<&'a str>,
    members: Vec<&'a Resource>,
}

/// Groups everything that does not hang on anything; the order of the result is the order on screen: what is about the
/// things of a column stands above them, where it stays when they become more.
fn groups<'a>(
    topology: &'a Topology,
    hanging: &Hanging<'a>,
) -> BTreeMap<(Layer, bool, ResourceKind, String), Group<'a>> {
    let layers = layers(topology, hanging);
    let mut groups = BTreeMap::new();
    for resource in topology.resources() {
        let Some(layer) = layers.get(&resource.key) else {
            continue;
        };
        let node_group = resource
            .kind
            .is_server()
            .then(|| resource.node_group.as_deref().unwrap_or_default());
        // Default groups first, then by name.
        let order = match node_group {
            Some(name) if name.starts_with("default-") => format!(" {name}"),
            Some(name) => name.to_owned(),
            None => String::new(),
        };
        groups
            .entry((*layer, !is_rule(resource.kind), resource.kind, order))
            .or_insert_with(|| Group {
                kind: resource.kind,
                node_group,
                members: Vec::new(),
            })
            .members
            .push(resource);
    }
    groups
}

struct Folder<'a> {
    folding: &'a Folding,
    hanging: &'a Hanging<'a>,
    callouts: Callouts<'a>,
    parts_by_size: bool,
    balancers_by_size: bool,
    folded: Folded,
}

impl<'a> Folder<'a> {
    fn add_group(&mut self, layer: Layer, group: &Group<'a>) {
        if group.node_group.is_none() && group.members.len() <= MANY {
            for resource in &group.members {
                let stack = self.stack(resource);
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
        let worst = group.members.iter().map(|it| self.worst(it)).max();
        let fold = Fold {
            key: key.clone(),
            open: self.folding.is_open(&key, group.members.len() <= MANY),
            members: group.members.iter().map(|it| it.key.clone()).collect(),
            worst: worst.unwrap_or_default(),
        };
        let block = if fold.open {
            let stacks = group.members.iter().map(|it| self.stack(it)).collect();
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
            for member in &group.members {
                self.hide(member, &key);
            }
            Block::Stack(Stack {
                head: Item {
                    key,
                    former: None,
                    kind: group.kind,
                    title,
                    severity: fold.worst,
                    part_of: None,
                    fold: Some(fold),
                    callout: self
                        .callouts
                        .among(group.members.iter().map(|it| &it.key), self.hanging),
                    area: Area::default(),
                },
                parts: Vec::new(),
                cell: None,
            })
        };
        self.folded.blocks.push((layer, block));
    }

    /// A card with what hangs on it, as far as it is open.
    fn stack(&mut self, resource: &'a Resource) -> Stack {
        let mut parts = Vec::new();
        self.hanging.below(&resource.key, 1, &mut parts);
        let mut head = item(resource, None);
        head.callout = self.callouts.among([&resource.key], self.hanging);
        self.folded
            .shown_by
            .insert(resource.key.clone(), resource.key.clone());
        if parts.is_empty() {
            return Stack {
                head,
                parts: Vec::new(),
                cell: None,
            };
        }
        let worst = self.worst(resource);
        let by_size = match resource.kind {
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
            | ResourceKind::Plumbing => parts.len() <= MANY,
        };
        let fold = Fold {
            key: resource.key.clone(),
            open: self.folding.is_open(&resource.key, by_size),
            members: parts.iter().map(|(part, _)| part.key.clone()).collect(),
            worst,
        };
        if !fold.open {
            head.severity = worst;
            self.hide(resource, &resource.key);
            head.fold = Some(fold);
            return Stack {
                head,
                parts: Vec::new(),
                cell: None,
            };
        }
        head.fold = Some(fold);
        for (part, _) in &parts {
            self.folded.shown_by.insert(part.key.clone(), part.key.clone());
        }
        Stack {
            head,
            parts: parts
                .into_iter()
                .map(|(part, depth)| (item(part, Some(&resource.key)), depth))
                .collect(),
            cell: None,
        }
    }

    /// Shows the resource and everything that hangs on it by this card.
    fn hide(&mut self, resource: &Resource, by: &ResourceKey) {
        let mut parts = Vec::new();
        self.hanging.below(&resource.key, 1, &mut parts);
        self.folded.shown_by.insert(resource.key.clone(), by.clone());
        for (part, _) in parts {
            self.folded.shown_by.insert(part.key.clone(), by.clone());
        }
    }

    /// The worst of a resource and what hangs on it.
    fn worst(&self, resource: &Resource) -> Severity {
        let mut parts = Vec::new();
        self.hanging.below(&resource.key, 1, &mut parts);
        parts
            .into_iter()
            .map(|(part, _)| part.severity)
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
