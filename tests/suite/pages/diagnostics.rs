//! The Diagnostics page from hand-fed values, and the text that is copied from it.

use std::path::Path;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;
use magnum_desktop::domain::diagnostics::{
    Diagnostics, RequestRecord, ServiceNote, ServiceReport, Transfer, VersionRange,
};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::message::{Snapshot, Topic};
use magnum_desktop::text::Language;
use magnum_desktop::ui::diagnostics::model::{self, Subject};
use magnum_desktop::ui::diagnostics::{DiagnosticsInput, DiagnosticsPanel};
use magnum_desktop::ui::outbox::Action;

use super::hand;
use super::stage::{self, Stage};
use super::welcome::profile;

/// Magnum answers, Heat rests after a failure, Nova is not permitted.
pub(crate) fn diagnostics() -> Diagnostics {
    let report = |service, state| ServiceReport {
        service,
        state,
        address: Some(format!("https://{}.example.org", service.name().to_lowercase())),
        versions: None,
        latency_secs: None,
        failures_in_row: 0,
        resting_until: None,
        last_error: None,
        notes: vec![],
    };
    let problem = Problem {
        status: Some(503),
        server_words: Some("Service Unavailable".to_owned()),
        request_id: Some("req-heat".to_owned()),
        ..Problem::of(Service::Orchestration, ProblemKind::Unavailable)
    };
    let request = |service, status, secs, path: &str| RequestRecord {
        at: hand::before(secs),
        service,
        method: "GET".to_owned(),
        path: path.to_owned(),
        attempt: 1,
        status,
        millis: 120,
        bytes: 4_096,
        request_id: status.map(|status| format!("req-{status}-{secs}")),
        failure: status.is_none().then(|| ProblemKind::ConnectionLost {
            host: "heat.example.org".to_owned(),
        }),
    };
    Diagnostics {
        services: vec![
            ServiceReport {
                versions: Some(VersionRange {
                    api: Some("v1".to_owned()),
                    oldest: Some("1.1".to_owned()),
                    newest: Some("1.14".to_owned()),
                    in_use: Some("1.12".to_owned()),
                }),
                latency_secs: Some(0.21),
                notes: vec![ServiceNote::Encrypted],
                ..report(
                    Service::ContainerInfra,
                    ServiceState::Answering { latency_secs: 0.21 },
                )
            },
            ServiceReport {
                failures_in_row: 5,
                resting_until: Some(hand::now() + SignedDuration::from_secs(15)),
                last_error: Some((hand::before(10), problem.clone())),
                ..report(
                    Service::Orchestration,
                    ServiceState::Failing {
                        since: hand::before(60),
                        problem,
                    },
                )
            },
            report(Service::Compute, ServiceState::NotPermitted),
        ],
        skew: Some(SignedDuration::from_secs(7_200)),
        token_expires_at: Some(hand::now() + SignedDuration::from_secs(9_000)),
        renewals: 2,
        requests: vec![
            request(Service::ContainerInfra, Some(200), 3, "/v1/clusters"),
            request(Service::Orchestration, None, 10, "/v1/p/stacks"),
            request(Service::Orchestration, Some(503), 12, "/v1/p/stacks"),
        ],
        in_flight: vec![Transfer {
            since: hand::before(4),
            service: Service::ContainerInfra,
            method: "GET".to_owned(),
            path: "/v1/clusters/detail".to_owned(),
            bytes: 20_480,
        }],
    }
}

#[derive(Default)]
struct Page {
    panel: DiagnosticsPanel,
    opened: Option<Service>,
}

fn page(language: Language, opened: Option<Service>) -> Harness<'static, Stage<Page>> {
    let store = hand::store(vec![Snapshot::Diagnostics(Arc::new(diagnostics()))]);
    let page = Page {
        opened,
        ..Page::default()
    };
    stage::harness(language, store, page, |page, ui, ctx| {
        let profile = profile("prod");
        let input = DiagnosticsInput {
            opened: page.opened,
            profile: Some(&profile),
            folder: Some(Path::new("/home/ada/.config/magnum-desktop")),
        };
        page.panel.ui(ui, ctx, input);
    })
}

