//! Writes a file so that at every moment the old or the new one is whole, whoever else writes to it, and whatever breaks.
//!
//! Lock, read, work out the new text, write it beside the file with nobody else allowed to read it, make it last, read it
//! again, keep the old one once a day, look whether the file is still what was read, rename, make that last, unlock.

mod disk;
mod lock;
mod replace;

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::domain::file_trouble::FileTrouble;
use crate::domain::secret::Secret;
use crate::platform::safe_write::lock::{Lock, LockError};

pub use crate::platform::safe_write::disk::{About, Disk, Holder, Kind, SystemDisk};
pub use crate::platform::safe_write::replace::{Existing, replace};

/// How often a file that others change meanwhile is tried.
const ATTEMPTS: u32 = 5;
/// How many links are followed.
const LINKS: u32 = 16;

/// What is done to a file.
pub trait Rewrite {
    /// The new text for this old one; `None` where there is no file yet.
    ///
    /// # Errors
    /// Why the file must stay as it is.
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble>;

    /// Whether the text, read back from the disk, can still be understood.
    fn is_sound(&self, text: &str) -> bool;
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file that holds the text: where the links end.
    pub file: PathBuf,
    /// Whether it was reached through a link, which is then told.
    pub followed_link: bool,
    /// What became of it.
    pub outcome: Outcome,
    /// Where the old file was copied to, where it was.
    pub backup: Option<PathBuf>,
}

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was none before.
    Created,
    /// Another text stands in it now.
    Replaced,
    /// It said that already.
    Unchanged,
}

/// Rewrites the file. `cap` is the most that such a file may hold.
///
/// # Errors
/// Why it was not written; it is then as it was, and so is everything beside it.
pub fn rewrite(
    disk: &dyn Disk,
    path: &Path,
    cap: u64,
    rewrite: &mut dyn Rewrite,
) -> Result<Written, FileTrouble> {
    let trouble = |error: io::Error| trouble(path, &error);
    let file = end_of_links(disk, path).map_err(trouble)?;
    let followed_link = file != path;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    disk.make_folder(folder).map_err(trouble)?;
    let locked = |file: &Path| Lock::of(disk, file).map_err(|error| lock_trouble(path, error));
    // kubectl locks the name that it was given, not where the link leads.
    let _outer = followed_link.then(|| locked(path)).transpose()?;
    let lock = locked(&file)?;
    let job = Job {
        disk,
        path,
        file: &file,
        folder,
        cap,
        owner: lock.owner,
    };
    for _ in 0..ATTEMPTS {
        let old = job.read()?;
        let old_text = old.as_deref().map(|bytes| job.as_text(bytes)).transpose()?;
        let new = rewrite.text(old_text)?;
        if old_text == Some(new.expose()) {
            return Ok(job.written(followed_link, Outcome::Unchanged, None));
        }
        let draft = Draft::write(&job, new.expose())?;
        let back = job.disk.read(&draft.path, u64::MAX - 1).map_err(trouble)?;
        if back != new.expose().as_bytes() || !rewrite.is_sound(new.expose()) {
            return Err(job.failed("what was written reads back differently"));
        }
        let backup = match &old {
            Some(old) => job.backup(old)?,
            None => None,
        };
        if job.read()? != old {
            continue;
        }
        draft.take_place()?;
        let outcome = match old {
            Some(_) => Outcome::Replaced,
            None => Outcome::Created,
        };
        return Ok(job.written(followed_link, outcome, backup));
    }
    Err(FileTrouble::KeepsChanging {
        file: path.display().to_string(),
    })
}

struct Job<'a> {
    disk: &'a dyn Disk,
    /// As it was asked for; what people are told.
    path: &'a Path,
    file: &'a Path,
    folder: &'a Path,
    cap: u64,
    owner: u32,
}

