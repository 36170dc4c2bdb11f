//! One cluster's page: well, failed, being built, gone, unknown; and its tabs.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::doctor::cause::KnownCause;
use magnum_desktop::domain::heat_type::HeatType;
use magnum_desktop::domain::id::{ClusterId, StackId};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::status::Status;
use magnum_desktop::message::{Epoch, Snapshot, Topic, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::cluster_page::ClusterPage;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::{Route, Tab};

use super::hand;
use super::stage::{self, Stage};

/// The page with the tab that is open.
struct Opened {
    page: ClusterPage,
    id: ClusterId,
    tab: Tab,
}

type Page = Harness<'static, Stage<Opened>>;

fn open(language: Language, store: Store, id: &ClusterId, tab: Tab) -> Page {
    let opened = Opened {
        page: ClusterPage::default(),
        id: id.clone(),
        tab,
    };
    stage::harness(language, store, opened, |opened, ui, ctx| {
        opened.page.ui(ui, ctx, (&opened.id, opened.tab), |ui| {
            ui.label("the picture");
        });
    })
}

fn failed() -> Cluster {
    let mut cluster = hand::cluster("web");
    cluster.status = Status::parse("CREATE_FAILED");
    cluster.status_reason = Some("default-master failed, default-worker failed".to_owned());
    cluster
}

fn lost(id: &ClusterId, kind: ProblemKind) -> Update {
    Update::Failed {
        scope: hand::scope(),
        epoch: Epoch(1),
        topic: Topic::Cluster(id.clone()),
        at: hand::before(95),
        problem: Problem::of(Service::ContainerInfra, kind),
    }
}

fn press(page: &mut Page, label: &str) -> Vec<Action> {
    page.get_by_label(label).click();
    page.run();
    stage::wishes(page)
}

#[test]
fn the_summary_has_every_field_and_its_links_lead_somewhere() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = hand::cluster("web");
        let store = hand::store(vec![hand::detail(&cluster), hand::templates()]);
        let mut page = open(language, store, &cluster.id, Tab::Summary);
        page.get_by_label("https://172.24.4.10:6443");
        page.get_by_label(&words.page_fact_owner_you("ada"));
        page.get_by_label("default-worker");
        page.get_by_label(&words.page_label_overridden("v1.27.8"));
        page.get_by_label(words.page_label_skipped());
        let wishes = press(&mut page, "k8s");
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Templates(Some(id)))] if *id == cluster.template)
        );
        let wishes = press(&mut page, words.page_delete());
        assert!(matches!(wishes.as_slice(), [Action::AskDelete(id)] if *id == cluster.id));
        let wishes = press(&mut page, words.page_tab_resources());
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Cluster(id, Tab::Resources))] if *id == cluster.id)
        );
    }
}

#[test]
fn a_failure_names_its_cause_and_quotes_heat_and_magnum() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = failed();
        let store = hand::store(vec![
            hand::detail(&cluster),
            hand::parts(&cluster, hand::failed_stack()),
        ]);
        let mut page = open(language, store, &cluster.id, Tab::Summary);
        page.get_by_label(words.page_failed_create());
        let kind = words.heat_type(&HeatType::SoftwareDeployment);
        page.get_by_label_contains(&words.doctor_at(kind, "master_config_deployment"));
        page.get_by_label(words.cause(KnownCause::ScriptFailed).as_ref());
        page.get_by_label(words.cause_advice(KnownCause::ScriptFailed));
        page.get_by_label(
            "Deployment to server failed: deploy_status_code : Deployment exited with non-zero status code: 1",
        );
        page.get_by_label(words.doctor_found()).click();
        page.run();
        page.get_by_label("default-master failed, default-worker failed");
        let wishes = press(&mut page, words.page_see_resources());
        assert!(matches!(
            wishes.as_slice(),
            [Action::Go(Route::Cluster(_, Tab::Resources))]
        ));
    }
}

