//! Fourth step: which network, which addresses, and who reaches the Kubernetes API.

use egui::{RichText, Ui};

use crate::domain::draft::{ApiReach, ClusterDraft, DraftField};
use crate::domain::inventory::Network;
use crate::domain::namesakes::Namesakes;
use crate::domain::plan::reach::ranges_label;
use crate::domain::service::Service;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::picker::{self, Picker, Row};
use crate::ui::widgets::{buttons, text_field};
use crate::ui::wizard::{FIELD_WIDTH, Scene, field};

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    ui.set_max_width(FIELD_WIDTH.min(ui.available_width()));
    network_ui(ui, scene, draft);
    subnet_ui(ui, scene, draft);
    balancer_ui(ui, scene, draft);
    floating_ui(ui, scene, draft);
    reach_ui(ui, scene, draft);
}

fn inherited(words: &Words, name: Option<&str>, none: &str) -> String {
    name.filter(|name| !name.is_empty())
        .map_or_else(|| none.to_owned(), |name| words.wizard_inherit(name.to_owned()))
}

fn gap(scene: &Scene<'_>) -> bool {
    let catalog = scene.offer.catalog;
    catalog.is_some_and(|catalog| catalog.gaps.contains_key(&Service::Network))
}

fn network_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let template = scene
        .offer
        .template
        .and_then(|template| template.fixed_network.as_deref());
    let inherit = inherited(words, template, words.wizard_network_own());
    let by_hand = words.wizard_catalog_gap(Service::Network.name());
    let help = if gap(scene) {
        by_hand.as_str()
    } else {
        words.wizard_network_rule()
    };
    let before = draft.fixed_network.clone();
    field::show(ui, scene, (DraftField::Network, help), |ui, label| {
        let known = scene
            .offer
            .catalog
            .map(|catalog| catalog.networks.as_slice())
            .unwrap_or_default();
        if known.is_empty() {
            let edit = text_field::singleline(&mut draft.fixed_network, f32::INFINITY).hint_text(inherit);
            return ui.add(edit).labelled_by(label);
        }
        let names = Namesakes::among(known.iter().map(|network| network.name.as_str()));
        let told = |network: &Network| names.told(&network.name, network.id.short()).into_owned();
        let chosen = known
            .iter()
            .find(|network| network.id.as_str() == draft.fixed_network);
        let shown = match (draft.fixed_network.as_str(), chosen) {
            ("", _) => inherit.clone(),
            (_, Some(network)) => told(network),
            (other, None) => other.to_owned(),
        };
        let picker = Picker {
            label,
            shown,
            none: Some(inherit),
            count: known.len(),
            version: scene.ctx.data.version(),
            words,
        };
        let row = |index: usize| match known.get(index) {
            Some(network) => Row {
                value: network.id.to_string(),
                text: told(network),
                trouble: unusable(scene, network),
            },
            None => Row::default(),
        };
        picker::show(ui, &picker, row, &mut draft.fixed_network)
    });
    if draft.fixed_network != before {
        // A subnet of another network would be refused.
        draft.fixed_subnet.clear();
    }
}

/// Why nodes cannot be put into a network.
fn unusable(scene: &Scene<'_>, network: &Network) -> Option<String> {
    let words = scene.words();
    if network.external {
        return Some(words.wizard_network_external().to_owned());
    }
    let subnets = &scene.offer.catalog?.subnets;
    let has = subnets.iter().any(|subnet| subnet.network == network.id);
    (!has).then(|| words.wizard_network_empty().to_owned())
}

fn subnet_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let template = scene
        .offer
        .template
        .and_then(|template| template.fixed_subnet.as_deref());
    let of_template = template.filter(|_| draft.fixed_network.is_empty());
    let inherit = inherited(words, of_template, words.wizard_subnet_own());
    field::show(
        ui,
        scene,
        (DraftField::Subnet, words.wizard_subnet_rule()),
        |ui, label| {
            let catalog = scene.offer.catalog.filter(|catalog| !catalog.subnets.is_empty());
            let Some(catalog) = catalog else {
                let edit = text_field::singleline(&mut draft.fixed_subnet, f32::INFINITY).hint_text(inherit);
                return ui.add(edit).labelled_by(label);
            };
            let network = scene.plan.network();
            let is_in = |network: &Network, name: &str| network.id.as_str() == name || network.name == name;
            let mut inside = catalog
                .networks
                .iter()
                .filter(|known| network.is_some_and(|name| is_in(known, name)));
            let inside = inside.next();
            let known: Vec<_> = catalog
                .subnets
                .iter()
                .filter(|subnet| inside.is_some_and(|network| subnet.network == network.id))
                .collect();
            let told = |name: &str, cidr: &str, id: &str| match name {
                "" => format!("{cidr} · {id}"),
                name => format!("{name} · {cidr}"),
            };
            let chosen = known
                .iter()
                .find(|subnet| subnet.id.as_str() == draft.fixed_subnet);
            let shown = match (draft.fixed_subnet.as_str(), chosen) {
                ("", _) => inherit.clone(),
                (_, Some(subnet)) => told(&subnet.name, &subnet.cidr, subnet.id.short()),
                (other, None) => other.to_owned(),
            };
            let picker = Picker {
                label,
                shown,
                none: Some(inherit),
                count: known.len(),
                version: scene.ctx.data.version(),
                words,
            };
            let row = |index: usize| match known.get(index) {
                Some(subnet) => Row {
                    value: subnet.id.to_string(),
                    text: told(&subnet.name, &subnet.cidr, subnet.id.short()),
                    trouble: None,
                },
                None => Row::default(),
            };
            picker::show(ui, &picker, row, &mut draft.fixed_subnet)
        },
    );
}

