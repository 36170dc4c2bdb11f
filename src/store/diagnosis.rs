//! What the doctor is told of a cluster: everything that is known of it right now.

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::doctor::{Diagnosis, Known, diagnose};
use crate::domain::id::ClusterId;
use crate::domain::stack::{Stack, StackEvent};
use crate::store::remote::Remote;
use crate::store::state::ScopeStore;

impl ScopeStore {
    /// Why this cluster failed or does not get on, as far as what is known tells; nothing where nothing is wrong.
    pub fn diagnosis(&self, id: &ClusterId, now: Timestamp) -> Option<Diagnosis> {
        let cluster = self.cluster(id)?;
        // Most clusters are well, and this is asked for whole lists.
        if !cluster.status.failed() && !cluster.status.in_progress() {
            return None;
        }
        // Only the single answer has the faults; it stays true as long as the status is the same.
        let own = self
            .details
            .get(id)
            .and_then(Remote::value)
            .map(|detail| &detail.cluster);
        let cluster: &Cluster = own.filter(|own| own.status == cluster.status).unwrap_or(cluster);
        let template = self.template(&cluster.template).map(AsRef::as_ref);
        let parts = self.parts.get(id).and_then(Remote::value);
        let listed = self.listed_stacks(cluster);
        let events: &[StackEvent] = self
            .events
            .get(id)
            .and_then(Remote::value)
            .map_or(&[], |events| events.as_slice());
        let Some(parts) = parts else {
            let known = Known {
                template,
                stacks: &listed,
                events,
                ..Known::of(cluster)
            };
            return diagnose(&known, now);
        };
        let stacks = if parts.stacks.is_empty() {
            &listed
        } else {
            &parts.stacks
        };
        let known = Known {
            cluster,
            template,
            stacks,
            stack_problem: parts.stack_problem.as_ref(),
            resources: &parts.resources,
            events: if parts.evidence.failures.is_empty() {
                events
            } else {
                &parts.evidence.failures
            },
            nodes: &parts.nodes,
            load_balancers: &parts.evidence.load_balancers,
        };
        diagnose(&known, now)
    }

    /// Its own stack among those that failed.
    fn listed_stacks(&self, cluster: &Cluster) -> Vec<Stack> {
        let all = self.failed_stacks.value().map_or(&[][..], |list| list.as_slice());
        all.iter()
            .filter(|stack| Some(&stack.id) == cluster.stack.as_ref())
            .cloned()
            .collect()
    }
}
