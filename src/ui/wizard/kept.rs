//! The draft across restarts: brought back once for each scope, kept when somebody has stopped typing.

use std::time::Duration;

use egui::Ui;

use crate::domain::draft::{ApiReach, ClusterDraft, GroupDraft};
use crate::domain::id::TemplateId;
use crate::domain::scope::Scope;
use crate::platform::settings::{KeptDraft, KeptGroup};
use crate::ui::outbox::Action;

/// So long nobody has typed before a draft is written.
const REST_SECS: f64 = 1.0;

/// Knows what is kept already.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    /// The scope whose draft is on screen, with what is kept of it.
    of: Option<(Scope, ClusterDraft)>,
    /// Whether the draft on screen is not to be replaced by a kept one.
    anew: bool,
    /// Since when the draft differs from what is kept, and how it was then.
    changed: Option<(f64, ClusterDraft)>,
}

impl Keeper {
    /// A keeper that brings nothing back.
    pub(super) fn anew() -> Self {
        Self {
            anew: true,
            ..Self::default()
        }
    }

    /// The draft that was kept for this scope, the first time that the form is seen in it.
    pub(super) fn bring(&mut self, scope: &Scope, kept: Option<&KeptDraft>) -> Option<ClusterDraft> {
        if self.of.as_ref().is_some_and(|(known, _)| known == scope) {
            return None;
        }
        let draft = kept.map(draft_of);
        self.of = Some((scope.clone(), draft.clone().unwrap_or_default()));
        draft.filter(|_| !std::mem::take(&mut self.anew))
    }

    /// What has to be written, once somebody has stopped typing.
    pub(super) fn keep(&mut self, ui: &Ui, scope: &Scope, draft: &ClusterDraft) -> Option<Action> {
        let (_, kept) = self.of.as_mut()?;
        if kept == draft {
            self.changed = None;
            return None;
        }
        let now = ui.input(|input| input.time);
        match &self.changed {
            Some((since, last)) if last == draft => {
                if now - since < REST_SECS {
                    ui.ctx().request_repaint_after(Duration::from_secs_f64(REST_SECS));
                    return None;
                }
                self.changed = None;
                kept.clone_from(draft);
                Some(Action::KeepDraft(scope.clone(), Box::new(kept_of(draft))))
            }
            Some(_) | None => {
                self.changed = Some((now, draft.clone()));
                ui.ctx().request_repaint_after(Duration::from_secs_f64(REST_SECS));
                None
            }
        }
    }
}

fn kept_of(draft: &ClusterDraft) -> KeptDraft {
    KeptDraft {
        template: draft.template.as_ref().map(ToString::to_string),
        name: draft.name.clone(),
        keypair: draft.keypair.clone(),
        master_count: draft.master_count,
        node_count: draft.node_count,
        master_flavor: draft.master_flavor.clone(),
        flavor: draft.flavor.clone(),
        docker_volume_gib: draft.docker_volume_gib,
        fixed_network: draft.fixed_network.clone(),
        fixed_subnet: draft.fixed_subnet.clone(),
        floating_ip: draft.floating_ip,
        load_balancer: draft.load_balancer,
        reach: draft.reach.word().to_owned(),
        allowed_ranges: draft.allowed_ranges.clone(),
        registry: draft.registry.clone(),
        discovery_url: draft.discovery_url.clone(),
        create_timeout_mins: draft.create_timeout_mins,
        labels: draft.labels.clone(),
        dropped: draft.dropped.iter().cloned().collect(),
        groups: draft
            .groups
            .iter()
            .map(|group| KeptGroup {
                name: group.name.clone(),
                node_count: group.node_count,
                flavor: group.flavor.clone(),
            })
            .collect(),
    }
}

fn draft_of(kept: &KeptDraft) -> ClusterDraft {
    let reach = ApiReach::ALL.into_iter().find(|reach| reach.word() == kept.reach);
    ClusterDraft {
        template: kept.template.as_deref().map(TemplateId::new),
        name: kept.name.clone(),
        keypair: kept.keypair.clone(),
        master_count: kept.master_count,
        node_count: kept.node_count,
        master_flavor: kept.master_flavor.clone(),
        flavor: kept.flavor.clone(),
        docker_volume_gib: kept.docker_volume_gib,
        fixed_network: kept.fixed_network.clone(),
        fixed_subnet: kept.fixed_subnet.clone(),
        floating_ip: kept.floating_ip,
        load_balancer: kept.load_balancer,
        reach: reach.unwrap_or_default(),
        allowed_ranges: kept.allowed_ranges.clone(),
        registry: kept.registry.clone(),
        discovery_url: kept.discovery_url.clone(),
        create_timeout_mins: kept.create_timeout_mins,
        labels: kept.labels.clone(),
        dropped: kept.dropped.iter().cloned().collect(),
        groups: kept
            .groups
            .iter()
            .map(|group| GroupDraft {
                name: group.name.clone(),
                node_count: group.node_count,
                flavor: group.flavor.clone(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{draft_of, kept_of};
    use crate::domain::draft::{ApiReach, ClusterDraft, GroupDraft};
    use crate::domain::id::TemplateId;

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let draft = ClusterDraft {
            template: Some(TemplateId::new("t")),
            name: "网站".to_owned(),
            docker_volume_gib: Some(30),
            floating_ip: Some(false),
            load_balancer: Some(true),
            reach: ApiReach::Ranges,
            allowed_ranges: "192.0.2.0/24".to_owned(),
            labels: vec![
                ("a".to_owned(), "x=1,y;\"z\"".to_owned()),
                (String::new(), String::new()),
            ],
            dropped: ["b".to_owned()].into(),
            groups: vec![GroupDraft {
                name: "gpu".to_owned(),
                node_count: 2,
                flavor: "m1.large".to_owned(),
            }],
            ..ClusterDraft::new()
        };
        assert_eq!(draft_of(&kept_of(&draft)), draft);
    }
}
