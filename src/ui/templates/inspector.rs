//! Every field of the selected template, grouped, each with what it means.

use egui::{RichText, Ui};

use crate::domain::driver::Driver;
use crate::domain::label::catalogue;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::era::Era;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::templates::actions::Wish;
use crate::ui::templates::{actions, model};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::{facts, section, status_chip};

/// Names of clusters that are told before the rest is only counted.
const USERS: usize = 8;

/// Draws it.
pub(super) fn ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) -> Option<Wish> {
    let words = ctx.words;
    let wish = actions::buttons_ui(ui, ctx, template);
    concerns_ui(ui, ctx, template);
    users_ui(ui, ctx, template);
    general(ui, ctx, template);
    nodes(ui, ctx, template);
    network(ui, ctx, template);
    access(ui, words, template);
    labels(ui, ctx, template);
    wish
}

/// What deserves a warning, each with its icon.
fn concerns_ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let warnings = model::warnings(ctx.data, template, ctx.now);
    if warnings.is_empty() {
        return;
    }
    section::heading(ui, ctx.words.concern_title());
    for concern in &warnings {
        let severity = concern.severity();
        let colour = tokens(ui).status(severity).fg;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
            ui.add(egui::Label::new(ctx.words.concern(concern)).wrap());
        });
    }
}

/// The clusters that use it, each a way to its page.
fn users_ui(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let words = ctx.words;
    let Some(list) = ctx.data.clusters.value() else {
        return;
    };
    let used: Vec<_> = list
        .rows
        .iter()
        .filter(|cluster| cluster.template == template.id)
        .collect();
    section::heading(ui, &words.templates_used_by(used.len()));
    ui.horizontal_wrapped(|ui| {
        for cluster in used.iter().take(USERS) {
            if ui.link(&cluster.name).clicked() {
                ctx.outbox.go(Route::Cluster(cluster.id.clone(), Tab::Summary));
            }
        }
        if used.len() > USERS
            && ui
                .link(words.template_more_users(used.len() - USERS))
                .on_hover_text(words.templates_used_by_help())
                .clicked()
        {
            ctx.outbox.go(Route::Clusters);
        }
    });
}

/// A value, with the name of the thing where it is an id.
fn told(ctx: &Ctx<'_>, value: Option<&str>) -> Option<String> {
    let value = value?;
    let catalog = ctx.data.catalog.value();
    let image = catalog.and_then(|catalog| catalog.images.iter().find(|image| image.id.as_str() == value));
    let network = || {
        let networks = catalog
            .map(|catalog| catalog.networks.as_slice())
            .unwrap_or_default();
        networks.iter().find(|network| network.id.as_str() == value)
    };
    let name = image
        .map(|image| image.name.as_str())
        .or_else(|| network().map(|network| network.name.as_str()));
    Some(name.map_or_else(|| value.to_owned(), |name| format!("{name} ({value})")))
}

fn general(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let words = ctx.words;
    section::heading(ui, words.templates_section_general());
    facts::show(ui, words, "template general", |facts| {
        facts.copy(words.templates_id(), Some(template.id.as_str()));
        facts.explained(
            words.templates_coe(),
            words.templates_coe_help(),
            Some(&template.coe),
        );
        facts.explained(
            words.templates_driver(),
            words.templates_driver_help(),
            template.driver.as_deref(),
        );
        facts.explained(
            words.templates_distro(),
            words.templates_distro_help(),
            template.cluster_distro.as_deref(),
        );
        facts.explained(
            words.templates_server_type(),
            words.templates_server_type_help(),
            template.server_type.as_deref(),
        );
        facts.explained(
            words.templates_visibility(),
            words.templates_visibility_help(),
            Some(model::visibility(template, words)),
        );
        facts.explained(
            words.templates_tags(),
            words.templates_tags_help(),
            template.tags.as_deref(),
        );
        facts.since(words.templates_created(), template.created_at, ctx.now);
        facts.since(words.templates_updated(), template.updated_at, ctx.now);
    });
}

