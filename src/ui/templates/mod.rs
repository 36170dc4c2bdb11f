//! Stub.
#[derive(Debug, Default)]
pub struct TemplatesPanel {}
impl TemplatesPanel {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        _: &crate::ui::context::Ctx<'_>,
        _: Option<&crate::domain::id::TemplateId>,
    ) {
        ui.label("…");
    }
}
