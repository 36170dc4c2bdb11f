//! Who may import whom: the table of the crate's map, read against every path that `src` names.

use super::Complaint;
use super::source::{Named, Source};

/// One room and what it may name.
struct Room {
    name: &'static str,
    /// Rooms of ours, or single doors in them.
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
    /// Parts of the standard library it must do without.
    without: &'static [&'static str],
}

/// What touches the world outside the process; an address is only a value.
const OUTSIDE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::ToSocketAddrs",
    "std::net::UdpSocket",
    "std::process",
    "std::thread",
];
const ANY: &[&str] = &["*"];

/// A new dependency or a new room is a line here, argued in its commit.
const ROOMS: &[Room] = &[
    Room {
        name: "domain",
        rooms: &[],
        crates: &[
            "jiff",
            "petgraph",
            "serde",
            "thiserror",
            "unicode_normalization",
            "url",
            "zeroize",
        ],
        without: OUTSIDE,
    },
    Room {
        name: "message",
        rooms: &["domain"],
        crates: &["jiff"],
        without: OUTSIDE,
    },
    Room {
        name: "openstack",
        rooms: &["domain"],
        crates: &[
            "aws_lc_rs",
            "fastrand",
            "jiff",
            "reqwest",
            "rustls",
            "rustls_platform_verifier",
            "serde",
            "serde_json",
            "serde_saphyr",
            "thiserror",
            "tokio",
            "tracing",
            "url",
            "x509_parser",
            "zeroize",
        ],
        without: &["std::env", "std::fs", "std::process"],
    },
    Room {
        name: "kubeconfig",
        rooms: &["domain"],
        crates: &[
            "aws_lc_rs",
            "jiff",
            "rcgen",
            "serde",
            "serde_saphyr",
            "thiserror",
            "x509_parser",
        ],
        without: OUTSIDE,
    },
    // A cluster's API is reached by the same means as the cloud's, and refuses in the same ways.
    Room {
        name: "kubernetes",
        rooms: &[
            "domain",
            "kubeconfig::access",
            "openstack::network_error",
            "openstack::tls",
            "openstack::transport::body",
            "openstack::wire",
        ],
        crates: &["jiff", "reqwest", "serde_json", "serde_saphyr", "tokio", "url"],
        without: OUTSIDE,
    },
    Room {
        name: "platform",
        rooms: &["domain", "kubeconfig"],
        crates: &[
            "arboard",
            "directories",
            "jiff",
            "keyring",
            "rustix",
            "serde",
            "thiserror",
            "tokio",
            "toml",
            "url",
            "zbus",
        ],
        without: &[],
    },
    Room {
        name: "sync",
        rooms: &[
            "domain",
            "message",
            "openstack",
            "platform",
            "kubeconfig",
            "kubernetes",
        ],
        crates: &["fastrand", "jiff", "tokio", "tracing"],
        without: &["std::env", "std::fs", "std::process"],
    },
    Room {
        name: "store",
        rooms: &["domain", "message"],
        crates: &["jiff"],
        without: OUTSIDE,
    },
    Room {
        name: "text",
        rooms: &["domain"],
        crates: &["fluent_bundle", "jiff", "unic_langid"],
        without: OUTSIDE,
    },
    Room {
        name: "ui",
        rooms: &[
            "domain",
            "message",
            "store",
            "text",
            "platform::clock",
            "platform::notify::Notification",
            "platform::settings",
        ],
        crates: &[
            "eframe",
            "egui",
            "egui_extras",
            "egui_graphs",
            "egui_phosphor",
            "jiff",
            "petgraph",
            "png",
            "serde_json",
            "skrifa",
        ],
        without: &["std::env", "std::process"],
    },
    Room {
        name: "headless",
        rooms: &[
            "domain",
            "message",
            "openstack",
            "platform",
            "store",
            "sync",
            "text",
            "kubeconfig",
        ],
        crates: &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "jiff",
            "serde",
            "serde_json",
            "tokio",
        ],
        without: &["std::process"],
    },
    Room {
        name: "simulation",
        rooms: &[],
        crates: &[
            "aws_lc_rs",
            "axum",
            "jiff",
            "rcgen",
            "rustls",
            "serde",
            "serde_json",
            "tokio",
            "url",
            "x509_parser",
        ],
        without: &["std::env", "std::process"],
    },
    Room {
        name: "main",
        rooms: ANY,
        crates: ANY,
        without: &[],
    },
    Room {
        name: "lib",
        rooms: &[],
        crates: &[],
        without: OUTSIDE,
    },
];

