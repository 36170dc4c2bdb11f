//! The part of the command line for the inside of a cluster.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::Output;

/// How `cluster-info` ends.
pub const INFO_EXIT_CODES: &str = "\
Exit codes:
  0  the API answers, its checks pass, and every node is ready
  1  it could not be reached, or does not let you in
  5  it answers, and something is not well";

/// Which cluster to ask for its inside.
#[derive(Clone, Debug, Args)]
pub struct ClusterInfoArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// Only one of its lists.
    #[arg(long, value_name = "LIST")]
    pub show: Option<Part>,
    /// How to print it: table, json or yaml.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// A list of the inside of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Its nodes.
    Nodes,
    /// The pods of all namespaces.
    Pods,
    /// Deployments and what else controls pods.
    Controllers,
    /// Its services.
    Services,
    /// What happened lately.
    Events,
}

/// Which log to print.
#[derive(Clone, Debug, Args)]
pub struct LogsArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The pod.
    pub pod: String,
    /// Its namespace.
    #[arg(short, long, value_name = "NAMESPACE", default_value = "default")]
    pub namespace: String,
    /// The container; without one the first.
    #[arg(short, long, value_name = "NAME")]
    pub container: Option<String>,
    /// How many lines.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub lines: u32,
}

/// What to apply.
#[derive(Clone, Debug, Args)]
pub struct ApplyArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The manifest: YAML or JSON with one object or several.
    #[arg(short, long, value_name = "FILE")]
    pub file: PathBuf,
    /// Where objects go that name no namespace.
    #[arg(short, long, value_name = "NAMESPACE", default_value = "default")]
    pub namespace: String,
    /// Have the cluster check everything and keep nothing.
    #[arg(long)]
    pub dry_run: bool,
}
