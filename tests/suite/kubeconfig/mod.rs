//! Kubeconfigs that others wrote: added to without touching a foreign byte, and never left worse, whatever breaks when.

mod crash;
mod disk;
mod merging;
mod real_disk;
mod right_cluster;

use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::kubeconfig::access::{Access, Names};
use proptest::prelude::*;

/// An access whose contents follow from a number.
fn access(number: u32) -> Access {
    let scope = Scope {
        cloud: "prod".to_owned(),
        project: "shop".to_owned(),
        region: String::new(),
    };
    Access {
        names: Names::of(
            "web",
            &ClusterId::new("5d12f6fd-a196-4bf0-ae4c-1f639a523a52"),
            &scope,
        ),
        server: format!("https://10.0.0.{number}:6443"),
        authority: format!("authority {number}\n"),
        certificate: format!("certificate {number}\n"),
        key: Secret::new(format!("key {number}\n")),
    }
}

/// A kubeconfig that somebody else wrote.
#[derive(Clone, Debug)]
struct Start {
    text: String,
    /// Pieces of it that must come through as they are.
    foreign: Vec<String>,
}

/// How one of the three lists is written.
#[derive(Clone, Copy, Debug)]
enum Written {
    Missing,
    Nothing,
    Tilde,
    EmptyFlow,
    EmptyFlowNoted,
    Flow,
    Block,
    IndentedBlock,
}

const WRITTEN: [Written; 8] = [
    Written::Missing,
    Written::Nothing,
    Written::Tilde,
    Written::EmptyFlow,
    Written::EmptyFlowNoted,
    Written::Flow,
    Written::Block,
    Written::IndentedBlock,
];

/// One foreign item, in one of the ways that people and tools write them.
fn item(list: &str, number: usize, way: usize) -> Vec<String> {
    let body = list.trim_end_matches('s');
    let lines: Vec<String> = match way % 5 {
        0 => vec![
            format!("- {body}:"),
            format!("    certificate-authority-data: LS0{number}"),
            format!("    server: https://{number}.example:6443"),
            format!("  name: theirs-{number}"),
        ],
        1 => vec![
            format!("- name: \"theirs-{number}\" # since {number}"),
            format!("  {body}: {{token: 'it''s', extra: [1, ~, 0x1F]}}"),
        ],
        2 => vec![
            format!("- name: theirs-{number}"),
            "  # their own words".to_owned(),
            format!("  {body}:"),
            "    note: |".to_owned(),
            "      # no comment".to_owned(),
            "".to_owned(),
            format!("      - name: web@shop.prod {number}"),
        ],
        3 => vec![
            "-".to_owned(),
            format!("  name: 'theirs {number}'"),
            format!("  {body}: {{}}"),
            "  proxy-url: >-".to_owned(),
            "    http://proxy".to_owned(),
        ],
        _ => vec![format!("- {{name: theirs-{number}, {body}: {{a: no, b: 0123}}}}")],
    };
    lines
}

fn list(name: &str, written: Written, ways: &[usize]) -> Vec<String> {
    let items = |indent: &str| -> Vec<String> {
        let mut lines = vec![format!("{name}:")];
        for (number, way) in ways.iter().enumerate() {
            for line in item(name, number, *way) {
                lines.push(if line.is_empty() {
                    line
                } else {
                    format!("{indent}{line}")
                });
            }
        }
        lines
    };
    match written {
        Written::Missing => Vec::new(),
        Written::Nothing => vec![format!("{name}:")],
        Written::Tilde => vec![format!("{name}: ~ # none yet")],
        Written::EmptyFlow => vec![format!("{name}: []")],
        Written::EmptyFlowNoted => vec![format!("{name}: [ ]   # none yet")],
        Written::Flow => vec![format!("{name}: [{{name: theirs-0}}, {{name: theirs-1}}]")],
        Written::Block | Written::IndentedBlock if ways.is_empty() => vec![format!("{name}:")],
        Written::Block => items(""),
        Written::IndentedBlock => items("  "),
    }
}

/// Files as they are found: every style, every line ending, with and without what kubectl would write.
fn starts() -> impl Strategy<Value = Start> {
    let one = (
        prop::sample::select(WRITTEN.to_vec()),
        prop::collection::vec(0_usize..5, 0..4),
    );
    let lists = [one.clone(), one.clone(), one];
    let extras = prop::collection::vec(
        prop::sample::select(vec![
            "apiVersion: v1",
            "kind: Config",
            "preferences: {}",
            "current-context: theirs-0",
            "extensions:\n- extension: {x: 1}\n  name: y",
            "# what is said here stays here",
            "",
            "odd-key: 'it''s' # odd",
            "folded: >\n  a\n\n  b",
        ]),
        0..6,
    );
    (lists, extras, any::<u64>(), 0_usize..48).prop_map(|(lists, extras, order, shape)| {
        let mut parts: Vec<String> = extras.iter().map(|part| (*part).to_owned()).collect();
        parts.sort();
        parts.dedup();
        let names = ["clusters", "contexts", "users"];
        for (name, (written, ways)) in names.iter().zip(&lists) {
            let lines = list(name, *written, ways);
            if !lines.is_empty() {
                parts.push(lines.join("\n"));
            }
        }
        let mut random = order;
        for at in (1..parts.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            parts.swap(at, usize::try_from(random >> 33).unwrap() % (at + 1));
        }
        let mut text = parts.join("\n");
        if shape & 1 == 0 && !text.is_empty() {
            text.push('\n');
        }
        if shape & 2 != 0 {
            text = text.replace('\n', "\r\n");
        }
        if shape & 4 != 0 {
            text = format!("---\n{text}");
        }
        if shape & 8 != 0 {
            text = format!("\u{feff}{text}");
        }
        if shape / 16 == 1 {
            text = json(&lists);
        }
        // Of a list in one line, the items stay; ours stands before them.
        let piece = |line: &str| {
            line.split_once(": [{")
                .map_or(line, |(_, items)| items)
                .to_owned()
        };
        let foreign = text
            .lines()
            .filter(|line| line.contains("theirs") || line.contains("their own") || line.contains("stays"))
            .map(piece)
            .collect();
        Start { text, foreign }
    })
}

/// The same in JSON, as some tools write it.
fn json(lists: &[(Written, Vec<usize>); 3]) -> String {
    let mut parts = vec!["\"apiVersion\": \"v1\"".to_owned()];
    for (name, (written, ways)) in ["clusters", "contexts", "users"].iter().zip(lists) {
        match written {
            Written::Missing => {}
            Written::Nothing | Written::Tilde => parts.push(format!("\"{name}\": null")),
            Written::EmptyFlow | Written::EmptyFlowNoted => parts.push(format!("\"{name}\": []")),
            Written::Flow | Written::Block | Written::IndentedBlock => {
                let items: Vec<String> = (0..ways.len())
                    .map(|number| format!("{{\"name\": \"theirs-{number}\"}}"))
                    .collect();
                parts.push(format!("\"{name}\": [{}]", items.join(",")));
            }
        }
    }
    format!("{{{}}}\n", parts.join(",\n  "))
}
