//! A kubeconfig without a key: the client shows a token of the cloud, and the cluster asks Keystone whom it belongs to.
//!
//! The token comes from `OS_TOKEN` when the client is run; none is written into the file.

use crate::domain::secret::Secret;
use crate::kubeconfig::access::{Names, quoted};
use crate::kubeconfig::base64;

/// What the client runs: it prints the token as Kubernetes wants it, or says that there is none.
const PRINT_TOKEN: &str = "if [ -z \"$OS_TOKEN\" ]; then echo 'OS_TOKEN is not set: openstack token issue -f value -c id' >&2; \
                           exit 1; fi; printf '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \
                           \"ExecCredential\", \"status\": {\"token\": \"%s\"}}' \"$OS_TOKEN\"";

/// The file, for the cluster with this authority.
pub fn file(names: &Names, server: &str, authority: &str) -> Secret {
    let user = format!("{}-keystone", names.cluster);
    let lines = [
        "apiVersion: v1".to_owned(),
        "kind: Config".to_owned(),
        "clusters:".to_owned(),
        format!("- name: {}", quoted(&names.cluster)),
        "  cluster:".to_owned(),
        format!(
            "    certificate-authority-data: {}",
            quoted(&base64::encode(authority.as_bytes()))
        ),
        format!("    server: {}", quoted(server)),
        "contexts:".to_owned(),
        format!("- name: {}", quoted(&names.context)),
        "  context:".to_owned(),
        format!("    cluster: {}", quoted(&names.cluster)),
        format!("    user: {}", quoted(&user)),
        "users:".to_owned(),
        format!("- name: {}", quoted(&user)),
        "  user:".to_owned(),
        "    exec:".to_owned(),
        "      apiVersion: client.authentication.k8s.io/v1".to_owned(),
        "      interactiveMode: Never".to_owned(),
        "      command: sh".to_owned(),
        "      args:".to_owned(),
        "      - -c".to_owned(),
        format!("      - {}", quoted(PRINT_TOKEN)),
        format!("current-context: {}", quoted(&names.context)),
        String::new(),
    ];
    Secret::new(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{PRINT_TOKEN, file};
    use crate::domain::id::ClusterId;
    use crate::domain::scope::Scope;
    use crate::kubeconfig::access::Names;
    use crate::kubeconfig::merge::{check, has_context};
    use crate::kubeconfig::yaml::Node;

    #[test]
    fn the_file_holds_no_secret_and_asks_the_environment() {
        let scope = Scope {
            cloud: "prod".to_owned(),
            project: "shop".to_owned(),
            region: String::new(),
        };
        let names = Names::of("web", &ClusterId::new("5d12"), &scope);
        let text = file(&names, "https://10.0.0.5:6443", "CA");
        check(text.expose()).unwrap();
        assert!(has_context(text.expose(), "web@shop.prod"));
        let root = Node::read(text.expose()).unwrap();
        let user = root.get("users").unwrap().items()[0].get("user").unwrap();
        let exec = user.get("exec").unwrap();
        assert_eq!(exec.text_of("command"), Some("sh"));
        assert_eq!(exec.get("args").unwrap().items()[1].text(), Some(PRINT_TOKEN));
    }

    #[cfg(unix)]
    #[test]
    fn what_it_runs_prints_the_token_and_says_when_there_is_none() {
        let run = |token: &str| {
            std::process::Command::new("sh")
                .args(["-c", PRINT_TOKEN])
                .env("OS_TOKEN", token)
                .output()
                .unwrap()
        };
        let printed = String::from_utf8(run("gAAA-x").stdout).unwrap();
        let read = Node::read(&printed).unwrap();
        assert_eq!(read.get("status").unwrap().text_of("token"), Some("gAAA-x"));
        let none = run("");
        assert!(!none.status.success() && none.stdout.is_empty());
        assert!(String::from_utf8(none.stderr).unwrap().contains("OS_TOKEN"));
    }
}
