//! A disk in memory that knows what would be left of it: after a killed process, and after a power cut.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use magnum_desktop::platform::safe_write::{About, Disk, Holder, Kind};

/// What happens at one step, counted from 0.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// The process is killed in the middle of it.
    Killed,
    /// This step fails, and the program goes on.
    Fails(ErrorKind),
    /// Somebody else writes to a file first.
    Written(PathBuf, String),
}

#[derive(Clone, Debug)]
struct Stored {
    bytes: Vec<u8>,
    /// What would be there after a power cut.
    lasting: Vec<u8>,
    modified: Timestamp,
    owner: u32,
    link: Option<PathBuf>,
}

#[derive(Clone, Debug)]
struct State {
    files: BTreeMap<PathBuf, usize>,
    /// The names that a power cut would leave.
    lasting_files: BTreeMap<PathBuf, usize>,
    stored: Vec<Stored>,
    steps: Vec<String>,
    event: Option<(usize, Event)>,
    is_killed: bool,
    now: Timestamp,
    me: Holder,
    running: Vec<u32>,
}

/// The disk.
#[derive(Clone, Debug)]
pub(super) struct MemoryDisk(RefCell<State>);

/// Us, in these tests.
pub(super) const OWN_USER: u32 = 1000;

impl MemoryDisk {
    pub(super) fn new() -> Self {
        Self(RefCell::new(State {
            files: BTreeMap::new(),
            lasting_files: BTreeMap::new(),
            stored: Vec::new(),
            steps: Vec::new(),
            event: None,
            is_killed: false,
            now: "2026-03-02T09:00:00Z".parse().unwrap(),
            me: Holder {
                pid: 1,
                host: "here".to_owned(),
            },
            running: vec![1],
        }))
    }

    /// A file that is there from the beginning.
    pub(super) fn with(self, path: &str, text: &str) -> Self {
        self.put(Path::new(path), text, OWN_USER, None);
        self
    }

    pub(super) fn with_foreign(self, path: &str, text: &str) -> Self {
        self.put(Path::new(path), text, OWN_USER + 1, None);
        self
    }

    pub(super) fn with_link(self, path: &str, to: &str) -> Self {
        self.put(Path::new(path), "", OWN_USER, Some(PathBuf::from(to)));
        self
    }

    pub(super) fn when(self, step: usize, event: Event) -> Self {
        self.0.borrow_mut().event = Some((step, event));
        self
    }

    fn put(&self, path: &Path, text: &str, owner: u32, link: Option<PathBuf>) {
        let mut state = self.0.borrow_mut();
        let id = state.stored.len();
        let stored = Stored {
            bytes: text.as_bytes().to_vec(),
            lasting: text.as_bytes().to_vec(),
            modified: state.now,
            owner,
            link,
        };
        state.stored.push(stored);
        state.files.insert(path.to_owned(), id);
        state.lasting_files.insert(path.to_owned(), id);
    }

    pub(super) fn text(&self, path: &str) -> Option<String> {
        let state = self.0.borrow();
        let id = state.files.get(Path::new(path))?;
        Some(String::from_utf8(state.stored[*id].bytes.clone()).unwrap())
    }

    pub(super) fn names(&self) -> Vec<String> {
        let state = self.0.borrow();
        state
            .files
            .keys()
            .map(|path| path.display().to_string())
            .collect()
    }

    /// The steps that were done.
    pub(super) fn steps(&self) -> Vec<String> {
        self.0.borrow().steps.clone()
    }

    /// The same disk a while after our process was killed, seen by another process.
    pub(super) fn after_kill(&self, pause: SignedDuration) -> Self {
        let mut state = self.0.borrow().clone();
        state.is_killed = false;
        state.event = None;
        state.steps.clear();
        state.me.pid += 1;
        state.running = vec![state.me.pid];
        state.now = state.now.checked_add(pause).unwrap();
        Self(RefCell::new(state))
    }

    /// The same after a power cut: what was not made to last is gone; renames may or may not be.
    pub(super) fn after_power_cut(&self, names_lasted: bool) -> Self {
        let disk = self.after_kill(SignedDuration::from_mins(11));
        {
            let mut state = disk.0.borrow_mut();
            if !names_lasted {
                state.files = state.lasting_files.clone();
            }
            for stored in &mut state.stored {
                stored.bytes = stored.lasting.clone();
            }
        }
        disk
    }

