//! Finds clouds.yaml, secure.yaml and clouds-public.yaml where the OpenStack tools look for them, and the `OS_…` variables of
//! the environment. Nothing is ever written.
//!
//! The first file of each kind wins, in this order: the command line's, the environment's, the current folder, the user's
//! folders, the machine's.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::domain::problem::{Problem, ProblemKind, system_words};

/// Most bytes of a file that are read.
const CAP: u64 = 1024 * 1024;
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// A file that was found, and what stands in it.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for FoundFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FoundFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct CloudFiles {
    /// clouds.yaml.
    pub clouds: Option<FoundFile>,
    /// secure.yaml.
    pub secure: Option<FoundFile>,
    /// clouds-public.yaml.
    pub public: Option<FoundFile>,
    /// Every place that was looked at for clouds.yaml, in order.
    pub searched: Vec<PathBuf>,
    /// Why a file that is there is not among them.
    pub troubles: Vec<Problem>,
}

/// Where to look.
#[derive(Clone, Debug, Default)]
struct Places {
    /// `--config`, then `OS_CLIENT_CONFIG_FILE`.
    clouds_files: Vec<PathBuf>,
    /// `OS_CLIENT_SECURE_FILE`.
    secure_file: Option<PathBuf>,
    /// Folders, the most particular first.
    folders: Vec<PathBuf>,
}

/// Looks in the usual places, and before them at the file that the command line names.
///
/// # Errors
/// A file that was named cannot be read.
pub fn find(named: Option<&Path>) -> Result<CloudFiles, Problem> {
    if let Some(file) = named
        && !file.exists()
    {
        return Err(unreadable(file, "no such file".to_owned()));
    }
    look(&places(named))
}

/// Reads one file that a person named.
///
/// # Errors
/// It cannot be read, or is too long.
pub fn one(path: &Path) -> Result<FoundFile, Problem> {
    match read(path) {
        Ok(Some(bytes)) => Ok(FoundFile {
            path: path.to_owned(),
            bytes,
        }),
        Ok(None) => Err(unreadable(path, "no such file".to_owned())),
        Err(Unread { detail, .. }) => Err(unreadable(path, detail)),
    }
}

/// The `OS_…` variables of the environment, by name.
pub fn variables() -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> = std::env::vars_os().filter_map(openstack_variable).collect();
    variables.sort_unstable();
    variables
}

fn openstack_variable((name, value): (OsString, OsString)) -> Option<(String, String)> {
    let name = name.into_string().ok().filter(|name| name.starts_with("OS_"))?;
    Some((name, value.into_string().ok()?))
}

/// The file that a setting means: one that begins with `~` is in the user's home folder; any other that is no whole path is
/// where the OpenStack tools would find it, in the current folder, else beside the file that names it.
pub fn meant(file: &Path, beside: Option<&Path>) -> PathBuf {
    if let (Ok(rest), Some(home)) = (file.strip_prefix("~"), home()) {
        return home.join(rest);
    }
    if file.is_absolute() {
        return file.to_owned();
    }
    let current = current_folder().map(|folder| folder.join(file));
    if let Some(current) = current.filter(|path| path.exists()) {
        return current;
    }
    match beside.and_then(Path::parent) {
        Some(folder) => folder.join(file),
        None => file.to_owned(),
    }
}

fn look(places: &Places) -> Result<CloudFiles, Problem> {
    let mut found = CloudFiles::default();
    let mut seen = Vec::new();
    found.clouds = places.first("clouds", &places.clouds_files, &mut seen, &mut found.troubles)?;
    found.searched = seen;
    let secure: Vec<PathBuf> = places.secure_file.iter().cloned().collect();
    for (stem, named, slot) in [
        ("secure", secure.as_slice(), &mut found.secure),
        ("clouds-public", &[], &mut found.public),
    ] {
        // Without these files the clouds can still be used.
        match places.first(stem, named, &mut Vec::new(), &mut found.troubles) {
            Ok(file) => *slot = file,
            Err(problem) => found.troubles.push(problem),
        }
    }
    Ok(found)
}

