//! Which client calls make up a topic's value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OnceCell};

use crate::domain::cluster::Cluster;
use crate::domain::driver::is_uuid;
use crate::domain::id::{ClusterId, LoadBalancerId, StackId, UserId};
use crate::domain::inventory::Inventory;
use crate::domain::leftovers::leftovers;
use crate::domain::node::nodes;
use crate::domain::node_group::NodeGroup;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::stack::{Stack, StackEvent, StackResource};
use crate::domain::topology;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::ResourceKind;
use crate::message::{ClusterDetail, ClusterParts, Evidence, LeftoverList, Snapshot};
use crate::openstack::error::ApiError;
use crate::openstack::magnum::{clusters, node_groups, templates};
use crate::openstack::session::Session;
use crate::openstack::urgency::urgently;
use crate::openstack::{catalog, heat, inventory};
use crate::sync::book::Book;
use crate::sync::history::History;
use crate::sync::inside::Inside;
use crate::sync::poller::Fetched;
use crate::sync::troubles::Troubles;

/// How long leftovers wait for the list of clusters to be whole.
const LIST_PATIENCE: Duration = Duration::from_secs(20);

/// What the fetches of one session share.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) session: Session,
    pub(crate) book: Book,
    /// What the pollers of this session know of trouble.
    pub(crate) troubles: Troubles,
    /// Names of stacks that have been looked up; a stack's name never changes.
    stacks: Arc<Mutex<BTreeMap<StackId, Stack>>>,
    /// What happened in stacks.
    history: History,
    /// What users are called; asked for once, because the list may be long.
    pub(crate) people: Arc<OnceCell<Arc<BTreeMap<UserId, String>>>>,
    /// The way into the cluster that is looked into.
    pub(crate) inside: Inside,
}

impl Source {
    pub(crate) fn new(session: Session, book: Book) -> Self {
        Self {
            session,
            book,
            troubles: Troubles::default(),
            stacks: Arc::default(),
            history: History::default(),
            people: Arc::default(),
            inside: Inside::default(),
        }
    }

    pub(crate) async fn templates(&self) -> Result<Fetched, Problem> {
        let list = templates::list(&self.session)
            .await
            .map_err(|error| error.problem())?;
        let list = list.into_iter().map(Arc::new).collect();
        Ok(Fetched {
            body: Snapshot::Templates(Arc::new(list)),
            busy: false,
        })
    }

    pub(crate) async fn catalog(&self) -> Result<Fetched, Problem> {
        let catalog = catalog::collect(&self.session).await;
        // Where nothing at all could be had, what was had before is worth more than a list of gaps.
        if let Some(problem) = catalog.nothing_but_gaps() {
            return Err(problem.clone());
        }
        Ok(Fetched {
            body: Snapshot::Catalog(Arc::new(catalog)),
            busy: false,
        })
    }

    pub(crate) async fn cluster(&self, id: &ClusterId) -> Result<Fetched, Problem> {
        let (cluster, node_groups) = self.cluster_and_groups(id).await?;
        let busy = cluster.status.in_progress() || node_groups.iter().any(|group| group.status.in_progress());
        Ok(Fetched {
            body: Snapshot::Cluster(Arc::new(ClusterDetail { cluster, node_groups })),
            busy,
        })
    }

    pub(crate) async fn topology(&self, id: &ClusterId) -> Result<Fetched, Problem> {
        let (groups, inventory) =
            tokio::join!(self.cluster_and_groups(id), inventory::collect(&self.session));
        let (cluster, node_groups) = groups?;
        let mut stacks = Vec::new();
        let mut resources = Vec::new();
        let mut stack_problem = None;
        let lookup = if cluster.status.failed() {
            Lookup::Anew
        } else {
            Lookup::Remembered
        };
        for stack in stack_ids(&cluster, &node_groups) {
            match self.stack_with_resources(&stack, lookup).await {
                Ok((stack, own)) => {
                    stacks.push(stack);
                    resources.extend(own);
                }
                Err(error) => stack_problem = Some(error.problem()),
            }
        }
        let failures = self.failures(&cluster, &stacks).await;
        let busy =
            cluster.status.in_progress() || resources.iter().any(|resource| resource.status.in_progress());
        let resources = Arc::new(resources);
        let parts = Parts {
            cluster,
            node_groups,
            stacks,
            resources,
            stack_problem,
            inventory,
            failures,
        };
        let (mut parts, mut picture) = joined(parts).await?;
        let balancers = load_balancers(&picture.topology);
        if lacks_members(&parts.inventory, &balancers) {
            inventory::add_members(&self.session, &mut parts.inventory, &balancers).await;
            (_, picture) = joined(parts).await?;
        }
        Ok(Fetched {
            body: Snapshot::Topology(Arc::new(picture)),
            busy,
        })
    }

