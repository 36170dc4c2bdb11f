//! The user guide in the window: what is looked for is found in two steps, links lead on, and every language has it.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use magnum_desktop::text::Language;
use magnum_desktop::ui::guide::{GuideInput, GuidePanel};
use magnum_desktop::ui::outbox::Action;

use super::hand;
use super::stage::{self, Stage};

fn guide(language: Language) -> Harness<'static, Stage<GuidePanel>> {
    stage::harness(
        language,
        hand::store(vec![]),
        GuidePanel::default(),
        |panel, ui, ctx| {
            let input = GuideInput {
                words: ctx.words,
                outbox: ctx.outbox,
                cloudless: false,
            };
            panel.ui(ui, &input);
        },
    )
}

fn shows(page: &Harness<'_, Stage<GuidePanel>>, text: &str) -> bool {
    page.query_all_by_label_contains(text).next().is_some()
}

fn look_for(page: &mut Harness<'_, Stage<GuidePanel>>, field: &str, words: &str) {
    page.get_by_label(field).focus();
    page.run();
    page.get_by_label(field).type_text(words);
    page.run();
}

#[test]
fn what_is_looked_for_is_found_in_two_steps() {
    for (language, looked_for, section, told) in [
        (
            Language::English,
            "quota exceeded",
            "A quota is exceeded",
            "openstack floating ip list --status DOWN",
        ),
        (
            Language::English,
            "application credential",
            "Application credential",
            "--unrestricted",
        ),
        (
            Language::English,
            "kubeconfig",
            "Where is the kubeconfig?",
            "KUBECONFIG",
        ),
        (
            Language::SimplifiedChinese,
            "超出配额",
            "超出配额",
            "openstack floating ip list --status DOWN",
        ),
        (
            Language::SimplifiedChinese,
            "应用凭证",
            "应用凭证",
            "--unrestricted",
        ),
        (
            Language::SimplifiedChinese,
            "kubeconfig",
            "kubeconfig 在哪里？",
            "KUBECONFIG",
        ),
    ] {
        let words = stage::words(language);
        let mut page = guide(language);
        assert!(!shows(&page, told), "{told} is there from the beginning");
        let before = page.query_all_by_label(section).count();
        look_for(&mut page, words.guide_search(), looked_for);
        let found = page.query_all_by_label(section).count();
        assert_eq!(found, before + 1, "{looked_for} does not find {section}");
        // What is found stands before the page, in which a link may have the same words.
        page.query_all_by_label(section).next().unwrap().click();
        page.run();
        assert!(shows(&page, told), "{section} does not tell {told}");
    }
}

#[test]
fn a_link_leads_to_its_section() {
    let mut page = guide(Language::English);
    page.get_by_label("Ways to sign in").click();
    page.run();
    assert!(shows(&page, "The best way for daily work"));
}

#[test]
fn what_can_be_typed_can_be_copied() {
    let words = stage::words(Language::English);
    let mut page = guide(Language::English);
    page.query_all_by_label("Topology").next().unwrap().click();
    page.run();
    // The commands stand at the end of a page that is longer than the window.
    page.query_all_by_label(words.guide_copy())
        .next()
        .unwrap()
        .scroll_to_me();
    page.run();
    page.query_all_by_label(words.guide_copy())
        .next()
        .unwrap()
        .click();
    page.run();
    let copied = stage::wishes(&mut page);
    assert!(
        matches!(copied.as_slice(), [Action::Copy(text)] if text.starts_with("magnum-desktop --os-cloud")),
        "{copied:?}"
    );
}

#[test]
fn nothing_found_is_said() {
    let words = stage::words(Language::English);
    let mut page = guide(Language::English);
    look_for(&mut page, words.guide_search(), "xyzzy");
    assert!(shows(&page, words.guide_nothing()));
}
