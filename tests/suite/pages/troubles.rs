//! What a person sees when something is wrong: on lists and on a cluster's page.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::{SignedDuration, Timestamp};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress, Subject, When};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::reach::{Reach, ReachOutcome};
use magnum_desktop::domain::service::{Service, ServiceHealth, ServiceState};
use magnum_desktop::domain::status::{Health, Severity, Status};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use magnum_desktop::message::{ClusterParts, Epoch, SessionState, Snapshot, Topic, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::cluster_page::ClusterPage;
use magnum_desktop::ui::clusters::ClustersPanel;
use magnum_desktop::ui::clusters::model::{self, Lens, Troubled};
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::Tab;
use magnum_desktop::ui::widgets::data_table::cell::Cell;

use super::hand;
use super::stage::{self, Stage};

fn clusters_page(language: Language, store: Store) -> Harness<'static, Stage<ClustersPanel>> {
    stage::harness(language, store, ClustersPanel::default(), |panel, ui, ctx| {
        panel.ui(ui, ctx)
    })
}

fn cluster_page(language: Language, store: Store, id: &ClusterId) -> Harness<'static, Stage<ClusterPage>> {
    let id = id.clone();
    stage::harness(language, store, ClusterPage::default(), move |page, ui, ctx| {
        page.ui(ui, ctx, (&id, Tab::Summary), |_| ());
    })
}

fn fail(store: &mut Store, topic: Topic, at: Timestamp, problem: Problem) {
    store.apply(Update::Failed {
        scope: hand::scope(),
        epoch: Epoch(1),
        topic,
        at,
        problem,
    });
}

fn feed_at(store: &mut Store, at: Timestamp, body: Snapshot) {
    store.apply(Update::Snapshot {
        scope: hand::scope(),
        epoch: Epoch(1),
        at,
        body,
    });
}

pub(super) fn services(store: &mut Store, services: Vec<(Service, ServiceState)>) {
    let services = services
        .into_iter()
        .map(|(service, state)| ServiceHealth { service, state })
        .collect();
    store.apply(Update::Services {
        scope: hand::scope(),
        epoch: Epoch(1),
        services,
    });
}

fn cells(store: &Store, words: &magnum_desktop::text::Words, now: Timestamp) -> Vec<(String, Cell, bool)> {
    let data = store.scope(&hand::scope()).unwrap();
    model::rows(data, words, (Lens::All, Troubled::None), now)
        .into_iter()
        .map(|row| (row.name.clone(), row.cells[1].clone(), row.faded))
        .collect()
}

#[test]
fn f08_one_state_says_offline_since_when_and_a_service_alone_is_not_the_network() {
    let unreachable = |host: &str| ProblemKind::NoAnswer {
        host: host.to_owned(),
        limit_secs: 20,
    };
    let mut store = Store::default();
    store.apply(Update::Session {
        scope: hand::scope(),
        epoch: Epoch(1),
        state: SessionState::SigningIn,
    });
    let offline = |store: &Store| {
        let data = store.scope(&hand::scope()).unwrap();
        data.offline().map(|offline| offline.since)
    };
    feed_at(&mut store, hand::before(300), hand::clusters(&[]));
    feed_at(&mut store, hand::before(300), hand::templates());
    assert_eq!(offline(&store), None);
    let problem = Problem::of(Service::ContainerInfra, unreachable("magnum:9511"));
    fail(&mut store, Topic::Clusters, hand::before(200), problem.clone());
    fail(&mut store, Topic::Templates, hand::before(190), problem.clone());
    fail(&mut store, Topic::Clusters, hand::before(100), problem.clone());
    assert_eq!(offline(&store), Some(hand::before(200)));
    // Something was had: the network is there.
    feed_at(&mut store, hand::before(90), hand::catalog());
    assert_eq!(offline(&store), None);
    // A refusing port is one service's, until others cannot be reached, too.
    let refused = Problem::of(
        Service::ContainerInfra,
        ProblemKind::ConnectionRefused {
            host: "magnum:9511".to_owned(),
        },
    );
    feed_at(&mut store, hand::before(80), hand::clusters(&[]));
    feed_at(&mut store, hand::before(80), hand::templates());
    fail(&mut store, Topic::Clusters, hand::before(70), refused.clone());
    assert_eq!(offline(&store), None);
    let failing = |service| {
        let state = ServiceState::Failing {
            since: hand::before(70),
            problem: refused.clone(),
        };
        (service, state)
    };
    services(
        &mut store,
        vec![failing(Service::ContainerInfra), failing(Service::Compute)],
    );
    assert_eq!(offline(&store), Some(hand::before(70)));
}

