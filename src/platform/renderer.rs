//! Which way of drawing a window starts with, and what earlier starts have shown.
//!
//! A graphics driver that does not work may end the program before anything can be said. So each start writes down what it
//! tries, and strikes it out once a frame is on screen: what still stands there at the next start did not survive.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::platform::clock::Clock;
use crate::platform::safe_write::{Disk as _, SystemDisk};

const NAME: &str = "renderer.toml";
/// The file is read up to this size.
const MAX_BYTES: u64 = 4096;

/// A way of drawing a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Renderer {
    /// OpenGL: small, and starts nearly everywhere, without a graphics card too.
    Glow,
    /// Vulkan, Metal or DirectX 12; DirectX also where OpenGL does not start, as over Remote Desktop.
    Wgpu,
}

impl Renderer {
    /// All of them, in the order in which this system tries them.
    pub const ORDER: [Self; 2] = if cfg!(windows) {
        [Self::Wgpu, Self::Glow]
    } else {
        [Self::Glow, Self::Wgpu]
    };

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Wgpu => "wgpu",
        }
    }

    /// What is tried when this one does not start.
    pub fn other(self) -> Self {
        match self {
            Self::Glow => Self::Wgpu,
            Self::Wgpu => Self::Glow,
        }
    }
}

/// What earlier starts have shown, as `renderer.toml` beside the settings holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StartLog {
    /// The program's version that wrote this: another one tries everything again.
    version: String,
    /// What is being tried, and by which process.
    armed: Option<Armed>,
    /// What did not start.
    failed: Vec<Renderer>,
}

/// A start whose first frame is not on screen yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Armed {
    renderer: Renderer,
    process: u32,
}

impl StartLog {
    /// Reads the file in this folder. One that is missing, strange or of another version of the program tells nothing.
    pub fn open(folder: &Path, version: &str) -> Self {
        let path = folder.join(NAME);
        let is_small = fs::metadata(&path).is_ok_and(|about| about.len() <= MAX_BYTES);
        let text = is_small.then(|| fs::read_to_string(&path).ok()).flatten();
        let found = text.and_then(|text| toml::from_str::<Self>(&text).ok());
        found
            .filter(|log| log.version == version)
            .unwrap_or_else(|| Self {
                version: version.to_owned(),
                ..Self::default()
            })
    }

    /// What to start with, after a look at what became of the last start. `lives` tells whether a process still runs: it may
    /// be another window that is just opening.
    pub fn choose(&mut self, lives: impl Fn(u32) -> bool) -> Renderer {
        if let Some(armed) = self.armed.take_if(|armed| !lives(armed.process)) {
            self.gave_up(armed.renderer);
        }
        let untried = Renderer::ORDER
            .into_iter()
            .find(|renderer| !self.failed.contains(renderer));
        // When nothing has worked, nothing is known: drivers are mended behind our back.
        untried.unwrap_or_else(|| {
            self.failed.clear();
            let [first, _] = Renderer::ORDER;
            first
        })
    }

    /// This one is being tried by this process.
    pub fn arm(&mut self, renderer: Renderer, process: u32) {
        self.armed = Some(Armed { renderer, process });
    }

    /// Nothing is being tried any more, and nothing was learnt.
    pub fn disarm(&mut self) {
        self.armed = None;
    }

    /// A frame of this one is on screen.
    pub fn succeeded(&mut self, renderer: Renderer) {
        self.armed = None;
        self.failed.retain(|failed| *failed != renderer);
    }

    /// This one did not start.
    pub fn gave_up(&mut self, renderer: Renderer) {
        self.armed = None;
        if !self.failed.contains(&renderer) {
            self.failed.push(renderer);
        }
    }

    /// Writes the file into this folder.
    ///
    /// # Errors
    /// What the system says; a start must not depend on it.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        let path = folder.join(NAME);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        SystemDisk { clock: Clock::System }.make_folder(folder)?;
        fs::write(path, text)
    }
}

/// Whether a process of this number runs on this machine. Where that cannot be told, it does not.
pub fn process_lives(process: u32) -> bool {
    #[cfg(unix)]
    {
        let number = i32::try_from(process)
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        number.is_some_and(|number| rustix::process::test_kill_process(number).is_ok())
    }
    #[cfg(not(unix))]
    {
        let _ = process;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Renderer, StartLog, process_lives};

    const FIRST: Renderer = Renderer::ORDER[0];
    const SECOND: Renderer = Renderer::ORDER[1];
    const DEAD: fn(u32) -> bool = |_| false;

    fn fresh() -> StartLog {
        StartLog {
            version: "1".to_owned(),
            ..StartLog::default()
        }
    }

    #[test]
    fn a_start_that_did_not_survive_is_not_repeated() {
        let mut log = fresh();
        assert_eq!(log.choose(DEAD), FIRST);
        log.arm(FIRST, 7);
        assert_eq!(log.choose(DEAD), SECOND);
        log.arm(SECOND, 8);
        log.succeeded(SECOND);
        assert_eq!(log.choose(DEAD), SECOND, "what worked is kept");
    }

    #[test]
    fn a_window_that_is_just_opening_is_no_failure() {
        let mut log = fresh();
        log.arm(FIRST, 7);
        assert_eq!(log.choose(|process| process == 7), FIRST);
    }

    #[test]
    fn when_nothing_has_worked_everything_is_tried_again() {
        let mut log = fresh();
        log.gave_up(FIRST);
        log.gave_up(SECOND);
        assert_eq!(log.choose(DEAD), FIRST);
    }

    #[test]
    fn the_file_survives_a_round_and_another_version_starts_anew() {
        let folder = std::env::temp_dir().join(format!("magnum-desktop-renderer-{}", std::process::id()));
        let mut log = fresh();
        log.arm(FIRST, 7);
        log.save(&folder).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "the first file that a guest writes is as private as the settings");
        }
        assert_eq!(StartLog::open(&folder, "1"), log);
        assert_eq!(
            StartLog::open(&folder, "2"),
            StartLog {
                version: "2".to_owned(),
                ..StartLog::default()
            }
        );
        std::fs::write(folder.join(super::NAME), "armed = 3").unwrap();
        assert_eq!(StartLog::open(&folder, "1"), fresh());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn this_process_lives() {
        assert!(process_lives(std::process::id()));
        assert!(!process_lives(0));
    }
}
