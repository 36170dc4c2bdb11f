//! What the steps draw from, the same for one frame.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::domain::draft::DraftField;
use crate::domain::id::TemplateId;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Reason, Weight};
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::context::KeyFile;
use crate::ui::wizard::model::Offer;

/// Shared references for one frame.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) ctx: &'a Ctx<'a>,
    pub(super) offer: Offer<'a>,
    pub(super) plan: &'a Plan<'a>,
    pub(super) templates: &'a [Arc<ClusterTemplate>],
    pub(super) findings: &'a [Finding],
    pub(super) touched: &'a BTreeSet<DraftField>,
    /// What somebody has pressed to be put right.
    pub(super) fixes: &'a RefCell<Vec<Fix>>,
    pub(super) troubles: &'a Troubles,
    /// Where files are written to.
    pub(super) folder: Option<&'a Path>,
    /// Where a private key of a name goes when nobody says otherwise.
    pub(super) key_file: &'a KeyFile,
}

impl<'a> Scene<'a> {
    pub(super) fn words(&self) -> &'a Words {
        self.ctx.words
    }

    /// What is to be said now: that a field is empty only once somebody has been there.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a Finding> {
        let touched = self.touched;
        let early =
            move |finding: &Finding| finding.reason == Reason::Missing && !touched.contains(&finding.field);
        self.findings.iter().filter(move |finding| !early(finding))
    }

    /// The same about one field.
    pub(super) fn findings_of(&self, field: DraftField) -> impl Iterator<Item = &'a Finding> {
        self.shown().filter(move |finding| finding.field == field)
    }

    /// The external network by its name, where it is known.
    pub(super) fn external_name(&self) -> Option<&'a str> {
        let given = self.plan.external_network()?;
        let networks = self
            .offer
            .catalog
            .map(|catalog| catalog.networks.as_slice())
            .unwrap_or_default();
        let known = networks.iter().find(|network| network.id.as_str() == given);
        Some(known.map_or(given, |network| network.name.as_str()))
    }

    /// What speaks against a template, here and today.
    pub(super) fn trouble_of(&self, template: &ClusterTemplate) -> Option<(Severity, &'a str)> {
        let (weight, text) = self.troubles.known.get(&template.id)?;
        let severity = if *weight == Weight::Blocks {
            Severity::Bad
        } else {
            Severity::Warning
        };
        Some((severity, text))
    }
}

/// What speaks against each template: judged once and not in every frame, because there can be many.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    of: Option<(u64, Language)>,
    known: BTreeMap<TemplateId, (Weight, String)>,
}

impl Troubles {
    /// Judges anew where something has come in.
    pub(super) fn refresh(&mut self, ctx: &Ctx<'_>, offer: Offer<'_>, templates: &[Arc<ClusterTemplate>]) {
        let of = Some((ctx.data.version(), ctx.words.language()));
        if self.of == of {
            return;
        }
        self.of = of;
        let judged = templates.iter().filter_map(|template| {
            let finding = offer.trouble_of(template)?;
            Some((
                template.id.clone(),
                (finding.weight, ctx.words.plan_finding(&finding)),
            ))
        });
        self.known = judged.collect();
    }
}
