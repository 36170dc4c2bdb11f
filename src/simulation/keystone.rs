//! Keystone v3: signing in, scoping, the catalogue, projects and application credentials.

use serde_json::{Value, json};

use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::id::Id;
use super::identity::{Credential, Identity, Project, Token, User};
use super::world::World;

const REGION: &str = "RegionOne";

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
        ("POST", ["v3", "auth", "tokens"]) => sign_in(world, request),
        _authenticated => match request.header("x-auth-token").filter(|text| good(world, text)) {
            Some(text) => inside(world, request, text, &parts),
            None => denied(&base),
        },
    };
    reply.with("vary", "X-Auth-Token")
}

/// The text of a clouds.yaml for this cloud.
pub(super) fn clouds_yaml(world: &World) -> String {
    let auth_url = format!("{}/identity/v3", world.base);
    let mut text = "clouds:\n".to_owned();
    for (cloud, user, project) in [
        ("demo", "demo", "demo"),
        ("reader", "reader", "demo"),
        ("admin", "admin", "admin"),
    ] {
        text.push_str(&format!(
            "  {cloud}:\n    auth:\n      auth_url: {auth_url}\n      username: {user}\n      password: {user}\n      \
             project_name: {project}\n      user_domain_name: Default\n      project_domain_name: Default\n    \
             region_name: {REGION}\n    identity_api_version: 3\n    interface: public\n"
        ));
    }
    for credential in world.identity.credentials.iter().take(1) {
        let (id, secret) = (&credential.id, &credential.secret);
        text.push_str(&format!(
            "  demo-appcred:\n    auth_type: v3applicationcredential\n    auth:\n      auth_url: {auth_url}\n      \
             application_credential_id: {id}\n      application_credential_secret: {secret}\n    \
             region_name: {REGION}\n    identity_api_version: 3\n    interface: public\n"
        ));
    }
    text
}

fn good(world: &World, text: &str) -> bool {
    world.identity.token(text, world.now).is_some()
}

fn denied(base: &str) -> Reply {
    unauthorized(Service::Identity, base)
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
    let Some(user) = world.identity.user(&token.user).cloned() else {
        return denied(&world.base);
    };
    let admin = user.roles.contains(&"admin");
    match (request.method.as_str(), parts) {
        ("GET" | "HEAD", ["v3", "auth", "tokens"]) => show_token(world, request),
        ("DELETE", ["v3", "auth", "tokens"]) => {
            if let Some(subject) = request.header("x-subject-token") {
                world.identity.revoke(subject);
            }
            Reply::empty(204)
        }
        ("GET", ["v3", "auth", "catalog"]) => {
            let catalog = catalog(world, token.project.as_deref().unwrap_or_default());
            Reply::ok(json!({"catalog": catalog, "links": {"self": here(world, "auth/catalog")}}))
        }
        ("GET", ["v3", "auth", "projects"]) => {
            let mine = |project: &&Project| user.projects.contains(&project.id);
            list(world, "projects", "auth/projects", projects(world, mine))
        }
        ("GET", ["v3", "auth", "domains"]) => list(world, "domains", "auth/domains", Vec::new()),
        ("GET", ["v3", "auth", "system"]) => {
            Reply::ok(json!({"system": [], "links": {"self": here(world, "auth/system")}}))
        }
        ("GET", ["v3", "projects"]) if admin => {
            list(world, "projects", "projects", projects(world, |_| true))
        }
        ("GET", ["v3", "users", id, "projects"]) if *id == user.id || admin => {
            let mine = |project: &&Project| user.projects.contains(&project.id);
            list(
                world,
                "projects",
                &format!("users/{id}/projects"),
                projects(world, mine),
            )
        }
        ("GET", ["v3", "projects", id]) => match world.identity.project(id) {
            Some(project) if admin || user.projects.contains(&project.id) => {
                Reply::ok(json!({"project": project_json(world, project)}))
            }
            Some(_) | None => refuse(
                Service::Identity,
                404,
                "",
                &format!("Could not find project: {id}."),
            ),
        },
        ("GET", ["v3", "users", id]) if *id == user.id => {
            let links = json!({"self": here(world, &format!("users/{id}"))});
            Reply::ok(json!({"user": {
                "id": user.id, "name": user.name, "domain_id": "default", "enabled": true, "options": {},
                "password_expires_at": null, "links": links,
            }}))
        }
        ("GET", ["v3", "regions"]) => {
            let links = json!({"self": here(world, &format!("regions/{REGION}"))});
            let region = json!({"id": REGION, "description": "", "parent_region_id": null, "links": links});
            list(world, "regions", "regions", vec![region])
        }
        (_, ["v3", "users", id, "application_credentials", rest @ ..]) if *id == user.id => {
            credentials(world, request, &user, token.project.as_deref(), rest)
        }
        (
            "GET",
            [
                "v3",
                what @ ("users" | "projects" | "services" | "endpoints" | "domains"),
            ],
        ) => {
            let message =
                format!("You are not authorized to perform the requested action: identity:list_{what}.");
            refuse(Service::Identity, 403, "", &message)
        }
        _unknown => refuse(Service::Identity, 404, "", "The resource could not be found."),
    }
}

