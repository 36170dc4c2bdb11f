//! The frame round the pages: switching places, what concerns every page, the page in place of a missing service, settings.

use std::path::Path;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;
use magnum_desktop::domain::cloud_choice::CloudChoice;
use magnum_desktop::domain::diagnostics::Transfer;
use magnum_desktop::domain::id::ProjectId;
use magnum_desktop::domain::places::{DomainPlace, Places, ProjectPlace};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{AuthScope, CloudProfile, TlsPolicy};
use magnum_desktop::domain::service::{Service, ServiceHealth, ServiceState};
use magnum_desktop::domain::session_info::Renewal;
use magnum_desktop::message::{Epoch, SessionState, Topic, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::clusters::ClustersPanel;
use magnum_desktop::ui::no_service;
use magnum_desktop::ui::outbox::{Action, SignInStart};
use magnum_desktop::ui::route::Route;
use magnum_desktop::ui::settings::{SettingsInput, SettingsPanel};
use magnum_desktop::ui::shell::{self, ShellInput};
use magnum_desktop::ui::theme::Theme;

use super::hand;
use super::stage::{self, Stage};
use super::welcome::profile;

struct Frame {
    profile: Arc<CloudProfile>,
    clusters: ClustersPanel,
    ask_region: bool,
}

type Page = Harness<'static, Stage<Frame>>;

fn page(language: Language, store: Store, profile: CloudProfile) -> Page {
    let frame = Frame {
        profile: Arc::new(profile),
        clusters: ClustersPanel::default(),
        ask_region: false,
    };
    stage::harness(language, store, frame, |frame, ui, ctx| {
        let input = ShellInput {
            ctx,
            route: &Route::Clusters,
            profile: Some(&frame.profile),
            ask_region: frame.ask_region,
        };
        let clusters = &mut frame.clusters;
        let profile = &frame.profile;
        shell::ui(ui, &input, |ui| {
            if !no_service::show(ui, ctx, Some(profile)) {
                clusters.ui(ui, ctx);
            }
        });
    })
}

/// Two regions, several places.
fn store(places: Places) -> Store {
    let mut store = hand::store(vec![hand::clusters(&[&hand::cluster("web")])]);
    let mut info = store.scope(&hand::scope()).unwrap().info.clone().unwrap();
    info.regions.push("RegionTwo".to_owned());
    info.expires_at = Some(hand::now() + SignedDuration::from_secs(300));
    store.apply(Update::Session {
        scope: hand::scope(),
        epoch: Epoch(1),
        state: SessionState::SignedIn(info),
    });
    store.apply(Update::Places {
        scope: hand::scope(),
        epoch: Epoch(1),
        places: Ok(Arc::new(places)),
    });
    store
}

fn project(name: &str, id: &str) -> ProjectPlace {
    ProjectPlace {
        id: ProjectId::new(id),
        name: name.to_owned(),
        domain_id: "default".to_owned(),
        description: String::new(),
    }
}

fn places() -> Places {
    Places {
        projects: vec![
            project("web-team", "project-web"),
            project("容器平台测试", "project-zh"),
        ],
        domains: vec![DomainPlace {
            id: "d1".to_owned(),
            name: "Campus".to_owned(),
        }],
        system: true,
        fixed: false,
    }
}

fn press(page: &mut Page, label: &str) -> Vec<Action> {
    page.get_by_label(label).click();
    page.run();
    stage::wishes(page)
}

#[test]
fn another_project_domain_or_region_is_two_clicks_away() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, store(places()), profile("prod"));
        let open = words.switcher_project("web-team");
        press(&mut page, &open);
        let here = page.get_by_role_and_label(egui::accesskit::Role::Button, "web-team");
        assert_eq!(
            here.accesskit_node().toggled(),
            Some(egui::accesskit::Toggled::True),
            "the current one is marked"
        );
        let wishes = press(&mut page, "容器平台测试");
        let [Action::Switch(to)] = wishes.as_slice() else {
            panic!("{wishes:?}");
        };
        assert_eq!(to.auth_scope.label(), "容器平台测试");
        press(&mut page, &open);
        let wishes = press(&mut page, words.switcher_system());
        assert!(matches!(wishes.as_slice(), [Action::Switch(to)] if to.auth_scope == AuthScope::System));
        press(&mut page, &words.switcher_region("RegionOne"));
        let wishes = press(&mut page, "RegionTwo");
        assert!(
            matches!(wishes.as_slice(), [Action::Switch(to)] if to.region.as_deref() == Some("RegionTwo"))
        );
    }
}

