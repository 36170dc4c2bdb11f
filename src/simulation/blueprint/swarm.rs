//! The templates of the older driver for Docker Swarm, with Swarm as a service of its own.

use super::{Inner, Kind, Kit, LB, Make, NETWORK, Row, Sheet, Unit, row};

const CONFIG: &str = "OS::Heat::SoftwareConfig";
const GATEWAY_SWITCH: &str = "Magnum::ApiGatewaySwitcher";
const GROUP: &str = "OS::Heat::ResourceGroup";
const SECGROUP: &str = "OS::Neutron::SecurityGroup";
const FLOATING: &str = "OS::Neutron::FloatingIP";
const MEMBER: &str = "Magnum::Optional::Neutron::LBaaS::PoolMember";
const VOLUME: &str = "Magnum::Optional::Cinder::Volume";
const ATTACH: &str = "Magnum::Optional::Cinder::VolumeAttachment";
const HANDLE: &str = "OS::Heat::WaitConditionHandle";
const CONDITION: &str = "OS::Heat::WaitCondition";
const MIME: &str = "OS::Heat::MultipartMime";

/// Swarm before Docker had it built in.
pub(super) static SWARM: Kit = Kit {
    cluster: &CLUSTER,
    node_group: None,
    master: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/swarm_fedora_atomic_v1/templates/swarmmaster.yaml",
        sheet: &MASTER,
        on_volume: None,
        word: "swarm_master",
    },
    worker: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/swarm_fedora_atomic_v1/templates/swarmnode.yaml",
        sheet: &NODE,
        on_volume: None,
        word: "swarm_node",
    },
    workers: "swarm_nodes",
    port: 2376,
};

