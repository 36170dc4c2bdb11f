//! The way from the cluster down to the innermost thing that failed, and what was said at each step.

use std::collections::BTreeSet;

use crate::domain::doctor::cause::KnownCause;
use crate::domain::doctor::patterns::recognised;
use crate::domain::doctor::words::{innermost, resource_named};
use crate::domain::doctor::{Diagnosis, Known, Place, Step, Subject};
use crate::domain::heat_type::HeatType;
use crate::domain::id::ServerId;
use crate::domain::inventory::LoadBalancer;
use crate::domain::node::Node;
use crate::domain::stack::{StackEvent, StackResource};
use crate::domain::stack_tree::StackTree;

/// Everything that was said, on one way from the cluster down.
pub(super) struct Said {
    pub(super) steps: Vec<Step>,
    pub(super) subject: Option<Subject>,
    pub(super) server: Option<(ServerId, String)>,
    followers: usize,
}

impl Said {
    /// What was said, the innermost first.
    pub(super) fn innermost_first(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().rev().filter_map(|step| step.words.as_deref())
    }

    /// What these words are about: what failed first, or, where only a stack's words are at hand, the resource of
    /// Magnum's templates that they name.
    pub(super) fn kind_of(&self, words: &str) -> Option<HeatType> {
        let known = self.subject.as_ref().map(|subject| subject.kind.clone());
        known.or_else(|| match resource_named(words)? {
            "loadbalancer" => Some(HeatType::LoadBalancer),
            name if name.ends_with("_volume") => Some(HeatType::Volume),
            _ => None,
        })
    }

    pub(super) fn diagnosis(self, cause: Option<KnownCause>) -> Diagnosis {
        // The words that named the cause; where none did, the innermost.
        let telling = self
            .innermost_first()
            .find(|words| {
                let kind = self.kind_of(words);
                cause.is_some() && recognised(words, kind.as_ref()).is_some()
            })
            .or_else(|| self.innermost_first().next());
        Diagnosis {
            words: telling.map(innermost).filter(|words| !words.is_empty()),
            cause,
            subject: self.subject,
            chain: self.steps,
            server: self.server,
            followers: self.followers,
        }
    }
}

/// Follows the failure down.
pub(super) fn of(known: &Known<'_>) -> Said {
    let cluster = known.cluster;
    let mut said = Said {
        steps: vec![Step {
            place: Place::Cluster,
            name: cluster.name.clone(),
            state: cluster.status.to_string(),
            words: told(cluster.status_reason.as_deref()),
            at: cluster.updated_at.or(cluster.created_at),
        }],
        subject: None,
        server: None,
        followers: 0,
    };
    said.steps.extend(faults(known));
    said.steps.extend(health(known));
    let failing_stack = known.stacks.iter().find(|stack| stack.status.failed());
    said.steps.extend(failing_stack.map(|stack| Step {
        place: Place::Stack,
        name: stack.name.clone(),
        state: stack.status.to_string(),
        words: told(stack.status_reason.as_deref()),
        at: stack.created_at,
    }));
    let first = first_failure(known);
    match first {
        Some(resource) => said.follow(known, resource),
        None => said.look_around(known),
    }
    said
}

impl Said {
    /// From the resource to its event, and to the server or load balancer that it became.
    fn follow(&mut self, known: &Known<'_>, resource: &StackResource) {
        let tree = StackTree::of(known.resources);
        let path = tree.path(resource).join(" / ");
        let kind = HeatType::parse(&resource.kind);
        let failed = known.resources.iter().filter(|one| one.status.failed());
        self.followers = failed.count().saturating_sub(1);
        let event = event_of(known.events, resource);
        self.steps.push(Step {
            place: Place::Resource(kind.clone()),
            name: path,
            state: resource.status.to_string(),
            words: told(resource.status_reason.as_deref()),
            at: event
                .and_then(|event| event.at)
                .or(resource.updated_at)
                .or(resource.created_at),
        });
        // The event says the same as the resource, unless something has happened to the resource since.
        self.steps.extend(
            event
                .filter(|event| event.reason.as_deref() != resource.status_reason.as_deref())
                .map(|event| Step {
                    place: Place::Event,
                    name: event.resource.clone(),
                    state: event.status.to_string(),
                    words: told(event.reason.as_deref()),
                    at: event.at,
                }),
        );
        let id = resource.physical_id.as_deref().unwrap_or_default();
        let is_balancer = matches!(
            kind,
            HeatType::LoadBalancer | HeatType::Listener | HeatType::Pool | HeatType::PoolMember
        );
        if is_balancer {
            let broken = known.load_balancers.iter().find(|one| one.id.as_str() == id);
            self.steps
                .extend(broken.filter(|one| is_broken(one)).map(balancer_step));
        } else {
            let node = node_beside(known, resource);
            self.steps.extend(node.and_then(fault_step));
            self.server = node.map(server_of);
        }
        self.subject = Some(Subject {
            kind,
            name: resource.name.clone(),
        });
    }

