//! The words: Fluent files in `assets/text/`, looked up by methods, so that a wrong key or argument does not compile.
//!
//! [`words`] declares every message once as a method of [`Words`], room by room; [`problems`] and [`statuses`] word the
//! enums of `domain` by exhaustive matches, [`templates`] those of a template; [`config`] says where settings come
//! from; [`format`] writes ages, sizes and times. Text of servers never comes in here.

pub mod config;
pub mod doctor;
pub mod estimates;
pub mod files;
pub mod findings;
pub mod format;
pub mod guide;
pub mod heat_types;
pub mod operations;
pub mod particulars;
pub mod permission;
pub mod problems;
mod sign_in_problems;
pub mod statuses;
pub mod templates;
pub mod topology;
pub mod words;

use std::collections::HashMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

/// The languages that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 简体中文.
    SimplifiedChinese,
}

impl Language {
    /// All of them, in the order of the settings page.
    pub const ALL: [Self; 2] = [Self::English, Self::SimplifiedChinese];

    /// What stands in the settings file: `en`, `zh-CN`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-CN",
        }
    }

    /// The language of this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its name in itself, which is how everybody finds their own.
    pub fn native_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    /// The language for a locale as systems write it (`zh_CN.UTF-8`, `zh-Hans-CN`, `de_DE`); English where we have no
    /// better one.
    pub fn from_system_locale(locale: Option<&str>) -> Self {
        match locale {
            Some(locale)
                if locale
                    .get(..2)
                    .is_some_and(|head| head.eq_ignore_ascii_case("zh")) =>
            {
                Self::SimplifiedChinese
            }
            Some(_) | None => Self::English,
        }
    }

    /// The texts of its Fluent files.
    pub fn sources(self) -> &'static [&'static str] {
        match self {
            Self::English => words::SOURCES_EN,
            Self::SimplifiedChinese => words::SOURCES_ZH_CN,
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // Both tags are well formed; the tests read them.
        self.tag().parse().unwrap_or_default()
    }
}

/// Every word of one language. Load it once, hand it around by reference.
pub struct Words {
    language: Language,
    zone: TimeZone,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, ready to draw in every frame.
    ready: HashMap<&'static str, Box<str>>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// The words of this language, with times in the machine's time zone.
    pub fn new(language: Language) -> Self {
        Self::in_zone(language, TimeZone::system())
    }

    /// The same with times in this zone; for tests and screenshots.
    pub fn in_zone(language: Language, zone: TimeZone) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // egui shows the isolating marks as boxes, and none of our languages needs them.
        bundle.set_use_isolating(false);
        for source in language.sources() {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                // A broken message costs itself only; the tests see to it that there is none.
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        let mut words = Self {
            language,
            zone,
            bundle,
            ready: HashMap::new(),
        };
        let plain = words::KEYS.iter().flat_map(|keys| keys.iter());
        words.ready = plain
            .filter(|(_, arguments)| arguments.is_empty())
            .map(|(key, _)| (*key, words.format(key, None).into_boxed_str()))
            .collect();
        words
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The time zone that times are shown in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// A message without arguments. Called by the methods that [`words`] declares.
    fn ready(&self, key: &'static str) -> &str {
        self.ready.get(key).map_or(key, |text| text)
    }

    /// A message with arguments. Called by the methods that [`words`] declares.
    fn filled(&self, key: &'static str, arguments: &FluentArgs<'_>) -> String {
        self.format(key, Some(arguments))
    }

    /// The key itself where the message is missing: ugly, but it says what is missing.
    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, arguments, &mut errors)
            .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_system_locale_chooses_the_language() {
        for (locale, language) in [
            (Some("zh_CN.UTF-8"), Language::SimplifiedChinese),
            (Some("zh-Hans-CN"), Language::SimplifiedChinese),
            (Some("en_GB.UTF-8"), Language::English),
            (Some("C"), Language::English),
            (Some("é"), Language::English),
            (None, Language::English),
        ] {
            assert_eq!(Language::from_system_locale(locale), language, "{locale:?}");
        }
        assert_eq!(Language::from_tag("zh-CN"), Some(Language::SimplifiedChinese));
        assert_eq!(Language::from_tag("tlh"), None);
        for language in Language::ALL {
            assert_eq!(language.identifier().to_string(), language.tag());
        }
    }
}
