//! Starts everything: arguments, logging, runtime, window or command. Nothing is decided in here.

// A double click opens no console. For terminals, packaging/windows makes a copy of the program that has one.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod demo_cloud;
mod drawing;
mod file_dialog;
mod no_window;
mod window;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Parser as _;
use magnum_desktop::domain::factor::Factor;
use magnum_desktop::domain::problem::Problem;
use magnum_desktop::domain::profile::Identity;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::headless::args::{
    Arguments, CloudArguments, DoctorArguments, GetArguments, KubeconfigArguments, LanguageArgument,
    OrphansArguments, ThemeArgument, Verb,
};
use magnum_desktop::headless::change_args::ChangeVerb;
use magnum_desktop::headless::doctor::doctor;
use magnum_desktop::headless::estate_args::EstateVerb;
use magnum_desktop::headless::estate_change;
use magnum_desktop::headless::fetch::{Question, Reader};
use magnum_desktop::headless::kubeconfig::kubeconfig;
use magnum_desktop::headless::orphans::orphans;
use magnum_desktop::headless::{change, cloud_config, clouds, exit_code, papers};
use magnum_desktop::message::SecretSource;
use magnum_desktop::openstack::session::Session;
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::safe_write::SystemDisk;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::platform::settings::Settings;
use magnum_desktop::platform::{locale, memory, paths, terminal};
use magnum_desktop::simulation::SimulatedCloud;
use magnum_desktop::sync::backend::Backend;
use magnum_desktop::text::{Language, Words};

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
        Some(Verb::Get(wanted)) => {
            let dark = arguments.window.theme == Some(ThemeArgument::Dark);
            let look = drawing::Look { language, dark };
            runtime.block_on(print(&arguments.cloud, wanted, look))
        }
        Some(Verb::Change(wanted)) => match wanted.noun_first() {
            Some(verb) => runtime.block_on(estate(&arguments, &verb, language)),
            None => runtime.block_on(change(&arguments.cloud, wanted, language)),
        },
        Some(Verb::Clouds(wanted)) => {
            let choices = clouds::read(&arguments.cloud);
            let words = Words::new(language);
            printed(cloud_config::print(&choices, wanted, &words), language)
        }
        Some(Verb::Doctor(wanted)) => {
            let text = runtime.block_on(examined(&arguments.cloud, wanted, language));
            printed(text, language)
        }
        Some(Verb::Orphans(wanted)) => {
            let text = runtime.block_on(left_over(&arguments.cloud, wanted, language));
            printed(text, language)
        }
        Some(Verb::Estate(verb)) => runtime.block_on(estate(&arguments, verb, language)),
        Some(Verb::Kubeconfig(wanted)) => {
            let text = runtime.block_on(kubeconfig_of(&arguments.cloud, wanted, language));
            printed(text, language)
        }
        Some(Verb::DemoCloud(wanted)) => runtime.block_on(demo_cloud::serve(wanted)),
        Some(Verb::Completions { shell }) => {
            print_out(&papers::completions(*shell))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Verb::Man { folder }) => {
            papers::write_manual_pages(folder)
                .with_context(|| format!("no manual pages could be written into {}", folder.display()))?;
            Ok(ExitCode::SUCCESS)
        }
        None => window::window(&runtime, arguments, (language, settings, trouble)),
    }
}

async fn print(
    cloud: &CloudArguments,
    wanted: &GetArguments,
    look: drawing::Look,
) -> anyhow::Result<ExitCode> {
    printed(fetched(cloud, wanted, look).await, look.language)
}

