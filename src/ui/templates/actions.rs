//! What can be done with one template, as buttons beside it and as the menu of its row: the same, with the same reasons.

use egui::{Popup, Ui};

use crate::domain::template::ClusterTemplate;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::right;
use crate::domain::template::yaml;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{EstateRoute, FormStart, Route};
use crate::ui::widgets::{buttons, icon_button};

/// What somebody wants of the page itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Ask before deleting it.
    Delete,
    /// Ask where to save it.
    Export,
}

/// The buttons beside it.
pub(super) fn buttons_ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) -> Option<Wish> {
    let words = ctx.words;
    let mut wish = None;
    ui.horizontal_wrapped(|ui| {
        if buttons::primary(ui, words.templates_create_from()).clicked() {
            ctx.outbox.push(Action::CreateFrom(Some(template.id.clone())));
        }
        let why_not = why_not(ctx, template);
        if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(words.template_edit())).clicked() {
            edit(ctx, template);
        }
        let more = icon_button::show(
            ui,
            egui_phosphor::regular::DOTS_THREE_VERTICAL,
            words.template_more(),
        );
        Popup::menu(&more).show(|ui| wish = further_ui(ui, ctx, template));
    });
    wish
}

/// The row's own part of its menu.
pub(super) fn menu_ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) -> Option<Wish> {
    let words = ctx.words;
    if ui.button(words.templates_create_from()).clicked() {
        ctx.outbox.push(Action::CreateFrom(Some(template.id.clone())));
        ui.close();
    }
    let why_not = why_not(ctx, template);
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(words.template_edit())).clicked() {
        edit(ctx, template);
        ui.close();
    }
    further_ui(ui, ctx, template)
}

fn further_ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) -> Option<Wish> {
    let words = ctx.words;
    let mut wish = None;
    let why_none = right::may_write(ctx.data.info.as_ref(), None).err();
    let why_none = why_none.map(|reason| words.reason(&reason));
    if buttons::unless(ui, why_none.as_deref(), |ui| ui.button(words.template_copy())).clicked() {
        let form = EstateRoute::TemplateForm(FormStart::Copy(template.id.clone()));
        ctx.outbox.go(Route::Estate(form));
        ui.close();
    }
    let other = ctx.data.templates.value().and_then(|list| {
        let mut others = list.iter().filter(|other| other.id != template.id);
        // The most like it is the one that somebody compares with: same engine, then the first.
        let like = others.clone().find(|other| other.coe == template.coe);
        like.or_else(|| others.next()).cloned()
    });
    let alone = other.is_none().then(|| words.template_compare_none());
    if buttons::unless(ui, alone, |ui| ui.button(words.template_compare())).clicked()
        && let Some(other) = other
    {
        let both = EstateRoute::TemplateCompare(template.id.clone(), other.id.clone());
        ctx.outbox.go(Route::Estate(both));
        ui.close();
    }
    if ui.button(words.template_export()).clicked() {
        wish = Some(Wish::Export);
        ui.close();
    }
    if ui.button(words.template_copy_yaml()).clicked() {
        ctx.outbox
            .push(Action::Copy(yaml::to_yaml(&TemplateDraft::of(template))));
        ui.close();
    }
    if ui.button(words.templates_copy_id()).clicked() {
        ctx.outbox.push(Action::Copy(template.id.as_str().to_owned()));
        ui.close();
    }
    let why_not = why_not(ctx, template);
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(words.template_delete())).clicked() {
        wish = Some(Wish::Delete);
        ui.close();
    }
    wish
}

/// Why it cannot be changed.
fn why_not(ctx: &Ctx<'_>, template: &ClusterTemplate) -> Option<String> {
    let reason = right::may_write(ctx.data.info.as_ref(), Some(template)).err()?;
    Some(ctx.words.reason(&reason))
}

fn edit(ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let form = EstateRoute::TemplateForm(FormStart::Edit(template.id.clone()));
    ctx.outbox.go(Route::Estate(form));
}
