//! The templates of one machine: master or worker, booting from an image or from a volume.

use super::{Inner, Kind, Make, Sheet, row};

const DEPLOYMENT: &str = "OS::Heat::SoftwareDeployment";
const CONFIG: &str = "OS::Heat::SoftwareConfig";
const GATEWAY_SWITCH: &str = "Magnum::ApiGatewaySwitcher";
const MEMBER: &str = "Magnum::Optional::Neutron::LBaaS::PoolMember";

/// The type of a group's child.
pub(super) const KUBE_MASTER: &str =
    "file:///usr/lib/python3/dist-packages/magnum/drivers/k8s_fedora_coreos_v1/templates/kubemaster.yaml";
/// The type of a group's child.
pub(super) const KUBE_MINION: &str =
    "file:///usr/lib/python3/dist-packages/magnum/drivers/k8s_fedora_coreos_v1/templates/kubeminion.yaml";

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
