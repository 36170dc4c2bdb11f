//! Where in the program somebody is, and what must be kept fresh for it.

use std::collections::BTreeSet;

use crate::domain::id::{ClusterId, TemplateId};
use crate::domain::service::Service;
use crate::message::Topic;
use crate::ui::topology::PictureStart;
use crate::ui::wizard::model::Step;

pub use crate::ui::estate_route::{EstateRoute, FormStart, NamedTemplate};

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The choice of a cloud.
    #[default]
    Welcome,
    /// The sign-in form.
    SignIn,
    /// The list of clusters.
    Clusters,
    /// Where the rail's topology leads, until it is known which cluster's picture is shown.
    Topology,
    /// One cluster.
    Cluster(ClusterId, Tab),
    /// The list of templates, with one opened.
    Templates(Option<TemplateId>),
    /// What is left of clusters that are gone or do not go; of one that does not.
    Leftovers(Option<ClusterId>),
    /// One of the pages beside clusters.
    Estate(EstateRoute),
    /// The list of nodes.
    Nodes,
    /// The creation form.
    CreateCluster,
    /// What this program did.
    Activity,
    /// Services, clocks and recent requests, with one service opened.
    Diagnostics(Option<Service>),
    /// Language, theme, what is kept.
    Settings,
    /// The user guide.
    Guide,
}

impl Route {
    /// Whether the page is there without a cloud.
    pub fn needs_no_cloud(&self) -> bool {
        matches!(self, Self::Welcome | Self::SignIn)
    }
}

/// A tab of a cluster's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// Every field.
    #[default]
    Summary,
    /// The picture.
    Topology,
    /// The stack's resources.
    Resources,
    /// Heat's events.
    Timeline,
    /// What its own API tells.
    Inside,
    /// Kubeconfigs and certificates.
    Access,
}

impl Tab {
    /// All tabs in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Summary,
        Self::Topology,
        Self::Resources,
        Self::Timeline,
        Self::Inside,
        Self::Access,
    ];
}

/// A page as `--open` names it: a cluster by its name or id, which is looked up when the list is there.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteRequest {
    /// A page that needs no looking up.
    Page(Route),
    /// A cluster by name or id.
    ClusterNamed(String, Tab),
    /// A cluster by name or id, and how its picture is looked at.
    Picture(String, Box<PictureStart>),
    /// The creation form at a step, with a template by name or id.
    Create(String, Option<Step>),
    /// A template by name or id.
    TemplateNamed(String, NamedTemplate),
    /// The dialog of a change above the page of a cluster.
    Change(String, Opened),
}

/// A dialog as `--open` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Another number of nodes.
    Resize,
    /// Another version.
    Upgrade,
    /// Another authority.
    RotateCa,
    /// Another credential.
    RotateCredential,
    /// What else Magnum lets change.
    Update,
    /// A further node group.
    NewGroup,
    /// Its deletion.
    Delete,
}

impl RouteRequest {
    /// Reads `welcome`, `clusters`, `topology`, `cluster/NAME[/summary|topology|resources|timeline|kubernetes|access]`, `templates`,
    /// `nodes`, `create[/TEMPLATE/template|basics|size|network|access|labels|review|all]`, `leftovers`, `activity`,
    /// `diagnostics`, `settings`, `guide`, `sign-in`, `overview`, `new-template`, `template/NAME[/edit|copy|compare/OTHER]`,
    /// `keypairs`, `quotas`, `services` or `projects`; and the dialogs above a cluster's page:
    /// `cluster/NAME/resize|upgrade|update|rotate-ca|rotate-credential|add-group|delete`. How a picture is looked at stands
    /// behind a question mark: `cluster/NAME/topology?fold=none&select=master-0`, with `lens`, `fold`, `find`, `select`,
    /// `console`, `zoom`, `moment`, `hide`, `legend` and `export`.
    ///
    /// # Errors
    /// The text that was not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
        Ok(match parts.as_slice() {
            ["welcome"] => Self::Page(Route::Welcome),
            ["clusters"] => Self::Page(Route::Clusters),
            ["templates"] => Self::Page(Route::Templates(None)),
            ["topology"] => Self::Page(Route::Topology),
            ["nodes"] => Self::Page(Route::Nodes),
            ["leftovers"] => Self::Page(Route::Leftovers(None)),
            ["create"] => Self::Page(Route::CreateCluster),
            ["create", template, "all"] => Self::Create((*template).to_owned(), None),
            ["create", template, step] => {
                let step = Step::parse(step).ok_or_else(|| text.to_owned())?;
                Self::Create((*template).to_owned(), Some(step))
            }
            ["activity"] => Self::Page(Route::Activity),
            ["diagnostics"] => Self::Page(Route::Diagnostics(None)),
            ["sign-in"] => Self::Page(Route::SignIn),
            ["settings"] => Self::Page(Route::Settings),
            ["guide"] => Self::Page(Route::Guide),
            ["cluster", name] => Self::ClusterNamed((*name).to_owned(), Tab::Summary),
            ["cluster", name, "summary"] => Self::ClusterNamed((*name).to_owned(), Tab::Summary),
            ["cluster", name, "topology"] => Self::ClusterNamed((*name).to_owned(), Tab::Topology),
            ["cluster", name, "resources"] => Self::ClusterNamed((*name).to_owned(), Tab::Resources),
            ["cluster", name, "kubernetes"] => Self::ClusterNamed((*name).to_owned(), Tab::Inside),
            ["cluster", name, "access"] => Self::ClusterNamed((*name).to_owned(), Tab::Access),
            ["cluster", name, "resize"] => Self::Change((*name).to_owned(), Opened::Resize),
            ["cluster", name, "upgrade"] => Self::Change((*name).to_owned(), Opened::Upgrade),
            ["cluster", name, "rotate-ca"] => Self::Change((*name).to_owned(), Opened::RotateCa),
            ["cluster", name, "update"] => Self::Change((*name).to_owned(), Opened::Update),
            ["cluster", name, "rotate-credential"] => {
                Self::Change((*name).to_owned(), Opened::RotateCredential)
            }
            ["cluster", name, "add-group"] => Self::Change((*name).to_owned(), Opened::NewGroup),
            ["cluster", name, "delete"] => Self::Change((*name).to_owned(), Opened::Delete),
            ["cluster", name, "timeline"] => Self::ClusterNamed((*name).to_owned(), Tab::Timeline),
            // What is looked for may have a slash in it.
            ["cluster", name, tab, rest @ ..] if tab.starts_with("topology?") => {
                let query = [&[tab.trim_start_matches("topology?")], rest].concat().join("/");
                let start = PictureStart::parse(&query).ok_or_else(|| text.to_owned())?;
                Self::Picture((*name).to_owned(), Box::new(start))
            }
            ["template", name, rest @ ..] => {
                let named = NamedTemplate::parse(rest).ok_or_else(|| text.to_owned())?;
                Self::TemplateNamed((*name).to_owned(), named)
            }
            [name] => {
                let route = EstateRoute::parse(name).ok_or_else(|| text.to_owned())?;
                Self::Page(Route::Estate(route))
            }
            _ => return Err(text.to_owned()),
        })
    }
}

