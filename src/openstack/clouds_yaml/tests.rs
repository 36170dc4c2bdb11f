//! What whole entries become.

use std::path::PathBuf;

use super::{CloudEntry, Clouds, FileText, Overrides, Sources, Variable, parse, read};
use crate::domain::cloud_choice::ConfigWarningKind;
use crate::domain::problem::ProblemKind;
use crate::domain::profile::{AuthScope, Identity, Interface, NameOrId, ProfileSource, TlsPolicy};
use crate::domain::service::Service;

fn file(name: &str, text: &str) -> FileText {
    FileText {
        path: PathBuf::from(name),
        text: text.to_owned(),
    }
}

fn entries(text: &str) -> Vec<CloudEntry> {
    parse(&file("clouds.yaml", text), None).unwrap()
}

fn kind(entry: &CloudEntry) -> &ProblemKind {
    &entry.profile.as_ref().unwrap_err().kind
}

const PLAIN: &str = "\
clouds:
  devstack:
    auth:
      auth_url: http://127.0.0.1/identity
      username: demo
      password: 0123
      project_name: demo
      user_domain_id: default
      project_domain_name: Default
    region_name: RegionOne
    regions: [RegionOne, {name: RegionTwo, values: {}}]
    interface: internalURL
    verify: no
    container_infra_endpoint_override: https://magnum.test/v1
    volume_endpoint_override: https://cinder.test/v3
";

#[test]
fn an_entry_says_everything() {
    let entries = entries(PLAIN);
    let [entry] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!((entry.name.as_str(), entry.line), ("devstack", Some(2)));
    assert_eq!(entry.secret.as_ref().unwrap().expose(), "0123");
    let profile = entry.profile.as_ref().unwrap();
    assert_eq!(profile.auth_url, "http://127.0.0.1/identity");
    assert_eq!(
        profile.identity,
        Identity::Password {
            user: NameOrId::Name("demo".to_owned()),
            domain: Some(NameOrId::Id("default".to_owned())),
        }
    );
    let project = profile.auth_scope.project().unwrap();
    assert_eq!(project.project, NameOrId::Name("demo".to_owned()));
    assert_eq!(project.domain, Some(NameOrId::Name("Default".to_owned())));
    assert_eq!(profile.region.as_deref(), Some("RegionOne"));
    assert_eq!(profile.regions, ["RegionOne", "RegionTwo"]);
    assert_eq!(
        (profile.interface, &profile.tls),
        (Interface::Internal, &TlsPolicy::Unchecked)
    );
    assert_eq!(
        profile.endpoint_overrides[&Service::ContainerInfra],
        "https://magnum.test/v1"
    );
    assert_eq!(
        profile.endpoint_overrides[&Service::BlockStorage],
        "https://cinder.test/v3"
    );
    assert!(!format!("{entry:?}").contains("0123"));
}

#[test]
fn application_credentials_come_in_two_forms() {
    let entries = entries(
        "clouds:\n  a: {auth_type: v3applicationcredential, auth: {auth_url: 'https://k.test', application_credential_id: i, application_credential_secret: s}}\n  \
             b: {auth: {auth_url: 'https://k.test', application_credential_name: n, application_credential_secret: s, username: u}}\n  \
             c: {auth_type: v3applicationcredential, auth: {auth_url: 'https://k.test'}}\n",
    );
    let identity = |at: usize| entries[at].profile.as_ref().unwrap().identity.clone();
    assert_eq!(
        identity(0),
        Identity::ApplicationCredential {
            credential: NameOrId::Id("i".to_owned()),
            user: None
        }
    );
    assert_eq!(
        identity(1),
        Identity::ApplicationCredential {
            credential: NameOrId::Name("n".to_owned()),
            user: Some((NameOrId::Name("u".to_owned()), None)),
        }
    );
    assert_eq!(entries[1].secret.as_ref().unwrap().expose(), "s");
    assert!(matches!(kind(&entries[2]), ProblemKind::CloudEntryBroken { .. }));
}