fn press(page: &mut Harness<'static, Stage<Page>>, label: &str) -> Vec<Action> {
    page.get_by_role_and_label(egui::accesskit::Role::Button, label)
        .click();
    page.run();
    stage::wishes(page)
}

#[test]
fn f33_a_wrong_clock_is_told_with_its_skew() {
    for language in Language::ALL {
        let words = stage::words(language);
        let page = page(language, None);
        page.get_by_label_contains(&words.diagnostics_skew_ahead(words.span(7_200)));
        // Two hours ahead, the token has half an hour left by the cloud's clock.
        page.get_by_label(&words.diagnostics_token_left(words.span(1_800), "2"));
    }
}

#[test]
fn f12_what_comes_in_slowly_shows_its_bytes() {
    for language in Language::ALL {
        let words = stage::words(language);
        let page = page(language, None);
        page.get_by_label(&words.diagnostics_transfer(
            "Magnum GET /v1/clusters/detail",
            words.bytes(20_480),
            words.span(4),
        ));
    }
}

#[test]
fn f45_what_is_not_permitted_is_a_state_and_no_failure() {
    for language in Language::ALL {
        let words = stage::words(language);
        let page = page(language, None);
        page.get_by_label("Nova");
        page.get_by_label(words.service_not_permitted());
        assert_eq!(
            model::severity(&ServiceState::NotPermitted),
            magnum_desktop::domain::status::Severity::Neutral
        );
    }
}

#[test]
fn a_dot_opens_its_service_and_a_resting_one_can_be_asked_at_once() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, Some(Service::Orchestration));
        page.get_by_label(
            &words.diagnostics_resting(
                words
                    .ahead(hand::now() + SignedDuration::from_secs(15), hand::now())
                    .text,
            ),
        );
        let wishes = press(&mut page, words.diagnostics_try_now());
        assert!(matches!(
            wishes.as_slice(),
            [Action::Refresh(Some(Topic::Diagnostics))]
        ));
        press(&mut page, words.diagnostics_its_requests());
        assert_eq!(page.get_all_by_label("/v1/p/stacks").count(), 2);
        assert!(
            page.query_by_label("/v1/clusters").is_none(),
            "others are filtered out"
        );
    }
}

#[test]
fn the_text_tells_everything_and_no_secret() {
    let profile = profile("prod");
    let subject = Subject {
        profile: Some(&profile),
        info: None,
        now: hand::now(),
    };
    let text = model::as_text(&diagnostics(), &subject);
    for part in [
        "auth_type: v3password",
        "certificate: checked against the system's authorities",
        "microversions 1.1 to 1.14, in use 1.12",
        "resting until: 2026-03-01T12:00:15Z",
        "req-heat",
        "Magnum GET /v1/clusters -> 200 in 120 ms, 4096 bytes, req-200-3",
        "-> no answer in 120 ms",
        "ahead",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(!text.contains("ada"), "who signs in is nobody's business");
}

#[test]
fn it_is_copied_and_saved_where_somebody_says() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut page = page(language, None);
        let wishes = press(&mut page, words.diagnostics_copy());
        assert!(matches!(wishes.as_slice(), [Action::Copy(text)] if text.contains("requests, newest first")));
        press(&mut page, words.diagnostics_save());
        let file = page.get_by_role_and_label(egui::accesskit::Role::TextInput, words.diagnostics_file());
        assert_eq!(
            file.accesskit_node().value().as_deref(),
            Some("/home/ada/.config/magnum-desktop/magnum-desktop-diagnostics.txt")
        );
        let wishes = press(&mut page, words.diagnostics_save_now());
        assert!(matches!(wishes.as_slice(), [Action::SaveText { text, .. }] if text.contains("Magnum")));
    }
}
