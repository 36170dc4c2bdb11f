//! Stacks as rows: pure, from what the store knows.

use crate::domain::cluster::Cluster;
use crate::domain::id::StackId;
use crate::domain::stack::Stack;
use crate::store::state::ScopeStore;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("name", words.stacks_column_name(), 260.0),
        Column::new("status", words.stacks_column_status(), 140.0),
        Column::new("cluster", words.stacks_column_cluster(), 180.0),
        Column::new("reason", words.stacks_column_reason(), 300.0)
            .rest()
            .rank(1),
        Column::new("age", words.stacks_column_age(), 80.0),
    ]
}

/// The cluster whose stack this is, as far as the clusters are known.
pub fn cluster_of<'a>(data: &'a ScopeStore, stack: &StackId) -> Option<&'a Cluster> {
    let rows = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    rows.map(AsRef::as_ref)
        .find(|cluster| cluster.stack.as_ref() == Some(stack))
}

/// The cluster of whose further node groups this is the stack: Heat's driver names it after the cluster and the group.
fn groups_cluster<'a>(data: &'a ScopeStore, stack: &Stack) -> Option<&'a Cluster> {
    let rows = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    let of_it = |cluster: &&Cluster| {
        let tail = stack.name.strip_prefix(cluster.name.as_str());
        // The group's name and Heat's own letters stand behind it.
        let tail = tail.and_then(|tail| tail.strip_prefix('-'));
        cluster.stack.is_some() && tail.is_some_and(|tail| tail.contains('-'))
    };
    rows.map(AsRef::as_ref)
        .filter(of_it)
        .max_by_key(|cluster| cluster.name.len())
}

/// One row per stack.
pub fn rows(list: &[Stack], data: &ScopeStore, words: &Words) -> Vec<Row> {
    let whole = data.clusters.value().is_some_and(|list| !list.more_to_come);
    list.iter()
        .map(|stack| {
            let cluster = match (cluster_of(data, &stack.id), groups_cluster(data, stack)) {
                (Some(cluster), _) => Cell::text(Some(&cluster.name)),
                (None, Some(cluster)) => Cell::text(Some(&words.stacks_group_of(cluster.name.as_str()))),
                (None, None) if whole => Cell::text(Some(words.stacks_no_cluster())),
                (None, None) => Cell::None,
            };
            let cells = vec![
                Cell::text(Some(&stack.name)),
                Cell::Chip(stack.status.severity(), words.status(&stack.status).to_owned()),
                cluster,
                Cell::text(stack.status_reason.as_deref()),
                Cell::age(stack.created_at),
            ];
            Row::new(stack.id.as_str(), stack.name.as_str(), cells).also_found_by(stack.id.as_str())
        })
        .collect()
}