/// As the template says, with one, or without one. Asking for one is off where there is no Octavia, and says so.
fn balancer_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let inherited = scene
        .offer
        .template
        .and_then(|template| template.master_lb_enabled);
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |yes| words.wizard_inherit(words.yes_no(yes)),
    );
    let why_not = scene.offer.lacks_octavia.then(|| words.plan_no_octavia());
    let help = (DraftField::LoadBalancer, words.wizard_balancer_rule());
    field::show(ui, scene, help, |ui, label| {
        ui.horizontal_wrapped(|ui| {
            let value = &mut draft.load_balancer;
            let first = ui.radio_value(value, None, inherit).labelled_by(label);
            buttons::unless(ui, why_not, |ui| {
                ui.radio_value(value, Some(true), words.wizard_balancer_with())
            });
            ui.radio_value(value, Some(false), words.wizard_balancer_without());
            first
        })
        .inner
    });
}

fn floating_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let inherited = scene
        .offer
        .template
        .and_then(|template| template.floating_ip_enabled);
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |yes| words.wizard_inherit(words.yes_no(yes)),
    );
    let help = (DraftField::FloatingIps, words.wizard_floating_rule());
    field::show(ui, scene, help, |ui, label| {
        ui.horizontal_wrapped(|ui| {
            let value = &mut draft.floating_ip;
            let first = ui.radio_value(value, None, inherit).labelled_by(label);
            ui.radio_value(value, Some(true), words.wizard_floating_with());
            ui.radio_value(value, Some(false), words.wizard_floating_without());
            first
        })
        .inner
    });
}

/// One question for what is two fields and a label, and below it what it comes to.
fn reach_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let label_exists = ranges_label(scene.plan.driver).is_some() || scene.offer.template.is_none();
    let why_not = (!label_exists).then(|| words.plan_ranges_impossible());
    field::show(ui, scene, (DraftField::Reach, ""), |ui, label| {
        ui.vertical(|ui| {
            let mut first = None;
            for answer in ApiReach::ALL {
                let word = match answer {
                    ApiReach::Template => words.wizard_reach_template(),
                    ApiReach::Everyone => words.wizard_reach_everyone(),
                    ApiReach::Ranges => words.wizard_reach_ranges(),
                    ApiReach::Inside => words.wizard_reach_inside(),
                };
                let why_not = why_not.filter(|_| answer == ApiReach::Ranges);
                let radio = buttons::unless(ui, why_not, |ui| ui.radio_value(&mut draft.reach, answer, word));
                if let (ApiReach::Ranges, Some(reason)) = (answer, why_not) {
                    ui.label(RichText::new(reason).small().color(tokens(ui).quiet));
                }
                first.get_or_insert(radio);
            }
            if draft.reach == ApiReach::Ranges {
                let name = ui.small(words.wizard_reach_which());
                let edit = text_field::singleline(&mut draft.allowed_ranges, f32::INFINITY)
                    .hint_text("192.0.2.0/24, 198.51.100.7/32");
                ui.add(edit).labelled_by(name.id);
            }
            first.map_or_else(|| ui.label(""), |first| first.labelled_by(label))
        })
        .inner
    });
    comes_to_ui(ui, scene, draft);
}

/// What the answer writes into the request.
fn comes_to_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &ClusterDraft) {
    if draft.reach == ApiReach::Template {
        return;
    }
    let words = scene.words();
    let names = [
        "master_lb_floating_ip_enabled",
        "master_lb_allowed_cidrs",
        "api_master_lb_allowed_cidrs",
    ];
    let mut told: Vec<String> = Vec::new();
    if let (None, Some(floating)) = (draft.floating_ip, scene.plan.floating_ip_to_send()) {
        told.push(format!("floating_ip_enabled = {floating}"));
    }
    for name in names {
        if let Some(value) = scene.plan.own_labels().get(name) {
            told.push(format!("{name} = {value}"));
        }
    }
    if !told.is_empty() {
        let text = words.wizard_reach_comes_to(told.join(", "));
        ui.add(egui::Label::new(RichText::new(text).small().color(tokens(ui).quiet)).wrap());
        ui.add_space(GAP);
    }
}
