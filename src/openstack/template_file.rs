//! A template out of a file: YAML, or JSON, with Magnum's own field names, as this program writes it and as the stock client
//! prints one.

use std::path::Path;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::field::{FieldKind, TemplateField};
use crate::openstack::clouds_yaml::tree::{Broken, Node};

/// What only the server says of a template; a file that was printed from one may have it.
const SERVERS: [&str; 9] = [
    "uuid",
    "id",
    "links",
    "created_at",
    "updated_at",
    "project_id",
    "user_id",
    "cluster_distro",
    "human_id",
];

/// The template that this text describes.
///
/// # Errors
/// Which line cannot be understood.
pub fn parse(file: &Path, text: &str) -> Result<TemplateDraft, Problem> {
    let broken = |line, detail: String| {
        Problem::new(ProblemKind::TemplateFileBroken {
            file: file.display().to_string(),
            line,
            detail,
        })
    };
    let tree = Node::read(text).map_err(|Broken { line, detail, .. }| broken(line, detail))?;
    let Node::Map(entries) = tree else {
        return Err(broken(None, "no fields in it".to_owned()));
    };
    let mut draft = TemplateDraft::default();
    for (key, value) in &entries {
        if SERVERS.contains(&key.name.as_str()) {
            continue;
        }
        let Some(field) = TemplateField::of_key(&key.name) else {
            return Err(broken(
                key.line,
                format!("`{}` is no field of a template", clean(&key.name)),
            ));
        };
        match (field.kind(), value) {
            (_, Node::Nothing) => {}
            (FieldKind::Labels, Node::Map(labels)) => {
                for (name, value) in labels {
                    let Some(value) = scalar(value) else {
                        let detail = format!("the label `{}` has no plain value", clean(&name.name));
                        return Err(broken(name.line, detail));
                    };
                    draft.labels.push((clean(&name.name), value));
                }
            }
            (FieldKind::Labels, _) => {
                return Err(broken(
                    key.line,
                    "`labels` is no list of names with values".to_owned(),
                ));
            }
            (FieldKind::Text | FieldKind::Number | FieldKind::Flag(_), value) => {
                let Some(value) = scalar(value) else {
                    return Err(broken(
                        key.line,
                        format!("`{}` has no plain value", clean(&key.name)),
                    ));
                };
                // The stock client prints a dash for nothing.
                if value != "-" {
                    draft.set(field, &value);
                }
            }
        }
    }
    Ok(draft)
}

fn scalar(value: &Node) -> Option<String> {
    match value {
        Node::Text(scalar) => Some(clean(&scalar.text)),
        Node::Nothing => Some(String::new()),
        Node::List(_) | Node::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;
    use crate::domain::problem::ProblemKind;
    use crate::domain::template::draft::TemplateDraft;
    use crate::domain::template::field::TemplateField;
    use crate::domain::template::yaml::to_yaml;

    fn read(text: &str) -> Result<TemplateDraft, ProblemKind> {
        parse(Path::new("t.yaml"), text).map_err(|problem| problem.kind)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut draft = TemplateDraft::new();
        for (field, value) in [
            (TemplateField::Name, "a: \"b\" # \\ c"),
            (TemplateField::Image, "0123"),
            (TemplateField::NetworkDriver, "null"),
            (TemplateField::ApiServerPort, "6443"),
            (TemplateField::Public, "true"),
            (TemplateField::FloatingIp, "false"),
        ] {
            draft.set(field, value);
        }
        draft.labels = vec![
            ("a.b/c".to_owned(), "{\"x\": [1, 2]}".to_owned()),
            ("on".to_owned(), "01".to_owned()),
        ];
        let again = read(&to_yaml(&draft)).unwrap();
        assert_eq!(again.label_map(), draft.label_map());
        for field in TemplateField::ALL {
            assert_eq!(again.value(field), draft.value(field), "{field:?}");
        }
        assert_eq!(to_yaml(&again), to_yaml(&draft));
    }

    #[test]
    fn what_the_stock_client_prints_is_read() {
        let text = "insecure_registry: '-'\nlabels:\n  kube_tag: v1.28.9\nupdated_at: '-'\nfloating_ip_enabled: true\n\
                    name: k8s\npublic: false\nuuid: 9bdfe7c6-b922-48bc-ba5e-07979fdfa2b7\nimage_id: fcos\ncoe: kubernetes\n";
        let draft = read(text).unwrap();
        assert_eq!(draft.text(TemplateField::InsecureRegistry), "");
        assert_eq!(draft.text(TemplateField::Image), "fcos");
        assert_eq!(draft.labels, [("kube_tag".to_owned(), "v1.28.9".to_owned())]);
        let json = r#"{"name": "k8s", "labels": {"a": 1}, "docker_volume_size": 5}"#;
        assert_eq!(read(json).unwrap().text(TemplateField::DockerVolumeSize), "5");
    }

    #[test]
    fn a_file_that_is_no_template_is_told_with_its_line() {
        for (text, at, words) in [
            ("name: a\nimag_id: b\n", Some(2), "imag_id"),
            ("name: a\nlabels: [a]\n", Some(2), "labels"),
            ("name: {a: b}\n", Some(1), "name"),
            ("- a\n", None, "no fields"),
            ("name: [\n", None, ""),
        ] {
            let Err(ProblemKind::TemplateFileBroken { file, line, detail }) = read(text) else {
                panic!("{text}")
            };
            assert_eq!(file, "t.yaml");
            assert!(at.is_none() || line == at, "{text}: {line:?}");
            assert!(detail.contains(words), "{detail}");
        }
    }
}
