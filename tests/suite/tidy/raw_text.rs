//! Where texts of a cloud enter: in one place, which cleans them. Who reads bytes or JSON's texts elsewhere is on a list.

use super::Complaint;
use super::source::{Source, line_of, starts_word, text_of, word_end};

/// What turns bytes of a cloud into text. (The value of a header gives only visible ASCII out as text.)
const RAW: [&str; 3] = ["from_utf8", "from_utf8_lossy", "from_utf8_unchecked"];
/// What takes a text out of JSON as it is.
const RAW_JSON: [&[&str]; 2] = [&["Value", "String"], &["Value", "as_str"]];

/// Files that do it, with the reason.
pub(super) const READERS: &[(&str, &str)] = &[
    (
        "src/openstack/wire.rs",
        "the one place: everything that leaves it is clean",
    ),
    (
        "src/openstack/fault/mod.rs",
        "pages that are no JSON; what is kept of them is cleaned there",
    ),
    (
        "src/openstack/keystone/federation.rs",
        "a token, which goes on as it came and is never shown",
    ),
    (
        "src/openstack/clouds_yaml/mod.rs",
        "a file of this machine, before it is parsed; each value that is shown of it is cleaned",
    ),
    (
        "src/openstack/probes.rs",
        "the doors of the fuzzers, which show nothing to anybody",
    ),
];

/// Complaints about texts that come in elsewhere.
pub(super) fn raw_texts(path: &str, source: &Source, readers: &[(&str, &str)]) -> Vec<Complaint> {
    if !path.starts_with("src/openstack/") || readers.iter().any(|(file, _)| *file == path) {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let code = source.code();
    let mut at = 0;
    while at < code.len() {
        if !starts_word(code, at) {
            at += 1;
            continue;
        }
        let end = word_end(code, at);
        let word = text_of(code, at, end);
        if RAW.contains(&word.as_str()) {
            complaints.push(format!(
                "{path}:{}: `{word}` takes a cloud's text in as it is; see openstack::wire",
                line_of(code, at)
            ));
        }
        at = end;
    }
    for named in source.paths() {
        let ends = |tail: &[&str]| {
            let from = named.segments.len().checked_sub(tail.len());
            from.is_some_and(|from| named.segments[from..].iter().zip(tail).all(|(a, b)| a == b))
        };
        if RAW_JSON.iter().any(|tail| ends(tail)) {
            let whole = named.segments.join("::");
            complaints.push(format!(
                "{path}:{}: `{whole}` takes a cloud's text in as it is; see openstack::wire",
                named.line
            ));
        }
    }
    complaints
}

#[test]
fn f64_texts_that_come_in_unclean_are_found() {
    let complaints = |path: &str, text: &str| {
        raw_texts(path, &Source::new(text), &[("src/openstack/wire.rs", "why")]).len()
    };
    assert_eq!(
        complaints("src/openstack/a.rs", "let a = String::from_utf8_lossy(&body);"),
        1
    );
    assert_eq!(complaints("src/openstack/a.rs", "str::from_utf8(bytes)?"), 1);
    assert_eq!(
        complaints(
            "src/openstack/a.rs",
            "match v { Value::String(x) => x, Value::Null => y }"
        ),
        1
    );
    assert_eq!(complaints("src/openstack/a.rs", "a.and_then(Value::as_str)"), 1);
    assert_eq!(
        complaints("src/openstack/a.rs", "row.text(\"name\") // from_utf8"),
        0
    );
    assert_eq!(
        complaints("src/openstack/wire.rs", "Value::String(raw) => clean(raw)"),
        0
    );
    assert_eq!(complaints("src/ui/a.rs", "path.to_str()"), 0);
}