/// What must be kept fresh while this page is on screen.
pub fn interest(route: &Route) -> BTreeSet<Topic> {
    let topics: Vec<Topic> = match route {
        Route::Welcome | Route::SignIn | Route::Activity | Route::Settings | Route::Guide => vec![],
        Route::Diagnostics(_) => vec![Topic::Diagnostics],
        Route::Topology => vec![Topic::Clusters],
        Route::Clusters => vec![Topic::Clusters, Topic::Templates, Topic::FailedStacks],
        Route::Templates(_) => vec![Topic::Templates, Topic::Clusters, Topic::Catalog],
        Route::Estate(route) => route.interest(),
        Route::Nodes => vec![Topic::Nodes, Topic::Clusters, Topic::Templates],
        Route::Leftovers(_) => vec![Topic::Leftovers, Topic::Clusters],
        Route::CreateCluster => vec![Topic::Templates, Topic::Catalog, Topic::Clusters],
        Route::Cluster(id, tab) => {
            let mut topics = vec![Topic::Cluster(id.clone()), Topic::Templates];
            match tab {
                Tab::Access | Tab::Inside => {}
                Tab::Summary | Tab::Resources => topics.push(Topic::Topology(id.clone())),
                // The picture is replayed from the events; their course follows the stacks of the picture. The other
                // clusters are there to choose from.
                Tab::Topology => topics.extend([
                    Topic::Topology(id.clone()),
                    Topic::Events(id.clone()),
                    Topic::Clusters,
                ]),
                Tab::Timeline => topics.extend([Topic::Topology(id.clone()), Topic::Events(id.clone())]),
            }
            topics
        }
    };
    topics.into_iter().collect()
}

/// The topic whose age the top bar shows on this page.
pub fn main_topic(route: &Route) -> Option<Topic> {
    match route {
        Route::Welcome | Route::SignIn | Route::Activity | Route::Settings | Route::Guide => None,
        Route::Diagnostics(_) => Some(Topic::Diagnostics),
        Route::Clusters | Route::Topology => Some(Topic::Clusters),
        Route::Templates(_) => Some(Topic::Templates),
        Route::Estate(route) => Some(route.main_topic()),
        Route::Nodes => Some(Topic::Nodes),
        Route::Leftovers(_) => Some(Topic::Leftovers),
        Route::CreateCluster => Some(Topic::Catalog),
        Route::Cluster(id, Tab::Summary | Tab::Access | Tab::Inside) => Some(Topic::Cluster(id.clone())),
        Route::Cluster(id, Tab::Topology | Tab::Resources) => Some(Topic::Topology(id.clone())),
        Route::Cluster(id, Tab::Timeline) => Some(Topic::Events(id.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, RouteRequest, Tab};

    #[test]
    fn routes_are_read_and_nonsense_is_named() {
        assert_eq!(
            RouteRequest::parse("clusters"),
            Ok(RouteRequest::Page(Route::Clusters))
        );
        assert_eq!(
            RouteRequest::parse("cluster/web/topology"),
            Ok(RouteRequest::ClusterNamed("web".to_owned(), Tab::Topology))
        );
        assert_eq!(
            RouteRequest::parse("cluster/web/nonsense"),
            Err("cluster/web/nonsense".to_owned())
        );
    }
}
