//! The user's key pairs as rows, and what is wrong with one that is being made. No egui in here.

use crate::domain::catalog::KeyPair;
use crate::store::state::ScopeStore;
use crate::text::Words;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The most characters of a name (Nova's rule).
const NAME_MAX_CHARS: usize = 255;

/// The columns.
pub fn columns(words: &Words) -> Vec<Column<'_>> {
    vec![
        Column::new("name", words.keypairs_column_name(), 220.0),
        Column::new("kind", words.keypairs_column_kind(), 80.0).rank(2),
        Column::new("clusters", words.keypairs_column_clusters(), 90.0).right(),
        Column::new("templates", words.keypairs_column_templates(), 90.0).right(),
        Column::new("fingerprint", words.keypairs_column_fingerprint(), 340.0)
            .rest()
            .rank(1),
    ]
}

/// Which clusters and which templates name a key pair, as far as they are known.
pub fn users<'a>(data: &'a ScopeStore, name: &str) -> (Vec<&'a str>, Vec<&'a str>) {
    let clusters = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    let templates = data.templates.value().into_iter().flat_map(|list| list.iter());
    (
        clusters
            .filter(|cluster| cluster.keypair.as_deref() == Some(name))
            .map(|cluster| cluster.name.as_str())
            .collect(),
        templates
            .filter(|template| template.keypair.as_deref() == Some(name))
            .map(|template| template.name.as_str())
            .collect(),
    )
}

/// One row per key pair.
pub fn rows(data: &ScopeStore, list: &[KeyPair]) -> Vec<Row> {
    let row = |pair: &KeyPair| {
        let (clusters, templates) = users(data, &pair.name);
        let count =
            |all: Vec<&str>, known: bool| Cell::number(u64::try_from(all.len()).ok().filter(|_| known));
        let cells = vec![
            Cell::text(Some(&pair.name)),
            Cell::text(pair.kind.as_deref()),
            count(clusters, data.clusters.value().is_some()),
            count(templates, data.templates.value().is_some()),
            Cell::mono(pair.fingerprint.as_deref()),
        ];
        Row::new(pair.name.as_str(), pair.name.as_str(), cells)
    };
    list.iter().map(row).collect()
}

/// What is wrong with the name of a new key pair.
pub fn name_issue<'a>(name: &str, list: &[KeyPair], words: &'a Words) -> Option<&'a str> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '@');
    if name.trim().is_empty() || name.chars().count() > NAME_MAX_CHARS || !name.chars().all(legal) {
        return Some(words.keypairs_name_bad());
    }
    list.iter()
        .any(|pair| pair.name == name.trim())
        .then(|| words.keypairs_name_taken())
}

/// What is wrong with what was pasted as the public half.
pub fn key_issue<'a>(text: &str, words: &'a Words) -> Option<&'a str> {
    if text.contains("PRIVATE KEY") {
        return Some(words.keypairs_public_private());
    }
    (!is_public(text)).then(|| words.keypairs_public_bad())
}

/// One line: what kind it is, and its numbers in base64, which begin with three zeros and say the kind again.
fn is_public(text: &str) -> bool {
    let mut parts = text.trim().split_ascii_whitespace();
    let (Some(kind), Some(body)) = (parts.next(), parts.next()) else {
        return false;
    };
    let known = ["ssh-", "ecdsa-sha2-", "sk-"]
        .iter()
        .any(|begin| kind.starts_with(begin));
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    known && body.starts_with("AAAA") && body.chars().all(base64) && !text.trim().contains('\n')
}
