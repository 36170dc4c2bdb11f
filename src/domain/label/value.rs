//! What the value of a label is, and whether a text is one. Values travel as they were typed: nothing is rewritten here.

use crate::domain::range::Range;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// `v1.30.2`.
    Version,
    /// One range of addresses.
    Cidr,
    /// Ranges of addresses, comma separated.
    Cidrs,
    /// One of these; others may be right where the list is open.
    Choice(Vec<&'static str>, ListEnd),
    /// An address.
    Address,
    /// An address with its scheme.
    Url,
    /// Names, comma separated.
    Names,
    /// JSON.
    Json,
    /// Something that nobody should read, and everybody can.
    Secret,
    /// One of Cinder's volume types.
    VolumeType,
    /// An availability zone.
    Zone,
    /// Whatever it is.
    Text,
}

/// What there is to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer<'a> {
    /// These.
    These(&'a [&'static str]),
    /// Cinder's volume types.
    VolumeTypes,
    /// Nova's availability zones.
    Zones,
    /// Nothing: it is written.
    Nothing,
}

/// Whether a list of choices is all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEnd {
    /// It is.
    Closed,
    /// There are more.
    Open,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueTrouble {
    /// Empty values break some drivers.
    Empty,
    /// Neither true nor false.
    NoFlag,
    /// No whole number.
    NoNumber,
    /// Does not look like a version.
    NoVersion,
    /// Not a range of addresses; the part that is not.
    NoRange(String),
    /// A range with bits behind its mask; how it would be written.
    CrookedRange(Range),
    /// Not among what the driver knows; the nearest.
    NoChoice(Option<&'static str>),
    /// Not an address.
    NoAddress,
    /// Not http or https.
    NoUrl,
    /// Not JSON.
    NoJson,
}

impl LabelKind {
    /// Reads the table's words.
    pub fn parse(kind: &str, values: &'static str) -> Self {
        let choices = || {
            let end = if values.contains('…') {
                ListEnd::Open
            } else {
                ListEnd::Closed
            };
            let list = values
                .split('|')
                .filter(|value| !value.is_empty() && *value != "…");
            (list.collect::<Vec<_>>(), end)
        };
        match kind {
            "bool" => Self::Flag,
            "int" => Self::Number,
            "version" | "chart-version" => Self::Version,
            "cidr" => Self::Cidr,
            "cidr-list" => Self::Cidrs,
            "ip" => Self::Address,
            "url" => Self::Url,
            "csv" => Self::Names,
            "json" => Self::Json,
            "secret" => Self::Secret,
            "volume-type" => Self::VolumeType,
            "az" => Self::Zone,
            _ if !values.is_empty() => {
                let (list, end) = choices();
                Self::Choice(list, end)
            }
            _ => Self::Text,
        }
    }

    /// What there is to choose from, and what a value looks like where it is written.
    pub fn offer(&self) -> (Offer<'_>, &'static str) {
        match self {
            Self::Flag => (Offer::These(&["true", "false"]), ""),
            Self::Choice(list, _) => (Offer::These(list), ""),
            Self::VolumeType => (Offer::VolumeTypes, ""),
            Self::Zone => (Offer::Zones, ""),
            Self::Version => (Offer::Nothing, "v1.30.2"),
            Self::Cidr => (Offer::Nothing, "10.100.0.0/16"),
            Self::Cidrs => (Offer::Nothing, "192.0.2.0/24,198.51.100.0/24"),
            Self::Address => (Offer::Nothing, "203.0.113.7"),
            Self::Url => (Offer::Nothing, "https://…"),
            Self::Names => (Offer::Nothing, "a,b,c"),
            Self::Json => (Offer::Nothing, "{…}"),
            Self::Number | Self::Secret | Self::Text => (Offer::Nothing, ""),
        }
    }

    /// What is wrong with this value.
    pub fn trouble(&self, value: &str) -> Option<ValueTrouble> {
        if value.trim().is_empty() {
            return Some(ValueTrouble::Empty);
        }
        match self {
            Self::Flag => flag(value).is_none().then_some(ValueTrouble::NoFlag),
            Self::Number => value.parse::<i64>().is_err().then_some(ValueTrouble::NoNumber),
            Self::Version => (!is_version(value)).then_some(ValueTrouble::NoVersion),
            Self::Cidr => range_trouble(value),
            Self::Cidrs => value.split(',').find_map(|part| range_trouble(part.trim())),
            Self::Choice(list, end) => choice_trouble(list, *end, value),
            Self::Address => value
                .parse::<std::net::IpAddr>()
                .is_err()
                .then_some(ValueTrouble::NoAddress),
            Self::Url => (!is_url(value)).then_some(ValueTrouble::NoUrl),
            Self::Json => (!value.trim_start().starts_with(['{', '['])).then_some(ValueTrouble::NoJson),
            Self::Names | Self::Secret | Self::VolumeType | Self::Zone | Self::Text => None,
        }
    }
}

/// True or false as OpenStack reads it.
pub fn flag(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "t" | "y" => Some(true),
        "false" | "0" | "no" | "off" | "f" | "n" => Some(false),
        _ => None,
    }
}

