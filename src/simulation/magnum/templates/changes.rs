//! Changing a template by JSON patch.

use serde_json::{Map, Value, json};

use super::super::super::http::Reply;
use super::super::super::world::World;
use super::super::bodies::{self, Field, Takes};
use super::super::patch::{self, Change, Guarded};
use super::super::{Call, invalid, may_write, no};
use super::{FIELDS, as_text, checks, defaults, in_use, shown, visible};

const GUARDED: Guarded = Guarded {
    internal: &[],
    lasting: &[
        "network_driver",
        "external_network_id",
        "tls_disabled",
        "public",
        "server_type",
        "coe",
        "registry_enabled",
        "cluster_distro",
        "hidden",
        "image_id",
    ],
};

/// Changes a template.
pub(in super::super) fn update(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let changes = patch::read(call.request.json(), GUARDED)?;
    let found = super::find(world, call, wanted)?;
    // Even an admin's patch is looked up in the admin's own project.
    if found.project != call.caller.project && !found.flag("public") {
        return Err(no(404, &format!("ClusterTemplate {wanted} could not be found.")));
    }
    let (uuid, mine) = (found.uuid, found.project == call.caller.project);
    let before = found.fields.clone();
    let mut known = before.clone();
    known.retain(|field, _| world.profile.takes_template_field(field));
    let mut after = patch::apply(&known, &changes)?;
    coerce(&after, &changes)?;
    checks::drivers(world, &mut after)?;
    may_write(call, "clustertemplate:update")?;
    if !mine && !call.caller.admin {
        return Err(no(
            403,
            "Policy doesn't allow clustertemplate:update to be performed.",
        ));
    }
    let after = typed(after)?;
    checks::stock(world, call, &after)?;
    let republished = ["public", "hidden"]
        .iter()
        .any(|field| after.get(*field) != before.get(*field));
    if republished && !call.caller.admin {
        return Err(checks::unpublishable());
    }
    checks::disks(world, &after)?;
    let changed: Vec<&str> = after
        .iter()
        .filter(|(key, value)| before.get(*key) != Some(*value))
        .map(|(key, _)| key.as_str())
        .collect();
    if !changed.is_empty() && in_use(world, uuid) && !harmless(&changed, &after) {
        let message = format!("ClusterTemplate {uuid} is referenced by one or multiple clusters.");
        return Err(no(400, &message));
    }
    if let Some(template) = world.templates.iter_mut().find(|template| template.uuid == uuid) {
        template.fields.extend(after);
    }
    let template = world
        .templates
        .iter()
        .find(|template| template.uuid == uuid && visible(call, template))
        .ok_or_else(|| no(404, &format!("ClusterTemplate {wanted} could not be found.")))?;
    // The answer still has the time of the change before this one.
    let answer = shown(world, template);
    let now = world.now;
    if let Some(template) = world.templates.iter_mut().find(|template| template.uuid == uuid) {
        template.updated = Some(now);
    }
    Ok(Reply::ok(answer))
}

/// What may change while clusters use the template: one thing at a time, and nothing that they are made of.
fn harmless(changed: &[&str], after: &Map<String, Value>) -> bool {
    match changed {
        ["name" | "hidden"] => true,
        ["public"] => after.get("public") == Some(&json!(true)),
        ["tags"] => after.get("tags").is_some_and(|tags| !tags.is_null()),
        _other => false,
    }
}

/// The database's own types come before everything else, and its complaints are nobody's fault but Magnum's.
fn coerce(after: &Map<String, Value>, changes: &[Change]) -> Result<(), Reply> {
    for change in changes {
        let (field, inner) = change.steps();
        let (Some(value), None) = (after.get(field), inner) else {
            continue;
        };
        let takes = FIELDS.into_iter().find(|Field(name, _)| *name == field);
        match takes.map(|Field(_, takes)| takes) {
            Some(Takes::Number(_) | Takes::Port) if bodies::number(value).is_none() && !value.is_null() => {
                let text = super::super::super::python::text(value);
                let message = format!("invalid literal for int() with base 10: '{text}'");
                return Err(no(500, &message));
            }
            Some(_) | None => {}
        }
        let coe = value.as_str().unwrap_or_default();
        if field == "coe" && coe != "kubernetes" {
            return Err(no(500, &format!("Field value {coe} is invalid")));
        }
    }
    Ok(())
}

/// Every field as the API takes it; one that was removed has its default.
fn typed(after: Map<String, Value>) -> Result<Map<String, Value>, Reply> {
    let mut fields = defaults();
    for (key, value) in after {
        let takes = FIELDS.into_iter().find(|Field(name, _)| *name == key);
        let Some(Field(_, takes)) = takes.filter(|_| !value.is_null()) else {
            continue;
        };
        let value = match takes {
            Takes::Flag => Value::Bool(bodies::flag(&value).ok_or_else(bodies::fallen)?),
            Takes::Number(_) | Takes::Port if value.is_string() => {
                let text = value.as_str().unwrap_or_default();
                let why = "'<' not supported between instances of 'str' and 'int'";
                return Err(invalid(&key, text, why));
            }
            Takes::Labels => as_text(&value),
            Takes::Number(_)
            | Takes::Port
            | Takes::Text(..)
            | Takes::Name(_)
            | Takes::List
            | Takes::OneOf(_)
            | Takes::Servers
            | Takes::Uuid
            | Takes::Anything
            | Takes::ReadOnly => {
                bodies::check(&key, &value, takes)?;
                value
            }
        };
        if matches!(takes, Takes::Number(_) | Takes::Port) {
            bodies::check(&key, &value, takes)?;
        }
        fields.insert(key, value);
    }
    Ok(fields)
}
