//! Against a real cloud, where one is at hand: `MAGNUM_DESKTOP_LIVE` names its Keystone (`http://127.0.0.1:5000/v3`).
//!
//! Reads only, with the users of the devcloud. Without the variable the tests say so and pass.
#![expect(
    clippy::unwrap_used,
    reason = "clippy allows it in test functions but not in what they share"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use magnum_desktop::domain::profile::{CloudProfile, Identity, Interface, NameOrId, ProjectRef, TlsPolicy};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::openstack::magnum::{clusters, node_groups, stats, templates};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::openstack::{catalog, heat, inventory};

fn profile(auth_url: String, user: &str, project: &str) -> CloudProfile {
    CloudProfile {
        name: user.to_owned(),
        display_name: None,
        source: None,
        auth_url,
        identity: Identity::Password {
            user: NameOrId::Name(user.to_owned()),
            domain: Some(NameOrId::Name("Default".to_owned())),
        },
        project: Some(ProjectRef {
            project: NameOrId::Name(project.to_owned()),
            domain: Some(NameOrId::Name("Default".to_owned())),
        }),
        region: None,
        regions: Vec::new(),
        interface: Interface::Public,
        tls: TlsPolicy::System,
        endpoint_overrides: BTreeMap::new(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test's own switch and a clock for a real cloud"
)]
async fn session(user: &str, project: &str) -> Option<Session> {
    let Ok(auth_url) = std::env::var("MAGNUM_DESKTOP_LIVE") else {
        say("skipped: MAGNUM_DESKTOP_LIVE names no Keystone");
        return None;
    };
    let profile = profile(auth_url, user, project);
    let now = Arc::new(jiff::Timestamp::now);
    Some(
        Session::sign_in(&profile, &Secret::new("devcloud"), now)
            .await
            .unwrap(),
    )
}

#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
fn say(words: &str) {
    eprintln!("{words}");
}

#[tokio::test]
async fn a_member_sees_clusters_stacks_and_what_they_are_made_of() {
    let Some(session) = session("demo", "demo").await else {
        return;
    };
    let mut after = None;
    let mut names = Vec::new();
    loop {
        let page = clusters::page(&session, &clusters::ClusterPage { limit: 2, after })
            .await
            .unwrap();
        names.extend(page.rows.iter().map(|cluster| cluster.name.clone()));
        after = page.last;
        if !page.more {
            break;
        }
    }
    assert!(names.contains(&"first".to_owned()), "{names:?}");
    assert_eq!(session.info().magnum_version.as_deref(), Some("1.12"));
    assert!(stats::cluster_count(&session).await.unwrap() as usize >= names.len());
    assert!(!templates::list(&session).await.unwrap().is_empty());
    let page = clusters::page(
        &session,
        &clusters::ClusterPage {
            limit: 50,
            after: None,
        },
    )
    .await
    .unwrap();
    for cluster in &page.rows {
        let shown = clusters::show(&session, &cluster.id).await.unwrap();
        assert_eq!(shown.id, cluster.id);
        assert!(node_groups::list(&session, &cluster.id).await.unwrap().len() >= 2);
        let stack = heat::stack(&session, cluster.stack.as_ref().unwrap())
            .await
            .unwrap();
        let resources = heat::resources(&session, &stack).await.unwrap();
        assert!(
            resources
                .iter()
                .any(|resource| resource.kind == "OS::Nova::Server")
        );
        assert!(
            resources
                .iter()
                .all(|resource| resource.physical_id.as_deref() != Some(""))
        );
        let events = heat::events(&session, &stack, 40).await.unwrap();
        assert!(!events.is_empty());
        assert!(events.is_sorted_by(|a, b| a.at >= b.at));
    }
    assert!(heat::stacks(&session).await.unwrap().len() >= page.rows.len());
    let inventory = inventory::collect(&session).await;
    assert_eq!(inventory.gaps, BTreeMap::new());
    assert!(inventory.servers.iter().all(|server| server.vcpus.is_some()));
    assert!(inventory.pools.iter().any(|pool| !pool.members.is_empty()));
    let catalog = catalog::collect(&session).await;
    assert_eq!(catalog.gaps, BTreeMap::new());
    assert!(!catalog.flavors.is_empty() && !catalog.images.is_empty() && !catalog.keypairs.is_empty());
}

#[tokio::test]
async fn an_administrator_sees_only_what_is_the_projects() {
    let Some(session) = session("admin", "admin").await else {
        return;
    };
    let page = clusters::page(
        &session,
        &clusters::ClusterPage {
            limit: 1,
            after: None,
        },
    )
    .await
    .unwrap();
    assert!(page.rows.is_empty() && page.more && page.last.is_some());
    let inventory = inventory::collect(&session).await;
    assert_eq!(inventory.gaps, BTreeMap::new());
    assert!(
        inventory.ports.is_empty() && inventory.load_balancers.is_empty(),
        "{inventory:#?}"
    );
}
