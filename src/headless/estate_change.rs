//! Commands that change templates, key pairs and quotas: the same drafts, the same rules, the same requests as in the
//! window. Each request is sent once.

use std::path::Path;
use std::sync::Arc;

use crate::domain::problem::{Problem, ProblemKind, system_words};
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::check::{TemplateContext, TemplateIssue};
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::era::Era;
use crate::domain::template::field::TemplateField;
use crate::domain::template::yaml;
use crate::headless::args::Output;
use crate::headless::estate_args::{
    CreateKeypairArguments, CreateTemplateArguments, EditTemplateArguments, EstateVerb,
    ExportTemplateArguments, KeypairVerb, Maker, QuotaVerb, TemplateVerb,
};
use crate::headless::get_estate::{find_template, template_json};
use crate::headless::template_files;
use crate::kubeconfig::ssh_key;
use crate::openstack::error::ApiError;
use crate::openstack::magnum::{clusters, quotas, templates};
use crate::openstack::session::Session;
use crate::openstack::{catalog, nova, projects};
use crate::platform::key_file;
use crate::platform::safe_write::Disk;
use crate::text::Words;

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// For standard output.
    pub text: String,
    /// For standard error.
    pub told: String,
    /// The exit code.
    pub code: u8,
}

impl Came {
    fn done(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    fn not_sent(told: String) -> Self {
        Self {
            told,
            code: 3,
            ..Self::default()
        }
    }

    /// The service said no, or its answer was lost.
    fn back(words: &Words, error: &ApiError) -> Self {
        Self {
            told: words.in_full(&error.problem()),
            code: if error.maybe_sent() { 6 } else { 4 },
            ..Self::default()
        }
    }
}

/// Carries out a command.
///
/// # Errors
/// Why what it is about could not be had.
pub async fn change(
    session: &Session,
    (words, disk): (&Words, &dyn Disk),
    verb: &EstateVerb,
) -> Result<Came, Problem> {
    match verb {
        EstateVerb::Template(verb) => template(session, words, verb).await,
        EstateVerb::Keypair(verb) => keypair(session, (words, disk), verb).await,
        EstateVerb::Quota(verb) => quota(session, words, verb).await,
    }
}

async fn template(session: &Session, words: &Words, verb: &TemplateVerb) -> Result<Came, Problem> {
    match verb {
        TemplateVerb::Create(wanted) => create_template(session, words, wanted).await,
        TemplateVerb::Edit(wanted) => edit_template(session, words, wanted).await,
        TemplateVerb::Export(wanted) => export_template(session, words, wanted).await,
        // `EstateVerb::read` hands these to `get`.
        TemplateVerb::List(_) | TemplateVerb::Show(_) => Ok(Came::default()),
        TemplateVerb::Delete(wanted) => {
            let list = every(session).await?;
            // All of them are found before the first one goes.
            let found: Vec<Arc<ClusterTemplate>> = wanted
                .names
                .iter()
                .map(|name| find_template(&list, name))
                .collect::<Result<_, _>>()?;
            let mut text = String::new();
            for template in found {
                if let Err(error) = templates::delete(session, &template.id).await {
                    return Ok(Came {
                        text,
                        ..Came::back(words, &error)
                    });
                }
                text.push_str(&format!("{} {}\n", template.id, template.name));
            }
            Ok(Came::done(text))
        }
    }
}

async fn every(session: &Session) -> Result<Vec<Arc<ClusterTemplate>>, Problem> {
    let list = templates::list(session).await.map_err(|error| error.problem())?;
    Ok(list.into_iter().map(Arc::new).collect())
}

async fn create_template(
    session: &Session,
    words: &Words,
    wanted: &CreateTemplateArguments,
) -> Result<Came, Problem> {
    let mut draft = template_files::read(&wanted.file)?;
    if let Some(name) = &wanted.name {
        draft.set(TemplateField::Name, name);
    }
    let (list, catalog) = (every(session).await?, catalog::collect(session).await);
    let context = TemplateContext {
        catalog: Some(&catalog),
        ..context(session, &list)
    };
    let request = match draft.finish(&context) {
        Ok(request) => request,
        Err(issues) => return Ok(Came::not_sent(listed(words, &issues))),
    };
    let warnings = listed(words, &draft.check(&context));
    if wanted.dry_run {
        return Ok(Came {
            text: yaml::to_yaml(&draft),
            told: warnings,
            code: 0,
        });
    }
    match templates::create(session, &request).await {
        Ok(template) => Ok(Came {
            told: warnings,
            ..Came::done(printed(&template, wanted.output))
        }),
        Err(error) => Ok(Came::back(words, &error)),
    }
}

async fn edit_template(
    session: &Session,
    words: &Words,
    wanted: &EditTemplateArguments,
) -> Result<Came, Problem> {
    let draft = template_files::read(&wanted.file)?;
    let (list, catalog) = (every(session).await?, catalog::collect(session).await);
    let template = find_template(&list, &wanted.template)?;
    let all = clusters::of_every_project(session)
        .await
        .map_err(|error| error.problem())?;
    let context = TemplateContext {
        catalog: Some(&catalog),
        editing: Some(&template),
        in_use: all.iter().any(|cluster| cluster.template == template.id),
        ..context(session, &list)
    };
    let edit = match draft.edit(&template, &context) {
        Ok(edit) => edit,
        Err(issues) => return Ok(Came::not_sent(listed(words, &issues))),
    };
    if wanted.dry_run || edit.requests().is_empty() {
        let fields = edit.requests().iter().flatten().map(|step| step.field().key());
        let text: String = fields.map(|field| format!("{field}\n")).collect();
        return Ok(Came::done(text));
    }
    let mut changed = ClusterTemplate::clone(&template);
    for steps in edit.requests() {
        changed = match templates::change(session, &template.id, steps).await {
            Ok(changed) => changed,
            Err(error) => return Ok(Came::back(words, &error)),
        };
    }
    Ok(Came::done(printed(&changed, wanted.output)))
}

async fn export_template(
    session: &Session,
    words: &Words,
    wanted: &ExportTemplateArguments,
) -> Result<Came, Problem> {
    let template = find_template(&every(session).await?, &wanted.template)?;
    let text = yaml::to_yaml(&TemplateDraft::of(&template));
    let Some(file) = &wanted.file else {
        return Ok(Came::done(text));
    };
    std::fs::write(file, text).map_err(|error| unreadable(file, &error))?;
    Ok(Came::done(words.frame_saved(file.display().to_string()) + "\n"))
}

fn context<'a>(session: &Session, list: &'a [Arc<ClusterTemplate>]) -> TemplateContext<'a> {
    let info = session.info();
    TemplateContext {
        era: Era {
            minor: Era::minor_of(info.magnum_version.as_deref()),
            templates: list,
        },
        administrator: info.is_administrator(),
        lacks_octavia: !session.has(Service::LoadBalancer),
        ..TemplateContext::default()
    }
}

