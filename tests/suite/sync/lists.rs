//! Lists that turn in circles, change while they are read, or hold odd rows.

use magnum_desktop::domain::quota::QuotaKind;
use magnum_desktop::domain::service::Service;
use magnum_desktop::message::Topic;
use magnum_desktop::simulation::Harm;

use super::stage::Stage;

const LIST: &str = "/container-infra/v1/clusters/detail";

/// A page of these clusters; `more` adds the address of a next one, on a host that must never hear of it.
fn page(ids: &[&str], more: bool) -> Harm {
    let rows: Vec<String> = ids
        .iter()
        .map(|id| format!(r#"{{"uuid": "{id}", "name": "{id}", "status": "CREATE_COMPLETE"}}"#))
        .collect();
    let next = if more {
        r#", "next": "http://elsewhere.test/v1/clusters?marker=x""#
    } else {
        ""
    };
    answer(format!(r#"{{"clusters": [{}]{next}}}"#, rows.join(", ")))
}

fn answer(body: String) -> Harm {
    Harm::Answer {
        status: 200,
        content_type: "application/json".to_owned(),
        body,
    }
}

/// Serves these answers in order; the last one for ever.
fn serve(stage: &Stage, answers: &[Harm]) {
    let faults = stage.cloud.faults();
    faults.clear();
    let (last, first) = answers.split_last().unwrap();
    faults.inject("GET", LIST, last.clone(), None);
    for harm in first.iter().rev() {
        faults.inject("GET", LIST, harm.clone(), Some(1));
    }
}

fn ids(stage: &Stage) -> Vec<String> {
    let list = stage.data().clusters.value().unwrap();
    let mut ids: Vec<String> = list.rows.iter().map(|row| row.id.to_string()).collect();
    ids.sort();
    ids
}

async fn until_listed(stage: &mut Stage) {
    stage
        .until("the list is whole", |stage| {
            let list = stage.data().clusters.value();
            list.is_some_and(|list| !list.more_to_come) && stage.is_well(&Topic::Clusters)
        })
        .await;
}

#[tokio::test]
async fn f53_pages_that_go_in_a_circle_end_and_that_is_said() {
    let mut stage = Stage::open().await;
    serve(
        &stage,
        &[
            page(&["a", "b"], true),
            page(&["c"], true),
            page(&["a", "b"], true),
        ],
    );
    stage.watch([Topic::Clusters]);
    until_listed(&mut stage).await;
    assert!(stage.data().clusters.value().unwrap().broken_off);
    assert_eq!(ids(&stage), ["a", "b", "c"]);
    // The next whole list takes the warning back.
    serve(&stage, &[page(&["a", "b"], false)]);
    stage.refresh(None);
    stage
        .until("the warning is gone", |stage| {
            !stage.data().clusters.value().unwrap().broken_off
        })
        .await;
    assert_eq!(ids(&stage), ["a", "b"]);
}

#[tokio::test]
async fn f54_rows_that_come_twice_are_one_and_gaps_are_healed_by_the_next_list() {
    let mut stage = Stage::open().await;
    serve(
        &stage,
        &[
            page(&["a", "b"], true),
            page(&["b", "d"], true),
            page(&["d", "e"], false),
        ],
    );
    stage.watch([Topic::Clusters]);
    until_listed(&mut stage).await;
    assert_eq!(ids(&stage), ["a", "b", "d", "e"]);
    assert!(!stage.data().clusters.value().unwrap().broken_off);
    // `c` had slipped through between two pages, and `d` has been deleted since.
    serve(&stage, &[page(&["a", "b", "c", "e"], false)]);
    stage.refresh(None);
    stage
        .until("the gap is healed", |stage| ids(stage) == ["a", "b", "c", "e"])
        .await;
}

#[tokio::test]
async fn f54_a_marker_that_was_deleted_meanwhile_only_begins_the_list_anew() {
    let mut stage = Stage::open().await;
    serve(
        &stage,
        &[page(&["a", "b"], true), Harm::Fail(404), page(&["a", "c"], false)],
    );
    stage.watch([Topic::Clusters]);
    until_listed(&mut stage).await;
    assert_eq!(ids(&stage), ["a", "c"]);
}

#[tokio::test]
async fn f62_quotas_come_from_every_service_and_a_missing_one_is_a_gap_and_no_nought() {
    let mut stage = Stage::open().await;
    stage.watch([Topic::Catalog]);
    stage
        .until("the catalog is there", |stage| stage.is_well(&Topic::Catalog))
        .await;
    let quotas = stage.data().catalog.value().unwrap().quotas.clone();
    assert_eq!(quotas.gaps, std::collections::BTreeMap::new());
    assert_eq!(quotas.known.len(), 18, "{quotas:?}");
    let used = |kind: QuotaKind| quotas.known[&kind].used;
    assert!(used(QuotaKind::Members) > 0 && used(QuotaKind::HealthMonitors) > 0);
    assert!(quotas.known[&QuotaKind::Servers].used > 0);
    // "No limit" is told as a negative number.
    assert_eq!(quotas.known[&QuotaKind::LoadBalancers].left(), None);
    stage.cloud.faults().fail("GET", "/network/v2.0/quotas", 404);
    stage.refresh(None);
    stage
        .until("the gap is known", |stage| {
            let catalog = stage.data().catalog.value().unwrap();
            catalog.quotas.gaps.contains_key(&Service::Network)
        })
        .await;
    let catalog = stage.data().catalog.value().unwrap();
    assert!(!catalog.quotas.known.contains_key(&QuotaKind::FloatingIps));
    assert!(catalog.quotas.known.contains_key(&QuotaKind::Servers));
    assert!(!catalog.networks.is_empty(), "the form itself works on");
}

/// Values that no server should send, for any field.
const ODD: &[&str] = &[
    "null",
    "true",
    "\"True\"",
    "7",
    "-1",
    "\"12\"",
    "1e99",
    "\"\"",
    "\"CREATE_SOMEHOW\"",
    "[]",
    "[null, {}]",
    "{}",
    "{\"a\": null}",
    "\"\\u202e\\u0007\"",
];
const FIELDS: &[&str] = &[
    "name",
    "status",
    "status_reason",
    "health_status",
    "health_status_reason",
    "master_count",
    "node_count",
    "labels",
    "labels_added",
    "faults",
    "master_addresses",
    "created_at",
    "updated_at",
    "api_address",
    "create_timeout",
    "master_lb_enabled",
    "stack_id",
    "cluster_template_id",
];

#[tokio::test]
async fn f49_odd_fields_never_cost_a_row() {
    let mut stage = Stage::open().await;
    let mut random = fastrand::Rng::with_seed(49);
    stage.watch([Topic::Clusters]);
    for round in 0..24 {
        let rows: Vec<String> = (0..12)
            .map(|row| {
                let mut fields = vec![format!(r#""uuid": "{round:02}-{row:02}""#)];
                for field in FIELDS {
                    if random.bool() {
                        fields.push(format!("\"{field}\": {}", random.choice(ODD).unwrap()));
                    }
                }
                format!("{{{}}}", fields.join(", "))
            })
            .collect();
        let body = format!(r#"{{"clusters": [7, null, {}]}}"#, rows.join(", "));
        serve(&stage, &[answer(body.clone())]);
        stage.refresh(None);
        let wanted: Vec<String> = (0..12).map(|row| format!("{round:02}-{row:02}")).collect();
        stage
            .until(&body, |stage| {
                stage.failure(&Topic::Clusters).is_some()
                    || stage.data().clusters.value().is_some() && ids(stage) == wanted
            })
            .await;
        assert_eq!(stage.failure(&Topic::Clusters), None, "{body}");
    }
}
