//! An openrc file (`export OS_AUTH_URL=…`) as a cloud. It is read like a text and never run: what would have to be run is
//! left out and said.

mod words;

use std::collections::HashMap;

use crate::domain::clean::clean;
use crate::domain::cloud_choice::{ConfigWarning, ConfigWarningKind};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::ProfileSource;
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::{self, CloudEntry, FileText, Variable};
use crate::openstack::openrc::words::{Command, Part, Word};
use crate::openstack::policy;

/// Flags of `read` that a word of their own follows.
const FLAGS_WITH_A_WORD: [char; 8] = ['p', 't', 'n', 'N', 'd', 'i', 'u', 'a'];

/// Reads an openrc file as a cloud that is called like the file.
///
/// # Errors
/// It is too long, or sets no `OS_…` variable at all.
pub fn read(file: &FileText) -> Result<CloudEntry, Problem> {
    let unreadable = |detail: String| {
        Problem::new(ProblemKind::FileUnreadable {
            file: file.path.display().to_string(),
            detail,
        })
    };
    if file.text.len() > policy::CLOUDS_FILE_CAP {
        return Err(unreadable(format!(
            "longer than {} bytes",
            policy::CLOUDS_FILE_CAP
        )));
    }
    let mut script = Script::new(file);
    for command in words::commands(&file.text) {
        script.follow(&command);
    }
    let (variables, warnings) = script.told();
    if variables.is_empty() && warnings.is_empty() {
        return Err(unreadable("it sets no OS_… variable".to_owned()));
    }
    let named = variables
        .iter()
        .find(|variable| variable.name == "OS_CLOUD_NAME")
        .map(|variable| variable.value.expose().trim().to_owned())
        .filter(|name| !name.is_empty());
    let name = named.unwrap_or_else(|| stem(file));
    let mut entry = clouds_yaml::of_variables(&name, file.path.clone(), &variables);
    entry.warnings.extend(warnings);
    Ok(entry)
}

/// Reads any bytes as an openrc file and says whether they make a cloud; the door for fuzzing.
pub fn read_bytes(bytes: &[u8]) -> bool {
    FileText::from_bytes("openrc.sh".into(), bytes)
        .and_then(|file| read(&file))
        .is_ok_and(|entry| entry.profile.is_ok())
}

/// The file's name without its ending.
fn stem(file: &FileText) -> String {
    file.path
        .file_stem()
        .map(|stem| clean(&stem.to_string_lossy()))
        .filter(|stem| !stem.is_empty())
        .unwrap_or_else(|| "openrc".to_owned())
}

/// What a variable holds, as far as that can be told without running anything.
#[derive(Clone)]
enum Value {
    Told(Secret),
    /// Asked for, or computed by a command.
    NotTold,
}

/// The variables while the commands are followed.
struct Script<'a> {
    file: &'a FileText,
    values: HashMap<String, (Value, u32)>,
    warnings: Vec<ConfigWarning>,
    /// How many conditions, loops and functions are open.
    inside: usize,
}

impl<'a> Script<'a> {
    fn new(file: &'a FileText) -> Self {
        Self {
            file,
            values: HashMap::new(),
            warnings: Vec::new(),
            inside: 0,
        }
    }

    fn follow(&mut self, command: &Command) {
        let mut words = command.words.as_slice();
        // `then export …` and the like: the first word opens or closes, and what follows is a command of its own.
        while let Some((first, rest)) = words.split_first() {
            match first.plain() {
                Some("if" | "for" | "while" | "until" | "case" | "select" | "{") => self.inside += 1,
                Some("fi" | "done" | "esac" | "}") => self.inside = self.inside.saturating_sub(1),
                Some("then" | "else" | "elif" | "do" | "!") => {}
                // A condition has no assignments of ours; a function's body is a block of its own.
                Some("function") => return,
                Some(_) | None => break,
            }
            words = rest;
        }
        let Some((first, rest)) = words.split_first() else {
            return;
        };
        match first.plain() {
            Some("export" | "declare" | "typeset" | "readonly" | "local") => {
                for word in rest {
                    self.assign(word, command.line);
                }
            }
            Some("unset") => {
                for name in rest.iter().filter_map(Word::plain) {
                    self.unset(name);
                }
            }
            Some("read") => self.asked(rest, command.line),
            Some("source" | ".") => self.warn("source", command.line, ConfigWarningKind::OtherFile),
            Some(_) | None => {
                // `A=1 B=2` sets both; `A=1 command` sets them for the command alone.
                if words.iter().all(|word| word.assignment().is_some()) {
                    for word in words {
                        self.assign(word, command.line);
                    }
                }
            }
        }
    }

    fn assign(&mut self, word: &Word, line: u32) {
        let Some((name, parts)) = word.assignment() else {
            return;
        };
        if self.inside > 0 {
            if name.starts_with("OS_") {
                self.warn(name, line, ConfigWarningKind::Conditional);
            }
            return;
        }
        let value = self.value(&parts);
        self.values.insert(name.to_owned(), (value, line));
    }

