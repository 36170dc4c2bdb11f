//! What the services say of one single thing: a constant number of calls, for what somebody has chosen.

use serde_json::Value;

use crate::domain::id::{MemberId, PoolId};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::domain::topology::particulars::{
    Attachment, Deed, Direction, Monitor, Particular, Particulars, Peer, SecurityRule, Subject,
};
use crate::domain::topology::resource::ResourceKind;
use crate::openstack::error::ApiError;
use crate::openstack::octavia;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// Things that were done to a server that are shown; the newest.
const MOST_DEEDS: usize = 20;
/// Fields that may hold a secret; their values are not shown.
const SECRET_FIELDS: [&str; 6] = [
    "adminPass",
    "admin_pass",
    "OS-EXT-SRV-ATTR:user_data",
    "user_data",
    "password",
    "auth_secret",
];

/// Asks for everything about it.
///
/// # Errors
/// Why the thing itself could not be had; what belongs beside it is a gap.
pub async fn particulars(session: &Session, subject: &Subject) -> Result<Particulars, ApiError> {
    match subject {
        Subject::Thing { kind, id } => thing(session, *kind, id).await,
        Subject::Member { pool, member } => one_member(session, pool, member).await,
        Subject::HeatResource {
            stack_name,
            stack,
            name,
        } => {
            let path = ["stacks", stack_name, stack.as_str(), "resources", name];
            let answer = get(session, Service::Orchestration, &path).await?;
            let row = inner(session, Service::Orchestration, &answer, "resource")?;
            let mut told = Told::of(row);
            told.text(Particular::Description, "description");
            told.time(Particular::CreatedAt, "creation_time");
            told.time(Particular::UpdatedAt, "updated_time");
            told.say(Particular::RequiredBy, row.texts("required_by").join(", "));
            Ok(told.0)
        }
    }
}

async fn thing(session: &Session, kind: ResourceKind, id: &str) -> Result<Particulars, ApiError> {
    match kind {
        ResourceKind::Master | ResourceKind::Worker => server(session, id).await,
        ResourceKind::LoadBalancer | ResourceKind::Listener => with_traffic(session, kind, id).await,
        ResourceKind::Pool => pool(session, id).await,
        ResourceKind::ExternalNetwork
        | ResourceKind::Network
        | ResourceKind::Router
        | ResourceKind::Subnet
        | ResourceKind::FloatingIp
        | ResourceKind::Port
        | ResourceKind::SecurityGroup
        | ResourceKind::ServerGroup
        | ResourceKind::Volume => {
            let (service, collection, name) = address(kind);
            let mut path = collection.to_vec();
            path.push(id);
            let answer = get(session, service, &path).await?;
            Ok(read(kind, inner(session, service, &answer, name)?))
        }
        // These are asked about in other ways.
        ResourceKind::Member
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing
        | ResourceKind::Other => Err(ApiError::of(kind.service(), ProblemKind::NotFound)),
    }
}

/// The service of a kind, its collection there, and the name under which one of it stands in an answer.
fn address(kind: ResourceKind) -> (Service, &'static [&'static str], &'static str) {
    let (collection, name): (&[&str], &str) = match kind {
        ResourceKind::ExternalNetwork | ResourceKind::Network => (&["networks"], "network"),
        ResourceKind::Router => (&["routers"], "router"),
        ResourceKind::Subnet => (&["subnets"], "subnet"),
        ResourceKind::FloatingIp => (&["floatingips"], "floatingip"),
        ResourceKind::Port => (&["ports"], "port"),
        ResourceKind::SecurityGroup => (&["security-groups"], "security_group"),
        ResourceKind::LoadBalancer => (&["loadbalancers"], "loadbalancer"),
        ResourceKind::Listener => (&["listeners"], "listener"),
        ResourceKind::Pool => (&["pools"], "pool"),
        ResourceKind::Member => (&["members"], "member"),
        ResourceKind::Master | ResourceKind::Worker => (&["servers"], "server"),
        ResourceKind::ServerGroup => (&["os-server-groups"], "server_group"),
        ResourceKind::Volume => (&["volumes"], "volume"),
        ResourceKind::Stack | ResourceKind::Script | ResourceKind::Plumbing | ResourceKind::Other => {
            (&["resources"], "resource")
        }
    };
    (kind.service(), collection, name)
}

async fn get(session: &Session, service: Service, path: &[&str]) -> Result<Value, ApiError> {
    let ask = Ask {
        service,
        path,
        query: Vec::new(),
        class: CallClass::One,
    };
    session.get(&ask).await
}