fn printed(text: Result<impl AsRef<[u8]>, Problem>, language: Language) -> anyhow::Result<ExitCode> {
    let words = Words::new(language);
    match text {
        Ok(text) => {
            print_out(text.as_ref())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => {
            say(&words.in_full(&problem));
            Ok(ExitCode::from(exit_code(&problem)))
        }
    }
}

/// Prints. Whoever reads may have seen enough, as `head` has, and that is no trouble of ours.
fn print_out(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

async fn fetched(
    cloud: &CloudArguments,
    wanted: &GetArguments,
    look: drawing::Look,
) -> Result<Vec<u8>, Problem> {
    let (_running, mut reader) = reader(cloud, &Words::new(look.language)).await?;
    drawing::got(&mut reader, wanted, look).await
}

/// Changes something, and ends with the code that says what came of it.
async fn change(cloud: &CloudArguments, wanted: &ChangeVerb, language: Language) -> anyhow::Result<ExitCode> {
    let words = Words::new(language);
    let came = match reader(cloud, &words).await {
        Ok((_running, mut reader)) => change::change(&mut reader, wanted, (&words, &AtTerminal)).await,
        Err(problem) => Err(problem),
    };
    match came {
        Ok(outcome) => {
            print_out(outcome.text.as_bytes())?;
            Ok(ExitCode::from(outcome.code))
        }
        Err(problem) => {
            say(&words.in_full(&problem));
            Ok(ExitCode::from(exit_code(&problem)))
        }
    }
}

/// Whoever sits at the terminal.
struct AtTerminal;

impl change::Person for AtTerminal {
    fn tell(&self, text: &str) {
        say(text);
    }

    fn ask(&self, question: &str) -> Option<String> {
        terminal::ask(question)
    }
}

/// What is wrong with a cluster of the chosen cloud.
async fn examined(
    cloud: &CloudArguments,
    wanted: &DoctorArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, mut background) = reader(cloud, &words).await?;
    doctor(&mut background, wanted, (&words, Clock::System.now())).await
}

/// What clusters have left behind in the chosen cloud.
async fn left_over(
    cloud: &CloudArguments,
    wanted: &OrphansArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, mut background) = reader(cloud, &words).await?;
    orphans(&mut background, wanted, &words).await
}

/// A background that is signed in to the chosen cloud; the demo cloud runs as long as what comes with it.
async fn reader(cloud: &CloudArguments, words: &Words) -> Result<(Option<SimulatedCloud>, Reader), Problem> {
    let backend = Backend::start(
        &tokio::runtime::Handle::current(),
        Arc::new(|| {}),
        Clock::System,
        Secrets::Keyring,
    );
    if cloud.demo {
        let (running, profile, secret) = demo_cloud::embedded().await?;
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

/// Reads or changes something beside clusters.
async fn estate(arguments: &Arguments, verb: &EstateVerb, language: Language) -> anyhow::Result<ExitCode> {
    let dark = arguments.window.theme == Some(ThemeArgument::Dark);
    match verb.read() {
        Some(wanted) => print(&arguments.cloud, &wanted, drawing::Look { language, dark }).await,
        None => change_estate(&arguments.cloud, verb, language).await,
    }
}

/// Changes something, prints what came of it and ends with its code.
async fn change_estate(
    cloud: &CloudArguments,
    verb: &EstateVerb,
    language: Language,
) -> anyhow::Result<ExitCode> {
    let words = Words::new(language);
    let came = async {
        let (_running, session, _) = session_of(cloud, &words).await?;
        estate_change::change(&session, (&words, &SystemDisk::default()), verb).await
    };
    match came.await {
        Ok(came) => {
            print_out(came.text.as_bytes())?;
            if !came.told.is_empty() {
                say(&came.told);
            }
            Ok(ExitCode::from(came.code))
        }
        Err(problem) => {
            say(&words.in_full(&problem));
            Ok(ExitCode::from(exit_code(&problem)))
        }
    }
}

/// Access to a cluster of the chosen cloud, put where it is wanted.
async fn kubeconfig_of(
    cloud: &CloudArguments,
    wanted: &KubeconfigArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, session, scope) = session_of(cloud, &words).await?;
    kubeconfig(&session, &scope, wanted, (&SystemDisk::default(), &words)).await
}

/// A session with the chosen cloud; the demo cloud runs as long as what comes with it.
async fn session_of(
    cloud: &CloudArguments,
    words: &Words,
) -> Result<(Option<SimulatedCloud>, Session, Scope), Problem> {
    let (running, profile, secret) = if cloud.demo {
        let (running, profile, secret) = demo_cloud::embedded().await?;
        (Some(running), profile, secret)
    } else {
        let choices = clouds::read(cloud);
        let chosen = clouds::choose(&choices, clouds::named(cloud))?;
        let profile = chosen.profile.clone()?;
        let secret = match (&chosen.secret, &profile.identity) {
            (Some(secret), _) => secret.clone(),
            (None, Identity::Totp { .. }) => asked(words, &Factor::Totp).unwrap_or_default(),
            (None, _) => Secrets::Keyring.get(&profile).await?,
        };
        (None, profile, secret)
    };
    let session = Session::sign_in(&profile, &secret, Arc::new(|| Clock::System.now()))
        .await
        .map_err(|error| error.problem())?;
    Ok((running, session, profile.scope()))
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
