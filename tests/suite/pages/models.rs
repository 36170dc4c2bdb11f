//! The pure halves of the pages: progress, labels, order, totals.

use std::collections::BTreeMap;

use magnum_desktop::domain::course::Course;
use magnum_desktop::domain::draft::ClusterDraft;
use magnum_desktop::domain::plan::Plan;
use magnum_desktop::domain::plan::bill::bill;
use magnum_desktop::domain::quota::QuotaKind;
use magnum_desktop::domain::status::Status;
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::message::Snapshot;
use magnum_desktop::ui::cluster_page::model::{self, Origin};
use magnum_desktop::ui::dialogs::losses::losses;
use magnum_desktop::ui::wizard::model::Offer;

use super::hand;

fn parts_of(snapshot: &Snapshot) -> &magnum_desktop::message::ClusterParts {
    let Snapshot::Topology(parts) = snapshot else {
        unreachable!("{snapshot:?}")
    };
    parts
}

#[test]
fn a_build_tells_count_time_limit_and_what_it_is_at() {
    let mut cluster = hand::cluster("web");
    cluster.status = Status::parse("CREATE_IN_PROGRESS");
    let parts = hand::parts(
        &cluster,
        vec![
            hand::resource("root", "network", "OS::Neutron::Net", "CREATE_COMPLETE"),
            hand::resource(
                "root",
                "api_lb",
                "OS::Octavia::LoadBalancer",
                "CREATE_IN_PROGRESS",
            ),
            hand::resource("root", "kube_masters", "OS::Heat::ResourceGroup", "INIT_COMPLETE"),
        ],
    );
    let build = model::build(&cluster, Some(parts_of(&parts)), None, hand::now()).unwrap();
    let tally = build.tally.unwrap();
    assert_eq!((tally.complete, tally.total), (1, 3));
    assert_eq!((build.elapsed_secs, build.limit_secs), (7_200, Some(3_600)));
    assert_eq!(
        (build.busy.as_slice(), build.busy_more),
        (["api_lb".to_owned()].as_slice(), 0)
    );

    let without = model::build(&cluster, None, None, hand::now()).unwrap();
    assert_eq!(
        (without.tally, without.limit_secs),
        (None, None),
        "Cluster API ignores the limit"
    );
    cluster.status = Status::parse("CREATE_COMPLETE");
    assert!(model::build(&cluster, None, None, hand::now()).is_none());
}

#[test]
fn labels_say_where_they_are_from() {
    let template = hand::template("k8s");
    let rows = model::labels(&hand::cluster("web"), Some(&template));
    let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.origin)).collect();
    assert_eq!(
        told,
        [
            ("boot_volume_size", Origin::Template),
            ("kube_tag", Origin::Overridden),
            ("monitoring_enabled", Origin::Skipped),
        ]
    );
}

#[test]
fn failed_resources_come_first() {
    let rows = model::resource_rows(&hand::failed_stack());
    let failed: Vec<_> = rows
        .iter()
        .take_while(|row| row.status.failed())
        .map(|row| row.path.as_str())
        .collect();
    assert_eq!(
        failed,
        [
            "kube_masters",
            "kube_masters / 0",
            "kube_masters / 0 / master_config_deployment"
        ]
    );
    assert_eq!(rows.len(), 6);
}

#[test]
fn a_creation_is_drawn_from_its_events() {
    let events = [
        hand::event("network", "CREATE_COMPLETE", 90),
        hand::event("network", "CREATE_IN_PROGRESS", 100),
        hand::event("api_lb", "CREATE_IN_PROGRESS", 80),
        hand::event("web-abc", "CREATE_IN_PROGRESS", 120),
    ];
    let course = Course::of(&events, &[], hand::now());
    let told: Vec<_> = course
        .steps
        .iter()
        .map(|bar| (bar.resource.as_str(), bar.from, bar.to))
        .collect();
    assert_eq!(
        told,
        [
            ("network", hand::before(100), hand::before(90)),
            ("api_lb", hand::before(80), hand::now())
        ]
    );
}

#[test]
fn totals_add_up_flavors_and_volumes() {
    let mut store = hand::store(vec![hand::templates(), hand::catalog()]);
    let mut draft = ClusterDraft {
        template: Some(hand::template("k8s").id),
        ..ClusterDraft::new()
    };
    draft.node_count = 3;
    draft.flavor = "m1.large".to_owned();
    let data = store.scope(&hand::scope()).unwrap();
    let offer = Offer::of(data, &draft);
    let bill = bill(&Plan::of(&draft, offer.ground()));
    let needed = |kinds: [QuotaKind; 3]| kinds.map(|kind| bill.needed(kind));
    assert_eq!(
        needed([QuotaKind::Servers, QuotaKind::Cores, QuotaKind::RamMib]),
        [4, 13, 2_048 + 3 * 8_192]
    );
    // One for each node, and one for the load balancer of the API.
    assert_eq!(
        needed([QuotaKind::Volumes, QuotaKind::VolumeGib, QuotaKind::FloatingIps]),
        [4, 40, 5]
    );
    assert_eq!((bill.root_disk_gib, bill.partial), (260, false));

    let booting = ClusterTemplate {
        labels: BTreeMap::from([
            ("boot_volume_size".to_owned(), "20".to_owned()),
            ("etcd_volume_size".to_owned(), "5".to_owned()),
        ]),
        docker_volume_size_gib: None,
        ..hand::template("k8s")
    };
    hand::feed(&mut store, Snapshot::Templates(vec![booting.into()].into()));
    draft.flavor = "gone".to_owned();
    let data = store.scope(&hand::scope()).unwrap();
    let bill = self::bill(&Plan::of(&draft, Offer::of(data, &draft).ground()));
    assert_eq!(
        (bill.needed(QuotaKind::Volumes), bill.needed(QuotaKind::VolumeGib)),
        (5, 85)
    );
    assert_eq!((bill.root_disk_gib, bill.partial), (0, true));
}

#[test]
fn what_vanishes_is_counted_and_what_is_not_known_is_said() {
    let cluster = hand::cluster("web");
    let bare = losses(Some(&cluster), None);
    assert_eq!((bare.masters, bare.workers, bare.others_unknown), (1, 2, true));
    let parts = hand::parts(&cluster, hand::failed_stack());
    let known = losses(Some(&cluster), Some(parts_of(&parts)));
    assert_eq!(
        (known.masters, known.others.len(), known.others_unknown),
        (1, 2, false)
    );
}
