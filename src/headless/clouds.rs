//! The clouds that can be chosen: as found on this machine, with what the command line changes.

use std::path::Path;
use std::sync::Arc;

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, ProfileSource, TlsPolicy};
use crate::headless::args::CloudArguments;
use crate::openstack::clouds_yaml::{self, CloudEntry, FileText, Overrides, Sources, Variable};
use crate::openstack::openrc;
use crate::platform::cloud_files::{self, FoundFile};

/// Reads the files and the environment. Troubles are part of the answer.
pub fn read(arguments: &CloudArguments) -> CloudChoices {
    let mut choices = match cloud_files::find(arguments.config.as_deref()) {
        Ok(found) => of_files(found, arguments),
        Err(problem) => CloudChoices {
            problem: Some(problem),
            ..CloudChoices::default()
        },
    };
    if let Some(file) = &arguments.openrc {
        match openrc_file(file) {
            Ok(choice) => {
                choices.default = Some(choice.name.clone());
                choices.clouds.retain(|cloud| cloud.name != choice.name);
                choices.clouds.insert(0, choice);
            }
            Err(problem) => choices.problem = Some(problem),
        }
    }
    choices
}

/// Reads an openrc file as a cloud; nothing of it is run.
///
/// # Errors
/// It cannot be read, or is no openrc file.
pub fn openrc_file(file: &Path) -> Result<CloudChoice, Problem> {
    let FoundFile { path, bytes } = cloud_files::one(file)?;
    openrc::read(&FileText::from_bytes(path, &bytes)?).map(choice)
}

/// Reads the text of an openrc file, pasted or dropped, as a cloud of this name.
///
/// # Errors
/// It is no openrc file.
pub fn openrc_text(name: &str, text: &str) -> Result<CloudChoice, Problem> {
    let file = FileText {
        path: name.into(),
        text: text.to_owned(),
    };
    openrc::read(&file).map(choice)
}

fn of_files(found: cloud_files::CloudFiles, arguments: &CloudArguments) -> CloudChoices {
    let mut troubles = found.troubles;
    let mut problem = None;
    let clouds = match found.clouds.map(text).transpose() {
        Ok(file) => file,
        Err(unreadable) => {
            problem = Some(unreadable);
            None
        }
    };
    let missing = clouds.is_none();
    let mut beside = |file: Option<FoundFile>| match file.map(text).transpose() {
        Ok(file) => file,
        Err(problem) => {
            troubles.push(problem);
            None
        }
    };
    let sources = Sources {
        clouds,
        secure: beside(found.secure),
        public: beside(found.public),
        variables: cloud_files::variables()
            .into_iter()
            .map(|(name, value)| Variable::of_environment(name, value))
            .collect(),
    };
    let read = clouds_yaml::read(&sources, &overrides(arguments));
    troubles.extend(read.troubles);
    let problem = problem.or(read.problem).or_else(|| {
        let searched = || {
            found
                .searched
                .iter()
                .map(|path| path.display().to_string())
                .collect()
        };
        (missing && read.entries.is_empty())
            .then(|| Problem::new(ProblemKind::CloudsFileMissing { searched: searched() }))
    });
    CloudChoices {
        clouds: read.entries.into_iter().map(choice).collect(),
        problem,
        searched: found.searched,
        default: read.default,
        troubles,
    }
}

fn text(file: FoundFile) -> Result<FileText, Problem> {
    FileText::from_bytes(file.path, &file.bytes)
}

fn overrides(arguments: &CloudArguments) -> Overrides {
    Overrides {
        cloud: named(arguments).map(str::to_owned),
        region: arguments.os_region_name.clone(),
        project: arguments.os_project_name.clone(),
        cacert: arguments.os_cacert.clone(),
        insecure: arguments.insecure,
    }
}

/// The cloud that `--os-cloud` or `OS_CLOUD` names; an empty name is none.
pub fn named(arguments: &CloudArguments) -> Option<&str> {
    arguments.os_cloud.as_deref().filter(|name| !name.is_empty())
}

/// The cloud that was named, else the one that is meant without a name.
///
/// # Errors
/// What is wrong with the file or the entry, or that there is no such cloud.
pub fn choose<'a>(choices: &'a CloudChoices, name: Option<&str>) -> Result<&'a CloudChoice, Problem> {
    let name = name
        .filter(|name| !name.is_empty())
        .or(choices.default.as_deref());
    let found = choices
        .clouds
        .iter()
        .find(|cloud| Some(cloud.name.as_str()) == name);
    match (found, &choices.problem) {
        (Some(cloud), _) => Ok(cloud),
        (None, Some(problem)) => Err(problem.clone()),
        (None, None) => {
            let known = choices.clouds.iter().map(|cloud| cloud.name.clone()).collect();
            Err(Problem::new(ProblemKind::CloudUnknown {
                name: name.unwrap_or_default().to_owned(),
                known,
            }))
        }
    }
}

fn choice(entry: CloudEntry) -> CloudChoice {
    CloudChoice {
        profile: entry.profile.map(|profile| Arc::new(with_whole_paths(profile))),
        name: entry.name,
        file: entry.file,
        line: entry.line,
        secret: entry.secret,
        passcode: entry.passcode,
        warnings: entry.warnings,
    }
}

/// The profile with the files that it names found on this machine.
fn with_whole_paths(mut profile: CloudProfile) -> CloudProfile {
    let beside = |setting: &str| match profile.sources.get(setting) {
        Some(ProfileSource::File { file, .. }) => Some(file.clone()),
        Some(ProfileSource::Variable(_) | ProfileSource::Flag(_) | ProfileSource::Vendor(_)) | None => None,
    };
    let (authority, certificate) = (beside("cacert").or_else(|| beside("verify")), beside("cert"));
    if let TlsPolicy::Authority(file) = &mut profile.tls {
        *file = cloud_files::meant(file, authority.as_deref());
    }
    if let Some(own) = &mut profile.client_certificate {
        own.certificate = cloud_files::meant(&own.certificate, certificate.as_deref());
        own.key = own
            .key
            .as_ref()
            .map(|key| cloud_files::meant(key, certificate.as_deref()));
    }
    profile
}
