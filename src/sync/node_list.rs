//! Every node of every cluster: one list of servers, one of server groups and one of stacks, joined with the clusters.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::time::Instant;

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::inventory::{Inventory, server_severity};
use crate::domain::node::nodes;
use crate::domain::node_group::NodeGroup;
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::domain::stack::Stack;
use crate::domain::status::Severity;
use crate::message::{NodeList, Snapshot, Topic};
use crate::openstack::session::Session;
use crate::openstack::urgency::urgently_if;
use crate::openstack::{heat, nova};
use crate::sync::book::Book;
use crate::sync::cadence::Situation;
use crate::sync::poller::{PollContext, Woken};

/// Keeps the nodes fresh for ever. New clusters are joined with the servers at hand as they come in.
pub(crate) async fn keep(mut context: PollContext, session: Session, book: Book) {
    let mut changes = book.subscribe();
    let mut failures = 0;
    let mut last: Option<NodeList> = None;
    if context.troubles.is_denied(&Topic::Nodes) {
        context.wait_for_poke().await;
    }
    // The page was just opened, or somebody has asked.
    let mut awaited = true;
    loop {
        let began = Instant::now();
        let waited_for = std::mem::take(&mut awaited);
        let asking = urgently_if(waited_for, ask(&session));
        let mut parts = match context.guarded(asking).await {
            Ok(parts) => {
                context.had();
                failures = 0;
                parts
            }
            Err(problem) => {
                failures += 1;
                // What comes next is told in any case: it ends the failure on screen.
                last = None;
                if context.failed(problem.clone()).await {
                    context.wait_for_poke().await;
                    awaited = true;
                    continue;
                }
                let situation = Situation {
                    failures,
                    took: began.elapsed(),
                    ..Situation::calm(context.attention())
                };
                let woken = context.wait_after(&problem, Instant::now(), situation).await;
                if woken == Woken::Poke {
                    awaited = true;
                    context.report.refreshing(Topic::Nodes).await;
                }
                continue;
            }
        };
        let took = began.elapsed();
        loop {
            let list = parts.join(&book);
            if last.as_ref() == Some(&list) {
                context.report.checked(Topic::Nodes);
            } else {
                last = Some(list.clone());
                context.report.snapshot(Snapshot::Nodes(Arc::new(list))).await;
            }
            let busy = parts
                .inventory
                .servers
                .iter()
                .any(|server| server_severity(&server.status) == Severity::Busy);
            let situation = Situation {
                busy,
                took,
                ..Situation::calm(context.attention())
            };
            tokio::select! {
                woken = context.wait(situation) => {
                    if woken == Woken::Poke {
                        last = None;
                        awaited = true;
                        context.report.refreshing(Topic::Nodes).await;
                    }
                    break;
                }
                changed = changes.changed() => if changed.is_err() { break },
            }
            // A cluster that has just got its stack needs that stack's name.
            if parts.lacks_a_stack(&book)
                && let Ok(stacks) = heat::stacks(&session).await
            {
                parts.stacks = stacks;
            }
        }
    }
}

struct Parts {
    stacks: Vec<Stack>,
    inventory: Inventory,
    gaps: BTreeMap<Service, Problem>,
}

async fn ask(session: &Session) -> Result<Parts, Problem> {
    let (servers, groups, stacks) = tokio::join!(
        nova::servers(session),
        nova::server_groups(session),
        heat::stacks(session)
    );
    let mut gaps = BTreeMap::new();
    let servers = servers.map_err(|error| error.problem())?;
    // Without server groups names must do.
    let server_groups = groups.unwrap_or_default();
    let stacks = stacks.unwrap_or_else(|error| {
        gaps.insert(Service::Orchestration, error.problem());
        Vec::new()
    });
    Ok(Parts {
        stacks,
        inventory: Inventory {
            servers,
            server_groups,
            ..Inventory::default()
        },
        gaps,
    })
}

impl Parts {
    fn join(&self, book: &Book) -> NodeList {
        let list = book.current();
        let clusters: Vec<&Cluster> = list.rows.iter().map(Arc::as_ref).collect();
        let no_groups: &[(ClusterId, NodeGroup)] = &[];
        NodeList {
            rows: nodes(&clusters, &self.stacks, no_groups, &self.inventory),
            gaps: self.gaps.clone(),
            clusters_to_come: list.more_to_come,
        }
    }

    fn lacks_a_stack(&self, book: &Book) -> bool {
        !self.gaps.contains_key(&Service::Orchestration)
            && book
                .current()
                .rows
                .iter()
                .filter_map(|row| row.stack.as_ref())
                .any(|id| {
                    crate::domain::driver::is_uuid(id.as_str())
                        && !self.stacks.iter().any(|stack| stack.id == *id)
                })
    }
}
