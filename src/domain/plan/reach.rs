//! Who must reach the Kubernetes API: one answer, mapped to Magnum's field and to the label that this driver reads. Where a
//! driver has no such label nothing is pretended.

use crate::domain::draft::ApiReach;
use crate::domain::driver::Driver;
use crate::domain::plan::Plan;

/// What an answer comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Whether nodes get floating IPs, where the answer decides that.
    pub floating_ip: Option<bool>,
    /// Labels, with their values.
    pub labels: Vec<(&'static str, String)>,
}

/// The label that says whether the API's load balancer gets a floating IP; every driver reads it.
pub const BALANCER_FLOATING: &str = "master_lb_floating_ip_enabled";

/// The label by which this driver restricts the API to ranges of addresses.
pub fn ranges_label(driver: Driver) -> Option<&'static str> {
    match driver {
        Driver::Heat => Some("master_lb_allowed_cidrs"),
        Driver::CapiHelm => Some("api_master_lb_allowed_cidrs"),
        Driver::MagnumClusterApi | Driver::Unknown => None,
    }
}

/// Maps the answer.
pub(super) fn access(plan: &Plan<'_>) -> Access {
    let balanced = plan.balanced() == Some(true);
    let flag = |value: bool| (BALANCER_FLOATING, value.to_string());
    match (plan.draft.reach, plan.driver) {
        (ApiReach::Template, _) => Access::default(),
        // Without a load balancer the API is where the masters are.
        (ApiReach::Everyone, Driver::Heat | Driver::Unknown) if !balanced => Access {
            floating_ip: Some(true),
            labels: Vec::new(),
        },
        (ApiReach::Everyone, driver) => Access {
            floating_ip: None,
            labels: [flag(true)]
                .into_iter()
                .chain(unrestricted(plan, driver))
                .collect(),
        },
        (ApiReach::Ranges, driver) => {
            let ranges = tidy(&plan.draft.allowed_ranges);
            let label = ranges_label(driver).filter(|_| balanced && !ranges.is_empty());
            let labels = label.map(|label| vec![flag(true), (label, ranges)]);
            Access {
                // Nodes with floating IPs of their own would be a way round.
                floating_ip: (driver == Driver::Heat && balanced).then_some(false),
                labels: labels.unwrap_or_default(),
            }
        }
        (ApiReach::Inside, Driver::Heat | Driver::Unknown) => Access {
            floating_ip: Some(false),
            labels: if balanced { vec![flag(false)] } else { Vec::new() },
        },
        (ApiReach::Inside, Driver::CapiHelm | Driver::MagnumClusterApi) => Access {
            floating_ip: None,
            labels: vec![flag(false)],
        },
    }
}

/// Where the template restricts the API and everyone is to reach it, everything is allowed.
fn unrestricted(plan: &Plan<'_>, driver: Driver) -> Option<(&'static str, String)> {
    let label = ranges_label(driver)?;
    plan.template_labels()
        .get(label)
        .filter(|ranges| !ranges.trim().is_empty())
        .map(|_| (label, "0.0.0.0/0".to_owned()))
}

/// Without blanks, because drivers split at commas alone.
fn tidy(ranges: &str) -> String {
    let parts = ranges
        .split([',', ' ', '\n', ';'])
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(",")
}
