//! Stub.
#[derive(Debug, Default)]
pub struct DeleteDialog {}
impl DeleteDialog {
    pub fn ui(&mut self, ui: &mut egui::Ui, _: &crate::ui::context::Ctx<'_>) {
        ui.label("…");
    }
    pub fn open(&mut self, _: std::sync::Arc<crate::domain::cluster::Cluster>) {}
}
