//! The API's lists as values: what is odd or missing is read as nothing, and every text is made safe to show.

use serde_json::Value;

use crate::domain::clean::clean;
use crate::domain::kubernetes::{Check, Condition, Controller, Event, Node, Pod, Service};
use crate::openstack::wire::Row;

/// Where nodes say what they are for.
const ROLE: &str = "node-role.kubernetes.io/";
/// The same as Magnum's Heat driver marks its nodes.
const MAGNUM_ROLE: &str = "magnum.openstack.org/role";

/// Every row as a value.
pub(super) fn all<T>(rows: &[Value], read: impl Fn(Row<'_>) -> T) -> Vec<T> {
    rows.iter().map(|row| read(Row::of(row))).collect()
}

/// `[+]etcd ok` and `[-]etcd failed: …` of `readyz?verbose`.
pub(super) fn checks(text: &str) -> Vec<Check> {
    let line = |line: &str| {
        let (passed, rest) = match line.trim().strip_prefix("[+]") {
            Some(rest) => (true, rest),
            None => (false, line.trim().strip_prefix("[-]")?),
        };
        let name = rest.split_whitespace().next()?;
        Some(Check {
            name: clean(name),
            passed,
        })
    };
    text.lines().filter_map(line).collect()
}

pub(super) fn node(row: Row<'_>) -> Node {
    let (meta, spec, status) = (row.row("metadata"), row.row("spec"), row.row("status"));
    let labels = meta.texts_by_key("labels");
    let mut roles: Vec<String> = labels
        .keys()
        .filter_map(|label| label.strip_prefix(ROLE))
        .map(str::to_owned)
        .collect();
    if roles.is_empty() {
        roles.extend(labels.get(MAGNUM_ROLE).cloned());
    }
    let inside = status
        .rows("addresses")
        .find(|address| address.text("type") == "InternalIP");
    let taint = |taint: Row<'_>| {
        let value = taint.some_text("value").map(|value| format!("={value}"));
        let (key, effect) = (taint.text("key"), taint.text("effect"));
        format!("{key}{}:{effect}", value.unwrap_or_default())
    };
    Node {
        name: meta.text("name"),
        roles,
        version: status.row("nodeInfo").some_text("kubeletVersion"),
        address: inside.and_then(|address| address.some_text("address")),
        cordoned: spec.flag("unschedulable").unwrap_or(false),
        conditions: status.rows("conditions").map(condition).collect(),
        taints: spec.rows("taints").map(taint).collect(),
        created_at: meta.time("creationTimestamp"),
    }
}

fn condition(row: Row<'_>) -> Condition {
    Condition {
        kind: row.text("type"),
        state: row.text("status"),
        message: row.some_text("message").unwrap_or_else(|| row.text("reason")),
        since: row.time("lastTransitionTime"),
    }
}

pub(super) fn pod(row: Row<'_>) -> Pod {
    let (meta, spec, status) = (row.row("metadata"), row.row("spec"), row.row("status"));
    let mut pod = Pod {
        namespace: meta.text("namespace"),
        name: meta.text("name"),
        state: status.some_text("reason").unwrap_or_else(|| status.text("phase")),
        containers: spec.texts_of("containers", "name"),
        node: spec.some_text("nodeName"),
        address: status.some_text("podIP"),
        ports: spec
            .rows("containers")
            .flat_map(|container| container.rows("ports"))
            .filter_map(|port| {
                port.number("containerPort")
                    .and_then(|port| u16::try_from(port).ok())
            })
            .collect(),
        created_at: meta.time("creationTimestamp"),
        ..Pod::default()
    };
    for container in status.rows("containerStatuses") {
        pod.restarts = pod
            .restarts
            .saturating_add(container.number("restartCount").unwrap_or(0));
        pod.ready += u32::from(container.flag("ready").unwrap_or(false));
        // What holds a container up says more than the phase of the whole.
        for state in ["waiting", "terminated"] {
            if let Some(reason) = container.row("state").row(state).some_text("reason") {
                pod.state = reason;
            }
        }
    }
    if meta.value("deletionTimestamp").is_some() {
        pod.state = "Terminating".to_owned();
    }
    pod
}

pub(super) fn controller(kind: &'static str, row: Row<'_>) -> Controller {
    let (meta, spec, status) = (row.row("metadata"), row.row("spec"), row.row("status"));
    let (ready, wanted) = match kind {
        "DaemonSet" => ("numberReady", status.number("desiredNumberScheduled")),
        "Job" => ("succeeded", spec.number("completions")),
        _ => ("readyReplicas", spec.number("replicas")),
    };
    Controller {
        kind,
        namespace: meta.text("namespace"),
        name: meta.text("name"),
        ready: status.number(ready).unwrap_or(0),
        wanted: wanted.unwrap_or(u32::from(kind != "DaemonSet")),
        images: spec.row("template").row("spec").texts_of("containers", "image"),
        created_at: meta.time("creationTimestamp"),
    }
}

