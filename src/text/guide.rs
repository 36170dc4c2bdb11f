//! The user guide: pages of Markdown from `assets/guide`, as they were written, in each language.

use crate::text::Language;

/// One page.
#[derive(Clone, Copy, Debug)]
pub struct GuidePage {
    /// The name of its file, by which other pages link to it.
    pub name: &'static str,
    /// Its Markdown.
    pub text: &'static str,
}

macro_rules! pages {
    ($language:literal) => {
        pages!($language:
            "README.md", "sign-in.md", "first-cluster.md", "templates.md", "changes.md", "topology.md", "access.md",
            "project.md", "troubleshooting.md", "privacy.md")
    };
    ($language:literal: $($name:literal),+) => {
        &[$(GuidePage {
            name: $name,
            text: include_str!(concat!("../../assets/guide/", $language, "/", $name)),
        }),+]
    };
}

/// The pages in the order in which they are read; the first is the way in.
pub fn pages(language: Language) -> &'static [GuidePage] {
    match language {
        Language::English => pages!("en"),
        Language::SimplifiedChinese => pages!("zh-CN"),
    }
}
