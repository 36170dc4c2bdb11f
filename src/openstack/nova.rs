//! Nova: servers, server groups, flavors, key pairs.

use std::collections::BTreeSet;

use serde_json::json;

use crate::domain::catalog::{Flavor, KeyPair};
use crate::domain::clean::clean;
use crate::domain::console::ConsoleLog;
use crate::domain::id::{FlavorId, ProjectId, ServerGroupId, ServerId, VolumeId};
use crate::domain::inventory::{Address, AddressKind, Server, ServerGroup};
use crate::domain::problem::ProblemKind;
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const NOVA: Service = Service::Compute;
/// Nova's own default for the most rows of one answer.
const MOST_ROWS: u32 = 1000;

/// The project's servers.
pub async fn servers(session: &Session) -> Result<Vec<Server>, ApiError> {
    let rows = paging::all(session, &List::of(NOVA, &["servers", "detail"], "servers")).await?;
    Ok(rows.iter().filter_map(|row| server(Row::of(row))).collect())
}

/// The project's server groups, which Nova pages in a way of their own: by their number and not after one of them.
pub async fn server_groups(session: &Session) -> Result<Vec<ServerGroup>, ApiError> {
    let mut groups: Vec<ServerGroup> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut told = 0;
    for _ in 0..policy::PAGES_CAP {
        let list = List {
            page_rows: MOST_ROWS,
            ..List::of(NOVA, &["os-server-groups"], "server_groups")
        };
        let list = match told {
            0 => list,
            told => list.only("offset", told.to_string()),
        };
        let page = paging::page(session, &list, None).await?;
        told += page.rows.len();
        let before = groups.len();
        let rows = page.rows.iter().filter_map(|row| server_group(Row::of(row)));
        groups.extend(rows.filter(|group| seen.insert(group.id.clone())));
        // Who does not know the number tells the same again.
        if !page.more || groups.len() == before {
            break;
        }
    }
    Ok(groups)
}

/// The flavors that the project may use.
pub async fn flavors(session: &Session) -> Result<Vec<Flavor>, ApiError> {
    let rows = paging::all(session, &List::of(NOVA, &["flavors", "detail"], "flavors")).await?;
    Ok(rows.iter().filter_map(|row| flavor(Row::of(row))).collect())
}

/// Names of the availability zones that take servers.
pub async fn zones(session: &Session) -> Result<Vec<String>, ApiError> {
    let list = List::of(NOVA, &["os-availability-zone"], "availabilityZoneInfo");
    let rows = paging::page(session, &list, None).await?.rows;
    let rows = rows.iter().map(Row::of);
    Ok(rows
        .filter(|row| row.row("zoneState").flag("available") != Some(false))
        .filter_map(|row| row.some_text("zoneName"))
        .collect())
}

/// How many hosts take servers. Nova tells administrators alone.
pub async fn hosts(session: &Session) -> Result<u32, ApiError> {
    let list = List::of(NOVA, &["os-hypervisors"], "hypervisors");
    let rows = paging::page(session, &list, None).await?.rows;
    let up = rows
        .iter()
        .map(Row::of)
        .filter(|row| row.text("state") != "down" && row.text("status") != "disabled");
    Ok(u32::try_from(up.count()).unwrap_or(u32::MAX))
}

/// The user's key pairs.
pub async fn keypairs(session: &Session) -> Result<Vec<KeyPair>, ApiError> {
    let list = List {
        id: |row| row.row("keypair").some_text("name"),
        ..List::of(NOVA, &["os-keypairs"], "keypairs")
    };
    let rows = paging::all(session, &list).await?;
    Ok(rows
        .iter()
        .filter_map(|row| keypair(Row::of(row).row("keypair")))
        .collect())
}

/// Tells Nova the public half of a key under a name.
///
/// # Errors
/// Why Nova did not take it.
pub async fn import_keypair(session: &Session, name: &str, public_key: &str) -> Result<KeyPair, ApiError> {
    let body = json!({"keypair": {"name": name, "public_key": public_key}});
    let answer = session.post(&write(&["os-keypairs"]), &body).await?;
    keypair(Row::of(&answer).row("keypair")).ok_or_else(|| incomplete(session, "name"))
}

/// Has Nova make a key; the private half comes with the answer and is told nobody else. Nova does so for whoever asks with a
/// microversion before 2.92, as this program does.
///
/// # Errors
/// Why Nova made none.
pub async fn make_keypair(session: &Session, name: &str) -> Result<(KeyPair, Secret), ApiError> {
    let body = json!({"keypair": {"name": name}});
    let answer = session.post(&write(&["os-keypairs"]), &body).await?;
    let row = Row::of(&answer).row("keypair");
    // Read as it was written: cleaning would make the ends of its lines visible.
    let private = row.value("private_key").and_then(|value| value.as_str());
    match (keypair(row), private) {
        (Some(pair), Some(private)) => Ok((pair, Secret::new(private))),
        (Some(_) | None, _) => Err(incomplete(session, "private_key")),
    }
}

