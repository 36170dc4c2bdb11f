//! Magnum's own services as rows. No egui in here.

use crate::domain::administration::Conductor;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The columns.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("host", words.conductors_column_host(), 200.0),
        Column::new("binary", words.conductors_column_binary(), 180.0),
        Column::new("state", words.conductors_column_state(), 110.0),
        Column::new("seen", words.conductors_column_seen(), 110.0),
        Column::new("disabled", words.conductors_column_disabled(), 150.0).rank(1),
        Column::new("reports", words.conductors_column_reports(), 90.0)
            .right()
            .rank(2),
        Column::new("age", words.conductors_column_age(), 100.0).rank(1),
    ]
}

/// One row per service.
pub fn rows(list: &[Conductor], words: &Words) -> Vec<Row> {
    list.iter()
        .map(|one| {
            let state = match one.up {
                Some(true) => Cell::Chip(Severity::Good, words.conductors_up().to_owned()),
                Some(false) => Cell::Chip(Severity::Bad, words.conductors_down().to_owned()),
                None => Cell::Chip(Severity::Neutral, words.conductors_unknown().to_owned()),
            };
            let disabled = match (one.disabled, &one.disabled_reason) {
                (true, Some(reason)) => words.conductors_disabled_yes(reason.as_str()),
                (disabled, _) => words.yes_no(disabled).to_owned(),
            };
            let cells = vec![
                Cell::text(Some(&one.host)),
                Cell::text(Some(&one.binary)),
                state,
                Cell::age(one.last_seen),
                Cell::Text(disabled),
                Cell::number(one.report_count.map(u64::from)),
                Cell::age(one.created_at),
            ];
            Row::new(one.id.as_str(), format!("{} {}", one.binary, one.host), cells)
        })
        .collect()
}
