//! Stub.
#[derive(Debug, Default)]
pub struct ClustersPanel {}
impl ClustersPanel {
    pub fn ui(&mut self, ui: &mut egui::Ui, _: &crate::ui::context::Ctx<'_>) {
        ui.label("…");
    }
}