/// The object within an answer.
fn inner<'a>(
    session: &Session,
    service: Service,
    answer: &'a Value,
    name: &str,
) -> Result<Row<'a>, ApiError> {
    let row = Row::of(answer);
    if row.value(name).is_some_and(Value::is_object) {
        return Ok(row.row(name));
    }
    let detail = format!("no object `{name}`");
    let error = ApiError::of(service, ProblemKind::InvalidAnswer { detail });
    session.note(service, &error);
    Err(error)
}

async fn server(session: &Session, id: &str) -> Result<Particulars, ApiError> {
    let nova = Service::Compute;
    let server_path = ["servers", id];
    let deeds_path = ["servers", id, "os-instance-actions"];
    let (server, deeds) = tokio::join!(get(session, nova, &server_path), get(session, nova, &deeds_path));
    let server = server?;
    let row = inner(session, nova, &server, "server")?;
    let mut told = Told::of(row);
    told.text(Particular::Description, "description");
    told.say(
        Particular::Power,
        power(row.number("OS-EXT-STS:power_state")).to_owned(),
    );
    told.time(Particular::LaunchedAt, "OS-SRV-USG:launched_at");
    told.time(Particular::UpdatedAt, "updated");
    told.text(Particular::Host, "OS-EXT-SRV-ATTR:host");
    if row.flag("locked") == Some(true) {
        let reason = row.some_text("locked_reason");
        told.say(Particular::Locked, reason.unwrap_or_else(|| "true".to_owned()));
    }
    match deeds {
        Ok(answer) => {
            told.0.history = Row::of(&answer)
                .rows("instanceActions")
                .map(deed)
                .take(MOST_DEEDS)
                .collect()
        }
        Err(error) => told.0.gaps.push(error.problem()),
    }
    Ok(told.0)
}

/// Nova's number for how much power a machine has.
fn power(state: Option<u32>) -> &'static str {
    match state {
        Some(1) => "running",
        Some(3) => "paused",
        Some(4) => "shutdown",
        Some(6) => "crashed",
        Some(7) => "suspended",
        Some(_) | None => "",
    }
}

fn deed(row: Row<'_>) -> Deed {
    Deed {
        action: row.text("action"),
        at: row.time("start_time"),
        message: row.some_text("message"),
        request_id: row.some_text("request_id"),
    }
}

async fn with_traffic(session: &Session, kind: ResourceKind, id: &str) -> Result<Particulars, ApiError> {
    let (service, collection, name) = address(kind);
    let first = collection.first().copied().unwrap_or_default();
    let own = [first, id];
    let stats = [first, id, "stats"];
    let (own, stats) = tokio::join!(get(session, service, &own), get(session, service, &stats));
    let own = own?;
    let row = inner(session, service, &own, name)?;
    let mut told = Told(read(kind, row), row);
    match stats {
        Ok(answer) => {
            let stats = Row::of(&answer).row("stats");
            for (fact, key) in [
                (Particular::ActiveConnections, "active_connections"),
                (Particular::TotalConnections, "total_connections"),
                (Particular::BytesIn, "bytes_in"),
                (Particular::BytesOut, "bytes_out"),
                (Particular::RequestErrors, "request_errors"),
            ] {
                told.say(fact, stats.text(key));
            }
        }
        Err(error) => told.0.gaps.push(error.problem()),
    }
    Ok(told.0)
}

async fn pool(session: &Session, id: &str) -> Result<Particulars, ApiError> {
    let octavia = Service::LoadBalancer;
    let own_path = ["pools", id];
    let members_path = ["pools", id, "members"];
    let (own, members) = tokio::join!(
        get(session, octavia, &own_path),
        get(session, octavia, &members_path)
    );
    let own = own?;
    let row = inner(session, octavia, &own, "pool")?;
    let mut told = Told(read(ResourceKind::Pool, row), row);
    match members {
        Ok(answer) => {
            told.0.members = Row::of(&answer)
                .rows("members")
                .filter_map(octavia::member)
                .collect();
        }
        Err(error) => told.0.gaps.push(error.problem()),
    }
    if let Some(monitor) = row.some_text("healthmonitor_id") {
        let path = ["healthmonitors", monitor.as_str()];
        match get(session, octavia, &path).await {
            Ok(answer) => told.0.monitor = Some(monitor_of(Row::of(&answer).row("healthmonitor"))),
            Err(error) => told.0.gaps.push(error.problem()),
        }
    }
    Ok(told.0)
}

