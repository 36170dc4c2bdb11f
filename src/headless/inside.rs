//! `cluster-info`, `logs` and `apply`: the inside of a cluster by its own API, with a certificate that is kept in memory
//! alone, as in the window.

use serde_json::{Value, json};

use crate::domain::access::AccessOutcome;
use crate::domain::id::ClusterId;
use crate::domain::kubernetes::{AppliedDeed, Event, Inside, LogSource, Trial};
use crate::domain::problem::{Problem, ProblemKind, system_words};
use crate::domain::question::{Answer, Question};
use crate::domain::status::Severity;
use crate::headless::args::Output;
use crate::headless::change::Outcome;
use crate::headless::fetch::{Reader, find};
use crate::headless::inside_args::{ApplyArguments, ClusterInfoArguments, LogsArguments, Part};
use crate::headless::table::Table;
use crate::headless::yaml::to_yaml;
use crate::openstack::magnum::clusters;
use crate::openstack::session::Session;
use crate::sync::inside;
use crate::text::Words;

/// How `cluster-info` ends where the API answers and something in the cluster is not well.
const UNWELL: u8 = 5;

/// Asks the API how the cluster is, and prints that or one of its lists.
///
/// # Errors
/// Why it does not answer.
pub async fn cluster_info(
    reader: &mut Reader,
    wanted: &ClusterInfoArguments,
    words: &Words,
) -> Result<Outcome, Problem> {
    let inside = asked(reader, &wanted.cluster).await?;
    let (rows, told) = match wanted.show {
        Some(part) => listed(&inside, part)?,
        None => (summary_json(&inside), summary(&inside, words)),
    };
    let text = match wanted.output {
        Output::Json => {
            serde_json::to_string_pretty(&rows).map_or_else(|error| error.to_string(), |text| text + "\n")
        }
        Output::Yaml => to_yaml(&rows),
        Output::Table | Output::Dot | Output::Svg | Output::Png => told,
    };
    let code = if is_well(&inside) { 0 } else { UNWELL };
    Ok(Outcome { text, code })
}

/// The end of a container's log.
///
/// # Errors
/// Why it could not be had.
pub async fn logs(reader: &mut Reader, wanted: &LogsArguments) -> Result<String, Problem> {
    let list = reader.clusters().await?;
    let cluster = find(&list, &wanted.cluster)?.id.clone();
    let container = match &wanted.container {
        Some(container) => container.clone(),
        None => {
            let inside = asked(reader, &wanted.cluster).await?;
            let mut pods = inside.pods.as_ref().map_err(Clone::clone)?.iter();
            let pod = pods.find(|pod| pod.name == wanted.pod && pod.namespace == wanted.namespace);
            let first = pod.and_then(|pod| pod.containers.first());
            first.cloned().ok_or_else(|| {
                Problem::new(ProblemKind::NoSuchObject {
                    name: format!("{}/{}", wanted.namespace, wanted.pod),
                })
            })?
        }
    };
    let question = Question::PodLog {
        cluster,
        from: LogSource {
            namespace: wanted.namespace.clone(),
            pod: wanted.pod.clone(),
            container,
        },
        lines: wanted.lines,
    };
    match reader.ask(question).await?.as_ref() {
        Answer::Console(log) if log.is_empty() => Ok(String::new()),
        Answer::Console(log) => Ok(log.text() + "\n"),
        Answer::Authority(_)
        | Answer::NodeGroup(_)
        | Answer::Particulars(_)
        | Answer::Inside(_)
        | Answer::Stacks(_)
        | Answer::StackSource(_) => Ok(String::new()),
    }
}

