//! Where the program's own files live on this system, and where a person's own do.

use std::path::PathBuf;

use directories::{ProjectDirs, UserDirs};

/// The folder of the settings; `None` on a machine without a home folder.
pub fn settings_folder() -> Option<PathBuf> {
    Some(
        ProjectDirs::from("", "", "magnum-desktop")?
            .config_dir()
            .to_owned(),
    )
}

/// Where a person looks for what they have saved: their documents, else their home.
pub fn documents_folder() -> Option<PathBuf> {
    let user = UserDirs::new()?;
    Some(user.document_dir().unwrap_or(user.home_dir()).to_owned())
}
