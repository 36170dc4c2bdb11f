//! Heat's templates of a Kubernetes cluster as tables: each resource with its type, who waits for it and how long it takes.
//! The names and relations are those of Magnum's Fedora CoreOS driver.

/// A template.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) description: &'static str,
    pub(super) rows: &'static [Row],
}

/// One resource of a template.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) row_type: &'static str,
    pub(super) required_by: &'static [&'static str],
    pub(super) secs: i64,
    pub(super) make: Make,
}

/// What a resource becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Make {
    Stack(Inner),
    Thing(Kind),
}

/// A stack inside the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Inner {
    /// A choice between addresses, without resources.
    Switch,
    Network,
    Api,
    Etcd,
    Masters,
    Minions,
}

/// A thing of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Known to Heat alone.
    Nothing,
    /// A software deployment without a physical id, as the real cloud shows for upgrades.
    Blank,
    Network,
    Subnet,
    Router,
    Interface,
    MasterRules,
    WorkerRules,
    RuleTcpGroup,
    RuleUdpGroup,
    RuleTcpPods,
    RuleUdpPods,
    MasterGroup,
    WorkerGroup,
    Balancer,
    Listener,
    Pool,
    Monitor,
    BalancerFloating,
    Port,
    Server,
    ServerFloating,
    ApiMember,
    EtcdMember,
    DockerVolume,
    DockerAttach,
    EtcdVolume,
    EtcdAttach,
    BootVolume,
}

const fn row(
    name: &'static str,
    row_type: &'static str,
    required_by: &'static [&'static str],
    secs: i64,
    make: Make,
) -> Row {
    Row {
        name,
        row_type,
        required_by,
        secs,
        make,
    }
}

const SECGROUP_RULE: &str = "OS::Neutron::SecurityGroupRule";
const DEPLOYMENT: &str = "OS::Heat::SoftwareDeployment";
const CONFIG: &str = "OS::Heat::SoftwareConfig";
const GATEWAY_SWITCH: &str = "Magnum::ApiGatewaySwitcher";
const MEMBER: &str = "Magnum::Optional::Neutron::LBaaS::PoolMember";
const LB_API: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/lb_api.yaml";
const LB_ETCD: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/lb_etcd.yaml";
const NETWORK: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/network.yaml";

/// The type of a group's child.
pub(super) const KUBE_MASTER: &str =
    "file:///usr/lib/python3/dist-packages/magnum/drivers/k8s_fedora_coreos_v1/templates/kubemaster.yaml";
/// The type of a group's child.
pub(super) const KUBE_MINION: &str =
    "file:///usr/lib/python3/dist-packages/magnum/drivers/k8s_fedora_coreos_v1/templates/kubeminion.yaml";

const CLUSTER_TEXT: &str = "This template will boot a Kubernetes cluster with one or more minions (as specified by the \
     number_of_minions parameter, which defaults to 1).\n";