/// Applies a manifest, or has it only checked.
///
/// # Errors
/// That it cannot be read or is none, or that the API does not answer.
pub async fn apply(session: &Session, wanted: &ApplyArguments, words: &Words) -> Result<Outcome, Problem> {
    let text = std::fs::read_to_string(&wanted.file).map_err(|error| {
        Problem::new(ProblemKind::FileUnreadable {
            file: wanted.file.display().to_string(),
            detail: system_words(&error),
        })
    })?;
    let cluster = clusters::show(session, &ClusterId::new(&wanted.cluster))
        .await
        .map_err(|error| error.problem())?;
    let trial = if wanted.dry_run { Trial::Only } else { Trial::Meant };
    let came = inside::apply(session, &cluster.id, (&text, &wanted.namespace, trial)).await?;
    let AccessOutcome::Applied { done, problem, .. } = came else {
        return Err(Problem::new(ProblemKind::Cancelled));
    };
    let mut text = String::new();
    for applied in &done {
        let deed = match applied.deed {
            AppliedDeed::Created => words.inside_created(),
            AppliedDeed::Configured => words.inside_configured(),
        };
        text.push_str(&format!("{}: {deed}\n", applied.object));
    }
    match problem {
        Some(problem) => {
            text.push_str(&words.in_full(&problem));
            text.push('\n');
            Ok(Outcome { text, code: 4 })
        }
        None => Ok(Outcome { text, code: 0 }),
    }
}

async fn asked(reader: &mut Reader, name: &str) -> Result<Inside, Problem> {
    let list = reader.clusters().await?;
    let cluster = find(&list, name)?.id.clone();
    match reader.ask(Question::Inside { cluster }).await?.as_ref() {
        Answer::Inside(inside) => Ok(Inside::clone(inside)),
        Answer::Console(_)
        | Answer::Authority(_)
        | Answer::NodeGroup(_)
        | Answer::Particulars(_)
        | Answer::Stacks(_)
        | Answer::StackSource(_) => Err(Problem::new(ProblemKind::Cancelled)),
    }
}

fn is_well(inside: &Inside) -> bool {
    let nodes = inside.nodes.iter().flatten();
    inside.checks.iter().all(|check| check.passed)
        && nodes.into_iter().all(|node| node.severity() == Severity::Good)
}

fn summary(inside: &Inside, words: &Words) -> String {
    let mut lines = vec![format!(
        "{} {}",
        inside.address,
        inside.version.as_deref().unwrap_or_default()
    )];
    if !inside.checks.is_empty() {
        let passed = inside.checks.iter().filter(|check| check.passed).count();
        lines.push(words.inside_checks(passed, inside.checks.len()));
        let failed = inside.checks.iter().filter(|check| !check.passed);
        lines.extend(failed.map(|check| format!("  ! {}", check.name)));
    }
    lines.push(String::new());
    let mut text = lines.join("\n") + "\n";
    text.push_str(&match listed(inside, Part::Nodes) {
        Ok((_, nodes)) => nodes,
        Err(problem) => words.in_full(&problem) + "\n",
    });
    text
}

fn summary_json(inside: &Inside) -> Value {
    let part = |part: Part| match listed(inside, part) {
        Ok((rows, _)) => rows,
        Err(_) => Value::Null,
    };
    json!({
        "address": inside.address,
        "version": inside.version,
        "checks": inside.checks.iter().map(|check| json!({"name": check.name, "passed": check.passed})).collect::<Vec<_>>(),
        "nodes": part(Part::Nodes),
        "pods": part(Part::Pods),
        "controllers": part(Part::Controllers),
        "services": part(Part::Services),
        "events": part(Part::Events),
    })
}

/// One of the lists, as JSON and as a table.
fn listed(inside: &Inside, part: Part) -> Result<(Value, String), Problem> {
    let (header, rows, json): (&[&'static str], Vec<Vec<String>>, Vec<Value>) = match part {
        Part::Nodes => nodes(inside)?,
        Part::Pods => pods(inside)?,
        Part::Controllers => controllers(inside)?,
        Part::Services => services(inside)?,
        Part::Events => events(inside)?,
    };
    let mut table = Table::new(header);
    table.rows = rows;
    Ok((Value::Array(json), table.to_text()))
}

type Listing = (&'static [&'static str], Vec<Vec<String>>, Vec<Value>);

