//! One quota: how much of it is used, as numbers and as a bar.

use egui::{CornerRadius, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::domain::administration::Allowance;
use crate::domain::quota::{Quota, QuotaKind};
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;

const BAR: egui::Vec2 = vec2(180.0, 8.0);

/// One quota.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What is counted.
    pub kind: QuotaKind,
    /// How much there may be and is.
    pub quota: Quota,
}

impl Line {
    /// How much of the limit is used, from 0 to 1; nothing where there is none.
    pub fn share(self) -> Option<f32> {
        let limit = self.quota.limit?;
        if limit == 0 {
            return Some(1.0);
        }
        // Sizes of quotas are far below what a float holds exactly.
        Some((self.quota.used as f32 / limit as f32).clamp(0.0, 1.0))
    }

    /// How it stands.
    pub fn severity(self) -> Severity {
        match (self.quota.left(), self.share()) {
            (Some(0), _) => Severity::Bad,
            (_, Some(share)) if share >= 0.8 => Severity::Warning,
            (_, Some(_) | None) => Severity::Neutral,
        }
    }
}

/// The lines, service by service in the order of the status line.
pub fn lines(allowance: &Allowance) -> Vec<(Service, Vec<Line>)> {
    let mut services: Vec<(Service, Vec<Line>)> = Vec::new();
    for service in Service::ALL {
        let own: Vec<Line> = allowance
            .quotas
            .known
            .iter()
            .filter(|(kind, _)| kind.service() == service)
            .map(|(kind, quota)| Line {
                kind: *kind,
                quota: *quota,
            })
            .collect();
        if !own.is_empty() {
            services.push((service, own));
        }
    }
    services
}

/// What is counted.
pub fn kind_word(words: &Words, kind: QuotaKind) -> &str {
    words.quota_kind(kind)
}

/// An amount in its unit.
pub fn amount(words: &Words, kind: QuotaKind, count: u64) -> String {
    words.quota_amount(kind, count)
}

/// `3 of 20`.
pub fn told(words: &Words, line: Line) -> String {
    let used = amount(words, line.kind, line.quota.used);
    match line.quota.limit {
        Some(limit) => words.quotas_used(used, amount(words, line.kind, limit)),
        None => words.quotas_unlimited(used),
    }
}

/// The bar of one quota, spoken as its numbers.
pub fn show(ui: &mut Ui, words: &Words, line: Line) {
    let tokens = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(BAR, Sense::hover());
    let severity = line.severity();
    let colour = if severity == Severity::Neutral {
        tokens.accent_fill
    } else {
        tokens.status(severity).fg
    };
    let round = CornerRadius::same(4);
    ui.painter().rect_filled(rect, round, tokens.sunken);
    if let Some(share) = line.share() {
        let filled = egui::Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
        ui.painter().rect_filled(filled, round, colour);
    }
    let told = format!("{}: {}", kind_word(words, line.kind), told(words, line));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &told));
}
