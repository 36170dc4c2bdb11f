//! The resources of a stack, down to every nested one.

use serde_json::{Value, json};

use super::super::estate::{Part, Thing};
use super::super::http::{Reply, Request, Service, refuse};
use super::super::timeline::{Action, Phase};
use super::{Found, attributes, depth, link};

/// The list; with details it also has attributes.
pub(super) fn list(found: &Found<'_>, request: &Request) -> Reply {
    let detail = request
        .parameter("with_detail")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let mut rows = Vec::new();
    let index = found.estate.parts_by_stack();
    for place in found.down_to(depth(request)) {
        for number in index.get(&place).into_iter().flatten() {
            let part = found
                .estate
                .parts
                .get(*number)
                .filter(|part| part.listed(found.world.now));
            rows.extend(part.map(|part| row(found, place, (*number, part), detail)));
        }
    }
    let filters = ["name", "type", "status", "id"];
    let keys = [
        "resource_name",
        "resource_type",
        "resource_status",
        "physical_resource_id",
    ];
    for (filter, key) in filters.into_iter().zip(keys) {
        if let Some(wanted) = request.parameter(filter) {
            rows.retain(|row| {
                row.get(key)
                    .and_then(Value::as_str)
                    .is_some_and(|own| own.ends_with(wanted))
            });
        }
    }
    Reply::ok(json!({"resources": rows}))
}

/// Where a resource of a stack is in its estate.
pub(super) fn place(found: &Found<'_>, name: &str) -> Result<usize, Reply> {
    let place = found.estate.parts.iter().position(|part| {
        part.stack == Some(found.place) && part.name == name && part.listed(found.world.now)
    });
    place.ok_or_else(|| {
        let message = format!(
            "The Resource ({name}) could not be found in Stack {}.",
            found.stack.name
        );
        refuse(Service::Orchestration, 404, "ResourceNotFound", &message)
    })
}

/// One resource.
pub(super) fn show(found: &Found<'_>, name: &str) -> Result<Reply, Reply> {
    let place = place(found, name)?;
    let part = found.estate.parts.get(place).map(|part| (place, part));
    let shown = part.map(|part| row(found, found.place, part, true));
    Ok(Reply::ok(json!({"resource": shown})))
}

/// What Heat calls the thing: its id, or nothing before it exists.
pub(super) fn physical_id(found: &Found<'_>, part: &Part) -> String {
    if part.life.at(found.world.now).is_none() || part.title.is_empty() {
        return String::new();
    }
    if let Thing::Interface { router, subnet, .. } = &part.thing
        && let (Some(router), Some(subnet)) = (found.estate.id(*router), found.estate.id(*subnet))
    {
        return format!("{router}:subnet_id={subnet}");
    }
    part.id.to_string()
}

fn row(found: &Found<'_>, place: usize, (number, part): (usize, &Part), detail: bool) -> Value {
    let now = found.world.now;
    let home = found.address(place);
    let step = part.life.at(now);
    let status = step.map_or_else(|| "INIT_COMPLETE".to_owned(), |step| step.status());
    let reason = step.map_or("", |step| step.reason());
    let noted = found.world.calendar.zulu(part.noted);
    let updated = part
        .life
        .past(now)
        .rev()
        .find(|step| step.action == Action::Update && step.phase != Phase::InProgress);
    let updated = updated.map_or_else(|| noted.clone(), |step| found.world.calendar.zulu(step.at));
    let mut links = vec![
        link("self", format!("{home}/resources/{}", part.name)),
        link("stack", home),
    ];
    let nested = part.nested.filter(|nested| {
        found
            .estate
            .stacks
            .get(*nested)
            .is_some_and(|stack| stack.life.exists(now))
    });
    links.extend(nested.map(|nested| link("nested", found.address(nested))));
    let mut body = json!({
        "updated_time": updated,
        "creation_time": noted,
        "logical_resource_id": part.name.to_string(),
        "resource_name": part.name.to_string(),
        "physical_resource_id": physical_id(found, part),
        "resource_status": status,
        "resource_status_reason": reason,
        "resource_type": part.row_type,
        "links": links,
        "required_by": part.required_by,
    });
    let Some(fields) = body.as_object_mut() else {
        return body;
    };
    let around = found.estate.stacks.get(place).and_then(|stack| stack.parent);
    if let Some(parent) = around.and_then(|(_, part)| found.estate.parts.get(part)) {
        fields.insert("parent_resource".to_owned(), json!(parent.name));
    }
    if detail {
        fields.insert("description".to_owned(), json!(""));
        fields.insert("attributes".to_owned(), attributes::of(found, number, part));
    }
    body
}
