//! The Kubernetes tab of a cluster: what its API told, what it did not, and the ways on.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::access::{AccessOutcome, AccessTask, Remembered, Way};
use magnum_desktop::domain::certificate::Fingerprint;
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::console::ConsoleLog;
use magnum_desktop::domain::kubernetes::{
    Applied, AppliedDeed, Check, Condition, Inside, LogSource, Node, Pod, Trial,
};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::question::{Answer, Question};
use magnum_desktop::domain::trouble::KubernetesTrouble;
use magnum_desktop::message::{Epoch, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::Language;
use magnum_desktop::ui::cluster_page::ClusterPage;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::Tab;

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<ClusterPage>>;

fn cluster() -> Cluster {
    let mut cluster = hand::cluster("web");
    cluster.api_address = Some("https://203.0.113.5:6443".to_owned());
    cluster
}

fn node(name: &str, ready: &str) -> Node {
    Node {
        name: name.to_owned(),
        conditions: vec![Condition {
            kind: "Ready".to_owned(),
            state: ready.to_owned(),
            message: "Kubelet stopped posting node status.".to_owned(),
            since: Some(hand::before(600)),
        }],
        ..Node::default()
    }
}

fn inside() -> Inside {
    let pod = Pod {
        namespace: "shop".to_owned(),
        name: "web-0".to_owned(),
        state: "Running".to_owned(),
        ready: 1,
        containers: vec!["web".to_owned()],
        ports: vec![8080],
        ..Pod::default()
    };
    Inside {
        address: "https://203.0.113.5:6443".to_owned(),
        version: Some("v1.28.9".to_owned()),
        checks: vec![Check {
            name: "etcd".to_owned(),
            passed: true,
        }],
        nodes: Ok(vec![node("node-0", "True"), node("node-1", "Unknown")]),
        pods: Ok(vec![pod]),
        controllers: Ok(vec![]),
        services: Err(Problem::new(ProblemKind::Kubernetes(
            KubernetesTrouble::Forbidden,
        ))),
        events: Ok(vec![]),
    }
}

fn answered(store: &mut Store, question: &Question, answer: Result<Answer, Problem>) {
    store.ask(&hand::scope(), question.clone());
    store.apply(Update::Answered {
        scope: hand::scope(),
        epoch: Epoch(1),
        question: question.clone(),
        at: hand::now(),
        answer: answer.map(Arc::new),
    });
}

fn open(language: Language, answer: Result<Answer, Problem>, saved: bool) -> Page {
    let cluster = cluster();
    let mut store = hand::store(vec![hand::detail(&cluster)]);
    let question = Question::Inside {
        cluster: cluster.id.clone(),
    };
    answered(&mut store, &question, answer);
    if saved {
        let remembered = Remembered {
            authority: Fingerprint::new([7; 32]),
            file: "/home/ada/web".to_owned(),
            at: None,
            expires: None,
            way: Some(Way {
                kubeconfig: "/home/ada/web".to_owned(),
                context: "web@shop.prod".to_owned(),
            }),
        };
        store.remembered = BTreeMap::from([(cluster.id.clone(), remembered)]);
    }
    let id = cluster.id;
    stage::harness(language, store, ClusterPage::default(), move |page, ui, ctx| {
        page.ui(ui, ctx, (&id, Tab::Inside), |_| {});
    })
}

fn press(page: &mut Page, word: &str) -> Vec<Action> {
    drop(stage::wishes(page));
    page.get_by_label(word).click();
    page.run();
    stage::wishes(page)
}

#[test]
fn what_the_api_told_is_there_list_by_list_and_a_list_that_is_refused_says_why() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = open(language, Ok(Answer::Inside(Box::new(inside()))), false);
        page.get_by_label(words.inside_answers_unwell());
        page.get_by_label("v1.28.9");
        page.get_by_label(&words.inside_checks(1, 1));
        page.get_by_label("node-1");
        page.get_by_label(&words.clusters_lens(words.inside_pods(), words.count(1)))
            .click();
        page.run();
        page.get_by_label("web-0");
        let services = words.clusters_lens(words.inside_services(), words.format_none());
        page.get_by_label(&services).click();
        page.run();
        page.get_by_label_contains(words.problem_kubernetes_forbidden());
    }
}

#[test]
fn f63_an_api_that_does_not_answer_is_told_with_its_address_and_can_be_asked_again() {
    for language in Language::ALL {
        let words = stage::words(language);
        let host = "203.0.113.5:6443".to_owned();
        let problem = Problem::new(ProblemKind::NoAnswer { host, limit_secs: 10 });
        let mut page = open(language, Err(problem), false);
        page.get_by_label_contains(&words.inside_unanswered("https://203.0.113.5:6443"));
        page.get_by_label(words.inside_unreached_help());
        let wishes = press(&mut page, words.inside_look_again());
        let again = |wish: &Action| matches!(wish, Action::AskAgain(Question::Inside { .. }));
        assert!(wishes.iter().any(again), "{wishes:?}");
    }
}

