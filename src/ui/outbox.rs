//! What a panel wants to happen: collected while drawing, carried out by the app afterwards.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::access::{AccessTask, Terminal};
use crate::domain::draft::ClusterDraft;
use crate::domain::id::{ClusterId, NodeGroupId, ServerId, TemplateId};
use crate::domain::operation::{Operation, OperationId};
use crate::domain::profile::CloudProfile;
use crate::domain::question::{Question, Repeat};
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::domain::topology::arrange::ArrangeRequest;
use crate::domain::topology::lens::Lens;
use crate::message::{SecretSource, Topic};
use crate::platform::settings::KeptPicture;
use crate::text::Language;
use crate::ui::route::Route;
use crate::ui::theme::Theme;
use crate::ui::topology::PictureStart;

/// One wish.
#[derive(Clone, Debug)]
pub enum Action {
    /// Go to this page.
    Go(Route),
    /// Ask again now; `None` means everything on screen.
    Refresh(Option<Topic>),
    /// Give up what is being asked of this topic.
    Cancel(Topic),
    /// Ask this once more; it is wanted already.
    AskAgain(Question),
    /// Give up an operation that has not been sent yet.
    Abandon(OperationId),
    /// Try whether this cluster's API can be reached at this address.
    Reach(ClusterId, String),
    /// Send a change to the cloud.
    Run(OperationId, Operation),
    /// Compute a layout.
    Arrange(ClusterId, ArrangeRequest),
    /// Open the cloud of this name from clouds.yaml with the secret that stands there or in the keyring.
    OpenCloud(String),
    /// The same with a secret that was typed.
    OpenCloudWith {
        /// The cloud's name.
        cloud: String,
        /// What was typed.
        secret: Secret,
        /// Whether to keep it in the system's keyring.
        remember: bool,
    },
    /// Sign in with a profile that was made here.
    SignIn {
        /// The cloud.
        profile: Arc<CloudProfile>,
        /// Where its secret comes from.
        secret: SecretSource,
        /// Whether it stays in the list once it has worked.
        keep: Keep,
    },
    /// Sign in again as the last time.
    RetrySignIn,
    /// Show the factor that a half-finished sign-in still wants.
    Prove(Secret),
    /// Open the sign-in form.
    OpenSignIn(SignInStart),
    /// Read an openrc file into the sign-in form.
    ImportOpenrc(OpenrcSource),
    /// Keep a cloud that was set up here in the list.
    KeepCloud {
        /// The cloud.
        profile: Arc<CloudProfile>,
        /// The name it had before, where it is a change.
        instead_of: Option<String>,
    },
    /// Take a kept cloud off the list, with its secret in the keyring.
    ForgetCloud(String),
    /// Forget everything that this program keeps: settings, clouds, secrets in the keyring.
    ForgetEverything,
    /// Start the demo cloud, if it does not run yet, and open it.
    OpenDemo,
    /// Look for clouds.yaml again.
    RereadClouds,
    /// Go to another project, domain or region of the open cloud.
    Switch(Arc<CloudProfile>),
    /// Leave the open cloud.
    LeaveCloud,
    /// Open the creation form with this template chosen.
    CreateFrom(Option<TemplateId>),
    /// Open the creation form, filled in like this cluster.
    CreateLike(ClusterId),
    /// Keep what somebody has begun to fill in there, for this scope.
    KeepDraft(Scope, Box<ClusterDraft>),
    /// Keep nothing of it any more.
    ForgetDraft(Scope),
    /// Ask for confirmation of a deletion.
    AskDelete(ClusterId),
    /// Do something about access to this cluster.
    Access(ClusterId, AccessTask),
    /// Open the dialog of another change.
    AskChange(Ask),
    /// Read a template's file or text into the form.
    ImportTemplate(TemplateSource),
    /// Put this on the clipboard and say so.
    Copy(String),
    /// Open a terminal.
    OpenTerminal(Terminal),
    /// Open this address in the browser.
    OpenUrl(String),
    /// Write a text into a file.
    SaveText {
        /// The file.
        file: PathBuf,
        /// The text.
        text: String,
    },
    /// Ask where a text is to go, and write it there.
    SaveTextAs {
        /// What the dialog is opened with.
        wish: FileWish,
        /// The text.
        text: String,
    },
    /// Write into a file what is worked out for it off this thread.
    SaveMade {
        /// The file.
        file: PathBuf,
        /// What makes the bytes.
        making: Making,
        /// What becomes of a file that is there already.
        if_there: IfThere,
    },
    /// Keep how this cluster's picture is looked at.
    KeepPicture(ClusterId, KeptPicture),
    /// Look at the picture of a cluster in this way, as soon as it is there.
    LookAt(Box<PictureStart>),
    /// Show this server in the list of nodes.
    RevealNode(ServerId),
    /// Let somebody choose where to save something.
    ChooseFile(FileWish),
    /// Change the language.
    SetLanguage(Language),
    /// Which picture of a cluster to show from now on.
    SetLens(Lens),
    /// Change the theme.
    SetTheme(Theme),
}

