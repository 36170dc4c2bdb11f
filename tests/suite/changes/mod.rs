//! Changes of clusters and node groups: what is allowed, what is sent, what comes of it.

mod effect;
