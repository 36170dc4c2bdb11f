//! The pages and their own state; which one is drawn follows from the route.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::draft::ClusterDraft;
use crate::domain::id::ServerId;
use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::Topology;
use crate::message::SessionState;
use crate::platform::settings::Settings;
use crate::store::state::ScopeStore;
use crate::ui::activity::ActivityPanel;
use crate::ui::clouds::Clouds;
use crate::ui::cluster_page::ClusterPage;
use crate::ui::clusters::ClustersPanel;
use crate::ui::context::{Ctx, KeyFile};
use crate::ui::diagnostics::{DiagnosticsInput, DiagnosticsPanel};
use crate::ui::dialogs::change::ChangeDialog;
use crate::ui::dialogs::delete_cluster::DeleteDialog;
use crate::ui::estate_pages::EstatePages;
use crate::ui::guide::{GuideInput, GuidePanel};
use crate::ui::leftovers::LeftoversPanel;
use crate::ui::no_service;
use crate::ui::nodes::NodesPanel;
use crate::ui::route::{Route, Tab};
use crate::ui::settings::{SettingsInput, SettingsPanel};
use crate::ui::sign_in::progress::{ProgressInput, ProgressPanel};
use crate::ui::sign_in::{SignInInput, SignInPanel};
use crate::ui::templates::TemplatesPanel;
use crate::ui::theme::Theme;
use crate::ui::topology::{PictureStart, TopologyPanel};
use crate::ui::welcome::{WelcomeInput, WelcomePanel};
use crate::ui::wizard::{WizardInput, WizardPanel};

/// What a page is drawn from, beside its own state.
#[derive(Clone, Copy)]
pub(crate) struct PageInput<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) route: &'a Route,
    pub(crate) open: Option<&'a (Scope, Arc<CloudProfile>)>,
    pub(crate) clouds: &'a Clouds,
    pub(crate) demo_problem: Option<&'a Problem>,
    /// Where somebody was before they switched, as long as the switch has not worked.
    pub(crate) way_back: Option<&'a Arc<CloudProfile>>,
    /// Where the program's own files are.
    pub(crate) folder: Option<&'a Path>,
    /// The creation that was begun in this scope.
    pub(crate) kept_draft: Option<&'a ClusterDraft>,
    pub(crate) theme: Theme,
    /// What is kept from earlier runs.
    pub(crate) settings: &'a Settings,
    /// Where a person looks for what they have saved.
    pub(crate) documents: Option<&'a Path>,
    /// What pictures of clusters show.
    pub(crate) lens: Lens,
    /// Where a private key of a name goes when nobody says otherwise.
    pub(crate) key_file: &'a KeyFile,
}

impl<'a> PageInput<'a> {
    fn session(&self) -> Option<(&'a Arc<CloudProfile>, &'a SessionState)> {
        let (_, profile) = self.open?;
        Some((profile, self.ctx.data.session.as_ref()?))
    }
}

/// Every page's own state.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    welcome: WelcomePanel,
    pub(crate) sign_in: SignInPanel,
    progress: ProgressPanel,
    of_cloud: OfCloud,
    activity: ActivityPanel,
    settings: SettingsPanel,
    guide: GuidePanel,
    pub(crate) wizard: WizardPanel,
    /// The picture beside the creation form.
    planned: TopologyPanel,
    pub(crate) delete: DeleteDialog,
    pub(crate) change: ChangeDialog,
}

/// The state of the pages that belong to the cloud that is open.
#[derive(Debug, Default)]
struct OfCloud {
    clusters: ClustersPanel,
    cluster: ClusterPage,
    topology: TopologyPanel,
    templates: TemplatesPanel,
    nodes: NodesPanel,
    leftovers: LeftoversPanel,
    diagnostics: DiagnosticsPanel,
    estate: EstatePages,
}

