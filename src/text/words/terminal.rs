//! What is said and asked at a terminal.

words! {
    terminal_open_in_browser => "terminal-open-in-browser";
    terminal_factor(method) => "terminal-factor";
    terminal_no_window => "terminal-no-window";
    terminal_no_window_advice(other) => "terminal-no-window-advice";
}