#[test]
fn f41_while_a_service_rests_the_next_attempt_is_counted_down() {
    for language in Language::ALL {
        let words = stage::words(language);
        for kind in [
            ProblemKind::RateLimited {
                retry_after_secs: Some(120),
            },
            ProblemKind::Resting {
                until: hand::now() + SignedDuration::from_secs(110),
            },
        ] {
            let mut store = hand::store(vec![hand::clusters(&[&hand::cluster("web")])]);
            let problem = Problem::of(Service::ContainerInfra, kind);
            fail(&mut store, Topic::Clusters, hand::before(10), problem);
            let page = clusters_page(language, store);
            page.get_by_label(&words.standing_next_try(words.span(110)));
            page.get_all_by_label("web").next().unwrap();
        }
    }
}

#[test]
fn f44_a_cluster_that_is_gone_stays_faintly_for_a_minute_and_keeps_the_selection() {
    let words = stage::words(Language::English);
    let (web, db) = (hand::cluster("web"), hand::cluster("db"));
    let store = hand::store(vec![hand::clusters(&[&web, &db])]);
    let mut page = clusters_page(Language::English, store);
    page.get_all_by_label("web").next().unwrap().click();
    page.run();
    drop(stage::wishes(&mut page));
    hand::feed(&mut page.state_mut().store, hand::clusters(&[&db]));
    page.run();
    // The inspector still tells of it, and its row is there, but it cannot be deleted.
    page.get_by_label(words.page_gone());
    assert!(
        page.get_by_label(words.clusters_delete())
            .accesskit_node()
            .is_disabled()
    );
    let store = &page.state().store;
    let gone = Cell::Chip(Severity::Neutral, words.standing_gone().to_owned());
    let shown = cells(store, &words, hand::now());
    assert!(shown.contains(&("web".to_owned(), gone, true)), "{shown:?}");
    let later = hand::now() + SignedDuration::from_secs(60);
    let shown = cells(store, &words, later);
    assert_eq!(shown.len(), 1);
}

#[test]
fn f45_a_panel_says_for_which_roles_it_is_not_permitted() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = hand::store(vec![hand::templates()]);
        let problem = Problem::of(Service::ContainerInfra, ProblemKind::Forbidden);
        fail(&mut store, Topic::Clusters, hand::now(), problem);
        let page = clusters_page(language, store);
        page.get_by_label(&words.standing_roles("member"));
    }
}

#[test]
fn f50_health_wins_the_colour_of_complete_and_both_are_told() {
    let words = stage::words(Language::English);
    let mut unwell = hand::cluster("web");
    unwell.health = Health::Unhealthy;
    assert_eq!(unwell.status_severity(), Severity::Warning);
    let store = hand::store(vec![hand::clusters(&[&unwell])]);
    let shown = cells(&store, &words, hand::now());
    let complete = words.status(&unwell.status).to_owned();
    assert_eq!(shown[0].1, Cell::Chip(Severity::Warning, complete.clone()));
    let page = clusters_page(Language::English, store);
    page.get_all_by_label(&complete).next().unwrap();
    page.get_all_by_label(words.health_unhealthy()).next().unwrap();
    unwell.status = Status::parse("UPDATE_IN_PROGRESS");
    assert_eq!(unwell.status_severity(), Severity::Busy);
}

#[test]
fn f52_namesakes_are_told_apart_by_the_beginning_of_their_ids() {
    let words = stage::words(Language::English);
    let mut twin = hand::cluster("web");
    twin.id = ClusterId::new("feedbeef-0000-4e88-8a2b-a9fd0a90100b");
    let other = hand::cluster("db");
    let store = hand::store(vec![hand::clusters(&[&hand::cluster("web"), &twin, &other])]);
    let names: Vec<String> = cells(&store, &words, hand::now())
        .into_iter()
        .map(|(name, ..)| name)
        .collect();
    assert_eq!(names, ["web (web-0000)", "web (feedbeef)", "db"]);
    let page = cluster_page(Language::English, store, &twin.id);
    page.get_by_label("web (feedbeef)");
}