    fn unset(&mut self, name: &str) {
        // The usual `if [ -z "$OS_X" ]; then unset OS_X; fi` is about a variable that says nothing anyway.
        let says_nothing = match self.values.get(name) {
            Some((Value::Told(value), _)) => value.is_empty(),
            Some((Value::NotTold, _)) | None => false,
        };
        if self.inside == 0 || says_nothing {
            self.values.remove(name);
        }
    }

    /// `read -sr OS_PASSWORD_INPUT`: the last words are the names.
    fn asked(&mut self, words: &[Word], line: u32) {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.plain() {
                // `-p PROMPT`, `-t SECONDS` and the like have a word of their own; `-sp PROMPT` too.
                Some(flag) if flag.starts_with('-') && flag.ends_with(FLAGS_WITH_A_WORD) => {
                    words.next();
                }
                Some(flag) if flag.starts_with('-') => {}
                Some(name) => {
                    self.values.insert(name.to_owned(), (Value::NotTold, line));
                }
                None => {}
            }
        }
    }

    fn value(&self, parts: &[Part]) -> Value {
        let mut text = String::new();
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Unknown => return Value::NotTold,
                Part::Variable(name) => match self.values.get(name) {
                    Some((Value::Told(value), _)) => text.push_str(value.expose()),
                    Some((Value::NotTold, _)) => return Value::NotTold,
                    // A path below the home folder is one that everybody here understands.
                    None if name == "HOME" && index == 0 => text.push('~'),
                    None if name.starts_with("OS_") => {}
                    None => return Value::NotTold,
                },
            }
            if text.len() > policy::CLOUDS_FILE_CAP {
                return Value::NotTold;
            }
        }
        Value::Told(Secret::new(text))
    }

    fn warn(&mut self, setting: &str, line: u32, kind: ConfigWarningKind) {
        let warning = ConfigWarning {
            setting: clean(setting),
            place: Some(self.place(line)),
            kind,
        };
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    fn place(&self, line: u32) -> ProfileSource {
        ProfileSource::File {
            file: self.file.path.clone(),
            line: Some(line),
        }
    }

    /// The `OS_…` variables that hold something, by their lines, and the words about the others.
    fn told(mut self) -> (Vec<Variable>, Vec<ConfigWarning>) {
        let mut values: Vec<(String, (Value, u32))> = std::mem::take(&mut self.values)
            .into_iter()
            .filter(|(name, _)| name.starts_with("OS_"))
            .collect();
        values.sort_by(|(name, (_, line)), (other, (_, other_line))| (line, name).cmp(&(other_line, other)));
        let mut variables = Vec::new();
        for (name, (value, line)) in values {
            match value {
                Value::Told(value) if value.is_empty() => {}
                Value::Told(value) => variables.push(Variable {
                    place: self.place(line),
                    name,
                    value,
                }),
                // What the person types is asked for by its own name.
                Value::NotTold if name.ends_with("_INPUT") => {}
                Value::NotTold => self.warn(&name, line, ConfigWarningKind::NotTold),
            }
        }
        (variables, self.warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_bytes};
    use crate::domain::cloud_choice::ConfigWarningKind;
    use crate::domain::problem::ProblemKind;
    use crate::domain::profile::{Identity, NameOrId, ProfileSource, TlsPolicy};
    use crate::openstack::clouds_yaml::{CloudEntry, FileText};

    fn entry(text: &str) -> CloudEntry {
        read(&FileText {
            path: "/home/ada/demo-openrc.sh".into(),
            text: text.to_owned(),
        })
        .unwrap()
    }

    /// As Horizon writes it.
    const HORIZON: &str = r#"#!/usr/bin/env bash
# To use an OpenStack cloud you need to authenticate against the Identity service.
export OS_AUTH_URL=https://cloud.example.org:5000
export OS_PROJECT_ID=0a1b
export OS_PROJECT_NAME="web team"
export OS_USER_DOMAIN_NAME="Default"
if [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi
export OS_PROJECT_DOMAIN_ID="default"
if [ -z "$OS_PROJECT_DOMAIN_ID" ]; then unset OS_PROJECT_DOMAIN_ID; fi
# unset v2.0 items in case set
unset OS_TENANT_ID
unset OS_TENANT_NAME
export OS_USERNAME="ada"
# With Keystone you pass the keystone password.
echo "Please enter your OpenStack Password for project $OS_PROJECT_NAME as user $OS_USERNAME: "
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
export OS_REGION_NAME=""
# Don't leave a blank variable, unset it if it was empty
if [ -z "$OS_REGION_NAME" ]; then
    unset OS_REGION_NAME
fi
export OS_INTERFACE=public
export OS_IDENTITY_API_VERSION=3
"#;

    #[test]
    fn what_the_dashboard_hands_out_is_a_cloud_that_asks_for_its_password() {
        let entry = entry(HORIZON);
        assert_eq!(entry.name, "demo-openrc");
        let profile = entry.profile.unwrap();
        assert_eq!(profile.auth_url, "https://cloud.example.org:5000");
        assert_eq!(
            profile.identity,
            Identity::Password {
                user: NameOrId::Name("ada".to_owned()),
                domain: Some(NameOrId::Name("Default".to_owned())),
            }
        );
        assert_eq!(
            profile.auth_scope.project().unwrap().project,
            NameOrId::Id("0a1b".to_owned())
        );
        assert_eq!(profile.region, None);
        assert!(entry.secret.is_none());
        let told: Vec<_> = entry
            .warnings
            .iter()
            .map(|warning| (warning.setting.as_str(), warning.kind))
            .collect();
        assert_eq!(told, [("OS_PASSWORD", ConfigWarningKind::NotTold)]);
        let place = |setting: &str| {
            let ProfileSource::File { line, .. } = &profile.sources[setting] else {
                panic!("{profile:?}")
            };
            line.unwrap()
        };
        assert_eq!((place("auth.auth_url"), place("auth.username")), (3, 13));
    }

    #[test]
    fn quotes_references_and_continued_lines_are_understood() {
        let entry = entry(
            "HOST='k.test'\nexport OS_AUTH_URL=https://$HOST:5000/\"v3\" OS_USERNAME=a\\ b\nOS_PASSWORD='it'\\''s $HOME #1'\n\
             export OS_PROJECT_NAME=\"${HOST} \\\"x\\\" \\$y\"; export OS_USER_DOMAIN_ID=default # mine\n\
             export OS_CACERT=$HOME/ca.pem \\\n  OS_INSECURE=False\nexport OS_REGION_NAME=\"two\nlines\"\n",
        );
        let profile = entry.profile.unwrap();
        assert_eq!(profile.auth_url, "https://k.test:5000/v3");
        assert_eq!(profile.who(), "a b");
        assert_eq!(entry.secret.unwrap().expose(), "it's $HOME #1");
        assert_eq!(
            profile.auth_scope.project().unwrap().project,
            NameOrId::Name("k.test \"x\" $y".to_owned())
        );
        assert_eq!(profile.tls, TlsPolicy::Authority("~/ca.pem".into()));
        assert_eq!(profile.region.as_deref(), Some("two\nlines"));
    }

    #[test]
    fn nothing_is_run_and_what_would_have_to_be_is_told() {
        let entry = entry(
            "export OS_AUTH_URL=https://k.test OS_USERNAME=u\nexport OS_PASSWORD=$(pass show cloud)\nexport OS_TOKEN=`cat t`\n\
             if true; then export OS_PROJECT_NAME=a; else\n  export OS_PROJECT_NAME=b\nfi\n. ./other\n\
             for x in $(set | grep ^OS_); do unset $x; done\nexport OS_REGION_NAME=${NOWHERE:-R}\n\
             f() {\n  export OS_REGION_NAME=R\n}\nexport OS_INTERFACE=$((1+1)) OS_PROJECT_ID=p\nOS_USERNAME=x true\n",
        );
        assert_eq!(entry.profile.as_ref().unwrap().who(), "u");
        let mut told: Vec<_> = entry
            .warnings
            .iter()
            .map(|warning| (warning.setting.as_str(), warning.kind))
            .collect();
        told.sort_by_key(|(setting, kind)| (setting.to_owned(), *kind as u8));
        assert_eq!(
            told,
            [
                ("OS_INTERFACE", ConfigWarningKind::NotTold),
                ("OS_PASSWORD", ConfigWarningKind::NotTold),
                ("OS_PROJECT_NAME", ConfigWarningKind::Conditional),
                ("OS_PROJECT_NAME", ConfigWarningKind::Conditional),
                ("OS_REGION_NAME", ConfigWarningKind::NotTold),
                ("OS_REGION_NAME", ConfigWarningKind::Conditional),
                ("OS_TOKEN", ConfigWarningKind::NotTold),
                ("source", ConfigWarningKind::OtherFile),
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_openrc_is_refused() {
        for text in ["", "hello world\n", "clouds:\n  a: {}\n", "export PATH=/bin\n"] {
            let problem = read(&FileText {
                path: "x".into(),
                text: text.to_owned(),
            })
            .unwrap_err();
            assert!(
                matches!(problem.kind, ProblemKind::FileUnreadable { .. }),
                "{text}"
            );
        }
    }

    #[test]
    fn values_that_grow_by_themselves_stop_at_the_cap() {
        let mut text = "A=xxxxxxxxxxxxxxxx\n".to_owned();
        for _ in 0..40 {
            text.push_str("A=$A$A$A$A\n");
        }
        text.push_str("export OS_AUTH_URL=$A\n");
        assert!(!read_bytes(text.as_bytes()));
    }
}