fn nodes(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let words = ctx.words;
    section::heading(ui, words.templates_section_nodes());
    let volume = template
        .docker_volume_size_gib
        .map(|size| words.gib(u64::from(size)));
    facts::show(ui, words, "template nodes", |facts| {
        facts.explained(
            words.templates_image(),
            words.templates_image_help(),
            told(ctx, Some(&template.image)).as_deref(),
        );
        facts.explained(
            words.templates_master_flavor(),
            words.templates_master_flavor_help(),
            template.master_flavor.as_deref(),
        );
        facts.explained(
            words.templates_flavor(),
            words.templates_flavor_help(),
            template.flavor.as_deref(),
        );
        facts.explained(
            words.templates_volume_size(),
            words.templates_volume_size_help(),
            volume.as_deref(),
        );
        facts.explained(
            words.templates_storage_driver(),
            words.templates_storage_driver_help(),
            template.docker_storage_driver.as_deref(),
        );
        facts.explained(
            words.templates_volume_driver(),
            words.templates_volume_driver_help(),
            template.volume_driver.as_deref(),
        );
        facts.explained(
            words.templates_keypair(),
            words.templates_keypair_help(),
            template.keypair.as_deref(),
        );
    });
}

fn network(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let words = ctx.words;
    section::heading(ui, words.templates_section_network());
    let yes_no = |value: Option<bool>| value.map(|value| words.yes_no(value));
    facts::show(ui, words, "template network", |facts| {
        facts.explained(
            words.templates_external(),
            words.templates_external_help(),
            told(ctx, template.external_network.as_deref()).as_deref(),
        );
        facts.explained(
            words.templates_network_driver(),
            words.templates_network_driver_help(),
            template.network_driver.as_deref(),
        );
        facts.explained(
            words.templates_fixed_network(),
            words.templates_fixed_network_help(),
            told(ctx, template.fixed_network.as_deref()).as_deref(),
        );
        facts.explained(
            words.templates_fixed_subnet(),
            words.templates_fixed_subnet_help(),
            template.fixed_subnet.as_deref(),
        );
        facts.explained(
            words.templates_dns(),
            words.templates_dns_help(),
            template.dns_nameserver.as_deref(),
        );
        facts.explained(
            words.templates_master_lb(),
            words.templates_master_lb_help(),
            yes_no(template.master_lb_enabled),
        );
        facts.explained(
            words.templates_floating(),
            words.templates_floating_help(),
            yes_no(template.floating_ip_enabled),
        );
    });
}

fn access(ui: &mut Ui, words: &Words, template: &ClusterTemplate) {
    section::heading(ui, words.templates_section_access());
    let port = template.apiserver_port.map(|port| port.to_string());
    facts::show(ui, words, "template access", |facts| {
        facts.explained(
            words.templates_port(),
            words.templates_port_help(),
            port.as_deref(),
        );
        if template.tls_disabled == Some(true) {
            facts.other(words.templates_tls(), |ui| {
                let colour = tokens(ui).status(Severity::Bad).fg;
                let text = format!(
                    "{} {}",
                    status_chip::icon(Severity::Bad),
                    words.templates_tls_off()
                );
                ui.add(egui::Label::new(RichText::new(text).color(colour)).wrap());
            });
        } else {
            let on = template.tls_disabled.map(|_| words.templates_tls_on());
            facts.explained(words.templates_tls(), words.templates_tls_help(), on);
        }
        let registry = template.registry_enabled.map(|on| words.yes_no(on));
        facts.explained(
            words.templates_registry(),
            words.templates_registry_help(),
            registry,
        );
        facts.explained(
            words.templates_insecure_registry(),
            words.templates_insecure_registry_help(),
            template.insecure_registry.as_deref(),
        );
        for (label, value) in [
            (words.templates_http_proxy(), &template.http_proxy),
            (words.templates_https_proxy(), &template.https_proxy),
            (words.templates_no_proxy(), &template.no_proxy),
        ] {
            facts.explained(label, words.templates_proxy_help(), value.as_deref());
        }
    });
}

/// Each label with what it does for the driver that builds with the template.
fn labels(ui: &mut Ui, ctx: &Ctx<'_>, template: &ClusterTemplate) {
    let words = ctx.words;
    let version = ctx
        .data
        .info
        .as_ref()
        .and_then(|info| info.magnum_version.as_deref());
    let clusters = ctx.data.clusters.value().map(|list| list.rows.as_slice());
    let driver = Driver::of_template(template, clusters.unwrap_or_default(), Era::minor_of(version));
    section::heading(ui, words.templates_section_labels());
    if template.labels.is_empty() {
        ui.label(RichText::new(words.templates_no_labels()).color(tokens(ui).quiet));
        return;
    }
    for (name, value) in &template.labels {
        let text = format!("{name} = {value}");
        ui.add(egui::Label::new(RichText::new(text).monospace()).wrap());
        let known = catalogue::lookup(name, driver, &template.coe);
        let meaning = RichText::new(words.label_known(known)).small();
        ui.add(egui::Label::new(meaning.color(tokens(ui).quiet)).wrap());
        ui.add_space(GRID);
    }
}
