//! Tokens as Keystone shows them: to whom they belong, what they are good for, and the catalogue.

use serde_json::{Value, json};

use super::super::http::{Reply, Request, Service, refuse};
use super::super::id::Id;
use super::super::identity::{Extent, Token};
use super::super::world::World;
use super::{REGIONS, domain_json, federation};

/// Gives a token out and shows it.
pub(super) fn granted(world: &mut World, mut token: Token) -> Reply {
    let id = world.mint.id();
    token.audits.insert(0, audit(id));
    let text = world.identity.issue(id, token.clone());
    Reply::json(201, json!({"token": token_json(world, &token, true)})).with("x-subject-token", text)
}

/// The name under which a token's deeds are written down.
pub(super) fn audit(id: Id) -> String {
    id.child(7).letters(22)
}

/// `GET /v3/auth/tokens`
pub(super) fn show(world: &World, request: &Request) -> Reply {
    let subject = request.header("x-subject-token").unwrap_or_default();
    let Some(token) = world.identity.token(subject, world.now) else {
        let message = format!("Could not find token: {subject}.");
        return refuse(Service::Identity, 404, "", &message);
    };
    let with_catalog = request.parameter("nocatalog").is_none();
    Reply::ok(json!({"token": token_json(world, token, with_catalog)})).with("x-subject-token", subject)
}

fn token_json(world: &World, token: &Token, with_catalog: bool) -> Value {
    let Some((user, project, roles)) = world.identity.standing(token) else {
        return Value::Null;
    };
    let mut who = json!({"domain": domain_json(world, &user.domain), "id": user.id, "name": user.name});
    if let Some(fields) = who.as_object_mut() {
        if user.password.is_some() {
            let end = user.password_expires.map(|end| world.calendar.fine(end));
            fields.insert("password_expires_at".to_owned(), json!(end));
        } else {
            fields.insert("OS-FEDERATION".to_owned(), federation::membership());
        }
    }
    let mut body = json!({
        "methods": token.methods,
        "user": who,
        "audit_ids": token.audits,
        "expires_at": world.calendar.fine_zulu(token.expires),
        "issued_at": world.calendar.fine_zulu(token.issued),
    });
    let mut put = |key: &str, value: Value| {
        if let Some(fields) = body.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
    };
    match &token.extent {
        Extent::Unscoped => {}
        Extent::Project(_) => put("is_domain", json!(false)),
        Extent::Domain(id) => put("domain", domain_json(world, id)),
        Extent::System => put("system", json!({"all": true})),
        Extent::Trust(id) => {
            if let Some(trust) = world.identity.trusts.iter().find(|trust| trust.id == *id) {
                let about = json!({
                    "id": trust.id, "impersonation": trust.impersonation,
                    "trustor_user": {"id": trust.trustor}, "trustee_user": {"id": trust.trustee},
                });
                put("OS-TRUST:trust", about);
            }
        }
    }
    if token.extent != Extent::Unscoped {
        put("roles", roles_json(world, &roles, false));
        if with_catalog {
            put("catalog", catalog(world, &project));
        }
    }
    if let Some(project) = world.identity.project(&project) {
        let home = domain_json(world, "default");
        put(
            "project",
            json!({"domain": home, "id": project.id, "name": project.name}),
        );
    }
    let mut credentials = world.identity.credentials.iter();
    if let Some(credential) = credentials.find(|entry| Some(&entry.id) == token.credential.as_ref()) {
        let restricted = !credential.unrestricted;
        put(
            "application_credential",
            json!({"id": credential.id, "name": credential.name, "restricted": restricted}),
        );
    }
    body
}

/// Roles, short as tokens have them or long as lists do.
pub(super) fn roles_json(world: &World, roles: &[&'static str], long: bool) -> Value {
    let role = |name: &&'static str| {
        let id = world.identity.roles.get(name).cloned().unwrap_or_default();
        if long {
            let options = match *name {
                "admin" | "manager" | "member" | "reader" => json!({"immutable": true}),
                _free => json!({}),
            };
            json!({"id": id, "name": name, "domain_id": null, "description": null, "options": options})
        } else {
            json!({"id": id, "name": name})
        }
    };
    Value::Array(roles.iter().map(role).collect())
}

/// Where every service is, in both regions; the second one has no Magnum and no Heat.
pub(super) fn catalog(world: &World, project: &str) -> Value {
    let services = [
        ("volumev3", "cinder", format!("volume/v3/{project}"), true),
        (
            "orchestration",
            "heat",
            format!("orchestration/v1/{project}"),
            false,
        ),
        ("compute", "nova", "compute/v2.1".to_owned(), true),
        ("identity", "keystone", "identity/v3".to_owned(), true),
        (
            "container-infra",
            "magnum",
            "container-infra/v1".to_owned(),
            false,
        ),
        ("network", "neutron", "network".to_owned(), true),
        ("image", "glance", "image".to_owned(), true),
        ("load-balancer", "octavia", "load-balancer".to_owned(), true),
    ];
    let mut catalog = Vec::new();
    for (number, (kind, name, path, everywhere)) in services.into_iter().enumerate() {
        let id = Id::parse(&format!("{:032x}", number + 1)).map(|id| id.child(1));
        let mut endpoints = Vec::new();
        for (place, (region, prefix)) in REGIONS.into_iter().enumerate() {
            // There is one Keystone for both regions.
            let prefix = if kind == "identity" { "" } else { prefix };
            let url = format!("{}{prefix}/{path}", world.base);
            let absent = world
                .identity
                .absent
                .iter()
                .any(|(service, there)| service == kind && there == region);
            if absent || (place > 0 && !everywhere) {
                continue;
            }
            for (turn, interface) in ["public", "internal", "admin"].into_iter().enumerate() {
                let id = id.map(|id| id.child((place * 3 + turn) as u64 + 1).plain());
                endpoints.push(json!({
                    "id": id, "interface": interface, "region_id": region, "url": url, "region": region,
                }));
            }
        }
        if !endpoints.is_empty() {
            catalog
                .push(json!({"endpoints": endpoints, "id": id.map(Id::plain), "type": kind, "name": name}));
        }
    }
    Value::Array(catalog)
}