fn monitor_of(row: Row<'_>) -> Monitor {
    Monitor {
        kind: row.text("type"),
        delay_secs: row.number("delay"),
        timeout_secs: row.number("timeout"),
        rise: row.number("max_retries"),
        fall: row.number("max_retries_down"),
        path: row.some_text("url_path"),
        status: row.text("operating_status"),
    }
}

async fn one_member(session: &Session, pool: &PoolId, member: &MemberId) -> Result<Particulars, ApiError> {
    let path = ["pools", pool.as_str(), "members", member.as_str()];
    let answer = get(session, Service::LoadBalancer, &path).await?;
    let row = inner(session, Service::LoadBalancer, &answer, "member")?;
    Ok(read(ResourceKind::Member, row))
}

/// What stands in the object itself.
fn read(kind: ResourceKind, row: Row<'_>) -> Particulars {
    let mut told = Told::of(row);
    told.text(Particular::Description, "description");
    told.enabled(row);
    match kind {
        ResourceKind::ExternalNetwork | ResourceKind::Network => {
            told.text(Particular::Mtu, "mtu");
            told.text(Particular::NetworkType, "provider:network_type");
            told.text(Particular::Segment, "provider:segmentation_id");
            told.flag(Particular::PortSecurity, "port_security_enabled");
        }
        ResourceKind::Subnet => {
            for pool in row.rows("allocation_pools") {
                let range = format!("{} – {}", pool.text("start"), pool.text("end"));
                told.say(Particular::AllocationPools, range);
            }
            told.flag(Particular::Dhcp, "enable_dhcp");
            told.routes(row, "host_routes");
        }
        ResourceKind::Router => {
            if let Some(snat) = row.row("external_gateway_info").flag("enable_snat") {
                told.say(Particular::Snat, snat.to_string());
            }
            told.flag(Particular::HighlyAvailable, "ha");
            told.flag(Particular::Distributed, "distributed");
            told.routes(row, "routes");
        }
        ResourceKind::FloatingIp => told.text(Particular::DnsName, "dns_name"),
        ResourceKind::Port => told.port(row),
        ResourceKind::SecurityGroup => {
            told.0.rules = row.rows("security_group_rules").map(rule).collect();
            told.0.rules.sort_by(|a, b| {
                (a.direction, a.ports, &a.protocol).cmp(&(b.direction, b.ports, &b.protocol))
            });
        }
        ResourceKind::Listener => {
            let limit = row.some_text("connection_limit");
            told.say(
                Particular::ConnectionLimit,
                limit.filter(|limit| limit != "-1").unwrap_or_default(),
            );
            told.say(Particular::AllowedRanges, row.texts("allowed_cidrs").join(", "));
            told.text(Particular::ClientTimeout, "timeout_client_data");
            told.text(Particular::MemberTimeout, "timeout_member_data");
        }
        ResourceKind::Pool => {
            let persistence = row.row("session_persistence").text("type");
            told.say(Particular::Persistence, persistence);
        }
        ResourceKind::Member => {
            told.text(Particular::Weight, "weight");
            told.flag(Particular::Backup, "backup");
            told.text(Particular::MonitorPort, "monitor_port");
        }
        ResourceKind::Volume => told.volume(row),
        ResourceKind::LoadBalancer
        | ResourceKind::Master
        | ResourceKind::Worker
        | ResourceKind::ServerGroup
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing
        | ResourceKind::Other => {}
    }
    told.time(Particular::CreatedAt, "created_at");
    told.time(Particular::UpdatedAt, "updated_at");
    told.0
}

fn attachment(row: Row<'_>) -> Option<Attachment> {
    Some(Attachment {
        server: row.some_text("server_id")?,
        device: row.text("device"),
        at: row.time("attached_at"),
    })
}

fn rule(row: Row<'_>) -> SecurityRule {
    let peer = match (
        row.some_text("remote_ip_prefix"),
        row.some_text("remote_group_id"),
        row.some_text("remote_address_group_id"),
    ) {
        (Some(range), _, _) => Peer::Range(range),
        (None, Some(group), _) | (None, None, Some(group)) => Peer::Group(group),
        (None, None, None) => Peer::Anyone,
    };
    let ports = match (row.number("port_range_min"), row.number("port_range_max")) {
        (Some(low), Some(high)) => Some((low, high)),
        (Some(one), None) | (None, Some(one)) => Some((one, one)),
        (None, None) => None,
    };
    SecurityRule {
        direction: match row.text("direction").as_str() {
            "egress" => Direction::Out,
            _ => Direction::In,
        },
        family: row.text("ethertype"),
        protocol: row.some_text("protocol"),
        ports,
        peer,
        description: row.text("description"),
    }
}

