//! The program started anew with another renderer: within one process a failed graphics driver leaves too much behind.

use std::process::{Command, ExitCode};

use crate::platform::renderer::Renderer;

/// Tells the new process what has failed before it, so that it does not go round in circles.
const EARLIER: &str = "MAGNUM_DESKTOP_RENDERER_FAILED";

/// What failed in the process that started this one.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room that reads the environment"
)]
pub fn earlier_failure() -> Option<String> {
    std::env::var(EARLIER).ok()
}

/// Starts this program with the same arguments and this renderer, and ends as it ends.
///
/// # Errors
/// Why the system did not start it.
pub fn with(renderer: Renderer, why: &str) -> std::io::Result<ExitCode> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(std::env::args_os().skip(1))
        .args(["--renderer", renderer.name()])
        .env(EARLIER, why);
    let status = command.status()?;
    Ok(match status.code() {
        Some(0) => ExitCode::SUCCESS,
        Some(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
        None => ExitCode::FAILURE,
    })
}
