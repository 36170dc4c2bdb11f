//! The stage of a journey: a simulated cloud whose time the test moves, and the app in a harness that finds widgets by
//! their words.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use jiff::Timestamp;
use magnum_desktop::domain::cloud_choice::{CloudChoice, CloudChoices};
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::notify::Notification;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::platform::settings::Settings;
use magnum_desktop::simulation::{Options, Pace, SimulatedCloud, StartingWorld};
use magnum_desktop::store::state::ScopeStore;
use magnum_desktop::sync::backend::Backend;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::app::{App, Opening, Start};
use magnum_desktop::ui::host::{Host, Reply};
use magnum_desktop::ui::route::RouteRequest;
use magnum_desktop::ui::theme::Theme;

/// How long anything may take before the journey has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program on a running cloud.
pub(crate) struct Stage {
    pub(crate) cloud: Option<SimulatedCloud>,
    pub(crate) harness: Harness<'static, Option<App>>,
    pub(crate) runtime: tokio::runtime::Runtime,
    /// What the program has kept last.
    pub(crate) saved: Arc<Mutex<Option<Settings>>>,
    /// What the desktop was told.
    pub(crate) told: Arc<Mutex<Vec<Notification>>>,
}

/// The time at which every journey begins.
pub(crate) fn beginning() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn options(port: u16) -> Options {
    Options {
        port,
        pace: Pace::Stepped,
        world: StartingWorld::Everyday,
        seed: 7,
        now: beginning(),
    }
}

impl Stage {
    /// Starts the cloud and the app, with the cloud `demo` opened on this page.
    pub(crate) fn open(page: &str, language: Language) -> Self {
        let page = Some(RouteRequest::parse(page).unwrap());
        let open = (Opening::Cloud("demo".to_owned()), page);
        Self::start(open, language, |_| Settings::default(), true)
    }

    /// The same after an earlier run has left these settings, while another program's window has the focus.
    pub(crate) fn open_unseen(
        page: &str,
        language: Language,
        settings: impl FnOnce(&SimulatedCloud) -> Settings,
    ) -> Self {
        let page = Some(RouteRequest::parse(page).unwrap());
        let open = (Opening::Cloud("demo".to_owned()), page);
        Self::start(open, language, settings, false)
    }

    /// Starts the cloud and the app at the choice of a cloud.
    pub(crate) fn at_the_door(language: Language) -> Self {
        Self::start((Opening::Ask, None), language, |_| Settings::default(), true)
    }

    fn start(
        (open, page): (Opening, Option<RouteRequest>),
        language: Language,
        settings: impl FnOnce(&SimulatedCloud) -> Settings,
        focused: bool,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let cloud = runtime.block_on(SimulatedCloud::start(options(0))).unwrap();
        let start = Start {
            language,
            theme: Theme::Light,
            settings: settings(&cloud),
            open,
            page,
            screenshot: None,
        };
        let saved: Arc<Mutex<Option<Settings>>> = Arc::default();
        let keep = Arc::clone(&saved);
        let told: Arc<Mutex<Vec<Notification>>> = Arc::default();
        let hear = Arc::clone(&told);
        let host = Host {
            notify: Arc::new(move |notification| hear.lock().unwrap().push(notification)),
            save_settings: Arc::new(move |settings| *keep.lock().unwrap() = Some(settings)),
            ..host(&cloud)
        };
        let handle = runtime.handle().clone();
        let mut start = Some(start);
        let harness = Harness::builder()
            .with_size([1400.0, 900.0])
            .with_max_steps(64)
            .build_ui_state(
                move |ui, app: &mut Option<App>| match app {
                    Some(app) => {
                        ui.ctx().input_mut(|input| {
                            let here = input.raw.viewport_id;
                            input.raw.viewports.entry(here).or_default().focused = Some(focused);
                        });
                        app.logic(ui.ctx());
                        app.ui(ui);
                    }
                    None => {
                        let wake = ui.ctx().clone();
                        let wake = Arc::new(move || wake.request_repaint());
                        let clock = Clock::manual(beginning());
                        let backend = Backend::start(&handle, wake, clock.clone(), Secrets::memory());
                        let start = start.take().unwrap();
                        *app = Some(App::new(ui.ctx(), backend, host.clone(), clock, start));
                        ui.ctx().request_repaint();
                    }
                },
                None,
            );
        Self {
            cloud: Some(cloud),
            harness,
            runtime,
            saved,
            told,
        }
    }

