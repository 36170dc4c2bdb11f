//! A private key as a file of its own: new, whole or not there, and readable for its owner alone.

use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::domain::file_name::FileName;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::secret::Secret;
use crate::platform::safe_write::{Disk, Rewrite, rewrite};

/// More than the longest key.
const MAX_BYTES: u64 = 64 * 1024;

/// Where a key of this name is saved when nobody says otherwise: `.ssh` in the home folder.
pub fn usual(name: &str) -> Option<PathBuf> {
    let name = FileName::of(name, "", "pem");
    BaseDirs::new().map(|dirs| dirs.home_dir().join(".ssh").join(name.as_str()))
}

/// Whether nothing is there yet.
///
/// # Errors
/// [`FileTrouble::AlreadyThere`], or why that is not known.
pub fn is_free(disk: &dyn Disk, path: &Path) -> Result<(), FileTrouble> {
    let file = || path.display().to_string();
    match disk.about(path) {
        Ok(None) => Ok(()),
        Ok(Some(_)) => Err(FileTrouble::AlreadyThere { file: file() }),
        Err(error) => Err(FileTrouble::Failed {
            file: file(),
            detail: crate::domain::problem::system_words(&error),
        }),
    }
}

/// Writes the key into a new file.
///
/// # Errors
/// Why there is none; a file that was there already is never touched.
pub fn save(disk: &dyn Disk, path: &Path, key: &Secret) -> Result<(), FileTrouble> {
    is_free(disk, path)?;
    rewrite(disk, path, MAX_BYTES, &mut NewFile { path, key }).map(drop)
}

/// Removes a file that was just written.
///
/// # Errors
/// Why it is still there.
pub fn remove(disk: &dyn Disk, path: &Path) -> Result<(), FileTrouble> {
    disk.remove(path).map_err(|error| FileTrouble::Failed {
        file: path.display().to_string(),
        detail: crate::domain::problem::system_words(&error),
    })
}

struct NewFile<'a> {
    path: &'a Path,
    key: &'a Secret,
}

impl Rewrite for NewFile<'_> {
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble> {
        match old {
            None => Ok(self.key.clone()),
            Some(_) => Err(FileTrouble::AlreadyThere {
                file: self.path.display().to_string(),
            }),
        }
    }

    fn is_sound(&self, text: &str) -> bool {
        !text.is_empty()
    }
}
