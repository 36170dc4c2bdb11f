//! The creation form.

words! {}