#[test]
fn f55_times_that_are_missing_or_ahead_give_no_negative_age() {
    let words = stage::words(Language::English);
    let mut cluster = hand::cluster("web");
    cluster.status = Status::parse("UPDATE_IN_PROGRESS");
    cluster.updated_at = Some(hand::now() + SignedDuration::from_secs(3_600));
    cluster.created_at = None;
    let store = hand::store(vec![hand::detail(&cluster)]);
    let page = cluster_page(Language::English, store, &cluster.id);
    page.get_by_label(&words.page_build_elapsed(words.span(0)));
    // What arrives later is the newer one, whatever `updated_at` says.
    let mut older = cluster.clone();
    older.updated_at = None;
    older.node_count = 7;
    let mut store = hand::store(vec![hand::clusters(&[&cluster])]);
    let later = hand::now() + SignedDuration::from_secs(1);
    feed_at(&mut store, later, hand::detail(&older));
    let data = store.scope(&hand::scope()).unwrap();
    assert_eq!(data.cluster(&cluster.id).unwrap().node_count, 7);
}

#[test]
fn what_is_older_than_twice_its_cadence_is_visibly_old_on_every_list() {
    for language in Language::ALL {
        let words = stage::words(language);
        let old = words.standing_old(words.ago(hand::before(90), hand::now()).text);
        let store = || {
            let mut store = hand::store(vec![]);
            let at = hand::before(90);
            feed_at(&mut store, at, hand::clusters(&[&hand::cluster("web")]));
            feed_at(&mut store, at, hand::templates());
            feed_at(&mut store, at, Snapshot::Nodes(Arc::default()));
            store
        };
        clusters_page(language, store()).get_by_label(&old);
        stage::harness(
            language,
            store(),
            magnum_desktop::ui::templates::TemplatesPanel::default(),
            |panel, ui, ctx| panel.ui(ui, ctx, (None, None)),
        )
        .get_by_label(&old);
        stage::harness(
            language,
            store(),
            magnum_desktop::ui::nodes::NodesPanel::default(),
            |panel, ui, ctx| panel.ui(ui, ctx),
        )
        .get_by_label(&old);
        let fresh = hand::store(vec![hand::clusters(&[&hand::cluster("web")])]);
        assert!(
            clusters_page(language, fresh)
                .query_by_label_contains(&words.standing_old(""))
                .is_none()
        );
    }
}

#[test]
fn f03_what_is_awaited_can_be_given_up() {
    let words = stage::words(Language::English);
    let mut page = clusters_page(Language::English, hand::store(vec![]));
    page.get_by_label(words.clusters_loading());
    page.get_by_label(words.widget_cancel()).click();
    page.run();
    let wishes = stage::wishes(&mut page);
    assert!(
        matches!(wishes.as_slice(), [Action::Cancel(Topic::Clusters)]),
        "{wishes:?}"
    );
}

fn deleting(since_secs: i64) -> Cluster {
    let mut cluster = hand::cluster("web");
    cluster.status = Status::parse("DELETE_IN_PROGRESS");
    cluster.updated_at = Some(hand::before(since_secs));
    cluster
}

#[test]
fn f51_a_deletion_that_takes_longer_than_usual_says_what_is_left() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = deleting(45 * 60);
        let left = |kind, id: &str| Resource {
            physical_id: Some(id.to_owned()),
            ..Resource::new(ResourceKey::real(kind, id), kind)
        };
        let topology = Topology::new(
            vec![
                left(ResourceKind::Port, "p1"),
                left(ResourceKind::Port, "p2"),
                left(ResourceKind::LoadBalancer, "l1"),
                left(ResourceKind::SecurityGroup, "s1"),
            ],
            &std::collections::BTreeSet::new(),
        );
        let parts = Snapshot::Topology(Arc::new(ClusterParts {
            cluster: cluster.id.clone(),
            stacks: vec![],
            resources: Arc::default(),
            stack_problem: None,
            topology: Arc::new(topology),
            orchestration: None,
            nodes: vec![],
            evidence: Default::default(),
            gaps: BTreeMap::new(),
        }));
        let store = hand::store(vec![hand::detail(&cluster), parts]);
        let page = cluster_page(language, store, &cluster.id);
        page.get_by_label_contains(&words.page_stuck(words.span(45 * 60)));
        for (kind, count) in [
            (ResourceKind::LoadBalancer, 1_usize),
            (ResourceKind::Port, 2),
            (ResourceKind::SecurityGroup, 1),
        ] {
            page.get_by_label_contains(&words.deletion_count(words.resource_kind(kind), count));
        }
        let usual = deleting(29 * 60);
        let page = cluster_page(language, hand::store(vec![hand::detail(&usual)]), &usual.id);
        let text = words.page_stuck(words.span(29 * 60));
        assert!(page.query_by_label_contains(&text).is_none());
    }
}

