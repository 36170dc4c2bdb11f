//! Groups of clusters: by template, status, health, driver or owner, each with how many there are and how the worst of them
//! is; choosing one shows those only.

use std::collections::BTreeMap;

use egui::{ComboBox, RichText, Ui};

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::status::Severity;
use crate::store::state::ScopeStore;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::widgets::status_chip;

/// What clusters are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The template they are made from.
    Template,
    /// Their status.
    Status,
    /// Their health.
    Health,
    /// Who builds them.
    Driver,
    /// Who made them.
    Owner,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Template,
        Self::Status,
        Self::Health,
        Self::Driver,
        Self::Owner,
    ];

    fn word(self, words: &Words) -> &str {
        match self {
            Self::Template => words.clusters_column_template(),
            Self::Status => words.clusters_column_status(),
            Self::Health => words.clusters_column_health(),
            Self::Driver => words.clusters_column_driver(),
            Self::Owner => words.clusters_column_owner(),
        }
    }

    /// The group that a cluster is in.
    pub fn of(self, cluster: &Cluster, data: &ScopeStore, words: &Words) -> String {
        let template = data.template(&cluster.template);
        match self {
            Self::Template => template.map_or_else(
                || cluster.template.short().to_owned(),
                |template| template.name.clone(),
            ),
            Self::Status => words.status(&cluster.status).to_owned(),
            Self::Health => words.health(&cluster.health).to_owned(),
            Self::Driver => words
                .driver_short(Driver::of(cluster, template.map(AsRef::as_ref)))
                .to_owned(),
            Self::Owner => {
                let info = data.info.as_ref();
                let own = info.filter(|info| cluster.user.as_ref() == Some(&info.user_id));
                let other = || cluster.user.as_ref().map(|user| user.short().to_owned());
                own.map(|info| info.user.clone())
                    .or_else(other)
                    .unwrap_or_else(|| words.format_none().to_owned())
            }
        }
    }
}

/// The groups by name, each with its number and its worst state.
pub fn groups(data: &ScopeStore, words: &Words, facet: Facet) -> BTreeMap<String, (usize, Severity)> {
    let mut groups: BTreeMap<String, (usize, Severity)> = BTreeMap::new();
    let rows = data.clusters.value().map(|list| list.rows.as_slice());
    for cluster in rows.unwrap_or_default() {
        let group = groups.entry(facet.of(cluster, data, words)).or_default();
        group.0 += 1;
        group.1 = group.1.max(cluster.severity());
    }
    groups
}

/// What somebody has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    facet: Option<Facet>,
    only: Option<String>,
    /// Raised with every choice, so that rows are built anew.
    pub(super) number: u64,
}

impl Chosen {
    /// Whether this cluster is shown.
    pub(super) fn shows(&self, cluster: &Cluster, data: &ScopeStore, words: &Words) -> bool {
        match (self.facet, &self.only) {
            (Some(facet), Some(only)) => facet.of(cluster, data, words) == *only,
            (Some(_) | None, None) | (None, Some(_)) => true,
        }
    }

    /// Whether any is left out.
    pub(super) fn narrows(&self) -> bool {
        self.facet.is_some() && self.only.is_some()
    }

    /// The box in which one says by what to group.
    pub(super) fn choose_ui(&mut self, ui: &mut Ui, words: &Words) {
        let before = self.facet;
        let shown = self
            .facet
            .map_or_else(|| words.clusters_group_none(), |facet| facet.word(words));
        let response = ComboBox::from_id_salt("group clusters by")
            .selected_text(shown)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut self.facet, None, words.clusters_group_none());
                for facet in Facet::ALL {
                    ui.selectable_value(&mut self.facet, Some(facet), facet.word(words));
                }
            })
            .response;
        response
            .ctx
            .accesskit_node_builder(response.id, |node| node.set_label(words.clusters_group_by()));
        response.on_hover_text(words.clusters_group_by());
        if before != self.facet {
            self.only = None;
            self.number += 1;
        }
    }

    /// The groups, where there is something to group by.
    pub(super) fn groups_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let Some(facet) = self.facet else { return };
        ui.horizontal_wrapped(|ui| {
            for (name, (count, severity)) in groups(ctx.data, ctx.words, facet) {
                let on = self.only.as_ref() == Some(&name);
                let colour = tokens(ui).status(severity).fg;
                ui.label(RichText::new(status_chip::icon(severity)).color(colour));
                let text = ctx.words.clusters_lens(name.as_str(), ctx.words.count(count));
                if ui.selectable_label(on, text).clicked() {
                    self.only = (!on).then_some(name);
                    self.number += 1;
                }
            }
        });
    }
}
