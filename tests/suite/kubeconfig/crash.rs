//! Stopped at every step, from many files: the old or the new one is whole, and the next writer gets through.

use std::cell::Cell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::kubeconfig::merge::{OnClash, check, has_context, merge};
use magnum_desktop::platform::safe_write::{Outcome, Rewrite, Written, rewrite};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::disk::{Event, MemoryDisk};
use super::{access, starts};

const FILE: &str = "/home/me/.kube/config";
const CAP: u64 = 1024 * 1024;

/// Merges, and remembers what it did with which text, because the tests do it thousands of times.
struct Merging {
    number: u32,
    known: Option<(Option<String>, String)>,
    calls: Cell<u32>,
}

impl Merging {
    fn new(number: u32) -> Self {
        Self {
            number,
            known: None,
            calls: Cell::new(0),
        }
    }
}

impl Rewrite for Merging {
    fn text(&mut self, old: Option<&str>) -> Result<Secret, FileTrouble> {
        self.calls.set(self.calls.get() + 1);
        if let Some((from, to)) = &self.known
            && from.as_deref() == old
        {
            return Ok(Secret::new(to.clone()));
        }
        let merged = merge(old.unwrap_or_default(), &access(self.number), OnClash::Refuse)
            .map_err(|refusal| refusal.of_file(FILE))?;
        self.known = Some((old.map(str::to_owned), merged.text.expose().to_owned()));
        Ok(merged.text)
    }

    fn is_sound(&self, text: &str) -> bool {
        // What was merged has been read again by the merge itself.
        self.known.as_ref().is_some_and(|(_, merged)| merged == text) || check(text).is_ok()
    }
}

fn write(disk: &MemoryDisk, merging: &mut Merging) -> Result<Written, FileTrouble> {
    rewrite(disk, Path::new(FILE), CAP, merging)
}

#[test]
fn a_write_takes_these_steps() {
    let disk = MemoryDisk::new().with(FILE, "kind: Config\n");
    let written = write(&disk, &mut Merging::new(1)).unwrap();
    assert_eq!(written.outcome, Outcome::Replaced);
    assert_eq!(written.backup, Some(PathBuf::from("/home/me/.kube/config.bak")));
    assert_eq!(disk.names(), [FILE, "/home/me/.kube/config.bak"]);
    assert_eq!(disk.text("/home/me/.kube/config.bak").unwrap(), "kind: Config\n");
    let steps: Vec<String> = disk
        .steps()
        .iter()
        .map(|step| step.replace("/home/me/.kube", "~"))
        .collect();
    assert_eq!(
        steps,
        [
            "about ~/config",
            "make_folder ~",
            "create ~/config.lock",
            "append ~/config.lock",
            "about ~/config.lock",
            "about ~/config",
            "read ~/config",
            "about ~/.config.new",
            "create ~/.config.new",
            "append ~/.config.new",
            "sync ~/.config.new",
            "read ~/.config.new",
            "about ~/config.bak",
            "about ~/.config.bak.new",
            "create ~/.config.bak.new",
            "append ~/.config.bak.new",
            "sync ~/.config.bak.new",
            "rename ~/.config.bak.new",
            "sync_folder ~",
            "about ~/config",
            "read ~/config",
            "rename ~/.config.new",
            "sync_folder ~",
            "remove ~/config.lock",
        ]
    );
    // Nothing to do, and a second change of the same day: no second backup.
    assert_eq!(
        write(&disk, &mut Merging::new(1)).unwrap().outcome,
        Outcome::Unchanged
    );
    let again = write(&disk, &mut Merging::new(2)).unwrap();
    assert_eq!((again.outcome, again.backup), (Outcome::Replaced, None));
    disk.later(SignedDuration::from_hours(24));
    assert!(write(&disk, &mut Merging::new(1)).unwrap().backup.is_some());
}

