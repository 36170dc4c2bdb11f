//! What can be done with the chosen card: the same in the inspector and in the menu of the card.

use crate::domain::id::{ClusterId, ServerId};
use crate::domain::quoting::Shell;
use crate::domain::topology::command::{Commands, account, ssh};
use crate::domain::topology::fact::Fact;
use crate::domain::topology::model::Topology;
use crate::domain::topology::particulars::Subject;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Deed {
    /// Put this on the clipboard.
    Copy(String),
    /// The same with something that stands among the facts, where it can be copied too.
    CopyFact(String),
    /// Unfold it, or fold it.
    Toggle,
    /// Show or hide the console log.
    Console,
    /// Go to another page.
    Go(Route),
    /// Show this server in the list of nodes.
    Node(ServerId),
}

/// An action with its word; the tooltip says what exactly it does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    pub(crate) icon: &'static str,
    pub(crate) word: String,
    pub(crate) hint: Option<String>,
    pub(crate) deed: Deed,
}

impl Offer {
    /// Whether it only copies what stands among the facts.
    pub(crate) fn is_of_a_fact(&self) -> bool {
        matches!(self.deed, Deed::CopyFact(_))
    }
}

/// Everything that can be done with it, the most wanted first.
pub(crate) fn offers(
    ctx: &Ctx<'_>,
    cluster: &ClusterId,
    topology: &Topology,
    key: &ResourceKey,
    console_open: bool,
) -> Vec<Offer> {
    let Some(resource) = topology.get(key) else {
        return Vec::new();
    };
    let words = ctx.words;
    let mut offers = Vec::new();
    if resource.kind.is_server() && resource.physical_id.is_some() {
        let word = match console_open {
            true => words.inspector_console_close(),
            false => words.inspector_console_open(),
        };
        offers.push(Offer {
            icon: egui_phosphor::regular::TERMINAL_WINDOW,
            word: word.to_owned(),
            hint: None,
            deed: Deed::Console,
        });
    }
    offers.extend(ssh_offer(ctx, cluster, resource));
    let copy = |word: &str, icon, text: String| Offer {
        icon,
        word: word.to_owned(),
        hint: Some(text.clone()),
        deed: Deed::Copy(text),
    };
    let commands = Commands {
        shell: Shell::HERE,
        scope: ctx.scope,
    };
    if let Some(subject) = Subject::of(topology, resource) {
        let line = commands.show(&subject);
        offers.push(copy(
            words.inspector_copy_command(),
            egui_phosphor::regular::TERMINAL,
            line,
        ));
    }
    if let (ResourceKind::SecurityGroup, Some(id)) = (resource.kind, &resource.physical_id) {
        let line = commands.rules(id);
        offers.push(copy(
            words.inspector_copy_rules_command(),
            egui_phosphor::regular::LIST_CHECKS,
            line,
        ));
    }
    for (word, text) in [
        (words.topology_copy_id(), resource.physical_id.as_deref()),
        (words.topology_copy_name(), Some(resource.name.as_str())),
        (words.topology_copy_address(), resource.address()),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            offers.push(Offer {
                icon: egui_phosphor::regular::COPY,
                word: word.to_owned(),
                hint: Some(text.to_owned()),
                deed: Deed::CopyFact(text.to_owned()),
            });
        }
    }
    offers.extend(jumps(ctx, cluster, resource));
    offers
}

/// A way in, where there is an address that people use.
fn ssh_offer(ctx: &Ctx<'_>, cluster: &ClusterId, resource: &Resource) -> Option<Offer> {
    let address = resource
        .kind
        .is_server()
        .then(|| resource.fact(Fact::FloatingAddress))??;
    let cluster = ctx.data.cluster(cluster);
    let template = cluster.and_then(|cluster| ctx.data.template(&cluster.template));
    let distro = template.and_then(|template| template.cluster_distro.as_deref());
    let line = ssh(Shell::HERE, account(distro.unwrap_or_default()), address);
    Some(Offer {
        icon: egui_phosphor::regular::KEY,
        word: ctx.words.inspector_copy_ssh().to_owned(),
        hint: Some(line.clone()),
        deed: Deed::Copy(line),
    })
}

/// Pages of this program that know more of it.
fn jumps(ctx: &Ctx<'_>, cluster: &ClusterId, resource: &Resource) -> Vec<Offer> {
    let mut offers = Vec::new();
    let mut jump = |word: &str, icon, deed| {
        offers.push(Offer {
            icon,
            word: word.to_owned(),
            hint: None,
            deed,
        });
    };
    if let (true, Some(id)) = (resource.kind.is_server(), &resource.physical_id) {
        jump(
            ctx.words.inspector_show_in_nodes(),
            egui_phosphor::regular::CUBE,
            Deed::Node(ServerId::new(id.as_str())),
        );
    }
    if resource.heat.is_some() {
        jump(
            ctx.words.inspector_show_in_resources(),
            egui_phosphor::regular::LIST_BULLETS,
            Deed::Go(Route::Cluster(cluster.clone(), Tab::Resources)),
        );
    }
    offers
}
