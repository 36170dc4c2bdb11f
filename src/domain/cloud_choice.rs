//! The clouds that somebody can choose from, as clouds.yaml lists them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
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
}

/// One cloud of the file.
#[derive(Clone, Debug)]
pub struct CloudChoice {
    /// Its name in the file.
    pub name: String,
    /// The file it stands in.
    pub file: PathBuf,
    /// Line of its name, from 1.
    pub line: Option<u32>,
    /// How to reach it, or what is wrong with the entry.
    pub profile: Result<Arc<CloudProfile>, Problem>,
    /// The secret that stands in the file, if one does.
    pub secret: Option<Secret>,
}