impl Places {
    /// The first file of this name. One in a folder that may not be read is passed over, as the OpenStack tools do.
    fn first(
        &self,
        stem: &str,
        named: &[PathBuf],
        searched: &mut Vec<PathBuf>,
        troubles: &mut Vec<Problem>,
    ) -> Result<Option<FoundFile>, Problem> {
        let in_folders = self.folders.iter().flat_map(|folder| {
            ENDINGS
                .iter()
                .map(move |ending| folder.join(format!("{stem}.{ending}")))
        });
        for path in named.iter().cloned().chain(in_folders) {
            if searched.contains(&path) {
                continue;
            }
            searched.push(path.clone());
            match read(&path) {
                Ok(Some(bytes)) => return Ok(Some(FoundFile { path, bytes })),
                Ok(None) => {}
                Err(unread) if unread.forbidden && !named.contains(&path) => {
                    troubles.push(unreadable(&path, unread.detail));
                }
                Err(unread) => return Err(unreadable(&path, unread.detail)),
            }
        }
        Ok(None)
    }
}

/// Why a file could not be read.
struct Unread {
    detail: String,
    forbidden: bool,
}

impl From<std::io::Error> for Unread {
    fn from(error: std::io::Error) -> Self {
        Self {
            forbidden: error.kind() == ErrorKind::PermissionDenied,
            detail: system_words(&error),
        }
    }
}

impl From<String> for Unread {
    fn from(detail: String) -> Self {
        Self {
            detail,
            forbidden: false,
        }
    }
}

/// The file's bytes; `None` where there is no such file.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Unread> {
    let about = match path.metadata() {
        Ok(about) => about,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    if about.is_dir() {
        return Ok(None);
    }
    // Only plain files: opening a pipe would wait for ever.
    if !about.is_file() {
        return Err("not a plain file".to_owned().into());
    }
    let too_long = || Unread::from(format!("longer than {CAP} bytes"));
    if about.len() > CAP {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(CAP + 1).read_to_end(&mut bytes)?;
    // It may have grown in the meantime.
    if bytes.len() as u64 > CAP {
        return Err(too_long());
    }
    Ok(Some(bytes))
}

fn unreadable(path: &Path, detail: String) -> Problem {
    Problem::new(ProblemKind::FileUnreadable {
        file: path.display().to_string(),
        detail,
    })
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

/// The folder that the program stands in, where that means something.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the current folder is asked for"
)]
fn current_folder() -> Option<PathBuf> {
    let current = std::env::current_dir().ok()?;
    let at_terminal =
        std::io::stdin().is_terminal() || std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    (!nowhere(&current, home().as_deref(), at_terminal)).then_some(current)
}

/// Whether somebody started the program from a menu: those start in a folder that nobody chose.
fn nowhere(current: &Path, home: Option<&Path>, at_terminal: bool) -> bool {
    !at_terminal && (current.parent().is_none() || Some(current) == home)
}

