//! The lists of clusters, templates and nodes, drawn from hand-fed values, in both languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::tz::TimeZone;
use magnum_desktop::domain::id::{ClusterId, ServerId, TemplateId};
use magnum_desktop::domain::inventory::{Address, AddressKind, Server};
use magnum_desktop::domain::node::Node;
use magnum_desktop::domain::node_group::Role;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::message::{ClusterList, Epoch, NodeList, Snapshot, Topic, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::clusters::ClustersPanel;
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::nodes::NodesPanel;
use magnum_desktop::ui::outbox::{Action, Outbox};
use magnum_desktop::ui::route::{Route, Tab};
use magnum_desktop::ui::templates::TemplatesPanel;
use magnum_desktop::ui::theme::{self, Theme};

use super::hand;

/// One page on a stage of its own.
struct Stage<P> {
    panel: P,
    store: Store,
    words: Words,
    outbox: Outbox,
    ready: bool,
}

fn harness<P>(
    language: Language,
    store: Store,
    panel: P,
    mut draw: impl FnMut(&mut P, &mut egui::Ui, &Ctx<'_>) + 'static,
) -> Harness<'static, Stage<P>> {
    let stage = Stage {
        panel,
        store,
        words: Words::in_zone(language, TimeZone::UTC),
        outbox: Outbox::default(),
        ready: false,
    };
    Harness::builder().with_size([1400.0, 800.0]).build_ui_state(
        move |ui, stage: &mut Stage<P>| {
            if !std::mem::replace(&mut stage.ready, true) {
                theme::install(ui.ctx());
                theme::apply(ui.ctx(), Theme::Light);
                ui.ctx().request_repaint();
                return;
            }
            let scope = hand::scope();
            let ctx = Ctx {
                store: &stage.store,
                scope: &scope,
                data: stage.store.scope(&scope).unwrap(),
                words: &stage.words,
                now: hand::now(),
                outbox: &stage.outbox,
            };
            draw(&mut stage.panel, ui, &ctx);
        },
        stage,
    )
}

fn clusters_page(language: Language, store: Store) -> Harness<'static, Stage<ClustersPanel>> {
    let mut page = harness(language, store, ClustersPanel::default(), |panel, ui, ctx| {
        panel.ui(ui, ctx)
    });
    page.run();
    page
}

/// Three clusters: one well, one that failed, one that is unhealthy.
fn three() -> Store {
    let mut failed = hand::cluster("batch");
    failed.status = Status::parse("CREATE_FAILED");
    failed.status_reason = Some("No valid host was found".to_owned());
    let mut unwell = hand::cluster("edge");
    unwell.health = Health::Unhealthy;
    unwell.health_reasons = BTreeMap::from([("edge-node-0.Ready".to_owned(), "False".to_owned())]);
    hand::store(vec![
        hand::clusters(&[&hand::cluster("web"), &failed, &unwell]),
        hand::templates(),
    ])
}

#[test]
fn clusters_are_told_apart_by_words_and_opened_by_double_click() {
    for language in Language::ALL {
        let mut page = clusters_page(language, three());
        let words = Words::in_zone(language, TimeZone::UTC);
        page.get_by_label(words.clusters_create()).click();
        page.get_by_label(words.status_create_failed());
        page.get_by_label(words.health_unhealthy());
        page.run();
        assert!(matches!(
            page.state().outbox.drain().as_slice(),
            [Action::CreateFrom(None)]
        ));

        page.get_all_by_label("batch").next().unwrap().click();
        page.run();
        // The inspector tells the reason in the service's own words.
        page.get_by_label("No valid host was found");
        page.get_by_label(words.clusters_delete()).click();
        page.run();
        let actions = page.state().outbox.drain();
        assert!(matches!(actions.as_slice(), [Action::AskDelete(id)] if id.as_str().starts_with("batch")));
    }
}

#[test]
fn the_keyboard_alone_is_enough() {
    let mut page = clusters_page(Language::English, three());
    let words = Words::in_zone(Language::English, TimeZone::UTC);
    page.key_press(egui::Key::Slash);
    page.run();
    assert!(page.get_by_label(words.table_filter()).is_focused());
    page.get_by_label(words.table_filter()).type_text("EDGE");
    page.run();
    page.get_by_label("1 of 3");
    assert!(page.query_by_label("batch").is_none());

    page.get_by_label(words.clusters_table()).focus();
    page.key_press(egui::Key::ArrowDown);
    page.run();
    page.key_press(egui::Key::Enter);
    page.run();
    let actions = page.state().outbox.drain();
    assert!(
        matches!(actions.as_slice(), [Action::Go(Route::Cluster(id, Tab::Summary))] if id.as_str().starts_with("edge")),
        "{actions:?}"
    );
}

#[test]
fn a_lens_shows_what_needs_somebody() {
    for language in Language::ALL {
        let mut page = clusters_page(language, three());
        let words = Words::in_zone(language, TimeZone::UTC);
        page.get_by_label(&words.clusters_lens(words.clusters_failed(), "1"))
            .click();
        page.run();
        page.get_all_by_label("batch").next().unwrap();
        assert!(page.query_by_label("edge").is_none());
        assert!(
            page.query_by_label(&words.clusters_lens(words.clusters_busy(), "0"))
                .is_none()
        );
    }
}

