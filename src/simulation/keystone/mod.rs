//! Keystone v3: every way in, scopes, the catalogue, people and projects, application credentials and trusts.

mod clouds;
mod credentials;
mod federation;
mod people;
mod sign_in;
mod tokens;

use serde_json::{Value, json};

use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::identity::{Extent, Identity};
use super::world::World;

pub(super) use clouds::clouds_yaml;
pub(super) use federation::provider;

/// The regions, with the beginning of the paths under which their services are.
pub(super) const REGIONS: [(&str, &str); 2] = [("RegionOne", ""), ("RegionTwo", "/region-two")];

/// Answers a request to Keystone.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let base = world.base.clone();
    let reply = match (request.method.as_str(), parts.as_slice()) {
        ("GET", []) => {
            let location = format!("{base}/identity/v3/");
            Reply::json(300, json!({"versions": {"values": [version(&base)]}})).with("location", location)
        }
        ("GET", ["v3"]) => Reply::ok(json!({"version": version(&base)})),
        ("POST", ["v3", "auth", "tokens"]) => sign_in::sign_in(world, request),
        (
            "GET" | "POST",
            [
                "v3",
                "OS-FEDERATION",
                "identity_providers",
                provider,
                "protocols",
                protocol,
                "auth",
            ],
        ) => federation::exchange(world, request, provider, protocol),
        ("GET" | "POST", ["v3", "auth", "OS-FEDERATION", "websso", protocol]) => {
            federation::in_browser(world, request, None, protocol)
        }
        (
            "GET" | "POST",
            [
                "v3",
                "auth",
                "OS-FEDERATION",
                "identity_providers",
                provider,
                "protocols",
                protocol,
                "websso",
            ],
        ) => federation::in_browser(world, request, Some(provider), protocol),
        (_, ["v3", rest @ ..]) => match request.header("x-auth-token") {
            Some(text) => inside(world, request, text, rest),
            None => denied(&base),
        },
        _unknown => not_found("The resource could not be found."),
    };
    reply.with("vary", "X-Auth-Token")
}

fn denied(base: &str) -> Reply {
    unauthorized(Service::Identity, base)
}

fn not_found(message: &str) -> Reply {
    refuse(Service::Identity, 404, "", message)
}

fn version(base: &str) -> Value {
    json!({
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": format!("{base}/identity/v3/")}],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.identity-v3+json"}],
    })
}

fn inside(world: &mut World, request: &Request, text: &str, parts: &[&str]) -> Reply {
    let Some(token) = world.identity.token(text, world.now).cloned() else {
        return denied(&world.base);
    };
    let standing = world.identity.standing(&token);
    let standing = standing.map(|(user, project, roles)| (user.clone(), project, roles));
    let Some((user, project, roles)) = standing else {
        return denied(&world.base);
    };
    let admin = roles.contains(&"admin");
    match (request.method.as_str(), parts) {
        ("GET" | "HEAD", ["auth", "tokens"]) => tokens::show(world, request),
        ("DELETE", ["auth", "tokens"]) => {
            let subject = request.header("x-subject-token").unwrap_or_default();
            if world.identity.token(subject, world.now).is_none() {
                return not_found(&format!("Could not find token: {subject}."));
            }
            world.identity.revoke(subject);
            Reply::empty(204)
        }
        ("GET", ["auth", "catalog"]) if token.extent == Extent::Unscoped => {
            let message = "A project-scoped token is required to produce a service catalog.";
            refuse(Service::Identity, 403, "", message)
        }
        ("GET", ["auth", "catalog"]) => {
            let catalog = tokens::catalog(world, &project);
            Reply::ok(json!({"catalog": catalog, "links": {"self": here(world, "auth/catalog")}}))
        }
        (_, ["users", id, "application_credentials", rest @ ..]) if *id == user.id => {
            credentials::credentials(world, request, &token, &user, rest)
        }
        (_, ["OS-TRUST", "trusts", rest @ ..]) => credentials::trusts(world, request, &token, &user, rest),
        ("GET", parts) => people::read(world, &user, admin, parts),
        _unknown => not_found("The resource could not be found."),
    }
}

fn here(world: &World, path: &str) -> String {
    format!("{}/identity/v3/{path}", world.base)
}

fn list(world: &World, key: &str, path: &str, rows: Vec<Value>) -> Reply {
    Reply::ok(json!({key: rows, "links": {"next": null, "self": here(world, path), "previous": null}}))
}

/// A domain as other things name it.
fn domain_json(world: &World, id: &str) -> Value {
    let name = world.identity.domain(id).map(|domain| domain.name);
    json!({"id": id, "name": name})
}