impl Job<'_> {
    fn told(&self) -> String {
        self.path.display().to_string()
    }

    fn failed(&self, detail: &str) -> FileTrouble {
        FileTrouble::Failed {
            file: self.told(),
            detail: detail.to_owned(),
        }
    }

    fn trouble(&self, error: &io::Error) -> FileTrouble {
        trouble(self.path, error)
    }

    fn written(&self, followed_link: bool, outcome: Outcome, backup: Option<PathBuf>) -> Written {
        Written {
            file: self.file.to_owned(),
            followed_link,
            outcome,
            backup,
        }
    }

    /// What stands in the file; `None` where there is none.
    fn read(&self) -> Result<Option<Vec<u8>>, FileTrouble> {
        let Some(about) = self.disk.about(self.file).map_err(|error| self.trouble(&error))? else {
            return Ok(None);
        };
        if about.kind != Kind::Plain {
            return Err(FileTrouble::NotPlain { file: self.told() });
        }
        if about.owner != self.owner {
            return Err(FileTrouble::OtherOwner { file: self.told() });
        }
        let bytes = self
            .disk
            .read(self.file, self.cap)
            .map_err(|error| self.trouble(&error))?;
        if bytes.len() as u64 > self.cap {
            return Err(FileTrouble::TooLarge {
                file: self.told(),
                limit: self.cap,
            });
        }
        Ok(Some(bytes))
    }

    fn as_text<'b>(&self, bytes: &'b [u8]) -> Result<&'b str, FileTrouble> {
        std::str::from_utf8(bytes).map_err(|_error| self.failed("it is no UTF-8 text"))
    }

    /// Copies the old file to `<file>.bak`, once a day: the first state of a day is the one that is missed.
    fn backup(&self, old: &[u8]) -> Result<Option<PathBuf>, FileTrouble> {
        let mut path = self.file.as_os_str().to_owned();
        path.push(".bak");
        let path = PathBuf::from(path);
        let day = |at: jiff::Timestamp| jiff::tz::Offset::UTC.to_datetime(at).date();
        let found = self.disk.about(&path).map_err(|error| self.trouble(&error))?;
        if let Some(found) = found
            && (found.kind != Kind::Plain || day(found.modified) == day(self.disk.now()))
        {
            return Ok(None);
        }
        let beside = Job { file: &path, ..*self };
        let text = self.as_text(old)?;
        Draft::write(&beside, text)?.take_place()?;
        Ok(Some(path))
    }
}

/// The new file while it has another name; it goes when it does not take its place.
struct Draft<'a> {
    job: &'a Job<'a>,
    path: PathBuf,
    placed: bool,
}

impl<'a> Draft<'a> {
    fn write(job: &'a Job<'a>, text: &str) -> Result<Self, FileTrouble> {
        let name = job.file.file_name().unwrap_or_default().to_string_lossy();
        let path = job.folder.join(format!(".{name}.new"));
        let trouble = |error: io::Error| job.trouble(&error);
        // Only who holds the lock writes here, so what is there was left by somebody who was killed.
        if job.disk.about(&path).map_err(trouble)?.is_some() {
            job.disk.remove(&path).map_err(trouble)?;
        }
        job.disk.create(&path).map_err(trouble)?;
        let draft = Self {
            job,
            path,
            placed: false,
        };
        job.disk.append(&draft.path, text.as_bytes()).map_err(trouble)?;
        job.disk.sync(&draft.path).map_err(trouble)?;
        Ok(draft)
    }

    fn take_place(mut self) -> Result<(), FileTrouble> {
        let trouble = |error: io::Error| self.job.trouble(&error);
        self.job.disk.rename(&self.path, self.job.file).map_err(trouble)?;
        self.placed = true;
        // The file is whole either way; some file systems cannot make a folder last.
        drop(self.job.disk.sync_folder(self.job.folder));
        Ok(())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.placed {
            drop(self.job.disk.remove(&self.path));
        }
    }
}

/// The path behind all links; the last one need not exist.
fn end_of_links(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match disk.about(&path)? {
            Some(About { kind: Kind::Link, .. }) => {
                let to = disk.points_to(&path)?;
                path = path
                    .parent()
                    .map_or_else(|| to.clone(), |folder| folder.join(&to));
            }
            Some(_) | None => return Ok(path),
        }
    }
    Err(io::Error::other("its links lead in a circle"))
}

fn lock_trouble(path: &Path, error: LockError) -> FileTrouble {
    match error {
        LockError::Held { lock, holder } => FileTrouble::Busy {
            lock: lock.display().to_string(),
            holder,
        },
        LockError::Io(error) => trouble(path, &error),
    }
}

fn trouble(path: &Path, error: &io::Error) -> FileTrouble {
    let file = path.display().to_string();
    let is = |kinds: &[ErrorKind]| kinds.contains(&error.kind());
    if is(&[ErrorKind::StorageFull, ErrorKind::QuotaExceeded]) {
        FileTrouble::DiskFull { file }
    } else if is(&[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem]) {
        FileTrouble::ReadOnly { file }
    } else if is(&[ErrorKind::CrossesDevices, ErrorKind::ResourceBusy]) {
        FileTrouble::Mounted { file }
    } else if is(&[ErrorKind::IsADirectory, ErrorKind::NotADirectory]) {
        FileTrouble::NotPlain { file }
    } else {
        // The system's own words, without their number.
        let detail = match error.get_ref() {
            Some(own) => own.to_string(),
            None => error.kind().to_string(),
        };
        FileTrouble::Failed { file, detail }
    }
}