#[test]
fn a_click_on_a_header_sorts_and_another_one_turns_it_round() {
    let mut page = clusters_page(Language::English, three());
    let words = Words::in_zone(Language::English, TimeZone::UTC);
    let name = words.clusters_column_name();
    page.get_by_label(&words.table_sort_by(name)).click();
    page.run();
    page.get_by_label(&words.table_sorted_up(name)).click();
    page.run();
    page.get_by_label(&words.table_sorted_down(name));
    let y = |name: &str| page.get_all_by_label(name).next().unwrap().rect().top();
    assert!(y("web") < y("edge") && y("edge") < y("batch"));
}

#[test]
fn an_empty_project_offers_the_first_cluster_and_a_growing_list_says_so() {
    for language in Language::ALL {
        let words = Words::in_zone(language, TimeZone::UTC);
        let page = clusters_page(language, hand::store(vec![hand::clusters(&[])]));
        page.get_by_label(words.clusters_empty());

        let rows = vec![Arc::new(hand::cluster("web"))];
        let growing = ClusterList {
            rows,
            more_to_come: true,
            total: Some(600),
            broken_off: false,
        };
        let page = clusters_page(language, hand::store(vec![Snapshot::Clusters(Arc::new(growing))]));
        page.get_by_label(&words.clusters_fetching_of("1", 600));
        page.get_all_by_label("web").next().unwrap();
    }
}

#[test]
fn a_failed_refresh_leaves_the_list_and_says_what_to_do() {
    for language in Language::ALL {
        let words = Words::in_zone(language, TimeZone::UTC);
        let mut store = three();
        let problem = Problem {
            server_words: Some("upstream is down".to_owned()),
            request_id: Some("req-42".to_owned()),
            ..Problem::of(Service::ContainerInfra, ProblemKind::Unavailable)
        };
        store.apply(Update::Failed {
            scope: hand::scope(),
            epoch: Epoch(1),
            topic: Topic::Clusters,
            at: hand::now(),
            problem: problem.clone(),
        });
        let mut page = clusters_page(language, store);
        page.get_all_by_label("web").next().unwrap();
        page.get_by_label(&words.headline(&problem));
        page.get_by_label(words.widget_details()).click();
        page.run();
        page.get_by_label("upstream is down");
        page.get_by_label(words.widget_retry()).click();
        page.run();
        assert!(matches!(
            page.state().outbox.drain().as_slice(),
            [Action::Refresh(None)]
        ));
    }
}

#[test]
fn a_template_tells_every_field_and_starts_a_cluster() {
    for language in Language::ALL {
        let words = Words::in_zone(language, TimeZone::UTC);
        let store = hand::store(vec![hand::templates(), hand::clusters(&[&hand::cluster("web")])]);
        let named = TemplateId::new("t-k8s");
        let mut page = harness(
            language,
            store,
            TemplatesPanel::default(),
            move |panel, ui, ctx| {
                panel.ui(ui, ctx, (Some(&named), None));
            },
        );
        page.run();
        page.get_by_label(&words.templates_used_by(1));
        page.get_by_label("k8s_fedora_coreos_v1");
        page.get_by_label(words.templates_create_from()).click();
        page.run();
        let actions = page.state().outbox.drain();
        assert!(matches!(actions.as_slice(), [Action::CreateFrom(Some(id))] if id.as_str() == "t-k8s"));
    }
}

fn node(name: &str, status: &str) -> Node {
    let address = Address {
        network: "web".to_owned(),
        ip: "10.0.0.7".to_owned(),
        kind: AddressKind::Fixed,
    };
    Node {
        cluster: ClusterId::new("web-id"),
        cluster_name: "web".to_owned(),
        group: Some("default-worker".to_owned()),
        role: Role::Worker,
        ready: Some("False".to_owned()),
        server: Server {
            id: ServerId::new(format!("id-{name}")),
            name: name.to_owned(),
            status: status.to_owned(),
            task: None,
            fault: None,
            flavor: Some("m1.small".to_owned()),
            vcpus: Some(2),
            ram_mib: Some(4096),
            image: None,
            addresses: vec![address],
            keypair: None,
            availability_zone: Some("nova".to_owned()),
            host: None,
            volumes: vec![],
            security_groups: vec![],
            metadata: BTreeMap::new(),
            project: None,
            created_at: Some(hand::before(60)),
        },
    }
}

#[test]
fn nodes_are_listed_with_their_state_and_gaps_are_named() {
    for language in Language::ALL {
        let words = Words::in_zone(language, TimeZone::UTC);
        let problem = Problem::of(Service::Orchestration, ProblemKind::Forbidden);
        let list = NodeList {
            rows: vec![node("web-abc-node-0", "ERROR")],
            gaps: BTreeMap::from([(Service::Orchestration, problem.clone())]),
            clusters_to_come: true,
        };
        let store = hand::store(vec![Snapshot::Nodes(Arc::new(list))]);
        let mut page = harness(language, store, NodesPanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx)
        });
        page.run();
        page.get_by_label(&words.headline(&problem));
        page.get_by_label(words.nodes_partial());
        page.get_by_label(words.server_error());
        page.get_by_label(words.ready_no());
        page.get_all_by_label("web-abc-node-0").next().unwrap().click();
        page.run();
        page.get_by_label(words.nodes_open_cluster()).click();
        page.run();
        let actions = page.state().outbox.drain();
        assert!(
            matches!(actions.as_slice(), [Action::Go(Route::Cluster(id, Tab::Summary))] if id.as_str() == "web-id")
        );
    }
}
