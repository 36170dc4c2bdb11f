//! What the inventory says of a thing, as a resource: its short name, its status, its facts.

use crate::domain::inventory::{
    AddressKind, FloatingIp, Listener, LoadBalancer, Member, Network, Pool, Port, Router, SecurityGroup,
    Server, ServerGroup, Subnet, Volume, octavia_severity, plain_severity,
};
use crate::domain::status::Severity;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::kubernetes::{ClaimMark, ServiceMark};
use crate::domain::topology::resource::{Purpose, Resource, ResourceKey, ResourceKind};
use crate::domain::topology::short_name::{Stems, purpose};

/// Collects facts, leaving empty ones out.
struct Facts(Vec<(Fact, String)>);

impl Facts {
    fn of(id: &str) -> Self {
        Self(vec![(Fact::Id, id.to_owned())])
    }

    fn say(&mut self, fact: Fact, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((fact, value));
        }
    }

    fn maybe(&mut self, fact: Fact, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.say(fact, value.to_string());
        }
    }
}

fn resource(kind: ResourceKind, id: &str, name: &str, title: String) -> Resource {
    Resource {
        name: name.to_owned(),
        title,
        physical_id: Some(id.to_owned()),
        ..Resource::new(ResourceKey::real(kind, id), kind)
    }
}

