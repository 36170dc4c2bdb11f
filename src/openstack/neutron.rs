//! Neutron: networks, subnets, routers, ports, floating IPs, security groups.
//!
//! Administrators are shown every project's, so what belongs to one project is asked for with `project_id`. Networks and
//! subnets are not, because those of others may be shared or external.

use std::collections::BTreeMap;

use crate::domain::id::{FloatingIpId, NetworkId, PortId, ProjectId, RouterId, SecurityGroupId, SubnetId};
use crate::domain::inventory::{FloatingIp, Network, Port, Router, SecurityGroup, Subnet};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::session::Session;
use crate::openstack::wire::{self, Row};

const NEUTRON: Service = Service::Network;

/// The networks that the project can use: its own, shared and external ones.
pub async fn networks(session: &Session) -> Result<Vec<Network>, ApiError> {
    let project = session.project();
    let rows = paging::all(session, &List::of(NEUTRON, &["networks"], "networks")).await?;
    Ok(rows
        .iter()
        .filter_map(|row| network(Row::of(row)))
        .filter(|network| {
            network.shared
                || network.external
                || network.project.as_ref().is_none_or(|owner| *owner == project)
        })
        .collect())
}

/// The subnets that the caller is shown.
pub async fn subnets(session: &Session) -> Result<Vec<Subnet>, ApiError> {
    let rows = paging::all(session, &List::of(NEUTRON, &["subnets"], "subnets")).await?;
    Ok(rows.iter().filter_map(|row| subnet(Row::of(row))).collect())
}

/// The project's routers.
pub async fn routers(session: &Session) -> Result<Vec<Router>, ApiError> {
    own(session, &["routers"], "routers", router).await
}

/// The project's ports.
pub async fn ports(session: &Session) -> Result<Vec<Port>, ApiError> {
    own(session, &["ports"], "ports", port).await
}

/// How many addresses the external networks have left. Neutron tells administrators alone.
pub async fn addresses_left(session: &Session) -> Result<BTreeMap<NetworkId, u64>, ApiError> {
    let list = List {
        id: |row| row.some_text("network_id"),
        ..List::of(
            NEUTRON,
            &["network-ip-availabilities"],
            "network_ip_availabilities",
        )
    };
    let rows = paging::page(session, &list, None).await?.rows;
    let left = |row: Row<'_>| {
        let number = |name: &str| row.value(name).and_then(wire::text)?.parse::<u64>().ok();
        let left = number("total_ips")?.saturating_sub(number("used_ips")?);
        Some((NetworkId::new(row.some_text("network_id")?), left))
    };
    Ok(rows.iter().filter_map(|row| left(Row::of(row))).collect())
}

/// The project's floating IPs.
pub async fn floating_ips(session: &Session) -> Result<Vec<FloatingIp>, ApiError> {
    own(session, &["floatingips"], "floatingips", floating_ip).await
}

/// The project's security groups.
pub async fn security_groups(session: &Session) -> Result<Vec<SecurityGroup>, ApiError> {
    own(session, &["security-groups"], "security_groups", security_group).await
}

async fn own<T>(
    session: &Session,
    path: &[&str],
    key: &'static str,
    read: fn(Row<'_>) -> Option<T>,
) -> Result<Vec<T>, ApiError> {
    let list = List::of(NEUTRON, path, key).only("project_id", session.project().as_str());
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| read(Row::of(row))).collect())
}

fn network(row: Row<'_>) -> Option<Network> {
    Some(Network {
        id: NetworkId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        external: row.flag("router:external").unwrap_or_default(),
        shared: row.flag("shared").unwrap_or_default(),
        project: row
            .some_text("project_id")
            .or_else(|| row.some_text("tenant_id"))
            .map(ProjectId::new),
        tags: row.texts("tags"),
    })
}

fn subnet(row: Row<'_>) -> Option<Subnet> {
    Some(Subnet {
        id: SubnetId::new(row.some_text("id")?),
        name: row.text("name"),
        network: NetworkId::new(row.text("network_id")),
        cidr: row.text("cidr"),
        gateway: row.some_text("gateway_ip"),
        dns: row.texts("dns_nameservers"),
        tags: row.texts("tags"),
    })
}

fn router(row: Row<'_>) -> Option<Router> {
    let gateway = row.row("external_gateway_info");
    Some(Router {
        id: RouterId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        external_network: gateway.some_text("network_id").map(NetworkId::new),
        external_address: gateway
            .rows("external_fixed_ips")
            .find_map(|ip| ip.some_text("ip_address")),
        tags: row.texts("tags"),
    })
}

fn port(row: Row<'_>) -> Option<Port> {
    Some(Port {
        id: PortId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        network: NetworkId::new(row.text("network_id")),
        device_id: row.text("device_id"),
        device_owner: row.text("device_owner"),
        fixed_ips: row
            .rows("fixed_ips")
            .filter_map(|ip| {
                let address = ip.some_text("ip_address")?;
                Some((SubnetId::new(ip.text("subnet_id")), address))
            })
            .collect(),
        mac: row.text("mac_address"),
        security_groups: row
            .texts("security_groups")
            .into_iter()
            .map(SecurityGroupId::new)
            .collect(),
        tags: row.texts("tags"),
    })
}

fn floating_ip(row: Row<'_>) -> Option<FloatingIp> {
    Some(FloatingIp {
        id: FloatingIpId::new(row.some_text("id")?),
        address: row.text("floating_ip_address"),
        fixed_address: row.some_text("fixed_ip_address"),
        port: row.some_text("port_id").map(PortId::new),
        router: row.some_text("router_id").map(RouterId::new),
        network: NetworkId::new(row.text("floating_network_id")),
        status: row.text("status"),
        description: row.text("description"),
    })
}

fn security_group(row: Row<'_>) -> Option<SecurityGroup> {
    Some(SecurityGroup {
        id: SecurityGroupId::new(row.some_text("id")?),
        name: row.text("name"),
        rule_count: u32::try_from(row.list("security_group_rules").len()).unwrap_or(u32::MAX),
        tags: row.texts("tags"),
    })
}
