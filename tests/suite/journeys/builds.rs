//! Builds that an earlier run of the program has left.

use std::collections::BTreeMap;

use magnum_desktop::domain::draft::GroupRequest;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::status::Status;
use magnum_desktop::platform::settings::{KeptBuild, Settings};
use magnum_desktop::simulation::SimulatedCloud;
use magnum_desktop::text::Language;

use super::stage::Stage;

fn left(cloud: &SimulatedCloud, groups: &[&str]) -> Settings {
    let group = |name: &&str| GroupRequest {
        name: (*name).to_owned(),
        node_count: 1,
        flavor: None,
    };
    let build = |cluster: &str| KeptBuild {
        cluster: ClusterId::new(cluster),
        name: "shop-staging".to_owned(),
        groups: groups.iter().map(group).collect(),
    };
    let there = cloud.world().cluster_ids("shop-staging").first().unwrap().clone();
    Settings {
        builds: BTreeMap::from([(
            "demo / demo / RegionOne".to_owned(),
            vec![build(&there), build("00000000-0000-0000-0000-000000000000")],
        )]),
        ..Settings::default()
    }
}

fn until_forgotten(stage: &mut Stage) {
    stage.until("nothing is kept any more", |stage| {
        let saved = stage.saved.lock().unwrap();
        saved.as_ref().is_some_and(|settings| settings.builds.is_empty())
    });
}

#[test]
fn what_an_earlier_run_has_left_is_finished_and_what_is_gone_is_forgotten() {
    let begun = |cloud: &SimulatedCloud| left(cloud, &["gpu"]);
    let mut stage = Stage::open_unseen("settings", Language::English, begun);
    stage.until("the group is asked for", |stage| {
        stage.requests("POST", "/nodegroups") == 1
    });
    stage.until("what is gone is forgotten", |stage| {
        let saved = stage.saved.lock().unwrap();
        let builds = saved
            .as_ref()
            .and_then(|settings| settings.builds.values().next());
        builds.is_some_and(|builds| builds.len() == 1)
    });
    assert_eq!(*stage.told.lock().unwrap(), [], "the group is not made yet");
    stage.advance(3_600);
    until_forgotten(&mut stage);
    assert_eq!(stage.requests("POST", "/clusters"), 0);
    let told = stage.told.lock().unwrap();
    let [one] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert!(one.title.contains("shop-staging"), "{one:?}");
    assert_eq!(one.text, "demo · demo · RegionOne");
}

#[test]
fn the_end_of_a_build_that_came_while_the_program_was_closed_is_told_of() {
    let ended = |cloud: &SimulatedCloud| left(cloud, &[]);
    let mut stage = Stage::open_unseen("settings", Language::SimplifiedChinese, ended);
    until_forgotten(&mut stage);
    let words = stage.words();
    let told = stage.told.lock().unwrap();
    let titles: Vec<&str> = told.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, [words.notice_cluster_ready("shop-staging")]);
}

#[test]
fn a_build_that_was_watched_is_remembered_for_the_next_estimate() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until("a cluster is seen being made", |stage| {
        let list = stage.data().and_then(|data| data.clusters.value());
        let making = Status::parse("CREATE_IN_PROGRESS");
        list.is_some_and(|list| list.rows.iter().any(|row| row.status == making))
    });
    stage.advance(3_600);
    stage.until("a build is remembered", |stage| {
        let saved = stage.saved.lock().unwrap();
        let built = saved.as_ref().and_then(|settings| settings.built.values().next());
        built.is_some_and(|built| built.iter().all(|one| one.secs > 0) && !built.is_empty())
    });
}
