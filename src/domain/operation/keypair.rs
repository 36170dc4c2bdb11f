//! What can be done about key pairs.

use std::path::PathBuf;

/// A change of the user's key pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeypairChange {
    /// Tell Nova the public half of a key that somebody has.
    Import {
        /// The name it gets.
        name: String,
        /// The public half, as OpenSSH writes it.
        public_key: String,
    },
    /// Have a new key made; the private half goes into a file of this machine and is kept nowhere else.
    Generate {
        /// The name it gets.
        name: String,
        /// Who makes it.
        maker: KeyMaker,
        /// Where the private half goes, readable for its owner alone.
        file: PathBuf,
    },
    /// Forget one. Servers that were made with it keep the key.
    Delete {
        /// Which.
        name: String,
    },
}

/// Who makes a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyMaker {
    /// This machine: the private half never leaves it.
    #[default]
    Here,
    /// Nova: the private half comes over the network once.
    Nova,
}

impl KeypairChange {
    /// The key pair's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Import { name, .. } | Self::Generate { name, .. } | Self::Delete { name } => name,
        }
    }
}
