//! The dark theme: graphite, with the same blue accent, lighter.

use crate::ui::theme::tokens::{Pair, Tokens, rgb, rgba};

/// Its colours.
pub(super) const DARK: Tokens = Tokens {
    dark: true,
    page: rgb(0x16191d),
    frame: rgb(0x1c2025),
    raised: rgb(0x20252b),
    sunken: rgb(0x101215),
    hover: rgb(0x262c33),
    pressed: rgb(0x2f363f),
    line: rgb(0x2c323a),
    edge: rgb(0x454e5a),
    text: rgb(0xd6dce3),
    quiet: rgb(0x97a1ad),
    strong: rgb(0xf2f5f8),
    accent: rgb(0x78b0f5),
    accent_fill: rgb(0x2f6fc4),
    accent_fill_hover: rgb(0x3a6fba),
    on_accent: rgb(0xffffff),
    selected: rgb(0x213753),
    danger_fill: rgb(0xb93a32),
    on_danger: rgb(0xffffff),
    veil: rgba(0x000000, 0x90),
    shadow: rgba(0x000000, 0x80),
    neutral: Pair {
        fg: rgb(0xa3adb9),
        bg: rgb(0x2a3037),
    },
    good: Pair {
        fg: rgb(0x74cf93),
        bg: rgb(0x17321f),
    },
    busy: Pair {
        fg: rgb(0x85b8f6),
        bg: rgb(0x182c47),
    },
    warning: Pair {
        fg: rgb(0xe9b558),
        bg: rgb(0x3a2c10),
    },
    bad: Pair {
        fg: rgb(0xf79a90),
        bg: rgb(0x451d1a),
    },
};
