//! Templates as values: the rules of a draft, what a change of one in use may be, what deserves a warning, two side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use magnum_desktop::domain::catalog::{Catalog, Flavor, Image, KeyPair};
use magnum_desktop::domain::id::{FlavorId, ImageId, NetworkId, TemplateId};
use magnum_desktop::domain::inventory::Network;
use magnum_desktop::domain::status::Severity;
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::domain::template::check::{TemplateContext, TemplateIssue, TemplateReason as Reason};
use magnum_desktop::domain::template::concern::{Concern, concerns};
use magnum_desktop::domain::template::draft::{FieldValue, PatchStep, TemplateDraft};
use magnum_desktop::domain::template::era::Era;
use magnum_desktop::domain::template::field::{TemplateField as Field, compare};

fn now() -> Timestamp {
    "2026-11-25T00:00:00Z".parse().unwrap()
}

/// A Kubernetes template that nothing is wrong with.
pub(crate) fn sound() -> ClusterTemplate {
    ClusterTemplate {
        id: TemplateId::new("t-1"),
        name: "k8s".to_owned(),
        coe: "kubernetes".to_owned(),
        image: "fcos".to_owned(),
        cluster_distro: Some("fedora-coreos".to_owned()),
        driver: Some("k8s_fedora_coreos_v1".to_owned()),
        server_type: Some("vm".to_owned()),
        external_network: Some("public".to_owned()),
        flavor: Some("m1.small".to_owned()),
        master_flavor: Some("m1.small".to_owned()),
        keypair: Some("ada".to_owned()),
        dns_nameserver: None,
        fixed_network: None,
        fixed_subnet: None,
        network_driver: Some("calico".to_owned()),
        volume_driver: Some("cinder".to_owned()),
        docker_storage_driver: Some("overlay2".to_owned()),
        docker_volume_size_gib: None,
        apiserver_port: None,
        master_lb_enabled: Some(true),
        floating_ip_enabled: Some(false),
        registry_enabled: Some(false),
        insecure_registry: None,
        tls_disabled: Some(false),
        http_proxy: None,
        https_proxy: None,
        no_proxy: None,
        labels: BTreeMap::from([("kube_tag".to_owned(), "v1.35.1".to_owned())]),
        tags: Some("blue".to_owned()),
        public: false,
        hidden: false,
        project: None,
        user: None,
        created_at: None,
        updated_at: None,
    }
}

fn image(name: &str, distro: Option<&str>) -> Image {
    Image {
        id: ImageId::new(format!("id-{name}")),
        name: name.to_owned(),
        status: "active".to_owned(),
        os_distro: distro.map(str::to_owned),
        os_version: None,
        kube_version: None,
        magnum_driver: None,
        min_disk_gib: 0,
        min_ram_mib: 0,
    }
}

fn catalog() -> Catalog {
    let flavor = |name: &str, disk_gib| Flavor {
        id: FlavorId::new(format!("id-{name}")),
        name: name.to_owned(),
        vcpus: 1,
        ram_mib: 2_048,
        disk_gib,
    };
    let network = |id: &str, name: &str, external| Network {
        id: NetworkId::new(id),
        name: name.to_owned(),
        status: "ACTIVE".to_owned(),
        external,
        shared: external,
        project: None,
        tags: Vec::new(),
    };
    let busy = Image {
        status: "queued".to_owned(),
        ..image("queued", Some("fedora-coreos"))
    };
    Catalog {
        flavors: vec![flavor("m1.small", 20), flavor("diskless", 0)],
        images: vec![
            image("fcos", Some("fedora-coreos")),
            image("plain", None),
            image("atomic", Some("fedora-atomic")),
            Image {
                id: ImageId::new("id-fcos-2"),
                ..image("twice", Some("fedora-coreos"))
            },
            image("twice", Some("fedora-coreos")),
            busy,
        ],
        keypairs: vec![KeyPair {
            name: "ada".to_owned(),
            fingerprint: None,
            kind: None,
            public_key: None,
        }],
        networks: vec![
            network("n-out", "public", true),
            network("n-in", "team", false),
            network("n-a", "private", false),
            network("n-b", "private", false),
        ],
        ..Catalog::default()
    }
}

fn context(catalog: &Catalog) -> TemplateContext<'_> {
    TemplateContext {
        catalog: Some(catalog),
        era: Era {
            minor: Some(12),
            templates: &[],
        },
        ..TemplateContext::default()
    }
}

fn draft() -> TemplateDraft {
    TemplateDraft::of(&sound())
}

