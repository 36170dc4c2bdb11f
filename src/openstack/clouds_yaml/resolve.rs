//! Puts what a vendor, the entry and a region say upon each other, and reads the result.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::cloud_choice::{ConfigWarning, ConfigWarningKind};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Interface, ProfileSource, TlsPolicy};
use crate::openstack::clouds_yaml::CloudEntry;
use crate::openstack::clouds_yaml::entry::Entry;
use crate::openstack::clouds_yaml::regions::{self, Region, Regions};
use crate::openstack::clouds_yaml::settings::Settings;
use crate::openstack::clouds_yaml::spelling;
use crate::openstack::clouds_yaml::tree::Style;
use crate::openstack::clouds_yaml::vendors::{Vendor, Vendors};

/// One entry before it is understood.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) style: Style,
    /// File and line of its name; `None` for the environment's.
    pub(super) file: Option<(PathBuf, Option<u32>)>,
    /// What it says; `None` where it is no mapping.
    pub(super) settings: Result<Option<Settings>, Problem>,
}

impl Draft {
    fn place(&self) -> ProfileSource {
        match &self.file {
            Some((file, line)) => ProfileSource::File {
                file: file.clone(),
                line: *line,
            },
            None => ProfileSource::Variable("OS_*".to_owned()),
        }
    }
}

/// Understands an entry, in the region that is wished for where one is.
pub(super) fn understood(
    draft: Draft,
    vendors: &Vendors<'_>,
    wish: Option<(String, ProfileSource)>,
) -> CloudEntry {
    let place = draft.place();
    let name = clean(&draft.name);
    let (file, line) = draft.file.unwrap_or_default();
    let mut warnings = Vec::new();
    if draft.style == Style::Plain && spelling::differs(&draft.name) {
        warnings.push(ConfigWarning {
            setting: name.clone(),
            place: Some(place.clone()),
            kind: ConfigWarningKind::Unquoted,
        });
    }
    let mut read = CloudEntry {
        profile: Err(broken(&name, "auth", &format!("is missing ({place})"))),
        name,
        file,
        line,
        secret: None,
        passcode: None,
        warnings,
    };
    match draft.settings {
        Err(problem) => read.profile = Err(problem),
        Ok(None) => {}
        Ok(Some(own)) => {
            let layers = layers(&mut read, own, vendors, (&place, wish));
            match layers {
                Ok((settings, region)) => understand(&mut read, &settings, (place, region)),
                Err(problem) => read.profile = Err(problem),
            }
        }
    }
    read
}

/// A region's name and where it was named, with every region that is listed.
struct Regional {
    chosen: Option<(String, ProfileSource)>,
    listed: Vec<String>,
}

/// Vendor, entry and region upon each other.
fn layers(
    read: &mut CloudEntry,
    own: Settings,
    vendors: &Vendors<'_>,
    (place, wish): (&ProfileSource, Option<(String, ProfileSource)>),
) -> Result<(Settings, Regional), Problem> {
    let mut settings = Settings::default();
    let named = own.beside("profile").or_else(|| own.beside("cloud"));
    if let Some((setting, scalar)) = named.and_then(|setting| Some((setting, setting.scalar()?))) {
        let word = match vendors.find(scalar.text.trim()) {
            Vendor::Known(known, word) => {
                settings = known;
                word
            }
            Vendor::Unknown(word) => Some(word),
            Vendor::Broken(problem) => return Err(problem),
        };
        read.warnings.extend(word.map(|kind| ConfigWarning {
            setting: "profile".to_owned(),
            place: Some(setting.place.clone()),
            kind,
        }));
    }
    let regions = regions::regions(&own, &settings)
        .map_err(|words| broken(&read.name, "regions", &format!("{words} ({place})")))?;
    settings.overlay(own);
    let listed = if regions.listed {
        regions.known.iter().map(|region| region.name.clone()).collect()
    } else {
        Vec::new()
    };
    let chosen = match choose(regions, wish)? {
        Chosen::Known(region) => {
            settings.overlay_said(region.values);
            Some((region.name, region.place))
        }
        Chosen::Wished(wish) => Some(wish),
        Chosen::Nothing => None,
    };
    Ok((settings, Regional { chosen, listed }))
}

enum Chosen {
    Known(Region),
    Wished((String, ProfileSource)),
    Nothing,
}

/// The region that is wished for, where it can be told that there is one; else the first of the list.
fn choose(regions: Regions, wish: Option<(String, ProfileSource)>) -> Result<Chosen, Problem> {
    let Some((name, place)) = wish else {
        return Ok(regions
            .known
            .into_iter()
            .next()
            .map_or(Chosen::Nothing, Chosen::Known));
    };
    // A single region is where the entry begins, not all there is.
    if !regions.listed {
        return Ok(Chosen::Wished((name, place)));
    }
    let known = regions.known.iter().map(|region| region.name.clone()).collect();
    match regions.known.into_iter().find(|region| region.name == name) {
        Some(region) => Ok(Chosen::Known(Region { place, ..region })),
        None => Err(Problem::new(ProblemKind::RegionMissing { region: name, known })),
    }
}

/// Reads the settings of the entry.
fn understand(read: &mut CloudEntry, settings: &Settings, (place, region): (ProfileSource, Regional)) {
    let name = read.name.clone();
    let mut entry = Entry {
        name: &name,
        place,
        settings,
        region: region.chosen.as_ref().map(|(name, _)| name.clone()),
        used: BTreeMap::new(),
        warnings: std::mem::take(&mut read.warnings),
    };
    read.profile = profile(&mut entry, &region);
    (read.secret, read.passcode) = entry.secrets();
    if let Ok(profile) = &mut read.profile {
        profile.sources = entry.used;
    }
    read.warnings = entry.warnings;
}

fn profile(entry: &mut Entry<'_>, region: &Regional) -> Result<CloudProfile, Problem> {
    if entry.settings.has_odd_auth() {
        return Err(entry.broken("auth", "is no mapping"));
    }
    let sign_in = entry.sign_in()?;
    let mut profile = CloudProfile {
        name: entry.name.to_owned(),
        display_name: None,
        source: Some(entry.place.clone()),
        auth_url: String::new(),
        identity: sign_in.identity,
        auth_scope: sign_in.scope,
        region: None,
        regions: region.listed.clone(),
        interface: Interface::default(),
        tls: TlsPolicy::default(),
        client_certificate: None,
        plain_http_accepted: false,
        cluster_proxy: None,
        endpoint_overrides: BTreeMap::new(),
        sources: BTreeMap::new(),
    };
    if let Some((name, place)) = &region.chosen {
        profile.region = Some(name.clone());
        entry.used.insert("region_name".to_owned(), place.clone());
    }
    entry.reach(&mut profile)?;
    Ok(profile)
}

fn broken(cloud: &str, setting: &'static str, detail: &str) -> Problem {
    Problem::new(ProblemKind::CloudEntryBroken {
        cloud: cloud.to_owned(),
        setting,
        detail: detail.to_owned(),
    })
}
