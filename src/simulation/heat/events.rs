//! What happened in a stack, down to every nested one.

use serde_json::{Value, json};

use super::super::http::{Reply, Request, page};
use super::super::id::Id;
use super::super::timeline::{Phase, Step};
use super::{Found, depth, link, resources};

struct Event<'a> {
    id: Id,
    step: &'a Step,
    stack: usize,
    name: String,
    physical: String,
    order: usize,
}

/// The list of events.
pub(super) fn list(found: &Found<'_>, request: &Request, only: Option<&str>) -> Reply {
    let now = found.world.now;
    let index = found.estate.parts_by_stack();
    let mut events: Vec<Event<'_>> = Vec::new();
    for place in found.down_to(depth(request)) {
        let Some(stack) = found.estate.stacks.get(place) else {
            continue;
        };
        for (turn, step) in stack.life.past(now).enumerate() {
            let id = stack.id.child(turn as u64 + 1000);
            let (name, physical) = (stack.name.clone(), stack.id.to_string());
            let order = if step.phase == Phase::InProgress { 0 } else { 2 };
            events.push(Event {
                id,
                step,
                stack: place,
                name,
                physical,
                order,
            });
        }
        for number in index.get(&place).into_iter().flatten().copied() {
            let Some(part) = found.estate.parts.get(number) else {
                continue;
            };
            for (turn, step) in part.life.past(now).enumerate() {
                let id = part.id.child(turn as u64 + 2000 + number as u64 * 8);
                let begun = step.phase == Phase::InProgress && part.nested.is_none();
                let physical = if begun {
                    part.title.clone()
                } else {
                    resources::physical_id(found, part)
                };
                events.push(Event {
                    id,
                    step,
                    stack: place,
                    name: part.name.to_string(),
                    physical,
                    order: 1,
                });
            }
        }
    }
    if let Some(only) = only.or_else(|| request.parameter("resource_name")) {
        events.retain(|event| event.name == only);
    }
    events.sort_by_key(|event| (event.step.at, event.order));
    if request.parameter("sort_dir") == Some("desc") {
        events.reverse();
    }
    let limit = request.number("limit").filter(|limit| *limit > 0);
    let (events, _) = page(events, limit, request.parameter("marker"), |event| {
        event.id.to_string()
    });
    let rows: Vec<Value> = events.iter().map(|event| row(found, event)).collect();
    Reply::ok(json!({"events": rows}))
}

fn row(found: &Found<'_>, event: &Event<'_>) -> Value {
    let home = found.address(event.stack);
    let resource = format!("{home}/resources/{}", event.name);
    json!({
        "id": event.id,
        "links": [
            link("self", format!("{resource}/events/{}", event.id)),
            link("resource", resource),
            link("stack", home),
            link("root_stack", found.address(found.root())),
        ],
        "event_time": found.world.calendar.zulu(event.step.at),
        "logical_resource_id": event.name,
        "resource_name": event.name,
        "physical_resource_id": event.physical,
        "resource_status": event.step.status(),
        "resource_status_reason": event.step.reason(),
    })
}
