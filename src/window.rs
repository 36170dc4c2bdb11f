//! The window: how it starts, with which renderer, and what the program does for it. What it shows is decided elsewhere.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::headless::args::{Arguments, CloudArguments, RendererArgument, ThemeArgument};
use magnum_desktop::headless::{clouds, template_files};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::notify::{Desktop, Notification, Sender};
use magnum_desktop::platform::renderer::{Renderer, StartLog, process_lives};
use magnum_desktop::platform::safe_write::{Existing, SystemDisk, replace};
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::platform::settings::Settings;
use magnum_desktop::platform::{clipboard, key_file, paths, relaunch, terminal_window};
use magnum_desktop::simulation::SimulatedCloud;
use magnum_desktop::sync::backend::Backend;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::app::{App, Opening, Start};
use magnum_desktop::ui::host::{Host, Reply, ScreenshotRequest};
use magnum_desktop::ui::outbox::{FileWish, IfThere, Making, OpenrcSource, TemplateSource};
use magnum_desktop::ui::route::RouteRequest;
use magnum_desktop::ui::theme::Theme;
use tokio::runtime::{Handle, Runtime};

use crate::{demo_cloud, file_dialog, no_window};

/// By this a desktop knows which entry of its menu a window belongs to; packaging/linux names its files by it.
const APP_ID: &str = "io.github.magnum_desktop.MagnumDesktop";
/// For title bars and task bars that do not look into the menu.
const ICON: &[u8] = include_bytes!("../assets/icons/128.png");
/// Seconds until a picture is given up.
const SCREENSHOT_LIMIT_SECS: f64 = 90.0;

/// The language, what earlier runs kept, and what was wrong with it.
pub(crate) type Kept = (Language, Settings, Option<FileTrouble>);

