//! Rows as text for the clipboard: tab separated, CSV, JSON.

use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// The cells of one row with tabs between them, as spreadsheets take it.
pub(super) fn tsv(row: &Row) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| cell.plain().replace(['\t', '\n'], " "))
        .collect();
    cells.join("\t")
}

/// The rows as CSV with a header line (RFC 4180). Texts that a spreadsheet would take for a formula get a quote in front.
pub(super) fn csv<'a>(columns: &[Column<'_>], rows: impl Iterator<Item = &'a Row>) -> String {
    let mut out = line(columns.iter().map(|column| column.header.to_owned()));
    for row in rows {
        out.push_str(&line(row.cells.iter().map(guarded)));
    }
    out
}

/// The rows as a JSON list of objects whose names are the ids of the columns.
pub(super) fn json<'a>(columns: &[Column<'_>], rows: impl Iterator<Item = &'a Row>) -> String {
    let objects: Vec<String> = rows
        .map(|row| {
            let fields: Vec<String> = columns
                .iter()
                .zip(&row.cells)
                .map(|(column, cell)| format!("    {}: {}", quoted(column.id), value(cell)))
                .collect();
            format!("  {{\n{}\n  }}", fields.join(",\n"))
        })
        .collect();
    format!("[\n{}\n]\n", objects.join(",\n"))
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::None => "null".to_owned(),
        Cell::Text(_) | Cell::Mono(_) | Cell::Age(_) | Cell::Chip(..) => quoted(&cell.plain()),
    }
}

/// A JSON string (RFC 8259).
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn guarded(cell: &Cell) -> String {
    let text = cell.plain();
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.into_owned()
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted: Vec<String> = cells
        .map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        })
        .collect();
    quoted.join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::{csv, json, tsv};
    use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

    #[test]
    fn copies_are_whole_and_safe_to_paste() {
        let columns = [
            Column::new("name", "Name", 1.0),
            Column::new("count", "Count", 1.0),
        ];
        let rows = [
            Row::new(
                "1",
                "a",
                vec![Cell::Text("say \"a\",\tb\\".to_owned()), Cell::Number(3)],
            ),
            Row::new("2", "b", vec![Cell::Text("=1+1".to_owned()), Cell::None]),
        ];
        assert_eq!(
            csv(&columns, rows.iter()),
            "Name,Count\r\n\"say \"\"a\"\",\tb\\\",3\r\n'=1+1,\r\n"
        );
        assert_eq!(tsv(&rows[0]), "say \"a\", b\\\t3");
        let read: serde_json::Value = serde_json::from_str(&json(&columns, rows.iter())).expect("JSON");
        assert_eq!(read[0]["count"], 3);
        assert_eq!(read[0]["name"], "say \"a\",\tb\\");
        assert!(read[1]["count"].is_null());
    }
}
