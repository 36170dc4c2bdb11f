//! Heat: the stacks behind clusters, what they consist of, and their history.

use serde_json::Value;
use url::Url;

use crate::domain::clean::clean;
use crate::domain::id::StackId;
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::domain::stack::{Stack, StackEvent, StackResource, StackSource};
use crate::domain::status::Status;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const HEAT: Service = Service::Orchestration;

/// The project's stacks, without those nested in others.
pub async fn stacks(session: &Session) -> Result<Vec<Stack>, ApiError> {
    let rows = paging::all(session, &List::of(HEAT, &["stacks"], "stacks")).await?;
    Ok(rows.iter().filter_map(|row| read_stack(Row::of(row))).collect())
}

/// The stacks that failed, whatever was being done to them, without those nested in others.
pub async fn failed_stacks(session: &Session) -> Result<Vec<Stack>, ApiError> {
    let list = List::of(HEAT, &["stacks"], "stacks").only("status", "FAILED");
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| read_stack(Row::of(row))).collect())
}

/// One stack by its id alone. Heat answers `/stacks/{id}` with a redirect, so the list is asked for the one with this id.
pub async fn stack(session: &Session, id: &StackId) -> Result<Stack, ApiError> {
    let list = List::of(HEAT, &["stacks"], "stacks").only("id", id.as_str());
    let page = paging::page(session, &list, None).await?;
    page.rows
        .iter()
        .filter_map(|row| read_stack(Row::of(row)))
        .find(|stack| stack.id == *id)
        .ok_or_else(|| ApiError::of(HEAT, ProblemKind::NotFound))
}

/// A question without further words.
fn whole<'a>(path: &'a [&'a str]) -> Ask<'a> {
    Ask {
        service: HEAT,
        path,
        query: Vec::new(),
        class: CallClass::List,
    }
}

/// What a stack was made from: its parameters, its template, and what came out of it. Two calls.
pub async fn source(session: &Session, (name, id): (&str, &StackId)) -> Result<StackSource, ApiError> {
    let own = ["stacks", name, id.as_str()];
    let its_template = ["stacks", name, id.as_str(), "template"];
    let shown = session.get(&whole(&own)).await?;
    let template = session.get(&whole(&its_template)).await?;
    let stack = Row::of(&shown).row("stack");
    let outputs = stack.rows("outputs").map(|output| {
        let value = output.texts_by_key("output_value");
        let lines = value.iter().map(|(key, value)| format!("{key}: {value}"));
        let flat = output.some_text("output_value").unwrap_or_else(|| {
            let listed = output.texts("output_value");
            if listed.is_empty() {
                lines.collect::<Vec<_>>().join(", ")
            } else {
                listed.join(", ")
            }
        });
        (output.text("output_key"), flat)
    });
    Ok(StackSource {
        parameters: stack.texts_by_key("parameters"),
        outputs: outputs.collect(),
        template: Row::of(&template).written(&[]),
    })
}

/// What a stack and the stacks nested in it consist of.
pub async fn resources(session: &Session, stack: &Stack) -> Result<Vec<StackResource>, ApiError> {
    let ask = Ask {
        service: HEAT,
        path: &["stacks", &stack.name, stack.id.as_str(), "resources"],
        query: vec![("nested_depth", policy::NESTED_DEPTH.to_string())],
        class: CallClass::List,
    };
    let answer = session.get(&ask).await?;
    let rows = listed(session, &answer, "resources")?;
    Ok(rows.filter_map(|row| read_resource(row, stack)).collect())
}

/// The latest events of a stack and of the stacks nested in it, newest first: so many, those after one of them.
pub async fn events(
    session: &Session,
    stack: &Stack,
    (limit, after): (u32, Option<&str>),
) -> Result<Vec<StackEvent>, ApiError> {
    let mut query = vec![
        ("nested_depth", policy::NESTED_DEPTH.to_string()),
        ("limit", limit.to_string()),
        ("sort_dir", "desc".to_owned()),
    ];
    query.extend(after.map(|after| ("marker", after.to_owned())));
    let ask = Ask {
        service: HEAT,
        path: &["stacks", &stack.name, stack.id.as_str(), "events"],
        query,
        class: CallClass::List,
    };
    let answer = match session.get(&ask).await {
        // Heat says so where nothing has happened yet.
        Err(error) if *error.kind() == ProblemKind::NotFound && says_no_events(&error) => {
            return Ok(Vec::new());
        }
        other => other?,
    };
    let rows = listed(session, &answer, "events")?;
    Ok(rows.filter_map(|row| read_event(row, stack)).collect())
}

fn says_no_events(error: &ApiError) -> bool {
    error
        .problem()
        .server_words
        .is_some_and(|words| words.starts_with("No events found"))
}

fn listed<'a>(
    session: &Session,
    answer: &'a Value,
    key: &'static str,
) -> Result<impl Iterator<Item = Row<'a>>, ApiError> {
    if answer.get(key).is_some_and(Value::is_array) {
        return Ok(Row::of(answer).rows(key));
    }
    let detail = format!("no list `{key}`");
    let error = ApiError::of(HEAT, ProblemKind::InvalidAnswer { detail });
    session.note(HEAT, &error);
    Err(error)
}

