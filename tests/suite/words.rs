//! The catalogues: every language has every message with exactly its placeholders, every message is used, and the bundled
//! fonts can draw every character.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use egui::FontFamily;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use magnum_desktop::text::{Language, guide, words};
use magnum_desktop::ui::theme;

/// Key and placeholders of every message of a Fluent file.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(char::is_lowercase))
        {
            assert!(!found.contains_key(key), "{key} is there twice");
            current = Some(key.to_owned());
            found.insert(key.to_owned(), BTreeSet::new());
        }
        let Some(key) = &current else { continue };
        for after in line.split('$').skip(1) {
            let name: String = after
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found.get_mut(key).unwrap().insert(name);
        }
    }
    found
}

fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let every = words::KEYS.iter().flat_map(|room| room.iter());
    every
        .map(|(key, arguments)| {
            (
                (*key).to_owned(),
                arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            )
        })
        .collect()
}

#[test]
fn every_language_has_every_message_with_exactly_its_placeholders() {
    let declared = declared();
    for language in Language::ALL {
        let mut found = BTreeMap::new();
        for source in language.sources() {
            let broken = FluentResource::try_new((*source).to_owned())
                .err()
                .map(|(_, errors)| errors);
            assert_eq!(broken, None, "{language:?}: {:?}", source.lines().next());
            for (key, arguments) in messages(source) {
                assert!(
                    found.insert(key.clone(), arguments).is_none(),
                    "{language:?}: {key} is there twice"
                );
            }
        }
        for (key, arguments) in &declared {
            assert_eq!(found.get(key), Some(arguments), "{language:?}: {key}");
        }
        let unknown: Vec<_> = found.keys().filter(|key| !declared.contains_key(*key)).collect();
        assert!(
            unknown.is_empty(),
            "{language:?}: {unknown:?} are declared nowhere"
        );
    }
}

#[test]
fn every_message_can_be_filled() {
    for language in Language::ALL {
        let mut bundle = FluentBundle::new_concurrent(vec![language.tag().parse().unwrap()]);
        for source in language.sources() {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        for (key, arguments) in declared() {
            for sample in [0, 1, 2] {
                let mut filled = FluentArgs::new();
                for argument in &arguments {
                    filled.set(argument.clone(), sample);
                }
                let pattern = bundle.get_message(&key).unwrap().value().unwrap();
                let mut errors = vec![];
                let text = bundle.format_pattern(pattern, Some(&filled), &mut errors);
                assert!(
                    errors.is_empty() && !text.is_empty(),
                    "{language:?}: {key}: {errors:?}"
                );
            }
        }
    }
}

/// Every Rust text of ours but the declarations themselves.
fn code() -> String {
    let mut code = String::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("src/text/words") {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                code.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }
    code
}

#[test]
fn every_message_is_used() {
    let code = code();
    let called: BTreeSet<&str> = code
        .split(['.', ':', '(', ' ', '\n'])
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .collect();
    let unused: Vec<_> = declared()
        .into_keys()
        .filter(|key| !called.contains(key.replace('-', "_").as_str()))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

#[test]
fn the_bundled_fonts_have_every_character() {
    let ctx = egui::Context::default();
    theme::install(&ctx);
    let mut frame = |_: &mut egui::Ui| {};
    ctx.run_ui(egui::RawInput::default(), &mut frame)
        .textures_delta
        .clear();
    let every: BTreeSet<char> = Language::ALL
        .into_iter()
        .flat_map(Language::sources)
        .flat_map(|source| source.chars())
        .chain(
            Language::ALL
                .into_iter()
                .flat_map(|language| language.native_name().chars()),
        )
        .chain(
            Language::ALL
                .into_iter()
                .flat_map(guide::pages)
                .flat_map(|page| page.text.chars()),
        )
        .filter(|c| !c.is_control())
        .collect();
    for family in [
        FontFamily::Proportional,
        FontFamily::Monospace,
        theme::fonts::medium(),
    ] {
        let drawable = ctx.fonts_mut(|fonts| fonts.fonts.font(&family).characters().clone());
        let missing: String = every.iter().filter(|c| !drawable.contains_key(c)).collect();
        assert!(missing.is_empty(), "{family:?} lacks {missing}");
    }
}
