//! Where a person wants a text to be saved: the system's own dialog, and a file that is never half written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::platform::safe_write::{Rewrite, SystemDisk, rewrite};

/// Nobody has seen a dialog and put it away in less time.
const SEEN: Duration = Duration::from_millis(300);
/// No text of ours, and none that it may take the place of, is longer.
const LONGEST: u64 = 4 << 20;

/// Asks. Where there is no dialog to be had, what was offered is taken.
pub(crate) async fn chosen(offered: &Path) -> Option<PathBuf> {
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(folder) = offered.parent() {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = offered.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    let began = tokio::time::Instant::now();
    match dialog.save_file().await {
        Some(file) => Some(file.path().to_owned()),
        None => (began.elapsed() < SEEN).then(|| offered.to_owned()),
    }
}

/// Writes it; what stood in the file before is kept beside it.
pub(crate) fn write(file: &Path, text: String) -> Result<(), Problem> {
    let mut whole = Whole(Secret::new(text));
    let written = rewrite(&SystemDisk::default(), file, LONGEST, &mut whole);
    written
        .map(drop)
        .map_err(|trouble| Problem::new(ProblemKind::File(trouble)))
}

struct Whole(Secret);

impl Rewrite for Whole {
    fn text(&mut self, _old: Option<&str>) -> Result<Secret, FileTrouble> {
        Ok(self.0.clone())
    }

    fn is_sound(&self, text: &str) -> bool {
        text == self.0.expose()
    }
}
