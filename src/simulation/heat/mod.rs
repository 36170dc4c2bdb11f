//! Heat: stacks, their resources down to every nested stack, their events, outputs and templates.

mod attributes;
mod events;
mod outputs;
mod parameters;
mod resources;
mod stacks;
mod writes;

use serde_json::{Value, json};

use super::cluster::{Cluster, Driver};
use super::estate::{Estate, Stack};
use super::http::{self, Reply, Request, Service, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::world::World;

/// A stack that was asked for, with where it is.
#[derive(Clone, Copy)]
struct Found<'a> {
    world: &'a World,
    cluster: &'a Cluster,
    estate: &'a Estate,
    place: usize,
    stack: &'a Stack,
}

impl Found<'_> {
    /// The address of a stack of the same estate.
    fn address(&self, place: usize) -> String {
        let stack = self.estate.stacks.get(place);
        let (name, id) = stack
            .map(|stack| (stack.name.as_str(), stack.id.to_string()))
            .unwrap_or_default();
        format!(
            "{}/orchestration/v1/{}/stacks/{name}/{id}",
            self.world.base, self.estate.project
        )
    }

    /// The stack around all the others.
    fn root(&self) -> usize {
        let mut place = self.place;
        while let Some((parent, _)) = self.estate.stacks.get(place).and_then(|stack| stack.parent) {
            place = parent;
        }
        place
    }

    /// The stack's part in an estate, seen from another place.
    fn at(&self, place: usize) -> Option<Self> {
        let stack = self.estate.stacks.get(place)?;
        Some(Found {
            place,
            stack,
            ..*self
        })
    }

    /// This stack and the ones in it, down to the given depth, that exist.
    fn down_to(&self, depth: usize) -> Vec<usize> {
        let mut all = vec![self.place];
        let mut level = vec![self.place];
        for _ in 0..depth {
            let inner = self.estate.stacks.iter().enumerate().filter(|(_, stack)| {
                stack.parent.is_some_and(|(parent, _)| level.contains(&parent))
                    && stack.life.exists(self.world.now)
            });
            level = inner.map(|(place, _)| place).collect();
            if level.is_empty() {
                break;
            }
            all.extend(&level);
        }
        all
    }
}

/// The types of which Magnum's stacks are made.
const TYPES: [&str; 22] = [
    "OS::Cinder::Volume",
    "OS::Cinder::VolumeAttachment",
    "OS::Heat::None",
    "OS::Heat::ResourceGroup",
    "OS::Heat::SoftwareConfig",
    "OS::Heat::SoftwareDeployment",
    "OS::Heat::Stack",
    "OS::Heat::Value",
    "OS::Neutron::FloatingIP",
    "OS::Neutron::Net",
    "OS::Neutron::Port",
    "OS::Neutron::Router",
    "OS::Neutron::RouterInterface",
    "OS::Neutron::SecurityGroup",
    "OS::Neutron::SecurityGroupRule",
    "OS::Neutron::Subnet",
    "OS::Nova::Server",
    "OS::Nova::ServerGroup",
    "OS::Octavia::HealthMonitor",
    "OS::Octavia::Listener",
    "OS::Octavia::LoadBalancer",
    "OS::Octavia::Pool",
];

/// Answers a request to Heat.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        let links = json!([{"rel": "self", "href": format!("{}/orchestration/v1/", world.base)}]);
        return Reply::json(
            300,
            json!({"versions": [{"id": "v1.0", "status": "CURRENT", "links": links}]}),
        );
    }
    let token = request.header("x-auth-token").unwrap_or_default();
    let Some(caller) = world.identity.caller(token, world.now) else {
        return unauthorized(Service::Orchestration, &world.base);
    };
    let rest = parts.get(2..).unwrap_or_default();
    let answer = match (request.method.as_str(), rest) {
        ("GET", ["stacks"] | ["stacks", "detail"]) => {
            Some(numbers(request).map(|()| stacks::list(world, &caller, request)))
        }
        ("GET", ["build_info"]) => Some(Ok(Reply::ok(
            json!({"api": {"revision": "unknown"}, "engine": {"revision": "unknown"}}),
        ))),
        ("GET", ["resource_types"]) => Some(Ok(Reply::ok(json!({"resource_types": TYPES})))),
        ("GET" | "DELETE", ["stacks", wanted]) => Some(stacks::redirect(world, &caller, request, wanted, "")),
        ("DELETE", ["stacks", name, id]) => Some(writes::delete(world, &caller, (name, id))),
        ("POST", ["stacks", name, id, "resources", resource, "signal"]) => {
            Some(writes::signal(world, &caller, (name, id), resource))
        }
        ("PUT" | "PATCH", ["stacks"]) => Some(Err(refuse(
            Service::Orchestration,
            405,
            "HTTPMethodNotAllowed",
            http::explanation(405),
        ))),
        (
            "GET",
            [
                "stacks",
                wanted,
                more @ ("resources" | "events" | "template" | "outputs" | "environment"),
            ],
        ) => Some(stacks::redirect(world, &caller, request, wanted, more)),
        ("GET", ["stacks", name, id, rest @ ..]) => numbers(request).map_or_else(
            |refusal| Some(Err(refusal)),
            |()| inside(world, &caller, request, (name, id), rest),
        ),
        _unknown => None,
    };
    match answer {
        Some(answer) => answer.unwrap_or_else(|refusal| refusal),
        None => {
            let message = "The resource could not be found.<br /><br />\n\n\n";
            let body = json!({"message": message, "code": "404 Not Found", "title": "Not Found"});
            Reply::json(404, body)
        }
    }
}

