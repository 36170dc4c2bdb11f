//! The lock beside a file: `<file>.lock`, made exclusively, as kubectl makes it. Ours says who holds it, so that one whose
//! holder was killed is known to be nobody's.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::platform::safe_write::disk::{Disk, Holder};

/// How old a lock must be before anybody asks whether its holder still lives.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(30);
/// The same for a lock that does not say whose it is: a killed kubectl leaves such ones.
const NAMELESS_STALE_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// How often a lock is looked at before its holder is told of.
const LOOKS: u32 = 20;
/// The most that stands in a lock.
const CAP: u64 = 1024;

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum LockError {
    /// Somebody holds it.
    Held { lock: PathBuf, holder: Option<String> },
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A lock that we hold; it goes when this does.
pub(super) struct Lock<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    /// The user whom files made here belong to.
    pub(super) owner: u32,
}

impl<'a> Lock<'a> {
    /// Takes the lock of this file, and waits a little for whoever has it.
    pub(super) fn of(disk: &'a dyn Disk, file: &Path) -> Result<Self, LockError> {
        let mut path = file.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        for look in 0..LOOKS {
            match disk.create(&path) {
                Ok(()) => return Self::sign(disk, path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
            if !break_if_stale(disk, &path)? && look + 1 < LOOKS {
                disk.pause();
            }
        }
        let holder = disk
            .read(&path, CAP)
            .ok()
            .and_then(|bytes| Signature::read(&bytes))
            .map(|signature| {
                let Holder { pid, host } = signature.holder;
                format!("{host} · {pid}")
            });
        Err(LockError::Held { lock: path, holder })
    }

    fn sign(disk: &'a dyn Disk, path: PathBuf) -> Result<Self, LockError> {
        let mut lock = Self { disk, path, owner: 0 };
        let signature = Signature {
            holder: disk.me(),
            since: disk.now(),
        };
        disk.append(&lock.path, signature.text().as_bytes())?;
        lock.owner = disk.about(&lock.path)?.map_or(0, |about| about.owner);
        Ok(lock)
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // If it cannot be removed now, it will be stale soon.
        drop(self.disk.remove(&self.path));
    }
}

/// Who holds a lock since when, as it stands in the file.
struct Signature {
    holder: Holder,
    since: Timestamp,
}

impl Signature {
    fn text(&self) -> String {
        format!(
            "magnum-desktop\n{}\n{}\n{}\n",
            self.holder.pid, self.holder.host, self.since
        )
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.strip_prefix("magnum-desktop\n")?.lines();
        Some(Self {
            holder: Holder {
                pid: lines.next()?.parse().ok()?,
                host: lines.next()?.to_owned(),
            },
            since: lines.next()?.parse().ok()?,
        })
    }
}

/// Removes the lock if nobody can hold it any more.
fn break_if_stale(disk: &dyn Disk, path: &Path) -> io::Result<bool> {
    let Some(about) = disk.about(path)? else {
        return Ok(true);
    };
    let bytes = match disk.read(path, CAP) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let now = disk.now();
    let is_stale = match Signature::read(&bytes) {
        Some(Signature { holder, since }) => {
            let here = !holder.host.is_empty() && holder.host == disk.me().host;
            here && now.duration_since(since) > STALE_AFTER && !disk.runs(holder.pid)
        }
        None => now.duration_since(about.modified) > NAMELESS_STALE_AFTER,
    };
    if !is_stale {
        return Ok(false);
    }
    // Two may find it stale at once. Whoever moves it away looks whether it is still what was judged: a fresh lock of the
    // other one goes back.
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}", disk.me().pid));
    let aside = PathBuf::from(aside);
    match disk.rename(path, &aside) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    }
    if disk.read(&aside, CAP)? != bytes {
        disk.rename(&aside, path)?;
        return Ok(false);
    }
    disk.remove(&aside)?;
    Ok(true)
}
