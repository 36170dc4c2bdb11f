//! The inside of a cluster as rows: pure, from what its API told.

use crate::domain::kubernetes::{Controller, Event, Inside, Node, Pod, Service};
use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// Which of its lists is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The nodes.
    #[default]
    Nodes,
    /// The pods.
    Pods,
    /// What controls them.
    Controllers,
    /// The services.
    Services,
    /// What happened.
    Events,
}

impl Kind {
    /// All of them, in the order of the page.
    pub(super) const ALL: [Self; 5] = [
        Self::Nodes,
        Self::Pods,
        Self::Controllers,
        Self::Services,
        Self::Events,
    ];

    /// What it is called.
    pub(super) fn word(self, words: &Words) -> &str {
        match self {
            Self::Nodes => words.inside_nodes(),
            Self::Pods => words.inside_pods(),
            Self::Controllers => words.inside_controllers(),
            Self::Services => words.inside_services(),
            Self::Events => words.inside_events(),
        }
    }

    /// By this name the table's columns are kept.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Nodes => "inside-nodes",
            Self::Pods => "inside-pods",
            Self::Controllers => "inside-controllers",
            Self::Services => "inside-services",
            Self::Events => "inside-events",
        }
    }
}

/// How many there are of a kind, and how the worst of them is; or why they could not be had.
pub(super) fn tally(inside: &Inside, kind: Kind) -> Result<(usize, Severity), &Problem> {
    fn of<T>(all: &[T], how: impl Fn(&T) -> Severity) -> (usize, Severity) {
        let worst = all
            .iter()
            .map(how)
            .filter(|severity| *severity != Severity::Neutral)
            .max();
        (all.len(), worst.unwrap_or(Severity::Neutral))
    }
    match kind {
        Kind::Nodes => inside.nodes.as_ref().map(|all| of(all, Node::severity)),
        Kind::Pods => inside.pods.as_ref().map(|all| of(all, Pod::severity)),
        Kind::Controllers => inside
            .controllers
            .as_ref()
            .map(|all| of(all, Controller::severity)),
        Kind::Services => inside.services.as_ref().map(|all| of(all, of_service)),
        Kind::Events => inside.events.as_ref().map(|all| of(all, of_event)),
    }
}

fn of_service(service: &Service) -> Severity {
    if service.waits_for_address() {
        Severity::Busy
    } else {
        Severity::Neutral
    }
}

fn of_event(event: &Event) -> Severity {
    if event.warning {
        Severity::Warning
    } else {
        Severity::Neutral
    }
}

/// How the whole is: its checks and its nodes.
pub(super) fn health(inside: &Inside) -> Severity {
    let checks = inside.checks.iter().all(|check| check.passed);
    let nodes = inside
        .nodes
        .as_ref()
        .map(|nodes| nodes.iter().all(|node| node.severity() == Severity::Good));
    match (checks, nodes) {
        (false, _) => Severity::Bad,
        (true, Ok(false)) => Severity::Warning,
        (true, Ok(true) | Err(_)) => Severity::Good,
    }
}

/// The columns.
pub(super) fn columns(words: &Words, kind: Kind) -> Vec<Column<'_>> {
    let name = Column::new("name", words.inside_column_name(), 250.0);
    let namespace = Column::new("namespace", words.inside_column_namespace(), 120.0).rank(1);
    let age = Column::new("age", words.inside_column_age(), 70.0);
    match kind {
        Kind::Nodes => vec![
            name,
            Column::new("state", words.inside_column_state(), 130.0),
            Column::new("roles", words.inside_column_roles(), 120.0).rank(2),
            Column::new("version", words.inside_column_version(), 96.0).rank(1),
            Column::new("address", words.inside_column_address(), 116.0).rank(3),
            Column::new("conditions", words.inside_column_conditions(), 220.0).rank(1),
            Column::new("taints", words.inside_column_taints(), 180.0).rank(5),
            age,
        ],
        Kind::Pods => vec![
            name,
            namespace,
            Column::new("state", words.inside_column_state(), 150.0),
            Column::new("ready", words.inside_column_ready(), 72.0).right(),
            Column::new("restarts", words.inside_column_restarts(), 80.0)
                .right()
                .rank(2),
            Column::new("node", words.inside_column_node(), 210.0).rank(3),
            Column::new("address", words.inside_column_address(), 116.0).rank(4),
            age,
        ],
        Kind::Controllers => vec![
            name,
            namespace,
            Column::new("kind", words.inside_column_kind(), 150.0),
            Column::new("ready", words.inside_column_ready(), 110.0),
            Column::new("images", words.inside_column_images(), 260.0).rank(3),
            age,
        ],
        Kind::Services => vec![
            name,
            namespace,
            Column::new("kind", words.inside_column_kind(), 120.0),
            Column::new("address", words.inside_column_address(), 116.0).rank(2),
            Column::new("outside", words.inside_column_outside(), 150.0),
            Column::new("ports", words.inside_column_ports(), 160.0).rank(1),
            age,
        ],
        Kind::Events => vec![
            Column::new("reason", words.inside_column_reason(), 170.0),
            Column::new("object", words.inside_column_object(), 240.0),
            Column::new("message", words.inside_column_message(), 330.0).rest(),
            Column::new("count", words.inside_column_count(), 70.0)
                .right()
                .rank(2),
            namespace.rank(3),
            Column::new("age", words.inside_column_seen(), 80.0),
        ],
    }
}

