//! The machine: what differs from one system to the next.
