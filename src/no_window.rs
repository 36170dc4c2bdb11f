//! What is said when no window can be opened: at the terminal, and on the screen where there is no terminal.

use std::io::{IsTerminal as _, Write as _};

/// Says it wherever somebody may read it.
pub(crate) fn tell(text: &str) {
    let mut terminal = std::io::stderr();
    // Without a terminal there is nobody to tell there.
    drop(writeln!(terminal, "magnum-desktop: {text}"));
    if !terminal.is_terminal() {
        on_screen(text);
    }
}

/// The system's own message, which needs none of the renderers.
fn on_screen(text: &str) {
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Magnum Desktop")
        .set_description(text)
        .show();
}
