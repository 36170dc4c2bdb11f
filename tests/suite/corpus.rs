//! What the fuzz targets run, on recorded cases with their expected outcomes, most of them failures; and on random bytes.
//!
//! A finding of a fuzzer becomes a file in `tests/fixtures/corpus/<target>/`: `expect: …`, a line `---`, the bytes.

use std::fs;
use std::path::Path;

use magnum_desktop::domain::clean::clean;
use magnum_desktop::domain::file_name::FileName;
use magnum_desktop::domain::link::Link;
use magnum_desktop::kubeconfig::certificate;
use magnum_desktop::kubeconfig::merge::Refusal;
use magnum_desktop::kubeconfig::received;
use magnum_desktop::openstack::probes;
use proptest::prelude::*;

type Target = (&'static str, fn(&[u8]) -> String);

const TARGETS: [Target; 12] = [
    ("text", |bytes| clean(&String::from_utf8_lossy(bytes))),
    ("file_name", |bytes| {
        FileName::of(&String::from_utf8_lossy(bytes), "00000001-x", "yaml").to_string()
    }),
    ("link", |bytes| {
        format!("{:?}", Link::of(&String::from_utf8_lossy(bytes)))
    }),
    ("certificate", |bytes| match certificate::read(bytes) {
        Ok(found) => found
            .iter()
            .map(|certificate| certificate.subject.clone())
            .collect(),
        Err(error) => error.to_string(),
    }),
    ("kubeconfig", kubeconfig),
    ("fault_body", probes::fault_body),
    ("retry_after", probes::retry_after),
    ("time", probes::time),
    ("list", probes::list),
    ("catalogue", probes::catalogue),
    ("clouds_yaml", probes::clouds_yaml),
    ("openrc", probes::openrc),
];

fn kubeconfig(bytes: &[u8]) -> String {
    match received::read(&String::from_utf8_lossy(bytes)) {
        Ok(received) => {
            let places = received.findings.into_iter().map(|finding| finding.place);
            let told: Vec<String> = received.contexts.into_iter().chain(places).collect();
            told.join("; ")
        }
        Err(Refusal::Broken { line: Some(line), .. }) => format!("broken at {line}"),
        Err(_) => "broken".to_owned(),
    }
}

#[test]
fn every_case_has_its_outcome() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus");
    let mut tried = 0;
    let mut wrong = Vec::new();
    for folder in fs::read_dir(&corpus).unwrap() {
        let folder = folder.unwrap().path();
        let target = folder.file_name().unwrap().to_string_lossy().into_owned();
        let (_, run) = TARGETS
            .into_iter()
            .find(|(name, _)| *name == target)
            .unwrap_or_else(|| panic!("no target {target}"));
        for case in fs::read_dir(&folder).unwrap() {
            let path = case.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let split = bytes.windows(5).position(|five| five == b"\n---\n").unwrap();
            let head = String::from_utf8(bytes[..split].to_vec()).unwrap();
            let expected = head.strip_prefix("expect: ").unwrap();
            let outcome = run(&bytes[split + 5..]).replace('\n', "|");
            if outcome != expected {
                wrong.push(format!("{}: {outcome:?} and not {expected:?}", path.display()));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(tried > 40, "{tried}");
}

#[test]
fn every_target_of_the_fuzzer_is_one_of_these() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/targets");
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().replace(".rs", ""))
        .collect();
    found.sort();
    let mut known: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(found, known);
}

/// Pieces that parsers stumble over, in any order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "null",
        "true",
        "1e999",
        "-",
        "\n",
        "  ",
        "\t",
        "\r\n",
        "#",
        "&a",
        "*a",
        "<<",
        "!!x",
        "|",
        ">",
        "---",
        "clouds:",
        "auth",
        "\"clusters\":[{\"uuid\":\"1\",\"status\":",
        "\"error\":{",
        "message",
        "\"token\":{\"catalog\":[{",
        "\"versions\":[{\"id\":",
        "<html",
        "<script>",
        "export OS_",
        "$(",
        "'",
        "\u{202e}",
        "é",
        "-----BEGIN CERTIFICATE-----\n",
        "users:",
        "exec:",
        "GMT",
        "2026-",
        "9",
        "\0",
    ]);
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![text, prop::collection::vec(any::<u8>(), 0..120)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_target_panics_and_each_is_the_same_twice(bytes in pieces()) {
        for (name, run) in TARGETS {
            let told = run(&bytes);
            prop_assert_eq!(&run(&bytes), &told, "{}", name);
            let hidden = told.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
            prop_assert!(!hidden || matches!(name, "link"), "{}: {:?}", name, told);
        }
    }
}
