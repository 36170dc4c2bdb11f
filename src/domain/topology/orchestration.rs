//! A cluster as Heat builds it: every resource of its stacks, which stack holds it, and what it waits for.
//!
//! No-ops are left out as in the other picture; unlike there, plumbing is part of this one.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::heat_type::HeatType;
use crate::domain::id::StackId;
use crate::domain::service::Service;
use crate::domain::stack::StackResource;
use crate::domain::stack_tree::StackTree;
use crate::domain::status::{Action, Phase, Severity, Status};
use crate::domain::topology::Input;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::heat_only::{add_origin, drawn_kind, is_expected, origin};
use crate::domain::topology::kinship::Kinship;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::{Source, Topology};
use crate::domain::topology::reach::known_ids;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::domain::topology::short_name::purpose;

/// Builds it; `None` where there is no stack, or Heat does not tell.
pub fn orchestration(input: Input<'_>) -> Option<Topology> {
    if input.resources.is_empty() {
        return None;
    }
    let kinship = Kinship::of(input.resources);
    let known = known_ids(input.inventory);
    let shown: Vec<&StackResource> = input
        .resources
        .iter()
        .filter(|resource| is_shown(resource, &input, &known))
        .collect();
    let mut resources: Vec<Resource> = Vec::new();
    let mut relations = BTreeSet::new();
    let roots: BTreeMap<&StackId, &StackResource> = shown
        .iter()
        .filter(|resource| kinship.holder(&resource.stack).is_none())
        .map(|resource| (&resource.stack, *resource))
        .collect();
    for (stack, one) in &roots {
        resources.push(root(stack, one, &shown, &input));
    }
    for resource in &shown {
        let key = ResourceKey::heat(&resource.stack, &resource.name);
        let holder = match kinship.holder(&resource.stack) {
            Some(holder) => ResourceKey::heat(&holder.stack, &holder.name),
            None => ResourceKey::stack(&resource.stack),
        };
        relations.insert((holder, key.clone(), Relation::Holds));
        for waiting in &resource.required_by {
            let waiting = ResourceKey::heat(&resource.stack, waiting);
            relations.insert((key.clone(), waiting, Relation::NeededBy));
        }
        resources.push(described(resource, &kinship, &input));
    }
    let mut topology = Topology::new(resources, &relations);
    topology.lens = Lens::Orchestration;
    topology.source = Source::Heat;
    if let Some(problem) = input.stack_problem {
        topology.gaps.insert(Service::Orchestration, problem.clone());
    }
    if let Some(cause) = StackTree::of(input.resources).cause() {
        topology.path = path(cause.resource, &kinship);
        topology.cause = topology.path.last().cloned();
    }
    Some(topology)
}

/// What was replaced is gone, and what is switched off was never there.
fn is_shown(resource: &StackResource, input: &Input<'_>, known: &BTreeMap<&str, ResourceKind>) -> bool {
    if matches!(resource.status, Status::Known(Action::Delete, Phase::Complete)) {
        return false;
    }
    let listed = || {
        let id = resource.physical_id.as_deref();
        id.is_some_and(|id| known.contains_key(id))
    };
    match drawn_kind(resource) {
        Some(kind) => resource.status.failed() || is_expected(resource, kind, input.cluster) || listed(),
        // A pool's monitor, a volume's attachment: as optional as what they belong to.
        None => {
            !resource.kind.starts_with("Magnum::Optional")
                || resource.status.failed()
                || is_expected(resource, companion(resource), input.cluster)
        }
    }
}

/// What a piece of plumbing belongs to.
fn companion(resource: &StackResource) -> ResourceKind {
    match HeatType::parse(&resource.kind) {
        HeatType::HealthMonitor | HeatType::PoolMember => ResourceKind::LoadBalancer,
        HeatType::VolumeAttachment => ResourceKind::Volume,
        HeatType::RouterInterface => ResourceKind::Router,
        HeatType::FloatingIpAssociation => ResourceKind::FloatingIp,
        HeatType::Server
        | HeatType::ServerGroup
        | HeatType::Network
        | HeatType::Subnet
        | HeatType::Router
        | HeatType::Port
        | HeatType::FloatingIp
        | HeatType::SecurityGroup
        | HeatType::SecurityGroupRule
        | HeatType::LoadBalancer
        | HeatType::Listener
        | HeatType::Pool
        | HeatType::Volume
        | HeatType::ResourceGroup
        | HeatType::SoftwareConfig
        | HeatType::SoftwareDeployment
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Nested(_)
        | HeatType::Other(_) => ResourceKind::Other,
    }
}

