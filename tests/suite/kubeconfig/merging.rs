//! What a merge may change of a text, and what it never does.

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::kubeconfig::merge::{OnClash, Refusal, check, has_context, merge};
use proptest::prelude::*;

use super::{access, starts};

fn merged(text: &str, number: u32) -> String {
    merge(text, &access(number), OnClash::Refuse)
        .unwrap_or_else(|refusal| panic!("{refusal:?} in\n{text}"))
        .text
        .expose()
        .to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn f78_every_foreign_byte_stays_and_merging_is_idempotent(start in starts()) {
        let once = merge(&start.text, &access(1), OnClash::Refuse);
        prop_assert!(once.is_ok(), "{:?}\n{}", once.err(), start.text);
        let once = once.unwrap();
        let text = once.text.expose();
        prop_assert!(has_context(text, "web@shop.prod"));
        for line in &start.foreign {
            prop_assert!(text.contains(line), "{line:?} is gone from\n{text}");
        }
        // Nothing of the old text is gone, and nothing has another order.
        let mut rest = text;
        let words = start.text.split([' ', '\r', '\n', '[', ']', '{', '}', ',']);
        for word in words.filter(|word| !matches!(*word, "" | "~" | "null")) {
            let Some(at) = rest.find(word) else {
                return Err(TestCaseError::fail(format!("{word:?} is gone from\n{text}")));
            };
            rest = &rest[at + word.len()..];
        }
        prop_assert_eq!(merged(text, 1), text, "merging again changes nothing");
        let undone = once.undo.applied(text).unwrap();
        prop_assert_eq!(undone.expose(), start.text.as_str(), "undo restores");
        let renewed = merged(text, 2);
        prop_assert_eq!(renewed.len(), text.len());
        prop_assert!(renewed.contains("https://10.0.0.2:6443") && !renewed.contains("https://10.0.0.1:6443"));
        prop_assert_eq!(merged(&renewed, 1), text, "and back");
    }

    #[test]
    fn f78_undo_leaves_what_was_written_since(start in starts(), comment in "[a-z ]{1,20}") {
        let once = merge(&start.text, &access(1), OnClash::Refuse).unwrap();
        let tail = format!("{}\n# {comment}\n", once.text.expose().trim_end_matches(['\r', '\n']));
        if let Some(undone) = once.undo.applied(&tail) {
            let text = undone.expose();
            prop_assert!(!has_context(text, "web@shop.prod") && text.ends_with(&format!("# {comment}\n")), "{}", text);
        }
    }

    #[test]
    fn f78_merging_is_total(text in "[-a-z:\\[\\]{}#&*!|>'\", \\n]{0,60}") {
        match merge(&text, &access(1), OnClash::Refuse) {
            Ok(merged) => prop_assert!(has_context(merged.text.expose(), "web@shop.prod")),
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::Broken { .. } | Refusal::Layout), "{refusal:?}"),
        }
    }
}

#[test]
fn the_new_entries_stand_where_a_person_would_put_them() {
    let text = "\
apiVersion: v1
clusters:
- cluster:
    server: https://a
  name: a

# who we are
users: []  # nobody
contexts:
  - name: a
    context: {cluster: a}
kind: Config
";
    let expected = "\
apiVersion: v1
clusters:
- cluster:
    server: https://a
  name: a
- name: \"magnum-prod-5d12f6fd-a196-4bf0-ae4c-1f639a523a52\"
  cluster:
    certificate-authority-data: \"YXV0aG9yaXR5IDEK\"
    server: \"https://10.0.0.1:6443\"

# who we are
users:   # nobody
- name: \"magnum-prod-5d12f6fd-a196-4bf0-ae4c-1f639a523a52-admin\"
  user:
    client-certificate-data: \"Y2VydGlmaWNhdGUgMQo=\"
    client-key-data: \"a2V5IDEK\"
contexts:
  - name: a
    context: {cluster: a}
  - name: \"web@shop.prod\"
    context:
      cluster: \"magnum-prod-5d12f6fd-a196-4bf0-ae4c-1f639a523a52\"
      user: \"magnum-prod-5d12f6fd-a196-4bf0-ae4c-1f639a523a52-admin\"
kind: Config
";
    assert_eq!(merged(text, 1), expected);
}

#[test]
fn f78_unknown_fields_beside_ours_stay_when_ours_are_renewed() {
    let text = merged("", 1);
    let with_more = text
        .replace("    server:", "    proxy-url: http://proxy\n    server:")
        .replace("    cluster: ", "    namespace: shop # mine\n    cluster: ");
    let renewed = merged(&with_more, 2);
    assert!(
        renewed.contains("    proxy-url: http://proxy\n") && renewed.contains("    namespace: shop # mine\n")
    );
    assert!(renewed.contains("https://10.0.0.2:6443"));
}

#[test]
fn f78_what_is_invalid_is_refused_with_its_line() {
    for (text, line) in [
        ("clusters:\n- name: [\n", None),
        ("clusters: {a: b}\n", Some(1)),
        ("kind: Secret\n", Some(1)),
        ("- a\n", Some(1)),
        ("apiVersion: v1\nusers: text\n", Some(2)),
        ("a: 1\n---\nb: 2\n", Some(2)),
        ("a: 1\na: 2\n", Some(2)),
    ] {
        match merge(text, &access(1), OnClash::Refuse) {
            Err(Refusal::Broken { line: told, detail }) => {
                assert!(line.is_none() || told == line, "{text:?}: {told:?} {detail}");
                assert!(check(text).is_err());
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }
    // Anchored lists are shared with something else, which must not change.
    for text in ["x: &a []\nclusters: *a\n", "x: &a\n- name: b\nclusters: *a\n"] {
        assert_eq!(
            merge(text, &access(1), OnClash::Refuse).unwrap_err(),
            Refusal::Layout,
            "{text}"
        );
    }
}

#[test]
fn f79_a_context_of_another_cluster_is_not_taken_over() {
    let text = "contexts:\n- name: web@shop.prod\n  context: {cluster: theirs, user: me, namespace: n}\n";
    let refusal = merge(text, &access(1), OnClash::Refuse).unwrap_err();
    assert_eq!(
        refusal.of_file("config"),
        FileTrouble::ContextTaken {
            file: "config".to_owned(),
            context: "web@shop.prod".to_owned(),
        }
    );
    let replaced = merge(text, &access(1), OnClash::Replace).unwrap();
    let text = replaced.text.expose();
    assert!(
        text.contains("cluster: \"magnum-prod-") && text.contains("namespace: n}"),
        "{text}"
    );
    assert_eq!(merged(text, 1), text);
}

#[test]
fn an_entry_of_ours_that_became_something_else_is_left_alone() {
    let text = merged("", 1);
    for changed in [
        text.replace("client-key-data:", "token: abc\n    client-key-data:"),
        text.replace("  user:\n", "  user: &u\n")
            .replace("users:", "x: *u\nusers:"),
        text.replace("    client-key-data: \"a2V5IDEK\"\n", ""),
        text.replace("\"a2V5IDEK\"", "|\n      a2V5IDEK"),
    ] {
        if check(&changed).is_err() {
            continue;
        }
        let refusal = merge(&changed, &access(2), OnClash::Refuse).unwrap_err();
        assert!(
            matches!(refusal, Refusal::EntryChanged { .. }),
            "{refusal:?} in\n{changed}"
        );
    }
}
