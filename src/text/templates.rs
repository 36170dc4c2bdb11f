//! Cluster templates in words: their fields, what is wrong with one that is being written, what deserves a warning.

use crate::domain::template::check::TemplateReason;
use crate::domain::template::concern::Concern;
use crate::domain::template::field::{FieldGroup, TemplateField};
use crate::text::Words;

impl Words {
    /// A part of the form.
    pub fn field_group(&self, group: FieldGroup) -> &str {
        match group {
            FieldGroup::General => self.templates_section_general(),
            FieldGroup::Nodes => self.templates_section_nodes(),
            FieldGroup::Network => self.templates_section_network(),
            FieldGroup::Access => self.templates_section_access(),
            FieldGroup::Labels => self.templates_section_labels(),
        }
    }

    /// What a field is called.
    pub fn template_field(&self, field: TemplateField) -> &str {
        match field {
            TemplateField::Name => self.templates_column_name(),
            TemplateField::Coe => self.templates_coe(),
            TemplateField::Driver => self.templates_driver(),
            TemplateField::ServerType => self.templates_server_type(),
            TemplateField::Tags => self.templates_tags(),
            TemplateField::Public => self.form_public(),
            TemplateField::Hidden => self.form_hidden(),
            TemplateField::Image => self.templates_image(),
            TemplateField::MasterFlavor => self.templates_master_flavor(),
            TemplateField::Flavor => self.templates_flavor(),
            TemplateField::KeyPair => self.templates_keypair(),
            TemplateField::DockerVolumeSize => self.templates_volume_size(),
            TemplateField::DockerStorageDriver => self.templates_storage_driver(),
            TemplateField::VolumeDriver => self.templates_volume_driver(),
            TemplateField::ExternalNetwork => self.templates_external(),
            TemplateField::NetworkDriver => self.templates_network_driver(),
            TemplateField::FixedNetwork => self.templates_fixed_network(),
            TemplateField::FixedSubnet => self.templates_fixed_subnet(),
            TemplateField::DnsNameserver => self.templates_dns(),
            TemplateField::FloatingIp => self.templates_floating(),
            TemplateField::MasterLb => self.templates_master_lb(),
            TemplateField::ApiServerPort => self.templates_port(),
            TemplateField::TlsDisabled => self.form_tls_off(),
            TemplateField::Registry => self.templates_registry(),
            TemplateField::InsecureRegistry => self.templates_insecure_registry(),
            TemplateField::HttpProxy => self.templates_http_proxy(),
            TemplateField::HttpsProxy => self.templates_https_proxy(),
            TemplateField::NoProxy => self.templates_no_proxy(),
            TemplateField::Labels => self.templates_section_labels(),
        }
    }

    /// What a field is for.
    pub fn template_field_help(&self, field: TemplateField) -> &str {
        match field {
            TemplateField::Name => self.form_name_help(),
            TemplateField::Coe => self.templates_coe_help(),
            TemplateField::Driver => self.form_driver_help(),
            TemplateField::ServerType => self.templates_server_type_help(),
            TemplateField::Tags => self.templates_tags_help(),
            TemplateField::Public => self.form_public_help(),
            TemplateField::Hidden => self.form_hidden_help(),
            TemplateField::Image => self.templates_image_help(),
            TemplateField::MasterFlavor => self.templates_master_flavor_help(),
            TemplateField::Flavor => self.templates_flavor_help(),
            TemplateField::KeyPair => self.templates_keypair_help(),
            TemplateField::DockerVolumeSize => self.templates_volume_size_help(),
            TemplateField::DockerStorageDriver => self.templates_storage_driver_help(),
            TemplateField::VolumeDriver => self.templates_volume_driver_help(),
            TemplateField::ExternalNetwork => self.templates_external_help(),
            TemplateField::NetworkDriver => self.templates_network_driver_help(),
            TemplateField::FixedNetwork => self.templates_fixed_network_help(),
            TemplateField::FixedSubnet => self.templates_fixed_subnet_help(),
            TemplateField::DnsNameserver => self.templates_dns_help(),
            TemplateField::FloatingIp => self.templates_floating_help(),
            TemplateField::MasterLb => self.templates_master_lb_help(),
            TemplateField::ApiServerPort => self.templates_port_help(),
            TemplateField::TlsDisabled => self.templates_tls_help(),
            TemplateField::Registry => self.templates_registry_help(),
            TemplateField::InsecureRegistry => self.templates_insecure_registry_help(),
            TemplateField::HttpProxy | TemplateField::HttpsProxy | TemplateField::NoProxy => {
                self.templates_proxy_help()
            }
            TemplateField::Labels => self.form_labels_help(),
        }
    }

