//! The system's own dialog in which somebody chooses where to save a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::ui::outbox::FileWish;

/// Nobody thinks better of it sooner than this: a dialog that is gone by then has never opened.
const TOO_QUICK: Duration = Duration::from_millis(400);

/// Asks; the answer is the file, or nothing where somebody thought better of it.
pub(crate) async fn choose(wish: FileWish) -> Result<Option<PathBuf>, Problem> {
    let begun = Clock::System.now();
    let mut dialog = rfd::AsyncFileDialog::new()
        .set_title(&wish.title)
        .add_filter(&wish.kind, &[&wish.ending]);
    if let Some(name) = wish.file.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    if let Some(folder) = there(&wish.file) {
        dialog = dialog.set_directory(folder);
    }
    match dialog.save_file().await {
        Some(chosen) => Ok(Some(chosen.path().to_owned())),
        // The library does not tell a desktop without such a dialog from a person who has closed it.
        None if Clock::System.now().duration_since(begun).unsigned_abs() < TOO_QUICK => {
            Err(Problem::new(ProblemKind::File(FileTrouble::NoDialog)))
        }
        None => Ok(None),
    }
}

/// The nearest folder above it that exists.
fn there(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| folder.is_dir())
}
