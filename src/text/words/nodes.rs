//! The nodes page.

words! {}
