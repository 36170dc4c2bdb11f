//! Starts everything: arguments, logging, runtime, window or command. Nothing is decided in here.

// A double click opens no console. For terminals, packaging/windows makes a copy of the program that has one.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod demo_cloud;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use clap::Parser as _;
use magnum_desktop::domain::factor::Factor;
use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{CloudProfile, Identity};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::headless::args::{
    Arguments, CloudArguments, DoctorArguments, GetArguments, KubeconfigArguments, LanguageArgument,
    ThemeArgument, Verb,
};
use magnum_desktop::headless::doctor::doctor;
use magnum_desktop::headless::fetch::{Question, Reader};
use magnum_desktop::headless::kubeconfig::kubeconfig;
use magnum_desktop::headless::{cloud_config, clouds, get, papers};
use magnum_desktop::message::SecretSource;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::safe_write::SystemDisk;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::platform::settings::Settings;
use magnum_desktop::platform::{locale, memory, paths, terminal};
use magnum_desktop::simulation::{Options, Pace, SimulatedCloud, StartingWorld};
use magnum_desktop::sync::backend::Backend;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::app::{App, Opening, Start};
use magnum_desktop::ui::host::{Host, Reply, ScreenshotRequest};
use magnum_desktop::ui::outbox::OpenrcSource;
use magnum_desktop::ui::route::RouteRequest;
use magnum_desktop::ui::theme::Theme;
use tokio::runtime::Runtime;

/// By this a desktop knows which entry of its menu a window belongs to; packaging/linux names its files by it.
const APP_ID: &str = "io.github.magnum_desktop.MagnumDesktop";
/// For title bars and task bars that do not look into the menu.
const ICON: &[u8] = include_bytes!("../assets/icons/128.png");
/// Seconds of the demo cloud's world per second.
const DEMO_SPEED: f64 = 1.0;
/// Seconds until a picture is given up.
const SCREENSHOT_LIMIT_SECS: f64 = 90.0;

