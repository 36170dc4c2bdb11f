//! Plans against a running cloud: what the client learns of the simulated one judges them, good ones are accepted there, and
//! bad ones are stopped here before they are sent.

use magnum_desktop::domain::draft::{ApiReach, ClusterDraft, DraftField, GroupDraft};
use magnum_desktop::domain::operation::{Operation, Progress};
use magnum_desktop::domain::plan::finding::Weight;
use magnum_desktop::message::Topic;
use magnum_desktop::ui::wizard::model::{Offer, templates};

use super::stage::Stage;

async fn stage() -> Stage {
    let mut stage = Stage::open().await;
    stage.watch([Topic::Templates, Topic::Catalog, Topic::Clusters]);
    stage
        .until("templates, catalogue and clusters are there", |stage| {
            [Topic::Templates, Topic::Catalog, Topic::Clusters]
                .iter()
                .all(|topic| stage.is_well(topic))
        })
        .await;
    stage
}

fn draft(stage: &Stage, template: &str) -> ClusterDraft {
    let found = templates(stage.data());
    let template = found.iter().find(|known| known.name == template).unwrap();
    ClusterDraft {
        template: Some(template.id.clone()),
        name: format!("plan-{}", template.id.short()),
        keypair: "platform-team".to_owned(),
        ..ClusterDraft::new()
    }
}

/// Fields and weights of what is found, without what is only good to know.
fn alarms(stage: &Stage, draft: &ClusterDraft) -> Vec<(DraftField, Weight)> {
    let found = draft.check(Offer::of(stage.data(), draft).ground());
    let grave = found
        .into_iter()
        .filter(|finding| finding.weight <= Weight::Warns);
    grave.map(|finding| (finding.field, finding.weight)).collect()
}

#[tokio::test]
async fn a_plan_without_an_alarm_is_accepted_and_built() {
    let mut stage = stage().await;
    for name in ["k8s-v1.28-ha", "k8s-v1.27-single-master", "k8s-v1.30-edge"] {
        let draft = draft(&stage, name);
        assert_eq!(alarms(&stage, &draft), [], "{name}");
        let request = draft.finish(Offer::of(stage.data(), &draft).ground()).unwrap();
        let id = stage.run(Operation::CreateCluster(request));
        stage
            .until("it is accepted", |stage| stage.progress(id).subject().is_some())
            .await;
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn bad_plans_are_stopped_before_the_simulated_cloud_sees_them() {
    let stage = stage().await;
    type Spoil = fn(&mut ClusterDraft);
    let table: &[(&str, Spoil, DraftField)] = &[
        (
            "k8s-v1.28-ha",
            |draft| draft.name = "my cluster".to_owned(),
            DraftField::Name,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.name = "web.json".to_owned(),
            DraftField::Name,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.master_count = 2,
            DraftField::MasterCount,
        ),
        (
            "k8s-v1.27-single-master",
            |draft| draft.master_count = 3,
            DraftField::MasterCount,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.flavor = "gone".to_owned(),
            DraftField::Flavor,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.master_flavor = "gone".to_owned(),
            DraftField::MasterFlavor,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.keypair = "gone".to_owned(),
            DraftField::KeyPair,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.fixed_network = "gone".to_owned(),
            DraftField::Network,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.fixed_subnet = "gone".to_owned(),
            DraftField::Subnet,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.node_count = 2_000,
            DraftField::Quota,
        ),
        ("k8s-v1.28-ha", |draft| draft.node_count = 600, DraftField::Subnet),
        (
            "k8s-v1.28-ha",
            |draft| draft.reach = ApiReach::Ranges,
            DraftField::Reach,
        ),
        (
            "k8s-v1.27-single-master",
            |draft| {
                draft.reach = ApiReach::Ranges;
                draft.allowed_ranges = "192.0.2.0/24".to_owned();
            },
            DraftField::Reach,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.registry = "registry.example.org".to_owned(),
            DraftField::Registry,
        ),
        (
            "capi-v1.31",
            |draft| draft.registry = "registry.example.org/".to_owned(),
            DraftField::Registry,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.discovery_url = "etcd".to_owned(),
            DraftField::Discovery,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("boot_volume_size", "50 GB"),
            DraftField::Labels,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("availability_zone", "moon"),
            DraftField::Labels,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("boot_volume_type", "moonstone"),
            DraftField::Labels,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("calico_ipv4pool", "10.0.0.0/8"),
            DraftField::Labels,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("api_master_lb_allowed_cidrs", "192.0.2.0/24"),
            DraftField::Labels,
        ),
        (
            "k8s-v1.28-ha",
            |draft| draft.set_label("monitoring_enabeld", "true"),
            DraftField::Labels,
        ),
    ];
    for (template, spoil, field) in table {
        let mut draft = draft(&stage, template);
        spoil(&mut draft);
        let found = alarms(&stage, &draft);
        assert!(
            found.iter().any(|(at, _)| at == field),
            "{template}: nothing at {field:?}, but {found:?}"
        );
    }
}

#[tokio::test]
async fn further_groups_are_made_once_the_cluster_stands() {
    let mut stage = stage().await;
    let mut draft = draft(&stage, "k8s-v1.28-ha");
    draft.groups.push(GroupDraft {
        name: "gpu".to_owned(),
        node_count: 1,
        flavor: String::new(),
    });
    let request = draft.finish(Offer::of(stage.data(), &draft).ground()).unwrap();
    tokio::time::pause();
    let id = stage.run(Operation::CreateCluster(request));
    stage
        .until("it is seen", |stage| {
            matches!(stage.progress(id), Progress::Underway { .. })
        })
        .await;
    assert_eq!(stage.asked("POST", "/nodegroups"), 0);
    stage.cloud.advance(3_600);
    stage
        .until("the group is asked for", |stage| {
            stage.asked("POST", "/nodegroups") == 1
        })
        .await;
    assert!(!stage.progress(id).ended(), "the group is not made yet");
    stage.cloud.advance(3_600);
    stage
        .until("it has ended", |stage| stage.progress(id).ended())
        .await;
    assert!(
        matches!(stage.progress(id), Progress::Done { .. }),
        "{:?}",
        stage.progress(id)
    );
    assert_eq!(stage.asked("POST", "/nodegroups"), 1);
}
