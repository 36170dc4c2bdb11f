//! The Summary tab: every field that Magnum has of a cluster, in groups.

use egui::{Grid, Label, RichText, Ui, vec2};
use jiff::Timestamp;

use crate::domain::driver::Driver;
use crate::domain::reach::ReachOutcome;
use crate::domain::status::{Health, Severity};
use crate::domain::template::ClusterTemplate;
use crate::ui::cluster_page::{Scene, groups, labels, model};
use crate::ui::outbox::Action;
use crate::ui::route::Route;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::facts::{self, Facts};
use crate::ui::widgets::{age, buttons, section, status_chip};

/// Two columns of facts need this much.
const TWO_COLUMNS: f32 = 820.0;

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    if ui.available_width() >= TWO_COLUMNS {
        ui.columns_const(|[left, right]| {
            left_ui(left, scene);
            right_ui(right, scene);
        });
    } else {
        left_ui(ui, scene);
        right_ui(ui, scene);
    }
    groups::show(ui, scene);
    labels::show(ui, scene);
    ui.add_space(2.0 * GAP);
}

fn left_ui(ui: &mut Ui, scene: &Scene<'_>) {
    group(ui, scene, scene.ctx.words.page_section_identity(), identity);
    group(ui, scene, scene.ctx.words.page_section_size(), size);
    group(ui, scene, scene.ctx.words.page_section_times(), times);
}

fn right_ui(ui: &mut Ui, scene: &Scene<'_>) {
    group(ui, scene, scene.ctx.words.page_section_api(), api);
    group(ui, scene, scene.ctx.words.page_section_network(), network);
    group(ui, scene, scene.ctx.words.page_section_versions(), versions);
    health_ui(ui, scene);
}

/// One group: its heading and its facts. The heading also tells the grids apart.
fn group(ui: &mut Ui, scene: &Scene<'_>, title: &str, add: fn(&mut Facts<'_, '_>, &Scene<'_>)) {
    section::heading(ui, title);
    facts::show(ui, scene.ctx.words, title, |facts| add(facts, scene));
}

fn identity(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster, data) = (scene.ctx.words, scene.cluster, scene.ctx.data);
    facts.copy(words.page_fact_name(), Some(&cluster.name));
    facts.copy(words.page_fact_id(), Some(scene.id.as_str()));
    let template = data.template(&cluster.template);
    facts.other(words.page_fact_template(), |ui| match template {
        Some(template) => {
            if ui.link(&template.name).clicked() {
                scene.ctx.outbox.go(Route::Templates(Some(template.id.clone())));
            }
        }
        None => drop(ui.monospace(cluster.template.as_str())),
    });
    let info = data.info.as_ref();
    let project = cluster.project.as_ref();
    match info.filter(|info| project == Some(&info.project_id)) {
        Some(info) => facts.text(words.page_fact_project(), Some(&info.project)),
        None => facts.copy(words.page_fact_project(), project.map(|id| id.as_str())),
    }
    let owner = cluster.user.as_ref();
    match info.filter(|info| owner == Some(&info.user_id)) {
        Some(info) => {
            facts.text(
                words.page_fact_owner(),
                Some(&words.page_fact_owner_you(info.user.as_str())),
            );
        }
        None => facts.copy(words.page_fact_owner(), owner.map(|id| id.as_str())),
    }
    facts.text(words.page_fact_keypair(), cluster.keypair.as_deref());
    let stack_word = match Driver::of(cluster, template.map(AsRef::<ClusterTemplate>::as_ref)) {
        Driver::Heat | Driver::Unknown => words.page_fact_stack(),
        Driver::CapiHelm | Driver::MagnumClusterApi => words.page_fact_identity(),
    };
    facts.copy(stack_word, cluster.stack.as_ref().map(|stack| stack.as_str()));
}

fn api(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    // A failed cluster's address was seen as "https://:6443".
    let address = cluster
        .api_address
        .as_deref()
        .filter(|address| !address.contains("://:"));
    match address.filter(|address| !address.is_empty()) {
        Some(address) => {
            facts.copy(words.page_fact_api(), Some(address));
            facts.other(words.page_fact_reach(), |ui| reach_ui(ui, scene, address));
        }
        None => facts.text(words.page_fact_api(), Some(words.page_api_none())),
    }
    for (label, addresses) in [
        (words.page_fact_masters_at(), &cluster.master_addresses),
        (words.page_fact_workers_at(), &cluster.node_addresses),
    ] {
        let joined = addresses.join(", ");
        facts.copy(label, Some(&joined));
    }
    if cluster.discovery_url.is_some() {
        facts.copy(words.page_fact_discovery(), cluster.discovery_url.as_deref());
    }
}

