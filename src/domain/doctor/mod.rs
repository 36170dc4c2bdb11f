//! The doctor: why a cluster failed or does not get on, how that was found, and where to look further.
//!
//! A pure function of what is known. It recognises the texts of [`patterns`] and a few plain states, and nothing else; what
//! it does not recognise is shown as it was said. Clusters that are well, and those that are on their way, get no diagnosis.

pub mod cause;
pub mod patterns;
pub mod words;

mod chain;
mod stuck;

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::doctor::cause::KnownCause;
use crate::domain::doctor::chain::Said;
use crate::domain::driver::Driver;
use crate::domain::heat_type::HeatType;
use crate::domain::id::ServerId;
use crate::domain::inventory::LoadBalancer;
use crate::domain::node::Node;
use crate::domain::problem::Problem;
use crate::domain::stack::{Stack, StackEvent, StackResource};
use crate::domain::template::ClusterTemplate;

/// What is known of a cluster. What was not asked is empty.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The cluster, best with its `faults`.
    pub cluster: &'a Cluster,
    /// Its template.
    pub template: Option<&'a ClusterTemplate>,
    /// Its stacks, its own first.
    pub stacks: &'a [Stack],
    /// Why Heat did not tell of them.
    pub stack_problem: Option<&'a Problem>,
    /// Their resources, nested ones included.
    pub resources: &'a [StackResource],
    /// Their events.
    pub events: &'a [StackEvent],
    /// Its servers.
    pub nodes: &'a [Node],
    /// Its load balancers.
    pub load_balancers: &'a [LoadBalancer],
}

impl<'a> Known<'a> {
    /// The cluster alone.
    pub fn of(cluster: &'a Cluster) -> Self {
        Self {
            cluster,
            template: None,
            stacks: &[],
            stack_problem: None,
            resources: &[],
            events: &[],
            nodes: &[],
            load_balancers: &[],
        }
    }

    fn driver(&self) -> Driver {
        Driver::of(self.cluster, self.template)
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The cause, where it is a known one.
    pub cause: Option<KnownCause>,
    /// What failed first, where something in particular did.
    pub subject: Option<Subject>,
    /// What the innermost service said, unwrapped; the whole of it is in the chain.
    pub words: Option<String>,
    /// How it was found, from the cluster down.
    pub chain: Vec<Step>,
    /// The server in which it happened: its console tells more.
    pub server: Option<(ServerId, String)>,
    /// How many other failures only follow from it.
    pub followers: usize,
}

/// What failed first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: HeatType,
    /// Its name.
    pub name: String,
}

/// One step from the cluster down to the cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was looked at.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its status, in its service's spelling.
    pub state: String,
    /// What was said there, unchanged.
    pub words: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// Where a step looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Magnum's record of the cluster.
    Cluster,
    /// What Magnum says of one part.
    Fault,
    /// What the health check says of one part.
    Health,
    /// A Heat stack.
    Stack,
    /// A resource of a stack.
    Resource(HeatType),
    /// An event of a stack.
    Event,
    /// A Nova server.
    Server,
    /// An Octavia load balancer.
    LoadBalancer,
}

/// The diagnosis, if something is wrong.
pub fn diagnose(known: &Known<'_>, now: Timestamp) -> Option<Diagnosis> {
    let said = chain::of(known);
    let cluster = known.cluster;
    if cluster.status.failed() {
        return Some(failed(known, said));
    }
    if cluster.status.in_progress() {
        return stuck::diagnose(known, said, now);
    }
    None
}

fn failed(known: &Known<'_>, said: Said) -> Diagnosis {
    let recognised = recognise(known, &said);
    let cause = recognised.or_else(|| stuck::without_words(known));
    said.diagnosis(cause)
}

/// The cause that the innermost words name; of words that name none, those around them.
fn recognise(known: &Known<'_>, said: &Said) -> Option<KnownCause> {
    let found = said
        .innermost_first()
        .find_map(|words| patterns::recognised(words, said.kind_of(words).as_ref()))?;
    // Nova says the same of a host that is full and of one that already has a server of a strict group.
    let strict = [known.cluster.labels.get("server_group_policies")];
    let strict = strict
        .into_iter()
        .flatten()
        .any(|policies| policies.split(',').any(|policy| policy.trim() == "anti-affinity"));
    if strict && found == KnownCause::NoValidHost {
        return Some(KnownCause::AntiAffinity);
    }
    Some(found)
}
