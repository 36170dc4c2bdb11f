//! What is written on the cards, made once per arrangement and language, so that drawing only draws.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2};

use crate::domain::doctor::patterns::recognised;
use crate::domain::heat_type::HeatType;
use crate::domain::status::Severity;
use crate::domain::topology::arrange::{Area, Arrangement, Fold, Frame, Item, Link};
use crate::domain::topology::callout::was_aborted;
use crate::domain::topology::layout::CARD;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Presence, Resource, ResourceKey, ResourceKind};
use crate::text::Words;
use crate::ui::topology::icons::icon;

/// What a card has to do with what failed first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing.
    #[default]
    None,
    /// It is what failed first, or has it folded away in it.
    Cause,
    /// What failed first is inside it.
    Way,
    /// It was given up because of that, and has no fault of its own.
    Aborted,
}

/// One card.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CardLook {
    pub(crate) key: ResourceKey,
    pub(crate) kind: ResourceKind,
    pub(crate) icon: &'static str,
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) status: String,
    pub(crate) severity: Severity,
    /// What it has to do with what failed first.
    pub(crate) failure: Failure,
    /// Whether it is a small card that hangs on another.
    pub(crate) part: bool,
    /// How many it stands for, if it stands for a group.
    pub(crate) count: Option<String>,
    /// Whether what it holds is shown; `None` if it holds nothing.
    pub(crate) open: Option<bool>,
    /// Whether it comes later than the time that is looked at.
    pub(crate) later: bool,
    /// What a screen reader says.
    pub(crate) spoken: String,
    /// What it may say besides: an address, a size, why it is not well.
    pub(crate) more: String,
    /// Where it stands on the canvas.
    pub(crate) area: Rect,
}

/// One box around the cards of an open group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FrameLook {
    pub(crate) key: ResourceKey,
    pub(crate) icon: &'static str,
    pub(crate) title: String,
    pub(crate) count: String,
    pub(crate) severity: Severity,
    pub(crate) spoken: String,
    pub(crate) area: Rect,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineLook {
    pub(crate) from: ResourceKey,
    pub(crate) to: ResourceKey,
    /// How many relations it stands for.
    pub(crate) count: u32,
    pub(crate) quiet: bool,
    pub(crate) inside: bool,
    /// Whether a bundle stands for it until it is asked for.
    pub(crate) bundled: bool,
    /// Whether it is part of the way to what failed first.
    pub(crate) failed: bool,
    /// The corners of its way round what stands between; empty where nothing does.
    pub(crate) route: Vec<Pos2>,
}

/// Many lines as one, from a card to the frame of a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BundleLook {
    pub(crate) from: ResourceKey,
    /// Where the card and the frame stand.
    pub(crate) ends: (Rect, Rect),
    pub(crate) count: u32,
    pub(crate) quiet: bool,
    pub(crate) failed: bool,
    /// As that of a line.
    pub(crate) route: Vec<Pos2>,
}

/// The reason below a card.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CalloutLook {
    pub(crate) about: ResourceKey,
    /// Whether it failed first.
    pub(crate) cause: bool,
    /// What it is that failed.
    pub(crate) heading: String,
    /// What the words mean, where that is known.
    pub(crate) plain: Option<String>,
    /// The words of whoever says so.
    pub(crate) words: String,
    pub(crate) area: Rect,
}

/// Everything that is on the canvas.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    pub(crate) cards: BTreeMap<ResourceKey, Arc<CardLook>>,
    /// The keys in the order in which the keyboard visits them: from outside to inside.
    pub(crate) order: Vec<ResourceKey>,
    pub(crate) frames: Vec<FrameLook>,
    pub(crate) lines: Vec<Arc<LineLook>>,
    pub(crate) bundles: Vec<BundleLook>,
    pub(crate) callouts: Vec<CalloutLook>,
    /// Who is connected with whom.
    pub(crate) neighbours: BTreeMap<ResourceKey, BTreeSet<ResourceKey>>,
    pub(crate) bounds: Option<Rect>,
    /// What is looked for first: what failed first, the way to it, and why.
    pub(crate) trouble: Option<Rect>,
}