#[test]
fn f84_one_broken_entry_does_not_hide_the_others() {
    let entries = entries(
        "clouds:\n  empty:\n  text: hello\n  list: [1]\n  odd_auth: {auth: 7}\n  no_url: {auth: {username: u}}\n  \
             odd_url: {auth: {auth_url: nowhere, username: u}}\n  file_url: {auth: {auth_url: 'file:///etc/passwd', username: u}}\n  \
             nobody: {auth: {auth_url: 'https://k.test'}}\n  vendor: {profile: vexxhost, auth: {username: u}}\n  \
             browser: {auth_type: v3oidcpassword, auth: {auth_url: 'https://k.test'}}\n  \
             verify: {verify: perhaps, auth: {auth_url: 'https://k.test', username: u}}\n  \
             vault:\n    auth: {auth_url: 'https://k.test', username: u, password: !vault \"$ANSIBLE_VAULT;1.1;AES256 616263\"}\n  \
             good: {auth: {auth_url: 'https://k.test', username: u, password: p, project_id: i}}\n",
    );
    let broken: Vec<(&str, &str)> = entries
        .iter()
        .filter_map(|entry| {
            let kind = &entry.profile.as_ref().err()?.kind;
            let setting = if let ProblemKind::CloudEntryBroken { setting, .. } = kind {
                setting
            } else {
                assert!(
                    matches!(kind, ProblemKind::AuthTypeUnsupported { .. }),
                    "{kind:?}"
                );
                "auth_type"
            };
            Some((entry.name.as_str(), setting))
        })
        .collect();
    assert_eq!(
        broken,
        [
            ("empty", "auth"),
            ("text", "auth"),
            ("list", "auth"),
            ("odd_auth", "auth"),
            ("no_url", "auth.auth_url"),
            ("odd_url", "auth.auth_url"),
            ("file_url", "auth.auth_url"),
            ("nobody", "auth.username"),
            ("vendor", "profile"),
            ("browser", "auth_type"),
            ("verify", "verify"),
        ]
    );
    let good: Vec<_> = entries.iter().filter(|entry| entry.profile.is_ok()).collect();
    assert_eq!(
        (good[0].name.as_str(), good[0].secret.is_some()),
        ("vault", false)
    );
    assert_eq!(
        (good[1].name.as_str(), good[1].secret.is_some(), good[1].line),
        ("good", true, Some(15))
    );
}

#[test]
fn f84_a_broken_file_is_told_with_its_line() {
    for (text, line) in [
        ("clouds: {a: {auth: {password: hunter2}}, b: [\n", Some(1)),
        ("clouds: {a: {}, b: {}, a: {}}\n", Some(1)),
        ("clouds:\n\ta: {}\n", Some(2)),
        ("cloud: {}\n", None),
        ("just text", None),
        ("clouds: [1]\n", Some(1)),
        ("", None),
    ] {
        let problem = parse(&file("/etc/openstack/clouds.yaml", text), None).unwrap_err();
        let ProblemKind::CloudsFileBroken {
            file,
            line: told,
            detail,
        } = problem.kind
        else {
            panic!("{problem:?}")
        };
        assert_eq!(file, "/etc/openstack/clouds.yaml");
        assert_eq!(told, line, "{text:?}: {detail}");
        assert!(!detail.contains("hunter2"), "{detail}");
    }
}

#[test]
fn secrets_are_laid_over() {
    let clouds = file(
        "c",
        "clouds: {a: {auth: {auth_url: 'https://k.test', username: u, password: old}}, b: {}}",
    );
    let secure = file(
        "s",
        "clouds: {a: {auth: {password: new}}, c: {auth: {auth_url: 'https://k.test', username: v}}}",
    );
    let entries = parse(&clouds, Some(&secure)).unwrap();
    let names: Vec<_> = entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.file.to_str()))
        .collect();
    assert_eq!(names, [("a", Some("c")), ("b", Some("c")), ("c", Some("s"))]);
    assert_eq!(entries[0].secret.as_ref().unwrap().expose(), "new");
    assert!(entries[0].profile.is_ok() && entries[2].profile.is_ok());
    let broken = parse(&clouds, Some(&file("s", "clouds: {a: ["))).unwrap_err();
    assert!(matches!(broken.kind, ProblemKind::CloudsFileBroken { file, .. } if file == "s"));
}

#[test]
fn json_is_yaml() {
    let entries = entries(
        "{\"clouds\": {\"a\": {\"auth\": {\"auth_url\": \"https://k.test/v3\", \"username\": \"u\"}}}}",
    );
    assert!(entries[0].profile.is_ok());
}

fn with_variables(text: &str, variables: &[(&str, &str)]) -> Clouds {
    let sources = Sources {
        clouds: Some(file("clouds.yaml", text)),
        variables: variables
            .iter()
            .map(|(name, value)| Variable::of_environment(*name, *value))
            .collect(),
        ..Sources::default()
    };
    read(&sources, &Overrides::default())
}

