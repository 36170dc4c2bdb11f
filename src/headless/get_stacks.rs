//! `get stacks` and `get stack CLUSTER`: Heat's side of clusters.

use serde_json::{Value, json};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question};
use crate::domain::stack::{Stack, StackSource};
use crate::domain::trouble::CommandTrouble;
use crate::headless::fetch::Reader;
use crate::headless::get_estate::Printed;
use crate::headless::table::Table;

/// The project's stacks.
pub(super) async fn stacks(reader: &mut Reader) -> Result<Printed, Problem> {
    let clusters = reader.clusters().await?;
    let answer = reader.ask(Question::Stacks).await?;
    let Answer::Stacks(stacks) = answer.as_ref() else {
        return Err(Problem::new(ProblemKind::Cancelled));
    };
    let of = |stack: &Stack| {
        let mut all = clusters.rows.iter();
        all.find(|cluster| cluster.stack.as_ref() == Some(&stack.id))
            .map(|cluster| cluster.name.clone())
    };
    let time = |stack: &Stack| stack.created_at.map(|at| at.to_string());
    let mut table = Table::new(&["ID", "NAME", "STATUS", "CLUSTER", "CREATED"]);
    for stack in stacks {
        table.rows.push(vec![
            stack.id.to_string(),
            stack.name.clone(),
            stack.status.to_string(),
            of(stack).unwrap_or_else(|| "-".to_owned()),
            time(stack).unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    let each = |stack: &Stack| {
        json!({
            "id": stack.id.as_str(), "name": stack.name, "status": stack.status.to_string(),
            "status_reason": stack.status_reason, "cluster": of(stack), "created_at": time(stack),
        })
    };
    Ok(Printed {
        table,
        json: stacks.iter().map(each).collect(),
    })
}

/// What one cluster's stack was made from.
pub(super) async fn stack(reader: &mut Reader, name: &str) -> Result<Printed, Problem> {
    let (cluster, parts) = reader.parts(name).await?;
    let no_stack = || {
        let none = Problem::new(ProblemKind::Command(CommandTrouble::NoStack));
        parts.stack_problem.clone().unwrap_or(none)
    };
    let stack = parts
        .stacks
        .iter()
        .find(|stack| cluster.stack.as_ref() == Some(&stack.id))
        .ok_or_else(no_stack)?;
    let question = Question::StackSource {
        stack: stack.id.clone(),
        name: stack.name.clone(),
    };
    let answer = reader.ask(question).await?;
    let Answer::StackSource(source) = answer.as_ref() else {
        return Err(Problem::new(ProblemKind::Cancelled));
    };
    let mut table = Table::new(&["KIND", "NAME", "VALUE"]);
    for (kind, values) in [("parameter", &source.parameters), ("output", &source.outputs)] {
        for (name, value) in values {
            table
                .rows
                .push(vec![kind.to_owned(), name.clone(), value.clone()]);
        }
    }
    Ok(Printed {
        table,
        json: source_json(stack, source),
    })
}

fn source_json(stack: &Stack, source: &StackSource) -> Value {
    let template: Value = serde_json::from_str(&source.template).unwrap_or_default();
    json!({
        "id": stack.id.as_str(), "name": stack.name, "parameters": source.parameters, "outputs": source.outputs,
        "template": template,
    })
}
