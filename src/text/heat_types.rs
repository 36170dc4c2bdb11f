//! Words for what a Heat resource is.

use std::borrow::Cow;

use crate::domain::heat_type::HeatType;
use crate::text::Words;

impl Words {
    /// What a Heat resource is; types that are not known are shown as they are.
    pub fn heat_type<'a>(&'a self, kind: &'a HeatType) -> Cow<'a, str> {
        match kind {
            HeatType::Server => self.kind_server(),
            HeatType::ServerGroup => self.kind_server_group(),
            HeatType::Network => self.kind_network(),
            HeatType::Subnet => self.kind_subnet(),
            HeatType::Router => self.kind_router(),
            HeatType::RouterInterface => self.kind_router_interface(),
            HeatType::Port => self.kind_port(),
            HeatType::FloatingIp => self.kind_floating_ip(),
            HeatType::FloatingIpAssociation => self.kind_floating_ip_association(),
            HeatType::SecurityGroup => self.kind_security_group(),
            HeatType::SecurityGroupRule => self.kind_security_group_rule(),
            HeatType::LoadBalancer => self.kind_load_balancer(),
            HeatType::Listener => self.kind_listener(),
            HeatType::Pool => self.kind_pool(),
            HeatType::PoolMember => self.kind_pool_member(),
            HeatType::HealthMonitor => self.kind_health_monitor(),
            HeatType::Volume => self.kind_volume(),
            HeatType::VolumeAttachment => self.kind_volume_attachment(),
            HeatType::ResourceGroup => self.kind_resource_group(),
            HeatType::SoftwareConfig => self.kind_software_config(),
            HeatType::SoftwareDeployment => self.kind_software_deployment(),
            HeatType::Switch => self.kind_switch(),
            HeatType::WaitCondition => self.kind_wait_condition(),
            HeatType::Nested(file) => return self.kind_nested(file.as_str()).into(),
            HeatType::Other(kind) => kind.as_str(),
        }
        .into()
    }
}
