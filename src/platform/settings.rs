//! What the person has chosen: language, theme, the cloud opened last. Never a secret.

use serde::{Deserialize, Serialize};

/// The version written into the file; older ones are read, newer ones are left alone.
pub const VERSION: u32 = 1;

/// The settings, as `settings.toml` holds them. Unknown keys are ignored, missing ones have their defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Version of the file's form.
    pub version: u32,
    /// `en` or `zh-CN`; absent means the system's.
    pub language: Option<String>,
    /// `light`, `dark` or `system`.
    pub theme: Option<String>,
    /// The cloud opened last.
    pub last_cloud: Option<String>,
}
