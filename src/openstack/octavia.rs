//! Octavia: load balancers, listeners, pools and their members.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::id::{ListenerId, LoadBalancerId, MemberId, PoolId, PortId, SubnetId};
use crate::domain::inventory::{Listener, LoadBalancer, Member, Pool};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const OCTAVIA: Service = Service::LoadBalancer;
/// How deep a status tree is searched; load balancer, listener, pool, and room for what may come between.
const TREE_DEPTH: u32 = 12;

/// The project's load balancers.
pub async fn load_balancers(session: &Session) -> Result<Vec<LoadBalancer>, ApiError> {
    own(session, &["loadbalancers"], "loadbalancers", load_balancer).await
}

/// The project's listeners.
pub async fn listeners(session: &Session) -> Result<Vec<Listener>, ApiError> {
    own(session, &["listeners"], "listeners", listener).await
}

/// The project's pools, with the ids of their members only.
pub async fn pools(session: &Session) -> Result<Vec<Pool>, ApiError> {
    own(session, &["pools"], "pools", pool).await
}

/// How many pools there are, how many members they have, and how many of them are watched.
#[derive(Clone, Copy, Debug, Default)]
pub struct PoolCounts {
    /// Pools.
    pub pools: u64,
    /// Members of all of them.
    pub members: u64,
    /// Pools with a health monitor; one cannot have two.
    pub monitors: u64,
}

/// Counts the project's pools and what belongs to them, with one list.
pub async fn pool_counts(session: &Session) -> Result<PoolCounts, ApiError> {
    let members_and_monitor = |row: Row<'_>| {
        let members = row.rows("members").count();
        Some((members, row.some_text("healthmonitor_id").is_some()))
    };
    let rows = own(session, &["pools"], "pools", members_and_monitor).await?;
    let mut counts = PoolCounts::default();
    for (members, watched) in rows {
        counts.pools += 1;
        counts.members += u64::try_from(members).unwrap_or(u64::MAX);
        counts.monitors += u64::from(watched);
    }
    Ok(counts)
}

/// The members of every pool of one load balancer, from its status tree.
pub async fn members(
    session: &Session,
    balancer: &LoadBalancerId,
) -> Result<BTreeMap<PoolId, Vec<Member>>, ApiError> {
    let ask = Ask {
        service: OCTAVIA,
        path: &["loadbalancers", balancer.as_str(), "status"],
        query: Vec::new(),
        class: CallClass::One,
    };
    let answer = session.get(&ask).await?;
    let mut found = BTreeMap::new();
    collect_members(&answer, TREE_DEPTH, &mut found);
    Ok(found)
}

async fn own<T>(
    session: &Session,
    path: &[&str],
    key: &'static str,
    read: fn(Row<'_>) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    // Administrators are shown every project's.
    let list = List::of(OCTAVIA, path, key).only("project_id", session.project().as_str());
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| read(Row::of(row))).collect())
}

/// Pools hang under listeners, under policies or under the load balancer itself; wherever there are members is a pool.
fn collect_members(value: &Value, depth: u32, found: &mut BTreeMap<PoolId, Vec<Member>>) {
    if depth == 0 {
        return;
    }
    for item in value.as_array().into_iter().flatten() {
        collect_members(item, depth - 1, found);
    }
    let row = Row::of(value);
    if row.value("members").is_some() {
        let members = row.rows("members").filter_map(member).collect();
        found.insert(PoolId::new(row.text("id")), members);
    }
    for (_, inner) in row.entries() {
        collect_members(inner, depth - 1, found);
    }
}

fn load_balancer(row: Row<'_>) -> Option<LoadBalancer> {
    Some(LoadBalancer {
        id: LoadBalancerId::new(row.some_text("id")?),
        name: row.text("name"),
        provisioning_status: row.text("provisioning_status"),
        operating_status: row.text("operating_status"),
        vip_address: row.some_text("vip_address"),
        vip_port: row.some_text("vip_port_id").map(PortId::new),
        vip_subnet: row.some_text("vip_subnet_id").map(SubnetId::new),
        provider: row.some_text("provider"),
        description: row.text("description"),
        tags: row.texts("tags"),
    })
}

fn listener(row: Row<'_>) -> Option<Listener> {
    Some(Listener {
        id: ListenerId::new(row.some_text("id")?),
        name: row.text("name"),
        protocol: row.text("protocol"),
        port: row.number("protocol_port"),
        load_balancers: balancers_of(row),
        default_pool: row.some_text("default_pool_id").map(PoolId::new),
        provisioning_status: row.text("provisioning_status"),
        operating_status: row.text("operating_status"),
    })
}

fn pool(row: Row<'_>) -> Option<Pool> {
    Some(Pool {
        id: PoolId::new(row.some_text("id")?),
        name: row.text("name"),
        protocol: row.text("protocol"),
        algorithm: row.text("lb_algorithm"),
        load_balancers: balancers_of(row),
        listeners: row
            .texts_of("listeners", "id")
            .into_iter()
            .map(ListenerId::new)
            .collect(),
        member_ids: row
            .texts_of("members", "id")
            .into_iter()
            .map(MemberId::new)
            .collect(),
        members: Vec::new(),
        provisioning_status: row.text("provisioning_status"),
        operating_status: row.text("operating_status"),
    })
}

pub(crate) fn member(row: Row<'_>) -> Option<Member> {
    Some(Member {
        id: MemberId::new(row.some_text("id")?),
        name: row.text("name"),
        address: row.text("address"),
        port: row.number("protocol_port"),
        provisioning_status: row.text("provisioning_status"),
        operating_status: row.text("operating_status"),
    })
}

fn balancers_of(row: Row<'_>) -> Vec<LoadBalancerId> {
    row.texts_of("loadbalancers", "id")
        .into_iter()
        .map(LoadBalancerId::new)
        .collect()
}
