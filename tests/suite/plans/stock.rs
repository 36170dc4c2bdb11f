//! What goes out equals, field by field, what the stock client sends for the command that the review shows. Its bodies were
//! recorded: each command was run by a shell with `--debug` against a real cloud.

use magnum_desktop::domain::draft::{ApiReach, ClusterDraft, ClusterRequest};
use magnum_desktop::domain::id::TemplateId;
use magnum_desktop::domain::quoting::Shell;
use magnum_desktop::domain::scope::Scope;
use serde_json::Value;

use super::ground::{World, heat};

const RECORDED: &str = include_str!("../../fixtures/stock/creations.json");

fn labels(world: &mut World, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        world.label(name, value);
    }
}

/// The plans for whose commands the bodies were recorded, in their order.
fn requests() -> Vec<ClusterRequest> {
    let with = |change: fn(&mut World)| {
        let mut world = heat();
        world.template.id = TemplateId::new("51436410");
        world.draft = ClusterDraft {
            template: Some(TemplateId::new("51436410")),
            name: "web".to_owned(),
            ..ClusterDraft::new()
        };
        change(&mut world);
        world.draft.finish(world.ground()).unwrap()
    };
    vec![
        with(|_| ()),
        with(|world| {
            world.catalog.keypairs[0].name = "my key".to_owned();
            let draft = &mut world.draft;
            draft.name = "web-2".to_owned();
            draft.keypair = "my key".to_owned();
            draft.discovery_url = "https://discovery.example.org/1".to_owned();
            draft.master_flavor = "m1.small".to_owned();
            draft.flavor = "m1.large".to_owned();
            draft.fixed_network = "id-lan".to_owned();
            draft.fixed_subnet = "id-lan-a".to_owned();
            draft.docker_volume_gib = Some(20);
            draft.master_count = 3;
            draft.node_count = 5;
            draft.create_timeout_mins = 0;
            draft.load_balancer = Some(true);
            draft.floating_ip = Some(false);
        }),
        with(|world| {
            world.draft.node_count = 0;
            world.draft.load_balancer = Some(false);
            world.draft.floating_ip = Some(true);
            let own = [
                ("kube_tag", "v1.30.2"),
                ("kubelet_options", "--max-pods=50,--v=2"),
                ("note", "a=b;c \"d\""),
            ];
            labels(world, &own);
        }),
        with(|world| {
            world.minor = 9;
            labels(world, &[("kube_tag", "v1.30.2")]);
        }),
        with(|world| {
            world.draft.reach = ApiReach::Ranges;
            world.draft.allowed_ranges = "192.0.2.0/24, 198.51.100.0/24".to_owned();
        }),
    ]
}

#[test]
fn the_body_is_what_the_stock_client_sends_for_the_command_shown() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let requests = requests();
    assert_eq!(recorded.len(), requests.len());
    let scope = Scope {
        cloud: "demo".to_owned(),
        project: "demo".to_owned(),
        region: String::new(),
    };
    for (recorded, request) in recorded.iter().zip(&requests) {
        let command = request.command(Shell::Posix, &scope);
        assert_eq!(
            command.text.replace(" \\\n  ", " "),
            recorded["command"].as_str().unwrap()
        );
        assert!(command.distorted.is_empty());
        let shown: Value = serde_json::from_str(&request.json()).unwrap();
        assert_eq!(shown, recorded["body"]);
    }
}
