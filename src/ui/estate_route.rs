//! The routes beside clusters: overview, the form and the comparison of templates, key pairs, quotas, Magnum's services, the
//! clusters of all projects.

use crate::domain::id::TemplateId;
use crate::message::Topic;

pub use crate::ui::template_form::model::FormStart;

/// One of these pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EstateRoute {
    /// What there is, and what needs somebody.
    Overview,
    /// The form of a template.
    TemplateForm(FormStart),
    /// Two templates side by side.
    TemplateCompare(TemplateId, TemplateId),
    /// The user's key pairs.
    Keypairs,
    /// What projects may have and have.
    Quotas,
    /// Magnum's own services.
    Conductors,
    /// The clusters of all projects.
    CloudWide,
    /// Heat's stacks.
    Stacks,
}

/// A template's page as `--open` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedTemplate {
    /// Selected in its list.
    Show,
    /// In the form, to be changed.
    Edit,
    /// In the form, as a copy.
    Copy,
    /// Beside the one of this name.
    Compare(String),
}

impl EstateRoute {
    /// What must be kept fresh while the page is on screen.
    pub fn interest(&self) -> Vec<Topic> {
        match self {
            Self::Overview => vec![Topic::Clusters, Topic::Templates, Topic::Allowance],
            Self::TemplateForm(_) => vec![Topic::Templates, Topic::Clusters, Topic::Catalog],
            Self::TemplateCompare(..) => vec![Topic::Templates],
            Self::Keypairs => vec![Topic::Keypairs, Topic::Templates, Topic::Clusters],
            Self::Quotas => vec![Topic::Allowance, Topic::ProjectQuotas],
            Self::Conductors => vec![Topic::Conductors],
            Self::CloudWide => vec![Topic::CloudWide],
            Self::Stacks => vec![Topic::Clusters],
        }
    }

    /// The topic whose age the top bar shows.
    pub fn main_topic(&self) -> Topic {
        match self {
            Self::Overview => Topic::Clusters,
            Self::TemplateForm(_) => Topic::Catalog,
            Self::TemplateCompare(..) => Topic::Templates,
            Self::Keypairs => Topic::Keypairs,
            Self::Quotas => Topic::Allowance,
            Self::Conductors => Topic::Conductors,
            Self::CloudWide => Topic::CloudWide,
            Self::Stacks => Topic::Clusters,
        }
    }

    /// Whether there is nothing to see on it without Magnum.
    pub fn needs_magnum(&self) -> bool {
        match self {
            Self::Keypairs | Self::Quotas | Self::Stacks => false,
            Self::Overview
            | Self::TemplateForm(_)
            | Self::TemplateCompare(..)
            | Self::Conductors
            | Self::CloudWide => true,
        }
    }

    /// The page of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "overview" => Self::Overview,
            "new-template" => Self::TemplateForm(FormStart::New),
            "keypairs" => Self::Keypairs,
            "quotas" => Self::Quotas,
            "services" => Self::Conductors,
            "projects" => Self::CloudWide,
            "stacks" => Self::Stacks,
            _ => return None,
        })
    }
}

impl NamedTemplate {
    /// Reads what stands behind `template/NAME/`.
    pub fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Show,
            ["edit"] => Self::Edit,
            ["copy"] => Self::Copy,
            ["compare", other] => Self::Compare((*other).to_owned()),
            _ => return None,
        })
    }
}