/// The whole cluster.
pub(super) static CLUSTER: Sheet = Sheet {
    description: CLUSTER_TEXT,
    rows: &[
        row(
            "api_address_floating_switch",
            "Magnum::FloatingIPAddressSwitcher",
            &[],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "secgroup_rule_udp_kube_minion",
            SECGROUP_RULE,
            &[],
            1,
            Make::Thing(Kind::RuleUdpGroup),
        ),
        row(
            "kube_cluster_deploy",
            DEPLOYMENT,
            &[],
            12,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "kube_cluster_config",
            CONFIG,
            &["kube_cluster_deploy"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "secgroup_rule_udp_kube_minion_pods_cidr",
            SECGROUP_RULE,
            &[],
            1,
            Make::Thing(Kind::RuleUdpPods),
        ),
        row(
            "secgroup_rule_tcp_kube_minion",
            SECGROUP_RULE,
            &[],
            1,
            Make::Thing(Kind::RuleTcpGroup),
        ),
        row(
            "kube_minions",
            "OS::Heat::ResourceGroup",
            &[],
            1,
            Make::Stack(Inner::Minions),
        ),
        row(
            "api_address_lb_switch",
            GATEWAY_SWITCH,
            &["kube_minions", "api_address_floating_switch"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "worker_nodes_server_group",
            "OS::Nova::ServerGroup",
            &["kube_minions"],
            1,
            Make::Thing(Kind::WorkerGroup),
        ),
        row(
            "etcd_address_lb_switch",
            GATEWAY_SWITCH,
            &["kube_minions"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "kube_masters",
            "OS::Heat::ResourceGroup",
            &[
                "kube_cluster_config",
                "api_address_lb_switch",
                "etcd_address_lb_switch",
                "kube_cluster_deploy",
            ],
            1,
            Make::Stack(Inner::Masters),
        ),
        row(
            "etcd_lb",
            LB_ETCD,
            &["etcd_address_lb_switch", "kube_masters"],
            1,
            Make::Stack(Inner::Etcd),
        ),
        row(
            "api_lb",
            LB_API,
            &["api_address_lb_switch", "kube_masters"],
            1,
            Make::Stack(Inner::Api),
        ),
        row(
            "master_nodes_server_group",
            "OS::Nova::ServerGroup",
            &["kube_masters"],
            1,
            Make::Thing(Kind::MasterGroup),
        ),
        row(
            "network",
            NETWORK,
            &["api_lb", "kube_masters", "kube_minions", "etcd_lb"],
            1,
            Make::Stack(Inner::Network),
        ),
        row(
            "secgroup_rule_tcp_kube_minion_pods_cidr",
            SECGROUP_RULE,
            &[],
            1,
            Make::Thing(Kind::RuleTcpPods),
        ),
        row(
            "secgroup_kube_minion",
            "OS::Neutron::SecurityGroup",
            &[
                "kube_minions",
                "secgroup_rule_udp_kube_minion_pods_cidr",
                "secgroup_rule_tcp_kube_minion",
                "secgroup_rule_udp_kube_minion",
                "secgroup_rule_tcp_kube_minion_pods_cidr",
            ],
            2,
            Make::Thing(Kind::WorkerRules),
        ),
        row(
            "secgroup_kube_master",
            "OS::Neutron::SecurityGroup",
            &["kube_masters", "secgroup_kube_minion"],
            2,
            Make::Thing(Kind::MasterRules),
        ),
    ],
};

/// Another node group of workers, which has a stack of its own.
pub(super) static NODE_GROUP: Sheet = Sheet {
    description: CLUSTER_TEXT,
    rows: &[
        row(
            "kube_minions",
            "OS::Heat::ResourceGroup",
            &[],
            1,
            Make::Stack(Inner::Minions),
        ),
        row(
            "worker_nodes_server_group",
            "OS::Nova::ServerGroup",
            &["kube_minions"],
            1,
            Make::Thing(Kind::WorkerGroup),
        ),
    ],
};

/// The cluster's own network.
pub(super) static NETWORK_SHEET: Sheet = Sheet {
    description: "Creates network resources for the cluster. this template can be extended to support other \
                  network providers.\n",
    rows: &[
        row(
            "network_switch",
            "Magnum::NetworkSwitcher",
            &[],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "extrouter_inside",
            "Magnum::Optional::Neutron::RouterInterface",
            &[],
            2,
            Make::Thing(Kind::Interface),
        ),
        row(
            "private_subnet",
            "Magnum::Optional::Neutron::Subnet",
            &["extrouter_inside", "network_switch"],
            1,
            Make::Thing(Kind::Subnet),
        ),
        row(
            "private_network",
            "Magnum::Optional::Neutron::Net",
            &["network_switch", "private_subnet"],
            1,
            Make::Thing(Kind::Network),
        ),
        row(
            "extrouter",
            "Magnum::Optional::Neutron::Router",
            &["extrouter_inside"],
            2,
            Make::Thing(Kind::Router),
        ),
    ],
};

/// The load balancer of the Kubernetes API.
pub(super) static API_SHEET: Sheet = Sheet {
    description: "This is the template for the load balancer of the Kubernetes API.\n",
    rows: &[
        row(
            "floating",
            "Magnum::Optional::Neutron::LBaaS::FloatingIP",
            &[],
            3,
            Make::Thing(Kind::BalancerFloating),
        ),
        row(
            "monitor",
            "Magnum::Optional::Neutron::LBaaS::HealthMonitor",
            &[],
            2,
            Make::Thing(Kind::Monitor),
        ),
        row(
            "pool",
            "Magnum::Optional::Neutron::LBaaS::Pool",
            &["monitor"],
            2,
            Make::Thing(Kind::Pool),
        ),
        row(
            "listener",
            "Magnum::Optional::Neutron::LBaaS::Listener",
            &["pool"],
            2,
            Make::Thing(Kind::Listener),
        ),
        row(
            "loadbalancer",
            "Magnum::Optional::Neutron::LBaaS::LoadBalancer",
            &["floating", "listener"],
            7,
            Make::Thing(Kind::Balancer),
        ),
    ],
};

/// The load balancer of etcd.
pub(super) static ETCD_SHEET: Sheet = Sheet {
    description: "This is the template for the load balancer of etcd.\n",
    rows: &[
        row(
            "monitor",
            "Magnum::Optional::Neutron::LBaaS::HealthMonitor",
            &[],
            2,
            Make::Thing(Kind::Monitor),
        ),
        row(
            "pool",
            "Magnum::Optional::Neutron::LBaaS::Pool",
            &["monitor"],
            2,
            Make::Thing(Kind::Pool),
        ),
        row(
            "listener",
            "Magnum::Optional::Neutron::LBaaS::Listener",
            &["pool"],
            2,
            Make::Thing(Kind::Listener),
        ),
        row(
            "loadbalancer",
            "Magnum::Optional::Neutron::LBaaS::LoadBalancer",
            &["listener"],
            6,
            Make::Thing(Kind::Balancer),
        ),
    ],
};

/// A group of equal children has no resources but the numbered ones.
pub(super) static GROUP_SHEET: Sheet = Sheet {
    description: "No description",
    rows: &[],
};

/// A switch chooses between addresses and makes nothing.
pub(super) static SWITCH_SHEET: Sheet = Sheet {
    description: "This is a template resource that accepts two addresses and passes on the one that is wanted.\n",
    rows: &[],
};

const VOLUME: &str = "Magnum::Optional::Cinder::Volume";
const ATTACH: &str = "Magnum::Optional::Cinder::VolumeAttachment";
const MINION_TEXT: &str = "This is a nested stack that defines a single Kubernetes minion, This stack is included by an \
     AutoScalingGroup resource in the parent template (kubecluster.yaml).\n";
const MASTER_TEXT: &str = "This is a nested stack that defines a single Kubernetes master, This stack is included by an \
     ResourceGroup resource in the parent template (kubecluster.yaml).\n";

/// A worker that boots from an image.
pub(super) static MINION: Sheet = Sheet {
    description: MINION_TEXT,
    rows: &[
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
        row(
            "upgrade_kubernetes_deployment",
            DEPLOYMENT,
            &[],
            1,
            Make::Thing(Kind::Blank),
        ),
        row(
            "upgrade_kubernetes",
            CONFIG,
            &["upgrade_kubernetes_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "node_config_deployment",
            DEPLOYMENT,
            &[],
            11,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "node_config",
            CONFIG,
            &["node_config_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "docker_volume",
            VOLUME,
            &["node_config", "docker_volume_attach"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "kube_minion_floating",
            "Magnum::Optional::KubeMinion::Neutron::FloatingIP",
            &["node_config"],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "kube-minion",
            "OS::Nova::Server",
            &[
                "docker_volume_attach",
                "node_config_deployment",
                "upgrade_kubernetes_deployment",
                "kube_minion_floating",
            ],
            11,
            Make::Thing(Kind::Server),
        ),
        row(
            "kube_minion_eth0",
            "OS::Neutron::Port",
            &["node_config", "kube-minion", "kube_minion_floating"],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "agent_config",
            CONFIG,
            &["kube-minion"],
            1,
            Make::Thing(Kind::Nothing),
        ),
    ],
};

/// A worker that boots from a volume.
pub(super) static MINION_ON_VOLUME: Sheet = Sheet {
    description: MINION_TEXT,
    rows: &[
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
        row(
            "upgrade_kubernetes_deployment",
            DEPLOYMENT,
            &[],
            1,
            Make::Thing(Kind::Blank),
        ),
        row(
            "upgrade_kubernetes",
            CONFIG,
            &["upgrade_kubernetes_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "node_config_deployment",
            DEPLOYMENT,
            &[],
            11,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "node_config",
            CONFIG,
            &["node_config_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "docker_volume",
            VOLUME,
            &["node_config", "docker_volume_attach"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "kube_minion_floating",
            "Magnum::Optional::KubeMinion::Neutron::FloatingIP",
            &["node_config"],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "kube-minion-bfv",
            "OS::Nova::Server",
            &[
                "docker_volume_attach",
                "node_config_deployment",
                "upgrade_kubernetes_deployment",
            ],
            11,
            Make::Thing(Kind::Server),
        ),
        row(
            "kube_minion_eth0",
            "OS::Neutron::Port",
            &["node_config", "kube-minion-bfv", "kube_minion_floating"],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "agent_config",
            CONFIG,
            &["kube-minion-bfv"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "kube_node_volume",
            "OS::Cinder::Volume",
            &["kube-minion-bfv"],
            4,
            Make::Thing(Kind::BootVolume),
        ),
    ],
};

/// A master that boots from an image.
pub(super) static MASTER: Sheet = Sheet {
    description: MASTER_TEXT,
    rows: &[
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
        row(
            "master_config_deployment",
            DEPLOYMENT,
            &[],
            16,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "master_config",
            CONFIG,
            &["master_config_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "docker_volume",
            VOLUME,
            &["docker_volume_attach", "master_config"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "api_address_switch",
            GATEWAY_SWITCH,
            &["master_config"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "kube_master_floating",
            "Magnum::Optional::KubeMaster::Neutron::FloatingIP",
            &["api_address_switch", "master_config"],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "etcd_volume_attach",
            "Magnum::Optional::Etcd::VolumeAttachment",
            &[],
            2,
            Make::Thing(Kind::EtcdAttach),
        ),
        row(
            "etcd_volume",
            "Magnum::Optional::Etcd::Volume",
            &["etcd_volume_attach", "master_config"],
            3,
            Make::Thing(Kind::EtcdVolume),
        ),
        row(
            "upgrade_kubernetes_deployment",
            DEPLOYMENT,
            &[],
            1,
            Make::Thing(Kind::Blank),
        ),
        row(
            "kube-master",
            "OS::Nova::Server",
            &[
                "etcd_volume_attach",
                "upgrade_kubernetes_deployment",
                "docker_volume_attach",
                "master_config_deployment",
                "kube_master_floating",
            ],
            12,
            Make::Thing(Kind::Server),
        ),
        row(
            "agent_config",
            CONFIG,
            &["kube-master"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "upgrade_kubernetes",
            CONFIG,
            &["upgrade_kubernetes_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row("api_pool_member", MEMBER, &[], 3, Make::Thing(Kind::ApiMember)),
        row("etcd_pool_member", MEMBER, &[], 3, Make::Thing(Kind::EtcdMember)),
        row(
            "kube_master_eth0",
            "OS::Neutron::Port",
            &[
                "master_config",
                "api_pool_member",
                "etcd_pool_member",
                "api_address_switch",
                "kube_master_floating",
                "kube-master",
            ],
            3,
            Make::Thing(Kind::Port),
        ),
    ],
};

/// A master that boots from a volume.
pub(super) static MASTER_ON_VOLUME: Sheet = Sheet {
    description: MASTER_TEXT,
    rows: &[
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
        row(
            "master_config_deployment",
            DEPLOYMENT,
            &[],
            16,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "master_config",
            CONFIG,
            &["master_config_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "docker_volume",
            VOLUME,
            &["docker_volume_attach", "master_config"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "api_address_switch",
            GATEWAY_SWITCH,
            &["master_config"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "kube_master_floating",
            "Magnum::Optional::KubeMaster::Neutron::FloatingIP",
            &["master_config", "api_address_switch"],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "etcd_volume_attach",
            "Magnum::Optional::Etcd::VolumeAttachment",
            &[],
            2,
            Make::Thing(Kind::EtcdAttach),
        ),
        row(
            "etcd_volume",
            "Magnum::Optional::Etcd::Volume",
            &["master_config", "etcd_volume_attach"],
            3,
            Make::Thing(Kind::EtcdVolume),
        ),
        row(
            "upgrade_kubernetes_deployment",
            DEPLOYMENT,
            &[],
            1,
            Make::Thing(Kind::Blank),
        ),
        row(
            "kube-master-bfv",
            "OS::Nova::Server",
            &[
                "upgrade_kubernetes_deployment",
                "master_config_deployment",
                "etcd_volume_attach",
                "docker_volume_attach",
            ],
            12,
            Make::Thing(Kind::Server),
        ),
        row(
            "agent_config",
            CONFIG,
            &["kube-master-bfv"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "upgrade_kubernetes",
            CONFIG,
            &["upgrade_kubernetes_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row("api_pool_member", MEMBER, &[], 3, Make::Thing(Kind::ApiMember)),
        row("etcd_pool_member", MEMBER, &[], 3, Make::Thing(Kind::EtcdMember)),
        row(
            "kube_master_eth0",
            "OS::Neutron::Port",
            &[
                "api_address_switch",
                "kube-master-bfv",
                "api_pool_member",
                "master_config",
                "kube_master_floating",
                "etcd_pool_member",
            ],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "kube_node_volume",
            "OS::Cinder::Volume",
            &["kube-master-bfv"],
            4,
            Make::Thing(Kind::BootVolume),
        ),
    ],
};
