//! What the rules found, as sentences, and what would put it right.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::domain::label::{Known, Label};
use crate::domain::plan::finding::{Finding, Fix, RangeUse, Reason};
use crate::domain::quota::QuotaKind;
use crate::text::{Language, Words};

/// What labels do, in Chinese, by their names.
const MEANINGS_ZH_CN: &str = include_str!("../../assets/labels.zh-CN.tsv");

fn chinese_meaning(name: &str) -> Option<&'static str> {
    static MEANINGS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let read = || {
        MEANINGS_ZH_CN
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect()
    };
    MEANINGS.get_or_init(read).get(name).copied()
}

impl Words {
    /// What was found, with the field that it is about. A field that is a question has no need of two signs.
    pub fn plan_issue(&self, finding: &Finding) -> String {
        let field = self.draft_field(finding.field).trim_end_matches(['?', '？']);
        self.wizard_issue(field, self.plan_finding(finding))
    }

    /// What was found, with the label that it is about.
    pub fn plan_finding(&self, finding: &Finding) -> String {
        let told = self.plan_reason(&finding.reason);
        match finding.label.as_deref() {
            Some(label) if !label.is_empty() => self.plan_of_label(label.to_owned(), told),
            Some(_) | None => told,
        }
    }

    /// What was found.
    #[expect(clippy::too_many_lines, reason = "one line for each sentence")]
    pub fn plan_reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Missing => self.plan_missing().to_owned(),
            Reason::Unknown => self.plan_unknown().to_owned(),
            Reason::Ambiguous(count) => self.plan_ambiguous(*count),
            Reason::NotAsked(service) => self.plan_not_asked(service.name()),
            Reason::CatalogMissing => self.plan_catalog_missing().to_owned(),
            Reason::LoginRestricted => self.plan_login_restricted().to_owned(),
            Reason::LoginDoubtful => self.plan_login_doubtful().to_owned(),
            Reason::LoginByTrust => self.plan_login_by_trust().to_owned(),
            Reason::LoginRefused => self.plan_login_refused().to_owned(),
            Reason::LoginNoProject => self.plan_login_no_project().to_owned(),
            Reason::LoginReader => self.plan_login_reader().to_owned(),
            Reason::TemplateHidden => self.plan_template_hidden().to_owned(),
            Reason::EngineGone(engine) => self.plan_engine_gone(engine.clone()),
            Reason::DriverGone => self.plan_driver_gone().to_owned(),
            Reason::DriverUnknown => self.plan_driver_unknown().to_owned(),
            Reason::NoBareMetal => self.plan_no_bare_metal().to_owned(),
            Reason::TlsDisabled => self.plan_tls_disabled().to_owned(),
            Reason::NoExternalNetwork => self.plan_no_external_network().to_owned(),
            Reason::ExternalUnknown(name) => self.plan_external_unknown(name.clone()),
            Reason::NotExternal(name) => self.plan_not_external(name.clone()),
            Reason::VolumeTooSmall => self.plan_volume_too_small().to_owned(),
            Reason::NetworkDriver(name) => self.plan_network_driver(name.clone()),
            Reason::NameTooLong => self.plan_name_too_long().to_owned(),
            Reason::NameForm => self.plan_name_form().to_owned(),
            Reason::NameEnding => self.plan_name_ending().to_owned(),
            Reason::TwinsUnchecked => self.plan_twins_unchecked().to_owned(),
            Reason::DnsUnchecked(servers) => self.plan_dns_unchecked(servers.clone()),
            Reason::ImageVersionUnchecked(tag) => self.plan_image_version_unchecked(tag.clone()),
            Reason::NameTaken => self.plan_name_taken().to_owned(),
            Reason::TimeoutIgnored => self.plan_timeout_ignored().to_owned(),
            Reason::NoMasters => self.plan_no_masters().to_owned(),
            Reason::EvenMasters => self.plan_even_masters().to_owned(),
            Reason::NeedsLoadBalancer => self.plan_needs_load_balancer().to_owned(),
            Reason::NoWorkers => self.plan_no_workers().to_owned(),
            Reason::NoDisk => self.plan_no_disk().to_owned(),
            Reason::FlavorTooSmall { vcpus, ram_mib } => {
                self.plan_flavor_too_small(*vcpus, self.mib(u64::from(*ram_mib)))
            }
            Reason::DiskTooSmall(gib) => self.plan_disk_too_small(self.gib(u64::from(*gib))),
            Reason::RamTooSmall(mib) => self.plan_ram_too_small(self.mib(u64::from(*mib))),
            Reason::TooFewHosts(hosts) => self.plan_too_few_hosts(*hosts),
            Reason::HostsUnknown => self.plan_hosts_unknown().to_owned(),
            Reason::ReleaseLeftOpen => self.plan_release_open().to_owned(),
            Reason::PolicyUnknown => self.plan_policy_unknown().to_owned(),
            Reason::GroupNameTaken => self.plan_group_name_taken().to_owned(),
            Reason::NoNodeGroups => self.plan_no_node_groups().to_owned(),
            Reason::NetworkIsExternal => self.plan_network_is_external().to_owned(),
            Reason::NoSubnet => self.plan_no_subnet().to_owned(),
            Reason::SeveralSubnets => self.plan_several_subnets().to_owned(),
            Reason::SubnetElsewhere(network) => self.plan_subnet_elsewhere(network.clone()),
            Reason::SubnetAlone => self.plan_subnet_alone().to_owned(),
            Reason::NoRouter => self.plan_no_router().to_owned(),
            Reason::RouterUnchecked => self.plan_router_unchecked().to_owned(),
            Reason::SubnetFull { left, needed } => self.plan_subnet_full(*needed, *left),
            Reason::Overlap { one, other } => self.plan_overlap(
                self.range_use(one.0).to_owned(),
                one.1.clone(),
                self.range_use(other.0).to_owned(),
                other.1.clone(),
            ),
            Reason::PodRangeSmall(nodes) => self.plan_pod_range_small(*nodes),
            Reason::PoolUnchecked => self.plan_pool_unchecked().to_owned(),
            Reason::PoolEmpty { left, needed } => self.plan_pool_empty(*needed, *left),
            Reason::HalfOfFloatingIps => self.plan_half_of_floating_ips().to_owned(),
            Reason::NoOctavia => self.plan_no_octavia().to_owned(),
            Reason::DriverNeedsOctavia => self.plan_driver_needs_octavia().to_owned(),
            Reason::AlwaysBalanced => self.plan_always_balanced().to_owned(),
            Reason::ShouldBeBalanced => self.plan_should_be_balanced().to_owned(),
            Reason::RangesImpossible => self.plan_ranges_impossible().to_owned(),
            Reason::RangesDriverUnknown => self.plan_ranges_driver_unknown().to_owned(),
            Reason::RangesNeedBalancer => self.plan_ranges_need_balancer().to_owned(),
            Reason::RangesAreEverything => self.plan_ranges_are_everything().to_owned(),
            Reason::ReachOverridden(label) => self.plan_reach_overridden(label.clone()),
            Reason::ReachThroughNodes => self.plan_reach_through_nodes().to_owned(),
            Reason::OpenToAll => self.plan_open_to_all().to_owned(),
            Reason::KeypairNeeded => self.plan_keypair_needed().to_owned(),
            Reason::NoKeypair => self.plan_no_keypair().to_owned(),
            Reason::KeypairOfTemplate(name) => self.plan_keypair_of_template(name.clone()),
            Reason::ImageUnknown(name) => self.plan_image_unknown(name.clone()),
            Reason::ImageAmbiguous(name) => self.plan_image_ambiguous(name.clone()),
            Reason::ImageNotActive(status) => self.plan_image_not_active(status.clone()),
            Reason::ImageNoDistro => self.plan_image_no_distro().to_owned(),
            Reason::ImageOtherDistro(distro) => self.plan_image_other_distro(distro.clone()),
            Reason::ImageNoVersion => self.plan_image_no_version().to_owned(),
            Reason::ImageOtherVersion { image, label } => {
                self.plan_image_other_version(image.clone(), label.clone())
            }
            Reason::ImageOtherDriver(driver) => self.plan_image_other_driver(driver.clone()),
            Reason::RegistryImpossible => self.plan_registry_impossible().to_owned(),
            Reason::RegistryNoSlash => self.plan_registry_no_slash().to_owned(),
            Reason::RegistryScheme => self.plan_registry_scheme().to_owned(),
            Reason::RegistryUnchecked => self.plan_registry_unchecked().to_owned(),
            Reason::DiscoveryForm => self.plan_discovery_form().to_owned(),
            Reason::DiscoveryIgnored => self.plan_discovery_ignored().to_owned(),
            Reason::DiscoveryUnchecked => self.plan_discovery_unchecked().to_owned(),
            Reason::LabelNameless => self.plan_label_nameless().to_owned(),
            Reason::LabelTwice => self.plan_label_twice().to_owned(),
            Reason::LabelUnknown => self.plan_label_unknown().to_owned(),
            Reason::LabelElsewhere => self.plan_label_elsewhere().to_owned(),
            Reason::LabelGone(until) => self.plan_label_gone(until.clone()),
            Reason::LabelTooNew(since) => self.plan_label_too_new(since.clone()),
            Reason::LabelEmpty => self.plan_label_empty().to_owned(),
            Reason::LabelNoFlag => self.plan_label_no_flag().to_owned(),
            Reason::LabelNoNumber => self.plan_label_no_number().to_owned(),
            Reason::LabelNoVersion => self.plan_label_no_version().to_owned(),
            Reason::LabelNoRange(part) => self.plan_label_no_range(part.clone()),
            Reason::LabelCrookedRange(straight) => self.plan_label_crooked_range(straight.clone()),
            Reason::LabelNoChoice(choices) => self.plan_label_no_choice(choices.clone()),
            Reason::LabelNoAddress => self.plan_label_no_address().to_owned(),
            Reason::LabelNoUrl => self.plan_label_no_url().to_owned(),
            Reason::LabelNoJson => self.plan_label_no_json().to_owned(),
            Reason::LabelSecret => self.plan_label_secret().to_owned(),
            Reason::LabelNoVolumeType => self.plan_label_no_volume_type().to_owned(),
            Reason::LabelNoZone => self.plan_label_no_zone().to_owned(),
            Reason::LabelOvnAlgorithm => self.plan_label_ovn_algorithm().to_owned(),
            Reason::LabelBounds => self.plan_label_bounds().to_owned(),
            Reason::LabelCountOutside { min, max } => self.plan_label_count_outside(*min, *max),
            Reason::LabelNeedsOctavia => self.plan_label_needs_octavia().to_owned(),
            Reason::LabelsAllDropped => self.plan_labels_all_dropped().to_owned(),
            Reason::QuotaShort { kind, needed, left } => self.plan_quota_short(
                self.quota_kind(*kind).to_owned(),
                self.quota_amount(*kind, *needed),
                self.quota_amount(*kind, *left),
            ),
            Reason::QuotaUnchecked(service) => self.plan_quota_unchecked(service.name()),
            Reason::NoCinder => self.plan_no_cinder().to_owned(),
        }
    }

    /// What would put it right.
    pub fn fix(&self, fix: &Fix) -> String {
        match fix {
            Fix::Name(name) => self.fix_name(name.clone()),
            Fix::Masters(count) => self.fix_masters(*count),
            Fix::Workers(count) => self.fix_workers(*count),
            Fix::LoadBalancer(Some(true)) => self.fix_balancer_with().to_owned(),
            Fix::LoadBalancer(Some(false)) => self.fix_balancer_without().to_owned(),
            Fix::LoadBalancer(None) => self.fix_balancer_template().to_owned(),
            Fix::FloatingIps(true) => self.fix_floating_with().to_owned(),
            Fix::FloatingIps(false) => self.fix_floating_without().to_owned(),
            Fix::MasterFlavor(name) | Fix::Flavor(name) => self.fix_flavor(name.clone()),
            Fix::Keypair(name) => self.fix_keypair(name.clone()),
            Fix::Network(_) => self.fix_network().to_owned(),
            Fix::Subnet(_) => self.fix_subnet().to_owned(),
            Fix::DockerVolume(gib) => self.fix_docker_volume(self.gib(u64::from(*gib))),
            Fix::Reach(_) => self.fix_reach_everyone().to_owned(),
            Fix::Registry(prefix) if prefix.is_empty() => self.fix_registry_none().to_owned(),
            Fix::Registry(prefix) => self.fix_registry(prefix.clone()),
            Fix::NoDiscovery => self.fix_no_discovery().to_owned(),
            Fix::SetLabel(name, value) => self.fix_set_label(name.clone(), value.clone()),
            Fix::RenameLabel(_, to) => self.fix_rename_label(to.clone()),
            Fix::RemoveLabel(name) => self.fix_remove_label(name.clone()),
            Fix::KeepLabels => self.fix_keep_labels().to_owned(),
            Fix::Command(_) => self.fix_command().to_owned(),
        }
    }

    /// What a label does.
    pub fn label_meaning(&self, label: &Label) -> &'static str {
        match self.language() {
            Language::English => label.meaning,
            Language::SimplifiedChinese => chinese_meaning(label.name).unwrap_or(label.meaning),
        }
    }

    /// What a label does, or that it does nothing here.
    pub fn label_known(&self, known: Known) -> &str {
        match known {
            Known::Here(label) => self.label_meaning(label),
            Known::Elsewhere(_) => self.page_label_elsewhere(),
            Known::Nowhere => self.page_label_nowhere(),
        }
    }

    /// Whose range of addresses it is.
    fn range_use(&self, of: RangeUse) -> &str {
        match of {
            RangeUse::Nodes => self.range_nodes(),
            RangeUse::Pods => self.range_pods(),
            RangeUse::Services => self.range_services(),
        }
    }

    /// What is counted.
    pub fn quota_kind(&self, kind: QuotaKind) -> &str {
        match kind {
            QuotaKind::Clusters => self.wizard_total_clusters(),
            QuotaKind::Servers => self.wizard_total_servers(),
            QuotaKind::Cores => self.wizard_total_vcpus(),
            QuotaKind::RamMib => self.wizard_total_ram(),
            QuotaKind::Volumes => self.wizard_total_volumes(),
            QuotaKind::VolumeGib => self.wizard_total_volume_size(),
            QuotaKind::Networks => self.wizard_total_networks(),
            QuotaKind::Subnets => self.wizard_total_subnets(),
            QuotaKind::Routers => self.wizard_total_routers(),
            QuotaKind::Ports => self.wizard_total_ports(),
            QuotaKind::SecurityGroups => self.wizard_total_security_groups(),
            QuotaKind::FloatingIps => self.wizard_total_floating(),
            QuotaKind::ServerGroups => self.wizard_total_server_groups(),
            QuotaKind::LoadBalancers => self.wizard_total_balancers(),
            QuotaKind::Listeners => self.wizard_total_listeners(),
            QuotaKind::Pools => self.wizard_total_pools(),
            QuotaKind::Members => self.wizard_total_members(),
            QuotaKind::HealthMonitors => self.wizard_total_health_monitors(),
        }
    }

    /// So much of it.
    pub fn quota_amount(&self, kind: QuotaKind, amount: u64) -> String {
        match kind {
            QuotaKind::RamMib => self.mib(amount),
            QuotaKind::VolumeGib => self.gib(amount),
            QuotaKind::Clusters
            | QuotaKind::Servers
            | QuotaKind::Cores
            | QuotaKind::Volumes
            | QuotaKind::Networks
            | QuotaKind::Subnets
            | QuotaKind::Routers
            | QuotaKind::Ports
            | QuotaKind::SecurityGroups
            | QuotaKind::FloatingIps
            | QuotaKind::ServerGroups
            | QuotaKind::LoadBalancers
            | QuotaKind::Listeners
            | QuotaKind::Pools
            | QuotaKind::Members
            | QuotaKind::HealthMonitors => self.count(usize::try_from(amount).unwrap_or(usize::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::chinese_meaning;
    use crate::domain::label::catalogue::all;

    #[test]
    fn every_label_is_explained_in_chinese() {
        let missing: Vec<_> = all()
            .iter()
            .filter(|label| chinese_meaning(label.name).is_none())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
