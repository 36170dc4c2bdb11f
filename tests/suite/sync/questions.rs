//! Questions: asked while somebody wants to know, once or again and again, and never after they are withdrawn.

use magnum_desktop::domain::id::ServerId;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::question::{Answer, Question, Repeat};
use magnum_desktop::message::{Command, Topic};

use super::stage::Stage;

const LINES: u32 = 50;

/// A signed-in background that knows the servers of `production-web`.
async fn opened() -> (Stage, Question) {
    let mut stage = Stage::open().await;
    let topology = Topic::Topology(stage.cluster("production-web"));
    stage.watch([topology.clone()]);
    stage
        .until("the servers are known", |stage| stage.is_well(&topology))
        .await;
    let parts = stage.data().parts.get(&stage.cluster("production-web")).unwrap();
    let server = parts.value().unwrap().nodes.first().unwrap().server.id.clone();
    stage.watch([]);
    let question = Question::Console { server, lines: LINES };
    (stage, question)
}

fn ask(stage: &mut Stage, question: &Question, repeat: Repeat) {
    let scope = stage.scope.clone();
    stage.store.ask(&scope, question.clone());
    stage.send(Command::Ask {
        scope,
        question: question.clone(),
        repeat,
    });
}

fn lines(stage: &Stage, question: &Question) -> Option<Vec<String>> {
    match stage.data().questions.get(question)?.value()?.as_ref() {
        Answer::Console(log) => Some(log.lines().to_vec()),
        Answer::NodeGroup(_) | Answer::Authority(_) => None,
        Answer::Particulars(told) => panic!("{told:?}"),
        Answer::Inside(told) => panic!("{told:?}"),
        Answer::Stacks(told) => panic!("{told:?}"),
        Answer::StackSource(told) => panic!("{told:?}"),
    }
}

fn waits(stage: &Stage, question: &Question) -> bool {
    let known = stage.data().questions.get(question);
    known.is_some_and(magnum_desktop::store::remote::Remote::refreshing)
}

#[tokio::test]
async fn a_question_is_asked_once_again_when_somebody_says_so_and_forgotten_when_withdrawn() {
    let (mut stage, question) = opened().await;
    tokio::time::pause();
    ask(&mut stage, &question, Repeat::Once);
    stage
        .until("the console is there", |stage| lines(stage, &question).is_some())
        .await;
    let text = lines(&stage, &question).unwrap().join("\n");
    assert!(text.contains("Started kubelet"), "{text}");
    stage.pass(120).await;
    assert_eq!(stage.asked("POST", "/action"), 1);
    ask(&mut stage, &question, Repeat::Once);
    assert!(waits(&stage, &question));
    stage
        .until("it is answered again", |stage| !waits(stage, &question))
        .await;
    assert_eq!(stage.asked("POST", "/action"), 2);
    let scope = stage.scope.clone();
    stage.store.withdraw(&scope, &question);
    assert!(stage.data().questions.get(&question).is_none());
}

#[tokio::test]
async fn a_followed_question_is_asked_again_and_again_until_it_is_withdrawn() {
    let (mut stage, question) = opened().await;
    tokio::time::pause();
    ask(&mut stage, &question, Repeat::Follow);
    stage.pass(60).await;
    let asked = stage.asked("POST", "/action");
    assert!((8..=20).contains(&asked), "{asked} times in a minute");
    let scope = stage.scope.clone();
    stage.send(Command::Withdraw {
        scope,
        question: question.clone(),
    });
    // One may be on its way.
    stage.pass(10).await;
    let asked = stage.asked("POST", "/action");
    stage.pass(120).await;
    assert_eq!(stage.asked("POST", "/action"), asked);
}

#[tokio::test]
async fn a_question_that_cannot_be_answered_says_why_and_keeps_the_last_answer() {
    let (mut stage, question) = opened().await;
    tokio::time::pause();
    let unknown = Question::Console {
        server: ServerId::new("00000000-0000-4000-8000-000000000000"),
        lines: LINES,
    };
    ask(&mut stage, &unknown, Repeat::Once);
    stage
        .until("it is refused", |stage| !waits(stage, &unknown))
        .await;
    let known = stage.data().questions.get(&unknown).unwrap();
    let (problem, _) = known.failure().unwrap();
    assert_eq!(problem.kind, ProblemKind::NotFound);

    ask(&mut stage, &question, Repeat::Follow);
    stage
        .until("the console is there", |stage| lines(stage, &question).is_some())
        .await;
    stage.cloud.faults().fail("POST", "/compute", 503);
    stage.pass(30).await;
    let known = stage.data().questions.get(&question).unwrap();
    assert!(known.failure().is_some() && lines(&stage, &question).is_some());
}
