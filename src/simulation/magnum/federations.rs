//! Federations: Magnum lists none, checks what it is asked for, and its conductor then does nothing.

use serde_json::{Value, json};

use super::super::http::Reply;
use super::super::world::World;
use super::bodies::{self, Field, Takes};
use super::pages::{self, List};
use super::patch::{self, Guarded};
use super::{Call, find, may_write, no};

const LIST: List = List {
    key: "federations",
    word: "Federation",
    more: &[],
    columns: &["name", "project_id", "hostcluster_id", "status", "status_reason"],
    numbered: false,
};

const FIELDS: [Field; 8] = [
    Field("uuid", Takes::Uuid),
    Field("name", Takes::Name(242)),
    Field("hostcluster_id", Takes::Anything),
    Field("member_ids", Takes::List),
    Field("status", Takes::Anything),
    Field("status_reason", Takes::Anything),
    Field("properties", Takes::Labels),
    Field("links", Takes::ReadOnly),
];

/// The list, which is empty everywhere.
pub(super) fn list(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let wish = pages::wish(call, &LIST)?;
    let page = wish.page(&LIST, Vec::<Value>::new(), |_, _| Value::Null)?;
    Ok(page.reply(&world.base, call, &LIST, Value::clone))
}

/// Accepts a federation that nobody will make.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let asked = bodies::read("federation", &FIELDS, call.request.json())?;
    may_write(call, "federation:create")?;
    let Some(host) = asked.get("hostcluster_id").and_then(Value::as_str) else {
        return Err(no(
            400,
            "No hostcluster specified. Please specify a hostcluster_id.",
        ));
    };
    find(world, call, host)?;
    let Some(properties) = asked.get("properties").and_then(Value::as_object) else {
        return Err(no(400, "Please specify a `properties` dict for the federation."));
    };
    if properties.get("dns-zone").is_none_or(Value::is_null) {
        return Err(no(400, "No DNS zone specified. Please specify a `dns-zone`."));
    }
    Ok(Reply::json(202, json!({"uuid": world.mint.id()})))
}

/// There is never one to change.
pub(super) fn update(call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let guarded = Guarded {
        internal: &[],
        lasting: &[],
    };
    patch::read(call.request.json(), guarded)?;
    Err(missing(wanted))
}

/// The words for one that is not there.
pub(super) fn missing(wanted: &str) -> Reply {
    no(404, &format!("Federation {wanted} could not be found."))
}