fn reasons(draft: &TemplateDraft, context: &TemplateContext<'_>) -> Vec<(Field, Reason, bool)> {
    let told = |issue: TemplateIssue| (issue.field, issue.reason, issue.blocking);
    draft.check(context).into_iter().map(told).collect()
}

#[test]
fn a_sound_draft_can_be_sent_and_says_only_what_somebody_has_said() {
    let catalog = catalog();
    let request = draft().finish(&context(&catalog)).unwrap();
    assert_eq!(request.name(), "k8s");
    let said: Vec<&str> = request.values().iter().map(|(field, _)| field.key()).collect();
    assert!(said.contains(&"floating_ip_enabled") && said.contains(&"master_lb_enabled"));
    for unsaid in [
        "public",
        "hidden",
        "tls_disabled",
        "registry_enabled",
        "http_proxy",
        "fixed_network",
    ] {
        assert!(!said.contains(&unsaid), "{unsaid}");
    }
}

#[test]
fn every_rule_is_told_at_its_field() {
    let catalog = catalog();
    for (field, value, reason, blocking) in [
        (Field::Name, "", Reason::Missing, true),
        (Field::Coe, "", Reason::Missing, true),
        (Field::Coe, "swarm", Reason::EngineNotAccepted, true),
        (Field::Image, "", Reason::Missing, true),
        (Field::Image, "nobody", Reason::Unknown, true),
        (Field::Image, "plain", Reason::NoDistribution, true),
        (Field::Image, "twice", Reason::Ambiguous, true),
        (Field::Image, "atomic", Reason::OtherDistribution, false),
        (Field::Image, "queued", Reason::ImageNotActive, true),
        (Field::Flavor, "nobody", Reason::Unknown, true),
        (Field::MasterFlavor, "diskless", Reason::NoDisk, true),
        (Field::KeyPair, "bob", Reason::Unknown, true),
        (Field::DockerVolumeSize, "0", Reason::NotANumber, true),
        (Field::DockerVolumeSize, "ten", Reason::NotANumber, true),
        (
            Field::DockerStorageDriver,
            "overlay",
            Reason::StorageDeprecated,
            false,
        ),
        (Field::VolumeDriver, "rexray", Reason::OtherVolumeDriver, true),
        (Field::ExternalNetwork, "", Reason::NoExternalNetwork, false),
        (Field::ExternalNetwork, "team", Reason::NotExternal, true),
        (Field::ExternalNetwork, "nowhere", Reason::Unknown, true),
        (Field::FixedNetwork, "private", Reason::Ambiguous, true),
        (Field::FixedSubnet, "10.0.0.0/24", Reason::SubnetAlone, false),
        (Field::NetworkDriver, "docker", Reason::OtherNetworkDriver, false),
        (
            Field::DnsNameserver,
            "8.8.8.8,fe80::1",
            Reason::NameServerForm,
            true,
        ),
        (Field::ApiServerPort, "80", Reason::PortRange, true),
        (Field::ApiServerPort, "65536", Reason::PortRange, true),
        (Field::HttpProxy, "proxy", Reason::ProxyForm, false),
        (Field::ServerType, "bm", Reason::NoBareMetal, true),
        (Field::Public, "true", Reason::NeedsAdministrator, true),
        (Field::Hidden, "true", Reason::NeedsAdministrator, true),
    ] {
        let mut draft = draft();
        draft.set(field, value);
        let told = reasons(&draft, &context(&catalog));
        assert!(
            told.contains(&(field, reason, blocking)),
            "{field:?} {value}: {told:?}"
        );
        assert_eq!(
            draft.finish(&context(&catalog)).is_err(),
            blocking,
            "{field:?} {value}"
        );
    }
    let mut long = draft();
    long.set(Field::Name, &"x".repeat(256));
    assert!(reasons(&long, &context(&catalog)).contains(&(Field::Name, Reason::TooLong, true)));
}

#[test]
fn labels_and_devicemapper_have_rules_of_their_own() {
    let catalog = catalog();
    for (labels, reason) in [
        (vec![("", "x")], Some(Reason::LabelNameless)),
        (vec![("a", "1"), ("a", "2")], Some(Reason::LabelTwice)),
        (vec![("boot_volume_size", "ten")], Some(Reason::LabelNotANumber)),
        (
            vec![("boot_volume_size", "10"), ("", "")],
            Some(Reason::ReleaseLeftOpen),
        ),
        (vec![("boot_volume_size", "10"), ("kube_tag", "v1.28.9")], None),
    ] {
        let mut draft = draft();
        draft.labels = labels
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        let told = reasons(&draft, &context(&catalog));
        let found = told
            .iter()
            .find(|(field, ..)| *field == Field::Labels)
            .map(|told| told.1);
        assert_eq!(found, reason, "{labels:?}");
    }
    let mut mapper = draft();
    mapper.set(Field::DockerStorageDriver, "devicemapper");
    mapper.set(Field::DockerVolumeSize, "2");
    let told = reasons(&mapper, &context(&catalog));
    assert!(
        told.contains(&(Field::DockerVolumeSize, Reason::VolumeTooSmall, true)),
        "{told:?}"
    );
    let mut diskless = draft();
    diskless.set(Field::Flavor, "diskless");
    diskless
        .labels
        .push(("boot_volume_size".to_owned(), "20".to_owned()));
    assert!(diskless.finish(&context(&catalog)).is_ok());
}

