//! What a cluster's own API tells: its nodes as the servers are, the pods that Magnum's templates start, the services that
//! load balancers were made for, and what somebody has applied.

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::era::Engine;
use super::estate::{Fate, Thing};
use super::id::Id;
use super::world::World;

/// A request.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

/// Something that was applied.
#[derive(Clone, Debug)]
pub(super) struct Manifest {
    cluster: Id,
    plural: String,
    value: Value,
    at: i64,
}

const CHECKS: [&str; 6] = [
    "ping",
    "log",
    "etcd",
    "informer-sync",
    "poststarthook/start-apiextensions-controllers",
    "shutdown",
];

/// The kinds of objects by what paths call them, with their group and whether they belong into a namespace.
const KINDS: [(&str, &str, &str, bool); 11] = [
    ("api/v1", "nodes", "Node", false),
    ("api/v1", "namespaces", "Namespace", false),
    ("api/v1", "pods", "Pod", true),
    ("api/v1", "services", "Service", true),
    ("api/v1", "configmaps", "ConfigMap", true),
    ("api/v1", "events", "Event", true),
    ("api/v1", "replicationcontrollers", "ReplicationController", true),
    ("apis/apps/v1", "deployments", "Deployment", true),
    ("apis/apps/v1", "statefulsets", "StatefulSet", true),
    ("apis/apps/v1", "daemonsets", "DaemonSet", true),
    ("apis/batch/v1", "jobs", "Job", true),
];

/// Whether the API of this cluster answers: some master runs.
pub(super) fn answers(cluster: &Cluster, now: i64) -> bool {
    cluster.order.engine == Engine::Kubernetes
        && cluster
            .estate
            .servers(now)
            .any(|(part, server)| server.master && server.fate == Fate::Runs && part.life.ready(now))
}

/// Answers a request.
pub(super) fn answer(world: &mut World, cluster: Id, asked: &Asked<'_>) -> Answer {
    let parts: Vec<&str> = asked.path.split('/').filter(|part| !part.is_empty()).collect();
    match (asked.method, parts.as_slice()) {
        ("GET", ["version"]) => {
            let tag = inside(world, cluster)
                .map(|inside| inside.version)
                .unwrap_or_default();
            json_answer(
                200,
                &json!({"major": "1", "gitVersion": tag, "platform": "linux/amd64"}),
            )
        }
        ("GET", ["readyz" | "healthz" | "livez"]) => {
            let lines = CHECKS.map(|check| format!("[+]{check} ok\n"));
            text(lines.concat() + "readyz check passed\n")
        }
        ("GET", ["api", "v1", "namespaces", _, "pods", pod, "log"]) => text(log(world, pod, asked.query)),
        ("GET", ["api", version]) => resources(&format!("api/{version}")),
        ("GET", ["apis", group, version]) => resources(&format!("apis/{group}/{version}")),
        ("GET", ["api", "v1", plural]) => list(world, cluster, ("api/v1", plural)),
        ("GET", ["apis", group, version, plural]) => {
            list(world, cluster, (&format!("apis/{group}/{version}"), plural))
        }
        ("PATCH", [.., plural, name]) => apply(world, cluster, (plural, name), asked),
        _ => refused(404, "the server could not find the requested resource"),
    }
}

fn resources(version: &str) -> Answer {
    let known = KINDS.iter().filter(|(of, ..)| *of == version);
    let rows: Vec<Value> = known
        .map(|(_, plural, kind, namespaced)| {
            json!({"name": plural, "kind": kind, "namespaced": namespaced, "verbs": ["get", "list", "patch"]})
        })
        .collect();
    if rows.is_empty() {
        return refused(404, "the server could not find the requested resource");
    }
    json_answer(200, &json!({"kind": "APIResourceList", "resources": rows}))
}

fn list(world: &World, cluster: Id, (version, plural): (&str, &str)) -> Answer {
    let known = KINDS
        .iter()
        .find(|(of, name, ..)| *of == version && *name == plural);
    let (Some((.., kind, _)), Some(inside)) = (known, inside(world, cluster)) else {
        return refused(404, "the server could not find the requested resource");
    };
    let mut rows = match plural {
        "nodes" => inside.nodes(),
        "pods" => inside.pods(),
        "services" => inside.services(),
        "events" => inside.events(),
        "namespaces" => ["default", "kube-system"]
            .map(|name| json!({"metadata": {"name": name}}))
            .to_vec(),
        _ => inside.controllers_as(kind),
    };
    if !["pods", "deployments", "statefulsets", "replicationcontrollers"].contains(&plural) {
        let own = inside.applied.iter().filter(|manifest| manifest.plural == plural);
        rows.extend(own.map(|manifest| manifest.value.clone()));
    }
    json_answer(
        200,
        &json!({"kind": format!("{kind}List"), "metadata": {}, "items": rows}),
    )
}

