//! Reading a template out of a file, for the window's import and for the terminal.

use std::path::Path;

use crate::domain::problem::{Problem, ProblemKind, system_words};
use crate::domain::template::draft::TemplateDraft;
use crate::openstack::template_file;

/// The most bytes of a template's file.
const MAX_BYTES: u64 = 1024 * 1024;

/// The template that a file describes.
///
/// # Errors
/// Why it cannot be read, or which line cannot be understood.
pub fn read(file: &Path) -> Result<TemplateDraft, Problem> {
    let unreadable = |detail: String| {
        Problem::new(ProblemKind::FileUnreadable {
            file: file.display().to_string(),
            detail,
        })
    };
    let about = std::fs::metadata(file).map_err(|error| unreadable(system_words(&error)))?;
    if about.len() > MAX_BYTES {
        return Err(unreadable(format!("longer than {MAX_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(system_words(&error)))?;
    template_file::parse(file, &text)
}

/// The template that a text describes.
///
/// # Errors
/// Which line cannot be understood.
pub fn read_text(text: &str) -> Result<TemplateDraft, Problem> {
    template_file::parse(Path::new("template.yaml"), text)
}
