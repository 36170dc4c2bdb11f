//! A node group with every field: lists leave out its bounds, its labels and why it failed.

use crate::domain::id::ClusterId;
use crate::domain::node_group::NodeGroup;
use crate::domain::question::{Answer, Question, Repeat};
use crate::ui::context::Ctx;

/// Has the group asked for once while this is called in every frame; nothing until the answer is there.
pub(super) fn whole_group<'a>(
    ctx: &Ctx<'a>,
    cluster: &ClusterId,
    group: &NodeGroup,
) -> Option<&'a NodeGroup> {
    let question = Question::NodeGroup {
        cluster: cluster.clone(),
        group: group.id.clone(),
    };
    ctx.outbox.want(question.clone(), Repeat::Once);
    let answer = ctx.data.questions.get(&question)?.value()?;
    match answer.as_ref() {
        Answer::NodeGroup(group) => Some(group),
        Answer::Console(_) | Answer::Authority(_) | Answer::Particulars(_) => None,
    }
}