fn listed(words: &Words, issues: &[TemplateIssue]) -> String {
    let each =
        |issue: &TemplateIssue| format!("{}: {}", issue.field.key(), words.template_reason(issue.reason));
    issues.iter().map(each).collect::<Vec<_>>().join("\n")
}

fn printed(template: &ClusterTemplate, output: Output) -> String {
    match output {
        Output::Table | Output::Dot | Output::Svg | Output::Png => {
            format!("{} {}\n", template.id, template.name)
        }
        Output::Json => {
            let json = serde_json::to_string_pretty(&template_json(template));
            json.map_or_else(|error| error.to_string(), |text| text + "\n")
        }
        Output::Yaml => crate::headless::yaml::to_yaml(&template_json(template)),
    }
}

async fn keypair(
    session: &Session,
    (words, disk): (&Words, &dyn Disk),
    verb: &KeypairVerb,
) -> Result<Came, Problem> {
    match verb {
        KeypairVerb::Create(wanted) => create_keypair(session, (words, disk), wanted).await,
        KeypairVerb::List(_) => Ok(Came::default()),
        KeypairVerb::Import(wanted) => {
            let text = std::fs::read_to_string(&wanted.public_key);
            let text = text.map_err(|error| unreadable(&wanted.public_key, &error))?;
            if text.contains("PRIVATE KEY") {
                return Ok(Came::not_sent(words.keypairs_public_private().to_owned()));
            }
            if !ssh_key::is_public(&text) {
                return Ok(Came::not_sent(words.keypairs_public_bad().to_owned()));
            }
            Ok(
                match nova::import_keypair(session, &wanted.name, text.trim()).await {
                    Ok(pair) => Came::done(format!(
                        "{} {}\n",
                        pair.name,
                        pair.fingerprint.unwrap_or_default()
                    )),
                    Err(error) => Came::back(words, &error),
                },
            )
        }
        KeypairVerb::Delete(wanted) => {
            let mut text = String::new();
            for name in &wanted.names {
                if let Err(error) = nova::delete_keypair(session, name).await {
                    return Ok(Came {
                        text,
                        ..Came::back(words, &error)
                    });
                }
                text.push_str(&format!("{name}\n"));
            }
            Ok(Came::done(text))
        }
    }
}

