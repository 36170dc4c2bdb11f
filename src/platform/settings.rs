//! What the person has chosen: language, theme, clouds set up here, where they worked last. Never a secret.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::draft::{ClusterDraft, GroupRequest};
use crate::domain::id::ClusterId;
use crate::domain::plan::estimate::Built;
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
    pub drafts: BTreeMap<String, ClusterDraft>,
    /// Creations that have been sent and have not ended, by [`scope_key`].
    pub builds: BTreeMap<String, Vec<KeptBuild>>,
    /// Creations whose end was seen, by [`scope_key`]: how long the next one takes is told from them.
    pub built: BTreeMap<String, Vec<Built>>,
    /// What was chosen for the columns of tables, by the table's name.
    pub columns: BTreeMap<String, KeptColumns>,
    /// How the pictures of clusters were looked at, by the cluster's id.
    pub pictures: BTreeMap<String, KeptPicture>,
}

/// The scope as a key of a table.
pub fn scope_key(scope: &Scope) -> String {
    format!("{} / {} / {}", scope.cloud, scope.project, scope.region)
}

/// A creation that has been sent and has not ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptBuild {
    /// The cluster.
    pub cluster: ClusterId,
    /// Its name.
    pub name: String,
    /// The node groups that are still to be made once it stands.
    pub groups: Vec<GroupRequest>,
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
    /// The kubeconfig of it.
    pub kubeconfig: Option<String>,
    /// The context in that.
    pub context: Option<String>,
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

    use super::{KeptBuild, KeptCloud, KeptPicture, LastPlace, MOST_PICTURES, Settings};
    use crate::domain::draft::{ApiReach, ClusterDraft, GroupDraft, GroupRequest};
    use crate::domain::id::{ClusterId, TemplateId};
    use crate::domain::plan::estimate::Built;

    #[test]
    fn a_draft_is_kept_as_it_is_with_labels_that_no_shell_could_carry() {
        let draft = ClusterDraft {
            template: Some(TemplateId::new("t")),
            name: "网站".to_owned(),
            docker_volume_gib: Some(30),
            floating_ip: Some(false),
            load_balancer: Some(true),
            reach: ApiReach::Ranges,
            allowed_ranges: "192.0.2.0/24".to_owned(),
            labels: vec![
                ("a".to_owned(), "x=1,y;\"z\"\n".to_owned()),
                (String::new(), String::new()),
            ],
            dropped: ["b".to_owned()].into(),
            groups: vec![GroupDraft {
                name: "gpu".to_owned(),
                node_count: 2,
                flavor: String::new(),
            }],
            ..ClusterDraft::new()
        };
        let build = KeptBuild {
            cluster: ClusterId::new("c"),
            name: "web".to_owned(),
            groups: vec![GroupRequest {
                name: "gpu".to_owned(),
                node_count: 2,
                flavor: None,
            }],
        };
        let built = Built {
            cluster: ClusterId::new("c"),
            template: TemplateId::new("t"),
            secs: 241,
        };
        let settings = Settings {
            drafts: BTreeMap::from([("prod / web / 北京".to_owned(), draft)]),
            builds: BTreeMap::from([("prod / web / 北京".to_owned(), vec![build])]),
            built: BTreeMap::from([("prod / web / 北京".to_owned(), vec![built])]),
            ..Settings::default()
        };
        let text = toml::to_string(&settings).unwrap();
        assert_eq!(toml::from_str::<Settings>(&text).unwrap(), settings);
        let of_another_version = text.replace("\"ranges\"", "\"by-passkey\"");
        let read = toml::from_str::<Settings>(&of_another_version).unwrap();
        assert!(
            read.drafts
                .values()
                .all(|draft| draft.reach == ApiReach::Template)
        );
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
