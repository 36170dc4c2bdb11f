//! The app: drains what the background reports, carries out what the panels wish, draws the frame and one page.
//!
//! `logic` changes state, `ui` draws it. Nothing in here waits.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::domain::cloud_choice::CloudChoices;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::domain::service::{Service, ServiceState};
use crate::message::{Attention, Command, SecretSource, SessionState, Topic, Update};
use crate::platform::clock::Clock;
use crate::platform::settings::Settings;
use crate::store::state::{ScopeStore, Store};
use crate::sync::backend::Backend;
use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::host::{Host, Reply, ReplyTo, ScreenshotRequest, replies};
use crate::ui::outbox::{Action, Outbox};
use crate::ui::pages::{PageInput, Pages};
use crate::ui::route::{Route, RouteRequest, interest};
use crate::ui::screenshot::{Outcome, Screenshot};
use crate::ui::theme::{self, Theme};
use crate::ui::toasts::Toasts;
use crate::ui::wizard::WizardPanel;
use crate::ui::{shell, tasks};

/// Updates that are taken in per frame, so that a flood cannot hold a frame up.
const UPDATES_PER_FRAME: usize = 200;

/// How the app begins.
#[derive(Debug)]
pub struct Start {
    /// The language.
    pub language: Language,
    /// Light, dark or as the system.
    pub theme: Theme,
    /// What is kept from earlier runs.
    pub settings: Settings,
    /// The cloud to open at once.
    pub open: Opening,
    /// The page to open once there is a cloud.
    pub page: Option<RouteRequest>,
    /// A picture to take.
    pub screenshot: Option<ScreenshotRequest>,
}

/// What to open at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Opening {
    /// Nothing: ask.
    #[default]
    Ask,
    /// This cloud of clouds.yaml.
    Cloud(String),
    /// The demo cloud.
    Demo,
}

/// The whole window.
#[derive(Debug)]
pub struct App {
    pub(crate) backend: Backend,
    pub(crate) store: Store,
    clock: Clock,
    host: Host,
    reply_to: ReplyTo,
    replies: Receiver<Reply>,
    settings: Settings,
    words: Words,
    theme: Theme,
    outbox: Outbox,
    route: Route,
    back: Vec<Route>,
    pending_page: Option<RouteRequest>,
    opening: Opening,
    choices: Option<CloudChoices>,
    demo_problem: Option<Problem>,
    open: Option<(Scope, Arc<CloudProfile>)>,
    watched: Option<(Scope, BTreeSet<Topic>)>,
    attention: Attention,
    pages: Pages,
    toasts: Toasts,
    screenshot: Option<Screenshot>,
    empty: ScopeStore,
    /// Frames drawn so far: what tests of idleness count.
    pub frames: u64,
}

impl App {
    /// Builds the app in this egui context and asks the host for clouds.yaml.
    pub fn new(egui: &egui::Context, backend: Backend, host: Host, clock: Clock, start: Start) -> Self {
        theme::install(egui);
        theme::apply(egui, start.theme);
        let (reply_to, inbox) = replies(egui);
        (host.read_clouds)(reply_to.clone());
        if start.open == Opening::Demo {
            (host.start_demo)(reply_to.clone());
        }
        Self {
            backend,
            store: Store::default(),
            clock,
            host,
            reply_to,
            replies: inbox,
            settings: start.settings,
            words: Words::new(start.language),
            theme: start.theme,
            outbox: Outbox::default(),
            route: Route::Welcome,
            back: Vec::new(),
            pending_page: start.page,
            opening: start.open,
            choices: None,
            demo_problem: None,
            open: None,
            watched: None,
            attention: Attention::Near,
            pages: Pages::default(),
            toasts: Toasts::default(),
            screenshot: start.screenshot.map(Screenshot::new),
            empty: ScopeStore::default(),
            frames: 0,
        }
    }

    /// The words on screen; tests find widgets by them.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The page on screen.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// Everything that is known.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The scope on screen.
    pub fn scope(&self) -> Option<&Scope> {
        self.open.as_ref().map(|(scope, _)| scope)
    }

    /// Wishes from outside the panels, as if a person had clicked.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// How the picture ended, if one was asked for.
    pub fn screenshot_outcome(&mut self, egui: &egui::Context) -> Option<&Outcome> {
        let settled = self.settled();
        self.screenshot.as_mut()?.frame(egui, settled)
    }

