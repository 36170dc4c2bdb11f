//! The inside of a cluster as its own API tells it: whether that answers, its nodes with their conditions, pods, what
//! controls them, services and events.

use jiff::Timestamp;

use crate::domain::problem::Problem;
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;

/// What the API told. Each list stands for itself: who may read one may not read another.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// `https://host:port`, as it was asked.
    pub address: String,
    /// Its version, as in `v1.28.9`.
    pub version: Option<String>,
    /// Its own checks of being ready.
    pub checks: Vec<Check>,
    /// The nodes.
    pub nodes: Listed<Node>,
    /// The pods of all namespaces.
    pub pods: Listed<Pod>,
    /// What controls pods.
    pub controllers: Listed<Controller>,
    /// The services.
    pub services: Listed<Service>,
    /// What happened lately, newest first.
    pub events: Listed<Event>,
}

/// A list, or why it could not be had.
pub type Listed<T> = Result<Vec<T>, Problem>;

/// One of the API's own checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, as in `etcd`.
    pub name: String,
    /// Whether it came out well.
    pub passed: bool,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// What it is for, by its labels.
    pub roles: Vec<String>,
    /// The kubelet's version.
    pub version: Option<String>,
    /// Its address inside.
    pub address: Option<String>,
    /// Whether nothing new is placed on it.
    pub cordoned: bool,
    /// What it says of itself.
    pub conditions: Vec<Condition>,
    /// What is kept off it, as `key=value:Effect`.
    pub taints: Vec<String>,
    /// Since when it is there.
    pub created_at: Option<Timestamp>,
}

/// One thing that a node says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Kubernetes' name, as in `MemoryPressure`.
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub state: String,
    /// Why, in words.
    pub message: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl Condition {
    /// Whether it is as it should be: `Ready` is to be true, all pressures are not to be.
    pub fn is_well(&self) -> bool {
        self.state == if self.kind == "Ready" { "True" } else { "False" }
    }
}

impl Node {
    /// The state of the condition `Ready`.
    pub fn ready(&self) -> Option<&str> {
        let ready = self.conditions.iter().find(|condition| condition.kind == "Ready");
        ready.map(|condition| condition.state.as_str())
    }

    /// The conditions that are not as they should be.
    pub fn unwell(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.is_well())
    }

    /// How it is.
    pub fn severity(&self) -> Severity {
        if self.ready() != Some("True") {
            Severity::Bad
        } else if self.cordoned || self.unwell().next().is_some() {
            Severity::Warning
        } else {
            Severity::Good
        }
    }
}

/// A pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Why it is as it is, else its phase: `Running`, `CrashLoopBackOff`.
    pub state: String,
    /// Containers that are ready.
    pub ready: u32,
    /// Its containers' names.
    pub containers: Vec<String>,
    /// How often its containers were started anew.
    pub restarts: u32,
    /// On which node.
    pub node: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// The ports that its containers open.
    pub ports: Vec<u16>,
    /// Since when it is there.
    pub created_at: Option<Timestamp>,
}

impl Pod {
    /// How it is.
    pub fn severity(&self) -> Severity {
        match self.state.as_str() {
            "Running" if self.ready as usize >= self.containers.len() => Severity::Good,
            "Running" => Severity::Warning,
            "Succeeded" | "Completed" => Severity::Neutral,
            "Pending" | "ContainerCreating" | "PodInitializing" | "Terminating" => Severity::Busy,
            _ => Severity::Bad,
        }
    }
}

/// What controls pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    /// `Deployment`, `StatefulSet`, `DaemonSet`, `ReplicationController`, `Job`.
    pub kind: &'static str,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// How many of its pods are ready.
    pub ready: u32,
    /// How many there are to be.
    pub wanted: u32,
    /// The images that they run.
    pub images: Vec<String>,
    /// Since when it is there.
    pub created_at: Option<Timestamp>,
}

