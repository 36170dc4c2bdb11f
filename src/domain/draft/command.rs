//! The same creation on the command line, quoted so that it can be pasted into a shell.
//!
//! The stock client splits a lone `--labels` with more than one `=` at commas and semicolons, and joins the values of
//! labels that are given more than once with commas. So a value with commas is given in parts, and what remains that it
//! cannot carry is said.

use std::collections::BTreeMap;

use crate::domain::draft::ClusterRequest;
use crate::domain::quoting::Shell;
use crate::domain::scope::Scope;

/// The command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// `openstack … coe cluster create …`, one option per line.
    pub text: String,
    /// Labels whose values the stock client would change on the way.
    pub distorted: Vec<String>,
}

impl ClusterRequest {
    /// `openstack … coe cluster create …` for this request, and one `nodegroup create` for each further group.
    pub fn command(&self, shell: Shell, scope: &Scope) -> CommandLine {
        let asked = &self.asked;
        let client = client(shell, scope);
        let mut lines = vec![format!("{client} coe cluster create")];
        let mut option = |name: &str, value: &str| lines.push(option_word(shell, name, value));
        option("--cluster-template", asked.template.as_str());
        let texts = [
            ("--discovery-url", &asked.discovery_url),
            ("--keypair", &asked.keypair),
            ("--master-flavor", &asked.master_flavor),
            ("--flavor", &asked.flavor),
            ("--fixed-network", &asked.fixed_network),
            ("--fixed-subnet", &asked.fixed_subnet),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                option(name, value);
            }
        }
        if let Some(size) = asked.docker_volume_gib {
            option("--docker-volume-size", &size.to_string());
        }
        option("--master-count", &asked.master_count.to_string());
        option("--node-count", &asked.node_count.to_string());
        option("--timeout", &asked.create_timeout_mins.to_string());
        let flags = [
            (asked.load_balancer, "--master-lb-enabled", "--master-lb-disabled"),
            (
                asked.floating_ip,
                "--floating-ip-enabled",
                "--floating-ip-disabled",
            ),
        ];
        for (flag, yes, no) in flags {
            if let Some(flag) = flag {
                lines.push(if flag { yes } else { no }.to_owned());
            }
        }
        let mut distorted = Vec::new();
        if let Some(labels) = &asked.labels {
            let (parts, lost) = label_parts(&labels.values);
            lines.extend(parts.iter().map(|part| option_word(shell, "--labels", part)));
            distorted = lost;
            if labels.merge {
                lines.push("--merge-labels".to_owned());
            }
        }
        lines.push(shell.quoted(&asked.name));
        let mut text = lines.join(&format!("{}\n  ", shell.continuation()));
        for group in &asked.groups {
            let mut lines = vec![format!("{client} coe nodegroup create")];
            if let Some(flavor) = &group.flavor {
                lines.push(option_word(shell, "--flavor", flavor));
            }
            lines.push(option_word(shell, "--node-count", &group.node_count.to_string()));
            lines.push(shell.quoted(&asked.name));
            lines.push(shell.quoted(&group.name));
            text.push_str("\n\n");
            text.push_str(&lines.join(&format!("{}\n  ", shell.continuation())));
        }
        CommandLine { text, distorted }
    }
}

fn client(shell: Shell, scope: &Scope) -> String {
    let mut words = vec![
        "openstack".to_owned(),
        option_word(shell, "--os-cloud", &scope.cloud),
    ];
    if !scope.region.is_empty() {
        words.push(option_word(shell, "--os-region-name", &scope.region));
    }
    words.join(" ")
}

/// A value that begins with a dash would be taken for an option, so it is tied to its own.
fn option_word(shell: Shell, name: &str, value: &str) -> String {
    let tie = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{tie}{}", shell.quoted(value))
}