    /// Takes in what has arrived and carries out what was wished.
    pub fn logic(&mut self, egui: &egui::Context) {
        while let Ok(reply) = self.replies.try_recv() {
            self.take_reply(reply);
        }
        for _ in 0..UPDATES_PER_FRAME {
            let Some(update) = self.backend.try_recv() else {
                break;
            };
            if let Update::Session {
                state: SessionState::SignedIn(info),
                ..
            } = &update
                && info.not_remembered.is_some()
            {
                self.toasts.not_remembered(self.clock.now());
            }
            for notice in self.store.apply(update) {
                self.toasts.push(&notice, self.clock.now());
            }
        }
        for action in self.outbox.drain() {
            self.carry_out(egui, action);
        }
        self.resolve_pending_page();
        self.watch_what_is_seen();
        self.notice_attention(egui);
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.frames += 1;
        let now = self.clock.now();
        let scope = self.open.as_ref().map(|(scope, _)| scope.clone());
        let no_scope = Scope {
            cloud: String::new(),
            project: String::new(),
            region: String::new(),
        };
        let data = scope
            .as_ref()
            .and_then(|scope| self.store.scope(scope))
            .unwrap_or(&self.empty);
        let ctx = Ctx {
            store: &self.store,
            scope: scope.as_ref().unwrap_or(&no_scope),
            data,
            words: &self.words,
            now,
            outbox: &self.outbox,
        };
        let shell = shell::ShellInput {
            ctx: &ctx,
            route: &self.route,
            profile: self.open.as_ref().map(|(_, profile)| profile.as_ref()),
            last_cluster: last_cluster(&self.back),
        };
        let input = PageInput {
            ctx: &ctx,
            route: &self.route,
            open: self.open.as_ref().map(|(scope, _)| scope),
            choices: self.choices.as_ref(),
            demo_problem: self.demo_problem.as_ref(),
            theme: self.theme,
        };
        let pages = &mut self.pages;
        shell::ui(ui, &shell, |ui| pages.ui(ui, &input));
        self.toasts.ui(ui, &ctx);
        tasks::keys(ui, &ctx, &self.route);
    }

    fn take_reply(&mut self, reply: Reply) {
        match reply {
            Reply::Clouds(choices) => {
                self.choices = Some(choices);
                if let Opening::Cloud(name) = std::mem::take(&mut self.opening) {
                    self.open_named(&name);
                }
            }
            Reply::Demo(Ok((profile, secret))) => {
                self.demo_problem = None;
                self.sign_in(
                    profile,
                    SecretSource::Given {
                        secret,
                        remember: false,
                    },
                );
            }
            Reply::Demo(Err(problem)) => self.demo_problem = Some(problem),
        }
    }

    fn carry_out(&mut self, egui: &egui::Context, action: Action) {
        match action {
            Action::Go(route) => self.go(route),
            Action::Refresh(topic) => self.send_scoped(|scope| Command::Refresh { scope, topic }),
            Action::Cancel(topic) => self.send_scoped(|scope| Command::Cancel { scope, topic }),
            Action::Abandon(id) => self.send(Command::Abandon(id)),
            Action::Reach(cluster, address) => {
                self.send_scoped(|scope| Command::Reach {
                    scope,
                    cluster,
                    address,
                });
            }
            Action::Run(id, operation) => {
                let Some(scope) = self.scope().cloned() else {
                    return;
                };
                self.store
                    .operations
                    .begin(id, scope.clone(), operation.clone(), self.clock.now());
                self.send(Command::Run { scope, id, operation });
            }
            Action::Arrange(cluster, request) => {
                self.send_scoped(|scope| Command::Arrange {
                    scope,
                    cluster,
                    request,
                });
            }
            Action::OpenCloud(name) => self.open_cloud(&name, None),
            Action::OpenCloudWith {
                cloud,
                secret,
                remember,
            } => self.open_cloud(&cloud, Some((secret, remember))),
            Action::OpenDemo => (self.host.start_demo)(self.reply_to.clone()),
            Action::RereadClouds => {
                self.choices = None;
                (self.host.read_clouds)(self.reply_to.clone());
            }
            Action::SwitchRegion(region) => self.switch_region(region),
            Action::LeaveCloud => self.leave(),
            Action::CreateFrom(template) => {
                self.pages.wizard = WizardPanel::start(template);
                self.go(Route::CreateCluster);
            }
            Action::AskDelete(cluster) => self.ask_delete(&cluster),
            Action::Copy(text) => {
                egui.copy_text(text);
                self.toasts.copied(self.clock.now());
            }
            Action::SetLanguage(language) => {
                self.words = Words::new(language);
                self.settings.language = Some(language.tag().to_owned());
                (self.host.save_settings)(self.settings.clone());
            }
            Action::SetTheme(theme) => {
                self.theme = theme;
                theme::apply(egui, theme);
                self.settings.theme = Some(theme.tag().to_owned());
                (self.host.save_settings)(self.settings.clone());
            }
        }
        egui.request_repaint();
    }

