//! What clouds.yaml says, with secure.yaml laid over it. The files are read elsewhere; here are only their texts.
//!
//! A broken entry is a problem of that entry; the others can be used.

mod entry;
mod tree;

use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, ProfileSource};
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::tree::{Broken, Key, Node};

/// A file and what stands in it.
#[derive(Clone)]
pub struct FileText {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
}

impl std::fmt::Debug for FileText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileText")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// One cloud of the file.
#[derive(Clone, Debug)]
pub struct CloudEntry {
    /// Its name in the file.
    pub name: String,
    /// The file it stands in.
    pub file: PathBuf,
    /// Line of its name, from 1.
    pub line: Option<u32>,
    /// How to reach it, or what is wrong with the entry.
    pub profile: Result<CloudProfile, Problem>,
    /// The secret that stands in one of the files, if one does.
    pub secret: Option<Secret>,
}

/// Reads the clouds, in the order of the file. An error means that a file itself is broken.
pub fn parse(clouds: &FileText, secure: Option<&FileText>) -> Result<Vec<CloudEntry>, Problem> {
    let mut entries: Vec<(Key, Node, PathBuf)> = clouds_of(clouds)?
        .into_iter()
        .map(|(key, node)| (key, node, clouds.path.clone()))
        .collect();
    if let Some(secure) = secure {
        for (key, node) in clouds_of(secure)? {
            match entries.iter_mut().find(|(known, _, _)| known.name == key.name) {
                Some((_, known, _)) => overlay(known, node),
                None => entries.push((key, node, secure.path.clone())),
            }
        }
    }
    Ok(entries
        .into_iter()
        .map(|(key, node, file)| read(key, &node, file))
        .collect())
}

fn read(key: Key, node: &Node, file: PathBuf) -> CloudEntry {
    let name = clean(&key.name);
    let source = ProfileSource::File {
        file: file.clone(),
        line: key.line,
    };
    CloudEntry {
        profile: entry::profile(&name, source, node),
        secret: entry::secret(node),
        name,
        file,
        line: key.line,
    }
}

/// Lays another tree over one: mappings are joined, everything else is replaced.
fn overlay(below: &mut Node, above: Node) {
    match (below, above) {
        (Node::Map(below), Node::Map(above)) => {
            for (key, value) in above {
                match below.iter_mut().find(|(known, _)| known.name == key.name) {
                    Some((_, known)) => overlay(known, value),
                    None => below.push((key, value)),
                }
            }
        }
        (_, Node::Nothing) => {}
        (below, above) => *below = above,
    }
}

/// The entries under `clouds`.
fn clouds_of(file: &FileText) -> Result<Vec<(Key, Node)>, Problem> {
    let broken = |broken: Broken| {
        Problem::new(ProblemKind::CloudsFileBroken {
            file: file.path.display().to_string(),
            line: broken.line,
            detail: clean(&broken.detail),
        })
    };
    let tree = Node::read(&file.text).map_err(broken)?;
    let Node::Map(top) = tree else {
        return Err(no_clouds(file, None));
    };
    match top.into_iter().find(|(key, _)| key.name == "clouds") {
        Some((_, Node::Map(clouds))) => Ok(clouds),
        Some((_, Node::Nothing)) => Ok(Vec::new()),
        Some((key, Node::Text(_) | Node::List(_))) => Err(no_clouds(file, key.line)),
        None => Err(no_clouds(file, None)),
    }
}

