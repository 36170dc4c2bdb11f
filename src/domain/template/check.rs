//! The rules of a template, checked before anything is sent: Magnum's own, and those that its drivers only tell later.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use crate::domain::catalog::{Catalog, Image};
use crate::domain::label::KUBE_TAG;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::era::Era;
use crate::domain::template::field::{FieldKind, TemplateField};

/// The most characters of most texts.
const TEXT_MAX_CHARS: usize = 255;
/// Ports that Magnum takes for the API.
const PORTS: std::ops::RangeInclusive<u32> = 1024..=65535;
/// The least that devicemapper works with, GiB.
const DEVICEMAPPER_GIB: u32 = 3;

/// What a draft is checked against; parts that are not there yet are not checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct TemplateContext<'a> {
    /// What there is to choose from.
    pub catalog: Option<&'a Catalog>,
    /// What the server accepts.
    pub era: Era<'a>,
    /// Whether the session has an administrator's role.
    pub administrator: bool,
    /// Whether it is known that the region has no Octavia.
    pub lacks_octavia: bool,
    /// The template that is being changed; none for a new one.
    pub editing: Option<&'a ClusterTemplate>,
    /// Whether clusters use it.
    pub in_use: bool,
}

/// What is wrong, or worth a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TemplateReason {
    /// Nothing was chosen.
    Missing,
    /// More than 255 characters.
    TooLong,
    /// Another template has this name: legal, but confusing.
    NameTaken,
    /// The server does not know this engine, as far as its version tells.
    EngineNotAccepted,
    /// There is no such thing, or it is not visible.
    Unknown,
    /// Several things have this name.
    Ambiguous,
    /// Magnum refuses images that do not say their distribution.
    NoDistribution,
    /// No known driver runs this engine on this distribution.
    OtherDistribution,
    /// The image cannot be used yet, or any more.
    ImageNotActive,
    /// Magnum refuses flavors without a root disk unless a boot volume is asked for.
    NoDisk,
    /// No whole number, or nought.
    NotANumber,
    /// Not between 1024 and 65535.
    PortRange,
    /// devicemapper needs three GiB.
    VolumeTooSmall,
    /// devicemapper and overlay are deprecated.
    StorageDeprecated,
    /// The engine has another one.
    OtherVolumeDriver,
    /// The engine is not known to have it; the cloud may not allow it.
    OtherNetworkDriver,
    /// Drivers need one; without it each cluster has to name it.
    NoExternalNetwork,
    /// That network gives no addresses to the outside.
    NotExternal,
    /// A subnet without its network.
    SubnetAlone,
    /// Addresses of name servers are IPv4, separated by commas.
    NameServerForm,
    /// This Magnum takes one name server.
    OneNameServer,
    /// There is no Octavia, so that a load balancer cannot be made.
    NoOctavia,
    /// No driver for bare metal is left.
    NoBareMetal,
    /// A proxy is an address with a port.
    ProxyForm,
    /// Only administrators publish and hide.
    NeedsAdministrator,
    /// Magnum does not let go of it once it is set.
    NotRemovable,
    /// Clusters use the template.
    InUse,
    /// A value without a name.
    LabelNameless,
    /// Two labels of one name.
    LabelTwice,
    /// `boot_volume_size` must be a whole number.
    LabelNotANumber,
    /// No label names the Kubernetes release, so that the server takes its own, which is years old.
    ReleaseLeftOpen,
}

/// One issue of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateIssue {
    /// Where.
    pub field: TemplateField,
    /// What.
    pub reason: TemplateReason,
    /// Whether the request cannot go out with it.
    pub blocking: bool,
}

impl TemplateReason {
    fn is_warning(self) -> bool {
        matches!(
            self,
            Self::NameTaken
                | Self::OtherDistribution
                | Self::StorageDeprecated
                | Self::OtherNetworkDriver
                | Self::NoExternalNetwork
                | Self::SubnetAlone
                | Self::NoOctavia
                | Self::ProxyForm
                | Self::ReleaseLeftOpen
        )
    }
}

