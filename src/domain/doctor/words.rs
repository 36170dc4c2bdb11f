//! Takes the wrapping off a service's words, so that what remains is what the innermost of them said.

/// The innermost words: without Heat's path of resources and the names of its exceptions' wrappers, without the command
/// line of a tool that was run, without request ids. What is not wrapped stays as it is.
pub fn innermost(text: &str) -> String {
    let text = stderr_of(text).unwrap_or_else(|| text.to_owned());
    let text = text.replace('\n', " ");
    let mut rest = text.trim();
    for wrapper in ["Resource ", "Stack "] {
        if let Some(inner) = rest
            .strip_prefix(wrapper)
            .and_then(|rest| rest.split_once(" failed: "))
            .filter(|(action, _)| action.chars().all(|c| c.is_ascii_uppercase()))
        {
            rest = inner.1;
        }
    }
    if let Some(inner) = after_path(rest) {
        rest = inner;
    }
    rest = rest.strip_prefix("Went to status ").map_or(rest, |rest| {
        let quoted = rest.split_once(" due to \"").map(|(_, reason)| reason);
        quoted.map_or(rest, |reason| reason.trim_end_matches('"'))
    });
    rest = rest.strip_prefix("Message: ").unwrap_or(rest);
    for tail in [
        " (Request-ID:",
        " Neutron server returns request_ids:",
        "  (HTTP ",
        " (HTTP ",
        ", Code: ",
    ] {
        rest = rest.split_once(tail).map_or(rest, |(head, _)| head);
    }
    rest.trim().to_owned()
}

/// `Forbidden: resources.kube_masters.resources[0].resources.kube-master: words` → `words`.
fn after_path(text: &str) -> Option<&str> {
    let (head, tail) = text.split_once(": ")?;
    let (path, words) = if head.starts_with("resources") {
        (head, tail)
    } else {
        tail.split_once(": ")?
    };
    let is_path = path.starts_with("resources.") || path.starts_with("resources[");
    (is_path && !path.contains(' ')).then_some(words)
}

/// The last resource on the path that Heat puts before an exception's words.
pub(super) fn resource_named(text: &str) -> Option<&str> {
    let path = text
        .split(": ")
        .find(|part| part.starts_with("resources") && !part.contains(' '))?;
    path.rsplit('.').next()
}

/// What a command that was run wrote to its error output, where the words are those of the library that OpenStack's
/// services run commands with.
fn stderr_of(text: &str) -> Option<String> {
    let (_, after) = text.split_once("Unexpected error while running command.")?;
    let (_, quoted) = after.split_once("Stderr: ")?;
    let quoted = quoted.trim();
    let inner = quoted.trim_matches(['\'', '"']);
    let words = inner.replace("\\n", "\n");
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::innermost;

    #[test]
    fn only_the_wrapping_goes() {
        for (text, expected) in [
            (
                "Resource CREATE failed: Error: resources.kube_masters.resources[0].resources.master_config_deployment: \
                 Deployment to server failed: deploy_status_code: Deployment exited with non-zero status code: 1",
                "Deployment to server failed: deploy_status_code: Deployment exited with non-zero status code: 1",
            ),
            (
                "Forbidden: resources.kube_master: Quota exceeded for cores: Requested 1, but already used 0 of 0 cores \
                 (HTTP 403) (Request-ID: req-a4a41845-e376-4889-83e6-eaccddeb8214)",
                "Quota exceeded for cores: Requested 1, but already used 0 of 0 cores",
            ),
            (
                "ResourceInError: resources[1].resources.kube-minion: Went to status ERROR due to \"Message: No valid host \
                 was found. There are not enough hosts available., Code: 500\"",
                "No valid host was found. There are not enough hosts available.",
            ),
            (
                "OverQuotaClient: resources.fip: Quota exceeded for resources: ['floatingip'].\nNeutron server returns \
                 request_ids: ['req-1']",
                "Quota exceeded for resources: ['floatingip'].",
            ),
            (
                "Unexpected error while running command.\nCommand: helm upgrade web-x capi/openstack-cluster --values -\n\
                 Exit code: 1\nStdout: ''\nStderr: 'Error: UPGRADE FAILED: another operation is in progress\\n'",
                "Error: UPGRADE FAILED: another operation is in progress",
            ),
            ("'kube_tag'", "'kube_tag'"),
            ("Timed out: nobody knows: why", "Timed out: nobody knows: why"),
            ("", ""),
        ] {
            assert_eq!(innermost(text), expected);
        }
    }
}
