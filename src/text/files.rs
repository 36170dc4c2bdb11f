//! Troubles with files, addresses that are not opened and settings that were not kept, in words, by exhaustive matches.

use crate::domain::file_trouble::FileTrouble;
use crate::domain::link::LinkRefusal;
use crate::text::Words;

impl Words {
    /// What happened to the file.
    pub(super) fn file_headline(&self, trouble: &FileTrouble) -> String {
        match trouble {
            FileTrouble::DiskFull { file } => self.file_disk_full(file),
            FileTrouble::ReadOnly { file } => self.file_read_only(file),
            FileTrouble::Mounted { file } => self.file_mounted(file),
            FileTrouble::OtherOwner { file } => self.file_other_owner(file),
            FileTrouble::NotPlain { file } => self.file_not_plain(file),
            FileTrouble::Busy { lock, holder: None } => self.file_busy(lock),
            FileTrouble::Busy {
                lock,
                holder: Some(holder),
            } => self.file_busy_holder(lock, holder),
            FileTrouble::KeepsChanging { file } => self.file_keeps_changing(file),
            FileTrouble::NoDialog => self.file_no_dialog().to_owned(),
            FileTrouble::AlreadyThere { file } => self.file_already_there(file),
            FileTrouble::TooLarge { file, limit } => self.file_too_large(file, self.bytes(*limit)),
            FileTrouble::Failed { file, detail } => self.file_failed(file, detail),
            FileTrouble::NoHome => self.file_no_home().to_owned(),
            FileTrouble::SettingsHomeless => self.settings_unsaved_no_home().to_owned(),
            FileTrouble::SettingsUnreadable { file } => self.settings_unreadable(file),
            FileTrouble::SettingsSetAside {
                file,
                is_newer: false,
            } => self.settings_set_aside(file),
            FileTrouble::SettingsSetAside { file, is_newer: true } => self.settings_set_aside_newer(file),
            FileTrouble::KubeconfigBroken {
                file,
                line: None,
                detail,
            } => self.file_kubeconfig_broken(file, detail),
            FileTrouble::KubeconfigBroken {
                file,
                line: Some(line),
                detail,
            } => self.file_kubeconfig_broken_line(file, line.to_string(), detail),
            FileTrouble::KubeconfigLayout { file } => self.file_kubeconfig_layout(file),
            FileTrouble::ContextTaken { file, context } => self.file_context_taken(file, context),
            FileTrouble::EntryChanged { file, entry } => self.file_entry_changed(file, entry),
            FileTrouble::NotACertificate { what } => self.file_not_a_certificate(what),
            FileTrouble::CertificatesTooMany { what } => self.file_certificates_too_many(what),
            FileTrouble::ClusterIdentityChanged {
                cluster,
                remembered,
                found,
            } => self.file_identity_changed(cluster, remembered.to_string(), found.to_string()),
        }
    }

    /// What the person can do about it.
    pub(super) fn file_advice(&self, trouble: &FileTrouble) -> String {
        match trouble {
            FileTrouble::DiskFull { .. } => self.file_disk_full_advice(),
            FileTrouble::ReadOnly { .. } => self.file_read_only_advice(),
            FileTrouble::Mounted { .. } => self.file_mounted_advice(),
            FileTrouble::OtherOwner { .. } => self.file_other_owner_advice(),
            FileTrouble::NotPlain { .. } => self.file_not_plain_advice(),
            FileTrouble::Busy { .. } => self.file_busy_advice(),
            FileTrouble::KeepsChanging { .. } => self.file_keeps_changing_advice(),
            FileTrouble::NoDialog => self.file_no_dialog_advice(),
            FileTrouble::AlreadyThere { .. } => self.file_already_there_advice(),
            FileTrouble::TooLarge { .. } => self.file_too_large_advice(),
            FileTrouble::Failed { .. } => self.file_failed_advice(),
            FileTrouble::NoHome => self.file_no_home_advice(),
            FileTrouble::SettingsHomeless
            | FileTrouble::SettingsUnreadable { .. }
            | FileTrouble::SettingsSetAside { .. } => self.settings_trouble_advice(),
            FileTrouble::KubeconfigBroken { .. } => self.file_kubeconfig_broken_advice(),
            FileTrouble::KubeconfigLayout { .. } => self.file_kubeconfig_layout_advice(),
            FileTrouble::ContextTaken { .. } => self.file_context_taken_advice(),
            FileTrouble::EntryChanged { .. } => self.file_entry_changed_advice(),
            FileTrouble::NotACertificate { .. } => self.file_not_a_certificate_advice(),
            FileTrouble::CertificatesTooMany { .. } => self.file_certificates_too_many_advice(),
            FileTrouble::ClusterIdentityChanged { .. } => self.file_identity_changed_advice(),
        }
        .to_owned()
    }

    /// Why an address is shown and not opened.
    pub fn link_refusal(&self, refusal: &LinkRefusal) -> String {
        match refusal {
            LinkRefusal::NotAnAddress => self.link_no_address().to_owned(),
            LinkRefusal::HiddenCharacters => self.link_hidden().to_owned(),
            LinkRefusal::Scheme(scheme) => self.link_scheme(scheme),
            LinkRefusal::UserPart => self.link_user().to_owned(),
            LinkRefusal::Loopback => self.link_loopback().to_owned(),
        }
    }
}
