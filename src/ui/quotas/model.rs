//! What projects may have and have, as lines and rows. No egui in here.

use crate::domain::administration::{Allowance, ProjectQuotas};
use crate::domain::quota::{Quota, QuotaKind};
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// One line of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What is counted.
    pub kind: QuotaKind,
    /// How much there may be and is.
    pub quota: Quota,
}

impl Line {
    /// How much of the limit is used, from 0 to 1; nothing where there is none.
    pub fn share(self) -> Option<f32> {
        let limit = self.quota.limit?;
        if limit == 0 {
            return Some(1.0);
        }
        // Sizes of quotas are far below what a float holds exactly.
        Some((self.quota.used as f32 / limit as f32).clamp(0.0, 1.0))
    }

    /// How it stands.
    pub fn severity(self) -> Severity {
        match (self.quota.left(), self.share()) {
            (Some(0), _) => Severity::Bad,
            (_, Some(share)) if share >= 0.8 => Severity::Warning,
            (_, Some(_) | None) => Severity::Neutral,
        }
    }
}

/// The lines, service by service in the order of the status line.
pub fn lines(allowance: &Allowance) -> Vec<(Service, Vec<Line>)> {
    let mut services: Vec<(Service, Vec<Line>)> = Vec::new();
    for service in Service::ALL {
        let own: Vec<Line> = allowance
            .quotas
            .known
            .iter()
            .filter(|(kind, _)| kind.service() == service)
            .map(|(kind, quota)| Line {
                kind: *kind,
                quota: *quota,
            })
            .collect();
        if !own.is_empty() {
            services.push((service, own));
        }
    }
    services
}

/// What is counted.
pub fn kind_word(words: &Words, kind: QuotaKind) -> &str {
    words.quota_kind(kind)
}

/// An amount in its unit.
pub fn amount(words: &Words, kind: QuotaKind, count: u64) -> String {
    words.quota_amount(kind, count)
}

/// `3 of 20`.
pub fn told(words: &Words, line: Line) -> String {
    let used = amount(words, line.kind, line.quota.used);
    match line.quota.limit {
        Some(limit) => words.quotas_used(used, amount(words, line.kind, limit)),
        None => words.quotas_unlimited(used),
    }
}

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
