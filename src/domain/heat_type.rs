//! What a Heat resource is, read from its type: the same floating IP has four spellings, a nested template a file name.

/// What a Heat resource stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeatType {
    /// A Nova server.
    Server,
    /// A Nova server group.
    ServerGroup,
    /// A Neutron network.
    Network,
    /// A Neutron subnet.
    Subnet,
    /// A Neutron router.
    Router,
    /// What connects a subnet with a router.
    RouterInterface,
    /// A Neutron port.
    Port,
    /// A Neutron floating IP.
    FloatingIp,
    /// What leads a floating IP to a port.
    FloatingIpAssociation,
    /// A Neutron security group.
    SecurityGroup,
    /// One rule of a security group.
    SecurityGroupRule,
    /// A load balancer.
    LoadBalancer,
    /// A load balancer's listener.
    Listener,
    /// A load balancer's pool.
    Pool,
    /// A member of such a pool.
    PoolMember,
    /// What asks the members how they are.
    HealthMonitor,
    /// A Cinder volume.
    Volume,
    /// What attaches a volume to a server.
    VolumeAttachment,
    /// A number of equal resources.
    ResourceGroup,
    /// A script for servers.
    SoftwareConfig,
    /// That script on a server.
    SoftwareDeployment,
    /// What chooses between two addresses or networks.
    Switch,
    /// Waits until a server says that it is done.
    WaitCondition,
    /// A nested template: its file's name without the extension.
    Nested(String),
    /// Any other: the last parts of the type.
    Other(String),
}

impl HeatType {
    /// Reads a type as Heat spells it; never fails.
    pub fn parse(kind: &str) -> Self {
        if let Some(file) = nested_file(kind) {
            return Self::Nested(file.to_owned());
        }
        let last = kind.rsplit("::").next().unwrap_or(kind);
        let owner = kind.rsplit("::").nth(1).unwrap_or_default();
        match last {
            "Server" => Self::Server,
            "ServerGroup" => Self::ServerGroup,
            "Net" => Self::Network,
            "Subnet" => Self::Subnet,
            "Router" => Self::Router,
            "RouterInterface" => Self::RouterInterface,
            "Port" => Self::Port,
            "FloatingIP" => Self::FloatingIp,
            "FloatingIPAssociation" => Self::FloatingIpAssociation,
            "SecurityGroup" => Self::SecurityGroup,
            "SecurityGroupRule" => Self::SecurityGroupRule,
            "LoadBalancer" => Self::LoadBalancer,
            "Listener" => Self::Listener,
            "Pool" => Self::Pool,
            "PoolMember" => Self::PoolMember,
            "HealthMonitor" => Self::HealthMonitor,
            "Volume" => Self::Volume,
            "VolumeAttachment" => Self::VolumeAttachment,
            "ResourceGroup" => Self::ResourceGroup,
            "SoftwareConfig" | "MultipartMime" | "CloudConfig" => Self::SoftwareConfig,
            "SoftwareDeployment" | "SoftwareDeploymentGroup" => Self::SoftwareDeployment,
            "WaitCondition" | "WaitConditionHandle" => Self::WaitCondition,
            "ApiGatewaySwitcher" | "FloatingIPAddressSwitcher" | "NetworkSwitcher" => Self::Switch,
            _ if owner.is_empty() => Self::Other(last.to_owned()),
            _ => Self::Other(format!("{owner} {last}")),
        }
    }
}

/// `kubemaster` of `file:///…/kubemaster.yaml`.
fn nested_file(kind: &str) -> Option<&str> {
    let file = kind.rsplit('/').next().unwrap_or(kind);
    file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"))
}

#[cfg(test)]
mod tests {
    use super::HeatType;

    #[test]
    fn types_of_real_stacks_are_understood() {
        for (kind, expected) in [
            ("OS::Nova::Server", HeatType::Server),
            (
                "Magnum::Optional::KubeMaster::Neutron::FloatingIP",
                HeatType::FloatingIp,
            ),
            (
                "Magnum::Optional::Neutron::LBaaS::LoadBalancer",
                HeatType::LoadBalancer,
            ),
            ("Magnum::Optional::Etcd::Volume", HeatType::Volume),
            ("Magnum::ApiGatewaySwitcher", HeatType::Switch),
            (
                "file:///opt/x/kubemaster.yaml",
                HeatType::Nested("kubemaster".to_owned()),
            ),
            (
                "OS::Barbican::Secret",
                HeatType::Other("Barbican Secret".to_owned()),
            ),
            ("odd", HeatType::Other("odd".to_owned())),
            ("", HeatType::Other(String::new())),
        ] {
            assert_eq!(HeatType::parse(kind), expected, "{kind}");
        }
    }
}
