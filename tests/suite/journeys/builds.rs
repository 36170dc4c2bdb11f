//! Builds that an earlier run of the program has left.

use std::collections::BTreeMap;

use magnum_desktop::domain::draft::GroupRequest;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::platform::settings::{KeptBuild, Settings};
use magnum_desktop::simulation::SimulatedCloud;
use magnum_desktop::text::Language;

use super::stage::Stage;

fn left(cloud: &SimulatedCloud) -> Settings {
    let build = |cluster: &str| KeptBuild {
        cluster: ClusterId::new(cluster),
        name: "shop-staging".to_owned(),
        groups: vec![GroupRequest {
            name: "gpu".to_owned(),
            node_count: 1,
            flavor: None,
        }],
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

#[test]
fn what_an_earlier_run_has_left_is_finished_and_what_is_gone_is_forgotten() {
    let mut stage = Stage::open_after("settings", Language::English, left);
    stage.until("the group is asked for", |stage| {
        stage.requests("POST", "/nodegroups") == 1
    });
    stage.until("nothing is kept any more", |stage| {
        let saved = stage.saved.lock().unwrap();
        saved.as_ref().is_some_and(|settings| settings.builds.is_empty())
    });
    assert_eq!(stage.requests("POST", "/clusters"), 0);
}
