//! The clusters page.

words! {}
