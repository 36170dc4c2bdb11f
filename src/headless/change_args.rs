//! The part of the command line that changes something in the cloud.

use clap::{Args, Subcommand, ValueEnum};

use super::estate_args::{
    CreateKeypairArguments, CreateTemplateArguments, EXIT_CODES as ESTATE_EXIT_CODES, EstateVerb,
    KeypairVerb, NamesArguments, TemplateVerb,
};

/// Exit codes of every command that changes something, as `--help` and the manual pages tell them.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done; without --wait: accepted by the service
  1  the cloud, the cluster or the group could not be had
  2  the command line was not understood
  3  not sent: it is not allowed, something is wrong with it, or it was not confirmed
  4  refused by the service
  5  accepted, and failed
  6  the answer was lost: it may have been done
  7  accepted, and no effect was seen";

/// A command that changes something. Each request is sent once.
#[derive(Clone, Debug, Subcommand)]
pub enum ChangeVerb {
    /// Create something.
    #[command(subcommand)]
    Create(CreateVerb),
    /// Give a cluster, or one of its node groups, another number of nodes.
    #[command(after_help = EXIT_CODES)]
    Resize(ResizeArguments),
    /// Bring a cluster to the version of another template.
    #[command(after_help = EXIT_CODES)]
    Upgrade(UpgradeArguments),
    /// Change what Magnum lets change of a cluster itself. Everything else is fixed at its creation.
    #[command(after_help = EXIT_CODES)]
    Update(UpdateArguments),
    /// Delete something.
    #[command(subcommand)]
    Delete(DeleteVerb),
    /// Replace the certificate authority of a cluster. Every kubeconfig of it has to be fetched anew.
    #[command(after_help = EXIT_CODES)]
    RotateCa(RotateArguments),
    /// Replace the credential with which a cluster speaks to the cloud.
    #[command(after_help = EXIT_CODES)]
    RotateCredential(RotateArguments),
    /// List, create, change or delete the node groups of a cluster.
    #[command(subcommand)]
    Nodegroup(NodegroupVerb),
}

impl ChangeVerb {
    /// The same with the noun first, where it is about no cluster: `create template` is `template create`.
    pub fn noun_first(&self) -> Option<EstateVerb> {
        Some(match self {
            Self::Create(CreateVerb::Template(wanted)) => {
                EstateVerb::Template(TemplateVerb::Create(wanted.clone()))
            }
            Self::Create(CreateVerb::Keypair(wanted)) => {
                EstateVerb::Keypair(KeypairVerb::Create(wanted.clone()))
            }
            Self::Delete(DeleteVerb::Template(wanted)) => {
                EstateVerb::Template(TemplateVerb::Delete(wanted.clone()))
            }
            Self::Delete(DeleteVerb::Keypair(wanted)) => {
                EstateVerb::Keypair(KeypairVerb::Delete(wanted.clone()))
            }
            Self::Create(CreateVerb::Cluster(_) | CreateVerb::Nodegroup(_))
            | Self::Delete(DeleteVerb::Cluster(_) | DeleteVerb::Nodegroup(_) | DeleteVerb::Leftover(_))
            | Self::Resize(_)
            | Self::Upgrade(_)
            | Self::Update(_)
            | Self::RotateCa(_)
            | Self::RotateCredential(_)
            | Self::Nodegroup(_) => return None,
        })
    }
}

/// What can be created.
#[derive(Clone, Debug, Subcommand)]
pub enum CreateVerb {
    /// Create a cluster from a template.
    #[command(after_help = EXIT_CODES)]
    Cluster(CreateClusterArguments),
    /// Make a template of a file, as `template export` writes one.
    #[command(after_help = ESTATE_EXIT_CODES)]
    Template(CreateTemplateArguments),
    /// Make a key pair; the private half goes into a file that only you can read.
    #[command(after_help = ESTATE_EXIT_CODES)]
    Keypair(CreateKeypairArguments),
    /// Add a node group to a cluster.
    #[command(after_help = EXIT_CODES)]
    Nodegroup(CreateGroupArguments),
}

/// What can be deleted.
#[derive(Clone, Debug, Subcommand)]
pub enum DeleteVerb {
    /// Delete clusters with all that Magnum made for them.
    #[command(after_help = EXIT_CODES)]
    Cluster(DeleteClusterArguments),
    /// Delete templates that no cluster uses.
    #[command(after_help = ESTATE_EXIT_CODES)]
    Template(NamesArguments),
    /// Delete key pairs.
    #[command(after_help = ESTATE_EXIT_CODES)]
    Keypair(NamesArguments),
    /// Delete a node group with its nodes.
    #[command(after_help = EXIT_CODES)]
    Nodegroup(DeleteGroupArguments),
    /// Remove what clusters have left behind, as `orphans` lists it: one after the other, in the order in which it can be.
    #[command(after_help = EXIT_CODES)]
    Leftover(DeleteLeftoversArguments),
}

