//! Stub.
#[derive(Debug, Default)]
pub struct TopologyPanel {}
impl TopologyPanel {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        _: &crate::ui::context::Ctx<'_>,
        _: &crate::domain::id::ClusterId,
    ) {
        ui.label("…");
    }
    pub fn settled(&self, _: &crate::store::state::ScopeStore, _: &crate::domain::id::ClusterId) -> bool {
        true
    }
}
