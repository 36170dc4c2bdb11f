//! Which rows are shown and in which order: computed when data, filter or sort change, not in every frame.

use std::cmp::Ordering;

use crate::text::Language;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

/// Which way a table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The column's natural order.
    #[default]
    Forward,
    /// The other way round.
    Backward,
}

/// What a table is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's id.
    pub column: &'static str,
    /// Which way.
    pub direction: Direction,
}

/// What an order was computed for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    version: u64,
    language: Language,
    filter: String,
    sort: Option<Sort>,
    rows: usize,
}

/// The rows that match, in their order, as indices.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    key: Option<Key>,
    indices: Vec<usize>,
}

impl Order {
    /// Brings the order up to date; does nothing where nothing changed.
    pub(super) fn refresh(&mut self, table: &Unordered<'_>, filter: &str, sort: Option<Sort>) {
        let key = Key {
            version: table.version,
            language: table.language,
            filter: filter.to_owned(),
            sort,
            rows: table.rows.len(),
        };
        if self.key.as_ref() != Some(&key) {
            self.indices = arrange(table.rows, table.columns, filter, sort);
            self.key = Some(key);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.indices.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The row at this place.
    pub(super) fn row<'a>(&self, rows: &'a [Row], at: usize) -> Option<&'a Row> {
        self.indices.get(at).and_then(|index| rows.get(*index))
    }

    /// The place of the row with this key.
    pub(super) fn place_of(&self, rows: &[Row], key: &str) -> Option<usize> {
        (0..self.len()).find(|at| self.row(rows, *at).is_some_and(|row| row.key == key))
    }

    /// The rows in their order.
    pub(super) fn rows<'a>(&self, rows: &'a [Row]) -> impl Iterator<Item = &'a Row> {
        self.indices.iter().filter_map(|index| rows.get(*index))
    }
}

/// What an order is computed from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unordered<'a> {
    pub(super) rows: &'a [Row],
    pub(super) columns: &'a [Column<'a>],
    pub(super) version: u64,
    pub(super) language: Language,
}

/// Rows that match every word of the filter, stably sorted.
fn arrange(rows: &[Row], columns: &[Column<'_>], filter: &str, sort: Option<Sort>) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, &Row)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.matches(&words))
        .collect();
    let by = sort.and_then(|sort| {
        let at = columns.iter().position(|column| column.id == sort.column)?;
        Some((at, sort.direction))
    });
    if let Some((at, direction)) = by {
        found.sort_by(|(_, a), (_, b)| compare(a.cells.get(at), b.cells.get(at), direction));
    }
    found.into_iter().map(|(index, _)| index).collect()
}

/// Cells that are not there come last either way.
fn compare(a: Option<&Cell>, b: Option<&Cell>, direction: Direction) -> Ordering {
    let (a, b) = match (present(a), present(b)) {
        (Some(a), Some(b)) => (a, b),
        (Some(_), None) => return Ordering::Less,
        (None, Some(_)) => return Ordering::Greater,
        (None, None) => return Ordering::Equal,
    };
    match direction {
        Direction::Forward => a.compare(b),
        Direction::Backward => b.compare(a),
    }
}

fn present(cell: Option<&Cell>) -> Option<&Cell> {
    cell.filter(|cell| **cell != Cell::None)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Direction, Sort, Unordered, arrange};
    use crate::domain::status::Severity;
    use crate::text::Language;
    use crate::ui::widgets::data_table::cell::{Cell, Column, Row};

    fn columns() -> [Column<'static>; 4] {
        [
            Column::new("name", "Name", 100.0),
            Column::new("count", "Count", 60.0).right(),
            Column::new("age", "Age", 60.0),
            Column::new("state", "State", 90.0),
        ]
    }

    fn row(name: &str, count: Option<u64>, age: i64, severity: Severity) -> Row {
        let at = Timestamp::from_second(1_000_000 - age).expect("in range");
        let cells = vec![
            Cell::text(Some(name)),
            Cell::number(count),
            Cell::Age(at),
            Cell::Chip(severity, format!("{severity:?}")),
        ];
        Row::new(format!("id-{name}"), name, cells)
    }

    fn rows() -> Vec<Row> {
        vec![
            row("node-10", Some(2), 300, Severity::Good),
            row("Node-9", Some(10), 5, Severity::Bad),
            row("web", None, 4000, Severity::Good),
            row("api", Some(2), 60, Severity::Busy),
        ]
    }

    fn check(filter: &str, sort: Option<(&'static str, Direction)>, expected: &[&str]) {
        let rows = rows();
        let sort = sort.map(|(column, direction)| Sort { column, direction });
        let names: Vec<&str> = arrange(&rows, &columns(), filter, sort)
            .into_iter()
            .map(|index| rows[index].name.as_str())
            .collect();
        assert_eq!(names, expected, "filter {filter:?}, sort {sort:?}");
    }

    #[test]
    fn cells_sort_by_what_they_are() {
        check("", None, &["node-10", "Node-9", "web", "api"]);
        check(
            "",
            Some(("name", Direction::Forward)),
            &["api", "Node-9", "node-10", "web"],
        );
        check(
            "",
            Some(("count", Direction::Forward)),
            &["node-10", "api", "Node-9", "web"],
        );
        check(
            "",
            Some(("age", Direction::Forward)),
            &["Node-9", "api", "node-10", "web"],
        );
        check(
            "",
            Some(("state", Direction::Forward)),
            &["Node-9", "api", "node-10", "web"],
        );
        check(
            "",
            Some(("gone", Direction::Forward)),
            &["node-10", "Node-9", "web", "api"],
        );
    }

    #[test]
    fn what_is_not_there_comes_last_either_way_and_equals_keep_their_order() {
        check(
            "",
            Some(("count", Direction::Backward)),
            &["Node-9", "node-10", "api", "web"],
        );
    }

    #[test]
    fn the_filter_wants_every_word_somewhere_in_the_row_whatever_its_case() {
        check("NODE", None, &["node-10", "Node-9"]);
        check("node good", None, &["node-10"]);
        check(" 10 ", None, &["node-10", "Node-9"]);
        check("id-web", None, &[]);
        check("nothing", None, &[]);
        let row = super::Row::new("id", "web", vec![Cell::text(Some("web"))]).also_found_by("7F3A-Id");
        assert!(row.matches(&["7f3a".to_owned()]));
    }

    #[test]
    fn the_order_is_kept_until_something_changes() {
        let (rows, columns) = (rows(), columns());
        let table = Unordered {
            rows: &rows,
            columns: &columns,
            version: 1,
            language: Language::English,
        };
        let mut order = super::Order::default();
        order.refresh(&table, "", None);
        assert_eq!(order.len(), 4);
        // The same version says that nothing changed, so the filter alone decides.
        order.refresh(&table, "web", None);
        assert_eq!(order.place_of(&rows, "id-web"), Some(0));
        assert_eq!(order.place_of(&rows, "id-api"), None);
    }
}
