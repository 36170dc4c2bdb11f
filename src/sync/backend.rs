//! The only door between the window and the background.

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::message::{Command, Update};
use crate::platform::clock::Clock;
use crate::platform::secrets::Secrets;
use crate::platform::websso;
use crate::sync::reporter::Reporter;
pub use crate::sync::reporter::Wake;
use crate::sync::supervisor::{Desk, Supervisor};

/// Commands that may wait for the background.
const COMMANDS: usize = 64;
/// Updates that may wait for the window.
const UPDATES: usize = 256;

/// What the background needs of the machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// What time it is.
    pub clock: Clock,
    /// Where secrets are kept.
    pub secrets: Secrets,
    /// The port at which the browser's answer to a sign-in arrives; 0 takes any.
    pub browser_port: u16,
}

/// The window's end of the two channels. Dropping it ends the background.
#[derive(Debug)]
pub struct Backend {
    commands: mpsc::Sender<Command>,
    updates: mpsc::Receiver<Update>,
}

impl Backend {
    /// Starts the background on this runtime. `wake` is called whenever there is something to show.
    pub fn start(runtime: &Handle, wake: Wake, clock: Clock, secrets: Secrets) -> Self {
        let machine = Machine {
            clock,
            secrets,
            browser_port: websso::PORT,
        };
        Self::start_on(runtime, wake, machine)
    }

    /// The same, on a machine with another place for the browser's answer.
    pub fn start_on(runtime: &Handle, wake: Wake, machine: Machine) -> Self {
        let Machine {
            clock,
            secrets,
            browser_port,
        } = machine;
        let desk = Desk {
            secrets,
            browser_port,
        };
        let (commands, inbox) = mpsc::channel(COMMANDS);
        let (outbox, updates) = mpsc::channel(UPDATES);
        runtime.spawn(Supervisor::run(Reporter::new(outbox, wake, clock), desk, inbox));
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
