//! The outputs of stacks, by the templates of each engine.

use serde_json::{Value, json};

use super::super::blueprint::kit;
use super::super::era::Engine;
use super::super::http::{Reply, Service, refuse};
use super::Found;

/// The outputs of a stack, with their values or without.
pub(super) fn rows(found: &Found<'_>, values: bool) -> Vec<Value> {
    if found.stack.parent.is_some() {
        return machine_outputs(found, values);
    }
    let now = found.world.now;
    let mut nodes = Nodes::default();
    for (part, server) in found.estate.servers(now).filter(|(part, _)| part.life.ready(now)) {
        let mut stack = part.stack.and_then(|place| found.at(place));
        if stack.take().is_none_or(|stack| stack.root() != found.place) {
            continue;
        }
        let (fixed, floating) = found.estate.addresses(server, now);
        let (outside, inside) = if server.master {
            (&mut nodes.masters, &mut nodes.masters_inside)
        } else {
            (&mut nodes.workers, &mut nodes.workers_inside)
        };
        outside.push(floating.or(fixed));
        inside.push(fixed);
    }
    let api = found.cluster.api_host(now).unwrap_or_default();
    let told = match found.cluster.order.engine {
        Engine::Kubernetes => kubernetes(&api, &nodes),
        Engine::Swarm => swarm(found, &api, &nodes),
        Engine::SwarmMode => swarm_mode(&api, &nodes),
        Engine::Mesos => mesos(&api, &nodes),
    };
    let row = |(key, description, value): Told| {
        let mut row = json!({"output_key": key, "description": description});
        // A list that cannot be told yet is none.
        let unknown = value.as_array().is_some_and(Vec::is_empty);
        let value = if unknown { Value::Null } else { value };
        if let (true, Some(fields)) = (values, row.as_object_mut()) {
            fields.insert("output_value".to_owned(), value);
        }
        row
    };
    told.into_iter().map(row).collect()
}

/// An output: its key, what it is, its value.
type Told = (&'static str, &'static str, Value);

/// The addresses of a cluster's machines.
#[derive(Default)]
struct Nodes<'a> {
    masters: Vec<Option<&'a str>>,
    masters_inside: Vec<Option<&'a str>>,
    workers: Vec<Option<&'a str>>,
    workers_inside: Vec<Option<&'a str>>,
}

fn kubernetes(api: &str, nodes: &Nodes<'_>) -> Vec<Told> {
    vec![
        (
            "kube_masters",
            "This is a list of the \"public\" IP addresses of all the Kubernetes masters. Use these IP addresses to log \
             in to the Kubernetes masters via ssh.\n",
            json!(nodes.masters),
        ),
        (
            "registry_address",
            "This is the url of docker registry server where you can store docker images.",
            json!("localhost:5000"),
        ),
        (
            "kube_masters_private",
            "This is a list of the \"private\" IP addresses of all the Kubernetes masters.\n",
            json!(nodes.masters_inside),
        ),
        (
            "api_address",
            "This is the API endpoint of the Kubernetes cluster. Use this to access the Kubernetes API.\n",
            json!(api),
        ),
        (
            "kube_minions",
            "This is a list of the \"public\" IP addresses of all the Kubernetes minions. Use these IP addresses to log \
             in to the Kubernetes minions via ssh.",
            json!(nodes.workers),
        ),
        (
            "kube_minions_private",
            "This is a list of the \"private\" IP addresses of all the Kubernetes minions.\n",
            json!(nodes.workers_inside),
        ),
    ]
}

const SWARM_API: &str = "This is the API endpoint of the Swarm masters. Use this to access the Swarm API server from outside the \
     cluster.\n";
const SWARM_MASTERS: &str = "This is a list of \"public\" ip addresses of all Swarm masters. Use these addresses to log into the \
     Swarm masters via ssh.\n";
const SWARM_MASTERS_INSIDE: &str = "This is a list of the \"private\" addresses of all the Swarm masters.\n";
const SWARM_NODES: &str = "This is a list of the \"public\" addresses of all the Swarm nodes. Use these addresses to, e.g., log \
     into the nodes.\n";
const SWARM_NODES_INSIDE: &str = "This is a list of the \"private\" addresses of all the Swarm nodes.\n";

fn swarm(found: &Found<'_>, api: &str, nodes: &Nodes<'_>) -> Vec<Told> {
    let discovery = format!(
        "https://discovery.etcd.io/{}",
        found.cluster.uuid.child(2).plain()
    );
    vec![
        ("api_address", SWARM_API, json!(api)),
        (
            "swarm_masters_private",
            SWARM_MASTERS_INSIDE,
            json!(nodes.masters_inside),
        ),
        ("swarm_masters", SWARM_MASTERS, json!(nodes.masters)),
        (
            "swarm_nodes_private",
            SWARM_NODES_INSIDE,
            json!(nodes.workers_inside),
        ),
        ("swarm_nodes", SWARM_NODES, json!(nodes.workers)),
        (
            "discovery_url",
            "This the discovery url for Swarm cluster.\n",
            json!(discovery),
        ),
    ]
}

