//! Lists that come in pages, and lists that never end.

use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::{glance, heat, neutron, nova};
use serde_json::{Value, json};

use super::cloud::{PROJECT, cloud, sign_in};
use super::server::{Asked, Reply, Server};

fn parameter(asked: &Asked, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(asked.query.as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Two rows per page, of five; announced as this service does it.
fn page(asked: &Asked, key: &str, announce: &dyn Fn(&str) -> (String, Value)) -> Reply {
    let after: usize = parameter(asked, "marker").map_or(0, |marker| marker.parse::<usize>().unwrap());
    let rows: Vec<Value> = (after + 1..=5)
        .take(2)
        .map(|id| json!({"id": id.to_string(), "name": format!("n{id}")}))
        .collect();
    let mut body = json!({key: rows});
    if after + 2 < 5 {
        let (name, value) = announce(&(after + 2).to_string());
        body[name] = value;
    }
    Reply::json(200, &body)
}

#[tokio::test]
async fn every_service_announces_the_next_page_its_own_way() {
    // Where the announced page leads to is none of our business: it is wrong, and nobody goes there.
    let links = |_: &str| json!([{"rel": "previous", "href": "x"}, {"rel": "next", "href": "http://wrong.test/?marker=77"}]);
    let cloud = cloud(move |asked| match asked.path.split('/').nth(1).unwrap() {
        "glance" => page(asked, "images", &|_| {
            ("next".to_owned(), json!("/v2/images?marker=77"))
        }),
        "heat" => page(asked, "stacks", &|id| ("links".to_owned(), links(id))),
        "neutron" => page(asked, "networks", &|id| ("networks_links".to_owned(), links(id))),
        _ => page(asked, "flavors", &|id| ("flavors_links".to_owned(), links(id))),
    })
    .await;
    let session = sign_in(&cloud).await;
    assert_eq!(glance::images(&session).await.unwrap().len(), 5);
    assert_eq!(heat::stacks(&session).await.unwrap().len(), 5);
    assert_eq!(neutron::networks(&session).await.unwrap().len(), 5);
    let flavors = nova::flavors(&session).await.unwrap();
    let names: Vec<&str> = flavors.iter().map(|flavor| flavor.name.as_str()).collect();
    assert_eq!(names, ["n1", "n2", "n3", "n4", "n5"]);
    assert_eq!(cloud.count("GET", "/flavors/detail"), 3);
}

#[tokio::test]
async fn f53_a_list_that_turns_in_a_circle_ends() {
    let elsewhere = Server::start(|_| Reply::HangUp).await;
    let next = format!("{}/v2.1/flavors/detail?marker=2", elsewhere.url);
    let cloud = cloud(move |_| {
        let rows = json!([{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]);
        Reply::json(
            200,
            &json!({"flavors": rows, "flavors_links": [{"rel": "next", "href": next}]}),
        )
    })
    .await;
    let session = sign_in(&cloud).await;
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 2, "each once");
    assert_eq!(cloud.count("GET", "/flavors/detail"), 2);
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn f54_a_list_that_loses_its_place_begins_anew() {
    let lost = std::sync::atomic::AtomicBool::new(false);
    let cloud = cloud(move |asked| {
        let marker = parameter(asked, "marker");
        if marker.is_some() && !lost.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return Reply::json(
                400,
                &json!({"badRequest": {"code": 400, "message": "marker [2] not found"}}),
            );
        }
        page(asked, "flavors", &|_| {
            ("flavors_links".to_owned(), json!([{"rel": "next"}]))
        })
    })
    .await;
    let session = sign_in(&cloud).await;
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 5);
    assert_eq!(cloud.count("GET", "/flavors/detail"), 5);
}

#[tokio::test]
async fn a_page_of_other_projects_clusters_is_empty_and_not_the_last() {
    let cloud = cloud(|asked| {
        let last = parameter(asked, "marker").is_some();
        let (id, owner) = if last { ("b", PROJECT) } else { ("a", "other") };
        let mut body = json!({"clusters": [{"uuid": id, "project_id": owner}]});
        if !last {
            body["next"] = json!("http://wrong.test/v1/clusters?marker=a");
        }
        Reply::json(200, &body)
    })
    .await;
    let session = sign_in(&cloud).await;
    let first = clusters::page(
        &session,
        &ClusterPage {
            limit: 20,
            after: None,
        },
    )
    .await
    .unwrap();
    assert!(first.rows.is_empty() && first.more);
    let second = clusters::page(
        &session,
        &ClusterPage {
            limit: 20,
            after: first.last,
        },
    )
    .await
    .unwrap();
    assert_eq!((second.rows.len(), second.more), (1, false));
    assert_eq!(second.last.unwrap().as_str(), "b");
}
