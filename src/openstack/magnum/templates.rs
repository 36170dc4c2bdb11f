//! Cluster templates: the project's own and the public ones.

use crate::domain::id::{ProjectId, TemplateId, UserId};
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy;
use crate::openstack::session::Session;
use crate::openstack::wire::Row;

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
