//! The hand on a simulated cloud that is served alone: `/admin/faults` and `/admin/time`.
//!
//! - `POST /admin/faults` with `{"method": "GET", "path": "/container-infra", "times": 3, "harm": {"fail": 503}}` adds a
//!   fault; harms are `fail`, `delay_ms`, `cut`, `cut_after`, `silence`, `drip`, `field`, `twice`, `gaps`, `loop`,
//!   `elsewhere` and `status`.
//! - `DELETE /admin/faults` takes all of them back, `GET` names those that are left.
//! - `POST /admin/time` with `{"advance": 60}` skips ahead, `GET` answers the second of the world's clock.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::faults::{Harm, Lie};
use super::http::{Reply, Request};
use super::server::Shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default = "every")]
    method: String,
    path: String,
    times: Option<u32>,
    harm: Wish,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Fail(u16),
    DelayMs(u64),
    Cut,
    CutAfter(usize),
    Silence,
    Drip { bytes: usize, every_ms: u64 },
    Field { name: String, value: Value },
    Twice,
    Gaps(usize),
    Loop,
    Elsewhere(String),
    Status(u16),
}

fn every() -> String {
    "*".to_owned()
}

impl Wish {
    fn harm(self) -> Harm {
        match self {
            Wish::Fail(status) => Harm::Fail(status),
            Wish::DelayMs(millis) => Harm::Delay(Duration::from_millis(millis)),
            Wish::Cut => Harm::Cut,
            Wish::CutAfter(bytes) => Harm::CutAfter(bytes),
            Wish::Silence => Harm::Silence,
            Wish::Drip { bytes, every_ms } => Harm::Drip {
                bytes,
                every: Duration::from_millis(every_ms),
            },
            Wish::Field { name, value } => Harm::Lie(Lie::Field { name, value }),
            Wish::Twice => Harm::Lie(Lie::Twice),
            Wish::Gaps(of) => Harm::Lie(Lie::Gaps(of)),
            Wish::Loop => Harm::Lie(Lie::Loop),
            Wish::Elsewhere(address) => Harm::Lie(Lie::Elsewhere(address)),
            Wish::Status(status) => Harm::Lie(Lie::Status(status)),
        }
    }
}

/// Answers a request to the hand.
pub(super) fn serve(shared: &Shared, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["faults"]) => Reply::ok(json!({"faults": shared.faults.list()})),
        ("POST", ["faults"]) => match serde_json::from_slice::<Order>(&request.body) {
            Ok(order) => {
                let harm = order.harm.harm();
                shared
                    .faults
                    .inject(&order.method, &order.path, harm, order.times);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, json!({"error": error.to_string()})),
        },
        ("DELETE", ["faults"]) => {
            shared.faults.clear();
            Reply::empty(204)
        }
        ("GET", ["time"]) => Reply::ok(json!({"now": shared.world().now})),
        ("POST", ["time"]) => match request.json().get("advance").and_then(Value::as_u64) {
            Some(secs) => {
                shared.clock.advance(secs);
                Reply::empty(204)
            }
            None => Reply::json(400, json!({"error": "`advance` is a number of seconds"})),
        },
        _unknown => Reply::json(404, json!({"error": "there are /admin/faults and /admin/time"})),
    }
}
