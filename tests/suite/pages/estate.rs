//! The pages beside clusters: the template form, two templates side by side, key pairs, quotas, services, all projects, and
//! the overview.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::access::Remembered;
use magnum_desktop::domain::administration::{
    Allowance, CloudWide, Conductor, ProjectQuota, ProjectQuotas, Projects, Stats,
};
use magnum_desktop::domain::id::{ProjectId, TemplateId};
use magnum_desktop::domain::operation::{
    KeyMaker, KeypairChange, Operation, Progress, QuotaChange, QuotaDeed, Subject, TemplateChange,
};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::quota::{Quota, QuotaKind, Quotas};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::domain::template::concern::Concern;
use magnum_desktop::domain::template::field::{FieldGroup, TemplateField};
use magnum_desktop::message::{Epoch, SessionState, Snapshot, Topic, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::cloud_wide::CloudWidePanel;
use magnum_desktop::ui::conductors::ConductorsPanel;
use magnum_desktop::ui::keypairs::KeypairsPanel;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::overview::OverviewPanel;
use magnum_desktop::ui::quotas::QuotasPanel;
use magnum_desktop::ui::route::{EstateRoute, FormStart, Route};
use magnum_desktop::ui::template_compare::TemplateComparePanel;
use magnum_desktop::ui::template_form::TemplateFormPanel;
use magnum_desktop::ui::templates::TemplatesPanel;

use super::hand;
use super::stage::{self, Stage};

fn with_role(mut store: Store, role: &str) -> Store {
    let info = SessionInfo {
        roles: vec![role.to_owned()],
        project: "web-team".to_owned(),
        project_id: ProjectId::new("project-web"),
        magnum_version: Some("1.12".to_owned()),
        ..SessionInfo::default()
    };
    store.apply(Update::Session {
        scope: hand::scope(),
        epoch: Epoch(1),
        state: SessionState::SignedIn(info),
    });
    store
}

fn press<P>(page: &mut Harness<'static, Stage<P>>, label: &str) {
    page.get_by_role_and_label(Role::Button, label).click();
    page.run();
}

fn write<P>(page: &mut Harness<'static, Stage<P>>, label: &str, text: &str) {
    let field = page.get_by_role_and_label(Role::TextInput, label);
    field.focus();
    field.type_text(text);
    page.run();
}

fn form(language: Language, store: Store, start: FormStart) -> Harness<'static, Stage<TemplateFormPanel>> {
    let panel = TemplateFormPanel::default();
    let mut page = stage::harness(language, store, panel, move |panel, ui, ctx| {
        panel.ui(ui, ctx, &start);
    });
    page.run();
    page
}

#[test]
fn a_copy_is_filled_in_and_sent_once() {
    for language in Language::ALL {
        let words = stage::words(language);
        let store = hand::store(vec![hand::templates(), hand::clusters(&[]), hand::catalog()]);
        let start = FormStart::Copy(TemplateId::new("t-k8s"));
        let mut page = form(language, store, start);
        assert_eq!(page.state().panel.draft().text(TemplateField::Name), "k8s-copy");
        write(&mut page, words.template_field(TemplateField::Name), "-2");
        for group in FieldGroup::ALL {
            press(&mut page, words.field_group(group));
        }
        press(&mut page, words.form_create());
        let wishes = stage::wishes(&mut page);
        let [Action::Run(id, Operation::Template(TemplateChange::Create(request)))] = wishes.as_slice()
        else {
            panic!("{wishes:?}")
        };
        let id = *id;
        assert_eq!(request.name(), "k8s-copy-2");
        page.run();
        assert!(
            page.get_by_role_and_label(Role::Button, words.form_create())
                .accesskit_node()
                .is_disabled(),
            "there is no second press"
        );
        let problem = Problem {
            server_words: Some("Cluster type (vm, Unset, kubernetes) not supported.".to_owned()),
            ..Problem::of(Service::ContainerInfra, ProblemKind::BadRequest)
        };
        stage::progress(&mut page, id, Progress::Refused { problem });
        page.get_by_label(words.form_refused());
        page.get_by_label_contains("not supported");
        press(&mut page, words.form_create());
        let wishes = stage::wishes(&mut page);
        let [Action::Run(id, _)] = wishes.as_slice() else {
            panic!("after a refusal it can be sent anew: {wishes:?}")
        };
        let made = TemplateId::new("t-new");
        let subject = Subject::Template(made.clone());
        stage::progress(&mut page, *id, Progress::Done { subject });
        let wishes = stage::wishes(&mut page);
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Templates(Some(id)))] if *id == made),
            "{wishes:?}"
        );
    }
}

