//! What the Diagnostics page shows: rows of services and requests, and everything as text. No egui in here.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use crate::domain::diagnostics::{
    ALARMING_SKEW, Diagnostics, RequestRecord, ServiceReport, Transfer, VersionRange,
};
use crate::domain::problem::Problem;
use crate::domain::profile::{CloudProfile, TlsPolicy};
use crate::domain::service::{Service, ServiceHealth, ServiceState};
use crate::domain::session_info::SessionInfo;
use crate::domain::status::Severity;
use crate::text::{Language, Words};
use crate::ui::widgets::data_table::cell::{Cell, Row};

/// The reports with the states of the status line, which are told the moment they change.
pub fn current(reports: &[ServiceReport], dots: &[ServiceHealth]) -> Vec<ServiceReport> {
    let live = |report: &ServiceReport| {
        let dot = dots.iter().find(|dot| dot.service == report.service);
        ServiceReport {
            state: dot.map_or_else(|| report.state.clone(), |dot| dot.state.clone()),
            ..report.clone()
        }
    };
    reports.iter().map(live).collect()
}

/// One row per service, in the order of the status line.
pub fn services(words: &Words, reports: &[ServiceReport]) -> Vec<Row> {
    reports.iter().map(|report| service(words, report)).collect()
}

fn service(words: &Words, report: &ServiceReport) -> Row {
    let name = report.service.name();
    let range = report.versions.as_ref();
    let cells = vec![
        Cell::Text(name.to_owned()),
        Cell::Chip(
            severity(&report.state),
            words.service_state(&report.state).into_owned(),
        ),
        Cell::text(range.and_then(|range| range.api.as_deref())),
        Cell::text(range.and_then(microversions).as_deref()),
        Cell::text(latency(report.latency_secs).as_deref()),
        Cell::Number(u64::from(report.failures_in_row)),
        Cell::mono(report.address.as_deref()),
    ];
    Row::new(name, name, cells)
}

