//! Answers that are not true: the fault layer's changes to a body that a service gave in good faith.

use serde_json::{Value, json};

use super::faults::Lie;
use super::http::{Body, Reply, Request};

/// Turns a true answer into a lie.
pub(super) fn told(mut reply: Reply, lie: &Lie, request: &Request) -> Reply {
    if let Lie::Status(status) = lie {
        reply.status = *status;
        return reply;
    }
    if let Body::Json(body) = &mut reply.body {
        bend(body, lie, request);
    }
    reply
}

fn bend(body: &mut Value, lie: &Lie, request: &Request) {
    match lie {
        Lie::Field { name, value } => claim(body, name, value),
        Lie::Twice => rows(body, |rows| {
            *rows = rows.iter().flat_map(|row| [row.clone(), row.clone()]).collect();
        }),
        Lie::Gaps(of) => rows(body, |rows| {
            let mut place = 0;
            rows.retain(|_| {
                place += 1;
                place % (*of).max(1) != 0
            });
        }),
        Lie::Loop => {
            let base = format!("http://{}", request.header("host").unwrap_or_default());
            let question = if request.query_text.is_empty() { "" } else { "?" };
            point(
                body,
                &format!("{base}{}{question}{}", request.path, request.query_text),
            );
        }
        Lie::Elsewhere(address) => point(body, address),
        Lie::Status(_) => {}
    }
}

/// Gives every field of this name this value.
fn claim(body: &mut Value, name: &str, value: &Value) {
    match body {
        Value::Object(fields) => {
            for (key, field) in fields {
                if key == name {
                    *field = value.clone();
                } else {
                    claim(field, name, value);
                }
            }
        }
        Value::Array(rows) => {
            for row in rows {
                claim(row, name, value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Changes the list that an answer is about: the one that is no list of links.
fn rows(body: &mut Value, work: impl FnOnce(&mut Vec<Value>)) {
    let fields = body.as_object_mut().into_iter().flatten();
    let mut lists = fields.filter(|(key, _)| !key.ends_with("links"));
    let found = lists.find_map(|(_, field)| field.as_array_mut());
    if let Some(rows) = found {
        work(rows);
    }
}

/// Writes down where the next page is, in every way that services have for it.
fn point(body: &mut Value, address: &str) {
    let Some(fields) = body.as_object_mut() else {
        return;
    };
    let list = fields
        .iter()
        .find(|(key, field)| field.is_array() && !key.ends_with("links"));
    let list = list.map(|(key, _)| key.clone()).unwrap_or_default();
    let link = json!([{"rel": "next", "href": address}]);
    match list.as_str() {
        // Magnum and Glance write an address, Nova, Neutron and Octavia a list beside the rows, Heat plain links.
        "clusters" | "clustertemplates" | "nodegroups" | "quotas" | "images" => {
            fields.insert("next".to_owned(), json!(address));
        }
        "stacks" | "resources" | "events" => {
            fields.insert("links".to_owned(), link);
        }
        other => {
            fields.insert(format!("{other}_links"), link);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::faults::Lie;
    use super::super::http::{Body, Reply, Request};
    use super::told;

    fn request() -> Request {
        Request {
            method: "GET".to_owned(),
            path: "/container-infra/v1/clusters".to_owned(),
            query_text: "limit=2".to_owned(),
            query: Vec::new(),
            headers: [("host".to_owned(), "127.0.0.1:1".to_owned())].into(),
            body: Vec::new(),
        }
    }

    #[test]
    fn every_lie_is_told() {
        let truth = json!({"clusters": [{"uuid": "a", "status": "X"}, {"uuid": "b", "status": "Y"}]});
        let name = "status".to_owned();
        for (lie, expected) in [
            (
                Lie::Field {
                    name,
                    value: json!(7),
                },
                json!({"clusters": [{"uuid": "a", "status": 7}, {"uuid": "b", "status": 7}]}),
            ),
            (Lie::Gaps(2), json!({"clusters": [{"uuid": "a", "status": "X"}]})),
            (
                Lie::Loop,
                json!({
                    "clusters": [{"uuid": "a", "status": "X"}, {"uuid": "b", "status": "Y"}],
                    "next": "http://127.0.0.1:1/container-infra/v1/clusters?limit=2",
                }),
            ),
        ] {
            let reply = told(Reply::ok(truth.clone()), &lie, &request());
            assert!(
                matches!(reply.body, Body::Json(body) if body == expected),
                "{lie:?}"
            );
        }
        let twice = told(Reply::ok(truth.clone()), &Lie::Twice, &request());
        assert!(
            matches!(twice.body, Body::Json(body) if body.pointer("/clusters/3/uuid") == Some(&json!("b")))
        );
        assert_eq!(told(Reply::ok(truth), &Lie::Status(404), &request()).status, 404);
    }
}
