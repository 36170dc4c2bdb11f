//! The frame: navigation, top bar, status line, welcome, settings.

words! {}
