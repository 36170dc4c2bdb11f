//! The fault table against the tests: every row that is required has a test with its id in its name.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaint;

/// What a row of these levels promises can be shown by a test: unit, property, simulated cloud, and that behind a bad line.
const TESTED_LEVELS: [&str; 4] = ["U", "P", "S", "N"];
/// Rows of what is not built yet.
const LATER: [std::ops::RangeInclusive<u32>; 5] = [57..=60, 72..=73, 87..=88, 90..=94, 95..=102];

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: u32,
    pub(super) level: String,
    pub(super) fault: String,
}

impl Row {
    pub(super) fn is_required(&self) -> bool {
        TESTED_LEVELS.contains(&self.level.as_str()) && !LATER.iter().any(|ids| ids.contains(&self.id))
    }
}

/// Reads the table.
pub(super) fn table(text: &str) -> Vec<Row> {
    text.lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Row {
                id: cells.next()?.strip_prefix('F')?.parse().ok()?,
                level: cells.next()?.to_owned(),
                fault: cells.next()?.to_owned(),
            })
        })
        .collect()
}

/// The rows that the functions of this source are named after, and how often.
pub(super) fn named(text: &str, found: &mut BTreeMap<u32, usize>) {
    for after in text.split("fn f").skip(1) {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        if after.chars().nth(digits.len()) == Some('_')
            && let Ok(id) = digits.parse()
        {
            *found.entry(id).or_default() += 1;
        }
    }
}

/// Required rows without a test.
pub(super) fn untested<'a>(rows: &'a [Row], found: &BTreeMap<u32, usize>) -> Vec<&'a Row> {
    rows.iter()
        .filter(|row| row.is_required() && !found.contains_key(&row.id))
        .collect()
}

/// Tests that are named after no row, and ids that stand in the table twice.
pub(super) fn odd(rows: &[Row], found: &BTreeMap<u32, usize>) -> Vec<Complaint> {
    let mut ids = BTreeSet::new();
    let twice = rows.iter().filter(|row| !ids.insert(row.id));
    let mut complaints: Vec<Complaint> = twice
        .map(|row| format!("F{:02} stands in the fault table twice", row.id))
        .collect();
    complaints.extend(
        found
            .keys()
            .filter(|id| !rows.iter().any(|row| row.id == **id))
            .map(|id| format!("a test is named after F{id:02}, which is not in the fault table")),
    );
    complaints
}

#[test]
fn rows_without_a_test_are_found() {
    let rows = table("id\tlevel\tfault\nF01\tS\ta\nF02\tM\tb\nF25\tS\tc\nF57\tS\td\nF99\tS\te\n");
    assert_eq!(rows.len(), 5);
    let mut found = BTreeMap::new();
    named(
        concat!(
            "async fn f",
            "25_x() {} fn f",
            "77_y() {} fn f",
            "x() {} fn f",
            "1() {}"
        ),
        &mut found,
    );
    assert_eq!(found, BTreeMap::from([(25, 1), (77, 1)]));
    let missing: Vec<u32> = untested(&rows, &found).iter().map(|row| row.id).collect();
    assert_eq!(missing, [1]);
    assert_eq!(
        odd(&rows, &found),
        ["a test is named after F77, which is not in the fault table"]
    );
    assert_eq!(
        odd(&[rows[0].clone(), rows[0].clone()], &BTreeMap::new()).len(),
        1
    );
}
