//! The clouds that can be opened: those of clouds.yaml and those that were set up here, with where somebody worked last.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::cloud_settings;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Identity};
use crate::domain::secret::Secret;
use crate::message::SecretSource;
use crate::platform::settings::{KeptCloud, LastPlace, Settings};

/// Both lists, and the names in them.
#[derive(Debug, Default)]
pub(crate) struct Clouds {
    found: Option<CloudChoices>,
    /// As the settings have them, and as they are shown.
    stored: Vec<CloudChoice>,
    kept: Vec<CloudChoice>,
    taken: BTreeSet<String>,
}

impl Clouds {
    /// The clouds that the settings keep; clouds.yaml is yet to be read.
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut clouds = Self::default();
        clouds.take_kept(settings);
        clouds
    }

    /// What was found; `None` while it is being read.
    pub(crate) fn found(&self) -> Option<&CloudChoices> {
        self.found.as_ref()
    }

    /// Those that were set up here.
    pub(crate) fn kept(&self) -> &[CloudChoice] {
        &self.kept
    }

    /// One of them as the settings have it, also where its name is taken by now.
    pub(crate) fn stored(&self, name: &str) -> Option<&CloudChoice> {
        self.stored.iter().find(|one| one.name == name)
    }

    /// Every name in both lists.
    pub(crate) fn taken(&self) -> &BTreeSet<String> {
        &self.taken
    }

    /// Takes over what was found.
    pub(crate) fn take_found(&mut self, found: Option<CloudChoices>) {
        self.found = found;
        self.name_all();
    }

    /// Takes over what the settings keep.
    pub(crate) fn take_kept(&mut self, settings: &Settings) {
        self.stored = settings.clouds.iter().map(choice).collect();
        self.name_all();
    }

    fn name_all(&mut self) {
        let found = self.found.iter().flat_map(|found| &found.clouds);
        self.taken = found.map(|one| one.name.clone()).collect();
        // A name is what a cloud is opened by: of two with one name, ours waits until it has another.
        let shown = |one: &CloudChoice| CloudChoice {
            profile: if self.taken.contains(&one.name) {
                Err(Problem::new(ProblemKind::CloudEntryBroken {
                    cloud: one.name.clone(),
                    setting: "name",
                    detail: "clouds.yaml has a cloud of this name".to_owned(),
                }))
            } else {
                one.profile.clone()
            },
            ..one.clone()
        };
        self.kept = self.stored.iter().map(shown).collect();
        self.taken.extend(self.stored.iter().map(|one| one.name.clone()));
    }

    /// The cloud of this name; one of clouds.yaml before one of ours.
    pub(crate) fn find(&self, name: &str) -> Option<&CloudChoice> {
        let found = self.found.iter().flat_map(|found| &found.clouds);
        found.chain(&self.kept).find(|one| one.name == name)
    }

    /// Notes why the cloud of this name cannot be opened, where it cannot.
    pub(crate) fn miss(&mut self, name: &str) {
        let why = match self.find(name).map(|one| &one.profile) {
            Some(Ok(_)) => return,
            Some(Err(problem)) => problem.clone(),
            None => Problem::new(ProblemKind::CloudUnknown {
                name: name.to_owned(),
                known: self.taken.iter().cloned().collect(),
            }),
        };
        if let Some(found) = &mut self.found
            && found.problem.is_none()
        {
            found.problem = Some(why);
        }
    }

    /// The one-time passcode that a file or the environment has for this profile.
    pub(crate) fn passcode_of(&self, profile: &CloudProfile) -> Option<Secret> {
        self.entry_of(profile)?.passcode.clone()
    }

    /// The entry of this profile's own cloud. A secret of a file is for the cloud that stands there, not for one of ours
    /// that has its name.
    fn entry_of(&self, profile: &CloudProfile) -> Option<&CloudChoice> {
        self.find(&profile.name).filter(|one| {
            let theirs = one
                .profile
                .as_ref()
                .map(|theirs| (&theirs.auth_url, &theirs.identity));
            theirs == Ok((&profile.auth_url, &profile.identity))
        })
    }

    /// Where the secret of this profile comes from when nobody types it.
    pub(crate) fn secret_of(&self, profile: &CloudProfile) -> SecretSource {
        if matches!(profile.identity, Identity::Browser { .. }) {
            return SecretSource::Browser;
        }
        match self.entry_of(profile).and_then(|one| one.secret.clone()) {
            Some(secret) => SecretSource::Given {
                secret,
                remember: false,
            },
            None => SecretSource::Keyring,
        }
    }

    /// Keeps a cloud; `instead_of` is the name it had before.
    pub(crate) fn keep(&mut self, settings: &mut Settings, profile: &CloudProfile, instead_of: Option<&str>) {
        let cloud = KeptCloud {
            name: profile.name.clone(),
            settings: cloud_settings::settings(profile).into_iter().collect(),
        };
        let old = instead_of.unwrap_or(&profile.name);
        match settings.clouds.iter_mut().find(|one| one.name == old) {
            Some(place) => *place = cloud,
            None => settings.clouds.push(cloud),
        }
        self.take_kept(settings);
    }

    /// Forgets a cloud that was kept; gives its profile, so that its secret can go too.
    pub(crate) fn forget(&mut self, settings: &mut Settings, name: &str) -> Option<Arc<CloudProfile>> {
        let profile = self.stored(name)?.profile.clone();
        settings.clouds.retain(|one| one.name != name);
        settings.places.remove(name);
        self.take_kept(settings);
        profile.ok()
    }

    /// Every profile that may have a secret of ours in the keyring.
    pub(crate) fn profiles(&self) -> Vec<Arc<CloudProfile>> {
        let found = self.found.iter().flat_map(|found| &found.clouds);
        found
            .chain(&self.stored)
            .filter_map(|one| one.profile.clone().ok())
            .collect()
    }

    /// The place to keep for this profile, where the cloud is one of the lists.
    pub(crate) fn place(&self, to: &CloudProfile) -> Option<(String, LastPlace)> {
        let own = self.find(&to.name)?.profile.as_ref().ok()?;
        let place = LastPlace {
            instead_of: place_of(own),
            region: to.region.clone(),
            scope: cloud_settings::of_scope(&to.auth_scope),
        };
        Some((to.name.clone(), place))
    }
}