/// Files beside `main.rs` that belong to the program and not to the library, with its rights.
const PROGRAM: &[&str] = &[
    "src/main.rs",
    "src/demo_cloud.rs",
    "src/no_window.rs",
    "src/window.rs",
    "src/drawing.rs",
    "src/file_dialog.rs",
];

/// What a single file may name beyond its room: the window's one way to the background and what ends it, a cloud's CA file.
const DOORS: &[(&str, &[&str])] = &[
    ("src/ui/app.rs", &["sync::Backend", "sync::backend", "tracing"]),
    ("src/openstack/tls/files.rs", &["std::fs"]),
];

/// What every panel may use of the rest of the window.
const SHARED_BY_PANELS: &[&str] = &[
    "context",
    "outbox",
    "permitted",
    "route",
    "standing",
    "theme",
    "widgets",
];

/// Types that put something on the screen, or need a screen to exist.
const PAINTING: &[&str] = &[
    "*",
    "Color32",
    "Context",
    "FontId",
    "Frame",
    "Galley",
    "Image",
    "Mesh",
    "Painter",
    "Response",
    "RichText",
    "Shape",
    "Stroke",
    "Style",
    "TextureHandle",
    "Ui",
    "Visuals",
    "WidgetText",
    "epaint",
];

/// The crate's own names.
const OURS: &[&str] = &["crate", "magnum_desktop"];

/// The names of `[dependencies]` and its kin, as source writes them.
pub(super) fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end_matches(']').ends_with("dependencies");
        } else if let (true, Some((name, _))) = (inside, line.split_once('=')) {
            let name = name.trim().split('.').next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                found.push(name.replace('-', "_"));
            }
        }
    }
    found
}

/// Imports against the table.
pub(super) fn imports(path: &str, source: &Source, crates: &[String]) -> Vec<Complaint> {
    let name = room_of(path);
    let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
        return vec![format!(
            "{path}: the room `{name}` is not in the import table of tests/suite/tidy/rooms.rs"
        )];
    };
    let doors: Vec<&str> = DOORS
        .iter()
        .filter(|(file, _)| *file == path)
        .flat_map(|(_, doors)| doors.iter().copied())
        .collect();
    let mut complaints = Vec::new();
    for named in source.paths() {
        let place = format!("{path}:{}", named.line);
        if let Some(inner) = inside_crate(path, &named) {
            let door = inner.join("::");
            let mut allowed = room.rooms.iter().chain(&doors);
            if inner.first().is_some_and(|first| *first != name)
                && !allowed.any(|allowed| admits(allowed, &door))
            {
                complaints.push(format!("{place}: `{name}` must not name `crate::{door}`"));
            }
        } else if let Some(first) = named.segments.first() {
            let outside = crates.contains(first);
            if outside
                && !room
                    .crates
                    .iter()
                    .chain(&doors)
                    .any(|allowed| admits(allowed, first))
            {
                complaints.push(format!("{place}: `{name}` must not name the crate `{first}`"));
            }
            let whole = named.segments.join("::");
            let among = |parts: &[&str]| parts.iter().any(|part| admits(part, &whole));
            if among(room.without) && !among(&doors) {
                complaints.push(format!("{place}: `{name}` does without `{whole}`"));
            }
        }
    }
    complaints
}

