//! The machine: clock, keyring, settings, files. The only room that reads the environment.

pub mod clock;
pub mod cloud_files;
pub mod locale;
pub mod paths;
pub mod secrets;
pub mod settings;
pub mod websso;
