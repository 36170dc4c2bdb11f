//! Which templates a cluster may be upgraded to.

use std::sync::Arc;

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::TemplateId;
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::domain::upgrade::{From, Step, Unfit, Version, label_changes};

use crate::pages::hand;

fn template(name: &str, tag: &str) -> ClusterTemplate {
    ClusterTemplate {
        id: TemplateId::new(name),
        name: name.to_owned(),
        driver: Some("k8s_capi_helm_v1".to_owned()),
        labels: [("kube_tag".to_owned(), tag.to_owned())].into(),
        ..hand::template(name)
    }
}

fn cluster(tag: &str) -> Cluster {
    Cluster {
        template: TemplateId::new("own"),
        coe_version: None,
        labels: [("kube_tag".to_owned(), tag.to_owned())].into(),
        labels_added: Default::default(),
        labels_overridden: Default::default(),
        ..hand::cluster("web")
    }
}

#[test]
fn versions_are_read_in_every_spelling() {
    for (text, expected) in [
        ("v1.28.9", Some(Version(1, 28, 9))),
        ("1.28", Some(Version(1, 28, 0))),
        ("v1.28.9-rancher1", Some(Version(1, 28, 9))),
        (" V1.30.0 ", Some(Version(1, 30, 0))),
        ("latest", None),
        ("", None),
    ] {
        assert_eq!(Version::parse(text), expected, "{text}");
    }
    assert!(Version(1, 9, 0) < Version(1, 28, 0), "numbers, not letters");
}

#[test]
fn only_the_next_step_of_the_same_kind_is_offered() {
    let (cluster, own) = (cluster("v1.28.5"), template("own", "v1.28.5"));
    let from = From {
        cluster: &cluster,
        template: Some(&own),
        catalog: None,
    };
    let other = |change: fn(&mut ClusterTemplate)| {
        let mut template = template("other", "v1.29.0");
        change(&mut template);
        template
    };
    for (template, expected) in [
        (own.clone(), Err(Unfit::Current)),
        (template("patch", "v1.28.9"), Ok(Step::Patch)),
        (template("minor", "v1.29.0"), Ok(Step::Minor)),
        (template("same", "v1.28.5"), Ok(Step::Same)),
        (template("odd", "stable"), Ok(Step::Unknown)),
        (template("older", "v1.27.9"), Err(Unfit::Older)),
        (template("far", "v1.30.1"), Err(Unfit::TooFar)),
        (other(|new| new.hidden = true), Err(Unfit::Hidden)),
        (other(|new| new.coe = "swarm".to_owned()), Err(Unfit::OtherEngine)),
        (
            other(|new| new.driver = Some("k8s_cluster_api_ubuntu".to_owned())),
            Err(Unfit::OtherDriver),
        ),
        (
            other(|new| new.cluster_distro = Some("flatcar".to_owned())),
            Err(Unfit::OtherDistro),
        ),
    ] {
        let own_distro = own.cluster_distro.is_some();
        if expected == Err(Unfit::OtherDistro) {
            assert!(own_distro, "the sample has a distribution");
        }
        assert_eq!(from.to(&template), expected, "{}", template.name);
    }
    let all: Vec<Arc<ClusterTemplate>> = [
        template("patch", "v1.28.9"),
        template("older", "v1.27.9"),
        template("minor", "v1.29.0"),
    ]
    .into_iter()
    .map(Arc::new)
    .collect();
    let names: Vec<String> = from
        .choices(&all)
        .iter()
        .map(|choice| choice.template.name.clone())
        .collect();
    assert_eq!(names, ["minor", "patch"], "the newest first");
}

#[test]
fn what_the_template_changes_is_told_and_what_the_cluster_gave_itself_stays() {
    let mut cluster = cluster("v1.28.5");
    cluster.labels.insert("own_label".to_owned(), "1".to_owned());
    cluster
        .labels_added
        .insert("own_label".to_owned(), "1".to_owned());
    let mut new = template("new", "v1.29.0");
    new.labels.insert("ingress".to_owned(), "nginx".to_owned());
    let changes = label_changes(&cluster, &new);
    let told: Vec<(&str, Option<&str>, Option<&str>)> = changes
        .iter()
        .map(|change| (change.name.as_str(), change.from.as_deref(), change.to.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("ingress", None, Some("nginx")),
            ("kube_tag", Some("v1.28.5"), Some("v1.29.0")),
        ]
    );
}