impl Controller {
    /// How it is.
    pub fn severity(&self) -> Severity {
        match (self.ready, self.wanted) {
            (ready, wanted) if ready >= wanted => Severity::Good,
            (0, _) => Severity::Bad,
            (_, _) => Severity::Warning,
        }
    }
}

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`.
    pub kind: String,
    /// Its address inside.
    pub address: Option<String>,
    /// Its addresses outside.
    pub outside: Vec<String>,
    /// `80:31234/TCP`.
    pub ports: Vec<String>,
    /// The first of its ports.
    pub port: Option<u16>,
    /// Since when it is there.
    pub created_at: Option<Timestamp>,
}

impl Service {
    /// Whether it is a load balancer that has no address yet.
    pub fn waits_for_address(&self) -> bool {
        self.kind == "LoadBalancer" && self.outside.is_empty()
    }
}

/// Something that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its namespace.
    pub namespace: String,
    /// To what, as in `Pod/web-0`.
    pub object: String,
    /// Whether it is a warning.
    pub warning: bool,
    /// In a word.
    pub reason: String,
    /// In a sentence.
    pub message: String,
    /// How often.
    pub count: u32,
    /// When last.
    pub at: Option<Timestamp>,
}

/// Where a log comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogSource {
    /// The pod's namespace.
    pub namespace: String,
    /// The pod.
    pub pod: String,
    /// The container in it.
    pub container: String,
}

/// What of a manifest came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// `Deployment/web`, with its namespace where it has one.
    pub object: String,
    /// What was done.
    pub deed: AppliedDeed,
}

/// What was done with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppliedDeed {
    /// It was not there, and is now.
    Created,
    /// It was there and is now as the manifest says.
    Configured,
}

/// Whether a manifest is only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// The API checks everything and keeps nothing.
    Only,
    /// It is meant.
    Meant,
}

/// The words of the client's command that goes into a container. The context is always named: another may be the current one.
pub fn exec_words(context: &str, from: &LogSource) -> Vec<String> {
    let namespace = from.namespace.as_str();
    words(&[
        "kubectl",
        "--context",
        context,
        "-n",
        namespace,
        "exec",
        "-it",
        &from.pod,
        "-c",
        &from.container,
        "--",
        "sh",
    ])
}

/// Of the one that follows a container's log.
pub fn log_words(context: &str, from: &LogSource) -> Vec<String> {
    let namespace = from.namespace.as_str();
    words(&[
        "kubectl",
        "--context",
        context,
        "-n",
        namespace,
        "logs",
        "-f",
        &from.pod,
        "-c",
        &from.container,
    ])
}

/// Of the one that brings a port here; `what` is `pod/web-0` or `service/web`.
pub fn forward_words(context: &str, (namespace, what, port): (&str, &str, u16)) -> Vec<String> {
    // A port below 1024 is not everybody's to open here.
    let here = if port < 1024 {
        u32::from(port) + 8000
    } else {
        u32::from(port)
    };
    let ports = format!("{here}:{port}");
    words(&[
        "kubectl",
        "--context",
        context,
        "-n",
        namespace,
        "port-forward",
        what,
        &ports,
    ])
}

/// Of the one that opens k9s.
pub fn k9s_words(context: &str) -> Vec<String> {
    words(&["k9s", "--context", context])
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|&word| word.to_owned()).collect()
}

/// The words as a line to be pasted, with the kubeconfig in front.
pub fn line(shell: Shell, kubeconfig: &str, words: &[String]) -> String {
    let mut parts: Vec<String> = words.iter().map(|word| shell.quoted(word)).collect();
    parts.insert(
        1.min(parts.len()),
        format!("--kubeconfig {}", shell.quoted(kubeconfig)),
    );
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Condition, LogSource, Node, Pod, exec_words, forward_words, line};
    use crate::domain::quoting::Shell;
    use crate::domain::status::Severity;

    fn condition(kind: &str, state: &str) -> Condition {
        Condition {
            kind: kind.to_owned(),
            state: state.to_owned(),
            message: String::new(),
            since: None,
        }
    }

    #[test]
    fn a_node_is_as_its_conditions_say() {
        let with = |conditions: &[(&str, &str)], cordoned| {
            let conditions = conditions.iter().map(|(kind, state)| condition(kind, state));
            let node = Node {
                conditions: conditions.collect(),
                cordoned,
                ..Node::default()
            };
            node.severity()
        };
        assert_eq!(
            with(&[("Ready", "True"), ("DiskPressure", "False")], false),
            Severity::Good
        );
        assert_eq!(
            with(&[("Ready", "True"), ("DiskPressure", "True")], false),
            Severity::Warning
        );
        assert_eq!(with(&[("Ready", "True")], true), Severity::Warning);
        assert_eq!(with(&[("Ready", "Unknown")], false), Severity::Bad);
        assert_eq!(with(&[], false), Severity::Bad);
    }

    #[test]
    fn a_pod_that_runs_with_too_few_containers_is_not_well() {
        let pod = |state: &str, ready| Pod {
            state: state.to_owned(),
            ready,
            containers: vec!["a".to_owned(), "b".to_owned()],
            ..Pod::default()
        };
        assert_eq!(pod("Running", 2).severity(), Severity::Good);
        assert_eq!(pod("Running", 1).severity(), Severity::Warning);
        assert_eq!(pod("CrashLoopBackOff", 0).severity(), Severity::Bad);
        assert_eq!(pod("Succeeded", 0).severity(), Severity::Neutral);
    }

    #[test]
    fn commands_can_be_pasted_whatever_things_are_called() {
        let from = LogSource {
            namespace: "shop".to_owned(),
            pod: "web-0".to_owned(),
            container: "it's".to_owned(),
        };
        assert_eq!(
            line(
                Shell::Posix,
                "/home/a b/c.yaml",
                &exec_words("web@shop.prod", &from)
            ),
            r"kubectl --kubeconfig '/home/a b/c.yaml' --context web@shop.prod -n shop exec -it web-0 -c 'it'\''s' -- sh"
        );
        assert_eq!(
            line(
                Shell::Posix,
                "c.yaml",
                &forward_words("web", ("shop", "service/redis", 6379))
            ),
            "kubectl --kubeconfig c.yaml --context web -n shop port-forward service/redis 6379:6379"
        );
        assert!(forward_words("web", ("a", "pod/b", 80)).ends_with(&["8080:80".to_owned()]));
    }
}