/// Panels share the window's common parts and nothing of each other; the common parts know no panel.
pub(super) fn panels(path: &str, source: &Source) -> Vec<Complaint> {
    let modules = modules_of(path);
    let [ui, panel, ..] = modules.as_slice() else {
        return Vec::new();
    };
    if *ui != "ui" || !path.trim_start_matches("src/ui/").contains('/') {
        return Vec::new();
    }
    source
        .paths()
        .iter()
        .filter_map(|named| {
            let inner = inside_crate(path, named)?;
            let [ui, other, ..] = inner.as_slice() else {
                return None;
            };
            (ui == "ui" && other != panel && !SHARED_BY_PANELS.contains(&other.as_str())).then(|| {
                format!(
                    "{path}:{}: the panel `{panel}` must not name `crate::ui::{other}`",
                    named.line
                )
            })
        })
        .collect()
}

/// What decides is not what draws: `model.rs` and `reconcile.rs` can be tested without a screen.
pub(super) fn painting(path: &str, source: &Source) -> Vec<Complaint> {
    let file = path.rsplit('/').next().unwrap_or_default();
    if !path.starts_with("src/ui/") || !(file == "model.rs" || file == "reconcile.rs") {
        return Vec::new();
    }
    let forbidden = |named: &Named| match named.segments.first().map(String::as_str) {
        Some("egui") => {
            named.segments.len() == 1
                || named
                    .segments
                    .iter()
                    .any(|segment| PAINTING.contains(&segment.as_str()))
        }
        Some("eframe" | "egui_extras") => true,
        Some("egui_graphs") => file != "reconcile.rs",
        _ => false,
    };
    source
        .paths()
        .iter()
        .filter(|named| forbidden(named))
        .map(|named| {
            format!(
                "{path}:{}: {file} must not name `{}`",
                named.line,
                named.segments.join("::")
            )
        })
        .collect()
}

/// Whether what is named is this, or lies in it.
fn admits(allowed: &str, named: &str) -> bool {
    allowed == "*"
        || named == allowed
        || named
            .strip_prefix(allowed)
            .is_some_and(|rest| rest.starts_with("::"))
}

fn room_of(path: &str) -> String {
    if PROGRAM.contains(&path) {
        return "main".to_owned();
    }
    modules_of(path)
        .first()
        .cloned()
        .unwrap_or_else(|| path.trim_end_matches(".rs").replace("src/", ""))
}

/// `src/ui/clusters/mod.rs` is `["ui", "clusters"]`, `src/lib.rs` is empty.
fn modules_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    if inner == "lib" || PROGRAM.contains(&path) {
        return Vec::new();
    }
    inner
        .trim_end_matches("/mod")
        .split('/')
        .map(str::to_owned)
        .collect()
}

/// Where a path leads in our crate, from its root; `None` for what is local or not ours.
fn inside_crate(path: &str, named: &Named) -> Option<Vec<String>> {
    if OURS.iter().any(|ours| named.starts_with(&[ours])) {
        return Some(named.segments.iter().skip(1).cloned().collect());
    }
    let ups = named
        .segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    let modules = modules_of(path);
    (ups > 0 && ups <= modules.len()).then(|| {
        let kept = modules.len() - ups;
        modules
            .into_iter()
            .take(kept)
            .chain(named.segments.iter().skip(ups).cloned())
            .collect()
    })
}

#[track_caller]
fn check_imports(path: &str, text: &str, expected: &[&str]) {
    let crates = dependencies(
        "[dependencies]\negui = \"1\"\n# serde = no\nserde-saphyr = \"2\"\n[lints.rust]\nx = \"y\"",
    );
    assert_eq!(crates, ["egui", "serde_saphyr"]);
    assert_eq!(
        imports(path, &Source::new(text), &crates),
        expected,
        "in {path}:\n{text}"
    );
}

