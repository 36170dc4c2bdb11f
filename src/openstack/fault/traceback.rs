//! Folds away what a service tells of its own inside: tracebacks, and where its files are. The whole of it stays in the raw
//! view.

const BEGIN: &str = "Traceback (most recent call last)";
/// Where a service's own files are; the paths of its API begin otherwise.
const HOST_ROOTS: [&str; 9] = [
    "/usr/",
    "/opt/",
    "/var/",
    "/etc/",
    "/home/",
    "/srv/",
    "/tmp/",
    "/lib/",
    "/openstack/",
];

/// The words without tracebacks and host paths. Of a traceback the last line stays: it names the error.
pub(super) fn folded(words: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut inside = false;
    for line in words.lines() {
        if let Some((before, _)) = line.split_once(BEGIN) {
            inside = true;
            keep(&mut kept, before);
            continue;
        }
        let of_traceback = line.starts_with([' ', '\t']) || line.trim_start().starts_with("File \"");
        if inside && (of_traceback || line.trim().is_empty()) {
            continue;
        }
        // The line that names the error ends the traceback.
        inside = false;
        if !line.trim_start().starts_with("File \"/") && !line.contains("the above exception") {
            keep(&mut kept, line);
        }
    }
    kept.join("\n")
}

fn keep(kept: &mut Vec<String>, line: &str) {
    let line = without_paths(line.trim_end());
    if !line.trim().is_empty() {
        kept.push(line);
    }
}

/// Leaves of each path on the host only the file's name.
fn without_paths(line: &str) -> String {
    line.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | ',' | '[' | ']' | '=' | ':')
    })
    .map(|piece| {
        let begin = HOST_ROOTS.iter().filter_map(|root| piece.find(root)).min();
        match begin.and_then(|at| Some((piece.get(..at)?, piece.get(at..)?))) {
            Some(("", path)) => {
                let name = path.rsplit('/').next().unwrap_or_default();
                format!("…/{name}")
            }
            Some(_) | None => piece.to_owned(),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn f46_a_traceback_is_folded_to_the_error_it_ends_with() {
        let words = "Unexpected API Error.\nTraceback (most recent call last):\n  File \"/usr/lib/python3/nova/api.py\", line 3, in f\n    return g()\nsqlalchemy.exc.OperationalError: (2006, 'gone')\nPlease report this";
        assert_eq!(
            folded(words),
            "Unexpected API Error.\nsqlalchemy.exc.OperationalError: (2006, 'gone')\nPlease report this"
        );
        let chained = "Traceback (most recent call last):\n  File \"/a\", line 1\nKeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/b\", line 2\nValueError: y";
        assert_eq!(folded(chained), "KeyError: 'x'\nValueError: y");
        assert_eq!(
            folded("Traceback (most recent call last):\n  File \"/a\", line 1"),
            ""
        );
    }

    #[test]
    fn f46_host_paths_are_not_told_but_those_of_the_api_are() {
        assert_eq!(
            folded("cannot open '/etc/magnum/api-paste.ini': No such file"),
            "cannot open '…/api-paste.ini': No such file"
        );
        assert_eq!(
            folded("GET /v1/clusters/usr/x at /identity/v3"),
            "GET /v1/clusters/usr/x at /identity/v3"
        );
        assert_eq!(
            folded("see https://docs.openstack.org/var/x"),
            "see https://docs.openstack.org/var/x"
        );
    }
}
