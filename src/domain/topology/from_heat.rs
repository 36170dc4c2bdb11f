//! The topology of a cluster that Heat built: its resources, joined with what the services list.

use std::collections::BTreeMap;

use crate::domain::heat_type::HeatType;
use crate::domain::id::{ServerId, StackId};
use crate::domain::stack::StackResource;
use crate::domain::stack_tree::StackTree;
use crate::domain::status::{Action, Phase, Severity, Status};
use crate::domain::topology::Input;
use crate::domain::topology::describe::add_ready;
use crate::domain::topology::heat_only::{add_origin, drawn_kind, heat_only, origin};
use crate::domain::topology::join::{Draft, Post, join};
use crate::domain::topology::kinship::Kinship;
use crate::domain::topology::kubernetes;
use crate::domain::topology::model::Note;
use crate::domain::topology::reach::{Reach, known_ids};
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{HeatOrigin, Resource, ResourceKey, ResourceKind};
use crate::domain::topology::short_name::Stems;

/// A Heat resource and what it is in the picture.
#[derive(Debug)]
struct Drawn<'a> {
    resource: &'a StackResource,
    kind: ResourceKind,
    key: ResourceKey,
    /// Whether only Heat knows of it, so that its relations follow from its place in the stacks.
    heat_only: bool,
}

/// Builds the draft and the remarks.
pub(crate) fn from_heat(input: &Input<'_>) -> (Draft, Vec<Note>) {
    let kinship = Kinship::of(input.resources);
    let known = known_ids(input.inventory);
    let stems = stems(input, &kinship);
    let mut reach = Reach::default();
    let mut origins: Vec<(ResourceKey, HeatOrigin)> = Vec::new();
    let mut posts: BTreeMap<ServerId, Post> = BTreeMap::new();
    let mut alone: Vec<(&StackResource, Resource)> = Vec::new();
    let mut drawn = Vec::new();
    for resource in input.resources {
        let replaced = matches!(resource.status, Status::Known(Action::Delete, Phase::Complete));
        let Some(kind) = drawn_kind(resource).filter(|_| !replaced) else {
            continue;
        };
        let listed = resource
            .physical_id
            .as_deref()
            .and_then(|id| known.get_key_value(id));
        let key = if let Some((id, kind)) = listed {
            reach.seed(*kind, id);
            let key = ResourceKey::real(*kind, id);
            origins.push((key.clone(), origin(resource)));
            if kind.is_server() {
                let post = kinship.post(&resource.stack, input.cluster, input.node_groups);
                posts.insert(ServerId::new(*id), post);
            }
            key
        } else {
            let asked = !input.inventory.gaps.contains_key(&kind.service());
            let Some(found) = heat_only(resource, kind, input.cluster, asked) else {
                continue;
            };
            let key = found.key.clone();
            alone.push((resource, found));
            key
        };
        drawn.push(Drawn {
            resource,
            kind,
            key,
            heat_only: listed.is_none(),
        });
    }
    kubernetes::seed(&mut reach, input.cluster, input.inventory);
    reach.walk(input.inventory);
    let posts_by_id = posts.iter().map(|(id, post)| (id, post.clone())).collect();
    let mut draft = join(input.inventory, &reach, &posts_by_id, &stems);
    for (key, origin) in origins {
        if let Some(resource) = draft.resources.get_mut(&key) {
            add_origin(resource, origin);
        }
    }
    for (resource, mut found) in alone {
        if found.kind.is_server() {
            place_server(&mut found, resource, &kinship, input);
        }
        draft.add(found);
    }
    for resource in draft.resources.values_mut() {
        if resource.kind.is_server() {
            let ready = input
                .cluster
                .health_reasons
                .get(&format!("{}.Ready", resource.name));
            add_ready(resource, ready.map(String::as_str));
        }
    }
    tell_groups_apart(&mut draft, &kinship, input);
    relate_kin(&mut draft, &drawn, &kinship);
    let notes = blame(&mut draft, &drawn, input.resources, &kinship);
    draft.cause = cause(&drawn, input.resources, &kinship);
    (draft, notes)
}

/// Each node group's stack has a server group of the same name: those of further groups say which.
fn tell_groups_apart(draft: &mut Draft, kinship: &Kinship<'_>, input: &Input<'_>) {
    for resource in draft.resources.values_mut() {
        if resource.kind != ResourceKind::ServerGroup {
            continue;
        }
        let Some(origin) = &resource.heat else { continue };
        let stack = input
            .resources
            .iter()
            .map(|it| &it.stack)
            .find(|it| **it == origin.stack);
        let Some(root) = stack.map(|stack| kinship.root(stack)) else {
            continue;
        };
        let further = input.node_groups.iter().find(|group| {
            !group.is_default
                && group.stack.as_ref() == Some(root)
                && input.cluster.stack.as_ref() != Some(root)
        });
        if let Some(group) = further {
            resource.title = format!("{} · {}", group.name, resource.title);
        }
    }
}

