//! The clusters of all projects as rows, and project by project. No egui in here.

use std::collections::BTreeMap;

use crate::domain::administration::CloudWide;
use crate::domain::cluster::Cluster;
use crate::domain::id::ProjectId;
use crate::domain::status::{Health, Severity};
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns of the clusters.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("name", words.wide_column_name(), 180.0),
        Column::new("project", words.wide_column_project(), 140.0),
        Column::new("status", words.wide_column_status(), 130.0),
        Column::new("health", words.wide_column_health(), 116.0).rank(1),
        Column::new("version", words.wide_column_version(), 110.0).rank(2),
        Column::new("masters", words.wide_column_masters(), 76.0)
            .right()
            .rank(3),
        Column::new("nodes", words.wide_column_nodes(), 76.0)
            .right()
            .rank(3),
        Column::new("age", words.wide_column_age(), 80.0).rank(1),
        Column::new("owner", words.wide_column_owner(), 120.0).rank(4),
    ]
}

/// One row per cluster, of one project where one is chosen.
pub fn rows(all: &CloudWide, words: &Words, only: Option<&ProjectId>) -> Vec<Row> {
    all.clusters
        .iter()
        .filter(|cluster| only.is_none() || cluster.project.as_ref() == only)
        .map(|cluster| row(all, cluster, words))
        .collect()
}

fn row(all: &CloudWide, cluster: &Cluster, words: &Words) -> Row {
    let project = cluster.project.as_ref();
    let health = if cluster.health == Health::NotReported {
        Cell::None
    } else {
        Cell::Chip(
            cluster.health.severity(),
            words.health(&cluster.health).to_owned(),
        )
    };
    let cells = vec![
        Cell::text(Some(&cluster.name)),
        Cell::text(project.map(|project| all.projects.name(project))),
        Cell::Chip(
            cluster.status_severity(),
            words.status(&cluster.status).to_owned(),
        ),
        health,
        Cell::text(cluster.coe_version.as_deref()),
        Cell::Number(u64::from(cluster.master_count)),
        Cell::Number(u64::from(cluster.node_count)),
        Cell::age(cluster.created_at),
        Cell::text(all.owner(cluster)),
    ];
    let row = Row::new(cluster.id.as_str(), cluster.name.as_str(), cells).also_found_by(cluster.id.as_str());
    match project {
        Some(project) => row.also_found_by(project.as_str()),
        None => row,
    }
}

/// What one project has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Clusters.
    pub clusters: u64,
    /// Masters and workers.
    pub nodes: u64,
    /// Clusters that failed or are not well.
    pub bad: u64,
}

/// What each project has.
pub fn shares(all: &CloudWide) -> BTreeMap<ProjectId, Share> {
    let mut shares: BTreeMap<ProjectId, Share> = BTreeMap::new();
    for cluster in &all.clusters {
        let Some(project) = &cluster.project else { continue };
        let share = shares.entry(project.clone()).or_default();
        share.clusters += 1;
        share.nodes += u64::from(cluster.master_count) + u64::from(cluster.node_count);
        share.bad += u64::from(matches!(cluster.severity(), Severity::Bad | Severity::Warning));
    }
    shares
}

/// The columns of the projects.
pub fn project_columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("project", words.wide_column_project(), 200.0),
        Column::new("clusters", words.wide_clusters(), 90.0).right(),
        Column::new("nodes", words.wide_column_nodes(), 90.0).right(),
        Column::new("bad", words.wide_bad(), 150.0).right(),
        Column::new("id", words.quotas_column_id(), 260.0).rest().rank(1),
    ]
}

/// One row per project that has clusters.
pub fn project_rows(all: &CloudWide) -> Vec<Row> {
    shares(all)
        .iter()
        .map(|(project, share)| {
            let name = all.projects.name(project);
            let cells = vec![
                Cell::text(Some(name)),
                Cell::Number(share.clusters),
                Cell::Number(share.nodes),
                if share.bad > 0 {
                    Cell::Chip(Severity::Warning, share.bad.to_string())
                } else {
                    Cell::Number(0)
                },
                Cell::mono(Some(project.as_str())),
            ];
            Row::new(project.as_str(), name, cells)
        })
        .collect()
}
