//! What is offered for clusters of every driver on every release: a table, and the simulated clouds of all releases, which
//! must take what is offered and refuse what the driver cannot.

use std::sync::Arc;

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::driver::Driver;
use magnum_desktop::domain::id::{ClusterId, NodeGroupId, ProjectId, UserId};
use magnum_desktop::domain::node_group::{NodeGroup, Role};
use magnum_desktop::domain::operation::{GroupRef, Resize, Upgrade};
use magnum_desktop::domain::permission::{Circumstances, Reason, Wish};
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::status::Status;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::magnum::{actions, clusters, node_groups, templates};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::simulation::{Options, Pace, Profile, Service, SimulatedCloud, StartingWorld};

use crate::pages::hand;

fn info(minor: u32, roles: &[&str]) -> SessionInfo {
    SessionInfo {
        user_id: UserId::new("user-ada"),
        project_id: ProjectId::new("project-web"),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        magnum_version: Some(format!("1.{minor}")),
        ..SessionInfo::default()
    }
}

fn about<'a>(info: &'a SessionInfo, cluster: &'a Cluster, driver: Driver) -> Circumstances<'a> {
    Circumstances {
        info: Some(info),
        locked: false,
        cluster: Some(cluster),
        driver,
        group: None,
        tls_disabled: false,
    }
}

fn quiet_cluster() -> Cluster {
    Cluster {
        status: Status::parse("CREATE_COMPLETE"),
        project: Some(ProjectId::new("project-web")),
        user: Some(UserId::new("user-ada")),
        api_address: Some("https://10.0.0.1:6443".to_owned()),
        ..hand::cluster("web")
    }
}

/// `+` offered, `d` the driver cannot, `b` the CA would break, `p` the driver is not proven, `w` withdrawn, `o` too old.
fn mark(may: &Result<(), Reason>) -> char {
    match may {
        Ok(()) => '+',
        Err(Reason::Driver(_)) => 'd',
        Err(Reason::CaWouldBreak) => 'b',
        Err(Reason::DriverNotProven) => 'p',
        Err(Reason::HeatUpgradeWithdrawn) => 'w',
        Err(Reason::TooOld { .. }) => 'o',
        Err(
            Reason::Locked
            | Reason::ReaderOnly
            | Reason::ForeignProject
            | Reason::NotOwner
            | Reason::Busy(_)
            | Reason::BeingDeleted
            | Reason::Failed(_)
            | Reason::NoApi
            | Reason::NoTls
            | Reason::DefaultGroup
            | Reason::MasterGroup,
        ) => '?',
    }
}