/// Refuses numbers that are none.
fn numbers(request: &Request) -> Result<(), Reply> {
    for name in ["nested_depth", "limit"] {
        let strange = |text: &&str| {
            text.parse::<usize>().is_err() && !(name == "nested_depth" && text.eq_ignore_ascii_case("max"))
        };
        if request.parameter(name).filter(strange).is_some() {
            let message = format!("Only integer is acceptable by '{name}'.");
            return Err(refuse(Service::Orchestration, 400, "HTTPBadRequest", &message));
        }
    }
    Ok(())
}

fn inside(
    world: &World,
    caller: &Caller,
    request: &Request,
    (name, id): (&str, &str),
    rest: &[&str],
) -> Option<Result<Reply, Reply>> {
    let found = match find(world, caller, id) {
        Some(found) if found.stack.name == name => found,
        Some(_) | None => return Some(Err(no_stack(name))),
    };
    let answer = match rest {
        [] => Ok(stacks::show(&found)),
        ["resources"] => Ok(resources::list(&found, request)),
        ["resources", name] => resources::show(&found, name),
        ["resources", name, "metadata"] => {
            resources::show(&found, name).map(|_| Reply::ok(json!({"metadata": {}})))
        }
        ["resources", name, "events"] => Ok(events::list(&found, request, Some(name))),
        ["events"] => Ok(events::list(&found, request, None)),
        ["outputs"] => Ok(outputs::list(&found)),
        ["outputs", key] => outputs::show(&found, key),
        ["template"] => Ok(stacks::template(&found)),
        ["environment"] => Ok(stacks::environment(&found)),
        ["files"] => Ok(Reply::ok(json!({}))),
        _unknown => return None,
    };
    Some(answer)
}

/// The stacks of this caller's project, with their clusters.
fn all<'a>(world: &'a World, caller: &'a Caller) -> impl Iterator<Item = Found<'a>> {
    let heat = world
        .clusters
        .iter()
        .filter(|cluster| cluster.driver == Driver::Heat);
    let mine = heat.filter(|cluster| cluster.project == caller.project);
    mine.flat_map(move |cluster| {
        let estate = &cluster.estate;
        let stacks = estate
            .stacks
            .iter()
            .enumerate()
            .filter(|(_, stack)| stack.life.exists(world.now));
        stacks.map(move |(place, stack)| Found {
            world,
            cluster,
            estate,
            place,
            stack,
        })
    })
}

/// A stack by name or id.
fn find<'a>(world: &'a World, caller: &'a Caller, wanted: &str) -> Option<Found<'a>> {
    let id = Id::parse(wanted);
    all(world, caller).find(|found| Some(found.stack.id) == id || found.stack.name == wanted)
}

fn no_stack(wanted: &str) -> Reply {
    let message = format!("The Stack ({wanted}) could not be found.");
    refuse(Service::Orchestration, 404, "EntityNotFound", &message)
}

/// How deep a request wants to look.
fn depth(request: &Request) -> usize {
    let asked = request.parameter("nested_depth").unwrap_or("0");
    if asked.eq_ignore_ascii_case("max") {
        5
    } else {
        asked.parse::<usize>().unwrap_or(0).min(5)
    }
}

/// One link.
fn link(rel: &str, href: String) -> Value {
    json!({"href": href, "rel": rel})
}
