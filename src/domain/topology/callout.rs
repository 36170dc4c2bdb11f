//! What is written beside the cards of what failed: why, in the words of whoever says so, so that nobody has to click.

use std::collections::BTreeMap;

use crate::domain::stack_tree::was_given_up;
use crate::domain::status::Severity;
use crate::domain::topology::hanging::Hanging;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Resource, ResourceKey};

/// More reasons than these are no longer read.
const MOST: usize = 3;

/// A reason beside a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// What it is about: the card's resource, or one of what it holds.
    pub about: ResourceKey,
    /// That resource's short name.
    pub name: String,
    /// Whether everything else that failed followed from it.
    pub cause: bool,
    /// The words, without what Heat wraps around them.
    pub words: String,
}

/// The reasons that are worth being read, by what they are about.
pub(crate) struct Callouts<'a>(BTreeMap<&'a ResourceKey, Callout>);

impl<'a> Callouts<'a> {
    /// The cause first, then other reasons, each once: when a node failed for want of hosts, so did the next one.
    pub(crate) fn of(topology: &'a Topology) -> Self {
        let mut failed: Vec<&Resource> = topology
            .resources()
            .filter(|resource| resource.severity == Severity::Bad && resource.reason.is_some())
            .collect();
        let is_cause = |resource: &Resource| topology.cause.as_ref() == Some(&resource.key);
        failed.sort_by_key(|resource| !is_cause(resource));
        let mut told: Vec<&str> = Vec::new();
        let mut found = BTreeMap::new();
        for resource in failed {
            let words = essence(resource.reason.as_deref().unwrap_or_default());
            let followed = topology.cause.is_some() && !is_cause(resource) && was_given_up(words);
            if told.len() >= MOST || words.is_empty() || followed || told.contains(&words) {
                continue;
            }
            told.push(words);
            let callout = Callout {
                about: resource.key.clone(),
                name: resource.title.clone(),
                cause: is_cause(resource),
                words: words.to_owned(),
            };
            found.insert(&resource.key, callout);
        }
        Self(found)
    }

    /// The weightiest about one of the resources at these places or what hangs on them.
    pub(crate) fn among(
        &self,
        places: impl IntoIterator<Item = usize>,
        (topology, hanging): (&'a Topology, &Hanging),
    ) -> Option<Callout> {
        if self.0.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for at in places {
            all.push(at);
            all.extend(hanging.below(at).into_iter().map(|(part, _)| part));
        }
        self.about(
            all.into_iter()
                .filter_map(|at| topology.nth(at))
                .map(|it| &it.key),
        )
    }

    /// The weightiest about one of these.
    pub(crate) fn about<'k>(&self, keys: impl IntoIterator<Item = &'k ResourceKey>) -> Option<Callout> {
        let mut found: Option<&Callout> = None;
        for key in keys {
            if let Some(callout) = self.0.get(key).filter(|it| it.cause || found.is_none()) {
                found = Some(callout);
            }
        }
        found.cloned()
    }
}

/// Whether it is not well only because Heat gave it up when something else failed first.
pub fn was_aborted(topology: &Topology, resource: &Resource) -> bool {
    let from_itself = topology.cause.as_ref() == Some(&resource.key) || topology.path.contains(&resource.key);
    let reason = resource.reason.as_deref().unwrap_or_default();
    topology.cause.is_some()
        && resource.severity == Severity::Bad
        && !from_itself
        && was_given_up(essence(reason))
}

/// What a service said, out of what Heat wraps around it:
/// `ResourceInError: resources.node: Went to status ERROR due to "Message: No valid host was found., Code: 500"`.
pub fn essence(reason: &str) -> &str {
    let mut words = reason.trim();
    // `Error: resources.kube_masters.resources[0].resources.x: …`, any number of times.
    while let Some((head, rest)) = words.split_once(": ") {
        let wrapped = head.starts_with("resources")
            || (!head.is_empty() && head.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
                && (head.ends_with("Error") || head.ends_with("Exception") || head == "ResourceInError");
        if !wrapped {
            break;
        }
        words = rest.trim_start();
    }
    if let Some((_, said)) = words.split_once("\"Message: ") {
        words = said.split(", Code:").next().unwrap_or(said);
    }
    // A script's end is told with the name of the output that says so.
    if let Some(said) = words.strip_prefix("Deployment to server failed: deploy_status_code") {
        words = said.trim_start_matches([' ', ':']);
    }
    words.trim().trim_end_matches(['"', ',']).trim()
}

#[cfg(test)]
mod tests {
    use super::essence;

    #[test]
    fn what_heat_wraps_around_words_is_taken_away() {
        for (reason, words) in [
            (
                "ResourceInError: resources.kube-minion: Went to status ERROR due to \"Message: No valid host was found. \
                 There are not enough hosts available., Code: 500\"",
                "No valid host was found. There are not enough hosts available.",
            ),
            (
                "Error: resources.master_config_deployment: Deployment to server failed: deploy_status_code: Deployment \
                 exited with non-zero status code: 1",
                "Deployment exited with non-zero status code: 1",
            ),
            (
                "resources.kube_masters: Error: resources[0].resources.kube-master: quota exceeded",
                "quota exceeded",
            ),
            ("Quota exceeded: cores", "Quota exceeded: cores"),
            ("", ""),
        ] {
            assert_eq!(essence(reason), words);
        }
    }
}