fn main() -> ExitCode {
    // Before anything secret is in memory.
    memory::keep_out_of_dumps();
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::from_env("MAGNUM_DESKTOP_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("magnum-desktop: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("background")
        .enable_all()
        .build()
        .context("no background threads")?;
    let folder = paths::settings_folder();
    let (settings, trouble) = Settings::open(folder.as_deref(), Clock::System.now());
    if let Some(trouble) = &trouble {
        tracing::warn!(?trouble, "settings start anew");
    }
    let language = language(arguments.window.language, &settings);
    match &arguments.command {
        Some(Verb::Get(wanted)) => runtime.block_on(print(&arguments.cloud, wanted, language)),
        Some(Verb::Clouds(wanted)) => {
            let choices = clouds::read(&arguments.cloud);
            let words = Words::new(language);
            printed(cloud_config::print(&choices, wanted, &words), language)
        }
        Some(Verb::Doctor(wanted)) => {
            let text = runtime.block_on(examined(&arguments.cloud, wanted, language));
            printed(text, language)
        }
        Some(Verb::Kubeconfig(wanted)) => {
            let text = runtime.block_on(kubeconfig_of(&arguments.cloud, wanted, language));
            printed(text, language)
        }
        Some(Verb::DemoCloud(wanted)) => runtime.block_on(demo_cloud::serve(wanted)),
        Some(Verb::Completions { shell }) => {
            std::io::stdout().write_all(&papers::completions(*shell))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Verb::Man { folder }) => {
            papers::write_manual_pages(folder)
                .with_context(|| format!("no manual pages could be written into {}", folder.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        None => window(&runtime, arguments, (language, settings, trouble)),
    }
}

async fn print(
    cloud: &CloudArguments,
    wanted: &GetArguments,
    language: Language,
) -> anyhow::Result<ExitCode> {
    let words = Words::new(language);
    printed(fetched(cloud, wanted, &words).await, language)
}

fn printed(text: Result<String, Problem>, language: Language) -> anyhow::Result<ExitCode> {
    let words = Words::new(language);
    match text {
        Ok(text) => {
            std::io::stdout().write_all(text.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => {
            say(&words.in_full(&problem));
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn fetched(cloud: &CloudArguments, wanted: &GetArguments, words: &Words) -> Result<String, Problem> {
    let (_running, mut reader) = reader_of(cloud, words).await?;
    get::get(&mut reader, wanted).await
}

/// What is wrong with a cluster of the chosen cloud.
async fn examined(
    cloud: &CloudArguments,
    wanted: &DoctorArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, mut reader) = reader_of(cloud, &words).await?;
    doctor(&mut reader, wanted, (&words, Clock::System.now())).await
}

/// Signs in to the chosen cloud; a demo cloud lives as long as it is held.
async fn reader_of(
    cloud: &CloudArguments,
    words: &Words,
) -> Result<(Option<SimulatedCloud>, Reader), Problem> {
    let backend = Backend::start(
        &tokio::runtime::Handle::current(),
        Arc::new(|| {}),
        Clock::System,
        Secrets::Keyring,
    );
    if cloud.demo {
        let (running, profile, secret) = demo_cloud().await?;
        let reader = Reader::sign_in(backend, profile, given(secret)).await?;
        return Ok((Some(running), reader));
    }
    let choices = clouds::read(cloud);
    let chosen = clouds::choose(&choices, clouds::named(cloud))?;
    let profile = chosen.profile.clone()?;
    let secret = match (&chosen.secret, &profile.identity) {
        (_, Identity::Browser { .. }) => SecretSource::Browser,
        (Some(secret), _) => given(secret.clone()),
        (None, Identity::Totp { .. }) => given(asked(words, &Factor::Totp).unwrap_or_default()),
        (None, _) => SecretSource::Keyring,
    };
    let ask = |question: Question<'_>| match question {
        Question::Browser { url } => {
            say(&format!("{}\n{url}", words.terminal_open_in_browser()));
            None
        }
        Question::Factor {
            factor,
            refused: None,
        } => asked(words, factor),
        // What the environment says was wrong, and would be again.
        Question::Factor {
            factor,
            refused: Some(problem),
        } => {
            let again = words.terminal_factor(factor.method());
            terminal::ask_hidden(&format!("{}\n{again}", words.in_full(problem)))
        }
    };
    let reader = Reader::sign_in_asking(backend, (profile, secret), ask).await?;
    Ok((None, reader))
}

/// Access to a cluster of the chosen cloud, put where it is wanted.
async fn kubeconfig_of(
    cloud: &CloudArguments,
    wanted: &KubeconfigArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, profile, secret) = if cloud.demo {
        let (running, profile, secret) = demo_cloud().await?;
        (Some(running), profile, secret)
    } else {
        let choices = clouds::read(cloud);
        let chosen = clouds::choose(&choices, clouds::named(cloud))?;
        let profile = chosen.profile.clone()?;
        let secret = match (&chosen.secret, &profile.identity) {
            (Some(secret), _) => secret.clone(),
            (None, Identity::Totp { .. }) => asked(&words, &Factor::Totp).unwrap_or_default(),
            (None, _) => Secrets::Keyring.get(&profile).await?,
        };
        (None, profile, secret)
    };
    let session = Session::sign_in(&profile, &secret, Arc::new(|| Clock::System.now()))
        .await
        .map_err(|error| error.problem())?;
    kubeconfig(
        &session,
        &profile.scope(),
        wanted,
        (&SystemDisk::default(), &words),
    )
    .await
}

fn given(secret: Secret) -> SecretSource {
    SecretSource::Given {
        secret,
        remember: false,
    }
}

/// A further factor: a passcode from the environment, else what somebody types.
fn asked(words: &Words, factor: &Factor) -> Option<Secret> {
    let passcode = (*factor == Factor::Totp).then(terminal::passcode).flatten();
    passcode.or_else(|| terminal::ask_hidden(&words.terminal_factor(factor.method())))
}

/// Starts the demo cloud and makes a profile of the clouds.yaml that it writes.
async fn demo_cloud() -> Result<(SimulatedCloud, Arc<CloudProfile>, Secret), Problem> {
    let failed = |detail: String| Problem::new(ProblemKind::Internal { detail });
    let options = Options {
        port: 0,
        pace: Pace::Live { speed: DEMO_SPEED },
        world: StartingWorld::Everyday,
        seed: 1,
        now: Clock::System.now(),
    };
    let cloud = SimulatedCloud::start(options)
        .await
        .map_err(|error| failed(error.to_string()))?;
    let file = FileText {
        path: "demo".into(),
        text: cloud.clouds_yaml(),
    };
    let entry = parse(&file, None)?.into_iter().find(|entry| entry.name == "demo");
    let entry = entry.ok_or_else(|| failed("the demo cloud names no cloud".to_owned()))?;
    let profile = CloudProfile {
        display_name: Some("Demo cloud".to_owned()),
        source: None,
        ..entry.profile?
    };
    Ok((cloud, Arc::new(profile), entry.secret.unwrap_or_default()))
}

/// The language, what earlier runs kept, and what was wrong with it.
type Kept = (Language, Settings, Option<FileTrouble>);

fn window(runtime: &Runtime, arguments: Arguments, kept: Kept) -> anyhow::Result<ExitCode> {
    let (language, settings, trouble) = kept;
    let page = arguments
        .window
        .open
        .as_deref()
        .map(RouteRequest::parse)
        .transpose();
    let page = page.map_err(|text| anyhow::anyhow!("--open does not know the page `{text}`"))?;
    let (width, height) = arguments.window.size.unwrap_or((1280, 800));
    let theme = match arguments.window.theme {
        Some(ThemeArgument::System) => Theme::System,
        Some(ThemeArgument::Light) => Theme::Light,
        Some(ThemeArgument::Dark) => Theme::Dark,
        None => settings
            .theme
            .as_deref()
            .and_then(Theme::from_tag)
            .unwrap_or_default(),
    };
    let screenshot = arguments.window.screenshot.clone();
    let start = Start {
        language,
        theme,
        settings,
        open: opening(&arguments.cloud),
        page,
        screenshot: screenshot.clone().map(|file| ScreenshotRequest {
            file,
            limit_secs: SCREENSHOT_LIMIT_SECS,
        }),
    };
    let before = written(screenshot.as_deref());
    let host = host(runtime, arguments.cloud);
    let handle = runtime.handle().clone();
    let size = [f32::from(width), f32::from(height)];
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Magnum Desktop")
            .with_app_id(APP_ID)
            .with_icon(icon())
            .with_inner_size(size)
            .with_min_inner_size([800.0, 560.0]),
        ..eframe::NativeOptions::default()
    };
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
        Ok(Box::new(app))
    });
    eframe::run_native("magnum-desktop", options, creator)
        .map_err(|error| anyhow::anyhow!("no window could be opened: {error}"))?;
    let missing = screenshot.is_some() && written(screenshot.as_deref()) == before;
    Ok(if missing {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
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
                    let started = demo_cloud().await.map(|(cloud, profile, secret)| {
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
        save_text: Arc::new({
            let work = work.clone();
            move |(file, text): (PathBuf, String), to| {
                work.spawn_blocking(move || {
                    let saved = write_text(&file, &text);
                    to.send(Reply::Saved(file, saved));
                });
            }
        }),
        folder: paths::settings_folder(),
    }
}

fn write_text(file: &std::path::Path, text: &str) -> Result<(), Problem> {
    let failed = |error: std::io::Error| {
        Problem::new(ProblemKind::FileUnreadable {
            file: file.display().to_string(),
            detail: error.to_string(),
        })
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(file, text).map_err(failed)
}

fn language(asked: Option<LanguageArgument>, settings: &Settings) -> Language {
    match asked {
        Some(LanguageArgument::En) => Language::English,
        Some(LanguageArgument::ZhCn) => Language::SimplifiedChinese,
        None => settings
            .language
            .as_deref()
            .and_then(Language::from_tag)
            .unwrap_or_else(|| Language::from_system_locale(locale::system().as_deref())),
    }
}

/// Says something to the person at the terminal.
fn say(text: &str) {
    // Without a terminal there is nobody to tell.
    drop(writeln!(std::io::stderr(), "{text}"));
}
