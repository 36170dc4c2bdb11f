//! The controls of the template form, one per field: chosen where there is something to choose from, else written.

use egui::{ComboBox, Id, Response, RichText, Ui};

use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::domain::template::check::{TemplateIssue, TemplateReason};
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::field::{FieldKind, TemplateField};
use crate::ui::template_form::model::{self, Choice};
use crate::ui::template_form::{Scene, labels};
use crate::ui::theme::tokens;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::text_field;

/// Draws one field; tells whether somebody was at it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut TemplateDraft, field: TemplateField) -> bool {
    let locked = locked(scene, field);
    let response = ui
        .add_enabled_ui(locked.is_none(), |ui| match field.kind() {
            FieldKind::Labels => labels::show(ui, scene, draft),
            FieldKind::Flag(_) => flag_ui(ui, scene, draft, field),
            FieldKind::Text | FieldKind::Number => text_ui(ui, scene, draft, field),
        })
        .inner;
    if let Some(reason) = locked {
        response
            .clone()
            .on_disabled_hover_text(scene.words().template_reason(reason));
    }
    response.changed() || response.lost_focus()
}

/// Why the field cannot be changed at all.
fn locked(scene: &Scene<'_>, field: TemplateField) -> Option<TemplateReason> {
    if scene.context.in_use && !field.stays_open_in_use() {
        return Some(TemplateReason::InUse);
    }
    let published = field == TemplateField::Public
        && scene.context.in_use
        && scene.context.editing.is_some_and(|template| template.public);
    if published {
        return Some(TemplateReason::InUse);
    }
    (field.is_administrators() && !scene.context.administrator).then_some(TemplateReason::NeedsAdministrator)
}

fn text_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut TemplateDraft, field: TemplateField) -> Response {
    let words = scene.words();
    let choices = model::choices(field, draft, &scene.context, words);
    let service = listed_by(field);
    let gap = service.filter(|service| {
        scene
            .context
            .catalog
            .is_some_and(|catalog| catalog.gaps.contains_key(service))
    });
    let by_hand = gap.map(|service| words.form_by_hand(service.name()));
    let help = match (&by_hand, service) {
        (Some(by_hand), _) if choices.is_empty() => by_hand.as_str(),
        (_, Some(_)) if scene.context.catalog.is_none() => words.form_loading(),
        (Some(_) | None, _) => words.template_field_help(field),
    };
    let issue = scene.issue(field);
    let said = issue.map(|issue| (severity(issue), words.template_reason(issue.reason)));
    let framed = Field {
        label: words.template_field(field),
        help,
        issue: said,
    };
    form_field::show(ui, framed, |ui, label| {
        if choices.is_empty() {
            let edit = text_field::singleline(draft.text_mut(field), f32::INFINITY);
            let edit = edit.hint_text(nothing(scene, field).to_owned());
            return ui.add(edit).labelled_by(label);
        }
        let value = draft.text_mut(field);
        choose_ui(ui, scene, (field, label, &choices), value)
    })
}

fn choose_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (field, label, choices): (TemplateField, Id, &[Choice]),
    value: &mut String,
) -> Response {
    let words = scene.words();
    let none = nothing(scene, field);
    let shown = if value.is_empty() {
        none.to_owned()
    } else {
        choices
            .iter()
            .find(|choice| choice.value == *value)
            .map(|choice| choice.shown.clone())
            .or_else(|| model::told(field, value, &scene.context))
            .unwrap_or_else(|| value.clone())
    };
    let before = value.clone();
    let mut response = ComboBox::from_id_salt(label.with(field.key()))
        .width(ui.available_width())
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            if !matches!(field, TemplateField::Coe | TemplateField::Image) {
                ui.selectable_value(value, String::new(), none);
            }
            for choice in choices {
                let text = RichText::new(&choice.shown);
                let text = if choice.trouble.is_some() {
                    text.color(tokens(ui).quiet)
                } else {
                    text
                };
                let option = ui.selectable_value(value, choice.value.clone(), text);
                if let Some(reason) = choice.trouble {
                    option.on_hover_text(words.template_reason(reason));
                }
            }
        })
        .response
        .labelled_by(label);
    if *value != before {
        response.mark_changed();
    }
    response
}

/// What stands in an empty field.
fn nothing<'a>(scene: &Scene<'a>, field: TemplateField) -> &'a str {
    let words = scene.ctx.words;
    match field {
        TemplateField::NetworkDriver
        | TemplateField::DockerStorageDriver
        | TemplateField::ServerType
        | TemplateField::Driver
        | TemplateField::ApiServerPort
        | TemplateField::DnsNameserver => words.form_server_default(),
        TemplateField::Name | TemplateField::Coe | TemplateField::Image => "",
        TemplateField::Tags
        | TemplateField::Public
        | TemplateField::Hidden
        | TemplateField::MasterFlavor
        | TemplateField::Flavor
        | TemplateField::KeyPair
        | TemplateField::DockerVolumeSize
        | TemplateField::VolumeDriver
        | TemplateField::ExternalNetwork
        | TemplateField::FixedNetwork
        | TemplateField::FixedSubnet
        | TemplateField::FloatingIp
        | TemplateField::MasterLb
        | TemplateField::TlsDisabled
        | TemplateField::Registry
        | TemplateField::InsecureRegistry
        | TemplateField::HttpProxy
        | TemplateField::HttpsProxy
        | TemplateField::NoProxy
        | TemplateField::Labels => words.form_none(),
    }
}

/// Whose list the choices are out of.
fn listed_by(field: TemplateField) -> Option<Service> {
    match field {
        TemplateField::Image => Some(Service::Image),
        TemplateField::Flavor | TemplateField::MasterFlavor | TemplateField::KeyPair => {
            Some(Service::Compute)
        }
        TemplateField::ExternalNetwork | TemplateField::FixedNetwork | TemplateField::FixedSubnet => {
            Some(Service::Network)
        }
        TemplateField::Name
        | TemplateField::Coe
        | TemplateField::Driver
        | TemplateField::ServerType
        | TemplateField::Tags
        | TemplateField::Public
        | TemplateField::Hidden
        | TemplateField::DockerVolumeSize
        | TemplateField::DockerStorageDriver
        | TemplateField::VolumeDriver
        | TemplateField::NetworkDriver
        | TemplateField::DnsNameserver
        | TemplateField::FloatingIp
        | TemplateField::MasterLb
        | TemplateField::ApiServerPort
        | TemplateField::TlsDisabled
        | TemplateField::Registry
        | TemplateField::InsecureRegistry
        | TemplateField::HttpProxy
        | TemplateField::HttpsProxy
        | TemplateField::NoProxy
        | TemplateField::Labels => None,
    }
}

fn flag_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut TemplateDraft, field: TemplateField) -> Response {
    let words = scene.words();
    let issue = scene.issue(field);
    let framed = Field {
        label: words.template_field(field),
        help: words.template_field_help(field),
        issue: issue.map(|issue| (severity(issue), words.template_reason(issue.reason))),
    };
    form_field::show(ui, framed, |ui, label| {
        ui.checkbox(draft.flag_mut(field), words.form_yes())
            .labelled_by(label)
    })
}

pub(super) fn severity(issue: &TemplateIssue) -> Severity {
    if issue.blocking {
        Severity::Bad
    } else {
        Severity::Warning
    }
}
