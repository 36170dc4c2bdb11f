//! Every kind of trouble in both languages: each speaks, says what can be done, and shows nothing that only a programmer
//! reads.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use magnum_desktop::domain::certificate::Fingerprint;
use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::problem::{Problem, ProblemKind as Kind, Spot};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::trouble::{CommandTrouble, KeyringTrouble, SignInTrouble};
use magnum_desktop::text::{Language, Words};

fn at() -> Timestamp {
    "2026-03-01T13:00:00Z".parse().unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// One of each kind. [`counted`] does not compile while a kind has not been thought of.
pub(crate) fn every() -> Vec<Problem> {
    let mut all = network();
    all.extend(service());
    all.extend(configuration());
    all.extend(sign_in().into_iter().map(Kind::SignIn));
    all.extend(files().into_iter().map(Kind::File));
    all.extend(
        keyring()
            .into_iter()
            .map(|trouble| Kind::KeyringUnavailable { trouble }),
    );
    all.into_iter()
        .inspect(counted)
        .map(|kind| Problem {
            service: Some(Service::ContainerInfra),
            status: Some(503),
            server_words: Some(text("Something odd happened")),
            request_id: Some(text("req-4f1c")),
            ..Problem::new(kind)
        })
        .collect()
}

fn network() -> Vec<Kind> {
    let host = || text("keystone.example.org:5000");
    vec![
        Kind::HostNotFound { host: host() },
        Kind::ConnectionRefused { host: host() },
        Kind::ConnectionLost { host: host() },
        Kind::NoRoute { host: host() },
        Kind::NoAnswer {
            host: host(),
            limit_secs: 20,
        },
        Kind::CertificateExpired {
            host: host(),
            subject: text("CN=keystone"),
            ended: Some(at()),
        },
        Kind::CertificateNotYetValid {
            host: host(),
            subject: text("CN=keystone"),
            begins: None,
        },
        Kind::CertificateUnknownIssuer {
            host: host(),
            issuer: text("CN=Our CA"),
            fingerprint: text("AB:CD"),
        },
        Kind::CertificateWrongHost {
            host: host(),
            offered: vec![text("internal.example.org")],
        },
        Kind::TlsOutdated { host: host() },
        Kind::ClientCertificateRefused { host: host() },
        Kind::NoAuthorities { host: host() },
        Kind::PlainHttp {
            address: text("http://magnum.example.org"),
        },
        Kind::TlsFailed {
            host: host(),
            detail: text("received fatal alert"),
        },
        Kind::ProxyLogin,
        Kind::Redirected {
            to: text("https://elsewhere.example.org"),
        },
        Kind::NotAnApi { host: host() },
    ]
}

fn service() -> Vec<Kind> {
    vec![
        Kind::InvalidAnswer {
            detail: text("no `clusters`"),
        },
        Kind::TooLarge { limit: 1 << 25 },
        Kind::BadRequest,
        Kind::SignInRefused,
        Kind::SessionEnded,
        Kind::SecondFactorNeeded {
            missing: vec![text("totp")],
        },
        Kind::Forbidden,
        Kind::QuotaExceeded,
        Kind::NotFound,
        Kind::VersionRefused,
        Kind::Conflict,
        Kind::RateLimited {
            retry_after_secs: Some(120),
        },
        Kind::RateLimited {
            retry_after_secs: None,
        },
        Kind::ServerFault,
        Kind::Unavailable,
        Kind::UnexpectedStatus,
        Kind::ServiceMissing {
            elsewhere: vec![text("RegionTwo")],
        },
        Kind::ServiceMissing { elsewhere: vec![] },
        Kind::RegionMissing {
            region: text("RegionThree"),
            known: vec![text("RegionOne")],
        },
        Kind::ProjectMissing,
        Kind::OutcomeUnknown,
        Kind::Resting { until: at() },
        Kind::Struggling {
            cause: Box::new(Kind::Unavailable),
        },
        Kind::NoSuchObject { name: text("web") },
    ]
}

fn configuration() -> Vec<Kind> {
    vec![
        Kind::CloudsFileMissing {
            searched: vec![text("/etc/openstack/clouds.yaml")],
        },
        Kind::CloudsFileBroken {
            file: text("clouds.yaml"),
            line: Some(3),
            detail: text("mapping values are not allowed"),
        },
        Kind::TemplateFileBroken {
            file: text("t.yaml"),
            line: Some(2),
            detail: text("`imag_id` is no field of a template"),
        },
        Kind::FileUnreadable {
            file: text("clouds.yaml"),
            detail: text("permission denied"),
        },
        Kind::CloudUnknown {
            name: text("lab"),
            known: vec![text("prod")],
        },
        Kind::CloudEntryBroken {
            cloud: text("lab"),
            setting: "auth.auth_url",
            detail: text("missing"),
        },
        Kind::CloudEntryUnreadable {
            cloud: text("lab"),
            spot: Box::new(Spot {
                file: "clouds.yaml".into(),
                line: Some(3),
                column: Some(5),
            }),
            detail: text("unclosed quote"),
        },
        Kind::CloudNameClash {
            cloud: text("envvars"),
            file: text("clouds.yaml"),
        },
        Kind::AuthTypeUnsupported {
            auth_type: text("kerberos"),
        },
        Kind::PasswordMissing,
        Kind::NoTerminal,
        Kind::Command(CommandTrouble::NoDrawing),
        Kind::Command(CommandTrouble::ClusterUnnamed),
        Kind::Command(CommandTrouble::TemplateUnnamed),
        Kind::Command(CommandTrouble::NoStack),
        Kind::Command(CommandTrouble::NotSwarm),
        Kind::Cancelled,
        Kind::Crashed {
            report: text("1a2b3c4d"),
        },
        Kind::Internal {
            detail: text("a task ended early"),
        },
    ]
}

fn sign_in() -> Vec<SignInTrouble> {
    let all = vec![
        SignInTrouble::AccountLocked,
        SignInTrouble::PasscodeRefused { skew_secs: Some(95) },
        SignInTrouble::PasscodeRefused { skew_secs: None },
        SignInTrouble::ReceiptExpired,
        SignInTrouble::CredentialGone,
        SignInTrouble::CredentialRefused,
        SignInTrouble::MethodUnsupported {
            method: text("totp"),
            offered: vec![text("password")],
        },
        SignInTrouble::ProviderUnknown {
            provider: text("campus"),
            protocol: text("openid"),
        },
        SignInTrouble::ProviderRefused {
            host: text("id.example.org"),
        },
        SignInTrouble::BrowserTimedOut { minutes: 5 },
        SignInTrouble::BrowserPortTaken {
            port: 9990,
            program: Some(text("firefox")),
        },
        SignInTrouble::BrowserPortTaken {
            port: 9990,
            program: None,
        },
        SignInTrouble::TokenEnded,
        SignInTrouble::CannotRenew {
            cause: Box::new(Kind::Unavailable),
            until: Some(at()),
        },
        SignInTrouble::CannotRenew {
            cause: Box::new(Kind::Unavailable),
            until: None,
        },
        SignInTrouble::ScopeFixed,
        SignInTrouble::TrustRefused,
    ];
    for trouble in &all {
        match trouble {
            SignInTrouble::AccountLocked
            | SignInTrouble::PasscodeRefused { .. }
            | SignInTrouble::ReceiptExpired
            | SignInTrouble::CredentialGone
            | SignInTrouble::CredentialRefused
            | SignInTrouble::MethodUnsupported { .. }
            | SignInTrouble::ProviderUnknown { .. }
            | SignInTrouble::ProviderRefused { .. }
            | SignInTrouble::BrowserTimedOut { .. }
            | SignInTrouble::BrowserPortTaken { .. }
            | SignInTrouble::TokenEnded
            | SignInTrouble::CannotRenew { .. }
            | SignInTrouble::ScopeFixed
            | SignInTrouble::TrustRefused => {}
        }
    }
    all
}

fn files() -> Vec<FileTrouble> {
    let file = || text("/home/me/.kube/config");
    let all = vec![
        FileTrouble::DiskFull { file: file() },
        FileTrouble::ReadOnly { file: file() },
        FileTrouble::Mounted { file: file() },
        FileTrouble::OtherOwner { file: file() },
        FileTrouble::NotPlain { file: file() },
        FileTrouble::Busy {
            lock: text("config.lock"),
            holder: None,
        },
        FileTrouble::Busy {
            lock: text("config.lock"),
            holder: Some(text("desk · 12")),
        },
        FileTrouble::KeepsChanging { file: file() },
        FileTrouble::AlreadyThere { file: file() },
        FileTrouble::TooLarge {
            file: file(),
            limit: 1024,
        },
        FileTrouble::Failed {
            file: file(),
            detail: text("broken pipe"),
        },
        FileTrouble::NoDialog,
        FileTrouble::NoHome,
        FileTrouble::SettingsHomeless,
        FileTrouble::SettingsUnreadable { file: file() },
        FileTrouble::SettingsSetAside {
            file: file(),
            is_newer: false,
        },
        FileTrouble::SettingsSetAside {
            file: file(),
            is_newer: true,
        },
        FileTrouble::KubeconfigBroken {
            file: file(),
            line: Some(3),
            detail: text("no mapping"),
        },
        FileTrouble::KubeconfigBroken {
            file: file(),
            line: None,
            detail: text("no mapping"),
        },
        FileTrouble::KubeconfigLayout { file: file() },
        FileTrouble::ContextTaken {
            file: file(),
            context: text("web@shop.prod"),
        },
        FileTrouble::EntryChanged {
            file: file(),
            entry: text("magnum-prod"),
        },
        FileTrouble::NotACertificate { what: text("ca.pem") },
        FileTrouble::CertificatesTooMany { what: text("ca.pem") },
        FileTrouble::ClusterIdentityChanged {
            cluster: text("web"),
            remembered: Fingerprint::new([1; 32]),
            found: Fingerprint::new([2; 32]),
        },
    ];
    all.iter().for_each(known);
    all
}

/// As with the kinds.
fn known(trouble: &FileTrouble) {
    match trouble {
        FileTrouble::DiskFull { .. }
        | FileTrouble::ReadOnly { .. }
        | FileTrouble::Mounted { .. }
        | FileTrouble::OtherOwner { .. }
        | FileTrouble::NotPlain { .. }
        | FileTrouble::Busy { .. }
        | FileTrouble::KeepsChanging { .. }
        | FileTrouble::AlreadyThere { .. }
        | FileTrouble::TooLarge { .. }
        | FileTrouble::Failed { .. }
        | FileTrouble::NoDialog
        | FileTrouble::NoHome
        | FileTrouble::SettingsHomeless
        | FileTrouble::SettingsUnreadable { .. }
        | FileTrouble::SettingsSetAside { .. }
        | FileTrouble::KubeconfigBroken { .. }
        | FileTrouble::KubeconfigLayout { .. }
        | FileTrouble::ContextTaken { .. }
        | FileTrouble::EntryChanged { .. }
        | FileTrouble::NotACertificate { .. }
        | FileTrouble::CertificatesTooMany { .. }
        | FileTrouble::ClusterIdentityChanged { .. } => {}
    }
}

fn keyring() -> Vec<KeyringTrouble> {
    let all = vec![
        KeyringTrouble::Locked,
        KeyringTrouble::Absent,
        KeyringTrouble::NoCollection,
        KeyringTrouble::Denied,
        KeyringTrouble::TooLong { limit: 2_560 },
        KeyringTrouble::NoAnswer { secs: 5 },
        KeyringTrouble::Other {
            detail: text("a bus error"),
        },
    ];
    for trouble in &all {
        match trouble {
            KeyringTrouble::Locked
            | KeyringTrouble::Absent
            | KeyringTrouble::NoCollection
            | KeyringTrouble::Denied
            | KeyringTrouble::TooLong { .. }
            | KeyringTrouble::NoAnswer { .. }
            | KeyringTrouble::Other { .. } => {}
        }
    }
    all
}

/// A new kind has to be listed above, or gate 5 would not look at it.
fn counted(kind: &Kind) {
    match kind {
        Kind::HostNotFound { .. }
        | Kind::ConnectionRefused { .. }
        | Kind::ConnectionLost { .. }
        | Kind::NoAnswer { .. }
        | Kind::CertificateExpired { .. }
        | Kind::CertificateNotYetValid { .. }
        | Kind::CertificateUnknownIssuer { .. }
        | Kind::CertificateWrongHost { .. }
        | Kind::TlsOutdated { .. }
        | Kind::ClientCertificateRefused { .. }
        | Kind::NoAuthorities { .. }
        | Kind::PlainHttp { .. }
        | Kind::TlsFailed { .. }
        | Kind::ProxyLogin
        | Kind::Redirected { .. }
        | Kind::NotAnApi { .. }
        | Kind::InvalidAnswer { .. }
        | Kind::TooLarge { .. }
        | Kind::BadRequest
        | Kind::SignInRefused
        | Kind::SessionEnded
        | Kind::SecondFactorNeeded { .. }
        | Kind::Forbidden
        | Kind::QuotaExceeded
        | Kind::NotFound
        | Kind::VersionRefused
        | Kind::Conflict
        | Kind::RateLimited { .. }
        | Kind::ServerFault
        | Kind::Unavailable
        | Kind::UnexpectedStatus
        | Kind::ServiceMissing { .. }
        | Kind::SignIn(_)
        | Kind::RegionMissing { .. }
        | Kind::ProjectMissing
        | Kind::CloudsFileMissing { .. }
        | Kind::CloudsFileBroken { .. }
        | Kind::TemplateFileBroken { .. }
        | Kind::FileUnreadable { .. }
        | Kind::CloudUnknown { .. }
        | Kind::CloudEntryBroken { .. }
        | Kind::CloudEntryUnreadable { .. }
        | Kind::CloudNameClash { .. }
        | Kind::AuthTypeUnsupported { .. }
        | Kind::PasswordMissing
        | Kind::NoTerminal
        | Kind::KeyringUnavailable { .. }
        | Kind::File(_)
        | Kind::OutcomeUnknown
        | Kind::Resting { .. }
        | Kind::Struggling { .. }
        | Kind::NoSuchObject { .. }
        | Kind::NoRoute { .. }
        | Kind::Command(_)
        | Kind::Cancelled
        | Kind::Crashed { .. }
        | Kind::Internal { .. } => {}
    }
}

fn words(language: Language) -> Words {
    Words::in_zone(language, TimeZone::UTC)
}

#[test]
fn gate_5_every_error_speaks() {
    for language in Language::ALL {
        let words = words(language);
        for problem in every() {
            let (headline, advice) = (words.headline(&problem), words.advice(&problem));
            let kind = &problem.kind;
            assert!(headline.chars().count() >= 4, "{language:?} {kind:?}: {headline}");
            assert!(
                advice.chars().count() >= 4,
                "{language:?} {kind:?} gives no advice"
            );
            assert_ne!(headline, advice, "{kind:?}");
            for text in [&headline, &advice] {
                for odd in ["os error", "Error:", "Some(", "None", "{", "}", "problem-", "::"] {
                    assert!(!text.contains(odd), "{language:?} {kind:?}: “{odd}” in {text}");
                }
                assert!(
                    !text.ends_with(['.', '。']) || text.contains(['.', '。']),
                    "{text}"
                );
                assert!(
                    !text.trim().chars().all(|c| c.is_ascii_digit()),
                    "{kind:?}: a bare code is no sentence"
                );
            }
            let full = words.in_full(&problem);
            for part in [
                headline.as_str(),
                advice.as_str(),
                "Something odd happened",
                "req-4f1c",
            ] {
                assert!(full.contains(part), "{kind:?}: {part} is missing in {full}");
            }
        }
    }
}

#[test]
fn every_error_speaks_the_chosen_language() {
    let chinese = words(Language::SimplifiedChinese);
    for problem in every() {
        for text in [chinese.headline(&problem), chinese.advice(&problem)] {
            assert!(
                text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{:?}: {text}",
                problem.kind
            );
        }
    }
}

/// What the row of the fault table wants to read in the headline or the advice.
fn says(kind: &Kind, wanted: &[&str]) {
    let words = words(Language::English);
    let problem = Problem::of(Service::Identity, kind.clone());
    let text = format!("{}\n{}", words.headline(&problem), words.advice(&problem));
    for part in wanted {
        assert!(text.contains(part), "{kind:?}: {part} is not in\n{text}");
    }
}

fn one(pick: impl Fn(&Kind) -> bool) -> Kind {
    every()
        .into_iter()
        .map(|problem| problem.kind)
        .find(pick)
        .unwrap()
}

#[test]
fn f10_a_proxy_or_a_captive_portal_is_called_what_it_is() {
    says(&Kind::ProxyLogin, &["proxy", "login"]);
    let page = one(|kind| matches!(kind, Kind::NotAnApi { .. }));
    says(&page, &["keystone.example.org:5000", "login page"]);
}

#[test]
fn f13_an_expired_certificate_names_whom_and_when() {
    let expired = one(|kind| matches!(kind, Kind::CertificateExpired { .. }));
    says(&expired, &["CN=keystone", "2026-03-01 13:00:00", "clock"]);
}

#[test]
fn f14_an_unknown_authority_shows_its_fingerprint_and_the_way_out() {
    let unknown = one(|kind| matches!(kind, Kind::CertificateUnknownIssuer { .. }));
    says(&unknown, &["CN=Our CA", "AB:CD", "CA file"]);
}

#[test]
fn f15_a_wrong_host_name_shows_both_names() {
    let wrong = one(|kind| matches!(kind, Kind::CertificateWrongHost { .. }));
    says(&wrong, &["keystone.example.org:5000", "internal.example.org"]);
}

#[test]
fn f17_a_machine_without_authorities_is_told_what_to_install() {
    let none = one(|kind| matches!(kind, Kind::NoAuthorities { .. }));
    says(&none, &["ca-certificates"]);
}

#[test]
fn f21_f22_a_refused_sign_in_warns_of_locks() {
    says(&Kind::SignInRefused, &["lock"]);
    says(&Kind::SignIn(SignInTrouble::AccountLocked), &["lock"]);
}

#[test]
fn f24_a_passcode_that_came_late_mentions_the_clock() {
    let late = SignInTrouble::PasscodeRefused { skew_secs: Some(95) };
    says(&Kind::SignIn(late), &["clock"]);
}

#[test]
fn f31_a_taken_port_names_who_has_it_and_offers_a_token() {
    let taken = SignInTrouble::BrowserPortTaken {
        port: 9990,
        program: Some(text("firefox")),
    };
    says(&Kind::SignIn(taken), &["9990", "firefox", "oken"]);
}
