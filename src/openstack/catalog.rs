//! What a cluster can be made from: flavors, images, key pairs and networks, and how much of it the project may have.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalog::Catalog;
use crate::domain::id::NetworkId;
use crate::domain::service::Service;
use crate::openstack::inventory::or_gap;
use crate::openstack::session::Session;
use crate::openstack::{cinder, glance, neutron, nova, quotas};

/// What the creation form offers, by name. A service that does not answer leaves a gap, with the reason.
pub async fn collect(session: &Session) -> Catalog {
    let mut gaps = BTreeMap::new();
    let (flavors, keypairs, images, networks, quotas) = tokio::join!(
        Box::pin(nova::flavors(session)),
        Box::pin(nova::keypairs(session)),
        Box::pin(glance::images(session)),
        Box::pin(neutron::networks(session)),
        Box::pin(quotas::collect(session)),
    );
    let (subnets, routers, ports, volume_types, zones, node_policy, told) = tokio::join!(
        Box::pin(neutron::subnets(session)),
        Box::pin(neutron::routers(session)),
        Box::pin(neutron::ports(session)),
        Box::pin(cinder::volume_types(session)),
        Box::pin(nova::zones(session)),
        Box::pin(node_policy(session)),
        Box::pin(administrators_alone(session)),
    );
    let (addresses_left, hosts) = told;
    let mut catalog = Catalog {
        flavors: or_gap(flavors, Service::Compute, &mut gaps),
        images: or_gap(images, Service::Image, &mut gaps),
        keypairs: or_gap(keypairs, Service::Compute, &mut gaps),
        networks: or_gap(networks, Service::Network, &mut gaps),
        subnets: or_gap(subnets, Service::Network, &mut gaps),
        routers: or_gap(routers, Service::Network, &mut gaps),
        ports: or_gap(ports, Service::Network, &mut gaps),
        addresses_left,
        volume_types: volume_types.ok(),
        zones: zones.ok(),
        hosts,
        node_policy,
        quotas,
        gaps,
    };
    catalog
        .flavors
        .sort_by(|a, b| (a.vcpus, a.ram_mib, &a.name).cmp(&(b.vcpus, b.ram_mib, &b.name)));
    catalog
        .images
        .sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    catalog.keypairs.sort_by(|a, b| a.name.cmp(&b.name));
    // Administrators are shown every project's subnets.
    let known: BTreeSet<_> = catalog
        .networks
        .iter()
        .map(|network| network.id.clone())
        .collect();
    catalog.subnets.retain(|subnet| known.contains(&subnet.network));
    catalog
        .subnets
        .sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    catalog
        .networks
        .sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    catalog
}

/// How the servers of earlier clusters share hosts, from the names that Heat gives to Magnum's server groups.
async fn node_policy(session: &Session) -> Option<String> {
    let groups = nova::server_groups(session).await.ok()?;
    let mut ours = groups
        .into_iter()
        .filter(|group| group.name.contains("nodes_server_group"));
    ours.next_back().map(|group| group.policy)
}

/// What Neutron and Nova tell administrators alone, so that others need not be refused: the addresses that external networks
/// have left, and the number of hosts. Without it the form says that it was not checked.
async fn administrators_alone(session: &Session) -> (BTreeMap<NetworkId, u64>, Option<u32>) {
    if !session.info().roles.iter().any(|role| role == "admin") {
        return (BTreeMap::new(), None);
    }
    let (left, hosts) = tokio::join!(
        Box::pin(neutron::addresses_left(session)),
        Box::pin(nova::hosts(session)),
    );
    (left.unwrap_or_default(), hosts.ok())
}
