//! The clouds that somebody can choose from, as clouds.yaml and the environment list them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::problem::Problem;
use crate::domain::profile::{CloudProfile, ProfileSource};
use crate::domain::secret::Secret;

/// What was found in the usual places.
#[derive(Clone, Debug, Default)]
pub struct CloudChoices {
    /// The clouds, in the order of the file.
    pub clouds: Vec<CloudChoice>,
    /// Why there are none: no file, or a broken one.
    pub problem: Option<Problem>,
    /// The places that were looked at.
    pub searched: Vec<PathBuf>,
    /// The cloud that is meant where none is named: the environment's, or the only one.
    pub default: Option<String>,
    /// What is wrong beside the clouds that could be read: a secure.yaml that cannot be understood, for one.
    pub troubles: Vec<Problem>,
}

/// One cloud of the file.
#[derive(Clone, Debug)]
pub struct CloudChoice {
    /// Its name in the file.
    pub name: String,
    /// The file it stands in; empty for the environment's cloud.
    pub file: PathBuf,
    /// Line of its name, from 1.
    pub line: Option<u32>,
    /// How to reach it, or what is wrong with the entry.
    pub profile: Result<Arc<CloudProfile>, Problem>,
    /// The secret that stands in the file, if one does.
    pub secret: Option<Secret>,
    /// The one-time passcode beside the password, if one was given for the moment (`passcode`, `OS_PASSCODE`).
    pub passcode: Option<Secret>,
    /// What is worth a word although the entry can be used.
    pub warnings: Vec<ConfigWarning>,
}

impl CloudChoice {
    /// Where the entry stands: in its file, or in the environment.
    pub fn source(&self) -> ProfileSource {
        if self.file.as_os_str().is_empty() {
            ProfileSource::Variable("OS_*".to_owned())
        } else {
            ProfileSource::File {
                file: self.file.clone(),
                line: self.line,
            }
        }
    }
}

/// Something in a configuration that works, but may not mean what its writer thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigWarning {
    /// The setting, as in `auth.password`; never a value.
    pub setting: String,
    /// Where it stands.
    pub place: Option<ProfileSource>,
    /// What is to be said.
    pub kind: ConfigWarningKind,
}

/// What is to be said about a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigWarningKind {
    /// Without quotes other OpenStack clients read the value as a truth, a number or a date; here it is taken as written.
    Unquoted,
    /// The value is encrypted (Ansible Vault) or carries a tag that only another program understands; it is not used.
    Encrypted,
    /// The vendor profile is not known here.
    VendorUnknown,
    /// The vendor profile is an address; it is not fetched.
    VendorRemote,
    /// The vendor's cloud is known to exist no more.
    VendorGone,
    /// An old spelling; the new one is better known.
    OldSpelling,
    /// The setting is not used by this program.
    NotUsed,
    /// An openrc file asks for the value, or computes it by a command, which is not run.
    NotTold,
    /// It stands inside a condition or a loop of an openrc file, which is not carried out.
    Conditional,
    /// An openrc file reads another file, which is not read.
    OtherFile,
}
