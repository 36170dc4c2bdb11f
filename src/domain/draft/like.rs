//! A draft that would make a cluster like one that is there: only what differs from its template is said.

use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterDraft;
use crate::domain::template::ClusterTemplate;

impl ClusterDraft {
    /// The draft for another cluster like this one, from the same template. Its name is the old one with a number, because
    /// the old one is taken.
    pub fn like(cluster: &Cluster, template: Option<&ClusterTemplate>) -> Self {
        let text = |own: Option<&str>, inherited: Option<&str>| match own {
            Some(own) if Some(own) != inherited => own.to_owned(),
            Some(_) | None => String::new(),
        };
        let of = |field: fn(&ClusterTemplate) -> Option<&str>| template.and_then(field);
        let flag = |own: Option<bool>, inherited: Option<bool>| own.filter(|_| own != inherited);
        let known = template.map(|template| &template.labels);
        let differs = |name: &str, value: &str| {
            known
                .and_then(|known| known.get(name))
                .is_none_or(|known| known != value)
        };
        let labels = cluster.labels.iter().filter(|(name, value)| differs(name, value));
        let dropped = known
            .into_iter()
            .flat_map(|known| known.keys())
            .filter(|name| !cluster.labels.contains_key(*name));
        let size = cluster.docker_volume_size_gib;
        Self {
            template: Some(cluster.template.clone()),
            name: format!("{}-2", cluster.name),
            keypair: text(
                cluster.keypair.as_deref(),
                of(|template| template.keypair.as_deref()),
            ),
            master_count: cluster.master_count.max(1),
            node_count: cluster.node_count,
            master_flavor: text(
                cluster.master_flavor.as_deref(),
                of(|template| template.master_flavor.as_deref()),
            ),
            flavor: text(
                cluster.flavor.as_deref(),
                of(|template| template.flavor.as_deref()),
            ),
            docker_volume_gib: size
                .filter(|_| size != template.and_then(|known| known.docker_volume_size_gib)),
            fixed_network: text(
                cluster.fixed_network.as_deref(),
                of(|template| template.fixed_network.as_deref()),
            ),
            fixed_subnet: text(
                cluster.fixed_subnet.as_deref(),
                of(|template| template.fixed_subnet.as_deref()),
            ),
            floating_ip: flag(
                cluster.floating_ip_enabled,
                template.and_then(|template| template.floating_ip_enabled),
            ),
            load_balancer: flag(
                cluster.master_lb_enabled,
                template.and_then(|template| template.master_lb_enabled),
            ),
            create_timeout_mins: cluster.create_timeout_mins.unwrap_or(60),
            labels: labels
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            dropped: dropped.cloned().collect(),
            ..Self::default()
        }
    }
}
