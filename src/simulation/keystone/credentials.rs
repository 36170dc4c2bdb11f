//! What people make for their machines and for each other: application credentials and trusts.

use serde_json::{Value, json};

use super::super::http::{Reply, Request, Service, refuse};
use super::super::identity::{Credential, Extent, Token, Trust, User};
use super::super::world::World;
use super::tokens::roles_json;
use super::{here, list, not_found};

fn forbidden(action: &str) -> Reply {
    let message = format!("You are not authorized to perform the requested action: {action}.");
    refuse(Service::Identity, 403, "", &message)
}

/// Application credentials of the caller.
pub(super) fn credentials(
    world: &mut World,
    request: &Request,
    token: &Token,
    user: &User,
    rest: &[&str],
) -> Reply {
    let path = format!("users/{}/application_credentials", user.id);
    let mine = |credential: &&Credential| credential.user == user.id;
    let find = |world: &World, id: &str| {
        let all = world.identity.credentials.iter();
        all.filter(mine).find(|credential| credential.id == id).cloned()
    };
    let missing = |id: &str| not_found(&format!("Could not find Application Credential: {id}."));
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let name = request.parameter("name");
            let mine = world.identity.credentials.iter().filter(mine);
            let mine = mine.filter(|credential| name.is_none_or(|name| credential.name == name));
            let rows = mine
                .map(|credential| credential_json(world, credential))
                .collect();
            list(world, "application_credentials", &path, rows)
        }
        ("GET", [id]) => match find(world, id) {
            Some(credential) => {
                Reply::ok(json!({"application_credential": credential_json(world, &credential)}))
            }
            None => missing(id),
        },
        ("POST", []) => match make(world, request, token, user) {
            Ok(reply) | Err(reply) => reply,
        },
        ("DELETE", [id]) => {
            if let Err(refusal) = unrestricted(world, token) {
                return refusal;
            }
            if find(world, id).is_none() {
                return missing(id);
            }
            world
                .identity
                .credentials
                .retain(|credential| credential.id != *id);
            Reply::empty(204)
        }
        _unknown => not_found("The resource could not be found."),
    }
}

/// Refuses what a restricted application credential must not do.
fn unrestricted(world: &World, token: &Token) -> Result<(), Reply> {
    let mut credentials = world.identity.credentials.iter();
    let restricted = credentials
        .find(|credential| Some(&credential.id) == token.credential.as_ref())
        .is_some_and(|credential| !credential.unrestricted);
    if restricted {
        return Err(forbidden(
            "Using method 'application_credential' is not allowed for managing additional application credentials.",
        ));
    }
    Ok(())
}

fn make(world: &mut World, request: &Request, token: &Token, user: &User) -> Result<Reply, Reply> {
    unrestricted(world, token)?;
    let body = request.json();
    let field = |key: &str| body.pointer(&format!("/application_credential/{key}"));
    let text = |key: &str| field(key).and_then(Value::as_str).map(str::to_owned);
    let Some(name) = text("name") else {
        let message = "'name' is a required property";
        return Err(refuse(Service::Identity, 400, "", message));
    };
    let Extent::Project(project) = &token.extent else {
        return Err(forbidden("identity:create_application_credential"));
    };
    let taken = |entry: &Credential| entry.user == user.id && entry.name == name;
    if world.identity.credentials.iter().any(taken) {
        let message = format!(
            "Conflict occurred attempting to store application_credential - Duplicate entry found with name {name}."
        );
        return Err(refuse(Service::Identity, 409, "", &message));
    }
    let id = world.mint.id();
    let credential = Credential {
        id: id.plain(),
        name,
        description: text("description"),
        secret: text("secret").unwrap_or_else(|| id.child(3).letters(48)),
        user: user.id.clone(),
        project: project.clone(),
        unrestricted: field("unrestricted").and_then(Value::as_bool).unwrap_or(false),
        roles: chosen_roles(world, field("roles"), &user.roles)?,
        expires: expiry(world, field("expires_at"))?,
    };
    let mut shown = credential_json(world, &credential);
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("secret".to_owned(), json!(credential.secret));
    }
    world.identity.credentials.push(credential);
    Ok(Reply::json(201, json!({"application_credential": shown})))
}

/// The roles that a request names, which must be among those that its maker has; without any, all of them.
fn chosen_roles(
    world: &World,
    asked: Option<&Value>,
    own: &[&'static str],
) -> Result<Vec<&'static str>, Reply> {
    let Some(asked) = asked.and_then(Value::as_array).filter(|asked| !asked.is_empty()) else {
        return Ok(own.to_vec());
    };
    let mut roles = Vec::new();
    for role in asked {
        let wanted = role
            .get("id")
            .or_else(|| role.get("name"))
            .and_then(Value::as_str);
        let found = wanted.and_then(|wanted| world.identity.role(wanted));
        match found.filter(|role| own.contains(role)) {
            Some(role) => roles.push(role),
            None => {
                let message = "Invalid application credential: User does not have the role in the project";
                return Err(refuse(Service::Identity, 400, "", message));
            }
        }
    }
    Ok(roles)
}