#[test]
fn a_room_that_reaches_too_far_is_caught() {
    check_imports(
        "src/domain/id.rs",
        "use crate::{\n  ui::App, domain::node};",
        &["src/domain/id.rs:1: `domain` must not name `crate::ui::App`"],
    );
    check_imports(
        "src/domain/mod.rs",
        "fn f() { super::store::X }",
        &["src/domain/mod.rs:1: `domain` must not name `crate::store::X`"],
    );
    check_imports(
        "src/domain/node.rs",
        "use super::id::X;\nuse std::fs::File;",
        &["src/domain/node.rs:2: `domain` does without `std::fs::File`"],
    );
    check_imports(
        "src/store/mod.rs",
        "fn f(ui: &mut egui::Ui) {}",
        &["src/store/mod.rs:1: `store` must not name the crate `egui`"],
    );
    check_imports(
        "src/attic/mod.rs",
        "",
        &["src/attic/mod.rs: the room `attic` is not in the import table of tests/suite/tidy/rooms.rs"],
    );
}

#[test]
fn only_the_program_knows_the_simulation() {
    check_imports(
        "src/headless/mod.rs",
        "use crate::simulation::SimulatedCloud;",
        &["src/headless/mod.rs:1: `headless` must not name `crate::simulation::SimulatedCloud`"],
    );
    check_imports(
        "src/main.rs",
        "use magnum_desktop::simulation::SimulatedCloud;",
        &[],
    );
    check_imports(
        "src/simulation/world.rs",
        "use crate::domain::id::X;",
        &["src/simulation/world.rs:1: `simulation` must not name `crate::domain::id::X`"],
    );
}

#[test]
fn a_door_opens_for_one_file_and_a_part_is_not_the_whole() {
    check_imports(
        "src/ui/app.rs",
        "use crate::sync::Backend;\nuse crate::platform::clock::Clock;",
        &[],
    );
    check_imports(
        "src/ui/shell.rs",
        "use crate::sync::Backend;\nuse crate::platform;",
        &[
            "src/ui/shell.rs:1: `ui` must not name `crate::sync::Backend`",
            "src/ui/shell.rs:2: `ui` must not name `crate::platform`",
        ],
    );
}

#[test]
fn a_panel_that_looks_next_door_is_caught() {
    let complaints = |path: &str, text: &str| panels(path, &Source::new(text));
    assert_eq!(
        complaints(
            "src/ui/nodes/table.rs",
            "use crate::ui::clusters::model::Row;\nuse crate::ui::theme::tokens;"
        ),
        ["src/ui/nodes/table.rs:1: the panel `nodes` must not name `crate::ui::clusters`",]
    );
    assert_eq!(
        complaints(
            "src/ui/nodes/mod.rs",
            "use super::clusters;\nuse super::route::Route;"
        )
        .len(),
        1
    );
    assert_eq!(
        complaints("src/ui/widgets/age.rs", "use crate::ui::nodes::X;").len(),
        1
    );
    assert!(complaints("src/ui/app.rs", "use crate::ui::nodes::X;").is_empty());
}

#[test]
fn a_model_that_paints_is_caught() {
    let complaints = |path: &str, text: &str| painting(path, &Source::new(text)).len();
    assert_eq!(
        complaints("src/ui/nodes/model.rs", "fn f(ui: &mut egui::Ui) {}"),
        1
    );
    assert_eq!(
        complaints("src/ui/nodes/model.rs", "use egui::{Pos2, Color32};"),
        1
    );
    assert_eq!(
        complaints("src/ui/nodes/model.rs", "use egui::*;\nuse egui_graphs::Graph;"),
        2
    );
    assert_eq!(
        complaints(
            "src/ui/topology/reconcile.rs",
            "use egui::Pos2;\nuse egui_graphs::Graph;"
        ),
        0
    );
    assert_eq!(complaints("src/ui/nodes/table.rs", "use egui::Ui;"), 0);
}
