//! The activity page and the settings.

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::text::Language;
use magnum_desktop::ui::activity::ActivityPanel;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::settings::{SettingsInput, SettingsPanel};
use magnum_desktop::ui::theme::Theme;

use super::{hand, stage};

#[test]
fn every_request_is_listed_with_what_the_server_said() {
    for language in Language::ALL {
        let words = stage::words(language);
        let mut store = hand::store(vec![]);
        let operation = Operation::delete(hand::cluster("web").id, "web");
        let mut problem = Problem::of(Service::ContainerInfra, ProblemKind::Forbidden);
        problem.server_words = Some("Policy forbids it".to_owned());
        problem.request_id = Some("req-1".to_owned());
        store
            .operations
            .begin(OperationId(0), hand::scope(), operation, hand::before(60));
        store
            .operations
            .advance(OperationId(0), Progress::Refused { problem }, hand::now());
        let page = stage::harness(language, store, ActivityPanel::default(), |panel, ui, ctx| {
            panel.ui(ui, ctx);
        });
        for text in [
            words.operation_delete(),
            words.progress_refused(),
            "Policy forbids it",
            "req-1",
        ] {
            assert!(page.query_all_by_label(text).next().is_some(), "{text}");
        }
    }
}

#[test]
fn nothing_asked_yet_is_said() {
    let words = stage::words(Language::English);
    let page = stage::harness(
        Language::English,
        hand::store(vec![]),
        ActivityPanel::default(),
        |panel, ui, ctx| panel.ui(ui, ctx),
    );
    page.get_by_label(words.journal_none());
}

#[test]
fn language_and_theme_are_chosen_at_once() {
    let words = stage::words(Language::English);
    let mut page = stage::harness(
        Language::English,
        hand::store(vec![]),
        SettingsPanel::default(),
        |panel, ui, ctx| {
            let input = SettingsInput {
                theme: Theme::System,
                folder: None,
                kept: &[],
                cloudless: false,
            };
            panel.ui(ui, ctx, input);
        },
    );
    for label in [
        Language::SimplifiedChinese.native_name(),
        words.settings_theme_dark(),
    ] {
        page.get_by_label(label).click();
        page.run();
    }
    let wishes = stage::wishes(&mut page);
    assert!(
        matches!(
            wishes.as_slice(),
            [
                Action::SetLanguage(Language::SimplifiedChinese),
                Action::SetTheme(Theme::Dark)
            ]
        ),
        "{wishes:?}"
    );
}