#[test]
fn a_scope_that_cannot_be_changed_says_why() {
    for language in Language::ALL {
        let words = stage::words(language);
        let fixed = Places {
            fixed: true,
            ..places()
        };
        let mut page = page(language, store(fixed), profile("prod"));
        press(&mut page, &words.switcher_project("web-team"));
        page.get_by_label(words.switcher_fixed());
    }
}

#[test]
fn a_long_list_of_projects_is_filtered_by_typing() {
    let words = stage::words(Language::English);
    let many = Places {
        projects: (0..40)
            .map(|n| project(&format!("team-{n:02}"), &format!("p{n}")))
            .collect(),
        ..places()
    };
    let mut page = page(Language::English, store(many), profile("prod"));
    press(&mut page, &words.switcher_project("web-team"));
    page.event(egui::Event::Text("31".to_owned()));
    page.run();
    assert!(page.query_by_label("team-30").is_none());
    let wishes = press(&mut page, "team-31");
    assert!(matches!(wishes.as_slice(), [Action::Switch(to)] if to.auth_scope.label() == "team-31"));
}

#[test]
fn f16_what_is_not_safe_is_marked_for_as_long_as_it_is_so() {
    for language in Language::ALL {
        let words = stage::words(language);
        let unchecked = CloudProfile {
            tls: TlsPolicy::Unchecked,
            ..profile("prod")
        };
        let open = page(language, store(places()), unchecked);
        open.get_by_label_contains(words.frame_unchecked());
        let clear = CloudProfile {
            auth_url: "http://10.0.0.1:5000/v3".to_owned(),
            ..profile("prod")
        };
        let open = page(language, store(places()), clear);
        open.get_by_label_contains(words.frame_in_the_clear());
        let safe = page(language, store(places()), profile("prod"));
        assert!(safe.query_by_label_contains(words.frame_unchecked()).is_none());
        assert!(safe.query_by_label_contains(words.frame_in_the_clear()).is_none());
    }
}

#[test]
fn f28_a_bare_token_counts_down_and_a_renewed_one_does_not() {
    for language in Language::ALL {
        let words = stage::words(language);
        let left = words.frame_token_left(words.span(300));
        for (renewal, counts) in [
            (Renewal::Never, true),
            (Renewal::ByPerson, true),
            (Renewal::ByItself, false),
        ] {
            let page = page(language, with_renewal(renewal), profile("prod"));
            let shown = page.query_by_label_contains(&left).is_some();
            assert_eq!(shown, counts, "{renewal:?}");
        }
    }
}

fn with_renewal(renewal: Renewal) -> Store {
    let mut store = store(places());
    let mut info = store.scope(&hand::scope()).unwrap().info.clone().unwrap();
    info.renewal = renewal;
    info.expires_here = info.expires_at;
    store.apply(Update::Session {
        scope: hand::scope(),
        epoch: Epoch(1),
        state: SessionState::SignedIn(info),
    });
    store
}

fn services(store: &mut Store, services: Vec<ServiceHealth>) {
    store.apply(Update::Services {
        scope: hand::scope(),
        epoch: Epoch(1),
        services,
    });
}

#[test]
fn f08_one_banner_says_that_nothing_can_be_reached() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = store(places());
        let problem = Problem::of(
            Service::ContainerInfra,
            ProblemKind::ConnectionLost {
                host: "magnum.example.org:9511".to_owned(),
            },
        );
        services(
            &mut store,
            vec![ServiceHealth {
                service: Service::ContainerInfra,
                state: ServiceState::Failing {
                    since: hand::before(90),
                    problem: problem.clone(),
                },
            }],
        );
        store.apply(Update::Failed {
            scope: hand::scope(),
            epoch: Epoch(1),
            topic: Topic::Clusters,
            at: hand::now(),
            problem: problem.clone(),
        });
        let mut page = page(language, store, profile("prod"));
        page.get_by_label(&words.frame_offline(words.time_of_day(hand::before(90))));
        assert_eq!(
            page.get_all_by_label(&words.headline(&problem)).count(),
            1,
            "the page itself does not say it again"
        );
        page.get_by_label("web");
        let wishes = press(&mut page, words.widget_retry());
        assert!(matches!(wishes.as_slice(), [Action::Refresh(None)]));
    }
}