#[test]
fn every_setting_knows_where_it_was_read() {
    let sources = Sources {
        clouds: Some(file(
            "c",
            "clouds:\n  a:\n    profile: v\n    auth:\n      username: u\n    verify: no\n",
        )),
        secure: Some(file("s", "clouds:\n  a:\n    auth: {password: p}\n")),
        public: Some(file(
            "p",
            "public-clouds:\n  v:\n    region_name: R\n    auth:\n      auth_url: https://{region_name}.test\n",
        )),
        variables: Vec::new(),
    };
    let overrides = Overrides {
        cacert: Some("ca.pem".into()),
        ..Overrides::default()
    };
    let clouds = read(&sources, &overrides);
    let profile = clouds.entries[0].profile.as_ref().unwrap();
    assert_eq!(profile.auth_url, "https://R.test");
    let told: Vec<String> = profile
        .sources
        .iter()
        .map(|(name, place)| format!("{name} {place}"))
        .collect();
    assert_eq!(
        told,
        [
            "auth.auth_url p:5",
            "auth.password s:3",
            "auth.username c:5",
            "cacert --os-cacert",
            "region_name p:3",
            "verify c:6",
        ]
    );
    assert_eq!(
        profile.source,
        Some(ProfileSource::File {
            file: "c".into(),
            line: Some(2)
        })
    );
}

#[test]
fn f18_what_is_wrong_with_a_setting_names_file_and_line() {
    let entries = entries(
        "clouds:\n  a:\n    interface: everywhere\n    auth: {auth_url: 'https://k.test', username: u}\n  b:\n    auth: {auth_url: 'https://k.test', username: u}\n",
    );
    let ProblemKind::CloudEntryBroken { detail, .. } = kind(&entries[0]) else {
        panic!("{entries:?}")
    };
    assert!(detail.ends_with("(clouds.yaml:3)"), "{detail}");
    assert!(entries[1].profile.is_ok());
    // A file that cannot be used is found out later, and told with the same place.
    let with_file = parse(
        &file(
            "clouds.yaml",
            "clouds:\n  a:\n    cacert: nowhere.pem\n    auth: {auth_url: 'https://k.test', username: u}\n",
        ),
        None,
    )
    .unwrap();
    let profile = with_file[0].profile.as_ref().unwrap();
    assert_eq!(
        profile.placed("cacert", "no such file"),
        "no such file (clouds.yaml:3)"
    );
}

#[test]
fn f16_an_unchecked_cloud_stays_the_only_one() {
    let entries = entries(
        "clouds:\n  a: {verify: false, auth: {auth_url: 'https://k.test', username: u}}\n  b: {auth: {auth_url: 'https://k.test', username: u}}\n",
    );
    let tls = |at: usize| entries[at].profile.as_ref().unwrap().tls.clone();
    assert_eq!((tls(0), tls(1)), (TlsPolicy::Unchecked, TlsPolicy::System));
    // The flag of the command line is about the cloud it names.
    let sources = Sources {
        clouds: Some(file(
            "c",
            "clouds:\n  a: {auth: {auth_url: 'https://k.test', username: u}}\n  b: {auth: {auth_url: 'https://k.test', username: u}}\n",
        )),
        ..Sources::default()
    };
    let overrides = Overrides {
        cloud: Some("b".to_owned()),
        insecure: true,
        ..Overrides::default()
    };
    let read = read(&sources, &overrides);
    let tls: Vec<_> = read
        .entries
        .iter()
        .map(|entry| entry.profile.as_ref().unwrap().tls.clone())
        .collect();
    assert_eq!(tls, [TlsPolicy::System, TlsPolicy::Unchecked]);
}

#[test]
fn values_that_the_stock_client_reads_otherwise_are_warned_of() {
    let entries = entries(
        "clouds:\n  on:\n    auth: {auth_url: 'https://k.test', username: 1_0, password: 0123, project_id: '0123'}\n    verify: no\n",
    );
    let told: Vec<_> = entries[0]
        .warnings
        .iter()
        .map(|warning| (warning.setting.as_str(), warning.kind))
        .collect();
    assert_eq!(
        told,
        [
            ("on", ConfigWarningKind::Unquoted),
            ("auth.username", ConfigWarningKind::Unquoted),
            ("auth.password", ConfigWarningKind::Unquoted),
        ]
    );
    assert_eq!(entries[0].secret.as_ref().unwrap().expose(), "0123");
    assert!(!format!("{:?}", entries[0].warnings).contains("0123"));
}

