//! How somebody looks at one cluster's picture, as it is kept until the next start: what is folded and what is hidden.

use crate::domain::status::Severity;
use crate::domain::topology::arrange::{Folding, FoldingRule};
use crate::domain::topology::resource::{ResourceKey, ResourceKind};
use crate::platform::settings::KeptPicture;
use crate::ui::topology::filter::Filter;

/// Groups of one cluster that are remembered.
const MOST_GROUPS: usize = 200;

/// As it is written; the pictures of one cluster have groups with different keys, and are kept as one.
pub(crate) fn written(foldings: [&Folding; 2], filter: &Filter) -> KeptPicture {
    let [first, _] = foldings;
    let chosen = |open: bool| {
        let all = foldings.into_iter().flat_map(|folding| &folding.chosen);
        let keys = all.filter(move |(_, is)| **is == open);
        keys.map(|(key, _)| key.as_str().to_owned())
            .take(MOST_GROUPS)
            .collect()
    };
    KeptPicture {
        rule: rule_word(first.rule).to_owned(),
        open: chosen(true),
        folded: chosen(false),
        hidden_kinds: filter.kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        hidden_states: filter
            .states
            .iter()
            .map(|state| state_word(*state).to_owned())
            .collect(),
        ..KeptPicture::default()
    }
}

/// As it is read; what it does not know any more it leaves out.
pub(crate) fn read(kept: &KeptPicture) -> (Folding, Filter) {
    let rules = [FoldingRule::BySize, FoldingRule::Open, FoldingRule::Closed];
    let rule = rules.into_iter().find(|rule| rule_word(*rule) == kept.rule);
    let mut folding = Folding {
        rule: rule.unwrap_or_default(),
        ..Folding::default()
    };
    for (keys, open) in [(&kept.open, true), (&kept.folded, false)] {
        for key in keys {
            folding.set(ResourceKey::read(key), open);
        }
    }
    let filter = Filter {
        kinds: ResourceKind::ALL
            .into_iter()
            .filter(|kind| kept.hidden_kinds.iter().any(|word| word == kind.word()))
            .collect(),
        states: STATES
            .into_iter()
            .filter(|state| kept.hidden_states.iter().any(|word| word == state_word(*state)))
            .collect(),
    };
    (folding, filter)
}

/// Every state, in the order of the legend.
pub(crate) const STATES: [Severity; 5] = [
    Severity::Good,
    Severity::Busy,
    Severity::Warning,
    Severity::Bad,
    Severity::Neutral,
];

fn rule_word(rule: FoldingRule) -> &'static str {
    match rule {
        FoldingRule::BySize => "by-size",
        FoldingRule::Open => "open",
        FoldingRule::Closed => "closed",
    }
}

fn state_word(state: Severity) -> &'static str {
    match state {
        Severity::Good => "good",
        Severity::Busy => "busy",
        Severity::Warning => "warning",
        Severity::Bad => "bad",
        Severity::Neutral => "neutral",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{read, written};
    use crate::domain::status::Severity;
    use crate::domain::topology::arrange::{Folding, FoldingRule};
    use crate::domain::topology::resource::{ResourceKey, ResourceKind};
    use crate::platform::settings::KeptPicture;
    use crate::ui::topology::filter::Filter;

    #[test]
    fn what_is_written_is_read_and_nonsense_is_left_out() {
        let mut folding = Folding {
            rule: FoldingRule::Closed,
            ..Folding::default()
        };
        folding.set(ResourceKey::node_group("worker/default-worker"), true);
        folding.set(ResourceKey::real(ResourceKind::LoadBalancer, "a"), false);
        let filter = Filter {
            kinds: BTreeSet::from([ResourceKind::Port]),
            states: BTreeSet::from([Severity::Good]),
        };
        let kept = written([&folding, &Folding::default()], &filter);
        assert_eq!(read(&kept), (folding, filter));
        let odd = KeptPicture {
            rule: "sideways".to_owned(),
            hidden_kinds: BTreeSet::from(["dragon".to_owned()]),
            hidden_states: BTreeSet::from(["".to_owned()]),
            ..KeptPicture::default()
        };
        assert_eq!(read(&odd), (Folding::default(), Filter::default()));
    }
}