#[test]
fn a_template_in_use_is_changed_only_where_magnum_lets_it() {
    let words = stage::words(Language::English);
    let web = hand::cluster("web");
    let mut store = hand::store(vec![hand::templates(), hand::clusters(&[&web]), hand::catalog()]);
    hand::feed(&mut store, hand::clusters(&[&web]));
    let mut page = form(
        Language::English,
        store,
        FormStart::Edit(TemplateId::new("t-k8s")),
    );
    page.get_by_label(&words.form_in_use(1));
    assert!(
        page.get_by_role_and_label(Role::Button, words.form_save())
            .accesskit_node()
            .is_disabled(),
        "nothing has been changed"
    );
    press(&mut page, words.field_group(FieldGroup::Nodes));
    assert!(
        page.get_by_role_and_label(Role::ComboBox, words.template_field(TemplateField::Flavor))
            .accesskit_node()
            .is_disabled()
    );
    press(&mut page, words.field_group(FieldGroup::General));
    write(&mut page, words.template_field(TemplateField::Name), "-old");
    press(&mut page, words.form_save());
    let wishes = stage::wishes(&mut page);
    let [Action::Run(_, Operation::Template(TemplateChange::Edit(edit)))] = wishes.as_slice() else {
        panic!("{wishes:?}")
    };
    assert_eq!(edit.requests().len(), 1);
}

#[test]
fn readers_are_told_why_they_cannot_make_templates() {
    let words = stage::words(Language::English);
    let store = with_role(
        hand::store(vec![hand::templates(), hand::clusters(&[])]),
        "reader",
    );
    let mut page = stage::harness(
        Language::English,
        store,
        TemplatesPanel::default(),
        |panel, ui, ctx| panel.ui(ui, ctx, (None, None)),
    );
    page.run();
    assert!(
        page.get_by_role_and_label(Role::Button, words.template_create())
            .accesskit_node()
            .is_disabled()
    );
}

#[test]
fn a_template_in_use_tells_by_whom_in_place_of_asking_for_its_name() {
    let words = stage::words(Language::English);
    let web = hand::cluster("web");
    let store = with_role(
        hand::store(vec![hand::templates(), hand::clusters(&[&web])]),
        "admin",
    );
    let named = TemplateId::new("t-k8s");
    let mut page = stage::harness(
        Language::English,
        store,
        TemplatesPanel::default(),
        move |panel, ui, ctx| panel.ui(ui, ctx, (Some(&named), None)),
    );
    page.run();
    page.get_by_label(&words.concern(&Concern::FloatingIps));
    press(&mut page, words.template_more());
    press(&mut page, words.template_delete());
    page.get_by_label(&words.template_delete_used(1, "web"));
    assert!(stage::wishes(&mut page).is_empty());
}

#[test]
fn two_templates_stand_side_by_side() {
    for language in Language::ALL {
        let words = stage::words(language);
        let store = hand::store(vec![hand::templates()]);
        let both = (TemplateId::new("t-k8s"), TemplateId::new("t-tiny"));
        let mut page = stage::harness(
            language,
            store,
            TemplateComparePanel::default(),
            move |panel, ui, ctx| panel.ui(ui, ctx, (&both.0, &both.1)),
        );
        page.run();
        page.get_by_label(&words.compare_differences(1));
        press(&mut page, words.compare_swap());
        let wishes = stage::wishes(&mut page);
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Estate(EstateRoute::TemplateCompare(one, _)))] if one.as_str() == "t-tiny"),
            "{wishes:?}"
        );
    }
}

fn keypairs(language: Language) -> Harness<'static, Stage<KeypairsPanel>> {
    let Snapshot::Catalog(catalog) = hand::catalog() else {
        unreachable!()
    };
    let pairs = Snapshot::Keypairs(Arc::new(catalog.keypairs.clone()));
    let store = hand::store(vec![
        pairs,
        hand::clusters(&[&hand::cluster("web")]),
        hand::templates(),
    ]);
    let mut page = stage::harness(language, store, KeypairsPanel::default(), |panel, ui, ctx| {
        let usual = |name: &str| Some(PathBuf::from("/home/ada/.ssh").join(format!("{name}.pem")));
        panel.ui(ui, ctx, &usual);
    });
    page.run();
    page
}