/// How a request is followed and told.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Follow {
    /// Wait until it has ended, and tell every step on standard error.
    #[arg(long)]
    pub wait: bool,
    /// Check everything and say what would be sent, but send nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// How to print what came of it.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ChangeOutput,
}

/// How a change is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ChangeOutput {
    /// A sentence.
    #[default]
    Text,
    /// JSON.
    Json,
}

/// A cluster to be created.
#[derive(Clone, Debug, Args)]
pub struct CreateClusterArguments {
    /// Its name.
    pub name: String,
    /// The template, by name or id.
    #[arg(long, value_name = "TEMPLATE", visible_alias = "cluster-template")]
    pub template: String,
    /// Key pair; without one the template's.
    #[arg(long, value_name = "NAME")]
    pub keypair: Option<String>,
    /// Masters, an odd number.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub master_count: u32,
    /// Workers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub node_count: u32,
    /// Flavor of the masters; without one the template's.
    #[arg(long, value_name = "FLAVOR")]
    pub master_flavor: Option<String>,
    /// Flavor of the workers; without one the template's.
    #[arg(long, value_name = "FLAVOR")]
    pub flavor: Option<String>,
    /// Put a load balancer in front of the API, or none; without this as the template says.
    #[arg(long, value_name = "true|false")]
    pub master_lb_enabled: Option<bool>,
    /// Give the nodes floating IPs, or none; without this as the template says.
    #[arg(long, value_name = "true|false")]
    pub floating_ip_enabled: Option<bool>,
    /// An existing network; without one the template's, or one of its own.
    #[arg(long, value_name = "NETWORK")]
    pub fixed_network: Option<String>,
    /// An existing subnet of that network.
    #[arg(long, value_name = "SUBNET")]
    pub fixed_subnet: Option<String>,
    /// Size of each node's container volume, GiB; without one the template's.
    #[arg(long, value_name = "GIB")]
    pub docker_volume_size: Option<u32>,
    /// Where etcd's members find each other; without one Magnum asks for it.
    #[arg(long, value_name = "URL")]
    pub discovery_url: Option<String>,
    /// A label that differs from the template's, merged with those; give it again for more.
    #[arg(long = "label", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub labels: Vec<(String, String)>,
    /// Minutes until the creation counts as failed; 0 means never.
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub timeout: u32,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// Clusters to be deleted.
#[derive(Clone, Debug, Args)]
pub struct DeleteClusterArguments {
    /// The clusters, by name or id.
    #[arg(required = true, value_name = "CLUSTER")]
    pub clusters: Vec<String>,
    /// Do not ask for the names to be typed.
    #[arg(long, short)]
    pub yes: bool,
    /// Wait until the change that runs on a cluster has ended, and delete it then.
    #[arg(long)]
    pub when_free: bool,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// What is to be removed of that which clusters have left behind.
#[derive(Clone, Debug, Args)]
pub struct DeleteLeftoversArguments {
    /// Their ids, as `orphans` lists them; in any order.
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Do not ask for the names to be typed.
    #[arg(long, short)]
    pub yes: bool,
    /// Check everything and say what would be removed in which order, but remove nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// How to print what came of it.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ChangeOutput,
}

/// Another number of nodes.
#[derive(Clone, Debug, Args)]
pub struct ResizeArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// How many nodes there are to be.
    pub node_count: u32,
    /// The node group, by name or id; without one the default workers.
    #[arg(long, value_name = "GROUP")]
    pub nodegroup: Option<String>,
    /// A node that goes, by server id or name; give it again for more. Without it the driver chooses.
    #[arg(long, value_name = "NODE", visible_alias = "nodes-to-remove")]
    pub remove: Vec<String>,
    /// Wait until the change that runs on the cluster has ended, and send it then.
    #[arg(long)]
    pub when_free: bool,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// Another version.
#[derive(Clone, Debug, Args)]
pub struct UpgradeArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The template to go to, by name or id; without one those that are suitable are listed.
    pub template: Option<String>,
    /// How many nodes are replaced at a time.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_batch_size: Option<u32>,
    /// Only this node group, by name or id.
    #[arg(long, value_name = "GROUP")]
    pub nodegroup: Option<String>,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// What Magnum lets change of a cluster.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = true, id = "what")]
pub struct UpdateArguments {
    /// The cluster, by name or id.
    #[arg(group = "which")]
    pub cluster: String,
    /// Workers of the default group, by the older way; `resize` is the newer one.
    #[arg(long, value_name = "N", group = "what")]
    pub node_count: Option<u32>,
    /// How the cluster is, where something else than Magnum looks after it.
    #[arg(long, value_name = "STATUS", group = "what", value_parser = ["HEALTHY", "UNHEALTHY", "UNKNOWN"])]
    pub health_status: Option<String>,
    /// Undo the change if it fails (Heat).
    #[arg(long, requires = "node_count")]
    pub rollback: bool,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// A rotation.
#[derive(Clone, Debug, Args)]
pub struct RotateArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// Do not ask for the name to be typed.
    #[arg(long, short)]
    pub yes: bool,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// What can be done with node groups.
#[derive(Clone, Debug, Subcommand)]
pub enum NodegroupVerb {
    /// Print the node groups of a cluster.
    List(ListGroupsArguments),
    /// Print every field of a node group: its bounds, labels, taints and addresses too.
    Show(ShowGroupArguments),
    /// Add a node group to a cluster.
    #[command(after_help = EXIT_CODES)]
    Create(CreateGroupArguments),
    /// Change the bounds, node labels or node taints of a node group.
    #[command(after_help = EXIT_CODES)]
    Update(UpdateGroupArguments),
    /// Delete a node group with its nodes.
    #[command(after_help = EXIT_CODES)]
    Delete(DeleteGroupArguments),
}

/// Whose groups to print.
#[derive(Clone, Debug, Args)]
pub struct ListGroupsArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// How to print it.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ChangeOutput,
}

/// Which group to print.
#[derive(Clone, Debug, Args)]
pub struct ShowGroupArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The node group, by name or id.
    pub nodegroup: String,
    /// How to print it.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub output: ChangeOutput,
}

/// A node group to be made.
#[derive(Clone, Debug, Args)]
pub struct CreateGroupArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The group's name, unique within the cluster.
    pub name: String,
    /// How many nodes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub node_count: u32,
    /// Fewest nodes.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub min_nodes: u32,
    /// Most nodes.
    #[arg(long, value_name = "N")]
    pub max_nodes: Option<u32>,
    /// What its nodes are for.
    #[arg(long, value_name = "ROLE", default_value = "worker")]
    pub role: String,
    /// Flavor; without one the cluster's.
    #[arg(long, value_name = "FLAVOR")]
    pub flavor: Option<String>,
    /// Image; without one the template's.
    #[arg(long, value_name = "IMAGE")]
    pub image: Option<String>,
    /// Size of each node's container volume, GiB.
    #[arg(long, value_name = "GIB")]
    pub docker_volume_size: Option<u32>,
    /// A label that differs from the cluster's, merged with those; give it again for more.
    #[arg(long = "label", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub labels: Vec<(String, String)>,
    /// A Kubernetes label of its nodes; give it again for more.
    #[arg(long = "node-label", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub node_labels: Vec<(String, String)>,
    /// A Kubernetes taint of its nodes; give it again for more.
    #[arg(long = "node-taint", value_name = "KEY[=VALUE]:EFFECT", value_parser = parse_taint)]
    pub node_taints: Vec<crate::domain::node_group::Taint>,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// What is to be different in a node group.
#[derive(Clone, Debug, Args)]
pub struct UpdateGroupArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The group, by name or id.
    pub nodegroup: String,
    /// Fewest nodes.
    #[arg(long, value_name = "N")]
    pub min_nodes: Option<u32>,
    /// Most nodes.
    #[arg(long, value_name = "N", conflicts_with = "no_max_nodes")]
    pub max_nodes: Option<u32>,
    /// Take the upper bound away.
    #[arg(long)]
    pub no_max_nodes: bool,
    /// A Kubernetes label of its nodes; together they replace those it has.
    #[arg(long = "node-label", value_name = "KEY=VALUE", value_parser = parse_pair)]
    pub node_labels: Vec<(String, String)>,
    /// A Kubernetes taint of its nodes; together they replace those it has.
    #[arg(long = "node-taint", value_name = "KEY[=VALUE]:EFFECT", value_parser = parse_taint)]
    pub node_taints: Vec<crate::domain::node_group::Taint>,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

/// A node group to be deleted.
#[derive(Clone, Debug, Args)]
pub struct DeleteGroupArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// The group, by name or id.
    pub nodegroup: String,
    /// Do not ask for the name to be typed.
    #[arg(long, short)]
    pub yes: bool,
    /// How it is followed.
    #[command(flatten)]
    pub follow: Follow,
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        Some(_) | None => Err("expected KEY=VALUE".to_owned()),
    }
}

fn parse_taint(text: &str) -> Result<crate::domain::node_group::Taint, String> {
    crate::domain::node_group::Taint::parse(text).ok_or_else(|| {
        "expected KEY[=VALUE]:EFFECT with NoSchedule, PreferNoSchedule or NoExecute".to_owned()
    })
}
