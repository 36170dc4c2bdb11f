//! The settings of one cloud, layer upon layer: a vendor's, the entry's, secure.yaml's, a region's. Each knows where it
//! was read.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::profile::ProfileSource;
use crate::openstack::clouds_yaml::tree::{Key, Node, Scalar, Style};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) node: Node,
    pub(crate) place: ProfileSource,
}

impl Setting {
    /// The text, where it is one.
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.node {
            Node::Text(scalar) => Some(scalar),
            Node::Nothing | Node::List(_) | Node::Map(_) => None,
        }
    }
}

/// What an entry says, by names with underscores; `auth` apart, because it is merged name by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    top: BTreeMap<String, Setting>,
    auth: BTreeMap<String, Setting>,
    /// Where `auth` is something else than a mapping.
    odd_auth: bool,
}

impl Settings {
    /// What a mapping of a file says.
    pub(crate) fn of_file(node: &Node, file: &Path) -> Self {
        Self::read(node, &|key| ProfileSource::File {
            file: file.to_owned(),
            line: key.line,
        })
    }

    /// What the table of vendors says.
    pub(crate) fn of_vendor(node: &Node, vendor: &str) -> Self {
        Self::read(node, &|_| ProfileSource::Vendor(vendor.to_owned()))
    }

    /// What variables say, each with its place.
    pub(crate) fn of_variables(variables: impl Iterator<Item = (String, String, ProfileSource)>) -> Self {
        let top = variables
            .map(|(name, value, place)| {
                let node = Node::Text(Scalar {
                    text: value,
                    style: Style::Quoted,
                });
                (name, Setting { node, place })
            })
            .collect();
        Self {
            top,
            ..Self::default()
        }
    }

    fn read(node: &Node, place: &dyn Fn(&Key) -> ProfileSource) -> Self {
        let mut settings = Self::default();
        let Node::Map(entries) = node else {
            return settings;
        };
        for (key, value) in entries {
            match (key.name.as_str(), value) {
                ("auth", Node::Map(inner)) => settings.auth.extend(named(inner, place)),
                ("auth", Node::Nothing) => {}
                ("auth", Node::Text(_) | Node::List(_)) => settings.odd_auth = true,
                _ => {
                    let setting = Setting {
                        node: value.clone(),
                        place: place(key),
                    };
                    settings.top.insert(underscored(&key.name), setting);
                }
            }
        }
        settings
    }

    /// Lays other settings over these. One that says nothing takes the value away, as in the stock client.
    pub(crate) fn overlay(&mut self, above: Self) {
        self.top.extend(above.top);
        self.auth.extend(above.auth);
        self.odd_auth |= above.odd_auth;
    }

    /// Lays a region's own values over these. There, one that says nothing changes nothing.
    pub(crate) fn overlay_said(&mut self, mut above: Self) {
        above.top.retain(|_, setting| setting.node != Node::Nothing);
        self.overlay(above);
    }

    /// Whether `auth` is no mapping.
    pub(crate) fn has_odd_auth(&self) -> bool {
        self.odd_auth
    }

    /// A setting beside `auth`.
    pub(crate) fn beside(&self, name: &str) -> Option<&Setting> {
        self.top.get(name).filter(|setting| setting.node != Node::Nothing)
    }

    /// A setting in `auth`.
    pub(crate) fn within(&self, name: &str) -> Option<&Setting> {
        self.auth
            .get(name)
            .filter(|setting| setting.node != Node::Nothing)
    }

    /// Whether there is a setting beside `auth`, even one that says nothing.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.top.contains_key(name)
    }
}

fn named<'a>(
    entries: &'a [(Key, Node)],
    place: &'a dyn Fn(&Key) -> ProfileSource,
) -> impl Iterator<Item = (String, Setting)> + 'a {
    entries.iter().map(move |(key, value)| {
        let setting = Setting {
            node: value.clone(),
            place: place(key),
        };
        (underscored(&key.name), setting)
    })
}

/// `project-name` is an old way to write `project_name`.
fn underscored(name: &str) -> String {
    name.replace('-', "_")
}
