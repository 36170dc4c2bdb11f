//! The quotas that a new cluster counts against, from one or two calls per service.
//!
//! Each service has its own form and its own word for "no limit": a negative number. One that is absent or does not answer
//! leaves a gap, never a nought.

use std::collections::BTreeMap;

use crate::domain::problem::ProblemKind;
use crate::domain::quota::{Quota, QuotaKind, Quotas};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::magnum::stats;
use crate::openstack::octavia;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::{self, Row};

/// What one service tells.
type Told = Result<Vec<(QuotaKind, Quota)>, ApiError>;

/// The quotas of the session's project.
pub async fn collect(session: &Session) -> Quotas {
    // On the heap each: beside each other they would be a large thing to move about.
    let (clusters, servers, volumes, networks, balancers) = tokio::join!(
        Box::pin(clusters(session)),
        Box::pin(servers(session)),
        Box::pin(volumes(session)),
        Box::pin(networks(session)),
        Box::pin(load_balancers(session)),
    );
    let mut quotas = Quotas {
        known: BTreeMap::new(),
        gaps: BTreeMap::new(),
    };
    for (service, told) in [
        (Service::ContainerInfra, clusters),
        (Service::Compute, servers),
        (Service::BlockStorage, volumes),
        (Service::Network, networks),
        (Service::LoadBalancer, balancers),
    ] {
        match told {
            Ok(told) => quotas.known.extend(told),
            Err(error) => drop(quotas.gaps.insert(service, error.problem())),
        }
    }
    quotas
}

async fn clusters(session: &Session) -> Told {
    let project = session.project();
    let path = ["quotas", project.as_str(), "Cluster"];
    let (answer, used) = tokio::join!(
        ask(session, Service::ContainerInfra, &path),
        stats::cluster_count(session)
    );
    let limit = limit(Row::of(&answer?), "hard_limit");
    let quota = quota(Service::ContainerInfra, limit, Some(u64::from(used?)))?;
    Ok(vec![(QuotaKind::Clusters, quota)])
}

async fn servers(session: &Session) -> Told {
    let answer = ask(session, Service::Compute, &["limits"]).await?;
    absolute(
        Service::Compute,
        Row::of(&answer),
        &[
            (QuotaKind::Servers, "maxTotalInstances", "totalInstancesUsed"),
            (QuotaKind::Cores, "maxTotalCores", "totalCoresUsed"),
            (QuotaKind::RamMib, "maxTotalRAMSize", "totalRAMUsed"),
        ],
    )
    .map(|mut told| {
        let limits = Row::of(&answer).row("limits").row("absolute");
        // Not every Nova counts these.
        if let (Some(limit), Some(used)) = (
            limit(limits, "maxServerGroups"),
            number(limits, "totalServerGroupsUsed"),
        ) {
            told.push((QuotaKind::ServerGroups, Quota { limit, used }));
        }
        told
    })
}

async fn volumes(session: &Session) -> Told {
    let answer = ask(session, Service::BlockStorage, &["limits"]).await?;
    absolute(
        Service::BlockStorage,
        Row::of(&answer),
        &[
            (QuotaKind::Volumes, "maxTotalVolumes", "totalVolumesUsed"),
            (
                QuotaKind::VolumeGib,
                "maxTotalVolumeGigabytes",
                "totalGigabytesUsed",
            ),
        ],
    )
}

/// The form that Nova and Cinder share.
fn absolute(service: Service, answer: Row<'_>, names: &[(QuotaKind, &str, &str)]) -> Told {
    let limits = answer.row("limits").row("absolute");
    names
        .iter()
        .map(|(kind, most, used)| {
            let quota = quota(service, limit(limits, most), number(limits, used))?;
            Ok((*kind, quota))
        })
        .collect()
}

