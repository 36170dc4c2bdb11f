//! What the person has chosen: language, theme, clouds set up here, where they worked last. Never a secret.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::scope::Scope;

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
    /// `infrastructure` or `orchestration`: what pictures of clusters show.
    pub topology_lens: Option<String>,
    /// The cloud opened last.
    pub last_cloud: Option<String>,
    /// Where somebody worked last, by the name of the cloud.
    pub places: BTreeMap<String, LastPlace>,
    /// The clouds that were set up in this program.
    pub clouds: Vec<KeptCloud>,
    /// Clusters whose access was saved, by their ids: who they were.
    pub met: BTreeMap<String, MetCluster>,
    /// Creations that somebody has begun to fill in, by [`scope_key`].
    pub drafts: BTreeMap<String, KeptDraft>,
    /// What was chosen for the columns of tables, by the table's name.
    pub columns: BTreeMap<String, KeptColumns>,
    /// How the pictures of clusters were looked at, by the cluster's id.
    pub pictures: BTreeMap<String, KeptPicture>,
}

/// The scope as a key of a table.
pub fn scope_key(scope: &Scope) -> String {
    format!("{} / {} / {}", scope.cloud, scope.project, scope.region)
}

/// A creation that somebody has begun to fill in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptDraft {
    /// The template's id.
    pub template: Option<String>,
    /// The cluster's name.
    pub name: String,
    /// Key pair.
    pub keypair: String,
    /// Masters.
    pub master_count: u32,
    /// Workers.
    pub node_count: u32,
    /// Flavor of the masters.
    pub master_flavor: String,
    /// Flavor of the workers.
    pub flavor: String,
    /// Container volume, GiB.
    pub docker_volume_gib: Option<u32>,
    /// Existing network.
    pub fixed_network: String,
    /// Existing subnet.
    pub fixed_subnet: String,
    /// Whether nodes get floating IPs.
    pub floating_ip: Option<bool>,
    /// Whether the API gets a load balancer.
    pub load_balancer: Option<bool>,
    /// Who must reach the API.
    pub reach: String,
    /// From where.
    pub allowed_ranges: String,
    /// Where container images come from.
    pub registry: String,
    /// etcd's discovery.
    pub discovery_url: String,
    /// Minutes until creation counts as failed.
    pub create_timeout_mins: u32,
    /// Labels, in their order.
    pub labels: Vec<(String, String)>,
    /// Labels of the template that are left out.
    pub dropped: Vec<String>,
    /// Further node groups.
    pub groups: Vec<KeptGroup>,
}

/// A further node group of such a creation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptGroup {
    /// Its name.
    pub name: String,
    /// Nodes.
    pub node_count: u32,
    /// Flavor.
    pub flavor: String,
}

/// Which columns a table shows, in which order and how wide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptColumns {
    /// Columns in their order.
    pub order: Vec<String>,
    /// Columns that are not shown.
    pub hidden: Vec<String>,
    /// Widths in whole points of the columns that somebody has dragged.
    pub widths: BTreeMap<String, u32>,
}

/// Pictures that are remembered; those that were looked at last.
const MOST_PICTURES: usize = 100;

impl Settings {
    /// Keeps how a cluster's picture is looked at, and forgets the one that has not been looked at for longest.
    pub fn keep_picture(&mut self, cluster: &str, picture: KeptPicture) {
        self.pictures.insert(cluster.to_owned(), picture);
        while self.pictures.len() > MOST_PICTURES {
            let oldest = self.pictures.iter().min_by_key(|(_, picture)| &picture.seen);
            let Some(oldest) = oldest.map(|(cluster, _)| cluster.clone()) else {
                return;
            };
            self.pictures.remove(&oldest);
        }
    }

    /// The cluster of this cloud whose picture was looked at last.
    pub fn last_picture(&self, cloud: &str) -> Option<&str> {
        let mine = self.pictures.iter().filter(|(_, picture)| picture.cloud == cloud);
        mine.max_by_key(|(_, picture)| &picture.seen)
            .map(|(cluster, _)| cluster.as_str())
    }
}

/// A cluster whose access was saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetCluster {
    /// SHA-256 of its authority.
    pub authority: String,
    /// Where its access was saved last.
    pub file: String,
    /// When.
    pub saved_at: Option<String>,
    /// Until when that is valid.
    pub expires_at: Option<String>,
}

/// How one cluster's picture is looked at, in words of this program's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPicture {
    /// The cloud, project and region that the cluster is in.
    pub cloud: String,
    /// When it was looked at last, in UTC, so that the text sorts by time.
    pub seen: String,
    /// Which groups are open unless they are named below: `by-size`, `open` or `closed`.
    pub rule: String,
    /// Groups that somebody opened.
    pub open: BTreeSet<String>,
    /// Groups that somebody folded.
    pub folded: BTreeSet<String>,
    /// Kinds that somebody does not want to see.
    pub hidden_kinds: BTreeSet<String>,
    /// States that somebody does not want to see.
    pub hidden_states: BTreeSet<String>,
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

    use super::{KeptCloud, KeptDraft, KeptGroup, KeptPicture, LastPlace, MOST_PICTURES, Settings};

    #[test]
    fn a_draft_is_kept_with_labels_that_no_shell_could_carry() {
        let draft = KeptDraft {
            template: Some("t".to_owned()),
            name: "网站".to_owned(),
            floating_ip: Some(false),
            labels: vec![
                ("a".to_owned(), "x=1,y;\"z\"\n".to_owned()),
                (String::new(), String::new()),
            ],
            groups: vec![KeptGroup {
                name: "gpu".to_owned(),
                node_count: 2,
                flavor: String::new(),
            }],
            ..KeptDraft::default()
        };
        let settings = Settings {
            drafts: BTreeMap::from([("prod / web / 北京".to_owned(), draft)]),
            ..Settings::default()
        };
        let text = toml::to_string(&settings).unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
    }

    #[test]
    fn pictures_are_kept_and_the_oldest_is_forgotten() {
        let mut settings = Settings::default();
        for minute in 0..=MOST_PICTURES {
            let picture = KeptPicture {
                cloud: if minute % 2 == 0 { "even" } else { "odd" }.to_owned(),
                seen: format!("2026-03-01T{:02}:{:02}:00Z", minute / 60, minute % 60),
                ..KeptPicture::default()
            };
            settings.keep_picture(&format!("cluster-{minute}"), picture);
        }
        assert_eq!(settings.pictures.len(), MOST_PICTURES);
        assert!(!settings.pictures.contains_key("cluster-0"));
        assert_eq!(settings.last_picture("even"), Some("cluster-100"));
        assert_eq!(settings.last_picture("odd"), Some("cluster-99"));
        assert_eq!(settings.last_picture("none"), None);
        let text = toml::to_string(&settings).unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
    }

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