    /// Why clusters failed, for all of them at once. It only adds to what Magnum says, so a cloud without Heat has none.
    pub(crate) async fn failed_stacks(&self) -> Result<Fetched, Problem> {
        let list = self.book.current();
        let none_failed = !list.more_to_come && !list.rows.iter().any(|row| row.status.failed());
        let stacks = if none_failed {
            Vec::new()
        } else {
            match heat::failed_stacks(&self.session)
                .await
                .map_err(|error| error.problem())
            {
                Ok(stacks) => stacks,
                Err(problem) if is_absent(&problem.kind) => Vec::new(),
                Err(problem) => return Err(problem),
            }
        };
        Ok(Fetched {
            body: Snapshot::FailedStacks(Arc::new(stacks)),
            busy: list.more_to_come,
        })
    }

    /// What is left of clusters that are gone or do not go. Without the whole list of clusters, and of stacks where there
    /// is Heat, nothing can be said.
    pub(crate) async fn leftovers(&self) -> Result<Fetched, Problem> {
        let (stacks, inventory, ()) = tokio::join!(
            heat::stacks(&self.session),
            inventory::collect(&self.session),
            self.all_clusters(),
        );
        let list = self.book.current();
        let stacks = match stacks.map_err(|error| error.problem()) {
            Ok(stacks) => stacks,
            Err(problem) if matches!(problem.kind, ProblemKind::ServiceMissing { .. }) => Vec::new(),
            Err(problem) => return Err(problem),
        };
        let clusters: Vec<&Cluster> = list.rows.iter().map(AsRef::as_ref).collect();
        // A list with a hole in it would make leftovers of a cluster that lives.
        let incomplete = list.more_to_come || list.broken_off;
        let remains = if incomplete {
            Vec::new()
        } else {
            leftovers(&clusters, &stacks, &inventory)
        };
        Ok(Fetched {
            body: Snapshot::Leftovers(Arc::new(LeftoverList {
                remains,
                gaps: inventory.gaps,
                clusters_to_come: incomplete,
            })),
            busy: list.more_to_come,
        })
    }

    /// Waits for the list of clusters to be whole, but not for ever.
    async fn all_clusters(&self) {
        let mut changes = self.book.subscribe();
        let whole = async { while self.book.current().more_to_come && changes.changed().await.is_ok() {} };
        drop(tokio::time::timeout(LIST_PATIENCE, whole).await);
    }

    /// What the session knows of itself. The services' versions are asked for once, and come in when they come in.
    pub(crate) fn diagnostics(&self) -> Result<Fetched, Problem> {
        let session = self.session.clone();
        tokio::spawn(urgently(async move { session.discover_versions().await }));
        let diagnostics = self.session.diagnostics();
        Ok(Fetched {
            body: Snapshot::Diagnostics(Arc::new(diagnostics)),
            busy: true,
        })
    }

    pub(crate) async fn events(&self, id: &ClusterId) -> Result<Fetched, Problem> {
        let (cluster, node_groups) = self.cluster_and_groups(id).await?;
        let mut events = Vec::new();
        let mut is_whole = true;
        for stack in stack_ids(&cluster, &node_groups) {
            let stack = self.stack(&stack).await.map_err(|error| error.problem())?;
            let told = self.history.of(&self.session, &stack).await;
            let told = told.map_err(|error| error.problem())?;
            is_whole &= told.is_whole;
            events.extend(told.events);
        }
        events.sort_by_key(|event| std::cmp::Reverse(event.at));
        let busy = cluster.status.in_progress() || !is_whole;
        Ok(Fetched {
            body: Snapshot::Events(id.clone(), Arc::new(events)),
            busy,
        })
    }

    async fn cluster_and_groups(&self, id: &ClusterId) -> Result<(Arc<Cluster>, Vec<NodeGroup>), Problem> {
        let (cluster, groups) = tokio::join!(
            clusters::show(&self.session, id),
            node_groups::list(&self.session, id)
        );
        let cluster = match cluster {
            Ok(cluster) => self.book.put(cluster),
            Err(error) => {
                let problem = error.problem();
                if problem.kind == ProblemKind::NotFound {
                    self.book.remove(id);
                }
                return Err(problem);
            }
        };
        // A cluster without readable node groups is still a cluster.
        Ok((cluster, groups.unwrap_or_default()))
    }

