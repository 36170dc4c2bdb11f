//! What is chosen from long lists, and where a new private key goes.

use std::path::Path;
use std::sync::Arc;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::catalog::{Catalog, Flavor};
use magnum_desktop::domain::draft::{ClusterDraft, DraftField};
use magnum_desktop::domain::id::FlavorId;
use magnum_desktop::domain::operation::{KeypairChange, Operation};
use magnum_desktop::message::Snapshot;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::wizard::model::Step;
use magnum_desktop::ui::wizard::{WizardInput, WizardPanel};

use super::hand;
use super::stage::{self, Stage};

type Page = Harness<'static, Stage<WizardPanel>>;

fn page(catalog: Snapshot, step: Step) -> Page {
    let store = hand::store(vec![
        hand::clusters(&[&hand::cluster("web")]),
        hand::templates(),
        catalog,
    ]);
    let panel = WizardPanel::at(Some(hand::template("k8s").id), Some(step));
    stage::harness(Language::English, store, panel, |panel, ui, ctx| {
        let input = WizardInput {
            kept: None::<&ClusterDraft>,
            folder: Some(Path::new("/home/ada")),
            key_file: &|name| Some(Path::new("/home/ada/.ssh").join(format!("{name}.pem"))),
            picture: &mut |_, _| (),
        };
        panel.ui(ui, ctx, input);
    })
}

/// Goes on with Tab until the widget of this name has the focus.
fn tab_to(page: &mut Page, name: &str) {
    for _ in 0..120 {
        let focused = page
            .query_all_by_label(name)
            .any(|node| node.accesskit_node().is_focused());
        if focused {
            return;
        }
        page.key_press(Key::Tab);
        page.run();
    }
    panic!("Tab does not lead to {name}");
}

fn key(page: &mut Page, key: Key) {
    page.key_press(key);
    page.run();
}

fn write(page: &mut Page, text: &str) {
    page.event(egui::Event::Text(text.to_owned()));
    page.run();
}

fn many_flavors(count: u32, name: impl Fn(u32) -> String) -> Snapshot {
    let flavor = |number: u32| Flavor {
        id: FlavorId::new(format!("id-{number}")),
        name: name(number),
        vcpus: 2,
        ram_mib: 4_096,
        disk_gib: 40,
    };
    Snapshot::Catalog(Arc::new(Catalog {
        flavors: (0..count).map(flavor).collect(),
        ..Catalog::default()
    }))
}

#[test]
fn a_long_list_is_searched_by_keyboard_and_keeps_up_with_what_comes() {
    let first = many_flavors(2_000, |number| format!("C{number:04}.Large"));
    let mut page = page(first, Step::Size);
    let words = stage::words(Language::English);
    tab_to(&mut page, words.draft_field(DraftField::Flavor));
    key(&mut page, Key::Enter);
    write(&mut page, "c07");
    assert!(page.query_by_label_contains("C0700.Large").is_some());
    write(&mut page, "31");
    assert!(page.query_by_label_contains("C0731.Large").is_some());
    assert!(page.query_by_label_contains("C0700.Large").is_none());
    // Other flavors come while the list is open: what was found among the old ones is not what is shown.
    let second = many_flavors(900, |number| format!("new-{number}-c0731"));
    hand::feed(&mut page.state_mut().store, second);
    page.run();
    assert!(page.query_by_label_contains("C0731.Large").is_none());
    // The smallest is offered beside the field as well.
    assert!(
        page.query_all_by_label_contains("new-0-c0731 · ")
            .next()
            .is_some()
    );
    key(&mut page, Key::Enter);
    assert_eq!(page.state().panel.draft().flavor, "new-0-c0731");
}

#[test]
fn a_letter_taken_back_finds_more_again() {
    let all = many_flavors(2_000, |number| format!("C{number:04}.Large"));
    let mut page = page(all, Step::Size);
    let words = stage::words(Language::English);
    tab_to(&mut page, words.draft_field(DraftField::Flavor));
    key(&mut page, Key::Enter);
    write(&mut page, "c0731");
    assert!(page.query_by_label_contains("C0730.Large").is_none());
    key(&mut page, Key::Backspace);
    assert!(page.query_by_label_contains("C0730.Large").is_some());
    write(&mut page, "no such flavor");
    assert!(page.query_by_label(words.wizard_pick_none()).is_some());
}

#[test]
fn a_private_key_goes_to_where_somebody_chooses() {
    let mut page = page(hand::catalog(), Step::Access);
    let words = stage::words(Language::English);
    tab_to(&mut page, words.wizard_key_make());
    key(&mut page, Key::Enter);
    tab_to(&mut page, words.wizard_key_name());
    write(&mut page, "web-key");
    tab_to(&mut page, words.wizard_key_browse());
    key(&mut page, Key::Enter);
    let wishes = stage::deeds(&mut page);
    let [Action::ChooseFile(wish)] = wishes.as_slice() else {
        panic!("{wishes:?}");
    };
    assert_eq!(wish.file, Path::new("/home/ada/.ssh/web-key.pem"));
    let chosen = Path::new("/media/stick/web.pem");
    assert!(page.state_mut().panel.take_file(Some(chosen)));
    assert!(!page.state_mut().panel.take_file(None), "it asks once");
    page.run();
    tab_to(&mut page, words.wizard_key_send());
    key(&mut page, Key::Enter);
    let wishes = stage::deeds(&mut page);
    let [Action::Run(_, Operation::Keypair(KeypairChange::Generate { name, file, .. }))] = wishes.as_slice()
    else {
        panic!("{wishes:?}");
    };
    assert_eq!((name.as_str(), file.as_path()), ("web-key", chosen));
}

#[test]
fn a_change_of_mind_leaves_the_file_as_it_was() {
    let mut page = page(hand::catalog(), Step::Access);
    let words = stage::words(Language::English);
    tab_to(&mut page, words.wizard_key_make());
    key(&mut page, Key::Enter);
    tab_to(&mut page, words.wizard_key_name());
    write(&mut page, "a");
    tab_to(&mut page, words.wizard_key_browse());
    key(&mut page, Key::Enter);
    assert!(page.state_mut().panel.take_file(None));
    page.run();
    assert!(
        page.query_all_by_label(words.wizard_key_file())
            .any(|node| node.accesskit_node().value().as_deref() == Some("/home/ada/.ssh/a.pem"))
    );
}