/// Opens the window and returns when it is closed.
pub(crate) fn window(runtime: &Runtime, arguments: Arguments, kept: Kept) -> anyhow::Result<ExitCode> {
    let (language, settings, trouble) = kept;
    let page = arguments
        .window
        .open
        .as_deref()
        .map(RouteRequest::parse)
        .transpose();
    let page = page.map_err(|text| anyhow::anyhow!("--open does not know the page `{text}`"))?;
    let screenshot = arguments.window.screenshot.clone();
    let start = Start {
        language,
        theme: theme(arguments.window.theme, &settings),
        settings,
        open: opening(&arguments.cloud),
        page,
        screenshot: screenshot.clone().map(|file| ScreenshotRequest {
            file,
            limit_secs: SCREENSHOT_LIMIT_SECS,
        }),
    };
    let before = written(screenshot.as_deref());
    let try_out = TryOut::begin(arguments.window.renderer);
    let options = options(try_out.renderer, arguments.window.size.unwrap_or((1280, 800)));
    let host = host(runtime, arguments.cloud);
    let handle = runtime.handle().clone();
    let started = try_out.clone();
    let creator: eframe::AppCreator<'_> = Box::new(move |context| {
        let egui = context.egui_ctx.clone();
        let wake = egui.clone();
        let backend = Backend::start(
            &handle,
            Arc::new(move || wake.request_repaint()),
            Clock::System,
            Secrets::Keyring,
        );
        let mut app = App::new(&egui, backend, host, Clock::System, start);
        if let Some(trouble) = trouble {
            app.tell(Problem::new(ProblemKind::File(trouble)));
        }
        Ok(Box::new(Window {
            app,
            unproved: Some((started, handle)),
        }))
    });
    if let Err(error) = eframe::run_native("magnum-desktop", options, creator) {
        return try_out.failed(&error, language);
    }
    let missing = screenshot.is_some() && written(screenshot.as_deref()) == before;
    Ok(if missing {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The app, and a renderer that is proved by the first frame on screen.
struct Window {
    app: App,
    unproved: Option<(TryOut, Handle)>,
}

impl eframe::App for Window {
    fn logic(&mut self, egui: &egui::Context, frame: &mut eframe::Frame) {
        // In the second frame the first one is on screen.
        if self.app.frames > 0
            && let Some((try_out, handle)) = self.unproved.take()
        {
            handle.spawn_blocking(move || try_out.succeeded());
        }
        eframe::App::logic(&mut self.app, egui, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        eframe::App::ui(&mut self.app, ui, frame);
        if self.unproved.is_some() {
            ui.ctx().request_repaint();
        }
    }

    fn raw_input_hook(&mut self, egui: &egui::Context, input: &mut egui::RawInput) {
        eframe::App::raw_input_hook(&mut self.app, egui, input);
    }
}

/// One start with one renderer.
#[derive(Clone)]
struct TryOut {
    renderer: Renderer,
    /// Whether the other one has failed before this one, in the process that started this one.
    is_second: bool,
    was_asked_for: bool,
    folder: Option<PathBuf>,
}

impl TryOut {
    fn begin(asked: Option<RendererArgument>) -> Self {
        let folder = paths::settings_folder();
        let mut log = folder.as_deref().map(open_log).unwrap_or_default();
        let asked = asked.map(|asked| match asked {
            RendererArgument::Glow => Renderer::Glow,
            RendererArgument::Wgpu => Renderer::Wgpu,
        });
        let chosen = log.choose(process_lives);
        let try_out = Self {
            renderer: asked.unwrap_or(chosen),
            is_second: relaunch::earlier_failure().is_some(),
            was_asked_for: asked.is_some(),
            folder,
        };
        log.arm(try_out.renderer, std::process::id());
        try_out.save(&log);
        try_out
    }

    fn succeeded(&self) {
        self.note(|log| log.succeeded(self.renderer));
    }

    /// Starts the program anew with the other renderer, or says that there is no window to be had.
    fn failed(&self, error: &eframe::Error, language: Language) -> anyhow::Result<ExitCode> {
        let words = Words::new(language);
        let told = format!("{}: {error}", self.renderer.name());
        if matches!(error, eframe::Error::WinitEventLoop(_)) {
            // There is no screen, or the system does not let us have it: no renderer is to blame.
            self.note(StartLog::disarm);
            no_window::tell(&format!("{}\n{error}", words.terminal_no_screen()));
            return Ok(ExitCode::FAILURE);
        }
        self.note(|log| log.gave_up(self.renderer));
        tracing::warn!(renderer = self.renderer.name(), %error, "no window could be opened");
        if !self.is_second && !self.was_asked_for {
            return relaunch::with(self.renderer.other(), &told)
                .context("the program could not be started anew with another renderer");
        }
        let earlier = relaunch::earlier_failure();
        let advice = match earlier {
            Some(_) => words.terminal_no_renderer().to_owned(),
            None => words.terminal_other_renderer(self.renderer.other().name()),
        };
        let failures: Vec<String> = earlier.into_iter().chain([told]).collect();
        let text = format!(
            "{}\n{}\n{advice}",
            words.terminal_no_window(),
            failures.join("\n")
        );
        no_window::tell(&text);
        Ok(ExitCode::FAILURE)
    }

    fn note(&self, change: impl FnOnce(&mut StartLog)) {
        if let Some(folder) = &self.folder {
            let mut log = open_log(folder);
            change(&mut log);
            self.save(&log);
        }
    }

    /// Without the log the program starts as well.
    fn save(&self, log: &StartLog) {
        if let Some(folder) = &self.folder
            && let Err(error) = log.save(folder)
        {
            tracing::warn!(%error, "what renderer starts could not be written down");
        }
    }
}

fn open_log(folder: &Path) -> StartLog {
    StartLog::open(folder, env!("CARGO_PKG_VERSION"))
}

fn options(renderer: Renderer, (width, height): (u16, u16)) -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Magnum Desktop")
            .with_app_id(APP_ID)
            .with_icon(icon())
            .with_inner_size([f32::from(width), f32::from(height)])
            .with_min_inner_size([800.0, 560.0]),
        renderer: match renderer {
            Renderer::Glow => eframe::Renderer::Glow,
            Renderer::Wgpu => eframe::Renderer::Wgpu,
        },
        ..eframe::NativeOptions::default()
    }
}

fn theme(asked: Option<ThemeArgument>, settings: &Settings) -> Theme {
    match asked {
        Some(ThemeArgument::System) => Theme::System,
        Some(ThemeArgument::Light) => Theme::Light,
        Some(ThemeArgument::Dark) => Theme::Dark,
        None => settings
            .theme
            .as_deref()
            .and_then(Theme::from_tag)
            .unwrap_or_default(),
    }
}

/// What the window opens: the demo cloud, the cloud that is named, or the list.
fn opening(cloud: &CloudArguments) -> Opening {
    match (cloud.demo, clouds::named(cloud)) {
        (true, _) => Opening::Demo,
        (false, Some(name)) => Opening::Cloud(name.to_owned()),
        // Whoever names a file means what is in it.
        (false, None) if cloud.openrc.is_some() => {
            clouds::read(cloud).default.map_or(Opening::Ask, Opening::Cloud)
        }
        (false, None) => Opening::Ask,
    }
}

/// The icon; a window without one is better than no window.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(ICON).unwrap_or_default()
}

/// When this file was written last.
fn written(file: Option<&std::path::Path>) -> Option<std::time::SystemTime> {
    std::fs::metadata(file?).ok()?.modified().ok()
}