/// The profile led to where somebody worked last, unless its own settings say something else by now.
pub(crate) fn at_last_place(settings: &Settings, profile: &Arc<CloudProfile>) -> Arc<CloudProfile> {
    match settings.places.get(&profile.name) {
        Some(place) if place.instead_of == place_of(profile) => Arc::new(CloudProfile {
            auth_scope: cloud_settings::scope_of(&place.scope),
            region: place.region.clone(),
            ..CloudProfile::clone(profile)
        }),
        Some(_) | None => Arc::clone(profile),
    }
}

fn place_of(profile: &CloudProfile) -> String {
    let scope = profile.scope();
    format!("{} · {}", scope.project, scope.region)
}

/// Ours as one of the list. It stands in no file.
fn choice(kept: &KeptCloud) -> CloudChoice {
    CloudChoice {
        name: kept.name.clone(),
        file: PathBuf::new(),
        line: None,
        profile: cloud_settings::profile(&kept.name, &kept.settings).map(Arc::new),
        secret: None,
        passcode: None,
        warnings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Clouds, at_last_place};
    use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
    use crate::domain::profile::{AuthScope, CloudProfile, Identity};
    use crate::domain::secret::Secret;
    use crate::message::SecretSource;
    use crate::platform::settings::Settings;

    fn profile(name: &str, url: &str) -> CloudProfile {
        CloudProfile::new(name, url, Identity::Token)
    }

    #[test]
    fn a_cloud_is_kept_renamed_and_forgotten() {
        let mut settings = Settings::default();
        let mut clouds = Clouds::new(&settings);
        clouds.keep(&mut settings, &profile("a", "https://a"), None);
        clouds.keep(&mut settings, &profile("b", "https://b"), Some("a"));
        assert_eq!(clouds.taken().iter().collect::<Vec<_>>(), ["b"]);
        assert_eq!(clouds.kept()[0].profile.as_ref().unwrap().auth_url, "https://b");
        assert!(clouds.forget(&mut settings, "b").is_some());
        assert!(settings.clouds.is_empty() && clouds.kept().is_empty());
    }

    #[test]
    fn a_secret_of_a_file_is_never_used_for_another_cloud_of_that_name() {
        let mut clouds = Clouds::default();
        clouds.take_found(Some(CloudChoices {
            clouds: vec![CloudChoice {
                name: "prod".to_owned(),
                file: "clouds.yaml".into(),
                line: None,
                profile: Ok(Arc::new(profile("prod", "https://a"))),
                secret: Some(Secret::new("s3cret")),
                passcode: None,
                warnings: Vec::new(),
            }],
            ..CloudChoices::default()
        }));
        let source = |url| clouds.secret_of(&profile("prod", url));
        assert!(matches!(source("https://a"), SecretSource::Given { .. }));
        assert!(matches!(source("https://b"), SecretSource::Keyring));
    }

    #[test]
    fn the_last_place_is_gone_back_to_until_the_file_says_otherwise() {
        let mut settings = Settings::default();
        let mut clouds = Clouds::default();
        let own = profile("prod", "https://a");
        clouds.keep(&mut settings, &own, None);
        let elsewhere = CloudProfile {
            auth_scope: AuthScope::System,
            region: Some("RegionTwo".to_owned()),
            ..own.clone()
        };
        settings.places.extend(clouds.place(&elsewhere));
        assert_eq!(*at_last_place(&settings, &Arc::new(own.clone())), elsewhere);
        let changed = Arc::new(CloudProfile {
            region: Some("RegionThree".to_owned()),
            ..own
        });
        assert_eq!(at_last_place(&settings, &changed), changed);
    }
}
