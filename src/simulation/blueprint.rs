//! Heat's templates of a Kubernetes cluster as tables: each resource with its type, who waits for it and how long it takes.
//! The names and relations are those of Magnum's Fedora CoreOS driver.

pub(super) mod cluster;
pub(super) mod machine;

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
