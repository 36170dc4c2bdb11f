//! One file as its entries: `clouds` of clouds.yaml and secure.yaml, `public-clouds` of clouds-public.yaml.
//!
//! Where the YAML is broken, the text is cut into the entries by their indentation and each is read alone, so that the
//! broken one is named with its line and the others can be used.

use std::ops::Range;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind, Spot};
use crate::openstack::clouds_yaml::FileText;
use crate::openstack::clouds_yaml::tree::{Broken, Key, Node, Style};

/// How many entries that use another entry's anchor are tried together with the others.
const TRIES: usize = 32;

/// One entry: its name, and what stands under it or why that cannot be read.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) key: Key,
    pub(crate) node: Result<Node, Problem>,
}

/// The entries of a section, in the order of the file.
///
/// # Errors
/// Why the file as a whole cannot be understood.
pub(crate) fn read(file: &FileText, section: &str) -> Result<Vec<Item>, Problem> {
    let broken = match Node::read(&file.text) {
        Ok(tree) => return section_of(tree, file, section),
        Err(broken) => broken,
    };
    if broken.bound {
        return Err(whole(file, &broken));
    }
    salvage(file, section).ok_or_else(|| whole(file, &broken))
}

fn section_of(tree: Node, file: &FileText, section: &str) -> Result<Vec<Item>, Problem> {
    let absent = |line| {
        Problem::new(ProblemKind::CloudsFileBroken {
            file: file.path.display().to_string(),
            line,
            detail: format!("no mapping `{section}`"),
        })
    };
    let Node::Map(top) = tree else {
        return Err(absent(None));
    };
    match top.into_iter().find(|(key, _)| key.name == section) {
        Some((_, Node::Map(entries))) => Ok(entries
            .into_iter()
            .map(|(key, node)| Item { key, node: Ok(node) })
            .collect()),
        Some((_, Node::Nothing)) => Ok(Vec::new()),
        Some((key, Node::Text(_) | Node::List(_))) => Err(absent(key.line)),
        None => Err(absent(None)),
    }
}

fn whole(file: &FileText, broken: &Broken) -> Problem {
    Problem::new(ProblemKind::CloudsFileBroken {
        file: file.path.display().to_string(),
        line: broken.line,
        detail: clean(&broken.detail),
    })
}

/// An entry as it stands in the text.
struct Block {
    name: String,
    style: Style,
    /// Its lines, counted from 0.
    lines: Range<usize>,
}

/// Reads each entry alone; `None` where the entries cannot be told apart.
fn salvage(file: &FileText, section: &str) -> Option<Vec<Item>> {
    let lines: Vec<&str> = file.text.split_inclusive('\n').collect();
    let blocks = blocks(&lines, section)?;
    let mut read: Vec<Result<Node, Broken>> =
        blocks.iter().map(|block| alone(&lines, section, block)).collect();
    with_their_anchors(&lines, &blocks, &mut read);
    let mut items: Vec<Item> = Vec::new();
    for (block, node) in blocks.iter().zip(read) {
        let line = line_at(block.lines.start);
        let unreadable = |line, column, detail: &str| {
            Problem::new(ProblemKind::CloudEntryUnreadable {
                cloud: clean(&block.name),
                spot: Box::new(Spot {
                    file: file.path.clone(),
                    line,
                    column,
                }),
                detail: clean(detail),
            })
        };
        if let Some(twin) = items.iter_mut().find(|item| item.key.name == block.name) {
            // Either could be meant, so neither is taken.
            twin.node = Err(unreadable(line, None, "the name stands here twice"));
            continue;
        }
        items.push(Item {
            key: Key {
                name: block.name.clone(),
                style: block.style,
                line,
            },
            node: node.map_err(|broken| {
                let last = line_at(block.lines.end.saturating_sub(1));
                unreadable(broken.line.min(last), broken.column, &broken.detail)
            }),
        });
    }
    Some(items)
}

/// A line's number for people.
fn line_at(index: usize) -> Option<u32> {
    u32::try_from(index).ok()?.checked_add(1)
}