/// Whether the API can be reached from this machine: tried when somebody asks, once for each press.
fn reach_ui(ui: &mut Ui, scene: &Scene<'_>, address: &str) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let known = ctx
        .data
        .reach
        .get(scene.id)
        .filter(|reach| reach.address == address);
    let trying = known.is_some_and(|reach| reach.outcome == ReachOutcome::Trying);
    ui.vertical(|ui| {
        let why_not = trying.then(|| words.page_reach_trying());
        if buttons::unless(ui, why_not, |ui| ui.button(words.page_reach_try())).clicked() {
            let wish = Action::Reach(scene.id.clone(), address.to_owned());
            ctx.outbox.push(wish);
        }
        let Some(reach) = known else {
            ui.label(
                RichText::new(words.page_reach_means())
                    .small()
                    .color(tokens(ui).quiet),
            );
            return;
        };
        let (severity, text) = match &reach.outcome {
            ReachOutcome::Trying => (Severity::Busy, words.page_reach_trying().to_owned()),
            ReachOutcome::Open { millis } => (Severity::Good, words.page_reach_open(*millis)),
            ReachOutcome::Closed(problem) => (Severity::Warning, words.headline(problem)),
            ReachOutcome::NoAddress => (Severity::Warning, words.page_reach_no_address().to_owned()),
        };
        let colour = tokens(ui).status(severity).fg;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
            ui.label(text);
            ui.label(RichText::new(age::text(ui, words.ago(reach.at, ctx.now))).color(tokens(ui).quiet));
        });
        if let ReachOutcome::Closed(problem) = &reach.outcome {
            let advice = words.page_reach_advice(words.advice(problem));
            ui.add(Label::new(RichText::new(advice).small().color(tokens(ui).quiet)).wrap());
        }
    });
}

fn size(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    facts.text(words.page_fact_masters(), Some(&cluster.master_count.to_string()));
    facts.text(words.page_fact_master_flavor(), cluster.master_flavor.as_deref());
    facts.text(words.page_fact_workers(), Some(&cluster.node_count.to_string()));
    facts.text(words.page_fact_flavor(), cluster.flavor.as_deref());
    let volume = cluster
        .docker_volume_size_gib
        .map(|size| words.gib(u64::from(size)));
    facts.explained(
        words.page_fact_volume(),
        words.page_fact_volume_means(),
        volume.as_deref(),
    );
}

fn network(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    let own = Some(words.page_new_network());
    facts.text(
        words.page_fact_network(),
        cluster.fixed_network.as_deref().or(own),
    );
    facts.text(words.page_fact_subnet(), cluster.fixed_subnet.as_deref().or(own));
    let floating = cluster.floating_ip_enabled.map(|yes| words.yes_no(yes));
    facts.explained(
        words.page_fact_floating(),
        words.page_fact_floating_means(),
        floating,
    );
    let balancer = cluster.master_lb_enabled.map(|yes| words.yes_no(yes));
    facts.explained(
        words.page_fact_balancer(),
        words.page_fact_balancer_means(),
        balancer,
    );
}

fn versions(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    facts.text(words.page_fact_coe(), cluster.coe_version.as_deref());
    facts.text(words.page_fact_container(), cluster.container_version.as_deref());
}

fn times(facts: &mut Facts<'_, '_>, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    moment(facts, scene, words.page_fact_created(), cluster.created_at);
    moment(facts, scene, words.page_fact_updated(), cluster.updated_at);
    let limit = cluster.create_timeout_mins.map(|minutes| match minutes {
        0 => words.page_no_limit().to_owned(),
        minutes => words.span(u64::from(minutes) * 60),
    });
    facts.explained(
        words.page_fact_timeout(),
        words.page_fact_timeout_means(),
        limit.as_deref(),
    );
}

/// A point in time in full: here is the room for it.
fn moment(facts: &mut Facts<'_, '_>, scene: &Scene<'_>, label: &str, at: Option<Timestamp>) {
    let (words, now) = (scene.ctx.words, scene.ctx.now);
    let Some(at) = at else {
        facts.text(label, None);
        return;
    };
    facts.other(label, |ui| {
        let ago = age::text(ui, words.ago(at, now));
        ui.label(words.page_with_moment(words.moment(at), ago));
    });
}

fn health_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    section::heading(ui, words.page_section_health());
    if cluster.health_reasons.is_empty() {
        let text = match cluster.health {
            Health::NotReported | Health::Unknown => words.page_health_none().to_owned(),
            Health::Healthy | Health::Unhealthy | Health::Other(_) => {
                words.page_health_untold(words.health(&cluster.health))
            }
        };
        ui.label(RichText::new(text).color(tokens(ui).quiet));
        return;
    }
    // Names of nodes are longer than the labels of facts may be.
    Grid::new("health reasons")
        .spacing(vec2(3.0 * GAP, GRID))
        .min_row_height(24.0)
        .show(ui, |ui| {
            for (part, state) in &cluster.health_reasons {
                ui.label(RichText::new(part).color(tokens(ui).quiet));
                match model::health_severity(state) {
                    Some(severity) => drop(status_chip::show(ui, severity, state)),
                    None => drop(ui.add(Label::new(state).wrap())),
                }
                ui.end_row();
            }
        });
}
