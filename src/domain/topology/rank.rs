//! The order of things that wait for each other: how far each is from those that wait for nothing, and in which rows few
//! lines cross.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::topology::resource::ResourceKey;

/// More things than this are not put in order one by one.
const MOST: usize = 400;
/// What waits through so many hidden things is not told any more.
const MOST_HIDDEN: usize = 64;

/// A thing and one that waits for it.
pub(crate) type Edge<'a> = (&'a ResourceKey, &'a ResourceKey);

/// Who among these waits for whom, also through things that are not among them; without what follows from the rest.
pub(crate) fn reduced<'a>(
    visible: &[&'a ResourceKey],
    needs: &BTreeMap<&'a ResourceKey, Vec<&'a ResourceKey>>,
) -> Vec<Edge<'a>> {
    if visible.len() > MOST {
        return Vec::new();
    }
    let among: BTreeSet<&ResourceKey> = visible.iter().copied().collect();
    let mut direct: BTreeMap<&'a ResourceKey, BTreeSet<&'a ResourceKey>> = BTreeMap::new();
    for one in visible {
        let mut open: Vec<&'a ResourceKey> = needs.get(one).cloned().unwrap_or_default();
        let mut met: BTreeSet<&'a ResourceKey> = BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == *one || !met.insert(next) || met.len() > MOST_HIDDEN * 8 {
                continue;
            }
            if among.contains(next) {
                direct.entry(one).or_default().insert(next);
            } else {
                open.extend(needs.get(next).into_iter().flatten().copied());
            }
        }
    }
    let mut edges = Vec::new();
    for (to, froms) in &direct {
        for from in froms {
            let implied = froms
                .iter()
                .any(|other| other != from && reaches(other, from, &direct, &mut BTreeSet::new()));
            if !implied {
                edges.push((*from, *to));
            }
        }
    }
    edges.sort();
    edges
}

/// Whether `from` waits for `wanted`, over however many others.
fn reaches<'a>(
    from: &'a ResourceKey,
    wanted: &ResourceKey,
    direct: &BTreeMap<&'a ResourceKey, BTreeSet<&'a ResourceKey>>,
    met: &mut BTreeSet<&'a ResourceKey>,
) -> bool {
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        if !met.insert(next) {
            continue;
        }
        for one in direct.get(next).into_iter().flatten() {
            if *one == wanted {
                return true;
            }
            open.push(one);
        }
    }
    false
}

/// Column and row of each: the column is the longest way from what waits for nothing, the rows follow the mean of what
/// each waits for.
pub(crate) fn cells(visible: &[&ResourceKey], edges: &[Edge<'_>]) -> Vec<(u32, u32)> {
    if edges.is_empty() {
        return grid(visible.len());
    }
    let mut columns: BTreeMap<&ResourceKey, u32> = visible.iter().map(|key| (*key, 0)).collect();
    // As many rounds as there are things settle every chain; those that wait for each other in a circle stay where they are.
    for _ in 0..visible.len() {
        let mut moved = false;
        for (from, to) in edges {
            let after = columns.get(from).copied().unwrap_or_default() + 1;
            if let Some(column) = columns.get_mut(to).filter(|column| **column < after) {
                *column = after.min(visible.len() as u32);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut by_column: BTreeMap<u32, Vec<&ResourceKey>> = BTreeMap::new();
    for key in visible {
        let column = columns.get(key).copied().unwrap_or_default();
        by_column.entry(column).or_default().push(key);
    }
    let mut rows: BTreeMap<&ResourceKey, f32> = BTreeMap::new();
    let mut found: BTreeMap<&ResourceKey, (u32, u32)> = BTreeMap::new();
    for (at, keys) in by_column.values_mut().enumerate() {
        let mean = |key: &ResourceKey| {
            let befores: Vec<f32> = edges
                .iter()
                .filter(|(_, to)| *to == key)
                .filter_map(|(from, _)| rows.get(from).copied())
                .collect();
            match befores.is_empty() {
                true => f32::MAX,
                false => befores.iter().sum::<f32>() / befores.len() as f32,
            }
        };
        let mut ordered: Vec<(f32, &ResourceKey)> = keys.iter().map(|key| (mean(key), *key)).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (row, (_, key)) in ordered.into_iter().enumerate() {
            rows.insert(key, row as f32);
            found.insert(key, (at as u32, row as u32));
        }
    }
    visible
        .iter()
        .map(|key| found.get(key).copied().unwrap_or_default())
        .collect()
}

/// Nothing waits for anything: about as wide as high, and narrow rather than wide.
fn grid(count: usize) -> Vec<(u32, u32)> {
    let columns = match count {
        0..=3 => 1,
        4..=8 => 2,
        _ => ((count as f32 / 3.0).sqrt().ceil() as usize).max(2),
    };
    (0..count)
        .map(|at| ((at % columns) as u32, (at / columns) as u32))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{cells, reduced};
    use crate::domain::topology::resource::{ResourceKey, ResourceKind};

    fn key(name: &str) -> ResourceKey {
        ResourceKey::real(ResourceKind::Other, name)
    }

    #[test]
    fn what_waits_through_hidden_things_waits_and_what_follows_is_not_said() {
        let [net, rule, master, script, node] = ["net", "rule", "master", "script", "node"].map(key);
        // node waits for master and net, master for a hidden rule, which waits for net.
        let needs = BTreeMap::from([
            (&node, vec![&master, &net]),
            (&master, vec![&rule]),
            (&rule, vec![&net]),
            (&script, vec![]),
        ]);
        let visible = [&net, &master, &node, &script];
        let edges = reduced(&visible, &needs);
        let mut expected = vec![(&net, &master), (&master, &node)];
        expected.sort();
        assert_eq!(edges, expected);
        let cells = cells(&visible, &edges);
        let columns: Vec<u32> = cells.iter().map(|(column, _)| *column).collect();
        assert_eq!(columns, [0, 1, 2, 0]);
    }

    #[test]
    fn circles_end() {
        let [a, b] = ["a", "b"].map(key);
        let needs = BTreeMap::from([(&a, vec![&b]), (&b, vec![&a])]);
        let edges = reduced(&[&a, &b], &needs);
        assert_eq!(cells(&[&a, &b], &edges).len(), 2);
    }
}
