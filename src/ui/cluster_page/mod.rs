//! One cluster's page.

pub mod model;

#[derive(Debug, Default)]
pub struct ClusterPage {}
impl ClusterPage {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        _: &crate::ui::context::Ctx<'_>,
        _: (&crate::domain::id::ClusterId, crate::ui::route::Tab),
        f: impl FnOnce(&mut egui::Ui),
    ) {
        f(ui);
    }
}
