//! What `get` prints beside clusters: one template, key pairs, quotas, counts, Magnum's own services, all projects.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::domain::administration::{Allowance, CloudWide, Conductor, ProjectQuotas};
use crate::domain::catalog::KeyPair;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::quota::QuotaKind;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::field::TemplateField;
use crate::headless::fetch::Reader;
use crate::headless::table::Table;
use crate::message::{Snapshot, Topic};

/// A value as it is printed: as a table, and as JSON.
pub(super) struct Printed {
    pub(super) table: Table,
    pub(super) json: Value,
}

/// Every field of one template, by name or id.
pub(super) async fn template(reader: &mut Reader, name_or_id: &str) -> Result<Printed, Problem> {
    let Snapshot::Templates(list) = reader.get(Topic::Templates).await? else {
        return Err(mismatch());
    };
    let template = find_template(&list, name_or_id)?;
    let mut table = Table::new(&["FIELD", "VALUE"]);
    let mut row = |field: &str, value: String| table.rows.push(vec![field.to_owned(), value]);
    row("uuid", template.id.to_string());
    for field in TemplateField::ALL {
        if field == TemplateField::Labels {
            for (name, value) in &template.labels {
                row(&format!("labels.{name}"), value.clone());
            }
        } else {
            row(
                field.key(),
                field.value(&template).unwrap_or_else(|| "-".to_owned()),
            );
        }
    }
    row("cluster_distro", text(template.cluster_distro.as_deref()));
    row(
        "project_id",
        text(template.project.as_ref().map(|id| id.as_str())),
    );
    row("created_at", time(template.created_at));
    row("updated_at", time(template.updated_at));
    Ok(Printed {
        table,
        json: template_json(&template),
    })
}

/// Every field of a template under Magnum's own names.
pub fn template_json(template: &ClusterTemplate) -> Value {
    let mut fields = serde_json::Map::new();
    fields.insert("uuid".to_owned(), json!(template.id.as_str()));
    for field in TemplateField::ALL {
        let value = match field {
            TemplateField::Labels => json!(template.labels),
            TemplateField::DockerVolumeSize => json!(template.docker_volume_size_gib),
            TemplateField::ApiServerPort => json!(template.apiserver_port),
            TemplateField::Public => json!(template.public),
            TemplateField::Hidden => json!(template.hidden),
            TemplateField::FloatingIp => json!(template.floating_ip_enabled),
            TemplateField::MasterLb => json!(template.master_lb_enabled),
            TemplateField::TlsDisabled => json!(template.tls_disabled),
            TemplateField::Registry => json!(template.registry_enabled),
            TemplateField::Name
            | TemplateField::Coe
            | TemplateField::Driver
            | TemplateField::ServerType
            | TemplateField::Tags
            | TemplateField::Image
            | TemplateField::MasterFlavor
            | TemplateField::Flavor
            | TemplateField::KeyPair
            | TemplateField::DockerStorageDriver
            | TemplateField::VolumeDriver
            | TemplateField::ExternalNetwork
            | TemplateField::NetworkDriver
            | TemplateField::FixedNetwork
            | TemplateField::FixedSubnet
            | TemplateField::DnsNameserver
            | TemplateField::InsecureRegistry
            | TemplateField::HttpProxy
            | TemplateField::HttpsProxy
            | TemplateField::NoProxy => json!(field.value(template)),
        };
        fields.insert(field.key().to_owned(), value);
    }
    for (key, value) in [
        ("cluster_distro", json!(template.cluster_distro)),
        (
            "project_id",
            json!(template.project.as_ref().map(|id| id.as_str())),
        ),
        ("user_id", json!(template.user.as_ref().map(|id| id.as_str()))),
        ("created_at", json!(template.created_at.map(|at| at.to_string()))),
        ("updated_at", json!(template.updated_at.map(|at| at.to_string()))),
    ] {
        fields.insert(key.to_owned(), value);
    }
    Value::Object(fields)
}

/// The one template of this id, else of this name.
///
/// # Errors
/// [`ProblemKind::NoSuchObject`] when there is none, [`ProblemKind::Conflict`] when there are several.
pub fn find_template(
    list: &[Arc<ClusterTemplate>],
    name_or_id: &str,
) -> Result<Arc<ClusterTemplate>, Problem> {
    if let Some(template) = list.iter().find(|row| row.id.as_str() == name_or_id) {
        return Ok(Arc::clone(template));
    }
    let mut named = list.iter().filter(|row| row.name == name_or_id);
    match (named.next(), named.next()) {
        (Some(template), None) => Ok(Arc::clone(template)),
        (Some(_), Some(_)) => Err(Problem::new(ProblemKind::Conflict)),
        (None, _) => Err(Problem::new(ProblemKind::NoSuchObject {
            name: name_or_id.to_owned(),
        })),
    }
}

