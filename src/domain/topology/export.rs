//! The topology for other programs: JSON, Graphviz, a plain table.

use serde::Serialize;

use crate::domain::status::Severity;
use crate::domain::topology::model::{Note, Source, Topology};
use crate::domain::topology::resource::{Contradiction, Resource};

/// The topology as JSON has it.
#[derive(Debug, Serialize)]
pub struct TopologyExport<'a> {
    /// `heat` or `inventory`.
    pub source: &'static str,
    /// Services that could not be asked.
    pub gaps: Vec<&'static str>,
    /// The resources, by kind and name.
    pub resources: Vec<ResourceExport<'a>>,
    /// Their relations.
    pub relations: Vec<RelationExport<'a>>,
    /// Failures that belong to no resource.
    pub failures: Vec<FailureExport<'a>>,
}

/// One resource as JSON has it.
#[derive(Debug, Serialize)]
pub struct ResourceExport<'a> {
    /// Its key; relations refer to it.
    pub key: &'a str,
    /// What it is.
    pub kind: &'static str,
    /// Its full name.
    pub name: &'a str,
    /// Its short name.
    pub title: &'a str,
    /// The service's word for how it is.
    pub status: &'a str,
    /// `good`, `busy`, `warning`, `bad` or `neutral`.
    pub severity: &'static str,
    /// The service's id.
    pub id: Option<&'a str>,
    /// What a server is for.
    pub role: Option<&'a str>,
    /// The node group a server is in.
    pub node_group: Option<&'a str>,
    /// Why it is not as it should be.
    pub reason: Option<&'a str>,
    /// The service that should list it and does not.
    pub gone_from: Option<&'static str>,
    /// What Kubernetes made it for: `service`, `persistent-volume`.
    pub purpose: Option<&'static str>,
    /// Whatever else is known; a fact may stand there several times.
    pub facts: Vec<(&'static str, &'a str)>,
}

/// One relation as JSON has it.
#[derive(Debug, Serialize)]
pub struct RelationExport<'a> {
    /// Key of the outer resource.
    pub from: &'a str,
    /// Key of the inner resource.
    pub to: &'a str,
    /// What it is.
    pub relation: &'static str,
}

/// One failure as JSON has it.
#[derive(Debug, Serialize)]
pub struct FailureExport<'a> {
    /// Heat's name of what failed.
    pub resource: &'a str,
    /// Heat's reason.
    pub reason: &'a str,
}

/// The topology for JSON.
pub fn export(topology: &Topology) -> TopologyExport<'_> {
    TopologyExport {
        source: match topology.source {
            Source::Heat => "heat",
            Source::Inventory => "inventory",
        },
        gaps: topology.gaps.keys().map(|service| service.name()).collect(),
        resources: topology.resources().map(resource_export).collect(),
        relations: topology
            .relations()
            .map(|(from, to, relation)| RelationExport {
                from: from.key.as_str(),
                to: to.key.as_str(),
                relation: relation.word(),
            })
            .collect(),
        failures: topology
            .notes
            .iter()
            .filter_map(|note| match note {
                Note::Failed { resource, reason } => Some(FailureExport { resource, reason }),
                Note::Ambiguous { .. } => None,
            })
            .collect(),
    }
}

fn resource_export(resource: &Resource) -> ResourceExport<'_> {
    ResourceExport {
        key: resource.key.as_str(),
        kind: resource.kind.word(),
        name: &resource.name,
        title: &resource.title,
        status: &resource.status,
        severity: severity_word(resource.severity),
        id: resource.physical_id.as_deref(),
        role: resource.role.as_ref().map(|role| role.word()),
        node_group: resource.node_group.as_deref(),
        reason: resource.reason.as_deref(),
        gone_from: resource
            .contradiction
            .map(|Contradiction::Gone(service)| service.name()),
        purpose: resource.purpose.map(|purpose| purpose.word()),
        facts: resource
            .facts
            .iter()
            .map(|(fact, value)| (fact.word(), value.as_str()))
            .collect(),
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Neutral => "neutral",
        Severity::Good => "good",
        Severity::Busy => "busy",
        Severity::Warning => "warning",
        Severity::Bad => "bad",
    }
}

