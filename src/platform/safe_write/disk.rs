//! What a careful write needs of a disk, one small step each, so that a test can stop at any of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use crate::platform::clock::Clock;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    Plain,
    /// A symbolic link.
    Link,
    /// A folder, a pipe, a device.
    Other,
}

/// What is known of it without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub kind: Kind,
    /// The number of the user whom it belongs to; 0 for everybody where files have no such numbers.
    pub owner: u32,
    /// When it was written last.
    pub modified: Timestamp,
}

/// Who works on a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Number of the process.
    pub pid: u32,
    /// Name of the machine; empty where it is not known.
    pub host: String,
}

/// A disk and the machine that it is in.
pub trait Disk {
    /// What is at this path itself, links not followed; `None` for nothing.
    fn about(&self, path: &Path) -> io::Result<Option<About>>;
    /// Where this link points.
    fn points_to(&self, link: &Path) -> io::Result<PathBuf>;
    /// What stands in the file, up to one byte more than the cap.
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>>;
    /// Makes an empty file that only its owner can read or write; fails with `AlreadyExists` where there is anything.
    fn create(&self, path: &Path) -> io::Result<()>;
    /// Makes an empty file that others may read where files of this person can be read; otherwise as `create`.
    fn create_shared(&self, path: &Path) -> io::Result<()> {
        self.create(path)
    }
    /// Writes to the end of a file.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes the file's contents last.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// Puts a file in another's place, at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes what the folder lists last.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder, and those above it, that only their owner can enter; fine where it exists.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Who we are.
    fn me(&self) -> Holder;
    /// Whether this process of our machine runs.
    fn runs(&self, pid: u32) -> bool;
    /// The time.
    fn now(&self) -> Timestamp;
    /// Waits a moment for somebody else to finish.
    fn pause(&self);
}

/// The machine's own.
#[derive(Clone, Debug, Default)]
pub struct SystemDisk {
    /// Where the time comes from.
    pub clock: Clock,
}

/// Between two looks at a lock.
const PAUSE: Duration = Duration::from_millis(100);

impl Disk for SystemDisk {
    fn about(&self, path: &Path) -> io::Result<Option<About>> {
        let found = match fs::symlink_metadata(path) {
            Ok(found) => found,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let kind = if found.is_symlink() {
            Kind::Link
        } else if found.is_file() {
            Kind::Plain
        } else {
            Kind::Other
        };
        Ok(Some(About {
            kind,
            owner: owner(&found),
            modified: found
                .modified()
                .ok()
                .and_then(|time| Timestamp::try_from(time).ok())
                .unwrap_or(Timestamp::UNIX_EPOCH),
        }))
    }

    fn points_to(&self, link: &Path) -> io::Result<PathBuf> {
        fs::read_link(link)
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(cap + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map(drop)
    }

    fn create_shared(&self, path: &Path) -> io::Result<()> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map(drop)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened as a file, and a rename lasts by itself.
        if cfg!(unix) {
            File::open(folder)?.sync_all()
        } else {
            Ok(())
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn me(&self) -> Holder {
        Holder {
            pid: std::process::id(),
            host: host(),
        }
    }

    fn runs(&self, pid: u32) -> bool {
        if cfg!(target_os = "linux") {
            return Path::new("/proc").join(pid.to_string()).exists();
        }
        if cfg!(unix) {
            let asked = std::process::Command::new("kill")
                .args(["-0", &pid.to_string()])
                .stderr(std::process::Stdio::null())
                .status();
            return asked.map_or(true, |status| status.success());
        }
        // Where it cannot be asked, nobody's lock is broken.
        true
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn pause(&self) {
        std::thread::sleep(PAUSE);
    }
}

#[cfg(unix)]
fn owner(found: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(found)
}

#[cfg(not(unix))]
fn owner(_found: &fs::Metadata) -> u32 {
    0
}

fn host() -> String {
    #[expect(clippy::disallowed_methods, reason = "the environment is read in this room")]
    let named = || std::env::var("COMPUTERNAME").or_else(|_absent| std::env::var("HOSTNAME"));
    fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_absent| fs::read_to_string("/etc/hostname"))
        .or_else(|_absent| named())
        .unwrap_or_default()
        .trim()
        .to_owned()
}
