//! Names that several things have: legal in Magnum, and confusing, so that each is told with the beginning of its id.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The names that occur more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes<'a>(BTreeSet<&'a str>);

impl<'a> Namesakes<'a> {
    /// Among these names.
    pub fn among(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
        let several = counts.into_iter().filter(|(_, count)| *count > 1);
        Self(several.map(|(name, _)| name).collect())
    }

    /// Whether another one has this name, too.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The name, with the beginning of the id where another one has it, too.
    pub fn told<'n>(&self, name: &'n str, short_id: &str) -> Cow<'n, str> {
        if self.has(name) {
            Cow::Owned(format!("{name} ({short_id})"))
        } else {
            Cow::Borrowed(name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Namesakes;

    #[test]
    fn f52_only_names_that_several_have_get_their_ids() {
        let namesakes = Namesakes::among(["web", "db", "web"]);
        assert_eq!(namesakes.told("web", "1a2b3c4d"), "web (1a2b3c4d)");
        assert_eq!(namesakes.told("db", "1a2b3c4d"), "db");
    }
}
