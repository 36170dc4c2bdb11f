//! The templates page.

words! {}
