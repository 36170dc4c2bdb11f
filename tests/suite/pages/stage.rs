//! A stage for one page: a hand-fed store, words, an outbox, and egui without a window.

use std::cell::RefCell;
use std::rc::Rc;

use egui_kittest::Harness;
use jiff::tz::TimeZone;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress};
use magnum_desktop::message::Update;
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::outbox::{Action, Outbox};
use magnum_desktop::ui::theme::{self, Theme};

use super::hand;

/// The page with everything round it.
pub(crate) struct Stage<P> {
    pub(crate) panel: P,
    pub(crate) store: Store,
    pub(crate) words: Rc<Words>,
    outbox: Rc<RefCell<Outbox>>,
    ready: bool,
}

/// The words of a language with times in UTC.
pub(crate) fn words(language: Language) -> Rc<Words> {
    Rc::new(Words::in_zone(language, TimeZone::UTC))
}

/// Puts a page on the stage and draws it until it stands still.
pub(crate) fn harness<P>(
    language: Language,
    store: Store,
    panel: P,
    mut draw: impl FnMut(&mut P, &mut egui::Ui, &Ctx<'_>) + 'static,
) -> Harness<'static, Stage<P>> {
    let stage = Stage {
        panel,
        store,
        words: words(language),
        outbox: Rc::default(),
        ready: false,
    };
    let mut harness = Harness::builder().with_size([1400.0, 900.0]).build_ui_state(
        move |ui, stage: &mut Stage<P>| {
            if !std::mem::replace(&mut stage.ready, true) {
                theme::install(ui.ctx());
                theme::apply(ui.ctx(), Theme::Light);
                ui.ctx().request_repaint();
                return;
            }
            let scope = hand::scope();
            let outbox = stage.outbox.borrow();
            let ctx = Ctx {
                store: &stage.store,
                scope: &scope,
                data: stage.store.scope(&scope).unwrap(),
                words: &stage.words,
                now: hand::now(),
                outbox: &outbox,
            };
            draw(&mut stage.panel, ui, &ctx);
        },
        stage,
    );
    harness.run();
    harness
}

/// What the page wished for since the last time; requests are noted in the store, as the app does.
pub(crate) fn wishes<P>(harness: &mut Harness<'_, Stage<P>>) -> Vec<Action> {
    let stage = harness.state_mut();
    let wishes = stage.outbox.borrow().drain();
    for wish in &wishes {
        if let Action::Run(id, operation) = wish {
            stage
                .store
                .operations
                .begin(*id, hand::scope(), operation.clone(), hand::now());
        }
    }
    wishes
}

/// The same without what only keeps a draft, which comes whenever somebody has paused.
pub(crate) fn deeds<P>(harness: &mut Harness<'_, Stage<P>>) -> Vec<Action> {
    let mut wishes = wishes(harness);
    wishes.retain(|wish| !matches!(wish, Action::KeepDraft(..) | Action::ForgetDraft(_)));
    wishes
}

/// Sends a request as a page does.
pub(crate) fn run<P>(harness: &mut Harness<'_, Stage<P>>, operation: Operation) -> OperationId {
    let id = harness.state().outbox.borrow().run(operation);
    drop(wishes(harness));
    id
}

/// How far a request is now.
pub(crate) fn progress<P>(harness: &mut Harness<'_, Stage<P>>, id: OperationId, progress: Progress) {
    harness.state_mut().store.apply(Update::Operation {
        scope: hand::scope(),
        id,
        at: hand::now(),
        progress,
    });
    harness.run();
}
