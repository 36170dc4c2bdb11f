//! How the labels of a cluster come about. A label sent alone replaces all of its template's, unless the server merges; where
//! it does not know how, or one of the template's labels is to go, the whole set is computed here and sent.

use std::collections::{BTreeMap, BTreeSet};

/// Where a label of the cluster comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The template has it, and nothing changes it.
    Template,
    /// The template has another value.
    Overridden,
    /// The template does not have it.
    Added,
    /// The template has it, the cluster will not.
    Dropped,
}

/// The labels as they go out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelRequest {
    /// What is sent.
    pub values: BTreeMap<String, String>,
    /// Whether the server is asked to add them to the template's.
    pub merge: bool,
}

/// Whether the server knows `merge_labels`: it came with Magnum 11, and version 1.9 of the API stands for 9.1 to 11, so that
/// only later ones are certain.
pub fn server_merges(minor: Option<u32>) -> bool {
    minor.is_some_and(|minor| minor >= 10)
}

/// What the cluster will have.
pub fn merged(
    template: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
    dropped: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut all = template.clone();
    all.retain(|name, _| !dropped.contains(name));
    all.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
    all
}

/// Each label with where it comes from; dropped ones with the template's value.
pub fn origins(
    template: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
    dropped: &BTreeSet<String>,
) -> BTreeMap<String, (String, Origin)> {
    let mut told: BTreeMap<String, (String, Origin)> = BTreeMap::new();
    for (name, value) in template {
        let origin = if dropped.contains(name) {
            Origin::Dropped
        } else {
            Origin::Template
        };
        told.insert(name.clone(), (value.clone(), origin));
    }
    for (name, value) in own {
        let origin = match template.get(name) {
            Some(same) if same == value => Origin::Template,
            Some(_) => Origin::Overridden,
            None => Origin::Added,
        };
        told.insert(name.clone(), (value.clone(), origin));
    }
    told
}

/// What has to be sent so that the cluster has exactly the merged set; `None` where it has the template's own.
pub fn request(
    template: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
    dropped: &BTreeSet<String>,
    minor: Option<u32>,
) -> Option<LabelRequest> {
    let whole = merged(template, own, dropped);
    if whole == *template {
        return None;
    }
    let drops = template.keys().any(|name| !whole.contains_key(name));
    if drops || !server_merges(minor) || template.is_empty() {
        return Some(LabelRequest {
            values: whole,
            merge: false,
        });
    }
    let differences = whole
        .into_iter()
        .filter(|(name, value)| template.get(name) != Some(value));
    Some(LabelRequest {
        values: differences.collect(),
        merge: true,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{LabelRequest, Origin, merged, origins, request};

    fn labels(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn dropped(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// What Magnum makes of a request.
    fn served(
        template: &BTreeMap<String, String>,
        request: Option<&LabelRequest>,
    ) -> BTreeMap<String, String> {
        match request {
            None => template.clone(),
            Some(request) if request.values.is_empty() => template.clone(),
            Some(request) if request.merge => merged(template, &request.values, &BTreeSet::new()),
            Some(request) => request.values.clone(),
        }
    }

    #[test]
    fn every_server_ends_up_with_the_same_labels() {
        let template = labels(&[("kube_tag", "v1.28"), ("monitoring_enabled", "true"), ("a", "1")]);
        let own = labels(&[("kube_tag", "v1.30"), ("Team", "a=b,c;d"), ("a", "1")]);
        for minor in [None, Some(3), Some(9), Some(10), Some(14)] {
            for gone in [dropped(&[]), dropped(&["monitoring_enabled"])] {
                let sent = request(&template, &own, &gone, minor);
                assert_eq!(
                    served(&template, sent.as_ref()),
                    merged(&template, &own, &gone),
                    "{minor:?}"
                );
                let merges = minor.is_some_and(|minor| minor >= 10) && gone.is_empty();
                assert_eq!(sent.as_ref().is_some_and(|sent| sent.merge), merges);
                if merges {
                    let only = sent.unwrap().values;
                    assert_eq!(only, labels(&[("kube_tag", "v1.30"), ("Team", "a=b,c;d")]));
                }
            }
        }
    }

    #[test]
    fn nothing_is_sent_where_nothing_differs() {
        let template = labels(&[("kube_tag", "v1.28")]);
        assert_eq!(request(&template, &template, &dropped(&[]), Some(12)), None);
        assert_eq!(
            request(&labels(&[]), &labels(&[]), &dropped(&["gone"]), Some(12)),
            None
        );
    }

    #[test]
    fn each_label_says_where_it_is_from() {
        let template = labels(&[("kube_tag", "v1.28"), ("a", "1"), ("b", "2")]);
        let own = labels(&[("kube_tag", "v1.30"), ("c", "3")]);
        let told: Vec<_> = origins(&template, &own, &dropped(&["b"]))
            .into_iter()
            .map(|(name, (value, origin))| (name, value, origin))
            .collect();
        let expected = [
            ("a", "1", Origin::Template),
            ("b", "2", Origin::Dropped),
            ("c", "3", Origin::Added),
            ("kube_tag", "v1.30", Origin::Overridden),
        ];
        let expected = expected.map(|(name, value, origin)| (name.to_owned(), value.to_owned(), origin));
        assert_eq!(told, expected);
    }
}
