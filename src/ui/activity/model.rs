//! What the activity page says of each request. No egui in here.

use crate::domain::operation::{OperationId, Progress};
use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::store::operations::{Entry, Operations};
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Row};

/// One row per request, newest first. The cells follow the columns of the page.
pub fn rows(words: &Words, operations: &Operations) -> Vec<Row> {
    operations
        .newest_first()
        .map(|(id, entry)| row(words, id, entry))
        .collect()
}

/// The request behind a row.
pub fn id_of(key: &str) -> Option<OperationId> {
    key.parse().ok().map(OperationId)
}

fn row(words: &Words, id: OperationId, entry: &Entry) -> Row {
    let what = words.operation(&entry.operation);
    let name = entry.operation.name();
    let problem = problem(&entry.progress);
    let said = match &entry.progress {
        Progress::Failed { reason, .. } => reason.clone(),
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Abandoned
        | Progress::Accepted { .. }
        | Progress::Unclear { .. }
        | Progress::Underway { .. }
        | Progress::Done { .. }
        | Progress::Refused { .. }
        | Progress::NoEffect { .. }
        | Progress::Lost { .. } => problem.map(|problem| {
            problem
                .server_words
                .clone()
                .unwrap_or_else(|| words.headline(problem))
        }),
    };
    let cells = vec![
        Cell::Age(entry.asked_at),
        Cell::Text(what.clone()),
        Cell::Text(name.to_owned()),
        Cell::Chip(
            severity(&entry.progress),
            words.progress(&entry.progress).to_owned(),
        ),
        Cell::Text(entry.scope.to_string()),
        Cell::mono(problem.and_then(|problem| problem.request_id.as_deref())),
        Cell::text(said.as_deref()),
    ];
    Row::new(id.0.to_string(), format!("{what} {name}"), cells)
}

fn problem(progress: &Progress) -> Option<&Problem> {
    match progress {
        Progress::Refused { problem } | Progress::Lost { problem } | Progress::Unclear { problem, .. } => {
            Some(problem)
        }
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Abandoned
        | Progress::Accepted { .. }
        | Progress::Underway { .. }
        | Progress::Done { .. }
        | Progress::Failed { .. }
        | Progress::NoEffect { .. } => None,
    }
}

fn severity(progress: &Progress) -> Severity {
    match progress {
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Accepted { .. }
        | Progress::Underway { .. } => Severity::Busy,
        Progress::Abandoned => Severity::Neutral,
        Progress::Done { .. } => Severity::Good,
        Progress::Unclear { .. } | Progress::NoEffect { .. } => Severity::Warning,
        Progress::Failed { .. } | Progress::Refused { .. } | Progress::Lost { .. } => Severity::Bad,
    }
}
