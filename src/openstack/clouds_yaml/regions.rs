//! The regions that an entry lists, and the one that is meant.

use crate::domain::clean::clean;
use crate::domain::profile::ProfileSource;
use crate::openstack::clouds_yaml::settings::{Setting, Settings};
use crate::openstack::clouds_yaml::tree::Node;

/// A region and what is different in it.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) name: String,
    pub(crate) place: ProfileSource,
    pub(crate) values: Settings,
}

/// What the settings list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Regions {
    /// In the order of the file; the first is meant where none is named.
    pub(crate) known: Vec<Region>,
    /// Whether there is a list, rather than a single name.
    pub(crate) listed: bool,
}

/// Reads `regions`, else `region_name`: of the entry itself, else of its vendor.
///
/// # Errors
/// What is wrong with the list.
pub(crate) fn regions(own: &Settings, vendor: &Settings) -> Result<Regions, String> {
    for settings in [own, vendor] {
        if let Some(list) = settings.beside("regions") {
            return listed(list);
        }
        if let Some(names) = settings.beside("region_name") {
            return Ok(named(names));
        }
        if settings.names("regions") || settings.names("region_name") {
            break;
        }
    }
    Ok(Regions::default())
}

fn listed(list: &Setting) -> Result<Regions, String> {
    let Node::List(items) = &list.node else {
        return Err("is no list".to_owned());
    };
    let known = items
        .iter()
        .map(|item| match item {
            Node::Text(name) => Ok(Region {
                name: clean(name.text.trim()),
                place: list.place.clone(),
                values: Settings::default(),
            }),
            Node::Map(entries) => {
                let odd = entries
                    .iter()
                    .find(|(key, _)| !matches!(key.name.as_str(), "name" | "values"));
                if let Some((key, _)) = odd {
                    return Err(format!("has `{}` beside name and values", clean(&key.name)));
                }
                let Some(Node::Text(name)) = item.get("name") else {
                    return Err("has a region without a name".to_owned());
                };
                let values = item.get("values").map(|values| match &list.place {
                    ProfileSource::File { file, .. } => Settings::of_file(values, file),
                    ProfileSource::Variable(_) | ProfileSource::Flag(_) => Settings::default(),
                    ProfileSource::Vendor(vendor) => Settings::of_vendor(values, vendor),
                });
                Ok(Region {
                    name: clean(name.text.trim()),
                    place: list.place.clone(),
                    values: values.unwrap_or_default(),
                })
            }
            Node::Nothing | Node::List(_) => Err("has a region without a name".to_owned()),
        })
        .collect::<Result<_, _>>()?;
    Ok(Regions { known, listed: true })
}

/// One name, or several with commas between them as old files have it.
fn named(names: &Setting) -> Regions {
    let texts: Vec<&str> = match &names.node {
        Node::Text(scalar) => scalar.text.split(',').collect(),
        Node::List(items) => items
            .iter()
            .filter_map(|item| match item {
                Node::Text(scalar) => Some(scalar.text.as_str()),
                Node::Nothing | Node::List(_) | Node::Map(_) => None,
            })
            .collect(),
        Node::Nothing | Node::Map(_) => Vec::new(),
    };
    let known: Vec<Region> = texts
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .map(|name| Region {
            name: clean(name),
            place: names.place.clone(),
            values: Settings::default(),
        })
        .collect();
    Regions {
        listed: known.len() > 1,
        known,
    }
}