impl Looks {
    /// Writes the cards.
    pub(crate) fn of(arrangement: &Arrangement, topology: &Topology, words: &Words) -> Self {
        let mut looks = Self {
            bounds: (!arrangement.items.is_empty()).then(|| rect(arrangement.bounds)),
            ..Self::default()
        };
        for item in &arrangement.items {
            looks.order.push(item.key.clone());
            let told = callout(item, topology, words);
            let mut card = card(item, topology, words);
            if let Some(told) = &told {
                let plain = told
                    .plain
                    .iter()
                    .map(|plain| format!("{plain}. "))
                    .collect::<String>();
                card.spoken = format!("{}. {}: {plain}{}", card.spoken, told.heading, told.words);
            }
            if matches!(card.failure, Failure::Cause | Failure::Way) {
                let reason = told.as_ref().map_or(card.area, |told| told.area);
                let area = card.area.union(reason);
                looks.trouble = Some(looks.trouble.map_or(area, |known| known.union(area)));
            }
            looks.callouts.extend(told);
            let card = Arc::new(card);
            looks.cards.insert(item.key.clone(), card);
        }
        looks.frames = arrangement
            .frames
            .iter()
            .map(|frame| frame_look(frame, words))
            .collect();
        for bundle in &arrangement.bundles {
            let frame = looks.frames.iter().find(|frame| frame.key == bundle.to);
            if let (Some(card), Some(frame)) = (looks.cards.get(&bundle.from), frame) {
                looks.bundles.push(BundleLook {
                    from: bundle.from.clone(),
                    ends: (card.area, frame.area),
                    count: bundle.count,
                    quiet: bundle.quiet,
                    failed: bundle.failed,
                    route: points(&bundle.route),
                });
            }
        }
        for link in &arrangement.links {
            looks.lines.push(Arc::new(line(link)));
            for (one, other) in [(&link.from, &link.to), (&link.to, &link.from)] {
                looks
                    .neighbours
                    .entry(one.clone())
                    .or_default()
                    .insert(other.clone());
            }
        }
        looks
    }

    /// Whether the two are connected or the same.
    pub(crate) fn related(&self, one: &ResourceKey, other: &ResourceKey) -> bool {
        one == other
            || self
                .neighbours
                .get(one)
                .is_some_and(|known| known.contains(other))
    }
}

pub(crate) fn rect(area: Area) -> Rect {
    Rect::from_min_size(Pos2::new(area.x, area.y), Vec2::new(area.width, area.height))
}

fn points(route: &[(f32, f32)]) -> Vec<Pos2> {
    route.iter().map(|(x, y)| Pos2::new(*x, *y)).collect()
}

fn callout(item: &Item, topology: &Topology, words: &Words) -> Option<CalloutLook> {
    let told = item.callout.as_ref()?;
    let heat = topology.get(&told.about).and_then(|it| it.heat.as_ref());
    let kind = heat.map(|heat| HeatType::parse(&heat.kind));
    Some(CalloutLook {
        about: told.about.clone(),
        cause: told.cause,
        heading: match told.cause {
            true => words.topology_failed_first_of(told.name.as_str()),
            false => words.topology_failed_of(told.name.as_str()),
        },
        plain: recognised(&told.words, kind.as_ref()).map(|cause| words.cause(cause).into_owned()),
        words: told.words.clone(),
        area: rect(item.callout_area()?),
    })
}

fn line(link: &Link) -> LineLook {
    LineLook {
        from: link.from.clone(),
        to: link.to.clone(),
        count: link.count,
        quiet: link.quiet,
        inside: link.inside,
        bundled: link.bundled,
        failed: link.failed,
        route: points(&link.route),
    }
}

