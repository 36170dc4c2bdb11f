//! What clouds.yaml says, with secure.yaml laid over it. The files are read elsewhere; here are only their texts.
//!
//! A broken entry is a problem of that entry; the others can be used.

mod entry;
mod tree;

use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, ProfileSource};
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::tree::{Broken, Key, Node};

/// A file and what stands in it.
#[derive(Clone)]
pub struct FileText {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
}

impl std::fmt::Debug for FileText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileText")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// One cloud of the file.
#[derive(Clone, Debug)]
pub struct CloudEntry {
    /// Its name in the file.
    pub name: String,
    /// The file it stands in.
    pub file: PathBuf,
    /// Line of its name, from 1.
    pub line: Option<u32>,
    /// How to reach it, or what is wrong with the entry.
    pub profile: Result<CloudProfile, Problem>,
    /// The secret that stands in one of the files, if one does.
    pub secret: Option<Secret>,
}

/// Reads the clouds, in the order of the file. An error means that a file itself is broken.
pub fn parse(clouds: &FileText, secure: Option<&FileText>) -> Result<Vec<CloudEntry>, Problem> {
    let mut entries: Vec<(Key, Node, PathBuf)> = clouds_of(clouds)?
        .into_iter()
        .map(|(key, node)| (key, node, clouds.path.clone()))
        .collect();
    if let Some(secure) = secure {
        for (key, node) in clouds_of(secure)? {
            match entries.iter_mut().find(|(known, _, _)| known.name == key.name) {
                Some((_, known, _)) => known.overlay(node),
                None => entries.push((key, node, secure.path.clone())),
            }
        }
    }
    Ok(entries
        .into_iter()
        .map(|(key, node, file)| read(key, &node, file))
        .collect())
}

fn read(key: Key, node: &Node, file: PathBuf) -> CloudEntry {
    let name = clean(&key.name);
    let source = ProfileSource {
        file: file.clone(),
        line: key.line,
    };
    CloudEntry {
        profile: entry::profile(&name, source, node),
        secret: entry::secret(node),
        name,
        file,
        line: key.line,
    }
}

/// The entries under `clouds`.
fn clouds_of(file: &FileText) -> Result<Vec<(Key, Node)>, Problem> {
    let broken = |broken: Broken| {
        Problem::new(ProblemKind::CloudsFileBroken {
            file: file.path.display().to_string(),
            line: broken.line,
            detail: clean(&broken.detail),
        })
    };
    let tree = Node::read(&file.text).map_err(broken)?;
    let Node::Map(top) = tree else {
        return Err(no_clouds(file, None));
    };
    match top.into_iter().find(|(key, _)| key.name == "clouds") {
        Some((_, Node::Map(clouds))) => Ok(clouds),
        Some((_, Node::Nothing)) => Ok(Vec::new()),
        Some((key, Node::Text(_) | Node::List(_))) => Err(no_clouds(file, key.line)),
        None => Err(no_clouds(file, None)),
    }
}

fn no_clouds(file: &FileText, line: Option<u32>) -> Problem {
    Problem::new(ProblemKind::CloudsFileBroken {
        file: file.path.display().to_string(),
        line,
        detail: "no mapping `clouds`".to_owned(),
    })
}