/// Names of the stacks that no other holds.
fn stems(input: &Input<'_>, kinship: &Kinship<'_>) -> Stems {
    Stems::new(
        input
            .resources
            .iter()
            .filter(|resource| kinship.holder(&resource.stack).is_none())
            .map(|resource| resource.stack_name.clone()),
    )
}

/// A server to come has its role, its group and its number from where it stands.
fn place_server(found: &mut Resource, resource: &StackResource, kinship: &Kinship<'_>, input: &Input<'_>) {
    let owned = resource.stack.clone();
    let Some(stack) = input
        .resources
        .iter()
        .map(|other| &other.stack)
        .find(|stack| **stack == owned)
    else {
        return;
    };
    let post = kinship.post(stack, input.cluster, input.node_groups);
    found.kind = post.kind();
    let word = match found.kind == ResourceKind::Master {
        true => "master",
        false => "node",
    };
    if let Some(number) = kinship.number(stack) {
        found.title = format!("{word}-{number}");
    }
    found.role = Some(post.role);
    found.node_group = post.group;
}

/// Relations that follow from standing in the same stack, for what no service lists (yet).
fn relate_kin(draft: &mut Draft, drawn: &[Drawn<'_>], kinship: &Kinship<'_>) {
    let mut stacks: BTreeMap<&StackId, Vec<&Drawn<'_>>> = BTreeMap::new();
    for one in drawn {
        stacks.entry(&one.resource.stack).or_default().push(one);
    }
    for kin in stacks.values() {
        for from in kin {
            for to in kin {
                let member = from.kind == ResourceKind::Member;
                if let Some(relation) =
                    kin_relation(from.kind, to.kind, kin).filter(|_| from.heat_only || to.heat_only || member)
                {
                    draft
                        .relations
                        .insert((from.key.clone(), to.key.clone(), relation));
                }
            }
        }
    }
    let pools: Vec<&Drawn<'_>> = drawn
        .iter()
        .filter(|one| one.kind == ResourceKind::Pool)
        .collect();
    let subnets: Vec<&Drawn<'_>> = drawn
        .iter()
        .filter(|one| one.kind == ResourceKind::Subnet)
        .collect();
    for one in drawn {
        if one.kind == ResourceKind::Member {
            // `api_pool_member` belongs to the pool in the stack that `api_lb` holds.
            let wanted = one.resource.name.split('_').next().unwrap_or_default();
            for pool in &pools {
                let holder = kinship
                    .holder(&pool.resource.stack)
                    .map_or("", |holder| &holder.name);
                if (one.heat_only || pool.heat_only) && holder.split('_').next() == Some(wanted) {
                    draft
                        .relations
                        .insert((pool.key.clone(), one.key.clone(), Relation::HasMember));
                }
            }
        }
        if let (ResourceKind::Port, true, [subnet]) = (one.kind, one.heat_only, subnets.as_slice()) {
            draft
                .relations
                .insert((subnet.key.clone(), one.key.clone(), Relation::Addresses));
        }
    }
}

/// How two things of one stack belong together.
fn kin_relation(from: ResourceKind, to: ResourceKind, kin: &[&Drawn<'_>]) -> Option<Relation> {
    let has = |kind: ResourceKind| kin.iter().any(|one| one.kind == kind);
    match (from, to) {
        (ResourceKind::Network, ResourceKind::Subnet) => Some(Relation::Contains),
        (ResourceKind::Router, ResourceKind::Subnet) => Some(Relation::Interface),
        (ResourceKind::LoadBalancer, ResourceKind::Listener) => Some(Relation::Listens),
        (ResourceKind::Listener, ResourceKind::Pool) => Some(Relation::SendsTo),
        (ResourceKind::FloatingIp, ResourceKind::LoadBalancer | ResourceKind::Port) => {
            Some(Relation::LeadsTo)
        }
        (ResourceKind::FloatingIp, ResourceKind::Worker) if !has(ResourceKind::Port) => {
            Some(Relation::LeadsTo)
        }
        (ResourceKind::Port, ResourceKind::Worker) => Some(Relation::Plugs),
        (ResourceKind::Volume, ResourceKind::Worker) => Some(Relation::Attached),
        (ResourceKind::Member, ResourceKind::Worker) => Some(Relation::Serves),
        (_, _) => None,
    }
}

/// Failures of what is not drawn colour what they are about; those that are about nothing drawn become remarks.
fn blame(
    draft: &mut Draft,
    drawn: &[Drawn<'_>],
    resources: &[StackResource],
    kinship: &Kinship<'_>,
) -> Vec<Note> {
    let failed_stacks: Vec<&StackId> = resources
        .iter()
        .filter(|resource| resource.status.failed())
        .map(|resource| &resource.stack)
        .collect();
    let mut notes = Vec::new();
    for resource in resources {
        let has_deeper = resource
            .nested_stack
            .as_ref()
            .is_some_and(|nested| failed_stacks.contains(&nested));
        if !resource.status.failed() || has_deeper || drawn_kind(resource).is_some() {
            continue;
        }
        match culprit(drawn, resource, kinship).and_then(|key| draft.resources.get_mut(&key)) {
            Some(owner) => owner.worsen(Severity::Bad, resource.status_reason.as_deref()),
            None => notes.push(Note::Failed {
                resource: resource.name.clone(),
                reason: resource.status_reason.clone().unwrap_or_default(),
            }),
        }
    }
    notes.sort();
    notes
}

/// What the first failure is about.
fn cause(drawn: &[Drawn<'_>], resources: &[StackResource], kinship: &Kinship<'_>) -> Option<ResourceKey> {
    let first = StackTree::of(resources).cause()?.resource;
    let itself = drawn
        .iter()
        .find(|one| one.resource.stack == first.stack && one.resource.name == first.name);
    itself
        .map(|one| one.key.clone())
        .or_else(|| culprit(drawn, first, kinship))
}

/// What a failed piece of plumbing is about: the most important thing in its stack, or in the stacks around it.
fn culprit(drawn: &[Drawn<'_>], failed: &StackResource, kinship: &Kinship<'_>) -> Option<ResourceKey> {
    let mut stack = &failed.stack;
    for _ in 0..8 {
        let Some(holder) = kinship.holder(stack) else {
            return in_root(drawn, failed, stack);
        };
        let best = drawn
            .iter()
            .filter(|one| &one.resource.stack == stack)
            .min_by_key(|one| (blame_order(one.kind), one.key.clone()));
        if let Some(best) = best {
            return Some(best.key.clone());
        }
        stack = &holder.stack;
    }
    None
}

/// In the cluster's own stack stand many things; only scripts and rules are about one of them.
fn in_root(drawn: &[Drawn<'_>], failed: &StackResource, root: &StackId) -> Option<ResourceKey> {
    match HeatType::parse(&failed.kind) {
        // The cluster's own scripts run on the first master.
        HeatType::SoftwareDeployment => drawn
            .iter()
            .find(|one| one.kind.is_server() && one.resource.name.contains("master"))
            .map(|one| one.key.clone()),
        HeatType::SecurityGroupRule => drawn
            .iter()
            .filter(|one| one.kind == ResourceKind::SecurityGroup && &one.resource.stack == root)
            .find(|one| {
                let about = one.resource.name.rsplit('_').next().unwrap_or_default();
                failed.name.contains(about)
            })
            .map(|one| one.key.clone()),
        HeatType::Server
        | HeatType::ServerGroup
        | HeatType::Network
        | HeatType::Subnet
        | HeatType::Router
        | HeatType::RouterInterface
        | HeatType::Port
        | HeatType::FloatingIp
        | HeatType::FloatingIpAssociation
        | HeatType::SecurityGroup
        | HeatType::LoadBalancer
        | HeatType::Listener
        | HeatType::Pool
        | HeatType::PoolMember
        | HeatType::HealthMonitor
        | HeatType::Volume
        | HeatType::VolumeAttachment
        | HeatType::ResourceGroup
        | HeatType::SoftwareConfig
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Nested(_)
        | HeatType::Other(_) => None,
    }
}

/// Which of the things of one stack its plumbing is about.
fn blame_order(kind: ResourceKind) -> u8 {
    match kind {
        ResourceKind::Master | ResourceKind::Worker => 0,
        ResourceKind::LoadBalancer => 1,
        ResourceKind::Pool => 2,
        ResourceKind::Router => 3,
        ResourceKind::Network => 4,
        ResourceKind::Subnet => 5,
        ResourceKind::ExternalNetwork
        | ResourceKind::FloatingIp
        | ResourceKind::Listener
        | ResourceKind::Member
        | ResourceKind::Port
        | ResourceKind::Volume
        | ResourceKind::SecurityGroup
        | ResourceKind::ServerGroup
        | ResourceKind::Other
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing => 6,
    }
}
