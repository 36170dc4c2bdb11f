//! Finds clouds.yaml and secure.yaml where the OpenStack tools look for them. Nothing is ever written.
//!
//! The first file of each kind wins, in this order: the environment's, the current folder, the user's folders, the
//! machine's.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::domain::problem::{Problem, ProblemKind};

/// Most bytes of a file that are read.
const CAP: u64 = 1024 * 1024;
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// What was found.
#[derive(Clone, Default)]
pub struct CloudFiles {
    /// clouds.yaml and its text.
    pub clouds: Option<(PathBuf, String)>,
    /// secure.yaml and its text.
    pub secure: Option<(PathBuf, String)>,
    /// Every place that was looked at for clouds.yaml, in order.
    pub searched: Vec<PathBuf>,
}

impl std::fmt::Debug for CloudFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = |file: &Option<(PathBuf, String)>| file.as_ref().map(|(path, _)| path.clone());
        f.debug_struct("CloudFiles")
            .field("clouds", &path(&self.clouds))
            .field("secure", &path(&self.secure))
            .field("searched", &self.searched)
            .finish()
    }
}

/// Where to look.
#[derive(Clone, Debug, Default)]
struct Places {
    /// `OS_CLIENT_CONFIG_FILE`.
    clouds_file: Option<PathBuf>,
    /// `OS_CLIENT_SECURE_FILE`.
    secure_file: Option<PathBuf>,
    /// Folders, the most particular first.
    folders: Vec<PathBuf>,
}

/// Looks in the usual places. An error means that there is a file, and that it cannot be read.
pub fn find() -> Result<CloudFiles, Problem> {
    look(&places())
}

/// The file that a setting means: one that begins with `~` is in the user's home folder.
pub fn at_home(file: &Path) -> PathBuf {
    match (file.strip_prefix("~"), home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        (Ok(_) | Err(_), _) => file.to_owned(),
    }
}

fn look(places: &Places) -> Result<CloudFiles, Problem> {
    let mut searched = Vec::new();
    let clouds = first(&places.clouds_file, &places.folders, "clouds", &mut searched)?;
    let secure = first(&places.secure_file, &places.folders, "secure", &mut Vec::new())?;
    Ok(CloudFiles {
        clouds,
        secure,
        searched,
    })
}

fn first(
    named: &Option<PathBuf>,
    folders: &[PathBuf],
    stem: &str,
    searched: &mut Vec<PathBuf>,
) -> Result<Option<(PathBuf, String)>, Problem> {
    let in_folders = folders.iter().flat_map(|folder| {
        ENDINGS
            .iter()
            .map(move |ending| folder.join(format!("{stem}.{ending}")))
    });
    for path in named.iter().cloned().chain(in_folders) {
        if searched.contains(&path) {
            continue;
        }
        searched.push(path.clone());
        if let Some(text) = read(&path)? {
            return Ok(Some((path, text)));
        }
    }
    Ok(None)
}

/// The file's text; `None` where there is no such file.
fn read(path: &Path) -> Result<Option<String>, Problem> {
    let unreadable = |detail: String| {
        Problem::new(ProblemKind::FileUnreadable {
            file: path.display().to_string(),
            detail,
        })
    };
    // Only plain files: opening a pipe would wait for ever.
    match path.metadata() {
        Ok(about) if about.is_dir() => return Ok(None),
        Ok(about) if !about.is_file() => return Err(unreadable("not a plain file".to_owned())),
        Ok(_) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(error.to_string())),
    }
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let mut text = String::new();
    file.take(CAP + 1)
        .read_to_string(&mut text)
        .map_err(|error| unreadable(error.to_string()))?;
    if text.len() as u64 > CAP {
        return Err(unreadable(format!("longer than {CAP} bytes")));
    }
    Ok(Some(text))
}

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The user's home folder; inside a snap the real one.
fn home() -> Option<PathBuf> {
    variable("SNAP_REAL_HOME")
        .map(PathBuf::from)
        .or_else(|| BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the current folder is asked for"
)]
fn places() -> Places {
    let mut folders = Vec::new();
    // A program started from a menu stands in a folder that means nothing.
    if let Ok(current) = std::env::current_dir() {
        folders.push(current);
    }
    if let Some(home) = home() {
        if cfg!(target_os = "macos") {
            folders.push(home.join("Library/Application Support/openstack"));
        } else if cfg!(windows) {
            if let Some(dirs) = BaseDirs::new() {
                folders.push(dirs.data_local_dir().join("OpenStack").join("openstack"));
            }
        } else if let Some(config) = variable("XDG_CONFIG_HOME") {
            folders.push(Path::new(&config).join("openstack"));
        }
        folders.push(home.join(".config").join("openstack"));
    }
    folders.push(if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support/openstack")
    } else if cfg!(windows) {
        PathBuf::from("C:\\ProgramData\\OpenStack\\openstack")
    } else {
        PathBuf::from("/etc/openstack")
    });
    Places {
        clouds_file: variable("OS_CLIENT_CONFIG_FILE").map(PathBuf::from),
        secure_file: variable("OS_CLIENT_SECURE_FILE").map(PathBuf::from),
        folders,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Places, at_home, home, look};
    use crate::domain::problem::ProblemKind;

    /// A folder of the test's own, emptied before use.
    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!(
            "magnum-desktop-cloud-files-{name}-{}",
            std::process::id()
        ));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn the_first_file_wins_and_every_place_is_told() {
        let base = folder("order");
        let (near, far) = (base.join("near"), base.join("far"));
        fs::create_dir_all(&near).unwrap();
        fs::create_dir_all(&far).unwrap();
        fs::write(far.join("clouds.yaml"), "far").unwrap();
        fs::write(near.join("clouds.yml"), "near").unwrap();
        fs::write(far.join("secure.json"), "{}").unwrap();
        let mut places = Places {
            folders: vec![near.clone(), far.clone()],
            ..Places::default()
        };
        let found = look(&places).unwrap();
        assert_eq!(found.clouds, Some((near.join("clouds.yml"), "near".to_owned())));
        assert_eq!(found.secure, Some((far.join("secure.json"), "{}".to_owned())));
        assert_eq!(
            found.searched,
            [near.join("clouds.yaml"), near.join("clouds.yml")]
        );
        places.clouds_file = Some(far.join("clouds.yaml"));
        assert_eq!(look(&places).unwrap().clouds.unwrap().1, "far");
        assert!(!format!("{found:?}").contains("\"near\""));
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn f66_a_file_that_is_too_long_is_not_read() {
        let base = folder("long");
        fs::write(base.join("clouds.yaml"), vec![b'a'; 2 * 1024 * 1024]).unwrap();
        let places = Places {
            folders: vec![base.clone()],
            ..Places::default()
        };
        let problem = look(&places).unwrap_err();
        assert!(matches!(problem.kind, ProblemKind::FileUnreadable { .. }));
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        assert_eq!(at_home(Path::new("/etc/ca.pem")), Path::new("/etc/ca.pem"));
        assert_eq!(at_home(Path::new("~other/ca.pem")), Path::new("~other/ca.pem"));
        let own = at_home(Path::new("~/ca.pem"));
        assert_eq!(own.file_name(), Some("ca.pem".as_ref()));
        assert!(home().is_none_or(|home| own == home.join("ca.pem")));
    }

    #[test]
    fn nothing_found_is_no_error() {
        let places = Places {
            folders: vec![PathBuf::from("/nowhere/at/all")],
            ..Places::default()
        };
        let found = look(&places).unwrap();
        assert!(found.clouds.is_none() && found.searched.len() == 3);
    }
}
