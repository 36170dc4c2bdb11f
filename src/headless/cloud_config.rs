//! `clouds`: which clouds there are, and what one of them is set to, value by value with its place. Secrets are never
//! printed, only that there is one.

use serde_json::{Map, Value, json};

use crate::domain::cloud_choice::{CloudChoice, CloudChoices};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, ProfileSource};
use crate::headless::args::{CloudsArguments, Output};
use crate::headless::clouds;
use crate::headless::table::Table;
use crate::headless::yaml::to_yaml;
use crate::openstack::clouds_yaml::written;
use crate::text::Words;

/// Prints the list, or the cloud that is named.
///
/// # Errors
/// There is no such cloud, or none at all.
pub fn print(choices: &CloudChoices, wanted: &CloudsArguments, words: &Words) -> Result<String, Problem> {
    let Some(name) = wanted.name.as_deref() else {
        if let (true, Some(problem)) = (choices.clouds.is_empty(), &choices.problem) {
            return Err(problem.clone());
        }
        return Ok(match wanted.output {
            Output::Table => list(choices, words),
            Output::Json => pretty(&every(choices, words)),
            Output::Yaml => to_yaml(&every(choices, words)),
            Output::Dot | Output::Svg | Output::Png => return Err(no_drawing()),
        });
    };
    let choice = clouds::choose(choices, Some(name))?;
    match wanted.output {
        Output::Table => {
            let profile = choice.profile.as_ref().map_err(Problem::clone)?;
            Ok(one(choice, profile, words))
        }
        Output::Json => Ok(pretty(&value(choice, words))),
        Output::Yaml => Ok(to_yaml(&value(choice, words))),
        Output::Dot | Output::Svg | Output::Png => Err(no_drawing()),
    }
}

fn every(choices: &CloudChoices, words: &Words) -> Value {
    choices.clouds.iter().map(|choice| value(choice, words)).collect()
}

fn no_drawing() -> Problem {
    Problem::new(ProblemKind::Internal {
        detail: "-o dot is for topology".to_owned(),
    })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).map_or_else(|error| error.to_string(), |text| text + "\n")
}

fn list(choices: &CloudChoices, words: &Words) -> String {
    let mut table = Table::new(&["NAME", "AUTH URL", "SCOPE", "REGION", "FROM"]);
    let mut notes = Vec::new();
    for choice in &choices.clouds {
        let from = choice.source().to_string();
        match &choice.profile {
            Ok(profile) => table.rows.push(vec![
                choice.name.clone(),
                profile.auth_url.clone(),
                profile.auth_scope.label(),
                profile.region.clone().unwrap_or_default(),
                from,
            ]),
            Err(problem) => {
                table.rows.push(vec![
                    choice.name.clone(),
                    String::new(),
                    String::new(),
                    String::new(),
                    from,
                ]);
                notes.push(words.headline(problem));
            }
        }
    }
    notes.extend(
        choices
            .problem
            .iter()
            .chain(&choices.troubles)
            .map(|problem| words.headline(problem)),
    );
    with_notes(&table, notes)
}

fn one(choice: &CloudChoice, profile: &CloudProfile, words: &Words) -> String {
    let mut table = Table::new(&["SETTING", "VALUE", "FROM"]);
    for (name, value) in written(profile) {
        let from = place(profile, &name).map(ToString::to_string).unwrap_or_default();
        table.rows.push(vec![name, value, from]);
    }
    for (name, there) in [("secret", &choice.secret), ("passcode", &choice.passcode)] {
        if there.is_some() {
            table
                .rows
                .push(vec![name.to_owned(), "…".to_owned(), String::new()]);
        }
    }
    let notes = choice
        .warnings
        .iter()
        .map(|warning| words.config_warned(warning))
        .collect();
    with_notes(&table, notes)
}

fn with_notes(table: &Table, notes: Vec<String>) -> String {
    let mut text = table.to_text();
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        text.push_str(&note);
        text.push('\n');
    }
    text
}

/// One cloud as JSON: settings by their names, each with its place.
fn value(choice: &CloudChoice, words: &Words) -> Value {
    let settings: Map<String, Value> = match &choice.profile {
        Ok(profile) => written(profile)
            .into_iter()
            .map(|(name, value)| {
                let from = place(profile, &name).map(place_value);
                (name, json!({"value": value, "from": from}))
            })
            .collect(),
        Err(_) => Map::new(),
    };
    let warnings: Vec<Value> = choice
        .warnings
        .iter()
        .map(|warning| {
            json!({
                "setting": warning.setting,
                "from": warning.place.as_ref().map(place_value),
                "text": words.config_warned(warning),
            })
        })
        .collect();
    json!({
        "name": choice.name,
        "from": place_value(&choice.source()),
        "problem": choice.profile.as_ref().err().map(|problem| words.headline(problem)),
        "settings": settings,
        "secret": choice.secret.is_some(),
        "passcode": choice.passcode.is_some(),
        "warnings": warnings,
    })
}

/// Where a setting was read. What is not verified may have been said in two ways.
fn place<'a>(profile: &'a CloudProfile, name: &str) -> Option<&'a ProfileSource> {
    let sources = &profile.sources;
    match name {
        "verify" => sources.get("insecure").or_else(|| sources.get("verify")),
        "cacert" => sources.get("cacert").or_else(|| sources.get("verify")),
        "regions" => sources.get("region_name"),
        name => sources.get(name),
    }
}

fn place_value(place: &ProfileSource) -> Value {
    match place {
        ProfileSource::File { file, line } => json!({"file": file.display().to_string(), "line": line}),
        ProfileSource::Variable(name) => json!({"variable": name}),
        ProfileSource::Flag(name) => json!({"flag": name}),
        ProfileSource::Vendor(name) => json!({"vendor": name}),
    }
}
