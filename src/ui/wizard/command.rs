//! The same creation on the command line, quoted so that it can be pasted into a shell.

use crate::domain::draft::ClusterRequest;
use crate::domain::quoting::Shell;
use crate::domain::scope::Scope;

/// `openstack … coe cluster create …` for this request, one option per line.
pub fn command_line(shell: Shell, scope: &Scope, request: &ClusterRequest) -> String {
    let mut lines = vec!["openstack".to_owned()];
    let mut option = |name: &str, value: &str| lines.push(option_word(shell, name, value));
    option("--os-cloud", &scope.cloud);
    if !scope.region.is_empty() {
        option("--os-region-name", &scope.region);
    }
    lines = vec![format!("{} coe cluster create", lines.join(" "))];
    let mut option = |name: &str, value: &str| lines.push(option_word(shell, name, value));
    option("--cluster-template", request.template().as_str());
    if let Some(keypair) = request.keypair() {
        option("--keypair", keypair);
    }
    option("--master-count", &request.master_count().to_string());
    option("--node-count", &request.node_count().to_string());
    if let Some(flavor) = request.master_flavor() {
        option("--master-flavor", flavor);
    }
    if let Some(flavor) = request.flavor() {
        option("--flavor", flavor);
    }
    match request.load_balancer() {
        Some(true) => lines.push("--master-lb-enabled".to_owned()),
        Some(false) => lines.push("--master-lb-disabled".to_owned()),
        None => {}
    }
    let mut option = |name: &str, value: &str| lines.push(option_word(shell, name, value));
    option("--timeout", &request.create_timeout_mins().to_string());
    lines.push(shell.quoted(request.name()));
    lines.join(&format!("{}\n  ", shell.continuation()))
}

/// A value that begins with a dash would be taken for an option, so it is tied to its own.
fn option_word(shell: Shell, name: &str, value: &str) -> String {
    let tie = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{tie}{}", shell.quoted(value))
}

#[cfg(test)]
mod tests {
    use super::command_line;
    use crate::domain::draft::{ClusterDraft, DraftContext};
    use crate::domain::id::TemplateId;
    use crate::domain::quoting::Shell;
    use crate::domain::scope::Scope;

    #[test]
    fn the_command_asks_for_what_the_form_asks_for() {
        let draft = ClusterDraft {
            template: Some(TemplateId::new("51436410")),
            name: "web".to_owned(),
            keypair: "-my key".to_owned(),
            flavor: "m1.large".to_owned(),
            ..ClusterDraft::new()
        };
        let scope = Scope {
            cloud: "prod".to_owned(),
            project: "web".to_owned(),
            region: "RegionOne".to_owned(),
        };
        let request = draft.finish(DraftContext::default()).unwrap();
        assert_eq!(
            command_line(Shell::Posix, &scope, &request).replace(" \\\n  ", " "),
            "openstack --os-cloud prod --os-region-name RegionOne coe cluster create --cluster-template 51436410 \
             --keypair='-my key' --master-count 1 --node-count 1 --flavor m1.large --timeout 60 web"
        );
    }
    #[test]
    fn f74_a_name_that_is_a_command_stays_a_name() {
        let draft = ClusterDraft {
            template: Some(TemplateId::new("51436410")),
            name: "web".to_owned(),
            keypair: "$(touch /tmp/x)'; id #".to_owned(),
            ..ClusterDraft::new()
        };
        let scope = Scope {
            cloud: "prod\nid".to_owned(),
            project: "web".to_owned(),
            region: String::new(),
        };
        let request = draft.finish(DraftContext::default()).unwrap();
        let posix = command_line(Shell::Posix, &scope, &request);
        assert!(
            posix.starts_with("openstack --os-cloud 'prod\nid' coe"),
            "{posix}"
        );
        assert!(
            posix.contains(r"--keypair '$(touch /tmp/x)'\''; id #'"),
            "{posix}"
        );
        let powershell = command_line(Shell::PowerShell, &scope, &request);
        assert!(
            powershell.contains("--keypair '$(touch /tmp/x)''; id #' `\n"),
            "{powershell}"
        );
    }
}
