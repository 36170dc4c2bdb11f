//! The command line.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::change_args::ChangeVerb;
use super::estate_args::EstateVerb;
use super::inside_args::{ApplyArguments, ClusterInfoArguments, INFO_EXIT_CODES, LogsArguments};

/// Clusters, templates, nodes and their living topology on OpenStack Magnum.
///
/// Without a command a window opens. Clouds come from where the OpenStack client has them: the OS_… variables, and
/// clouds.yaml, from the file that OS_CLIENT_CONFIG_FILE names, the current folder, the user's or the system's openstack
/// folder, with secure.yaml laid over it. Without --os-cloud the one of the variables is meant, else the only one.
#[derive(Debug, Parser)]
#[command(name = "magnum-desktop", version, after_help = EXAMPLES)]
pub struct Arguments {
    /// Without one: the window.
    #[command(subcommand)]
    pub command: Option<Verb>,
    /// Which cloud, and how.
    #[command(flatten)]
    pub cloud: CloudArguments,
    /// What the window shows.
    #[command(flatten)]
    pub window: WindowArguments,
}

const EXAMPLES: &str = "\
Examples:
  magnum-desktop --demo
      Explore a simulated cloud; needs nothing.
  magnum-desktop --os-cloud prod --open cluster/web/topology
      Open the topology of the cluster `web`.
  magnum-desktop --demo --open clusters --theme dark --screenshot clusters.png --size 1280x800
      Take a picture of the window and leave.
  magnum-desktop --theme dark get topology web --os-cloud prod -o svg > web.svg
      The same topology as a drawing, without a display; png, dot and json as well.
  magnum-desktop clouds prod
      Print what the cloud `prod` is set to, and which file and line says so.
  magnum-desktop doctor web --os-cloud prod
      Say why the cluster `web` failed and what to do about it.
  magnum-desktop resize web 5 --os-cloud prod --wait
      Give the cluster `web` five workers, and wait until they are there.
  magnum-desktop kubeconfig web --os-cloud prod --merge
      Add access to the cluster `web` to your kubeconfig.
  magnum-desktop demo-cloud --listen 127.0.0.1:5050 --clouds-yaml demo.yaml
      Serve the simulated cloud alone, for any OpenStack client.";

/// Which cloud, and how.
#[derive(Clone, Debug, Default, Args)]
pub struct CloudArguments {
    /// Use the simulated cloud inside this program.
    #[arg(long, global = true, conflicts_with = "os_cloud", help_heading = "Cloud")]
    pub demo: bool,
    /// The cloud of this name in clouds.yaml, or `envvars` for the one of the OS_… variables.
    #[arg(
        long,
        global = true,
        env = "OS_CLOUD",
        value_name = "NAME",
        help_heading = "Cloud"
    )]
    pub os_cloud: Option<String>,
    /// Read this clouds.yaml first.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Cloud")]
    pub config: Option<PathBuf>,
    /// Read a cloud from this openrc file as well; nothing of it is run.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Cloud")]
    pub openrc: Option<PathBuf>,
    /// Work in this project instead of the one that clouds.yaml names.
    #[arg(long, global = true, value_name = "NAME", help_heading = "Cloud")]
    pub os_project_name: Option<String>,
    /// Work in this region instead of the one that clouds.yaml names.
    #[arg(long, global = true, value_name = "NAME", help_heading = "Cloud")]
    pub os_region_name: Option<String>,
    /// Trust the certificate authorities in this PEM file, and no others.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Cloud")]
    pub os_cacert: Option<PathBuf>,
    /// Do not check the cloud's certificate. Marked in the window for as long as it is so.
    #[arg(long, global = true, help_heading = "Cloud")]
    pub insecure: bool,
}

/// What the window shows.
#[derive(Clone, Debug, Default, Args)]
pub struct WindowArguments {
    /// The language; otherwise the one chosen last, else the system's.
    #[arg(long, global = true, value_name = "LANGUAGE", help_heading = "Window")]
    pub language: Option<LanguageArgument>,
    /// The theme; otherwise the one chosen last, else the system's.
    #[arg(long, value_name = "THEME", help_heading = "Window")]
    pub theme: Option<ThemeArgument>,
    /// The page to open: clusters, cluster/NAME[/summary|topology|resources|timeline|kubernetes|access], templates, nodes,
    /// create[/TEMPLATE/STEP] where STEP is template, basics, size, network, access, labels, review or all, leftovers,
    /// activity, diagnostics, settings, guide, sign-in, overview, stacks, keypairs, quotas, services, projects,
    /// new-template or template/NAME[/edit|copy|compare/OTHER]; or a dialog above a cluster's page:
    /// cluster/NAME/resize|upgrade|update|rotate-ca|rotate-credential|add-group|delete. How a picture is looked at stands
    /// behind a question mark, joined by `&`: cluster/NAME/topology?lens=orchestration, fold=none|all, find=TEXT,
    /// select=NAME, console, zoom=PERCENT, moment=PERCENT, hide=KIND, legend, export.
    #[arg(long, value_name = "ROUTE", help_heading = "Window")]
    pub open: Option<String>,
    /// Take a picture of the window when what it shows has settled, and leave.
    #[arg(long, value_name = "FILE", help_heading = "Window")]
    pub screenshot: Option<PathBuf>,
    /// Size of the window in points.
    #[arg(long, value_name = "WxH", value_parser = parse_size, help_heading = "Window")]
    pub size: Option<(u16, u16)>,
    /// How the window is drawn; otherwise what has worked before, and the other one where that does not start.
    #[arg(long, value_name = "RENDERER", help_heading = "Window")]
    pub renderer: Option<RendererArgument>,
}

