//! The text of a web page, for services and gateways that answer with one.

use crate::domain::clean::clean;

const MOST_BYTES_OF_A_PAGE: usize = 16 * 1024;

/// The text of a page, or of anything else: tags gone, blank lines gone.
pub(super) fn plain_words(raw: &str) -> Option<String> {
    let mut out = String::new();
    for line in without_tags(raw).lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&line);
    }
    (!out.is_empty()).then(|| clean(&out))
}

fn without_tags(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = head(raw);
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let begins_tag = after
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !begins_tag {
            out.push('<');
            rest = after;
            continue;
        }
        let name: String = after
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let end = match name.as_str() {
            "script" | "style" => format!("</{name}>"),
            _ => ">".to_owned(),
        };
        out.push('\n');
        rest = match after.to_ascii_lowercase().find(&end) {
            Some(at) => after.get(at + end.len()..).unwrap_or_default(),
            None => "",
        };
    }
    out.push_str(rest);
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, character);
    }
    out
}

/// As much of a page as is worth reading.
fn head(raw: &str) -> &str {
    let mut end = raw.len().min(MOST_BYTES_OF_A_PAGE);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    raw.get(..end).unwrap_or_default()
}
