//! The list of cluster templates as rows: pure, from what the store knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::id::TemplateId;
use crate::domain::namesakes::Namesakes;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::concern::{Concern, concerns};
use crate::domain::template::era::Era;
use crate::store::state::ScopeStore;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("name", words.templates_column_name(), 200.0),
        Column::new("coe", words.templates_column_coe(), 96.0).rank(2),
        Column::new("version", words.templates_column_version(), 130.0),
        Column::new("image", words.templates_column_image(), 180.0).rank(3),
        Column::new("driver", words.templates_column_driver(), 100.0).rank(4),
        Column::new("master_flavor", words.templates_column_master_flavor(), 104.0).rank(4),
        Column::new("flavor", words.templates_column_flavor(), 104.0).rank(3),
        Column::new("clusters", words.templates_column_clusters(), 70.0).right(),
        Column::new("concerns", words.concern_column(), 96.0).rank(1),
        Column::new("tags", words.template_column_tags(), 100.0).rank(5),
        Column::new("visibility", words.templates_column_visibility(), 100.0).rank(2),
        Column::new("age", words.templates_column_age(), 70.0).rank(1),
    ]
}

/// How many clusters use each template.
pub fn uses(data: &ScopeStore) -> BTreeMap<&TemplateId, usize> {
    let mut uses = BTreeMap::new();
    for cluster in data.clusters.value().iter().flat_map(|list| &list.rows) {
        *uses.entry(&cluster.template).or_default() += 1;
    }
    uses
}

/// The names of the clusters that use a template, as far as they are known.
pub fn users<'a>(data: &'a ScopeStore, template: &TemplateId) -> Vec<&'a str> {
    let rows = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    rows.filter(|cluster| cluster.template == *template)
        .map(|cluster| cluster.name.as_str())
        .collect()
}

/// What deserves a warning in a template, the worst first.
pub fn warnings(data: &ScopeStore, template: &ClusterTemplate, now: Timestamp) -> Vec<Concern> {
    let version = data.info.as_ref().and_then(|info| info.magnum_version.as_deref());
    let era = Era {
        minor: Era::minor_of(version),
        templates: data
            .templates
            .value()
            .map(|list| list.as_slice())
            .unwrap_or_default(),
    };
    concerns(template, data.catalog.value().map(Arc::as_ref), era, now)
}

/// One row per template.
pub fn rows(data: &ScopeStore, words: &Words, now: Timestamp) -> Vec<Row> {
    let uses = uses(data);
    let counted = data.clusters.value().is_some();
    let templates = data
        .templates
        .value()
        .map(|list| list.as_slice())
        .unwrap_or_default();
    let namesakes = Namesakes::among(templates.iter().map(|template| template.name.as_str()));
    templates
        .iter()
        .map(|template| {
            let used = counted.then(|| uses.get(&template.id).copied().unwrap_or(0));
            let name = namesakes.told(&template.name, template.id.short());
            let warnings = warnings(data, template, now);
            row((&name, template), used, &warnings, words)
        })
        .collect()
}

fn row(
    (name, template): (&str, &ClusterTemplate),
    used: Option<usize>,
    warnings: &[Concern],
    words: &Words,
) -> Row {
    let serious: Vec<&Concern> = warnings.iter().filter(|concern| concern.is_serious()).collect();
    let warned = serious.first().map_or(Cell::None, |worst| {
        Cell::Chip(worst.severity(), words.count(serious.len()))
    });
    let cells = vec![
        Cell::text(Some(name)),
        Cell::text(Some(&template.coe)),
        Cell::text(version(template)),
        Cell::text(Some(&template.image)),
        Cell::text(template.network_driver.as_deref()),
        Cell::text(template.master_flavor.as_deref()),
        Cell::text(template.flavor.as_deref()),
        Cell::number(used.and_then(|used| u64::try_from(used).ok())),
        warned,
        Cell::text(template.tags.as_deref()),
        Cell::text(Some(visibility(template, words))),
        Cell::age(template.created_at),
    ];
    Row::new(template.id.as_str(), name, cells).also_found_by(template.id.as_str())
}

/// The version of Kubernetes that its labels ask for.
pub fn version(template: &ClusterTemplate) -> Option<&str> {
    template.labels.get("kube_tag").map(String::as_str)
}

/// Who sees it.
pub fn visibility<'a>(template: &ClusterTemplate, words: &'a Words) -> &'a str {
    match (template.hidden, template.public) {
        (true, _) => words.templates_hidden(),
        (false, true) => words.templates_public(),
        (false, false) => words.templates_private(),
    }
}
