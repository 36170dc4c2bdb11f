//! The cluster quotas of projects as rows. No egui in here.

use crate::domain::administration::ProjectQuotas;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns of the projects.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("project", words.quotas_column_project(), 180.0),
        Column::new("limit", words.quotas_column_limit(), 110.0).right(),
        Column::new("created", words.quotas_column_created(), 100.0).rank(1),
        Column::new("updated", words.quotas_column_updated(), 100.0).rank(1),
        Column::new("id", words.quotas_column_id(), 260.0).rest().rank(2),
    ]
}

/// One row per project with a quota of its own.
pub fn rows(list: &ProjectQuotas) -> Vec<Row> {
    list.rows
        .iter()
        .map(|quota| {
            let name = list.projects.name(&quota.project);
            let cells = vec![
                Cell::text(Some(name)),
                Cell::number(quota.limit.map(u64::from)),
                Cell::age(quota.created_at),
                Cell::age(quota.updated_at),
                Cell::mono(Some(quota.project.as_str())),
            ];
            Row::new(quota.project.as_str(), name, cells)
        })
        .collect()
}
