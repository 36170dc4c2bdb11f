//! Commands that change something, against the simulated cloud: what is sent, what is not, and how the program ends.

use std::cell::RefCell;

use clap::Parser as _;
use magnum_desktop::headless::args::{Arguments, Verb};
use magnum_desktop::headless::change::{Outcome, Person, change};
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::simulation::{Harm, SimulatedCloud};
use magnum_desktop::text::{Language, Words};

use super::stage;

/// Somebody at a terminal, or nobody.
#[derive(Default)]
pub(super) struct Somebody {
    types: Option<String>,
    told: RefCell<Vec<String>>,
}

impl Somebody {
    fn typing(text: &str) -> Self {
        Self {
            types: Some(text.to_owned()),
            ..Self::default()
        }
    }

    pub(super) fn was_told(&self) -> String {
        self.told.borrow().join("\n")
    }
}

impl Person for Somebody {
    fn tell(&self, text: &str) {
        self.told.borrow_mut().push(text.to_owned());
    }

    fn ask(&self, question: &str) -> Option<String> {
        self.tell(question);
        self.types.clone()
    }
}

pub(super) async fn run(reader: &mut Reader, line: &str, person: &Somebody) -> Outcome {
    let words = std::iter::once("magnum-desktop").chain(line.split_whitespace());
    let arguments = Arguments::try_parse_from(words).unwrap();
    let Some(Verb::Change(verb)) = arguments.command else {
        panic!("{line} changes nothing");
    };
    let words = Words::new(Language::English);
    change(reader, &verb, (&words, person)).await.unwrap()
}

fn sent(cloud: &SimulatedCloud) -> Vec<(String, String)> {
    let changes = cloud.requests().into_iter().filter(|request| {
        request.path.starts_with("/container-infra")
            && ["POST", "PATCH", "DELETE"].contains(&request.method.as_str())
    });
    changes.map(|request| (request.method, request.path)).collect()
}

#[tokio::test]
async fn a_resize_is_sent_once_and_told_as_text_and_as_json() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let outcome = run(&mut reader, "resize analytics 4 -o json", &nobody).await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    let told: serde_json::Value = serde_json::from_str(&outcome.text).unwrap();
    assert_eq!(told["progress"], "accepted");
    assert_eq!(told["name"], "analytics");
    let id = told["cluster"].as_str().unwrap();
    let path = format!("/container-infra/v1/clusters/{id}/actions/resize");
    assert_eq!(sent(&cloud), [("POST".to_owned(), path)]);
}

#[tokio::test]
async fn what_is_wrong_or_impossible_is_said_and_not_sent() {
    let (cloud, mut reader) = stage().await;
    for (line, word) in [
        ("resize analytics 3 --nodegroup default-master", "cannot do this"),
        ("rotate-ca capi-green --yes", "useless"),
        ("rotate-credential analytics --yes", "cannot do this"),
        ("update capi-green --node-count 3", "cannot do this"),
        ("upgrade analytics k8s-v1.28-ha", "withdrew"),
        (
            "nodegroup delete analytics default-worker --yes",
            "Default node groups",
        ),
        (
            "nodegroup create analytics default-worker",
            "already has a node group",
        ),
        ("resize capi-green 1 --remove nobody-knows", "cannot do this"),
        ("delete cluster analytics", "--yes"),
        ("create cluster 1bad --template k8s-v1.28-ha", "Name"),
    ] {
        let nobody = Somebody::default();
        let outcome = run(&mut reader, line, &nobody).await;
        assert_eq!(outcome.code, 3, "{line}: {}", outcome.text);
        assert!(nobody.was_told().contains(word), "{line}: {}", nobody.was_told());
    }
    assert_eq!(sent(&cloud), []);
}

#[tokio::test]
async fn f93_a_deletion_wants_the_name_typed_and_another_name_deletes_nothing() {
    let (cloud, mut reader) = stage().await;
    let slip = Somebody::typing("analytic");
    let outcome = run(&mut reader, "delete cluster analytics", &slip).await;
    assert_eq!((outcome.code, sent(&cloud).len()), (3, 0));
    assert!(slip.was_told().contains("analytics"));

    let sure = Somebody::typing("analytics");
    let outcome = run(&mut reader, "delete cluster analytics", &sure).await;
    assert_eq!(outcome.code, 0, "{}", sure.was_told());
    assert!(matches!(sent(&cloud).as_slice(), [(method, _)] if method == "DELETE"));
}

