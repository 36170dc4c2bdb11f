//! The whole program without its window: app, background, client and simulated cloud. Few, and whole.

mod builds;
mod clusters;
mod pictures;
mod sign_in;
mod stage;
mod troubles;
