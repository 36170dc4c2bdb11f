//! Puts a whole file where somebody wants it: the bytes are written beside it and made to last, and only then take its
//! place, so that a file that was there is either as it was or the new one.

use std::io;
use std::path::Path;

use crate::domain::file_trouble::FileTrouble;
use crate::platform::safe_write::{Disk, Kind, end_of_links, trouble};

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// The new one takes its place.
    Replace,
}

/// Writes a file that is nobody's but the person's: no lock, no copy of the old one, no secret in it.
///
/// # Errors
/// Why it was not written; what was there is then as it was.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), FileTrouble> {
    let troubled = |error: io::Error| trouble(path, &error);
    let told = || path.display().to_string();
    let file = end_of_links(disk, path).map_err(troubled)?;
    if file.file_name().is_none() {
        return Err(FileTrouble::NotPlain { file: told() });
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match disk.about(&file).map_err(troubled)? {
        None => disk.make_folder(folder).map_err(troubled)?,
        Some(_) if existing == Existing::Keep => return Err(FileTrouble::AlreadyThere { file: told() }),
        Some(about) if about.kind != Kind::Plain => return Err(FileTrouble::NotPlain { file: told() }),
        Some(_) => {}
    }
    // Two programs that save into one folder do not meet.
    let draft = folder.join(format!(".magnum-desktop-{}.new", disk.me().pid));
    if disk.about(&draft).map_err(troubled)?.is_some() {
        disk.remove(&draft).map_err(troubled)?;
    }
    disk.create_shared(&draft).map_err(troubled)?;
    let placed = disk
        .append(&draft, bytes)
        .and_then(|()| disk.sync(&draft))
        .and_then(|()| disk.rename(&draft, &file));
    if let Err(error) = placed {
        drop(disk.remove(&draft));
        return Err(troubled(error));
    }
    // The file is whole either way; some file systems cannot make a folder last.
    drop(disk.sync_folder(folder));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Existing, replace};
    use crate::domain::file_trouble::FileTrouble;
    use crate::platform::safe_write::SystemDisk;

    fn names(folder: &Path) -> Vec<String> {
        let rows = fs::read_dir(folder).unwrap();
        rows.map(|row| row.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_picture_is_saved_whole_and_what_is_there_is_replaced_only_when_that_is_meant() {
        let folder = std::env::temp_dir().join(format!("magnum-desktop-replace-{}", std::process::id()));
        let file = folder.join("deeper").join("picture.png");
        let disk = SystemDisk::default();
        replace(&disk, &file, &[0, 159, 146, 150], Existing::Keep).unwrap();
        assert_eq!(fs::read(&file).unwrap(), [0, 159, 146, 150]);
        let kept = replace(&disk, &file, b"other", Existing::Keep);
        assert!(matches!(kept, Err(FileTrouble::AlreadyThere { .. })), "{kept:?}");
        assert_eq!(fs::read(&file).unwrap(), [0, 159, 146, 150]);
        replace(&disk, &file, b"other", Existing::Replace).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"other");
        // A folder is no file to replace, and nothing lies about afterwards.
        let refused = replace(&disk, &folder.join("deeper"), b"x", Existing::Replace);
        assert!(
            matches!(refused, Err(FileTrouble::NotPlain { .. })),
            "{refused:?}"
        );
        assert_eq!(names(&folder.join("deeper")), ["picture.png"]);
        assert_eq!(names(&folder), ["deeper"]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
