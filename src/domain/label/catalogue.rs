//! Every label that a driver is known to read, from `assets/labels.tsv`: the same name may mean something else to another
//! driver, so that there is a row for each.

use std::sync::OnceLock;

use crate::domain::driver::Driver;
use crate::domain::label::value::LabelKind;

/// The catalogue as a table: one row per label and driver.
const TABLE: &str = include_str!("../../../assets/labels.tsv");

/// One label as one driver reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// Engines that it is for, comma separated.
    coe: &'static str,
    /// What its value is.
    pub kind: LabelKind,
    /// What holds where it is not given; a text in brackets describes it instead.
    pub default: &'static str,
    /// The release that brought it.
    pub since: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Who reads it.
    reader: Reader,
    /// The last release that had it, or `current`.
    pub until: &'static str,
    /// What it belongs to.
    pub group: &'static str,
}

/// Who reads a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Any,
    Heat,
    CapiHelm,
    MagnumClusterApi,
    /// The command-line client alone.
    Nobody,
}

/// What is known of a label's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// This driver reads it.
    Here(&'static Label),
    /// Another driver reads it, this one does not.
    Elsewhere(&'static Label),
    /// No driver is known to read it.
    Nowhere,
}

impl Label {
    /// Whether this driver reads it for this engine. Of a driver that is not known everything is believed.
    fn is_for(&self, driver: Driver, coe: &str) -> bool {
        let reads = match self.reader {
            Reader::Any => true,
            Reader::Heat => matches!(driver, Driver::Heat | Driver::Unknown),
            Reader::CapiHelm => matches!(driver, Driver::CapiHelm | Driver::Unknown),
            Reader::MagnumClusterApi => matches!(driver, Driver::MagnumClusterApi | Driver::Unknown),
            Reader::Nobody => false,
        };
        reads && self.coe.split(',').any(|engine| engine == coe)
    }

    /// The default as a value that could be written; none where the table only describes it.
    pub fn default_value(&self) -> Option<&'static str> {
        let value = self.default.split(" (").next().unwrap_or_default();
        let described = value.is_empty() || value.starts_with('(') || value.contains(" in ");
        (!described).then_some(value)
    }

    /// The first release of Magnum that has it, where it came with Magnum.
    pub fn since_release(&self) -> Option<u32> {
        release(self.since)
    }

    /// The last release of Magnum that has it, where that has passed.
    pub fn until_release(&self) -> Option<u32> {
        release(self.until)
    }
}

/// `9` of `9.2.0 (Train)`; nothing of a driver's own releases.
fn release(text: &str) -> Option<u32> {
    let major = text.split('.').next()?;
    major.parse().ok()
}

/// All rows.
pub fn all() -> &'static [Label] {
    static ROWS: OnceLock<Vec<Label>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().skip(1).filter_map(row).collect())
}

fn row(line: &'static str) -> Option<Label> {
    let mut cells = line.split('\t');
    let (name, coe, kind, default, since, meaning, driver, until, values, group) = (
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
        cells.next()?,
    );
    let reader = match driver {
        "k8s_capi_helm_v1" => Reader::CapiHelm,
        "k8s_cluster_api_*" => Reader::MagnumClusterApi,
        "client only" => Reader::Nobody,
        other if other.starts_with("core") => Reader::Any,
        _ => Reader::Heat,
    };
    Some(Label {
        name,
        coe,
        kind: LabelKind::parse(kind, values),
        default,
        since,
        meaning,
        reader,
        until,
        group,
    })
}

/// The labels that this driver reads for this engine, by group and name; a driver's own row stands in for the general one.
pub fn labels_of(driver: Driver, coe: &str) -> Vec<&'static Label> {
    let mut found: Vec<&Label> = all().iter().filter(|label| label.is_for(driver, coe)).collect();
    found.sort_by_key(|label| (label.name, label.reader == Reader::Any));
    found.dedup_by_key(|label| label.name);
    found.sort_by_key(|label| (label.group, label.name));
    found
}

