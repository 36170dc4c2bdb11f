//! The clipboard, once a secret has lain on it long enough.

use crate::domain::secret::Secret;

/// Takes this text off the clipboard if it is still what lies there; what somebody has copied since stays. Where the
/// clipboard cannot be read nothing is done, because what lies on it may be somebody else's.
pub fn clear_if_it_holds(text: &Secret) {
    let Ok(mut clipboard) = arboard::Clipboard::new() else {
        return;
    };
    let Ok(found) = clipboard.get_text().map(Secret::new) else {
        return;
    };
    // Some systems end lines in their own way.
    if found.expose().lines().eq(text.expose().lines()) {
        // A clipboard that refuses is no reason for anything else to fail.
        drop(clipboard.clear());
    }
}