pub(super) fn service(row: Row<'_>) -> Service {
    let (meta, spec, status) = (row.row("metadata"), row.row("spec"), row.row("status"));
    let port = |port: Row<'_>| {
        let outside = port.number("nodePort").map(|outside| format!(":{outside}"));
        let (inside, protocol) = (port.text("port"), port.text("protocol"));
        format!("{inside}{}/{protocol}", outside.unwrap_or_default())
    };
    let given = status.row("loadBalancer").rows("ingress");
    let given = given.filter_map(|at| at.some_text("ip").or_else(|| at.some_text("hostname")));
    let mut outside: Vec<String> = given.chain(spec.texts("externalIPs")).collect();
    outside.extend(spec.some_text("externalName"));
    let first = spec.rows("ports").next().and_then(|port| port.number("port"));
    Service {
        namespace: meta.text("namespace"),
        name: meta.text("name"),
        kind: spec.some_text("type").unwrap_or_else(|| "ClusterIP".to_owned()),
        address: spec.some_text("clusterIP").filter(|address| address != "None"),
        outside,
        ports: spec.rows("ports").map(port).collect(),
        port: first.and_then(|port| u16::try_from(port).ok()),
        created_at: meta.time("creationTimestamp"),
    }
}

pub(super) fn event(row: Row<'_>) -> Event {
    let of = row.row("involvedObject");
    let series = row.row("series");
    Event {
        namespace: row.row("metadata").text("namespace"),
        object: format!("{}/{}", of.text("kind"), of.text("name")),
        warning: row.text("type") == "Warning",
        reason: row.text("reason"),
        message: row.text("message"),
        count: row
            .number("count")
            .or_else(|| series.number("count"))
            .unwrap_or(1),
        at: row
            .time("lastTimestamp")
            .or_else(|| series.time("lastObservedTime"))
            .or_else(|| row.time("eventTime"))
            .or_else(|| row.row("metadata").time("creationTimestamp")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Row, checks, controller, event, node, pod, service};

    #[test]
    fn checks_are_read_line_by_line_and_nothing_else_is_one() {
        let told = checks("[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n");
        let told: Vec<(&str, bool)> = told
            .iter()
            .map(|check| (check.name.as_str(), check.passed))
            .collect();
        assert_eq!(told, [("ping", true), ("etcd", false)]);
        assert!(checks("ok").is_empty());
    }

    #[test]
    fn a_pod_says_what_holds_its_container_up() {
        let value = json!({
            "metadata": {"namespace": "shop", "name": "web-0"},
            "spec": {"nodeName": "n-1", "containers": [{"name": "web", "ports": [{"containerPort": 8080}]}, {"name": "log"}]},
            "status": {"phase": "Running", "containerStatuses": [
                {"ready": true, "restartCount": 0, "state": {"running": {}}},
                {"ready": false, "restartCount": 7, "state": {"waiting": {"reason": "CrashLoopBackOff"}}},
            ]},
        });
        let read = pod(Row::of(&value));
        assert_eq!(read.state, "CrashLoopBackOff");
        assert_eq!((read.ready, read.restarts, read.containers.len()), (1, 7, 2));
        assert_eq!(read.ports, [8080]);
    }

    #[test]
    fn odd_rows_are_read_as_nothing() {
        for value in [
            json!(null),
            json!([]),
            json!({"metadata": 3, "status": []}),
            json!("x"),
        ] {
            let row = Row::of(&value);
            assert_eq!(node(row).conditions.len(), 0);
            assert_eq!(pod(row).containers.len(), 0);
            assert_eq!(service(row).ports.len(), 0);
            assert_eq!(controller("DaemonSet", row).wanted, 0);
            assert_eq!(event(row).count, 1);
        }
    }

    #[test]
    fn nodes_and_services_say_what_people_look_for() {
        let value = json!({
            "metadata": {"name": "n-1", "labels": {"node-role.kubernetes.io/control-plane": ""}},
            "spec": {"unschedulable": true, "taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}]},
            "status": {
                "nodeInfo": {"kubeletVersion": "v1.28.9"},
                "addresses": [{"type": "Hostname", "address": "n-1"}, {"type": "InternalIP", "address": "10.0.0.4"}],
                "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}],
            },
        });
        let read = node(Row::of(&value));
        assert_eq!(
            (read.roles.as_slice(), read.cordoned),
            (&["control-plane".to_owned()][..], true)
        );
        assert_eq!(read.address.as_deref(), Some("10.0.0.4"));
        assert_eq!(read.taints, ["a=b:NoSchedule"]);
        assert_eq!(read.ready(), Some("True"));
        let value = json!({
            "metadata": {"namespace": "shop", "name": "web"},
            "spec": {"type": "LoadBalancer", "clusterIP": "None", "ports": [{"port": 80, "nodePort": 31234, "protocol": "TCP"}]},
            "status": {"loadBalancer": {"ingress": [{"ip": "203.0.113.9"}]}},
        });
        let read = service(Row::of(&value));
        assert_eq!(
            (read.ports.as_slice(), read.address),
            (&["80:31234/TCP".to_owned()][..], None)
        );
        assert_eq!(read.outside, ["203.0.113.9"]);
    }
}