/// `1.1 – 1.11`, or the one there is.
pub fn microversions(range: &VersionRange) -> Option<String> {
    match (&range.oldest, &range.newest) {
        (Some(oldest), Some(newest)) if oldest != newest => Some(format!("{oldest} – {newest}")),
        (Some(one), _) | (_, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// Milliseconds below a second, seconds above.
pub fn latency(secs: Option<f32>) -> Option<String> {
    let secs = secs?;
    Some(if secs < 1.0 {
        format!("{:.0} ms", secs * 1000.0)
    } else {
        format!("{secs:.1} s")
    })
}

/// How much a state needs somebody.
pub fn severity(state: &ServiceState) -> Severity {
    match state {
        ServiceState::Answering { .. } => Severity::Good,
        ServiceState::Failing { .. } => Severity::Bad,
        ServiceState::NotAsked | ServiceState::NotPermitted | ServiceState::NotInstalled => Severity::Neutral,
    }
}

/// The service of a row.
pub fn service_of(key: &str) -> Option<Service> {
    Service::ALL.into_iter().find(|service| service.name() == key)
}

/// One row per request, newest first.
pub fn requests(words: &Words, records: &[RequestRecord]) -> Vec<Row> {
    let count = records.len();
    records
        .iter()
        .enumerate()
        // Counted from the oldest, so that a row keeps its key when newer ones come before it.
        .map(|(index, record)| request(words, count - index, record))
        .collect()
}

fn request(words: &Words, number: usize, record: &RequestRecord) -> Row {
    let failure = record
        .failure
        .clone()
        .map(|kind| words.headline(&Problem::of(record.service, kind)));
    let status = match record.status {
        Some(status) => Cell::Chip(status_severity(status), status.to_string()),
        // Given up by this program, because nobody waits for it any more.
        None if record.failure.is_none() => {
            Cell::Chip(Severity::Neutral, words.diagnostics_unfinished().to_owned())
        }
        None => Cell::Chip(Severity::Bad, words.diagnostics_no_answer().to_owned()),
    };
    let cells = vec![
        Cell::Text(words.time_of_day(record.at)),
        Cell::Text(record.service.name().to_owned()),
        Cell::Text(record.method.clone()),
        status,
        Cell::Number(record.millis),
        Cell::Number(record.bytes),
        Cell::Number(u64::from(record.attempt)),
        Cell::mono(record.request_id.as_deref()),
        Cell::Mono(record.path.clone()),
        Cell::text(failure.as_deref()),
    ];
    let name = format!("{} {}", record.method, record.path);
    let key = format!("{} {} {number}", record.at, record.attempt);
    Row::new(key, name, cells)
}

fn status_severity(status: u16) -> Severity {
    match status {
        0..400 => Severity::Good,
        400..500 => Severity::Warning,
        _ => Severity::Bad,
    }
}

/// What a request that is under way has brought so far, once it takes longer than a moment.
pub fn transfer(words: &Words, transfer: &Transfer, now: Timestamp) -> Option<String> {
    let secs = now.duration_since(transfer.since).as_secs();
    (secs >= 1).then(|| {
        let what = format!(
            "{} {} {}",
            transfer.service.name(),
            transfer.method,
            transfer.path
        );
        words.diagnostics_transfer(what, words.bytes(transfer.bytes), words.span(secs.unsigned_abs()))
    })
}

/// How the clocks stand: the words, and whether they are worth a warning.
pub fn skew(words: &Words, skew: Option<SignedDuration>) -> (Severity, String) {
    let Some(skew) = skew else {
        return (Severity::Neutral, words.diagnostics_skew_unknown().to_owned());
    };
    let span = words.span(skew.unsigned_abs().as_secs());
    let severity = if skew.abs() > ALARMING_SKEW {
        Severity::Warning
    } else {
        Severity::Good
    };
    let text = if skew.unsigned_abs().as_secs() < 2 {
        words.diagnostics_skew_none().to_owned()
    } else if skew.is_negative() {
        words.diagnostics_skew_behind(span)
    } else {
        words.diagnostics_skew_ahead(span)
    };
    (severity, text)
}

/// What a report is about beside the diagnostics themselves.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The cloud.
    pub profile: Option<&'a CloudProfile>,
    /// What Keystone said of the session.
    pub info: Option<&'a SessionInfo>,
    /// The time.
    pub now: Timestamp,
}

/// Everything as plain text with English names, to be sent to whoever can help. Nothing secret is in any of it.
pub fn as_text(diagnostics: &Diagnostics, subject: &Subject<'_>) -> String {
    // Whoever reads a report need not read the language of whoever sends it.
    let words = Words::in_zone(Language::English, jiff::tz::TimeZone::UTC);
    let mut out = String::new();
    let written = head(&mut out, diagnostics, subject, &words)
        .and_then(|()| {
            let mut reports = diagnostics.services.iter();
            reports.try_for_each(|report| service_text(&mut out, report, &words))
        })
        .and_then(|()| requests_text(&mut out, &diagnostics.requests, &words));
    debug_assert!(written.is_ok(), "writing into a text cannot fail");
    out
}

fn head(
    out: &mut String,
    diagnostics: &Diagnostics,
    subject: &Subject<'_>,
    words: &Words,
) -> std::fmt::Result {
    writeln!(
        out,
        "Magnum Desktop {} on {}",
        env!("CARGO_PKG_VERSION"),
        system()
    )?;
    writeln!(out, "time: {}", subject.now)?;
    if let Some(profile) = subject.profile {
        writeln!(out, "cloud: {}", profile.name)?;
        writeln!(out, "auth_url: {}", profile.auth_url)?;
        let method = crate::domain::cloud_settings::auth_type(&profile.identity);
        writeln!(out, "auth_type: {method}")?;
        writeln!(out, "interface: {}", profile.interface.word())?;
        let checked = match &profile.tls {
            TlsPolicy::System => "checked against the system's authorities",
            TlsPolicy::Authority(_) => "checked against a CA file",
            TlsPolicy::Unchecked => "NOT checked",
        };
        writeln!(out, "certificate: {checked}")?;
    }
    if let Some(info) = subject.info {
        writeln!(out, "project: {} ({})", info.project, info.project_id.as_str())?;
        writeln!(out, "region: {} of {}", info.region, info.regions.join(", "))?;
        writeln!(out, "roles: {}", info.roles.join(", "))?;
    }
    match diagnostics.token_expires_at {
        Some(at) => writeln!(out, "token expires: {at}, renewed {} times", diagnostics.renewals)?,
        None => writeln!(out, "token expires: unknown")?,
    }
    writeln!(out, "clock: {}", skew(words, diagnostics.skew).1)
}

fn system() -> &'static str {
    if cfg!(windows) {
        "Windows"
    } else if cfg!(target_os = "macos") {
        "macOS"
    } else if cfg!(target_os = "linux") {
        "Linux"
    } else {
        "another system"
    }
}

fn service_text(out: &mut String, report: &ServiceReport, words: &Words) -> std::fmt::Result {
    writeln!(
        out,
        "\n{}: {}",
        report.service.name(),
        words.service_state(&report.state)
    )?;
    if let Some(address) = &report.address {
        writeln!(out, "  address: {address}")?;
    }
    if let Some(range) = &report.versions {
        let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        writeln!(
            out,
            "  versions: api {}, microversions {} to {}, in use {}",
            part(&range.api),
            part(&range.oldest),
            part(&range.newest),
            part(&range.in_use)
        )?;
    }
    if let Some(latency) = latency(report.latency_secs) {
        writeln!(out, "  latency: {latency}")?;
    }
    if report.failures_in_row > 0 {
        writeln!(out, "  failures in a row: {}", report.failures_in_row)?;
    }
    if let Some(until) = report.resting_until {
        writeln!(out, "  resting until: {until}")?;
    }
    if let Some((at, problem)) = &report.last_error {
        writeln!(out, "  last error at {at}:")?;
        for line in words.in_full(problem).lines() {
            writeln!(out, "    {line}")?;
        }
    }
    for note in &report.notes {
        writeln!(out, "  note: {}", words.service_note(note))?;
    }
    Ok(())
}

fn requests_text(out: &mut String, requests: &[RequestRecord], words: &Words) -> std::fmt::Result {
    writeln!(out, "\nrequests, newest first (no bodies, no queries):")?;
    for record in requests {
        let status = record
            .status
            .map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        write!(
            out,
            "{} {} {} {} -> {status} in {} ms, {} bytes",
            record.at,
            record.service.name(),
            record.method,
            record.path,
            record.millis,
            record.bytes
        )?;
        if record.attempt > 1 {
            write!(out, ", attempt {}", record.attempt)?;
        }
        if let Some(id) = &record.request_id {
            write!(out, ", {id}")?;
        }
        match &record.failure {
            Some(kind) => {
                let problem = Problem::of(record.service, kind.clone());
                writeln!(out, ": {}", words.headline(&problem))?;
            }
            None => writeln!(out)?,
        }
    }
    Ok(())
}
