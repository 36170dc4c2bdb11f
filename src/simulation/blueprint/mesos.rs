//! The templates of the driver for Mesos.

use super::{Inner, Kind, Kit, LB, Make, NETWORK, Sheet, Unit, row};

const CONFIG: &str = "OS::Heat::SoftwareConfig";
const DEPLOYMENTS: &str = "OS::Heat::SoftwareDeploymentGroup";
const GROUP: &str = "OS::Heat::ResourceGroup";
const SECGROUP: &str = "OS::Neutron::SecurityGroup";
const FLOATING: &str = "OS::Neutron::FloatingIP";

/// Mesos with Marathon.
pub(super) static MESOS: Kit = Kit {
    cluster: &CLUSTER,
    node_group: None,
    master: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/mesos_ubuntu_v1/templates/mesosmaster.yaml",
        sheet: &MASTER,
        on_volume: None,
        word: "mesos_master",
    },
    worker: Unit {
        row_type: "file:///usr/lib/python3/dist-packages/magnum/drivers/mesos_ubuntu_v1/templates/mesosslave.yaml",
        sheet: &SLAVE,
        on_volume: None,
        word: "mesos_slave",
    },
    workers: "mesos_slaves",
    port: 8080,
};

static CLUSTER: Sheet = Sheet {
    description: "This template will boot a Mesos cluster with one or more masters (as specified by number_of_masters, default \
                  is 1) and one or more slaves (as specified by the number_of_slaves parameter, which defaults to 1).\n",
    rows: &[
        row(
            "network",
            NETWORK,
            &["api_lb", "mesos_masters", "mesos_slaves"],
            1,
            Make::Stack(Inner::Network),
        ),
        row(
            "api_lb",
            LB,
            &["api_address_lb_switch", "mesos_masters"],
            1,
            Make::Stack(Inner::Api),
        ),
        row(
            "secgroup_master",
            SECGROUP,
            &["mesos_masters"],
            2,
            Make::Thing(Kind::MesosRules),
        ),
        row(
            "secgroup_slave_all_open",
            SECGROUP,
            &["mesos_slaves"],
            2,
            Make::Thing(Kind::OpenRules),
        ),
        row(
            "write_params_master",
            CONFIG,
            &["write_params_master_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "configure_master",
            CONFIG,
            &["configure_master_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "add_proxy_master",
            CONFIG,
            &["add_proxy_master_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "start_services_master",
            CONFIG,
            &["start_services_master_deployment"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "write_params_master_deployment",
            DEPLOYMENTS,
            &["configure_master_deployment"],
            6,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "configure_master_deployment",
            DEPLOYMENTS,
            &["add_proxy_master_deployment"],
            6,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "add_proxy_master_deployment",
            DEPLOYMENTS,
            &["start_services_master_deployment"],
            4,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "start_services_master_deployment",
            DEPLOYMENTS,
            &[],
            8,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "api_address_lb_switch",
            "Magnum::ApiGatewaySwitcher",
            &[],
            1,
            Make::Stack(Inner::Switch),
        ),
        row(
            "mesos_masters",
            GROUP,
            &[
                "add_proxy_master_deployment",
                "api_address_lb_switch",
                "configure_master_deployment",
                "mesos_slaves",
                "start_services_master_deployment",
                "write_params_master_deployment",
            ],
            1,
            Make::Stack(Inner::Masters),
        ),
        row("mesos_slaves", GROUP, &[], 1, Make::Stack(Inner::Minions)),
    ],
};

static MASTER: Sheet = Sheet {
    description: "This is a nested stack that defines a single Mesos master, This stack is included by a ResourceGroup resource \
                  in the parent template (mesoscluster.yaml).\n",
    rows: &[
        row(
            "mesos-master",
            "OS::Nova::Server",
            &[],
            12,
            Make::Thing(Kind::Server),
        ),
        row(
            "mesos_master_eth0",
            "OS::Neutron::Port",
            &["api_pool_member", "mesos-master", "mesos_master_floating"],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "mesos_master_floating",
            FLOATING,
            &[],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
        row(
            "api_pool_member",
            "Magnum::Optional::Neutron::LBaaS::PoolMember",
            &[],
            3,
            Make::Thing(Kind::ApiMember),
        ),
    ],
};

static SLAVE: Sheet = Sheet {
    description: "This is a nested stack that defines a single Mesos slave, This stack is included by a ResourceGroup resource \
                  in the parent template (mesoscluster.yaml).\n",
    rows: &[
        row(
            "slave_wait_handle",
            "OS::Heat::WaitConditionHandle",
            &["slave_wait_condition", "slave_wc_notify"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "slave_wait_condition",
            "OS::Heat::WaitCondition",
            &[],
            14,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "write_heat_params",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "configure_mesos_slave",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "start_services",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "slave_wc_notify",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "add_proxy",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "volume_service",
            CONFIG,
            &["mesos_slave_init"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "mesos_slave_init",
            "OS::Heat::MultipartMime",
            &["mesos-slave"],
            1,
            Make::Thing(Kind::Nothing),
        ),
        row(
            "mesos-slave",
            "OS::Nova::Server",
            &["slave_wait_condition"],
            11,
            Make::Thing(Kind::Server),
        ),
        row(
            "mesos_slave_eth0",
            "OS::Neutron::Port",
            &["mesos-slave", "mesos_slave_floating"],
            3,
            Make::Thing(Kind::Port),
        ),
        row(
            "mesos_slave_floating",
            FLOATING,
            &[],
            3,
            Make::Thing(Kind::ServerFloating),
        ),
    ],
};