/// The user's key pairs.
pub(super) async fn keypairs(reader: &mut Reader) -> Result<Printed, Problem> {
    let Snapshot::Keypairs(list) = reader.get(Topic::Keypairs).await? else {
        return Err(mismatch());
    };
    let mut table = Table::new(&["NAME", "TYPE", "FINGERPRINT"]);
    for pair in list.iter() {
        table.rows.push(vec![
            pair.name.clone(),
            text(pair.kind.as_deref()),
            text(pair.fingerprint.as_deref()),
        ]);
    }
    let each = |pair: &KeyPair| {
        json!({
            "name": pair.name, "type": pair.kind, "fingerprint": pair.fingerprint, "public_key": pair.public_key,
        })
    };
    Ok(Printed {
        table,
        json: list.iter().map(each).collect(),
    })
}

/// What the session's project may have and has.
pub(super) async fn quotas(reader: &mut Reader) -> Result<Printed, Problem> {
    let allowance = allowance(reader).await?;
    let mut table = Table::new(&["SERVICE", "RESOURCE", "USED", "LIMIT"]);
    let mut json = Vec::new();
    for (kind, quota) in &allowance.quotas.known {
        let service = kind.service().name();
        table.rows.push(vec![
            service.to_owned(),
            name_of(*kind).to_owned(),
            quota.used.to_string(),
            quota
                .limit
                .map_or_else(|| "-".to_owned(), |limit| limit.to_string()),
        ]);
        json.push(json!({
            "service": service, "resource": name_of(*kind), "used": quota.used, "limit": quota.limit,
        }));
    }
    Ok(Printed {
        table,
        json: Value::Array(json),
    })
}

/// What is counted, for machines.
fn name_of(kind: QuotaKind) -> &'static str {
    match kind {
        QuotaKind::Clusters => "clusters",
        QuotaKind::Servers => "instances",
        QuotaKind::Cores => "cores",
        QuotaKind::RamMib => "ram_mib",
        QuotaKind::Volumes => "volumes",
        QuotaKind::VolumeGib => "volume_gib",
        QuotaKind::Networks => "networks",
        QuotaKind::FloatingIps => "floating_ips",
        QuotaKind::LoadBalancers => "load_balancers",
        QuotaKind::Subnets => "subnets",
        QuotaKind::Routers => "routers",
        QuotaKind::Ports => "ports",
        QuotaKind::SecurityGroups => "security_groups",
        QuotaKind::ServerGroups => "server_groups",
        QuotaKind::Listeners => "listeners",
        QuotaKind::Pools => "pools",
        QuotaKind::Members => "pool_members",
        QuotaKind::HealthMonitors => "health_monitors",
    }
}

/// The cluster quotas of all projects.
pub(super) async fn project_quotas(reader: &mut Reader) -> Result<Printed, Problem> {
    let list = quotas_of_projects(reader).await?;
    let mut table = Table::new(&["PROJECT ID", "PROJECT", "RESOURCE", "HARD LIMIT"]);
    let mut json = Vec::new();
    for quota in &list.rows {
        let name = list.projects.names.get(&quota.project);
        table.rows.push(vec![
            quota.project.to_string(),
            text(name.map(String::as_str)),
            quota.resource.clone(),
            quota
                .limit
                .map_or_else(|| "-".to_owned(), |limit| limit.to_string()),
        ]);
        json.push(json!({
            "id": quota.id, "project_id": quota.project.as_str(), "project": name, "resource": quota.resource,
            "hard_limit": quota.limit,
            "created_at": quota.created_at.map(|at| at.to_string()),
            "updated_at": quota.updated_at.map(|at| at.to_string()),
        }));
    }
    Ok(Printed {
        table,
        json: Value::Array(json),
    })
}

/// The quotas of all projects with what they are called.
pub(super) async fn quotas_of_projects(reader: &mut Reader) -> Result<Arc<ProjectQuotas>, Problem> {
    let Snapshot::ProjectQuotas(list) = reader.get(Topic::ProjectQuotas).await? else {
        return Err(mismatch());
    };
    Ok(list)
}

