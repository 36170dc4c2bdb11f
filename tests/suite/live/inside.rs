//! The inside of a real cluster, by its own API with a certificate that the real Magnum signed. Needs a cluster with an address
//! that can be reached from here; without one the test says so and passes.

use magnum_desktop::domain::question::{Answer, Question};

use super::{cloud, reader};

#[tokio::test]
#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
async fn a_cluster_lets_its_owner_look_inside() {
    let Some(choice) = cloud() else { return };
    let mut reader = reader(&choice).await;
    let list = reader.clusters().await.unwrap();
    let mut asked = 0;
    for cluster in list.rows.iter().filter(|cluster| {
        cluster.api_address.is_some() && !cluster.status.failed() && !cluster.status.in_progress()
    }) {
        let question = Question::Inside {
            cluster: cluster.id.clone(),
        };
        let answer = match reader.ask(question).await {
            Ok(answer) => answer,
            Err(problem) if problem.is_network() => continue,
            Err(problem) => panic!("{}: {problem:?}", cluster.name),
        };
        let Answer::Inside(inside) = answer.as_ref() else {
            panic!("the inside")
        };
        asked += 1;
        assert!(
            inside
                .version
                .as_deref()
                .is_some_and(|version| version.starts_with('v'))
        );
        let nodes = inside.nodes.as_ref().unwrap();
        let wanted = cluster.master_count + cluster.node_count;
        assert_eq!(u32::try_from(nodes.len()), Ok(wanted), "{}", cluster.name);
        assert!(inside.pods.is_ok());
    }
    if asked == 0 {
        eprintln!("skipped: no cluster that can be reached from here");
    }
}
