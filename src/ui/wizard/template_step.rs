//! First step: which template. Each shows what tells it from the others.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    CornerRadius, FontId, Frame, Margin, RichText, Sense, Stroke, Ui, UiBuilder, WidgetInfo, WidgetType,
};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::driver::Driver;
use crate::domain::label::KUBE_TAG;
use crate::domain::namesakes::Namesakes;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::message::Topic;
use crate::ui::standing;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, LINE_WIDTH, SMALL_SIZE},
};
use crate::ui::widgets::{age, status_chip, waiting};
use crate::ui::wizard::presets::{self, Making};
use crate::ui::wizard::{Scene, field, model};

/// Draws it; tells whether one was chosen.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (draft, making): (&mut ClusterDraft, &mut Making),
) -> bool {
    let words = scene.words();
    let remote = &scene.ctx.data.templates;
    standing::show(ui, scene.ctx, &Topic::Templates, Some(Topic::Templates));
    if remote.value().is_none() {
        if remote.failure().is_none() {
            waiting::show(ui, words, words.wizard_template_loading(), None);
        }
        return false;
    }
    if scene.templates.is_empty() {
        ui.label(RichText::new(words.wizard_template_none()).text_style(section_style()));
        ui.label(words.wizard_template_none_text());
    }
    field::findings(ui, scene, DraftField::Template);
    let uses = model::uses(scene.offer.clusters);
    let mut changed = false;
    let namesakes = Namesakes::among(scene.templates.iter().map(|template| template.name.as_str()));
    for template in scene.templates {
        let chosen = draft.template.as_ref() == Some(&template.id);
        let name = namesakes.told(&template.name, template.id.short());
        let card = Card {
            template,
            name: &name,
            chosen,
            trouble: scene.trouble_of(template),
            used_by: uses.get(&template.id).copied().unwrap_or_default(),
        };
        if card_ui(ui, scene, &card) && !chosen {
            draft.template = Some(template.id.clone());
            changed = true;
        }
        ui.add_space(GRID);
    }
    if let Some(made) = presets::show(ui, scene, making) {
        draft.template = Some(made);
        changed = true;
    }
    changed
}

/// What a card is drawn from.
struct Card<'a> {
    template: &'a ClusterTemplate,
    /// Its name, told apart from namesakes.
    name: &'a str,
    chosen: bool,
    /// Why nothing can be built from it here.
    trouble: Option<(Severity, &'a str)>,
    /// How many clusters are made from it.
    used_by: usize,
}

/// One template as something to click; tells whether it was.
fn card_ui(ui: &mut Ui, scene: &Scene<'_>, card: &Card<'_>) -> bool {
    let (tokens, words) = (tokens(ui), scene.words());
    let (template, chosen) = (card.template, card.chosen);
    let builder = UiBuilder::new()
        .id_salt(("template", template.id.as_str()))
        .sense(Sense::click());
    let response = ui
        .scope_builder(builder, |ui| {
            ui.style_mut().interaction.selectable_labels = false;
            ui.spacing_mut().interact_size.y = 0.0;
            let own = ui.response();
            let fill = if chosen {
                tokens.selected
            } else if own.hovered() || own.has_focus() {
                tokens.hover
            } else {
                tokens.raised
            };
            let edge = if chosen || own.has_focus() {
                tokens.accent
            } else {
                tokens.line
            };
            Frame::new()
                .fill(fill)
                .stroke(Stroke::new(LINE_WIDTH, edge))
                .corner_radius(CornerRadius::same(CORNER))
                .inner_margin(Margin::symmetric(12, 8))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    card_content_ui(ui, scene, card);
                });
        })
        .response;
    let name = words.wizard_template_choose(card.name);
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, enabled, chosen, &name));
    response.clicked()
}

