//! The topology: kinds, relations, facts.

words! {}
