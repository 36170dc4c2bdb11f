//! Two cluster templates side by side, with what differs lit.

use egui::{ComboBox, Frame, Grid, Label, RichText, ScrollArea, Ui};

use crate::domain::id::TemplateId;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::field::{Compared, compare};
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::route::{EstateRoute, Route};
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID};
use crate::ui::widgets::section;

/// The page and what belongs to the person on it.
#[derive(Debug, Default)]
pub struct TemplateComparePanel {
    only_differences: bool,
}

impl TemplateComparePanel {
    /// Draws the two.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, (one, other): (&TemplateId, &TemplateId)) {
        let words = ctx.words;
        standing::show(ui, ctx, &Topic::Templates, None);
        let (Some(left), Some(right)) = (ctx.data.template(one), ctx.data.template(other)) else {
            let text = if ctx.data.templates.value().is_some() {
                words.form_missing()
            } else {
                words.templates_loading()
            };
            ui.label(text);
            return;
        };
        let rows = compare(left, right);
        let differences = rows.iter().filter(|row| row.differs()).count();
        let told = if differences == 0 {
            words.compare_same().to_owned()
        } else {
            words.compare_differences(differences)
        };
        let title = words.compare_title(left.name.as_str(), right.name.as_str());
        section::page_header(ui, &title, Some(&told), |ui| {
            if ui.button(words.compare_swap()).clicked() {
                ctx.outbox.go(pair(other, one));
            }
            ui.checkbox(&mut self.only_differences, words.compare_only());
        });
        ui.horizontal_wrapped(|ui| {
            if let Some(chosen) = choose_ui(ui, ctx, "one", left) {
                ctx.outbox.go(pair(&chosen, other));
            }
            if let Some(chosen) = choose_ui(ui, ctx, "other", right) {
                ctx.outbox.go(pair(one, &chosen));
            }
        });
        ui.add_space(GAP);
        let shown: Vec<&Compared> = rows
            .iter()
            .filter(|row| !self.only_differences || row.differs())
            .collect();
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| table_ui(ui, ctx, (left, right), &shown));
    }
}

fn pair(one: &TemplateId, other: &TemplateId) -> Route {
    Route::Estate(EstateRoute::TemplateCompare(one.clone(), other.clone()))
}

/// Another template in place of this one.
fn choose_ui(ui: &mut Ui, ctx: &Ctx<'_>, salt: &str, current: &ClusterTemplate) -> Option<TemplateId> {
    let mut chosen = None;
    let all = ctx.data.templates.value()?;
    ComboBox::from_id_salt(("compare", salt))
        .selected_text(&current.name)
        .width(240.0)
        .truncate()
        .show_ui(ui, |ui| {
            for template in all.iter() {
                if ui
                    .selectable_label(template.id == current.id, &template.name)
                    .clicked()
                {
                    chosen = Some(template.id.clone());
                }
            }
        })
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, &current.name));
    chosen.filter(|id| *id != current.id)
}

fn table_ui(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    (left, right): (&ClusterTemplate, &ClusterTemplate),
    rows: &[&Compared],
) {
    let words = ctx.words;
    let width = ui.available_width() - 2.0 * GAP;
    let (name, value) = (width * 0.26, width * 0.35);
    Grid::new("template comparison")
        .num_columns(3)
        .spacing([GAP, GRID])
        .min_row_height(24.0)
        .show(ui, |ui| {
            for (text, width) in [
                (words.compare_field(), name),
                (left.name.as_str(), value),
                (right.name.as_str(), value),
            ] {
                ui.scope(|ui| {
                    ui.set_width(width);
                    ui.add(Label::new(RichText::new(text).strong()).truncate());
                });
            }
            ui.end_row();
            for row in rows {
                row_ui(ui, ctx, row, (name, value));
                ui.end_row();
            }
        });
}

fn row_ui(ui: &mut Ui, ctx: &Ctx<'_>, row: &Compared, (name, value): (f32, f32)) {
    let words = ctx.words;
    let tokens = tokens(ui);
    let lit = row.differs();
    let what = match &row.what {
        (_, Some(label)) => RichText::new(label).monospace(),
        (field, None) => RichText::new(words.template_field(*field)),
    };
    let mark = if lit {
        egui_phosphor::regular::NOT_EQUALS
    } else {
        egui_phosphor::regular::EQUALS
    };
    ui.horizontal(|ui| {
        ui.set_width(name);
        let colour = if lit {
            tokens.status(Severity::Warning).fg
        } else {
            tokens.quiet
        };
        let sign = ui.label(RichText::new(mark).color(colour));
        sign.on_hover_text(if lit {
            words.compare_differs()
        } else {
            words.compare_equal()
        });
        ui.add(Label::new(what.color(if lit { tokens.strong } else { tokens.quiet })).truncate());
    });
    for side in [&row.one, &row.other] {
        let text = match side.as_deref() {
            Some("true") => words.yes_no(true).to_owned(),
            Some("false") => words.yes_no(false).to_owned(),
            Some(text) => text.to_owned(),
            None => words.format_none().to_owned(),
        };
        let fill = if lit {
            tokens.status(Severity::Warning).bg
        } else {
            egui::Color32::TRANSPARENT
        };
        Frame::new()
            .fill(fill)
            .corner_radius(CORNER)
            .inner_margin(egui::Margin::symmetric(6, 2))
            .show(ui, |ui| {
                ui.set_width(value - 12.0);
                let colour = if lit { tokens.text } else { tokens.quiet };
                ui.add(Label::new(RichText::new(text).color(colour)).wrap());
            });
    }
}
