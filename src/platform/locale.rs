//! The system's language.

/// The locale as the system names it (`zh_CN.UTF-8`), from the variables that POSIX gives this order.
pub fn system() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the environment is read in this room")]
    let read = |name: &str| std::env::var(name).ok();
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| read(name).filter(|value| !value.is_empty()))
}
