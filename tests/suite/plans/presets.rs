//! Templates that can be made with one press name a Kubernetes that goes with their image, and a template that names none is
//! warned of.

use std::sync::Arc;

use magnum_desktop::domain::catalog::Catalog;
use magnum_desktop::domain::plan::presets::{Preset, PresetKind, presets};
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::domain::template::check::{TemplateContext, TemplateReason};
use magnum_desktop::domain::template::draft::TemplateDraft;
use magnum_desktop::domain::template::era::Era;
use magnum_desktop::domain::template::field::TemplateField;

use super::ground::heat;

fn small(catalog: &Catalog, era: Era<'_>) -> Preset {
    let mut found = presets(catalog, era, false).into_iter();
    found.find(|preset| preset.kind == PresetKind::Small).unwrap()
}

fn label<'a>(draft: &'a TemplateDraft, name: &str) -> Option<&'a str> {
    let mut labels = draft.labels.iter();
    labels.find_map(|(known, value)| (known == name).then_some(value.as_str()))
}

fn era(minor: u32, templates: &[Arc<ClusterTemplate>]) -> Era<'_> {
    Era {
        minor: Some(minor),
        templates,
    }
}

#[test]
fn a_preset_names_a_release_with_all_that_goes_with_it() {
    let catalog = heat().catalog;
    let made = small(&catalog, era(12, &[]));
    assert_eq!(made.kubernetes.as_deref(), Some("v1.28.9-rancher1"));
    assert_eq!(label(&made.draft, "containerd_version"), Some("1.6.31"));
    assert_eq!(made.draft.text(TemplateField::NetworkDriver), "calico");
    let earlier = small(&catalog, era(11, &[]));
    assert_eq!(earlier.kubernetes.as_deref(), Some("v1.27.8-rancher2"));
}

#[test]
fn what_this_cloud_has_for_the_image_comes_before_what_a_book_says() {
    let world = heat();
    let with = |pairs: &[(&str, &str)]| {
        let mut template = world.template.clone();
        let pairs = pairs.iter();
        template.labels = pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Arc::new(template)
    };
    let templates = [
        with(&[("kube_tag", "v1.9.1")]),
        with(&[
            ("kube_tag", "v1.30.5-rancher1"),
            ("calico_tag", "v3.28.3"),
            ("container_infra_prefix", "registry.local/magnum/"),
            ("boot_volume_size", "40"),
        ]),
        with(&[]),
    ];
    let made = small(&world.catalog, era(12, &templates));
    assert_eq!(made.kubernetes.as_deref(), Some("v1.30.5-rancher1"));
    let mut labels: Vec<&str> = made.draft.labels.iter().map(|(name, _)| name.as_str()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["calico_tag", "container_infra_prefix", "kube_tag"]);
}

#[test]
fn a_template_that_leaves_the_release_to_the_server_is_warned_of_and_can_be_made() {
    let catalog = heat().catalog;
    let made = small(&catalog, era(10, &[]));
    assert_eq!(made.kubernetes, None, "no combination is known for it");
    let context = TemplateContext {
        catalog: Some(&catalog),
        era: era(10, &[]),
        ..TemplateContext::default()
    };
    let open = |draft: &TemplateDraft| {
        let issues = draft.check(&context);
        let mut issues = issues.iter();
        issues
            .find(|issue| issue.reason == TemplateReason::ReleaseLeftOpen)
            .map(|issue| issue.blocking)
    };
    assert_eq!(open(&made.draft), Some(false));
    assert!(made.draft.finish(&context).is_ok());
    let mut named = made.draft.clone();
    named
        .labels
        .push(("kube_tag".to_owned(), "v1.23.3-rancher1".to_owned()));
    assert_eq!(open(&named), None);
}
