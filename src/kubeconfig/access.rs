//! A person's access to one cluster, as a kubeconfig holds it: the names, the addresses, the certificates, the key.

use crate::domain::id::ClusterId;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::kubeconfig::base64;

/// What the entries are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// `cluster@project.cloud`: what people choose by.
    pub context: String,
    /// Of the cluster's entry: one per cloud and cluster, so that no other file's entry is ever meant.
    pub cluster: String,
    /// Of the user's entry.
    pub user: String,
}

impl Names {
    /// The names for this cluster. A context is never called `default`: in a merged file that says nothing.
    pub fn of(name: &str, id: &ClusterId, scope: &Scope) -> Self {
        let word = |text: &str| -> String {
            let kept = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'`$\\".contains(c);
            text.chars().map(|c| if kept(c) { c } else { '-' }).collect()
        };
        let entry = format!("magnum-{}-{}", word(&scope.cloud), word(id.as_str()));
        Self {
            context: format!("{}@{}.{}", word(name), word(&scope.project), word(&scope.cloud)),
            user: format!("{entry}-admin"),
            cluster: entry,
        }
    }
}

/// Everything a client needs to reach the cluster as its administrator.
#[derive(Clone, Debug)]
pub struct Access {
    /// What the entries are called.
    pub names: Names,
    /// `https://host:port`.
    pub server: String,
    /// The cluster's authority, PEM.
    pub authority: String,
    /// The signed certificate, PEM.
    pub certificate: String,
    /// Its key, PEM.
    pub key: Secret,
}

/// One entry of one list.
pub(super) struct Entry {
    /// `clusters`, `contexts` or `users`.
    pub(super) list: &'static str,
    pub(super) name: String,
    /// The key beside `name`.
    pub(super) body: &'static str,
    pub(super) fields: Vec<(&'static str, Secret)>,
}

impl Access {
    /// A kubeconfig with this access alone.
    pub fn file(&self) -> Secret {
        self.file_with("\n")
    }

    pub(super) fn file_with(&self, newline: &str) -> Secret {
        let mut lines = vec!["apiVersion: v1".to_owned(), "kind: Config".to_owned()];
        for entry in self.entries() {
            lines.push(format!("{}:", entry.list));
            lines.extend(entry.block(""));
        }
        lines.push(format!("current-context: {}", quoted(&self.names.context)));
        lines.push(String::new());
        Secret::new(lines.join(newline))
    }

    pub(super) fn entries(&self) -> [Entry; 3] {
        let text = |text: &str| Secret::new(text);
        let data = |pem: &str| Secret::new(base64::encode(pem.as_bytes()));
        [
            Entry {
                list: "clusters",
                name: self.names.cluster.clone(),
                body: "cluster",
                fields: vec![
                    ("certificate-authority-data", data(&self.authority)),
                    ("server", text(&self.server)),
                ],
            },
            Entry {
                list: "contexts",
                name: self.names.context.clone(),
                body: "context",
                fields: vec![
                    ("cluster", text(&self.names.cluster)),
                    ("user", text(&self.names.user)),
                ],
            },
            Entry {
                list: "users",
                name: self.names.user.clone(),
                body: "user",
                fields: vec![
                    ("client-certificate-data", data(&self.certificate)),
                    ("client-key-data", data(self.key.expose())),
                ],
            },
        ]
    }
}

impl Entry {
    /// As lines of a list in block style.
    pub(super) fn block(&self, indent: &str) -> Vec<String> {
        let mut lines = vec![
            format!("{indent}- name: {}", quoted(&self.name)),
            format!("{indent}  {}:", self.body),
        ];
        for (key, value) in &self.fields {
            lines.push(format!("{indent}    {key}: {}", quoted(value.expose())));
        }
        lines
    }

    /// As one item of a list in flow style, which is JSON too.
    pub(super) fn flow(&self) -> String {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(key, value)| format!("{}: {}", quoted(key), quoted(value.expose())))
            .collect();
        format!(
            "{{\"name\": {}, {}: {{{}}}}}",
            quoted(&self.name),
            quoted(self.body),
            fields.join(", ")
        )
    }
}

/// A text in double quotes, which YAML and JSON read alike.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Access, Names, quoted};
    use crate::domain::id::ClusterId;
    use crate::domain::scope::Scope;
    use crate::domain::secret::Secret;
    use crate::kubeconfig::yaml::Node;

    fn scope(project: &str) -> Scope {
        Scope {
            cloud: "prod".to_owned(),
            project: project.to_owned(),
            region: "RegionOne".to_owned(),
        }
    }

    #[test]
    fn names_say_which_cluster_where() {
        let names = Names::of("web", &ClusterId::new("5d12f6fd-a196"), &scope("shop"));
        assert_eq!(names.context, "web@shop.prod");
        assert_eq!(names.cluster, "magnum-prod-5d12f6fd-a196");
        assert_eq!(names.user, "magnum-prod-5d12f6fd-a196-admin");
        let odd = Names::of("default", &ClusterId::new("x"), &scope("容器 $(id)\n"));
        assert_eq!(odd.context, "default@容器--(id)-.prod");
    }

    #[test]
    fn a_file_of_its_own_is_a_kubeconfig_and_shows_nothing() {
        let access = Access {
            names: Names::of("web", &ClusterId::new("5d12"), &scope("shop")),
            server: "https://10.0.0.5:6443".to_owned(),
            authority: "CA".to_owned(),
            certificate: "CERT".to_owned(),
            key: Secret::new("KEY-hunter2"),
        };
        let file = access.file();
        let root = Node::read(file.expose()).unwrap();
        assert_eq!(root.text_of("kind"), Some("Config"));
        assert_eq!(root.text_of("current-context"), Some("web@shop.prod"));
        let cluster = root.get("clusters").unwrap().items()[0].get("cluster").unwrap();
        assert_eq!(cluster.text_of("server"), Some("https://10.0.0.5:6443"));
        assert_eq!(cluster.text_of("certificate-authority-data"), Some("Q0E="));
        let user = root.get("users").unwrap().items()[0].get("user").unwrap();
        assert_eq!(user.text_of("client-key-data"), Some("S0VZLWh1bnRlcjI="));
        assert!(!format!("{access:?} {file:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_back(text in "\\PC*|[\\x00-\\x7f]{0,20}|(no|0123|~|1e3|null|\u{feff}|\u{85}|\u{2028}){1,3}") {
            let root = Node::read(&format!("a: {}\n", quoted(&text))).unwrap();
            prop_assert_eq!(root.text_of("a"), Some(text.as_str()));
            let json = Node::read(&format!("{{\"a\": {}}}", quoted(&text))).unwrap();
            prop_assert_eq!(json, root);
        }
    }
}
