//! Icons as outlines: a drawing must look the same where nobody has the icon font.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};

/// The outlines that a drawing uses, each by its character.
pub(super) struct Glyphs {
    font: Option<FontRef<'static>>,
    units: f32,
    used: BTreeMap<char, Option<String>>,
}

impl Glyphs {
    pub(super) fn new() -> Self {
        let font = FontRef::new(egui_phosphor::Variant::Regular.font_bytes()).ok();
        let units = font.as_ref().map_or(1.0, |font| {
            let metrics = font.metrics(Size::unscaled(), LocationRef::default());
            f32::from(metrics.units_per_em).max(1.0)
        });
        Self {
            font,
            units,
            used: BTreeMap::new(),
        }
    }

    /// Whether this character is one of the icons, which stand where no script has its letters.
    pub(super) fn is_icon(character: char) -> bool {
        matches!(character, '\u{e000}'..='\u{f8ff}')
    }

    /// The font's own units to the size of a letter.
    pub(super) fn units(&self) -> f32 {
        self.units
    }

    /// Notes that an icon is used; tells whether there is one.
    pub(super) fn use_icon(&mut self, icon: char) -> bool {
        if !self.used.contains_key(&icon) {
            let outline = self.font.as_ref().and_then(|font| outline(font, icon));
            self.used.insert(icon, outline);
        }
        self.used.get(&icon).is_some_and(Option::is_some)
    }

    /// Every icon that is used, with its outline.
    pub(super) fn used(&self) -> impl Iterator<Item = (char, &str)> {
        self.used
            .iter()
            .filter_map(|(icon, outline)| Some((*icon, outline.as_deref()?)))
    }
}

fn outline(font: &FontRef<'_>, icon: char) -> Option<String> {
    let glyph = font.charmap().map(icon)?;
    let outline = font.outline_glyphs().get(glyph)?;
    let mut pen = Pen::default();
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    outline.draw(settings, &mut pen).ok()?;
    Some(pen.0)
}

/// Writes an outline as SVG writes paths.
#[derive(Default)]
struct Pen(String);

impl Pen {
    fn write(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (at, (x, y)) in points.iter().enumerate() {
            let gap = if at == 0 { "" } else { " " };
            self.0.push_str(&format!("{gap}{} {}", x.round(), y.round()));
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.write('Q', &[(cx0, cy0), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.write('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