fn apply(world: &mut World, cluster: Id, (plural, name): (&str, &str), asked: &Asked<'_>) -> Answer {
    let Ok(mut value) = serde_json::from_slice::<Value>(asked.body) else {
        return refused(400, "error decoding patch");
    };
    let kind = KINDS
        .iter()
        .find(|(_, known, ..)| *known == plural)
        .map(|(.., kind, _)| *kind);
    let Some(kind) = kind.filter(|kind| value.get("kind").and_then(Value::as_str) == Some(*kind)) else {
        return refused(400, "the kind does not match the path");
    };
    let selects = value.pointer("/spec/selector").is_some();
    if ["Deployment", "StatefulSet", "DaemonSet"].contains(&kind) && !selects {
        let words = format!("{kind}.apps \"{name}\" is invalid: spec.selector: Required value");
        return refused(422, &words);
    }
    let namespace = asked
        .path
        .split('/')
        .skip_while(|part| *part != "namespaces")
        .nth(1);
    if let Some(meta) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        if let Some(namespace) = namespace {
            meta.insert("namespace".to_owned(), json!(namespace));
        }
        meta.insert(
            "creationTimestamp".to_owned(),
            json!(world.calendar.zulu(world.now)),
        );
    }
    let is_it = |manifest: &Manifest| {
        manifest.cluster == cluster
            && manifest.plural == plural
            && manifest.value.pointer("/metadata/name").and_then(Value::as_str) == Some(name)
    };
    let before = world.manifests.iter().position(is_it);
    if !asked.query.contains("dryRun=All") {
        let manifest = Manifest {
            cluster,
            plural: plural.to_owned(),
            value: value.clone(),
            at: world.now,
        };
        match before.and_then(|at| world.manifests.get_mut(at)) {
            Some(there) => *there = manifest,
            None => world.manifests.push(manifest),
        }
    }
    json_answer(if before.is_some() { 200 } else { 201 }, &value)
}

fn log(world: &World, pod: &str, query: &str) -> String {
    let tail = query.split('&').find_map(|pair| pair.strip_prefix("tailLines="));
    let tail: usize = tail.and_then(|tail| tail.parse().ok()).unwrap_or(10).min(500);
    let line = |back: usize| {
        let secs = i64::try_from(back).unwrap_or(0) * 7;
        let at = world.calendar.zulu(world.now - world.now.rem_euclid(7) - secs);
        format!("{at} INFO {pod}: request {} served in 4 ms\n", 90_000 - back)
    };
    (0..tail.min(60)).rev().map(line).collect()
}

/// One cluster as its API knows it.
struct Inside<'a> {
    world: &'a World,
    cluster: &'a Cluster,
    version: String,
    applied: Vec<&'a Manifest>,
}

fn inside(world: &World, cluster: Id) -> Option<Inside<'_>> {
    let found = world.clusters.iter().find(|entry| entry.uuid == cluster)?;
    let labels = [&found.labels, &found.template_labels];
    let tag = labels.iter().find_map(|labels| labels.get("kube_tag"));
    let tag = tag.map_or("v1.31.4", String::as_str);
    Some(Inside {
        world,
        cluster: found,
        version: tag.split('-').next().unwrap_or(tag).to_owned(),
        applied: world
            .manifests
            .iter()
            .filter(|manifest| manifest.cluster == cluster)
            .collect(),
    })
}

/// What keeps pods running.
struct Keeper {
    kind: &'static str,
    namespace: String,
    name: String,
    image: String,
    /// On every node, on every master, or so many.
    spread: Spread,
    since: i64,
}

enum Spread {
    Nodes,
    Masters,
    Count(usize),
}

