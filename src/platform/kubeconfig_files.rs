//! The user's kubeconfigs on disk: which there are, saving an access as one of its own, adding it to one that exists.

use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::domain::file_name::FileName;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::secret::Secret;
use crate::kubeconfig::MAX_BYTES;
use crate::kubeconfig::access::{Access, Names};
use crate::kubeconfig::files::{Listed, listed, target};
use crate::kubeconfig::merge::{OnClash, Undo, check, has_context, merge};
use crate::platform::safe_write::{Disk, Rewrite, Written, rewrite};

/// Where a file of its own is saved when nobody says otherwise: `.kube` in the home folder, which kubectl does not read by
/// itself.
///
/// # Errors
/// On a machine without a home folder.
pub fn own_file(name: &FileName) -> Result<PathBuf, FileTrouble> {
    Ok(kube_folder()?.join(name.as_str()))
}

/// The user's kubeconfig that this context belongs into: of those that `KUBECONFIG` lists, or `.kube/config`.
///
/// # Errors
/// On a machine without a home folder where `KUBECONFIG` names nothing.
pub fn users_file(disk: &dyn Disk, context: &str) -> Result<PathBuf, FileTrouble> {
    #[expect(clippy::disallowed_methods, reason = "the environment is read in this room")]
    let listed = std::env::var("KUBECONFIG").ok().as_deref().and_then(listed);
    match listed {
        None => Ok(kube_folder()?.join("config")),
        Some(paths) => choose(disk, paths, context).ok_or(FileTrouble::NoHome),
    }
}

fn choose(disk: &dyn Disk, paths: Vec<PathBuf>, context: &str) -> Option<PathBuf> {
    let files: Vec<Listed> = paths
        .into_iter()
        .map(|path| {
            // What cannot be read owns nothing; writing to it will say why.
            let text = disk
                .read(&path, MAX_BYTES)
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            Listed {
                exists: matches!(disk.about(&path), Ok(Some(_))),
                owns_context: text.is_some_and(|text| has_context(&text, context)),
                path,
            }
        })
        .collect();
    target(&files).map(Path::to_owned)
}

/// Saves the access as a file of its own. A file that is there already is only replaced where it is this cluster's.
///
/// # Errors
/// Why nothing was written.
pub fn save_as(disk: &dyn Disk, path: &Path, access: &Access) -> Result<Written, FileTrouble> {
    save_text(disk, path, (&access.names, &access.file()))
}

/// Adds the access to a kubeconfig, or brings it up to date there.
///
/// # Errors
/// Why the file was left as it is.
pub fn add_to(disk: &dyn Disk, path: &Path, access: &Access) -> Result<Written, FileTrouble> {
    add_undoably(disk, path, access).map(|(written, _)| written)
}

/// The same, with the way back.
///
/// # Errors
/// Why the file was left as it is.
pub fn add_undoably(disk: &dyn Disk, path: &Path, access: &Access) -> Result<(Written, Undo), FileTrouble> {
    let mut merging = Merging {
        path,
        access,
        undo: None,
    };
    let written = rewrite(disk, path, MAX_BYTES, &mut merging)?;
    let undo = merging.undo.ok_or_else(|| FileTrouble::Failed {
        file: path.display().to_string(),
        detail: "nothing was merged".to_owned(),
    })?;
    Ok((written, undo))
}

/// Takes a merge back, also where others have written to the file since.
///
/// # Errors
/// Why the file was left as it is.
pub fn take_back(disk: &dyn Disk, path: &Path, undo: &Undo) -> Result<Written, FileTrouble> {
    rewrite(disk, path, MAX_BYTES, &mut TakingBack { path, undo })
}

/// Saves `ca.pem`, `cert.pem`, `key.pem` and `config` into a folder, which is made where there is none. The `config` decides
/// whether the folder is this cluster's: it is written first, and where it is not, nothing is.
///
/// # Errors
/// Why nothing, or not everything, was written.
pub fn save_folder(disk: &dyn Disk, folder: &Path, access: &Access) -> Result<Written, FileTrouble> {
    let config = folder.join("config");
    let is_new = matches!(disk.about(&config), Ok(None));
    let files = [
        ("ca.pem", Secret::new(access.authority.as_str())),
        ("cert.pem", Secret::new(access.certificate.as_str())),
        ("key.pem", access.key.clone()),
    ];
    for (name, _) in files.iter().filter(|_| is_new) {
        let file = folder.join(name);
        if !matches!(disk.about(&file), Ok(None)) {
            return Err(FileTrouble::AlreadyThere {
                file: file.display().to_string(),
            });
        }
    }
    let written = save_as(disk, &config, access)?;
    for (name, text) in files {
        rewrite(disk, &folder.join(name), MAX_BYTES, &mut Whole { text })?;
    }
    Ok(Written {
        file: folder.to_owned(),
        ..written
    })
}

/// Saves a kubeconfig that was made elsewhere as a file of its own, by the same rule as [`save_as`].
///
/// # Errors
/// Why nothing was written.
pub fn save_text(
    disk: &dyn Disk,
    path: &Path,
    (names, text): (&Names, &Secret),
) -> Result<Written, FileTrouble> {
    rewrite(disk, path, MAX_BYTES, &mut OwnFile { path, names, text })
}

fn kube_folder() -> Result<PathBuf, FileTrouble> {
    BaseDirs::new()
        .map(|dirs| dirs.home_dir().join(".kube"))
        .ok_or(FileTrouble::NoHome)
}

struct OwnFile<'a> {
    path: &'a Path,
    names: &'a Names,
    text: &'a Secret,
}

impl Rewrite for OwnFile<'_> {
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble> {
        let is_ours = |old: &str| has_context(old, &self.names.context) && old.contains(&self.names.cluster);
        match old {
            Some(old) if !old.is_empty() && !is_ours(old) => Err(FileTrouble::AlreadyThere {
                file: self.path.display().to_string(),
            }),
            Some(_) | None => Ok(self.text.clone()),
        }
    }

    fn is_sound(&self, text: &str) -> bool {
        check(text).is_ok()
    }
}

/// A file that says nothing but this.
struct Whole {
    text: Secret,
}

impl Rewrite for Whole {
    fn text(&mut self, _old: Option<&str>) -> Result<Secret, FileTrouble> {
        Ok(self.text.clone())
    }

    fn is_sound(&self, text: &str) -> bool {
        text == self.text.expose()
    }
}

struct TakingBack<'a> {
    path: &'a Path,
    undo: &'a Undo,
}

impl Rewrite for TakingBack<'_> {
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble> {
        self.undo
            .applied(old.unwrap_or_default())
            .ok_or_else(|| FileTrouble::KeepsChanging {
                file: self.path.display().to_string(),
            })
    }

    fn is_sound(&self, text: &str) -> bool {
        check(text).is_ok()
    }
}

struct Merging<'a> {
    path: &'a Path,
    access: &'a Access,
    undo: Option<Undo>,
}

impl Rewrite for Merging<'_> {
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble> {
        merge(old.unwrap_or_default(), self.access, OnClash::Refuse)
            .map(|merged| {
                self.undo = Some(merged.undo);
                merged.text
            })
            .map_err(|refusal| refusal.of_file(self.path.display().to_string()))
    }

    fn is_sound(&self, text: &str) -> bool {
        check(text).is_ok()
    }
}
