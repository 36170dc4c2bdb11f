//! Gives the resources of a stack their substance: which real thing a resource becomes and how it hangs together with others.

use super::blueprint::{Kind, kit};
use super::era::Engine;
use super::estate::{Fate, Front, PortThing, RuleSource, Rules, ServerThing, Thing};
use super::id::Id;
use super::lifecycle::{Builder, Role};

/// Decides what the part at this place is.
pub(super) fn give(builder: &mut Builder<'_>, place: usize, kind: Kind) {
    let thing = match kind {
        Kind::Nothing | Kind::Blank => Thing::Nothing,
        Kind::Network | Kind::Subnet | Kind::Router | Kind::Interface => network(builder, place, kind),
        Kind::MasterRules
        | Kind::WorkerRules
        | Kind::SharedRules
        | Kind::ManagerRules
        | Kind::MesosRules
        | Kind::OpenRules
        | Kind::RuleTcpGroup
        | Kind::RuleUdpGroup
        | Kind::RuleTcpPods
        | Kind::RuleUdpPods => security(builder, place, kind),
        Kind::MasterGroup | Kind::WorkerGroup | Kind::SharedGroup => {
            let marks = &mut builder.estate.marks;
            if kind != Kind::WorkerGroup {
                marks.master_group = Some(place);
            }
            if kind != Kind::MasterGroup {
                marks.worker_group = Some(place);
            }
            Thing::ServerGroup {
                policy: "soft-anti-affinity",
            }
        }
        Kind::Balancer | Kind::Listener | Kind::Pool | Kind::Monitor | Kind::BalancerFloating => {
            balance(builder, place, kind)
        }
        Kind::ApiMember | Kind::EtcdMember => member(builder, kind == Kind::EtcdMember),
        Kind::Port | Kind::Server | Kind::ServerFloating => machine(builder, place, kind),
        Kind::DockerVolume | Kind::EtcdVolume | Kind::BootVolume | Kind::DockerAttach | Kind::EtcdAttach => {
            volume(builder, place, kind)
        }
    };
    let blank = kind == Kind::Blank;
    let ext_title = matches!(thing, Thing::Network { .. }).then(|| builder.order.name.clone());
    let server_title = matches!(thing, Thing::Server(_))
        .then(|| server_title(builder))
        .flatten();
    if let Some(part) = builder.estate.parts.get_mut(place) {
        part.thing = thing;
        if blank {
            part.title = String::new();
        }
        if let Some(title) = ext_title.or(server_title) {
            part.title = title;
        }
    }
}

/// The name that a template gives to its server; without one Heat makes one up.
fn server_title(builder: &Builder<'_>) -> Option<String> {
    let named = match builder.order.engine {
        Engine::Kubernetes | Engine::SwarmMode => true,
        Engine::Swarm | Engine::Mesos => false,
    };
    let role = match builder.node.role {
        Role::Master => "master",
        Role::Primary => "primary-master",
        Role::Secondary => "secondary-master",
        Role::Worker => "node",
    };
    named.then(|| format!("{}-{role}-{}", builder.root, builder.node.index))
}

/// Ties a machine's volumes and address to its server, once all of them are known.
pub(super) fn tie(builder: &mut Builder<'_>) {
    let node = builder.node.clone();
    let Some(server) = node.server else { return };
    let volumes: Vec<usize> = [node.boot, node.docker, node.etcd]
        .into_iter()
        .flatten()
        .collect();
    for volume in &volumes {
        let part = builder.estate.parts.get_mut(*volume);
        if let Some(Thing::Volume { server: owner, .. }) = part.map(|part| &mut part.thing) {
            *owner = Some(server);
        }
    }
    if let Some(Thing::Server(thing)) = builder.estate.parts.get_mut(server).map(|part| &mut part.thing) {
        thing.volumes = volumes;
        thing.floating = node.floating;
    }
    let port = node.port.and_then(|port| builder.estate.parts.get_mut(port));
    if let Some(Thing::Port(thing)) = port.map(|part| &mut part.thing) {
        thing.server = Some(server);
    }
}

