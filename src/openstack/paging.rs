//! Follows a list from page to page until it is whole.
//!
//! The `next` address of an answer is only a sign that there is more: the next request is built from the last row's id and
//! our own endpoint, because such addresses are often wrong, and one that leads to another host would carry the token there.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// A list of one service.
#[derive(Clone, Debug)]
pub(crate) struct List<'a> {
    pub(crate) service: Service,
    pub(crate) path: &'a [&'a str],
    pub(crate) query: Vec<(&'static str, String)>,
    /// Where the rows are in the answer.
    pub(crate) key: &'static str,
    /// What a row is called by its service, which is also what a marker is.
    pub(crate) id: fn(Row<'_>) -> Option<String>,
    /// Rows asked for per page.
    pub(crate) page_rows: u32,
}

impl<'a> List<'a> {
    /// A list whose rows have an `id`.
    pub(crate) fn of(service: Service, path: &'a [&'a str], key: &'static str) -> Self {
        Self {
            service,
            path,
            query: Vec::new(),
            key,
            id: |row| row.some_text("id"),
            page_rows: policy::PAGE_ROWS,
        }
    }

    /// The same list, narrowed.
    pub(crate) fn only(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }
}

/// One page: its rows, and whether there is another.
pub(crate) struct RawPage {
    pub(crate) rows: Vec<Value>,
    pub(crate) more: bool,
}

/// Every row of every page, each id once, in the service's order. What is no object is left out.
pub(crate) async fn all(session: &Session, list: &List<'_>) -> Result<Vec<Value>, ApiError> {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let mut markers = BTreeSet::new();
    let mut after: Option<String> = None;
    let mut begun_anew = false;
    for _ in 0..policy::PAGES_CAP {
        let page = match page(session, list, after.as_deref()).await {
            // The row that this page was to begin after has gone meanwhile: once more from the beginning.
            Err(error) if after.is_some() && !begun_anew && lost_its_place(&error) => {
                tracing::debug!(key = list.key, %error, "the list broke off");
                begun_anew = true;
                (rows, after) = (Vec::new(), None);
                seen.clear();
                markers.clear();
                continue;
            }
            page => page?,
        };
        let last = page.rows.last().and_then(|row| (list.id)(Row::of(row)));
        for row in page.rows {
            // A row without an id cannot be told from another one, so it is kept.
            if (list.id)(Row::of(&row)).is_none_or(|id| seen.insert(id)) {
                rows.push(row);
            }
        }
        match last {
            Some(last) if page.more => {
                if !markers.insert(last.clone()) {
                    tracing::warn!(key = list.key, "the list turns in a circle; it ends here");
                    return Ok(rows);
                }
                after = Some(last);
            }
            Some(_) | None => return Ok(rows),
        }
    }
    tracing::warn!(key = list.key, "the list has too many pages; it ends here");
    Ok(rows)
}

/// Every row of a list that its service gives whole.
pub(crate) async fn unpaged(session: &Session, list: &List<'_>) -> Result<Vec<Value>, ApiError> {
    let ask = Ask {
        service: list.service,
        path: list.path,
        query: list.query.clone(),
        class: CallClass::List,
    };
    let answer = session.get(&ask).await?;
    rows(session, list, answer)
}

/// Whether this may be how a service says that it does not know the marker any more.
fn lost_its_place(error: &ApiError) -> bool {
    matches!(error.kind(), ProblemKind::NotFound | ProblemKind::BadRequest)
}

/// One page after this marker.
pub(crate) async fn page(
    session: &Session,
    list: &List<'_>,
    after: Option<&str>,
) -> Result<RawPage, ApiError> {
    let mut query = list.query.clone();
    query.push(("limit", list.page_rows.to_string()));
    if let Some(after) = after {
        query.push(("marker", after.to_owned()));
    }
    let ask = Ask {
        service: list.service,
        path: list.path,
        query,
        class: CallClass::List,
    };
    let answer = session.get(&ask).await?;
    let announced = announces_more(Row::of(&answer), list.key);
    let rows = rows(session, list, answer)?;
    // Who sends more than was asked for does not page at all; who sends just as many may have forgotten to say so.
    let full = rows.len() == usize::try_from(list.page_rows).unwrap_or(usize::MAX);
    Ok(RawPage {
        more: announced || full,
        rows: rows.into_iter().filter(Value::is_object).collect(),
    })
}

/// The rows of an answer.
fn rows(session: &Session, list: &List<'_>, mut answer: Value) -> Result<Vec<Value>, ApiError> {
    match answer.get_mut(list.key).map(Value::take) {
        Some(Value::Array(rows)) => Ok(rows),
        Some(_) | None => {
            let detail = format!("no list `{}`", list.key);
            let error = ApiError::of(list.service, ProblemKind::InvalidAnswer { detail });
            session.note(list.service, &error);
            Err(error)
        }
    }
}

/// Whether the answer announces another page: Magnum and Glance by `next`, Heat by `links`, the others by `<key>_links`.
fn announces_more(answer: Row<'_>, key: &str) -> bool {
    let links = [format!("{key}_links"), "links".to_owned()];
    answer.some_text("next").is_some()
        || links
            .iter()
            .flat_map(|links| answer.rows(links))
            .any(|link| link.text("rel") == "next")
}
