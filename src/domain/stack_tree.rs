//! Which stack resource stands in which: paths, depths, and the failure that the other failures follow from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::id::StackId;
use crate::domain::stack::StackResource;
use crate::domain::status::{Action, Phase, Status};

/// Stacks nested deeper than this are not followed; Heat's own default limit is 5.
const MAX_DEPTH: usize = 16;

/// The resources of a cluster's stacks as a tree.
#[derive(Debug)]
pub struct StackTree<'a> {
    resources: &'a [StackResource],
    /// Nested stack → the resource that stands for it.
    holders: BTreeMap<&'a StackId, &'a StackResource>,
}

/// The failure that the other failures follow from.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause<'a> {
    /// The resource that failed first.
    pub resource: &'a StackResource,
    /// Names from the cluster's own stack down to it.
    pub path: Vec<&'a str>,
}

/// How far a stack is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Resources that are done.
    pub complete: usize,
    /// Resources that are being worked on.
    pub busy: usize,
    /// Resources that failed.
    pub failed: usize,
    /// All that are known so far; nested stacks add theirs when they begin.
    pub total: usize,
}

impl<'a> StackTree<'a> {
    /// Finds out who stands in whom.
    pub fn of(resources: &'a [StackResource]) -> Self {
        let holders = resources
            .iter()
            .filter_map(|resource| Some((resource.nested_stack.as_ref()?, resource)))
            .collect();
        Self { resources, holders }
    }

    /// Names from the cluster's own stack down to this resource, its own last.
    pub fn path(&self, resource: &'a StackResource) -> Vec<&'a str> {
        let mut path = vec![resource.name.as_str()];
        let mut stack = &resource.stack;
        while let Some(holder) = self.holders.get(stack).filter(|_| path.len() < MAX_DEPTH) {
            path.push(holder.name.as_str());
            stack = &holder.stack;
        }
        path.reverse();
        path
    }

    /// The deepest failure; of several equally deep ones the earliest. What was only given up caused nothing, however deep
    /// it lies, unless there is nothing else: a stack that ran out of time.
    pub fn cause(&self) -> Option<Cause<'a>> {
        self.resources
            .iter()
            .filter(|resource| resource.status.failed())
            .map(|resource| Cause {
                resource,
                path: self.path(resource),
            })
            .min_by(|a, b| {
                let time = |cause: &Cause<'a>| cause.resource.updated_at.or(cause.resource.created_at);
                let given_up = |cause: &Cause<'a>| {
                    let reason = cause.resource.status_reason.as_deref().unwrap_or_default();
                    was_given_up(reason.rsplit(": ").next().unwrap_or(reason))
                };
                given_up(a)
                    .cmp(&given_up(b))
                    .then_with(|| b.path.len().cmp(&a.path.len()))
                    .then_with(|| time(a).cmp(&time(b)))
                    .then_with(|| a.path.cmp(&b.path))
            })
    }

    /// What is being worked on right now: the resources in progress that hold no other in progress, by path.
    pub fn busy(&self) -> Vec<Cause<'a>> {
        let in_progress = || {
            self.resources
                .iter()
                .filter(|resource| resource.status.in_progress())
        };
        let busy_stacks: BTreeSet<_> = in_progress().map(|resource| &resource.stack).collect();
        let mut found: Vec<_> = in_progress()
            .filter(|resource| {
                resource
                    .nested_stack
                    .as_ref()
                    .is_none_or(|nested| !busy_stacks.contains(nested))
            })
            .map(|resource| Cause {
                resource,
                path: self.path(resource),
            })
            .collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// How far it is. `INIT_COMPLETE` is not begun, and `DELETE_COMPLETE` is what was replaced: it does not count.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for resource in self.resources {
            match &resource.status {
                Status::Known(Action::Delete, Phase::Complete) => continue,
                Status::Known(Action::Init, _) | Status::Other(_) => {}
                Status::Known(_, Phase::Complete) => tally.complete += 1,
                Status::Known(_, Phase::InProgress) => tally.busy += 1,
                Status::Known(_, Phase::Failed) => tally.failed += 1,
            }
            tally.total += 1;
        }
        tally
    }
}

