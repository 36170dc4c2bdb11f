//! What every panel gets: the values, the words, the time and the outbox. All of it read-only.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::node_group::NodeGroup;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::scope::Scope;
use crate::store::state::{ScopeStore, Store};
use crate::text::Words;
use crate::ui::outbox::Outbox;

/// Says where the private half of a key of this name goes when nobody says otherwise.
pub type KeyFile = dyn Fn(&str) -> Option<PathBuf> + Send + Sync;

/// Shared references for one frame.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// Everything that is known.
    pub store: &'a Store,
    /// The scope on screen.
    pub scope: &'a Scope,
    /// What is known of it.
    pub data: &'a ScopeStore,
    /// The words of the chosen language.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where wishes go.
    pub outbox: &'a Outbox,
}

impl<'a> Ctx<'a> {
    /// A node group with every field, because lists leave out its bounds and its labels: asked for once while this is called
    /// in every frame; nothing until the answer is there.
    pub fn whole_group(&self, cluster: &ClusterId, group: &NodeGroup) -> Option<&'a NodeGroup> {
        let question = Question::NodeGroup {
            cluster: cluster.clone(),
            group: group.id.clone(),
        };
        self.outbox.want(question.clone(), Repeat::Once);
        let answer = self.data.questions.get(&question)?.value()?;
        match answer.as_ref() {
            Answer::NodeGroup(group) => Some(group),
            Answer::Console(_)
            | Answer::Authority(_)
            | Answer::Particulars(_)
            | Answer::Inside(_)
            | Answer::Stacks(_)
            | Answer::StackSource(_) => None,
        }
    }
}
