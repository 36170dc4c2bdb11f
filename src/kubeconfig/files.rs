//! Which of the user's kubeconfigs is written to, by kubectl's own rule.

use std::path::{Path, PathBuf};

/// A file that `KUBECONFIG` lists, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// Whether there is such a file.
    pub exists: bool,
    /// Whether the context stands in it already.
    pub owns_context: bool,
}

/// The paths of a `KUBECONFIG` value, without empty ones and each once; `None` where it names none.
pub fn listed(value: &str) -> Option<Vec<PathBuf>> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    let mut paths: Vec<PathBuf> = Vec::new();
    for part in value.split(separator).filter(|part| !part.is_empty()) {
        let path = PathBuf::from(part);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    (!paths.is_empty()).then_some(paths)
}

/// Where the context is written to: the file that owns it, else the first that exists, else the last of the list, which is
/// then made. Those that are missing are passed over otherwise.
pub fn target(files: &[Listed]) -> Option<&Path> {
    files
        .iter()
        .find(|file| file.exists && file.owns_context)
        .or_else(|| files.iter().find(|file| file.exists))
        .or_else(|| files.last())
        .map(|file| file.path.as_path())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Listed, listed, target};

    #[test]
    fn f80_the_owner_is_written_to_else_the_first_that_exists() {
        let files = |states: &[&str]| -> Vec<Listed> {
            states
                .iter()
                .enumerate()
                .map(|(at, state)| Listed {
                    path: PathBuf::from(at.to_string()),
                    exists: *state != "missing",
                    owns_context: *state == "owns",
                })
                .collect()
        };
        for (states, expected) in [
            (&["missing", "other", "owns"][..], Some("2")),
            (&["missing", "other", "other"], Some("1")),
            (&["owns", "owns"], Some("0")),
            (&["missing", "missing"], Some("1")),
            (&[], None),
        ] {
            assert_eq!(target(&files(states)), expected.map(Path::new), "{states:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn f80_the_list_is_read_as_kubectl_reads_it() {
        let paths = |value: &str| listed(value).unwrap_or_default();
        assert_eq!(paths("/a:/b::/a"), [PathBuf::from("/a"), PathBuf::from("/b")]);
        assert_eq!(listed(":"), None);
        assert_eq!(listed(""), None);
    }
}
