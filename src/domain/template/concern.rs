//! What deserves a warning in a template that is there: what is outdated, unsafe, or going to fail.

use jiff::Timestamp;
use jiff::civil::date;

use crate::domain::catalog::Catalog;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::check::{TemplateReason, image_trouble};
use crate::domain::template::era::Era;

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// The API goes without TLS: nobody can prove who they are, and everybody on the way reads along.
    TlsDisabled,
    /// Images come from a registry that nobody checks.
    InsecureRegistry(String),
    /// The image is not there any more, or not visible.
    ImageMissing(String),
    /// The image does not say its distribution, so Magnum refuses every cluster.
    ImageWithoutDistribution(String),
    /// The image says no version of Kubernetes, which a Cluster API driver needs.
    ImageWithoutVersion(String),
    /// A flavor is not there any more, or not visible.
    FlavorMissing(String),
    /// The server does not accept this engine any more.
    EngineGone(String),
    /// The driver has gone from current releases.
    StorageDriver(String),
    /// Kubernetes of this minor version has had no corrections since about this moment.
    OldKubernetes {
        /// `kube_tag`.
        tag: String,
        /// When they ended.
        since: Timestamp,
    },
    /// Every node takes a public address.
    FloatingIps,
    /// Names are looked up at a public server, which many clouds do not reach.
    PublicNameServer(String),
    /// There is no load balancer, so that there is one master, and its loss is the cluster's.
    SingleMaster,
    /// A password stands in a label that everybody reads.
    ReadablePassword(String),
}

impl Concern {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TlsDisabled
            | Self::ImageMissing(_)
            | Self::ImageWithoutDistribution(_)
            | Self::FlavorMissing(_)
            | Self::EngineGone(_) => Severity::Bad,
            Self::InsecureRegistry(_)
            | Self::ImageWithoutVersion(_)
            | Self::StorageDriver(_)
            | Self::OldKubernetes { .. }
            | Self::ReadablePassword(_) => Severity::Warning,
            Self::FloatingIps | Self::PublicNameServer(_) | Self::SingleMaster => Severity::Neutral,
        }
    }

    /// Whether it is more than a hint.
    pub fn is_serious(&self) -> bool {
        self.severity() != Severity::Neutral
    }
}

/// Labels that hold a password in the clear.
const PASSWORDS: [&str; 1] = ["grafana_admin_passwd"];
/// Name servers of companies.
const PUBLIC_NAME_SERVERS: [&str; 4] = ["8.8.8.8", "8.8.4.4", "1.1.1.1", "114.114.114.114"];

/// Everything that deserves a warning, the worst first.
pub fn concerns(
    template: &ClusterTemplate,
    catalog: Option<&Catalog>,
    era: Era<'_>,
    now: Timestamp,
) -> Vec<Concern> {
    let mut found = Vec::new();
    if template.tls_disabled == Some(true) {
        found.push(Concern::TlsDisabled);
    }
    found.extend(template.insecure_registry.clone().map(Concern::InsecureRegistry));
    if let Some(catalog) = catalog {
        found.extend(image_concern(template, catalog, era));
        found.extend(flavor_concerns(template, catalog));
    }
    if gone(era, &template.coe) {
        found.push(Concern::EngineGone(template.coe.clone()));
    }
    if let Some(driver) = &template.docker_storage_driver
        && matches!(driver.as_str(), "devicemapper" | "overlay")
    {
        found.push(Concern::StorageDriver(driver.clone()));
    }
    if let Some(tag) = template.labels.get("kube_tag")
        && let Some(since) = support_ended(tag).filter(|since| *since <= now)
    {
        found.push(Concern::OldKubernetes {
            tag: tag.clone(),
            since,
        });
    }
    found.extend(
        PASSWORDS
            .into_iter()
            .filter(|label| template.labels.contains_key(*label))
            .map(|label| Concern::ReadablePassword(label.to_owned())),
    );
    if template.floating_ip_enabled == Some(true) {
        found.push(Concern::FloatingIps);
    }
    let servers = template.dns_nameserver.as_deref().unwrap_or_default();
    let public = |server: &&str| PUBLIC_NAME_SERVERS.contains(server);
    if let Some(server) = servers.split(',').map(str::trim).find(public) {
        found.push(Concern::PublicNameServer(server.to_owned()));
    }
    if template.master_lb_enabled == Some(false) {
        found.push(Concern::SingleMaster);
    }
    found.sort_by_key(|concern| std::cmp::Reverse(concern.severity()));
    found
}

