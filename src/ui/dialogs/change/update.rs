//! What Magnum lets change of a cluster itself: the number of workers by the older way, for servers that have no resize yet
//! and where a failed change is to be undone, and the word on how it is, where nobody else gives one.

use egui::{ComboBox, Id, Response, RichText, Ui};

use super::frame::{self, Filled, Outline};
use super::{Scene, Stay};
use crate::domain::driver::Driver;
use crate::domain::node_group::Role;
use crate::domain::operation::findings::Finding;
use crate::domain::operation::{ClusterChange, ClusterDeed, Operation, Update};
use crate::domain::permission::{Reason, Wish};
use crate::domain::status::Health;
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::stepper::{self, Stepper};

/// What Magnum takes for a word on a cluster.
const HEALTHS: [Health; 3] = [Health::Healthy, Health::Unhealthy, Health::Unknown];

/// What is filled in; nothing is changed at first.
#[derive(Debug, Default)]
pub(super) struct Form {
    count: Option<u32>,
    health: Option<Health>,
    rollback: bool,
}

/// Draws the dialog.
pub(super) fn show(ui: &Ui, scene: &Scene<'_>, form: &mut Form) -> Stay {
    let words = scene.ctx.words;
    let title = words.changes_update_title(scene.cluster.name.as_str());
    let outline = Outline {
        title: &title,
        lead: words.changes_update_lead(),
        action: words.changes_update_action(),
    };
    frame::show(ui, scene, outline, |ui| form_ui(ui, scene, form))
}

fn form_ui(ui: &mut Ui, scene: &Scene<'_>, form: &mut Form) -> Filled {
    let about = permitted::about(scene.ctx, scene.cluster);
    let (counting, saying) = (about.may(Wish::PatchNodeCount), about.may(Wish::SetHealth));
    let denied = counting.clone().and(saying.clone()).err();
    let denied = denied.filter(|_| counting.is_err() && saying.is_err());
    let now = workers(scene);
    count_ui(ui, scene, (now, counting.as_ref().err()), form);
    health_ui(ui, scene, saying.as_ref().err(), form);
    let update = Update {
        node_count: form.count.filter(|count| *count != now && counting.is_ok()),
        health: form
            .health
            .clone()
            .filter(|_| saying.is_ok())
            .map(|health| health.word().to_owned()),
        health_reasons: None,
        rollback: form.rollback && form.count.is_some_and(|count| count != now),
    };
    let nothing = update.node_count.is_none() && update.health.is_none();
    let deed = ClusterDeed::Update(update);
    Filled {
        findings: if nothing {
            vec![Finding::NothingChanges]
        } else {
            Vec::new()
        },
        operation: (!nothing).then(|| {
            let (id, name) = (scene.cluster.id.clone(), scene.cluster.name.clone());
            Operation::Cluster(ClusterChange::now(id, name, deed))
        }),
        denied,
    }
}

/// Workers of the default group, which are the ones that are meant.
fn workers(scene: &Scene<'_>) -> u32 {
    let mut groups = scene.groups().iter();
    let default = groups.find(|group| group.is_default && group.role == Role::Worker);
    default.map_or(scene.cluster.node_count, |group| group.node_count)
}

fn count_ui(ui: &mut Ui, scene: &Scene<'_>, (now, why_not): (u32, Option<&Reason>), form: &mut Form) {
    let words = scene.ctx.words;
    let reason = why_not.map(|reason| words.reason(reason));
    let field = Field {
        label: words.changes_update_count(),
        help: reason.as_deref().unwrap_or(words.changes_update_count_help()),
        issue: None,
    };
    let mut count = form.count.unwrap_or(now);
    form_field::show(ui, field, |ui, label| {
        let stepper = Stepper {
            what: words.changes_update_count(),
            range: 0..=10_000,
            step: 1,
        };
        ui.add_enabled_ui(why_not.is_none(), |ui| {
            stepper::show(ui, words, label, &stepper, &mut count)
        })
        .inner
    });
    form.count = Some(count).filter(|count| *count != now);
    let template = scene.ctx.data.template(&scene.cluster.template);
    let driver = Driver::of(scene.cluster, template.map(AsRef::as_ref));
    if driver == Driver::Heat && form.count.is_some() {
        ui.checkbox(&mut form.rollback, words.changes_update_rollback());
        let quiet = tokens(ui).quiet;
        ui.label(
            RichText::new(words.changes_update_rollback_help())
                .small()
                .color(quiet),
        );
    }
    ui.add_space(GAP);
}

fn health_ui(ui: &mut Ui, scene: &Scene<'_>, why_not: Option<&Reason>, form: &mut Form) {
    let words = scene.ctx.words;
    let reason = why_not.map(|reason| words.reason(reason));
    let field = Field {
        label: words.changes_update_health(),
        help: reason.as_deref().unwrap_or(words.changes_update_health_help()),
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        ui.add_enabled_ui(why_not.is_none(), |ui| {
            choose_ui(ui, scene, label, &mut form.health)
        })
        .inner
    });
}

fn choose_ui(ui: &mut Ui, scene: &Scene<'_>, label: Id, chosen: &mut Option<Health>) -> Response {
    let words = scene.ctx.words;
    let as_it_is = words.changes_update_as_it_is(words.health(&scene.cluster.health));
    let shown = chosen
        .as_ref()
        .map_or(as_it_is.as_str(), |health| words.health(health));
    ComboBox::from_id_salt(label.with("health"))
        .width(ui.available_width())
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, &as_it_is);
            for health in HEALTHS {
                let word = words.health(&health).to_owned();
                ui.selectable_value(chosen, Some(health), word);
            }
        })
        .response
        .labelled_by(label)
}
