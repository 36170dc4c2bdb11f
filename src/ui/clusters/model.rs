//! The list of clusters as rows: pure, from what the store knows.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::id::TemplateId;
use crate::domain::namesakes::Namesakes;
use crate::domain::status::{Health, Phase, Severity, Status};
use crate::domain::template::ClusterTemplate;
use crate::store::state::ScopeStore;
use crate::text::Words;
use crate::ui::permitted;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// Which clusters are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lens {
    /// Every one.
    #[default]
    All,
    /// Those whose last action failed.
    Failed,
    /// Those that are being changed.
    Busy,
    /// Those that Magnum finds unhealthy.
    Unhealthy,
}

impl Lens {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::All, Self::Failed, Self::Busy, Self::Unhealthy];

    /// Whether this cluster is one of them.
    pub fn shows(self, cluster: &Cluster) -> bool {
        match self {
            Self::All => true,
            Self::Failed => cluster.status.failed(),
            Self::Busy => cluster.status.in_progress(),
            Self::Unhealthy => cluster.health == Health::Unhealthy,
        }
    }

    /// What it is called.
    pub fn word(self, words: &Words) -> &str {
        match self {
            Self::All => words.clusters_all(),
            Self::Failed => words.clusters_failed(),
            Self::Busy => words.clusters_busy(),
            Self::Unhealthy => words.clusters_unhealthy(),
        }
    }
}

/// How many clusters have gone so lately that they are still shown.
pub fn ghosts(data: &ScopeStore, now: Timestamp) -> usize {
    data.just_gone(now).count()
}

/// How many clusters each lens shows.
pub fn counts(data: &ScopeStore) -> [(Lens, usize); 4] {
    let rows = data
        .clusters
        .value()
        .map(|list| list.rows.as_slice())
        .unwrap_or_default();
    Lens::ALL.map(|lens| (lens, rows.iter().filter(|cluster| lens.shows(cluster)).count()))
}

/// The columns.
pub fn columns(words: &Words, troubled: Troubled) -> Vec<Column<'_>> {
    let mut columns = vec![
        Column::new("name", words.clusters_column_name(), 190.0),
        Column::new("status", words.clusters_column_status(), 124.0),
        Column::new("health", words.clusters_column_health(), 116.0),
        Column::new("version", words.clusters_column_version(), 138.0).rank(2),
        Column::new("masters", words.clusters_column_masters(), 64.0)
            .right()
            .rank(1),
        Column::new("workers", words.clusters_column_workers(), 64.0)
            .right()
            .rank(1),
        Column::new("template", words.clusters_column_template(), 160.0).rank(3),
        Column::new("age", words.clusters_column_age(), 76.0),
        Column::new("api", words.clusters_column_api(), 200.0).rank(4),
        Column::new("owner", words.clusters_column_owner(), 110.0).rank(5),
        Column::new("upgrade", words.clusters_column_upgrade(), 110.0).rank(6),
        Column::new("driver", words.clusters_column_driver(), 130.0).rank(7),
        Column::new("keypair", words.clusters_fact_keypair(), 110.0).rank(8),
        Column::new("flavor", words.clusters_column_flavor(), 110.0).rank(9),
        Column::new("updated", words.clusters_fact_updated(), 90.0).rank(10),
    ];
    if troubled == Troubled::Some {
        columns.insert(2, Column::new("trouble", words.doctor_title(), 236.0));
    }
    columns
}

/// Whether something is wrong with any of the clusters, so that there is a column for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Troubled {
    /// With some.
    Some,
    /// With none.
    None,
}

impl Troubled {
    /// Asks the doctor about all of them.
    pub fn of(data: &ScopeStore, now: Timestamp) -> Self {
        let rows = data.clusters.value().map_or(&[][..], |list| list.rows.as_slice());
        let ill = rows.iter().any(|row| data.diagnosis(&row.id, now).is_some());
        if ill { Self::Some } else { Self::None }
    }
}

