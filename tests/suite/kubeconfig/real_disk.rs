//! The same on the machine's own disk: permissions, links, folders.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::platform::kubeconfig_files::{add_to, save_as};
use magnum_desktop::platform::safe_write::{Outcome, SystemDisk};

use super::access;

/// A folder of the test's own, emptied before use.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("magnum-desktop-kubeconfig-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).unwrap();
    path
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_file_is_for_its_owner_alone_and_so_is_its_folder() {
    let base = folder("new");
    let file = base.join(".kube").join("web.yaml");
    let disk = SystemDisk::default();
    let written = save_as(&disk, &file, &access(1)).unwrap();
    assert_eq!(
        (written.outcome, written.followed_link),
        (Outcome::Created, false)
    );
    assert_eq!((mode(&file), mode(&base.join(".kube"))), (0o600, 0o700));
    assert_eq!(
        save_as(&disk, &file, &access(1)).unwrap().outcome,
        Outcome::Unchanged
    );
    // Another access under the same name is not written over, unless it is the same cluster's.
    assert_eq!(
        save_as(&disk, &file, &access(2)).unwrap().outcome,
        Outcome::Replaced
    );
    fs::write(&file, "kind: Config\n").unwrap();
    assert!(matches!(
        save_as(&disk, &file, &access(1)),
        Err(FileTrouble::AlreadyThere { .. })
    ));
    assert_eq!(fs::read_to_string(&file).unwrap(), "kind: Config\n");
    fs::remove_dir_all(base).unwrap();
}

#[test]
fn f81_a_link_stays_a_link() {
    let base = folder("link");
    let (real, link) = (base.join("real"), base.join("config"));
    fs::write(&real, "kind: Config\n").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o644)).unwrap();
    symlink("real", &link).unwrap();
    let written = add_to(&SystemDisk::default(), &link, &access(1)).unwrap();
    assert!(written.followed_link && fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&real), 0o600, "it holds a key now");
    assert_eq!(
        fs::read_to_string(base.join("real.bak")).unwrap(),
        "kind: Config\n"
    );
    let mut names: Vec<_> = fs::read_dir(&base)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["config", "real", "real.bak"]);
    fs::remove_dir_all(base).unwrap();
}

#[test]
fn f81_what_is_no_plain_file_is_refused() {
    let base = folder("odd");
    let trouble = add_to(&SystemDisk::default(), &base, &access(1)).unwrap_err();
    assert!(matches!(trouble, FileTrouble::NotPlain { .. }), "{trouble:?}");
    fs::remove_dir_all(base).unwrap();
}
