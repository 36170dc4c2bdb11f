//! Makes foreign text safe to show: control characters and invisible directions become visible, length is bounded.
//!
//! Called where text enters the program (`openstack`'s readers), and nowhere else.

/// The most characters of one foreign text that are kept.
pub const MAX_CHARS: usize = 16_384;

/// Foreign text as it may be shown: C0 and C1 controls but newline and tab become pictures, bidirectional controls and
/// zero-width characters become `␣`-like boxes, and anything past [`MAX_CHARS`] is cut with a mark.
pub fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len().min(MAX_CHARS));
    for (index, c) in raw.chars().enumerate() {
        if index == MAX_CHARS {
            out.push('…');
            break;
        }
        out.push(visible(c));
    }
    out
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('□'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '□',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHARS, clean};

    #[test]
    fn f64_hostile_text_becomes_visible_and_bounded() {
        assert_eq!(clean("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(clean("x\u{202e}gpj"), "x□gpj");
        assert_eq!(clean("tab\tand\nline"), "tab\tand\nline");
        assert_eq!(clean(&"é".repeat(MAX_CHARS + 9)).chars().count(), MAX_CHARS + 1);
        let once = clean("\u{0}\u{9b}\u{feff}中文");
        assert_eq!(clean(&once), once);
    }
}
