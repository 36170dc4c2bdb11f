//! Releases and the worlds for a purpose.

use magnum_desktop::simulation::{Profile, Service, StartingWorld};
use serde_json::{Value, json};

use super::{Bench, text};

const CLUSTERS: &str = "/container-infra/v1/clusters";

async fn open(profile: Profile) -> Bench {
    let service = Service {
        profile,
        steerable: false,
    };
    Bench::open_as(StartingWorld::Everyday, service).await
}

/// A request at a minor version of Magnum's API.
async fn at(bench: &Bench, minor: u32, path: &str) -> super::Answer {
    let url = format!("{}{path}", bench.cloud.base_url());
    let version = format!("container-infra 1.{minor}");
    let request = bench.client.get(url).header("OpenStack-API-Version", version);
    let request = request.header("X-Auth-Token", &bench.token);
    super::Answer::of(request.send().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn every_release_has_its_highest_version() {
    for (profile, highest) in [
        (Profile::Newton, 3),
        (Profile::Zed, 10),
        (Profile::R2024_1, 11),
        (Profile::R2026_1, 12),
        (Profile::R2026_2, 14),
    ] {
        let bench = open(profile).await;
        let found = bench.get("/container-infra/").await;
        assert_eq!(
            found["versions"][0]["max_version"],
            format!("1.{highest}"),
            "{profile}"
        );
        assert_eq!(at(&bench, highest, CLUSTERS).await.status, 200);
        assert_eq!(at(&bench, highest + 1, CLUSTERS).await.status, 406);
        assert!(!bench.rows(CLUSTERS, "clusters").await.is_empty(), "{profile}");
    }
}

#[tokio::test]
async fn newton_has_bays_and_neither_groups_nor_labels() {
    let bench = open(Profile::Newton).await;
    let rows = bench.rows(&format!("{CLUSTERS}/detail"), "clusters").await;
    let web = rows
        .iter()
        .find(|row| text(row, "name") == "production-web")
        .unwrap();
    for late in ["labels", "health_status", "merge_labels", "keypair"] {
        assert!(web.get(late).is_none(), "{late}");
    }
    let path = format!("{CLUSTERS}/{}/nodegroups", text(web, "uuid"));
    assert_eq!(bench.send("GET", &path, None).await.status, 404);
    let templates = bench
        .rows("/container-infra/v1/clustertemplates", "clustertemplates")
        .await;
    for template in &templates {
        let labels = template["labels"].as_object().unwrap();
        let known = ["flannel_backend"];
        assert!(
            labels.keys().all(|label| known.contains(&label.as_str())),
            "{template}"
        );
        for late in ["tags", "hidden", "driver", "user_id"] {
            assert!(template.get(late).is_none(), "{late}");
        }
        assert_ne!(text(template, "network_driver"), "calico", "{template}");
    }
    let bays = bench.rows("/container-infra/v1/bays", "bays").await;
    assert_eq!(bays.len(), rows.len());
    assert!(bays[0].get("baymodel_id").is_some());
    let template = bench.template("swarm-old").await;
    let refused = json!({"name": "late", "cluster_template_id": template, "labels": {"a": "b"}});
    assert_eq!(bench.send("POST", CLUSTERS, Some(refused)).await.status, 400);
    let engines = "Value should be one of: kubernetes, swarm, mesos";
    let wrong = json!({"name": "x", "coe": "dcos", "image_id": "ubuntu-mesos"});
    let answer = bench
        .send("POST", "/container-infra/v1/clustertemplates", Some(wrong))
        .await;
    assert!(answer.text.contains(engines), "{answer:?}");
}

#[tokio::test]
async fn swarm_and_mesos_have_stacks_of_their_own() {
    let bench = open(Profile::Zed).await;
    for (name, groups, address, outputs, servers) in [
        (
            "legacy-swarm",
            vec!["swarm_masters", "swarm_nodes"],
            "tcp://",
            vec!["swarm_masters", "swarm_nodes_private", "discovery_url"],
            3,
        ),
        (
            "swarm-mode-three",
            vec!["swarm_primary_master", "swarm_secondary_masters", "swarm_nodes"],
            "tcp://",
            vec!["swarm_primary_master", "swarm_secondary_masters", "swarm_nodes"],
            5,
        ),
        (
            "batch-mesos",
            vec!["mesos_masters", "mesos_slaves"],
            "",
            vec!["mesos_master", "mesos_slaves_private"],
            3,
        ),
    ] {
        let cluster = bench.cluster(name).await;
        assert_eq!(text(&cluster, "status"), "CREATE_COMPLETE");
        assert!(text(&cluster, "api_address").starts_with(address));
        assert_eq!(cluster["health_status"], Value::Null);
        let home = bench.stack_of(&cluster).await;
        let all = bench
            .rows(&format!("{home}/resources?nested_depth=5"), "resources")
            .await;
        let named = |name: &str| all.iter().find(|row| text(row, "resource_name") == name);
        for group in groups {
            let row = named(group).unwrap_or_else(|| panic!("{name} has no {group}"));
            assert_eq!(text(row, "resource_type"), "OS::Heat::ResourceGroup");
            assert_eq!(text(row, "resource_status"), "CREATE_COMPLETE");
        }
        let foreign = |row: &&Value| {
            let kubernetes = |key: &str| text(row, key).contains("kube") || text(row, key).contains("k8s");
            kubernetes("resource_name") || kubernetes("resource_type")
        };
        assert_eq!(all.iter().find(foreign), None, "{name} is no Kubernetes cluster");
        let machines = all
            .iter()
            .filter(|row| text(row, "resource_type") == "OS::Nova::Server");
        assert_eq!(machines.count(), servers, "{name}");
        let stack = bench.get(&home).await;
        for key in outputs {
            let told = stack["stack"]["outputs"].as_array().unwrap().iter();
            let mut told = told.filter(|row| text(row, "output_key") == key);
            let row = told.next().unwrap_or_else(|| panic!("{name} tells no {key}"));
            assert!(!row["output_value"].is_null(), "{name}: {key}");
        }
    }
}

/// Old clusters can be resized and deleted, too.
#[tokio::test]
async fn swarm_and_mesos_grow_and_go() {
    let bench = open(Profile::Zed).await;
    for (name, more) in [("legacy-swarm", 4), ("swarm-mode-three", 3), ("batch-mesos", 1)] {
        let body = json!({"node_count": more});
        let path = format!("{CLUSTERS}/{name}/actions/resize");
        assert_eq!(bench.send("POST", &path, Some(body)).await.status, 202);
        bench.cloud.advance(600);
        let cluster = bench.cluster(name).await;
        assert_eq!(text(&cluster, "status"), "UPDATE_COMPLETE", "{name}");
        assert_eq!(
            cluster["node_addresses"].as_array().unwrap().len(),
            more,
            "{name}"
        );
        assert_eq!(
            bench
                .send("DELETE", &format!("{CLUSTERS}/{name}"), None)
                .await
                .status,
            204
        );
        bench.cloud.advance(900);
        assert_eq!(
            bench
                .send("GET", &format!("{CLUSTERS}/{name}"), None)
                .await
                .status,
            404,
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_last_release_builds_without_heat_and_labels_nodes() {
    let bench = open(Profile::R2026_2).await;
    let stacks = format!("/orchestration/v1/{}/stacks", bench.project);
    assert!(bench.rows(&stacks, "stacks").await.is_empty());
    let uuid = text(&bench.cluster("production-web").await, "uuid");
    let path = format!("{CLUSTERS}/{uuid}");
    let new = at(&bench, 13, &path).await.json();
    let old = at(&bench, 12, &path).await.json();
    assert_eq!(new["cluster_id"], old["stack_id"]);
    assert!(new.get("stack_id").is_none());
    let groups = format!("{path}/nodegroups");
    let taint = json!({"key": "gpu", "value": "yes", "effect": "NoSchedule"});
    let mut asked = json!({
        "name": "gpus", "node_count": 1, "node_labels": {"team": "ml"}, "node_taints": [taint],
    });
    let made = bench.send("POST", &groups, Some(asked.clone())).await;
    assert_eq!(made.status, 202, "{made:?}");
    let shown = bench.get(&format!("{groups}/gpus")).await;
    assert_eq!(shown["node_labels"], json!({"team": "ml"}));
    assert_eq!(shown["node_taints"], json!([taint]));
    asked["name"] = json!("reserved");
    asked["node_labels"] = json!({"kubernetes.io/anything": "x"});
    assert_eq!(bench.send("POST", &groups, Some(asked)).await.status, 400);
}

#[tokio::test]
async fn every_classic_failure_shows_its_cause_where_a_real_one_does() {
    let bench = Bench::open(StartingWorld::Failing).await;
    for (name, cause) in [
        ("no-valid-host", "No valid host was found"),
        ("instances-quota", "Quota exceeded for instances"),
        (
            "floating-ip-quota",
            "Quota exceeded for resources: ['floatingip']",
        ),
        ("volume-quota", "VolumeLimitExceeded"),
        ("volume-error", "Went to status error"),
        ("no-network", "Failed to allocate the network"),
        ("script-failed", "non-zero status code: 1"),
        ("agent-silent", "Timed out"),
        ("registry-blocked", "non-zero status code: 125"),
    ] {
        let cluster = bench.cluster(name).await;
        assert_eq!(text(&cluster, "status"), "CREATE_FAILED", "{name}");
        let home = bench.stack_of(&cluster).await;
        let path = format!("{home}/resources?nested_depth=5");
        let rows = bench.rows(&path, "resources").await;
        let told = |row: &&Value| {
            text(row, "resource_status") == "CREATE_FAILED"
                && text(row, "resource_status_reason").contains(cause)
        };
        assert!(rows.iter().any(|row| told(&row)), "{name} does not say {cause}");
    }
    let untrusted = bench.cluster("no-trust").await;
    assert!(text(&untrusted, "status_reason").starts_with("Failed to create trustee or trust"));
    for name in ["never-begun", "capi-for-ever"] {
        assert_eq!(text(&bench.cluster(name).await, "status"), "CREATE_IN_PROGRESS");
    }
    assert_eq!(
        text(&bench.cluster("stuck-deleting").await, "status"),
        "DELETE_IN_PROGRESS"
    );
}

#[tokio::test]
async fn tight_quotas_leave_room_for_one_of_everything() {
    let bench = Bench::open(StartingWorld::QuotaTight).await;
    let limits = bench.get("/compute/v2.1/limits").await;
    let absolute = &limits["limits"]["absolute"];
    let number = |key: &str| absolute[key].as_u64().unwrap();
    assert_eq!(number("maxTotalInstances"), number("totalInstancesUsed") + 1);
    let quota = bench
        .get(&format!("/network/v2.0/quotas/{}/details", bench.project))
        .await;
    let entry = &quota["quota"]["floatingip"];
    assert_eq!(
        entry["limit"].as_u64().unwrap(),
        entry["used"].as_u64().unwrap() + 1
    );
    let uuid = bench.create("too-much", "k8s-v1.27-single-master", 3).await;
    bench.cloud.advance(600);
    assert_eq!(text(&bench.cluster(&uuid).await, "status"), "CREATE_FAILED");
    let template = bench.template("k8s-v1.27-single-master").await;
    let body =
        json!({"name": "a-fourth", "cluster_template_id": template, "node_count": 1, "master_count": 1});
    let refused = bench.send("POST", CLUSTERS, Some(body)).await;
    assert_eq!(refused.status, 403, "{refused:?}");
}

#[tokio::test]
async fn hostile_names_arrive_unharmed_and_the_article_is_there() {
    let bench = Bench::open(StartingWorld::Hostile).await;
    let rows = bench.rows(&format!("{CLUSTERS}/detail"), "clusters").await;
    let names: Vec<String> = rows.iter().map(|row| text(row, "name")).collect();
    for name in [
        "../../.ssh/authorized_keys",
        "\u{202e}gpj.exe",
        "name\u{0}with\u{0}nul",
    ] {
        assert!(names.contains(&name.to_owned()), "{name:?}");
    }
    assert_eq!(names.iter().filter(|name| *name == "twin").count(), 2);
    assert_eq!(rows[0]["labels"]["heavy"].as_str().unwrap().len(), 65_536);
    let bench = Bench::open(StartingWorld::WalkThrough).await;
    let cluster = bench.cluster("kubernetes-cluster").await;
    assert_eq!(text(&cluster, "status"), "CREATE_COMPLETE");
    assert_eq!(
        (&cluster["node_count"], text(&cluster, "keypair")),
        (&json!(2), "testkey".to_owned())
    );
}

#[tokio::test]
async fn a_cloud_served_alone_is_steered_from_outside_and_no_other() {
    let service = Service {
        steerable: true,
        ..Service::default()
    };
    let bench = Bench::open_as(StartingWorld::Everyday, service).await;
    let order = json!({"method": "GET", "path": CLUSTERS, "times": 1, "harm": {"fail": 503}});
    let added = bench.send("POST", "/admin/faults", Some(order)).await;
    assert_eq!(added.status, 204, "{added:?}");
    assert_eq!(
        bench.get("/admin/faults").await["faults"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 503);
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 200);
    let lie = json!({"path": CLUSTERS, "harm": {"field": {"name": "status", "value": "ODD"}}});
    assert_eq!(bench.send("POST", "/admin/faults", Some(lie)).await.status, 204);
    assert_eq!(text(&bench.rows(CLUSTERS, "clusters").await[0], "status"), "ODD");
    assert_eq!(bench.send("DELETE", "/admin/faults", None).await.status, 204);
    assert_ne!(text(&bench.rows(CLUSTERS, "clusters").await[0], "status"), "ODD");
    let skip = json!({"advance": 60});
    assert_eq!(bench.send("POST", "/admin/time", Some(skip)).await.status, 204);
    assert_eq!(bench.get("/admin/time").await["now"], 60);
    let wrong = json!({"path": "/", "harm": {"unheard": 1}});
    assert_eq!(bench.send("POST", "/admin/faults", Some(wrong)).await.status, 400);
    let closed = Bench::open(StartingWorld::Empty).await;
    assert_eq!(closed.send("GET", "/admin/faults", None).await.status, 404);
}

/// The same seed makes the same world: every service answers word for word alike.
#[tokio::test]
async fn the_same_seed_makes_the_same_world() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let bench = Bench::open(StartingWorld::Everyday).await;
        bench.cloud.advance(120);
        let mut all = String::new();
        for path in [
            "/container-infra/v1/clusters/detail",
            "/compute/v2.1/servers/detail",
            "/network/v2.0/ports",
            "/load-balancer/v2/lbaas/pools",
            "/volume/v3/x/volumes/detail",
        ] {
            let answer = bench.send("GET", path, None).await;
            all.push_str(&answer.text.replace(&bench.cloud.base_url(), ""));
        }
        told.push(all);
    }
    assert!(told[0].len() > 10_000);
    assert!(told[0] == told[1], "two worlds of one seed differ");
}
