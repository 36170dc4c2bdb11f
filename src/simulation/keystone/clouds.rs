//! The clouds.yaml that goes with a simulated cloud: one entry for every way in.

use super::super::world::World;
use super::federation::{CLIENT, PROTOCOL, PROVIDER};

/// One entry: its name, its plugin, what it signs in with, and where it works.
struct Entry<'a> {
    name: &'a str,
    plugin: Option<&'a str>,
    auth: Vec<(&'a str, String)>,
    /// More lines at the level of `auth`.
    beside: &'a str,
    region: Option<&'a str>,
}

/// The text of a clouds.yaml for this cloud.
pub(in super::super) fn clouds_yaml(world: &World, gate: std::net::SocketAddr) -> String {
    let auth_url = format!("{}/identity/v3", world.base);
    let mut text = "clouds:\n".to_owned();
    for entry in entries(world) {
        write(&mut text, (&auth_url, gate), &entry);
    }
    text
}

fn write(text: &mut String, (auth_url, gate): (&str, std::net::SocketAddr), entry: &Entry<'_>) {
    text.push_str(&format!("  {}:\n", entry.name));
    if let Some(plugin) = entry.plugin {
        text.push_str(&format!("    auth_type: {plugin}\n"));
    }
    text.push_str(&format!("    auth:\n      auth_url: {auth_url}\n"));
    for (key, value) in &entry.auth {
        text.push_str(&format!("      {key}: {value}\n"));
    }
    text.push_str(entry.beside);
    if let Some(region) = entry.region {
        text.push_str(&format!("    region_name: {region}\n"));
    }
    text.push_str("    identity_api_version: 3\n    interface: public\n");
    // Of this program alone: the clusters' own APIs answer behind it.
    text.push_str(&format!("    cluster_proxy: http://{gate}\n"));
}

fn user(name: &str, password: bool) -> Vec<(&'static str, String)> {
    let mut auth = vec![("username", name.to_owned())];
    if password {
        auth.push(("password", name.to_owned()));
    }
    auth.push(("user_domain_name", "Default".to_owned()));
    auth
}

fn project(name: &str) -> [(&'static str, String); 2] {
    [
        ("project_name", name.to_owned()),
        ("project_domain_name", "Default".to_owned()),
    ]
}

fn entries(world: &World) -> Vec<Entry<'static>> {
    let one = Some("RegionOne");
    let plain = |name, person: &str, place: &str| Entry {
        name,
        plugin: None,
        auth: user(person, true).into_iter().chain(project(place)).collect(),
        beside: "",
        region: one,
    };
    let mut entries = vec![
        plain("demo", "demo", "demo"),
        plain("reader", "reader", "demo"),
        plain("admin", "admin", "admin"),
    ];
    let names = ["demo-appcred", "demo-appcred-unrestricted"];
    for (name, credential) in names.into_iter().zip(&world.identity.credentials) {
        entries.push(Entry {
            name,
            plugin: Some("v3applicationcredential"),
            auth: vec![
                ("application_credential_id", credential.id.clone()),
                ("application_credential_secret", credential.secret.clone()),
            ],
            beside: "",
            region: one,
        });
    }
    entries.extend(unusual(world));
    entries
}

/// The other ways in, and the other scopes.
fn unusual(world: &World) -> Vec<Entry<'static>> {
    let discovery = format!("{}/oidc/.well-known/openid-configuration", world.base);
    let trust = world.identity.trusts.first().map(|trust| trust.id.clone());
    let federated = vec![
        ("identity_provider", PROVIDER.to_owned()),
        ("protocol", PROTOCOL.to_owned()),
    ];
    let entry = |name, plugin, parts: [Vec<(&'static str, String)>; 2]| Entry {
        name,
        plugin,
        auth: parts.into_iter().flatten().collect(),
        beside: "",
        region: Some("RegionOne"),
    };
    let (id, secret) = CLIENT;
    let client = vec![("client_id", id.to_owned()), ("client_secret", secret.to_owned())];
    let here = || project("demo").to_vec();
    let one = |key, value: &str| vec![(key, value.to_owned())];
    vec![
        Entry {
            region: Some("RegionTwo"),
            ..entry("demo-region-two", None, [user("demo", true), here()])
        },
        Entry {
            region: None,
            ..entry("demo-no-region", None, [user("demo", true), here()])
        },
        entry("demo-unscoped", None, [user("demo", true), Vec::new()]),
        entry("demo-totp", Some("v3totp"), [user("totp", false), here()]),
        Entry {
            beside: "    auth_methods:\n      - v3password\n      - v3totp\n",
            ..entry("demo-mfa", Some("v3multifactor"), [user("mfa", true), here()])
        },
        entry("demo-outworn", None, [user("outworn", true), here()]),
        entry(
            "demo-oidc",
            Some("v3oidcclientcredentials"),
            [
                [federated.clone(), client].concat(),
                [here(), one("discovery_endpoint", &discovery)].concat(),
            ],
        ),
        entry("demo-browser", Some("v3websso"), [federated, here()]),
        entry(
            "demo-trust",
            None,
            [user("trustee", true), one("trust_id", &trust.unwrap_or_default())],
        ),
        entry(
            "admin-domain",
            None,
            [user("admin", true), one("domain_name", "Default")],
        ),
        entry(
            "admin-system",
            None,
            [user("admin", true), one("system_scope", "all")],
        ),
    ]
}
