//! What to draw of a Heat resource that no service lists: something to come, something gone, or nothing.
//!
//! `Magnum::Optional::…` stands for a real type or, when the feature is off, for a no-op with a random id. The two are told
//! apart by the service's list, and where that is missing by what the cluster was asked to have.

use crate::domain::cluster::Cluster;
use crate::domain::heat_type::HeatType;
use crate::domain::stack::StackResource;
use crate::domain::status::{Action, Phase, Severity, Status};
use crate::domain::topology::fact::Fact;
use crate::domain::topology::resource::{Contradiction, HeatOrigin, Resource, ResourceKey, ResourceKind};
use crate::domain::topology::short_name::purpose;

/// What a Heat resource is in the picture; `None` for plumbing: groups, scripts, switches, rules.
pub(crate) fn drawn_kind(resource: &StackResource) -> Option<ResourceKind> {
    match HeatType::parse(&resource.kind) {
        HeatType::Server => Some(ResourceKind::Worker),
        HeatType::ServerGroup => Some(ResourceKind::ServerGroup),
        HeatType::Network => Some(ResourceKind::Network),
        HeatType::Subnet => Some(ResourceKind::Subnet),
        HeatType::Router => Some(ResourceKind::Router),
        HeatType::Port => Some(ResourceKind::Port),
        HeatType::FloatingIp => Some(ResourceKind::FloatingIp),
        HeatType::SecurityGroup => Some(ResourceKind::SecurityGroup),
        HeatType::LoadBalancer => Some(ResourceKind::LoadBalancer),
        HeatType::Listener => Some(ResourceKind::Listener),
        HeatType::Pool => Some(ResourceKind::Pool),
        HeatType::PoolMember => Some(ResourceKind::Member),
        HeatType::Volume => Some(ResourceKind::Volume),
        HeatType::Other(name) if is_real(&name) => Some(ResourceKind::Other),
        HeatType::Other(_)
        | HeatType::RouterInterface
        | HeatType::FloatingIpAssociation
        | HeatType::SecurityGroupRule
        | HeatType::HealthMonitor
        | HeatType::VolumeAttachment
        | HeatType::ResourceGroup
        | HeatType::SoftwareConfig
        | HeatType::SoftwareDeployment
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Nested(_) => None,
    }
}

/// Types of services other than Heat itself: a secret, a share; not a random string.
fn is_real(name: &str) -> bool {
    name.contains(' ') && !name.starts_with("Heat ") && !name.starts_with("Magnum ")
}

/// What Heat says of it.
pub(crate) fn origin(resource: &StackResource) -> HeatOrigin {
    HeatOrigin {
        stack: resource.stack.clone(),
        stack_name: resource.stack_name.clone(),
        name: resource.name.clone(),
        kind: resource.kind.clone(),
        status: resource.status.clone(),
        status_reason: resource.status_reason.clone(),
    }
}

/// Adds what Heat says to what the service says.
pub(crate) fn add_origin(resource: &mut Resource, origin: HeatOrigin) {
    for (fact, value) in [
        (Fact::HeatName, origin.name.clone()),
        (Fact::HeatType, origin.kind.clone()),
        (Fact::HeatStatus, origin.status.to_string()),
        (Fact::HeatStack, origin.stack_name.clone()),
    ] {
        if !value.is_empty() {
            resource.facts.push((fact, value));
        }
    }
    resource.former = Some(ResourceKey::heat(&origin.stack, &origin.name));
    match &origin.status {
        Status::Known(_, Phase::Failed) => {
            resource.worsen(Severity::Bad, origin.status_reason.as_deref());
        }
        Status::Known(_, Phase::InProgress) => resource.worsen(Severity::Busy, None),
        Status::Known(_, Phase::Complete) | Status::Other(_) => {}
    }
    resource.heat = Some(origin);
}

/// The resource as Heat alone knows it; `asked` tells whether the service that should list it has answered.
pub(crate) fn heat_only(
    resource: &StackResource,
    kind: ResourceKind,
    cluster: &Cluster,
    asked: bool,
) -> Option<Resource> {
    let building = cluster.status.in_progress();
    let expected = is_expected(resource, kind, cluster);
    let listed_elsewhere = kind != ResourceKind::Other && asked;
    let (severity, contradiction) = match (&resource.status, &resource.physical_id) {
        (Status::Known(Action::Delete, Phase::InProgress | Phase::Complete), _) => return None,
        (Status::Known(_, Phase::Failed), _) => (Severity::Bad, None),
        (Status::Known(_, Phase::InProgress), _) => (Severity::Busy, None),
        _ if !expected => return None,
        (Status::Known(Action::Init, _), None) if building => (Severity::Busy, None),
        (Status::Known(Action::Init, _), None) => (Severity::Neutral, None),
        (Status::Known(..) | Status::Other(_), None) => return None,
        // Heat may have been asked a moment later than the service.
        (Status::Known(..) | Status::Other(_), Some(_)) if listed_elsewhere && !building => {
            (Severity::Bad, Some(Contradiction::Gone(kind.service())))
        }
        (Status::Known(..) | Status::Other(_), Some(_)) => (resource.status.severity(), None),
    };
    let key = match &resource.physical_id {
        Some(id) => ResourceKey::real(kind, id),
        None => ResourceKey::heat(&resource.stack, &resource.name),
    };
    let mut drawn = Resource {
        name: resource.name.clone(),
        title: purpose(&resource.name).to_owned(),
        status: resource.status.to_string(),
        severity,
        physical_id: resource.physical_id.clone(),
        contradiction,
        ..Resource::new(key, kind)
    };
    if let Some(id) = &resource.physical_id {
        drawn.facts.push((Fact::Id, id.clone()));
    }
    add_origin(&mut drawn, origin(resource));
    Some(drawn)
}

/// Whether the cluster as it was ordered has this.
pub(crate) fn is_expected(resource: &StackResource, kind: ResourceKind, cluster: &Cluster) -> bool {
    if !resource.kind.starts_with("Magnum::Optional") {
        return true;
    }
    let label = |name: &str| cluster.labels.get(name).is_some_and(|size| size.as_str() != "0");
    match kind {
        ResourceKind::LoadBalancer | ResourceKind::Listener | ResourceKind::Pool | ResourceKind::Member => {
            cluster.master_lb_enabled == Some(true)
        }
        // The balancer's own address may be switched off by itself.
        ResourceKind::FloatingIp => {
            cluster.floating_ip_enabled == Some(true) && !resource.kind.contains("LBaaS")
        }
        ResourceKind::Network | ResourceKind::Subnet | ResourceKind::Router => {
            cluster.fixed_network.is_none() && cluster.fixed_subnet.is_none()
        }
        ResourceKind::Volume if resource.name.contains("etcd") => label("etcd_volume_size"),
        ResourceKind::Volume if resource.name.contains("docker") => {
            cluster.docker_volume_size_gib.is_some_and(|size| size > 0)
        }
        ResourceKind::Volume => label("boot_volume_size"),
        ResourceKind::ExternalNetwork
        | ResourceKind::Master
        | ResourceKind::Worker
        | ResourceKind::Port
        | ResourceKind::SecurityGroup
        | ResourceKind::ServerGroup
        | ResourceKind::Other
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing => true,
    }
}
