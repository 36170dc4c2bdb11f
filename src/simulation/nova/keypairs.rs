//! Nova's key pairs: they belong to a user, not to a project.

use serde_json::{Value, json};

use super::super::http::{Reply, Service, refuse};
use super::super::stock::Keypair;
use super::super::world::World;
use super::{Call, missing};

/// The caller's key pairs.
pub(super) fn list(world: &World, call: &Call<'_>) -> Reply {
    let mine = world
        .stock
        .keypairs
        .iter()
        .filter(|keypair| keypair.user == call.caller.user);
    let rows: Vec<Value> = mine
        .map(|keypair| json!({"keypair": brief(call, keypair)}))
        .collect();
    Reply::ok(json!({"keypairs": rows}))
}

fn brief(call: &Call<'_>, keypair: &Keypair) -> Value {
    let mut body = json!({
        "name": keypair.name, "public_key": keypair.public_key, "fingerprint": keypair.fingerprint,
    });
    if let (true, Some(fields)) = (call.minor >= 2, body.as_object_mut()) {
        fields.insert("type".to_owned(), json!("ssh"));
    }
    body
}

/// One key pair.
pub(super) fn show(world: &World, call: &Call<'_>, name: &str) -> Reply {
    let Some(keypair) = world.stock.keypair(name, &call.caller.user) else {
        return absent(call, name);
    };
    let mut body = brief(call, keypair);
    let more = json!({
        "user_id": keypair.user, "created_at": world.calendar.fine(keypair.created), "deleted": false,
        "deleted_at": null, "id": keypair.number, "updated_at": null,
    });
    if let (Some(fields), Value::Object(more)) = (body.as_object_mut(), more) {
        fields.extend(more);
    }
    Reply::ok(json!({"keypair": body}))
}

fn absent(call: &Call<'_>, name: &str) -> Reply {
    missing(&format!("Keypair {name} not found for user {}", call.caller.user))
}

/// Imports a key; generating one ended with microversion 2.92.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Reply {
    let body = call.request.json();
    let text = |key: &str| {
        body.pointer(&format!("/keypair/{key}"))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let name = text("name").unwrap_or_default();
    let (user, now) = (call.caller.user.clone(), world.now);
    let key = text("public_key");
    if key.is_none() && call.minor >= 92 {
        let message = format!(
            "Invalid input for field/attribute keypair. Value: {{'name': '{name}', 'type': 'ssh'}}. 'public_key' is a \
             required property"
        );
        return refuse(Service::Compute, 400, "badRequest", &message);
    }
    if world.stock.keypair(&name, &user).is_some() {
        let message = format!("Key pair '{name}' already exists.");
        return refuse(Service::Compute, 409, "conflictingRequest", &message);
    }
    let public_key = key.clone().unwrap_or_else(|| {
        format!(
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC{} Generated-by-Nova",
            world.mint.id().letters(24)
        )
    });
    if !["ssh-", "ecdsa-", "sk-"]
        .iter()
        .any(|start| public_key.starts_with(start))
    {
        let message = "Keypair data is invalid: failed to generate fingerprint";
        return refuse(Service::Compute, 400, "badRequest", message);
    }
    world.stock.import(&name, &public_key, &user, now);
    let Some(keypair) = world.stock.keypair(&name, &user) else {
        return absent(call, &name);
    };
    let mut shown = brief(call, keypair);
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("user_id".to_owned(), json!(user));
        if key.is_none() {
            let words = "-----BEGIN RSA PRIVATE KEY-----\nsimulated\n-----END RSA PRIVATE KEY-----\n";
            fields.insert("private_key".to_owned(), json!(words));
        }
    }
    Reply::json(if call.minor >= 2 { 201 } else { 200 }, json!({"keypair": shown}))
}

/// Deletes a key pair.
pub(super) fn delete(world: &mut World, call: &Call<'_>, name: &str) -> Reply {
    if world.stock.keypair(name, &call.caller.user).is_none() {
        return absent(call, name);
    }
    let user = &call.caller.user;
    world
        .stock
        .keypairs
        .retain(|keypair| !(keypair.name == name && keypair.user == *user));
    Reply::empty(if call.minor >= 2 { 204 } else { 202 })
}
