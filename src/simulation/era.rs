//! The releases that a simulated cloud can be: what their Magnum knows, takes and answers.

use serde_json::{Map, Value};

/// A release of OpenStack, as far as its Magnum differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Profile {
    /// Magnum 3: Kubernetes, Swarm and Mesos; no node groups, no labels on clusters.
    Newton,
    /// Magnum 15: the last one with every container engine.
    Zed,
    /// Magnum 18, OpenStack 2024.1: Kubernetes only, by Heat and by Cluster API.
    R2024_1,
    /// Magnum 22, OpenStack 2026.1: the last one with Heat.
    #[default]
    R2026_1,
    /// Magnum 23, OpenStack 2026.2: Cluster API only.
    R2026_2,
}

/// What runs the containers of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Kubernetes,
    Swarm,
    SwarmMode,
    Mesos,
}

/// What a server starts from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Disk {
    /// A disk of its host.
    OfTheHost,
    /// A volume of Cinder's.
    Volume,
}

impl Engine {
    /// As Magnum writes it.
    pub(super) const ALL: [(&'static str, Engine); 4] = [
        ("kubernetes", Engine::Kubernetes),
        ("swarm", Engine::Swarm),
        ("swarm-mode", Engine::SwarmMode),
        ("mesos", Engine::Mesos),
    ];

    /// The engine of this name.
    pub(super) fn named(name: &str) -> Option<Engine> {
        let mut all = Engine::ALL.into_iter();
        all.find(|(known, _)| *known == name).map(|(_, engine)| engine)
    }

    /// What its stack calls a server.
    pub(super) fn server(self, master: bool, disk: Disk) -> &'static str {
        match (self, master, disk) {
            (Engine::Kubernetes, true, Disk::OfTheHost) => "kube-master",
            (Engine::Kubernetes, true, Disk::Volume) => "kube-master-bfv",
            (Engine::Kubernetes, false, Disk::OfTheHost) => "kube-minion",
            (Engine::Kubernetes, false, Disk::Volume) => "kube-minion-bfv",
            (Engine::Swarm | Engine::SwarmMode, true, _) => "swarm-master",
            (Engine::Swarm | Engine::SwarmMode, false, _) => "swarm-node",
            (Engine::Mesos, true, _) => "mesos-master",
            (Engine::Mesos, false, _) => "mesos-slave",
        }
    }

    /// What can hold its containers' data.
    pub(super) fn volume_drivers(self) -> &'static [&'static str] {
        match self {
            Engine::Kubernetes => &["cinder"],
            Engine::Swarm | Engine::SwarmMode | Engine::Mesos => &["rexray"],
        }
    }
}

/// Fields of clusters by the Magnum that has them first.
const CLUSTER_FIELDS: [(&str, u32); 18] = [
    ("keypair", 4),
    ("docker_volume_size", 5),
    ("labels", 6),
    ("master_flavor_id", 6),
    ("flavor_id", 6),
    ("project_id", 6),
    ("user_id", 6),
    ("health_status", 8),
    ("health_status_reason", 8),
    ("fixed_network", 9),
    ("fixed_subnet", 9),
    ("floating_ip_enabled", 9),
    ("merge_labels", 11),
    ("master_lb_enabled", 11),
    ("labels_overridden", 11),
    ("labels_added", 11),
    ("labels_skipped", 11),
    ("docker_storage_driver", 22),
];

/// The same for templates.
const TEMPLATE_FIELDS: [(&str, u32); 4] = [("hidden", 8), ("user_id", 5), ("tags", 12), ("driver", 18)];

impl Profile {
    /// The number of its Magnum.
    pub(super) fn magnum(self) -> u32 {
        match self {
            Profile::Newton => 3,
            Profile::Zed => 15,
            Profile::R2024_1 => 18,
            Profile::R2026_1 => 22,
            Profile::R2026_2 => 23,
        }
    }

    /// The newest minor version of its API.
    pub(super) fn newest(self) -> u32 {
        match self {
            Profile::Newton => 3,
            Profile::Zed => 10,
            Profile::R2024_1 => 11,
            Profile::R2026_1 => 12,
            Profile::R2026_2 => 14,
        }
    }

    /// Whether there is a driver that builds with Heat.
    pub(super) fn heat(self) -> bool {
        self != Profile::R2026_2
    }

    /// Whether there are drivers that build with Cluster API.
    pub(super) fn cluster_api(self) -> bool {
        matches!(self, Profile::R2024_1 | Profile::R2026_1 | Profile::R2026_2)
    }

