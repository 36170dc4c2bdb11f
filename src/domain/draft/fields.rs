//! A creation as Magnum's fields: what goes out, what the review shows and what the stock client sends are all this list.

use std::collections::BTreeMap;

use crate::domain::draft::ClusterRequest;

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// Left to the server; the stock client says so with `null`.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(u32),
    /// A text.
    Text(&'a str),
    /// Labels.
    Labels(&'a BTreeMap<String, String>),
}

impl ClusterRequest {
    /// The fields, in the order of their names. What is the template's is left out, because older Magnums refuse fields that
    /// they do not know; three that every Magnum knows are always there, as the stock client has them.
    pub fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
        let asked = &self.asked;
        // Key pairs of clusters came with version 1.4.
        let keypair = match asked.minor {
            Some(..=3) => asked.keypair.as_deref().map(FieldValue::Text),
            Some(_) | None => Some(
                asked
                    .keypair
                    .as_deref()
                    .map_or(FieldValue::Nothing, FieldValue::Text),
            ),
        };
        let merge = asked.labels.as_ref().is_some_and(|labels| labels.merge);
        let fields = [
            (
                "cluster_template_id",
                Some(FieldValue::Text(asked.template.as_str())),
            ),
            (
                "create_timeout",
                Some(FieldValue::Number(asked.create_timeout_mins)),
            ),
            (
                "discovery_url",
                Some(
                    asked
                        .discovery_url
                        .as_deref()
                        .map_or(FieldValue::Nothing, FieldValue::Text),
                ),
            ),
            (
                "docker_volume_size",
                asked.docker_volume_gib.map(FieldValue::Number),
            ),
            (
                "fixed_network",
                asked.fixed_network.as_deref().map(FieldValue::Text),
            ),
            (
                "fixed_subnet",
                asked.fixed_subnet.as_deref().map(FieldValue::Text),
            ),
            ("flavor_id", asked.flavor.as_deref().map(FieldValue::Text)),
            ("floating_ip_enabled", asked.floating_ip.map(FieldValue::Flag)),
            ("keypair", keypair),
            (
                "labels",
                asked
                    .labels
                    .as_ref()
                    .map(|labels| FieldValue::Labels(&labels.values)),
            ),
            ("master_count", Some(FieldValue::Number(asked.master_count))),
            (
                "master_flavor_id",
                asked.master_flavor.as_deref().map(FieldValue::Text),
            ),
            ("master_lb_enabled", asked.load_balancer.map(FieldValue::Flag)),
            ("merge_labels", merge.then_some(FieldValue::Flag(true))),
            ("name", Some(FieldValue::Text(&asked.name))),
            ("node_count", Some(FieldValue::Number(asked.node_count))),
        ];
        fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The fields as JSON, for reading and for a file.
    pub fn json(&self) -> String {
        let lines = self.fields().into_iter().map(|(name, value)| {
            let value = match value {
                FieldValue::Nothing => "null".to_owned(),
                FieldValue::Flag(flag) => flag.to_string(),
                FieldValue::Number(number) => number.to_string(),
                FieldValue::Text(text) => json_text(text),
                FieldValue::Labels(labels) => json_labels(labels),
            };
            format!("  {}: {value}", json_text(name))
        });
        format!("{{\n{}\n}}\n", lines.collect::<Vec<_>>().join(",\n"))
    }
}

fn json_labels(labels: &BTreeMap<String, String>) -> String {
    let lines = labels
        .iter()
        .map(|(name, value)| format!("    {}: {}", json_text(name), json_text(value)));
    format!("{{\n{}\n  }}", lines.collect::<Vec<_>>().join(",\n"))
}

fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
