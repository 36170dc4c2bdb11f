//! When each step of a build began and ended, as bars on one scale of time; what the build waited for stands out.

use std::sync::Arc;

use egui::{Align2, FontId, Rect, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2};
use jiff::Timestamp;

use crate::domain::course::{Course, Step, TimeScale};
use crate::domain::stack::{StackEvent, StackResource};
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID, SMALL_SIZE};

/// Height of one bar with the room around it.
pub(crate) const ROW: f32 = 24.0;
/// Width of the names.
const NAMES: f32 = 240.0;
/// How far a step stands in below what holds it.
const INDENT: f32 = 12.0;
/// No step stands in farther than this.
const MOST_INDENTS: usize = 6;
/// Room between the names and the scale, for the mark of what the build waited for.
const MARK: f32 = 4.0;
/// Room for the span of time behind the bars.
const SPANS: f32 = 90.0;
/// The shortest bar that can be seen.
const SHORTEST: f32 = 3.0;
/// What is left of the colour of what the build did not wait for, where that is known.
const ASIDE: f32 = 0.55;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gantt<'a> {
    pub(crate) course: &'a Course,
    pub(crate) only_critical: bool,
    /// The time that is looked at, if one is.
    pub(crate) cursor: Option<Timestamp>,
    pub(crate) words: &'a Words,
}

/// What a course was made of, and in which second.
type Source = (Arc<Vec<StackEvent>>, Arc<Vec<StackResource>>, i64);

/// The course that was made last, made anew when what it is made of is another.
#[derive(Debug, Default)]
pub(crate) struct Made {
    from: Option<Source>,
    course: Arc<Course>,
}

impl Made {
    /// The course of these events; of what still runs the bars grow by the second.
    pub(crate) fn course(
        &mut self,
        events: &Arc<Vec<StackEvent>>,
        resources: &Arc<Vec<StackResource>>,
        now: Timestamp,
    ) -> Arc<Course> {
        let running = self.course.steps.iter().any(|step| step.status.in_progress());
        let second = now.as_second();
        let same = self.from.as_ref().is_some_and(|(old_events, old_resources, at)| {
            Arc::ptr_eq(old_events, events)
                && Arc::ptr_eq(old_resources, resources)
                && (!running || *at == second)
        });
        if !same {
            self.course = Arc::new(Course::of(events, resources, now));
            self.from = Some((Arc::clone(events), Arc::clone(resources), second));
        }
        Arc::clone(&self.course)
    }
}

/// The scale of time on screen.
#[derive(Clone, Copy)]
struct Scale<'a> {
    left: f32,
    width: f32,
    time: &'a TimeScale,
}

impl<'a> Scale<'a> {
    fn of(rect: Rect, time: &'a TimeScale) -> Self {
        Self {
            left: rect.left() + NAMES,
            width: (rect.width() - NAMES - SPANS).max(40.0),
            time,
        }
    }

    fn x(self, at: Timestamp) -> f32 {
        self.left + self.width * self.time.part(at) as f32
    }

    fn at(self, x: f32) -> Option<Timestamp> {
        let part = ((x - self.left) / self.width).clamp(0.0, 1.0);
        self.time.at(f64::from(part))
    }
}

/// Draws it; the answer is the time that somebody pointed at.
pub(crate) fn show(ui: &mut Ui, gantt: &Gantt<'_>) -> Option<Timestamp> {
    let span = gantt.course.span()?;
    let time = gantt.course.scale();
    let steps: Vec<&Step> = gantt
        .course
        .steps
        .iter()
        .filter(|step| step.critical || !gantt.only_critical)
        .collect();
    let known = gantt.course.has_critical();
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, steps.len(), |ui, range| {
            let top = ui.cursor().min;
            let rows = range.len() as f32;
            let whole = Rect::from_min_size(top, vec2(ui.available_width(), rows * ROW));
            let scale = Scale::of(whole, &time);
            for (begin, end) in time.gaps() {
                let middle = scale.left + scale.width * ((begin + end) / 2.0) as f32;
                let line = Stroke::new(1.0, tokens(ui).line);
                ui.painter().vline(middle, whole.y_range(), line);
            }
            for step in steps.get(range).unwrap_or_default() {
                let aside = known && !step.critical;
                if let Some(at) = step_ui(ui, gantt, step, (scale, aside)) {
                    chosen = Some(at);
                }
            }
            if let Some(cursor) = gantt.cursor.filter(|at| (span.0..=span.1).contains(at)) {
                let x = scale.x(cursor);
                let line = Stroke::new(1.5, tokens(ui).accent);
                ui.painter().vline(x, whole.y_range(), line);
            }
        });
    chosen
}

fn step_ui(
    ui: &mut Ui,
    gantt: &Gantt<'_>,
    step: &Step,
    (scale, aside): (Scale<'_>, bool),
) -> Option<Timestamp> {
    let words = gantt.words;
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let span = words.span(step.to.duration_since(step.from).as_secs().unsigned_abs());
    let mut spoken = words.page_bar(
        step.resource.as_str(),
        words.status_event(&step.status),
        span.as_str(),
    );
    if step.critical {
        spoken = words.gantt_critical(spoken.as_str());
    }
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &spoken));
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let tokens = tokens(ui);
    let severity = step.status.severity();
    let faded = aside && severity != Severity::Bad;
    let seen = |colour: egui::Color32| {
        if faded {
            colour.gamma_multiply(ASIDE)
        } else {
            colour
        }
    };
    let indent = INDENT * step.holders.len().min(MOST_INDENTS) as f32;
    let names = Rect::from_min_max(
        pos2(rect.left() + indent, rect.top()),
        pos2(rect.left() + NAMES - GAP, rect.bottom()),
    );
    let font = FontId::proportional(SMALL_SIZE);
    let name = if step.critical {
        tokens.strong
    } else {
        seen(tokens.text)
    };
    ui.painter().with_clip_rect(names.intersect(ui.clip_rect())).text(
        names.left_center(),
        Align2::LEFT_CENTER,
        &step.resource,
        font.clone(),
        name,
    );
    if step.critical {
        let mark = Rect::from_center_size(
            pos2(rect.left() + NAMES - MARK, rect.center().y),
            Vec2::new(3.0, ROW - GRID),
        );
        ui.painter().rect_filled(mark, 0.0, tokens.accent);
    }
    let (left, right) = (
        scale.x(step.from),
        scale.x(step.to).max(scale.x(step.from) + SHORTEST),
    );
    let drawn = Rect::from_min_max(pos2(left, rect.top() + GRID), pos2(right, rect.bottom() - GRID));
    ui.painter()
        .rect_filled(drawn, CORNER, seen(tokens.status(severity).fg));
    let beside = pos2(drawn.right() + GRID, drawn.center().y);
    ui.painter()
        .text(beside, Align2::LEFT_CENTER, span, font, seen(tokens.quiet));
    let pointed = response.interact_pointer_pos().filter(|at| at.x >= scale.left);
    let moments = format!(
        "{spoken}\n{} – {}",
        words.moment(step.from),
        words.moment(step.to)
    );
    let place = match step.holders.is_empty() {
        true => step.stack_name.clone(),
        false => step.holders.join(" / "),
    };
    response.on_hover_text(format!("{moments}\n{place}"));
    pointed.and_then(|at| scale.at(at.x))
}