fn card_content_ui(ui: &mut Ui, scene: &Scene<'_>, card: &Card<'_>) {
    let (tokens, words) = (tokens(ui), scene.words());
    let (template, chosen) = (card.template, card.chosen);
    ui.horizontal_wrapped(|ui| {
        let icon = if chosen {
            egui_phosphor::regular::RADIO_BUTTON
        } else {
            egui_phosphor::regular::CIRCLE
        };
        let colour = if chosen { tokens.accent } else { tokens.quiet };
        ui.label(RichText::new(icon).color(colour));
        ui.label(
            RichText::new(card.name)
                .text_style(section_style())
                .color(tokens.strong),
        );
        // Some drivers go by the label, and some by the image.
        let image = || {
            scene
                .offer
                .catalog?
                .image(&template.image)?
                .kube_version
                .as_deref()
        };
        let label = template.labels.get(KUBE_TAG).map(String::as_str);
        let version = label.or_else(image).unwrap_or_default();
        ui.label(format!("{} {version}", template.coe).trim().to_owned());
        for (set, word) in [
            (template.public, words.wizard_template_public()),
            (template.hidden, words.wizard_template_hidden()),
        ] {
            if set {
                ui.label(RichText::new(word).small().color(tokens.quiet));
            }
        }
    });
    if let Some((severity, trouble)) = card.trouble {
        let colour = tokens.status(severity).fg;
        let text = format!("{} {trouble}", status_chip::icon(severity));
        ui.add(egui::Label::new(RichText::new(text).small().color(colour)).wrap());
    }
    ui.add_space(GRID / 2.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP * 2.0;
        for (label, value) in facts(ui, scene, card) {
            // One piece, so that a fact is never torn between two lines.
            let mut piece = LayoutJob::default();
            let font = FontId::proportional(SMALL_SIZE);
            let quiet = TextFormat::simple(font.clone(), tokens.quiet);
            piece.append(label, 0.0, quiet);
            piece.append(&value, GRID, TextFormat::simple(font, tokens.text));
            ui.add(egui::Label::new(piece).extend());
        }
    });
}

/// What tells one template from another.
fn facts<'w>(ui: &Ui, scene: &Scene<'w>, card: &Card<'_>) -> Vec<(&'w str, String)> {
    let (words, template) = (scene.words(), card.template);
    let dash = || words.format_none().to_owned();
    let known = scene
        .offer
        .catalog
        .and_then(|catalog| catalog.image(&template.image));
    let name = known.map_or(template.image.as_str(), |image| image.name.as_str());
    let image = match &template.cluster_distro {
        Some(distro) => format!("{name} ({distro})"),
        None => name.to_owned(),
    };
    let balancer = template
        .master_lb_enabled
        .map_or_else(dash, |yes| words.yes_no(yes).to_owned());
    let flavors = match (template.master_flavor.as_deref(), template.flavor.as_deref()) {
        (Some(master), Some(worker)) if master != worker => format!("{master} / {worker}"),
        (Some(one), _) | (None, Some(one)) => one.to_owned(),
        (None, None) => dash(),
    };
    let volume = template
        .docker_volume_size_gib
        .map_or_else(dash, |size| words.gib(u64::from(size)));
    let made = template
        .created_at
        .map_or_else(dash, |at| age::text(ui, words.age(at, scene.ctx.now)));
    // Where the template names none, the server takes the one that fits.
    let fitting = || Driver::of_template(template, scene.offer.clusters, scene.offer.minor);
    let driver = template.driver.clone();
    let driver = driver.unwrap_or_else(|| words.driver_short(fitting()).to_owned());
    vec![
        (words.wizard_template_driver(), driver),
        (words.wizard_template_image(), image),
        (
            words.wizard_template_network(),
            template.network_driver.clone().unwrap_or_else(dash),
        ),
        (words.wizard_template_balancer(), balancer),
        (words.wizard_template_flavors(), flavors),
        (words.wizard_template_volume(), volume),
        (words.wizard_template_age(), made),
        (words.wizard_template_used_by(), words.count(card.used_by)),
    ]
}
