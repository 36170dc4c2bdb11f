//! The secret canary: every secret here is a text that occurs nowhere else, everything is logged at the finest level, and
//! afterwards none of them stands in a log, an error, a message, a file or a panic.
//!
//! A test target of its own, because who listens to the log is decided once per process.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets the unexpected has to fail, and that is how"
)]

mod finder;
mod runs;
#[path = "../suite/api/server.rs"]
#[expect(dead_code, reason = "the other tests use more of it")]
mod server;

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use finder::Canary;

/// With everything in it that some encoding changes.
pub(crate) const PASSWORD: &str = "c4nary \"pä/ss%\\+\" 7f3e91";
pub(crate) const CREDENTIAL_SECRET: &str = "c4nary-application-credential-b61d07";
pub(crate) const TOKENS: [&str; 2] = ["gAAAAABc4nary-token-one-5e8f", "gAAAAABc4nary-token-two-9a1c"];
pub(crate) const KEY: &str = "c4nary+private/key+bytes+d2e4f6";

/// Everything that was said, by whom it was said.
#[derive(Clone, Default)]
pub(crate) struct Said(Arc<Mutex<Vec<(String, String)>>>);

impl Said {
    pub(crate) fn add(&self, what: &str, text: impl Into<String>) {
        self.0.lock().unwrap().push((what.to_owned(), text.into()));
    }

    fn text_of(&self, what: &str) -> String {
        let said = self.0.lock().unwrap();
        let texts = said.iter().filter(|(said, _)| said == what);
        texts.map(|(_, text)| text.as_str()).collect()
    }

    /// What of the secrets stands where.
    fn leaks(&self) -> Vec<String> {
        let canaries = [
            Canary::new("the password", PASSWORD),
            Canary::new("the application credential's secret", CREDENTIAL_SECRET),
            Canary::new("the first token", TOKENS[0]),
            Canary::new("the second token", TOKENS[1]),
            Canary::new("the private key", KEY),
        ];
        let said = self.0.lock().unwrap();
        let mut leaks = Vec::new();
        for (what, text) in said.iter() {
            for canary in &canaries {
                for form in canary.found_in(text) {
                    let around: String = text.chars().take(300).collect();
                    leaks.push(format!("{what} tells {} ({form}): {around}", canary.name));
                }
            }
        }
        leaks
    }
}

/// The log, as the program writes it at its finest.
fn log() -> Said {
    static LOG: OnceLock<Said> = OnceLock::new();
    LOG.get_or_init(|| {
        let said = Said::default();
        let writer = said.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || Line(writer.clone()))
            .init();
        said
    })
    .clone()
}

struct Line(Said);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.add("the log", String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_told_by_anything() {
    let said = log();
    runs::sessions(&said).await;
    runs::background(&said).await;
    runs::files(&said);
    runs::panics(&said);
    runs::program(&said).await;
    let leaks = said.leaks();
    assert!(leaks.is_empty(), "\n{}\n", leaks.join("\n"));
    // The ears were open: what is no secret was heard.
    let log = said.text_of("the log");
    assert!(
        log.contains("TRACE") && log.contains("renewing the token"),
        "{}",
        log.len()
    );
    for what in ["an error", "an update", "a kubeconfig", "a panic", "the program"] {
        assert!(!said.text_of(what).is_empty(), "nothing was heard of {what}");
    }
    assert!(said.text_of("a panic").contains("canary-cloud"));
}
