//! Faults on demand, as a layer in front of every service: refuse, delay, drip, cut the connection, lie.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harm {
    /// Answers with this status and the service's usual error body.
    Fail(u16),
    /// Answers with this status and exactly this body.
    Answer {
        /// The status.
        status: u16,
        /// The content type.
        content_type: String,
        /// The body.
        body: String,
    },
    /// Does what was asked, but answers only after this time.
    Delay(Duration),
    /// Closes the connection without an answer; nothing was done.
    Cut,
    /// Does what was asked and closes the connection after so many bytes of the answer.
    CutAfter(usize),
    /// Never answers.
    Silence,
    /// Does what was asked and sends the answer, its head included, so many bytes at a time.
    Drip {
        /// How many bytes go at once.
        bytes: usize,
        /// How long the next ones wait.
        every: Duration,
    },
    /// Does what was asked and answers something else.
    Lie(Lie),
}

/// What an answer says instead of the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Every field of this name, at any depth, has this value.
    Field {
        /// The field.
        name: String,
        /// What it says.
        value: serde_json::Value,
    },
    /// Every row of a list comes twice.
    Twice,
    /// Of so many rows, the last one is left out.
    Gaps(usize),
    /// The next page is this page again.
    Loop,
    /// The next page is at this address.
    Elsewhere(String),
    /// The answer is right and has this status.
    Status(u16),
}

#[derive(Clone, Debug)]
struct Rule {
    method: String,
    prefix: String,
    harm: Harm,
    left: Option<u32>,
}

#[derive(Default, Debug)]
struct State {
    rules: Vec<Rule>,
    row_delay: Duration,
}

/// A shared handle on the fault layer; clones speak to the same layer.
#[derive(Clone, Default, Debug)]
pub struct Faults {
    state: Arc<Mutex<State>>,
}

impl Faults {
    /// Does harm to requests of this method (`*` for all) whose path begins so; `times` counts the requests harmed,
    /// none means for ever. The rule that was added last is asked first.
    pub fn inject(&self, method: &str, path_prefix: &str, harm: Harm, times: Option<u32>) {
        let (method, prefix) = (method.to_owned(), path_prefix.to_owned());
        self.with(|state| {
            state.rules.push(Rule {
                method,
                prefix,
                harm,
                left: times,
            })
        });
    }

    /// Fails for ever with the service's own error body.
    pub fn fail(&self, method: &str, path_prefix: &str, status: u16) {
        self.inject(method, path_prefix, Harm::Fail(status), None);
    }

    /// Fails so many times with the service's own error body.
    pub fn fail_times(&self, method: &str, path_prefix: &str, status: u16, times: u32) {
        self.inject(method, path_prefix, Harm::Fail(status), Some(times));
    }

    /// Fails with a page of HTML, as a proxy in front of the cloud does.
    pub fn fail_with_html(&self, method: &str, path_prefix: &str, status: u16) {
        let title = super::http::title(status);
        let body = format!(
            "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} {title}</h1>\
             </center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        );
        let harm = Harm::Answer {
            status,
            content_type: "text/html".to_owned(),
            body,
        };
        self.inject(method, path_prefix, harm, None);
    }

    /// Answers late, for ever.
    pub fn delay(&self, method: &str, path_prefix: &str, delay: Duration) {
        self.inject(method, path_prefix, Harm::Delay(delay), None);
    }

    /// Closes connections without an answer, for ever.
    pub fn cut(&self, method: &str, path_prefix: &str) {
        self.inject(method, path_prefix, Harm::Cut, None);
    }

    /// Sends answers a few bytes at a time, for ever.
    pub fn drip(&self, method: &str, path_prefix: &str, bytes: usize, every: Duration) {
        self.inject(method, path_prefix, Harm::Drip { bytes, every }, None);
    }

    /// Answers something else than the truth, for ever.
    pub fn lie(&self, method: &str, path_prefix: &str, lie: Lie) {
        self.inject(method, path_prefix, Harm::Lie(lie), None);
    }

    /// Makes every row of Magnum's cluster lists cost this long, as on a real cloud.
    pub fn delay_cluster_rows(&self, per_row: Duration) {
        self.with(|state| state.row_delay = per_row);
    }

    /// Takes every fault back.
    pub fn clear(&self) {
        self.with(|state| *state = State::default());
    }

    /// The harm that this request is to suffer; counts it.
    pub(super) fn strike(&self, method: &str, path: &str) -> Option<Harm> {
        self.with(|state| {
            let hits = |rule: &&mut Rule| {
                (rule.method == "*" || rule.method.eq_ignore_ascii_case(method))
                    && path.starts_with(&rule.prefix)
                    && rule.left != Some(0)
            };
            let rule = state.rules.iter_mut().rev().find(hits)?;
            rule.left = rule.left.map(|left| left.saturating_sub(1));
            Some(rule.harm.clone())
        })
    }

    /// How long so many rows take.
    pub(super) fn rows_take(&self, rows: usize) -> Duration {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        self.with(|state| state.row_delay.saturating_mul(rows))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
