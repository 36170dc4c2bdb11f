//! Where I am, and the way elsewhere: cloud ▾ · project ▾ · region ▾.

use std::sync::Arc;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Label, PopupCloseBehavior, RichText, ScrollArea, Ui};

use crate::domain::places::{Places, ProjectPlace};
use crate::domain::profile::{AuthScope, CloudProfile};
use crate::domain::session_info::{Reach, SessionInfo};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::shell::ShellInput;
use crate::ui::theme::{section_style, tokens, tokens::GRID};
use crate::ui::widgets::text_field;

/// A list longer than this can be filtered.
const LONG: usize = 8;
/// Width of the lists.
const WIDTH: f32 = 300.0;
/// Height of a list before it scrolls.
const HEIGHT: f32 = 320.0;

/// Draws the three of them.
pub(super) fn show(ui: &mut Ui, input: &ShellInput<'_>, profile: &Arc<CloudProfile>) {
    let ctx = input.ctx;
    let info = ctx.data.info.as_ref();
    cloud_ui(ui, ctx, profile);
    let project = info
        .map(|info| info.project.as_str())
        .filter(|project| !project.is_empty())
        .map_or_else(|| reach_word(ctx, profile), str::to_owned);
    if !project.is_empty() {
        dot(ui);
        project_ui(ui, ctx, profile, &project);
    }
    let region = info.map_or(ctx.scope.region.as_str(), |info| info.region.as_str());
    if !region.is_empty() {
        dot(ui);
        region_ui(ui, ctx, profile, region);
    }
}

fn dot(ui: &mut Ui) {
    let colour = tokens(ui).quiet;
    ui.label(RichText::new("·").color(colour));
}

fn cloud_ui(ui: &mut Ui, ctx: &Ctx<'_>, profile: &CloudProfile) {
    let text = format!("{}  {}", egui_phosphor::regular::CLOUD, profile.title());
    let name = ctx.words.switcher_cloud(profile.title());
    menu(ui, RichText::new(text).strong(), &name, |ui| {
        if ui.button(ctx.words.frame_other_cloud()).clicked() {
            ctx.outbox.push(Action::LeaveCloud);
            ui.close();
        }
    })
    .on_hover_text(profile.auth_url.as_str());
}

/// What the place is called where it is no project, or not known to be one yet.
fn reach_word(ctx: &Ctx<'_>, profile: &CloudProfile) -> String {
    let words = ctx.words;
    match ctx.data.info.as_ref().map(|info| &info.reach) {
        Some(Reach::Domain(domain)) => return words.switcher_domain_named(domain.as_str()),
        Some(Reach::System) => return words.switcher_system().to_owned(),
        Some(Reach::Project | Reach::Trust | Reach::Nothing) | None => {}
    }
    match &profile.auth_scope {
        AuthScope::Own => String::new(),
        AuthScope::Project(_) => profile.auth_scope.label(),
        AuthScope::Domain(domain) => words.switcher_domain_named(domain.text()),
        AuthScope::System => words.switcher_system().to_owned(),
        AuthScope::Trust(_) => words.switcher_trust().to_owned(),
    }
}

fn project_ui(ui: &mut Ui, ctx: &Ctx<'_>, profile: &Arc<CloudProfile>, project: &str) {
    let name = ctx.words.switcher_project(project);
    let response = menu(ui, RichText::new(project), &name, |ui| {
        ui.set_width(WIDTH);
        match &ctx.data.places {
            None => {
                let quiet = tokens(ui).quiet;
                ui.label(RichText::new(ctx.words.switcher_looking()).color(quiet));
            }
            Some(Err(problem)) => {
                ui.add(Label::new(ctx.words.headline(problem)).wrap());
                let quiet = tokens(ui).quiet;
                ui.add(Label::new(RichText::new(ctx.words.advice(problem)).color(quiet)).wrap());
            }
            Some(Ok(places)) if places.fixed => {
                ui.add(Label::new(ctx.words.switcher_fixed()).wrap());
            }
            Some(Ok(places)) => places_ui(ui, ctx, profile, places),
        }
    });
    if let Some(info) = &ctx.data.info {
        let roles = info.roles.join(", ");
        response.on_hover_text(ctx.words.frame_signed_in_as(info.user.as_str(), roles));
    }
}