impl TemplateDraft {
    /// Everything that stands in the way or deserves a warning, in the order of the form.
    pub fn check(&self, context: &TemplateContext<'_>) -> Vec<TemplateIssue> {
        let changed: BTreeSet<TemplateField> = match context.editing {
            Some(template) => self.changes(template).iter().map(|step| step.field()).collect(),
            None => TemplateField::ALL.into(),
        };
        let mut found: Vec<(TemplateField, TemplateReason)> = Vec::new();
        for field in TemplateField::ALL {
            found.extend(self.reason(field, context).map(|reason| (field, reason)));
        }
        if let Some(template) = context.editing {
            found.extend(self.forbidden(template, context));
        }
        let mut issues: Vec<TemplateIssue> = found
            .into_iter()
            .filter(|(field, _)| context.era.knows(*field))
            .map(|(field, reason)| TemplateIssue {
                field,
                reason,
                // What was accepted once is for the server to judge.
                blocking: !reason.is_warning() && changed.contains(&field),
            })
            .collect();
        issues.sort();
        issues
    }

    /// What is wrong with one field in itself.
    fn reason(&self, field: TemplateField, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        if field.kind() == FieldKind::Text && self.text(field).trim().chars().count() > TEXT_MAX_CHARS {
            return Some(TemplateReason::TooLong);
        }
        match field {
            TemplateField::Name => self.name_reason(context),
            TemplateField::Coe => self.engine_reason(context),
            TemplateField::ServerType => (self.text(field) == "bm" && !context.era.has_bare_metal())
                .then_some(TemplateReason::NoBareMetal),
            TemplateField::Public | TemplateField::Hidden => None,
            TemplateField::Image => self.image_reason(context),
            TemplateField::MasterFlavor | TemplateField::Flavor => self.flavor_reason(field, context),
            TemplateField::KeyPair => self.keypair_reason(context),
            TemplateField::DockerVolumeSize | TemplateField::ApiServerPort => self.number_reason(field),
            TemplateField::DockerStorageDriver => {
                matches!(self.text(field).trim(), "devicemapper" | "overlay")
                    .then_some(TemplateReason::StorageDeprecated)
            }
            TemplateField::VolumeDriver => {
                let chosen = self.text(field).trim();
                let usual = context.era.volume_driver(self.text(TemplateField::Coe));
                (!chosen.is_empty() && chosen != usual).then_some(TemplateReason::OtherVolumeDriver)
            }
            TemplateField::ExternalNetwork => self.external_reason(context),
            TemplateField::NetworkDriver => {
                let chosen = self.text(field).trim();
                let known = context.era.network_drivers(self.text(TemplateField::Coe));
                (!chosen.is_empty() && !known.contains(&chosen)).then_some(TemplateReason::OtherNetworkDriver)
            }
            TemplateField::FixedNetwork => self.network_reason(field, context),
            TemplateField::FixedSubnet => (!self.text(field).trim().is_empty()
                && self.text(TemplateField::FixedNetwork).trim().is_empty())
            .then_some(TemplateReason::SubnetAlone),
            TemplateField::DnsNameserver => self.name_server_reason(context),
            TemplateField::MasterLb => {
                (self.flag(field) && context.lacks_octavia).then_some(TemplateReason::NoOctavia)
            }
            TemplateField::HttpProxy | TemplateField::HttpsProxy => self.proxy_reason(field),
            TemplateField::Labels => self.label_reason(context),
            TemplateField::Driver
            | TemplateField::Tags
            | TemplateField::FloatingIp
            | TemplateField::TlsDisabled
            | TemplateField::Registry
            | TemplateField::InsecureRegistry
            | TemplateField::NoProxy => None,
        }
        .or_else(|| self.publishing_reason(field, context))
    }

    /// What Magnum does not let be changed of a template that is there.
    fn forbidden(
        &self,
        template: &ClusterTemplate,
        context: &TemplateContext<'_>,
    ) -> Vec<(TemplateField, TemplateReason)> {
        use crate::domain::template::draft::{FieldValue, PatchStep};
        self.changes(template)
            .into_iter()
            .filter_map(|step| {
                let field = step.field();
                let unpublishes = step == PatchStep::Set(TemplateField::Public, FieldValue::Flag(false));
                if context.in_use && (!field.stays_open_in_use() || unpublishes) {
                    return Some((field, TemplateReason::InUse));
                }
                let removes = matches!(step, PatchStep::Remove(_)) && !field.is_removable();
                removes.then_some((field, TemplateReason::NotRemovable))
            })
            .collect()
    }

