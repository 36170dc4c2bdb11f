//! What the program around the window does for it: reading clouds.yaml and openrc files, starting the demo cloud, keeping
//! and forgetting.
//!
//! Given to the app as closures, because neither files nor the simulated cloud are the window's business. Answers come
//! back through a bounded channel and wake the window.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::domain::access::Terminal;
use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::secret::Secret;
use crate::domain::template::draft::TemplateDraft;
use crate::platform::notify::Notification;
use crate::platform::settings::Settings;
use crate::ui::context::KeyFile;
use crate::ui::outbox::{FileWish, IfThere, Making, OpenrcSource, TemplateSource};

/// An answer of the host.
#[derive(Debug)]
pub enum Reply {
    /// What clouds.yaml says.
    Clouds(CloudChoices),
    /// The demo cloud runs, or why it does not.
    Demo(Result<(Arc<CloudProfile>, Secret), Problem>),
    /// What an openrc file says.
    Openrc(Result<CloudChoice, Problem>),
    /// What a template's file says.
    Template(Result<TemplateDraft, Problem>),
    /// Where somebody wants something saved, or nothing if they thought better of it; or why they could not be asked.
    Chosen(Result<Option<PathBuf>, Problem>),
    /// A text was written into this file, or could not be.
    Saved(PathBuf, Result<(), Problem>),
    /// Something else that was asked of this computer did not work.
    Failed(Problem),
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

/// The same with something that it is about.
pub type AskWith<T> = Arc<dyn Fn(T, ReplyTo) + Send + Sync>;

/// What the host can do.
#[derive(Clone)]
pub struct Host {
    /// Reads clouds.yaml.
    pub read_clouds: Ask,
    /// Starts the demo cloud, once.
    pub start_demo: Ask,
    /// Keeps the settings.
    pub save_settings: Arc<dyn Fn(Settings) + Send + Sync>,
    /// Reads an openrc file.
    pub read_openrc: AskWith<OpenrcSource>,
    /// Reads a template's file.
    pub read_template: AskWith<TemplateSource>,
    /// Where a private key of this name goes when nobody says otherwise.
    pub key_file: Arc<KeyFile>,
    /// Writes a text into a file; where there is one already, it is replaced.
    pub save_text: AskWith<(PathBuf, String)>,
    /// The same where somebody chooses the file in the system's own dialog.
    pub save_text_as: AskWith<(FileWish, String)>,
    /// Lets somebody choose where to save something, in the system's own dialog.
    pub choose_file: AskWith<FileWish>,
    /// Says something on the desktop, for when nobody looks at the window.
    pub notify: Arc<dyn Fn(Notification) + Send + Sync>,
    /// Has the bytes of a file made and writes them.
    pub save_made: AskWith<(PathBuf, Making, IfThere)>,
    /// Opens a terminal.
    pub open_terminal: AskWith<Terminal>,
    /// Takes this off the clipboard, if it still lies there.
    pub clear_clipboard: Arc<dyn Fn(Secret) + Send + Sync>,
    /// Where a person looks for what they have saved.
    pub documents: Option<PathBuf>,
    /// The folder of the settings, where there is one.
    pub folder: Option<PathBuf>,
}

impl Host {
    /// A host that does nothing and never answers: something to fill in.
    pub fn idle() -> Self {
        Self {
            read_clouds: Arc::new(|_| {}),
            start_demo: Arc::new(|_| {}),
            save_settings: Arc::new(|_| {}),
            read_openrc: Arc::new(|_, _| {}),
            read_template: Arc::new(|_, _| {}),
            key_file: Arc::new(|_| None),
            save_text: Arc::new(|_, _| {}),
            save_text_as: Arc::new(|_, _| {}),
            choose_file: Arc::new(|_, _| {}),
            notify: Arc::new(|_| {}),
            save_made: Arc::new(|_, _| {}),
            open_terminal: Arc::new(|_, _| {}),
            clear_clipboard: Arc::new(|_| {}),
            documents: None,
            folder: None,
        }
    }
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
