//! Clusters of the session's project.
//!
//! Only the detail list is asked, because it costs Magnum no more than the brief one; and only page by page, because each
//! row costs Keystone a sign-in.

use serde_json::{Map, Value, json};

use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterRequest;
use crate::domain::draft::fields::FieldValue;
use crate::domain::id::{ClusterId, ProjectId, StackId, TemplateId, UserId};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::domain::status::{Health, Status};
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::{self, Row};

const MAGNUM: Service = Service::ContainerInfra;

/// Which page of the list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClusterPage {
    /// Most rows of it.
    pub limit: u32,
    /// The `last` of the page before; `None` for the first page.
    pub after: Option<ClusterId>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows of the session's project; there may be none although more follow, because administrators are given the
    /// clusters of every project.
    pub rows: Vec<T>,
    /// Whether there is another page.
    pub more: bool,
    /// After which cluster the next page begins.
    pub last: Option<ClusterId>,
}

/// One page of clusters, newest first. If the cluster that it is to begin after has gone, Magnum answers with
/// [`ProblemKind::NotFound`]: then begin anew.
pub async fn page(session: &Session, page: &ClusterPage) -> Result<Page<Cluster>, ApiError> {
    let list = List {
        id: |row| row.some_text("uuid"),
        page_rows: page.limit.max(1),
        ..List::of(MAGNUM, &["clusters", "detail"], "clusters")
    }
    .only("sort_key", "id")
    .only("sort_dir", "desc");
    let answer = paging::page(session, &list, page.after.as_ref().map(ClusterId::as_str)).await?;
    let last = answer
        .rows
        .last()
        .and_then(|row| Row::of(row).some_text("uuid"))
        .map(ClusterId::new);
    let project = session.project();
    let rows = answer
        .rows
        .iter()
        .filter_map(|row| cluster(Row::of(row)))
        .filter(|cluster| cluster.project.as_ref().is_none_or(|owner| *owner == project))
        .collect();
    Ok(Page {
        rows,
        more: answer.more && last.is_some() && last != page.after,
        last,
    })
}

/// The clusters of every project, newest first. Magnum gives them to administrators; others get their own.
///
/// # Errors
/// Why they could not be had.
pub async fn of_every_project(session: &Session) -> Result<Vec<Cluster>, ApiError> {
    let list = List {
        id: |row| row.some_text("uuid"),
        page_rows: policy::TEMPLATE_PAGE_ROWS,
        ..List::of(MAGNUM, &["clusters", "detail"], "clusters")
    }
    .only("sort_key", "id")
    .only("sort_dir", "desc");
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| cluster(Row::of(row))).collect())
}

/// One cluster; a failed one with its `faults`.
pub async fn show(session: &Session, id: &ClusterId) -> Result<Cluster, ApiError> {
    let ask = Ask {
        service: MAGNUM,
        path: &["clusters", id.as_str()],
        query: Vec::new(),
        class: CallClass::One,
    };
    let answer = session.get(&ask).await?;
    cluster(Row::of(&answer)).ok_or_else(|| without_uuid(session))
}

/// Asks Magnum to create a cluster. It answers before it has begun.
pub async fn create(session: &Session, request: &ClusterRequest) -> Result<ClusterId, ApiError> {
    let ask = Ask {
        service: MAGNUM,
        path: &["clusters"],
        query: Vec::new(),
        class: CallClass::Write,
    };
    let answer = session.post(&ask, &body(request)).await?;
    Row::of(&answer)
        .some_text("uuid")
        .map(ClusterId::new)
        .ok_or_else(|| without_uuid(session).after_sending())
}

/// Asks Magnum to delete a cluster. It answers before it has begun.
pub async fn delete(session: &Session, id: &ClusterId) -> Result<(), ApiError> {
    session
        .delete(&Ask {
            service: MAGNUM,
            path: &["clusters", id.as_str()],
            query: Vec::new(),
            class: CallClass::Write,
        })
        .await
}

fn without_uuid(session: &Session) -> ApiError {
    let detail = "no `uuid`".to_owned();
    let error = ApiError::of(MAGNUM, ProblemKind::InvalidAnswer { detail });
    session.note(MAGNUM, &error);
    error
}

