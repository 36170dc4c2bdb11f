//! Words for where a setting comes from, and for what is odd about one, by exhaustive matches.

use crate::domain::cloud_choice::{ConfigWarning, ConfigWarningKind};
use crate::domain::problem::Spot;
use crate::domain::profile::ProfileSource;
use crate::text::Words;

impl Words {
    /// `~/.config/openstack/clouds.yaml, line 3`, or which variable, flag or vendor.
    pub fn config_place(&self, place: &ProfileSource) -> String {
        match place {
            ProfileSource::File { file, line } => {
                let file = file.display().to_string();
                match line {
                    Some(line) => self.config_place_line(file, line.to_string()),
                    None => file,
                }
            }
            ProfileSource::Variable(name) => self.config_place_variable(name),
            ProfileSource::Flag(name) => self.config_place_flag(name),
            ProfileSource::Vendor(name) => self.config_place_vendor(name),
        }
    }

    /// The same for a place in a text, with the column where it is known.
    pub fn config_spot(&self, spot: &Spot) -> String {
        let place = self.config_place(&ProfileSource::File {
            file: spot.file.clone(),
            line: spot.line,
        });
        match spot.column {
            Some(column) => self.config_place_column(place, column.to_string()),
            None => place,
        }
    }

    /// What is wrong with a template's file, with the line where it is known.
    pub(super) fn template_file_broken(&self, file: &str, line: Option<u32>, detail: &str) -> String {
        match line {
            Some(line) => self.problem_template_file_broken_line(file, line.to_string(), detail),
            None => self.problem_template_file_broken(file, detail),
        }
    }

    /// What is wrong with a file, with the line where it is known.
    pub(super) fn clouds_file_broken(&self, file: &str, line: Option<u32>, detail: &str) -> String {
        match line {
            Some(line) => self.problem_clouds_file_broken_line(file, line.to_string(), detail),
            None => self.problem_clouds_file_broken(file, detail),
        }
    }

    /// Which setting, where it stands, and what is to be said about it.
    pub fn config_warned(&self, warning: &ConfigWarning) -> String {
        let text = match warning.kind {
            ConfigWarningKind::Unquoted => self.config_unquoted(),
            ConfigWarningKind::Encrypted => self.config_encrypted(),
            ConfigWarningKind::VendorUnknown => self.config_vendor_unknown(),
            ConfigWarningKind::VendorRemote => self.config_vendor_remote(),
            ConfigWarningKind::VendorGone => self.config_vendor_gone(),
            ConfigWarningKind::OldSpelling => self.config_old_spelling(),
            ConfigWarningKind::NotUsed => self.config_not_used(),
            ConfigWarningKind::NotTold => self.config_not_told(),
            ConfigWarningKind::Conditional => self.config_conditional(),
            ConfigWarningKind::OtherFile => self.config_other_file(),
        };
        let place = warning.place.as_ref().map(|place| self.config_place(place));
        self.config_warning(&warning.setting, place.unwrap_or_default(), text)
    }
}
