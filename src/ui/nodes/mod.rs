//! Stub.
#[derive(Debug, Default)]
pub struct NodesPanel {}
impl NodesPanel {
    pub fn ui(&mut self, ui: &mut egui::Ui, _: &crate::ui::context::Ctx<'_>) {
        ui.label("…");
    }
}
