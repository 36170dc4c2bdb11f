//! What the program around the window does for it: reading clouds.yaml and starting the demo cloud.
//!
//! Given to the app as closures, because neither files nor the simulated cloud are the window's business. Answers come
//! back through a bounded channel and wake the window.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::domain::cloud_choice::CloudChoices;
use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::secret::Secret;
use crate::platform::settings::Settings;

/// An answer of the host.
#[derive(Debug)]
pub enum Reply {
    /// What clouds.yaml says.
    Clouds(CloudChoices),
    /// The demo cloud runs, or why it does not.
    Demo(Result<(Arc<CloudProfile>, Secret), Problem>),
}

/// Carries answers to the window.
#[derive(Clone, Debug)]
pub struct ReplyTo {
    replies: SyncSender<Reply>,
    wake: egui::Context,
}

impl ReplyTo {
    /// Delivers the answer and wakes the window.
    pub fn send(&self, reply: Reply) {
        // A closed channel means that the window is gone.
        drop(self.replies.try_send(reply));
        self.wake.request_repaint();
    }
}

/// A pair of ends for the host's answers.
pub(crate) fn replies(ctx: &egui::Context) -> (ReplyTo, Receiver<Reply>) {
    let (replies, inbox) = sync_channel(16);
    (
        ReplyTo {
            replies,
            wake: ctx.clone(),
        },
        inbox,
    )
}

/// A request to the host: it returns at once and answers later.
pub type Ask = Arc<dyn Fn(ReplyTo) + Send + Sync>;

/// What the host can do.
#[derive(Clone)]
pub struct Host {
    /// Reads clouds.yaml.
    pub read_clouds: Ask,
    /// Starts the demo cloud, once.
    pub start_demo: Ask,
    /// Keeps the settings.
    pub save_settings: Arc<dyn Fn(Settings) + Send + Sync>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}

/// Where to write a picture of the window once it has settled; the program then ends.
#[derive(Clone, Debug)]
pub struct ScreenshotRequest {
    /// The PNG file.
    pub file: PathBuf,
    /// Seconds after which it is given up.
    pub limit_secs: f64,
}
