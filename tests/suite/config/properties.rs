//! What holds for any text: the readers never panic, and what wins is what a model of a few lines says.

use magnum_desktop::openstack::clouds_yaml::{self, FileText, Overrides, Sources, Variable};
use magnum_desktop::openstack::openrc;
use proptest::prelude::{Just, Strategy, any, prop};
use proptest::test_runner::{Config, TestRunner};

/// The same cases on every run: a test that fails now and then helps nobody.
fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(
        config.clone(),
        proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm),
    )
}

/// Pieces that YAML and shells care about, put together at random.
fn scraps(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

const YAML: &[&str] = &[
    "clouds:\n",
    "  a:\n",
    "  b:\n",
    "  'c d': ",
    "    auth:\n",
    "      auth_url: https://k.test\n",
    "      username: u\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    ": ",
    "- ",
    "&x ",
    "*x",
    "<<: ",
    "!vault ",
    "!!str ",
    "|\n",
    ">-\n",
    "'",
    "\"",
    "\\",
    "#",
    "\t",
    "\r\n",
    "\n",
    "  ",
    "    ",
    "0123",
    "no",
    "é",
    "中",
    "\u{feff}",
    "\u{0}",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "regions: ",
    "name: ",
    "values: ",
    "region_name: ",
    "profile: elastx\n",
    "{region_name}",
    "verify: ",
];

const SHELL: &[&str] = &[
    "export ",
    "OS_AUTH_URL=",
    "OS_USERNAME=",
    "OS_PASSWORD",
    "=",
    "https://k.test",
    "$OS_USERNAME",
    "${OS_USERNAME}",
    "${",
    "}",
    "$(",
    ")",
    "(",
    "`",
    "'",
    "\"",
    "\\",
    "\\\n",
    "#",
    "\n",
    "\r\n",
    ";",
    "&&",
    "|",
    "if ",
    "then ",
    "fi",
    "for ",
    "do ",
    "done",
    "{",
    "unset ",
    "read -sr ",
    "$",
    "$'",
    "$$",
    "<<EOF",
    "é",
    "\u{0}",
    "source ",
    " ",
];

#[test]
fn f66_no_text_makes_the_reader_of_clouds_panic() {
    runner(600)
        .run(&scraps(YAML), |text| {
            let (entries, usable) = clouds_yaml::read_bytes(text.as_bytes());
            assert!(usable <= entries);
            Ok(())
        })
        .unwrap();
    runner(300)
        .run(&prop::collection::vec(any::<u8>(), 0..300), |bytes| {
            clouds_yaml::read_bytes(&bytes);
            Ok(())
        })
        .unwrap();
}

#[test]
fn f84_any_text_as_one_entry_leaves_its_neighbours_alone() {
    // What stands deeper than the entries belongs to one of them, whatever it is, unless it is too much for the file.
    let inner = scraps(YAML).prop_map(|text| {
        text.lines()
            .map(|line| format!("      {}\n", line.replace('\u{0}', "").trim_start()))
            .collect::<String>()
    });
    runner(400)
        .run(&inner, |inner| {
            let text = format!(
                "clouds:\n  before: {{auth: {{auth_url: 'https://k.test', username: u}}}}\n  odd:\n    auth:\n{inner}  after: {{auth: {{auth_url: 'https://k.test', username: u}}}}\n"
            );
            let sources = Sources {
                clouds: Some(FileText {
                    path: "clouds.yaml".into(),
                    text: text.clone(),
                }),
                ..Sources::default()
            };
            let clouds = clouds_yaml::read(&sources, &Overrides::default());
            for name in ["before", "after"] {
                let usable = clouds
                    .entries
                    .iter()
                    .any(|entry| entry.name == name && entry.profile.is_ok());
                assert!(usable, "{name} of\n{text}\n{clouds:?}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_text_makes_the_reader_of_openrc_panic() {
    runner(600)
        .run(&scraps(SHELL), |text| {
            openrc::read_bytes(text.as_bytes());
            Ok(())
        })
        .unwrap();
    runner(300)
        .run(&prop::collection::vec(any::<u8>(), 0..300), |bytes| {
            openrc::read_bytes(&bytes);
            Ok(())
        })
        .unwrap();
}

/// A region name from one of the layers, or none.
fn layer(name: &'static str) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(Just(name))
}

#[test]
fn the_strongest_layer_wins() {
    let layers = (
        layer("vendor"),
        layer("entry"),
        layer("secure"),
        layer("flag"),
        any::<bool>(),
    );
    runner(64)
        .run(&layers, |(vendor, entry, secure, flag, named)| {
            let region = |value: Option<&str>| {
                value
                    .map(|value| format!("region_name: {value}"))
                    .unwrap_or_default()
            };
            let text = |path: &str, text: String| {
                Some(FileText {
                    path: path.into(),
                    text,
                })
            };
            let sources = Sources {
                clouds: text(
                    "c",
                    format!(
                        "clouds:\n  a: {{profile: v, auth: {{auth_url: 'https://k.test', username: u}}, {}}}\n",
                        region(entry)
                    ),
                ),
                secure: text("s", format!("clouds:\n  a: {{auth: {{password: p}}, {}}}\n", region(secure))),
                public: text("p", format!("public-clouds:\n  v: {{{}}}\n", region(vendor))),
                variables: vec![Variable::of_environment("OS_REGION_NAME", "variable")],
            };
            let overrides = Overrides {
                cloud: named.then(|| "a".to_owned()),
                region: flag.map(str::to_owned),
                ..Overrides::default()
            };
            let variable = named.then_some("variable");
            let expected = flag.or(variable).or(secure).or(entry).or(vendor);
            let clouds = clouds_yaml::read(&sources, &overrides);
            let found = clouds.entries[0].profile.as_ref().unwrap();
            assert_eq!(found.region.as_deref(), expected);
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_told_in_quotes_comes_out_of_an_openrc_as_it_went_in() {
    let values = "[^'\u{0}\r]{1,40}".prop_filter("a value that is more than space", |value| {
        !value.trim().is_empty()
    });
    runner(200)
        .run(&values, |value| {
            let file = FileText {
                path: "openrc".into(),
                text: format!(
                    "export OS_AUTH_URL=https://k.test OS_USERNAME=u\nexport OS_PASSWORD='{value}'\n"
                ),
            };
            let entry = openrc::read(&file).unwrap();
            assert_eq!(entry.secret.map(|secret| secret.expose().to_owned()), Some(value));
            Ok(())
        })
        .unwrap();
}