/// An address of the outside network, counted.
pub(super) fn outside_address(number: u64) -> String {
    format!("203.0.{}.{}", 113 + (number / 250) % 100, number % 250 + 3)
}

fn next_outside(builder: &mut Builder<'_>) -> String {
    builder.outside += 1;
    outside_address(builder.outside)
}

fn network(builder: &mut Builder<'_>, place: usize, kind: Kind) -> Thing {
    if builder.order.existing.is_some() {
        // What is there already is not made again.
        return Thing::Nothing;
    }
    let dns = builder.order.dns.clone();
    if kind == Kind::Router {
        builder.estate.marks.router = Some(place);
        return Thing::Router {
            address: next_outside(builder),
        };
    }
    let estate = &mut *builder.estate;
    let network = estate.marks.network.unwrap_or(place);
    if kind == Kind::Network {
        estate.marks.network = Some(place);
        return Thing::Network { external: false };
    }
    if kind == Kind::Subnet {
        estate.marks.subnet = Some(place);
        let (stem, bits) = (&estate.range.0, estate.range.1);
        return Thing::Subnet {
            network,
            cidr: format!("{stem}.0.0/{bits}"),
            gateway: format!("{stem}.0.1"),
            dns,
        };
    }
    let (router, subnet) = (
        estate.marks.router.unwrap_or(place),
        estate.marks.subnet.unwrap_or(place),
    );
    Thing::Interface {
        router,
        subnet,
        network,
    }
}

fn security(builder: &mut Builder<'_>, place: usize, kind: Kind) -> Thing {
    let marks = &mut builder.estate.marks;
    if let Some(rules) = kind.rules() {
        let (of_masters, of_workers) = match rules {
            Rules::Master | Rules::Manager | Rules::Mesos => (true, false),
            Rules::Worker | Rules::Default => (false, true),
            Rules::Open => (kind == Kind::SharedRules, true),
        };
        if of_masters {
            marks.master_rules = Some(place);
        }
        if of_workers {
            marks.worker_rules = Some(place);
        }
        return Thing::SecurityGroup { rules };
    }
    let group = marks.worker_rules.unwrap_or(place);
    let udp = kind == Kind::RuleUdpGroup || kind == Kind::RuleUdpPods;
    let pods = kind == Kind::RuleTcpPods || kind == Kind::RuleUdpPods;
    let from = if pods {
        RuleSource::Pods
    } else {
        RuleSource::Group(group)
    };
    Thing::SecurityRule {
        group,
        protocol: if udp { "udp" } else { "tcp" },
        from,
    }
}

fn front<'a>(builder: &'a mut Builder<'_>) -> &'a mut Front {
    let marks = &mut builder.estate.marks;
    if builder.etcd {
        &mut marks.etcd
    } else {
        &mut marks.api
    }
}

fn balance(builder: &mut Builder<'_>, place: usize, kind: Kind) -> Thing {
    if !builder.order.balanced {
        return Thing::Nothing;
    }
    let etcd = builder.etcd;
    let (network, subnet) = (builder.estate.marks.network, builder.estate.marks.subnet);
    let known = front(builder).clone();
    if kind == Kind::Balancer {
        let address = builder.estate.address();
        front(builder).balancer = Some(place);
        let (network, subnet) = (network.unwrap_or(place), subnet.unwrap_or(place));
        return Thing::Balancer {
            network,
            subnet,
            address,
            provider: builder.order.provider,
        };
    }
    if kind == Kind::BalancerFloating {
        if !builder.order.floating {
            return Thing::Nothing;
        }
        front(builder).floating = Some(place);
        let address = next_outside(builder);
        let router = builder.estate.marks.router;
        return Thing::Floating {
            target: known.balancer.unwrap_or(place),
            address,
            router,
        };
    }
    if kind == Kind::Listener {
        front(builder).listener = Some(place);
        return Thing::Listener {
            balancer: known.balancer.unwrap_or(place),
            port: if etcd {
                2379
            } else {
                kit(builder.order.engine).port
            },
        };
    }
    if kind == Kind::Pool {
        front(builder).pool = Some(place);
        return Thing::Pool {
            listener: known.listener.unwrap_or(place),
        };
    }
    Thing::Monitor {
        pool: known.pool.unwrap_or(place),
    }
}