/// What the window asks of the program around it.
#[expect(
    clippy::too_many_lines,
    reason = "one closure for each thing that the window asks for"
)]
fn host(runtime: &Runtime, arguments: CloudArguments) -> Host {
    let work = runtime.handle().clone();
    let running: Arc<Mutex<Option<SimulatedCloud>>> = Arc::default();
    Host {
        read_clouds: Arc::new({
            let work = work.clone();
            move |to| {
                let arguments = arguments.clone();
                work.spawn_blocking(move || to.send(Reply::Clouds(clouds::read(&arguments))));
            }
        }),
        start_demo: Arc::new({
            let work = work.clone();
            move |to| {
                let running = Arc::clone(&running);
                work.spawn(async move {
                    let started = demo_cloud::embedded().await.map(|(cloud, profile, secret)| {
                        *running.lock().unwrap_or_else(PoisonError::into_inner) = Some(cloud);
                        (profile, secret)
                    });
                    to.send(Reply::Demo(started));
                });
            }
        }),
        save_settings: Arc::new({
            let work = work.clone();
            // The newest state is what is written, whichever task gets to it first.
            let newest: Arc<Mutex<Option<Settings>>> = Arc::default();
            move |settings| {
                *newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(settings);
                let newest = Arc::clone(&newest);
                work.spawn_blocking(move || {
                    let mut newest = newest.lock().unwrap_or_else(PoisonError::into_inner);
                    let (Some(settings), Some(folder)) = (newest.take(), paths::settings_folder()) else {
                        return;
                    };
                    let saved = settings.save(&folder);
                    if let Err(trouble) = saved {
                        tracing::warn!(?trouble, "the settings could not be kept");
                    }
                });
            }
        }),
        read_openrc: Arc::new({
            let work = work.clone();
            move |source, to| {
                work.spawn_blocking(move || {
                    to.send(Reply::Openrc(match source {
                        OpenrcSource::File(file) => clouds::openrc_file(&file),
                        OpenrcSource::Text(text) => clouds::openrc_text("openrc", text.expose()),
                    }));
                });
            }
        }),
        read_template: Arc::new({
            let work = work.clone();
            move |source, to| {
                work.spawn_blocking(move || {
                    to.send(Reply::Template(match source {
                        TemplateSource::File(file) => template_files::read(&file),
                        TemplateSource::Text(text) => template_files::read_text(&text),
                    }));
                });
            }
        }),
        key_file: Arc::new(key_file::usual),
        save_text: Arc::new({
            let work = work.clone();
            move |(file, text): (PathBuf, String), to| {
                work.spawn_blocking(move || {
                    let saved = write_file(&file, text.as_bytes(), IfThere::Replace);
                    to.send(Reply::Saved(file, saved));
                });
            }
        }),
        save_text_as: Arc::new({
            let work = work.clone();
            move |(wish, text): (FileWish, String), to| {
                work.spawn(async move {
                    let offered = wish.file.clone();
                    let (file, if_there) = match file_dialog::choose(wish).await {
                        Ok(Some(file)) => (file, IfThere::Replace),
                        Ok(None) => return,
                        // Where there is no dialog to be had, it goes to where it would have been offered.
                        Err(_) => (offered, IfThere::Keep),
                    };
                    let written = tokio::task::spawn_blocking(move || {
                        let saved = write_file(&file, text.as_bytes(), if_there);
                        to.send(Reply::Saved(file, saved));
                    });
                    // It has answered, or it has crashed and been told of.
                    drop(written.await);
                });
            }
        }),
        save_made: Arc::new({
            let work = work.clone();
            move |(file, making, if_there): (PathBuf, Making, IfThere), to| {
                work.spawn_blocking(move || {
                    let failed = |detail| Problem::new(ProblemKind::Internal { detail });
                    let saved = making
                        .bytes()
                        .map_err(failed)
                        .and_then(|bytes| write_file(&file, &bytes, if_there));
                    to.send(Reply::Saved(file, saved));
                });
            }
        }),
        choose_file: Arc::new({
            let work = work.clone();
            move |wish, to| {
                work.spawn(async move { to.send(Reply::Chosen(file_dialog::choose(wish).await)) });
            }
        }),
        open_terminal: Arc::new({
            let work = work.clone();
            move |with, to| {
                work.spawn_blocking(move || {
                    if let Err(problem) = terminal_window::open(&with) {
                        to.send(Reply::Failed(problem));
                    }
                });
            }
        }),
        clear_clipboard: Arc::new({
            let work = work.clone();
            move |text| {
                work.spawn_blocking(move || clipboard::clear_if_it_holds(&text));
            }
        }),
        documents: paths::documents_folder(),
        notify: notifier(work),
        folder: paths::settings_folder(),
    }
}

/// Says something on the desktop, off the window's thread.
fn notifier(work: tokio::runtime::Handle) -> Arc<dyn Fn(Notification) + Send + Sync> {
    let sender = Sender {
        name: "Magnum Desktop",
        entry: APP_ID,
    };
    let desktop = Arc::new(Desktop::new(sender));
    Arc::new(move |notification| {
        let desktop = Arc::clone(&desktop);
        work.spawn_blocking(move || {
            if let Err(trouble) = desktop.show(&notification) {
                tracing::info!(%trouble, "nobody was told on the desktop");
            }
        });
    })
}

fn write_file(file: &Path, bytes: &[u8], if_there: IfThere) -> Result<(), Problem> {
    let existing = match if_there {
        IfThere::Keep => Existing::Keep,
        IfThere::Replace => Existing::Replace,
    };
    replace(&SystemDisk::default(), file, bytes, existing)
        .map_err(|trouble| Problem::new(ProblemKind::File(trouble)))
}