async fn networks(session: &Session) -> Told {
    let project = session.project();
    let path = ["quotas", project.as_str(), "details.json"];
    let answer = ask(session, Service::Network, &path).await?;
    let quotas = Row::of(&answer).row("quota");
    let read = |(kind, name): (QuotaKind, &str)| {
        let row = quotas.row(name);
        // What is reserved is being made, and is as good as used.
        let used = number(row, "used").map(|used| used + number(row, "reserved").unwrap_or(0));
        Ok((kind, quota(Service::Network, limit(row, "limit"), used)?))
    };
    let always = [
        (QuotaKind::Networks, "network"),
        (QuotaKind::FloatingIps, "floatingip"),
    ];
    let mut told = always
        .into_iter()
        .map(read)
        .collect::<Result<Vec<_>, ApiError>>()?;
    // What a plug-in does not count is not known, which is no reason to know nothing.
    let maybe = [
        (QuotaKind::Subnets, "subnet"),
        (QuotaKind::Routers, "router"),
        (QuotaKind::Ports, "port"),
        (QuotaKind::SecurityGroups, "security_group"),
    ];
    told.extend(maybe.into_iter().filter_map(|quota| read(quota).ok()));
    Ok(told)
}

/// Octavia tells no use, so the load balancers are counted.
async fn load_balancers(session: &Session) -> Told {
    let project = session.project();
    let path = ["quotas", project.as_str()];
    let (answer, balancers) = tokio::join!(
        ask(session, Service::LoadBalancer, &path),
        octavia::load_balancers(session)
    );
    let answer = answer?;
    let quotas = Row::of(&answer).row("quota");
    // `load_balancer` until Rocky.
    let limit = limit(quotas, "loadbalancer").or_else(|| limit(quotas, "load_balancer"));
    let used = u64::try_from(balancers?.len()).ok();
    let quota = quota(Service::LoadBalancer, limit, used)?;
    let mut told = vec![(QuotaKind::LoadBalancers, quota)];
    told.extend(balancer_parts(session, quotas).await);
    Ok(told)
}

/// What load balancers consist of. What is not told is left out, which is no nought.
async fn balancer_parts(session: &Session, quotas: Row<'_>) -> Vec<(QuotaKind, Quota)> {
    let (listeners, pools) = tokio::join!(octavia::listeners(session), octavia::pool_counts(session));
    let listeners = listeners
        .ok()
        .and_then(|listeners| u64::try_from(listeners.len()).ok());
    let pools = pools.ok();
    // The second name of each is the one until Rocky, where it had another.
    let parts = [
        (QuotaKind::Listeners, ["listener", "listener"], listeners),
        (
            QuotaKind::Pools,
            ["pool", "pool"],
            pools.map(|counts| counts.pools),
        ),
        (
            QuotaKind::Members,
            ["member", "member"],
            pools.map(|counts| counts.members),
        ),
        (
            QuotaKind::HealthMonitors,
            ["health_monitor", "healthmonitor"],
            pools.map(|counts| counts.monitors),
        ),
    ];
    let told = |(kind, [name, older], used): (QuotaKind, [&str; 2], Option<u64>)| {
        let limit = limit(quotas, name).or_else(|| limit(quotas, older))?;
        Some((kind, Quota { limit, used: used? }))
    };
    parts.into_iter().filter_map(told).collect()
}

async fn ask(session: &Session, service: Service, path: &[&str]) -> Result<serde_json::Value, ApiError> {
    session
        .get(&Ask {
            service,
            path,
            query: Vec::new(),
            class: CallClass::One,
        })
        .await
}

/// A quota of these numbers; a missing one is an answer in a form that is not known, not a nought.
fn quota(service: Service, limit: Option<Option<u64>>, used: Option<u64>) -> Result<Quota, ApiError> {
    match (limit, used) {
        (Some(limit), Some(used)) => Ok(Quota { limit, used }),
        (Some(_) | None, _) => {
            let detail = "no quota in it".to_owned();
            Err(ApiError::of(service, ProblemKind::InvalidAnswer { detail }))
        }
    }
}

/// The limit of this name, if there is one; negative numbers mean that there is none to keep.
fn limit(row: Row<'_>, name: &str) -> Option<Option<u64>> {
    let number: i64 = row.value(name).and_then(wire::text)?.trim().parse().ok()?;
    Some(u64::try_from(number).ok())
}

fn number(row: Row<'_>, name: &str) -> Option<u64> {
    row.value(name).and_then(wire::text)?.trim().parse().ok()
}
