//! Where the program's own files live on this system.

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folder of the settings; `None` on a machine without a home folder.
pub fn settings_folder() -> Option<PathBuf> {
    Some(
        ProjectDirs::from("", "", "magnum-desktop")?
            .config_dir()
            .to_owned(),
    )
}
