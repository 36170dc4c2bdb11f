//! A template as it stands in a file: Magnum's own field names, one a line, labels below theirs. Reading is the business of
//! the room that has a reader of YAML; here it is written.

use crate::domain::template::draft::{FieldValue, TemplateDraft};
use crate::domain::template::field::{FieldKind, TemplateField};

/// What the first line says: which kind of file this is, and of which form.
pub const HEADER: &str = "# Cluster template of OpenStack Magnum";

/// The text of the file. What Magnum assumes anyway is left out, except where that would hide a choice.
pub fn to_yaml(draft: &TemplateDraft) -> String {
    let mut text = format!("{HEADER}\n");
    for field in TemplateField::ALL {
        let Some(value) = draft.value(field) else { continue };
        let written = match (&value, field.kind()) {
            (FieldValue::Flag(flag), FieldKind::Flag(default)) => {
                let shown =
                    *flag != default || matches!(field, TemplateField::FloatingIp | TemplateField::MasterLb);
                if !shown {
                    continue;
                }
                flag.to_string()
            }
            (FieldValue::Flag(flag), _) => flag.to_string(),
            (FieldValue::Number(number), _) => number.to_string(),
            (FieldValue::Text(value), _) => scalar(value),
            (FieldValue::Labels(labels), _) => {
                let each = labels
                    .iter()
                    .map(|(name, value)| format!("\n  {}: {}", scalar(name), quoted(value)));
                each.collect()
            }
        };
        let space = if written.starts_with('\n') { "" } else { " " };
        text.push_str(&format!("{}:{space}{written}\n", field.key()));
    }
    text
}

/// Plain where every reader takes it for this text, else in quotes.
fn scalar(text: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null"
    );
    if begins && !word && text.chars().all(simple) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// In double quotes, in which YAML knows the escapes of JSON. Values of labels always are: they are texts, also where they
/// look like numbers.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::to_yaml;
    use crate::domain::template::draft::TemplateDraft;
    use crate::domain::template::field::TemplateField;

    #[test]
    fn the_file_says_what_the_draft_says() {
        let mut draft = TemplateDraft::new();
        draft.set(TemplateField::Name, "k8s: \"new\"");
        draft.set(TemplateField::Image, "fedora-coreos-40");
        draft.set(TemplateField::ApiServerPort, "6443");
        draft.set(TemplateField::TlsDisabled, "true");
        draft.set(TemplateField::DnsNameserver, "10.0.0.1,10.0.0.2");
        draft.labels = vec![
            ("kube_tag".to_owned(), "v1.28.9".to_owned()),
            ("boot_volume_size".to_owned(), "20".to_owned()),
        ];
        let expected = "\
# Cluster template of OpenStack Magnum
name: \"k8s: \\\"new\\\"\"
coe: kubernetes
image_id: fedora-coreos-40
dns_nameserver: \"10.0.0.1,10.0.0.2\"
floating_ip_enabled: true
master_lb_enabled: false
apiserver_port: 6443
tls_disabled: true
labels:
  boot_volume_size: \"20\"
  kube_tag: \"v1.28.9\"
";
        assert_eq!(to_yaml(&draft), expected);
    }
}
