//! What belongs together: the stacks of one cluster and the real things behind their resources. Every service reads the
//! same parts, which is why they agree. Estates without stacks are those of Cluster API and of the project itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::id::Id;
use super::lifecycle::Existing;
use super::timeline::{Action, Phase, Timeline};

/// Stacks and parts of one owner.
#[derive(Debug)]
pub(super) struct Estate {
    pub(super) project: String,
    pub(super) user: String,
    pub(super) stacks: Vec<Stack>,
    pub(super) parts: Vec<Part>,
    /// The parts that others refer to.
    pub(super) marks: Marks,
    /// The first two numbers of its addresses, such as `10.0`, and the length of its subnet's prefix.
    pub(super) range: (Cow<'static, str>, u8),
    pub(super) hosts: u32,
}

/// Where the parts are that others refer to, by their place in `Estate::parts`.
#[derive(Clone, Default, Debug)]
pub(super) struct Marks {
    pub(super) network: Option<usize>,
    pub(super) subnet: Option<usize>,
    pub(super) router: Option<usize>,
    pub(super) master_rules: Option<usize>,
    pub(super) worker_rules: Option<usize>,
    pub(super) master_group: Option<usize>,
    pub(super) worker_group: Option<usize>,
    pub(super) api: Front,
    pub(super) etcd: Front,
}

/// A load balancer with what hangs on it.
#[derive(Clone, Default, Debug)]
pub(super) struct Front {
    pub(super) balancer: Option<usize>,
    pub(super) listener: Option<usize>,
    pub(super) pool: Option<usize>,
    pub(super) floating: Option<usize>,
}

/// A Heat stack.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) description: &'static str,
    /// The stack around it, and the part there that stands for it.
    pub(super) parent: Option<(usize, usize)>,
    pub(super) life: Timeline,
}

/// A resource: what Heat lists and the real thing behind it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) id: Id,
    /// The resource's name in its stack.
    pub(super) name: Cow<'static, str>,
    /// The real thing's name.
    pub(super) title: String,
    pub(super) row_type: &'static str,
    pub(super) required_by: &'static [&'static str],
    pub(super) stack: Option<usize>,
    pub(super) nested: Option<usize>,
    /// When Heat wrote it down, which is before its life begins.
    pub(super) noted: i64,
    /// Whether the real thing was taken away and Heat does not know.
    pub(super) lost: bool,
    pub(super) thing: Thing,
    pub(super) life: Timeline,
}

/// The real thing behind a resource. Numbers are places in `Estate::parts`.
#[derive(Clone, Debug)]
pub(super) enum Thing {
    /// Known to Heat alone.
    Nothing,
    /// A network; whether it leads outside.
    Network {
        external: bool,
    },
    Subnet {
        network: usize,
        cidr: String,
        gateway: String,
        dns: String,
    },
    Router {
        address: String,
    },
    /// The router's port in a subnet.
    Interface {
        router: usize,
        subnet: usize,
        network: usize,
    },
    SecurityGroup {
        rules: Rules,
    },
    /// A rule that is a resource of its own.
    SecurityRule {
        group: usize,
        protocol: &'static str,
        from: RuleSource,
    },
    Port(PortThing),
    /// An address outside, for a port or a load balancer.
    Floating {
        target: usize,
        address: String,
        router: Option<usize>,
    },
    Server(Box<ServerThing>),
    ServerGroup {
        policy: &'static str,
    },
    Balancer {
        network: usize,
        subnet: usize,
        address: String,
        provider: &'static str,
    },
    Listener {
        balancer: usize,
        port: u16,
    },
    Pool {
        listener: usize,
    },
    Monitor {
        pool: usize,
    },
    Member {
        pool: usize,
        address: String,
        subnet: usize,
        port: u16,
    },
    Volume {
        size_gib: u32,
        server: Option<usize>,
        device: &'static str,
        image: Option<String>,
        kind: &'static str,
    },
    /// A volume in a server; Heat gives it the volume's id.
    Attachment,
}

impl Thing {
    /// Whether a service of its own knows it.
    pub(super) fn real(&self) -> bool {
        !matches!(self, Thing::Nothing | Thing::Attachment)
    }
}

/// A server's port.
#[derive(Clone, Debug)]
pub(super) struct PortThing {
    pub(super) network: usize,
    pub(super) subnet: usize,
    pub(super) address: String,
    pub(super) group: Option<usize>,
    pub(super) server: Option<usize>,
}

/// A virtual machine.
#[derive(Clone, Debug)]
pub(super) struct ServerThing {
    pub(super) port: usize,
    pub(super) floating: Option<usize>,
    pub(super) group: Option<usize>,
    pub(super) rules: Option<usize>,
    pub(super) flavor: String,
    /// The image's name; none when it boots from a volume.
    pub(super) image: Option<String>,
    pub(super) keypair: Option<String>,
    pub(super) volumes: Vec<usize>,
    /// Which node group of its cluster it serves.
    pub(super) node_group: String,
    pub(super) master: bool,
    pub(super) fault: Option<&'static str>,
    /// Taken away behind the cluster's back, or stopped.
    pub(super) fate: Fate,
}