/// 200 files, each killed at each step, each as a kill and as a power cut leaves it.
#[test]
fn f75_killed_at_any_step_the_old_or_the_new_file_is_whole() {
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(200),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let tried = Cell::new(0_u32);
    let result = runner.run(&(starts(), any::<bool>()), |(start, is_new)| {
        let begin = || {
            if is_new {
                MemoryDisk::new()
            } else {
                MemoryDisk::new().with(FILE, &start.text)
            }
        };
        let old = (!is_new).then(|| start.text.clone());
        let mut merging = Merging::new(1);
        let whole = begin();
        write(&whole, &mut merging).unwrap();
        let new = whole.text(FILE);
        for step in 0..whole.steps().len() {
            let disk = begin().when(step, Event::Killed);
            drop(write(&disk, &mut merging));
            tried.set(tried.get() + 1);
            let left = [
                disk.after_kill(SignedDuration::from_mins(11)),
                disk.after_power_cut(false),
                disk.after_power_cut(true),
            ];
            for left in left {
                let text = left.text(FILE);
                prop_assert!(text == old || text == new, "step {}: {:?}", step, text);
                // Whoever comes next is not held up by what was left, and cleans it away.
                prop_assert!(write(&left, &mut merging).is_ok(), "step {}", step);
                prop_assert_eq!(left.text(FILE), new.clone());
                prop_assert!(
                    left.names()
                        .iter()
                        .all(|name| name == FILE || name.ends_with(".bak")),
                    "{:?}",
                    left.names()
                );
            }
        }
        Ok(())
    });
    result.unwrap();
    assert!(tried.get() > 200 * 15, "{}", tried.get());
}

#[test]
fn f75_a_lock_is_stale_only_when_its_holder_is_gone() {
    let killed = MemoryDisk::new()
        .with(FILE, "kind: Config\n")
        .when(9, Event::Killed);
    drop(write(&killed, &mut Merging::new(1)));
    assert!(killed.names().contains(&format!("{FILE}.lock")));
    // Too young to ask.
    let young = killed.after_kill(SignedDuration::from_secs(20));
    let told = write(&young, &mut Merging::new(1)).unwrap_err();
    assert_eq!(
        told,
        FileTrouble::Busy {
            lock: format!("{FILE}.lock"),
            holder: Some("here · 1".to_owned()),
        }
    );
    // Old, but its holder runs.
    let alive = killed.after_kill(SignedDuration::from_mins(60)).runs_also(1);
    assert!(matches!(
        write(&alive, &mut Merging::new(1)),
        Err(FileTrouble::Busy { .. })
    ));
    // Old, and its holder is gone.
    let gone = killed.after_kill(SignedDuration::from_secs(31));
    assert!(write(&gone, &mut Merging::new(1)).is_ok());
    // On another machine nobody can be asked.
    let elsewhere = "magnum-desktop\n1\nthere\n2026-03-02T08:00:00Z\n";
    let shared = MemoryDisk::new().with(&format!("{FILE}.lock"), elsewhere);
    shared.later(SignedDuration::from_hours(48));
    assert!(matches!(
        write(&shared, &mut Merging::new(1)),
        Err(FileTrouble::Busy { .. })
    ));
}

#[test]
fn f76_a_full_or_read_only_disk_leaves_everything_as_it_was() {
    let begin = || MemoryDisk::new().with(FILE, "kind: Config\n");
    let steps = {
        let disk = begin();
        write(&disk, &mut Merging::new(1)).unwrap();
        disk.steps()
    };
    let renamed = steps.iter().rposition(|step| step.starts_with("rename")).unwrap();
    let kinds = [
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::ReadOnlyFilesystem,
        ErrorKind::PermissionDenied,
        ErrorKind::CrossesDevices,
        ErrorKind::ResourceBusy,
        ErrorKind::BrokenPipe,
    ];
    for (step, what) in steps.iter().enumerate().take(renamed + 1) {
        for kind in kinds {
            let disk = begin().when(step, Event::Fails(kind));
            let result = write(&disk, &mut Merging::new(1));
            // A folder that cannot be made to last is no reason to stop.
            let Err(trouble) = result else {
                assert!(what.starts_with("sync_folder"), "{}", what);
                continue;
            };
            let file = FILE.to_owned();
            let expected = match kind {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FileTrouble::DiskFull { file },
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => FileTrouble::ReadOnly { file },
                ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => FileTrouble::Mounted { file },
                _ => FileTrouble::Failed {
                    file,
                    detail: "broken pipe".to_owned(),
                },
            };
            assert_eq!(trouble, expected, "{}", what);
            assert_eq!(disk.text(FILE).as_deref(), Some("kind: Config\n"), "{}", what);
            let left: Vec<String> = disk.names();
            assert!(
                left.iter()
                    .all(|name| name == FILE || name.ends_with("config.bak")),
                "{left:?}"
            );
        }
    }
}

