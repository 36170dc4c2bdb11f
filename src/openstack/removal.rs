//! Removes single things that clusters have left behind, each by its own service, and looks whether they are gone.

use serde_json::{Value, json};

use crate::domain::leftovers::{Piece, PieceKind};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// Asks the service to remove it. Most answer before it is gone.
///
/// # Errors
/// Why it stays; [`ProblemKind::NotFound`] where it is gone already.
pub async fn remove(session: &Session, piece: &Piece) -> Result<(), ApiError> {
    let within = piece.within.as_deref().unwrap_or_default();
    if piece.kind == PieceKind::RouterInterface {
        let path = ["routers", within, "remove_router_interface"];
        let body: Value = json!({"subnet_id": piece.id});
        return session
            .put(&ask(piece.kind, &path, CallClass::Write), &body)
            .await;
    }
    let path = path(piece);
    let mut ask = ask(piece.kind, &path, CallClass::Write);
    if piece.kind == PieceKind::LoadBalancer {
        // With its listeners, pools and monitors, which would block it.
        ask.query.push(("cascade", "true".to_owned()));
    }
    session.delete(&ask).await
}

/// Whether it is still there.
///
/// # Errors
/// Why that could not be learned.
pub async fn is_there(session: &Session, piece: &Piece) -> Result<bool, ApiError> {
    let id = piece.id.as_str();
    let within = piece.within.as_deref().unwrap_or_default();
    if piece.kind == PieceKind::RouterInterface {
        let mut ask = ask(piece.kind, &["ports"], CallClass::List);
        ask.query.push(("device_id", within.to_owned()));
        let answer = session.get(&ask).await?;
        let mut ports = Row::of(&answer).rows("ports");
        return Ok(ports.any(|port| port.rows("fixed_ips").any(|ip| ip.text("subnet_id") == id)));
    }
    let path = path(piece);
    match session.get(&ask(piece.kind, &path, CallClass::One)).await {
        Ok(answer) => Ok(!says_deleted(&answer)),
        Err(error) if *error.kind() == ProblemKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Heat and Octavia show what is gone for a while.
fn says_deleted(answer: &Value) -> bool {
    let status = |object: &str, key: &str| Row::of(answer).row(object).some_text(key);
    status("stack", "stack_status").as_deref() == Some("DELETE_COMPLETE")
        || status("loadbalancer", "provisioning_status").as_deref() == Some("DELETED")
}

fn ask<'a>(kind: PieceKind, path: &'a [&'a str], class: CallClass) -> Ask<'a> {
    Ask {
        service: service(kind),
        path,
        query: Vec::new(),
        class,
    }
}

fn service(kind: PieceKind) -> Service {
    match kind {
        PieceKind::LoadBalancer => Service::LoadBalancer,
        PieceKind::Server => Service::Compute,
        PieceKind::Volume => Service::BlockStorage,
        PieceKind::Stack => Service::Orchestration,
        PieceKind::FloatingIp
        | PieceKind::Port
        | PieceKind::RouterInterface
        | PieceKind::SecurityGroup
        | PieceKind::Subnet
        | PieceKind::Network
        | PieceKind::Router => Service::Network,
    }
}

fn path(piece: &Piece) -> Vec<&str> {
    let collection = match piece.kind {
        PieceKind::LoadBalancer => "loadbalancers",
        PieceKind::FloatingIp => "floatingips",
        PieceKind::Server => "servers",
        PieceKind::Volume => "volumes",
        PieceKind::Port | PieceKind::RouterInterface => "ports",
        PieceKind::SecurityGroup => "security-groups",
        PieceKind::Subnet => "subnets",
        PieceKind::Network => "networks",
        PieceKind::Router => "routers",
        PieceKind::Stack => {
            return vec!["stacks", piece.within.as_deref().unwrap_or_default(), &piece.id];
        }
    };
    vec![collection, &piece.id]
}