#[tokio::test]
async fn a_dry_run_says_the_command_and_sends_nothing() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let outcome = run(&mut reader, "resize analytics 5 --dry-run", &nobody).await;
    assert_eq!(outcome.code, 0);
    assert!(outcome.text.contains("coe cluster resize"), "{}", outcome.text);
    let outcome = run(&mut reader, "delete cluster analytics --dry-run", &nobody).await;
    assert!(outcome.text.contains("coe cluster delete"), "{}", outcome.text);
    assert_eq!(sent(&cloud), []);
}

#[tokio::test]
async fn a_refusal_of_the_service_has_its_own_end() {
    let (cloud, mut reader) = stage().await;
    let id = cloud.world().cluster_ids("analytics").first().unwrap().clone();
    let path = format!("/container-infra/v1/clusters/{id}/actions/resize");
    cloud.faults().inject("POST", &path, Harm::Fail(409), Some(1));
    let nobody = Somebody::default();
    let outcome = run(&mut reader, "resize analytics 4 --wait -o json", &nobody).await;
    assert_eq!(outcome.code, 4, "{}", outcome.text);
    assert!(outcome.text.contains("\"refused\""), "{}", outcome.text);
}

#[tokio::test]
async fn nodes_are_named_by_their_servers_and_the_request_holds_their_ids() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let node = cloud
        .world()
        .server_names("analytics")
        .into_iter()
        .find(|name| name.contains("-node-"))
        .unwrap();
    let outcome = run(
        &mut reader,
        &format!("resize analytics 1 --remove {node} --dry-run"),
        &nobody,
    )
    .await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    assert!(outcome.text.contains("--nodes-to-remove "), "{}", outcome.text);
    assert!(!outcome.text.contains(&node), "by its id: {}", outcome.text);
}

#[tokio::test]
async fn a_node_group_lives_and_goes_by_commands() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let line = "nodegroup create analytics spot --node-count 1 --max-nodes 3";
    let outcome = run(&mut reader, line, &nobody).await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    cloud.advance(3_600);
    let listed = run(&mut reader, "nodegroup list analytics", &nobody).await;
    assert!(listed.text.contains("spot"), "{}", listed.text);
    let shown = run(&mut reader, "nodegroup show analytics spot -o json", &nobody).await;
    let fields: serde_json::Value = serde_json::from_str(&shown.text).unwrap();
    assert_eq!(fields["max_node_count"], 3, "{fields}");
    let outcome = run(
        &mut reader,
        "nodegroup update analytics spot --min-nodes 1 --wait",
        &nobody,
    )
    .await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    assert!(outcome.text.contains("Done"), "{}", outcome.text);
    let outcome = run(&mut reader, "nodegroup delete analytics spot --yes", &nobody).await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    let methods: Vec<String> = sent(&cloud).into_iter().map(|(method, _)| method).collect();
    assert_eq!(methods, ["POST", "PATCH", "DELETE"]);
}

#[tokio::test]
async fn a_list_of_node_groups_asks_for_none_by_itself() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let listed = run(&mut reader, "nodegroup list production-web", &nobody).await;
    assert!(listed.text.contains("high-memory"), "{}", listed.text);
    let requests = cloud.requests();
    let singly = requests
        .iter()
        .filter(|request| request.path.contains("/nodegroups/"));
    assert_eq!(singly.count(), 0, "{requests:?}");
}

#[tokio::test]
async fn a_cluster_is_created_and_suitable_templates_are_listed() {
    let (cloud, mut reader) = stage().await;
    let nobody = Somebody::default();
    let line = "create cluster made --template k8s-v1.28-ha --keypair platform-team --node-count 1";
    let outcome = run(&mut reader, line, &nobody).await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    assert_eq!(cloud.world().cluster_ids("made").len(), 1);
    let listed = run(&mut reader, "upgrade capi-green", &nobody).await;
    assert!(listed.text.starts_with("ID"), "{}", listed.text);
    assert_eq!(sent(&cloud).len(), 1);
    // Every further field is in the request, and so in the command that sends the same.
    let line = "create cluster more --template k8s-v1.28-ha --keypair platform-team --floating-ip-enabled false \
                --docker-volume-size 20 --label auto_scaling_enabled=true --dry-run";
    let outcome = run(&mut reader, line, &nobody).await;
    assert_eq!(outcome.code, 0, "{}", nobody.was_told());
    for word in [
        "--docker-volume-size 20",
        "--floating-ip-disabled",
        "auto_scaling_enabled=true",
    ] {
        assert!(outcome.text.contains(word), "{word}: {}", outcome.text);
    }
}
