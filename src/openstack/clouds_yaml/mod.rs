//! The clouds that a person has, as the stock OpenStack client reads them: clouds.yaml with secure.yaml laid over it, vendor
//! profiles, and the environment's cloud. Files and variables are read elsewhere; here are only their texts.
//!
//! A broken entry is a problem of that entry; the others can be used. Where this reader differs from the stock client it is
//! on purpose: `tests/fixtures/config/expected.json` says each case with its reason.

mod document;
mod entry;
mod overrides;
mod regions;
mod resolve;
mod settings;
mod spelling;
pub(crate) mod tree;
mod variables;
mod vendors;
mod ways;
mod written;

use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::cloud_choice::ConfigWarning;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, ProfileSource};
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::document::Item;
use crate::openstack::clouds_yaml::resolve::{Draft, understood};
use crate::openstack::clouds_yaml::settings::Settings;
use crate::openstack::clouds_yaml::tree::{Node, Style};
use crate::openstack::clouds_yaml::vendors::Vendors;

pub use overrides::Overrides;
pub use variables::Variable;
pub use written::{Written, written};

/// A file and what stands in it.
#[derive(Clone)]
pub struct FileText {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
}

impl std::fmt::Debug for FileText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileText")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl FileText {
    /// The text of a file's bytes: UTF-8, or UTF-16 as some editors of Windows write it.
    ///
    /// # Errors
    /// It is neither.
    pub fn from_bytes(path: PathBuf, bytes: &[u8]) -> Result<Self, Problem> {
        let wide = |rest: &[u8], join: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
                .map(join)
                .collect();
            String::from_utf16(&units).ok()
        };
        let text = match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
            [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
            bytes => String::from_utf8(bytes.to_vec()).ok(),
        };
        match text {
            Some(text) => Ok(Self { path, text }),
            None => Err(Problem::new(ProblemKind::FileUnreadable {
                file: path.display().to_string(),
                detail: "neither UTF-8 nor UTF-16".to_owned(),
            })),
        }
    }
}

/// Everything that clouds are read from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// clouds.yaml.
    pub clouds: Option<FileText>,
    /// secure.yaml.
    pub secure: Option<FileText>,
    /// clouds-public.yaml.
    pub public: Option<FileText>,
    /// The `OS_…` variables.
    pub variables: Vec<Variable>,
}

