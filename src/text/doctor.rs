//! What the doctor's causes are called and what to do about each, by exhaustive matches. What services said stays beside
//! it, unchanged.

use std::borrow::Cow;

use crate::domain::doctor::cause::{KnownCause, Limited};
use crate::domain::doctor::{Diagnosis, Place};
use crate::text::Words;

impl Words {
    /// The diagnosis in one sentence: the cause, else what was said, else that nothing was.
    pub fn diagnosis_sentence<'a>(&'a self, diagnosis: &'a Diagnosis) -> Cow<'a, str> {
        match (diagnosis.cause, &diagnosis.words) {
            (Some(cause), _) => self.cause(cause),
            (None, Some(words)) => Cow::Borrowed(words),
            (None, None) => Cow::Borrowed(self.doctor_silent()),
        }
    }

    /// What to do about it.
    pub fn diagnosis_advice(&self, diagnosis: &Diagnosis) -> &str {
        diagnosis
            .cause
            .map_or(self.doctor_unknown_advice(), |cause| self.cause_advice(cause))
    }

    /// Everything of a diagnosis as text, for a terminal or for a question to somebody else.
    pub fn diagnosis_in_full(&self, cluster: &str, diagnosis: &Diagnosis) -> String {
        let mut lines = vec![format!("{cluster}: {}", self.diagnosis_sentence(diagnosis))];
        if let Some(subject) = &diagnosis.subject {
            lines.push(self.doctor_at(self.heat_type(&subject.kind), subject.name.as_str()));
        }
        if diagnosis.followers > 0 {
            lines.push(self.doctor_followers(diagnosis.followers));
        }
        if let Some(words) = diagnosis.words.as_ref().filter(|_| diagnosis.cause.is_some()) {
            lines.push(format!("{}: {words}", self.doctor_words()));
        }
        lines.push(format!(
            "{}: {}",
            self.doctor_do(),
            self.diagnosis_advice(diagnosis)
        ));
        lines.push(String::new());
        lines.push(self.doctor_found().to_owned());
        for step in &diagnosis.chain {
            let at = step.at.map(|at| self.moment(at)).unwrap_or_default();
            let parts = [self.place(&step.place).as_ref(), &step.name, &step.state, &at]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ");
            lines.push(format!("  {parts}"));
            for line in step.words.iter().flat_map(|words| words.lines()) {
                lines.push(format!("      {line}"));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Where a step of the diagnosis looked.
    pub fn place<'a>(&'a self, place: &'a Place) -> Cow<'a, str> {
        match place {
            Place::Cluster => Cow::Borrowed(self.doctor_place_cluster()),
            Place::Fault => Cow::Borrowed(self.doctor_place_fault()),
            Place::Health => Cow::Borrowed(self.doctor_place_health()),
            Place::Stack => Cow::Borrowed(self.doctor_place_stack()),
            Place::Resource(kind) => self.heat_type(kind),
            Place::Event => Cow::Borrowed(self.doctor_place_event()),
            Place::Server => Cow::Borrowed(self.doctor_place_server()),
            Place::LoadBalancer => Cow::Borrowed(self.doctor_place_balancer()),
        }
    }

    /// A cause in one sentence.
    pub fn cause(&self, cause: KnownCause) -> Cow<'_, str> {
        Cow::Borrowed(match cause {
            KnownCause::QuotaReached(limited) => {
                return Cow::Owned(self.doctor_quota(self.limited(limited)));
            }
            KnownCause::NoValidHost => self.doctor_no_valid_host(),
            KnownCause::AntiAffinity => self.doctor_anti_affinity(),
            KnownCause::RetriesExhausted => self.doctor_retries_exhausted(),
            KnownCause::NoAddressLeft => self.doctor_no_address_left(),
            KnownCause::NoFloatingLeft => self.doctor_no_floating_left(),
            KnownCause::NetworkNotAllocated => self.doctor_network_not_allocated(),
            KnownCause::BootVolumeNotMade => self.doctor_boot_volume_not_made(),
            KnownCause::VolumeError => self.doctor_volume_error(),
            KnownCause::BalancerError => self.doctor_balancer_error(),
            KnownCause::BalancerBusy => self.doctor_balancer_busy(),
            KnownCause::FloatingUnreachable => self.doctor_floating_unreachable(),
            KnownCause::ImageMissing => self.doctor_image_missing(),
            KnownCause::FlavorMissing => self.doctor_flavor_missing(),
            KnownCause::KeyMissing => self.doctor_key_missing(),
            KnownCause::NetworkMissing => self.doctor_network_missing(),
            KnownCause::VolumeTypeMissing => self.doctor_volume_type_missing(),
            KnownCause::ZoneMissing => self.doctor_zone_missing(),
            KnownCause::ServiceMissing => self.doctor_service_missing(),
            KnownCause::FlavorTooSmall => self.doctor_flavor_too_small(),
            KnownCause::ImageUnsuitable => self.doctor_image_unsuitable(),
            KnownCause::LabelNotANumber => self.doctor_label_not_a_number(),
            KnownCause::ScriptFailed => self.doctor_script_failed(),
            KnownCause::ContainerNotStarted => self.doctor_container_not_started(),
            KnownCause::NodeSilent => self.doctor_node_silent(),
            KnownCause::BuildTimedOut => self.doctor_build_timed_out(),
            KnownCause::DiscoveryFailed => self.doctor_discovery_failed(),
            KnownCause::CertificatesFailed => self.doctor_certificates_failed(),
            KnownCause::TrustRefused => self.doctor_trust_refused(),
            KnownCause::TrustGone => self.doctor_trust_gone(),
            KnownCause::UpgradeLabelMissing => self.doctor_upgrade_label_missing(),
            KnownCause::UpgradeUnsupported => self.doctor_upgrade_unsupported(),
            KnownCause::ApiRefused => self.doctor_api_refused(),
            KnownCause::HelmFailed => self.doctor_helm_failed(),
            KnownCause::SecurityGroupInUse => self.doctor_security_group_in_use(),
            KnownCause::NetworkInUse => self.doctor_network_in_use(),
            KnownCause::SubnetInUse => self.doctor_subnet_in_use(),
            KnownCause::RouterInUse => self.doctor_router_in_use(),
            KnownCause::FloatingHoldsRouter => self.doctor_floating_holds_router(),
            KnownCause::CleanUpFailed => self.doctor_clean_up_failed(),
            KnownCause::StackGone => self.doctor_stack_gone(),
            KnownCause::NeverBegun => self.doctor_never_begun(),
            KnownCause::BuildOverdue => self.doctor_build_overdue(),
            KnownCause::NoLimitPassed => self.doctor_no_limit_passed(),
            KnownCause::DeletionTakesLong => self.doctor_deletion_takes_long(),
        })
    }

    /// What to do about a cause.
    pub fn cause_advice(&self, cause: KnownCause) -> &str {
        match cause {
            KnownCause::QuotaReached(_) => self.doctor_quota_advice(),
            KnownCause::NoValidHost => self.doctor_no_valid_host_advice(),
            KnownCause::AntiAffinity => self.doctor_anti_affinity_advice(),
            KnownCause::RetriesExhausted => self.doctor_retries_exhausted_advice(),
            KnownCause::NoAddressLeft => self.doctor_no_address_left_advice(),
            KnownCause::NoFloatingLeft => self.doctor_no_floating_left_advice(),
            KnownCause::NetworkNotAllocated => self.doctor_network_not_allocated_advice(),
            KnownCause::BootVolumeNotMade => self.doctor_boot_volume_not_made_advice(),
            KnownCause::VolumeError => self.doctor_volume_error_advice(),
            KnownCause::BalancerError => self.doctor_balancer_error_advice(),
            KnownCause::BalancerBusy => self.doctor_balancer_busy_advice(),
            KnownCause::FloatingUnreachable => self.doctor_floating_unreachable_advice(),
            KnownCause::ImageMissing => self.doctor_image_missing_advice(),
            KnownCause::FlavorMissing => self.doctor_flavor_missing_advice(),
            KnownCause::KeyMissing => self.doctor_key_missing_advice(),
            KnownCause::NetworkMissing => self.doctor_network_missing_advice(),
            KnownCause::VolumeTypeMissing => self.doctor_volume_type_missing_advice(),
            KnownCause::ZoneMissing => self.doctor_zone_missing_advice(),
            KnownCause::ServiceMissing => self.doctor_service_missing_advice(),
            KnownCause::FlavorTooSmall => self.doctor_flavor_too_small_advice(),
            KnownCause::ImageUnsuitable => self.doctor_image_unsuitable_advice(),
            KnownCause::LabelNotANumber => self.doctor_label_not_a_number_advice(),
            KnownCause::ScriptFailed => self.doctor_script_failed_advice(),
            KnownCause::ContainerNotStarted => self.doctor_container_not_started_advice(),
            KnownCause::NodeSilent => self.doctor_node_silent_advice(),
            KnownCause::BuildTimedOut => self.doctor_build_timed_out_advice(),
            KnownCause::DiscoveryFailed => self.doctor_discovery_failed_advice(),
            KnownCause::CertificatesFailed => self.doctor_certificates_failed_advice(),
            KnownCause::TrustRefused => self.doctor_trust_refused_advice(),
            KnownCause::TrustGone => self.doctor_trust_gone_advice(),
            KnownCause::UpgradeLabelMissing => self.doctor_upgrade_label_missing_advice(),
            KnownCause::UpgradeUnsupported => self.doctor_upgrade_unsupported_advice(),
            KnownCause::ApiRefused => self.doctor_api_refused_advice(),
            KnownCause::HelmFailed => self.doctor_helm_failed_advice(),
            KnownCause::SecurityGroupInUse => self.doctor_security_group_in_use_advice(),
            KnownCause::NetworkInUse => self.doctor_network_in_use_advice(),
            KnownCause::SubnetInUse => self.doctor_subnet_in_use_advice(),
            KnownCause::RouterInUse => self.doctor_router_in_use_advice(),
            KnownCause::FloatingHoldsRouter => self.doctor_floating_holds_router_advice(),
            KnownCause::CleanUpFailed => self.doctor_clean_up_failed_advice(),
            KnownCause::StackGone => self.doctor_stack_gone_advice(),
            KnownCause::NeverBegun => self.doctor_never_begun_advice(),
            KnownCause::BuildOverdue => self.doctor_build_overdue_advice(),
            KnownCause::NoLimitPassed => self.doctor_no_limit_passed_advice(),
            KnownCause::DeletionTakesLong => self.doctor_deletion_takes_long_advice(),
        }
    }

    /// What a quota limits.
    pub fn limited(&self, limited: Limited) -> &str {
        match limited {
            Limited::Servers => self.doctor_limited_servers(),
            Limited::Cores => self.doctor_limited_cores(),
            Limited::Memory => self.doctor_limited_memory(),
            Limited::ServerGroups => self.doctor_limited_server_groups(),
            Limited::FloatingIps => self.doctor_limited_floating_ips(),
            Limited::Ports => self.doctor_limited_ports(),
            Limited::Networks => self.doctor_limited_networks(),
            Limited::Subnets => self.doctor_limited_subnets(),
            Limited::Routers => self.doctor_limited_routers(),
            Limited::SecurityGroups => self.doctor_limited_security_groups(),
            Limited::SecurityGroupRules => self.doctor_limited_security_group_rules(),
            Limited::LoadBalancers => self.doctor_limited_load_balancers(),
            Limited::BalancerParts => self.doctor_limited_balancer_parts(),
            Limited::Volumes => self.doctor_limited_volumes(),
            Limited::VolumeSize => self.doctor_limited_volume_size(),
            Limited::Clusters => self.doctor_limited_clusters(),
        }
    }
}
