//! Who and what there is: projects, domains, users, roles and regions.

use serde_json::{Value, json};

use super::super::http::{Reply, Service, refuse};
use super::super::identity::{Domain, Project, User};
use super::super::world::World;
use super::tokens::roles_json;
use super::{REGIONS, here, list, not_found};

/// Lists of things that only an admin may read, and single ones of those that everybody may.
pub(super) fn read(world: &World, user: &User, admin: bool, parts: &[&str]) -> Reply {
    match parts {
        ["auth", "projects"] | ["OS-FEDERATION", "projects"] => {
            let mine = |project: &&Project| user.projects.contains(&project.id);
            list(world, "projects", &parts.join("/"), projects(world, mine))
        }
        ["auth", "domains"] | ["OS-FEDERATION", "domains"] => {
            let mine = |domain: &&Domain| user.everywhere && domain.id == user.domain;
            let rows = domains(world, mine);
            list(world, "domains", &parts.join("/"), rows)
        }
        ["auth", "system"] => {
            let system = if user.everywhere {
                json!([{"all": true}])
            } else {
                json!([])
            };
            Reply::ok(json!({"system": system, "links": {"self": here(world, "auth/system")}}))
        }
        ["projects"] if admin => list(world, "projects", "projects", projects(world, |_| true)),
        ["domains"] if admin => list(world, "domains", "domains", domains(world, |_| true)),
        ["users"] if admin => {
            let users = world.identity.users.iter();
            let rows = users.map(|user| user_json(world, user)).collect();
            list(world, "users", "users", rows)
        }
        ["roles"] if admin => {
            let names: Vec<&'static str> = world.identity.roles.keys().copied().collect();
            let rows = roles_json(world, &names, true);
            list(
                world,
                "roles",
                "roles",
                rows.as_array().cloned().unwrap_or_default(),
            )
        }
        ["users", id, "projects"] if *id == user.id || admin => {
            let owner = world.identity.user(id);
            let mine = |project: &&Project| owner.is_some_and(|owner| owner.projects.contains(&project.id));
            let rows = projects(world, mine);
            list(world, "projects", &format!("users/{id}/projects"), rows)
        }
        ["projects", id] => {
            let mut all = world.identity.projects.iter();
            match all.find(|project| project.id == *id) {
                Some(project) if admin || user.projects.contains(&project.id) => {
                    Reply::ok(json!({"project": project_json(world, project)}))
                }
                Some(_) | None => not_found(&format!("Could not find project: {id}.")),
            }
        }
        ["domains", id] => match world.identity.domains.iter().find(|domain| domain.id == *id) {
            Some(domain) if admin || domain.id == user.domain => {
                Reply::ok(json!({"domain": domain_json(world, domain)}))
            }
            Some(_) | None => not_found(&format!("Could not find domain: {id}.")),
        },
        ["users", id] if *id == user.id || admin => {
            match world.identity.users.iter().find(|user| user.id == *id) {
                Some(user) => Reply::ok(json!({"user": user_json(world, user)})),
                None => not_found(&format!("Could not find user: {id}.")),
            }
        }
        ["regions"] => {
            let rows = REGIONS.map(|(name, _)| region_json(world, name));
            list(world, "regions", "regions", rows.to_vec())
        }
        ["regions", id] if REGIONS.iter().any(|(name, _)| name == id) => {
            Reply::ok(json!({"region": region_json(world, id)}))
        }
        [what @ ("users" | "projects" | "services" | "endpoints" | "domains" | "roles")] => {
            let message =
                format!("You are not authorized to perform the requested action: identity:list_{what}.");
            refuse(Service::Identity, 403, "", &message)
        }
        _unknown => not_found("The resource could not be found."),
    }
}

fn region_json(world: &World, name: &str) -> Value {
    let links = json!({"self": here(world, &format!("regions/{name}"))});
    json!({"id": name, "description": "", "parent_region_id": null, "links": links})
}

fn projects(world: &World, chosen: impl Fn(&&Project) -> bool) -> Vec<Value> {
    let chosen = world.identity.projects.iter().filter(chosen);
    chosen.map(|project| project_json(world, project)).collect()
}

fn project_json(world: &World, project: &Project) -> Value {
    json!({
        "id": project.id,
        "name": project.name,
        "domain_id": "default",
        "description": project.description,
        "enabled": true,
        "parent_id": "default",
        "is_domain": false,
        "tags": [],
        "options": {},
        "links": {"self": here(world, &format!("projects/{}", project.id))},
    })
}

fn domains(world: &World, chosen: impl Fn(&&Domain) -> bool) -> Vec<Value> {
    let chosen = world.identity.domains.iter().filter(chosen);
    chosen.map(|domain| domain_json(world, domain)).collect()
}

fn domain_json(world: &World, domain: &Domain) -> Value {
    json!({
        "id": domain.id,
        "name": domain.name,
        "description": "",
        "enabled": true,
        "tags": [],
        "options": {},
        "links": {"self": here(world, &format!("domains/{}", domain.id))},
    })
}

fn user_json(world: &World, user: &User) -> Value {
    let mut options = json!({});
    if let (false, Some(fields)) = (user.rules.is_empty(), options.as_object_mut()) {
        fields.insert("multi_factor_auth_enabled".to_owned(), json!(true));
        fields.insert("multi_factor_auth_rules".to_owned(), json!(user.rules));
    }
    json!({
        "id": user.id,
        "name": user.name,
        "domain_id": user.domain,
        "enabled": true,
        "options": options,
        "password_expires_at": user.password_expires.map(|end| world.calendar.fine(end)),
        "links": {"self": here(world, &format!("users/{}", user.id))},
    })
}
