//! Magnum's versions: the list of them, the one that a request wants, and the headers that tell of them.

use serde_json::{Value, json};

use super::super::era::Profile;
use super::super::http::{Reply, Request};
use super::{links, plain};

const TYPES: [&str; 3] = [
    "container-infrastructure-management",
    "container-infra",
    "container-infrastructure",
];

/// The minor version that a request wants, or the refusal of what it wants.
pub(super) fn asked(request: &Request, newest: u32) -> Result<u32, Reply> {
    let Some(header) = request.header("openstack-api-version") else {
        return Ok(1);
    };
    // Clients that speak to several services name all of their versions.
    let mut entries = header.split(',').map(str::trim);
    let entry = entries
        .clone()
        .find(|entry| TYPES.iter().any(|kind| entry.starts_with(&format!("{kind} "))))
        .or_else(|| entries.next());
    let (kind, version) = entry.and_then(|entry| entry.split_once(' ')).unwrap_or_default();
    if !TYPES.contains(&kind) {
        let words = "Invalid service type for OpenStack-API-Version header";
        return Err(plain(406, "Not Acceptable", words));
    }
    if version.eq_ignore_ascii_case("latest") {
        return Ok(newest);
    }
    let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
    match numbers.as_deref() {
        Some([1, minor]) if (1..=newest).contains(minor) => Ok(*minor),
        Some([1, _]) => {
            let words = "was requested but the minor version is not supported by this service. The supported version \
                         range is:";
            Err(unsupported(
                version,
                &format!("Version {version} {words}"),
                newest,
            ))
        }
        Some([_, _]) => {
            let words = "requested but not supported by this service.The supported version range is:";
            let text = format!("Mutually exclusive versions requested. Version {version} {words}");
            Err(unsupported(version, &text, newest))
        }
        Some(_) | None => {
            let words = "Invalid value for OpenStack-API-Version header";
            Err(plain(406, "Not Acceptable", words))
        }
    }
}

fn unsupported(version: &str, text: &str, newest: u32) -> Reply {
    let description = format!(
        "{text} [container-infrastructure-management 1.1, container-infrastructure-management 1.{newest}]."
    );
    let help = "http://docs.openstack.org/api-guide/compute/microversions.html";
    let error = json!({
        "code": "magnum.microversion-unsupported",
        "title": "Requested microversion is unsupported",
        "description": description,
        "max_version": format!("1.{newest}"),
        "min_version": "1.1",
        "links": [{"rel": "help", "href": help}],
    });
    stamped(Reply::json(406, json!({"errors": [error]})), version, newest)
}

/// An answer with the headers that tell of versions.
pub(super) fn stamped(reply: Reply, version: &str, newest: u32) -> Reply {
    let kind = "container-infrastructure-management";
    reply
        .with("openstack-api-maximum-version", format!("{kind} 1.{newest}"))
        .with("openstack-api-minimum-version", format!("{kind} 1.1"))
        .with("openstack-api-version", format!("{kind} {version}"))
        .with("vary", "OpenStack-API-Version")
}

/// The list of versions.
pub(super) fn list(base: &str, newest: u32) -> Value {
    let links = json!([{"href": format!("{base}/container-infra/v1/"), "rel": "self"}]);
    let version = json!({
        "id": "v1", "links": links, "status": "CURRENT", "max_version": format!("1.{newest}"), "min_version": "1.1",
    });
    json!({
        "name": "OpenStack Magnum API",
        "description": "Magnum is an OpenStack project which aims to provide container cluster management.",
        "versions": [version],
    })
}

/// The collections of `/v1` with their links.
pub(super) fn resources(base: &str, profile: Profile) -> Value {
    let mut body = json!({
        "id": "v1",
        "media_types": [{"base": "application/json", "type": "application/vnd.openstack.magnum.v1+json"}],
        "links": [
            {"href": format!("{base}/container-infra/v1/"), "rel": "self"},
            {
                "href": "http://docs.openstack.org/developer/magnum/dev/api-spec-v1.html",
                "rel": "describedby",
                "type": "text/html",
            },
        ],
    });
    let names = [
        "clustertemplates",
        "clusters",
        "quotas",
        "certificates",
        "mservices",
        "stats",
        "federations",
        "credentials",
    ];
    if let Some(fields) = body.as_object_mut() {
        for name in names.into_iter().filter(|name| profile.has("GET", &[name])) {
            fields.insert(name.to_owned(), links(base, &format!("{name}/")));
        }
        if profile.has("GET", &["clusters", "", "nodegroups"]) {
            fields.insert(
                "nodegroups".to_owned(),
                links(base, "clusters/{cluster_id}/nodegroups"),
            );
        }
        if profile.has_bays() {
            fields.insert("bays".to_owned(), links(base, "bays/"));
            fields.insert("baymodels".to_owned(), links(base, "baymodels/"));
        }
    }
    body
}