/// Forgets a key pair. Servers that were made with it keep the key.
///
/// # Errors
/// Why it is still there.
pub async fn delete_keypair(session: &Session, name: &str) -> Result<(), ApiError> {
    session.delete(&write(&["os-keypairs", name])).await
}

fn write<'a>(path: &'a [&'a str]) -> Ask<'a> {
    Ask {
        service: NOVA,
        path,
        query: Vec::new(),
        class: CallClass::Write,
    }
}

/// The service said yes, but not to what.
fn incomplete(session: &Session, field: &str) -> ApiError {
    let detail = format!("no `{field}`");
    let error = ApiError::of(NOVA, ProblemKind::InvalidAnswer { detail });
    session.note(NOVA, &error);
    error.after_sending()
}

fn keypair(row: Row<'_>) -> Option<KeyPair> {
    Some(KeyPair {
        name: row.some_text("name")?,
        fingerprint: row.some_text("fingerprint"),
        kind: row.some_text("type"),
        public_key: row.some_text("public_key"),
    })
}

/// What a server wrote on its console last, and no more of it than so many lines.
pub async fn console(session: &Session, server: &ServerId, lines: u32) -> Result<ConsoleLog, ApiError> {
    // A read, although Nova wants it as a POST.
    let ask = Ask {
        service: NOVA,
        path: &["servers", server.as_str(), "action"],
        query: Vec::new(),
        class: CallClass::One,
    };
    let body = json!({"os-getConsoleOutput": {"length": lines}});
    let answer = session.post(&ask, &body).await?;
    let most = usize::try_from(lines).unwrap_or(usize::MAX);
    Ok(Row::of(&answer).console("output", most))
}

fn server(row: Row<'_>) -> Option<Server> {
    let flavor = row.row("flavor");
    Some(Server {
        id: ServerId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        task: row.some_text("OS-EXT-STS:task_state"),
        fault: row.row("fault").some_text("message"),
        flavor: flavor
            .some_text("original_name")
            .or_else(|| flavor.some_text("id")),
        vcpus: flavor.number("vcpus"),
        ram_mib: flavor.number("ram"),
        // A server that boots from a volume has an empty text here.
        image: row.row("image").some_text("id"),
        addresses: addresses(row),
        keypair: row.some_text("key_name"),
        availability_zone: row.some_text("OS-EXT-AZ:availability_zone"),
        host: row
            .some_text("OS-EXT-SRV-ATTR:host")
            .or_else(|| row.some_text("hostId")),
        volumes: row
            .texts_of("os-extended-volumes:volumes_attached", "id")
            .into_iter()
            .map(VolumeId::new)
            .collect(),
        security_groups: row.texts_of("security_groups", "name"),
        metadata: row.texts_by_key("metadata"),
        project: row.some_text("tenant_id").map(ProjectId::new),
        created_at: row.time("created"),
    })
}

fn addresses(row: Row<'_>) -> Vec<Address> {
    let addresses = row.row("addresses");
    addresses
        .entries()
        .flat_map(|(network, _)| addresses.rows(network).map(move |entry| (network, entry)))
        .filter_map(|(network, entry)| {
            Some(Address {
                network: clean(network),
                ip: entry.some_text("addr")?,
                kind: match entry.text("OS-EXT-IPS:type").as_str() {
                    "floating" => AddressKind::Floating,
                    _ => AddressKind::Fixed,
                },
            })
        })
        .collect()
}

fn server_group(row: Row<'_>) -> Option<ServerGroup> {
    Some(ServerGroup {
        id: ServerGroupId::new(row.some_text("id")?),
        name: row.text("name"),
        // Before microversion 2.64 it was a list of at most one.
        policy: row
            .some_text("policy")
            .or_else(|| row.texts("policies").into_iter().next())
            .unwrap_or_default(),
        members: row.texts("members").into_iter().map(ServerId::new).collect(),
    })
}

fn flavor(row: Row<'_>) -> Option<Flavor> {
    Some(Flavor {
        id: FlavorId::new(row.some_text("id")?),
        name: row.text("name"),
        vcpus: row.number("vcpus").unwrap_or_default(),
        ram_mib: row.number("ram").unwrap_or_default(),
        disk_gib: row.number("disk").unwrap_or_default(),
    })
}