async fn create_keypair(
    session: &Session,
    (words, disk): (&Words, &dyn Disk),
    wanted: &CreateKeypairArguments,
) -> Result<Came, Problem> {
    let file = &wanted.private_key;
    let trouble = |trouble| Problem::new(ProblemKind::File(trouble));
    key_file::is_free(disk, file).map_err(trouble)?;
    let made = match wanted.by {
        Maker::Here => {
            let key = ssh_key::make(&wanted.name);
            let key = key.map_err(|detail| Problem::new(ProblemKind::Internal { detail }))?;
            // On the disk first: what Nova knows of must not be lost here.
            key_file::save(disk, file, &key.private).map_err(trouble)?;
            let answer = nova::import_keypair(session, &wanted.name, &key.public).await;
            if answer.as_ref().is_err_and(|error| !error.maybe_sent()) {
                key_file::remove(disk, file).map_err(trouble)?;
            }
            answer
        }
        Maker::Nova => match nova::make_keypair(session, &wanted.name).await {
            Ok((pair, private)) => {
                key_file::save(disk, file, &private).map_err(trouble)?;
                Ok(pair)
            }
            Err(error) => Err(error),
        },
    };
    Ok(match made {
        Ok(_) => Came::done(words.keypairs_saved(file.display().to_string()) + "\n"),
        Err(error) => Came::back(words, &error),
    })
}

async fn quota(session: &Session, words: &Words, verb: &QuotaVerb) -> Result<Came, Problem> {
    let (QuotaVerb::Set { project, .. } | QuotaVerb::Delete { project }) = verb else {
        return Ok(Came::default());
    };
    let names = projects::names(session).await;
    let found = names.find(project).ok_or_else(|| {
        Problem::new(ProblemKind::NoSuchObject {
            name: project.clone(),
        })
    })?;
    let answer = match verb {
        QuotaVerb::Set { limit, .. } => {
            let known = quotas::of(session, found)
                .await
                .map_err(|error| error.problem())?;
            let answer = if known.is_explicit() {
                quotas::change(session, found, *limit).await
            } else {
                quotas::create(session, found, *limit).await
            };
            answer.map(|_| limit.to_string())
        }
        QuotaVerb::List { .. } => return Ok(Came::default()),
        QuotaVerb::Delete { .. } => quotas::delete(session, found).await.map(|()| String::new()),
    };
    Ok(match answer {
        Ok(limit) => Came::done(format!("{} {} {limit}\n", found, names.name(found))),
        Err(error) => Came::back(words, &error),
    })
}

fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(ProblemKind::FileUnreadable {
        file: file.display().to_string(),
        detail: system_words(error),
    })
}
