//! The clusters of all projects, for administrators: whose they are, and how they are.

pub mod model;

use egui::{Label, RichText, Ui};
use jiff::Timestamp;

use crate::domain::administration::CloudWide;
use crate::domain::cluster::Cluster;
use crate::domain::id::ProjectId;
use crate::domain::status::{Health, Severity};
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{banner, facts, inspector as pane, section, status_chip};

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct CloudWidePanel {
    clusters: TableState,
    cluster_rows: RowCache,
    projects: TableState,
    project_rows: RowCache,
    by_project: bool,
    /// Only this project's clusters.
    only: Option<ProjectId>,
    waiting_since: Option<Timestamp>,
}

impl Default for CloudWidePanel {
    fn default() -> Self {
        Self {
            clusters: TableState::sorted_by("status", Direction::Forward),
            cluster_rows: RowCache::default(),
            projects: TableState::sorted_by("clusters", Direction::Backward),
            project_rows: RowCache::default(),
            by_project: false,
            only: None,
            waiting_since: None,
        }
    }
}

impl CloudWidePanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let all = ctx.data.cloud_wide.value();
        let administrator = ctx.data.info.as_ref().is_none_or(|info| info.is_administrator());
        let count = all.map(|all| data_table::count(words, &self.clusters, all.clusters.len()));
        let count = count.filter(|_| administrator && !self.by_project);
        section::page_header(ui, words.wide_title(), count.as_deref(), |_| {});
        if !administrator {
            refused_ui(ui, ctx);
            return;
        }
        standing::show(ui, ctx, &Topic::CloudWide, None);
        match all {
            Some(all) if all.clusters.is_empty() => {
                let state = EmptyState {
                    icon: egui_phosphor::regular::CUBE,
                    title: words.wide_empty(),
                    text: words.wide_empty_text(),
                    action: None,
                };
                drop(empty_state::show(ui, state));
            }
            Some(all) => self.all_ui(ui, ctx, all),
            None if ctx.data.cloud_wide.failure().is_none() => {
                let what = (Topic::CloudWide, words.wide_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
    }

    fn all_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, all: &CloudWide) {
        let words = ctx.words;
        if let Some(stats) = all.stats {
            let projects = model::shares(all).len();
            let text = words.wide_stats(stats.clusters, stats.nodes, projects);
            ui.label(RichText::new(text).color(tokens(ui).quiet));
        }
        if all.projects.gap.is_some() {
            banner::message(ui, Severity::Neutral, words.quotas_names_missing());
        }
        ui.horizontal_wrapped(|ui| {
            let state = if self.by_project {
                &mut self.projects
            } else {
                &mut self.clusters
            };
            data_table::filter(ui, words, state, 220.0);
            ui.selectable_value(&mut self.by_project, false, words.wide_clusters());
            ui.selectable_value(&mut self.by_project, true, words.wide_projects());
            if let Some(only) = &self.only {
                let name = all.projects.name(only);
                let text = format!("{name} {}", egui_phosphor::regular::X);
                if ui.button(text).on_hover_text(words.wide_only_project()).clicked() {
                    self.only = None;
                }
            }
        });
        ui.add_space(GRID);
        if self.by_project {
            self.projects_ui(ui, ctx, all);
        } else {
            self.clusters_ui(ui, ctx, all);
        }
    }

    fn clusters_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, all: &CloudWide) {
        let words = ctx.words;
        let chosen = self.clusters.selected.as_ref();
        let chosen = chosen.and_then(|id| all.clusters.iter().find(|cluster| cluster.id.as_str() == id));
        if let Some(cluster) = chosen
            && pane::show(ui, words, "cloud-wide inspector", &cluster.name, |ui| {
                inspector_ui(ui, ctx, all, cluster);
            })
        {
            self.clusters.selected = None;
        }
        // Which project is chosen belongs to the version: each has its own rows.
        let chosen = self.only.as_ref().map_or(0, |only| {
            let place = model::shares(all).keys().position(|project| project == only);
            place.map_or(0, |place| place as u64 + 1)
        });
        let version = ctx.data.version() * 4_096 + chosen.min(4_095);
        let only = self.only.clone();
        let rows = self.cluster_rows.rows(version, words.language(), || {
            model::rows(all, words, only.as_ref())
        });
        let menu = |ui: &mut Ui, row: &Row| {
            if ui.button(words.wide_copy_id()).clicked() {
                ctx.outbox.push(Action::Copy(row.key.clone()));
                ui.close();
            }
        };
        let table = DataTable {
            id: "cloud-wide clusters",
            name: words.wide_table(),
            columns: &model::columns(words),
            rows,
            version,
            words,
            now: ctx.now,
            menu: Some(&menu),
        };
        data_table::show(ui, &table, &mut self.clusters);
    }

    fn projects_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, all: &CloudWide) {
        let words = ctx.words;
        let version = ctx.data.version();
        let rows = self
            .project_rows
            .rows(version, words.language(), || model::project_rows(all));
        let table = DataTable {
            id: "cloud-wide projects",
            name: words.wide_projects(),
            columns: &model::project_columns(words),
            rows,
            version,
            words,
            now: ctx.now,
            menu: None,
        };
        if let Some(project) = data_table::show(ui, &table, &mut self.projects).opened {
            self.only = Some(ProjectId::new(project));
            self.by_project = false;
        }
    }
}

fn inspector_ui(ui: &mut Ui, ctx: &Ctx<'_>, all: &CloudWide, cluster: &Cluster) {
    let words = ctx.words;
    ui.horizontal_wrapped(|ui| {
        status_chip::show(ui, cluster.status_severity(), words.status(&cluster.status));
        if cluster.health != Health::NotReported {
            status_chip::show(ui, cluster.health.severity(), words.health(&cluster.health));
        }
    });
    ui.add_space(GRID);
    if let Some(reason) = cluster.reason().filter(|_| cluster.status.failed()) {
        section::heading(ui, words.wide_fact_reason());
        ui.add(Label::new(reason).wrap());
    }
    let project = cluster.project.as_ref();
    facts::show(ui, words, "cloud-wide facts", |facts| {
        facts.text(
            words.wide_column_project(),
            project.map(|project| all.projects.name(project)),
        );
        facts.copy(words.quotas_column_id(), project.map(|project| project.as_str()));
        facts.text(words.wide_column_owner(), all.owner(cluster));
        facts.copy(
            words.wide_fact_user(),
            cluster.user.as_ref().map(|user| user.as_str()),
        );
        facts.copy(words.wide_fact_id(), Some(cluster.id.as_str()));
        facts.text(words.wide_column_version(), cluster.coe_version.as_deref());
        facts.text(
            words.wide_column_masters(),
            Some(&cluster.master_count.to_string()),
        );
        facts.text(words.wide_column_nodes(), Some(&cluster.node_count.to_string()));
        facts.copy(words.clusters_column_api(), cluster.api_address.as_deref());
        facts.text(words.templates_keypair(), cluster.keypair.as_deref());
        facts.since(words.templates_created(), cluster.created_at, ctx.now);
        facts.since(words.templates_updated(), cluster.updated_at, ctx.now);
    });
}

fn refused_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let roles = ctx.data.info.as_ref().map(|info| info.roles.join(", "));
    let state = EmptyState {
        icon: egui_phosphor::regular::LOCK,
        title: ctx.words.wide_admin(),
        text: &ctx.words.wide_admin_text(roles.unwrap_or_default()),
        action: None,
    };
    drop(empty_state::show(ui, state));
}
