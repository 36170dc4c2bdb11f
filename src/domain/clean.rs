//! Makes foreign text safe to show: control characters and invisible directions become visible, length is bounded.
//!
//! Called where text enters the program (`openstack`'s readers), and nowhere else.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The most characters of one foreign text that are kept, the mark of what was cut included.
pub const MAX_CHARS: usize = 16_384;
/// What the longest mark takes: `… (18446744073709551615 more)`.
const MARK_CHARS: usize = 32;
/// Accents on one letter; more of them only climb into the lines above.
const MAX_MARKS: usize = 8;

/// Foreign text as it may be shown, in the composed normal form: C0 and C1 controls but newline and tab become pictures,
/// bidirectional controls and zero-width characters become boxes, accents do not pile up, and what is longer than
/// [`MAX_CHARS`] says how much more there is. Cleaning what is clean changes nothing.
pub fn clean(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    let shown = if is_nfc_quick(raw.chars()) == IsNormalized::Yes {
        visible(raw.chars())
    } else {
        visible(raw.nfc())
    };
    let count = shown.chars().count();
    if count <= MAX_CHARS {
        return shown;
    }
    let kept = MAX_CHARS - MARK_CHARS;
    let mut out: String = shown.chars().take(kept).collect();
    out.push_str(&format!("… ({} more)", count - kept));
    out
}

/// Whether nothing needs to be looked at: what most texts are.
fn is_plain(raw: &str) -> bool {
    raw.len() <= MAX_CHARS
        && raw
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t'))
}

fn visible(raw: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut marks = 0;
    for c in raw {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            marks = 0;
            out.push('□');
        } else {
            out.push(picture(c));
        }
    }
    out
}

/// The character, or what stands for one that cannot be seen.
fn picture(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('□'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => '□',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::{MAX_CHARS, clean};

    #[test]
    fn f64_hostile_text_becomes_visible_and_bounded() {
        assert_eq!(clean("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(clean("x\u{202e}gpj"), "x□gpj");
        assert_eq!(clean("tab\tand\nline\r"), "tab\tand\nline␍");
        assert_eq!(clean("e\u{301}"), "é", "composed");
        assert_eq!(clean("\u{0}\u{9b}\u{feff}中文"), "␀□□中文");
        let long = clean(&"é".repeat(MAX_CHARS + 9));
        assert!(
            long.ends_with("é… (41 more)"),
            "{:?}",
            long.get(long.len() - 20..)
        );
        assert!(long.chars().count() <= MAX_CHARS);
        assert_eq!(clean(&long), long);
        assert_eq!(clean(&"é".repeat(MAX_CHARS)).chars().count(), MAX_CHARS);
    }

    #[test]
    fn f64_accents_do_not_pile_up() {
        let pile = clean(&format!("z{}", "\u{353}".repeat(100)));
        let highest = pile.split('□').map(|part| part.chars().count()).max();
        assert_eq!(highest, Some(9));
        assert_eq!(clean(&pile), pile);
    }

    /// Text with much of what does harm, and with what looks like it.
    fn hostile() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\u{0}',
            '\u{1b}',
            '\r',
            '\n',
            '\t',
            '\u{85}',
            '\u{301}',
            '\u{345}',
            '\u{200d}',
            '\u{202e}',
            '\u{2066}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            'e',
            '□',
            '…',
            '中',
            '\u{e0041}',
            '\u{34f}',
            '\u{fb1d}',
        ]);
        prop::collection::vec(prop_oneof![odd, any::<char>()], 0..60)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn f64_cleaning_is_idempotent_and_leaves_nothing_hidden(raw in hostile(), times in 1_usize..400) {
            let text = clean(&raw.repeat(times));
            prop_assert_eq!(clean(&text), text.clone());
            prop_assert!(text.chars().count() <= MAX_CHARS);
            prop_assert!(is_nfc(&text));
            for c in text.chars() {
                let hidden = c.is_control() && c != '\n' && c != '\t'
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
                prop_assert!(!hidden, "{:?}", c);
            }
        }

        #[test]
        fn f64_what_is_harmless_stays_as_it_is(text in "[ -~中文é]{0,200}") {
            prop_assert_eq!(clean(&text), text);
        }
    }
}
