//! One test binary: linking is dear, so every area is a module of this one.

mod api;
mod journeys;
mod live;
mod pages;
mod simulation;
mod tidy;
mod topology;
mod words;
