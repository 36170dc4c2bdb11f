//! Cluster templates: the project's own and the public ones.

use serde_json::{Map, Value, json};

use crate::domain::id::{ProjectId, TemplateId, UserId};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::draft::{FieldValue, PatchStep, TemplateRequest};
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const MAGNUM: Service = Service::ContainerInfra;

/// Every template that the project can use, in Magnum's order.
pub async fn list(session: &Session) -> Result<Vec<ClusterTemplate>, ApiError> {
    let list = List {
        id: |row| row.some_text("uuid"),
        page_rows: policy::TEMPLATE_PAGE_ROWS,
        ..List::of(
            Service::ContainerInfra,
            &["clustertemplates", "detail"],
            "clustertemplates",
        )
    };
    let project = session.project();
    Ok(paging::all(session, &list)
        .await?
        .iter()
        .filter_map(|row| template(Row::of(row)))
        // Administrators are given every project's.
        .filter(|template| template.public || template.project.as_ref().is_none_or(|owner| *owner == project))
        .collect())
}

/// One template.
///
/// # Errors
/// Why it could not be had; [`ProblemKind::NotFound`] also for a hidden one.
pub async fn show(session: &Session, id: &TemplateId) -> Result<ClusterTemplate, ApiError> {
    let path = ["clustertemplates", id.as_str()];
    let ask = Ask {
        class: CallClass::One,
        ..write(&path)
    };
    let answer = session.get(&ask).await?;
    template(Row::of(&answer)).ok_or_else(|| without_uuid(session))
}

/// Makes a template. Magnum checks it whole before it answers.
///
/// # Errors
/// Why there is none.
pub async fn create(session: &Session, request: &TemplateRequest) -> Result<ClusterTemplate, ApiError> {
    let answer = session
        .post(&write(&["clustertemplates"]), &body(request))
        .await?;
    template(Row::of(&answer)).ok_or_else(|| without_uuid(session).after_sending())
}

/// Changes some fields of a template, all or none.
///
/// # Errors
/// Why it is as it was.
pub async fn change(
    session: &Session,
    id: &TemplateId,
    steps: &[PatchStep],
) -> Result<ClusterTemplate, ApiError> {
    let answer = session
        .patch(&write(&["clustertemplates", id.as_str()]), &patch(steps))
        .await?;
    template(Row::of(&answer)).ok_or_else(|| without_uuid(session).after_sending())
}

/// Deletes a template that no cluster uses.
///
/// # Errors
/// Why it is still there.
pub async fn delete(session: &Session, id: &TemplateId) -> Result<(), ApiError> {
    session.delete(&write(&["clustertemplates", id.as_str()])).await
}

fn write<'a>(path: &'a [&'a str]) -> Ask<'a> {
    Ask {
        service: MAGNUM,
        path,
        query: Vec::new(),
        class: CallClass::Write,
    }
}

fn without_uuid(session: &Session) -> ApiError {
    let detail = "no `uuid`".to_owned();
    let error = ApiError::of(MAGNUM, ProblemKind::InvalidAnswer { detail });
    session.note(MAGNUM, &error);
    error
}

/// Only what somebody has said goes out: older Magnums refuse fields that they do not know.
fn body(request: &TemplateRequest) -> Value {
    let fields = request.values().iter().map(|(field, value)| {
        let value = match value {
            FieldValue::Text(text) => json!(text),
            FieldValue::Number(number) => json!(number),
            FieldValue::Flag(flag) => json!(flag),
            FieldValue::Labels(labels) => json!(labels),
        };
        (field.key().to_owned(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

/// A patch as Magnum reads it: always `replace`, because it refuses to add what has a value; labels as the text of a
/// dictionary, because it takes no objects.
fn patch(steps: &[PatchStep]) -> Value {
    let steps = steps.iter().map(|step| {
        let path = format!("/{}", step.field().key());
        match step {
            PatchStep::Remove(_) => json!({"op": "remove", "path": path}),
            PatchStep::Set(_, value) => {
                let value = match value {
                    FieldValue::Text(text) => json!(text),
                    FieldValue::Number(number) => json!(number),
                    FieldValue::Flag(flag) => json!(flag),
                    FieldValue::Labels(labels) => json!(json!(labels).to_string()),
                };
                json!({"op": "replace", "path": path, "value": value})
            }
        }
    });
    Value::Array(steps.collect())
}

pub(crate) fn template(row: Row<'_>) -> Option<ClusterTemplate> {
    Some(ClusterTemplate {
        id: TemplateId::new(row.some_text("uuid")?),
        name: row.text("name"),
        coe: row.text("coe"),
        image: row.text("image_id"),
        cluster_distro: row.some_text("cluster_distro"),
        driver: row.some_text("driver"),
        server_type: row.some_text("server_type"),
        external_network: row.some_text("external_network_id"),
        flavor: row.some_text("flavor_id"),
        master_flavor: row.some_text("master_flavor_id"),
        keypair: row.some_text("keypair_id"),
        dns_nameserver: row.some_text("dns_nameserver"),
        fixed_network: row.some_text("fixed_network"),
        fixed_subnet: row.some_text("fixed_subnet"),
        network_driver: row.some_text("network_driver"),
        volume_driver: row.some_text("volume_driver"),
        docker_storage_driver: row.some_text("docker_storage_driver"),
        docker_volume_size_gib: row.number("docker_volume_size"),
        apiserver_port: row.number("apiserver_port"),
        master_lb_enabled: row.flag("master_lb_enabled"),
        floating_ip_enabled: row.flag("floating_ip_enabled"),
        registry_enabled: row.flag("registry_enabled"),
        insecure_registry: row.some_text("insecure_registry"),
        tls_disabled: row.flag("tls_disabled"),
        http_proxy: row.some_text("http_proxy"),
        https_proxy: row.some_text("https_proxy"),
        no_proxy: row.some_text("no_proxy"),
        labels: row.texts_by_key("labels"),
        tags: row.some_text("tags"),
        public: row.flag("public").unwrap_or_default(),
        hidden: row.flag("hidden").unwrap_or_default(),
        project: row.some_text("project_id").map(ProjectId::new),
        user: row.some_text("user_id").map(UserId::new),
        created_at: row.time("created_at"),
        updated_at: row.time("updated_at"),
    })
}
