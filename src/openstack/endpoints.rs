//! Finds where the services are: the catalogue by region and interface, the overrides of the profile, and each service's
//! way of writing its version into its address.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::service::Service;
use crate::openstack::wire::Row;

/// The addresses of one region.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Endpoints {
    /// The region in use; empty where the catalogue names none.
    pub(crate) region: String,
    /// Every region of the catalogue.
    pub(crate) regions: Vec<String>,
    /// Whether one of several regions was taken because nobody has said which.
    pub(crate) assumed: bool,
    /// Where each service's resources begin, version included, without a slash at the end.
    bases: BTreeMap<Service, Url>,
    /// Services that the catalogue has under http, and that are asked over https all the same.
    encrypted: BTreeSet<Service>,
    /// The regions in which each service is to be found.
    offered: BTreeMap<Service, Vec<String>>,
}

impl Endpoints {
    /// Chooses from the `catalog` of a token.
    pub(crate) fn choose(token: Row<'_>, profile: &CloudProfile, project: &str) -> Result<Self, Problem> {
        let offers: Vec<Offer> = token.rows("catalog").flat_map(offers).collect();
        let regions: BTreeSet<&str> = offers
            .iter()
            .map(|offer| offer.region.as_str())
            .filter(|region| !region.is_empty())
            .collect();
        let region = choose_region(profile, &offers, &regions)?;
        let mut bases = BTreeMap::new();
        let mut encrypted = BTreeSet::new();
        let auth = Url::parse(&profile.auth_url).ok();
        for service in Service::ALL {
            let address = match profile.endpoint_overrides.get(&service) {
                Some(address) => Some(address.as_str()),
                None => find(&offers, service, &region, profile.interface.word()),
            };
            let configured = profile.endpoint_overrides.contains_key(&service);
            let base = address
                .and_then(|address| Url::parse(address).ok())
                .and_then(|url| base(service, url, project));
            if let Some(mut base) = base {
                if !configured && encrypt(&mut base, auth.as_ref()) {
                    encrypted.insert(service);
                }
                bases.insert(service, base);
            }
        }
        let interface = profile.interface.word();
        let offered = |service| {
            let there = |region: &&&str| find(&offers, service, region, interface).is_some();
            (
                service,
                regions
                    .iter()
                    .filter(there)
                    .map(|region| (*region).to_owned())
                    .collect(),
            )
        };
        let named = profile.region.as_deref().is_some_and(|region| !region.is_empty());
        Ok(Self {
            region,
            regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            assumed: !named && regions.len() > 1,
            bases,
            encrypted,
            offered: Service::ALL.into_iter().map(offered).collect(),
        })
    }

    /// The regions in which a service is to be found.
    pub(crate) fn regions_with(&self, service: Service) -> Vec<String> {
        self.offered.get(&service).cloned().unwrap_or_default()
    }

    /// Where a service's resources begin.
    pub(crate) fn base(&self, service: Service) -> Option<&Url> {
        self.bases.get(&service)
    }

    /// Whether the catalogue says http, and https is used instead.
    pub(crate) fn is_encrypted_by_us(&self, service: Service) -> bool {
        self.encrypted.contains(&service)
    }
}

/// A catalogue behind a proxy often says http where only https is reached: on the host of an encrypted identity service
/// nothing is asked in the clear. Says whether that changed anything.
fn encrypt(base: &mut Url, auth: Option<&Url>) -> bool {
    let same_host = auth.is_some_and(|auth| auth.scheme() == "https" && auth.host_str() == base.host_str());
    same_host && base.scheme() == "http" && base.set_scheme("https").is_ok()
}

/// One address of the catalogue.
struct Offer {
    kind: String,
    interface: String,
    region: String,
    url: String,
}

fn offers(entry: Row<'_>) -> impl Iterator<Item = Offer> {
    let kind = entry.text("type");
    entry.rows("endpoints").map(move |endpoint| Offer {
        kind: kind.clone(),
        interface: endpoint.text("interface"),
        region: endpoint
            .some_text("region_id")
            .unwrap_or_else(|| endpoint.text("region")),
        url: endpoint.text("url"),
    })
}

