//! The parameters of stacks, by the templates of each engine.

use serde_json::{Value, json};

use super::super::era::Engine;
use super::super::lifecycle::Order;
use super::Found;

/// The parameters of a stack; a nested one tells only what Heat itself knows.
pub(super) fn parameters(found: &Found<'_>) -> Value {
    let mut body = json!({
        "OS::stack_id": found.stack.id, "OS::project_id": found.estate.project, "OS::stack_name": found.stack.name,
    });
    if found.stack.parent.is_some() {
        return body;
    }
    let parts = match found.cluster.order.engine {
        Engine::Kubernetes => kubernetes(found),
        Engine::Swarm => vec![common(found), swarm(&found.cluster.order)],
        Engine::SwarmMode => vec![common(found), swarm_mode(&found.cluster.order)],
        Engine::Mesos => vec![common(found), mesos(found)],
    };
    for part in parts {
        if let (Some(fields), Value::Object(part)) = (body.as_object_mut(), part) {
            fields.extend(part);
        }
    }
    body
}

/// What every old template takes.
fn common(found: &Found<'_>) -> Value {
    let order = &found.cluster.order;
    json!({
        "ssh_key_name": order.keypair, "external_network": found.world.outside_network().0,
        "server_image": order.workers.image, "master_flavor": order.masters.flavor, "dns_nameserver": order.dns,
        "fixed_network_cidr": "10.0.0.0/24", "number_of_masters": order.masters.count.to_string(), "http_proxy": "",
        "https_proxy": "", "no_proxy": "", "trustee_domain_id": found.cluster.uuid.child(5).plain(),
        "trustee_user_id": found.cluster.uuid.child(6).plain(), "trustee_username": found.cluster.uuid.to_string(),
        "trustee_password": "******", "trust_id": "******", "volume_driver": "", "rexray_preempt": "false",
        "auth_url": format!("{}/identity/v3", found.world.base),
        "magnum_url": format!("{}/container-infra/v1", found.world.base), "cluster_uuid": found.cluster.uuid,
        "docker_volume_size": order.volumes.docker_gib.to_string(), "docker_storage_driver": "devicemapper",
    })
}

fn swarm(order: &Order) -> Value {
    json!({
        "node_flavor": order.workers.flavor, "number_of_nodes": order.workers.count.to_string(),
        "discovery_url": "https://discovery.etcd.io/0000000000000000000000000000beef", "tls_disabled": "False",
        "network_driver": "docker", "flannel_network_cidr": "10.100.0.0/16", "flannel_network_subnetlen": "24",
        "flannel_backend": "udp", "loadbalancing_protocol": "TCP", "swarm_port": "2376", "swarm_version": "1.2.5",
        "swarm_strategy": "spread", "registry_enabled": "False", "registry_port": "5000", "swift_region": "",
        "registry_container": "container", "registry_insecure": "True", "registry_chunksize": "5242880",
    })
}

fn swarm_mode(order: &Order) -> Value {
    let secondary = order.masters.count.saturating_sub(1);
    json!({
        "node_flavor": order.workers.flavor, "number_of_nodes": order.workers.count.to_string(),
        "number_of_secondary_masters": secondary.to_string(), "fixed_network": "", "fixed_subnet": "",
        "tls_disabled": "False", "docker_volume_type": "ssd", "loadbalancing_protocol": "TCP", "swarm_port": "2375",
        "verify_ca": "True", "openstack_ca": "******", "nodes_affinity_policy": "soft-anti-affinity",
        "availability_zone": "",
    })
}

fn mesos(found: &Found<'_>) -> Value {
    let order = &found.cluster.order;
    json!({
        "slave_flavor": order.workers.flavor, "number_of_slaves": order.workers.count.to_string(),
        "wait_condition_timeout": "6000", "cluster_name": order.name, "executor_registration_timeout": "5mins",
        "region_name": "RegionOne", "username": "demo", "password": "******", "tenant_name": "demo",
        "domain_name": "Default", "mesos_slave_isolation": "", "mesos_slave_work_dir": "",
        "mesos_slave_image_providers": "", "mesos_slave_executor_env_variables": "", "slaves_to_remove": "",
    })
}

fn kubernetes(found: &Found<'_>) -> Vec<Value> {
    let order = &found.cluster.order;
    let existing = order.existing.as_ref();
    let network = existing.map_or_else(String::new, |existing| existing.network.0.to_string());
    let subnet = existing.map_or_else(String::new, |existing| existing.subnet.0.to_string());
    let label = |key: &str, default: &str| {
        found
            .cluster
            .labels
            .get(key)
            .cloned()
            .unwrap_or_else(|| default.to_owned())
    };
    let more = json!({
        "is_cluster_stack": if found.place == 0 { "True" } else { "False" },
        "master_role": "master", "worker_role": "worker", "ssh_key_name": order.keypair,
        "external_network": found.world.outside_network().0, "fixed_network": network, "fixed_network_name": order.name,
        "fixed_subnet": subnet, "fixed_subnet_cidr": "10.0.0.0/24", "master_image": order.masters.image,
        "minion_image": order.workers.image, "master_flavor": order.masters.flavor,
        "minion_flavor": order.workers.flavor, "master_nodegroup_name": order.masters.node_group,
        "worker_nodegroup_name": order.workers.node_group, "dns_nameserver": order.dns,
        "number_of_masters": order.masters.count.to_string(), "number_of_minions": order.workers.count.to_string(),
        "portal_network_cidr": "10.254.0.0/16", "network_driver": label("network_driver", "calico"),
        "boot_volume_size": order.volumes.boot_gib.to_string(),
        "etcd_volume_size": order.volumes.etcd_gib.to_string(),
        "docker_volume_size": order.volumes.docker_gib.to_string(), "docker_storage_driver": "overlay2",
    });
    let rest = json!({
        "region_name": "RegionOne", "username": "demo", "password": "******", "tls_disabled": "False",
        "kubernetes_port": found.cluster.api_port.to_string(), "cluster_uuid": found.cluster.uuid,
        "magnum_url": format!("{}/container-infra/v1", found.world.base), "trust_id": "******",
        "auth_url": format!("{}/identity/v3", found.world.base), "kube_tag": label("kube_tag", "v1.28.9-rancher1"),
        "octavia_enabled": "True", "octavia_provider": order.provider, "nodes_affinity_policy": "soft-anti-affinity",
        "availability_zone": label("availability_zone", ""), "calico_ipv4pool": "10.100.0.0/16",
        "auto_healing_enabled": label("auto_healing_enabled", "False"),
        "auto_scaling_enabled": label("auto_scaling_enabled", "False"),
        "container_infra_prefix": label("container_infra_prefix", ""), "keystone_auth_enabled": "True",
    });
    vec![more, rest]
}
