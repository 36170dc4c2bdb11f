//! The templates of a cluster as a whole: its network, load balancers, rules and groups.

use super::{Inner, Kind, Make, NETWORK, Sheet, row};

const SECGROUP_RULE: &str = "OS::Neutron::SecurityGroupRule";
const DEPLOYMENT: &str = "OS::Heat::SoftwareDeployment";
const CONFIG: &str = "OS::Heat::SoftwareConfig";
const GATEWAY_SWITCH: &str = "Magnum::ApiGatewaySwitcher";
const LB_API: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/lb_api.yaml";
const LB_ETCD: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/lb_etcd.yaml";

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
pub(in super::super) static NETWORK_SHEET: Sheet = Sheet {
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
pub(in super::super) static API_SHEET: Sheet = Sheet {
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
pub(in super::super) static ETCD_SHEET: Sheet = Sheet {
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
pub(in super::super) static GROUP_SHEET: Sheet = Sheet {
    description: "No description",
    rows: &[],
};

/// A switch chooses between addresses and makes nothing.
pub(in super::super) static SWITCH_SHEET: Sheet = Sheet {
    description: "This is a template resource that accepts two addresses and passes on the one that is wanted.\n",
    rows: &[],
};