/// A server; role and node group are the caller's to add.
pub(crate) fn server(server: &Server, kind: ResourceKind, stems: &Stems) -> Resource {
    let mut facts = Facts::of(server.id.as_str());
    facts.maybe(Fact::Task, server.task.as_ref());
    for address in &server.addresses {
        let fact = match address.kind {
            AddressKind::Fixed => Fact::FixedAddress,
            AddressKind::Floating => Fact::FloatingAddress,
        };
        facts.say(fact, &address.ip);
    }
    facts.maybe(Fact::Flavor, server.flavor.as_ref());
    facts.maybe(Fact::Vcpus, server.vcpus);
    facts.maybe(Fact::MemoryMib, server.ram_mib);
    facts.maybe(Fact::Image, server.image.as_ref());
    facts.maybe(Fact::KeyPair, server.keypair.as_ref());
    facts.maybe(Fact::AvailabilityZone, server.availability_zone.as_ref());
    facts.maybe(Fact::CreatedAt, server.created_at);
    let address = server
        .address(AddressKind::Floating)
        .or_else(|| server.address(AddressKind::Fixed));
    let subtitle: Vec<&str> = [address, server.flavor.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    Resource {
        subtitle: subtitle.join(" · "),
        status: server.status.clone(),
        severity: server.severity(),
        reason: server.fault.clone(),
        facts: facts.0,
        ..resource(kind, server.id.as_str(), &server.name, stems.short(&server.name))
    }
}

pub(crate) fn server_group(group: &ServerGroup, stems: &Stems) -> Resource {
    let mut facts = Facts::of(group.id.as_str());
    facts.say(Fact::Policy, &group.policy);
    facts.say(Fact::MemberCount, group.members.len().to_string());
    Resource {
        subtitle: group.policy.clone(),
        facts: facts.0,
        ..resource(
            ResourceKind::ServerGroup,
            group.id.as_str(),
            &group.name,
            purpose(&stems.short(&group.name)).to_owned(),
        )
    }
}

pub(crate) fn network(network: &Network, stems: &Stems) -> Resource {
    let kind = if network.external {
        ResourceKind::ExternalNetwork
    } else {
        ResourceKind::Network
    };
    let mut facts = Facts::of(network.id.as_str());
    facts.say(Fact::Shared, network.shared.to_string());
    facts.say(Fact::Tags, network.tags.join(", "));
    Resource {
        status: network.status.clone(),
        severity: plain_severity(&network.status),
        facts: facts.0,
        ..resource(
            kind,
            network.id.as_str(),
            &network.name,
            stems.short(&network.name),
        )
    }
}

pub(crate) fn subnet(subnet: &Subnet) -> Resource {
    let mut facts = Facts::of(subnet.id.as_str());
    facts.say(Fact::Cidr, &subnet.cidr);
    facts.maybe(Fact::Gateway, subnet.gateway.as_ref());
    facts.say(Fact::DnsServers, subnet.dns.join(", "));
    facts.say(Fact::Tags, subnet.tags.join(", "));
    Resource {
        facts: facts.0,
        ..resource(
            ResourceKind::Subnet,
            subnet.id.as_str(),
            &subnet.name,
            subnet.cidr.clone(),
        )
    }
}

pub(crate) fn router(router: &Router, stems: &Stems) -> Resource {
    let mut facts = Facts::of(router.id.as_str());
    facts.maybe(Fact::FloatingAddress, router.external_address.as_ref());
    facts.say(Fact::Tags, router.tags.join(", "));
    Resource {
        subtitle: router.external_address.clone().unwrap_or_default(),
        status: router.status.clone(),
        severity: plain_severity(&router.status),
        facts: facts.0,
        ..resource(
            ResourceKind::Router,
            router.id.as_str(),
            &router.name,
            stems.short(&router.name),
        )
    }
}

pub(crate) fn port(port: &Port, stems: &Stems) -> Resource {
    let mut facts = Facts::of(port.id.as_str());
    for (_, address) in &port.fixed_ips {
        facts.say(Fact::FixedAddress, address);
    }
    facts.say(Fact::Mac, &port.mac);
    facts.say(Fact::DeviceOwner, &port.device_owner);
    facts.say(Fact::Tags, port.tags.join(", "));
    let title = match port.fixed_ips.first() {
        Some((_, address)) => address.clone(),
        None if port.name.is_empty() => port.id.short().to_owned(),
        None => stems.short(&port.name),
    };
    Resource {
        status: port.status.clone(),
        severity: plain_severity(&port.status),
        facts: facts.0,
        ..resource(ResourceKind::Port, port.id.as_str(), &port.name, title)
    }
}

pub(crate) fn floating_ip(ip: &FloatingIp) -> Resource {
    let mut facts = Facts::of(ip.id.as_str());
    facts.say(Fact::FloatingAddress, &ip.address);
    facts.maybe(Fact::FixedAddress, ip.fixed_address.as_ref());
    facts.say(Fact::Description, &ip.description);
    Resource {
        subtitle: ip.fixed_address.clone().unwrap_or_default(),
        purpose: ServiceMark::of_address(ip).map(|_| Purpose::Service),
        status: ip.status.clone(),
        severity: plain_severity(&ip.status),
        facts: facts.0,
        ..resource(
            ResourceKind::FloatingIp,
            ip.id.as_str(),
            &ip.address,
            ip.address.clone(),
        )
    }
}

pub(crate) fn security_group(group: &SecurityGroup, stems: &Stems) -> Resource {
    let mut facts = Facts::of(group.id.as_str());
    facts.say(Fact::RuleCount, group.rule_count.to_string());
    facts.say(Fact::Tags, group.tags.join(", "));
    Resource {
        facts: facts.0,
        ..resource(
            ResourceKind::SecurityGroup,
            group.id.as_str(),
            &group.name,
            purpose(&stems.short(&group.name)).to_owned(),
        )
    }
}

/// The status that says more: what Octavia is doing while it does something or has failed, else how it works.
fn octavia_status(provisioning: &str, operating: &str) -> String {
    if provisioning == "ACTIVE" && !operating.is_empty() {
        operating.to_owned()
    } else {
        provisioning.to_owned()
    }
}

fn octavia(mut resource: Resource, mut facts: Facts, provisioning: &str, operating: &str) -> Resource {
    facts.say(Fact::ProvisioningStatus, provisioning);
    facts.say(Fact::OperatingStatus, operating);
    resource.status = octavia_status(provisioning, operating);
    resource.severity = octavia_severity(provisioning, operating);
    resource.facts = facts.0;
    resource
}

pub(crate) fn load_balancer(balancer: &LoadBalancer, stems: &Stems) -> Resource {
    let mut facts = Facts::of(balancer.id.as_str());
    facts.maybe(Fact::FixedAddress, balancer.vip_address.as_ref());
    facts.maybe(Fact::Provider, balancer.provider.as_ref());
    facts.say(Fact::Tags, balancer.tags.join(", "));
    facts.say(Fact::Description, &balancer.description);
    let service = ServiceMark::of_balancer(balancer);
    let title = match service {
        Some(mark) => mark.title(),
        None => balancer_title(&balancer.name, stems),
    };
    let mut balancer_resource = resource(
        ResourceKind::LoadBalancer,
        balancer.id.as_str(),
        &balancer.name,
        title,
    );
    balancer_resource.subtitle = balancer.vip_address.clone().unwrap_or_default();
    balancer_resource.purpose = service.map(|_| Purpose::Service);
    octavia(
        balancer_resource,
        facts,
        &balancer.provisioning_status,
        &balancer.operating_status,
    )
}

/// `api` for Heat's, `kubeapi` for Cluster API's.
fn balancer_title(name: &str, stems: &Stems) -> String {
    match stems.first_part(name) {
        Some(part) => part.strip_suffix("_lb").unwrap_or(&part).to_owned(),
        None => name.to_owned(),
    }
}

pub(crate) fn listener(listener: &Listener) -> Resource {
    let mut facts = Facts::of(listener.id.as_str());
    facts.say(Fact::Protocol, &listener.protocol);
    facts.maybe(Fact::PortNumber, listener.port);
    let title = match listener.port {
        Some(port) => format!("{} :{port}", listener.protocol),
        None => listener.protocol.clone(),
    };
    octavia(
        resource(
            ResourceKind::Listener,
            listener.id.as_str(),
            &listener.name,
            title,
        ),
        facts,
        &listener.provisioning_status,
        &listener.operating_status,
    )
}

pub(crate) fn pool(pool: &Pool) -> Resource {
    let mut facts = Facts::of(pool.id.as_str());
    facts.say(Fact::Protocol, &pool.protocol);
    facts.say(Fact::Algorithm, &pool.algorithm);
    facts.say(
        Fact::MemberCount,
        pool.member_ids.len().max(pool.members.len()).to_string(),
    );
    let title = pool.algorithm.replace('_', " ").to_lowercase();
    octavia(
        resource(ResourceKind::Pool, pool.id.as_str(), &pool.name, title),
        facts,
        &pool.provisioning_status,
        &pool.operating_status,
    )
}

pub(crate) fn member(member: &Member) -> Resource {
    let mut facts = Facts::of(member.id.as_str());
    facts.say(Fact::FixedAddress, &member.address);
    facts.maybe(Fact::PortNumber, member.port);
    let title = match member.port {
        Some(port) => format!("{}:{port}", member.address),
        None => member.address.clone(),
    };
    octavia(
        resource(ResourceKind::Member, member.id.as_str(), &member.name, title),
        facts,
        &member.provisioning_status,
        &member.operating_status,
    )
}

/// A member of which only the id is known.
pub(crate) fn bare_member(id: &str) -> Resource {
    Resource {
        facts: Facts::of(id).0,
        ..resource(ResourceKind::Member, id, "", id.get(..8).unwrap_or(id).to_owned())
    }
}

pub(crate) fn volume(volume: &Volume, stems: &Stems) -> Resource {
    let mut facts = Facts::of(volume.id.as_str());
    facts.say(Fact::SizeGib, volume.size_gib.to_string());
    facts.maybe(Fact::VolumeType, volume.kind.as_ref());
    facts.say(Fact::Bootable, volume.bootable.to_string());
    for (_, device) in &volume.attachments {
        facts.say(Fact::Device, device);
    }
    facts.say(Fact::Description, &volume.description);
    let claim = ClaimMark::of(volume);
    let purpose = claim.as_ref().map(|_| Purpose::PersistentVolume);
    let title = match (claim, volume.name.is_empty()) {
        (Some(claim), _) => claim.title,
        (None, true) => volume.id.short().to_owned(),
        (None, false) => stems.short(&volume.name),
    };
    Resource {
        subtitle: format!("{} GiB", volume.size_gib),
        purpose,
        status: volume.status.clone(),
        severity: plain_severity(&volume.status),
        facts: facts.0,
        ..resource(ResourceKind::Volume, volume.id.as_str(), &volume.name, title)
    }
}

/// Adds what Magnum's health check says of a node.
pub(crate) fn add_ready(resource: &mut Resource, ready: Option<&str>) {
    let Some(ready) = ready else { return };
    resource.facts.push((Fact::Ready, ready.to_owned()));
    if ready != "True" {
        resource.worsen(Severity::Warning, None);
    }
}
