//! Lists in pages: the arguments that every list of Magnum takes, and the order of the rows.

use serde_json::{Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::python;
use super::{Call, invalid, next_page, no};

/// What a request wants of a list.
#[derive(Clone, Debug)]
pub(super) struct Wish<'a> {
    limit: usize,
    marker: Option<&'a str>,
    key: &'a str,
    falling: bool,
}

/// The list that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// The key of its rows in the answer.
    pub(super) key: &'static str,
    /// What one of them is called in refusals.
    pub(super) word: &'static str,
    /// The arguments that it takes beside those of every list.
    pub(super) more: &'static [&'static str],
    /// By what it can be sorted.
    pub(super) columns: &'static [&'static str],
    /// Whether its markers are numbers.
    pub(super) numbered: bool,
}

const MOST: usize = 1000;

/// Reads the arguments, refusing what Magnum refuses.
pub(super) fn wish<'a>(call: &'a Call<'_>, list: &List) -> Result<Wish<'a>, Reply> {
    let request = call.request;
    let usual = ["limit", "marker", "sort_key", "sort_dir"];
    let unknown = |key: &&String| !usual.contains(&key.as_str()) && !list.more.contains(&key.as_str());
    if let Some(key) = request.query.iter().map(|(key, _)| key).find(unknown) {
        return Err(no(400, &format!("Unknown argument: \"{key}\"")));
    }
    let marker = request.parameter("marker");
    if let Some(marker) = marker {
        if list.numbered && marker.parse::<i64>().is_err() {
            return Err(not_a_number("marker", marker));
        }
        if !list.numbered && Id::parse(marker).is_none() {
            let why = format!("unable to convert to uuid. Error: Expected a uuid but received {marker}.");
            return Err(invalid("marker", marker, &why));
        }
    }
    let limit = match request.parameter("limit") {
        None => MOST,
        Some(text) => {
            let number: i64 = text.parse().map_err(|_wrong| not_a_number("limit", text))?;
            if number <= 0 {
                return Err(no(400, "Limit must be positive"));
            }
            usize::try_from(number).unwrap_or(MOST).min(MOST)
        }
    };
    let direction = request.parameter("sort_dir").unwrap_or("asc");
    if !["asc", "desc"].contains(&direction) {
        let words = "Acceptable values are 'asc' or 'desc'";
        return Err(no(400, &format!("Invalid sort direction: {direction}. {words}")));
    }
    let key = request.parameter("sort_key").unwrap_or("id");
    if !["id", "uuid", "created_at", "updated_at"].contains(&key) && !list.columns.contains(&key) {
        let message = format!("The sort_key value \"{key}\" is an invalid field for sorting");
        return Err(no(400, &message));
    }
    let falling = direction == "desc";
    Ok(Wish {
        limit,
        marker,
        key,
        falling,
    })
}

fn not_a_number(field: &str, text: &str) -> Reply {
    let why = format!("unable to convert to int. Error: invalid literal for int() with base 10: '{text}'");
    invalid(field, text, &why)
}

/// The rows of a page, and where the next one begins.
#[derive(Debug)]
pub(super) struct Page<T> {
    pub(super) rows: Vec<T>,
    next: Option<String>,
}

impl Wish<'_> {
    /// Sorts the rows by what `value` says of them and cuts the page out.
    pub(super) fn page<T>(
        &self,
        list: &List,
        mut rows: Vec<T>,
        value: impl Fn(&T, &str) -> Value,
    ) -> Result<Page<T>, Reply> {
        // The rows come in the order of their numbers.
        if self.key != "id" {
            rows.sort_by_cached_key(|row| order(&value(row, self.key)));
        }
        if self.falling {
            rows.reverse();
        }
        let identity = if list.numbered { "id" } else { "uuid" };
        let name = |row: &T| python::text(&value(row, identity));
        let skip = match self.marker {
            None => 0,
            Some(marker) => {
                let place = rows.iter().position(|row| name(row) == marker);
                place.ok_or_else(|| no(404, &format!("{} {marker} could not be found.", list.word)))? + 1
            }
        };
        let rows: Vec<T> = rows.into_iter().skip(skip).take(self.limit).collect();
        let full = rows.len() == self.limit;
        let next = rows.last().filter(|_| full).map(name);
        Ok(Page { rows, next })
    }
}

impl<T> Page<T> {
    /// The answer with the rows as they are shown.
    pub(super) fn reply(
        &self,
        base: &str,
        call: &Call<'_>,
        list: &List,
        shown: impl Fn(&T) -> Value,
    ) -> Reply {
        let mut body = json!({ list.key: self.rows.iter().map(shown).collect::<Vec<Value>>() });
        if let (Some(next), Some(fields)) = (&self.next, body.as_object_mut()) {
            fields.insert("next".to_owned(), json!(next_page(base, call, next)));
        }
        Reply::ok(body)
    }
}

/// Nothing comes before numbers, and numbers before texts.
fn order(value: &Value) -> (u8, i64, String) {
    match value {
        Value::Null => (0, 0, String::new()),
        Value::Bool(value) => (1, i64::from(*value), String::new()),
        Value::Number(number) => (1, number.as_i64().unwrap_or(0), String::new()),
        Value::String(text) => (2, 0, text.clone()),
        Value::Array(_) | Value::Object(_) => (2, 0, value.to_string()),
    }
}