pub(crate) fn read_stack(row: Row<'_>) -> Option<Stack> {
    Some(Stack {
        id: StackId::new(row.some_text("id")?),
        name: row.text("stack_name"),
        status: Status::parse(&row.text("stack_status")),
        status_reason: row.some_text("stack_status_reason"),
        created_at: row.time("creation_time"),
    })
}

pub(crate) fn read_resource(row: Row<'_>, root: &Stack) -> Option<StackResource> {
    let (stack_name, stack) =
        linked_stack(row, "stack").unwrap_or_else(|| (root.name.clone(), root.id.clone()));
    Some(StackResource {
        stack,
        stack_name,
        name: row
            .some_text("resource_name")
            .or_else(|| row.some_text("logical_resource_id"))?,
        kind: row.text("resource_type"),
        physical_id: row.some_text("physical_resource_id"),
        status: Status::parse(&row.text("resource_status")),
        status_reason: row.some_text("resource_status_reason"),
        parent_resource: row.some_text("parent_resource"),
        nested_stack: linked_stack(row, "nested").map(|(_, id)| id),
        required_by: row.texts("required_by"),
        created_at: row.time("creation_time"),
        updated_at: row.time("updated_time"),
    })
}

pub(crate) fn read_event(row: Row<'_>, root: &Stack) -> Option<StackEvent> {
    Some(StackEvent {
        id: row.some_text("id")?,
        at: row.time("event_time"),
        stack_name: linked_stack(row, "stack").map_or_else(|| root.name.clone(), |(name, _)| name),
        resource: row.text("resource_name"),
        physical_id: row.some_text("physical_resource_id"),
        status: Status::parse(&row.text("resource_status")),
        reason: row.some_text("resource_status_reason"),
    })
}

/// Name and id of the stack that this link leads to: `…/stacks/<name>/<id>`.
fn linked_stack(row: Row<'_>, rel: &str) -> Option<(String, StackId)> {
    let href = row
        .rows("links")
        .find(|link| link.text("rel") == rel)?
        .some_text("href")?;
    let url = Url::parse(&href).ok()?;
    let mut segments = url
        .path_segments()?
        .skip_while(|segment| *segment != "stacks")
        .skip(1);
    let name = segments.next()?;
    let id = segments.next()?;
    Some((clean(&decoded(name)), StackId::new(clean(id))))
}

/// A path segment without its percent signs.
fn decoded(segment: &str) -> String {
    // The query parser decodes percent signs; a plus sign, which it would take for a space, is kept out of its way.
    let pair = format!("x={}", segment.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