#[test]
fn each_driver_is_offered_what_it_can_and_each_release_what_it_has() {
    // Newton 1.3, Ocata 1.5, Stein 1.7, Train 1.9, Zed 1.10, 2024.1 1.11, 2026.1 1.12, 2026.2 1.14.
    let minors = [3, 5, 7, 9, 10, 11, 12, 14];
    let table = [
        (Wish::Delete, Driver::Heat, "++++++++"),
        (Wish::Delete, Driver::CapiHelm, "++++++++"),
        (Wish::Delete, Driver::MagnumClusterApi, "++++++++"),
        (Wish::PatchNodeCount, Driver::Heat, "++++++++"),
        (Wish::PatchNodeCount, Driver::CapiHelm, "dddddddd"),
        (Wish::PatchNodeCount, Driver::MagnumClusterApi, "dddddddd"),
        (Wish::Resize, Driver::Heat, "oo++++++"),
        (Wish::Resize, Driver::CapiHelm, "oo++++++"),
        (Wish::Resize, Driver::MagnumClusterApi, "oo++++++"),
        (Wish::ChooseNodes, Driver::Heat, "oo++++++"),
        (Wish::ChooseNodes, Driver::CapiHelm, "oodddddd"),
        (Wish::ChooseNodes, Driver::MagnumClusterApi, "oo++++++"),
        (Wish::ResizeMasters, Driver::Heat, "oodddddd"),
        (Wish::ResizeMasters, Driver::CapiHelm, "oo++++++"),
        (Wish::ResizeMasters, Driver::MagnumClusterApi, "oo++++++"),
        (Wish::ScaleToZero, Driver::Heat, "oooo++++"),
        (Wish::ScaleToZero, Driver::CapiHelm, "oooo++++"),
        (Wish::ScaleToZero, Driver::MagnumClusterApi, "oooo++++"),
        (Wish::Create, Driver::Heat, "++++++++"),
        (Wish::Create, Driver::CapiHelm, "++++++++"),
        (Wish::Create, Driver::MagnumClusterApi, "++++++++"),
        (Wish::SetHealth, Driver::Heat, "++++++++"),
        (Wish::SetHealth, Driver::CapiHelm, "++++++++"),
        (Wish::SetHealth, Driver::MagnumClusterApi, "++++++++"),
        (Wish::EditNodeGroup, Driver::Heat, "ooo+++++"),
        (Wish::EditNodeGroup, Driver::CapiHelm, "ooo+++++"),
        (Wish::EditNodeGroup, Driver::MagnumClusterApi, "ooo+++++"),
        (Wish::DeleteNodeGroup, Driver::Heat, "ooo+++++"),
        (Wish::DeleteNodeGroup, Driver::CapiHelm, "ooo+++++"),
        (Wish::DeleteNodeGroup, Driver::MagnumClusterApi, "ooo+++++"),
        (Wish::CreateNodeGroup, Driver::Heat, "ooo+++++"),
        (Wish::CreateNodeGroup, Driver::CapiHelm, "ooo+++++"),
        (Wish::CreateNodeGroup, Driver::MagnumClusterApi, "ooo+++++"),
        (Wish::NodeLabels, Driver::Heat, "oooooood"),
        (Wish::NodeLabels, Driver::CapiHelm, "oooooood"),
        (Wish::NodeLabels, Driver::MagnumClusterApi, "oooooood"),
        (Wish::Upgrade, Driver::Heat, "ooo++www"),
        (Wish::Upgrade, Driver::CapiHelm, "ooo+++++"),
        (Wish::Upgrade, Driver::MagnumClusterApi, "ooo+++++"),
        (Wish::RotateCa, Driver::Heat, "o+++++++"),
        (Wish::RotateCa, Driver::CapiHelm, "obbbbbbb"),
        (Wish::RotateCa, Driver::MagnumClusterApi, "obbbbbbb"),
        (Wish::RotateCa, Driver::Unknown, "oppppppp"),
        (Wish::RotateCredential, Driver::Heat, "oooooodd"),
        (Wish::RotateCredential, Driver::CapiHelm, "oooooo++"),
        (Wish::RotateCredential, Driver::MagnumClusterApi, "oooooodd"),
    ];
    for wish in Wish::ALL {
        for driver in [Driver::Heat, Driver::CapiHelm, Driver::MagnumClusterApi] {
            let rows = table.iter().filter(|row| row.0 == wish && row.1 == driver);
            assert_eq!(rows.count(), 1, "{wish:?} with {driver:?} is in no row");
        }
    }
    let cluster = quiet_cluster();
    for (wish, driver, expected) in table {
        let marks: String = minors
            .iter()
            .map(|minor| {
                let info = info(*minor, &["member"]);
                mark(&about(&info, &cluster, driver).may(wish))
            })
            .collect();
        assert_eq!(marks, expected, "{wish:?} with {driver:?}");
    }
}

#[test]
fn the_state_of_a_cluster_decides_as_magnum_does() {
    // Complete, busy with an update, busy with the creation, update failed, creation failed, being deleted, deletion failed.
    let statuses = [
        "CREATE_COMPLETE",
        "UPDATE_IN_PROGRESS",
        "CREATE_IN_PROGRESS",
        "UPDATE_FAILED",
        "CREATE_FAILED",
        "DELETE_IN_PROGRESS",
        "DELETE_FAILED",
    ];
    let table = [
        (Wish::Delete, "+++++++"),
        (Wish::Resize, "++b+fgf"),
        (Wish::CreateNodeGroup, "++b+fgf"),
        (Wish::RotateCredential, "++b+fgf"),
        (Wish::PatchNodeCount, "+bbffgf"),
        (Wish::Upgrade, "+bbffgf"),
        (Wish::RotateCa, "+bbffgf"),
    ];
    let driver_for = |wish| match wish {
        Wish::RotateCa | Wish::PatchNodeCount => Driver::Heat,
        _ => Driver::CapiHelm,
    };
    let info = info(12, &["member"]);
    for (wish, expected) in table {
        let marks: String = statuses
            .iter()
            .map(|status| {
                let cluster = Cluster {
                    status: Status::parse(status),
                    ..quiet_cluster()
                };
                match about(&info, &cluster, driver_for(wish)).may(wish) {
                    Ok(()) => '+',
                    Err(Reason::Busy(_)) => 'b',
                    Err(Reason::Failed(_)) => 'f',
                    Err(Reason::BeingDeleted) => 'g',
                    Err(_) => '?',
                }
            })
            .collect();
        assert_eq!(marks, expected, "{wish:?}");
    }
}