    fn name_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let name = self.text(TemplateField::Name).trim();
        if name.is_empty() {
            return Some(TemplateReason::Missing);
        }
        let own = context.editing.map(|template| &template.id);
        let taken = |other: &&std::sync::Arc<ClusterTemplate>| other.name == name && Some(&other.id) != own;
        context
            .era
            .templates
            .iter()
            .find(taken)
            .map(|_| TemplateReason::NameTaken)
    }

    fn engine_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let engine = self.text(TemplateField::Coe).trim();
        if engine.is_empty() {
            return Some(TemplateReason::Missing);
        }
        let refused = context.era.minor.is_some() && !context.era.engines().contains(&engine);
        refused.then_some(TemplateReason::EngineNotAccepted)
    }

    fn image_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let wanted = self.text(TemplateField::Image).trim();
        if wanted.is_empty() {
            return Some(TemplateReason::Missing);
        }
        let images = &context
            .catalog
            .filter(|catalog| !catalog.images.is_empty())?
            .images;
        let image = match found(images, |image| (image.id.as_str(), &image.name), wanted) {
            Ok(image) => image,
            Err(reason) => return Some(reason),
        };
        image_trouble(image, self.text(TemplateField::Coe), context.era)
    }

    fn flavor_reason(&self, field: TemplateField, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let wanted = self.text(field).trim();
        let catalog = context.catalog.filter(|catalog| !catalog.flavors.is_empty())?;
        if wanted.is_empty() {
            return None;
        }
        let Some(flavor) = catalog.flavor(wanted) else {
            return Some(TemplateReason::Unknown);
        };
        let size = self.label_map().remove("boot_volume_size");
        let boots_from_volume = size.is_some_and(|size| size.parse::<u32>().is_ok_and(|size| size > 0));
        (flavor.disk_gib == 0 && !boots_from_volume).then_some(TemplateReason::NoDisk)
    }

    fn keypair_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let wanted = self.text(TemplateField::KeyPair).trim();
        if wanted.is_empty() {
            return context.era.needs_keypair().then_some(TemplateReason::Missing);
        }
        let pairs = &context
            .catalog
            .filter(|catalog| !catalog.keypairs.is_empty())?
            .keypairs;
        let known = pairs.iter().any(|pair| pair.name == wanted);
        (!known).then_some(TemplateReason::Unknown)
    }

    fn number_reason(&self, field: TemplateField) -> Option<TemplateReason> {
        let text = self.text(field).trim();
        let devicemapper = self.text(TemplateField::DockerStorageDriver).trim() == "devicemapper";
        if text.is_empty() {
            return (field == TemplateField::DockerVolumeSize && devicemapper)
                .then_some(TemplateReason::VolumeTooSmall);
        }
        let Ok(number) = text.parse::<u32>() else {
            return Some(TemplateReason::NotANumber);
        };
        if field == TemplateField::ApiServerPort {
            return (!PORTS.contains(&number)).then_some(TemplateReason::PortRange);
        }
        if number == 0 {
            return Some(TemplateReason::NotANumber);
        }
        (devicemapper && number < DEVICEMAPPER_GIB).then_some(TemplateReason::VolumeTooSmall)
    }

    fn external_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let field = TemplateField::ExternalNetwork;
        let wanted = self.text(field).trim();
        if wanted.is_empty() {
            return Some(TemplateReason::NoExternalNetwork);
        }
        self.network_reason(field, context).or_else(|| {
            let mut named =
                networks(context.catalog?).filter(|(id, name, _)| *id == wanted || *name == wanted);
            named
                .all(|(_, _, external)| !external)
                .then_some(TemplateReason::NotExternal)
                .filter(|_| networks_known(context))
        })
    }

    fn network_reason(&self, field: TemplateField, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let wanted = self.text(field).trim();
        if wanted.is_empty() || !networks_known(context) {
            return None;
        }
        let all = &context.catalog?.networks;
        // Magnum looks for an external network among the external ones only.
        let outside = field == TemplateField::ExternalNetwork;
        let named = all
            .iter()
            .filter(|network| network.name == wanted && (!outside || network.external));
        if all.iter().any(|network| network.id.as_str() == wanted) {
            return None;
        }
        match named.count() {
            0 if outside && all.iter().any(|network| network.name == wanted) => None,
            0 => Some(TemplateReason::Unknown),
            1 => None,
            _ => Some(TemplateReason::Ambiguous),
        }
    }

    fn name_server_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let text = self.text(TemplateField::DnsNameserver).trim();
        if text.is_empty() {
            return None;
        }
        let servers: Vec<&str> = text.split(',').map(str::trim).collect();
        if servers.iter().any(|server| server.parse::<Ipv4Addr>().is_err()) {
            return Some(TemplateReason::NameServerForm);
        }
        (servers.len() > 1 && !context.era.takes_many_name_servers()).then_some(TemplateReason::OneNameServer)
    }

    fn proxy_reason(&self, field: TemplateField) -> Option<TemplateReason> {
        let text = self.text(field).trim();
        let sound = url::Url::parse(text)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.port().is_some());
        (!text.is_empty() && !sound).then_some(TemplateReason::ProxyForm)
    }

    fn label_reason(&self, context: &TemplateContext<'_>) -> Option<TemplateReason> {
        let mut seen = BTreeSet::new();
        for (name, value) in &self.labels {
            let (name, value) = (name.trim(), value.trim());
            if name.is_empty() && !value.is_empty() {
                return Some(TemplateReason::LabelNameless);
            }
            if !name.is_empty() && !seen.insert(name) {
                return Some(TemplateReason::LabelTwice);
            }
            // Some releases answer a size that is no number with an error of their own.
            if matches!(
                name,
                "boot_volume_size" | "docker_volume_size" | "etcd_volume_size"
            ) && value.parse::<u32>().is_err()
            {
                return Some(TemplateReason::LabelNotANumber);
            }
        }
        (self.wants_release(context) && !seen.contains(KUBE_TAG)).then_some(TemplateReason::ReleaseLeftOpen)
    }

    /// Whether the release of Kubernetes comes from a label: with Magnum's own driver, which these images stand for.
    fn wants_release(&self, context: &TemplateContext<'_>) -> bool {
        let image = self.text(TemplateField::Image).trim();
        let image = context.catalog.and_then(|catalog| catalog.image(image));
        let distro = image.and_then(|image| image.os_distro.as_deref());
        let driver = self.text(TemplateField::Driver).trim();
        self.text(TemplateField::Coe).trim() == "kubernetes"
            && matches!(distro, Some("fedora-coreos" | "fedora-atomic" | "coreos"))
            && (driver.is_empty() || driver.starts_with("k8s_fedora"))
    }

    fn publishing_reason(
        &self,
        field: TemplateField,
        context: &TemplateContext<'_>,
    ) -> Option<TemplateReason> {
        if !field.is_administrators() || context.administrator {
            return None;
        }
        let was = context.editing.is_some_and(|template| {
            if field == TemplateField::Public {
                template.public
            } else {
                template.hidden
            }
        });
        (self.flag(field) != was).then_some(TemplateReason::NeedsAdministrator)
    }
}