    async fn stack(&self, id: &StackId) -> Result<Stack, ApiError> {
        if let Some(stack) = self.stacks.lock().await.get(id) {
            return Ok(stack.clone());
        }
        let stack = heat::stack(&self.session, id).await?;
        self.stacks.lock().await.insert(id.clone(), stack.clone());
        Ok(stack)
    }

    /// The failures among the events of a cluster that failed. Without them the doctor knows a little less.
    async fn failures(&self, cluster: &Cluster, stacks: &[Stack]) -> Vec<StackEvent> {
        let mut failures = Vec::new();
        for stack in stacks.iter().filter(|_| cluster.status.failed()) {
            if let Ok(told) = self.history.of(&self.session, stack).await {
                failures.extend(told.events.into_iter().filter(|event| event.status.failed()));
            }
        }
        failures
    }

    async fn stack_with_resources(
        &self,
        id: &StackId,
        known: Lookup,
    ) -> Result<(Stack, Vec<StackResource>), ApiError> {
        if known == Lookup::Anew {
            self.stacks.lock().await.remove(id);
        }
        let stack = self.stack(id).await?;
        let resources = heat::resources(&self.session, &stack).await?;
        Ok((stack, resources))
    }
}

/// The cloud has no Heat, or none for this user.
fn is_absent(kind: &ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::ServiceMissing { .. } | ProblemKind::Forbidden | ProblemKind::NotFound
    )
}

/// The Heat stacks behind a cluster: its own, then those of further node groups.
fn stack_ids(cluster: &Cluster, node_groups: &[NodeGroup]) -> Vec<StackId> {
    let mut ids: Vec<StackId> = Vec::new();
    let all = cluster
        .stack
        .iter()
        .chain(node_groups.iter().filter_map(|group| group.stack.as_ref()));
    for id in all.filter(|id| is_uuid(id.as_str())) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// Whether what is remembered of a stack is good enough: its name is, its status is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lookup {
    Remembered,
    Anew,
}

struct Parts {
    cluster: Arc<Cluster>,
    node_groups: Vec<NodeGroup>,
    stacks: Vec<Stack>,
    resources: Arc<Vec<StackResource>>,
    stack_problem: Option<Problem>,
    inventory: Inventory,
    failures: Vec<StackEvent>,
}

/// Builds the picture off the async threads: a large cluster takes milliseconds.
async fn joined(parts: Parts) -> Result<(Parts, ClusterParts), Problem> {
    let build = move || {
        let picture = parts.join();
        (parts, picture)
    };
    tokio::task::spawn_blocking(build).await.map_err(|error| {
        Problem::new(ProblemKind::Internal {
            detail: error.to_string(),
        })
    })
}

/// The load balancers of the picture.
fn load_balancers(topology: &Topology) -> BTreeSet<LoadBalancerId> {
    topology
        .resources()
        .filter(|resource| resource.kind == ResourceKind::LoadBalancer)
        .filter_map(|resource| resource.physical_id.as_deref().map(LoadBalancerId::new))
        .collect()
}

fn lacks_members(inventory: &Inventory, balancers: &BTreeSet<LoadBalancerId>) -> bool {
    inventory.pools.iter().any(|pool| {
        pool.members.is_empty()
            && !pool.member_ids.is_empty()
            && pool
                .load_balancers
                .iter()
                .any(|balancer| balancers.contains(balancer))
    })
}

impl Parts {
    fn join(&self) -> ClusterParts {
        let input = topology::Input {
            cluster: &self.cluster,
            node_groups: &self.node_groups,
            resources: &self.resources,
            stack_problem: self.stack_problem.as_ref(),
            inventory: &self.inventory,
        };
        let topology = topology::build(input);
        let orchestration = topology::orchestration::orchestration(input);
        let drawn = load_balancers(&topology);
        let balancers = self.inventory.load_balancers.iter();
        let load_balancers = balancers
            .filter(|balancer| drawn.contains(&balancer.id))
            .cloned()
            .collect();
        let groups: Vec<(ClusterId, NodeGroup)> = self
            .node_groups
            .iter()
            .map(|group| (self.cluster.id.clone(), group.clone()))
            .collect();
        let nodes = nodes(&[&self.cluster], &self.stacks, &groups, &self.inventory);
        ClusterParts {
            cluster: self.cluster.id.clone(),
            stacks: self.stacks.clone(),
            resources: Arc::clone(&self.resources),
            stack_problem: self.stack_problem.clone(),
            topology: Arc::new(topology),
            orchestration: orchestration.map(Arc::new),
            nodes,
            evidence: Evidence {
                failures: self.failures.clone(),
                load_balancers,
            },
            gaps: self.inventory.gaps.clone(),
        }
    }
}