#[test]
fn a_key_is_made_here_and_goes_where_somebody_says() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = keypairs(language);
        press(&mut page, words.keypairs_generate());
        assert!(
            page.get_by_role_and_label(Role::Button, words.keypairs_generate_button())
                .accesskit_node()
                .is_disabled()
        );
        write(&mut page, words.keypairs_name(), "laptop");
        press(&mut page, words.keypairs_generate_button());
        let wishes = stage::wishes(&mut page);
        let [Action::Run(id, Operation::Keypair(change))] = wishes.as_slice() else {
            panic!("{wishes:?}")
        };
        let file = PathBuf::from("/home/ada/.ssh/laptop.pem");
        assert_eq!(
            *change,
            KeypairChange::Generate {
                name: "laptop".to_owned(),
                maker: KeyMaker::Here,
                file,
            }
        );
        let subject = Subject::Keypair("laptop".to_owned());
        stage::progress(&mut page, *id, Progress::Done { subject });
        page.get_by_label(&words.keypairs_saved("/home/ada/.ssh/laptop.pem"));
        page.get_by_label(words.keypairs_saved_help());
    }
}

#[test]
fn a_private_key_is_never_imported() {
    let words = stage::words(Language::English);
    let mut page = keypairs(Language::English);
    press(&mut page, words.keypairs_import());
    write(&mut page, words.keypairs_name(), "laptop");
    let field = page.get_by_role_and_label(Role::MultilineTextInput, words.keypairs_public());
    field.focus();
    field.type_text("-----BEGIN OPENSSH PRIVATE KEY-----");
    page.run();
    page.get_by_label(words.keypairs_public_private());
    assert!(
        page.get_by_role_and_label(Role::Button, words.keypairs_import_button())
            .accesskit_node()
            .is_disabled()
    );
    assert!(stage::wishes(&mut page).is_empty());
}

fn allowance() -> Snapshot {
    let known = BTreeMap::from([
        (
            QuotaKind::Clusters,
            Quota {
                limit: Some(3),
                used: 3,
            },
        ),
        (
            QuotaKind::RamMib,
            Quota {
                limit: None,
                used: 4_096,
            },
        ),
    ]);
    Snapshot::Allowance(Arc::new(Allowance {
        quotas: Quotas {
            known,
            gaps: BTreeMap::from([(
                Service::LoadBalancer,
                Problem::of(Service::LoadBalancer, ProblemKind::Unavailable),
            )]),
        },
        clusters: Some(Ok(quota("project-web", 3))),
        stats: Some(Ok(Stats {
            clusters: 3,
            nodes: 9,
        })),
    }))
}

fn quota(project: &str, limit: u32) -> ProjectQuota {
    ProjectQuota {
        id: Some("1".to_owned()),
        project: ProjectId::new(project),
        resource: "Cluster".to_owned(),
        limit: Some(limit),
        created_at: Some(hand::before(600)),
        updated_at: None,
    }
}

fn projects() -> Projects {
    Projects {
        names: BTreeMap::from([
            (ProjectId::new("project-web"), "web-team".to_owned()),
            (ProjectId::new("project-db"), "数据库".to_owned()),
        ]),
        gap: None,
    }
}

fn quotas(language: Language, role: &str) -> Harness<'static, Stage<QuotasPanel>> {
    let all = ProjectQuotas {
        rows: vec![quota("project-web", 3)],
        projects: projects(),
    };
    let all = Snapshot::ProjectQuotas(Arc::new(all));
    let store = with_role(hand::store(vec![allowance(), all]), role);
    let mut page = stage::harness(language, store, QuotasPanel::default(), |panel, ui, ctx| {
        panel.ui(ui, ctx);
    });
    page.run();
    page
}

#[test]
fn quotas_are_told_with_their_origin_and_what_could_not_be_had() {
    for language in Language::ALL {
        let words = stage::words(language);
        let page = quotas(language, "member");
        page.get_by_label(&words.quotas_used("3", "3"));
        page.get_by_label(words.quotas_full());
        page.get_by_label(words.quotas_explicit());
        page.get_by_label(&words.quotas_unlimited(words.mib(4_096)));
        page.get_by_label_contains(&words.quotas_unknown("Octavia"));
        page.get_by_label(&words.quotas_statistics_value(3, 9));
        page.get_by_label(words.quotas_projects_admin());
    }
}