impl Inside<'_> {
    /// Name, whether it is a master, whether it runs, its address.
    fn machines(&self) -> Vec<(String, bool, bool, Option<String>)> {
        let now = self.world.now;
        let estate = &self.cluster.estate;
        let servers = estate.servers(now).filter(|(part, _)| part.life.ready(now));
        servers
            .map(|(part, server)| {
                let (fixed, _) = estate.addresses(server, now);
                let runs = server.fate == Fate::Runs;
                (part.title.clone(), server.master, runs, fixed.map(str::to_owned))
            })
            .collect()
    }

    fn nodes(&self) -> Vec<Value> {
        let since = self.world.calendar.zulu(self.cluster.created + 240);
        let node = |(name, master, runs, address): (String, bool, bool, Option<String>)| {
            let role = "node-role.kubernetes.io/control-plane";
            let (labels, taints) = if master {
                let labels = json!({"kubernetes.io/hostname": name, role: ""});
                (labels, vec![json!({"key": role, "effect": "NoSchedule"})])
            } else {
                (json!({"kubernetes.io/hostname": name}), Vec::new())
            };
            let state = |well: &'static str| if runs { well } else { "Unknown" };
            let lost = "Kubelet stopped posting node status.";
            let mut conditions: Vec<Value> = ["MemoryPressure", "DiskPressure", "PIDPressure"]
                .map(|kind| json!({"type": kind, "status": state("False"), "lastTransitionTime": since}))
                .to_vec();
            let message = if runs {
                "kubelet is posting ready status"
            } else {
                lost
            };
            conditions.push(json!({
                "type": "Ready", "status": state("True"), "message": message, "lastTransitionTime": since,
            }));
            json!({
                "metadata": {"name": name, "labels": labels, "creationTimestamp": since},
                "spec": {"taints": taints},
                "status": {
                    "nodeInfo": {"kubeletVersion": self.version},
                    "addresses": [{"type": "InternalIP", "address": address}],
                    "conditions": conditions,
                },
            })
        };
        self.machines().into_iter().map(node).collect()
    }

    fn keepers(&self) -> Vec<Keeper> {
        let since = self.cluster.created + 260;
        let stock = [
            (
                "DaemonSet",
                "calico-node",
                "quay.io/calico/node:v3.26.4",
                Spread::Nodes,
            ),
            (
                "Deployment",
                "coredns",
                "docker.io/coredns/coredns:1.10.1",
                Spread::Count(2),
            ),
            (
                "Deployment",
                "metrics-server",
                "registry.k8s.io/metrics-server:v0.7.1",
                Spread::Count(1),
            ),
            (
                "DaemonSet",
                "openstack-cloud-controller-manager",
                "registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.28.2",
                Spread::Masters,
            ),
        ];
        let mut all: Vec<Keeper> = stock
            .into_iter()
            .map(|(kind, name, image, spread)| Keeper {
                kind,
                namespace: "kube-system".to_owned(),
                name: name.to_owned(),
                image: image.to_owned(),
                spread,
                since,
            })
            .collect();
        all.extend(self.fronts().into_iter().map(|(name, ..)| Keeper {
            kind: "Deployment",
            namespace: "default".to_owned(),
            image: format!("registry.example.org/{name}:2.4.1"),
            name,
            spread: Spread::Count(3),
            since: since + 3_600,
        }));
        let text = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_str).map(str::to_owned);
        all.extend(self.applied.iter().filter_map(|manifest| {
            let value = &manifest.value;
            let kind = match manifest.plural.as_str() {
                "deployments" => "Deployment",
                "statefulsets" => "StatefulSet",
                "replicationcontrollers" => "ReplicationController",
                _ => return None,
            };
            let wanted = value
                .pointer("/spec/replicas")
                .and_then(Value::as_u64)
                .unwrap_or(1);
            Some(Keeper {
                kind,
                namespace: text(value, "/metadata/namespace").unwrap_or_else(|| "default".to_owned()),
                name: text(value, "/metadata/name")?,
                image: text(value, "/spec/template/spec/containers/0/image").unwrap_or_default(),
                spread: Spread::Count(usize::try_from(wanted).unwrap_or(1).min(50)),
                since: manifest.at,
            })
        }));
        all
    }

    /// The services that load balancers of the cloud were made for: name, address and port.
    fn fronts(&self) -> Vec<(String, String, u16)> {
        let now = self.world.now;
        let parts = &self.cluster.estate.parts;
        let front = |part: &super::estate::Part| {
            let Thing::Balancer { address, .. } = &part.thing else {
                return None;
            };
            let name = part
                .title
                .strip_prefix("kube_service_")?
                .rsplit('_')
                .next()?
                .to_owned();
            Some((name, address.clone(), 80))
        };
        parts
            .iter()
            .filter(|part| part.present(now))
            .filter_map(front)
            .collect()
    }

    /// Each pod of a keeper: its name, its node, and whether that runs.
    fn placed(&self, keeper: &Keeper) -> Vec<(String, String, bool)> {
        let machines = self.machines();
        let masters: Vec<_> = machines.iter().filter(|(_, master, ..)| *master).collect();
        let workers: Vec<_> = machines.iter().filter(|(_, master, ..)| !*master).collect();
        let on: Vec<_> = match keeper.spread {
            Spread::Nodes => machines.iter().collect(),
            Spread::Masters => masters,
            Spread::Count(count) => workers.iter().copied().cycle().take(count).collect(),
        };
        on.into_iter()
            .enumerate()
            .map(|(at, (node, _, runs, _))| {
                let name = if keeper.kind == "StatefulSet" {
                    format!("{}-{at}", keeper.name)
                } else {
                    format!("{}-{:05x}", keeper.name, (at + 17) * 48_271 % 0xf_ffff)
                };
                (name, node.clone(), *runs)
            })
            .collect()
    }

    fn pods(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for keeper in self.keepers() {
            let since = self.world.calendar.zulu(keeper.since);
            for (name, node, runs) in self.placed(&keeper) {
                rows.push(json!({
                    "metadata": {"namespace": keeper.namespace, "name": name, "creationTimestamp": since},
                    "spec": {"nodeName": node, "containers": [
                        {"name": keeper.name, "image": keeper.image, "ports": [{"containerPort": 8080}]},
                    ]},
                    "status": {"phase": "Running", "podIP": "10.100.31.7", "containerStatuses": [
                        {"name": keeper.name, "ready": runs, "restartCount": u32::from(!runs), "state": {"running": {}}},
                    ]},
                }));
            }
        }
        rows
    }

    fn controllers_as(&self, kind: &str) -> Vec<Value> {
        let of_kind = self.keepers().into_iter().filter(|keeper| keeper.kind == kind);
        of_kind
            .map(|keeper| {
                let pods = self.placed(&keeper);
                let ready = pods.iter().filter(|(.., runs)| *runs).count();
                json!({
                    "metadata": {
                        "namespace": keeper.namespace, "name": keeper.name,
                        "creationTimestamp": self.world.calendar.zulu(keeper.since),
                    },
                    "spec": {
                        "replicas": pods.len(),
                        "template": {"spec": {"containers": [{"name": keeper.name, "image": keeper.image}]}},
                    },
                    "status": {
                        "readyReplicas": ready, "numberReady": ready, "desiredNumberScheduled": pods.len(),
                    },
                })
            })
            .collect()
    }

    fn services(&self) -> Vec<Value> {
        let since = self.world.calendar.zulu(self.cluster.created + 240);
        let mut rows = vec![
            json!({
                "metadata": {"namespace": "default", "name": "kubernetes", "creationTimestamp": since},
                "spec": {"type": "ClusterIP", "clusterIP": "10.254.0.1", "ports": [{"port": 443, "protocol": "TCP"}]},
            }),
            json!({
                "metadata": {"namespace": "kube-system", "name": "kube-dns", "creationTimestamp": since},
                "spec": {"type": "ClusterIP", "clusterIP": "10.254.0.10", "ports": [{"port": 53, "protocol": "UDP"}]},
            }),
        ];
        rows.extend(self.fronts().into_iter().map(|(name, address, port)| {
            json!({
                "metadata": {"namespace": "default", "name": name, "creationTimestamp": since},
                "spec": {
                    "type": "LoadBalancer", "clusterIP": "10.254.77.9",
                    "ports": [{"port": port, "nodePort": 31_180, "protocol": "TCP"}],
                },
                "status": {"loadBalancer": {"ingress": [{"ip": address}]}},
            })
        }));
        rows
    }

    fn events(&self) -> Vec<Value> {
        let at = self.world.calendar.zulu(self.world.now - 95);
        let lost = self.machines().into_iter().filter(|(_, _, runs, _)| !runs);
        let mut rows: Vec<Value> = lost
            .map(|(name, ..)| {
                json!({
                    "metadata": {"namespace": "default"}, "type": "Warning", "reason": "NodeNotReady",
                    "involvedObject": {"kind": "Node", "name": name},
                    "message": format!("Node {name} status is now: NodeNotReady"), "count": 1, "lastTimestamp": at,
                })
            })
            .collect();
        rows.extend(self.applied.iter().map(|manifest| {
            let name = manifest.value.pointer("/metadata/name").cloned();
            json!({
                "metadata": {"namespace": manifest.value.pointer("/metadata/namespace")}, "type": "Normal",
                "reason": "Applied", "involvedObject": {"kind": manifest.value.get("kind"), "name": name},
                "message": "Applied by magnum-desktop", "lastTimestamp": self.world.calendar.zulu(manifest.at),
            })
        }));
        rows
    }
}

fn text(body: String) -> Answer {
    Answer {
        status: 200,
        kind: "text/plain",
        body: body.into_bytes(),
    }
}

fn json_answer(status: u16, value: &Value) -> Answer {
    Answer {
        status,
        kind: "application/json",
        body: serde_json::to_vec(value).unwrap_or_default(),
    }
}

fn refused(status: u16, words: &str) -> Answer {
    json_answer(
        status,
        &json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": words, "code": status}),
    )
}