/// One cloud.
#[derive(Clone, Debug)]
pub struct CloudEntry {
    /// Its name.
    pub name: String,
    /// The file it stands in; empty for the environment's.
    pub file: PathBuf,
    /// Line of its name, from 1.
    pub line: Option<u32>,
    /// How to reach it, or what is wrong with the entry.
    pub profile: Result<CloudProfile, Problem>,
    /// The secret that stands in one of the files, if one does.
    pub secret: Option<Secret>,
    /// The one-time passcode beside a password, if one is given.
    pub passcode: Option<Secret>,
    /// What is worth a word although the entry can be used.
    pub warnings: Vec<ConfigWarning>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Clouds {
    /// The environment's cloud, then those of the files in their order.
    pub entries: Vec<CloudEntry>,
    /// The cloud that is meant where none is named.
    pub default: Option<String>,
    /// Why there is nothing of clouds.yaml.
    pub problem: Option<Problem>,
    /// What is wrong with the other files.
    pub troubles: Vec<Problem>,
}

/// Reads the clouds of one file, in its order.
///
/// # Errors
/// The file itself is broken.
pub fn parse(clouds: &FileText, secure: Option<&FileText>) -> Result<Vec<CloudEntry>, Problem> {
    let sources = Sources {
        clouds: Some(clouds.clone()),
        secure: secure.cloned(),
        ..Sources::default()
    };
    let read = read(&sources, &Overrides::default());
    match read.problem.or_else(|| read.troubles.into_iter().next()) {
        Some(problem) => Err(problem),
        None => Ok(read.entries),
    }
}

/// Reads any bytes as a clouds.yaml and says how many entries there are and how many of them can be used; the door for
/// fuzzing.
pub fn read_bytes(bytes: &[u8]) -> (usize, usize) {
    let Ok(file) = FileText::from_bytes(PathBuf::from("clouds.yaml"), bytes) else {
        return (0, 0);
    };
    let sources = Sources {
        clouds: Some(file),
        ..Sources::default()
    };
    let clouds = read(&sources, &Overrides::default());
    let usable = clouds
        .entries
        .iter()
        .filter(|entry| entry.profile.is_ok())
        .count();
    (clouds.entries.len(), usable)
}

/// Reads every cloud. Troubles are part of the answer.
pub fn read(sources: &Sources, overrides: &Overrides) -> Clouds {
    let mut clouds = Clouds::default();
    let mut drafts = Vec::new();
    if let Some(file) = &sources.clouds {
        match document::read(file, "clouds") {
            Ok(items) => drafts.extend(items.into_iter().map(|item| draft(item, file))),
            Err(problem) => clouds.problem = Some(problem),
        }
    }
    if let Some(file) = &sources.secure {
        match document::read(file, "clouds") {
            Ok(items) => lay_over(&mut drafts, items, file, &mut clouds.troubles),
            Err(problem) => clouds.troubles.push(problem),
        }
    }
    add_environment(&mut drafts, &sources.variables);
    clouds.default = default_of(&drafts, &sources.variables);
    let (vendors, problem) = Vendors::read(sources.public.as_ref());
    clouds.troubles.extend(problem);
    let variable_region = overrides
        .cloud
        .as_ref()
        .and_then(|_| variables::value(&sources.variables, "OS_REGION_NAME"));
    let default = clouds.default.clone();
    clouds.entries = drafts
        .into_iter()
        .map(|draft| {
            let meant = overrides.mean(&draft.name, default.as_deref());
            let region = if meant {
                let flag = overrides
                    .region
                    .clone()
                    .map(|name| (name, ProfileSource::Flag("--os-region-name".to_owned())));
                flag.or_else(|| {
                    let place = ProfileSource::Variable("OS_REGION_NAME".to_owned());
                    variable_region.clone().map(|name| (name, place))
                })
            } else {
                None
            };
            let mut entry = understood(draft, &vendors, region);
            if let (true, Ok(profile)) = (meant, &mut entry.profile) {
                overrides.apply(profile);
            }
            entry
        })
        .collect();
    clouds
}

/// Reads variables that stand in a file, as the cloud of this name.
pub(crate) fn of_variables(name: &str, file: PathBuf, variables: &[Variable]) -> CloudEntry {
    let draft = Draft {
        name: name.to_owned(),
        style: Style::Quoted,
        file: Some((file, None)),
        settings: Ok(Some(variables::settings(variables).unwrap_or_default())),
    };
    understood(draft, &Vendors::read(None).0, None)
}

fn draft(item: Item, file: &FileText) -> Draft {
    let settings = item.node.map(|node| match &node {
        Node::Map(_) => Some(Settings::of_file(&node, &file.path)),
        Node::Nothing | Node::Text(_) | Node::List(_) => None,
    });
    Draft {
        name: item.key.name,
        style: item.key.style,
        file: Some((file.path.clone(), item.key.line)),
        settings,
    }
}

/// Lays secure.yaml over. An entry of it that cannot be read is a trouble beside; the cloud then asks for its secret.
fn lay_over(drafts: &mut Vec<Draft>, items: Vec<Item>, file: &FileText, troubles: &mut Vec<Problem>) {
    for item in items {
        let above = draft(item, file);
        let Some(below) = drafts.iter_mut().find(|known| known.name == above.name) else {
            drafts.push(above);
            continue;
        };
        match (&mut below.settings, above.settings) {
            (Ok(Some(below)), Ok(Some(above))) => below.overlay(above),
            (Ok(below @ None), Ok(above)) => *below = above,
            (_, Err(problem)) => troubles.push(problem),
            (Ok(Some(_)) | Err(_), Ok(_)) => {}
        }
    }
}

/// The environment's cloud comes first: whoever set variables in this shell means them. A file's cloud of its name cannot be
/// told from it.
fn add_environment(drafts: &mut Vec<Draft>, variables: &[Variable]) {
    let name = variables::name(variables);
    if let Some(twin) = drafts.iter_mut().find(|draft| draft.name == name) {
        let file = twin.file.as_ref().map(|(file, _)| file.display().to_string());
        twin.settings = Err(Problem::new(ProblemKind::CloudNameClash {
            cloud: clean(&name),
            file: file.unwrap_or_default(),
        }));
        return;
    }
    if let Some(settings) = variables::settings(variables) {
        let draft = Draft {
            name,
            style: Style::Quoted,
            file: None,
            settings: Ok(Some(settings)),
        };
        drafts.insert(0, draft);
    }
}

/// `OS_CLOUD`, else the environment's cloud, else the only one.
fn default_of(drafts: &[Draft], variables: &[Variable]) -> Option<String> {
    variables::value(variables, "OS_CLOUD")
        .or_else(|| {
            let environment = drafts.iter().find(|draft| draft.file.is_none());
            environment.map(|draft| draft.name.clone())
        })
        .or_else(|| match drafts {
            [only] => Some(only.name.clone()),
            _ => None,
        })
        .map(|name| clean(&name))
}

#[cfg(test)]
mod tests;