fn member(builder: &mut Builder<'_>, etcd: bool) -> Thing {
    builder.etcd = etcd;
    let pool = front(builder).pool;
    let subnet = builder.estate.marks.subnet;
    let port = builder.node.port.and_then(|port| builder.estate.parts.get(port));
    let (Some(pool), Some(subnet), Some(Thing::Port(port))) = (pool, subnet, port.map(|part| &part.thing))
    else {
        return Thing::Nothing;
    };
    Thing::Member {
        pool,
        address: port.address.clone(),
        subnet,
        port: if etcd {
            2379
        } else {
            kit(builder.order.engine).port
        },
    }
}

fn machine(builder: &mut Builder<'_>, place: usize, kind: Kind) -> Thing {
    let master = builder.node.master;
    if kind == Kind::ServerFloating {
        if !builder.order.floating {
            return Thing::Nothing;
        }
        builder.node.floating = Some(place);
        let address = next_outside(builder);
        let target = builder.node.port.unwrap_or(place);
        return Thing::Floating {
            target,
            address,
            router: builder.estate.marks.router,
        };
    }
    let marks = builder.estate.marks.clone();
    let rules = if master {
        marks.master_rules
    } else {
        marks.worker_rules
    };
    if kind == Kind::Port {
        builder.node.port = Some(place);
        let address = builder.estate.address();
        let (network, subnet) = (marks.network.unwrap_or(place), marks.subnet.unwrap_or(place));
        return Thing::Port(PortThing {
            network,
            subnet,
            address,
            group: rules,
            server: None,
        });
    }
    builder.node.server = Some(place);
    let crew = if master {
        &builder.order.masters
    } else {
        &builder.order.workers
    };
    let failing = builder.order.failing.filter(|failing| {
        failing.class == "ResourceInError" && failing.master == master && failing.index == builder.node.index
    });
    Thing::Server(Box::new(ServerThing {
        port: builder.node.port.unwrap_or(place),
        floating: None,
        group: if master {
            marks.master_group
        } else {
            marks.worker_group
        },
        rules,
        flavor: crew.flavor.clone(),
        image: (builder.order.volumes.boot_gib == 0).then(|| crew.image.clone()),
        keypair: None,
        volumes: Vec::new(),
        node_group: crew.node_group.clone(),
        master,
        fault: failing.and_then(|failing| {
            let (_, said) = failing.message.split_once("Message: ")?;
            said.split_once(", Code:").map(|(said, _)| said)
        }),
        fate: Fate::Runs,
    }))
}

fn volume(builder: &mut Builder<'_>, place: usize, kind: Kind) -> Thing {
    let sizes = builder.order.volumes;
    let attachment = |volume: Option<usize>, id: Option<Id>, builder: &mut Builder<'_>| {
        // Heat knows an attachment by its volume's id.
        if let (Some(id), Some(part)) = (id, builder.estate.parts.get_mut(place)) {
            part.id = id;
        }
        volume.map_or(Thing::Nothing, |_| Thing::Attachment)
    };
    if kind == Kind::DockerAttach || kind == Kind::EtcdAttach {
        let volume = if kind == Kind::DockerAttach {
            builder.node.docker
        } else {
            builder.node.etcd
        };
        let id = volume.and_then(|volume| builder.estate.id(volume));
        return attachment(volume, id, builder);
    }
    let crew = if builder.node.master {
        &builder.order.masters
    } else {
        &builder.order.workers
    };
    let image = (kind == Kind::BootVolume).then(|| crew.image.clone());
    let node = &mut builder.node;
    let (size_gib, device, slot) = if kind == Kind::BootVolume {
        (sizes.boot_gib, "/dev/vda", &mut node.boot)
    } else if kind == Kind::EtcdVolume {
        (sizes.etcd_gib, "/dev/vdc", &mut node.etcd)
    } else {
        (sizes.docker_gib, "/dev/vdb", &mut node.docker)
    };
    if size_gib == 0 {
        return Thing::Nothing;
    }
    *slot = Some(place);
    Thing::Volume {
        size_gib,
        server: None,
        device,
        image,
        kind: "ssd",
    }
}
