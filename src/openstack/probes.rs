//! Doors for fuzzing: every parser of what a cloud or a person's file says, from bytes to a short account of what was made
//! of them. Not part of what the program offers; the same functions run on recorded cases in the tests.

use std::path::PathBuf;

use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::Value;

use crate::domain::id::StackId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::stack::Stack;
use crate::domain::status::Status;
use crate::openstack::clouds_yaml::{self, CloudEntry, FileText};
use crate::openstack::endpoints::Endpoints;
use crate::openstack::fault::{self, Fault};
use crate::openstack::heat;
use crate::openstack::magnum::{clusters, node_groups, templates};
use crate::openstack::openrc;
use crate::openstack::wire::{self, Row};

/// The body of a refusal: what it means at status 500, and the words that are shown.
pub fn fault_body(bytes: &[u8]) -> String {
    let fault = Fault::read(bytes);
    let kind = fault::kind(500, fault.words.as_deref(), fault.retry_after_secs);
    format!("{kind:?}: {}", fault.words.unwrap_or_default())
}

/// The value of `Retry-After` at a fixed time: seconds.
pub fn retry_after(bytes: &[u8]) -> String {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        headers.insert(RETRY_AFTER, value);
    }
    let now = jiff::Timestamp::from_second(1_790_000_000).unwrap_or_default();
    fault::retry_after_secs(&headers, now).map_or_else(|| "none".to_owned(), |secs| secs.to_string())
}

/// A point in time of an answer.
pub fn time(bytes: &[u8]) -> String {
    wire::time(&String::from_utf8_lossy(bytes)).map_or_else(|| "none".to_owned(), |time| time.to_string())
}

/// A list of Magnum or Heat, whichever keys it has: each row's name and state.
pub fn list(bytes: &[u8]) -> String {
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else {
        return "no JSON".to_owned();
    };
    let answer = Row::of(&answer);
    let mut told = Vec::new();
    for row in answer.rows("clusters") {
        told.extend(clusters::cluster(row).map(|cluster| format!("{} {}", cluster.name, cluster.status)));
    }
    for row in answer.rows("clustertemplates") {
        told.extend(templates::template(row).map(|template| template.name));
    }
    for row in answer.rows("nodegroups") {
        told.extend(node_groups::node_group(row).map(|group| format!("{} {}", group.name, group.node_count)));
    }
    for row in answer.rows("stacks") {
        told.extend(heat::read_stack(row).map(|stack| format!("{} {}", stack.name, stack.status)));
    }
    let root = Stack {
        id: StackId::new("root"),
        name: "root".to_owned(),
        status: Status::parse(""),
        status_reason: None,
        created_at: None,
    };
    for row in answer.rows("resources") {
        told.extend(
            heat::read_resource(row, &root).map(|resource| format!("{} {}", resource.name, resource.status)),
        );
    }
    for row in answer.rows("events") {
        told.extend(heat::read_event(row, &root).map(|event| format!("{} {}", event.resource, event.status)));
    }
    told.join(", ")
}

/// A token's catalogue: the region that is chosen, and all of them.
pub fn catalogue(bytes: &[u8]) -> String {
    let Ok(token) = serde_json::from_slice::<Value>(bytes) else {
        return "no JSON".to_owned();
    };
    let Ok(profile) = profile() else {
        return "no profile".to_owned();
    };
    match Endpoints::choose(Row::of(&token).row("token"), &profile, "project") {
        Ok(endpoints) => format!("{} of {}", endpoints.region, endpoints.regions.join(", ")),
        Err(problem) => format!("{:?}", problem.kind),
    }
}

/// A cloud whose catalogue it may be.
fn profile() -> Result<CloudProfile, Problem> {
    let file = FileText {
        path: PathBuf::from("clouds.yaml"),
        text: "clouds: {a: {auth: {auth_url: 'https://k.example', username: u, project_name: p}}}".to_owned(),
    };
    let entry = clouds_yaml::parse(&file, None)?.into_iter().next();
    entry.map_or(Err(Problem::new(ProblemKind::ProjectMissing)), |entry| {
        entry.profile
    })
}

/// A clouds.yaml: each cloud's name, and whether it can be used.
pub fn clouds_yaml(bytes: &[u8]) -> String {
    let told = |entry: &CloudEntry| {
        let word = if entry.profile.is_ok() { "good" } else { "bad" };
        format!("{} {word}", entry.name)
    };
    match FileText::from_bytes(PathBuf::from("clouds.yaml"), bytes) {
        Err(_) => "no text".to_owned(),
        Ok(file) => match clouds_yaml::parse(&file, None) {
            Ok(entries) => entries.iter().map(told).collect::<Vec<_>>().join(", "),
            Err(_) => "broken".to_owned(),
        },
    }
}

/// An openrc file: whether it makes a cloud that can be used, and which settings it does not tell.
pub fn openrc(bytes: &[u8]) -> String {
    let read = FileText::from_bytes(PathBuf::from("openrc.sh"), bytes).and_then(|file| openrc::read(&file));
    match read {
        Err(_) => "no openrc".to_owned(),
        Ok(entry) => {
            let word = if entry.profile.is_ok() { "good" } else { "bad" };
            entry.warnings.iter().fold(word.to_owned(), |told, warning| {
                format!("{told}; {}", warning.setting)
            })
        }
    }
}