#[test]
fn a_build_shows_how_far_it_is() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut cluster = hand::cluster("web");
        cluster.status = Status::parse("CREATE_IN_PROGRESS");
        cluster.created_at = Some(hand::before(754));
        let resources = vec![
            hand::resource("root", "network", "OS::Neutron::Net", "CREATE_COMPLETE"),
            hand::resource("root", "api_lb", "x::LoadBalancer", "CREATE_IN_PROGRESS"),
        ];
        let store = hand::store(vec![hand::detail(&cluster), hand::parts(&cluster, resources)]);
        let page = open(language, store, &cluster.id, Tab::Summary);
        page.get_by_label(&words.page_build_count(1, 2));
        page.get_by_label(&words.page_build_elapsed(words.span(754)));
        page.get_by_label(&words.page_build_limit(words.span(3_600)));
        page.get_by_label(&words.page_build_busy("api_lb"));
    }
}

#[test]
fn a_cluster_that_is_gone_stays_to_be_read_and_cannot_be_deleted() {
    let words = stage::words(Language::English);
    let cluster = hand::cluster("web");
    let mut store = hand::store(vec![hand::detail(&cluster)]);
    store.apply(lost(&cluster.id, ProblemKind::NotFound));
    let page = open(Language::English, store, &cluster.id, Tab::Summary);
    page.get_by_label_contains(words.page_gone());
    page.get_by_label("https://172.24.4.10:6443");
    assert!(
        page.get_by_label(words.page_delete())
            .accesskit_node()
            .is_disabled()
    );
}

#[test]
fn a_failed_refresh_leaves_the_page_and_can_be_tried_again() {
    let words = stage::words(Language::English);
    let cluster = hand::cluster("web");
    let mut store = hand::store(vec![hand::detail(&cluster)]);
    store.apply(lost(&cluster.id, ProblemKind::Unavailable));
    let mut page = open(Language::English, store, &cluster.id, Tab::Summary);
    page.get_by_label("https://172.24.4.10:6443");
    let wishes = press(&mut page, words.widget_retry());
    assert!(matches!(wishes.as_slice(), [Action::Refresh(Some(Topic::Cluster(id)))] if *id == cluster.id));
}

#[test]
fn a_cluster_nobody_knows_is_waited_for() {
    let words = stage::words(Language::English);
    let id = ClusterId::new("nobody");
    let page = open(Language::English, hand::store(vec![]), &id, Tab::Summary);
    page.get_by_label(words.page_loading());
}

#[test]
fn resources_and_events_are_tables_and_the_picture_is_the_callers() {
    for language in Language::ALL {
        let words = stage::words(language);
        let cluster = failed();
        let events = vec![
            hand::event("network", "CREATE_IN_PROGRESS", 100),
            hand::event("network", "CREATE_COMPLETE", 90),
        ];
        let store = hand::store(vec![
            hand::detail(&cluster),
            hand::parts(&cluster, hand::failed_stack()),
            Snapshot::Events(cluster.id.clone(), Arc::new(events)),
        ]);
        let mut page = open(language, store, &cluster.id, Tab::Resources);
        assert!(page.query_all_by_label("kube_masters / 0").next().is_some());
        assert!(page.query_all_by_label("the picture").next().is_none());
        page.state_mut().panel.tab = Tab::Timeline;
        page.run();
        assert!(page.query_all_by_label(words.event_created()).next().is_some());
        press(&mut page, words.page_events_bars());
        page.get_by_label(&words.page_bar("network", words.event_created(), words.span(10)));
        page.state_mut().panel.tab = Tab::Topology;
        page.run();
        page.get_by_label("the picture");
    }
}

#[test]
fn cluster_api_clusters_have_no_stack_and_that_is_said() {
    let words = stage::words(Language::English);
    let mut cluster = hand::cluster("web");
    cluster.stack = Some(StackId::new("kube-abcde"));
    let store = hand::store(vec![hand::detail(&cluster), hand::parts(&cluster, vec![])]);
    let page = open(Language::English, store, &cluster.id, Tab::Resources);
    page.get_by_label(words.page_resources_none());
}

