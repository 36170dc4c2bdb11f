//! The corpus of `tests/fixtures/config` against what is recorded of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::openstack::clouds_yaml::{
    CloudEntry, FileText, Overrides, Sources, Variable, read, written,
};
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/config")
}

fn file(name: &str) -> Option<FileText> {
    let path = folder().join(name);
    let bytes = fs::read(&path).ok()?;
    Some(FileText::from_bytes(name.into(), &bytes).unwrap())
}

fn sources(case: &str) -> Sources {
    let variables = file(&format!("{case}.env")).map(|file| {
        file.text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| Variable::of_environment(name, value))
            .collect()
    });
    Sources {
        clouds: file(&format!("{case}.yaml")).or_else(|| file(&format!("{case}.json"))),
        secure: file(&format!("{case}.secure.yaml")),
        public: file(&format!("{case}.public.yaml")),
        variables: variables.unwrap_or_default(),
    }
}

/// What is read of a cloud, by the names of clouds.yaml. Nothing in the corpus is a real secret.
fn told(entry: &CloudEntry) -> Value {
    let profile = match &entry.profile {
        Ok(profile) => profile,
        Err(problem) => {
            let word = match &problem.kind {
                ProblemKind::CloudEntryBroken { setting, .. } => (*setting).to_owned(),
                ProblemKind::AuthTypeUnsupported { auth_type } => format!("auth_type {auth_type}"),
                ProblemKind::CloudEntryUnreadable { spot, .. } => format!("line {}", spot.line.unwrap()),
                ProblemKind::CloudNameClash { .. } => "name".to_owned(),
                other => panic!("{other:?}"),
            };
            return json!({"error": word});
        }
    };
    let mut settings: Map<String, Value> = written(profile)
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect();
    for (name, secret) in [("secret", &entry.secret), ("passcode", &entry.passcode)] {
        if let Some(secret) = secret {
            settings.insert(name.to_owned(), secret.expose().into());
        }
    }
    Value::Object(settings)
}

fn cases() -> BTreeSet<String> {
    fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "expected.json")
        .map(|name| name.split('.').next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_file_of_the_corpus_is_read_as_recorded() {
    let recorded = fs::read_to_string(folder().join("expected.json")).unwrap();
    let recorded: BTreeMap<String, Value> = serde_json::from_str(&recorded).unwrap();
    let cases = cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    assert_eq!(cases, recorded.keys().cloned().collect());
    let mut differences = Vec::new();
    for case in &cases {
        let read = read(&sources(case), &Overrides::default());
        let clouds: Map<String, Value> = read
            .entries
            .iter()
            .map(|entry| (entry.name.clone(), told(entry)))
            .collect();
        let expected = &recorded[case];
        if json!(read.default) != expected["default"] {
            differences.push(format!(
                "{case}: default {:?}, recorded {}",
                read.default, expected["default"]
            ));
        }
        let expected = expected["clouds"].as_object().unwrap();
        let names: BTreeSet<&String> = clouds.keys().chain(expected.keys()).collect();
        for name in names {
            if clouds.get(name) != expected.get(name) {
                differences.push(format!(
                    "{case} {name}\n  read      {}\n  recorded  {}",
                    json!(clouds.get(name)),
                    json!(expected.get(name))
                ));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn every_difference_from_the_stock_client_has_a_reason() {
    let recorded = fs::read_to_string(folder().join("expected.json")).unwrap();
    let recorded: BTreeMap<String, Value> = serde_json::from_str(&recorded).unwrap();
    for (case, expected) in recorded {
        let differs = expected
            .get("sdk")
            .or_else(|| expected.get("sdk_default"))
            .is_some();
        let reason = expected.get("why").and_then(Value::as_str).unwrap_or_default();
        assert_eq!(differs, reason.len() > 20, "{case}: {reason:?}");
    }
}
