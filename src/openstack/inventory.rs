//! Everything real of a project, from a number of list calls that does not depend on its size.

use std::collections::{BTreeMap, BTreeSet};

use tokio::task::JoinSet;

use crate::domain::id::{LoadBalancerId, NetworkId, PoolId};
use crate::domain::inventory::{Inventory, Listener, LoadBalancer, Member, Pool};
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::session::Session;
use crate::openstack::{cinder, neutron, nova, octavia, policy};

/// What Nova, Neutron, Octavia and Cinder list. A service that does not answer leaves a gap, with the reason.
pub async fn collect(session: &Session) -> Inventory {
    let mut gaps = BTreeMap::new();
    let (servers, server_groups, networks, subnets, routers, ports, floating_ips, groups, balancing, volumes) = tokio::join!(
        Box::pin(nova::servers(session)),
        Box::pin(nova::server_groups(session)),
        Box::pin(neutron::networks(session)),
        Box::pin(neutron::subnets(session)),
        Box::pin(neutron::routers(session)),
        Box::pin(neutron::ports(session)),
        Box::pin(neutron::floating_ips(session)),
        Box::pin(neutron::security_groups(session)),
        Box::pin(balancing(session)),
        Box::pin(cinder::volumes(session)),
    );
    let mut inventory = Inventory {
        servers: or_gap(servers, Service::Compute, &mut gaps),
        server_groups: or_gap(server_groups, Service::Compute, &mut gaps),
        networks: or_gap(networks, Service::Network, &mut gaps),
        subnets: or_gap(subnets, Service::Network, &mut gaps),
        routers: or_gap(routers, Service::Network, &mut gaps),
        ports: or_gap(ports, Service::Network, &mut gaps),
        floating_ips: or_gap(floating_ips, Service::Network, &mut gaps),
        security_groups: or_gap(groups, Service::Network, &mut gaps),
        volumes: or_gap(volumes, Service::BlockStorage, &mut gaps),
        ..Inventory::default()
    };
    inventory.load_balancers = or_gap(balancing.load_balancers, Service::LoadBalancer, &mut gaps);
    inventory.listeners = or_gap(balancing.listeners, Service::LoadBalancer, &mut gaps);
    inventory.pools = or_gap(balancing.pools, Service::LoadBalancer, &mut gaps);
    // Administrators are shown every project's subnets.
    if !gaps.contains_key(&Service::Network) {
        let known: BTreeSet<&NetworkId> = inventory.networks.iter().map(|network| &network.id).collect();
        inventory.subnets.retain(|subnet| known.contains(&subnet.network));
    }
    inventory.gaps = gaps;
    inventory
}

/// What Octavia lists.
struct Balancing {
    load_balancers: Result<Vec<LoadBalancer>, ApiError>,
    listeners: Result<Vec<Listener>, ApiError>,
    pools: Result<Vec<Pool>, ApiError>,
}

async fn balancing(session: &Session) -> Balancing {
    let (load_balancers, listeners, mut pools) = tokio::join!(
        octavia::load_balancers(session),
        octavia::listeners(session),
        octavia::pools(session),
    );
    if let (Ok(balancers), Ok(pools)) = (&load_balancers, &mut pools)
        && balancers.len() <= policy::STATUS_TREES_CAP
        && pools.iter().any(|pool| !pool.member_ids.is_empty())
    {
        let mut members = members(session, balancers.iter().map(|balancer| balancer.id.clone())).await;
        for pool in pools {
            pool.members = members.remove(&pool.id).unwrap_or_default();
        }
    }
    Balancing {
        load_balancers,
        listeners,
        pools,
    }
}

/// Fills in the members of the pools of these load balancers, where [`collect`] left them out because there are too many
/// load balancers in the project.
pub async fn add_members(session: &Session, inventory: &mut Inventory, balancers: &BTreeSet<LoadBalancerId>) {
    let lacking: BTreeSet<LoadBalancerId> = inventory
        .pools
        .iter()
        .filter(|pool| pool.members.is_empty() && !pool.member_ids.is_empty())
        .flat_map(|pool| {
            pool.load_balancers
                .iter()
                .filter(|balancer| balancers.contains(balancer))
                .cloned()
        })
        .take(policy::STATUS_TREES_CAP)
        .collect();
    let mut members = members(session, lacking.into_iter()).await;
    for pool in &mut inventory.pools {
        if let Some(found) = members.remove(&pool.id) {
            pool.members = found;
        }
    }
}

/// Members in full. A tree that cannot be had leaves its pools with the ids alone, which is no gap.
async fn members(
    session: &Session,
    balancers: impl Iterator<Item = LoadBalancerId>,
) -> BTreeMap<PoolId, Vec<Member>> {
    let mut trees = JoinSet::new();
    for balancer in balancers {
        let session = session.clone();
        trees.spawn(async move { octavia::members(&session, &balancer).await });
    }
    let mut found = BTreeMap::new();
    while let Some(tree) = trees.join_next().await {
        match tree {
            Ok(Ok(members)) => found.extend(members),
            Ok(Err(error)) => tracing::debug!(%error, "a load balancer's status tree is not to be had"),
            Err(error) => tracing::warn!(%error, "reading a status tree broke off"),
        }
    }
    found
}

/// The value, or nothing and a gap. The first reason of a service stays.
pub(crate) fn or_gap<T: Default>(
    outcome: Result<T, ApiError>,
    service: Service,
    gaps: &mut BTreeMap<Service, Problem>,
) -> T {
    outcome.unwrap_or_else(|error| {
        gaps.entry(service).or_insert_with(|| error.problem());
        T::default()
    })
}
