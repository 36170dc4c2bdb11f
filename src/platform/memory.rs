//! Memory with secrets in it: not to be written to disk when the program crashes, nor read by other programs of the user.
//!
//! What the language wipes it wipes; what libraries have copied into their buffers stays until they use them again. A
//! program that runs as the same user with the right to trace others can read everything.

/// Turns core dumps off, as far as the system lets a program do so for itself. Nothing depends on that it works.
#[cfg(target_os = "linux")]
pub fn keep_out_of_dumps() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).unwrap_or_default();
    no_core_files();
}

/// Turns core dumps off, as far as the system lets a program do so for itself. Nothing depends on that it works.
#[cfg(all(unix, not(target_os = "linux")))]
pub fn keep_out_of_dumps() {
    no_core_files();
}

/// Windows writes dumps of a crashed program only where somebody has told it to.
#[cfg(not(unix))]
pub fn keep_out_of_dumps() {}

#[cfg(unix)]
fn no_core_files() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let nothing = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, nothing).unwrap_or_default();
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn a_crash_leaves_no_core_file() {
        super::keep_out_of_dumps();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .unwrap();
        let words: Vec<&str> = core.split_whitespace().collect();
        assert_eq!(words.get(4..6), Some(["0", "0"].as_slice()), "{core}");
        let behavior = rustix::process::dumpable_behavior().unwrap();
        assert_eq!(behavior, rustix::process::DumpableBehavior::NotDumpable);
    }
}
