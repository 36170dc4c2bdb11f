//! The settings' file: read with suspicion, moved aside when it cannot be used, written whole or not at all.
//!
//! Whatever is wrong with it, the program starts, and says once what happened.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::file_trouble::FileTrouble;
use crate::domain::secret::Secret;
use crate::platform::clock::Clock;
use crate::platform::safe_write::{Disk as _, Rewrite, SystemDisk, rewrite};
use crate::platform::settings::{Settings, VERSION};

/// The settings file is read up to this size.
const MAX_BYTES: u64 = 256 * 1024;
const NAME: &str = "settings.toml";
/// How many files of one day are kept aside.
const MOST_ASIDE: u32 = 20;

/// What of the file is read before anything else.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    version: u32,
}

impl Settings {
    /// Reads the file in this folder, and tells what was wrong with it. The settings are always usable: those of the file,
    /// or the defaults.
    pub fn open(folder: Option<&Path>, now: Timestamp) -> (Self, Option<FileTrouble>) {
        let Some(folder) = folder else {
            return (Self::default(), Some(FileTrouble::SettingsHomeless));
        };
        let path = folder.join(NAME);
        let unreadable = || {
            let file = path.display().to_string();
            (Self::default(), Some(FileTrouble::SettingsUnreadable { file }))
        };
        let bytes = match SystemDisk::default().read(&path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return (Self::default(), None);
            }
            Err(_) => return unreadable(),
        };
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|text| text.len() as u64 <= MAX_BYTES);
        let head = text.as_deref().and_then(|text| toml::from_str::<Head>(text).ok());
        let is_newer = head.is_some_and(|head| head.version > VERSION);
        let settings = text.as_deref().and_then(|text| toml::from_str::<Self>(text).ok());
        match settings {
            Some(settings) if !is_newer => (settings, None),
            Some(_) | None => match set_aside(folder, &path, now) {
                Some(aside) => {
                    let file = aside.display().to_string();
                    let trouble = FileTrouble::SettingsSetAside { file, is_newer };
                    (Self::default(), Some(trouble))
                }
                None => unreadable(),
            },
        }
    }

    /// Writes the file: whole, or not at all.
    ///
    /// # Errors
    /// When it cannot be written to; the old file is then untouched.
    pub fn save(&self, folder: &Path) -> Result<(), FileTrouble> {
        let path = folder.join(NAME);
        let current = Self {
            version: VERSION,
            ..self.clone()
        };
        let text = toml::to_string(&current).map_err(|error| FileTrouble::Failed {
            file: path.display().to_string(),
            detail: error.to_string(),
        })?;
        let disk = SystemDisk { clock: Clock::System };
        rewrite(&disk, &path, MAX_BYTES, &mut Whole(text)).map(drop)
    }
}

/// Replaces whatever was there.
struct Whole(String);

impl Rewrite for Whole {
    fn text(&mut self, _old: Option<&str>) -> Result<Secret, FileTrouble> {
        Ok(Secret::new(self.0.clone()))
    }

    fn is_sound(&self, text: &str) -> bool {
        toml::from_str::<Settings>(text).is_ok()
    }
}