    fn go(&mut self, route: Route) {
        if route != self.route {
            let old = std::mem::replace(&mut self.route, route);
            self.back.push(old);
            if self.back.len() > 50 {
                self.back.remove(0);
            }
        }
    }

    fn ask_delete(&mut self, id: &crate::domain::id::ClusterId) {
        let Some(data) = self.scope().and_then(|scope| self.store.scope(scope)) else {
            return;
        };
        if let Some(cluster) = data.cluster(id) {
            self.pages.delete.open(Arc::clone(cluster));
        }
    }

    /// Opens the cloud that the command line names, or tells that there is none of that name.
    fn open_named(&mut self, name: &str) {
        self.open_cloud(name, None);
        if let Some(choices) = &mut self.choices
            && choices.problem.is_none()
            && !choices.clouds.iter().any(|one| one.name == name)
        {
            let known = choices.clouds.iter().map(|one| one.name.clone()).collect();
            choices.problem = Some(Problem::new(ProblemKind::CloudUnknown {
                name: name.to_owned(),
                known,
            }));
        }
    }

    fn open_cloud(&mut self, name: &str, typed: Option<(Secret, bool)>) {
        let found = self
            .choices
            .as_ref()
            .and_then(|choices| choices.clouds.iter().find(|one| one.name == name));
        let Some(choice) = found else { return };
        let Ok(profile) = &choice.profile else { return };
        let secret = match (typed, &choice.secret) {
            (Some((secret, remember)), _) => SecretSource::Given { secret, remember },
            (None, Some(secret)) => SecretSource::Given {
                secret: secret.clone(),
                remember: false,
            },
            (None, None) => SecretSource::Keyring,
        };
        self.settings.last_cloud = Some(name.to_owned());
        (self.host.save_settings)(self.settings.clone());
        self.sign_in(Arc::clone(profile), secret);
    }

    fn sign_in(&mut self, profile: Arc<CloudProfile>, secret: SecretSource) {
        let scope = profile.scope();
        self.open = Some((scope, Arc::clone(&profile)));
        self.watched = None;
        self.pages.forget();
        self.back.clear();
        self.route = Route::Welcome;
        self.send(Command::SignIn { profile, secret });
        self.pending_page
            .get_or_insert(RouteRequest::Page(Route::Clusters));
    }

    fn switch_region(&mut self, region: String) {
        let Some((_, profile)) = &self.open else { return };
        let profile = CloudProfile {
            region: Some(region),
            ..CloudProfile::clone(profile)
        };
        let secret = self.choices.as_ref().and_then(|choices| {
            choices
                .clouds
                .iter()
                .find(|one| one.name == profile.name)
                .and_then(|one| one.secret.clone())
        });
        let secret = match secret {
            Some(secret) => SecretSource::Given {
                secret,
                remember: false,
            },
            None => SecretSource::Keyring,
        };
        self.sign_in(Arc::new(profile), secret);
    }

    fn leave(&mut self) {
        if let Some((scope, _)) = self.open.take() {
            self.send(Command::SignOut(scope));
        }
        self.watched = None;
        self.pending_page = None;
        self.back.clear();
        self.route = Route::Welcome;
        self.pages.forget();
    }