/// The second of the world's clock at which something ends.
fn expiry(world: &World, asked: Option<&Value>) -> Result<Option<i64>, Reply> {
    let Some(text) = asked.and_then(Value::as_str) else {
        return Ok(None);
    };
    let zulu = if text.ends_with('Z') || text.contains('+') {
        text.to_owned()
    } else {
        format!("{text}Z")
    };
    match world.calendar.second(&zulu) {
        Some(second) => Ok(Some(second)),
        None => {
            let message = format!("Unable to parse date: {text}");
            Err(refuse(Service::Identity, 400, "", &message))
        }
    }
}

fn credential_json(world: &World, credential: &Credential) -> Value {
    let link = here(world, &format!("application_credentials/{}", credential.id));
    json!({
        "id": credential.id,
        "name": credential.name,
        "description": credential.description,
        "user_id": credential.user,
        "project_id": credential.project,
        "system": null,
        "expires_at": credential.expires.map(|end| world.calendar.fine(end)),
        "unrestricted": credential.unrestricted.then_some(true),
        "roles": roles_json(world, &credential.roles, true),
        "links": {"self": link},
    })
}

/// Trusts that the caller gave or was given.
pub(super) fn trusts(
    world: &mut World,
    request: &Request,
    token: &Token,
    user: &User,
    rest: &[&str],
) -> Reply {
    if token.credential.is_some() {
        return forbidden("Delegated tokens cannot manage trusts.");
    }
    let related = |trust: &&Trust| trust.trustor == user.id || trust.trustee == user.id;
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let all = world.identity.trusts.iter().filter(related);
            let rows = all.map(|trust| trust_json(world, trust, false)).collect();
            list(world, "trusts", "OS-TRUST/trusts", rows)
        }
        ("POST", []) => match entrust(world, request, user) {
            Ok(reply) | Err(reply) => reply,
        },
        (method, [id]) => {
            let mut all = world.identity.trusts.iter().filter(related);
            let Some(trust) = all.find(|trust| trust.id == *id).cloned() else {
                return not_found(&format!("Could not find trust: {id}."));
            };
            match method {
                "GET" => Reply::ok(json!({"trust": trust_json(world, &trust, true)})),
                "DELETE" if trust.trustor == user.id => {
                    world.identity.trusts.retain(|entry| entry.id != trust.id);
                    Reply::empty(204)
                }
                "DELETE" => forbidden("Only admin or trustor can delete a trust"),
                _unknown => not_found("The resource could not be found."),
            }
        }
        _unknown => not_found("The resource could not be found."),
    }
}

fn entrust(world: &mut World, request: &Request, user: &User) -> Result<Reply, Reply> {
    let body = request.json();
    let text = |key: &str| body.pointer(&format!("/trust/{key}")).and_then(Value::as_str);
    if text("trustor_user_id") != Some(user.id.as_str()) {
        return Err(forbidden("The authenticated user should match the trustor"));
    }
    let trustee = text("trustee_user_id").unwrap_or_default();
    if !world.identity.users.iter().any(|user| user.id == trustee) {
        return Err(not_found(&format!("Could not find user: {trustee}.")));
    }
    let asked = body.pointer("/trust/roles");
    if asked.and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Err(forbidden("At least one role should be specified"));
    }
    let trust = Trust {
        id: world.mint.id().plain(),
        trustor: user.id.clone(),
        trustee: trustee.to_owned(),
        project: text("project_id").unwrap_or_default().to_owned(),
        impersonation: body
            .pointer("/trust/impersonation")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        roles: chosen_roles(world, asked, &user.roles)?,
        expires: expiry(world, body.pointer("/trust/expires_at"))?,
    };
    let shown = trust_json(world, &trust, true);
    world.identity.trusts.push(trust);
    Ok(Reply::json(201, json!({"trust": shown})))
}

fn trust_json(world: &World, trust: &Trust, with_roles: bool) -> Value {
    let link = here(world, &format!("OS-TRUST/trusts/{}", trust.id));
    let mut body = json!({
        "id": trust.id,
        "trustor_user_id": trust.trustor,
        "trustee_user_id": trust.trustee,
        "project_id": trust.project,
        "impersonation": trust.impersonation,
        "expires_at": trust.expires.map(|end| world.calendar.fine_zulu(end)),
        "deleted_at": null,
        "remaining_uses": null,
        "redelegation_count": 0,
        "links": {"self": link},
    });
    if let (true, Some(fields)) = (with_roles, body.as_object_mut()) {
        fields.insert("roles".to_owned(), roles_json(world, &trust.roles, true));
        let roles = here(world, &format!("OS-TRUST/trusts/{}/roles", trust.id));
        fields.insert(
            "roles_links".to_owned(),
            json!({"self": roles, "next": null, "previous": null}),
        );
    }
    body
}