impl Pages {
    /// Draws the page of this route, and the dialog above it if one is open.
    pub(crate) fn ui(&mut self, ui: &mut egui::Ui, input: &PageInput<'_>) {
        let ctx = input.ctx;
        if no_service::takes(input.route) && no_service::show(ui, ctx, input.open.map(|(_, open)| open)) {
            return;
        }
        let of_cloud = &mut self.of_cloud;
        match input.route {
            Route::Welcome => self.welcome_ui(ui, input),
            Route::SignIn => self.sign_in.ui(
                ui,
                &SignInInput {
                    session: input.session(),
                    taken: input.clouds.taken(),
                    words: ctx.words,
                    now: ctx.now,
                    outbox: ctx.outbox,
                },
                &mut self.progress,
            ),
            Route::Clusters => of_cloud.clusters.ui(ui, ctx),
            Route::Cluster(id, tab) => {
                let topology = &mut of_cloud.topology;
                topology.open(id, input.settings.pictures.get(id.as_str()));
                topology.save_in(input.documents);
                topology.want(input.lens);
                of_cloud
                    .cluster
                    .ui(ui, ctx, (id, *tab), |ui| topology.ui(ui, ctx, id));
            }
            Route::Topology => of_cloud.topology.landing_ui(ui, ctx),
            Route::Templates(opened) => {
                of_cloud.templates.ui(ui, ctx, (opened.as_ref(), input.folder));
            }
            Route::Estate(route) => of_cloud.estate.ui(ui, ctx, route, input.key_file),
            Route::Nodes => of_cloud.nodes.ui(ui, ctx),
            Route::Leftovers(of) => of_cloud.leftovers.ui(ui, ctx, of.as_ref()),
            Route::CreateCluster => {
                let planned = &mut self.planned;
                let mut picture =
                    |ui: &mut egui::Ui, topology: &Arc<Topology>| planned.preview_ui(ui, ctx, topology);
                let wizard = WizardInput {
                    kept: input.kept_draft,
                    folder: input.documents.or(input.folder),
                    key_file: input.key_file,
                    picture: &mut picture,
                };
                self.wizard.ui(ui, ctx, wizard);
            }
            Route::Activity => self.activity.ui(ui, ctx),
            Route::Diagnostics(service) => of_cloud.diagnostics.ui(
                ui,
                ctx,
                DiagnosticsInput {
                    opened: *service,
                    profile: input.open.map(|(_, profile)| profile.as_ref()),
                    folder: input.folder,
                },
            ),
            Route::Guide => self.guide.ui(
                ui,
                &GuideInput {
                    words: ctx.words,
                    outbox: ctx.outbox,
                    cloudless: input.open.is_none(),
                },
            ),
            Route::Settings => self.settings.ui(
                ui,
                ctx,
                SettingsInput {
                    theme: input.theme,
                    folder: input.folder,
                    kept: input.clouds.kept(),
                    cloudless: input.open.is_none(),
                },
            ),
        }
        self.delete.ui(ui, ctx);
        self.change.ui(ui, ctx);
    }

    fn welcome_ui(&mut self, ui: &mut egui::Ui, input: &PageInput<'_>) {
        let ctx = input.ctx;
        let session = input.session();
        let progress = &mut self.progress;
        let welcome = WelcomeInput {
            choices: input.clouds.found(),
            kept: input.clouds.kept(),
            last: input.settings.last_cloud.as_deref(),
            session,
            demo_problem: input.demo_problem,
            way_back: input.way_back,
            words: ctx.words,
            now: ctx.now,
            outbox: ctx.outbox,
        };
        self.welcome.ui(ui, &welcome, |ui| {
            if let Some((profile, state)) = session {
                let at = ProgressInput {
                    profile,
                    state,
                    words: ctx.words,
                    now: ctx.now,
                    outbox: ctx.outbox,
                };
                progress.ui(ui, &at);
            }
        });
    }

    /// What an imported template says, or why it says nothing.
    pub(crate) fn take_template(&mut self, read: Result<TemplateDraft, Problem>) {
        self.of_cloud.estate.template_form.take_import(read);
    }

    /// Looks at the next picture of a cluster in this way.
    pub(crate) fn look_at(&mut self, start: Box<PictureStart>) {
        self.of_cloud.topology.begin(start);
    }

    /// Where something is to be saved; nothing if somebody thought better of it. It goes to who has asked.
    pub(crate) fn take_file(&mut self, file: Option<PathBuf>) {
        if self.wizard.take_file(file.as_deref()) {
            return;
        }
        self.of_cloud.topology.take_file(file);
    }

    /// Has the list of nodes show this server.
    pub(crate) fn reveal_node(&mut self, server: &ServerId) {
        self.of_cloud.nodes.reveal(server);
    }

    /// Forgets what belongs to the cloud that was open.
    pub(crate) fn forget(&mut self) {
        self.of_cloud = OfCloud::default();
        self.wizard = WizardPanel::default();
        self.planned = TopologyPanel::default();
        self.delete = DeleteDialog::default();
        self.change = ChangeDialog::default();
    }

    /// Whether the page has computed everything that it shows.
    pub(crate) fn settled(&self, data: &ScopeStore, route: &Route) -> bool {
        match route {
            Route::Cluster(id, Tab::Topology) => self.of_cloud.topology.settled(data, id),
            Route::Cluster(..)
            | Route::Welcome
            | Route::SignIn
            | Route::Clusters
            | Route::Templates(_)
            | Route::Estate(_)
            | Route::Nodes
            | Route::Leftovers(_)
            | Route::Topology
            | Route::CreateCluster
            | Route::Activity
            | Route::Diagnostics(_)
            | Route::Settings
            | Route::Guide => true,
        }
    }
}
