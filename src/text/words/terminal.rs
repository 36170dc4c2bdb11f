//! What is said and asked at a terminal.

words! {
    terminal_open_in_browser => "terminal-open-in-browser";
    terminal_factor(method) => "terminal-factor";
    terminal_no_window => "terminal-no-window";
    terminal_confirm(what, name) => "terminal-confirm";
    terminal_needs_yes => "terminal-needs-yes";
    terminal_not_confirmed => "terminal-not-confirmed";
    terminal_would(what) => "terminal-would";
    terminal_other_renderer(other) => "terminal-other-renderer";
    terminal_no_renderer => "terminal-no-renderer";
    terminal_no_screen => "terminal-no-screen";
}