/// Whether it begins as an address of the web.
pub fn is_url(value: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| value.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && !value.contains(char::is_whitespace)
}

fn is_version(value: &str) -> bool {
    let digits = value.strip_prefix('v').unwrap_or(value);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.contains('.')
        && !digits.contains(|c: char| c.is_whitespace() || c == ',')
}

fn range_trouble(text: &str) -> Option<ValueTrouble> {
    match Range::parse(text) {
        None => Some(ValueTrouble::NoRange(text.to_owned())),
        Some(range) if range.is_crooked() => Some(ValueTrouble::CrookedRange(range.straight())),
        Some(_) => None,
    }
}

fn choice_trouble(list: &[&'static str], end: ListEnd, value: &str) -> Option<ValueTrouble> {
    if list.contains(&value) {
        return None;
    }
    let near = list
        .iter()
        .find(|choice| choice.eq_ignore_ascii_case(value))
        .copied();
    (near.is_some() || end == ListEnd::Closed).then_some(ValueTrouble::NoChoice(near))
}

#[cfg(test)]
mod tests {
    use super::{LabelKind, ListEnd, ValueTrouble};
    use crate::domain::range::Range;

    #[test]
    fn values_are_held_to_their_kind() {
        let choice = || LabelKind::Choice(vec!["Off", "Always"], ListEnd::Closed);
        let open = || LabelKind::Choice(vec!["amphora", "ovn"], ListEnd::Open);
        let table = [
            (LabelKind::Flag, "True", None),
            (LabelKind::Flag, "enabled", Some(ValueTrouble::NoFlag)),
            (LabelKind::Number, "50", None),
            (LabelKind::Number, "50 GB", Some(ValueTrouble::NoNumber)),
            (LabelKind::Version, "v1.30.2-rancher1", None),
            (LabelKind::Version, "latest", Some(ValueTrouble::NoVersion)),
            (LabelKind::Cidr, "10.100.0.0/16", None),
            (LabelKind::Cidr, "fd00::/64", None),
            (
                LabelKind::Cidr,
                "10.100.0.0",
                Some(ValueTrouble::NoRange("10.100.0.0".to_owned())),
            ),
            (
                LabelKind::Cidrs,
                "192.0.2.0/24, 10.0.0.0/40",
                Some(ValueTrouble::NoRange("10.0.0.0/40".to_owned())),
            ),
            (
                LabelKind::Cidr,
                "10.1.2.3/16",
                Some(ValueTrouble::CrookedRange(Range::parse("10.1.0.0/16").unwrap())),
            ),
            (choice(), "Always", None),
            (choice(), "always", Some(ValueTrouble::NoChoice(Some("Always")))),
            (choice(), "sometimes", Some(ValueTrouble::NoChoice(None))),
            (open(), "vendor", None),
            (LabelKind::Url, "mirror.example.org", Some(ValueTrouble::NoUrl)),
            (LabelKind::Address, "203.0.113.7", None),
            (LabelKind::Json, "x", Some(ValueTrouble::NoJson)),
            (LabelKind::Text, " ", Some(ValueTrouble::Empty)),
            (LabelKind::Text, "a=b,c=\"D\"", None),
        ];
        for (kind, value, trouble) in table {
            assert_eq!(kind.trouble(value), trouble, "{kind:?} {value}");
        }
    }
}