#[test]
fn what_the_server_does_not_know_is_neither_asked_for_nor_sent() {
    let catalog = catalog();
    let old = TemplateContext {
        era: Era {
            minor: Some(3),
            templates: &[],
        },
        administrator: true,
        ..context(&catalog)
    };
    let mut draft = draft();
    draft.set(Field::Coe, "mesos");
    draft.set(Field::NetworkDriver, "docker");
    draft.set(Field::VolumeDriver, "rexray");
    draft.set(Field::Hidden, "true");
    let request = draft.finish(&old).unwrap();
    let said: Vec<&str> = request.values().iter().map(|(field, _)| field.key()).collect();
    for unknown in ["hidden", "tags", "driver"] {
        assert!(!said.contains(&unknown), "{said:?}");
    }
    draft.set(Field::KeyPair, "");
    assert!(reasons(&draft, &old).contains(&(Field::KeyPair, Reason::Missing, true)));
    draft.set(Field::DnsNameserver, "10.0.0.1,10.0.0.2");
    assert!(reasons(&draft, &old).contains(&(Field::DnsNameserver, Reason::OneNameServer, true)));
}

#[test]
fn a_template_in_use_lets_go_of_its_name_its_tags_and_its_visibility_one_at_a_time() {
    let catalog = catalog();
    let template = sound();
    let in_use = TemplateContext {
        administrator: true,
        editing: Some(&template),
        in_use: true,
        ..context(&catalog)
    };
    let mut edited = TemplateDraft::of(&template);
    edited.set(Field::Name, "k8s-old");
    edited.set(Field::Tags, "");
    edited.set(Field::Public, "true");
    let edit = edited.edit(&template, &in_use).unwrap();
    let steps: Vec<&PatchStep> = edit.requests().iter().flatten().collect();
    assert_eq!(edit.requests().len(), 3, "Magnum takes one at a time");
    assert!(steps.contains(&&PatchStep::Set(Field::Tags, FieldValue::Text(String::new()))));
    assert!(steps.contains(&&PatchStep::Set(Field::Public, FieldValue::Flag(true))));
    for (field, value) in [
        (Field::Image, "atomic"),
        (Field::MasterLb, "false"),
        (Field::Flavor, ""),
    ] {
        let mut edited = TemplateDraft::of(&template);
        edited.set(field, value);
        let told = reasons(&edited, &in_use);
        assert!(
            told.contains(&(field, Reason::InUse, true)),
            "{field:?}: {told:?}"
        );
        assert!(edited.edit(&template, &in_use).is_err());
    }
    let public = ClusterTemplate {
        public: true,
        ..sound()
    };
    let mut withdrawn = TemplateDraft::of(&public);
    withdrawn.set(Field::Public, "false");
    let in_use = TemplateContext {
        editing: Some(&public),
        ..in_use
    };
    assert!(reasons(&withdrawn, &in_use).contains(&(Field::Public, Reason::InUse, true)));
}

#[test]
fn a_free_template_is_changed_in_one_request() {
    let catalog = catalog();
    let template = sound();
    let free = TemplateContext {
        editing: Some(&template),
        ..context(&catalog)
    };
    let mut edited = TemplateDraft::of(&template);
    assert_eq!(edited.changes(&template), []);
    assert!(edited.edit(&template, &free).unwrap().requests().is_empty());
    edited.set(Field::KeyPair, "");
    edited.set(Field::ApiServerPort, "6444");
    edited.labels.clear();
    let edit = edited.edit(&template, &free).unwrap();
    assert_eq!(
        edit.requests(),
        [vec![
            PatchStep::Remove(Field::KeyPair),
            PatchStep::Set(Field::ApiServerPort, FieldValue::Number(6444)),
            PatchStep::Set(Field::Labels, FieldValue::Labels(BTreeMap::new())),
        ]]
    );
    // A flavor that is taken back Magnum looks for under the name of nothing.
    for field in [Field::NetworkDriver, Field::Flavor, Field::MasterFlavor] {
        let mut stuck = TemplateDraft::of(&template);
        stuck.set(field, "");
        assert!(reasons(&stuck, &free).contains(&(field, Reason::NotRemovable, true)));
    }
    let gone = ClusterTemplate {
        image: "gone".to_owned(),
        ..sound()
    };
    let mut renamed = TemplateDraft::of(&gone);
    renamed.set(Field::Name, "other");
    let free = TemplateContext {
        editing: Some(&gone),
        ..context(&catalog)
    };
    assert!(
        renamed.edit(&gone, &free).is_ok(),
        "what is as it was does not stand in the way"
    );
}

