//! The machine: clock, keyring, settings, files, the terminal, the way back from the browser. The only room that reads the
//! environment.

pub mod clipboard;
pub mod clock;
pub mod cloud_files;
pub mod key_file;
pub mod kubeconfig_files;
pub mod locale;
pub mod memory;
pub mod notify;
pub mod paths;
pub mod relaunch;
pub mod renderer;
pub mod safe_write;
pub mod secrets;
pub mod settings;
mod settings_file;
pub mod terminal;
pub mod terminal_window;
pub mod websso;
