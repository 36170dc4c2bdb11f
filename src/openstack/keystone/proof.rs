//! What is shown to Keystone: the body of a sign-in, written in one go into memory that is wiped.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value, json};

use crate::domain::factor::Factor;
use crate::domain::profile::{AuthScope, Identity, NameOrId, ProjectRef};
use crate::domain::secret::{Secret, SecretBytes};

/// Room for everything in a body but the secret, so that writing never moves it and leaves a copy behind.
const ROOM: usize = 4096;

/// One method with what it wants to see.
pub(super) struct Proof<'a> {
    method: &'static str,
    seen: Json<'a>,
}

impl<'a> Proof<'a> {
    /// The first factor of an identity; for those of a federation the token that they have brought.
    pub(super) fn identity(identity: &'a Identity, secret: &'a Secret) -> Self {
        match identity {
            Identity::Password { user, domain } => Self::of_user("password", (user, domain.as_ref()), secret),
            Identity::Totp { user, domain } => Self::of_user("totp", (user, domain.as_ref()), secret),
            Identity::ApplicationCredential { credential, user } => {
                let mut object = name_or_id(credential);
                if let Some((user, domain)) = user {
                    object.insert("user".to_owned(), Value::Object(in_domain(user, domain.as_ref())));
                }
                Self {
                    method: "application_credential",
                    seen: Json::with_secret(object, "secret", secret),
                }
            }
            Identity::Token
            | Identity::OidcAccessToken { .. }
            | Identity::OidcClientCredentials { .. }
            | Identity::Browser { .. } => Self::token(secret),
        }
    }

    /// A further factor of the same user; `None` where this program does not know how it is shown.
    pub(super) fn factor(identity: &'a Identity, factor: &Factor, secret: &'a Secret) -> Option<Self> {
        let user = match identity {
            Identity::Password { user, domain } | Identity::Totp { user, domain } => (user, domain.as_ref()),
            Identity::ApplicationCredential { .. }
            | Identity::Token
            | Identity::OidcAccessToken { .. }
            | Identity::OidcClientCredentials { .. }
            | Identity::Browser { .. } => return None,
        };
        match factor {
            Factor::Password => Some(Self::of_user("password", user, secret)),
            Factor::Totp => Some(Self::of_user("totp", user, secret)),
            Factor::Other(_) => None,
        }
    }

    /// A token.
    pub(super) fn token(token: &'a Secret) -> Self {
        Self {
            method: "token",
            seen: Json::with_secret(Map::new(), "id", token),
        }
    }

    fn of_user(
        method: &'static str,
        (user, domain): (&NameOrId, Option<&NameOrId>),
        secret: &'a Secret,
    ) -> Self {
        let key = if method == "totp" { "passcode" } else { "password" };
        let user = Json::with_secret(in_domain(user, domain), key, secret);
        Self {
            method,
            seen: Json::Object(vec![("user".to_owned(), user)]),
        }
    }

    /// The whole body, for this scope.
    pub(super) fn body(&self, scope: &AuthScope) -> SecretBytes {
        let identity = Json::Borrowed(vec![
            ("methods", Json::Plain(json!([self.method]))),
            (self.method, Json::Inner(&self.seen)),
        ]);
        let mut auth = vec![("identity", identity)];
        auth.extend(scope_of(scope).map(|scope| ("scope", Json::Plain(scope))));
        let whole = Json::Borrowed(vec![("auth", Json::Borrowed(auth))]);
        // The longest way of writing a byte in JSON takes six.
        let mut body = SecretBytes::with_capacity(ROOM + 6 * self.seen.secret_len());
        // Writing texts and objects into memory cannot fail.
        drop(serde_json::to_writer(&mut body, &whole));
        body
    }
}

/// JSON in which a secret is borrowed rather than copied.
enum Json<'a> {
    Plain(Value),
    Secret(&'a str),
    Object(Vec<(String, Json<'a>)>),
    Borrowed(Vec<(&'static str, Json<'a>)>),
    Inner(&'a Json<'a>),
}

impl<'a> Json<'a> {
    fn with_secret(object: Map<String, Value>, key: &str, secret: &'a Secret) -> Self {
        let mut fields: Vec<(String, Json<'a>)> = object
            .into_iter()
            .map(|(key, value)| (key, Json::Plain(value)))
            .collect();
        fields.push((key.to_owned(), Json::Secret(secret.expose())));
        Self::Object(fields)
    }

    fn secret_len(&self) -> usize {
        match self {
            Self::Plain(_) => 0,
            Self::Secret(secret) => secret.len(),
            Self::Object(fields) => fields.iter().map(|(_, value)| value.secret_len()).sum(),
            Self::Borrowed(fields) => fields.iter().map(|(_, value)| value.secret_len()).sum(),
            Self::Inner(inner) => inner.secret_len(),
        }
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::Secret(secret) => secret.serialize(serializer),
            Self::Inner(inner) => inner.serialize(serializer),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Borrowed(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Keystone knows an application credential's project, and may know a user's default one.
fn scope_of(scope: &AuthScope) -> Option<Value> {
    Some(match scope {
        AuthScope::Own => return None,
        AuthScope::Project(ProjectRef { project, domain }) => {
            json!({"project": in_domain(project, domain.as_ref())})
        }
        AuthScope::Domain(domain) => json!({"domain": name_or_id(domain)}),
        AuthScope::System => json!({"system": {"all": true}}),
        AuthScope::Trust(trust) => json!({"OS-TRUST:trust": {"id": trust}}),
    })
}

fn name_or_id(which: &NameOrId) -> Map<String, Value> {
    let (key, text) = match which {
        NameOrId::Name(name) => ("name", name),
        NameOrId::Id(id) => ("id", id),
    };
    Map::from_iter([(key.to_owned(), json!(text))])
}

fn in_domain(owner: &NameOrId, domain: Option<&NameOrId>) -> Map<String, Value> {
    let mut object = name_or_id(owner);
    if let Some(domain) = domain_of(owner, domain) {
        object.insert("domain".to_owned(), Value::Object(domain));
    }
    object
}

/// A name needs a domain; where none is given it is the one that every Keystone has.
fn domain_of(owner: &NameOrId, domain: Option<&NameOrId>) -> Option<Map<String, Value>> {
    match (owner, domain) {
        (NameOrId::Id(_), _) => None,
        (NameOrId::Name(_), Some(domain)) => Some(name_or_id(domain)),
        (NameOrId::Name(_), None) => Some(name_or_id(&NameOrId::Id("default".to_owned()))),
    }
}