#[test]
fn a_copy_is_ones_own() {
    let template = ClusterTemplate {
        public: true,
        hidden: true,
        ..sound()
    };
    let copy = TemplateDraft::copy_of(&template);
    assert_eq!(copy.text(Field::Name), "k8s-copy");
    assert!(!copy.flag(Field::Public) && !copy.flag(Field::Hidden));
    assert_eq!(copy.label_map(), template.labels);
    let list = [Arc::new(template)];
    let catalog = catalog();
    let named = TemplateContext {
        era: Era {
            minor: Some(12),
            templates: &list,
        },
        ..context(&catalog)
    };
    let mut same = copy.clone();
    same.set(Field::Name, "k8s");
    assert!(reasons(&same, &named).contains(&(Field::Name, Reason::NameTaken, false)));
}

#[test]
fn what_is_outdated_or_unsafe_is_told_the_worst_first() {
    let catalog = catalog();
    let era = Era {
        minor: Some(12),
        templates: &[],
    };
    let told = |template: &ClusterTemplate| concerns(template, Some(&catalog), era, now());
    assert_eq!(told(&sound()), []);
    let bad = ClusterTemplate {
        coe: "swarm".to_owned(),
        image: "plain".to_owned(),
        flavor: Some("gone".to_owned()),
        tls_disabled: Some(true),
        insecure_registry: Some("10.0.0.9:5000".to_owned()),
        docker_storage_driver: Some("devicemapper".to_owned()),
        floating_ip_enabled: Some(true),
        master_lb_enabled: Some(false),
        dns_nameserver: Some("8.8.8.8".to_owned()),
        labels: BTreeMap::from([
            ("kube_tag".to_owned(), "v1.28.9-rancher1".to_owned()),
            ("grafana_admin_passwd".to_owned(), "hunter2".to_owned()),
        ]),
        ..sound()
    };
    let found = told(&bad);
    assert_eq!(found.len(), 11, "{found:?}");
    assert!(found.is_sorted_by(|a, b| a.severity() >= b.severity()));
    assert_eq!(found.first().map(Concern::severity), Some(Severity::Bad));
    for expected in [
        Concern::TlsDisabled,
        Concern::ImageWithoutDistribution("plain".to_owned()),
        Concern::FlavorMissing("gone".to_owned()),
        Concern::EngineGone("swarm".to_owned()),
        Concern::FloatingIps,
        Concern::SingleMaster,
        Concern::ReadablePassword("grafana_admin_passwd".to_owned()),
    ] {
        assert!(found.contains(&expected), "{expected:?}");
    }
    assert!(
        !format!("{found:?}").contains("hunter2"),
        "a warning about a password does not repeat it"
    );
    let unsure = concerns(&bad, None, Era::default(), now());
    assert!(
        !unsure
            .iter()
            .any(|concern| matches!(concern, Concern::EngineGone(_) | Concern::FlavorMissing(_))),
        "what is not known is not claimed"
    );
}

#[test]
fn two_templates_differ_where_they_say_different_things() {
    let other = ClusterTemplate {
        name: "k8s-2".to_owned(),
        floating_ip_enabled: Some(true),
        labels: BTreeMap::from([
            ("kube_tag".to_owned(), "v1.36.0".to_owned()),
            ("new".to_owned(), "1".to_owned()),
        ]),
        ..sound()
    };
    let rows = compare(&sound(), &other);
    let lit: Vec<(Field, Option<&str>)> = rows
        .iter()
        .filter(|row| row.differs())
        .map(|row| (row.what.0, row.what.1.as_deref()))
        .collect();
    assert_eq!(
        lit,
        [
            (Field::FloatingIp, None),
            (Field::Labels, Some("kube_tag")),
            (Field::Labels, Some("new")),
        ]
    );
    assert!(
        rows.iter().all(|row| row.what.0 != Field::HttpProxy),
        "what neither says is left out"
    );
}
