//! What the thing's own service says of it beyond what its lists tell: asked for when it is chosen, and only then.

use egui::{CollapsingHeader, Grid, Label, RichText, ScrollArea, Ui, vec2};

use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::status::Severity;
use crate::domain::topology::model::Topology;
use crate::domain::topology::particulars::{Deed, Monitor, Particular, Particulars, Subject};
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::topology::inspector::link;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{age, copyable, facts, section, waiting};

/// Rules that are listed.
const MOST_RULES: usize = 60;
/// Height of the JSON before it scrolls.
const JSON_HEIGHT: f32 = 320.0;

/// Draws it; the answer is what was chosen in it.
pub(super) fn ui(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    topology: &Topology,
    resource: &Resource,
) -> Option<ResourceKey> {
    let words = ctx.words;
    let subject = Subject::of(topology, resource)?;
    let question = Question::Particulars(subject);
    ctx.outbox.want(question.clone(), Repeat::Once);
    let known = ctx.data.questions.get(&question);
    let answer = known.and_then(|known| known.value());
    if let Some((problem, _)) = known.and_then(|known| known.failure()) {
        let banner = Banner {
            problem,
            severity: Severity::Warning,
            as_of: known.and_then(|known| known.as_of()).map(|at| (at, ctx.now)),
            retry: true,
        };
        if banner::show(ui, words, banner) {
            ctx.outbox.push(Action::AskAgain(question));
        }
    } else if answer.is_none() {
        let service = question.service().name();
        waiting::show(ui, words, &words.inspector_details_waiting(service), None);
    }
    let Some(Answer::Particulars(told)) = answer.map(AsRef::as_ref) else {
        return None;
    };
    told_ui(ui, ctx, (topology, resource), told)
}

fn told_ui(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    (topology, resource): (&Topology, &Resource),
    told: &Particulars,
) -> Option<ResourceKey> {
    let words = ctx.words;
    if !told.facts.is_empty() {
        section::heading(ui, words.inspector_more());
        facts::show(ui, words, "inspector particulars", |facts| {
            for (fact, value) in &told.facts {
                fact_ui(facts, ctx, *fact, value);
            }
        });
    }
    let mut chosen = None;
    if resource.kind == ResourceKind::SecurityGroup {
        rules_ui(ui, ctx, topology, told);
    }
    if resource.kind == ResourceKind::Pool {
        monitor_ui(ui, ctx, told.monitor.as_ref());
    }
    if !told.attachments.is_empty() {
        chosen = attachments_ui(ui, ctx, topology, told);
    }
    if !told.history.is_empty() {
        section::heading(ui, words.inspector_history());
        for deed in &told.history {
            deed_ui(ui, ctx, deed);
        }
    }
    for gap in &told.gaps {
        let banner = Banner {
            problem: gap,
            severity: Severity::Warning,
            as_of: None,
            retry: false,
        };
        banner::show(ui, words, banner);
    }
    json_ui(ui, ctx, told);
    chosen
}

fn fact_ui(facts: &mut facts::Facts<'_, '_>, ctx: &Ctx<'_>, fact: Particular, value: &str) {
    let words = ctx.words;
    let label = words.particular(fact);
    match fact {
        Particular::CreatedAt | Particular::UpdatedAt | Particular::LaunchedAt => match value.parse() {
            Ok(at) => facts.since(label, Some(at), ctx.now),
            Err(_) => facts.text(label, Some(value)),
        },
        Particular::Enabled
        | Particular::PortSecurity
        | Particular::Dhcp
        | Particular::Snat
        | Particular::HighlyAvailable
        | Particular::Distributed
        | Particular::Backup
        | Particular::Encrypted
        | Particular::Multiattach => facts.text(label, Some(words.yes_no(value == "true"))),
        Particular::Locked if value == "true" => facts.text(label, Some(words.yes_no(true))),
        Particular::BytesIn | Particular::BytesOut => match value.parse() {
            Ok(bytes) => facts.text(label, Some(&words.bytes(bytes))),
            Err(_) => facts.text(label, Some(value)),
        },
        Particular::AllocationPools
        | Particular::AllowedAddresses
        | Particular::DnsName
        | Particular::Host
        | Particular::Snapshot
        | Particular::SourceVolume => facts.copy(label, Some(value)),
        Particular::Description
        | Particular::Power
        | Particular::Locked
        | Particular::Mtu
        | Particular::NetworkType
        | Particular::Segment
        | Particular::Routes
        | Particular::VnicType
        | Particular::ConnectionLimit
        | Particular::AllowedRanges
        | Particular::ClientTimeout
        | Particular::MemberTimeout
        | Particular::Persistence
        | Particular::Weight
        | Particular::MonitorPort
        | Particular::SourceImage
        | Particular::ActiveConnections
        | Particular::TotalConnections
        | Particular::RequestErrors
        | Particular::RequiredBy => facts.text(label, Some(value)),
    }
}