#[test]
fn the_region_that_is_wished_for_brings_its_own_values() {
    let text = "clouds:\n  a:\n    regions: [R1, {name: R2, values: {interface: internal, auth: {auth_url: 'https://r2.test'}}}]\n    \
         auth: {auth_url: 'https://r1.test', username: u}\n";
    let sources = Sources {
        clouds: Some(file("c", text)),
        variables: vec![Variable::of_environment("OS_REGION_NAME", "R2")],
        ..Sources::default()
    };
    let profile = |cloud: Option<&str>, region: Option<&str>| {
        let overrides = Overrides {
            cloud: cloud.map(str::to_owned),
            region: region.map(str::to_owned),
            ..Overrides::default()
        };
        read(&sources, &overrides).entries.remove(0).profile
    };
    let first = profile(None, None).unwrap();
    assert_eq!(
        (first.region.as_deref(), first.interface),
        (Some("R1"), Interface::Public)
    );
    let second = profile(None, Some("R2")).unwrap();
    assert_eq!(
        (
            second.region.as_deref(),
            second.interface,
            second.auth_url.as_str()
        ),
        (Some("R2"), Interface::Internal, "https://r2.test")
    );
    // The variable is about the cloud that is named.
    assert_eq!(profile(Some("a"), None).unwrap().region.as_deref(), Some("R2"));
    let missing = profile(None, Some("R3")).unwrap_err();
    assert!(matches!(missing.kind, ProblemKind::RegionMissing { known, .. } if known == ["R1", "R2"]));
}

#[test]
fn the_environment_is_a_cloud_and_the_first_to_be_meant() {
    let file = "clouds:\n  a: {auth: {auth_url: 'https://k.test', username: u}}\n";
    let clouds = with_variables(
        file,
        &[
            ("OS_AUTH_URL", "https://e.test"),
            ("OS_USERNAME", "ada"),
            ("OS_PASSWORD", "hunter2"),
        ],
    );
    assert_eq!(clouds.default.as_deref(), Some("envvars"));
    let names: Vec<_> = clouds.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["envvars", "a"]);
    let own = &clouds.entries[0];
    assert_eq!(own.secret.as_ref().unwrap().expose(), "hunter2");
    let profile = own.profile.as_ref().unwrap();
    assert_eq!(
        profile.sources["auth.username"],
        ProfileSource::Variable("OS_USERNAME".to_owned())
    );
    assert!(!format!("{clouds:?}").contains("hunter2"));
    assert_eq!(with_variables(file, &[]).default.as_deref(), Some("a"));
    assert_eq!(
        with_variables(file, &[("OS_CLOUD", "x")]).default.as_deref(),
        Some("x")
    );
    let clash = with_variables(file, &[("OS_CLOUD_NAME", "a")]);
    assert!(matches!(kind(&clash.entries[0]), ProblemKind::CloudNameClash { cloud, .. } if cloud == "a"));
}

#[test]
fn f84_a_broken_secure_file_costs_only_the_secrets() {
    let sources = Sources {
        clouds: Some(file(
            "c",
            "clouds:\n  a: {auth: {auth_url: 'https://k.test', username: u}}\n  b: {auth: {auth_url: 'https://k.test', username: u}}\n",
        )),
        secure: Some(file(
            "s",
            "clouds:\n  a:\n    auth: {password: p}\n  b:\n    auth: {password: [}\n",
        )),
        ..Sources::default()
    };
    let clouds = read(&sources, &Overrides::default());
    let secrets: Vec<_> = clouds
        .entries
        .iter()
        .map(|entry| (entry.profile.is_ok(), entry.secret.is_some()))
        .collect();
    assert_eq!(secrets, [(true, true), (true, false)]);
    assert!(matches!(
        clouds.troubles[0].kind,
        ProblemKind::CloudEntryUnreadable { .. }
    ));
}

#[test]
fn a_flag_for_the_project_replaces_the_entrys() {
    let sources = Sources {
        clouds: Some(file(
            "c",
            "clouds: {a: {auth: {auth_url: 'https://k.test', username: u, project_id: i, user_domain_id: d}}}",
        )),
        ..Sources::default()
    };
    let overrides = Overrides {
        project: Some("other".to_owned()),
        ..Overrides::default()
    };
    let clouds = read(&sources, &overrides);
    let AuthScope::Project(project) = &clouds.entries[0].profile.as_ref().unwrap().auth_scope else {
        panic!("{clouds:?}")
    };
    assert_eq!(project.project, NameOrId::Name("other".to_owned()));
    assert_eq!(project.domain, Some(NameOrId::Id("d".to_owned())));
}

#[test]
fn a_file_of_windows_is_a_text_too() {
    let wide = |big: bool| {
        let mut bytes = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
        for unit in "clouds: {}\r\n".encode_utf16() {
            bytes.extend(if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            });
        }
        bytes
    };
    for bytes in [wide(true), wide(false), b"\xEF\xBB\xBFclouds: {}\r\n".to_vec()] {
        let file = FileText::from_bytes("c".into(), &bytes).unwrap();
        assert_eq!(file.text, "clouds: {}\r\n");
        assert!(parse(&file, None).unwrap().is_empty());
    }
    let odd = FileText::from_bytes("c".into(), b"clouds: \xFF").unwrap_err();
    assert!(matches!(odd.kind, ProblemKind::FileUnreadable { .. }));
}
