//! The whole program without its window: app, background, client and simulated cloud. Few, and whole.

mod clusters;
mod stage;
mod troubles;
