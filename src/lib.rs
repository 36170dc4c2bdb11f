//! Magnum Desktop: clusters, templates, nodes and their living topology on OpenStack Magnum, in a native window.
//!
//! This page is the map of the house. Every room is a module; each opens with what it is and what it must not know.
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`domain`] | what exists: plain values and rules, no I/O, no clock; the topology with its builders and layout |
//! | [`message`] | the two closed lists of what passes between window and background |
//! | [`openstack`] | how the cloud is spoken to: the only room with its HTTP and JSON |
//! | [`kubernetes`] | the inside of a cluster: its own API, asked for as long as somebody looks; keeps nothing |
//! | [`kubeconfig`] | keys, certificates and kubeconfigs as texts: judged, made, merged; opens no file |
//! | [`platform`] | the machine: clock, keyring, settings, clouds.yaml on disk, terminal, the way back from the browser |
//! | [`sync`] | keeping up: pollers, the page-wise cluster list, requests that are sent once, access to clusters |
//! | [`store`] | what the window knows: last good values, their age, what failed |
//! | [`text`] | the words in two languages, from `assets/text` |
//! | [`ui`] | what is seen: the only room with egui |
//! | [`headless`] | the same without a window, for terminals and scripts |
//! | [`simulation`] | a cloud on loopback for demonstration and tests; knows none of the other rooms |
//!
//! Two flows, and no others:
//!
//! - *Data goes up.* A poller in `sync` asks `openstack`, sends a [`message::Update`], wakes the window; `ui::app` gives
//!   it to `store`; the page on screen reads the store and draws.
//! - *Wishes go down.* A page puts an action into `ui::outbox`; `ui::app` turns it into a [`message::Command`]; `sync`
//!   carries it out. What is polled follows from the route alone: `ui::route::interest`.
//!
//! What must stay true: only `openstack` knows the cloud's wire format and only `ui` knows egui; nothing on the UI thread
//! waits; a refresh that fails never takes the last value away; everything is keyed by [`domain::scope::Scope`]; a write
//! is sent at most once; the simulated cloud is reached like any other. `tests/suite/tidy.rs` checks who imports whom.

pub mod domain;
pub mod headless;
pub mod kubeconfig;
pub mod kubernetes;
pub mod message;
pub mod openstack;
pub mod platform;
pub mod simulation;
pub mod store;
pub mod sync;
pub mod text;
pub mod ui;
