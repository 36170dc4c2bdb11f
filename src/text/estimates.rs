//! How long a creation will take, in words that say what is known and what is not.

use crate::domain::plan::estimate::{Basis, Estimate};
use crate::text::Words;

impl Words {
    /// The estimate, with what it rests on.
    pub fn estimate(&self, told: &Estimate) -> String {
        let (typical, longest) = (self.span(told.typical_secs), self.span(told.longest_secs));
        match told.basis {
            Basis::SameTemplate => self.wizard_estimate_seen(typical, longest, told.builds),
            Basis::OtherTemplates => self.wizard_estimate_others(typical, longest, told.builds),
            Basis::Records => self.wizard_estimate_records(typical, told.builds),
        }
    }
}