fn delete(page: &mut Harness<'static, Stage<ClusterPage>>, cluster: &Cluster) -> OperationId {
    let operation = Operation::delete(cluster.id.clone(), cluster.name.clone());
    stage::run(page, operation)
}

#[test]
fn f43_a_change_in_the_way_is_named_and_waiting_for_it_is_offered() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut cluster = hand::cluster("web");
        cluster.status = Status::parse("UPDATE_IN_PROGRESS");
        let store = hand::store(vec![hand::detail(&cluster)]);
        let mut page = cluster_page(language, store, &cluster.id);
        let id = delete(&mut page, &cluster);
        let problem = Problem::of(Service::ContainerInfra, ProblemKind::Conflict);
        stage::progress(&mut page, id, Progress::Refused { problem });
        let ago = words.ago(hand::before(600), hand::now()).text;
        page.get_by_label(&words.request_busy_since(words.status(&cluster.status), ago));
        // Nothing is sent by itself.
        assert!(stage::wishes(&mut page).is_empty());
        page.get_by_label(words.request_later()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        let [Action::Run(later, asked @ Operation::Cluster(change))] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert_eq!((asked.deletes(), change.when), (Some(&cluster.id), When::Free));
        let waiting = Progress::Waiting {
            subject: Subject::Cluster(cluster.id.clone()),
            status: cluster.status.clone(),
            since: cluster.updated_at,
        };
        stage::progress(&mut page, *later, waiting);
        page.get_by_label(words.widget_cancel()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        assert!(matches!(wishes.as_slice(), [Action::Abandon(given_up)] if given_up == later));
    }
}

#[test]
fn f48_accepted_without_a_change_is_said_with_its_age() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = hand::cluster("web");
        let store = hand::store(vec![hand::detail(&cluster)]);
        let mut page = cluster_page(language, store, &cluster.id);
        let id = delete(&mut page, &cluster);
        let no_effect = Progress::NoEffect {
            subject: Subject::Cluster(cluster.id.clone()),
            since: hand::before(600),
        };
        stage::progress(&mut page, id, no_effect);
        let span = words.age(hand::before(600), hand::now()).text;
        page.get_by_label(&words.request_no_effect(words.operation_delete(), span));
    }
}

#[test]
fn f63_whether_the_api_can_be_reached_is_tried_on_demand_and_told() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = hand::cluster("web");
        let address = cluster.api_address.clone().unwrap();
        let store = hand::store(vec![hand::detail(&cluster)]);
        let mut page = cluster_page(language, store, &cluster.id);
        assert!(stage::wishes(&mut page).is_empty(), "nothing is tried unasked");
        page.get_by_label(words.page_reach_try()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        assert!(matches!(wishes.as_slice(), [Action::Reach(_, tried)] if *tried == address));
        let kind = ProblemKind::NoAnswer {
            host: "172.24.4.10:6443".to_owned(),
            limit_secs: 5,
        };
        let problem = Problem::new(kind);
        page.state_mut().store.apply(Update::Reached {
            scope: hand::scope(),
            epoch: Epoch(1),
            cluster: cluster.id.clone(),
            reach: Reach {
                address: address.clone(),
                at: hand::now(),
                outcome: ReachOutcome::Closed(problem.clone()),
            },
        });
        page.run();
        page.get_by_label(&words.headline(&problem));
        // OpenStack's side stays.
        page.get_by_label("default-worker");
    }
}
