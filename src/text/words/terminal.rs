//! What is said and asked at a terminal.

words! {
    terminal_open_in_browser => "terminal-open-in-browser";
    terminal_factor(method) => "terminal-factor";
    terminal_no_window => "terminal-no-window";
    terminal_other_renderer(other) => "terminal-other-renderer";
    terminal_no_renderer => "terminal-no-renderer";
    terminal_no_screen => "terminal-no-screen";
}