/// One row per cluster that the lens shows.
pub fn rows(
    data: &ScopeStore,
    words: &Words,
    (lens, troubled): (Lens, Troubled),
    now: Timestamp,
) -> Vec<Row> {
    let templates: BTreeMap<&TemplateId, &ClusterTemplate> = data
        .templates
        .value()
        .map(|list| {
            list.iter()
                .map(|template| (&template.id, template.as_ref()))
                .collect()
        })
        .unwrap_or_default();
    let clusters = data
        .clusters
        .value()
        .map(|list| list.rows.as_slice())
        .unwrap_or_default();
    let namesakes = Namesakes::among(clusters.iter().map(|cluster| cluster.name.as_str()));
    let there = clusters
        .iter()
        .filter(|cluster| !data.gone.contains_key(&cluster.id))
        .map(|cluster| (cluster, Presence::There));
    // What has just gone keeps its place for a while, so that nothing moves under the pointer and it can still be read.
    let gone = data.just_gone(now).map(|(cluster, _)| (cluster, Presence::Gone));
    there
        .chain(gone)
        .filter(|(cluster, _)| lens.shows(cluster))
        .map(|(cluster, presence)| {
            let shown = Shown {
                name: &namesakes.told(&cluster.name, cluster.id.short()),
                cluster,
                template: templates.get(&cluster.template).copied(),
                presence,
                data,
                trouble: (troubled == Troubled::Some).then(|| {
                    let found = data.diagnosis(&cluster.id, now);
                    found.map(|found| words.diagnosis_sentence(&found).into_owned())
                }),
            };
            row(shown, words)
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    Gone,
}

/// What a row is made from.
struct Shown<'a> {
    name: &'a str,
    cluster: &'a Cluster,
    template: Option<&'a ClusterTemplate>,
    presence: Presence,
    data: &'a ScopeStore,
    /// The cell of what is wrong, where there is a column for it.
    trouble: Option<Option<String>>,
}

fn row(shown: Shown<'_>, words: &Words) -> Row {
    let (cluster, template) = (shown.cluster, shown.template);
    let status = match shown.presence {
        Presence::There => Cell::Chip(
            cluster.status_severity(),
            words.status(&cluster.status).to_owned(),
        ),
        Presence::Gone => Cell::Chip(Severity::Neutral, words.standing_gone().to_owned()),
    };
    let mut cells = vec![
        Cell::text(Some(shown.name)),
        status,
        health(cluster, words),
        Cell::text(short_version(cluster, template).as_deref()),
        Cell::Number(u64::from(cluster.master_count)),
        Cell::Number(u64::from(cluster.node_count)),
        Cell::text(Some(
            template.map_or(cluster.template.short(), |template| &template.name),
        )),
        Cell::age(cluster.created_at),
        Cell::mono(cluster.api_address.as_deref()),
        owner(cluster, shown.data),
        upgrade_to(&shown),
        Cell::text(Some(words.driver_short(Driver::of(cluster, template)))),
        Cell::text(cluster.keypair.as_deref()),
        Cell::text(cluster.flavor.as_deref()),
        Cell::age(cluster.updated_at),
    ];
    if let Some(trouble) = &shown.trouble {
        cells.insert(2, Cell::text(trouble.as_deref()));
    }
    Row::new(cluster.id.as_str(), shown.name, cells)
        .also_found_by(cluster.id.as_str())
        .faded(shown.presence == Presence::Gone)
}

/// Who made it: oneself by name, others by what Magnum tells, which is only their id.
fn owner(cluster: &Cluster, data: &ScopeStore) -> Cell {
    let info = data.info.as_ref();
    let own = info.filter(|info| cluster.user.as_ref() == Some(&info.user_id));
    match own {
        Some(info) => Cell::text(Some(&info.user)),
        None => Cell::mono(cluster.user.as_ref().map(|user| user.short())),
    }
}

/// The newest version that it could be upgraded to, where its driver can do that.
fn upgrade_to(shown: &Shown<'_>) -> Cell {
    let newest = permitted::newest_version(shown.data, shown.cluster);
    newest.map_or(Cell::None, |version| Cell::Text(version.to_string()))
}

/// A cluster that does not exist yet has no health to speak of.
fn health(cluster: &Cluster, words: &Words) -> Cell {
    match (&cluster.health, &cluster.status) {
        (Health::NotReported, _) => Cell::None,
        (Health::Unknown, Status::Known(_, Phase::InProgress)) => Cell::None,
        (health, _) => Cell::Chip(health.severity(), words.health(health).to_owned()),
    }
}

/// The version alone where the engine is the usual one, because a column has little room.
fn short_version(cluster: &Cluster, template: Option<&ClusterTemplate>) -> Option<String> {
    let usual = template.is_none_or(|template| template.coe == "kubernetes");
    match &cluster.coe_version {
        Some(version) if usual => Some(version.clone()),
        Some(_) | None => version(cluster, template),
    }
}

/// Engine and version: `kubernetes v1.28.9`.
pub fn version(cluster: &Cluster, template: Option<&ClusterTemplate>) -> Option<String> {
    let engine = template.map(|template| template.coe.as_str());
    let parts: Vec<&str> = engine.into_iter().chain(cluster.coe_version.as_deref()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The parts of the cluster that are not well, with Magnum's words.
pub fn unwell(cluster: &Cluster) -> Vec<(&str, &str)> {
    cluster
        .health_reasons
        .iter()
        .filter(|(_, word)| !matches!(word.as_str(), "ok" | "True" | "true"))
        .map(|(part, word)| (part.as_str(), word.as_str()))
        .collect()
}