fn swarm_mode(api: &str, nodes: &Nodes<'_>) -> Vec<Told> {
    let first = |all: &[Option<&str>]| json!(all.iter().take(1).collect::<Vec<_>>());
    let others = |all: &[Option<&str>]| json!(all.iter().skip(1).collect::<Vec<_>>());
    vec![
        ("api_address", SWARM_API, json!(api)),
        (
            "swarm_primary_master_private",
            SWARM_MASTERS_INSIDE,
            first(&nodes.masters_inside),
        ),
        ("swarm_primary_master", SWARM_MASTERS, first(&nodes.masters)),
        ("swarm_secondary_masters", SWARM_MASTERS, others(&nodes.masters)),
        (
            "swarm_nodes_private",
            SWARM_NODES_INSIDE,
            json!(nodes.workers_inside),
        ),
        ("swarm_nodes", SWARM_NODES, json!(nodes.workers)),
    ]
}

fn mesos(api: &str, nodes: &Nodes<'_>) -> Vec<Told> {
    vec![
        (
            "api_address",
            "This is the API endpoint of the Mesos master. Use this to access the Mesos API from outside the cluster.\n",
            json!(api),
        ),
        (
            "mesos_master_private",
            "This is a list of the \"private\" addresses of all the Mesos masters.\n",
            json!(nodes.masters_inside),
        ),
        (
            "mesos_master",
            "This is the \"public\" ip address of the Mesos master server.  Use this address to log in to the Mesos master \
             via ssh or to access the Mesos API from outside the cluster.\n",
            json!(nodes.masters),
        ),
        (
            "mesos_slaves_private",
            "This is a list of the \"private\" addresses of all the Mesos slaves.\n",
            json!(nodes.workers_inside),
        ),
        (
            "mesos_slaves",
            "This is a list of the \"public\" addresses of all the Mesos slaves.\n",
            json!(nodes.workers),
        ),
    ]
}

/// What the stack of one machine says of itself.
fn machine_outputs(found: &Found<'_>, values: bool) -> Vec<Value> {
    let now = found.world.now;
    let mut servers = found.estate.servers(now);
    let Some((part, server)) = servers.find(|(part, _)| part.stack == Some(found.place)) else {
        return Vec::new();
    };
    let (fixed, floating) = found.estate.addresses(server, now);
    let engine = found.cluster.order.engine;
    let unit = if server.master {
        &kit(engine).master
    } else {
        &kit(engine).worker
    };
    let word = unit.word;
    let (of, role) = match engine {
        Engine::Kubernetes => (
            "Kubernetes",
            if server.master {
                "master node"
            } else {
                "minion node"
            },
        ),
        Engine::Swarm | Engine::SwarmMode => ("Swarm", if server.master { "master" } else { "node" }),
        Engine::Mesos => (
            "Mesos",
            if server.master {
                "master node"
            } else {
                "slave node"
            },
        ),
    };
    let mut rows = vec![
        (
            format!("{word}_external_ip"),
            format!("This is the \"public\" IP address of the {of} {role}."),
            json!(floating.or(fixed)),
        ),
        (
            format!("{word}_ip"),
            format!("This is the \"private\" IP address of the {of} {role}.\n"),
            json!(fixed),
        ),
    ];
    if engine == Engine::Mesos && server.master {
        let words = "This is the logical id of the Mesos master node.\n";
        rows.push(("mesos_server_id".to_owned(), words.to_owned(), json!(part.id)));
    }
    rows.push((
        "OS::stack_id".to_owned(),
        "No description given".to_owned(),
        json!(found.stack.id),
    ));
    let row = |(key, description, value): (String, String, Value)| {
        let mut row = json!({"output_key": key, "description": description});
        if let (true, Some(fields)) = (values, row.as_object_mut()) {
            fields.insert("output_value".to_owned(), value);
        }
        row
    };
    rows.into_iter().map(row).collect()
}

/// The outputs without their values.
pub(super) fn list(found: &Found<'_>) -> Reply {
    Reply::ok(json!({"outputs": rows(found, false)}))
}

/// One output with its value.
pub(super) fn show(found: &Found<'_>, key: &str) -> Result<Reply, Reply> {
    let rows = rows(found, true);
    let row = rows
        .into_iter()
        .find(|row| row.get("output_key").and_then(Value::as_str) == Some(key));
    let missing = || {
        let message = format!("Specified output key {key} not found.");
        refuse(Service::Orchestration, 404, "NotFound", &message)
    };
    row.map(|row| Reply::ok(json!({"output": row})))
        .ok_or_else(missing)
}