static CLUSTER: Sheet = Sheet {
    description: "This template will boot a Docker swarm cluster. A swarm cluster is made up of several master nodes, and N \
                  agent nodes. Every node in the cluster, including the master, is running a Docker daemon and a swarm \
                  agent advertising it to the cluster.\n",
    rows: &[
        row(
            "network",
            NETWORK,
            &["api_lb", "etcd_lb", "swarm_masters", "swarm_nodes"],
            1,
            Make::Stack(Inner::Network),
        ),
        row(
            "api_lb",
            LB,
            &["swarm_masters", "api_address_lb_switch"],
            1,
            Make::Stack(Inner::Api),
        ),
        row(
            "etcd_lb",
            LB,
            &["swarm_masters", "etcd_address_lb_switch"],
            1,
            Make::Stack(Inner::Etcd),
        ),
        row(
            "secgroup_manager",
            SECGROUP,
            &["swarm_masters", "swarm_nodes"],
            2,
            Make::Thing(Kind::SharedRules),
        ),
        row(
            "swarm_masters",
            GROUP,
            &["api_address_lb_switch", "etcd_address_lb_switch"],
            1,
            Make::Stack(Inner::Masters),
        ),
        row(
            "api_address_lb_switch",
            GATEWAY_SWITCH,
            &["swarm_nodes"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "etcd_address_lb_switch",
            GATEWAY_SWITCH,
            &["swarm_nodes"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row("swarm_nodes", GROUP, &[], 1, Make::Stack(Inner::Minions)),
    ],
};

/// What the template of a master says of itself.
pub(super) const MASTER_TEXT: &str = "This is the template for a single Docker swarm master, and is included by the ResourceGroup of the \
     cluster's template.\n";
/// What that of a node says.
pub(super) const NODE_TEXT: &str = "This is the template for a single Docker swarm node, and is included by the ResourceGroup of the \
     cluster's template.\n";

/// What is put together for a machine's first boot.
pub(super) const MASTER_INIT: &[&str] = &["swarm_master_init"];
/// The same for a node's.
pub(super) const NODE_INIT: &[&str] = &["swarm_node_init"];

/// A script for a machine's first boot.
pub(super) const fn config(name: &'static str, required_by: &'static [&'static str]) -> Row {
    row(name, CONFIG, required_by, 1, Make::Thing(Kind::Nothing))
}

static MASTER: Sheet = Sheet {
    description: MASTER_TEXT,
    rows: &[
        row(
            "master_wait_handle",
            HANDLE,
            &[
                "master_wait_condition",
                "write_heat_params",
                "write_swarm_manager_failure_service",
                "write_swarm_master_service",
            ],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "master_wait_condition",
            CONDITION,
            &[],
            18,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "api_address_switch",
            GATEWAY_SWITCH,
            &["write_heat_params"],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "etcd_address_switch",
            GATEWAY_SWITCH,
            &["write_heat_params", "write_swarm_master_service"],
            1,
            Make::Stack(Inner::Switch),
        ),
        config("write_heat_params", MASTER_INIT),
        config("write_network_config", MASTER_INIT),
        config("network_config_service", MASTER_INIT),
        config("network_service", MASTER_INIT),
        config("configure_etcd", MASTER_INIT),
        config("remove_docker_key", MASTER_INIT),
        config("configure_docker_storage", MASTER_INIT),
        config("make_cert", MASTER_INIT),
        config("write_docker_service", MASTER_INIT),
        config("write_swarm_manager_failure_service", MASTER_INIT),
        config("write_docker_socket", MASTER_INIT),
        config("write_swarm_master_service", MASTER_INIT),
        config("enable_services", MASTER_INIT),
        config("cfn_signal", MASTER_INIT),
        config("disable_selinux", MASTER_INIT),
        config("add_proxy", MASTER_INIT),
        config("volume_service", MASTER_INIT),
        row(
            "swarm_master_init",
            MIME,
            &["swarm-master"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "swarm-master",
            "OS::Nova::Server",
            &["master_wait_condition", "docker_volume_attach"],
            12,
            Make::Thing(Kind::Server),
        ),
        row(
            "swarm_master_eth0",
            "OS::Neutron::Port",
            &[
                "api_address_switch",
                "api_pool_member",
                "etcd_address_switch",
                "etcd_pool_member",
                "swarm-master",
                "swarm_master_floating",
                "write_heat_params",
                "write_swarm_master_service",
            ],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "swarm_master_floating",
            FLOATING,
            &["api_address_switch"],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row("api_pool_member", MEMBER, &[], 3, Make::Thing(Kind::ApiMember)),
        row("etcd_pool_member", MEMBER, &[], 3, Make::Thing(Kind::EtcdMember)),
        row(
            "docker_volume",
            VOLUME,
            &["docker_volume_attach", "write_heat_params"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
    ],
};

static NODE: Sheet = Sheet {
    description: NODE_TEXT,
    rows: &[
        row(
            "node_wait_handle",
            HANDLE,
            &[
                "node_wait_condition",
                "write_heat_params",
                "write_swarm_agent_failure_service",
            ],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "node_wait_condition",
            CONDITION,
            &[],
            14,
            Make::Thing(Kind::Nothing),
        ),
        config("write_heat_params", NODE_INIT),
        config("remove_docker_key", NODE_INIT),
        config("make_cert", NODE_INIT),
        config("configure_docker_storage", NODE_INIT),
        config("configure_docker_registry", NODE_INIT),
        config("write_docker_service", NODE_INIT),
        config("write_docker_socket", NODE_INIT),
        config("network_service", NODE_INIT),
        config("write_swarm_agent_failure_service", NODE_INIT),
        config("write_swarm_agent_service", NODE_INIT),
        config("enable_docker_registry", NODE_INIT),
        config("enable_services", NODE_INIT),
        config("cfn_signal", NODE_INIT),
        config("disable_selinux", NODE_INIT),
        config("add_proxy", NODE_INIT),
        config("volume_service", NODE_INIT),
        row(
            "swarm_node_init",
            MIME,
            &["swarm-node"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "swarm-node",
            "OS::Nova::Server",
            &["docker_volume_attach", "node_wait_condition"],
            11,
            Make::Thing(Kind::Server),
        ),
        row(
            "swarm_node_eth0",
            "OS::Neutron::Port",
            &["swarm-node", "swarm_node_floating", "write_heat_params"],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "swarm_node_floating",
            FLOATING,
            &[],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "docker_volume",
            VOLUME,
            &["docker_volume_attach", "write_heat_params"],
            3,
            Make::Thing(Kind::DockerVolume),
        ),
        row(
            "docker_volume_attach",
            ATTACH,
            &[],
            2,
            Make::Thing(Kind::DockerAttach),
        ),
    ],
};
