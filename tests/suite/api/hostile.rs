//! Answers that are odd, or meant to hurt.

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::nova;
use serde_json::json;

use super::cloud::{PROJECT, cloud, sign_in};
use super::server::{Answer, Reply};

#[tokio::test]
async fn f49_odd_rows_are_shown_as_they_are() {
    let rows = json!({"clusters": [
        {"uuid": "a", "name": "evil\u{1b}[2J\u{202e}", "status": "MELTING", "health_status": "WORSE", "node_count": "3",
         "master_lb_enabled": "True", "labels": {"n": 1, "b": false, "o": {"x": 1}}, "project_id": PROJECT,
         "health_status_reason": null, "node_addresses": "none", "created_at": "soon", "stack_id": 7},
        {"name": "without an id"},
        "not a row", 7, null, ["x"],
        {"uuid": "b", "status": null, "labels": [1], "faults": "x", "project_id": PROJECT},
        {"uuid": "c", "project_id": "of-somebody-else"},
    ]});
    let cloud = cloud(move |_| Reply::json(200, &rows)).await;
    let session = sign_in(&cloud).await;
    let page = clusters::page(
        &session,
        &ClusterPage {
            limit: 20,
            after: None,
        },
    )
    .await
    .unwrap();
    let [a, b] = page.rows.as_slice() else {
        panic!("{page:?}")
    };
    assert_eq!(a.name, "evil␛[2J□");
    assert_eq!(
        (&a.status, &a.health),
        (
            &Status::Other("MELTING".to_owned()),
            &Health::Other("WORSE".to_owned())
        )
    );
    assert_eq!(
        (a.node_count, a.master_lb_enabled, a.created_at),
        (3, Some(true), None)
    );
    assert_eq!(
        (
            a.labels["n"].as_str(),
            a.labels["b"].as_str(),
            a.labels["o"].as_str()
        ),
        ("1", "false", "{\"x\":1}")
    );
    assert_eq!(b.status, Status::Other(String::new()));
    assert_eq!(page.last.unwrap().as_str(), "c");
}

#[tokio::test]
async fn f67_a_bomb_is_stopped_at_the_cap() {
    let bomb = bomb(256 * 1024 * 1024);
    assert!(bomb.len() < 2_000_000, "{}", bomb.len());
    let cloud = cloud(move |_| {
        let headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
        Reply::Answer(Answer {
            status: 200,
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            body: bomb.clone(),
        })
    })
    .await;
    let session = sign_in(&cloud).await;
    let error = nova::flavors(&session).await.unwrap_err();
    assert_eq!(
        *error.kind(),
        ProblemKind::TooLarge {
            limit: 32 * 1024 * 1024
        }
    );
    assert_eq!(cloud.count("GET", "/flavors/detail"), 1);
    let read = super::network::sent_to_nova(&session).swap_remove(0).bytes;
    assert!(
        read < 33 * 1024 * 1024,
        "no more was unpacked than could be kept: {read}"
    );
}

#[tokio::test]
async fn what_only_calls_itself_gzip_is_an_invalid_answer() {
    let reply = Reply::text(200, "application/json", "{\"flavors\": []}").with("Content-Encoding", "gzip");
    let cloud = cloud(move |_| reply.clone()).await;
    let session = sign_in(&cloud).await;
    let error = nova::flavors(&session).await.unwrap_err();
    assert!(
        matches!(error.kind(), ProblemKind::InvalidAnswer { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn f68_nesting_is_refused() {
    let deep = format!("{{\"flavors\": {}", "[".repeat(10_000));
    let cloud = cloud(move |_| Reply::text(200, "application/json", &deep)).await;
    let session = sign_in(&cloud).await;
    let error = nova::flavors(&session).await.unwrap_err();
    assert!(matches!(error.kind(), ProblemKind::InvalidAnswer { .. }));
}

#[tokio::test]
async fn f68_a_list_without_end_is_refused_by_its_bytes() {
    let row = format!(r#"{{"uuid": "x", "name": "{}"}},"#, "n".repeat(200));
    let list = format!("{{\"clusters\": [{}{{}}]}}", row.repeat(200_000));
    let cloud = cloud(move |_| Reply::text(200, "application/json", &list)).await;
    let session = sign_in(&cloud).await;
    let page = ClusterPage {
        limit: 20,
        after: None,
    };
    let error = clusters::page(&session, &page).await.unwrap_err();
    let limit = 32 * 1024 * 1024;
    assert_eq!(*error.kind(), ProblemKind::TooLarge { limit });
}

/// So many zeros, by hand: one literal, then matches of 258 bytes at distance one, in deflate's fixed code.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let (mut word, mut bits) = (0u32, 0u32);
    let mut put = |value: u32, count: u32, out: &mut Vec<u8>| {
        word |= value << bits;
        bits += count;
        while bits >= 8 {
            out.push((word & 0xff) as u8);
            word >>= 8;
            bits -= 8;
        }
    };
    // Last block, fixed Huffman codes; codes go out with their first bit first.
    put(0b011, 3, &mut out);
    put(u32::from(0x30u8.reverse_bits()), 8, &mut out);
    for _ in 0..bytes / 258 {
        put(u32::from(0b1100_0101u8.reverse_bits()), 8, &mut out);
        put(0, 5, &mut out);
    }
    put(0, 7, &mut out);
    put(0, 7, &mut out);
    out
}