/// Cuts the section into entries: each begins where a key stands at the indentation of the first.
fn blocks(lines: &[&str], section: &str) -> Option<Vec<Block>> {
    let head = lines.iter().position(|line| {
        key_of(line)
            .is_some_and(|(name, _, rest)| name == section && (rest.is_empty() || rest.starts_with('#')))
    })?;
    let after = head.checked_add(1)?;
    let end = lines
        .iter()
        .skip(after)
        .position(|line| key_of(line).is_some() || line.starts_with("---") || line.starts_with("..."))
        .map_or(lines.len(), |length| after.saturating_add(length));
    let body = lines.get(after..end)?;
    let first = body.iter().find(|line| is_content(line))?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    if indent == 0 {
        return None;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in body.iter().enumerate() {
        let at = after.saturating_add(index);
        let inner = line
            .get(..indent)
            .filter(|head| head.chars().all(|c| c == ' '))
            .and_then(|_| line.get(indent..));
        if let Some((name, style, _)) = inner.and_then(key_of) {
            blocks.push(Block {
                name,
                style,
                lines: at..at,
            });
        }
        if let Some(block) = blocks.last_mut() {
            block.lines.end = at.saturating_add(1);
        }
    }
    (!blocks.is_empty()).then_some(blocks)
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// The key that a line begins with, and what follows its colon.
fn key_of(line: &str) -> Option<(String, Style, &str)> {
    let line = line.trim_end();
    for quote in ['"', '\''] {
        if let Some(rest) = line.strip_prefix(quote) {
            let (name, rest) = rest.split_once(quote)?;
            let rest = rest.trim_start().strip_prefix(':')?;
            return Some((name.to_owned(), Style::Quoted, rest.trim_start()));
        }
    }
    if line.starts_with([
        ' ', '\t', '#', '-', '?', '{', '[', '}', ']', '!', '&', '*', '|', '>', '%', '@', '`', ',',
    ]) {
        return None;
    }
    let (name, rest) = line
        .split_once(": ")
        .or_else(|| line.split_once(":\t"))
        .or_else(|| line.strip_suffix(':').map(|name| (name, "")))?;
    let name = name.trim_end();
    (!name.is_empty() && !name.contains(" #")).then(|| (name.to_owned(), Style::Plain, rest.trim_start()))
}

/// Reads one entry with nothing round it.
fn alone(lines: &[&str], section: &str, block: &Block) -> Result<Node, Broken> {
    let mut text = format!("{section}:\n");
    text.extend(lines.get(block.lines.clone()).unwrap_or_default().iter().copied());
    // The text's second line is the block's first.
    let moved = u32::try_from(block.lines.start)
        .unwrap_or_default()
        .saturating_sub(1);
    let shift = |line: Option<u32>| line.map(|line| line.saturating_add(moved));
    let tree = Node::read(&text).map_err(|broken| Broken {
        line: shift(broken.line),
        ..broken
    })?;
    let mut node = entry_of(tree, &block.name).ok_or_else(|| Broken {
        line: line_at(block.lines.start),
        column: None,
        detail: "not an entry of its own".to_owned(),
        bound: false,
    })?;
    node.relined(&shift);
    Ok(node)
}

/// The value under the only key of the only key.
fn entry_of(tree: Node, name: &str) -> Option<Node> {
    let Node::Map(top) = tree else { return None };
    let (_, Node::Map(entries)) = top.into_iter().next()? else {
        return None;
    };
    let mut entries = entries.into_iter();
    let (_, node) = entries.find(|(key, _)| key.name == name)?;
    entries.next().is_none().then_some(node)
}

/// Entries that failed alone are tried once more among those that did not, with what stands before the section: an anchor
/// may have been defined there.
fn with_their_anchors(lines: &[&str], blocks: &[Block], read: &mut [Result<Node, Broken>]) {
    let begin = blocks.first().map_or(0, |block| block.lines.start);
    let uses_alias = |block: &Block| {
        let text = lines.get(block.lines.clone()).unwrap_or_default();
        text.iter().any(|line| line.contains('*'))
    };
    let failed: Vec<usize> = (0..blocks.len())
        .filter(|at| read.get(*at).is_some_and(Result::is_err) && blocks.get(*at).is_some_and(uses_alias))
        .take(TRIES)
        .collect();
    for at in failed {
        let mut text: String = lines.get(..begin).unwrap_or_default().concat();
        for (index, block) in blocks.iter().enumerate() {
            let kept = index == at || read.get(index).is_some_and(Result::is_ok);
            for line in lines.get(block.lines.clone()).unwrap_or_default() {
                // Lines that are left out stay empty, so that the others keep their numbers.
                text.push_str(if kept { line } else { "\n" });
            }
        }
        let Some(block) = blocks.get(at) else { continue };
        let found = Node::read(&text).ok().and_then(|tree| {
            let Node::Map(top) = tree else { return None };
            let section = top.into_iter().rev().find_map(|(_, node)| match node {
                Node::Map(entries) => Some(entries),
                Node::Nothing | Node::Text(_) | Node::List(_) => None,
            })?;
            section
                .into_iter()
                .find_map(|(key, node)| (key.name == block.name).then_some(node))
        });
        if let (Some(node), Some(slot)) = (found, read.get_mut(at)) {
            *slot = Ok(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Item, read};
    use crate::domain::problem::ProblemKind;
    use crate::openstack::clouds_yaml::FileText;
    use crate::openstack::clouds_yaml::tree::Node;

    fn items(text: &str) -> Vec<Item> {
        let file = FileText {
            path: PathBuf::from("clouds.yaml"),
            text: text.to_owned(),
        };
        read(&file, "clouds").unwrap()
    }

    type Line = Option<u32>;
    type Column = Option<u32>;
    type Told<'a> = (&'a str, Line, Option<(Line, Column)>);

    /// Name, line of the name, and line and column of the trouble.
    fn told(items: &[Item]) -> Vec<Told<'_>> {
        items
            .iter()
            .map(|item| {
                let trouble = item.node.as_ref().err().map(|problem| {
                    let ProblemKind::CloudEntryUnreadable { spot, .. } = &problem.kind else {
                        panic!("{problem:?}")
                    };
                    (spot.line, spot.column)
                });
                (item.key.name.as_str(), item.key.line, trouble)
            })
            .collect()
    }

    #[test]
    fn f84_yaml_that_is_broken_inside_one_entry_costs_that_entry_only() {
        let broken = [
            ("      password: 'unfinished\n", 6, 17),
            ("      password: [1, 2\n", 7, 3),
            ("\t  password: x\n", 6, 2),
            ("      a: b: c\n", 6, 11),
            ("      password: *nobody\n", 6, 17),
            ("      password: x\n      password: y\n", 7, 7),
            ("   password: x\n", 6, 4),
            ("      password: @x\n", 6, 17),
        ];
        for (line, row, column) in broken {
            let text = format!(
                "# mine\nclouds:\n  first: {{auth: {{username: a}}}}\n  second:\n    auth:\n{line}  third:\n    auth: {{username: c}}\n"
            );
            let items = items(&text);
            let told = told(&items);
            assert_eq!(
                (told[0], told[1].0, told[1].1, told[2].0, told[2].2),
                (("first", Some(3), None), "second", Some(4), "third", None),
                "{line}"
            );
            let (told_row, told_column) = told[1].2.unwrap();
            assert!(
                told_row.is_some_and(|told| told.abs_diff(row) <= 1),
                "{line}: {told_row:?}"
            );
            assert!(told_column.is_some(), "{line}: {column}");
        }
    }

    #[test]
    fn f84_the_line_of_what_follows_a_broken_entry_stays_right() {
        let items = items("clouds:\r\n  a:\r\n    b: [\r\n  c:\r\n    d: e\r\n\r\nother: [\r\n");
        assert_eq!(told(&items)[1], ("c", Some(4), None));
        let Node::Map(entries) = items[1].node.as_ref().unwrap() else {
            panic!("a mapping")
        };
        assert_eq!(entries[0].0.line, Some(5));
    }

    #[test]
    fn f84_anchors_of_other_entries_are_found_when_a_third_is_broken() {
        let items = items(
            "base: &base {interface: internal}\nclouds:\n  a: &a\n    <<: *base\n  b:\n    <<: *a\n  c: [\n  'd e': {}\n",
        );
        let ok: Vec<_> = items
            .iter()
            .map(|item| (item.key.name.as_str(), item.node.is_ok()))
            .collect();
        assert_eq!(ok, [("a", true), ("b", true), ("c", false), ("d e", true)]);
    }

    #[test]
    fn f84_a_name_that_stands_twice_is_nobodys() {
        let items = items("clouds:\n  a: {}\n  b: {}\n  a: {x: 1}\n");
        assert_eq!(
            told(&items),
            [("a", Some(2), Some((Some(4), None))), ("b", Some(3), None)]
        );
    }
}
