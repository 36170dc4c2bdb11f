//! File names made from names that somebody else chose: one plain component that every system takes.

use std::fmt;

/// Most bytes of the foreign name that are kept.
const MAX_BYTES: usize = 100;
/// Names that mean a device on Windows, with any ending; refused everywhere, because files travel.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A single file name: letters, digits, `.`, `_` and `-`, no hidden file, no device, and never a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    /// For what a service calls this, whose identifier is that: `<name>-<8 digits of the id>.<ending>`. The digits also tell
    /// `Prod` from `prod` on disks that do not.
    pub fn of(name: &str, id: &str, ending: &'static str) -> Self {
        Self(format!("{}-{}.{ending}", stem(name), digits(id)))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn stem(name: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut stem: String = name
        .chars()
        .take(MAX_BYTES)
        .map(|c| if kept(c) { c } else { '_' })
        .collect();
    // Every character is one byte by now.
    let begin = stem.len() - stem.trim_start_matches('.').len();
    stem.replace_range(..begin, &"_".repeat(begin));
    let end = stem.trim_end_matches('.').len();
    let dots = stem.len() - end;
    stem.replace_range(end.., &"_".repeat(dots));
    if is_device(&stem) {
        stem.insert(0, '_');
        stem.truncate(MAX_BYTES);
    }
    if stem.is_empty() { "_".to_owned() } else { stem }
}

/// Whether Windows would open a device instead of a file: what stands before the first dot decides.
fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    DEVICES.contains(&first.as_str())
        || NUMBERED_DEVICES.iter().any(|device| {
            first
                .strip_prefix(device)
                .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
        })
}

/// The first eight hexadecimal digits of a UUID; of an identifier that is none, eight that follow from all of it.
fn digits(id: &str) -> String {
    let hexadecimal: String = id
        .chars()
        .filter(|c| *c != '-')
        .take(8)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if hexadecimal.len() == 8 && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return hexadecimal;
    }
    // FNV-1a: it has to be the same tomorrow, and nothing else.
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::{FileName, is_device};

    const ID: &str = "5d12f6fd-a196-4bf0-ae4c-1f639a523a52";

    #[test]
    fn f65_names_of_others_are_safe_file_names() {
        for (name, expected) in [
            ("web", "web-5d12f6fd.yaml"),
            ("../../.ssh/x", "___.._.ssh_x-5d12f6fd.yaml"),
            ("CON", "_CON-5d12f6fd.yaml"),
            ("nul.yaml", "_nul.yaml-5d12f6fd.yaml"),
            ("com7.tar.gz", "_com7.tar.gz-5d12f6fd.yaml"),
            ("com", "com-5d12f6fd.yaml"),
            ("a\0b", "a_b-5d12f6fd.yaml"),
            ("trailing. ", "trailing._-5d12f6fd.yaml"),
            ("trailing..", "trailing__-5d12f6fd.yaml"),
            ("生产", "__-5d12f6fd.yaml"),
            ("", "_-5d12f6fd.yaml"),
        ] {
            assert_eq!(FileName::of(name, ID, "yaml").as_str(), expected, "{name:?}");
        }
        let long = FileName::of(&"x".repeat(242), ID, "yaml");
        assert_eq!(long.as_str().len(), 100 + "-5d12f6fd.yaml".len());
        assert_eq!(
            FileName::of("a", "no uuid", "pem"),
            FileName::of("a", "no uuid", "pem")
        );
        assert_ne!(
            FileName::of("a", "no uuid", "pem"),
            FileName::of("a", "other", "pem")
        );
    }

    proptest! {
        #[test]
        fn f65_any_name_is_one_safe_component(
            name in prop_oneof!["\\PC*", "[./\\\\ a-zA-Z:~$]{0,300}", "(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.[a-z]*)?"],
            id in "[0-9a-f]{8}-[0-9a-f]{4}",
            other in "[0-9a-f]{8}-[0-9a-f]{4}",
        ) {
            let file = FileName::of(&name, &id, "yaml");
            let text = file.as_str();
            let parts: Vec<_> = Path::new(text).components().collect();
            prop_assert_eq!(parts.as_slice(), &[Component::Normal(text.as_ref())]);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)));
            prop_assert!(!text.starts_with('.') && !is_device(text) && text.len() <= 114);
            prop_assert_eq!(&file, &FileName::of(&name, &id, "yaml"));
            if id[..8] != other[..8] {
                let other = FileName::of(&name.to_uppercase(), &other, "yaml");
                prop_assert_ne!(text.to_ascii_lowercase(), other.as_str().to_ascii_lowercase());
            }
        }
    }
}
