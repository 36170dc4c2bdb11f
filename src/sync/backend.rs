//! The only door between the window and the background.

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::message::{Command, Update};
use crate::platform::clock::Clock;
use crate::platform::secrets::Secrets;
use crate::sync::reporter::Reporter;
pub use crate::sync::reporter::Wake;
use crate::sync::supervisor::Supervisor;

/// Commands that may wait for the background.
const COMMANDS: usize = 64;
/// Updates that may wait for the window.
const UPDATES: usize = 256;

/// The window's end of the two channels. Dropping it ends the background.
#[derive(Debug)]
pub struct Backend {
    commands: mpsc::Sender<Command>,
    updates: mpsc::Receiver<Update>,
}

impl Backend {
    /// Starts the background on this runtime. `wake` is called whenever there is something to show.
    pub fn start(runtime: &Handle, wake: Wake, clock: Clock, secrets: Secrets) -> Self {
        let (commands, inbox) = mpsc::channel(COMMANDS);
        let (outbox, updates) = mpsc::channel(UPDATES);
        runtime.spawn(Supervisor::run(
            Reporter::new(outbox, wake, clock),
            secrets,
            inbox,
        ));
        Self { commands, updates }
    }

    /// A backend without a background, for pages that are fed by hand: what is sent to it can be read from the other end.
    pub fn detached() -> (Self, mpsc::Receiver<Command>, mpsc::Sender<Update>) {
        let (commands, inbox) = mpsc::channel(COMMANDS);
        let (outbox, updates) = mpsc::channel(UPDATES);
        (Self { commands, updates }, inbox, outbox)
    }

    /// Sends a command without waiting.
    ///
    /// # Errors
    /// Gives the command back when the background is too busy to take it or has ended.
    pub fn send(&self, command: Command) -> Result<(), Box<Command>> {
        self.commands
            .try_send(command)
            .map_err(|error| Box::new(error.into_inner()))
    }

    /// The next update, if there is one.
    pub fn try_recv(&mut self) -> Option<Update> {
        self.updates.try_recv().ok()
    }

    /// Waits for the next update; for programs without a window.
    pub async fn recv(&mut self) -> Option<Update> {
        self.updates.recv().await
    }
}