fn here(world: &World, path: &str) -> String {
    format!("{}/identity/v3/{path}", world.base)
}

fn list(world: &World, key: &str, path: &str, rows: Vec<Value>) -> Reply {
    Reply::ok(json!({key: rows, "links": {"next": null, "self": here(world, path), "previous": null}}))
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

fn sign_in(world: &mut World, request: &Request) -> Reply {
    let body = request.json();
    let Some(identity) = body.pointer("/auth/identity") else {
        let message = "'identity' is a required property\n\nFailed validating 'required' in schema:\n    {'type': \
                       'object',\n     'required': ['identity']}\n\nOn instance:\n    {}";
        return refuse(Service::Identity, 400, "", message);
    };
    let methods = identity
        .get("methods")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let proven = match methods.first().and_then(Value::as_str) {
        Some("password") => by_password(world, identity),
        Some("application_credential") => by_credential(world, identity),
        Some("token") => by_token(world, identity),
        Some(_) | None => None,
    };
    let Some((user, mut token)) = proven else {
        return denied(&world.base);
    };
    let scope = body.pointer("/auth/scope/project");
    if token.credential.is_none()
        && let Some(scope) = scope
    {
        let wanted = scope
            .get("id")
            .or_else(|| scope.get("name"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let project = world
            .identity
            .project(wanted)
            .filter(|project| user.projects.contains(&project.id));
        let Some(project) = project else {
            return denied(&world.base);
        };
        token.project = Some(project.id.clone());
    }
    let text_id = world.mint.id();
    token.audits.insert(0, audit(text_id));
    let text = world.identity.issue(text_id, token.clone());
    Reply::json(201, json!({"token": token_json(world, &token, &user)})).with("x-subject-token", text)
}

fn audit(id: Id) -> String {
    id.child(7).letters(22)
}

fn fresh(world: &World, user: &User, methods: Vec<&'static str>) -> Token {
    Token {
        user: user.id.clone(),
        project: None,
        methods,
        issued: world.now,
        expires: world.now + Identity::TOKEN_SECS,
        audits: Vec::new(),
        credential: None,
    }
}

fn by_password(world: &World, identity: &Value) -> Option<(User, Token)> {
    let user = named_user(world, identity.pointer("/password/user")?)?;
    let password = identity.pointer("/password/user/password")?.as_str()?;
    let token = fresh(world, user, vec!["password"]);
    (user.password == password).then(|| (user.clone(), token))
}

fn named_user<'a>(world: &'a World, user: &Value) -> Option<&'a User> {
    world
        .identity
        .user(user.get("id").or_else(|| user.get("name"))?.as_str()?)
}

fn by_credential(world: &World, identity: &Value) -> Option<(User, Token)> {
    let wanted = identity.get("application_credential")?;
    let secret = wanted.get("secret")?.as_str()?;
    let credential = world.identity.credentials.iter().find(|credential| {
        let named = wanted.get("name").and_then(Value::as_str) == Some(credential.name.as_str());
        let owner = wanted.get("user").and_then(|user| named_user(world, user));
        let by_name = named && owner.is_some_and(|owner| owner.id == credential.user);
        wanted.get("id").and_then(Value::as_str) == Some(credential.id.as_str()) || by_name
    })?;
    let user = world.identity.user(&credential.user)?;
    let mut token = fresh(world, user, vec!["application_credential"]);
    token.project = Some(credential.project.clone());
    token.credential = Some(credential.id.clone());
    (credential.secret == secret).then(|| (user.clone(), token))
}

fn by_token(world: &World, identity: &Value) -> Option<(User, Token)> {
    let text = identity.pointer("/token/id")?.as_str()?;
    let old = world.identity.token(text, world.now)?;
    // A token made from an application credential stays in its project.
    if old.credential.is_some() {
        return None;
    }
    let user = world.identity.user(&old.user)?;
    let mut token = fresh(world, user, vec!["password", "token"]);
    token.expires = old.expires;
    token.audits = old.audits.last().cloned().into_iter().collect();
    Some((user.clone(), token))
}

fn show_token(world: &World, request: &Request) -> Reply {
    let subject = request.header("x-subject-token").unwrap_or_default();
    let token = world.identity.token(subject, world.now);
    let Some((token, user)) = token.and_then(|token| Some((token, world.identity.user(&token.user)?))) else {
        let message = format!("Could not find token: {subject}.");
        return refuse(Service::Identity, 404, "", &message);
    };
    Reply::ok(json!({"token": token_json(world, token, user)})).with("x-subject-token", subject)
}

fn token_json(world: &World, token: &Token, user: &User) -> Value {
    let domain = json!({"id": "default", "name": "Default"});
    let mut body = json!({
        "methods": token.methods,
        "user": {"domain": domain, "id": user.id, "name": user.name, "password_expires_at": null},
        "audit_ids": token.audits,
        "expires_at": world.calendar.fine_zulu(token.expires),
        "issued_at": world.calendar.fine_zulu(token.issued),
    });
    let project = token
        .project
        .as_deref()
        .and_then(|project| world.identity.project(project));
    if let (Some(project), Some(fields)) = (project, body.as_object_mut()) {
        let project_json = json!({"domain": domain, "id": project.id, "name": project.name});
        fields.insert("project".to_owned(), project_json);
        fields.insert("is_domain".to_owned(), json!(false));
        fields.insert("roles".to_owned(), roles(world, user, false));
        fields.insert("catalog".to_owned(), catalog(world, &project.id));
    }
    let credential = world
        .identity
        .credentials
        .iter()
        .find(|entry| Some(&entry.id) == token.credential.as_ref());
    if let (Some(credential), Some(fields)) = (credential, body.as_object_mut()) {
        let credential = json!({"id": credential.id, "name": credential.name, "restricted": true});
        fields.insert("application_credential".to_owned(), credential);
    }
    body
}

fn roles(world: &World, user: &User, long: bool) -> Value {
    let role = |name: &&str| {
        let id = world.identity.roles.get(name).cloned().unwrap_or_default();
        if long {
            json!({"id": id, "name": name, "domain_id": null, "description": null, "options": {}})
        } else {
            json!({"id": id, "name": name})
        }
    };
    Value::Array(user.roles.iter().map(role).collect())
}

fn catalog(world: &World, project: &str) -> Value {
    let services = [
        ("volumev3", "cinder", format!("volume/v3/{project}")),
        ("orchestration", "heat", format!("orchestration/v1/{project}")),
        ("compute", "nova", "compute/v2.1".to_owned()),
        ("identity", "keystone", "identity/v3".to_owned()),
        ("container-infra", "magnum", "container-infra/v1".to_owned()),
        ("network", "neutron", "network".to_owned()),
        ("image", "glance", "image".to_owned()),
        ("load-balancer", "octavia", "load-balancer".to_owned()),
    ];
    let mut catalog = Vec::new();
    for (number, (kind, name, path)) in services.into_iter().enumerate() {
        let id = Id::parse(&format!("{:032x}", number + 1)).map(|id| id.child(1));
        let url = format!("{}/{path}", world.base);
        let mut endpoints = Vec::new();
        for (turn, interface) in ["public", "internal", "admin"].into_iter().enumerate() {
            let id = id.map(|id| id.child(turn as u64 + 1).plain());
            endpoints.push(json!({
                "id": id, "interface": interface, "region_id": REGION, "url": url, "region": REGION,
            }));
        }
        catalog.push(json!({"endpoints": endpoints, "id": id.map(Id::plain), "type": kind, "name": name}));
    }
    Value::Array(catalog)
}

fn credentials(
    world: &mut World,
    request: &Request,
    user: &User,
    project: Option<&str>,
    rest: &[&str],
) -> Reply {
    let path = format!("users/{}/application_credentials", user.id);
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let mine = world
                .identity
                .credentials
                .iter()
                .filter(|credential| credential.user == user.id);
            let rows = mine
                .map(|credential| credential_json(world, credential, user))
                .collect();
            list(world, "application_credentials", &path, rows)
        }
        ("POST", []) => {
            let body = request.json();
            let text = |key: &str| {
                let value = body.pointer(&format!("/application_credential/{key}"));
                value.and_then(Value::as_str).map(str::to_owned)
            };
            let id = world.mint.id();
            let credential = Credential {
                id: id.plain(),
                name: text("name").unwrap_or_default(),
                description: text("description").unwrap_or_default(),
                secret: text("secret").unwrap_or_else(|| id.child(3).letters(48)),
                user: user.id.clone(),
                project: project.unwrap_or_default().to_owned(),
            };
            let mut shown = credential_json(world, &credential, user);
            if let Some(fields) = shown.as_object_mut() {
                fields.insert("secret".to_owned(), json!(credential.secret));
            }
            world.identity.credentials.push(credential);
            Reply::json(201, json!({"application_credential": shown}))
        }
        ("DELETE", [id]) => {
            world
                .identity
                .credentials
                .retain(|credential| credential.id != *id);
            Reply::empty(204)
        }
        _unknown => refuse(Service::Identity, 404, "", "The resource could not be found."),
    }
}

fn credential_json(world: &World, credential: &Credential, user: &User) -> Value {
    let link = here(world, &format!("application_credentials/{}", credential.id));
    json!({
        "id": credential.id,
        "name": credential.name,
        "description": credential.description,
        "user_id": credential.user,
        "project_id": credential.project,
        "system": null,
        "expires_at": null,
        "unrestricted": null,
        "roles": roles(world, user, true),
        "links": {"self": link},
    })
}