/// Moves the file to a name with today's date that nothing has yet.
fn set_aside(folder: &Path, path: &Path, now: Timestamp) -> Option<PathBuf> {
    let day = jiff::tz::Offset::UTC.to_datetime(now).date();
    let aside = (1..=MOST_ASIDE)
        .map(|number| match number {
            1 => folder.join(format!("settings.{day}.toml")),
            number => folder.join(format!("settings.{day}.{number}.toml")),
        })
        .find(|aside| !aside.exists())
        // There is no end of broken files: the last one of today is enough.
        .unwrap_or_else(|| folder.join(format!("settings.{day}.toml")));
    fs::rename(path, &aside).ok()?;
    Some(aside)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{MAX_BYTES, NAME};
    use crate::domain::file_trouble::FileTrouble;
    use crate::platform::settings::Settings;

    /// A folder of the test's own, emptied before use.
    fn folder(name: &str) -> PathBuf {
        let path =
            std::env::temp_dir().join(format!("magnum-desktop-settings-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn now() -> jiff::Timestamp {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn with_language(language: &str) -> Settings {
        Settings {
            language: Some(language.to_owned()),
            ..Settings::default()
        }
    }

    #[test]
    fn what_is_saved_is_opened() {
        let base = folder("round");
        let inner = base.join("not").join("yet");
        assert_eq!(Settings::open(Some(&inner), now()), (Settings::default(), None));
        with_language("zh-CN").save(&inner).unwrap();
        let (opened, trouble) = Settings::open(Some(&inner), now());
        assert_eq!((opened.language.as_deref(), trouble), (Some("zh-CN"), None));
        // What somebody's newer habit added is no reason to lose the rest.
        let text = fs::read_to_string(inner.join(NAME)).unwrap();
        fs::write(inner.join(NAME), format!("{text}\nsurprise = 1\n")).unwrap();
        assert_eq!(
            Settings::open(Some(&inner), now()).0.language.as_deref(),
            Some("zh-CN")
        );
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn f85_what_cannot_be_used_is_moved_aside_with_its_date_and_told_once() {
        let base = folder("aside");
        let huge = format!("# {}\n", "x".repeat(MAX_BYTES as usize));
        let broken: [(&[u8], bool); 5] = [
            (b"language = [", false),
            (b"language = 7", false),
            (&[0xff, 0xfe, 0x00], false),
            (huge.as_bytes(), false),
            (b"version = 99\nlanguage = 'en'", true),
        ];
        for (number, (bytes, is_newer)) in broken.into_iter().enumerate() {
            fs::write(base.join(NAME), bytes).unwrap();
            let aside = match number {
                0 => base.join("settings.2026-03-02.toml"),
                number => base.join(format!("settings.2026-03-02.{}.toml", number + 1)),
            };
            let file = aside.display().to_string();
            assert_eq!(
                Settings::open(Some(&base), now()),
                (
                    Settings::default(),
                    Some(FileTrouble::SettingsSetAside { file, is_newer })
                )
            );
            assert_eq!(fs::read(&aside).unwrap(), bytes, "nothing is lost");
            // The next start is clean, and says nothing.
            assert_eq!(Settings::open(Some(&base), now()), (Settings::default(), None));
        }
        for _ in 0..40 {
            fs::write(base.join(NAME), "[").unwrap();
            assert!(Settings::open(Some(&base), now()).1.is_some());
        }
        assert_eq!(Settings::open(Some(&base), now()).1, None, "never a loop");
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn f85_what_cannot_be_read_or_written_is_told_and_left_alone() {
        let base = folder("locked");
        fs::create_dir(base.join(NAME)).unwrap();
        let (settings, trouble) = Settings::open(Some(&base), now());
        assert_eq!(settings, Settings::default());
        assert!(
            matches!(trouble, Some(FileTrouble::SettingsUnreadable { .. })),
            "{trouble:?}"
        );
        assert!(matches!(
            with_language("en").save(&base),
            Err(FileTrouble::NotPlain { .. })
        ));
        fs::remove_dir(base.join(NAME)).unwrap();
        // Somebody else is writing: the old settings stay.
        with_language("en").save(&base).unwrap();
        fs::write(base.join("settings.toml.lock"), "").unwrap();
        assert!(matches!(
            with_language("zh-CN").save(&base),
            Err(FileTrouble::Busy { .. })
        ));
        assert_eq!(
            Settings::open(Some(&base), now()).0.language.as_deref(),
            Some("en")
        );
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn f76_without_a_home_folder_nothing_is_kept_and_it_is_said() {
        let (settings, trouble) = Settings::open(None, now());
        assert_eq!(
            (settings, trouble),
            (Settings::default(), Some(FileTrouble::SettingsHomeless))
        );
    }
}