#[test]
fn f77_what_another_program_writes_meanwhile_is_merged_too() {
    let theirs = "contexts:\n- name: theirs\n  context: {cluster: c}\n";
    let begin = || MemoryDisk::new().with(FILE, "kind: Config\n");
    let steps = {
        let disk = begin();
        write(&disk, &mut Merging::new(1)).unwrap();
        disk.steps()
    };
    let last_look = steps
        .iter()
        .rposition(|step| *step == format!("read {FILE}"))
        .unwrap();
    for (step, what) in steps.iter().enumerate().take(last_look + 1) {
        let disk = begin().when(step, Event::Written(PathBuf::from(FILE), theirs.to_owned()));
        let mut merging = Merging::new(1);
        write(&disk, &mut merging).unwrap();
        let text = disk.text(FILE).unwrap();
        assert!(
            has_context(&text, "theirs") && has_context(&text, "web@shop.prod"),
            "{}: {text}",
            what
        );
    }
}

#[test]
fn f77_somebody_else_s_lock_is_respected() {
    let disk = MemoryDisk::new()
        .with(FILE, "kind: Config\n")
        .with(&format!("{FILE}.lock"), "");
    let trouble = write(&disk, &mut Merging::new(1)).unwrap_err();
    assert!(
        matches!(trouble, FileTrouble::Busy { holder: None, .. }),
        "{trouble:?}"
    );
    assert_eq!(disk.text(FILE).as_deref(), Some("kind: Config\n"));
    assert!(disk.text(&format!("{FILE}.lock")).is_some(), "their lock stays");
    // kubectl never comes back for a lock that it left behind.
    disk.later(SignedDuration::from_mins(11));
    assert!(write(&disk, &mut Merging::new(1)).is_ok());
}

#[test]
fn f81_links_are_followed_and_told_and_foreign_files_refused() {
    let disk = MemoryDisk::new()
        .with_link(FILE, "../dotfiles/kube")
        .with("/home/me/.kube/../dotfiles/kube", "kind: Config\n");
    let written = write(&disk, &mut Merging::new(1)).unwrap();
    assert!(written.followed_link);
    assert_eq!(written.file, Path::new("/home/me/.kube/../dotfiles/kube"));
    assert!(
        disk.text("/home/me/.kube/../dotfiles/kube")
            .unwrap()
            .contains("web@shop.prod")
    );
    assert!(
        disk.steps().contains(&format!("create {FILE}.lock")),
        "the lock that kubectl looks for"
    );
    let foreign = MemoryDisk::new().with_foreign(FILE, "kind: Config\n");
    assert_eq!(
        write(&foreign, &mut Merging::new(1)),
        Err(FileTrouble::OtherOwner {
            file: FILE.to_owned()
        })
    );
    let circle = MemoryDisk::new().with_link(FILE, FILE);
    assert!(matches!(
        write(&circle, &mut Merging::new(1)),
        Err(FileTrouble::Failed { .. })
    ));
}

#[test]
fn f78_a_broken_or_huge_file_is_not_touched() {
    let huge = "#".repeat(2 * 1024 * 1024);
    for text in ["clusters: [", "users: {}", huge.as_str()] {
        let disk = MemoryDisk::new().with(FILE, text);
        assert!(write(&disk, &mut Merging::new(1)).is_err());
        assert_eq!(disk.text(FILE).as_deref(), Some(text));
        assert_eq!(disk.names(), [FILE]);
    }
}
