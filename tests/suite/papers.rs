//! What stands beside the program: one version and one id in every recipe, and a guide that is whole in every language and
//! names nothing that is not on the screen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use magnum_desktop::text::Language;
use magnum_desktop::text::guide::pages;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between these two in a file, the first time.
#[track_caller]
fn between(path: &str, before: &str, after: &str) -> String {
    let text = read(path);
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{path} has no {before}"));
    rest.split_once(after).unwrap().0.to_owned()
}

fn app_id() -> String {
    between("src/window.rs", "const APP_ID: &str = \"", "\"")
}

#[test]
fn every_recipe_has_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    let id = app_id();
    for (path, before, after) in [
        ("packaging/linux/PKGBUILD".to_owned(), "pkgver=", "\n"),
        ("packaging/linux/package.nix".to_owned(), "version = \"", "\""),
        (format!("packaging/linux/flatpak/{id}.yml"), "tag: v", "\n"),
        (
            format!("packaging/linux/{id}.metainfo.xml"),
            "<release version=\"",
            "\"",
        ),
        (
            "packaging/windows/magnum-desktop.exe.manifest".to_owned(),
            "MagnumDesktop\" version=\"",
            ".0\"",
        ),
    ] {
        assert_eq!(between(&path, before, after), version, "{path}");
    }
}

#[test]
fn a_desktop_finds_the_window_the_entry_and_the_icon_by_one_id() {
    let id = app_id();
    let entry = format!("packaging/linux/{id}.desktop");
    let metainfo = format!("packaging/linux/{id}.metainfo.xml");
    let flatpak = format!("packaging/linux/flatpak/{id}.yml");
    for (path, before, after) in [
        (entry.as_str(), "\nStartupWMClass=", "\n"),
        (entry.as_str(), "\nIcon=", "\n"),
        (metainfo.as_str(), "<id>", "</id>"),
        (metainfo.as_str(), "<launchable type=\"desktop-id\">", ".desktop<"),
        (flatpak.as_str(), "\nid: ", "\n"),
        ("packaging/stage.sh", "\nid=", "\n"),
        ("packaging/build.sh", "\nid=", "\n"),
        ("packaging/windows/installer.nsi", "!define ID \"", "\""),
    ] {
        assert_eq!(between(path, before, after), id, "{path}");
    }
}

/// The pages of the guide in a language, by name.
fn guide(language: Language) -> BTreeMap<String, String> {
    let folder = format!("assets/guide/{}", language.tag());
    fs::read_dir(root().join(&folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| (name.clone(), read(&format!("{folder}/{name}"))))
        .collect()
}

/// What a page is built of, whatever its words: headings with their level, rows of tables, items, blocks of code.
fn shape(page: &str) -> Vec<String> {
    let mut inside_code = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside_code = !inside_code;
            found.push(line.to_owned());
        } else if !inside_code {
            let first = line.split(' ').next().unwrap_or_default();
            let marks = first.starts_with('#') || first == "|" || first == "-";
            let numbered = first.strip_suffix('.').is_some_and(|n| n.parse::<u8>().is_ok());
            if marks || numbered {
                found.push(first.to_owned());
            }
        }
    }
    found
}

#[test]
fn the_guide_is_whole_in_every_language() {
    let english = guide(Language::English);
    assert!(!english.is_empty());
    for language in Language::ALL {
        let there = guide(language);
        let names: BTreeSet<&str> = there.keys().map(String::as_str).collect();
        let shown: BTreeSet<&str> = pages(language).iter().map(|page| page.name).collect();
        assert_eq!(
            shown, names,
            "{language:?}: the program shows other pages than there are"
        );
        assert_eq!(
            names,
            english.keys().map(String::as_str).collect(),
            "{language:?}"
        );
        for (name, page) in &there {
            assert_eq!(
                shape(page),
                shape(&english[name]),
                "{language:?}: {name} is built otherwise"
            );
        }
    }
}

/// The text as one line, with what stands between these marks: `marked("a *b* c", "*")` is `["b"]`.
fn marked(page: &str, mark: &str) -> Vec<String> {
    page.split("\n\n")
        .filter(|paragraph| !paragraph.starts_with("```"))
        .flat_map(|paragraph| {
            let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            line.split(mark)
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Markdown does not see the end of bold text where punctuation stands before the marks and a letter right behind them, as
/// Chinese, which puts no spaces between words, would have it.
#[test]
fn bold_text_ends_where_it_should() {
    for language in Language::ALL {
        for (name, page) in guide(language) {
            for line in page.lines() {
                let parts: Vec<&str> = line.split("**").collect();
                for pair in parts.windows(2).skip(1).step_by(2) {
                    let ends_in_punctuation = pair[0].chars().last().is_some_and(|last| !last.is_alphanumeric());
                    let letter_follows = pair[1].chars().next().is_some_and(char::is_alphanumeric);
                    assert!(
                        !(ends_in_punctuation && letter_follows),
                        "{language:?}: {name}: a space is missing behind “{}”: {line}",
                        pair[0]
                    );
                }
            }
        }
    }
}

#[test]
fn what_the_guide_sets_in_bold_is_on_the_screen() {
    for language in Language::ALL {
        let labels: BTreeSet<&str> = language
            .sources()
            .iter()
            .flat_map(|source| source.lines())
            .filter_map(|line| line.split_once(" = "))
            .map(|(_, text)| text.trim())
            .collect();
        for (name, page) in guide(language) {
            for bold in marked(&page, "**") {
                assert!(
                    labels.contains(bold.as_str()),
                    "{language:?}: {name} names “{bold}”, which is no text of assets/text"
                );
            }
        }
    }
}

/// What a heading is linked by: small letters, digits and hyphens of it, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut every: Vec<String> = ["README.md", "packaging/CONTRIBUTING.md", "packaging/SECURITY.md"]
        .map(str::to_owned)
        .to_vec();
    for language in Language::ALL {
        every.extend(
            guide(language)
                .keys()
                .map(|name| format!("assets/guide/{}/{name}", language.tag())),
        );
    }
    let mut followed = 0;
    for path in every {
        let text = read(&path);
        let folder = root().join(&path).parent().unwrap().to_owned();
        for after in text.split("](").skip(1) {
            let target = after.split(')').next().unwrap();
            if target.starts_with("https://") {
                continue;
            }
            let (file, wanted) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() {
                root().join(&path)
            } else {
                folder.join(file)
            };
            assert!(file.exists(), "{path} leads to {target}, which is not there");
            if !wanted.is_empty() {
                let there = fs::read_to_string(&file).unwrap();
                assert!(
                    there
                        .lines()
                        .any(|line| line.starts_with('#') && anchor(line) == wanted),
                    "{path} leads to {target}, and there is no such heading"
                );
            }
            followed += 1;
        }
    }
    assert!(followed > 30, "only {followed} links were found");
}
