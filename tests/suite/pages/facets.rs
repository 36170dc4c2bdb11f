//! Groups of clusters on their list.

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::status::{Health, Severity, Status};
use magnum_desktop::text::Language;
use magnum_desktop::ui::clusters::facets::{Facet, groups};

use super::{hand, stage};

#[test]
fn clusters_are_grouped_with_their_number_and_their_worst_state() {
    let words = stage::words(Language::English);
    let failed = Cluster {
        status: Status::parse("CREATE_FAILED"),
        ..hand::cluster("failed")
    };
    let unwell = Cluster {
        health: Health::Unhealthy,
        user: Some(magnum_desktop::domain::id::UserId::new("user-bob")),
        ..hand::cluster("unwell")
    };
    let store = hand::store(vec![
        hand::clusters(&[&hand::cluster("web"), &failed, &unwell]),
        hand::templates(),
    ]);
    let data = store.scope(&hand::scope()).unwrap();
    let found =
        |facet| -> Vec<(String, (usize, Severity))> { groups(data, &words, facet).into_iter().collect() };
    assert_eq!(found(Facet::Template), [("k8s".to_owned(), (3, Severity::Bad))]);
    assert_eq!(found(Facet::Driver), [("Heat".to_owned(), (3, Severity::Bad))]);
    assert_eq!(
        found(Facet::Owner),
        [
            ("ada".to_owned(), (2, Severity::Bad)),
            ("user-bob".to_owned(), (1, Severity::Warning))
        ]
    );
    assert_eq!(found(Facet::Health).len(), 2);
}
