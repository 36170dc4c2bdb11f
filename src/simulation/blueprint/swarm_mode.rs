//! The templates of the younger driver for Docker Swarm, which Docker has built in.

use super::swarm::{MASTER_INIT, MASTER_TEXT, NODE_INIT, NODE_TEXT, config};
use super::{Inner, Kind, Kit, LB, Make, NETWORK, Sheet, Unit, row};

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

/// Swarm mode, which Docker has built in.
pub(super) static SWARM_MODE: Kit = Kit {
    cluster: &CLUSTER,
    node_group: None,
    master: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/swarm_fedora_atomic_v2/templates/swarmmaster.yaml",
        sheet: &MASTER,
        on_volume: None,
        word: "swarm_master",
    },
    worker: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/swarm_fedora_atomic_v2/templates/swarmnode.yaml",
        sheet: &NODE,
        on_volume: None,
        word: "swarm_node",
    },
    workers: "swarm_nodes",
    port: 2375,
};

static CLUSTER: Sheet = Sheet {
    description: "This template will boot a Docker Swarm-Mode cluster. A swarm cluster is made up of several master nodes, and \
                  N worker nodes. Every node in the cluster, including the master, is running a Docker daemon and joins the \
                  swarm as a manager or as a worker.\n",
    rows: &[
        row(
            "network",
            NETWORK,
            &[
                "api_lb",
                "swarm_nodes",
                "swarm_primary_master",
                "swarm_secondary_masters",
            ],
            1,
            Make::Stack(Inner::Network),
        ),
        row(
            "api_lb",
            LB,
            &[
                "api_address_lb_switch",
                "swarm_primary_master",
                "swarm_secondary_masters",
            ],
            1,
            Make::Stack(Inner::Api),
        ),
        row(
            "secgroup_swarm_manager",
            SECGROUP,
            &["swarm_primary_master", "swarm_secondary_masters"],
            2,
            Make::Thing(Kind::ManagerRules),
        ),
        row(
            "secgroup_swarm_node",
            SECGROUP,
            &["swarm_nodes"],
            2,
            Make::Thing(Kind::OpenRules),
        ),
        row(
            "api_address_lb_switch",
            GATEWAY_SWITCH,
            &[
                "api_address_floating_switch",
                "swarm_nodes",
                "swarm_secondary_masters",
            ],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "api_address_floating_switch",
            "Magnum::FloatingIPAddressSwitcher",
            &[],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "nodes_server_group",
            "OS::Nova::ServerGroup",
            &["swarm_nodes", "swarm_primary_master", "swarm_secondary_masters"],
            1,
            Make::Thing(Kind::SharedGroup),
        ),
        row(
            "swarm_primary_master",
            GROUP,
            &["api_address_lb_switch", "swarm_nodes", "swarm_secondary_masters"],
            1,
            Make::Stack(Inner::Primary),
        ),
        row(
            "swarm_secondary_masters",
            GROUP,
            &[],
            1,
            Make::Stack(Inner::Secondaries),
        ),
        row("swarm_nodes", GROUP, &[], 1, Make::Stack(Inner::Minions)),
    ],
};

static MASTER: Sheet = Sheet {
    description: MASTER_TEXT,
    rows: &[
        row(
            "master_wait_handle",
            HANDLE,
            &["master_wait_condition", "write_heat_params"],
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
        config("write_heat_params", MASTER_INIT),
        config("remove_docker_key", MASTER_INIT),
        config("configure_docker_storage", MASTER_INIT),
        config("make_cert", MASTER_INIT),
        config("add_docker_daemon_options", MASTER_INIT),
        config("write_docker_socket", MASTER_INIT),
        config("write_swarm_master_service", MASTER_INIT),
        config("enable_services", MASTER_INIT),
        config("configure_selinux", MASTER_INIT),
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
            &["docker_volume_attach", "master_wait_condition"],
            12,
            Make::Thing(Kind::Server),
        ),
        row(
            "swarm_master_eth0",
            "OS::Neutron::Port",
            &[
                "api_address_switch",
                "api_pool_member",
                "swarm-master",
                "swarm_master_floating",
                "write_heat_params",
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
            &["node_wait_condition", "write_heat_params"],
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
        config("add_docker_daemon_options", NODE_INIT),
        config("write_docker_socket", NODE_INIT),
        config("write_swarm_worker_service", NODE_INIT),
        config("enable_services", NODE_INIT),
        config("configure_selinux", NODE_INIT),
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