fn rules_ui(ui: &mut Ui, ctx: &Ctx<'_>, topology: &Topology, told: &Particulars) {
    let words = ctx.words;
    section::heading(ui, words.inspector_rules());
    let quiet = tokens(ui).quiet;
    if told.rules.is_empty() {
        ui.label(RichText::new(words.inspector_rules_none()).color(quiet));
        return;
    }
    let named = |id: &str| {
        let key = ResourceKey::real(ResourceKind::SecurityGroup, id);
        topology.get(&key).map(|group| group.title.clone())
    };
    Grid::new("security group rules")
        .num_columns(2)
        .spacing(vec2(GAP, GRID))
        .show(ui, |ui| {
            for rule in told.rules.iter().take(MOST_RULES) {
                ui.label(RichText::new(words.direction(rule.direction)).color(quiet));
                let line = words.security_rule(rule, named);
                let response = ui.add(Label::new(line).wrap());
                if !rule.description.is_empty() {
                    response.on_hover_text(&rule.description);
                }
                ui.end_row();
            }
        });
    if told.rules.len() > MOST_RULES {
        let rest = words.count(told.rules.len() - MOST_RULES);
        ui.label(RichText::new(words.inspector_more_rules(rest)).color(quiet));
    }
}

fn monitor_ui(ui: &mut Ui, ctx: &Ctx<'_>, monitor: Option<&Monitor>) {
    let words = ctx.words;
    section::heading(ui, words.inspector_monitor());
    let Some(monitor) = monitor else {
        banner::message(ui, Severity::Neutral, words.inspector_monitor_none());
        return;
    };
    let seconds = |secs: Option<u32>| secs.map(|secs| words.inspector_seconds(secs));
    facts::show(ui, words, "health monitor", |facts| {
        facts.text(words.inspector_monitor_kind(), Some(&monitor.kind));
        facts.text(
            words.inspector_monitor_every(),
            seconds(monitor.delay_secs).as_deref(),
        );
        facts.text(
            words.inspector_monitor_limit(),
            seconds(monitor.timeout_secs).as_deref(),
        );
        if let (Some(rise), Some(fall)) = (monitor.rise, monitor.fall) {
            facts.text(words.inspector_monitor_turns(), Some(&format!("{rise} / {fall}")));
        }
        if monitor.path.is_some() {
            facts.text(words.inspector_monitor_path(), monitor.path.as_deref());
        }
    });
}

fn attachments_ui(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    topology: &Topology,
    told: &Particulars,
) -> Option<ResourceKey> {
    let words = ctx.words;
    section::heading(ui, words.inspector_attachments());
    let mut chosen = None;
    for attachment in &told.attachments {
        ui.horizontal_wrapped(|ui| {
            let key = ResourceKey::real(ResourceKind::Worker, &attachment.server);
            match topology.get(&key) {
                Some(server) => {
                    if link(ui, ctx, server) {
                        chosen = Some(server.key.clone());
                    }
                }
                None => drop(copyable::show(
                    ui,
                    words,
                    words.topology_fact_id(),
                    &attachment.server,
                )),
            }
            ui.monospace(&attachment.device);
            if let Some(at) = attachment.at {
                age::ago(ui, words, at, ctx.now);
            }
        });
    }
    chosen
}

fn deed_ui(ui: &mut Ui, ctx: &Ctx<'_>, deed: &Deed) {
    ui.horizontal_wrapped(|ui| {
        let response = ui.label(deed.action.replace('_', " "));
        if let Some(id) = &deed.request_id {
            response.on_hover_text(id);
        }
        if let Some(at) = deed.at {
            age::ago(ui, ctx.words, at, ctx.now);
        }
        if let Some(message) = &deed.message {
            ui.label(RichText::new(message).color(tokens(ui).status(Severity::Bad).fg));
        }
    });
}

fn json_ui(ui: &mut Ui, ctx: &Ctx<'_>, told: &Particulars) {
    ui.add_space(GAP);
    let word = ctx.words.inspector_json();
    CollapsingHeader::new(word)
        .id_salt("inspector json")
        .show(ui, |ui| {
            copyable::button(ui, ctx.words, word, &told.json);
            ScrollArea::both()
                .id_salt("inspector json text")
                .max_height(JSON_HEIGHT)
                .show(ui, |ui| {
                    let text = RichText::new(&told.json).monospace();
                    ui.add(Label::new(text).extend().selectable(true));
                });
        });
}
