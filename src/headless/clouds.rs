//! The clouds that can be chosen: clouds.yaml as found on this machine, with what the command line changes.

use std::sync::Arc;

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile, NameOrId, ProjectRef, TlsPolicy};
use crate::headless::args::CloudArguments;
use crate::openstack::clouds_yaml::{FileText, parse};
use crate::platform::cloud_files;

/// Reads clouds.yaml and secure.yaml. Troubles are part of the answer.
pub fn read(arguments: &CloudArguments) -> CloudChoices {
    let found = match cloud_files::find() {
        Ok(found) => found,
        Err(problem) => {
            return CloudChoices {
                problem: Some(problem),
                ..CloudChoices::default()
            };
        }
    };
    let Some((path, text)) = found.clouds else {
        let searched = found
            .searched
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let problem = Some(Problem::new(ProblemKind::CloudsFileMissing { searched }));
        return CloudChoices {
            clouds: Vec::new(),
            problem,
            searched: found.searched,
            ..CloudChoices::default()
        };
    };
    let secure = found.secure.map(|(path, text)| FileText { path, text });
    match parse(&FileText { path, text }, secure.as_ref()) {
        Err(problem) => CloudChoices {
            clouds: Vec::new(),
            problem: Some(problem),
            searched: found.searched,
            ..CloudChoices::default()
        },
        Ok(entries) => {
            let clouds = entries
                .into_iter()
                .map(|entry| CloudChoice {
                    profile: entry.profile.map(|profile| Arc::new(adjust(profile, arguments))),
                    name: entry.name,
                    file: entry.file,
                    line: entry.line,
                    secret: entry.secret,
                    passcode: None,
                    warnings: Vec::new(),
                })
                .collect();
            CloudChoices {
                clouds,
                problem: None,
                searched: found.searched,
                ..CloudChoices::default()
            }
        }
    }
}

/// The cloud that was named, else the only one there is.
///
/// # Errors
/// What is wrong with the file or the entry, or that there is no such cloud.
pub fn choose<'a>(choices: &'a CloudChoices, name: Option<&str>) -> Result<&'a CloudChoice, Problem> {
    if let Some(problem) = &choices.problem {
        return Err(problem.clone());
    }
    let unknown = |name: &str| {
        let known = choices.clouds.iter().map(|cloud| cloud.name.clone()).collect();
        Problem::new(ProblemKind::CloudUnknown {
            name: name.to_owned(),
            known,
        })
    };
    match (name, choices.clouds.as_slice()) {
        (Some(name), clouds) => clouds
            .iter()
            .find(|cloud| cloud.name == name)
            .ok_or_else(|| unknown(name)),
        (None, [only]) => Ok(only),
        (None, _) => Err(unknown("")),
    }
}

/// The profile with what the command line changes. Only the cloud that the command line is about is meant, but the flags
/// are harmless for the others: they are not opened by it.
fn adjust(mut profile: CloudProfile, arguments: &CloudArguments) -> CloudProfile {
    if let TlsPolicy::Authority(file) = &mut profile.tls {
        *file = cloud_files::at_home(file);
    }
    let meant = arguments
        .os_cloud
        .as_ref()
        .is_none_or(|name| *name == profile.name);
    if !meant {
        return profile;
    }
    if let Some(name) = &arguments.os_project_name {
        let domain = profile
            .auth_scope
            .project()
            .and_then(|project| project.domain.clone());
        profile.auth_scope = AuthScope::Project(ProjectRef {
            project: NameOrId::Name(name.clone()),
            domain,
        });
    }
    if let Some(region) = &arguments.os_region_name {
        profile.region = Some(region.clone());
    }
    if let Some(file) = &arguments.os_cacert {
        profile.tls = TlsPolicy::Authority(file.clone());
    }
    if arguments.insecure {
        profile.tls = TlsPolicy::Unchecked;
    }
    profile
}
