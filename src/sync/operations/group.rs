//! Changes of node groups: sent at once, then followed by the group's own record.

use super::{Patience, Run, Sent, is_gone};
use crate::domain::id::{ClusterId, NodeGroupId};
use crate::domain::node_group::NodeGroup;
use crate::domain::operation::{GroupChange, GroupDeed, GroupEdit, NewGroup, Progress, Subject};
use crate::domain::problem::Problem;
use crate::domain::status::{Action, Phase, Status};
use crate::openstack::magnum::node_groups;

/// What a look at the group is compared with.
#[derive(Clone, Copy, Debug)]
enum Wanted<'a> {
    /// That it is there and made.
    Made,
    /// That it is so.
    Edited(&'a GroupEdit),
    /// That it is gone.
    Gone,
}

/// What a look shows.
enum Seen {
    Nothing,
    Underway(Status),
    Done,
    Failed(Option<String>),
}

impl Run {
    /// Sends a change of a node group, once, and follows it.
    pub(super) async fn change_group(&self, change: &GroupChange) {
        let cluster = &change.cluster;
        match &change.deed {
            GroupDeed::Create(new) => self.create_group(cluster, new).await,
            GroupDeed::Edit(group, edit) => {
                let answer = node_groups::update(&self.session, (cluster, &group.id), edit).await;
                let subject = Subject::NodeGroup(cluster.clone(), group.id.clone());
                self.follow(answer, (subject, group.id.as_str()), Wanted::Edited(edit))
                    .await;
            }
            GroupDeed::Delete(group) => {
                let subject = Subject::NodeGroup(cluster.clone(), group.id.clone());
                match node_groups::delete(&self.session, cluster, &group.id).await {
                    // Somebody else was faster: what was wanted is the case.
                    Err(error) if is_gone(&error) && !error.maybe_sent() => self.group_done(subject).await,
                    answer => {
                        self.follow(answer, (subject, group.id.as_str()), Wanted::Gone)
                            .await;
                    }
                }
            }
        }
    }

    async fn create_group(&self, cluster: &ClusterId, new: &NewGroup) {
        // Names are unique within a cluster, so that one whose answer was lost is found by its own.
        let subject = |id: NodeGroupId| Subject::NodeGroup(cluster.clone(), id);
        match self
            .sort(node_groups::create(&self.session, cluster, new).await)
            .await
        {
            Sent::Yes(id) => {
                let about = (subject(id.clone()), id.as_str());
                self.tell(Progress::Accepted {
                    subject: about.0.clone(),
                })
                .await;
                self.watch_group(about, Wanted::Made, self.patience(None)).await;
            }
            Sent::Maybe(problem) => {
                let about = (subject(NodeGroupId::default()), new.name.as_str());
                self.watch_group(about, Wanted::Made, self.patience(Some(problem)))
                    .await;
            }
            Sent::No => {}
        }
    }

    async fn follow(
        &self,
        answer: Result<(), crate::openstack::error::ApiError>,
        (subject, name): (Subject, &str),
        wanted: Wanted<'_>,
    ) {
        let lost: Option<Problem> = match self.sort(answer).await {
            Sent::Yes(()) => {
                self.tell(Progress::Accepted {
                    subject: subject.clone(),
                })
                .await;
                None
            }
            Sent::Maybe(problem) => Some(problem),
            Sent::No => return,
        };
        self.watch_group((subject, name), wanted, self.patience(lost))
            .await;
    }

    async fn watch_group(
        &self,
        (subject, name): (Subject, &str),
        wanted: Wanted<'_>,
        mut patience: Patience,
    ) {
        let Some(cluster) = subject.cluster().cloned() else {
            return;
        };
        let mut subject = subject;
        let mut said: Option<Status> = None;
        loop {
            let found = node_groups::show(&self.session, &cluster, name).await;
            if let Ok(group) = &found {
                subject = Subject::NodeGroup(cluster.clone(), group.id.clone());
            }
            let seen = match found {
                Ok(group) => look(&group, wanted),
                Err(error) if is_gone(&error) => match wanted {
                    Wanted::Gone => Seen::Done,
                    Wanted::Made | Wanted::Edited(_) if said.is_some() => Seen::Failed(None),
                    Wanted::Made | Wanted::Edited(_) => Seen::Nothing,
                },
                // A bad moment of the network; the next look tells more.
                Err(_) => Seen::Nothing,
            };
            match seen {
                Seen::Nothing => {}
                Seen::Underway(status) if said.as_ref() == Some(&status) => {}
                Seen::Underway(status) => {
                    said = Some(status.clone());
                    self.poke_all(&cluster);
                    self.tell(Progress::Underway {
                        subject: subject.clone(),
                        status,
                    })
                    .await;
                }
                Seen::Done => return self.group_done(subject).await,
                Seen::Failed(reason) => {
                    self.poke_all(&cluster);
                    return self.failed(subject, reason).await;
                }
            }
            if !self.next_look(&mut patience, &subject, said.is_some()).await {
                return;
            }
        }
    }

    async fn group_done(&self, subject: Subject) {
        if let Some(cluster) = subject.cluster() {
            self.poke_all(cluster);
        }
        self.done(subject).await;
    }
}

fn look(group: &NodeGroup, wanted: Wanted<'_>) -> Seen {
    let reason = || group.more.as_ref().and_then(|more| more.status_reason.clone());
    match (&group.status, wanted) {
        (Status::Known(Action::Delete, Phase::Failed), Wanted::Gone)
        | (Status::Known(_, Phase::Failed), Wanted::Made) => Seen::Failed(reason()),
        (Status::Known(Action::Delete, _), Wanted::Gone)
        | (Status::Known(_, Phase::InProgress), Wanted::Made) => Seen::Underway(group.status.clone()),
        (Status::Known(_, Phase::Complete), Wanted::Made) => Seen::Done,
        // A change that runs on the group may be another one: only the values tell.
        (_, Wanted::Edited(edit)) if is_so(edit, group) => Seen::Done,
        (Status::Known(..) | Status::Other(_), Wanted::Made | Wanted::Edited(_) | Wanted::Gone) => {
            Seen::Nothing
        }
    }
}

fn is_so(edit: &GroupEdit, group: &NodeGroup) -> bool {
    let more = group.more.as_deref();
    edit.min_node_count
        .is_none_or(|least| least == group.min_node_count)
        && edit
            .max_node_count
            .is_none_or(|most| most == group.max_node_count)
        && edit.node_labels.as_ref().is_none_or(|labels| {
            more.and_then(|more| more.node_labels.as_ref())
                .is_some_and(|now| now == labels)
        })
        && edit.node_taints.as_ref().is_none_or(|taints| {
            more.and_then(|more| more.node_taints.as_ref())
                .is_some_and(|now| now == taints)
        })
}
