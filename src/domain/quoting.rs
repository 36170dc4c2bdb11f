//! Words as they must be written in a shell to mean themselves, whatever somebody put into them.

/// Whose rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `sh` and all that descend from it.
    Posix,
    /// PowerShell, old and new.
    PowerShell,
}

impl Shell {
    /// What a person on this system most probably pastes into.
    pub const HERE: Self = if cfg!(windows) {
        Self::PowerShell
    } else {
        Self::Posix
    };

    /// Both.
    pub const ALL: [Self; 2] = [Self::Posix, Self::PowerShell];

    /// Its name, which is the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posix => "sh",
            Self::PowerShell => "PowerShell",
        }
    }

    /// The word, quoted where it has to be. No argument can hold a NUL, so none is written.
    pub fn quoted(self, word: &str) -> String {
        let word = word.replace('\0', "");
        match self {
            Self::Posix => posix(&word),
            Self::PowerShell => powershell(&word),
        }
    }

    /// What stands at the end of a line whose command goes on in the next.
    pub fn continuation(self) -> &'static str {
        match self {
            Self::Posix => " \\",
            Self::PowerShell => " `",
        }
    }
}

fn posix(word: &str) -> String {
    if is_plain(word, "_-./:@%+=,") {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A single-quoted text ends at any of five quotation marks, and each is written twice to stand for itself.
fn powershell(word: &str) -> String {
    // A comma makes a list there, and an `@` or a `%` in front a splat or a loop.
    if is_plain(word, "_-./:+=") {
        return word.to_owned();
    }
    let mut out = String::from("'");
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    out
}

fn is_plain(word: &str, marks: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Shell;

    #[test]
    fn f74_words_mean_themselves_in_a_shell() {
        for (word, expected) in [
            ("m1.small", "m1.small"),
            ("", "''"),
            ("my key", "'my key'"),
            ("it's $HOME `ls` $(id)", r"'it'\''s $HOME `ls` $(id)'"),
            ("钥匙", "'钥匙'"),
            ("a\nb", "'a\nb'"),
            ("a\0b", "ab"),
        ] {
            assert_eq!(Shell::Posix.quoted(word), expected);
        }
        for (word, expected) in [
            ("m1.small", "m1.small"),
            ("", "''"),
            ("a,b", "'a,b'"),
            ("@x", "'@x'"),
            ("it's $env:X $(id)", "'it''s $env:X $(id)'"),
            ("\u{2019};id", "'\u{2019}\u{2019};id'"),
            ("a\nb\"c", "'a\nb\"c'"),
        ] {
            assert_eq!(Shell::PowerShell.quoted(word), expected);
        }
    }

    /// Reads a PowerShell single-quoted text as PowerShell does.
    fn unquoted(text: &str) -> Option<String> {
        let is_quote = |c: char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c);
        let Some(inner) = text.strip_prefix('\'') else {
            return Some(text.to_owned());
        };
        let mut chars = inner.chars().peekable();
        let mut out = String::new();
        while let Some(c) = chars.next() {
            if is_quote(c) {
                match chars.next() {
                    Some(second) if is_quote(second) => out.push(second),
                    Some(_) => return None,
                    None => return Some(out),
                }
            } else {
                out.push(c);
            }
        }
        None
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[cfg(unix)]
        #[test]
        fn f74_a_real_shell_gives_the_word_back(word in "[^\\x00]{0,40}|[-$`'\"\\\\!*?~#&|;<> \\n\\t(){}a]{0,20}") {
            let output = std::process::Command::new("sh")
                .args(["-c", &format!("printf %s {}", Shell::Posix.quoted(&word))])
                .output()
                .unwrap();
            // printf takes a word that begins with a dash and no format as it is, because the format came first.
            prop_assert_eq!(String::from_utf8(output.stdout).unwrap(), word);
        }

        #[test]
        fn f74_powershell_would_give_the_word_back(word in "[^\\x00]{0,40}|['\u{2018}-\u{201b}$`\" ]{0,12}") {
            prop_assert_eq!(unquoted(&Shell::PowerShell.quoted(&word)), Some(word));
        }
    }
}