#[test]
fn a_pod_has_its_log_a_shell_and_its_port_and_the_context_is_always_named() {
    let words = stage::words(Language::English);
    let mut page = open(Language::English, Ok(Answer::Inside(Box::new(inside()))), true);
    page.get_by_label(&words.clusters_lens(words.inside_pods(), words.count(1)))
        .click();
    page.run();
    page.get_by_label("web-0").click();
    page.run();
    let question = Question::PodLog {
        cluster: cluster().id,
        from: LogSource {
            namespace: "shop".to_owned(),
            pod: "web-0".to_owned(),
            container: "web".to_owned(),
        },
        lines: 200,
    };
    let log = ConsoleLog::read("the last line\n", 10);
    answered(&mut page.state_mut().store, &question, Ok(Answer::Console(log)));
    page.run();
    page.get_by_label("the last line");
    for (word, verb) in [
        (words.inside_shell(), "exec"),
        (words.inside_follow_log(), "logs"),
        (words.inside_forward(), "port-forward"),
    ] {
        let wishes = press(&mut page, word);
        let found = wishes.iter().find_map(|wish| match wish {
            Action::OpenTerminal(terminal) => Some(terminal),
            _ => None,
        });
        let terminal = found.unwrap_or_else(|| panic!("{word}: {wishes:?}"));
        assert_eq!(
            terminal.environment,
            [("KUBECONFIG".to_owned(), "/home/ada/web".to_owned())]
        );
        assert_eq!(terminal.runs[..3], ["kubectl", "--context", "web@shop.prod"]);
        assert!(
            terminal.runs.iter().any(|word| word == verb),
            "{:?}",
            terminal.runs
        );
    }
}

#[test]
fn without_a_saved_kubeconfig_other_programs_are_not_started_and_the_reason_is_there() {
    let words = stage::words(Language::English);
    let mut page = open(Language::English, Ok(Answer::Inside(Box::new(inside()))), false);
    let wishes = press(&mut page, words.inside_k9s());
    assert!(
        !wishes.iter().any(|wish| matches!(wish, Action::OpenTerminal(_))),
        "{wishes:?}"
    );
    let wishes = press(&mut page, words.inside_to_access());
    assert!(
        wishes.iter().any(|wish| matches!(wish, Action::Go(_))),
        "{wishes:?}"
    );
}

#[test]
fn a_manifest_is_tried_before_it_is_meant_and_another_text_is_tried_anew() {
    let words = stage::words(Language::English);
    let mut page = open(Language::English, Ok(Answer::Inside(Box::new(inside()))), false);
    drop(press(&mut page, words.inside_apply()));
    page.get_by_label(words.inside_manifest()).focus();
    page.run();
    page.get_by_label(words.inside_manifest())
        .type_text("kind: Service");
    page.run();
    let trial_of = |wishes: &[Action]| {
        wishes.iter().find_map(|wish| match wish {
            Action::Access(_, AccessTask::Apply { trial, manifest, .. }) => Some((*trial, manifest.clone())),
            _ => None,
        })
    };
    let wishes = press(&mut page, words.inside_apply_try());
    assert_eq!(trial_of(&wishes), Some((Trial::Only, "kind: Service".to_owned())));
    let came = |page: &mut Page, trial| {
        page.state_mut().store.apply(Update::Accessed {
            scope: hand::scope(),
            cluster: cluster().id,
            at: hand::now(),
            outcome: Ok(AccessOutcome::Applied {
                trial,
                done: vec![Applied {
                    object: "Service/redis".to_owned(),
                    deed: AppliedDeed::Created,
                }],
                problem: None,
            }),
        });
        page.run();
        // The dialog has grown, and stands in the middle again with the next frame.
        page.run_steps(2);
    };
    came(&mut page, Trial::Only);
    page.get_by_label(words.inside_tried());
    page.get_by_label("Service/redis");
    let wishes = press(&mut page, words.inside_apply_now());
    assert_eq!(
        trial_of(&wishes).map(|(trial, _)| trial),
        Some(Trial::Meant),
        "{wishes:?}"
    );
    came(&mut page, Trial::Only);
    page.get_by_label(words.inside_manifest()).focus();
    page.run();
    page.get_by_label(words.inside_manifest()).type_text("#");
    page.run();
    page.get_by_label(words.inside_apply_try());
}
