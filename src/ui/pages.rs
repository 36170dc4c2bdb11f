//! The pages and their own state; which one is drawn follows from the route.

use crate::domain::cloud_choice::CloudChoices;
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::store::state::ScopeStore;
use crate::ui::activity::ActivityPanel;
use crate::ui::cluster_page::ClusterPage;
use crate::ui::clusters::ClustersPanel;
use crate::ui::context::Ctx;
use crate::ui::dialogs::delete_cluster::DeleteDialog;
use crate::ui::nodes::NodesPanel;
use crate::ui::route::{Route, Tab};
use crate::ui::settings::SettingsPanel;
use crate::ui::templates::TemplatesPanel;
use crate::ui::theme::Theme;
use crate::ui::topology::TopologyPanel;
use crate::ui::welcome::{WelcomeInput, WelcomePanel};
use crate::ui::wizard::WizardPanel;

/// What a page is drawn from, beside its own state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageInput<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) route: &'a Route,
    pub(crate) open: Option<&'a Scope>,
    pub(crate) choices: Option<&'a CloudChoices>,
    pub(crate) demo_problem: Option<&'a Problem>,
    pub(crate) theme: Theme,
}

/// Every page's own state.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    welcome: WelcomePanel,
    clusters: ClustersPanel,
    cluster: ClusterPage,
    topology: TopologyPanel,
    templates: TemplatesPanel,
    nodes: NodesPanel,
    pub(crate) wizard: WizardPanel,
    activity: ActivityPanel,
    settings: SettingsPanel,
    pub(crate) delete: DeleteDialog,
}

impl Pages {
    /// Draws the page of this route, and the dialog above it if one is open.
    pub(crate) fn ui(&mut self, ui: &mut egui::Ui, input: &PageInput<'_>) {
        let ctx = input.ctx;
        match input.route {
            Route::Welcome => {
                let session = input
                    .open
                    .and_then(|scope| Some((scope, ctx.data.session.as_ref()?)));
                self.welcome.ui(
                    ui,
                    &WelcomeInput {
                        choices: input.choices,
                        session,
                        demo_problem: input.demo_problem,
                        words: ctx.words,
                        now: ctx.now,
                        outbox: ctx.outbox,
                    },
                );
            }
            Route::Clusters => self.clusters.ui(ui, ctx),
            Route::Cluster(id, tab) => {
                let topology = &mut self.topology;
                self.cluster
                    .ui(ui, ctx, (id, *tab), |ui| topology.ui(ui, ctx, id));
            }
            Route::Templates(opened) => self.templates.ui(ui, ctx, opened.as_ref()),
            Route::Nodes => self.nodes.ui(ui, ctx),
            Route::CreateCluster => self.wizard.ui(ui, ctx),
            Route::Activity => self.activity.ui(ui, ctx),
            Route::Settings => self.settings.ui(ui, ctx, input.theme),
        }
        self.delete.ui(ui, ctx);
    }

    /// Forgets what belongs to the cloud that was open.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether the page has computed everything that it shows.
    pub(crate) fn settled(&self, data: &ScopeStore, route: &Route) -> bool {
        match route {
            Route::Cluster(id, Tab::Topology) => self.topology.settled(data, id),
            Route::Cluster(..)
            | Route::Welcome
            | Route::Clusters
            | Route::Templates(_)
            | Route::Nodes
            | Route::CreateCluster
            | Route::Activity
            | Route::Settings => true,
        }
    }
}