/// Whether these are Heat's words for what it gave up because something else had failed: `CREATE aborted (user triggered
/// cancel)`. Other services abort things too, in other words, and those are causes.
pub fn was_given_up(words: &str) -> bool {
    let words = words.strip_prefix("Stack ").unwrap_or(words);
    let Some((action, rest)) = words.split_once(' ') else {
        return false;
    };
    let is_action = !action.is_empty() && action.chars().all(|c| c.is_ascii_uppercase());
    is_action && (rest.starts_with("aborted") || rest.starts_with("cancelled"))
}

#[cfg(test)]
mod tests {
    use super::{StackTree, was_given_up};
    use crate::domain::id::StackId;
    use crate::domain::stack::StackResource;
    use crate::domain::status::Status;

    fn resource(stack: &str, name: &str, status: &str, nested: Option<&str>) -> StackResource {
        StackResource {
            stack: StackId::new(stack),
            stack_name: stack.to_owned(),
            name: name.to_owned(),
            kind: "OS::Nova::Server".to_owned(),
            physical_id: None,
            status: Status::parse(status),
            status_reason: None,
            parent_resource: None,
            nested_stack: nested.map(StackId::new),
            required_by: vec![],
            created_at: None,
            updated_at: None,
        }
    }

    #[test]
    fn the_deepest_failure_is_the_cause_and_has_a_path() {
        let resources = [
            resource("root", "kube_masters", "CREATE_FAILED", Some("masters")),
            resource("root", "kube_minions", "CREATE_FAILED", None),
            resource("masters", "0", "CREATE_FAILED", Some("master-0")),
            resource("master-0", "deployment", "CREATE_FAILED", None),
            resource("master-0", "server", "CREATE_COMPLETE", None),
        ];
        let tree = StackTree::of(&resources);
        let cause = tree.cause().unwrap();
        assert_eq!(cause.path, ["kube_masters", "0", "deployment"]);
        assert_eq!(
            (tree.tally().failed, tree.tally().complete, tree.tally().total),
            (4, 1, 5)
        );
        assert!(StackTree::of(&resources[4..]).cause().is_none());
    }

    #[test]
    fn what_was_only_given_up_is_the_cause_of_nothing_unless_there_is_nothing_else() {
        let mut resources = [
            resource("root", "kube_minions", "CREATE_FAILED", Some("minions")),
            resource("minions", "0", "CREATE_FAILED", Some("minion-0")),
            resource("minion-0", "server", "CREATE_FAILED", None),
            resource("root", "api_address_floating", "CREATE_FAILED", None),
        ];
        for given_up in &mut resources[..3] {
            given_up.status_reason = Some("CREATE aborted (user triggered cancel)".to_owned());
        }
        let path = |resources| StackTree::of(resources).cause().unwrap().path.join(" / ");
        assert_eq!(path(&resources), "api_address_floating");
        assert_eq!(path(&resources[..3]), "kube_minions / 0 / server");
        assert!(was_given_up("UPDATE aborted"));
        assert!(was_given_up("Stack CREATE cancelled"));
        for cause in [
            "Build of instance 5d12f6fd aborted: Volume did not finish being created",
            "aborted",
            "",
        ] {
            assert!(!was_given_up(cause), "{cause}");
        }
    }

    #[test]
    fn of_what_is_in_progress_only_the_innermost_is_told() {
        let resources = [
            resource("root", "api_lb", "CREATE_IN_PROGRESS", Some("lb")),
            resource("lb", "pool", "CREATE_IN_PROGRESS", None),
            resource("lb", "listener", "INIT_COMPLETE", None),
            resource("root", "old", "DELETE_COMPLETE", None),
        ];
        let tree = StackTree::of(&resources);
        let busy: Vec<_> = tree
            .busy()
            .into_iter()
            .map(|found| found.path.join(" / "))
            .collect();
        assert_eq!(busy, ["api_lb / pool"]);
        assert_eq!((tree.tally().busy, tree.tally().total), (2, 3));
    }

    #[test]
    fn stacks_that_hold_each_other_do_not_hang() {
        let resources = [
            resource("a", "x", "CREATE_FAILED", Some("b")),
            resource("b", "y", "CREATE_FAILED", Some("a")),
        ];
        assert!(StackTree::of(&resources).cause().is_some());
    }
}