    pub(crate) fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    /// The words on screen, for as long as the journey takes.
    pub(crate) fn words(&self) -> std::rc::Rc<Words> {
        std::rc::Rc::new(Words::new(self.app().words().language()))
    }

    pub(crate) fn cloud(&self) -> &SimulatedCloud {
        self.cloud.as_ref().unwrap()
    }

    /// What the window knows of the cloud.
    pub(crate) fn data(&self) -> Option<&ScopeStore> {
        let app = self.app();
        app.scope().and_then(|scope| app.store().scope(scope))
    }

    /// Draws frames until this holds.
    #[expect(
        clippy::disallowed_methods,
        reason = "a journey over real sockets needs a real limit"
    )]
    pub(crate) fn until(&mut self, what: &str, mut holds: impl FnMut(&mut Self) -> bool) {
        let began = Instant::now();
        loop {
            self.harness.step();
            if holds(self) {
                return;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "waited in vain until {what}; frames were asked for by {:?}; on screen:\n{}",
                self.harness.ctx.repaint_causes(),
                self.on_screen()
            );
            // Sockets answer on other threads: let them.
            std::thread::yield_now();
            std::thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// Draws frames until a widget with this label is there.
    pub(crate) fn until_label(&mut self, label: &str) {
        let label = label.to_owned();
        self.until(&format!("“{label}” is on screen"), |stage| {
            stage.has_label(&label)
        });
    }

    /// Whether a widget's label contains this.
    pub(crate) fn has_label(&self, label: &str) -> bool {
        use egui_kittest::kittest::Queryable as _;
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// The id of the cluster of this name.
    pub(crate) fn cluster(&self, name: &str) -> ClusterId {
        ClusterId::new(self.cloud().world().cluster_ids(name).first().unwrap().clone())
    }

    /// Moves the cloud's time and asks it again.
    pub(crate) fn advance(&mut self, secs: u64) {
        self.cloud().advance(secs);
        self.harness.key_press(egui::Key::F5);
        self.harness.step();
    }

    /// Requests of this method whose path ends like this.
    pub(crate) fn requests(&self, method: &str, path_end: &str) -> usize {
        let seen = self.cloud().requests();
        seen.iter()
            .filter(|request| request.method == method && request.path.ends_with(path_end))
            .count()
    }

    /// Every label on screen, for the message of a journey that failed.
    fn on_screen(&self) -> String {
        use egui_kittest::kittest::{NodeT as _, Queryable as _};
        let labels = self
            .harness
            .query_all_by_label_contains("")
            .filter_map(|node| node.accesskit_node().label());
        labels.take(80).collect::<Vec<_>>().join("\n")
    }

    /// Kills the cloud; its port is free afterwards.
    pub(crate) fn kill_cloud(&mut self) -> u16 {
        let cloud = self.cloud.take().unwrap();
        let port = cloud.base_url().rsplit(':').next().unwrap().parse().unwrap();
        self.runtime.block_on(cloud.stop());
        port
    }

    /// Starts the same cloud again on this port.
    pub(crate) fn revive_cloud(&mut self, port: u16) {
        self.cloud = Some(
            self.runtime
                .block_on(SimulatedCloud::start(options(port)))
                .unwrap(),
        );
    }
}

fn host(cloud: &SimulatedCloud) -> Host {
    let text = cloud.clouds_yaml();
    Host {
        read_clouds: Arc::new(move |to| {
            let entries = parse(
                &FileText {
                    path: "clouds.yaml".into(),
                    text: text.clone(),
                },
                None,
            )
            .unwrap();
            let clouds = entries.into_iter().map(|entry| CloudChoice {
                name: entry.name,
                file: entry.file,
                line: entry.line,
                profile: entry.profile.map(Arc::new),
                secret: entry.secret,
                passcode: None,
                warnings: vec![],
            });
            to.send(Reply::Clouds(CloudChoices {
                clouds: clouds.collect(),
                ..CloudChoices::default()
            }));
        }),
        ..Host::idle()
    }
}