/// What it is in this picture.
fn kind<'a>(resource: &'a StackResource, kinship: &Kinship<'a>, input: &Input<'_>) -> ResourceKind {
    if resource.nested_stack.is_some() {
        return ResourceKind::Stack;
    }
    match HeatType::parse(&resource.kind) {
        HeatType::Nested(_) | HeatType::ResourceGroup => ResourceKind::Stack,
        HeatType::SoftwareConfig | HeatType::SoftwareDeployment => ResourceKind::Script,
        HeatType::Server => kinship
            .post(&resource.stack, input.cluster, input.node_groups)
            .kind(),
        HeatType::ServerGroup
        | HeatType::Network
        | HeatType::Subnet
        | HeatType::Router
        | HeatType::RouterInterface
        | HeatType::Port
        | HeatType::FloatingIp
        | HeatType::FloatingIpAssociation
        | HeatType::SecurityGroup
        | HeatType::SecurityGroupRule
        | HeatType::LoadBalancer
        | HeatType::Listener
        | HeatType::Pool
        | HeatType::PoolMember
        | HeatType::HealthMonitor
        | HeatType::Volume
        | HeatType::VolumeAttachment
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Other(_) => drawn_kind(resource).unwrap_or(ResourceKind::Plumbing),
    }
}

fn described<'a>(resource: &'a StackResource, kinship: &Kinship<'a>, input: &Input<'_>) -> Resource {
    let kind = kind(resource, kinship, input);
    let key = ResourceKey::heat(&resource.stack, &resource.name);
    let mut drawn = Resource {
        name: resource.name.clone(),
        title: numbered(resource, kinship),
        subtitle: type_name(&resource.kind),
        status: resource.status.to_string(),
        severity: severity(&resource.status),
        physical_id: resource.physical_id.clone(),
        ..Resource::new(key, kind)
    };
    if let Some(id) = &resource.physical_id {
        drawn.facts.push((Fact::Id, id.clone()));
    }
    if let Some(at) = resource.created_at {
        drawn.facts.push((Fact::CreatedAt, at.to_string()));
    }
    add_origin(&mut drawn, origin(resource));
    drawn.former = None;
    drawn
}

/// A name; the children of a resource group are called after the group, because `0` says nothing.
fn numbered<'a>(resource: &'a StackResource, kinship: &Kinship<'a>) -> String {
    let number = resource.name.bytes().all(|byte| byte.is_ascii_digit());
    match kinship.holder(&resource.stack).filter(|_| number) {
        // `minions 1` of `kube_minions`: the engine's name is known and takes the room of the number.
        Some(group) => {
            let bare = ["kube_", "swarm_", "mesos_"];
            let bare = bare.iter().find_map(|head| group.name.strip_prefix(head));
            format!("{} {}", bare.unwrap_or(&group.name), resource.name)
        }
        None => purpose(&resource.name).to_owned(),
    }
}

/// What has not begun has nothing to be judged by.
fn severity(status: &Status) -> Severity {
    match status {
        Status::Known(Action::Init, _) => Severity::Neutral,
        Status::Known(..) | Status::Other(_) => status.severity(),
    }
}

/// The last part of a type, which is what tells two resources apart: `kubemaster`, `LoadBalancer`.
fn type_name(kind: &str) -> String {
    if let HeatType::Nested(file) = HeatType::parse(kind) {
        return file;
    }
    kind.rsplit("::").next().unwrap_or(kind).to_owned()
}

/// A stack that no other holds: the cluster's, or a node group's.
fn root(stack: &StackId, one: &StackResource, shown: &[&StackResource], input: &Input<'_>) -> Resource {
    let own = shown.iter().filter(|resource| resource.stack == *stack);
    let worst = own
        .map(|resource| severity(&resource.status))
        .max()
        .unwrap_or_default();
    let group = input
        .node_groups
        .iter()
        .find(|group| group.stack.as_ref() == Some(stack) && input.cluster.stack.as_ref() != Some(stack));
    let mut root = Resource {
        name: one.stack_name.clone(),
        title: group.map_or_else(|| input.cluster.name.clone(), |group| group.name.clone()),
        severity: worst,
        node_group: group.map(|group| group.name.clone()),
        physical_id: Some(stack.to_string()),
        ..Resource::new(ResourceKey::stack(stack), ResourceKind::Stack)
    };
    let status = match group {
        Some(group) => &group.status,
        None => &input.cluster.status,
    };
    root.status = status.to_string();
    root.severity = root.severity.max(severity(status));
    root.facts.push((Fact::Id, stack.to_string()));
    root
}

/// From the stack that no other holds down to what failed first.
fn path<'a>(first: &'a StackResource, kinship: &Kinship<'a>) -> Vec<ResourceKey> {
    let mut path = vec![ResourceKey::heat(&first.stack, &first.name)];
    let mut outermost = first;
    for holder in kinship.holders(&first.stack) {
        path.push(ResourceKey::heat(&holder.stack, &holder.name));
        outermost = holder;
    }
    path.push(ResourceKey::stack(&outermost.stack));
    path.reverse();
    path
}
