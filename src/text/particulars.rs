//! Words for what a service says of one chosen thing.

use crate::domain::topology::particulars::{Direction, Particular, Peer, SecurityRule};
use crate::text::Words;

impl Words {
    /// The label of a line.
    pub fn particular(&self, fact: Particular) -> &str {
        match fact {
            Particular::Description => self.inspector_description(),
            Particular::Enabled => self.inspector_enabled(),
            Particular::CreatedAt => self.inspector_created_at(),
            Particular::UpdatedAt => self.inspector_updated_at(),
            Particular::LaunchedAt => self.inspector_launched_at(),
            Particular::Power => self.inspector_power(),
            Particular::Locked => self.inspector_locked(),
            Particular::Host => self.inspector_host(),
            Particular::Mtu => self.inspector_mtu(),
            Particular::NetworkType => self.inspector_network_type(),
            Particular::Segment => self.inspector_segment(),
            Particular::PortSecurity => self.inspector_port_security(),
            Particular::AllocationPools => self.inspector_allocation_pools(),
            Particular::Dhcp => self.inspector_dhcp(),
            Particular::Routes => self.inspector_routes(),
            Particular::Snat => self.inspector_snat(),
            Particular::HighlyAvailable => self.inspector_highly_available(),
            Particular::Distributed => self.inspector_distributed(),
            Particular::VnicType => self.inspector_vnic_type(),
            Particular::AllowedAddresses => self.inspector_allowed_addresses(),
            Particular::DnsName => self.inspector_dns_name(),
            Particular::ConnectionLimit => self.inspector_connection_limit(),
            Particular::AllowedRanges => self.inspector_allowed_ranges(),
            Particular::ClientTimeout => self.inspector_client_timeout(),
            Particular::MemberTimeout => self.inspector_member_timeout(),
            Particular::Persistence => self.inspector_persistence(),
            Particular::Weight => self.inspector_weight(),
            Particular::Backup => self.inspector_backup(),
            Particular::MonitorPort => self.inspector_monitor_port(),
            Particular::Encrypted => self.inspector_encrypted(),
            Particular::Multiattach => self.inspector_multiattach(),
            Particular::Snapshot => self.inspector_snapshot(),
            Particular::SourceVolume => self.inspector_source_volume(),
            Particular::SourceImage => self.inspector_source_image(),
            Particular::ActiveConnections => self.inspector_active_connections(),
            Particular::TotalConnections => self.inspector_total_connections(),
            Particular::BytesIn => self.inspector_bytes_in(),
            Particular::BytesOut => self.inspector_bytes_out(),
            Particular::RequestErrors => self.inspector_request_errors(),
            Particular::RequiredBy => self.inspector_required_by(),
        }
    }

    /// What a rule lets pass: `tcp 6443 · 0.0.0.0/0`. `named` knows security groups by their names.
    pub fn security_rule(&self, rule: &SecurityRule, named: impl Fn(&str) -> Option<String>) -> String {
        let protocol = rule
            .protocol
            .as_deref()
            .unwrap_or_else(|| self.inspector_rule_any());
        let ports = match rule.ports {
            Some((low, high)) if low == high => format!(" {low}"),
            Some((low, high)) => format!(" {low}–{high}"),
            None => String::new(),
        };
        let peer = match &rule.peer {
            Peer::Anyone => format!("{} ({})", self.inspector_rule_anyone(), rule.family),
            Peer::Range(range) => range.clone(),
            Peer::Group(id) => {
                let name = named(id).unwrap_or_else(|| id.get(..8).unwrap_or(id).to_owned());
                self.inspector_rule_group(name)
            }
        };
        format!("{protocol}{ports} · {peer}")
    }

    /// Which way a rule lets traffic pass.
    pub fn direction(&self, direction: Direction) -> &str {
        match direction {
            Direction::In => self.inspector_rule_in(),
            Direction::Out => self.inspector_rule_out(),
        }
    }
}