    /// A clock that goes, and another user of the machine who still runs.
    pub(super) fn runs_also(self, pid: u32) -> Self {
        self.0.borrow_mut().running.push(pid);
        self
    }

    pub(super) fn later(&self, by: SignedDuration) {
        let mut state = self.0.borrow_mut();
        state.now = state.now.checked_add(by).unwrap();
    }

    fn step(&self, what: &str, path: &Path, half: impl FnOnce(&mut State)) -> io::Result<()> {
        let mut state = self.0.borrow_mut();
        if state.is_killed {
            return Err(io::Error::other("killed"));
        }
        let number = state.steps.len();
        state.steps.push(format!("{what} {}", path.display()));
        match state.event.clone() {
            Some((at, Event::Killed)) if at == number => {
                half(&mut state);
                state.is_killed = true;
                Err(io::Error::other("killed"))
            }
            Some((at, Event::Fails(kind))) if at == number => Err(kind.into()),
            Some((at, Event::Written(path, text))) if at == number => {
                drop(state);
                self.put(&path, &text, OWN_USER, None);
                Ok(())
            }
            Some(_) | None => Ok(()),
        }
    }

    fn stored<T>(&self, path: &Path, use_it: impl FnOnce(&mut Stored) -> T) -> io::Result<T> {
        let mut state = self.0.borrow_mut();
        let id = *state.files.get(path).ok_or(ErrorKind::NotFound)?;
        Ok(use_it(&mut state.stored[id]))
    }
}

impl Disk for MemoryDisk {
    fn about(&self, path: &Path) -> io::Result<Option<About>> {
        self.step("about", path, |_| {})?;
        match self.stored(path, |stored| About {
            kind: if stored.link.is_some() {
                Kind::Link
            } else {
                Kind::Plain
            },
            owner: stored.owner,
            modified: stored.modified,
        }) {
            Ok(about) => Ok(Some(about)),
            Err(_) => Ok(None),
        }
    }

    fn points_to(&self, link: &Path) -> io::Result<PathBuf> {
        self.step("points_to", link, |_| {})?;
        self.stored(link, |stored| stored.link.clone().unwrap())
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.step("read", path, |_| {})?;
        let bytes = self.stored(path, |stored| stored.bytes.clone())?;
        let cap = usize::try_from(cap).unwrap_or(usize::MAX - 1) + 1;
        Ok(bytes[..bytes.len().min(cap)].to_vec())
    }

    fn create(&self, path: &Path) -> io::Result<()> {
        self.step("create", path, |_| {})?;
        let mut state = self.0.borrow_mut();
        if state.files.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let id = state.stored.len();
        let stored = Stored {
            bytes: Vec::new(),
            lasting: Vec::new(),
            modified: state.now,
            owner: OWN_USER,
            link: None,
        };
        state.stored.push(stored);
        state.files.insert(path.to_owned(), id);
        Ok(())
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = &bytes[..bytes.len() / 2];
        let written = path.to_owned();
        self.step("append", path, |state| {
            if let Some(id) = state.files.get(&written).copied() {
                state.stored[id].bytes.extend_from_slice(half);
            }
        })?;
        self.stored(path, |stored| stored.bytes.extend_from_slice(bytes))
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step("sync", path, |_| {})?;
        self.stored(path, |stored| stored.lasting = stored.bytes.clone())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename", from, |_| {})?;
        let mut state = self.0.borrow_mut();
        let id = state.files.remove(from).ok_or(ErrorKind::NotFound)?;
        state.files.insert(to.to_owned(), id);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("sync_folder", folder, |_| {})?;
        let mut state = self.0.borrow_mut();
        state.lasting_files = state.files.clone();
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step("remove", path, |_| {})?;
        let removed = self.0.borrow_mut().files.remove(path);
        removed.map(drop).ok_or(ErrorKind::NotFound.into())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("make_folder", folder, |_| {})
    }

    fn me(&self) -> Holder {
        self.0.borrow().me.clone()
    }

    fn runs(&self, pid: u32) -> bool {
        self.0.borrow().running.contains(&pid)
    }

    fn now(&self) -> Timestamp {
        self.0.borrow().now
    }

    fn pause(&self) {
        self.later(SignedDuration::from_millis(100));
    }
}
