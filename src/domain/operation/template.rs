//! What can be done about cluster templates.

use crate::domain::id::TemplateId;
use crate::domain::template::draft::{TemplateEdit, TemplateRequest};

/// A change of the templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateChange {
    /// Make a new one.
    Create(TemplateRequest),
    /// Change one that is there.
    Edit(TemplateEdit),
    /// Delete one that no cluster uses.
    Delete {
        /// Which.
        template: TemplateId,
        /// Its name, for words.
        name: String,
    },
}

impl TemplateChange {
    /// The template's name, for words.
    pub fn name(&self) -> &str {
        match self {
            Self::Create(request) => request.name(),
            Self::Edit(edit) => edit.name(),
            Self::Delete { name, .. } => name,
        }
    }
}
