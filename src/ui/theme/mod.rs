//! The look, in two equal themes: fonts, colours, sizes, and egui's own style made from them.

mod dark;
pub mod fonts;
mod light;
pub mod tokens;

use egui::style::{Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, ThemePreference,
    Visuals, vec2,
};

use crate::ui::theme::tokens::{
    CONTROL_HEIGHT, CORNER, GAP, GRID, LINE_WIDTH, MONO_SIZE, SECTION_SIZE, SMALL_SIZE, TEXT_SIZE,
    TITLE_SIZE, Tokens,
};

/// Which theme the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the settings page.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What stands in the settings file.
    pub fn tag(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.tag() == tag)
    }
}

/// Installs the fonts; once, when the window is made.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
}

/// Sets the theme; when the window is made and whenever the person chooses another.
pub fn apply(ctx: &Context, theme: Theme) {
    ctx.set_style_of(egui::Theme::Light, style(&light::LIGHT));
    ctx.set_style_of(egui::Theme::Dark, style(&dark::DARK));
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
}

/// The colours in force here.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    of_mode(ui.visuals().dark_mode)
}

/// The colours in force in this window, where there is no [`egui::Ui`] at hand.
pub fn tokens_of(ctx: &Context) -> &'static Tokens {
    of_mode(ctx.theme() == egui::Theme::Dark)
}

/// Text style of a section's heading and of whatever else is a little heavier at text size.
pub fn section_style() -> TextStyle {
    TextStyle::Name("section".into())
}

fn of_mode(dark: bool) -> &'static Tokens {
    if dark { &dark::DARK } else { &light::LIGHT }
}

fn style(tokens: &Tokens) -> Style {
    let mut style = Style {
        text_styles: [
            (TextStyle::Body, FontId::new(TEXT_SIZE, FontFamily::Proportional)),
            (
                TextStyle::Button,
                FontId::new(TEXT_SIZE, FontFamily::Proportional),
            ),
            (
                TextStyle::Small,
                FontId::new(SMALL_SIZE, FontFamily::Proportional),
            ),
            (
                TextStyle::Monospace,
                FontId::new(MONO_SIZE, FontFamily::Monospace),
            ),
            (TextStyle::Heading, FontId::new(TITLE_SIZE, fonts::medium())),
            (section_style(), FontId::new(SECTION_SIZE, fonts::medium())),
        ]
        .into(),
        visuals: visuals(tokens),
        animation_time: 0.12,
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(GAP, GRID);
    spacing.button_padding = vec2(3.0 * GRID, GRID);
    spacing.interact_size = vec2(CONTROL_HEIGHT, CONTROL_HEIGHT);
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.tooltip_width = 420.0;
    spacing.icon_width = 16.0;
    spacing.combo_width = 160.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    spacing.scroll.bar_width = GAP;
    spacing.scroll.floating = false;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = true;
    style.compact_menu_style = true;
    style
}

fn visuals(tokens: &Tokens) -> Visuals {
    let base = if tokens.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: tokens.shadow,
    };
    let line = Stroke::new(LINE_WIDTH, tokens.line);
    Visuals {
        dark_mode: tokens.dark,
        weak_text_color: Some(tokens.quiet),
        widgets: widgets(tokens),
        selection: Selection {
            bg_fill: tokens.selected,
            stroke: Stroke::new(LINE_WIDTH, tokens.accent),
        },
        hyperlink_color: tokens.accent,
        faint_bg_color: tokens.frame,
        extreme_bg_color: tokens.sunken,
        text_edit_bg_color: Some(tokens.sunken),
        code_bg_color: tokens.sunken,
        warn_fg_color: tokens.warning.fg,
        error_fg_color: tokens.bad.fg,
        window_corner_radius: CornerRadius::same(6),
        menu_corner_radius: CornerRadius::same(6),
        window_shadow: shadow,
        popup_shadow: shadow,
        window_fill: tokens.raised,
        window_stroke: line,
        panel_fill: tokens.page,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(2.0, tokens.accent),
            // A blinking cursor redraws the window for ever.
            blink: false,
            ..TextCursorStyle::default()
        },
        striped: false,
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        ..base
    }
}

fn widgets(tokens: &Tokens) -> Widgets {
    let corner_radius = CornerRadius::same(CORNER);
    let visuals = |fill, edge, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(LINE_WIDTH, edge),
        corner_radius,
        fg_stroke: Stroke::new(LINE_WIDTH, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: visuals(tokens.page, tokens.line, tokens.text),
        inactive: visuals(tokens.raised, tokens.edge, tokens.text),
        hovered: visuals(tokens.hover, tokens.edge, tokens.strong),
        active: visuals(tokens.pressed, tokens.accent, tokens.strong),
        open: visuals(tokens.hover, tokens.edge, tokens.strong),
    }
}

#[cfg(test)]
mod tests {
    use egui::Color32;

    use super::{Theme, dark::DARK, light::LIGHT};
    use crate::domain::status::Severity;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(colour: Color32) -> f32 {
        let channel = |value: u8| {
            let value = f32::from(value) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_every_background_it_stands_on() {
        for tokens in [&LIGHT, &DARK] {
            let grounds = [
                tokens.page,
                tokens.frame,
                tokens.raised,
                tokens.sunken,
                tokens.hover,
                tokens.selected,
            ];
            let mut pairs = vec![
                (tokens.on_accent, tokens.accent_fill),
                (tokens.on_accent, tokens.accent_fill_hover),
                (tokens.on_danger, tokens.danger_fill),
                (tokens.text, tokens.pressed),
            ];
            for ground in grounds {
                pairs.extend(
                    [tokens.text, tokens.quiet, tokens.strong, tokens.accent].map(|text| (text, ground)),
                );
                for severity in [
                    Severity::Neutral,
                    Severity::Good,
                    Severity::Busy,
                    Severity::Warning,
                    Severity::Bad,
                ] {
                    let pair = tokens.status(severity);
                    pairs.extend([(pair.fg, ground), (pair.fg, pair.bg), (tokens.text, pair.bg)]);
                }
            }
            for (text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(
                    ratio >= 4.5,
                    "dark {}: {text:?} on {ground:?} has {ratio:.2}",
                    tokens.dark
                );
            }
        }
    }

    #[test]
    fn themes_are_found_by_their_tags() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_tag(theme.tag()), Some(theme));
        }
        assert_eq!(Theme::from_tag("sepia"), None);
    }
}