fn nodes(inside: &Inside) -> Result<Listing, Problem> {
    let all = inside.nodes.as_ref().map_err(Clone::clone)?;
    let rows = all.iter().map(|node| {
        let unwell: Vec<&str> = node.unwell().map(|condition| condition.kind.as_str()).collect();
        vec![
            node.name.clone(),
            node.ready().unwrap_or("-").to_owned(),
            node.roles.join(","),
            node.version.clone().unwrap_or_default(),
            node.address.clone().unwrap_or_default(),
            unwell.join(","),
        ]
    });
    let json = all.iter().map(|node| {
        json!({
            "name": node.name, "roles": node.roles, "version": node.version, "address": node.address,
            "cordoned": node.cordoned, "taints": node.taints,
            "conditions": node.conditions.iter().map(|condition| json!({
                "type": condition.kind, "status": condition.state, "message": condition.message,
            })).collect::<Vec<_>>(),
        })
    });
    let header = &["NAME", "READY", "ROLES", "VERSION", "ADDRESS", "NOT WELL"];
    Ok((header, rows.collect(), json.collect()))
}

fn pods(inside: &Inside) -> Result<Listing, Problem> {
    let all = inside.pods.as_ref().map_err(Clone::clone)?;
    let rows = all.iter().map(|pod| {
        vec![
            pod.namespace.clone(),
            pod.name.clone(),
            format!("{}/{}", pod.ready, pod.containers.len()),
            pod.state.clone(),
            pod.restarts.to_string(),
            pod.node.clone().unwrap_or_default(),
        ]
    });
    let json = all.iter().map(|pod| {
        json!({
            "namespace": pod.namespace, "name": pod.name, "state": pod.state, "ready": pod.ready,
            "containers": pod.containers, "restarts": pod.restarts, "node": pod.node, "address": pod.address,
        })
    });
    let header = &["NAMESPACE", "NAME", "READY", "STATE", "RESTARTS", "NODE"];
    Ok((header, rows.collect(), json.collect()))
}

fn controllers(inside: &Inside) -> Result<Listing, Problem> {
    let all = inside.controllers.as_ref().map_err(Clone::clone)?;
    let rows = all.iter().map(|of| {
        vec![
            of.namespace.clone(),
            of.kind.to_owned(),
            of.name.clone(),
            format!("{}/{}", of.ready, of.wanted),
            of.images.join(","),
        ]
    });
    let json = all.iter().map(|of| {
        json!({
            "namespace": of.namespace, "kind": of.kind, "name": of.name, "ready": of.ready, "wanted": of.wanted,
            "images": of.images,
        })
    });
    let header = &["NAMESPACE", "KIND", "NAME", "READY", "IMAGES"];
    Ok((header, rows.collect(), json.collect()))
}

fn services(inside: &Inside) -> Result<Listing, Problem> {
    let all = inside.services.as_ref().map_err(Clone::clone)?;
    let rows = all.iter().map(|of| {
        vec![
            of.namespace.clone(),
            of.name.clone(),
            of.kind.clone(),
            of.address.clone().unwrap_or_default(),
            of.outside.join(","),
            of.ports.join(","),
        ]
    });
    let json = all.iter().map(|of| {
        json!({
            "namespace": of.namespace, "name": of.name, "type": of.kind, "cluster_ip": of.address,
            "external": of.outside, "ports": of.ports,
        })
    });
    let header = &["NAMESPACE", "NAME", "TYPE", "CLUSTER IP", "EXTERNAL", "PORTS"];
    Ok((header, rows.collect(), json.collect()))
}

fn events(inside: &Inside) -> Result<Listing, Problem> {
    let all = inside.events.as_ref().map_err(Clone::clone)?;
    let at = |event: &Event| event.at.map(|at| at.to_string());
    let rows = all.iter().map(|event| {
        vec![
            at(event).unwrap_or_default(),
            if event.warning { "Warning" } else { "Normal" }.to_owned(),
            event.reason.clone(),
            event.object.clone(),
            event.message.clone(),
        ]
    });
    let json = all.iter().map(|event| {
        json!({
            "namespace": event.namespace, "object": event.object, "warning": event.warning, "reason": event.reason,
            "message": event.message, "count": event.count, "at": at(event),
        })
    });
    let header = &["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
    Ok((header, rows.collect(), json.collect()))
}