/// What befell a server that its cluster does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    Runs,
    Stopped,
    Removed,
}

/// Which set of rules a security group has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rules {
    Default,
    Master,
    Worker,
    /// Everything may come in.
    Open,
    /// A manager of Swarm mode.
    Manager,
    /// A master of Mesos.
    Mesos,
}

/// Whom a rule lets in.
#[derive(Clone, Copy, Debug)]
pub(super) enum RuleSource {
    Group(usize),
    Pods,
}

impl Estate {
    pub(super) fn new(project: &str, user: &str, range: (Cow<'static, str>, u8)) -> Estate {
        Estate {
            project: project.to_owned(),
            user: user.to_owned(),
            stacks: Vec::new(),
            parts: Vec::new(),
            marks: Marks::default(),
            range,
            hosts: 1,
        }
    }

    /// Builds in a network that is another's: it is referred to, and never shown as part of this estate.
    pub(super) fn borrow(&mut self, existing: &Existing, at: i64) {
        let mut add = |id: Id, title: &str| {
            let mut life = Timeline::default();
            life.push(at, Action::Create, Phase::Complete, None);
            self.parts.push(Part {
                id,
                name: Cow::Borrowed(""),
                title: title.to_owned(),
                row_type: "",
                required_by: &[],
                stack: None,
                nested: None,
                noted: at,
                lost: false,
                thing: Thing::Nothing,
                life,
            });
            self.parts.len() - 1
        };
        self.marks.network = Some(add(existing.network.0, &existing.network.1));
        self.marks.subnet = Some(add(existing.subnet.0, &existing.subnet.1));
        self.marks.router = existing.router.map(|router| add(router, ""));
        let mut numbers = existing.cidr.split('.');
        let stem = [numbers.next(), numbers.next()]
            .map(Option::unwrap_or_default)
            .join(".");
        let third: u32 = numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        self.range = (Cow::Owned(stem), 24);
        self.hosts = third * 250 + existing.taken + 1;
    }

    /// The next free address inside.
    pub(super) fn address(&mut self) -> String {
        self.hosts += 1;
        let (high, low) = ((self.hosts / 250) % 250, self.hosts % 250 + 2);
        format!("{}.{high}.{low}", self.range.0)
    }

    /// Adds a part and says where it is.
    pub(super) fn add(&mut self, part: Part) -> usize {
        self.parts.push(part);
        self.parts.len() - 1
    }

    /// The id of a part; a zero id for a place that does not exist.
    pub(super) fn id(&self, place: usize) -> Option<Id> {
        self.parts.get(place).map(|part| part.id)
    }

    /// The parts whose real thing is there now.
    pub(super) fn present(&self, now: i64) -> impl Iterator<Item = (usize, &Part)> {
        self.parts
            .iter()
            .enumerate()
            .filter(move |(_, part)| part.present(now))
    }

    /// The places of the parts of each stack.
    pub(super) fn parts_by_stack(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut index: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, part) in self.parts.iter().enumerate() {
            if let Some(stack) = part.stack {
                index.entry(stack).or_default().push(place);
            }
        }
        index
    }

    /// Whether anything at all is left, now or later.
    pub(super) fn empty(&self, now: i64) -> bool {
        self.parts.iter().all(|part| part.life.gone(now))
            && self.stacks.iter().all(|stack| stack.life.gone(now))
    }

    /// The fixed and the floating address of a server, as far as they exist.
    pub(super) fn addresses(&self, server: &ServerThing, now: i64) -> (Option<&str>, Option<&str>) {
        let fixed = self.parts.get(server.port).and_then(|part| {
            let Thing::Port(port) = &part.thing else {
                return None;
            };
            Some(port.address.as_str())
        });
        let floating = server.floating.and_then(|place| self.parts.get(place));
        let floating = floating.filter(|part| part.present(now)).and_then(|part| {
            let Thing::Floating { address, .. } = &part.thing else {
                return None;
            };
            Some(address.as_str())
        });
        (fixed, floating)
    }

    /// The servers of one node group, or of all.
    pub(super) fn servers(&self, now: i64) -> impl Iterator<Item = (&Part, &ServerThing)> {
        self.present(now).filter_map(|(_, part)| {
            let Thing::Server(server) = &part.thing else {
                return None;
            };
            Some((part, server.as_ref()))
        })
    }
}

impl Part {
    /// Whether the real thing is there.
    pub(super) fn present(&self, now: i64) -> bool {
        let taken = matches!(&self.thing, Thing::Server(server) if server.fate == Fate::Removed);
        !taken && !self.lost && self.life.exists(now)
    }

    /// Whether Heat lists it.
    pub(super) fn listed(&self, now: i64) -> bool {
        self.noted <= now && !self.life.gone(now)
    }
}
