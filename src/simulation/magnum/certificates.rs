//! Certificates and credentials of a cluster. The certificates are real ones, signed by the cluster's
//! own authority.

use serde_json::{Value, json};

use super::super::authority::{Realm, Unsigned};
use super::super::cluster::Driver;
use super::super::http::Reply;
use super::super::python;
use super::super::timeline::{Action, Phase};
use super::super::world::World;
use super::bodies::{self, Field, Takes};
use super::{Call, find, links, may_write, no, since};

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

const FIELDS: [Field; 5] = [
    Field("cluster_uuid", Takes::Anything),
    Field("csr", Takes::Text(1, usize::MAX)),
    Field("pem", Takes::Anything),
    Field("ca_cert_type", Takes::Anything),
    Field("links", Takes::ReadOnly),
];

/// Signs a request.
pub(super) fn sign(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let body = bodies::read("certificate", &FIELDS, call.request.json())?;
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let Some(wanted) = text("cluster_uuid") else {
        return Err(no(404, "Cluster Unset could not be found."));
    };
    let cluster = find(world, call, wanted).map_err(|mut refusal| {
        // What is wrong with a field is a fault of the request.
        if refusal.status == 404 {
            refusal = no(400, &format!("Cluster {wanted} could not be found."));
        }
        refusal
    })?;
    if cluster.user != call.caller.user || !call.caller.may_write {
        return Err(no(
            403,
            "Policy doesn't allow certificate:create to be performed.",
        ));
    }
    let Some(csr) = text("csr") else {
        return Err(no(500, "Cannot load 'csr' in the base class"));
    };
    let (uuid, calendar, now) = (cluster.uuid, world.calendar, world.now);
    let strict = world.profile.magnum() >= 22;
    let authority = world.authority(uuid, Realm::named(text("ca_cert_type")));
    let signed = authority.map_or(Err(Unsigned::NoRequest), |authority| {
        authority.sign(csr, calendar, now, strict)
    });
    let pem = signed.map_err(|why| match why {
        Unsigned::NoRequest => {
            let shown = python::repr(&json!(csr));
            no(400, &format!("Received invalid csr b{shown}."))
        }
        Unsigned::Forbidden(what) => no(400, &format!("Extension '{what}' not allowed")),
        Unsigned::Twice => no(500, "This extension has already been set."),
    })?;
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
    if world
        .template(cluster.template)
        .is_some_and(|template| template.flag("tls_disabled"))
    {
        let words = "Rotating the CA certificate on a non-TLS cluster is not supported";
        return Err(no(400, words));
    }
    if cluster.step(now).is_none_or(|step| step.phase != Phase::Complete) {
        let status = cluster.status(now);
        let message = format!("Updating a cluster when status is \"{status}\" is not supported.");
        return Err(no(400, &message));
    }
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
    since(call, 12, "patch")?;
    may_write(call, "credential:rotate")?;
    let cluster = find(world, call, wanted)?;
    if cluster.driver == Driver::CapiHelm {
        return Ok(Reply::json(202, json!({"uuid": cluster.uuid})));
    }
    Err(no(400, "Credential rotation is not supported by driver."))
}