/// The engine is none that the era is sure of, although templates with it are left from earlier.
fn gone(era: Era<'_>, coe: &str) -> bool {
    let bare = Era {
        templates: &[],
        ..era
    };
    era.minor.is_some() && !coe.is_empty() && !bare.engines().contains(&coe)
}

fn image_concern(template: &ClusterTemplate, catalog: &Catalog, era: Era<'_>) -> Option<Concern> {
    if catalog.images.is_empty() {
        return None;
    }
    let named = || template.image.clone();
    let Some(image) = catalog.image(&template.image) else {
        return Some(Concern::ImageMissing(named()));
    };
    let trouble = image_trouble(image, &template.coe, era);
    if trouble == Some(TemplateReason::NoDistribution) {
        return Some(Concern::ImageWithoutDistribution(named()));
    }
    let heat = matches!(
        image.os_distro.as_deref(),
        Some("fedora-coreos" | "fedora-atomic" | "coreos" | "fedora")
    );
    let kubernetes = template.coe == "kubernetes" && era.minor.is_some_and(|minor| minor >= 11);
    (kubernetes && !heat && image.kube_version.is_none()).then(|| Concern::ImageWithoutVersion(named()))
}

fn flavor_concerns(template: &ClusterTemplate, catalog: &Catalog) -> Vec<Concern> {
    if catalog.flavors.is_empty() {
        return Vec::new();
    }
    let mut missing: Vec<String> = [&template.flavor, &template.master_flavor]
        .into_iter()
        .flatten()
        .filter(|name| catalog.flavor(name).is_none())
        .cloned()
        .collect();
    missing.dedup();
    missing.into_iter().map(Concern::FlavorMissing).collect()
}

/// About when the corrections of a minor version of Kubernetes ended. Since 1.26, of December 2022, one comes every four
/// months and is looked after for fourteen; those before came at least as often.
fn support_ended(tag: &str) -> Option<Timestamp> {
    let mut parts = tag.trim_start_matches('v').split('.');
    if parts.next()? != "1" {
        return None;
    }
    let minor: u16 = parts.next()?.parse().ok()?;
    let months = (i32::from(minor) - 26) * 4 + 14;
    // December 2022 is the twelfth month of that year.
    let month = 2022 * 12 + 11 + months;
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    let first = jiff::civil::Date::new(year, month, 28).unwrap_or(date(2022, 12, 28));
    jiff::tz::Offset::UTC.to_timestamp(first.at(0, 0, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::support_ended;

    #[test]
    fn kubernetes_ends_fourteen_months_after_it_came() {
        let ended =
            |tag: &str| support_ended(tag).map(|at| at.to_string().chars().take(7).collect::<String>());
        assert_eq!(ended("v1.26.8").as_deref(), Some("2024-02"));
        assert_eq!(ended("v1.28.9-rancher1").as_deref(), Some("2024-10"));
        assert_eq!(ended("1.33.1").as_deref(), Some("2026-06"));
        assert!(ended("v1.18.2").as_deref() < Some("2022"));
        for odd in ["", "latest", "v2.0.0", "v1", "v1.x", "v1.99999999999"] {
            assert_eq!(ended(odd), None, "{odd}");
        }
        assert_eq!(ended("v1.-999999").as_deref(), None);
    }
}