/// One row for each.
pub(super) fn rows(inside: &Inside, words: &Words, kind: Kind) -> Vec<Row> {
    fn all<T>(list: &Result<Vec<T>, Problem>, row: impl Fn(&T) -> Row) -> Vec<Row> {
        list.iter().flatten().map(row).collect()
    }
    match kind {
        Kind::Nodes => all(&inside.nodes, |node| node_row(node, words)),
        Kind::Pods => all(&inside.pods, pod_row),
        Kind::Controllers => all(&inside.controllers, controller_row),
        Kind::Services => all(&inside.services, |service| service_row(service, words)),
        Kind::Events => {
            let events = inside.events.iter().flatten().enumerate();
            events.map(|(at, event)| event_row(at, event)).collect()
        }
    }
}

/// The name under which a pod, a controller or a service is found again.
pub(super) fn key(namespace: &str, name: &str) -> String {
    format!("{namespace}/{name}")
}

/// What a node says that is not as it should be.
pub(super) fn unwell(node: &Node) -> String {
    let kinds: Vec<&str> = node.unwell().map(|condition| condition.kind.as_str()).collect();
    kinds.join(", ")
}

fn node_row(node: &Node, words: &Words) -> Row {
    let state = match node.ready() {
        Some("True") if node.cordoned => words.inside_cordoned(),
        Some("True") => words.inside_ready(),
        Some(_) | None => words.inside_not_ready(),
    };
    let cells = vec![
        Cell::text(Some(&node.name)),
        Cell::Chip(node.severity(), state.to_owned()),
        Cell::text(Some(&node.roles.join(", "))),
        Cell::text(node.version.as_deref()),
        Cell::mono(node.address.as_deref()),
        Cell::text(Some(&unwell(node))),
        Cell::mono(Some(&node.taints.join(", "))),
        Cell::age(node.created_at),
    ];
    Row::new(&node.name, &node.name, cells)
}

fn pod_row(pod: &Pod) -> Row {
    let cells = vec![
        Cell::text(Some(&pod.name)),
        Cell::text(Some(&pod.namespace)),
        Cell::Chip(pod.severity(), pod.state.clone()),
        Cell::text(Some(&format!("{}/{}", pod.ready, pod.containers.len()))),
        Cell::Number(u64::from(pod.restarts)),
        Cell::text(pod.node.as_deref()),
        Cell::mono(pod.address.as_deref()),
        Cell::age(pod.created_at),
    ];
    Row::new(key(&pod.namespace, &pod.name), &pod.name, cells)
}

fn controller_row(controller: &Controller) -> Row {
    let ready = format!("{}/{}", controller.ready, controller.wanted);
    let cells = vec![
        Cell::text(Some(&controller.name)),
        Cell::text(Some(&controller.namespace)),
        Cell::text(Some(controller.kind)),
        Cell::Chip(controller.severity(), ready),
        Cell::text(Some(&controller.images.join(", "))),
        Cell::age(controller.created_at),
    ];
    let key = format!(
        "{}/{}",
        controller.kind,
        key(&controller.namespace, &controller.name)
    );
    Row::new(&key, &controller.name, cells)
}

fn service_row(service: &Service, words: &Words) -> Row {
    let outside = if service.waits_for_address() {
        Cell::Chip(Severity::Busy, words.inside_waits_for_address().to_owned())
    } else {
        Cell::mono(Some(&service.outside.join(", ")))
    };
    let cells = vec![
        Cell::text(Some(&service.name)),
        Cell::text(Some(&service.namespace)),
        Cell::text(Some(&service.kind)),
        Cell::mono(service.address.as_deref()),
        outside,
        Cell::mono(Some(&service.ports.join(", "))),
        Cell::age(service.created_at),
    ];
    Row::new(key(&service.namespace, &service.name), &service.name, cells)
}

fn event_row(at: usize, event: &Event) -> Row {
    let reason = if event.warning {
        Cell::Chip(Severity::Warning, event.reason.clone())
    } else {
        Cell::text(Some(&event.reason))
    };
    let cells = vec![
        reason,
        Cell::text(Some(&event.object)),
        Cell::text(Some(&event.message)),
        Cell::Number(u64::from(event.count)),
        Cell::text(Some(&event.namespace)),
        Cell::age(event.at),
    ];
    Row::new(
        format!("{at}/{}/{}", event.object, event.reason),
        &event.reason,
        cells,
    )
}
