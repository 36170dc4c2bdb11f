//! `orphans`: what is left of clusters that are gone or do not go, in the order in which it is removed. What a cluster still
//! has that is being deleted is no orphan yet, and listed only where somebody asks for it.

use serde_json::{Value, json};

use crate::domain::leftovers::{Former, Leftover, Piece, PieceKind, Remains};
use crate::domain::problem::Problem;
use crate::headless::args::{OrphansArguments, Output};
use crate::headless::fetch::Reader;
use crate::headless::table::Table;
use crate::message::LeftoverList;
use crate::text::Words;

/// Looks for them; the text to print.
///
/// # Errors
/// Why that could not be learned.
pub async fn orphans(
    reader: &mut Reader,
    wanted: &OrphansArguments,
    words: &Words,
) -> Result<String, Problem> {
    let list = reader.leftovers().await?;
    let going = |remains: &&Remains| matches!(remains.of, Former::Going { .. });
    let shown: Vec<&Remains> = list
        .remains
        .iter()
        .filter(|remains| wanted.deleting || !going(remains))
        .collect();
    Ok(match wanted.output {
        Output::Json => {
            let value = to_json(&list, &shown);
            serde_json::to_string_pretty(&value).map_or_else(|error| error.to_string(), |text| text + "\n")
        }
        Output::Table | Output::Yaml | Output::Dot | Output::Svg | Output::Png => {
            let mut text = table(&shown).to_text();
            if !wanted.deleting {
                for remains in list.remains.iter().filter(going) {
                    text.push_str(&words.leftovers_not_yet(remains.of.label()));
                    text.push('\n');
                }
            }
            text
        }
    })
}

fn table(shown: &[&Remains]) -> Table {
    let mut table = Table::new(&[
        "CLUSTER",
        "STANDING",
        "KIND",
        "NAME",
        "ID",
        "STATE",
        "BLOCKED BY",
        "COMMAND",
    ]);
    for remains in shown {
        for leftover in &remains.pieces {
            let blocked: Vec<&str> = leftover.blocked_by.iter().map(Piece::label).collect();
            table.rows.push(vec![
                remains.of.label().to_owned(),
                standing(&remains.of).to_owned(),
                word(leftover.piece.kind).to_owned(),
                leftover.piece.name.clone(),
                leftover.piece.id.clone(),
                leftover.state.clone(),
                blocked.join(", "),
                leftover.piece.command(),
            ]);
        }
    }
    table
}

/// How the cluster itself is, in the program's own word.
fn standing(of: &Former) -> &'static str {
    match of {
        Former::Gone { .. } => "gone",
        Former::Stuck { .. } => "delete-failed",
        Former::Going { .. } => "being-deleted",
    }
}

fn to_json(list: &LeftoverList, shown: &[&Remains]) -> Value {
    let gaps = list.gaps.keys().map(|service| json!(format!("{service:?}")));
    json!({
        "not_looked_at": gaps.collect::<Vec<_>>(),
        "remains": shown.iter().map(|remains| json!({
            "of": remains.of.label(),
            "standing": standing(&remains.of),
            "cluster_id": remains.of.cluster().map(|cluster| cluster.as_str()),
            "pieces": remains.pieces.iter().map(piece_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn piece_json(leftover: &Leftover) -> Value {
    json!({
        "kind": word(leftover.piece.kind),
        "name": leftover.piece.name,
        "id": leftover.piece.id,
        "state": leftover.state,
        "blocked_by": leftover.blocked_by.iter().map(|piece| json!({
            "kind": word(piece.kind),
            "name": piece.name,
            "id": piece.id,
        })).collect::<Vec<_>>(),
        "command": leftover.piece.command(),
    })
}

/// The program's own word, the same in every language.
pub(super) fn word(kind: PieceKind) -> &'static str {
    match kind {
        PieceKind::LoadBalancer => "load-balancer",
        PieceKind::FloatingIp => "floating-ip",
        PieceKind::Server => "server",
        PieceKind::Volume => "volume",
        PieceKind::Port => "port",
        PieceKind::RouterInterface => "router-interface",
        PieceKind::SecurityGroup => "security-group",
        PieceKind::Subnet => "subnet",
        PieceKind::Network => "network",
        PieceKind::Router => "router",
        PieceKind::Stack => "stack",
    }
}
