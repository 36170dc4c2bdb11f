//! The rules of the house that a machine can check, so that reviews are about design.
//!
//! Each rule is a function from text to complaints, tried here on text that breaks it and then on the whole tree.
//! What a rule cannot see: paths made by macros, and names brought in by a glob of our own (clippy forbids those).

mod faults;
mod raw_text;
mod rooms;
mod shape;
mod source;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use source::Source;

/// What is wrong, where.
type Complaint = String;

/// A file of the project and its text.
struct File {
    /// From the project's root, with `/` on every system.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the project under this folder, sorted by path; what is built or recorded is not ours to word.
fn files(folder: &str) -> io::Result<Vec<File>> {
    const SKIPPED: &[&str] = &[".git", "target", "dist", "tests/fixtures", "tests/snapshots"];
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next)? {
            let entry = entry?.path();
            let name = entry
                .strip_prefix(root())
                .unwrap_or(&entry)
                .to_string_lossy()
                .replace('\\', "/");
            if SKIPPED.contains(&name.as_str()) || entry.is_symlink() {
                continue;
            }
            if entry.is_dir() {
                waiting.push(entry);
            } else if let Ok(text) = String::from_utf8(fs::read(&entry)?) {
                found.push(File { path: name, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Those that are Rust; none at all would mean that a rule checks nothing.
fn rust_files(folder: &str) -> io::Result<Vec<File>> {
    let found: Vec<File> = files(folder)?
        .into_iter()
        .filter(|file| file.path.ends_with(".rs"))
        .collect();
    assert!(!found.is_empty(), "no Rust file in {folder}");
    Ok(found)
}

#[track_caller]
fn check(complaints: Vec<Complaint>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The dependencies of Cargo.toml, as source names them.
fn dependencies() -> io::Result<Vec<String>> {
    let found = rooms::dependencies(&fs::read_to_string(root().join("Cargo.toml"))?);
    assert!(
        found.iter().any(|name| name == "egui"),
        "the dependencies were not understood: {found:?}"
    );
    Ok(found)
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let crates = dependencies().unwrap();
    check(
        rust_files("src")
            .unwrap()
            .iter()
            .flat_map(|file| rooms::imports(&file.path, &Source::new(&file.text), &crates))
            .collect(),
    );
}

#[test]
fn panels_do_not_import_each_other() {
    check(
        rust_files("src/ui")
            .unwrap()
            .iter()
            .flat_map(|file| rooms::panels(&file.path, &Source::new(&file.text)))
            .collect(),
    );
}

#[test]
fn models_and_reconcilers_paint_nothing() {
    check(
        rust_files("src/ui")
            .unwrap()
            .iter()
            .flat_map(|file| rooms::painting(&file.path, &Source::new(&file.text)))
            .collect(),
    );
}

#[test]
fn files_stay_short() {
    let every: Vec<File> = rust_files("src")
        .unwrap()
        .into_iter()
        .chain(rust_files("tests").unwrap())
        .collect();
    let mut complaints: Vec<Complaint> = every
        .iter()
        .flat_map(|file| shape::length(&file.path, &file.text, shape::LONG_FOR_A_REASON))
        .collect();
    let paths: Vec<&str> = every.iter().map(|file| file.path.as_str()).collect();
    complaints.extend(shape::stale_exceptions(&paths, shape::LONG_FOR_A_REASON));
    check(complaints);
}

#[test]
fn every_file_says_what_it_is() {
    check(
        rust_files("src")
            .unwrap()
            .iter()
            .flat_map(|file| shape::opening(&file.path, &file.text))
            .collect(),
    );
}

#[test]
fn words_for_people_are_in_the_catalogues() {
    check(
        rust_files("src/ui")
            .unwrap()
            .iter()
            .flat_map(|file| shape::bare_words(&file.path, &Source::new(&file.text)))
            .collect(),
    );
}

#[test]
fn no_path_of_one_machine_and_no_task_without_an_issue() {
    let every = files("").unwrap();
    check(
        every
            .iter()
            .flat_map(|file| shape::leftovers(&file.path, &file.text))
            .collect(),
    );
}

#[test]
fn every_fault_that_can_be_tested_has_a_test_named_after_it() {
    let text = fs::read_to_string(root().join("tests/fixtures/fault-table.tsv")).unwrap();
    let rows = faults::table(&text);
    assert_eq!(rows.len(), 102, "the table was not understood");
    let mut found = std::collections::BTreeMap::new();
    for folder in ["src", "tests"] {
        for file in rust_files(folder).unwrap() {
            // The rule's own examples are no tests of rows.
            if !file.path.ends_with("tidy/faults.rs") {
                faults::named(&file.text, &mut found);
            }
        }
    }
    check(faults::odd(&rows, &found));
    let untested = faults::untested(&rows, &found);
    check(
        untested
            .iter()
            .map(|row| format!("F{:02} ({}) has no test: {}", row.id, row.level, row.fault))
            .collect(),
    );
}

#[test]
fn f64_texts_of_a_cloud_come_in_at_one_place() {
    let every = rust_files("src/openstack").unwrap();
    let mut complaints: Vec<Complaint> = every
        .iter()
        .flat_map(|file| raw_text::raw_texts(&file.path, &Source::new(&file.text), raw_text::READERS))
        .collect();
    let paths: Vec<&str> = every.iter().map(|file| file.path.as_str()).collect();
    complaints.extend(shape::stale_exceptions(&paths, raw_text::READERS));
    check(complaints);
}
