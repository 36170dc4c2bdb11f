//! Sign-in by somebody else's word: Keystone's federation, the browser's way through it, and a small OpenID Connect
//! provider under `/oidc` that gives out the access tokens.

use serde_json::{Value, json};

use super::super::base64::encode;
use super::super::http::{Body, Reply, Request, Service, refuse};
use super::super::world::World;
use super::sign_in::federated;
use super::{denied, not_found};

/// The one identity provider, and how it is spoken to.
pub(super) const PROVIDER: &str = "company";
pub(super) const PROTOCOL: &str = "openid";
/// The client that may ask for access tokens without a person.
pub(super) const CLIENT: (&str, &str) = ("magnum-desktop", "client-secret");
/// The only place to which the browser is sent with a token.
const TRUSTED: &str = "http://localhost:9990/auth/websso/";
const PERSON: &str = "federated@company.example";

/// What a token says about where its user comes from.
pub(super) fn membership() -> Value {
    json!({"groups": [], "identity_provider": {"id": PROVIDER}, "protocol": {"id": PROTOCOL}})
}

/// The answer to a method that this Keystone has not.
pub(super) fn unsupported(world: &World) -> Reply {
    let methods = [
        "password",
        "token",
        "totp",
        "application_credential",
        "openid",
        "mapped",
    ];
    let error = json!({"error": {
        "code": 401, "title": "Unauthorized", "message": "Attempted to authenticate with an unsupported method.",
        "identity": {"methods": methods},
    }});
    let keystone = format!("Keystone uri=\"{}/identity/v3\"", world.base);
    Reply::json(401, error).with("www-authenticate", keystone)
}

/// `/v3/OS-FEDERATION/identity_providers/{provider}/protocols/{protocol}/auth` with a Bearer token.
pub(super) fn exchange(world: &mut World, request: &Request, provider: &str, protocol: &str) -> Reply {
    if let Err(refusal) = known(provider, protocol) {
        return refusal;
    }
    let bearer = request
        .header("authorization")
        .and_then(|text| text.strip_prefix("Bearer "));
    let user = bearer.and_then(|text| world.identity.access.get(text));
    let user = user
        .filter(|(_, end)| *end > world.now)
        .map(|(user, _)| user.clone());
    match user {
        Some(user) => federated(world, &user, protocol),
        // This refusal is the web server's in front of Keystone.
        None => {
            let text = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>401 Unauthorized\
                        </title>\n</head><body>\n<h1>Unauthorized</h1>\n<p>This server could not verify that you\nare \
                        authorized to access the document\nrequested.</p>\n</body></html>\n";
            Reply {
                status: 401,
                headers: Vec::new(),
                body: Body::Text("text/html; charset=iso-8859-1".to_owned(), text.to_owned()),
                rows: 0,
            }
            .with("www-authenticate", "Bearer error=\"invalid_token\"")
        }
    }
}

/// The browser's way: a page that posts a token to a trusted place. The browser is taken to be signed in already.
pub(super) fn in_browser(
    world: &mut World,
    request: &Request,
    provider: Option<&str>,
    protocol: &str,
) -> Reply {
    if let Err(refusal) = known(provider.unwrap_or(PROVIDER), protocol) {
        return refusal;
    }
    let Some(origin) = request.parameter("origin").filter(|origin| !origin.is_empty()) else {
        return refuse(
            Service::Identity,
            400,
            "",
            "Request must have an origin query parameter",
        );
    };
    if origin != TRUSTED {
        return denied(&world.base);
    }
    let user = world.identity.user(PERSON).map(|user| user.id.clone());
    let granted = federated(world, &user.unwrap_or_default(), protocol);
    let mut headers = granted.headers.into_iter();
    let token = headers
        .find(|(name, _)| *name == "x-subject-token")
        .map(|(_, text)| text);
    let token = token.unwrap_or_default();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Keystone WebSSO \
         redirect</title>\n  </head>\n  <body>\n     <form id=\"sso\" name=\"sso\" action=\"{TRUSTED}\" \
         method=\"post\">\n       Please wait...\n       <br>\n       <input type=\"hidden\" name=\"token\" id=\"token\" \
         value=\"{token}\">\n       <noscript>\n         <input type=\"submit\" name=\"submit_no_javascript\" \
         id=\"submit_no_javascript\"\n            value=\"If your JavaScript is disabled, please click to continue\">\n\
         \x20      </noscript>\n     </form>\n     <script>\n       window.onload = function() {{\n         \
         document.forms['sso'].submit();\n       }}\n     </script>\n  </body>\n</html>"
    );
    Reply {
        status: 200,
        headers: Vec::new(),
        body: Body::Text("text/html".to_owned(), page),
        rows: 0,
    }
}

fn known(provider: &str, protocol: &str) -> Result<(), Reply> {
    if provider != PROVIDER {
        let message = format!("Could not find Identity Provider: {provider}.");
        return Err(not_found(&message));
    }
    if protocol != PROTOCOL {
        let message =
            format!("Could not find federated protocol {protocol} for Identity Provider: {provider}.");
        return Err(not_found(&message));
    }
    Ok(())
}

/// The OpenID Connect provider.
pub(in super::super) fn provider(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", [".well-known", "openid-configuration"]) => {
            let base = format!("{}/oidc", world.base);
            Reply::ok(json!({
                "issuer": base,
                "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "jwks_uri": format!("{base}/keys"),
                "grant_types_supported": ["client_credentials", "password"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "scopes_supported": ["openid", "profile"],
            }))
        }
        ("POST", ["token"]) => access_token(world, request),
        _unknown => Reply::json(404, json!({"error": "Not Found"})),
    }
}

fn access_token(world: &mut World, request: &Request) -> Reply {
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let field = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let basic = request
        .header("authorization")
        .and_then(|text| text.strip_prefix("Basic "));
    let expected = {
        let (id, secret) = CLIENT;
        encode(format!("{id}:{secret}").as_bytes())
    };
    let by_post = (field("client_id"), field("client_secret")) == CLIENT;
    if basic != Some(expected.as_str()) && !by_post {
        let error = json!({"error": "invalid_client", "error_description": "Invalid client or Invalid client credentials"});
        return Reply::json(401, error);
    }
    let right = match field("grant_type") {
        "client_credentials" => true,
        "password" => field("username") == PERSON && field("password") == "federated",
        _other => {
            let error =
                json!({"error": "unsupported_grant_type", "error_description": "Unsupported grant_type"});
            return Reply::json(400, error);
        }
    };
    if !right {
        let error = json!({"error": "invalid_grant", "error_description": "Invalid user credentials"});
        return Reply::json(401, error);
    }
    let (text, end) = (world.mint.id().letters(24), world.now + 300);
    let user = world.identity.user(PERSON).map(|user| user.id.clone());
    let user = user.unwrap_or_default();
    world.identity.access.insert(text.clone(), (user, end));
    Reply::ok(json!({
        "access_token": text, "expires_in": 300, "refresh_expires_in": 0, "token_type": "Bearer",
        "not-before-policy": 0, "scope": "openid profile",
    }))
    .with("cache-control", "no-store")
}
