//! The dialog that saves the picture: every format, into the file that was typed or chosen in the system's own dialog, for
//! which the tests answer.

use std::path::{Path, PathBuf};

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::ui::outbox::{Action, IfThere};

use super::arranged::large;
use super::panel::{Page, window};

type Window = egui_kittest::Harness<'static, Page>;

/// Each format as the dialog words it, with its ending and what its files begin with.
const FORMATS: [(&str, &str, &[u8]); 4] = [
    ("PNG: a picture for documents", "png", b"\x89PNG\r\n\x1a\n"),
    (
        "SVG: a drawing that can be enlarged and edited",
        "svg",
        b"<?xml version=\"1.0\"",
    ),
    ("DOT: for Graphviz", "dot", b"digraph "),
    ("JSON: for other programs", "json", b"{\n"),
];

fn page() -> Window {
    let mut harness = window(Page::of(large(2)));
    harness.state_mut().panel.save_in(Some(Path::new("/home/ada")));
    harness
}

fn open(harness: &mut Window, format: &str) {
    harness.get_by_label("More").click();
    harness.run();
    harness.get_by_label("Export…").click();
    harness.run();
    harness.get_by_label(format).click();
    harness.run();
}

/// What the last wish saves: the file, its bytes, and what becomes of one that is there.
fn saved(harness: &Window) -> (PathBuf, Vec<u8>, IfThere) {
    match harness.state().wishes.last().unwrap() {
        Action::SaveMade {
            file,
            making,
            if_there,
        } => (file.clone(), making.bytes().unwrap(), *if_there),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_format_is_saved_as_what_it_says_into_the_file_that_was_typed() {
    let mut harness = page();
    for (format, ending, begins) in FORMATS {
        open(&mut harness, format);
        harness.get_by_label("Save").click();
        harness.run();
        let (file, bytes, if_there) = saved(&harness);
        assert!(file.starts_with("/home/ada"), "{file:?}");
        assert_eq!(file.extension().unwrap(), ending);
        assert!(bytes.starts_with(begins), "{format}");
        // What is typed replaces nothing unasked.
        assert_eq!(if_there, IfThere::Keep);
    }
}

#[test]
fn every_format_goes_where_the_systems_dialog_says_and_that_one_has_asked_already() {
    let mut harness = page();
    for (format, ending, begins) in FORMATS {
        open(&mut harness, format);
        harness.get_by_label("Choose…").click();
        harness.run();
        let wish = harness.state().wishes.last().unwrap();
        assert!(
            matches!(wish, Action::ChooseFile(wish) if wish.ending == ending),
            "{wish:?}"
        );
        let chosen = PathBuf::from("/srv/pictures/web");
        harness.state_mut().panel.take_file(Some(chosen.clone()));
        harness.run();
        harness.get_by_label("Save").click();
        harness.run();
        let (file, bytes, if_there) = saved(&harness);
        assert_eq!(file, chosen.with_extension(ending));
        assert!(bytes.starts_with(begins), "{format}");
        assert_eq!(if_there, IfThere::Replace);
    }
}
