//! The light theme: paper and ink, with a blue accent.

use crate::ui::theme::tokens::{Pair, Tokens, rgb, rgba};

/// Its colours.
pub(super) const LIGHT: Tokens = Tokens {
    dark: false,
    page: rgb(0xffffff),
    frame: rgb(0xf4f5f7),
    raised: rgb(0xffffff),
    sunken: rgb(0xf4f5f7),
    hover: rgb(0xeef1f5),
    pressed: rgb(0xe2e7ee),
    line: rgb(0xe1e4e9),
    edge: rgb(0xc4cad3),
    text: rgb(0x22272e),
    quiet: rgb(0x5b6572),
    strong: rgb(0x0f1419),
    accent: rgb(0x1a5fb4),
    accent_fill: rgb(0x1f66c1),
    accent_fill_hover: rgb(0x1a58a8),
    on_accent: rgb(0xffffff),
    selected: rgb(0xe1edfb),
    danger_fill: rgb(0xb3261e),
    on_danger: rgb(0xffffff),
    veil: rgba(0x1b2430, 0x66),
    shadow: rgba(0x000000, 0x28),
    neutral: Pair {
        fg: rgb(0x55606e),
        bg: rgb(0xeef0f3),
    },
    good: Pair {
        fg: rgb(0x1b6e3c),
        bg: rgb(0xe4f4ea),
    },
    busy: Pair {
        fg: rgb(0x1a5fb4),
        bg: rgb(0xe4eefb),
    },
    warning: Pair {
        fg: rgb(0x875000),
        bg: rgb(0xfcf0d9),
    },
    bad: Pair {
        fg: rgb(0xb3261e),
        bg: rgb(0xfce8e6),
    },
};
