//! Vendor profiles: what a named vendor's customers need not write themselves. From clouds-public.yaml, else from the table
//! of well-known vendors in `assets/vendors.yaml`. One that is an address is not fetched.

use crate::domain::cloud_choice::ConfigWarningKind;
use crate::domain::problem::Problem;
use crate::openstack::clouds_yaml::FileText;
use crate::openstack::clouds_yaml::document::{self, Item};
use crate::openstack::clouds_yaml::settings::Settings;
use crate::openstack::clouds_yaml::tree::Node;

const TABLE: &str = include_str!("../../../assets/vendors.yaml");
const SECTION: &str = "public-clouds";

/// The vendors that can be named.
pub(crate) struct Vendors<'a> {
    public: Option<(&'a FileText, Vec<Item>)>,
}

/// What a vendor's name led to.
pub(crate) enum Vendor {
    /// Its settings, and a word about it.
    Known(Settings, Option<ConfigWarningKind>),
    /// Why there are none.
    Unknown(ConfigWarningKind),
    /// The entry of clouds-public.yaml cannot be read.
    Broken(Problem),
}

impl<'a> Vendors<'a> {
    /// Those of clouds-public.yaml, and the well-known ones. What is wrong with the file is told beside them.
    pub(crate) fn read(public: Option<&'a FileText>) -> (Self, Option<Problem>) {
        match public.map(|file| (file, document::read(file, SECTION))) {
            None => (Self { public: None }, None),
            Some((file, Ok(items))) => (
                Self {
                    public: Some((file, items)),
                },
                None,
            ),
            Some((_, Err(problem))) => (Self { public: None }, Some(problem)),
        }
    }

    /// The vendor of this name.
    pub(crate) fn find(&self, name: &str) -> Vendor {
        if let Some((file, items)) = &self.public
            && let Some(item) = items.iter().find(|item| item.key.name == name)
        {
            return match &item.node {
                Ok(node) => Vendor::Known(Settings::of_file(node, &file.path), None),
                Err(problem) => Vendor::Broken(problem.clone()),
            };
        }
        if name.contains("://") {
            return Vendor::Unknown(ConfigWarningKind::VendorRemote);
        }
        let Some(node) = Node::read(TABLE)
            .ok()
            .and_then(|table| table.get(SECTION)?.get(name).cloned())
        else {
            return Vendor::Unknown(ConfigWarningKind::VendorUnknown);
        };
        let word = |key: &str| match node.get(key) {
            Some(Node::Text(scalar)) => Some(scalar.text.as_str()),
            Some(Node::Nothing | Node::List(_) | Node::Map(_)) | None => None,
        };
        match word("status") {
            Some("shutdown") => Vendor::Unknown(ConfigWarningKind::VendorGone),
            _ if word("profile").is_some() => Vendor::Unknown(ConfigWarningKind::VendorRemote),
            status => Vendor::Known(
                Settings::of_vendor(&node, name),
                status.map(|_| ConfigWarningKind::VendorGone),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SECTION, TABLE};
    use crate::openstack::clouds_yaml::tree::Node;
    use crate::openstack::endpoints;

    #[test]
    fn the_table_of_vendors_can_be_read_and_has_addresses() {
        let table = Node::read(TABLE).unwrap();
        let Some(Node::Map(vendors)) = table.get(SECTION) else {
            panic!("a mapping")
        };
        assert!(vendors.len() > 10);
        for (key, vendor) in vendors {
            let url = match vendor.get("auth").and_then(|auth| auth.get("auth_url")) {
                Some(Node::Text(url)) => url.text.replace("{region_name}", "r"),
                Some(Node::Nothing | Node::List(_) | Node::Map(_)) | None => {
                    assert!(
                        vendor.get("status").is_some() || vendor.get("profile").is_some(),
                        "{key:?}"
                    );
                    continue;
                }
            };
            assert!(endpoints::identity(&url).is_some(), "{key:?}: {url}");
        }
    }
}
