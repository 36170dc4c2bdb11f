//! Kubeconfigs and what they are made of: keys, requests for certificates, certificates, entries; reading what others
//! wrote with suspicion, and adding to a file without touching a foreign byte. Keys for signing in at nodes as well.
//!
//! Nothing here opens a file or asks a cloud: texts come in, texts go out. Below [`merge`]: `yaml` knows where everything
//! stands in a text, `splice` says what to insert where, `base64` is what certificates are wrapped in.

pub mod access;
pub mod certificate;
pub mod files;
pub mod key;
pub mod keystone;
pub mod merge;
pub mod received;
pub mod ssh_key;

mod base64;
mod splice;
mod yaml;

/// The most bytes of a kubeconfig that are read.
pub const MAX_BYTES: u64 = 1024 * 1024;