async fn allowance(reader: &mut Reader) -> Result<Arc<Allowance>, Problem> {
    let Snapshot::Allowance(allowance) = reader.get(Topic::Allowance).await? else {
        return Err(mismatch());
    };
    Ok(allowance)
}

/// Magnum's counts: of the session's project, or with `all` of the whole cloud.
pub(super) async fn stats(reader: &mut Reader, whose: Option<&str>) -> Result<Printed, Problem> {
    let (whose, stats) = match whose {
        Some("all") => {
            let all = cloud_wide(reader).await?;
            (
                "all",
                all.stats.ok_or_else(|| Problem::new(ProblemKind::Forbidden))?,
            )
        }
        Some(other) => {
            return Err(Problem::new(ProblemKind::NoSuchObject {
                name: other.to_owned(),
            }));
        }
        None => match allowance(reader).await?.stats.clone() {
            Some(stats) => ("project", stats?),
            None => return Err(mismatch()),
        },
    };
    let mut table = Table::new(&["OF", "CLUSTERS", "NODES"]);
    table.rows.push(vec![
        whose.to_owned(),
        stats.clusters.to_string(),
        stats.nodes.to_string(),
    ]);
    Ok(Printed {
        table,
        json: json!({"of": whose, "clusters": stats.clusters, "nodes": stats.nodes}),
    })
}

/// Magnum's own services.
pub(super) async fn services(reader: &mut Reader) -> Result<Printed, Problem> {
    let Snapshot::Conductors(list) = reader.get(Topic::Conductors).await? else {
        return Err(mismatch());
    };
    let state = |one: &Conductor| one.up.map(|up| if up { "up" } else { "down" });
    let mut table = Table::new(&["ID", "HOST", "BINARY", "STATE", "DISABLED", "LAST SEEN"]);
    for one in list.iter() {
        table.rows.push(vec![
            one.id.clone(),
            one.host.clone(),
            one.binary.clone(),
            text(state(one)),
            one.disabled.to_string(),
            time(one.last_seen),
        ]);
    }
    let each = |one: &Conductor| {
        json!({
            "id": one.id, "host": one.host, "binary": one.binary, "state": state(one), "disabled": one.disabled,
            "disabled_reason": one.disabled_reason, "report_count": one.report_count,
            "last_seen": one.last_seen.map(|at| at.to_string()),
            "created_at": one.created_at.map(|at| at.to_string()),
        })
    };
    Ok(Printed {
        table,
        json: list.iter().map(each).collect(),
    })
}

/// The clusters of all projects.
pub(super) async fn all_clusters(reader: &mut Reader) -> Result<Printed, Problem> {
    let all = cloud_wide(reader).await?;
    let mut table = Table::new(&[
        "ID", "NAME", "PROJECT", "OWNER", "STATUS", "HEALTH", "MASTERS", "NODES", "CREATED",
    ]);
    let mut json = Vec::new();
    for cluster in &all.clusters {
        let project = cluster.project.as_ref().map(|project| all.projects.name(project));
        table.rows.push(vec![
            cluster.id.to_string(),
            cluster.name.clone(),
            text(project),
            text(all.owner(cluster)),
            cluster.status.to_string(),
            cluster.health.word().to_owned(),
            cluster.master_count.to_string(),
            cluster.node_count.to_string(),
            time(cluster.created_at),
        ]);
        let mut one = crate::headless::render::cluster_json(cluster);
        if let Some(fields) = one.as_object_mut() {
            fields.insert("project".to_owned(), json!(project));
            let owner = cluster.user.as_ref().and_then(|owner| all.people.get(owner));
            fields.insert("owner".to_owned(), json!(owner));
        }
        json.push(one);
    }
    Ok(Printed {
        table,
        json: Value::Array(json),
    })
}

async fn cloud_wide(reader: &mut Reader) -> Result<Arc<CloudWide>, Problem> {
    let Snapshot::CloudWide(all) = reader.get(Topic::CloudWide).await? else {
        return Err(mismatch());
    };
    Ok(all)
}

fn text(value: Option<&str>) -> String {
    value.filter(|value| !value.is_empty()).unwrap_or("-").to_owned()
}

fn time(value: Option<jiff::Timestamp>) -> String {
    value.map_or_else(|| "-".to_owned(), |at| at.to_string())
}

fn mismatch() -> Problem {
    Problem::new(ProblemKind::Internal {
        detail: "the background answered something else".to_owned(),
    })
}