#[test]
fn an_administrator_sets_the_quota_of_a_project_by_its_name() {
    let words = stage::words(Language::English);
    let mut page = quotas(Language::English, "admin");
    press(&mut page, words.quotas_set());
    write(&mut page, words.quotas_dialog_project(), "web-team");
    assert!(
        page.get_by_role_and_label(Role::Button, words.quotas_dialog_save())
            .accesskit_node()
            .is_disabled(),
        "it has one already"
    );
    let field = page.get_by_role_and_label(Role::TextInput, words.quotas_dialog_project());
    field.focus();
    page.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    page.run();
    write(&mut page, words.quotas_dialog_project(), "数据库");
    press(&mut page, words.quotas_dialog_save());
    let wishes = stage::wishes(&mut page);
    let [Action::Run(_, Operation::Quota(change))] = wishes.as_slice() else {
        panic!("{wishes:?}")
    };
    assert_eq!(
        *change,
        QuotaChange {
            project: ProjectId::new("project-db"),
            name: "数据库".to_owned(),
            deed: QuotaDeed::Create(20),
        }
    );
}

#[test]
fn magnums_services_are_shown_to_administrators_and_explained_to_others() {
    for language in Language::ALL {
        let words = stage::words(language);
        let one = Conductor {
            id: "1".to_owned(),
            host: "controller-1".to_owned(),
            binary: "magnum-conductor".to_owned(),
            up: Some(false),
            disabled: true,
            disabled_reason: Some("maintenance".to_owned()),
            report_count: Some(7),
            last_seen: Some(hand::before(4_000)),
            created_at: None,
        };
        let store = hand::store(vec![Snapshot::Conductors(Arc::new(vec![one]))]);
        let page = stage::harness(language, store, ConductorsPanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        page.get_by_label(&words.conductors_ill(1));
        page.get_by_label("controller-1");
        page.get_by_label(&words.conductors_disabled_yes("maintenance"));

        let mut store = hand::store(vec![]);
        store.apply(Update::Failed {
            scope: hand::scope(),
            epoch: Epoch(1),
            topic: Topic::Conductors,
            at: hand::now(),
            problem: Problem::of(Service::ContainerInfra, ProblemKind::Forbidden),
        });
        let page = stage::harness(language, store, ConductorsPanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        page.get_by_label(words.conductors_admin());
        page.get_by_label_contains("member");
    }
}

#[test]
fn the_clusters_of_all_projects_say_whose_they_are() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut other = hand::cluster("db");
        other.project = Some(ProjectId::new("project-db"));
        let all = CloudWide {
            clusters: vec![Arc::new(hand::cluster("web")), Arc::new(other)],
            stats: Some(Stats {
                clusters: 2,
                nodes: 6,
            }),
            projects: projects(),
            people: Arc::default(),
        };
        let all = Snapshot::CloudWide(Arc::new(all));
        let store = with_role(hand::store(vec![all.clone()]), "admin");
        let mut page = stage::harness(language, store, CloudWidePanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        page.run();
        page.get_by_label(&words.wide_stats(2, 6, 2));
        page.get_by_label("数据库");
        let store = with_role(hand::store(vec![all]), "member");
        let page = stage::harness(language, store, CloudWidePanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        page.get_by_label(words.wide_admin());
        assert!(page.query_by_label("数据库").is_none());
    }
}

#[test]
fn the_overview_tells_what_needs_somebody() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut failed = hand::cluster("broken");
        failed.status = Status::parse("CREATE_FAILED");
        let mut unwell = hand::cluster("pale");
        unwell.health = Health::Unhealthy;
        let web = hand::cluster("web");
        let mut store = hand::store(vec![
            hand::clusters(&[&web, &failed, &unwell]),
            hand::templates(),
            allowance(),
        ]);
        let saved = Remembered {
            authority: ["00"; 32].join(":").parse().unwrap(),
            file: "web.yaml".to_owned(),
            at: None,
            expires: Some(hand::before(60)),
            way: None,
        };
        store.remembered.insert(web.id.clone(), saved);
        let mut page = stage::harness(language, store, OverviewPanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        page.run();
        let word = words.overview_clusters();
        page.get_by_role_and_label(Role::Button, &format!("{word}: 3"));
        page.get_by_label(&words.overview_item_unhealthy("pale"));
        page.get_by_label(&words.overview_item_access_over("web"));
        page.get_by_label(&words.overview_item_quota(words.wizard_total_clusters()));
        let item = words.overview_item_failed("broken", words.status(&failed.status));
        page.get_by_label(&item).click();
        page.run();
        let wishes = stage::wishes(&mut page);
        assert!(
            matches!(wishes.as_slice(), [Action::Go(Route::Cluster(id, _))] if *id == failed.id),
            "{wishes:?}"
        );
    }
}