fn places(named: Option<&Path>) -> Places {
    let mut folders: Vec<PathBuf> = current_folder().into_iter().collect();
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
    if cfg!(target_os = "macos") {
        folders.push(PathBuf::from("/Library/Application Support/openstack"));
    } else if cfg!(windows) {
        folders.push(PathBuf::from("C:\\ProgramData\\OpenStack\\openstack"));
    } else {
        // The machine's configuration folders, of which the stock client takes every one.
        let shared = variable("XDG_CONFIG_DIRS").unwrap_or_else(|| "/etc/xdg".to_owned());
        folders.extend(std::env::split_paths(&shared).map(|folder| folder.join("openstack")));
    }
    if !cfg!(windows) {
        folders.push(PathBuf::from("/etc/openstack"));
    }
    let clouds_files = named
        .map(Path::to_owned)
        .into_iter()
        .chain(variable("OS_CLIENT_CONFIG_FILE").map(PathBuf::from))
        .collect();
    Places {
        clouds_files,
        secure_file: variable("OS_CLIENT_SECURE_FILE").map(PathBuf::from),
        folders,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Places, home, look, meant, nowhere, one, openstack_variable};
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
        fs::write(near.join("clouds-public.yaml"), "public").unwrap();
        let mut places = Places {
            folders: vec![near.clone(), far.clone()],
            ..Places::default()
        };
        let found = look(&places).unwrap();
        let clouds = found.clouds.as_ref().unwrap();
        assert_eq!(
            (clouds.path.clone(), clouds.bytes.as_slice()),
            (near.join("clouds.yml"), b"near".as_slice())
        );
        assert_eq!(found.secure.as_ref().unwrap().path, far.join("secure.json"));
        assert_eq!(found.public.as_ref().unwrap().bytes, b"public");
        assert_eq!(
            found.searched,
            [near.join("clouds.yaml"), near.join("clouds.yml")]
        );
        places.clouds_files = vec![base.join("absent"), far.join("clouds.yaml")];
        assert_eq!(look(&places).unwrap().clouds.unwrap().bytes, b"far");
        assert!(!format!("{found:?}").contains("\"near\""));
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn f66_a_file_that_is_too_long_is_not_read() {
        let base = folder("long");
        // A gigabyte that takes no room on the disk.
        let file = fs::File::create(base.join("clouds.yaml")).unwrap();
        file.set_len(1 << 30).unwrap();
        let places = Places {
            folders: vec![base.clone()],
            ..Places::default()
        };
        let problem = look(&places).unwrap_err();
        let ProblemKind::FileUnreadable { detail, .. } = problem.kind else {
            panic!("{problem:?}")
        };
        assert!(detail.contains("1048576"), "{detail}");
        fs::rename(base.join("clouds.yaml"), base.join("secure.yaml")).unwrap();
        let found = look(&places).unwrap();
        assert!(found.secure.is_none() && found.troubles.len() == 1, "{found:?}");
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn a_tilde_is_the_home_folder_and_a_short_path_stands_beside_its_file() {
        let beside = Path::new("/etc/openstack/clouds.yaml");
        let meant = |file: &str| meant(Path::new(file), Some(beside));
        assert_eq!(meant("/etc/ca.pem"), Path::new("/etc/ca.pem"));
        assert_eq!(
            meant("no-such-ca.pem"),
            Path::new("/etc/openstack/no-such-ca.pem")
        );
        // Where there is such a file in the current folder, it is the one.
        assert!(meant("Cargo.toml").is_absolute() && meant("Cargo.toml").exists());
        let own = meant("~/ca.pem");
        assert_eq!(own.file_name(), Some("ca.pem".as_ref()));
        assert!(home().is_none_or(|home| own == home.join("ca.pem")));
    }

    #[test]
    fn a_folder_that_nobody_chose_is_not_searched() {
        let home = Some(Path::new("/home/ada"));
        assert!(nowhere(Path::new("/"), home, false));
        assert!(nowhere(Path::new("/home/ada"), home, false));
        assert!(!nowhere(Path::new("/home/ada"), home, true));
        assert!(!nowhere(Path::new("/home/ada/work"), home, false));
        assert!(!nowhere(Path::new("/"), None, true));
    }

    #[test]
    fn only_variables_of_openstack_are_taken() {
        let taken = |name: &str| openstack_variable((name.into(), "x".into())).is_some();
        assert!(taken("OS_AUTH_URL") && !taken("OSX") && !taken("HOME"));
    }

    #[test]
    fn nothing_found_is_no_error_but_a_named_file_must_be_there() {
        let places = Places {
            folders: vec![PathBuf::from("/nowhere/at/all")],
            ..Places::default()
        };
        let found = look(&places).unwrap();
        assert!(found.clouds.is_none() && found.searched.len() == 3);
        assert!(one(Path::new("/nowhere/at/all")).is_err());
        assert!(super::find(Some(Path::new("/nowhere/at/all"))).is_err());
    }
}