/// Collects what is told, leaving out what is not.
struct Told<'a>(Particulars, Row<'a>);

impl<'a> Told<'a> {
    fn of(row: Row<'a>) -> Self {
        let particulars = Particulars {
            json: row.written(&SECRET_FIELDS),
            ..Particulars::default()
        };
        Self(particulars, row)
    }

    fn say(&mut self, fact: Particular, value: String) {
        if !value.is_empty() {
            self.0.facts.push((fact, value));
        }
    }

    fn text(&mut self, fact: Particular, key: &str) {
        self.say(fact, self.1.text(key));
    }

    fn flag(&mut self, fact: Particular, key: &str) {
        if let Some(flag) = self.1.flag(key) {
            self.say(fact, flag.to_string());
        }
    }

    fn time(&mut self, fact: Particular, key: &str) {
        if let Some(at) = self.1.time(key) {
            self.say(fact, at.to_string());
        }
    }

    /// What is on is not worth a line.
    fn enabled(&mut self, row: Row<'_>) {
        if row.flag("admin_state_up") == Some(false) {
            self.say(Particular::Enabled, false.to_string());
        }
    }

    fn port(&mut self, row: Row<'_>) {
        self.text(Particular::VnicType, "binding:vnic_type");
        self.text(Particular::Host, "binding:host_id");
        self.flag(Particular::PortSecurity, "port_security_enabled");
        for pair in row.rows("allowed_address_pairs") {
            self.say(Particular::AllowedAddresses, pair.text("ip_address"));
        }
        self.text(Particular::DnsName, "dns_name");
    }

    fn volume(&mut self, row: Row<'_>) {
        self.flag(Particular::Encrypted, "encrypted");
        self.flag(Particular::Multiattach, "multiattach");
        self.text(Particular::Snapshot, "snapshot_id");
        self.text(Particular::SourceVolume, "source_volid");
        let image = row.row("volume_image_metadata");
        let name = image
            .some_text("image_name")
            .or_else(|| image.some_text("image_id"));
        self.say(Particular::SourceImage, name.unwrap_or_default());
        self.0.attachments = row.rows("attachments").filter_map(attachment).collect();
    }

    fn routes(&mut self, row: Row<'_>, key: &str) {
        for route in row.rows(key) {
            let line = format!("{} → {}", route.text("destination"), route.text("nexthop"));
            self.say(Particular::Routes, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;
    use crate::domain::topology::particulars::{Direction, Particular, Peer};
    use crate::domain::topology::resource::ResourceKind;
    use crate::openstack::wire::Row;

    #[test]
    fn rules_of_a_security_group_are_read_and_sorted() {
        let group = json!({"id": "g", "description": "d", "security_group_rules": [
            {"direction": "ingress", "ethertype": "IPv4", "protocol": "tcp", "port_range_min": 6443,
             "port_range_max": 6443, "remote_ip_prefix": "0.0.0.0/0"},
            {"direction": "egress", "ethertype": "IPv6", "protocol": null},
            {"direction": "ingress", "ethertype": "IPv4", "protocol": "tcp", "port_range_min": 22,
             "port_range_max": "22", "remote_group_id": "g"},
            7,
        ]});
        let told = read(ResourceKind::SecurityGroup, Row::of(&group));
        let seen: Vec<_> = told
            .rules
            .iter()
            .map(|rule| (rule.direction, rule.ports, rule.peer.clone()))
            .collect();
        assert_eq!(
            seen,
            [
                (Direction::In, Some((22, 22)), Peer::Group("g".to_owned())),
                (
                    Direction::In,
                    Some((6443, 6443)),
                    Peer::Range("0.0.0.0/0".to_owned())
                ),
                (Direction::Out, None, Peer::Anyone),
            ]
        );
        assert_eq!(told.facts, [(Particular::Description, "d".to_owned())]);
    }

    #[test]
    fn nothing_secret_is_shown_and_everything_else_is_cleaned() {
        let server = json!({"id": "s", "OS-EXT-SRV-ATTR:user_data": "c2VjcmV0", "adminPass": "hunter2",
            "metadata": {"note": "a\u{1b}b", "password": "x"}, "admin_state_up": false});
        let told = read(ResourceKind::Port, Row::of(&server));
        for secret in ["c2VjcmV0", "hunter2", "\"x\"", "\u{1b}"] {
            assert!(!told.json.contains(secret), "{}", told.json);
        }
        assert!(told.json.contains("a␛b"));
        assert_eq!(told.facts, [(Particular::Enabled, "false".to_owned())]);
    }
}