/// The region that is named, else the first that the entry lists, else the first that has Magnum, else the first.
fn choose_region(
    profile: &CloudProfile,
    offers: &[Offer],
    regions: &BTreeSet<&str>,
) -> Result<String, Problem> {
    let named = profile
        .region
        .as_ref()
        .or(profile.regions.first())
        .filter(|region| !region.is_empty());
    if let Some(named) = named {
        if regions.is_empty() || regions.contains(named.as_str()) {
            return Ok(named.clone());
        }
        return Err(Problem::new(ProblemKind::RegionMissing {
            region: named.clone(),
            known: regions.iter().map(|region| (*region).to_owned()).collect(),
        }));
    }
    let with_magnum = regions
        .iter()
        .find(|region| find(offers, Service::ContainerInfra, region, profile.interface.word()).is_some());
    Ok(with_magnum
        .or(regions.first())
        .map(|region| (*region).to_owned())
        .unwrap_or_default())
}

/// The catalogue's words for a service, the newest first.
pub(crate) fn kinds(service: Service) -> &'static [&'static str] {
    match service {
        Service::Identity => &["identity"],
        Service::ContainerInfra => &[
            "container-infrastructure-management",
            "container-infra",
            "container-infrastructure",
        ],
        Service::Orchestration => &["orchestration"],
        Service::Compute => &["compute"],
        Service::Network => &["network"],
        Service::LoadBalancer => &["load-balancer"],
        Service::BlockStorage => &["block-storage", "volumev3", "block-store"],
        Service::Image => &["image"],
    }
}

fn find<'a>(offers: &'a [Offer], service: Service, region: &str, interface: &str) -> Option<&'a str> {
    kinds(service).iter().find_map(|kind| {
        offers
            .iter()
            .find(|offer| {
                offer.kind == *kind
                    // Old catalogues say `publicURL`.
                    && offer.interface.trim_end_matches("URL") == interface
                    && (offer.region == region || offer.region.is_empty())
            })
            .map(|offer| offer.url.as_str())
    })
}

/// Brings an address into the form that this client builds upon, however the operator wrote it.
fn base(service: Service, mut url: Url, project: &str) -> Option<Url> {
    url.set_query(None);
    url.set_fragment(None);
    let mut path: Vec<String> = url
        .path_segments()?
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect();
    let last_is_version = |path: &[String]| path.last().is_some_and(|last| is_version(last));
    match service {
        Service::Identity => to_version(&mut path, "v3"),
        Service::ContainerInfra => to_version(&mut path, "v1"),
        Service::Image => to_version(&mut path, "v2"),
        Service::Network => to_version(&mut path, "v2.0"),
        Service::LoadBalancer => {
            if path.last().is_some_and(|last| last == "lbaas") {
                path.pop();
            }
            if !last_is_version(&path) {
                path.push("v2".to_owned());
            }
            path.push("lbaas".to_owned());
        }
        Service::Compute => {
            // `/v2.1` and `/v2.1/<project>` are both answered.
            if !path.iter().any(|segment| is_version(segment)) {
                path.push("v2.1".to_owned());
            }
        }
        Service::Orchestration | Service::BlockStorage => {
            if !path.iter().any(|segment| is_version(segment)) {
                path.push(
                    if service == Service::Orchestration {
                        "v1"
                    } else {
                        "v3"
                    }
                    .to_owned(),
                );
            }
            if last_is_version(&path) {
                path.push(project.to_owned());
            }
        }
    }
    url.path_segments_mut().ok()?.clear().extend(&path);
    Some(url)
}

fn to_version(path: &mut Vec<String>, version: &str) {
    if path.last().is_some_and(|last| is_version(last)) {
        path.pop();
    }
    path.push(version.to_owned());
}

