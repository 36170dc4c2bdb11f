//! The part of the command line for templates, key pairs and quotas.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::args::Output;

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
    /// Create, edit, delete, import or export cluster templates.
    #[command(subcommand)]
    Template(TemplateVerb),
    /// Make, import or delete key pairs.
    #[command(subcommand)]
    Keypair(KeypairVerb),
    /// Set the cluster quotas of projects; for administrators.
    #[command(subcommand)]
    Quota(QuotaVerb),
}

/// What can be done with cluster templates.
#[derive(Clone, Debug, Subcommand)]
pub enum TemplateVerb {
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

/// What administrators can do with the cluster quotas of projects.
#[derive(Clone, Debug, Subcommand)]
pub enum QuotaVerb {
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