#[test]
fn who_asks_decides_too() {
    let cluster = quiet_cluster();
    let may = |info: &SessionInfo, wish| about(info, &cluster, Driver::Heat).may(wish);
    let reader = info(12, &["reader"]);
    for wish in [Wish::Resize, Wish::Delete, Wish::RotateCa, Wish::CreateNodeGroup] {
        assert_eq!(may(&reader, wish), Err(Reason::ReaderOnly));
    }
    // Policies before Magnum 17 know no readers.
    assert_eq!(may(&info(10, &["reader"]), Wish::Resize), Ok(()));
    assert_eq!(may(&info(12, &["reader", "member"]), Wish::Resize), Ok(()));
    assert_eq!(may(&info(12, &["operator-of-ours"]), Wish::Resize), Ok(()));

    let foreign = SessionInfo {
        project_id: ProjectId::new("another"),
        ..info(12, &["member"])
    };
    assert_eq!(may(&foreign, Wish::Resize), Err(Reason::ForeignProject));
    let admin = SessionInfo {
        project_id: ProjectId::new("another"),
        ..info(12, &["admin"])
    };
    assert_eq!(may(&admin, Wish::Resize), Ok(()));

    let mate = SessionInfo {
        user_id: UserId::new("user-bob"),
        ..info(12, &["member"])
    };
    assert_eq!(may(&mate, Wish::SetHealth), Err(Reason::NotOwner));

    let locked = Circumstances {
        locked: true,
        ..about(&admin, &cluster, Driver::Heat)
    };
    for wish in Wish::ALL {
        assert_eq!(locked.may(wish), Err(Reason::Locked));
    }
}

#[test]
fn groups_and_certificates_have_rules_of_their_own() {
    let member = info(14, &["member"]);
    let cluster = quiet_cluster();
    let group = |role, is_default| NodeGroup {
        is_default,
        ..hand::group("g", role, 1)
    };
    let with = |group: &NodeGroup, wish| {
        let group = Some(group);
        Circumstances {
            group,
            ..about(&member, &cluster, Driver::Unknown)
        }
        .may(wish)
    };
    assert_eq!(
        with(&group(Role::Worker, true), Wish::DeleteNodeGroup),
        Err(Reason::DefaultGroup)
    );
    assert_eq!(with(&group(Role::Worker, false), Wish::DeleteNodeGroup), Ok(()));
    assert_eq!(
        with(&group(Role::Master, true), Wish::NodeLabels),
        Err(Reason::MasterGroup)
    );
    let without = Cluster {
        api_address: None,
        ..quiet_cluster()
    };
    assert_eq!(
        about(&member, &without, Driver::Heat).may(Wish::CreateNodeGroup),
        Err(Reason::NoApi)
    );
    let plain = Circumstances {
        tls_disabled: true,
        ..about(&member, &cluster, Driver::Heat)
    };
    assert_eq!(plain.may(Wish::RotateCa), Err(Reason::NoTls));
}

async fn cloud(profile: Profile) -> (SimulatedCloud, Session) {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let options = Options {
        port: 0,
        pace: Pace::Stepped,
        world: StartingWorld::Everyday,
        seed: 3,
        now,
    };
    let service = Service {
        profile,
        steerable: false,
    };
    let cloud = SimulatedCloud::start_as(options, service).await.unwrap();
    let file = FileText {
        path: "clouds.yaml".into(),
        text: cloud.clouds_yaml(),
    };
    let entries = parse(&file, None).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == "demo").unwrap();
    let session = Session::sign_in(
        &entry.profile.unwrap(),
        &entry.secret.unwrap(),
        Arc::new(move || now),
    )
    .await
    .unwrap();
    (cloud, session)
}