/// Which dialog is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Another number of nodes of a group, of the default workers without one; with these nodes picked to go.
    Resize(ClusterId, Option<NodeGroupId>, Vec<ServerId>),
    /// Another version.
    Upgrade(ClusterId),
    /// What else Magnum lets change.
    Update(ClusterId),
    /// Another certificate authority.
    RotateCa(ClusterId),
    /// Another credential for the cloud.
    RotateCredential(ClusterId),
    /// A further node group.
    NewGroup(ClusterId),
    /// Other bounds, labels or taints of a group.
    EditGroup(ClusterId, NodeGroupId),
    /// A group is to go.
    DeleteGroup(ClusterId, NodeGroupId),
    /// Several clusters are to go.
    DeleteMany(Vec<ClusterId>),
}

impl Ask {
    /// The one cluster that it is about.
    pub fn cluster(&self) -> Option<&ClusterId> {
        match self {
            Self::Resize(cluster, ..)
            | Self::Upgrade(cluster)
            | Self::Update(cluster)
            | Self::RotateCa(cluster)
            | Self::RotateCredential(cluster)
            | Self::NewGroup(cluster)
            | Self::EditGroup(cluster, _)
            | Self::DeleteGroup(cluster, _) => Some(cluster),
            Self::DeleteMany(_) => None,
        }
    }
}

/// What a system's own dialog is opened with, in which somebody chooses where to save something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWish {
    /// What stands above it.
    pub title: String,
    /// The file that it begins with.
    pub file: PathBuf,
    /// What kind of file it is, in words.
    pub kind: String,
    /// How the names of such files end, without the dot.
    pub ending: String,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfThere {
    /// It stays, and nothing is written.
    #[default]
    Keep,
    /// The new one takes its place: somebody was asked.
    Replace,
}

/// Something that makes the bytes of a file and takes its time.
#[derive(Clone)]
pub struct Making(Arc<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>);

impl Making {
    /// Of this.
    pub fn new(make: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    /// Makes them.
    ///
    /// # Errors
    /// Why there are none.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        (self.0)()
    }
}

impl fmt::Debug for Making {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Making(…)")
    }
}

/// Whether a cloud stays in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// For this time only.
    #[default]
    No,
    /// It stays.
    Yes {
        /// The name it had before, where it is a change.
        instead_of: Option<String>,
    },
}

/// What the sign-in form begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInStart {
    /// Nothing.
    New,
    /// The box that takes an openrc file.
    Openrc,
    /// The kept cloud of this name.
    Edit(String),
    /// The settings of this cloud, to make another one of them.
    From(Arc<CloudProfile>),
}

/// Where a template is described.
#[derive(Clone, Debug)]
pub enum TemplateSource {
    /// On the disk.
    File(PathBuf),
    /// Somebody pasted it.
    Text(String),
}

/// Where an openrc file is.
#[derive(Clone, Debug)]
pub enum OpenrcSource {
    /// On the disk.
    File(PathBuf),
    /// Somebody pasted it; it may hold a password.
    Text(Secret),
}

/// Collects wishes. Panels get it by shared reference.
#[derive(Debug, Default)]
pub struct Outbox {
    actions: RefCell<Vec<Action>>,
    next_operation: Cell<u64>,
    wanted: RefCell<BTreeMap<Question, Repeat>>,
}

impl Outbox {
    /// Adds a wish.
    pub fn push(&self, action: Action) {
        self.actions.borrow_mut().push(action);
    }

    /// Goes to a page.
    pub fn go(&self, route: Route) {
        self.push(Action::Go(route));
    }

    /// Sends a change to the cloud, once, and tells the number under which its progress is found in the store.
    pub fn run(&self, operation: Operation) -> OperationId {
        let id = OperationId(self.next_operation.get());
        self.next_operation.set(id.0 + 1);
        self.push(Action::Run(id, operation));
        id
    }

    /// Wants a question answered. Said in every frame in which the answer is to be seen: it is asked when it is first
    /// wanted, and withdrawn, the answer forgotten, after the first frame that does not want it. The answer is found in
    /// [`crate::store::state::ScopeStore::questions`].
    pub fn want(&self, question: Question, repeat: Repeat) {
        let mut wanted = self.wanted.borrow_mut();
        let how = wanted.entry(question).or_insert(repeat);
        *how = repeat.max(*how);
    }

    /// What was wanted since this was asked last.
    pub fn take_wanted(&self) -> BTreeMap<Question, Repeat> {
        self.wanted.take()
    }

    /// Takes everything out.
    pub fn drain(&self) -> Vec<Action> {
        self.actions.take()
    }
}
