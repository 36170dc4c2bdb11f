//! Nova's key pairs: they belong to a user, not to a project.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use serde_json::{Value, json};

use super::super::base64::encode;
use super::super::fingerprint;
use super::super::http::{Reply, Service, refuse};
use super::super::python;
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
    if let Some(refusal) = strange(&body) {
        return refuse(Service::Compute, 400, "badRequest", &refusal);
    }
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
    let made = if key.is_none() { generated() } else { None };
    let public_key = key.or_else(|| made.as_ref().map(|(public, _)| public.clone()));
    let public_key = public_key.unwrap_or_default();
    if fingerprint::of(&public_key).is_none() {
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
        if let Some((_, private)) = made {
            fields.insert("private_key".to_owned(), json!(private));
        }
    }
    Reply::json(if call.minor >= 2 { 201 } else { 200 }, json!({"keypair": shown}))
}

/// What Nova's schema says against a request, if anything.
fn strange(body: &Value) -> Option<String> {
    let keypair = body.get("keypair")?;
    let refused = |field: &str, value: &str, why: String| {
        Some(format!(
            "Invalid input for field/attribute {field}. Value: {value}. {why}"
        ))
    };
    let Some(name) = keypair.get("name").and_then(Value::as_str) else {
        let shown = python::repr(keypair);
        return refused("keypair", &shown, "'name' is a required property".to_owned());
    };
    let quoted = python::repr(&json!(name));
    if name.is_empty() {
        return refused("name", name, format!("{quoted} should be non-empty"));
    }
    if name.chars().count() > 255 {
        return refused("name", name, format!("{quoted} is too long"));
    }
    let good = |letter: char| letter.is_ascii_alphanumeric() || "_-@. ".contains(letter);
    if !name.chars().all(good) {
        let pattern = r"'^[_\\-\\@\\. a-zA-Z0-9]+$'";
        return refused("name", name, format!("{quoted} does not match {pattern}"));
    }
    let kind = keypair.get("type").and_then(Value::as_str).unwrap_or("ssh");
    if !["ssh", "x509"].contains(&kind) {
        return refused("type", kind, format!("'{kind}' is not one of ['ssh', 'x509']"));
    }
    None
}

/// A new RSA key: the public half as OpenSSH writes it, and the private one.
fn generated() -> Option<(String, String)> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let half = pair.public_key();
    let mut blob = Vec::new();
    let numbers = [
        half.exponent().big_endian_without_leading_zero().to_vec(),
        half.modulus().big_endian_without_leading_zero().to_vec(),
    ];
    blob.extend(field(b"ssh-rsa"));
    for mut number in numbers {
        // A number whose first bit is set would be a negative one.
        if number.first().is_some_and(|first| *first >= 128) {
            number.insert(0, 0);
        }
        blob.extend(field(&number));
    }
    let private: Pkcs8V1Der<'static> = pair.as_der().ok()?;
    // Nova writes the key itself, without the words around it that name its algorithm.
    let bare = private.as_ref().get(PREAMBLE..)?;
    let mut pem = "-----BEGIN RSA PRIVATE KEY-----\n".to_owned();
    for line in encode(bare).as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str("-----END RSA PRIVATE KEY-----\n");
    Some((format!("ssh-rsa {} Generated-by-Nova", encode(&blob)), pem))
}

/// How many bytes come before the key in a PKCS#8 envelope of an RSA key of this size.
const PREAMBLE: usize = 26;

/// A length and so many bytes.
fn field(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(0);
    [length.to_be_bytes().as_slice(), bytes].concat()
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
