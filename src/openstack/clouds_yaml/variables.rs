//! The `OS_…` variables of the environment as one more cloud, called `envvars` unless `OS_CLOUD_NAME` calls it otherwise.

use crate::domain::profile::ProfileSource;
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::settings::Settings;

/// A variable. Its value may be a password.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name, such as `OS_AUTH_URL`.
    pub name: String,
    /// Its value.
    pub value: Secret,
    /// Where it was set.
    pub place: ProfileSource,
}

impl Variable {
    /// A variable of the environment.
    pub fn of_environment(name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            place: ProfileSource::Variable(name.clone()),
            value: Secret::new(value),
            name,
        }
    }
}

/// Variables that choose a cloud or a file, and make none.
const SELECTORS: [&str; 5] = [
    "OS_CLOUD",
    "OS_REGION_NAME",
    "OS_CLIENT_CONFIG_FILE",
    "OS_CLIENT_SECURE_FILE",
    "OS_CLOUD_NAME",
];
/// What test tools of OpenStack use for themselves.
const FOREIGN: [&str; 3] = ["OS_TEST", "OS_STD", "OS_LOG"];

/// What the environment's cloud is called.
pub(super) fn name(variables: &[Variable]) -> String {
    value(variables, "OS_CLOUD_NAME").unwrap_or_else(|| "envvars".to_owned())
}

/// The value of a variable, where it has one.
pub(super) fn value(variables: &[Variable], name: &str) -> Option<String> {
    variables
        .iter()
        .rev()
        .find(|variable| variable.name == name)
        .map(|variable| variable.value.expose().trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// The settings of the environment's cloud; `None` where no variable is about one.
pub(super) fn settings(variables: &[Variable]) -> Option<Settings> {
    let about: Vec<&Variable> = variables
        .iter()
        .filter(|variable| is_setting(&variable.name))
        .collect();
    if about
        .iter()
        .all(|variable| SELECTORS.contains(&variable.name.as_str()))
    {
        return None;
    }
    let settings = about.into_iter().filter_map(|variable| {
        let name = variable.name.strip_prefix("OS_")?.to_ascii_lowercase();
        // Which cloud and which file is no setting of the cloud; `cloud` would be taken for a vendor.
        (variable.name == "OS_REGION_NAME" || !SELECTORS.contains(&variable.name.as_str()))
            .then(|| (name, variable.value.expose().to_owned(), variable.place.clone()))
    });
    Some(Settings::of_variables(settings))
}

fn is_setting(name: &str) -> bool {
    name.starts_with("OS_") && !FOREIGN.iter().any(|foreign| name.starts_with(foreign))
}
