//! Changes of cluster templates. Magnum carries them out before it answers, so that a yes is the effect.

use jiff::Timestamp;
use tokio::time::Instant;

use super::{CLOCK_SLACK, LOOK, Run, SEARCH, Sent, is_gone};
use crate::domain::id::TemplateId;
use crate::domain::operation::{Progress, Subject, TemplateChange};
use crate::domain::problem::Problem;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::draft::{PatchStep, TemplateDraft, TemplateEdit, TemplateRequest};
use crate::message::Topic;
use crate::openstack::magnum::templates;

impl Run {
    /// Sends a change, once; an effect is looked for only where the answer was lost.
    pub(super) async fn change_template(&self, change: &TemplateChange) {
        match change {
            TemplateChange::Create(request) => self.create_template(request).await,
            TemplateChange::Edit(edit) => self.edit_template(edit).await,
            TemplateChange::Delete { template, .. } => self.delete_template(template).await,
        }
        (self.poke)(&Topic::Templates);
    }

    async fn create_template(&self, request: &TemplateRequest) {
        let sent_at = self.report.now();
        match self.sort(templates::create(&self.session, request).await).await {
            Sent::Yes(template) => self.done(Subject::Template(template.id)).await,
            Sent::Maybe(problem) => self.find_template(request.name(), sent_at, problem).await,
            Sent::No => {}
        }
    }

    /// Names are not unique, so a second request could make a second template: ours is looked for instead.
    async fn find_template(&self, name: &str, sent_at: Timestamp, problem: Problem) {
        let me = self.session.info().user_id;
        let ours = |template: &ClusterTemplate| {
            template.name == name
                && template.user.as_ref().is_none_or(|user| *user == me)
                && template.created_at.is_none_or(|at| at >= sent_at - CLOCK_SLACK)
        };
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            if let Ok(list) = templates::list(&self.session).await
                && let Some(found) = list.iter().find(|template| ours(template))
            {
                return self.done(Subject::Template(found.id.clone())).await;
            }
            tokio::time::sleep(LOOK).await;
        }
        self.tell(Progress::Lost { problem }).await;
    }

    /// One request after the other; the first that fails ends it, and what went before it stays.
    async fn edit_template(&self, edit: &TemplateEdit) {
        let id = edit.template();
        for steps in edit.requests() {
            match self.sort(templates::change(&self.session, id, steps).await).await {
                Sent::Yes(_) => {}
                Sent::Maybe(problem) => {
                    if !self.is_changed(id, steps).await {
                        return self.tell(Progress::Lost { problem }).await;
                    }
                }
                Sent::No => return,
            }
        }
        self.done(Subject::Template(id.clone())).await;
    }

    /// Whether the template comes to say what these steps say.
    async fn is_changed(&self, id: &TemplateId, steps: &[PatchStep]) -> bool {
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            if let Ok(template) = templates::show(&self.session, id).await {
                let says = TemplateDraft::of(&template);
                let done = steps.iter().all(|step| match step {
                    PatchStep::Set(field, value) => says.value(*field).as_ref() == Some(value),
                    PatchStep::Remove(field) => says.value(*field).is_none(),
                });
                if done {
                    return true;
                }
            }
            tokio::time::sleep(LOOK).await;
        }
        false
    }

    async fn delete_template(&self, id: &TemplateId) {
        let subject = Subject::Template(id.clone());
        match templates::delete(&self.session, id).await {
            // Somebody else was faster: what was wanted is the case.
            Err(error) if is_gone(&error) && !error.maybe_sent() => self.done(subject).await,
            answer => match self.sort(answer).await {
                Sent::Yes(()) => self.done(subject).await,
                Sent::Maybe(problem) => {
                    let until = Instant::now() + SEARCH;
                    while Instant::now() < until {
                        let shown = templates::show(&self.session, id).await;
                        if shown.is_err_and(|error| is_gone(&error)) {
                            return self.done(subject).await;
                        }
                        tokio::time::sleep(LOOK).await;
                    }
                    self.tell(Progress::Lost { problem }).await;
                }
                Sent::No => {}
            },
        }
    }
}
