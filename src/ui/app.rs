//! The app: drains what the background reports, carries out what the panels wish, draws the frame and one page.
//!
//! `logic` changes state, `ui` draws it. Nothing in here waits.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::domain::id::ClusterId;
use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::topology::lens::Lens;
use crate::message::{Attention, Command, SecretSource, Topic, Update};
use crate::platform::clock::Clock;
use crate::platform::settings::{Settings, scope_key};
use crate::store::state::{ScopeStore, Store};
use crate::sync::backend::Backend;
use crate::text::{Language, Words};
use crate::ui::access::Lent;
use crate::ui::asked::{asked_of, template_route};
use crate::ui::builds::LeftBuilds;
use crate::ui::clouds::Clouds;
use crate::ui::context::Ctx;
use crate::ui::host::{Host, Reply, ReplyTo, ScreenshotRequest, replies};
use crate::ui::outbox::{Action, Outbox};
use crate::ui::pages::{PageInput, Pages};
use crate::ui::questions::Wanted;
use crate::ui::route::{Route, RouteRequest, interest};
use crate::ui::screenshot::{Outcome, Screenshot};
use crate::ui::session::{Afterwards, open_url};
use crate::ui::theme::{self, Theme};
use crate::ui::toasts::{self, Toasts};
use crate::ui::wizard::WizardPanel;
use crate::ui::{access, kept_columns, settled, shell, tasks};

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
    pub(super) clock: Clock,
    pub(super) host: Host,
    pub(super) reply_to: ReplyTo,
    replies: Receiver<Reply>,
    pub(super) settings: Settings,
    words: Words,
    theme: Theme,
    outbox: Outbox,
    pub(super) route: Route,
    pub(super) back: Vec<Route>,
    pub(super) pending_page: Option<RouteRequest>,
    opening: Opening,
    pub(super) clouds: Clouds,
    demo_problem: Option<Problem>,
    pub(super) open: Option<(Scope, Arc<CloudProfile>)>,
    /// What is done once the sign-in that runs has worked.
    pub(super) afterwards: Afterwards,
    pub(super) watched: Option<(Scope, BTreeSet<Topic>)>,
    /// What is asked for the page on screen.
    pub(super) questions: Wanted,
    attention: Attention,
    /// A secret that lies on the clipboard for a while.
    pub(super) lent: Option<Lent>,
    pub(super) left_builds: LeftBuilds,
    pub(super) pages: Pages,
    pub(super) toasts: Toasts,
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
        kept_columns::restore(egui, &start.settings);
        let (reply_to, inbox) = replies(egui);
        (host.read_clouds)(reply_to.clone());
        if start.open == Opening::Demo {
            (host.start_demo)(reply_to.clone());
        }
        Self {
            backend,
            store: {
                let mut store = Store::default();
                access::remember(&mut store, &start.settings);
                store
            },
            clock,
            host,
            reply_to,
            replies: inbox,
            clouds: Clouds::new(&start.settings),
            left_builds: LeftBuilds::of(&start.settings),
            settings: start.settings,
            words: Words::new(start.language),
            theme: start.theme,
            outbox: Outbox::default(),
            route: Route::Welcome,
            back: Vec::new(),
            pending_page: start.page,
            opening: start.open,
            demo_problem: None,
            open: None,
            afterwards: Afterwards::default(),
            watched: None,
            questions: Wanted::default(),
            attention: Attention::Near,
            lent: None,
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
            if let Update::Session { scope, state, .. } = &update {
                self.session_changed(egui, scope, state);
            }
            self.notice_access(egui, &update);
            for notice in self.take_update(update) {
                self.toasts.push(&notice, self.clock.now());
                if self.attention != Attention::Near && toasts::is_end(&notice.kind) {
                    (self.host.notify)(toasts::notification(&self.words, &notice));
                    egui.send_viewport_cmd(egui::ViewportCommand::RequestUserAttention(
                        egui::UserAttentionType::Informational,
                    ));
                }
            }
        }
        self.return_clipboard(egui);
        self.take_dropped(egui);
        self.resume_builds();
        for action in self.outbox.drain() {
            self.carry_out(egui, action);
        }
        self.resolve_pending_page();
        self.land_on_topology();
        self.watch_what_is_seen();
        self.match_questions();
        if kept_columns::note(egui, &mut self.settings) {
            self.save_settings();
        }
        self.notice_attention(egui);
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.frames += 1;
        tracing::trace!(frame = self.frames, why = ?ui.ctx().repaint_causes(), "drawn");
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
            profile: self.open.as_ref().map(|(_, profile)| profile),
            ask_region: self.asks_for_region(),
        };
        let input = PageInput {
            ctx: &ctx,
            route: &self.route,
            open: self.open.as_ref(),
            clouds: &self.clouds,
            demo_problem: self.demo_problem.as_ref(),
            way_back: self.afterwards.back.as_ref(),
            folder: self.host.folder.as_deref(),
            kept_draft: self.settings.drafts.get(&scope_key(ctx.scope)),
            theme: self.theme,
            settings: &self.settings,
            documents: self.host.documents.as_deref(),
            lens: Lens::of_word(self.settings.topology_lens.as_deref()),
            key_file: &*self.host.key_file,
        };
        let pages = &mut self.pages;
        shell::ui(ui, &shell, |ui| pages.ui(ui, &input));
        self.toasts.ui(ui, &ctx);
        tasks::keys(ui, &ctx, &self.route);
        self.note_questions(ui.ctx());
    }

    fn take_reply(&mut self, reply: Reply) {
        match reply {
            Reply::Clouds(choices) => {
                self.clouds.take_found(Some(choices));
                if let Opening::Cloud(name) = std::mem::take(&mut self.opening) {
                    self.open_cloud(&name, None);
                    self.clouds.miss(&name);
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
            Reply::Openrc(read) => self.pages.sign_in.take_openrc(read),
            Reply::Template(read) => self.pages.take_template(read),
            Reply::Chosen(Ok(file)) => self.pages.take_file(file),
            Reply::Chosen(Err(problem)) => self.toasts.failed(problem, self.clock.now()),
            Reply::Saved(file, Ok(())) => self.toasts.saved(&file, self.clock.now()),
            Reply::Saved(_, Err(problem)) | Reply::Failed(problem) => {
                self.toasts.failed(problem, self.clock.now())
            }
        }
    }

    /// Says once what went wrong on this computer before there was a window.
    pub fn tell(&mut self, problem: Problem) {
        self.toasts.failed(problem, self.clock.now());
    }

    pub(super) fn save_settings(&self) {
        (self.host.save_settings)(self.settings.clone());
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each wish, none of them long")]
    fn carry_out(&mut self, egui: &egui::Context, action: Action) {
        match action {
            Action::Go(route) => self.go(route),
            Action::Refresh(topic) => self.send_scoped(|scope| Command::Refresh { scope, topic }),
            Action::Cancel(topic) => self.send_scoped(|scope| Command::Cancel { scope, topic }),
            Action::AskAgain(question) => self.ask_again(question),
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
            Action::Access(cluster, task) => self.carry_out_access(cluster, task),
            Action::Arrange(cluster, request) => {
                self.send_scoped(|scope| Command::Arrange {
                    scope,
                    cluster,
                    request,
                });
            }
            Action::CreateFrom(template) => {
                self.pages.wizard = WizardPanel::start(template);
                self.go(Route::CreateCluster);
            }
            Action::CreateLike(cluster) => self.create_like(&cluster),
            Action::KeepDraft(scope, draft) => self.keep_draft(&scope, *draft),
            Action::ForgetDraft(scope) => self.forget_draft(&scope),
            Action::AskDelete(cluster) => self.ask_delete(&cluster),
            Action::AskChange(ask) => self.pages.change.open(ask),
            Action::Copy(text) => {
                egui.copy_text(text);
                self.toasts.copied(self.clock.now());
            }
            Action::OpenTerminal(with) => (self.host.open_terminal)(with, self.reply_to.clone()),
            Action::OpenUrl(url) => open_url(egui, &url),
            Action::ImportTemplate(source) => (self.host.read_template)(source, self.reply_to.clone()),
            Action::SaveText { file, text } => (self.host.save_text)((file, text), self.reply_to.clone()),
            Action::SaveTextAs { wish, text } => {
                (self.host.save_text_as)((wish, text), self.reply_to.clone());
            }
            Action::SaveMade {
                file,
                making,
                if_there,
            } => (self.host.save_made)((file, making, if_there), self.reply_to.clone()),
            Action::KeepPicture(cluster, picture) => {
                self.settings.keep_picture(cluster.as_str(), picture);
                self.save_settings();
            }
            Action::SetLanguage(language) => {
                self.words = Words::new(language);
                self.settings.language = Some(language.tag().to_owned());
                self.save_settings();
            }
            Action::LookAt(start) => {
                if let Some(lens) = start.lens {
                    self.settings.topology_lens = Some(lens.word().to_owned());
                }
                self.pages.look_at(start);
            }
            Action::RevealNode(server) => {
                self.pages.reveal_node(&server);
                self.go(Route::Nodes);
            }
            Action::ChooseFile(wish) => (self.host.choose_file)(wish, self.reply_to.clone()),
            Action::SetLens(lens) => {
                self.settings.topology_lens = Some(lens.word().to_owned());
                self.save_settings();
            }
            Action::SetTheme(theme) => {
                self.theme = theme;
                theme::apply(egui, theme);
                self.settings.theme = Some(theme.tag().to_owned());
                self.save_settings();
            }
            Action::OpenCloud(_)
            | Action::OpenCloudWith { .. }
            | Action::SignIn { .. }
            | Action::RetrySignIn
            | Action::Prove(_)
            | Action::OpenSignIn(_)
            | Action::ImportOpenrc(_)
            | Action::KeepCloud { .. }
            | Action::ForgetCloud(_)
            | Action::ForgetEverything
            | Action::OpenDemo
            | Action::RereadClouds
            | Action::Switch(_)
            | Action::LeaveCloud => self.carry_out_cloud(egui, action),
        }
        egui.request_repaint();
    }

    pub(super) fn go(&mut self, route: Route) {
        if route != self.route {
            let old = std::mem::replace(&mut self.route, route);
            self.back.push(old);
            if self.back.len() > 50 {
                self.back.remove(0);
            }
        }
    }

    fn ask_delete(&mut self, id: &ClusterId) {
        let Some(data) = self.scope().and_then(|scope| self.store.scope(scope)) else {
            return;
        };
        if let Some(cluster) = data.cluster(id) {
            self.pages.delete.open(Arc::clone(cluster));
        }
    }

    /// Goes to the page that was asked for as soon as there is what it needs.
    fn resolve_pending_page(&mut self) {
        // The sign-in form is there without a cloud.
        let form = RouteRequest::Page(Route::SignIn);
        if self.pending_page.as_ref() == Some(&form) {
            self.pending_page = None;
            self.route = Route::SignIn;
            return;
        }
        let Some(data) = self.scope().and_then(|scope| self.store.scope(scope)) else {
            return;
        };
        if !data.signed_in() {
            return;
        }
        let mut begun = None;
        let mut opened = None;
        let route = match &self.pending_page {
            None => return,
            Some(RouteRequest::Page(route)) => route.clone(),
            Some(
                RouteRequest::ClusterNamed(name, _)
                | RouteRequest::Picture(name, _)
                | RouteRequest::Change(name, _),
            ) => {
                let rows = data.clusters.value().map(|list| (list.more_to_come, &list.rows));
                let named = rows.and_then(|(_, rows)| {
                    rows.iter()
                        .find(|row| row.name == *name || row.id.as_str() == name)
                });
                match (named, rows) {
                    (Some(cluster), _) => {
                        let (tab, dialog) = asked_of(self.pending_page.as_ref(), &cluster.id);
                        opened = dialog;
                        Route::Cluster(cluster.id.clone(), tab)
                    }
                    // All are known and none has that name: the list is the next best page.
                    (None, Some((false, _))) => Route::Clusters,
                    (None, Some((true, _)) | None) => return,
                }
            }
            Some(RouteRequest::Create(name, step)) => {
                let Some(list) = data.templates.value() else {
                    return;
                };
                let mut named = list
                    .iter()
                    .filter(|known| known.name == *name || known.id.as_str() == name);
                let template = named.next().map(|template| template.id.clone());
                begun = Some(WizardPanel::at(template, *step));
                Route::CreateCluster
            }
            Some(RouteRequest::TemplateNamed(name, named)) => {
                let Some(list) = data.templates.value() else {
                    return;
                };
                template_route(list, name, named)
            }
        };
        if let Some(form) = begun {
            self.pages.wizard = form;
        }
        self.pending_page = None;
        self.route = route;
        if let Some(dialog) = opened {
            self.outbox.push(dialog);
        }
    }

    fn watch_what_is_seen(&mut self) {
        let Some(scope) = self.scope().cloned() else {
            return;
        };
        let mut topics = interest(&self.route);
        topics.extend(self.pages.change.interest());
        topics.extend(self.builds_interest());
        if self.pending_page.is_some() {
            topics.extend([Topic::Clusters, Topic::Templates]);
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

    pub(super) fn send_scoped(&mut self, command: impl FnOnce(Scope) -> Command) {
        if let Some(scope) = self.scope().cloned() {
            self.send(command(scope));
        }
    }

    pub(super) fn send(&mut self, command: Command) {
        if self.backend.send(command).is_err() {
            self.toasts.busy(self.clock.now());
        }
    }

    /// Whether everything that the page wants is there, so that a picture of it is whole.
    fn settled(&self) -> bool {
        match self.scope().map(|scope| self.store.scope(scope)) {
            None => self.opening == Opening::Ask && self.clouds.found().is_some(),
            Some(None) => false,
            Some(Some(data)) => {
                settled::settled(data, &self.route)
                    && settled::has(data, &self.pages.change.interest())
                    && (self.pending_page.is_none() || !data.signed_in())
                    && self.pages.settled(data, &self.route)
            }
        }
    }
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
