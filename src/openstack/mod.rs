//! How the cloud is spoken to: the only room with HTTP and JSON of the cloud.
//!
//! [`session::Session`] signs in and carries every call; each service has a file with its functions, which turn answers
//! into values of the domain and show nothing of the wire. What fails is an [`error::ApiError`].
//!
//! [`clouds_yaml`] and [`openrc`] read what a person has configured, [`template_file`] a template that somebody keeps; the
//! files themselves are read by `platform`.
//!
//! Below the session: `keystone` proves the identity, `endpoints` finds the services, `versions` agrees on microversions,
//! `transport` exchanges one request for one answer, `tls` makes the client, `retry` and `circuit` say when to try again,
//! `urgency` who waits, `network_error` and `fault` what went wrong; `health` remembers it and `report` tells it; `wire`
//! reads JSON, `paging` follows lists, `policy` holds the numbers.

pub mod catalog;
pub mod cinder;
pub mod clouds_yaml;
pub mod error;
pub mod glance;
pub mod heat;
pub mod inventory;
pub mod magnum;
pub mod neutron;
pub mod nova;
pub mod octavia;
pub mod openrc;
pub mod particulars;
#[doc(hidden)]
pub mod probes;
pub mod projects;
pub mod quotas;
pub mod removal;
pub mod session;
pub mod template_file;
pub mod urgency;

mod circuit;
mod endpoints;
mod fault;
mod health;
mod keystone;
pub(crate) mod network_error;
mod paging;
mod policy;
mod report;
mod retry;
pub(crate) mod tls;
pub(crate) mod transport;
mod versions;
pub(crate) mod wire;
