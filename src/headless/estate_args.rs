//! The part of the command line for templates, key pairs and quotas.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::args::{GetArguments, LensArgument, Output, What};

/// How these commands end.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the cloud or what it is about could not be had
  2  the command line was not understood
  3  not sent: something is wrong with it
  4  refused by the service
  6  the answer was lost: it may have been done";

/// A command that changes something beside clusters. Each request is sent once.
#[derive(Clone, Debug, Subcommand)]
pub enum EstateVerb {
    /// List, create, edit, delete, import or export cluster templates.
    #[command(subcommand)]
    Template(TemplateVerb),
    /// List, make, import or delete key pairs.
    #[command(subcommand)]
    Keypair(KeypairVerb),
    /// List quotas, or set the cluster quotas of projects.
    #[command(subcommand)]
    Quota(QuotaVerb),
}

/// What can be done with cluster templates.
#[derive(Clone, Debug, Subcommand)]
pub enum TemplateVerb {
    /// List the templates, as `get templates` does.
    List(ListArguments),
    /// Print every field of a template, as `get template` does.
    Show(ShowTemplateArguments),
    /// Make a template of a file, as `template export` writes one.
    #[command(visible_alias = "import", after_help = EXIT_CODES)]
    Create(CreateTemplateArguments),
    /// Change a template to what a file says.
    #[command(after_help = EXIT_CODES)]
    Edit(EditTemplateArguments),
    /// Delete templates that no cluster uses.
    #[command(after_help = EXIT_CODES)]
    Delete(NamesArguments),
    /// Write a template as a file.
    Export(ExportTemplateArguments),
}

impl EstateVerb {
    /// What `get` is asked for where nothing is changed.
    pub fn read(&self) -> Option<GetArguments> {
        let (what, name, output) = match self {
            Self::Template(TemplateVerb::List(wanted)) => (What::Templates, None, wanted.output),
            Self::Template(TemplateVerb::Show(wanted)) => {
                (What::Template, Some(wanted.template.clone()), wanted.output)
            }
            Self::Keypair(KeypairVerb::List(wanted)) => (What::Keypairs, None, wanted.output),
            Self::Quota(QuotaVerb::List { all_projects, how }) => {
                let what = if *all_projects {
                    What::ProjectQuotas
                } else {
                    What::Quotas
                };
                (what, None, how.output)
            }
            Self::Template(
                TemplateVerb::Create(_)
                | TemplateVerb::Edit(_)
                | TemplateVerb::Delete(_)
                | TemplateVerb::Export(_),
            )
            | Self::Keypair(KeypairVerb::Create(_) | KeypairVerb::Import(_) | KeypairVerb::Delete(_))
            | Self::Quota(QuotaVerb::Set { .. } | QuotaVerb::Delete { .. }) => return None,
        };
        Some(GetArguments {
            what,
            name,
            output,
            lens: LensArgument::default(),
        })
    }
}

/// How a list is printed.
#[derive(Clone, Debug, Args)]
pub struct ListArguments {
    /// How to print it: table, json or yaml.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// Which template to print.
#[derive(Clone, Debug, Args)]
pub struct ShowTemplateArguments {
    /// The template, by name or id.
    pub template: String,
    /// How to print it: table, json or yaml.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// A new template.
#[derive(Clone, Debug, Args)]
pub struct CreateTemplateArguments {
    /// The file: YAML or JSON with Magnum's own field names.
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
    /// Another name than the file has.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Only say whether it could be sent.
    #[arg(long)]
    pub dry_run: bool,
    /// How to print what was made.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// A template that changes.
#[derive(Clone, Debug, Args)]
pub struct EditTemplateArguments {
    /// The template, by name or id.
    pub template: String,
    /// The file that says what it is to be.
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
    /// Only say whether it could be sent.
    #[arg(long)]
    pub dry_run: bool,
    /// How to print what came of it.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub output: Output,
}

/// Where a template goes.
#[derive(Clone, Debug, Args)]
pub struct ExportTemplateArguments {
    /// The template, by name or id.
    pub template: String,
    /// The file; without one it is printed.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Things by name or id.
#[derive(Clone, Debug, Args)]
pub struct NamesArguments {
    /// Their names or ids.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
}

/// What can be done with key pairs.
#[derive(Clone, Debug, Subcommand)]
pub enum KeypairVerb {
    /// List your key pairs, as `get keypairs` does.
    List(ListArguments),
    /// Make a key pair; the private half goes into a file that only you can read.
    #[command(after_help = EXIT_CODES)]
    Create(CreateKeypairArguments),
    /// Tell Nova the public half of a key that you have.
    #[command(after_help = EXIT_CODES)]
    Import(ImportKeypairArguments),
    /// Delete key pairs.
    #[command(after_help = EXIT_CODES)]
    Delete(NamesArguments),
}

/// A new key pair.
#[derive(Clone, Debug, Args)]
pub struct CreateKeypairArguments {
    /// Its name.
    pub name: String,
    /// Where the private half goes; a file that is there is never replaced.
    #[arg(long, value_name = "FILE")]
    pub private_key: PathBuf,
    /// Who makes it: this computer, or Nova, which sends the private half once.
    #[arg(long, value_name = "WHO", default_value = "here")]
    pub by: Maker,
}

/// Who makes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Maker {
    /// This computer.
    Here,
    /// Nova.
    Nova,
}

/// A key that somebody has.
#[derive(Clone, Debug, Args)]
pub struct ImportKeypairArguments {
    /// The name it gets.
    pub name: String,
    /// The file with the public half.
    #[arg(long, value_name = "FILE")]
    pub public_key: PathBuf,
}

/// What can be done with quotas; setting them is for administrators.
#[derive(Clone, Debug, Subcommand)]
pub enum QuotaVerb {
    /// List what the project may have and has, of every service, as `get quotas` does.
    List {
        /// The cluster quotas of all projects instead; for administrators.
        #[arg(long)]
        all_projects: bool,
        /// How to print it.
        #[command(flatten)]
        how: ListArguments,
    },
    /// Set how many clusters a project may have.
    #[command(after_help = EXIT_CODES)]
    Set {
        /// The project, by name or id.
        project: String,
        /// The most there may be.
        limit: u32,
    },
    /// Go back to the server's default.
    #[command(after_help = EXIT_CODES)]
    Delete {
        /// The project, by name or id.
        project: String,
    },
}
