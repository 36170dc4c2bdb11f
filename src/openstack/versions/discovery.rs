//! Reads the list of versions that a service shows at its root to everybody, in whichever form.

use reqwest::Method;
use url::Url;

use crate::domain::diagnostics::VersionRange;
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::endpoints::is_version;
use crate::openstack::error::ApiError;
use crate::openstack::policy::{self, CallClass};
use crate::openstack::transport::{Call, Transport};
use crate::openstack::wire::Row;

/// What a service says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) range: VersionRange,
    /// The host that its links lead to, where it is another one.
    pub(crate) elsewhere: Option<String>,
}

/// Asks without a token; so a redirect may be followed, a few times and on the same host.
pub(crate) async fn ask(transport: &Transport, service: Service, base: &Url) -> Result<Offer, ApiError> {
    let mut url = root(base);
    for _ in 0..policy::DISCOVERY_HOPS {
        match transport.send(&call(service, &url), None).await {
            Ok(answer) => return read(&answer.json()?, base).ok_or_else(|| no_list(service)),
            Err(error) => match hop(&error, &url) {
                Some(next) => url = next,
                None => return Err(error),
            },
        }
    }
    let answer = transport.send(&call(service, &url), None).await?;
    read(&answer.json()?, base).ok_or_else(|| no_list(service))
}

/// Whether the service itself may well work although its list of versions does not.
pub(crate) fn is_odd(error: &ApiError) -> bool {
    error.problem().status.is_some_and(|status| status < 500)
        || matches!(
            error.kind(),
            ProblemKind::NotAnApi { .. } | ProblemKind::InvalidAnswer { .. } | ProblemKind::TooLarge { .. }
        )
}

fn call(service: Service, url: &Url) -> Call {
    Call {
        service,
        method: Method::GET,
        url: url.clone(),
        headers: Vec::new(),
        body: None,
        class: CallClass::One,
    }
}

fn no_list(service: Service) -> ApiError {
    let detail = "no list of versions".to_owned();
    ApiError::of(service, ProblemKind::InvalidAnswer { detail })
}

/// Where a redirect leads, if it may be followed.
fn hop(error: &ApiError, from: &Url) -> Option<Url> {
    let ProblemKind::Redirected { to } = error.kind() else {
        return None;
    };
    let to = Url::parse(to).ok()?;
    let no_worse = to.scheme() == from.scheme() || to.scheme() == "https";
    (no_worse && to.host_str() == from.host_str()).then_some(to)
}

/// What stands before the version in an address, with a slash at the end.
fn root(base: &Url) -> Url {
    let mut root = base.clone();
    let before: Vec<String> = base
        .path_segments()
        .into_iter()
        .flatten()
        .take_while(|segment| !is_version(segment))
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect();
    if let Ok(mut path) = root.path_segments_mut() {
        path.clear().extend(before).push("");
    }
    root
}

fn read(document: &serde_json::Value, base: &Url) -> Option<Offer> {
    let document = Row::of(document);
    let listed: Vec<Row<'_>> = document
        .rows("versions")
        // Keystone's list is wrapped once more.
        .chain(document.row("versions").rows("values"))
        .chain(document.value("version").map(Row::of))
        .collect();
    // Magnum's microversions stand on whichever entry names them; of the others the current one counts.
    let current = listed
        .iter()
        .copied()
        .filter(|row| row.text("status").eq_ignore_ascii_case("current"))
        .max_by_key(|row| order(&row.text("id")));
    let chosen = current.or_else(|| listed.iter().copied().max_by_key(|row| order(&row.text("id"))))?;
    let elsewhere = chosen
        .rows("links")
        .filter(|link| link.text("rel") == "self")
        .filter_map(|link| Url::parse(&link.text("href")).ok())
        .find(|url| url.host_str() != base.host_str())
        .and_then(|url| url.host_str().map(str::to_owned));
    Some(Offer {
        range: VersionRange {
            api: chosen.some_text("id"),
            oldest: chosen.some_text("min_version"),
            newest: chosen
                .some_text("max_version")
                .or_else(|| chosen.some_text("version")),
            in_use: None,
        },
        elsewhere,
    })
}

/// `v2.10` comes after `v2.9`.
fn order(id: &str) -> Vec<u32> {
    id.trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::{read, root};

    fn url(raw: &str) -> Url {
        Url::parse(raw).unwrap()
    }

    #[test]
    fn f39_the_root_is_what_stands_before_the_version() {
        for (base, expected) in [
            ("https://h/identity/v3", "https://h/identity/"),
            ("http://h:8774/v2.1/p1", "http://h:8774/"),
            ("http://h/load-balancer/v2/lbaas", "http://h/load-balancer/"),
            ("http://h:9511/v1", "http://h:9511/"),
        ] {
            assert_eq!(root(&url(base)).as_str(), expected);
        }
    }

    #[test]
    fn every_service_lists_its_versions_in_its_own_way() {
        let base = url("http://h:1/v2");
        let says = |document: serde_json::Value| {
            let offer = read(&document, &base).unwrap();
            let range = offer.range;
            (
                range.api.unwrap_or_default(),
                range.oldest,
                range.newest,
                offer.elsewhere,
            )
        };
        let text = |text: &str| Some(text.to_owned());
        let keystone = json!({"versions": {"values": [{"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": "http://inside:5000/v3/"}]}]}});
        assert_eq!(says(keystone), ("v3.14".to_owned(), None, None, text("inside")));
        let nova = json!({"versions": [
            {"id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": ""},
            {"id": "v2.1", "status": "CURRENT", "version": "2.96", "min_version": "2.1", "links": [{"rel": "self", "href": "http://h:1/v2.1/"}]},
        ]});
        assert_eq!(says(nova), ("v2.1".to_owned(), text("2.1"), text("2.96"), None));
        let magnum = json!({"versions": [{"id": "v1", "status": "CURRENT", "max_version": "1.12", "min_version": "1.1"}]});
        assert_eq!(says(magnum), ("v1".to_owned(), text("1.1"), text("1.12"), None));
        let octavia = json!({"versions": [{"id": "v2.9", "status": "SUPPORTED"}, {"id": "v2.27", "status": "CURRENT"}, {"id": "v2.10", "status": "SUPPORTED"}]});
        assert_eq!(says(octavia).0, "v2.27");
        let single = json!({"version": {"id": "v3.14"}});
        assert_eq!(says(single).0, "v3.14");
        assert_eq!(read(&json!({"versions": "odd"}), &base), None);
        assert_eq!(read(&json!({}), &base), None);
    }
}
