//! What the person has chosen: language, theme, clouds set up here, where they worked last. Never a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

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
    /// Where somebody worked last, by the name of the cloud.
    pub places: BTreeMap<String, LastPlace>,
    /// The clouds that were set up in this program.
    pub clouds: Vec<KeptCloud>,
    /// What was chosen for the columns of tables, by the table's name.
    pub columns: BTreeMap<String, KeptColumns>,
}

/// Which columns a table shows, in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptColumns {
    /// Columns in their order.
    pub order: Vec<String>,
    /// Columns that are not shown.
    pub hidden: Vec<String>,
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
