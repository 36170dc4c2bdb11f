//! What the person has chosen: language, theme, clouds set up here, where they worked last. Never a secret.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize};

/// The version written into the file; older ones are read, newer ones are left alone.
pub const VERSION: u32 = 1;
/// The settings file is read up to this size.
const MAX_BYTES: u64 = 256 * 1024;

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
    /// Where somebody worked last, by the name of the cloud.
    pub places: BTreeMap<String, LastPlace>,
    /// The clouds that were set up in this program.
    pub clouds: Vec<KeptCloud>,
}

/// A cloud that was set up here: its settings by their names in clouds.yaml, never a secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptCloud {
    /// Its name.
    pub name: String,
    /// Its settings, such as `auth.auth_url`.
    #[serde(deserialize_with = "texts")]
    pub settings: BTreeMap<String, String>,
}

/// The project and region that somebody switched to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastPlace {
    /// What the cloud's own settings led to then: where they say something else today, they win.
    pub instead_of: String,
    /// The region.
    pub region: Option<String>,
    /// The scope as settings of clouds.yaml, such as `auth.project_name`.
    #[serde(deserialize_with = "texts")]
    pub scope: BTreeMap<String, String>,
}

/// Texts, also where somebody wrote `verify = false` by hand.
fn texts<'de, D: Deserializer<'de>>(source: D) -> Result<BTreeMap<String, String>, D::Error> {
    let values = BTreeMap::<String, toml::Value>::deserialize(source)?;
    let text = |value: toml::Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    };
    Ok(values
        .into_iter()
        .map(|(key, value)| (key, text(value)))
        .collect())
}

/// Why the settings could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The file is not what it should be; it was moved aside.
    #[error("{path}: {detail}")]
    Broken {
        /// Where the broken file is now.
        path: String,
        /// The parser's words.
        detail: String,
    },
}

impl Settings {
    /// Reads the file in this folder; absent means defaults.
    ///
    /// # Errors
    /// An unreadable file; a broken one, which is moved aside so that the next start is clean.
    pub fn load(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("settings.toml");
        let failed = |source| SettingsError::File {
            path: path.display().to_string(),
            source,
        };
        let length = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(failed(error)),
        };
        let text = if length > MAX_BYTES {
            String::new()
        } else {
            fs::read_to_string(&path).map_err(failed)?
        };
        let detail = match toml::from_str::<Self>(&text) {
            Ok(settings) if length <= MAX_BYTES => return Ok(settings),
            Ok(_) => "too large".to_owned(),
            Err(error) => error.message().to_owned(),
        };
        let aside = folder.join("settings.broken.toml");
        fs::rename(&path, &aside).map_err(failed)?;
        Err(SettingsError::Broken {
            path: aside.display().to_string(),
            detail,
        })
    }

    /// Writes the file: whole, or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written to; the old file is then untouched.
    pub fn save(&self, folder: &Path) -> Result<(), SettingsError> {
        let path = folder.join("settings.toml");
        let failed = |source| SettingsError::File {
            path: path.display().to_string(),
            source,
        };
        let current = Self {
            version: VERSION,
            ..self.clone()
        };
        let text = toml::to_string(&current).map_err(|error| SettingsError::Broken {
            path: path.display().to_string(),
            detail: error.to_string(),
        })?;
        fs::create_dir_all(folder).map_err(failed)?;
        let draft = folder.join("settings.toml.new");
        fs::write(&draft, text).map_err(failed)?;
        fs::rename(&draft, &path).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{KeptCloud, LastPlace, Settings};

    #[test]
    fn clouds_and_places_are_kept_and_handwriting_is_understood() {
        let texts = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            let pairs = pairs.iter();
            pairs
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect()
        };
        let settings = Settings {
            clouds: vec![KeptCloud {
                name: "prod".to_owned(),
                settings: texts(&[("auth.auth_url", "https://k/v3"), ("verify", "false")]),
            }],
            places: BTreeMap::from([(
                "prod".to_owned(),
                LastPlace {
                    instead_of: "web".to_owned(),
                    scope: texts(&[("auth.project_name", "容器平台")]),
                    region: None,
                },
            )]),
            ..Settings::default()
        };
        let text = toml::to_string(&settings).unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
        let by_hand = text.replace("\"false\"", "false");
        assert_ne!(by_hand, text);
        assert_eq!(toml::from_str::<Settings>(&by_hand).unwrap(), settings);
    }
}