/// `v1`, `v2.0`, `v2.1` …
pub(crate) fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|tail| {
        tail.starts_with(|c: char| c.is_ascii_digit()) && tail.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// Keystone's own address, from the profile: with or without `/v3`, or with the old `/v2.0`.
pub(crate) fn identity(auth_url: &str) -> Option<Url> {
    let url = Url::parse(auth_url.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(())?;
    base(Service::Identity, url, "")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use url::Url;

    use super::{Endpoints, base, identity};
    use crate::domain::problem::ProblemKind;
    use crate::domain::profile::{AuthScope, CloudProfile, Identity, Interface, NameOrId, TlsPolicy};
    use crate::domain::service::Service;
    use crate::openstack::wire::Row;

    fn based(service: Service, url: &str) -> String {
        base(service, Url::parse(url).unwrap(), "p1").unwrap().to_string()
    }

    #[test]
    fn f39_versions_are_written_in_many_ways() {
        for (service, given, expected) in [
            (Service::ContainerInfra, "http://h:9511", "http://h:9511/v1"),
            (Service::ContainerInfra, "http://h:9511/v1/", "http://h:9511/v1"),
            (
                Service::ContainerInfra,
                "https://h/container-infra/v1",
                "https://h/container-infra/v1",
            ),
            (
                Service::ContainerInfra,
                "https://h/container-infra/",
                "https://h/container-infra/v1",
            ),
            (Service::Network, "http://h:9696", "http://h:9696/v2.0"),
            (Service::Network, "http://h/network/v2.0", "http://h/network/v2.0"),
            (Service::LoadBalancer, "http://h:9876", "http://h:9876/v2/lbaas"),
            (
                Service::LoadBalancer,
                "http://h:9876/v2.0",
                "http://h:9876/v2.0/lbaas",
            ),
            (
                Service::LoadBalancer,
                "http://h/load-balancer/v2/lbaas",
                "http://h/load-balancer/v2/lbaas",
            ),
            (Service::Image, "http://h:9292", "http://h:9292/v2"),
            (Service::Image, "http://h/image/v2", "http://h/image/v2"),
            (Service::Compute, "http://h:8774/v2.1", "http://h:8774/v2.1"),
            (Service::Compute, "http://h:8774/v2/p1", "http://h:8774/v2/p1"),
            (Service::Compute, "http://h/compute", "http://h/compute/v2.1"),
            (
                Service::BlockStorage,
                "http://h:8776/v3/p1",
                "http://h:8776/v3/p1",
            ),
            (Service::BlockStorage, "http://h:8776/v3", "http://h:8776/v3/p1"),
            (Service::BlockStorage, "http://h:8776", "http://h:8776/v3/p1"),
            (
                Service::Orchestration,
                "http://h:8004/v1/p1",
                "http://h:8004/v1/p1",
            ),
            (
                Service::Orchestration,
                "http://h/heat-api",
                "http://h/heat-api/v1/p1",
            ),
        ] {
            assert_eq!(based(service, given), expected, "{given}");
        }
        let identity = |raw| identity(raw).map(|url| url.to_string());
        assert_eq!(identity("https://h:5000").as_deref(), Some("https://h:5000/v3"));
        assert_eq!(
            identity("https://h/identity/v2.0/").as_deref(),
            Some("https://h/identity/v3")
        );
        assert_eq!(
            (identity("file:///etc"), identity("h:5000"), identity("")),
            (None, None, None)
        );
    }

    fn entry(kind: &str, endpoints: &[(&str, &str)]) -> Value {
        let endpoints: Vec<Value> = endpoints
            .iter()
            .map(|(interface, region)| {
                json!({"interface": interface, "region_id": region, "url": format!("http://{kind}.{region}.{interface}.test")})
            })
            .collect();
        json!({"type": kind, "endpoints": endpoints})
    }

    fn profile() -> CloudProfile {
        CloudProfile {
            name: "c".to_owned(),
            display_name: None,
            source: None,
            auth_url: String::new(),
            identity: Identity::Password {
                user: NameOrId::Id("u".to_owned()),
                domain: None,
            },
            auth_scope: AuthScope::Own,
            region: None,
            regions: Vec::new(),
            interface: Interface::Public,
            tls: TlsPolicy::System,
            client_certificate: None,
            plain_http_accepted: false,
            cluster_proxy: None,
            endpoint_overrides: [].into(),
            sources: [].into(),
        }
    }

    #[test]
    fn f36_an_encrypted_cloud_is_asked_over_https_on_its_own_host() {
        let token = json!({"catalog": [
            {"type": "compute", "endpoints": [{"interface": "public", "region": "r", "url": "http://cloud.test/compute"}]},
            {"type": "image", "endpoints": [{"interface": "public", "region": "r", "url": "http://cloud.test:9292"}]},
            {"type": "network", "endpoints": [{"interface": "public", "region": "r", "url": "http://other.test:9696"}]},
        ]});
        let mut profile = CloudProfile {
            auth_url: "https://cloud.test:5000/v3".to_owned(),
            ..profile()
        };
        let base = |found: &Endpoints, service| found.base(service).map(Url::to_string).unwrap();
        let found = Endpoints::choose(Row::of(&token), &profile, "p1").unwrap();
        assert_eq!(base(&found, Service::Compute), "https://cloud.test/compute/v2.1");
        assert_eq!(base(&found, Service::Image), "https://cloud.test:9292/v2");
        assert_eq!(base(&found, Service::Network), "http://other.test:9696/v2.0");
        let changed = Service::ALL.map(|service| found.is_encrypted_by_us(service));
        assert_eq!(changed.iter().filter(|changed| **changed).count(), 2);
        // What a person has configured is left as it is.
        profile.endpoint_overrides = [(Service::Compute, "http://cloud.test/compute".to_owned())].into();
        let found = Endpoints::choose(Row::of(&token), &profile, "p1").unwrap();
        assert_eq!(base(&found, Service::Compute), "http://cloud.test/compute/v2.1");
        profile.auth_url = "http://cloud.test:5000/v3".to_owned();
        let found = Endpoints::choose(Row::of(&token), &profile, "p1").unwrap();
        assert_eq!(base(&found, Service::Image), "http://cloud.test:9292/v2");
    }

    #[test]
    fn f35_the_region_is_the_named_one_or_one_that_has_magnum() {
        let token = json!({"catalog": [
            entry("compute", &[("public", "a"), ("public", "b"), ("internal", "b")]),
            entry("container-infra", &[("public", "b"), ("publicURL", "c")]),
            entry("container-infrastructure-management", &[("internal", "b")]),
            "odd", {"type": "network"}, {"type": "image", "endpoints": [{"interface": "public", "region": "b", "url": "not an address"}]},
        ]});
        let choose = |profile: &CloudProfile| Endpoints::choose(Row::of(&token), profile, "p1");
        let host =
            |found: &Endpoints, service| found.base(service).and_then(Url::host_str).map(str::to_owned);
        let mut profile = profile();
        let found = choose(&profile).unwrap();
        assert_eq!((found.region.as_str(), found.regions.len()), ("b", 3));
        assert_eq!(
            host(&found, Service::ContainerInfra).as_deref(),
            Some("container-infra.b.public.test")
        );
        assert_eq!(
            (found.base(Service::Network), found.base(Service::Image)),
            (None, None)
        );
        profile.interface = Interface::Internal;
        let found = choose(&profile).unwrap();
        let newest = "container-infrastructure-management.b.internal.test";
        assert_eq!(host(&found, Service::ContainerInfra).as_deref(), Some(newest));
        profile.interface = Interface::Public;
        profile.regions = vec!["c".to_owned(), "a".to_owned()];
        assert_eq!(choose(&profile).unwrap().region, "c");
        profile.region = Some("a".to_owned());
        let found = choose(&profile).unwrap();
        assert_eq!(
            (found.region.as_str(), found.base(Service::ContainerInfra)),
            ("a", None)
        );
        profile.region = Some("z".to_owned());
        let problem = choose(&profile).unwrap_err();
        assert_eq!(
            problem.kind,
            ProblemKind::RegionMissing {
                region: "z".to_owned(),
                known: ["a", "b", "c"].map(str::to_owned).to_vec(),
            }
        );
    }
}
