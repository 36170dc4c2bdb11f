//! Stub.
#[derive(Debug, Default)]
pub struct ActivityPanel {}
impl ActivityPanel {
    pub fn ui(&mut self, ui: &mut egui::Ui, _: &crate::ui::context::Ctx<'_>) {
        ui.label("…");
    }
}