/// A command that needs no window.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Print what a cloud holds.
    Get(GetArguments),
    /// Change something.
    #[command(flatten)]
    Change(ChangeVerb),
    /// Print which clouds there are, or what one of them is set to and where each value comes from.
    Clouds(CloudsArguments),
    /// Say what is wrong with a cluster, how that was found, and what to do.
    Doctor(DoctorArguments),
    /// List what is left of clusters that are gone or do not go, in the order in which it is removed. `delete leftover`
    /// removes it.
    Orphans(OrphansArguments),
    /// Change something beside clusters.
    #[command(flatten)]
    Estate(EstateVerb),
    /// Get access to a cluster: a key is made here, Magnum signs its certificate, and a kubeconfig of its own is saved.
    ///
    /// Without a flag the file goes into ~/.kube under a name made of the cluster's. Whoever has it is the cluster's
    /// administrator; it is readable for you alone.
    Kubeconfig(KubeconfigArguments),
    /// Ask a cluster's own API how it is: version, checks, nodes with their conditions.
    #[command(after_help = INFO_EXIT_CODES)]
    ClusterInfo(ClusterInfoArguments),
    /// Print the end of a container's log.
    Logs(LogsArguments),
    /// Apply a manifest inside of a cluster.
    #[command(after_help = super::change_args::EXIT_CODES)]
    Apply(ApplyArguments),
    /// Serve the simulated cloud alone and write a clouds.yaml for it.
    DemoCloud(DemoCloudArguments),
    /// Print the completions for a shell; for packages.
    #[command(hide = true)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder; for packages.
    #[command(hide = true)]
    Man {
        /// The folder, which must be there.
        folder: PathBuf,
    },
}

/// How the simulated cloud is to be.
#[derive(Clone, Debug, Args)]
pub struct DemoCloudArguments {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "127.0.0.1:PORT", default_value = "127.0.0.1:0", value_parser = parse_listen)]
    pub listen: SocketAddrV4,
    /// The clouds.yaml to write; without one it is printed.
    #[arg(long, value_name = "FILE")]
    pub clouds_yaml: Option<PathBuf>,
    /// What is in it at the beginning.
    #[arg(long, value_name = "WORLD", default_value = "everyday")]
    pub world: WorldArgument,
    /// The release that it is.
    #[arg(long, value_name = "RELEASE", default_value = "2026.1")]
    pub profile: ProfileArgument,
    /// How many seconds pass in it per second.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub speed: f64,
}

/// What to do with the access to a cluster.
#[derive(Debug, Args)]
pub struct KubeconfigArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// Save it as this file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["merge", "print"])]
    pub save: Option<PathBuf>,
    /// Add it to your kubeconfig: of KUBECONFIG the file that has the context, else the first that exists. Nothing else in
    /// the file is changed, and the file as it was is kept beside it once a day.
    #[arg(long, conflicts_with = "print")]
    pub merge: bool,
    /// Print it, key and all.
    #[arg(long)]
    pub print: bool,
    /// Save ca.pem, cert.pem, key.pem and config into this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["save", "merge", "print", "keystone"])]
    pub files: Option<PathBuf>,
    /// With --files: print what Docker's own client needs of a Swarm cluster, for `eval`.
    #[arg(long, requires = "files")]
    pub docker_env: bool,
    /// Make a file without a key: the client shows the token in OS_TOKEN, and the cluster asks Keystone.
    #[arg(long, conflicts_with = "merge")]
    pub keystone: bool,
    /// Go on although the authority of the cluster is another one than in the file; expected after a rotation of the CA.
    #[arg(long)]
    pub accept_new_identity: bool,
}

/// What to print.
#[derive(Clone, Debug, Args)]
pub struct GetArguments {
    /// What to print.
    pub what: What,
    /// The cluster, by name or id, for resources and topology; the template for `template`; `all` for stats.
    pub name: Option<String>,
    /// How to print it.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
    /// Which picture of the topology: what there is and how traffic takes it, or how Heat has built it.
    #[arg(long, value_name = "LENS", default_value = "infrastructure")]
    pub lens: LensArgument,
}

/// Which picture of a topology.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LensArgument {
    /// What there is, and how it is connected.
    #[default]
    Infrastructure,
    /// Nested stacks, and what waits for what; clusters without a stack have none.
    Orchestration,
}