    /// Goes to the page that was asked for as soon as there is what it needs.
    fn resolve_pending_page(&mut self) {
        let Some(data) = self.scope().and_then(|scope| self.store.scope(scope)) else {
            return;
        };
        if !data.signed_in() {
            return;
        }
        let route = match &self.pending_page {
            None => return,
            Some(RouteRequest::Page(route)) => route.clone(),
            Some(RouteRequest::ClusterNamed(name, tab)) => {
                let rows = data.clusters.value().map(|list| (list.more_to_come, &list.rows));
                let named = rows.and_then(|(_, rows)| {
                    rows.iter()
                        .find(|row| row.name == *name || row.id.as_str() == name)
                });
                match (named, rows) {
                    (Some(cluster), _) => Route::Cluster(cluster.id.clone(), *tab),
                    // All are known and none has that name: the list is the next best page.
                    (None, Some((false, _))) => Route::Clusters,
                    (None, Some((true, _)) | None) => return,
                }
            }
        };
        self.pending_page = None;
        self.route = route;
    }

    fn watch_what_is_seen(&mut self) {
        let Some(scope) = self.scope().cloned() else {
            return;
        };
        let mut topics = interest(&self.route);
        if self.pending_page.is_some() {
            topics.insert(Topic::Clusters);
        }
        let wanted = Some((scope.clone(), topics.clone()));
        if self.watched != wanted && self.backend.send(Command::Watch { scope, topics }).is_ok() {
            self.watched = wanted;
        }
    }

    fn notice_attention(&mut self, egui: &egui::Context) {
        let (focused, hidden) = egui.input(|input| {
            let viewport = input.viewport();
            (
                viewport.focused.unwrap_or(true),
                viewport.minimized.unwrap_or(false),
            )
        });
        let attention = match (hidden, focused || self.screenshot.is_some()) {
            (true, _) => Attention::Hidden,
            (false, true) => Attention::Near,
            (false, false) => Attention::Away,
        };
        if attention != self.attention && self.backend.send(Command::Attention(attention)).is_ok() {
            self.attention = attention;
        }
    }

    fn send_scoped(&mut self, command: impl FnOnce(Scope) -> Command) {
        if let Some(scope) = self.scope().cloned() {
            self.send(command(scope));
        }
    }

    fn send(&mut self, command: Command) {
        if self.backend.send(command).is_err() {
            self.toasts.busy(self.clock.now());
        }
    }

    /// Whether everything that the page wants is there, so that a picture of it is whole.
    fn settled(&self) -> bool {
        let Some(data) = self.scope().and_then(|scope| self.store.scope(scope)) else {
            return self.opening == Opening::Ask && self.choices.is_some();
        };
        match &data.session {
            Some(SessionState::SignedIn(_)) => {}
            Some(SessionState::Failed(_)) => return true,
            Some(
                SessionState::SigningIn
                | SessionState::InBrowser { .. }
                | SessionState::HalfSignedIn { .. }
                | SessionState::PlaceWanted(_)
                | SessionState::SignedOut,
            )
            | None => return false,
        }
        let there = interest(&self.route).iter().all(|topic| {
            let standing = data.standing(topic);
            (standing.as_of.is_some() || standing.failure.is_some()) && !standing.refreshing
        });
        let asked = |service| {
            data.services
                .iter()
                .any(|one| one.service == service && one.state != ServiceState::NotAsked)
        };
        let listed = data.clusters.value().is_none_or(|list| !list.more_to_come);
        there
            && listed
            && asked(Service::ContainerInfra)
            && self.pending_page.is_none()
            && self.pages.settled(data, &self.route)
    }
}

/// The cluster that was looked at last.
fn last_cluster(back: &[Route]) -> Option<&ClusterId> {
    back.iter().rev().find_map(|route| match route {
        Route::Cluster(id, _) => Some(id),
        Route::Welcome
        | Route::Clusters
        | Route::Templates(_)
        | Route::Nodes
        | Route::CreateCluster
        | Route::Activity
        | Route::Settings => None,
    })
}

impl eframe::App for App {
    fn logic(&mut self, egui: &egui::Context, _frame: &mut eframe::Frame) {
        App::logic(self, egui);
        if let Some(outcome) = self.screenshot_outcome(egui) {
            if let Outcome::Failed(error) = outcome {
                tracing::error!(%error, "the picture could not be written");
            }
            egui.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        App::ui(self, ui);
    }

    fn raw_input_hook(&mut self, _egui: &egui::Context, input: &mut egui::RawInput) {
        // A picture shows the page, not where the pointer happens to be.
        if self.screenshot.is_some() {
            input
                .events
                .retain(|event| !matches!(event, egui::Event::PointerMoved(_)));
        }
    }
}
