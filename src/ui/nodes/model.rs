//! The list of nodes as rows: pure, from what the store knows.

use crate::domain::inventory::{AddressKind, Server};
use crate::domain::node::Node;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("name", words.nodes_column_name(), 230.0),
        Column::new("cluster", words.nodes_column_cluster(), 120.0).rank(1),
        Column::new("group", words.nodes_column_group(), 116.0).rank(3),
        Column::new("role", words.nodes_column_role(), 72.0),
        Column::new("state", words.nodes_column_state(), 108.0),
        Column::new("ready", words.nodes_column_ready(), 100.0).rank(1),
        Column::new("flavor", words.nodes_column_flavor(), 92.0).rank(4),
        Column::new("fixed", words.nodes_column_fixed(), 108.0).rank(2),
        Column::new("floating", words.nodes_column_floating(), 116.0).rank(4),
        Column::new("zone", words.nodes_column_zone(), 64.0).rank(5),
        Column::new("host", words.nodes_column_host(), 96.0).rank(5),
        Column::new("volumes", words.nodes_fact_volumes(), 70.0)
            .right()
            .rank(6),
        Column::new("age", words.nodes_column_age(), 70.0),
    ]
}

/// One row per node.
pub fn rows(nodes: &[Node], words: &Words) -> Vec<Row> {
    nodes.iter().map(|node| row(node, words)).collect()
}

fn row(node: &Node, words: &Words) -> Row {
    let server = &node.server;
    let cells = vec![
        Cell::text(Some(&server.name)),
        Cell::text(Some(&node.cluster_name)),
        Cell::text(node.group.as_deref()),
        Cell::text(Some(words.role(&node.role))),
        Cell::Chip(server.severity(), words.server_status(&server.status).to_owned()),
        ready(node, words),
        Cell::text(server.flavor.as_deref()),
        Cell::mono(server.address(AddressKind::Fixed)),
        Cell::mono(server.address(AddressKind::Floating)),
        Cell::text(server.availability_zone.as_deref()),
        host(server),
        Cell::number(u64::try_from(server.volumes.len()).ok()),
        Cell::age(server.created_at),
    ];
    Row::new(server.id.as_str(), &server.name, cells).also_found_by(server.id.as_str())
}

/// A name in full, a hash by its beginning.
fn host(server: &Server) -> Cell {
    match server.host.as_deref() {
        Some(hash) if is_hash(hash) => Cell::mono(hash.get(..8)),
        host => Cell::text(host),
    }
}

/// Nova hashes to 56 digits of SHA-224.
fn is_hash(host: &str) -> bool {
    host.len() == 56 && host.chars().all(|letter| letter.is_ascii_hexdigit())
}

fn ready(node: &Node, words: &Words) -> Cell {
    match node.ready.as_deref() {
        Some(word) => Cell::Chip(ready_severity(word), words.ready_word(word).to_owned()),
        None => Cell::None,
    }
}

/// How one signs in to a node: its user follows from the distribution, its address is the one that can be reached most
/// probably.
pub fn ssh(node: &Node, distro: Option<&str>) -> Option<String> {
    let server = &node.server;
    let address = server
        .address(AddressKind::Floating)
        .or_else(|| server.address(AddressKind::Fixed))?;
    let user = match distro {
        Some("ubuntu") => "ubuntu",
        Some("debian") => "debian",
        Some("rockylinux" | "rocky") => "rocky",
        Some("fedora" | "fedora-atomic") => "fedora",
        // Fedora CoreOS, Flatcar and the older CoreOS.
        Some(_) | None => "core",
    };
    Some(format!("ssh {user}@{address}"))
}

/// How Magnum's word on a node looks to a person.
pub fn ready_severity(word: &str) -> Severity {
    match word {
        "True" => Severity::Good,
        "False" => Severity::Warning,
        _ => Severity::Neutral,
    }
}
