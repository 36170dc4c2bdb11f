//! Certificates and credentials of a cluster. The certificates are recorded ones: real X.509, but no key belongs to them.

use serde_json::{Value, json};

use super::super::cluster::Driver;
use super::super::http::Reply;
use super::super::timeline::{Action, Phase};
use super::super::world::World;
use super::{Call, find, links, may_write, no};

/// The authority's certificate.
const AUTHORITY: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIC8DCCAdigAwIBAgIRAISsyW28y0EZtrwGy+zCeKowDQYJKoZIhvcNAQELBQAw\n\
EDEOMAwGA1UEAwwFZmlyc3QwHhcNMjYxMTIyMDYyMjE1WhcNMzExMTIyMDYyMjE1\n\
WjAQMQ4wDAYDVQQDDAVmaXJzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoC\n\
ggEBAJmCT5dQjquYvi84Zp+wcX2XSxPAOuynEyJfPQYVI/c8tL699ABP2BoQpK2v\n\
FA6WMWXogsR45iI1eA8Nv9q3wVP+XxDfRko4E4D/MKR8GMsywgQokuug6BcLAJsf\n\
mtjmPuAMD2+JJQCgpacBQ2C6mkKVMSCUOXzjOV9I7giNoYyFSgRjW/jh0qWzGEjl\n\
C6joiFBC6qsO0/PcIsKN28ve6SgXM0tO7DdxgAeuvrPfzqbs9alJIm4sxKJ2+l02\n\
CuBjCym2yGUgUGbBlK2X3S7x91ku5yPDTEeYvfoNAC82JQrAi/6loRBSCZPTww1g\n\
e4bdIYA/0EMxXjzhmBQ5jd94zXcCAwEAAaNFMEMwEgYDVR0TAQH/BAgwBgEB/wIB\n\
ADAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFMoIDrNxPiAhDxmKo96EBZdiKOhS\n\
MA0GCSqGSIb3DQEBCwUAA4IBAQAzJxi0UfD1yl3PTSx8cgKk4yfEHGGGtllMvUMn\n\
dwB382bQz+Qv5EvHDbS8ZI+oTdWgzqstDDDe++BGa7bPsBeB3myG1swU6UpEEyRB\n\
1QSY49ZlOm4ih82JCpEFyHJy3jbHxKALu/BRkk7MYQJhNDvY8AJnifaHLtUvsgnh\n\
ScuCqc83lzKzFf1tQKWPCOMXfwDdyVLNcOLKhugN1LAEtWTFk7rCWrzKtnfm8XI0\n\
QpF12sTz/o6iIqdVvYcjEkM2qKvHwxNQnQrlB/0HnkvYWeUvcDr5WEu7NBwZ6WBl\n\
6yNZi54sxerRMOvLiRSpSFKnQlCUJwg61yK7LjmMLkwnOqok\n\
-----END CERTIFICATE-----";

/// A certificate that the authority signed.
const SIGNED: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIICGjCCAQKgAwIBAgIRAMl6B9rdckb2r/QuW9G9eVUwDQYJKoZIhvcNAQELBQAw\n\
EDEOMAwGA1UEAwwFZmlyc3QwHhcNMjYxMTIyMDYzNjA4WhcNMzExMTIyMDYzNjA4\n\
WjApMQ4wDAYDVQQDDAVhZG1pbjEXMBUGA1UECgwOc3lzdGVtOm1hc3RlcnMwWTAT\n\
BgcqhkjOPQIBBggqhkjOPQMBBwNCAAS1zV7Y6iotGU8zQXrvPoPcVdkzfyPkNUFN\n\
3cbJFR2v4t0uO08VJY32iNsjNY0ifo0r9ZwjScJZoLnaKSp3KxXPoyEwHzAdBgNV\n\
HQ4EFgQUG2ZflviecE8qmP5skPckupUJd8owDQYJKoZIhvcNAQELBQADggEBAG5v\n\
7aowa/SEm8NqCQ6szR5andQxWMVajlSeeCgIahBu4PF+Ir8OHGLRWqXEeWuuI1bv\n\
IJBeMX1/0I4P+O7RRsKKDfkqn3CX9STJ8hPVsG6jLK2cO3I2Ztbx/OzjMzehM/Q3\n\
B9nkm8Z/lQ4phV/t2trtEuT7I9AbX0mCdwF78jD65S696oWJU7FlKTSPo+LPubWL\n\
LWGP2Xr/QJPq3Ivxz7lT9z65HZmlFMo6O8DlVyKvlEKNTy1IUf/T5pcNch/9WzUi\n\
nNB0HNHxdt5yG5gSBzevrK6iq3iThEmXCD/PwLs/sdhSy1btDKGKd3Z+TWCTb/9+\n\
esfnWrO9H0+xlj4CVKk=\n\
-----END CERTIFICATE-----";

/// The certificate of a cluster's authority.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    if cluster.user != call.caller.user && !call.caller.admin {
        return Err(no(403, "Policy doesn't allow certificate:get to be performed."));
    }
    let uuid = cluster.uuid;
    let links = links(&world.base, &format!("certificates/{uuid}"));
    Ok(Reply::ok(
        json!({"cluster_uuid": uuid, "links": links, "pem": AUTHORITY}),
    ))
}

/// Signs a request.
pub(super) fn sign(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.json();
    let wanted = body
        .get("cluster_uuid")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let csr = body.get("csr").and_then(Value::as_str).unwrap_or_default();
    let cluster = find(world, call, wanted)?;
    if cluster.user != call.caller.user {
        return Err(no(
            403,
            "Policy doesn't allow certificate:create to be performed.",
        ));
    }
    if !csr.contains("-----BEGIN CERTIFICATE REQUEST-----") {
        return Err(no(400, &format!("Received invalid csr b'{csr}'.")));
    }
    let uuid = cluster.uuid;
    let links = links(&world.base, &format!("certificates/{uuid}"));
    Ok(Reply::json(
        201,
        json!({"cluster_uuid": uuid, "links": links, "csr": csr, "pem": SIGNED}),
    ))
}

/// Replaces the authority. The Cluster API drivers refuse, and Magnum has then marked the cluster already.
pub(super) fn rotate(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    may_write(call, "certificate:rotate_ca")?;
    let (uuid, driver, now) = (cluster.uuid, cluster.driver, world.now);
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
