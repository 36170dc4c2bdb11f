//! `get …`: one value of a cloud on standard output.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::topology::export::{export, to_dot, to_table};
use crate::domain::topology::model::Topology;
use crate::domain::trouble::CommandTrouble;
use crate::headless::args::{GetArguments, LensArgument, Output, What};
use crate::headless::fetch::Reader;
use crate::headless::get_estate::{self, Printed};
use crate::headless::render;
use crate::headless::table::Table;
use crate::headless::yaml::to_yaml;
use crate::message::{Snapshot, Topic};

/// Gets what is wanted, as the text to print.
///
/// # Errors
/// Why it could not be had.
pub async fn get(reader: &mut Reader, wanted: &GetArguments) -> Result<String, Problem> {
    if matches!(wanted.output, Output::Dot | Output::Svg | Output::Png) && wanted.what != What::Topology {
        return Err(command(CommandTrouble::NoDrawing));
    }
    match wanted.what {
        What::Clusters => {
            let list = reader.clusters().await?;
            let rows = || list.rows.iter().map(|row| render::cluster_json(row)).collect();
            Ok(printed(wanted.output, || render::clusters_table(&list), rows))
        }
        What::Templates => {
            let Snapshot::Templates(list) = reader.get(Topic::Templates).await? else {
                return Err(mismatch());
            };
            let rows = || list.iter().map(|row| get_estate::template_json(row)).collect();
            Ok(printed(wanted.output, || render::templates_table(&list), rows))
        }
        What::Nodes => {
            let nodes = match &wanted.name {
                Some(name) => reader.parts(name).await?.1.nodes.clone(),
                None => {
                    let Snapshot::Nodes(list) = reader.nodes().await? else {
                        return Err(mismatch());
                    };
                    list.rows.clone()
                }
            };
            let rows = || nodes.iter().map(render::node_json).collect();
            Ok(printed(wanted.output, || render::nodes_table(&nodes), rows))
        }
        What::Resources => {
            let (_, parts) = reader.parts(name_of(wanted)?).await?;
            if let Some(problem) = parts
                .stack_problem
                .as_ref()
                .filter(|_| parts.resources.is_empty())
            {
                return Err(problem.clone());
            }
            let resources = Arc::clone(&parts.resources);
            let rows = || resources.iter().map(render::resource_json).collect();
            Ok(printed(
                wanted.output,
                || render::resources_table(&resources),
                rows,
            ))
        }
        What::Topology => {
            let (_, topology) = picture(reader, wanted).await?;
            Ok(match wanted.output {
                Output::Dot => to_dot(&topology),
                Output::Table => to_table(&topology),
                Output::Json => pretty(&json!(export(&topology))),
                Output::Yaml => to_yaml(&json!(export(&topology))),
                Output::Svg | Output::Png => return Err(command(CommandTrouble::NoDrawing)),
            })
        }
        What::Template => {
            let name = wanted.name.as_deref();
            let name = name.ok_or_else(|| command(CommandTrouble::TemplateUnnamed))?;
            Ok(either(wanted.output, get_estate::template(reader, name).await?))
        }
        What::Keypairs => Ok(either(wanted.output, get_estate::keypairs(reader).await?)),
        What::Quotas => Ok(either(wanted.output, get_estate::quotas(reader).await?)),
        What::ProjectQuotas => Ok(either(wanted.output, get_estate::project_quotas(reader).await?)),
        What::Stats => {
            let printed = get_estate::stats(reader, wanted.name.as_deref()).await?;
            Ok(either(wanted.output, printed))
        }
        What::Services => Ok(either(wanted.output, get_estate::services(reader).await?)),
        What::AllClusters => Ok(either(wanted.output, get_estate::all_clusters(reader).await?)),
    }
}

/// What is to be drawn: the name of the cluster, and what it is made of.
///
/// # Errors
/// Why it could not be had.
pub async fn picture(reader: &mut Reader, wanted: &GetArguments) -> Result<(String, Arc<Topology>), Problem> {
    let (cluster, parts) = reader.parts(name_of(wanted)?).await?;
    let topology = match wanted.lens {
        LensArgument::Infrastructure => Some(&parts.topology),
        LensArgument::Orchestration => parts.orchestration.as_ref(),
    };
    match topology {
        Some(topology) => Ok((cluster.name.clone(), Arc::clone(topology))),
        None => Err(parts
            .stack_problem
            .clone()
            .unwrap_or_else(|| command(CommandTrouble::NoStack))),
    }
}

fn name_of(wanted: &GetArguments) -> Result<&str, Problem> {
    wanted
        .name
        .as_deref()
        .ok_or_else(|| command(CommandTrouble::ClusterUnnamed))
}

fn printed(output: Output, table: impl FnOnce() -> Table, rows: impl FnOnce() -> Vec<Value>) -> String {
    match output {
        Output::Table | Output::Dot | Output::Svg | Output::Png => table().to_text(),
        Output::Json => pretty(&Value::Array(rows())),
        Output::Yaml => to_yaml(&Value::Array(rows())),
    }
}

fn either(output: Output, printed: Printed) -> String {
    match output {
        Output::Table | Output::Dot | Output::Svg | Output::Png => printed.table.to_text(),
        Output::Json => pretty(&printed.json),
        Output::Yaml => to_yaml(&printed.json),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn command(trouble: CommandTrouble) -> Problem {
    Problem::new(ProblemKind::Command(trouble))
}

fn mismatch() -> Problem {
    Problem::new(ProblemKind::Internal {
        detail: "the background answered something else".to_owned(),
    })
}
