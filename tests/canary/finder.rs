//! Finds a secret however it was written down: as it is, in base64 at any place, percent-encoded, as JSON and Debug write it.

/// A secret and every form of it that is looked for.
pub(crate) struct Canary {
    pub(crate) name: &'static str,
    forms: Vec<(&'static str, String)>,
}

impl Canary {
    pub(crate) fn new(name: &'static str, secret: &str) -> Self {
        let json = serde_json::to_string(secret).unwrap();
        let debug = format!("{secret:?}");
        let mut forms = vec![
            ("plain", secret.to_owned()),
            ("JSON", json.trim_matches('"').to_owned()),
            ("Debug", debug.trim_matches('"').to_owned()),
            ("percent", percent(secret, false)),
            ("percent in lower case", percent(secret, false).to_lowercase()),
            ("form", percent(secret, true)),
        ];
        for shift in 0..3 {
            forms.push(("base64", base64_core(secret.as_bytes(), shift)));
        }
        assert!(
            forms.iter().all(|(_, form)| form.len() >= 12),
            "{name} is too short to be found for sure"
        );
        Self { name, forms }
    }

    /// In which forms it stands in this text.
    pub(crate) fn found_in(&self, text: &str) -> Vec<&'static str> {
        self.forms
            .iter()
            .filter(|(_, form)| text.contains(form.as_str()))
            .map(|(kind, _)| *kind)
            .collect()
    }
}

fn percent(text: &str, form: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' if form => out.push('+'),
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The letters that stand for the secret in base64 when it begins `shift` bytes after a boundary, without those at the
/// edges that depend on its neighbours.
fn base64_core(secret: &[u8], shift: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let skipped = (3 - shift) % 3;
    let inner = &secret[skipped..];
    inner
        .chunks_exact(3)
        .flat_map(|three| {
            let word = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
            [18, 12, 6, 0].map(|bits| char::from(ALPHABET[(word >> bits & 63) as usize]))
        })
        .collect()
}

#[test]
fn every_form_is_found_and_nothing_else() {
    let canary = Canary::new("password", "c4nary \"pä/ss\" 7f3e91");
    for (text, expected) in [
        ("x c4nary \"pä/ss\" 7f3e91 y", "plain"),
        (r#"{"a": "c4nary \"pä/ss\" 7f3e91"}"#, "JSON"),
        ("c4nary%20%22p%C3%A4%2Fss%22%207f3e91", "percent"),
        ("password=c4nary+%22p%C3%A4%2Fss%22+7f3e91&x", "form"),
        // Of the secret alone, and behind "u:" and "me:".
        ("YzRuYXJ5ICJww6Qvc3MiIDdmM2U5MQ==", "base64"),
        ("dTpjNG5hcnkgInDDpC9zcyIgN2YzZTkx", "base64"),
        ("bWU6YzRuYXJ5ICJww6Qvc3MiIDdmM2U5MQ==", "base64"),
        ("eDp5emM0bmFyeSAicMOkL3NzIiA3ZjNlOTE=", "base64"),
    ] {
        assert!(canary.found_in(text).contains(&expected), "{text}");
    }
    assert!(canary.found_in("Secret(…) c4nary pass 7f3e91").is_empty());
}
