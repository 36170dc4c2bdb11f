//! `doctor CLUSTER`: what is wrong with a cluster, how that was found, and what to do.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::domain::doctor::{Diagnosis, Known, Step, diagnose};
use crate::domain::problem::Problem;
use crate::domain::question::{Answer, Question};
use crate::headless::args::{DoctorArguments, Output};
use crate::headless::fetch::Reader;
use crate::text::Words;

/// So many lines of a console are evidence enough, as in the window.
const CONSOLE_TAIL: u32 = 20;

/// Examines the cluster; the text to print.
///
/// # Errors
/// Why nothing could be learned of it.
pub async fn doctor(
    reader: &mut Reader,
    wanted: &DoctorArguments,
    (words, now): (&Words, Timestamp),
) -> Result<String, Problem> {
    let (cluster, parts) = reader.parts(&wanted.cluster).await?;
    let detail = reader.detail(&cluster.id).await?;
    let known = Known {
        cluster: &detail.cluster,
        template: None,
        stacks: &parts.stacks,
        stack_problem: parts.stack_problem.as_ref(),
        resources: &parts.resources,
        events: &parts.evidence.failures,
        nodes: &parts.nodes,
        load_balancers: &parts.evidence.load_balancers,
    };
    let found = diagnose(&known, now);
    let evidence = evidence(reader, found.as_ref()).await;
    Ok(match (wanted.output, &found) {
        (Output::Json, found) => {
            let mut json = to_json(&cluster.name, found.as_ref(), words);
            if let (Some(evidence), Some(found)) = (&evidence, json.get_mut("diagnosis")) {
                found["console"] = evidence_json(evidence, words);
            }
            pretty(&json)
        }
        (Output::Table | Output::Yaml | Output::Dot | Output::Svg | Output::Png, Some(found)) => {
            let told = evidence.map(|evidence| evidence_text(&evidence, words));
            words.diagnosis_in_full(&cluster.name, found) + told.as_deref().unwrap_or_default()
        }
        (Output::Table | Output::Yaml | Output::Dot | Output::Svg | Output::Png, None) => {
            format!("{}\n", words.doctor_well(cluster.name.as_str()))
        }
    })
}

/// The end of the console of the server that the diagnosis points at.
struct Evidence {
    server: String,
    console: Result<Vec<String>, Problem>,
}

/// A console that cannot be had is told and takes nothing from the diagnosis.
async fn evidence(reader: &mut Reader, found: Option<&Diagnosis>) -> Option<Evidence> {
    let (id, name) = found?.server.as_ref()?;
    let question = Question::Console {
        server: id.clone(),
        lines: CONSOLE_TAIL,
    };
    let console = reader.ask(question).await.map(|answer| match answer.as_ref() {
        Answer::Console(log) => log.lines().to_vec(),
        Answer::Authority(_) | Answer::Particulars(_) | Answer::NodeGroup(_) => Vec::new(),
    });
    Some(Evidence {
        server: name.clone(),
        console,
    })
}

fn evidence_text(evidence: &Evidence, words: &Words) -> String {
    let mut lines = vec![words.doctor_console(evidence.server.as_str())];
    match &evidence.console {
        Ok(console) if console.is_empty() => lines.push(format!("  {}", words.doctor_console_empty())),
        Ok(console) => lines.extend(console.iter().map(|line| format!("  {line}"))),
        Err(problem) => lines.push(format!("  {}", words.headline(problem))),
    }
    lines.join("\n") + "\n"
}

fn evidence_json(evidence: &Evidence, words: &Words) -> Value {
    json!({
        "server": evidence.server,
        "lines": evidence.console.as_ref().ok(),
        "problem": evidence.console.as_ref().err().map(|problem| words.headline(problem)),
    })
}

/// `cause` is the program's own word, the same in every language, and null where the cause is not a known one.
fn to_json(cluster: &str, found: Option<&Diagnosis>, words: &Words) -> Value {
    let Some(found) = found else {
        return json!({"cluster": cluster, "diagnosis": null});
    };
    json!({
        "cluster": cluster,
        "diagnosis": {
            "cause": found.cause.map(|cause| format!("{cause:?}")),
            "sentence": words.diagnosis_sentence(found),
            "advice": words.diagnosis_advice(found),
            "subject": found.subject.as_ref().map(|subject| json!({
                "kind": words.heat_type(&subject.kind),
                "name": subject.name,
            })),
            "words": found.words,
            "server": found.server.as_ref().map(|(id, name)| json!({"id": id.as_str(), "name": name})),
            "followers": found.followers,
            "chain": found.chain.iter().map(|step| step_json(step, words)).collect::<Vec<_>>(),
        },
    })
}

fn step_json(step: &Step, words: &Words) -> Value {
    json!({
        "place": words.place(&step.place),
        "name": step.name,
        "state": step.state,
        "words": step.words,
        "at": step.at.map(|at| at.to_string()),
    })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}