#[test]
fn access_is_wished_for_this_cluster_and_a_reason_stands_where_there_can_be_none() {
    use magnum_desktop::domain::access::{AccessTask, AccessWish, Destination, Means};

    for language in Language::ALL {
        let words = stage::words(language);
        let mut cluster = hand::cluster("web");
        cluster.api_address = Some("https://10.0.0.5:6443".to_owned());
        let store = hand::store(vec![hand::detail(&cluster)]);
        let mut page = open(language, store, &cluster.id, Tab::Access);
        for (word, to) in [
            (words.access_save(), Destination::OwnFile(None)),
            (words.access_merge(), Destination::Merged),
            (words.access_folder(), Destination::Folder(None)),
            (words.access_copy(), Destination::Text),
        ] {
            let wishes = press(&mut page, word);
            let [Action::Access(of, AccessTask::Make(wish))] = wishes.as_slice() else {
                panic!("{wishes:?}")
            };
            assert_eq!(*of, cluster.id);
            assert_eq!(
                *wish,
                AccessWish {
                    cluster: cluster.id.clone(),
                    means: Means::Certificate,
                    to,
                    identity: magnum_desktop::domain::access::Identity::MustMatch,
                }
            );
        }
        cluster.api_address = None;
        let store = hand::store(vec![hand::detail(&cluster)]);
        let mut page = open(language, store, &cluster.id, Tab::Access);
        page.get_by_label_contains(words.reason_no_api());
        let wishes = press(&mut page, words.access_save());
        assert!(wishes.is_empty(), "{wishes:?}");
    }
}

#[test]
fn a_terminal_is_offered_with_what_was_saved_and_never_with_the_merged_file() {
    use magnum_desktop::domain::access::{
        AccessOutcome, AccessWish, Destination, Environment, Identity, Means, Saved, Undoable,
    };
    use magnum_desktop::domain::certificate::Fingerprint;

    let words = stage::words(Language::English);
    let docker: Environment = vec![("DOCKER_HOST".to_owned(), "tcp://10.0.0.5:2376".to_owned())];
    let config = |file: &str| vec![("KUBECONFIG".to_owned(), file.to_owned())];
    for (to, environment, expected) in [
        (Destination::OwnFile(None), vec![], Some(config("/home/ada/web"))),
        (
            Destination::Folder(None),
            vec![],
            Some(config("/home/ada/web/config")),
        ),
        (Destination::Folder(None), docker.clone(), Some(docker)),
        (Destination::Merged, vec![], None),
    ] {
        let cluster = hand::cluster("web");
        let mut store = hand::store(vec![hand::detail(&cluster)]);
        let wish = AccessWish {
            cluster: cluster.id.clone(),
            means: Means::Certificate,
            to,
            identity: Identity::MustMatch,
        };
        store.begin_access(&hand::scope(), cluster.id.clone(), Some(wish), hand::now());
        store.apply(Update::Accessed {
            scope: hand::scope(),
            cluster: cluster.id.clone(),
            at: hand::now(),
            outcome: Ok(AccessOutcome::Saved(Saved {
                file: "/home/ada/web".into(),
                kubeconfig: "/home/ada/web".into(),
                followed_link: false,
                backup: None,
                context: "web".to_owned(),
                authority: Fingerprint::new([7; 32]),
                expires: None,
                undo: Undoable::No,
                environment,
            })),
        });
        let mut page = open(Language::English, store, &cluster.id, Tab::Access);
        let wishes = press(&mut page, words.access_terminal());
        match (wishes.as_slice(), expected) {
            ([Action::OpenTerminal(with)], Some(expected)) => {
                assert_eq!((&with.environment, with.runs.len()), (&expected, 0));
            }
            ([], None) => {}
            other => panic!("{other:?}"),
        }
    }
}
