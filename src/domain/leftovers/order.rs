//! In which order things are removed, and what blocks what.

use std::collections::BTreeSet;

use crate::domain::inventory::{Inventory, Port};
use crate::domain::leftovers::{Leftover, Piece, PieceKind};
use crate::domain::stack::Stack;

/// The things in the order of their removal, each with what has to go first.
pub(super) fn ordered(pieces: BTreeSet<Piece>, stacks: &[Stack], inventory: &Inventory) -> Vec<Leftover> {
    // The set is ordered by kind, and kinds by removal.
    pieces
        .into_iter()
        .map(|piece| Leftover {
            state: state(&piece, stacks, inventory),
            blocked_by: blockers(&piece, inventory),
            piece,
        })
        .collect()
}

fn blockers(piece: &Piece, inventory: &Inventory) -> Vec<Piece> {
    let ports = |blocks: &dyn Fn(&Port) -> bool| -> Vec<Piece> {
        let mut holders: BTreeSet<Piece> = BTreeSet::new();
        holders.extend(
            inventory
                .ports
                .iter()
                .filter(|port| blocks(port))
                .flat_map(|port| holder(port, inventory)),
        );
        holders.into_iter().collect()
    };
    match piece.kind {
        PieceKind::SecurityGroup => ports(&|port| {
            port.security_groups
                .iter()
                .any(|group| group.as_str() == piece.id)
        }),
        PieceKind::Subnet => ports(&|port| {
            port.fixed_ips
                .iter()
                .any(|(subnet, _)| subnet.as_str() == piece.id)
        }),
        PieceKind::Network => ports(&|port| port.network.as_str() == piece.id),
        PieceKind::Router => {
            ports(&|port| port.device_id == piece.id && port.device_owner.contains("router_interface"))
        }
        PieceKind::RouterInterface => inventory
            .floating_ips
            .iter()
            .filter(|address| {
                address.router.as_ref().map(|router| router.as_str()) == piece.within.as_deref()
            })
            .map(|address| named(PieceKind::FloatingIp, address.id.as_str(), &address.address))
            .collect(),
        PieceKind::Volume => inventory
            .volumes
            .iter()
            .filter(|volume| volume.id.as_str() == piece.id)
            .flat_map(|volume| &volume.attachments)
            .map(|(id, _)| {
                let server = inventory.servers.iter().find(|server| server.id == *id);
                named(
                    PieceKind::Server,
                    id.as_str(),
                    server.map_or("", |server| server.name.as_str()),
                )
            })
            .collect(),
        PieceKind::LoadBalancer
        | PieceKind::FloatingIp
        | PieceKind::Server
        | PieceKind::Port
        | PieceKind::Stack => Vec::new(),
    }
}

/// What has to be removed so that this port goes.
fn holder(port: &Port, inventory: &Inventory) -> Vec<Piece> {
    if port.device_owner.contains("router_interface") {
        return port
            .fixed_ips
            .iter()
            .map(|(subnet, address)| Piece {
                kind: PieceKind::RouterInterface,
                id: subnet.as_str().to_owned(),
                name: address.clone(),
                within: Some(port.device_id.clone()),
            })
            .collect();
    }
    // DHCP's and the like go with their network.
    if port.device_owner.starts_with("network:") {
        return Vec::new();
    }
    if let Some(server) = inventory
        .servers
        .iter()
        .find(|server| server.id.as_str() == port.device_id)
    {
        return vec![named(PieceKind::Server, server.id.as_str(), &server.name)];
    }
    let balancer = inventory
        .load_balancers
        .iter()
        .find(|balancer| balancer.vip_port.as_ref() == Some(&port.id));
    match balancer {
        Some(balancer) => vec![named(
            PieceKind::LoadBalancer,
            balancer.id.as_str(),
            &balancer.name,
        )],
        None => vec![named(PieceKind::Port, port.id.as_str(), &port.name)],
    }
}

fn named(kind: PieceKind, id: &str, name: &str) -> Piece {
    Piece {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
        within: None,
    }
}

fn state(piece: &Piece, stacks: &[Stack], inventory: &Inventory) -> String {
    let id = piece.id.as_str();
    let found = match piece.kind {
        PieceKind::LoadBalancer => {
            let mut all = inventory.load_balancers.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.provisioning_status.clone())
        }
        PieceKind::FloatingIp => {
            let mut all = inventory.floating_ips.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Server => {
            let mut all = inventory.servers.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Volume => {
            let mut all = inventory.volumes.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Port => {
            let mut all = inventory.ports.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Network => {
            let mut all = inventory.networks.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Router => {
            let mut all = inventory.routers.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.clone())
        }
        PieceKind::Stack => {
            let mut all = stacks.iter();
            all.find(|one| one.id.as_str() == id)
                .map(|one| one.status.to_string())
        }
        PieceKind::RouterInterface | PieceKind::SecurityGroup | PieceKind::Subnet => None,
    };
    found.unwrap_or_default()
}