fn no_clouds(file: &FileText, line: Option<u32>) -> Problem {
    Problem::new(ProblemKind::CloudsFileBroken {
        file: file.path.display().to_string(),
        line,
        detail: "no mapping `clouds`".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{CloudEntry, FileText, parse};
    use crate::domain::problem::ProblemKind;
    use crate::domain::profile::{Identity, Interface, NameOrId, TlsPolicy};
    use crate::domain::service::Service;

    fn file(name: &str, text: &str) -> FileText {
        FileText {
            path: PathBuf::from(name),
            text: text.to_owned(),
        }
    }

    fn entries(text: &str) -> Vec<CloudEntry> {
        parse(&file("clouds.yaml", text), None).unwrap()
    }

    fn kind(entry: &CloudEntry) -> &ProblemKind {
        &entry.profile.as_ref().unwrap_err().kind
    }

    const PLAIN: &str = "\
clouds:
  devstack:
    auth:
      auth_url: http://127.0.0.1/identity
      username: demo
      password: 0123
      project_name: demo
      user_domain_id: default
      project_domain_name: Default
    region_name: RegionOne
    regions: [RegionOne, {name: RegionTwo, values: {}}]
    interface: internalURL
    verify: no
    container_infra_endpoint_override: https://magnum.test/v1
    volume_endpoint_override: https://cinder.test/v3
";

    #[test]
    fn an_entry_says_everything() {
        let entries = entries(PLAIN);
        let [entry] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert_eq!((entry.name.as_str(), entry.line), ("devstack", Some(2)));
        assert_eq!(entry.secret.as_ref().unwrap().expose(), "0123");
        let profile = entry.profile.as_ref().unwrap();
        assert_eq!(profile.auth_url, "http://127.0.0.1/identity");
        assert_eq!(
            profile.identity,
            Identity::Password {
                user: NameOrId::Name("demo".to_owned()),
                domain: Some(NameOrId::Id("default".to_owned())),
            }
        );
        let project = profile.auth_scope.project().unwrap();
        assert_eq!(project.project, NameOrId::Name("demo".to_owned()));
        assert_eq!(project.domain, Some(NameOrId::Name("Default".to_owned())));
        assert_eq!(profile.region.as_deref(), Some("RegionOne"));
        assert_eq!(profile.regions, ["RegionOne", "RegionTwo"]);
        assert_eq!(
            (profile.interface, &profile.tls),
            (Interface::Internal, &TlsPolicy::Unchecked)
        );
        assert_eq!(
            profile.endpoint_overrides[&Service::ContainerInfra],
            "https://magnum.test/v1"
        );
        assert_eq!(
            profile.endpoint_overrides[&Service::BlockStorage],
            "https://cinder.test/v3"
        );
        assert!(!format!("{entry:?}").contains("0123"));
    }

    #[test]
    fn application_credentials_come_in_two_forms() {
        let entries = entries(
            "clouds:\n  a: {auth_type: v3applicationcredential, auth: {auth_url: 'https://k.test', application_credential_id: i, application_credential_secret: s}}\n  \
             b: {auth: {auth_url: 'https://k.test', application_credential_name: n, application_credential_secret: s, username: u}}\n  \
             c: {auth_type: v3applicationcredential, auth: {auth_url: 'https://k.test'}}\n",
        );
        let identity = |at: usize| entries[at].profile.as_ref().unwrap().identity.clone();
        assert_eq!(
            identity(0),
            Identity::ApplicationCredential {
                credential: NameOrId::Id("i".to_owned()),
                user: None
            }
        );
        assert_eq!(
            identity(1),
            Identity::ApplicationCredential {
                credential: NameOrId::Name("n".to_owned()),
                user: Some((NameOrId::Name("u".to_owned()), None)),
            }
        );
        assert_eq!(entries[1].secret.as_ref().unwrap().expose(), "s");
        assert!(matches!(kind(&entries[2]), ProblemKind::CloudEntryBroken { .. }));
    }

    #[test]
    fn f84_one_broken_entry_does_not_hide_the_others() {
        let entries = entries(
            "clouds:\n  empty:\n  text: hello\n  list: [1]\n  odd_auth: {auth: 7}\n  no_url: {auth: {username: u}}\n  \
             odd_url: {auth: {auth_url: nowhere, username: u}}\n  file_url: {auth: {auth_url: 'file:///etc/passwd', username: u}}\n  \
             nobody: {auth: {auth_url: 'https://k.test'}}\n  vendor: {profile: vexxhost, auth: {username: u}}\n  \
             browser: {auth_type: v3oidcpassword, auth: {auth_url: 'https://k.test'}}\n  \
             verify: {verify: perhaps, auth: {auth_url: 'https://k.test', username: u}}\n  \
             vault:\n    auth: {auth_url: 'https://k.test', username: u, password: !vault \"$ANSIBLE_VAULT;1.1;AES256 616263\"}\n  \
             good: {auth: {auth_url: 'https://k.test', username: u, password: p, project_id: i}}\n",
        );
        let broken: Vec<(&str, &str)> = entries
            .iter()
            .filter_map(|entry| {
                let kind = &entry.profile.as_ref().err()?.kind;
                let setting = if let ProblemKind::CloudEntryBroken { setting, .. } = kind {
                    setting
                } else {
                    assert!(
                        matches!(kind, ProblemKind::AuthTypeUnsupported { .. }),
                        "{kind:?}"
                    );
                    "auth_type"
                };
                Some((entry.name.as_str(), setting))
            })
            .collect();
        assert_eq!(
            broken,
            [
                ("empty", "auth"),
                ("text", "auth"),
                ("list", "auth"),
                ("odd_auth", "auth"),
                ("no_url", "auth.auth_url"),
                ("odd_url", "auth.auth_url"),
                ("file_url", "auth.auth_url"),
                ("nobody", "auth.username"),
                ("vendor", "profile"),
                ("browser", "auth_type"),
                ("verify", "verify"),
            ]
        );
        let good: Vec<_> = entries.iter().filter(|entry| entry.profile.is_ok()).collect();
        assert_eq!(
            (good[0].name.as_str(), good[0].secret.is_some()),
            ("vault", false)
        );
        assert_eq!(
            (good[1].name.as_str(), good[1].secret.is_some(), good[1].line),
            ("good", true, Some(15))
        );
    }

    #[test]
    fn f84_a_broken_file_is_told_with_its_line() {
        for (text, line) in [
            (
                "clouds:\n  a:\n    auth:\n      password: hunter2\n   b: [\n",
                Some(5),
            ),
            ("clouds:\n  a: {}\n  b: {}\n  a: {}\n", Some(4)),
            ("clouds:\n\ta: {}\n", Some(2)),
            ("cloud: {}\n", None),
            ("just text", None),
            ("clouds: [1]\n", Some(1)),
            ("", None),
        ] {
            let problem = parse(&file("/etc/openstack/clouds.yaml", text), None).unwrap_err();
            let ProblemKind::CloudsFileBroken {
                file,
                line: told,
                detail,
            } = problem.kind
            else {
                panic!("{problem:?}")
            };
            assert_eq!(file, "/etc/openstack/clouds.yaml");
            assert_eq!(told, line, "{text:?}: {detail}");
            assert!(!detail.contains("hunter2"), "{detail}");
        }
    }

    #[test]
    fn secrets_are_laid_over() {
        let clouds = file(
            "c",
            "clouds: {a: {auth: {auth_url: 'https://k.test', username: u, password: old}}, b: {}}",
        );
        let secure = file(
            "s",
            "clouds: {a: {auth: {password: new}}, c: {auth: {auth_url: 'https://k.test', username: v}}}",
        );
        let entries = parse(&clouds, Some(&secure)).unwrap();
        let names: Vec<_> = entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.file.to_str()))
            .collect();
        assert_eq!(names, [("a", Some("c")), ("b", Some("c")), ("c", Some("s"))]);
        assert_eq!(entries[0].secret.as_ref().unwrap().expose(), "new");
        assert!(entries[0].profile.is_ok() && entries[2].profile.is_ok());
        let broken = parse(&clouds, Some(&file("s", "clouds: {a: ["))).unwrap_err();
        assert!(matches!(broken.kind, ProblemKind::CloudsFileBroken { file, .. } if file == "s"));
    }

    #[test]
    fn json_is_yaml() {
        let entries = entries(
            "{\"clouds\": {\"a\": {\"auth\": {\"auth_url\": \"https://k.test/v3\", \"username\": \"u\"}}}}",
        );
        assert!(entries[0].profile.is_ok());
    }
}
