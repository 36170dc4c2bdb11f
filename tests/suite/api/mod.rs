//! The client against recorded answers of a real cloud, and against servers that misbehave.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "clippy allows these in test functions but not in what they share"
)]

mod background;
mod bodies;
mod changing;
mod child;
mod cloud;
mod estate;
mod faults;
mod hanging;
mod hostile;
mod lists;
mod network;
mod paging;
mod places;
mod proxy;
mod renewal;
mod resting;
mod server;
mod sign_in;
mod tls;
mod versions;
mod ways_in;
mod writes;
