//! What belongs to a cluster and how it is joined, told from the lists by rules of its own: naive, slow, and not the
//! program's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::raw::{Lists, Told};

/// Things by `sort:id`, relations by both ends and the relation's word.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) things: BTreeSet<String>,
    pub(crate) relations: BTreeSet<(String, String, &'static str)>,
    /// Names of node groups by server.
    pub(crate) groups: BTreeMap<String, String>,
}

fn id(row: &Value) -> &str {
    row["id"].as_str().unwrap()
}

fn texts<'a>(row: &'a Value, key: &str) -> Vec<&'a str> {
    let rows = row[key].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .filter_map(|it| it.as_str().or_else(|| it["id"].as_str()))
        .collect()
}

/// The ids that a router or a server gives a port.
fn is_interface(port: &Value) -> bool {
    let owner = port["device_owner"].as_str().unwrap_or_default();
    owner.starts_with("network:router_interface") || owner == "network:ha_router_replicated_interface"
}

fn subnets_of(port: &Value) -> Vec<&str> {
    let ips = port["fixed_ips"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    ips.iter().filter_map(|it| it["subnet_id"].as_str()).collect()
}

/// The names under which Kubernetes and Cluster API know the cluster.
fn identities(told: &Told) -> Vec<&str> {
    // Magnum 23 calls it otherwise.
    ["uuid", "stack_id", "cluster_id"]
        .iter()
        .filter_map(|key| told.cluster[*key].as_str())
        .collect()
}

fn named(row: &Value, identity: &str) -> bool {
    let name = row["name"].as_str().unwrap_or_default();
    let has = |text: &str| {
        text.match_indices(identity).any(|(at, _)| {
            let free = |c: Option<char>| c.is_none_or(|c| c == '-' || c == '_');
            free(text[..at].chars().next_back()) && free(text[at + identity.len()..].chars().next())
        })
    };
    has(name) || texts(row, "tags").into_iter().any(has)
}

/// What is known to be the cluster's from the beginning.
fn seeds(lists: &Lists, told: &Told) -> BTreeSet<String> {
    let everything = [
        &lists.servers,
        &lists.server_groups,
        &lists.networks,
        &lists.subnets,
        &lists.routers,
        &lists.ports,
        &lists.floating_ips,
        &lists.security_groups,
        &lists.load_balancers,
        &lists.listeners,
        &lists.pools,
        &lists.members,
        &lists.volumes,
    ];
    let all = everything.into_iter().flatten();
    let mut own: BTreeSet<String> = match &told.physical_ids {
        Some(ids) => all
            .filter(|row| ids.iter().any(|known| known == id(row)))
            .map(|row| id(row).to_owned())
            .collect(),
        None => {
            let keys = ["stack_id", "cluster_id"];
            // What failed before it had an identity owns nothing.
            let identity = keys.iter().find_map(|key| told.cluster[*key].as_str());
            let identity = identity.unwrap_or("no identity");
            all.filter(|row| named(row, identity))
                .map(|row| id(row).to_owned())
                .collect()
        }
    };
    for balancer in &lists.load_balancers {
        let name = balancer["name"].as_str().unwrap_or_default();
        let of = |it: &str| name.starts_with(&format!("kube_service_{it}_"));
        if identities(told).iter().any(|it| of(it)) {
            own.insert(id(balancer).to_owned());
        }
    }
    for volume in &lists.volumes {
        let of = volume["metadata"]["cinder.csi.openstack.org/cluster"].as_str();
        if of.is_some_and(|of| identities(told).contains(&of)) {
            own.insert(id(volume).to_owned());
        }
    }
    own
}

/// Follows the services' own pointers until nothing is added.
fn grown(lists: &Lists, mut own: BTreeSet<String>) -> BTreeSet<String> {
    let made: BTreeSet<String> = lists
        .networks
        .iter()
        .filter(|it| it["router:external"] != true && own.contains(id(it)))
        .map(|it| id(it).to_owned())
        .collect();
    loop {
        let before = own.len();
        grow_ports(lists, &made, &mut own);
        grow_balancers(lists, &made, &mut own);
        grow_outside(lists, &mut own);
        grow_servers(lists, &mut own);
        if own.len() == before {
            return own;
        }
    }
}

fn has(own: &BTreeSet<String>, value: &Value) -> bool {
    value.as_str().is_some_and(|it| own.contains(it))
}

fn grow_ports(lists: &Lists, made: &BTreeSet<String>, own: &mut BTreeSet<String>) {
    let servers: Vec<&str> = lists.servers.iter().map(id).collect();
    for port in &lists.ports {
        let device = port["device_id"].as_str().unwrap_or_default();
        let in_made = made.contains(port["network_id"].as_str().unwrap_or_default());
        let of_stranger = servers.contains(&device) && !own.contains(device);
        let of_router = is_interface(port) && subnets_of(port).iter().any(|it| own.contains(*it));
        // A router that others use too is no reason to show its way to them.
        let of_device = own.contains(device) && !is_interface(port);
        if of_device || (in_made && !of_stranger) || of_router {
            own.insert(id(port).to_owned());
        }
    }
    for port in &lists.ports {
        if !own.contains(id(port)) {
            continue;
        }
        own.insert(port["network_id"].as_str().unwrap().to_owned());
        own.extend(subnets_of(port).into_iter().map(str::to_owned));
        own.extend(texts(port, "security_groups").into_iter().map(str::to_owned));
        if is_interface(port) {
            own.insert(port["device_id"].as_str().unwrap().to_owned());
        }
    }
    for subnet in &lists.subnets {
        if made.contains(subnet["network_id"].as_str().unwrap()) {
            own.insert(id(subnet).to_owned());
        }
    }
}

fn grow_balancers(lists: &Lists, made: &BTreeSet<String>, own: &mut BTreeSet<String>) {
    for balancer in &lists.load_balancers {
        let in_made = lists.subnets.iter().any(|subnet| {
            subnet["id"] == balancer["vip_subnet_id"] && made.contains(subnet["network_id"].as_str().unwrap())
        });
        if in_made || made.contains(balancer["vip_network_id"].as_str().unwrap_or_default()) {
            own.insert(id(balancer).to_owned());
        }
        if own.contains(id(balancer)) {
            for key in ["vip_port_id", "vip_subnet_id"] {
                own.extend(balancer[key].as_str().map(str::to_owned));
            }
        }
    }
    for row in lists.listeners.iter().chain(&lists.pools) {
        if texts(row, "loadbalancers").iter().any(|it| own.contains(*it)) {
            own.insert(id(row).to_owned());
        }
    }
    for member in &lists.members {
        if has(own, &member["pool"]) {
            own.insert(id(member).to_owned());
        }
    }
}

fn grow_outside(lists: &Lists, own: &mut BTreeSet<String>) {
    for ip in &lists.floating_ips {
        if has(own, &ip["port_id"]) {
            own.insert(id(ip).to_owned());
        }
        if own.contains(id(ip)) {
            own.insert(ip["floating_network_id"].as_str().unwrap().to_owned());
        }
    }
    for router in &lists.routers {
        if own.contains(id(router)) {
            let outside = router["external_gateway_info"]["network_id"].as_str();
            own.extend(outside.map(str::to_owned));
        }
    }
}

fn grow_servers(lists: &Lists, own: &mut BTreeSet<String>) {
    for volume in &lists.volumes {
        let mut attached = volume["attachments"].as_array().unwrap().iter();
        if attached.any(|it| has(own, &it["server_id"])) {
            own.insert(id(volume).to_owned());
        }
    }
    for group in &lists.server_groups {
        if texts(group, "members").iter().any(|it| own.contains(*it)) {
            own.insert(id(group).to_owned());
        }
    }
}

/// Everything that belongs to the cluster.
pub(crate) fn expected(lists: &Lists, told: &Told) -> Expected {
    let own = grown(lists, seeds(lists, told));
    let mut found = Expected::default();
    for (sort, rows) in [
        ("server", &lists.servers),
        ("server-group", &lists.server_groups),
        ("network", &lists.networks),
        ("subnet", &lists.subnets),
        ("router", &lists.routers),
        ("port", &lists.ports),
        ("floating-ip", &lists.floating_ips),
        ("security-group", &lists.security_groups),
        ("load-balancer", &lists.load_balancers),
        ("listener", &lists.listeners),
        ("pool", &lists.pools),
        ("member", &lists.members),
        ("volume", &lists.volumes),
    ] {
        let ours = rows.iter().filter(|row| own.contains(id(row)));
        found.things.extend(ours.map(|row| format!("{sort}:{}", id(row))));
    }
    let mut joins = Joins {
        things: &found.things,
        relations: BTreeSet::new(),
    };
    joins.network(lists);
    joins.balancers(lists);
    joins.servers(lists);
    found.relations = joins.relations;
    for server in &lists.servers {
        let addresses = server["addresses"].as_object().unwrap();
        let all: Vec<&str> = addresses
            .values()
            .flat_map(|it| it.as_array().unwrap())
            .filter_map(|it| it["addr"].as_str())
            .collect();
        for group in &told.node_groups {
            let theirs = texts(group, "node_addresses");
            if own.contains(id(server)) && all.iter().any(|it| theirs.contains(it)) {
                let name = group["name"].as_str().unwrap().to_owned();
                found.groups.insert(format!("server:{}", id(server)), name);
            }
        }
    }
    found
}

struct Joins<'a> {
    things: &'a BTreeSet<String>,
    relations: BTreeSet<(String, String, &'static str)>,
}

impl Joins<'_> {
    fn join(&mut self, from: (&str, &str), word: &'static str, to: (&str, &str)) {
        let ends = [format!("{}:{}", from.0, from.1), format!("{}:{}", to.0, to.1)];
        if ends.iter().all(|end| self.things.contains(end)) {
            let [from, to] = ends;
            self.relations.insert((from, to, word));
        }
    }

    fn network(&mut self, lists: &Lists) {
        for router in &lists.routers {
            if let Some(network) = router["external_gateway_info"]["network_id"].as_str() {
                self.join(("network", network), "gateway", ("router", id(router)));
            }
        }
        for subnet in &lists.subnets {
            let network = subnet["network_id"].as_str().unwrap();
            self.join(("network", network), "contains", ("subnet", id(subnet)));
        }
        for ip in &lists.floating_ips {
            let outside = ip["floating_network_id"].as_str().unwrap();
            self.join(("network", outside), "contains", ("floating-ip", id(ip)));
            if let Some(port) = ip["port_id"].as_str() {
                self.join(("floating-ip", id(ip)), "leads-to", ("port", port));
            }
        }
        for port in &lists.ports {
            let device = port["device_id"].as_str().unwrap_or_default();
            for subnet in subnets_of(port) {
                self.join(("subnet", subnet), "addresses", ("port", id(port)));
                if is_interface(port) {
                    self.join(("router", device), "interface", ("subnet", subnet));
                }
            }
            if is_interface(port) {
                self.join(("router", device), "plugs", ("port", id(port)));
            } else {
                self.join(("port", id(port)), "plugs", ("server", device));
            }
            for group in texts(port, "security_groups") {
                self.join(("security-group", group), "protects", ("port", id(port)));
            }
        }
    }

    fn balancers(&mut self, lists: &Lists) {
        for balancer in &lists.load_balancers {
            if let Some(port) = balancer["vip_port_id"].as_str() {
                self.join(("load-balancer", id(balancer)), "plugs", ("port", port));
            }
        }
        for listener in &lists.listeners {
            for balancer in texts(listener, "loadbalancers") {
                self.join(("load-balancer", balancer), "listens", ("listener", id(listener)));
            }
            if let Some(pool) = listener["default_pool_id"].as_str() {
                self.join(("listener", id(listener)), "sends-to", ("pool", pool));
            }
        }
        for pool in &lists.pools {
            for listener in texts(pool, "listeners") {
                self.join(("listener", listener), "sends-to", ("pool", id(pool)));
            }
            if texts(pool, "listeners").is_empty() {
                for balancer in texts(pool, "loadbalancers") {
                    self.join(("load-balancer", balancer), "sends-to", ("pool", id(pool)));
                }
            }
        }
        for member in &lists.members {
            let pool = member["pool"].as_str().unwrap();
            self.join(("pool", pool), "member", ("member", id(member)));
            for port in &lists.ports {
                let ips = port["fixed_ips"].as_array().unwrap().iter();
                if ips.clone().any(|it| it["ip_address"] == member["address"])
                    && self.things.contains(&format!("port:{}", id(port)))
                {
                    let server = port["device_id"].as_str().unwrap_or_default();
                    self.join(("member", id(member)), "serves", ("server", server));
                }
            }
        }
    }

    fn servers(&mut self, lists: &Lists) {
        for volume in &lists.volumes {
            for attached in volume["attachments"].as_array().unwrap() {
                let server = attached["server_id"].as_str().unwrap();
                self.join(("volume", id(volume)), "attached", ("server", server));
            }
        }
        for group in &lists.server_groups {
            for server in texts(group, "members") {
                self.join(("server-group", id(group)), "groups", ("server", server));
            }
        }
    }
}