/// The labels as options, and the names of those that the client cannot carry.
fn label_parts(labels: &BTreeMap<String, String>) -> (Vec<String>, Vec<String>) {
    let mut parts: Vec<(String, &str)> = Vec::new();
    for (name, value) in labels {
        // Parts that are given after each other are joined with commas again.
        parts.extend(
            value
                .split(',')
                .map(|part| (format!("{name}={part}"), name.as_str())),
        );
    }
    let lone = match parts.as_slice() {
        // The only one: it is taken apart at semicolons as well.
        [(part, name)] if part.matches('=').count() > 1 && part.contains(';') => vec![(*name).to_owned()],
        _ => Vec::new(),
    };
    // A name with `=` in it ends there.
    let torn = labels.keys().filter(|name| name.contains('=')).cloned();
    let mut lost: Vec<String> = torn.chain(lone).collect();
    lost.dedup();
    (parts.into_iter().map(|(part, _)| part).collect(), lost)
}

#[cfg(test)]
mod tests {
    use crate::domain::draft::{ClusterDraft, ClusterRequest};
    use crate::domain::id::TemplateId;
    use crate::domain::plan::Ground;
    use crate::domain::quoting::Shell;
    use crate::domain::scope::Scope;

    fn scope(cloud: &str, region: &str) -> Scope {
        Scope {
            cloud: cloud.to_owned(),
            project: "web".to_owned(),
            region: region.to_owned(),
        }
    }

    fn request(draft: ClusterDraft) -> ClusterRequest {
        let draft = ClusterDraft {
            template: Some(TemplateId::new("51436410")),
            name: "web".to_owned(),
            ..draft
        };
        draft.finish(Ground::default()).unwrap()
    }

    #[test]
    fn the_command_asks_for_what_the_form_asks_for() {
        let request = request(ClusterDraft {
            keypair: "-my key".to_owned(),
            flavor: "m1.large".to_owned(),
            ..ClusterDraft::new()
        });
        let command = request.command(Shell::Posix, &scope("prod", "RegionOne"));
        assert_eq!(
            command.text.replace(" \\\n  ", " "),
            "openstack --os-cloud prod --os-region-name RegionOne coe cluster create --cluster-template 51436410 \
             --keypair='-my key' --flavor m1.large --master-count 1 --node-count 1 --timeout 60 web"
        );
    }

    #[test]
    fn f74_a_name_that_is_a_command_stays_a_name() {
        let request = request(ClusterDraft {
            keypair: "$(touch /tmp/x)'; id #".to_owned(),
            ..ClusterDraft::new()
        });
        let posix = request.command(Shell::Posix, &scope("prod\nid", "")).text;
        assert!(
            posix.starts_with("openstack --os-cloud 'prod\nid' coe"),
            "{posix}"
        );
        assert!(
            posix.contains(r"--keypair '$(touch /tmp/x)'\''; id #'"),
            "{posix}"
        );
        let powershell = request.command(Shell::PowerShell, &scope("prod\nid", "")).text;
        assert!(
            powershell.contains("--keypair '$(touch /tmp/x)''; id #' `\n"),
            "{powershell}"
        );
    }

    #[test]
    fn values_with_commas_are_given_in_parts_and_what_the_client_distorts_is_said() {
        let labels = |pairs: &[(&str, &str)]| ClusterDraft {
            labels: pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..ClusterDraft::new()
        };
        let options = |draft: ClusterDraft| {
            let command = request(draft).command(Shell::Posix, &scope("c", ""));
            let options = command.text.replace(" \\\n  ", " ");
            let options = options.split(" --timeout 60 ").nth(1).unwrap().to_owned();
            (options, command.distorted)
        };
        let (told, lost) = options(labels(&[("kubelet_options", "--a=1,--b=2")]));
        assert_eq!(
            told,
            "--labels kubelet_options=--a=1 --labels kubelet_options=--b=2 web"
        );
        assert!(lost.is_empty());
        let (told, lost) = options(labels(&[("note", "a=b;c")]));
        assert_eq!(told, "--labels 'note=a=b;c' web");
        assert_eq!(lost, ["note"]);
        let (_, lost) = options(labels(&[("note", "a=b;c"), ("other", "x")]));
        assert!(lost.is_empty(), "beside another one it is not taken apart");
    }
}