fn card(item: &Item, topology: &Topology, words: &Words) -> CardLook {
    let resource = topology.get(&item.key);
    let status = match resource {
        Some(resource) => words.resource_status(resource).to_owned(),
        None => words.severity(item.severity).to_owned(),
    };
    let later = comes_later(item, topology);
    let status = if later {
        words.topology_time_later().to_owned()
    } else {
        status
    };
    let open = item.fold.as_ref().map(|fold| fold.open);
    // A card that hides something worse than itself says so.
    let hides_worse = open == Some(false) && resource.is_some_and(|it| it.severity < item.severity);
    let failure = part_in_failure(item, topology);
    let status = match (failure, hides_worse) {
        (Failure::Aborted, _) => words.topology_aborted().to_owned(),
        (Failure::None | Failure::Cause | Failure::Way, true) => words.severity(item.severity).to_owned(),
        (Failure::None | Failure::Cause | Failure::Way, false) => status,
    };
    let count = item.fold.as_ref().filter(|_| item.is_group());
    let title = match item.title.is_empty() {
        true => words.resource_kind(item.kind).to_owned(),
        false => item.title.clone(),
    };
    CardLook {
        key: item.key.clone(),
        kind: item.kind,
        icon: icon(item.kind),
        spoken: spoken(words, item.kind, &title, &status, count),
        title,
        more: resource.map(told).unwrap_or_default(),
        subtitle: resource.map(|it| subtitle(it, words)).unwrap_or_default(),
        status,
        severity: item.severity,
        failure,
        part: item.area.height < CARD.1,
        count: count.map(|fold| times(words, fold)),
        open,
        later,
        area: rect(item.area),
    }
}

fn part_in_failure(item: &Item, topology: &Topology) -> Failure {
    let cause = topology.cause.as_ref() == Some(&item.key);
    if cause || item.callout.as_ref().is_some_and(|callout| callout.cause) {
        Failure::Cause
    } else if topology.path.contains(&item.key) {
        Failure::Way
    } else if topology
        .get(&item.key)
        .is_some_and(|it| was_aborted(topology, it))
    {
        Failure::Aborted
    } else {
        Failure::None
    }
}

/// What else there is to say of a resource in one breath.
fn told(resource: &Resource) -> String {
    let reason = resource.reason.as_deref().unwrap_or_default();
    let parts = [resource.subtitle.as_str(), reason];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(". ")
}

/// Whether none of what the card stands for is there yet.
fn comes_later(item: &Item, topology: &Topology) -> bool {
    let later = |key: &ResourceKey| topology.get(key).map(|it| it.presence == Presence::NotYet);
    match (later(&item.key), &item.fold) {
        (Some(later), _) => later,
        (None, Some(fold)) => fold.members.iter().all(|key| later(key) == Some(true)),
        (None, None) => false,
    }
}

/// What else is worth a line, and what Kubernetes made it for.
fn subtitle(resource: &Resource, words: &Words) -> String {
    match resource.purpose {
        Some(purpose) if resource.subtitle.is_empty() => words.purpose(purpose).to_owned(),
        Some(purpose) => format!("{} · {}", words.purpose(purpose), resource.subtitle),
        None => resource.subtitle.clone(),
    }
}

fn frame_look(frame: &Frame, words: &Words) -> FrameLook {
    let title = match frame.title.is_empty() {
        true => words.resource_kind(frame.kind).to_owned(),
        false => frame.title.clone(),
    };
    let status = words.severity(frame.fold.worst);
    FrameLook {
        key: frame.key.clone(),
        icon: icon(frame.kind),
        count: times(words, &frame.fold),
        spoken: spoken(words, frame.kind, &title, status, Some(&frame.fold)),
        title,
        severity: frame.fold.worst,
        area: rect(frame.area),
    }
}

fn times(words: &Words, fold: &Fold) -> String {
    words.topology_times(words.count(fold.members.len()))
}

fn spoken(words: &Words, kind: ResourceKind, title: &str, status: &str, group: Option<&Fold>) -> String {
    let kind = words.resource_kind(kind);
    match group {
        Some(fold) => words.topology_spoken_group(kind, title, words.count(fold.members.len()), status),
        None if status.is_empty() => words.topology_spoken_plain(kind, title),
        None => words.topology_spoken(kind, title, status),
    }
}
