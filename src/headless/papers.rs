//! What the program writes about itself for packages: completions for shells and manual pages.
//!
//! Both are made from the definition of the command line, so that they cannot tell anything else than what it takes.

use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::args::Arguments;

/// The completions for a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "magnum-desktop", &mut text);
    text
}

/// Writes the manual pages, one for the program and one for each command, into a folder that is there.
pub fn write_manual_pages(folder: &Path) -> io::Result<()> {
    clap_mangen::generate_to(Arguments::command(), folder)
}

#[cfg(test)]
mod tests {
    use super::completions;
    use clap::ValueEnum as _;
    use clap_complete::Shell;

    #[test]
    fn every_shell_learns_the_flags() {
        for shell in Shell::value_variants() {
            let text = String::from_utf8(completions(*shell)).unwrap_or_default();
            assert!(text.contains("os-cloud"), "{shell}");
        }
    }
}
