//! The faces: Inter with tabular figures for text, egui's Hack for code, Phosphor for icons, and a GB2312 subset of
//! Noto Sans SC behind all of them. All are bundled, so that every machine shows the same.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Name of the family for headings and whatever else is a little heavier.
const MEDIUM: &str = "medium";

/// The heavier family.
pub fn medium() -> FontFamily {
    FontFamily::Name(MEDIUM.into())
}

/// All faces and families.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        (
            "inter",
            include_bytes!("../../../assets/fonts/Inter-Regular-Tabular.otf").as_slice(),
        ),
        (
            "inter-medium",
            include_bytes!("../../../assets/fonts/Inter-Medium-Tabular.otf"),
        ),
        (
            "noto-sans-sc",
            include_bytes!("../../../assets/fonts/NotoSansSC-Subset.otf"),
        ),
    ] {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    for (family, first) in [(FontFamily::Proportional, "inter"), (medium(), "inter-medium")] {
        let mut names = vec![first.to_owned(), "noto-sans-sc".to_owned()];
        names.extend(fallback.iter().cloned());
        fonts.families.insert(family, names);
    }
    fonts
        .families
        .entry(FontFamily::Monospace)
        .or_default()
        .push("noto-sans-sc".to_owned());
    egui_phosphor::add_to_fonts(&mut fonts, egui_phosphor::Variant::Regular);
    // It adds itself to the proportional family only; icons stand in headings and in code as well.
    for family in [medium(), FontFamily::Monospace] {
        let names = fonts.families.entry(family).or_default();
        let at = names.len().min(1);
        names.insert(at, "phosphor".to_owned());
    }
    fonts
}
