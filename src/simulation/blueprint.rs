//! Heat's templates of a cluster as tables: each resource with its type, who waits for it and how long it takes. The names
//! and relations are those of Magnum's drivers: Fedora CoreOS for Kubernetes, and the older ones for Swarm and Mesos.

pub(super) mod cluster;
mod machine;
mod mesos;
mod swarm;
mod swarm_mode;

use super::era::Engine;
use super::estate::Rules;

/// The template of a load balancer, and of the cluster's own network.
const LB: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/lb.yaml";
const NETWORK: &str = "file:///usr/lib/python3/dist-packages/magnum/drivers/common/templates/network.yaml";

/// The templates of one driver.
#[derive(Debug)]
pub(super) struct Kit {
    /// The whole cluster.
    pub(super) cluster: &'static Sheet,
    /// Another group of workers, where the driver has such.
    pub(super) node_group: Option<&'static Sheet>,
    pub(super) master: Unit,
    pub(super) worker: Unit,
    /// The name of the group of workers.
    pub(super) workers: &'static str,
    /// Where the API answers behind its load balancer.
    pub(super) port: u16,
}

/// The template of one machine.
#[derive(Debug)]
pub(super) struct Unit {
    /// The type of a group's child.
    pub(super) row_type: &'static str,
    pub(super) sheet: &'static Sheet,
    /// The same for a machine that boots from a volume.
    pub(super) on_volume: Option<&'static Sheet>,
    /// What its outputs are called after.
    pub(super) word: &'static str,
}

static KUBERNETES: Kit = Kit {
    cluster: &cluster::CLUSTER,
    node_group: Some(&cluster::NODE_GROUP),
    master: Unit {
        row_type: machine::KUBE_MASTER,
        sheet: &machine::MASTER,
        on_volume: Some(&machine::MASTER_ON_VOLUME),
        word: "kube_master",
    },
    worker: Unit {
        row_type: machine::KUBE_MINION,
        sheet: &machine::MINION,
        on_volume: Some(&machine::MINION_ON_VOLUME),
        word: "kube_minion",
    },
    workers: "kube_minions",
    port: 6443,
};

/// The templates that build an engine's clusters.
pub(super) fn kit(engine: Engine) -> &'static Kit {
    match engine {
        Engine::Kubernetes => &KUBERNETES,
        Engine::Swarm => &swarm::SWARM,
        Engine::SwarmMode => &swarm_mode::SWARM_MODE,
        Engine::Mesos => &mesos::MESOS,
    }
}

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
    /// The first master, where it has a group of its own.
    Primary,
    /// The other masters.
    Secondaries,
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
    /// One group for masters and workers, which lets everything in.
    SharedRules,
    ManagerRules,
    MesosRules,
    /// Workers that let everything in.
    OpenRules,
    RuleTcpGroup,
    RuleUdpGroup,
    RuleTcpPods,
    RuleUdpPods,
    MasterGroup,
    WorkerGroup,
    /// One server group for masters and workers.
    SharedGroup,
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

impl Kind {
    /// The rules of a security group.
    pub(super) fn rules(self) -> Option<Rules> {
        match self {
            Kind::MasterRules => Some(Rules::Master),
            Kind::WorkerRules => Some(Rules::Worker),
            Kind::SharedRules | Kind::OpenRules => Some(Rules::Open),
            Kind::ManagerRules => Some(Rules::Manager),
            Kind::MesosRules => Some(Rules::Mesos),
            Kind::Nothing
            | Kind::Blank
            | Kind::Network
            | Kind::Subnet
            | Kind::Router
            | Kind::Interface
            | Kind::RuleTcpGroup
            | Kind::RuleUdpGroup
            | Kind::RuleTcpPods
            | Kind::RuleUdpPods
            | Kind::MasterGroup
            | Kind::WorkerGroup
            | Kind::SharedGroup
            | Kind::Balancer
            | Kind::Listener
            | Kind::Pool
            | Kind::Monitor
            | Kind::BalancerFloating
            | Kind::Port
            | Kind::Server
            | Kind::ServerFloating
            | Kind::ApiMember
            | Kind::EtcdMember
            | Kind::DockerVolume
            | Kind::DockerAttach
            | Kind::EtcdVolume
            | Kind::EtcdAttach
            | Kind::BootVolume => None,
        }
    }
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
