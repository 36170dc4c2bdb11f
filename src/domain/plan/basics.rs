//! Name, time limit and key pair.

use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::service::Service;

/// The most characters of a cluster's name (Magnum's rule).
const NAME_MAX_CHARS: usize = 242;
/// Before this minor version a cluster must have a key pair.
const KEYPAIR_OPTIONAL: u32 = 7;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    name(plan, findings);
    let limit = plan.draft.create_timeout_mins;
    let capi = matches!(plan.driver, Driver::CapiHelm | Driver::MagnumClusterApi);
    if capi && limit > 0 {
        findings.note(DraftField::Timeout, Weight::Informs, Reason::TimeoutIgnored);
    }
    keypair(plan, findings);
}

fn name(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Name;
    let name = plan.draft.name.as_str();
    if name.is_empty() {
        findings.note(field, Weight::Blocks, Reason::Missing);
        return;
    }
    if name.chars().count() > NAME_MAX_CHARS {
        let cut: String = name.chars().take(NAME_MAX_CHARS).collect();
        findings.note_with(field, Weight::Blocks, Reason::NameTooLong, Some(Fix::Name(cut)));
        return;
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(allowed) {
        let fix = lawful(name).map(Fix::Name);
        findings.note_with(field, Weight::Blocks, Reason::NameForm, fix);
        return;
    }
    if let Some(stem) = name.strip_suffix(".json") {
        let fix = Some(Fix::Name(stem.to_owned()));
        findings.note_with(field, Weight::Blocks, Reason::NameEnding, fix);
    }
    let taken = |name: &str| plan.ground.clusters.iter().any(|cluster| cluster.name == name);
    if taken(name) {
        let free = (2..)
            .map(|number| format!("{name}-{number}"))
            .find(|other| !taken(other));
        findings.note_with(field, Weight::Warns, Reason::NameTaken, free.map(Fix::Name));
    } else if !plan.ground.clusters_known {
        findings.note(field, Weight::Unchecked, Reason::TwinsUnchecked);
    }
}

/// The name with what is not allowed left out, if something is left.
fn lawful(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.trim().chars() {
        match c {
            c if c.is_ascii_alphabetic() => out.push(c),
            c if out.is_empty() && !c.is_ascii_alphabetic() => {}
            c if c.is_ascii_digit() || matches!(c, '_' | '.' | '-') => out.push(c),
            c if c.is_whitespace() || matches!(c, '/' | ':') => out.push('-'),
            _ => {}
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    (!out.is_empty()).then_some(out)
}

fn keypair(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::KeyPair;
    let Some(name) = plan.keypair() else {
        if plan.ground.template.is_none() {
            return;
        }
        let own = plan
            .asked(Service::Compute)
            .and_then(|catalog| catalog.keypairs.first());
        let fix = own.map(|pair| Fix::Keypair(pair.name.clone()));
        if plan.ground.minor.is_some_and(|minor| minor < KEYPAIR_OPTIONAL) {
            findings.note_with(field, Weight::Blocks, Reason::KeypairNeeded, fix);
        } else {
            findings.note_with(field, Weight::Informs, Reason::NoKeypair, fix);
        }
        return;
    };
    if plan.unasked(Service::Compute) {
        findings.note(field, Weight::Unchecked, Reason::NotAsked(Service::Compute));
    }
    let Some(catalog) = plan.asked(Service::Compute) else {
        return;
    };
    if catalog.keypairs.iter().any(|pair| pair.name == name) {
        return;
    }
    let fix = catalog
        .keypairs
        .first()
        .map(|pair| Fix::Keypair(pair.name.clone()));
    let reason = if plan.draft.keypair.is_empty() {
        Reason::KeypairOfTemplate(name.to_owned())
    } else {
        Reason::Unknown
    };
    findings.note_with(field, Weight::Blocks, reason, fix);
}
