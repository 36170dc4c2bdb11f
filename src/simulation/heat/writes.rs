//! What can be done to stacks beside their clusters' backs: delete one, and tell a resource that something has happened.

use serde_json::Value;

use super::super::http::{Body, Reply, Service, refuse};
use super::super::identity::Caller;
use super::super::timeline::{Action, Phase};
use super::super::world::World;
use super::{find, no_stack, resources};

/// Deletes a stack with everything in it. Magnum looks only after clusters that it is changing itself, and notices nothing.
pub(super) fn delete(world: &mut World, caller: &Caller, (name, id): (&str, &str)) -> Result<Reply, Reply> {
    let found = find(world, caller, id).filter(|found| found.stack.name == name);
    let found = found.ok_or_else(|| no_stack(name))?;
    if !caller.may_write {
        let message = "You are not authorized to use stacks:delete.";
        return Err(refuse(Service::Orchestration, 403, "Forbidden", message));
    }
    let (cluster, stack) = (found.cluster.uuid, found.place);
    world.fell(cluster, stack);
    Ok(Reply::empty(204))
}

/// Takes a message of a server's about a deployment, which is an event from then on.
pub(super) fn signal(
    world: &mut World,
    caller: &Caller,
    (name, id): (&str, &str),
    resource: &str,
) -> Result<Reply, Reply> {
    let found = find(world, caller, id).filter(|found| found.stack.name == name);
    let found = found.ok_or_else(|| no_stack(name))?;
    let place = resources::place(&found, resource)?;
    let kind = found.estate.parts.get(place).map_or("", |part| part.row_type);
    if kind != "OS::Heat::SoftwareDeployment" {
        let message = "signal is not supported for resource.";
        let refusal = refuse(Service::Orchestration, 400, "ResourceActionNotSupported", message);
        return Err(refusal);
    }
    let (cluster, now) = (found.cluster.uuid, world.now);
    let words = "Signal: deployment succeeded";
    let cluster = world.cluster_mut(cluster);
    let part = cluster.and_then(|cluster| cluster.estate.parts.get_mut(place));
    if let Some(part) = part {
        part.life
            .insert(now, Action::Signal, Phase::Complete, Some(words));
    }
    Ok(Reply {
        body: Body::Json(Value::Null),
        ..Reply::empty(200)
    })
}
