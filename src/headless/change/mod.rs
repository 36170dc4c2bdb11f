//! Commands that change something: the same checks, the same requests and the same watch over them as in the window.
//!
//! What is wanted is looked up by name, checked against what is known, confirmed where it destroys something, sent once,
//! and followed as far as was asked for.

mod clusters;
mod groups;
mod leftovers;
mod run;

use serde_json::json;

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::operation::findings::{Finding, blocked};
use crate::domain::operation::{Operation, Progress, Subject, command_line};
use crate::domain::permission::{Circumstances, Reason, Wish};
use crate::domain::problem::Problem;
use crate::domain::quoting::Shell;
use crate::domain::session_info::SessionInfo;
use crate::domain::template::ClusterTemplate;
use crate::headless::change_args::{ChangeOutput, ChangeVerb, CreateVerb, DeleteVerb, Follow, NodegroupVerb};
use crate::headless::fetch::Reader;
use crate::text::Words;

/// How a person at the terminal is spoken to.
pub trait Person {
    /// Tells a step.
    fn tell(&self, text: &str);
    /// Asks for a line; nothing where nobody is there.
    fn ask(&self, question: &str) -> Option<String>;
}

/// What came of a command: what to print on standard output, and how the program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// For standard output.
    pub text: String,
    /// The exit code.
    pub code: u8,
}

/// Why a command ended before anything was sent, or what came of it.
#[derive(Debug)]
enum Stop {
    /// Something could not be had.
    Problem(Problem),
    /// It was not sent, for this reason in words.
    NotSent(String),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// What every command works with.
struct Desk<'a> {
    reader: &'a mut Reader,
    words: &'a Words,
    person: &'a dyn Person,
}

/// Carries out a command.
///
/// # Errors
/// Why the cloud, the cluster or whatever it is about could not be had.
pub async fn change(
    reader: &mut Reader,
    verb: &ChangeVerb,
    (words, person): (&Words, &dyn Person),
) -> Result<Outcome, Problem> {
    let mut desk = Desk {
        reader,
        words,
        person,
    };
    let came = match verb {
        ChangeVerb::Create(CreateVerb::Cluster(wanted)) => desk.create_cluster(wanted).await,
        ChangeVerb::Create(CreateVerb::Nodegroup(wanted)) => desk.create_group(wanted).await,
        ChangeVerb::Delete(DeleteVerb::Cluster(wanted)) => desk.delete_clusters(wanted).await,
        ChangeVerb::Delete(DeleteVerb::Nodegroup(wanted)) => desk.delete_group(wanted).await,
        ChangeVerb::Delete(DeleteVerb::Leftover(wanted)) => desk.delete_leftovers(wanted).await,
        // These are about no cluster: `ChangeVerb::noun_first` hands them to `estate_change`.
        ChangeVerb::Create(CreateVerb::Template(_) | CreateVerb::Keypair(_))
        | ChangeVerb::Delete(DeleteVerb::Template(_) | DeleteVerb::Keypair(_)) => {
            return Ok(Outcome {
                text: String::new(),
                code: 2,
            });
        }
        ChangeVerb::Resize(wanted) => desk.resize(wanted).await,
        ChangeVerb::Upgrade(wanted) => desk.upgrade(wanted).await,
        ChangeVerb::Update(wanted) => desk.update(wanted).await,
        ChangeVerb::RotateCa(wanted) => desk.rotate_ca(wanted).await,
        ChangeVerb::RotateCredential(wanted) => desk.rotate_credential(wanted).await,
        ChangeVerb::Nodegroup(NodegroupVerb::List(wanted)) => desk.list_groups(wanted).await,
        ChangeVerb::Nodegroup(NodegroupVerb::Show(wanted)) => desk.show_group(wanted).await,
        ChangeVerb::Nodegroup(NodegroupVerb::Create(wanted)) => desk.create_group(wanted).await,
        ChangeVerb::Nodegroup(NodegroupVerb::Update(wanted)) => desk.update_group(wanted).await,
        ChangeVerb::Nodegroup(NodegroupVerb::Delete(wanted)) => desk.delete_group(wanted).await,
    };
    match came {
        Ok(outcome) => Ok(outcome),
        Err(Stop::Problem(problem)) => Err(problem),
        Err(Stop::NotSent(why)) => {
            person.tell(&why);
            Ok(Outcome {
                text: String::new(),
                code: 3,
            })
        }
    }
}

/// What is known of the cluster that a command is about.
struct Known {
    cluster: std::sync::Arc<Cluster>,
    template: Option<std::sync::Arc<ClusterTemplate>>,
    driver: Driver,
    info: SessionInfo,
}

impl Known {
    fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            info: Some(&self.info),
            locked: false,
            cluster: Some(&self.cluster),
            driver: self.driver,
            group: None,
            tls_disabled: self
                .template
                .as_ref()
                .is_some_and(|template| template.tls_disabled == Some(true)),
        }
    }
}