    /// Without a stack to look into: what the real things say of themselves.
    fn look_around(&mut self, known: &Known<'_>) {
        if let Some(node) = known.nodes.iter().find(|node| node.server.status == "ERROR") {
            self.steps.extend(fault_step(node));
            self.server = Some(server_of(node));
            self.subject = Some(Subject {
                kind: HeatType::Server,
                name: node.server.name.clone(),
            });
        } else if let Some(broken) = known.load_balancers.iter().find(|one| is_broken(one)) {
            self.steps.push(balancer_step(broken));
            self.subject = Some(Subject {
                kind: HeatType::LoadBalancer,
                name: broken.name.clone(),
            });
        }
    }
}

/// The failure that the others follow from: of those that Heat did not merely call off, the deepest; of equally deep ones
/// the earliest.
fn first_failure<'a>(known: &Known<'a>) -> Option<&'a StackResource> {
    let tree = StackTree::of(known.resources);
    let time = |resource: &StackResource| {
        let event = event_of(known.events, resource).and_then(|event| event.at);
        event.or(resource.updated_at).or(resource.created_at)
    };
    known
        .resources
        .iter()
        .filter(|resource| resource.status.failed())
        .min_by(|a, b| {
            let depth = |resource: &'a StackResource| tree.path(resource).len();
            called_off(a)
                .cmp(&called_off(b))
                .then_with(|| depth(b).cmp(&depth(a)))
                .then_with(|| time(a).cmp(&time(b)))
                .then_with(|| a.name.cmp(&b.name))
        })
}

/// Heat stops everything that is under way when something has failed.
fn called_off(resource: &StackResource) -> bool {
    let reason = resource.status_reason.as_deref().unwrap_or_default();
    reason.contains(" aborted") && !reason.contains("Timed out")
}

fn event_of<'a>(events: &'a [StackEvent], resource: &StackResource) -> Option<&'a StackEvent> {
    events
        .iter()
        .filter(|event| {
            event.status.failed()
                && event.resource == resource.name
                && event.stack_name == resource.stack_name
        })
        .min_by_key(|event| event.at)
}

/// The server that this resource is, or beside which it stands in its stack.
fn node_beside<'a>(known: &Known<'a>, resource: &StackResource) -> Option<&'a Node> {
    let ids: BTreeSet<&str> = known
        .resources
        .iter()
        .filter(|one| one.stack == resource.stack && HeatType::parse(&one.kind) == HeatType::Server)
        .filter_map(|one| one.physical_id.as_deref())
        .collect();
    known
        .nodes
        .iter()
        .find(|node| ids.contains(node.server.id.as_str()))
}

fn server_of(node: &Node) -> (ServerId, String) {
    (node.server.id.clone(), node.server.name.clone())
}

fn fault_step(node: &Node) -> Option<Step> {
    let server = &node.server;
    let failed = server.status == "ERROR" || server.fault.is_some();
    failed.then(|| Step {
        place: Place::Server,
        name: server.name.clone(),
        state: server.status.clone(),
        words: told(server.fault.as_deref()),
        at: server.created_at,
    })
}

fn is_broken(balancer: &LoadBalancer) -> bool {
    balancer.provisioning_status == "ERROR"
}

fn balancer_step(balancer: &LoadBalancer) -> Step {
    Step {
        place: Place::LoadBalancer,
        name: balancer.name.clone(),
        state: balancer.provisioning_status.clone(),
        words: None,
        at: None,
    }
}

/// Heat drivers give every group of a stack the same reason; once is enough.
fn faults(known: &Known<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (part, words) in &known.cluster.faults {
        let words = told(Some(words));
        if words.is_some() && steps.iter().all(|step| step.words != words) {
            steps.push(Step {
                place: Place::Fault,
                name: part.clone(),
                state: String::new(),
                words,
                at: None,
            });
        }
    }
    steps
}

/// What the drivers without stacks say of their parts, which is the only place where they say it.
fn health(known: &Known<'_>) -> Vec<Step> {
    if known.driver().may_have_stack() && !known.resources.is_empty() {
        return Vec::new();
    }
    let ill = |word: &str| !matches!(word, "ok" | "True" | "true" | "Ready" | "");
    let parts = known.cluster.health_reasons.iter();
    parts
        .filter(|(_, word)| ill(word))
        .map(|(part, word)| Step {
            place: Place::Health,
            name: part.clone(),
            state: String::new(),
            words: told(Some(word)),
            at: None,
        })
        .collect()
}

fn told(words: Option<&str>) -> Option<String> {
    words.filter(|words| !words.trim().is_empty()).map(str::to_owned)
}
