//! Whether this login can create a cluster at all.

use crate::domain::draft::DraftField;
use crate::domain::plan::finding::{Finding, Found as _, Reason, Weight};
use crate::domain::plan::{Plan, Trusts};

/// The first minor version whose Magnum makes no trusts.
const WITHOUT_TRUSTS: u32 = 13;
/// Roles that may write. A cloud can have others, so that only a login with nothing but reading roles is known.
const READING: [&str; 2] = ["reader", "load-balancer_observer"];

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::SignIn;
    if plan.ground.login.trusts == Trusts::NoProject {
        findings.note(field, Weight::Blocks, Reason::LoginNoProject);
    }
    if plan.ground.minor.is_none_or(|minor| minor < WITHOUT_TRUSTS) {
        match plan.ground.login.trusts {
            Trusts::Likely | Trusts::NoProject => {}
            Trusts::Doubtful => findings.note(field, Weight::Warns, Reason::LoginDoubtful),
            Trusts::Restricted => findings.note(field, Weight::Blocks, Reason::LoginRestricted),
            Trusts::ByTrust => findings.note(field, Weight::Blocks, Reason::LoginByTrust),
            Trusts::Refused => findings.note(field, Weight::Warns, Reason::LoginRefused),
        }
    }
    let roles = plan.ground.login.roles;
    if !roles.is_empty() && roles.iter().all(|role| READING.contains(&role.as_str())) {
        findings.note(field, Weight::Blocks, Reason::LoginReader);
    }
}