/// What is wrong with an image for this engine.
pub fn image_trouble(image: &Image, coe: &str, era: Era<'_>) -> Option<TemplateReason> {
    let Some(distribution) = image.os_distro.as_deref() else {
        return Some(TemplateReason::NoDistribution);
    };
    if image.status != "active" {
        return Some(TemplateReason::ImageNotActive);
    }
    let known = era.distributions(coe);
    (!known.is_empty() && !known.contains(&distribution)).then_some(TemplateReason::OtherDistribution)
}

fn networks_known(context: &TemplateContext<'_>) -> bool {
    context
        .catalog
        .is_some_and(|catalog| !catalog.networks.is_empty())
}

fn networks(catalog: &Catalog) -> impl Iterator<Item = (&str, &str, bool)> {
    catalog
        .networks
        .iter()
        .map(|network| (network.id.as_str(), network.name.as_str(), network.external))
}

/// The one thing of this id, else of this name.
fn found<'a, T>(
    all: &'a [T],
    told: impl Fn(&'a T) -> (&'a str, &'a str),
    wanted: &str,
) -> Result<&'a T, TemplateReason> {
    if let Some(one) = all.iter().find(|one| told(one).0 == wanted) {
        return Ok(one);
    }
    let mut named = all.iter().filter(|one| told(one).1 == wanted);
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(TemplateReason::Ambiguous),
        (None, _) => Err(TemplateReason::Unknown),
    }
}
