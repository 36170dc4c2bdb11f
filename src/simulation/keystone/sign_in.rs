//! `POST /v3/auth/tokens`: the methods, alone and together, and the scopes.

use serde_json::{Value, json};

use super::super::http::{Reply, Request, Service, refuse};
use super::super::identity::{Extent, Receipt, Token, User};
use super::super::world::World;
use super::tokens::{audit, granted};
use super::{denied, federation};

/// Somebody who has proven something.
struct Proven {
    user: String,
    methods: Vec<String>,
    /// What the proof itself fixes: a token's end, its ancestor, an application credential with its project.
    expires: Option<i64>,
    ancestor: Option<String>,
    credential: Option<(String, String)>,
}

impl Proven {
    fn by(user: &str, method: &str) -> Proven {
        Proven {
            user: user.to_owned(),
            methods: vec![method.to_owned()],
            expires: None,
            ancestor: None,
            credential: None,
        }
    }
}

/// Answers a sign-in.
pub(super) fn sign_in(world: &mut World, request: &Request) -> Reply {
    match signed_in(world, request) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn signed_in(world: &mut World, request: &Request) -> Result<Reply, Reply> {
    let body = request.json();
    let Some(identity) = body.pointer("/auth/identity").filter(|part| part.is_object()) else {
        return Err(malformed("identity"));
    };
    let Some(methods) = identity.get("methods").and_then(Value::as_array) else {
        return Err(malformed("methods"));
    };
    let scope = body.pointer("/auth/scope");
    let mut proven: Option<Proven> = None;
    for method in methods {
        let next = prove(world, method.as_str().unwrap_or_default(), identity, scope)?;
        proven = Some(match proven {
            // Two methods must prove the same person.
            Some(earlier) if earlier.user != next.user => return Err(denied(&world.base)),
            Some(mut earlier) => {
                earlier.methods.extend(next.methods);
                earlier
            }
            None => next,
        });
    }
    let mut proven = proven.ok_or_else(|| denied(&world.base))?;
    if let Some(text) = request.header("openstack-auth-receipt") {
        let receipt = world.identity.receipt(text, world.now);
        let receipt = receipt.filter(|receipt| receipt.user == proven.user);
        let Some(receipt) = receipt else {
            let message = format!("Could not find auth receipt: {text}.");
            return Err(unauthorized(world, &message));
        };
        proven.methods.extend(receipt.methods.clone());
    }
    let extent = extent(world, &proven, scope)?;
    enough(world, &proven)?;
    let token = Token {
        user: proven.user,
        extent,
        methods: proven.methods,
        issued: world.now,
        expires: proven.expires.unwrap_or(world.now + world.identity.token_secs),
        audits: proven.ancestor.into_iter().collect(),
        credential: proven.credential.map(|(id, _)| id),
    };
    Ok(granted(world, token))
}

fn malformed(property: &str) -> Reply {
    let message = format!(
        "'{property}' is a required property\n\nFailed validating 'required' in schema:\n    {{'type': \
         'object',\n     'required': ['{property}']}}\n\nOn instance:\n    {{}}"
    );
    refuse(Service::Identity, 400, "", &message)
}

/// 401 in words of its own.
fn unauthorized(world: &World, message: &str) -> Reply {
    let error = json!({"error": {"code": 401, "title": "Unauthorized", "message": message}});
    Reply::json(401, error).with(
        "www-authenticate",
        format!("Keystone uri=\"{}/identity/v3\"", world.base),
    )
}

fn forbidden(action: &str) -> Reply {
    let message = format!("You are not authorized to perform the requested action: {action}.");
    refuse(Service::Identity, 403, "", &message)
}

fn prove(world: &mut World, method: &str, identity: &Value, scope: Option<&Value>) -> Result<Proven, Reply> {
    match method {
        "password" => by_password(world, identity),
        "totp" => by_passcode(world, identity),
        "application_credential" => by_credential(world, identity),
        "token" => by_token(world, identity, scope),
        _unsupported => Err(federation::unsupported(world)),
    }
}

/// The user whom a method names, by id or by name and domain.
fn named(world: &World, user: Option<&Value>) -> Result<User, Reply> {
    let user = user.unwrap_or(&Value::Null);
    if let Some(id) = user.get("id").and_then(Value::as_str) {
        let found = world.identity.users.iter().find(|user| user.id == id);
        return found.cloned().ok_or_else(|| denied(&world.base));
    }
    let expected = |what: &str, place: &str| {
        let message = format!(
            "Expecting to find {what} in {place}. The server could not comply with the request since it is either \
             malformed or otherwise incorrect. The client is assumed to be in error."
        );
        refuse(Service::Identity, 400, "", &message)
    };
    let Some(name) = user.get("name").and_then(Value::as_str) else {
        return Err(expected("id or name", "user"));
    };
    let Some(domain) = user.get("domain") else {
        return Err(expected("domain", "user"));
    };
    let domain = in_domain(world, domain).unwrap_or_default();
    let mut users = world.identity.users.iter();
    let found = users.find(|user| user.name == name && user.domain == domain);
    found.cloned().ok_or_else(|| denied(&world.base))
}

/// The id of a domain that a request names by id or by name.
fn in_domain(world: &World, domain: &Value) -> Option<String> {
    let wanted = domain.get("id").or_else(|| domain.get("name"))?.as_str()?;
    let found = world.identity.domain(wanted);
    found.map(|domain| domain.id.clone())
}

fn by_password(world: &mut World, identity: &Value) -> Result<Proven, Reply> {
    let user = named(world, identity.pointer("/password/user"))?;
    let now = world.now;
    if world.identity.locked(&user, now) {
        let words = format!("The account is locked for user: {}.", user.id);
        return Err(if world.identity.lock.told {
            unauthorized(world, &words)
        } else {
            denied(&world.base)
        });
    }
    let given = identity
        .pointer("/password/user/password")
        .and_then(Value::as_str);
    let right = given.is_some() && given == user.password;
    if let Some(user) = world.identity.user_mut(&user.id) {
        user.note(right, now);
    }
    if !right {
        return Err(denied(&world.base));
    }
    if user.password_expires.is_some_and(|end| end <= now) {
        let words = format!(
            "The password is expired and needs to be changed for user: {}.",
            user.id
        );
        return Err(unauthorized(world, &words));
    }
    Ok(Proven::by(&user.id, "password"))
}

fn by_passcode(world: &mut World, identity: &Value) -> Result<Proven, Reply> {
    let user = named(world, identity.pointer("/totp/user"))?;
    let given = identity.pointer("/totp/user/passcode").and_then(Value::as_str);
    let unix = world.calendar.unix(world.now);
    let stored = world.identity.user_mut(&user.id);
    let right = stored.is_some_and(|user| given.is_some_and(|given| user.passcode(given, unix)));
    if right {
        Ok(Proven::by(&user.id, "totp"))
    } else {
        Err(denied(&world.base))
    }
}

fn by_credential(world: &World, identity: &Value) -> Result<Proven, Reply> {
    let wanted = identity.get("application_credential").unwrap_or(&Value::Null);
    let id = wanted.get("id").and_then(Value::as_str);
    let name = wanted.get("name").and_then(Value::as_str);
    let owner = match id {
        Some(_) => None,
        None => Some(named(world, wanted.get("user"))?.id),
    };
    let credential = world.identity.credentials.iter().find(|credential| {
        let by_name = owner.as_ref() == Some(&credential.user) && name == Some(credential.name.as_str());
        id == Some(credential.id.as_str()) || by_name
    });
    let Some(credential) = credential else {
        let wanted = id.or(name).unwrap_or_default();
        let message = format!("Could not find Application Credential: {wanted}.");
        return Err(refuse(Service::Identity, 404, "", &message));
    };
    let right = wanted.get("secret").and_then(Value::as_str) == Some(credential.secret.as_str());
    let expired = credential.expires.is_some_and(|end| end <= world.now);
    if !right || expired {
        return Err(denied(&world.base));
    }
    let mut proven = Proven::by(&credential.user, "application_credential");
    proven.credential = Some((credential.id.clone(), credential.project.clone()));
    Ok(proven)
}

fn by_token(world: &World, identity: &Value, scope: Option<&Value>) -> Result<Proven, Reply> {
    let text = identity
        .pointer("/token/id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(old) = world.identity.token(text, world.now) else {
        return Err(denied(&world.base));
    };
    let inside = scope.is_some_and(|scope| scope.get("project").is_some() || scope.get("domain").is_some());
    if matches!(old.extent, Extent::Trust(_)) {
        return Err(forbidden(
            "Using trust-scoped token to create another token. Create a new trust-scoped token instead",
        ));
    }
    if old.extent == Extent::System && inside {
        return Err(forbidden(
            "Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.",
        ));
    }
    if old.credential.is_some() {
        return Err(forbidden(
            "Using a delegated token to create another token is not allowed.",
        ));
    }
    let mut methods = old.methods.clone();
    if !methods.iter().any(|method| method == "token") {
        methods.push("token".to_owned());
    }
    Ok(Proven {
        user: old.user.clone(),
        methods,
        // A token from a token ends when the first one would.
        expires: Some(old.expires),
        ancestor: old.audits.last().cloned(),
        credential: None,
    })
}

/// What the token is to be good for.
fn extent(world: &World, proven: &Proven, scope: Option<&Value>) -> Result<Extent, Reply> {
    if let Some((_, project)) = &proven.credential {
        // An application credential has its own project and takes no other.
        return match scope {
            Some(Value::Object(_)) => Err(refuse(
                Service::Identity,
                400,
                "",
                "Application credentials cannot request a scope.",
            )),
            _none => Ok(Extent::Project(project.clone())),
        };
    }
    let user = world.identity.user(&proven.user);
    let user = user.ok_or_else(|| denied(&world.base))?;
    let Some(Value::Object(scope)) = scope else {
        return Ok(Extent::Unscoped);
    };
    let extent = if let Some(project) = scope.get("project") {
        let found = match project.get("id").and_then(Value::as_str) {
            Some(id) => world.identity.projects.iter().find(|entry| entry.id == id),
            None => {
                let name = project.get("name").and_then(Value::as_str);
                let home = project.get("domain").and_then(|domain| in_domain(world, domain));
                let mut projects = world.identity.projects.iter();
                projects.find(|entry| Some(entry.name) == name && home.as_deref() == Some("default"))
            }
        };
        let found = found.filter(|project| user.projects.contains(&project.id));
        found.map(|project| Extent::Project(project.id.clone()))
    } else if let Some(domain) = scope.get("domain") {
        let id = in_domain(world, domain).filter(|id| user.everywhere && *id == user.domain);
        id.map(Extent::Domain)
    } else if scope.contains_key("system") {
        user.everywhere.then_some(Extent::System)
    } else if let Some(trust) = scope.get("OS-TRUST:trust") {
        let id = trust.get("id").and_then(Value::as_str);
        let found = world.identity.trusts.iter().find(|trust| {
            let good = trust.expires.is_none_or(|end| end > world.now);
            id == Some(trust.id.as_str()) && good && trust.trustee == user.id
        });
        found.map(|trust| Extent::Trust(trust.id.clone()))
    } else {
        Some(Extent::Unscoped)
    };
    extent.ok_or_else(|| denied(&world.base))
}

/// Whether one of the user's rules is fulfilled; if not, the answer is a receipt.
fn enough(world: &mut World, proven: &Proven) -> Result<(), Reply> {
    let Some(user) = world.identity.user(&proven.user).cloned() else {
        return Err(denied(&world.base));
    };
    let has = |method: &&&str| proven.methods.iter().any(|have| have == **method);
    // An application credential or a token stands for a sign-in that was complete.
    let complete = proven.credential.is_some() || proven.ancestor.is_some();
    let fulfilled = user
        .rules
        .iter()
        .any(|rule| rule.iter().filter(has).count() == rule.len());
    if user.rules.is_empty() || complete || fulfilled {
        return Ok(());
    }
    let begun = user
        .rules
        .iter()
        .filter(|rule| rule.iter().filter(has).count() > 0);
    let required: Vec<&Vec<&str>> = begun.collect();
    let expires = world.now + super::Identity::RECEIPT_SECS;
    let id = world.mint.id();
    let text = world.identity.receive(
        id,
        Receipt {
            user: user.id.clone(),
            methods: proven.methods.clone(),
            expires,
        },
    );
    let body = json!({
        "receipt": {
            "methods": proven.methods,
            "user": {"id": user.id, "name": user.name, "domain": super::domain_json(world, &user.domain)},
            "expires_at": world.calendar.fine_zulu(expires),
            "issued_at": world.calendar.fine_zulu(world.now),
        },
        "required_auth_methods": required,
    });
    Err(Reply::json(401, body).with("openstack-auth-receipt", text))
}

/// A token for somebody who was vouched for by the sign-in provider.
pub(super) fn federated(world: &mut World, user: &str, protocol: &str) -> Reply {
    let proven = Proven::by(user, protocol);
    let token = Token {
        user: proven.user,
        extent: Extent::Unscoped,
        methods: proven.methods,
        issued: world.now,
        expires: world.now + world.identity.token_secs,
        audits: vec![audit(world.mint.id())],
        credential: None,
    };
    granted(world, token)
}