/// Sends what is wished for this cluster, whatever is thought of it.
async fn send(session: &Session, cluster: &Cluster, wish: Wish) -> Result<(), ApiError> {
    let id: &ClusterId = &cluster.id;
    let resize = |group: Option<GroupRef>, node_count| Resize {
        group,
        node_count,
        nodes_to_remove: Vec::new(),
    };
    match wish {
        Wish::Resize => actions::resize(session, id, &resize(None, cluster.node_count + 1)).await,
        Wish::ResizeMasters => {
            let groups = node_groups::list(session, id).await?;
            let masters = groups.iter().find(|group| group.role == Role::Master);
            let name = "default-master".to_owned();
            let group = GroupRef {
                id: masters.map_or_else(|| NodeGroupId::new(&name), |group| group.id.clone()),
                name,
            };
            let count = masters.map_or(1, |group| group.node_count) + 2;
            actions::resize(session, id, &resize(Some(group), count)).await
        }
        Wish::Upgrade => {
            let all = templates::list(session).await?;
            let template = all
                .iter()
                .find(|template| template.id == cluster.template)
                .unwrap();
            let upgrade = Upgrade {
                template: template.id.clone(),
                template_name: template.name.clone(),
                max_batch_size: Some(1),
                group: None,
            };
            actions::upgrade(session, id, &upgrade).await
        }
        Wish::RotateCa => actions::rotate_ca(session, id).await,
        Wish::RotateCredential => actions::rotate_credential(session, id).await,
        Wish::Delete => clusters::delete(session, id).await,
        _ => panic!("{wish:?} is not tried"),
    }
}

#[tokio::test]
async fn every_release_takes_what_is_offered_and_refuses_what_its_drivers_cannot() {
    let wishes = [
        Wish::Resize,
        Wish::ResizeMasters,
        Wish::Upgrade,
        Wish::RotateCredential,
        Wish::RotateCa,
        Wish::Delete,
    ];
    let mut seen = std::collections::BTreeSet::new();
    for profile in [
        Profile::Newton,
        Profile::Zed,
        Profile::R2024_1,
        Profile::R2026_1,
        Profile::R2026_2,
    ] {
        for wish in wishes {
            // A cloud of its own for each wish: what was done before must not matter.
            let (_cloud, session) = cloud(profile).await;
            let page = clusters::page(
                &session,
                &clusters::ClusterPage {
                    limit: 100,
                    after: None,
                },
            )
            .await
            .unwrap();
            let all = templates::list(&session).await.unwrap();
            let mut drivers = std::collections::BTreeSet::new();
            for cluster in &page.rows {
                let template = all.iter().find(|template| template.id == cluster.template);
                let driver = Driver::of(cluster, template);
                let complete = cluster.status.to_string().ends_with("_COMPLETE");
                if !complete || driver == Driver::Unknown || !drivers.insert(driver) {
                    continue;
                }
                let info = session.info();
                let may = about(&info, cluster, driver).may(wish);
                let minor = info.magnum_version.clone().unwrap_or_default();
                let answer = send(&session, cluster, wish).await;
                // The simulated Heat driver refuses upgrades whatever the release.
                if wish == Wish::Upgrade && driver == Driver::Heat && may.is_ok() {
                    continue;
                }
                assert_eq!(
                    may.is_ok(),
                    answer.is_ok(),
                    "{profile} ({minor}): {wish:?} of {} with {driver:?}: {may:?}, {answer:?}",
                    cluster.name
                );
                seen.insert((driver, wish, may.is_ok()));
            }
        }
    }
    for driver in [Driver::Heat, Driver::CapiHelm, Driver::MagnumClusterApi] {
        assert!(
            seen.contains(&(driver, Wish::Resize, true)),
            "{driver:?} was not met"
        );
    }
    assert!(seen.contains(&(Driver::Heat, Wish::RotateCa, true)));
    assert!(seen.contains(&(Driver::CapiHelm, Wish::RotateCa, false)));
    assert!(seen.contains(&(Driver::CapiHelm, Wish::RotateCredential, true)));
}