impl Desk<'_> {
    fn allowed(&self, may: Result<(), Reason>) -> Result<(), Stop> {
        may.map_err(|reason| Stop::NotSent(self.words.reason(&reason)))
    }

    fn may(&self, known: &Known, wish: Wish) -> Result<(), Stop> {
        self.allowed(known.circumstances().may(wish))
    }

    /// Tells what was found; what stands in the way ends the command.
    fn heed(&self, findings: &[Finding]) -> Result<(), Stop> {
        let lines: Vec<String> = findings
            .iter()
            .map(|finding| self.words.change_finding(finding))
            .collect();
        if blocked(findings) {
            return Err(Stop::NotSent(lines.join("\n")));
        }
        for line in lines {
            self.person.tell(&line);
        }
        Ok(())
    }

    /// Has the name typed before something is destroyed.
    fn confirm(&self, yes: bool, (what, name): (&str, &str)) -> Result<(), Stop> {
        if yes {
            return Ok(());
        }
        let question = self.words.terminal_confirm(what, name);
        match self.person.ask(&question) {
            None => Err(Stop::NotSent(self.words.terminal_needs_yes().to_owned())),
            Some(typed) if typed == name => Ok(()),
            Some(_) => Err(Stop::NotSent(self.words.terminal_not_confirmed().to_owned())),
        }
    }

    /// Sends an operation, once, and follows it as far as was asked for.
    async fn carry_out(&mut self, operation: Operation, follow: Follow) -> Result<Outcome, Stop> {
        let command = command_line(Shell::HERE, self.reader.scope(), &operation);
        let name = operation.name().to_owned();
        let what = self.words.operation(&operation);
        if follow.dry_run {
            return Ok(self.dry(&operation, command, follow));
        }
        let (words, person) = (self.words, self.person);
        let told = |progress: &Progress| {
            if follow.wait {
                person.tell(&format!("{name} · {what}: {}", words.progress(progress)));
            }
        };
        let progress = self.reader.run(operation.clone(), follow.wait, told).await?;
        Ok(self.came(&operation, &progress, follow))
    }

    fn dry(&self, operation: &Operation, command: Option<String>, follow: Follow) -> Outcome {
        let what = self.words.operation(operation);
        let text = match follow.output {
            ChangeOutput::Text => {
                let mut lines = vec![format!(
                    "{} · {}",
                    operation.name(),
                    self.words.terminal_would(what)
                )];
                lines.extend(command);
                lines.join("\n") + "\n"
            }
            ChangeOutput::Json => pretty(&json!({
                "name": operation.name(),
                "operation": what,
                "progress": "not sent",
                "command": command,
            })),
        };
        Outcome { text, code: 0 }
    }

    fn came(&self, operation: &Operation, progress: &Progress, follow: Follow) -> Outcome {
        let (word, code) = told(progress);
        let problem = problem_of(progress);
        let reason = match progress {
            Progress::Failed { reason, .. } => reason.clone(),
            Progress::Sending
            | Progress::Waiting { .. }
            | Progress::Abandoned
            | Progress::Accepted { .. }
            | Progress::Unclear { .. }
            | Progress::Underway { .. }
            | Progress::Done { .. }
            | Progress::Refused { .. }
            | Progress::NoEffect { .. }
            | Progress::Lost { .. } => problem.and_then(|problem| problem.server_words.clone()),
        };
        let text = match follow.output {
            ChangeOutput::Text => {
                if let Some(problem) = problem {
                    self.person.tell(&self.words.in_full(problem));
                } else if let Some(reason) = &reason {
                    self.person.tell(reason);
                }
                let id = subject_id(progress).map(|id| format!(" ({id})"));
                format!(
                    "{}{} · {}: {}\n",
                    operation.name(),
                    id.unwrap_or_default(),
                    self.words.operation(operation),
                    self.words.progress(progress)
                )
            }
            ChangeOutput::Json => pretty(&json!({
                "name": operation.name(),
                "cluster": progress.cluster().or(operation.cluster()).map(|id| id.as_str()),
                "nodegroup": group_id(progress),
                "operation": self.words.operation(operation),
                "progress": word,
                "reason": reason,
                "request_id": problem.and_then(|problem| problem.request_id.clone()),
            })),
        };
        Outcome { text, code }
    }
}

/// The word for machines, and the exit code.
fn told(progress: &Progress) -> (&'static str, u8) {
    match progress {
        Progress::Done { .. } => ("done", 0),
        Progress::Sending => ("sending", 0),
        Progress::Waiting { .. } => ("waiting", 0),
        Progress::Accepted { .. } => ("accepted", 0),
        Progress::Underway { .. } => ("underway", 0),
        Progress::Abandoned => ("abandoned", 3),
        Progress::Refused { .. } => ("refused", 4),
        Progress::Failed { .. } => ("failed", 5),
        Progress::Unclear { .. } => ("unclear", 6),
        Progress::Lost { .. } => ("lost", 6),
        Progress::NoEffect { .. } => ("no effect", 7),
    }
}

fn problem_of(progress: &Progress) -> Option<&Problem> {
    match progress {
        Progress::Refused { problem } | Progress::Lost { problem } | Progress::Unclear { problem, .. } => {
            Some(problem)
        }
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Abandoned
        | Progress::Accepted { .. }
        | Progress::Underway { .. }
        | Progress::Done { .. }
        | Progress::Failed { .. }
        | Progress::NoEffect { .. } => None,
    }
}

fn subject_id(progress: &Progress) -> Option<&str> {
    match progress.subject()? {
        Subject::Cluster(id) => Some(id.as_str()),
        Subject::NodeGroup(_, id) => Some(id.as_str()),
        Subject::Piece(piece) => Some(piece.id.as_str()),
        Subject::Template(id) => Some(id.as_str()),
        Subject::Keypair(name) => Some(name),
        Subject::Quota(project) => Some(project.as_str()),
    }
}

fn group_id(progress: &Progress) -> Option<&str> {
    match progress.subject()? {
        Subject::Cluster(_)
        | Subject::Template(_)
        | Subject::Keypair(_)
        | Subject::Quota(_)
        | Subject::Piece(_) => None,
        Subject::NodeGroup(_, id) => Some(id.as_str()),
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}
