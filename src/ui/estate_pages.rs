//! The pages beside clusters, each with its own state.

use egui::Ui;

use crate::ui::cloud_wide::CloudWidePanel;
use crate::ui::conductors::ConductorsPanel;
use crate::ui::context::{Ctx, KeyFile};
use crate::ui::estate_route::EstateRoute;
use crate::ui::keypairs::KeypairsPanel;
use crate::ui::overview::OverviewPanel;
use crate::ui::quotas::QuotasPanel;
use crate::ui::stacks::StacksPanel;
use crate::ui::template_compare::TemplateComparePanel;
use crate::ui::template_form::TemplateFormPanel;

/// Every panel's own state.
#[derive(Debug, Default)]
pub(crate) struct EstatePages {
    overview: OverviewPanel,
    pub(crate) template_form: TemplateFormPanel,
    template_compare: TemplateComparePanel,
    keypairs: KeypairsPanel,
    quotas: QuotasPanel,
    conductors: ConductorsPanel,
    cloud_wide: CloudWidePanel,
    stacks: StacksPanel,
}

impl EstatePages {
    /// Draws the page of this route.
    pub(crate) fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, route: &EstateRoute, key_file: &KeyFile) {
        match route {
            EstateRoute::Overview => self.overview.ui(ui, ctx),
            EstateRoute::TemplateForm(start) => self.template_form.ui(ui, ctx, start),
            EstateRoute::TemplateCompare(one, other) => self.template_compare.ui(ui, ctx, (one, other)),
            EstateRoute::Keypairs => self.keypairs.ui(ui, ctx, key_file),
            EstateRoute::Quotas => self.quotas.ui(ui, ctx),
            EstateRoute::Conductors => self.conductors.ui(ui, ctx),
            EstateRoute::CloudWide => self.cloud_wide.ui(ui, ctx),
            EstateRoute::Stacks => self.stacks.ui(ui, ctx),
        }
    }
}