fn places_ui(ui: &mut Ui, ctx: &Ctx<'_>, profile: &Arc<CloudProfile>, places: &Places) {
    let words = ctx.words;
    let filter = if places.projects.len() + places.domains.len() > LONG {
        filter_ui(ui, ctx)
    } else {
        String::new()
    };
    let fits = |name: &str| filter.is_empty() || name.to_lowercase().contains(&filter);
    let current = ctx.data.info.as_ref();
    let go = |ui: &Ui, scope: AuthScope| {
        let to = CloudProfile {
            auth_scope: scope,
            ..CloudProfile::clone(profile)
        };
        ctx.outbox.push(Action::Switch(Arc::new(to)));
        ui.close();
    };
    ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
        heading(ui, words.switcher_projects());
        let mut shown = 0;
        for place in places.projects.iter().filter(|place| fits(&place.name)) {
            shown += 1;
            let here = is_here(current, profile, place);
            let twin = places
                .projects
                .iter()
                .any(|other| other.name == place.name && other.id != place.id);
            let response = place_ui(ui, &project_word(place, twin), here);
            let clicked = response.clicked();
            if !place.description.is_empty() {
                response.on_hover_text(place.description.as_str());
            }
            if clicked && !here {
                go(ui, place.auth_scope());
            }
        }
        if places.domains.iter().any(|place| fits(&place.name)) {
            heading(ui, words.switcher_domains());
        }
        for place in places.domains.iter().filter(|place| fits(&place.name)) {
            shown += 1;
            let here = profile.auth_scope == place.auth_scope();
            if place_ui(ui, &place.name, here).clicked() && !here {
                go(ui, place.auth_scope());
            }
        }
        if places.system && fits(words.switcher_system()) {
            shown += 1;
            heading(ui, words.switcher_whole());
            let here = profile.auth_scope == AuthScope::System;
            if place_ui(ui, words.switcher_system(), here).clicked() && !here {
                go(ui, AuthScope::System);
            }
        }
        if shown == 0 {
            let quiet = tokens(ui).quiet;
            ui.label(RichText::new(words.table_nothing_matches()).color(quiet));
        }
    });
}

/// Two projects of one name are told apart by their domains.
fn project_word(place: &ProjectPlace, twin: bool) -> String {
    if twin {
        format!("{} · {}", place.name, place.domain_id)
    } else {
        place.name.clone()
    }
}

fn is_here(info: Option<&SessionInfo>, profile: &CloudProfile, place: &ProjectPlace) -> bool {
    match info {
        Some(info) => info.project_id == place.id,
        None => profile.auth_scope == place.auth_scope(),
    }
}

/// The field above a long list, which has the keyboard as soon as the list opens; gives what to look for.
fn filter_ui(ui: &mut Ui, ctx: &Ctx<'_>) -> String {
    let id = ui.id().with("filter");
    let mut text = ui.data_mut(|data| data.get_temp::<String>(id).unwrap_or_default());
    let edit = text_field::singleline(&mut text, f32::INFINITY).hint_text(ctx.words.table_filter());
    let response = ui.add(edit);
    response
        .ctx
        .accesskit_node_builder(response.id, |node| node.set_label(ctx.words.table_filter()));
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let wanted = text.trim().to_lowercase();
    ui.data_mut(|data| data.insert_temp(id, text));
    wanted
}

fn region_ui(ui: &mut Ui, ctx: &Ctx<'_>, profile: &Arc<CloudProfile>, region: &str) {
    let regions = ctx
        .data
        .info
        .as_ref()
        .map(|info| info.regions.as_slice())
        .unwrap_or_default();
    if regions.len() < 2 {
        ui.label(region);
        return;
    }
    let name = ctx.words.switcher_region(region);
    menu(ui, RichText::new(region), &name, |ui| {
        ui.set_width(WIDTH);
        ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
            heading(ui, ctx.words.switcher_regions());
            for other in regions {
                let here = other == region;
                if place_ui(ui, other, here).clicked() && !here {
                    ctx.outbox.push(Action::Switch(in_region(profile, other)));
                    ui.close();
                }
            }
        });
    });
}

/// The same cloud in another region.
pub(super) fn in_region(profile: &CloudProfile, region: &str) -> Arc<CloudProfile> {
    Arc::new(CloudProfile {
        region: Some(region.to_owned()),
        ..profile.clone()
    })
}

/// A button that opens a list; closed by a click elsewhere, so that its filter can be used.
fn menu(ui: &mut Ui, text: RichText, name: &str, add: impl FnOnce(&mut Ui)) -> egui::Response {
    let caret = RichText::new(egui_phosphor::regular::CARET_DOWN).small();
    let button = Button::new((text, caret)).frame_when_inactive(false);
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = MenuButton::from_button(button).config(config).ui(ui, add);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
    response
}

fn heading(ui: &mut Ui, word: &str) {
    ui.add_space(GRID);
    let quiet = tokens(ui).quiet;
    ui.label(
        RichText::new(word)
            .text_style(section_style())
            .small()
            .color(quiet),
    );
}

/// One place to go to, with a tick where somebody is already.
fn place_ui(ui: &mut Ui, word: &str, here: bool) -> egui::Response {
    let icon = if here { egui_phosphor::regular::CHECK } else { " " };
    let button = Button::selectable(here, (icon, word)).truncate();
    let response = ui.add_sized([ui.available_width(), 26.0], button);
    response.widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, true, here, word));
    response
}
