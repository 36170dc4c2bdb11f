//! `doctor CLUSTER`: what is wrong with a cluster, how that was found, and what to do.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::domain::doctor::{Diagnosis, Known, Step, diagnose};
use crate::domain::problem::Problem;
use crate::headless::args::{DoctorArguments, Output};
use crate::headless::fetch::Reader;
use crate::text::Words;

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
    Ok(match (wanted.output, &found) {
        (Output::Json, found) => pretty(&to_json(&cluster.name, found.as_ref(), words)),
        (Output::Table | Output::Yaml | Output::Dot | Output::Svg | Output::Png, Some(found)) => {
            words.diagnosis_in_full(&cluster.name, found)
        }
        (Output::Table | Output::Yaml | Output::Dot | Output::Svg | Output::Png, None) => {
            format!("{}\n", words.doctor_well(cluster.name.as_str()))
        }
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