#[test]
fn f34_without_magnum_the_page_says_so_and_where_else_to_look() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = store(places());
        services(
            &mut store,
            vec![ServiceHealth {
                service: Service::ContainerInfra,
                state: ServiceState::NotInstalled,
            }],
        );
        let mut page = page(language, store, profile("prod"));
        page.get_by_label(words.frame_no_magnum());
        let wishes = press(&mut page, &words.frame_go_to_region("RegionTwo"));
        assert!(
            matches!(wishes.as_slice(), [Action::Switch(to)] if to.region.as_deref() == Some("RegionTwo"))
        );
    }
}

#[test]
fn f35_which_of_several_regions_is_asked_and_any_answer_is_kept() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, store(places()), profile("prod"));
        assert!(page.query_by_label(words.frame_which_region()).is_none());
        page.state_mut().panel.ask_region = true;
        page.run();
        page.get_by_label(words.frame_which_region());
        let wishes = press(&mut page, "RegionTwo");
        assert!(
            matches!(wishes.as_slice(), [Action::Switch(to)] if to.region.as_deref() == Some("RegionTwo"))
        );
    }
}

#[test]
fn f45_a_dot_tells_what_is_not_permitted_and_leads_to_diagnostics() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = store(places());
        services(
            &mut store,
            vec![ServiceHealth {
                service: Service::Orchestration,
                state: ServiceState::NotPermitted,
            }],
        );
        let mut page = page(language, store, profile("prod"));
        let wishes = press(&mut page, &format!("Heat {}", words.service_not_permitted()));
        assert!(matches!(
            wishes.as_slice(),
            [Action::Go(Route::Diagnostics(Some(Service::Orchestration)))]
        ));
    }
}

#[test]
fn the_settings_show_what_is_kept_and_forget_it_after_asking_once() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = stage::harness(
            language,
            hand::store(vec![]),
            SettingsPanel::default(),
            |panel, ui, ctx| {
                let kept = [CloudChoice {
                    name: "lab".to_owned(),
                    file: "".into(),
                    line: None,
                    profile: Ok(Arc::new(profile("lab"))),
                    secret: None,
                    passcode: None,
                    warnings: vec![],
                }];
                let input = SettingsInput {
                    theme: Theme::Light,
                    folder: Some(Path::new("/home/ada/.config/magnum-desktop")),
                    kept: &kept,
                    cloudless: true,
                };
                panel.ui(ui, ctx, input);
            },
        );
        page.get_by_label("/home/ada/.config/magnum-desktop");
        page.get_by_label(words.welcome_edit()).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        assert!(matches!(wishes.as_slice(), [Action::OpenSignIn(SignInStart::Edit(name))] if name == "lab"));
        page.get_by_label(words.settings_forget()).click();
        page.run();
        assert!(stage::wishes(&mut page).is_empty(), "it asks first");
        page.get_by_role_and_label(egui::accesskit::Role::Button, words.settings_forget_yes())
            .click();
        page.run();
        assert!(matches!(
            stage::wishes(&mut page).as_slice(),
            [Action::ForgetEverything]
        ));
    }
}

#[test]
fn f12_a_list_that_comes_slowly_tells_how_much_has_come() {
    for language in Language::ALL {
        let words = stage::words(language);
        let receiving = words.frame_receiving(words.bytes(245_760));
        for awaited in [false, true] {
            let mut store = store(places());
            let (scope, epoch) = (hand::scope(), Epoch(1));
            if awaited {
                let (scope, topic) = (scope.clone(), Topic::Clusters);
                store.apply(Update::Refreshing { scope, epoch, topic });
            }
            let transfers = vec![Transfer {
                since: hand::before(4),
                service: Service::ContainerInfra,
                method: "GET".to_owned(),
                path: "/v1/clusters/detail".to_owned(),
                bytes: 245_760,
            }];
            store.apply(Update::Transfers {
                scope,
                epoch,
                transfers,
            });
            let page = page(language, store, profile("prod"));
            assert_eq!(page.query_by_label(&receiving).is_some(), awaited);
        }
    }
}