/// How to list what is left.
#[derive(Clone, Debug, Args)]
pub struct OrphansArguments {
    /// Also list what clusters still have that are being deleted.
    #[arg(long)]
    pub deleting: bool,
    /// How to print it: table or json.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// Which cluster to examine.
#[derive(Clone, Debug, Args)]
pub struct DoctorArguments {
    /// The cluster, by name or id.
    pub cluster: String,
    /// How to print it: table or json.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// Which cloud's settings to print.
#[derive(Clone, Debug, Args)]
pub struct CloudsArguments {
    /// The cloud; without one, all of them.
    pub name: Option<String>,
    /// How to print it: table, json or yaml.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// What can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Every cluster.
    Clusters,
    /// Every cluster template.
    Templates,
    /// Every node of every cluster, or of the one named.
    Nodes,
    /// The stack resources of one cluster, nested ones included.
    Resources,
    /// The project's Heat stacks, with the cluster that each belongs to.
    Stacks,
    /// The parameters and outputs of one cluster's stack; as json and yaml its template as well.
    Stack,
    /// What one cluster is made of, and how that is connected.
    Topology,
    /// Every field of one template.
    Template,
    /// Your key pairs.
    Keypairs,
    /// What the project may have and has, of every service.
    Quotas,
    /// The cluster quotas of all projects; for administrators.
    ProjectQuotas,
    /// How many clusters and nodes the project has, or `stats all` the whole cloud.
    Stats,
    /// Magnum's own services; for administrators.
    Services,
    /// The clusters of all projects; for administrators.
    AllClusters,
}

/// How it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// Aligned columns.
    Table,
    /// JSON with the services' own field names.
    Json,
    /// The same as YAML.
    Yaml,
    /// Graphviz; for topology.
    Dot,
    /// A drawing with real text; for topology.
    Svg,
    /// The same as a picture; for topology. Send it into a file.
    Png,
}

/// The worlds of the simulated cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WorldArgument {
    /// A team's clusters in different states.
    Everyday,
    /// No cluster yet.
    Empty,
    /// 600 clusters, one of them with 1,000 nodes.
    Large,
    /// A cluster for each of the classic causes of failure.
    Failing,
    /// Quotas that are nearly used up.
    QuotaTight,
    /// Names and texts made to hurt.
    Hostile,
    /// The cluster of the article with which it all began.
    WalkThrough,
}

/// The releases that the simulated cloud can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileArgument {
    /// Newton, with Kubernetes, Swarm and Mesos.
    Newton,
    /// Zed, the last one with every container engine.
    Zed,
    /// 2024.1, with Heat and Cluster API.
    #[value(name = "2024.1")]
    R2024_1,
    /// 2026.1, the last one with Heat.
    #[value(name = "2026.1")]
    R2026_1,
    /// 2026.2, with Cluster API only.
    #[value(name = "2026.2")]
    R2026_2,
}

/// The languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageArgument {
    /// English.
    En,
    /// 简体中文.
    #[value(name = "zh-CN", alias = "zh")]
    ZhCn,
}

/// The themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeArgument {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The ways of drawing a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RendererArgument {
    /// OpenGL, in software too.
    Glow,
    /// Vulkan, Metal or DirectX 12.
    Wgpu,
}

fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        Some((
            width.trim().parse::<u16>().ok()?,
            height.trim().parse::<u16>().ok()?,
        ))
    });
    match parsed {
        Some((width, height)) if width >= 320 && height >= 240 => Ok((width, height)),
        Some(_) => Err("at least 320x240".to_owned()),
        None => Err("expected WIDTHxHEIGHT, as in 1280x800".to_owned()),
    }
}

fn parse_listen(text: &str) -> Result<SocketAddrV4, String> {
    let address: SocketAddrV4 = text
        .parse()
        .map_err(|error| format!("{error}; expected 127.0.0.1:PORT"))?;
    if *address.ip() == Ipv4Addr::LOCALHOST {
        Ok(address)
    } else {
        Err("the simulated cloud has known passwords and listens on 127.0.0.1 only".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, parse_listen, parse_size};
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_simulated_cloud_stays_on_this_machine() {
        assert!(parse_listen("127.0.0.1:5050").is_ok());
        assert!(parse_listen("0.0.0.0:5050").is_err());
    }

    #[test]
    fn sizes_are_read() {
        assert_eq!(parse_size("1280x800"), Ok((1280, 800)));
        assert!(parse_size("10x10").is_err());
        assert!(parse_size("big").is_err());
    }

    #[test]
    fn cloud_flags_may_stand_behind_the_command() {
        let parsed = Arguments::try_parse_from([
            "magnum-desktop",
            "get",
            "topology",
            "web",
            "--os-cloud",
            "a",
            "-o",
            "dot",
        ]);
        assert_eq!(
            parsed
                .map(|arguments| arguments.cloud.os_cloud)
                .ok()
                .flatten()
                .as_deref(),
            Some("a")
        );
    }
}