/// The topology as Graphviz draws it.
pub fn to_dot(topology: &Topology) -> String {
    let mut dot = String::from("digraph topology {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for resource in topology.resources() {
        let mut label = format!("{}\n{}", resource.kind.word(), resource.title);
        if !resource.status.is_empty() {
            label.push('\n');
            label.push_str(&resource.status);
        }
        dot.push_str(&format!(
            "  {} [label={}, color={}, tooltip={}];\n",
            quoted(resource.key.as_str()),
            quoted(&label),
            quoted(dot_colour(resource.severity)),
            quoted(&resource.name),
        ));
    }
    for (from, to, relation) in topology.relations() {
        dot.push_str(&format!(
            "  {} -> {} [label={}];\n",
            quoted(from.key.as_str()),
            quoted(to.key.as_str()),
            quoted(relation.word()),
        ));
    }
    dot.push_str("}\n");
    dot
}

/// Graphviz's names of colours.
fn dot_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Neutral => "gray50",
        Severity::Good => "forestgreen",
        Severity::Busy => "dodgerblue",
        Severity::Warning => "orange",
        Severity::Bad => "red",
    }
}

/// A string of the DOT language: in it a backslash begins an escape and a quote ends it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The topology as lines of text, the relations below the resources.
pub fn to_table(topology: &Topology) -> String {
    let mut rows = vec![["KIND", "NAME", "STATUS", "GROUP", "ID"].map(str::to_owned)];
    for resource in topology.resources() {
        rows.push([
            resource.kind.word().to_owned(),
            resource.title.clone(),
            resource.status.clone(),
            resource.node_group.clone().unwrap_or_default(),
            resource.physical_id.clone().unwrap_or_default(),
        ]);
    }
    let mut text = aligned(&rows);
    let mut rows = vec![["FROM", "RELATION", "TO"].map(str::to_owned)];
    for (from, to, relation) in topology.relations() {
        rows.push([
            format!("{} {}", from.kind.word(), from.title),
            relation.word().to_owned(),
            format!("{} {}", to.kind.word(), to.title),
        ]);
    }
    if rows.len() > 1 {
        text.push('\n');
        text.push_str(&aligned(&rows));
    }
    text
}

fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = cell.replace(['\n', '\t'], " ");
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{export, to_dot, to_table};
    use crate::domain::topology::model::Topology;
    use crate::domain::topology::relation::Relation;
    use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

    #[test]
    fn hostile_names_stay_inside_their_quotes() {
        let a = ResourceKey::real(ResourceKind::Router, "r\"1");
        let b = ResourceKey::real(ResourceKind::Subnet, "s");
        let mut router = Resource::new(a.clone(), ResourceKind::Router);
        router.title = "x\"]; evil [label=\"\\".to_owned();
        router.name = "two\nlines".to_owned();
        let subnet = Resource::new(b.clone(), ResourceKind::Subnet);
        let relations = BTreeSet::from([(a, b, Relation::Interface)]);
        let topology = Topology::new(vec![subnet, router], &relations);
        let dot = to_dot(&topology);
        assert!(dot.contains(r#"label="router\nx\"]; evil [label=\"\\""#), "{dot}");
        assert!(
            dot.contains(r#""router:r\"1" -> "subnet:s" [label="interface"];"#),
            "{dot}"
        );
        assert!(!dot.contains("two\nlines"), "{dot}");
        let json = serde_json::to_value(export(&topology)).unwrap();
        assert_eq!(json["relations"][0]["relation"], "interface");
        assert_eq!(json["resources"][0]["kind"], "router");
        assert!(to_table(&topology).starts_with("KIND"));
    }
}