    /// The engines that it takes, as its refusal names them.
    pub(super) fn engines(self) -> &'static [&'static str] {
        match self {
            Profile::Newton => &["kubernetes", "swarm", "mesos"],
            Profile::Zed => &["kubernetes", "swarm", "mesos", "dcos", "swarm-mode"],
            Profile::R2024_1 | Profile::R2026_1 | Profile::R2026_2 => &["kubernetes"],
        }
    }

    /// What can connect an engine's containers, the usual one first.
    pub(super) fn network_drivers(self, engine: Engine) -> &'static [&'static str] {
        match engine {
            Engine::Kubernetes if self.magnum() >= 18 => &["flannel", "calico", "cilium"],
            Engine::Kubernetes if self.magnum() >= 7 => &["flannel", "calico"],
            Engine::Kubernetes => &["flannel"],
            Engine::Swarm => &["docker", "flannel"],
            Engine::SwarmMode | Engine::Mesos => &["docker"],
        }
    }

    /// The drivers that a template can name.
    pub(super) fn drivers(self) -> &'static [&'static str] {
        const ALL: [&str; 7] = [
            "k8s_capi_helm_v1",
            "k8s_cluster_api_ubuntu",
            "k8s_cluster_api_ubuntu_focal",
            "k8s_cluster_api_debian",
            "k8s_cluster_api_flatcar",
            "k8s_cluster_api_rockylinux",
            "k8s_fedora_coreos_v1",
        ];
        match (self.heat(), self.cluster_api()) {
            (true, true) => &ALL,
            (false, true) => ALL.split_last().map_or(&[], |(_, others)| others),
            (_, false) => ALL.last().map_or(&[], std::slice::from_ref),
        }
    }

    /// Whether a template must name a key pair, which is then looked up.
    pub(super) fn needs_keypair(self) -> bool {
        self.magnum() < 4
    }

    /// Whether a route is there at all.
    pub(super) fn has(self, method: &str, parts: &[&str]) -> bool {
        let since = match parts {
            ["stats"] => 4,
            ["certificates", _] if method == "PATCH" => 4,
            ["quotas", ..] => 5,
            ["federations", ..] => 6,
            ["clusters", _, "actions", ..] => 8,
            ["clusters", _, "nodegroups", ..] => 9,
            ["credentials", ..] => 21,
            _older => 0,
        };
        self.magnum() >= since
    }

    /// Whether clusters and templates also have the names they had before Newton.
    pub(super) fn has_bays(self) -> bool {
        self.magnum() <= 16
    }

    /// Takes away what this Magnum does not tell of a cluster.
    pub(super) fn trim_cluster(self, fields: &mut Map<String, Value>) {
        self.trim(fields, &CLUSTER_FIELDS);
    }

    /// The same for a template.
    pub(super) fn trim_template(self, fields: &mut Map<String, Value>) {
        self.trim(fields, &TEMPLATE_FIELDS);
    }

    /// Whether a request for a cluster may have this field.
    pub(super) fn takes_cluster_field(self, field: &str) -> bool {
        self.knows(field, &CLUSTER_FIELDS)
    }

    /// The same for a template.
    pub(super) fn takes_template_field(self, field: &str) -> bool {
        self.knows(field, &TEMPLATE_FIELDS)
    }

    fn knows(self, field: &str, table: &[(&str, u32)]) -> bool {
        let entry = table.iter().find(|(name, _)| *name == field);
        entry.is_none_or(|(_, since)| self.magnum() >= *since)
    }

    fn trim(self, fields: &mut Map<String, Value>, table: &[(&str, u32)]) {
        fields.retain(|field, _| self.knows(field, table));
    }

    /// Whether an image of this distribution can run this engine here.
    pub(super) fn runs(self, engine: Engine, distro: &str, for_cluster_api: bool) -> bool {
        match (engine, distro) {
            (Engine::Kubernetes, "fedora-coreos") => self.heat() && self.magnum() >= 9,
            (Engine::Kubernetes, "ubuntu") => self.cluster_api() && for_cluster_api,
            (Engine::Kubernetes, "fedora-atomic" | "coreos") => self.magnum() < 18,
            (Engine::Swarm, "fedora-atomic") => self.magnum() < 18,
            (Engine::SwarmMode, "fedora-atomic") => (5..18).contains(&self.magnum()),
            (Engine::Mesos, "ubuntu") => self.magnum() < 16,
            (Engine::Kubernetes | Engine::Swarm | Engine::SwarmMode | Engine::Mesos, _) => false,
        }
    }
}

impl std::fmt::Display for Profile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Profile::Newton => "newton",
            Profile::Zed => "zed",
            Profile::R2024_1 => "2024.1",
            Profile::R2026_1 => "2026.1",
            Profile::R2026_2 => "2026.2",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;

    #[test]
    fn releases_know_what_came_before_them_and_nothing_later() {
        assert!(!Profile::Newton.has("GET", &["clusters", "x", "nodegroups"]));
        assert!(Profile::Zed.has("GET", &["clusters", "x", "nodegroups"]));
        assert!(!Profile::R2024_1.has("PATCH", &["credentials", "x"]));
        assert!(!Profile::Zed.takes_template_field("driver"));
        assert!(!Profile::R2026_2.heat());
    }
}