    /// What is wrong with a field.
    pub fn template_reason(&self, reason: TemplateReason) -> &str {
        match reason {
            TemplateReason::Missing => self.issue_missing(),
            TemplateReason::TooLong => self.issue_too_long(),
            TemplateReason::NameTaken => self.issue_name_taken(),
            TemplateReason::EngineNotAccepted => self.issue_engine(),
            TemplateReason::Unknown => self.issue_unknown(),
            TemplateReason::Ambiguous => self.issue_ambiguous(),
            TemplateReason::NoDistribution => self.issue_no_distro(),
            TemplateReason::OtherDistribution => self.issue_other_distro(),
            TemplateReason::ImageNotActive => self.issue_image_inactive(),
            TemplateReason::NoDisk => self.issue_no_disk(),
            TemplateReason::NotANumber => self.issue_not_a_number(),
            TemplateReason::PortRange => self.issue_port(),
            TemplateReason::VolumeTooSmall => self.issue_volume_small(),
            TemplateReason::StorageDeprecated => self.issue_storage_old(),
            TemplateReason::OtherVolumeDriver => self.issue_volume_driver(),
            TemplateReason::OtherNetworkDriver => self.issue_network_driver(),
            TemplateReason::NoExternalNetwork => self.issue_no_external(),
            TemplateReason::NotExternal => self.issue_not_external(),
            TemplateReason::SubnetAlone => self.issue_subnet_alone(),
            TemplateReason::NameServerForm => self.issue_dns_form(),
            TemplateReason::OneNameServer => self.issue_dns_one(),
            TemplateReason::NoOctavia => self.issue_no_octavia(),
            TemplateReason::NoBareMetal => self.issue_no_bare_metal(),
            TemplateReason::ProxyForm => self.issue_proxy(),
            TemplateReason::NeedsAdministrator => self.issue_admin(),
            TemplateReason::NotRemovable => self.issue_not_removable(),
            TemplateReason::InUse => self.issue_in_use(),
            TemplateReason::LabelNameless => self.issue_label_nameless(),
            TemplateReason::LabelTwice => self.issue_label_twice(),
            TemplateReason::LabelNotANumber => self.issue_label_number(),
            TemplateReason::ReleaseLeftOpen => self.issue_release_open(),
        }
    }

    /// What deserves a warning.
    pub fn concern(&self, concern: &Concern) -> String {
        match concern {
            Concern::TlsDisabled => self.concern_tls().to_owned(),
            Concern::InsecureRegistry(registry) => self.concern_registry(registry.as_str()),
            Concern::ImageMissing(image) => self.concern_image_missing(image.as_str()),
            Concern::ImageWithoutDistribution(image) => self.concern_image_distro(image.as_str()),
            Concern::ImageWithoutVersion(image) => self.concern_image_version(image.as_str()),
            Concern::FlavorMissing(flavor) => self.concern_flavor(flavor.as_str()),
            Concern::EngineGone(engine) => self.concern_engine(engine.as_str()),
            Concern::StorageDriver(driver) => self.concern_storage(driver.as_str()),
            Concern::OldKubernetes { tag, since } => {
                let month: String = since.to_string().chars().take(7).collect();
                self.concern_kubernetes(tag.as_str(), month)
            }
            Concern::FloatingIps => self.concern_floating().to_owned(),
            Concern::PublicNameServer(server) => self.concern_dns(server.as_str()),
            Concern::SingleMaster => self.concern_single_master().to_owned(),
            Concern::ReadablePassword(label) => self.concern_password(label.as_str()),
        }
    }
}
