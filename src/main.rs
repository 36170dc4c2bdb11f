//! Starts everything: arguments, logging, runtime, window or command. Nothing is decided in here.

// A double click opens no console. For terminals, packaging/windows makes a copy of the program that has one.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod demo_cloud;
mod drawing;
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
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::headless::args::{
    Arguments, CloudArguments, GetArguments, KubeconfigArguments, LanguageArgument, ThemeArgument, Verb,
};
use magnum_desktop::headless::fetch::{Question, Reader};
use magnum_desktop::headless::kubeconfig::kubeconfig;
use magnum_desktop::headless::{cloud_config, clouds, papers};
use magnum_desktop::message::SecretSource;
use magnum_desktop::openstack::session::Session;
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::safe_write::SystemDisk;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::platform::settings::Settings;
use magnum_desktop::platform::{locale, memory, paths, terminal};
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
        Some(Verb::Clouds(wanted)) => {
            let choices = clouds::read(&arguments.cloud);
            let words = Words::new(language);
            printed(cloud_config::print(&choices, wanted, &words), language)
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
            std::io::stdout().write_all(text.as_ref())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => {
            say(&words.in_full(&problem));
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn fetched(
    cloud: &CloudArguments,
    wanted: &GetArguments,
    look: drawing::Look,
) -> Result<Vec<u8>, Problem> {
    let words = &Words::new(look.language);
    let backend = Backend::start(
        &tokio::runtime::Handle::current(),
        Arc::new(|| {}),
        Clock::System,
        Secrets::Keyring,
    );
    if cloud.demo {
        let (_running, profile, secret) = demo_cloud::embedded().await?;
        let mut reader = Reader::sign_in(backend, profile, given(secret)).await?;
        return drawing::got(&mut reader, wanted, look).await;
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
    let mut reader = Reader::sign_in_asking(backend, (profile, secret), ask).await?;
    drawing::got(&mut reader, wanted, look).await
}

/// Access to a cluster of the chosen cloud, put where it is wanted.
async fn kubeconfig_of(
    cloud: &CloudArguments,
    wanted: &KubeconfigArguments,
    language: Language,
) -> Result<String, Problem> {
    let words = Words::new(language);
    let (_running, profile, secret) = if cloud.demo {
        let (running, profile, secret) = demo_cloud::embedded().await?;
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
