//! Words for what the picture is made of: kinds, relations, facts.

use crate::domain::status::Severity;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Purpose, Resource, ResourceKind};
use crate::text::Words;

impl Words {
    /// What a resource is.
    pub fn resource_kind(&self, kind: ResourceKind) -> &str {
        match kind {
            ResourceKind::ExternalNetwork => self.topology_kind_external_network(),
            ResourceKind::Router => self.kind_router(),
            ResourceKind::Network => self.kind_network(),
            ResourceKind::Subnet => self.kind_subnet(),
            ResourceKind::FloatingIp => self.kind_floating_ip(),
            ResourceKind::LoadBalancer => self.kind_load_balancer(),
            ResourceKind::Listener => self.kind_listener(),
            ResourceKind::Pool => self.kind_pool(),
            ResourceKind::Member => self.kind_pool_member(),
            ResourceKind::Master => self.role_master(),
            ResourceKind::Worker => self.role_worker(),
            ResourceKind::Port => self.kind_port(),
            ResourceKind::Volume => self.kind_volume(),
            ResourceKind::SecurityGroup => self.kind_security_group(),
            ResourceKind::ServerGroup => self.kind_server_group(),
            ResourceKind::Other => self.topology_kind_other(),
            ResourceKind::Stack => self.topology_kind_stack(),
            ResourceKind::Script => self.topology_kind_script(),
            ResourceKind::Plumbing => self.topology_kind_plumbing(),
        }
    }

    /// What Kubernetes made a resource for.
    pub fn purpose(&self, purpose: Purpose) -> &str {
        match purpose {
            Purpose::Service => self.topology_purpose_service(),
            Purpose::PersistentVolume => self.topology_purpose_volume(),
        }
    }

    /// How a resource is: the service's word, unless somebody else says that it is worse than that.
    pub fn resource_status<'a>(&'a self, resource: &'a Resource) -> &'a str {
        if resource.contradiction.is_some() {
            return self.topology_gone();
        }
        if let Some(heat) = resource.heat.as_ref().filter(|heat| heat.status.failed()) {
            return self.status(&heat.status);
        }
        let sounds_well = matches!(
            resource.status.as_str(),
            "" | "ACTIVE" | "ONLINE" | "in-use" | "available"
        );
        if sounds_well && resource.severity > Severity::Good {
            return self.severity(resource.severity);
        }
        match (&resource.heat, resource.kind.is_server()) {
            (_, true) if resource.physical_id.is_some() => self.server_status(&resource.status),
            // What only Heat knows of has Heat's word.
            (Some(heat), _) if heat.status.to_string() == resource.status => self.status(&heat.status),
            (Some(_) | None, _) => &resource.status,
        }
    }

    /// What the other end of a relation is to this one.
    pub fn relation(&self, relation: Relation, outgoing: bool, other: ResourceKind) -> &str {
        match (relation, outgoing) {
            (Relation::Gateway, true) => self.topology_relation_gateway_of(),
            (Relation::Gateway, false) => self.topology_relation_gateway(),
            (Relation::Interface, true) => self.topology_relation_interface(),
            (Relation::Interface, false) => self.topology_relation_router(),
            (Relation::Contains, true) => self.topology_relation_contains(),
            (Relation::Contains, false) => self.topology_relation_within(),
            (Relation::Addresses, true) => self.topology_relation_addresses(),
            (Relation::Addresses, false) => self.topology_relation_subnet(),
            (Relation::Plugs, _) if other == ResourceKind::Port => self.topology_relation_port(),
            (Relation::Plugs, _) => self.topology_relation_port_of(),
            (Relation::LeadsTo, true) => self.topology_relation_leads_to(),
            (Relation::LeadsTo, false) => self.topology_relation_reached_by(),
            (Relation::Listens, true) => self.topology_relation_listens(),
            (Relation::Listens, false) => self.topology_relation_balancer(),
            (Relation::SendsTo | Relation::Serves, true) => self.topology_relation_sends_to(),
            (Relation::SendsTo | Relation::Serves, false) => self.topology_relation_fed_by(),
            (Relation::HasMember, true) => self.topology_relation_member(),
            (Relation::HasMember, false) => self.topology_relation_member_of(),
            (Relation::Attached, true) => self.topology_relation_attached_to(),
            (Relation::Attached, false) => self.topology_relation_volume(),
            (Relation::Protects, true) => self.topology_relation_protects(),
            (Relation::Protects, false) => self.topology_relation_protected_by(),
            (Relation::Groups, true) => self.topology_relation_groups(),
            (Relation::Groups, false) => self.topology_relation_grouped_by(),
            (Relation::Holds, true) => self.topology_relation_contains(),
            (Relation::Holds, false) => self.topology_relation_within(),
            (Relation::NeededBy, true) => self.topology_relation_needed_by(),
            (Relation::NeededBy, false) => self.topology_relation_needs(),
        }
    }

    /// The label of a fact.
    pub fn fact(&self, fact: Fact) -> &str {
        match fact {
            Fact::Id => self.topology_fact_id(),
            Fact::Ready => self.topology_fact_ready(),
            Fact::Task => self.topology_fact_task(),
            Fact::FixedAddress => self.topology_fact_fixed_address(),
            Fact::FloatingAddress => self.topology_fact_floating_address(),
            Fact::Flavor => self.topology_fact_flavor(),
            Fact::Vcpus => self.topology_fact_vcpus(),
            Fact::MemoryMib => self.topology_fact_memory(),
            Fact::Image => self.topology_fact_image(),
            Fact::KeyPair => self.topology_fact_key_pair(),
            Fact::AvailabilityZone => self.topology_fact_availability_zone(),
            Fact::CreatedAt => self.topology_fact_created_at(),
            Fact::Cidr => self.topology_fact_cidr(),
            Fact::Gateway => self.topology_fact_gateway(),
            Fact::DnsServers => self.topology_fact_dns_servers(),
            Fact::Shared => self.topology_fact_shared(),
            Fact::Mac => self.topology_fact_mac(),
            Fact::DeviceOwner => self.topology_fact_device_owner(),
            Fact::Description => self.topology_fact_description(),
            Fact::RuleCount => self.topology_fact_rule_count(),
            Fact::Policy => self.topology_fact_policy(),
            Fact::MemberCount => self.topology_fact_member_count(),
            Fact::Provider => self.topology_fact_provider(),
            Fact::Protocol => self.topology_fact_protocol(),
            Fact::PortNumber => self.topology_fact_port_number(),
            Fact::Algorithm => self.topology_fact_algorithm(),
            Fact::ProvisioningStatus => self.topology_fact_provisioning_status(),
            Fact::OperatingStatus => self.topology_fact_operating_status(),
            Fact::SizeGib => self.topology_fact_size(),
            Fact::VolumeType => self.topology_fact_volume_type(),
            Fact::Device => self.topology_fact_device(),
            Fact::Bootable => self.topology_fact_bootable(),
            Fact::Tags => self.topology_fact_tags(),
            Fact::HeatName => self.topology_fact_heat_name(),
            Fact::HeatType => self.topology_fact_heat_type(),
            Fact::HeatStatus => self.topology_fact_heat_status(),
            Fact::HeatStack => self.topology_fact_heat_stack(),
        }
    }
}