/// The fields that the request says, as JSON.
fn body(request: &ClusterRequest) -> Value {
    let value = |value: FieldValue<'_>| match value {
        FieldValue::Nothing => Value::Null,
        FieldValue::Flag(flag) => json!(flag),
        FieldValue::Number(number) => json!(number),
        FieldValue::Text(text) => json!(text),
        FieldValue::Labels(labels) => json!(labels),
    };
    let fields = request.fields().into_iter();
    let fields: Map<String, Value> = fields
        .map(|(name, told)| (name.to_owned(), value(told)))
        .collect();
    Value::Object(fields)
}

pub(crate) fn cluster(row: Row<'_>) -> Option<Cluster> {
    let health = row.value("health_status").and_then(wire::text);
    Some(Cluster {
        id: ClusterId::new(row.some_text("uuid")?),
        name: row.text("name"),
        template: TemplateId::new(row.text("cluster_template_id")),
        project: row.some_text("project_id").map(ProjectId::new),
        user: row.some_text("user_id").map(UserId::new),
        status: Status::parse(&row.text("status")),
        status_reason: row.some_text("status_reason"),
        health: Health::parse(health.as_deref()),
        health_reasons: row.texts_by_key("health_status_reason"),
        stack: row
            .some_text("stack_id")
            .or_else(|| row.some_text("cluster_id"))
            .map(StackId::new),
        keypair: row.some_text("keypair"),
        master_count: row.number("master_count").unwrap_or_default(),
        node_count: row.number("node_count").unwrap_or_default(),
        master_flavor: row.some_text("master_flavor_id"),
        flavor: row.some_text("flavor_id"),
        docker_volume_size_gib: row.number("docker_volume_size"),
        api_address: row
            .some_text("api_address")
            .filter(|address| names_a_host(address)),
        coe_version: row.some_text("coe_version"),
        container_version: row.some_text("container_version"),
        discovery_url: row.some_text("discovery_url"),
        master_addresses: row.texts("master_addresses"),
        node_addresses: row.texts("node_addresses"),
        fixed_network: row.some_text("fixed_network"),
        fixed_subnet: row.some_text("fixed_subnet"),
        floating_ip_enabled: row.flag("floating_ip_enabled"),
        master_lb_enabled: row.flag("master_lb_enabled"),
        create_timeout_mins: row.number("create_timeout"),
        labels: row.texts_by_key("labels"),
        labels_overridden: row.texts_by_key("labels_overridden"),
        labels_added: row.texts_by_key("labels_added"),
        labels_skipped: row.texts_by_key("labels_skipped"),
        faults: row.texts_by_key("faults"),
        created_at: row.time("created_at"),
        updated_at: row.time("updated_at"),
    })
}

/// A cluster that failed early says `https://:6443`.
fn names_a_host(address: &str) -> bool {
    !address.contains("://:")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::cluster;
    use crate::domain::status::Severity;
    use crate::openstack::wire::Row;

    #[test]
    fn f50_health_wins_the_colour_and_both_are_shown() {
        let row = json!({"uuid": "a", "status": "CREATE_COMPLETE", "health_status": "UNHEALTHY"});
        let cluster = cluster(Row::of(&row)).unwrap();
        assert_eq!(cluster.status.severity(), Severity::Good);
        assert_eq!(cluster.severity(), Severity::Warning);
        assert_eq!(
            (cluster.status.to_string().as_str(), cluster.health.word()),
            ("CREATE_COMPLETE", "UNHEALTHY")
        );
    }

    #[test]
    fn f55_a_time_that_goes_back_or_is_missing_is_taken_as_it_is() {
        let row = json!({"uuid": "a", "created_at": "2026-11-23T06:00:00+00:00", "updated_at": "2026-11-22T06:00:00"});
        let cluster = cluster(Row::of(&row)).unwrap();
        assert!(cluster.updated_at < cluster.created_at);
        for odd in [json!(null), json!("yesterday"), json!(7), json!({})] {
            let row = json!({"uuid": "a", "updated_at": odd});
            assert_eq!(super::cluster(Row::of(&row)).unwrap().updated_at, None);
        }
    }
}