/// What is known of this name.
pub fn lookup(name: &str, driver: Driver, coe: &str) -> Known {
    let of_name = || all().iter().filter(|label| label.name == name);
    let mut here: Vec<_> = of_name().filter(|label| label.is_for(driver, coe)).collect();
    here.sort_by_key(|label| label.reader == Reader::Any);
    match here.first() {
        Some(label) => Known::Here(label),
        None => of_name()
            .find(|label| label.reader != Reader::Nobody)
            .map_or(Known::Nowhere, Known::Elsewhere),
    }
}

/// The label of this driver whose name is nearest to this one, if one is near enough to be what was meant.
pub fn nearest(name: &str, driver: Driver, coe: &str) -> Option<&'static str> {
    let name: Vec<char> = name.to_lowercase().replace('-', "_").chars().collect();
    let most = (name.len() / 5).clamp(1, 3);
    labels_of(driver, coe)
        .into_iter()
        .map(|label| (distance(&name, label.name), label.name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}

/// How many letters have to be put in, taken out or changed.
fn distance(one: &[char], other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (at, left) in one.iter().enumerate() {
        let mut row = vec![at + 1];
        for ((right, above_left), above) in other.iter().zip(&last).zip(last.iter().skip(1)) {
            let changed = above_left + usize::from(left != right);
            let beside = row.last().map_or(changed, |beside| beside + 1);
            row.push(changed.min(above + 1).min(beside));
        }
        last = row;
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Known, all, labels_of, lookup, nearest};
    use crate::domain::driver::Driver;
    use crate::domain::label::value::LabelKind;

    #[test]
    fn the_whole_table_is_read() {
        assert_eq!(all().len(), 211);
        assert!(
            all()
                .iter()
                .all(|label| !label.meaning.is_empty() && !label.group.is_empty())
        );
    }

    #[test]
    fn the_same_name_means_what_the_driver_reads() {
        let default = |driver| match lookup("auto_healing_enabled", driver, "kubernetes") {
            Known::Here(label) => label.default,
            Known::Elsewhere(_) | Known::Nowhere => "",
        };
        assert_eq!(
            [Driver::Heat, Driver::CapiHelm, Driver::MagnumClusterApi].map(default),
            ["false", "true", "true"]
        );
        assert!(matches!(
            lookup("master_lb_allowed_cidrs", Driver::CapiHelm, "kubernetes"),
            Known::Elsewhere(_)
        ));
        assert!(matches!(
            lookup("master_lb_allowed_cidrs", Driver::Heat, "kubernetes"),
            Known::Here(label) if label.kind == LabelKind::Cidrs
        ));
        assert_eq!(
            lookup("swarm_strategy", Driver::Heat, "mesos"),
            lookup("swarm_strategy", Driver::CapiHelm, "mesos")
        );
        assert_eq!(lookup("hope", Driver::Heat, "kubernetes"), Known::Nowhere);
    }

    #[test]
    fn a_slip_of_the_finger_has_a_neighbour_and_a_free_invention_has_none() {
        for (typed, meant) in [
            ("kube_tg", "kube_tag"),
            ("audit_log_maxage", "audit_log_max_age"),
            ("auto-scaling-enabled", "auto_scaling_enabled"),
            ("Boot_Volume_Size", "boot_volume_size"),
        ] {
            assert_eq!(
                nearest(typed, Driver::MagnumClusterApi, "kubernetes"),
                Some(meant),
                "{typed}"
            );
        }
        assert_eq!(nearest("team", Driver::Heat, "kubernetes"), None);
        assert_eq!(nearest("", Driver::Heat, "kubernetes"), None);
    }

    #[test]
    fn each_driver_has_its_own_list_without_doubles() {
        for driver in [Driver::Heat, Driver::CapiHelm, Driver::MagnumClusterApi] {
            let labels = labels_of(driver, "kubernetes");
            let mut names: Vec<_> = labels.iter().map(|label| label.name).collect();
            names.sort_unstable();
            let before = names.len();
            names.dedup();
            assert_eq!(names.len(), before, "{driver:?}");
            assert!(before > 25, "{driver:?}: {before}");
        }
    }
}
