//! Certificates and credentials of a cluster. The certificates are real ones, signed by the cluster's
//! own authority.

use serde_json::{Value, json};

use super::super::authority::Realm;
use super::super::cluster::Driver;
use super::super::http::Reply;
use super::super::timeline::{Action, Phase};
use super::super::world::World;
use super::{Call, find, links, may_write, no};

/// The certificate of a cluster's authority.
pub(super) fn show(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    if cluster.user != call.caller.user && !call.caller.admin {
        return Err(no(403, "Policy doesn't allow certificate:get to be performed."));
    }
    let uuid = cluster.uuid;
    let asked = call.request.parameter("ca_cert_type");
    let pem = world
        .authority(uuid, Realm::named(asked))
        .map(|ca| ca.pem().to_owned());
    let links = links(&world.base, &format!("certificates/{uuid}"));
    let body = json!({"cluster_uuid": uuid, "links": links, "pem": pem});
    Ok(Reply::ok(body))
}

/// Signs a request.
pub(super) fn sign(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.json();
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let wanted = text("cluster_uuid").unwrap_or_default();
    let csr = text("csr").unwrap_or_default().to_owned();
    let cluster = find(world, call, wanted)?;
    if cluster.user != call.caller.user {
        return Err(no(
            403,
            "Policy doesn't allow certificate:create to be performed.",
        ));
    }
    let uuid = cluster.uuid;
    let (calendar, now) = (world.calendar, world.now);
    let authority = world.authority(uuid, Realm::named(text("ca_cert_type")));
    let signed = authority.and_then(|authority| authority.sign(&csr, calendar, now).ok());
    let Some(pem) = signed else {
        return Err(no(400, &format!("Received invalid csr {csr}.")));
    };
    let links = links(&world.base, &format!("certificates/{uuid}"));
    Ok(Reply::json(
        201,
        json!({"cluster_uuid": uuid, "links": links, "csr": csr, "pem": pem}),
    ))
}

/// Replaces the authority. The Cluster API drivers refuse, and Magnum has then marked the cluster already.
pub(super) fn rotate(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    may_write(call, "certificate:rotate_ca")?;
    let (uuid, driver, now) = (cluster.uuid, cluster.driver, world.now);
    // Magnum makes the new authority first and asks the driver afterwards.
    world.forget_authorities(uuid);
    if let Some(cluster) = world.cluster_mut(uuid) {
        if driver == Driver::Heat {
            cluster.life.span(Action::Update, now + 1, now + 20);
        } else {
            cluster.life.push(
                now,
                Action::Update,
                Phase::Failed,
                Some("Rotating the CA is not supported."),
            );
        }
    }
    if driver == Driver::Heat {
        return Ok(Reply::json(202, json!({"uuid": uuid})));
    }
    Err(no(
        400,
        "Rotating the CA certificate is not supported by this driver.",
    ))
}

/// Replaces the cluster's cloud credential, which only one driver can do.
pub(super) fn rotate_credential(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    may_write(call, "credential:rotate")?;
    if cluster.driver == Driver::CapiHelm {
        return Ok(Reply::json(202, json!({"uuid": cluster.uuid})));
    }
    Err(no(400, "Credential rotation is not supported by driver."))
}
