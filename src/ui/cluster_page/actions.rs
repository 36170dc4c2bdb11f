//! What can be done with the cluster, as buttons at the top of its page: the usual ones side by side, the rarer in a menu.
//! What cannot be done says why.

use egui::Ui;

use crate::domain::permission::Wish;
use crate::ui::cluster_page::{Scene, request};
use crate::ui::outbox::{Action, Ask};
use crate::ui::permitted;
use crate::ui::widgets::{buttons, copyable, icon_button};

/// Draws them, from right to left.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let (words, outbox) = (scene.ctx.words, scene.ctx.outbox);
    let on_its_way = request::deleting(scene).then(|| words.page_delete_running().to_owned());
    let why_not = permitted::why_not_delete(scene.ctx, scene.cluster).or(on_its_way);
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(words.page_delete())).clicked() {
        outbox.push(Action::AskDelete(scene.id.clone()));
    }
    ui.menu_button(words.changes_more(), |ui| more_ui(ui, scene));
    button(ui, scene, Wish::Upgrade, words.changes_upgrade(), || {
        Ask::Upgrade(scene.id.clone())
    });
    button(ui, scene, Wish::Resize, words.changes_resize(), || {
        Ask::Resize(scene.id.clone(), None, Vec::new())
    });
    if icon_button::show(ui, egui_phosphor::regular::ARROW_CLOCKWISE, words.page_refresh()).clicked() {
        outbox.push(Action::Refresh(None));
    }
    copyable::button(ui, words, words.page_fact_id(), scene.id.as_str());
}

fn more_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.ctx.words;
    button(
        ui,
        scene,
        Wish::CreateNodeGroup,
        words.changes_group_add(),
        || Ask::NewGroup(scene.id.clone()),
    );
    update_ui(ui, scene);
    button(ui, scene, Wish::RotateCa, words.changes_rotate_ca(), || {
        Ask::RotateCa(scene.id.clone())
    });
    button(
        ui,
        scene,
        Wish::RotateCredential,
        words.changes_rotate_credential(),
        || Ask::RotateCredential(scene.id.clone()),
    );
    ui.separator();
    if ui.button(words.changes_recreate()).clicked() {
        scene.ctx.outbox.push(Action::CreateLike(scene.id.clone()));
        ui.close();
    }
}

/// It is about two things; off only where neither may be.
fn update_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let wishes = [Wish::PatchNodeCount, Wish::SetHealth];
    let wish = wishes
        .into_iter()
        .find(|wish| permitted::why_not(scene.ctx, scene.cluster, *wish).is_none());
    button(
        ui,
        scene,
        wish.unwrap_or(Wish::SetHealth),
        scene.ctx.words.changes_update(),
        || Ask::Update(scene.id.clone()),
    );
}

/// One button that opens a dialog, or says why it cannot be.
fn button(ui: &mut Ui, scene: &Scene<'_>, wish: Wish, word: &str, ask: impl FnOnce() -> Ask) {
    let why_not = permitted::why_not(scene.ctx, scene.cluster, wish);
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(word)).clicked() {
        scene.ctx.outbox.push(Action::AskChange(ask()));
        ui.close();
    }
}
