//! The topology of one cluster: a living picture of what it is made of.
//!
//! The worker arranges ([`crate::domain::topology::arrange`]), [`look`] writes the cards, [`canvas`] keeps egui_graphs'
//! graph in step, [`card`] and [`line`] draw, [`recording`] lets a picture that does not change cost nothing.

mod camera;
mod canvas;
mod card;
mod frames;
mod icons;
mod inspector;
mod items;
mod legend;
mod line;
mod look;
mod minimap;
pub mod model;
mod preview;
mod recording;
mod remarks;
mod toolbar;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use crate::domain::id::ClusterId;
use crate::domain::status::Severity;
use crate::domain::topology::diff::difference;
use crate::domain::topology::export::to_dot;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::ResourceKey;
use crate::message::Topic;
use crate::store::state::ScopeStore;
use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::topology::look::Looks;
use crate::ui::topology::model::{Arranged, Asking, found};
use crate::ui::topology::toolbar::Wish;
use crate::ui::topology::view::{Event, Shown, View};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{inspector as pane, waiting};

/// The page and what belongs to the person on it; what it keeps belongs to the cluster that it showed last.
#[derive(Debug, Default)]
pub struct TopologyPanel {
    cluster: Option<ClusterId>,
    asking: Asking,
    view: View,
    drawn: Option<(Arranged, Language)>,
    selected: Option<ResourceKey>,
    search: String,
    found: Option<(String, Arc<BTreeSet<ResourceKey>>)>,
    /// The match that was looked at last.
    visited: Option<ResourceKey>,
    /// Chosen while it was hidden, or just unfolded: to be brought into sight as soon as it is there.
    to_reveal: Option<ResourceKey>,
}

impl TopologyPanel {
    /// Draws the picture of this cluster.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId) {
        if self.cluster.as_ref() != Some(id) {
            *self = Self {
                cluster: Some(id.clone()),
                ..Self::default()
            };
        }
        let remote = ctx.data.parts.get(id);
        let Some(parts) = remote.and_then(|remote| remote.value()) else {
            nothing_yet(ui, ctx, id);
            return;
        };
        let known = ctx.data.arrangements.get(id);
        if let Some(request) = self.asking.next(&parts.topology, known) {
            ctx.outbox.push(Action::Arrange(id.clone(), request));
        }
        let Some(arranged) = known else {
            waiting::show(ui, ctx.words, ctx.words.topology_waiting(), None);
            return;
        };
        self.take_over(ui, ctx.words, arranged);
        if arranged.0.is_empty() {
            remarks_ui(ui, ctx.words, &arranged.0);
            let state = EmptyState {
                icon: egui_phosphor::regular::GRAPH,
                title: ctx.words.topology_empty(),
                text: ctx.words.topology_empty_text(),
                action: None,
            };
            empty_state::show(ui, state);
            return;
        }
        self.page_ui(ui, ctx, arranged);
    }

    /// Whether the layout on screen is that of the newest topology.
    pub fn settled(&self, data: &ScopeStore, id: &ClusterId) -> bool {
        let newest = data.parts.get(id).and_then(|remote| remote.value());
        let drawn = self.drawn.as_ref().map(|((topology, _), _)| topology);
        match (newest, drawn) {
            (Some(parts), Some(drawn)) => Arc::ptr_eq(&parts.topology, drawn),
            (Some(_), None) => false,
            (None, _) => data
                .parts
                .get(id)
                .is_some_and(|remote| remote.failure().is_some()),
        }
    }

    /// How often the picture has been drawn and not only shown again.
    pub fn pictures_drawn(&self) -> u64 {
        self.view.drawn()
    }

    /// Writes the cards anew if the layout or the language is another.
    fn take_over(&mut self, ui: &Ui, words: &Words, arranged: &Arranged) {
        let language = words.language();
        let same = self.drawn.as_ref().is_some_and(|((_, drawn), in_language)| {
            Arc::ptr_eq(drawn, &arranged.1) && *in_language == language
        });
        if same {
            return;
        }
        let fresh = match &self.drawn {
            Some(((before, _), _)) if !Arc::ptr_eq(before, &arranged.0) => fresh(before, &arranged.0),
            Some(_) | None => BTreeSet::new(),
        };
        let looks = Arc::new(Looks::of(&arranged.1, &arranged.0, words));
        self.view.set(looks, fresh, ui.input(|input| input.time));
        self.drawn = Some((arranged.clone(), language));
        self.found = None;
        let view = &self.view;
        if let Some(key) = self.to_reveal.take_if(|key| view.has(key)) {
            self.view.reveal(&key);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, arranged: &Arranged) {
        let (topology, arrangement) = arranged;
        self.search_again(topology, arrangement);
        let matches = self.found.as_ref().map(|(_, found)| Arc::clone(found));
        let looks = Arc::clone(self.view.looks());
        let count = matches.as_ref().map(|found| found.len());
        let wishes = toolbar::ui(ui, ctx.words, &looks, &mut self.search, count);
        remarks_ui(ui, ctx.words, topology);
        for wish in wishes {
            self.grant(ctx, topology, wish);
        }
        let selected = self.selected.clone();
        let title = selected
            .as_ref()
            .and_then(|key| inspector::title(topology, arrangement, key));
        if let (Some(key), Some(title)) = (&selected, title) {
            let mut chosen = None;
            let closed = pane::show(ui, ctx.words, "topology inspector", &title, |ui| {
                chosen = inspector::ui(ui, ctx, topology, arrangement, key);
            });
            if closed {
                self.selected = None;
            }
            if let Some(key) = chosen {
                self.choose(key, arranged);
            }
        }
        let words = ctx.words;
        let copies = |key: &ResourceKey| copies(words, topology, key);
        let shown = Shown {
            words,
            selected: selected.as_ref(),
            found: matches,
            copies: &copies,
        };
        for event in self.view.ui(ui, &shown) {
            self.react(ctx, arranged, event);
        }
    }

    fn search_again(
        &mut self,
        topology: &Topology,
        arrangement: &crate::domain::topology::arrange::Arrangement,
    ) {
        let known = self
            .found
            .as_ref()
            .is_some_and(|(search, _)| *search == self.search);
        if !known {
            self.found = found(&self.search, topology, arrangement)
                .map(|found| (self.search.clone(), Arc::new(found)));
        }
    }

    fn grant(&mut self, ctx: &Ctx<'_>, topology: &Topology, wish: Wish) {
        match wish {
            Wish::Fit => self.view.fit(),
            Wish::ZoomIn => self.view.zoom(1.25),
            Wish::ZoomOut => self.view.zoom(0.8),
            Wish::Fold(rule) => self.asking.fold_all(rule),
            Wish::ArrangeAnew => {
                self.asking.arrange_anew();
                self.view.fit();
            }
            Wish::CopyDot => ctx.outbox.push(Action::Copy(to_dot(topology))),
            Wish::NextMatch => self.visit_next(),
        }
    }

    /// Looks at the match after the one that was looked at last.
    fn visit_next(&mut self) {
        let Some((_, found)) = &self.found else { return };
        let next = self
            .visited
            .as_ref()
            .and_then(|visited| found.range(visited.clone()..).find(|key| *key != visited))
            .or_else(|| found.first())
            .cloned();
        if let Some(key) = &next {
            self.view.reveal(key);
            self.selected = Some(key.clone());
        }
        self.visited = next;
    }

    /// Chooses a resource and makes it seen, also if it is folded away.
    fn choose(&mut self, key: ResourceKey, (_, arrangement): &Arranged) {
        if self.view.looks().cards.contains_key(&key) {
            self.view.reveal(&key);
        } else {
            self.asking.unhide(&key, arrangement);
            self.to_reveal = Some(key.clone());
        }
        self.selected = Some(key);
    }

    fn react(&mut self, ctx: &Ctx<'_>, (_, arrangement): &Arranged, event: Event) {
        match event {
            Event::Select(key) => self.selected = key,
            Event::Toggle(key) => {
                self.asking.toggle(&key, arrangement);
                self.to_reveal = Some(key);
            }
            Event::Open(key) => {
                self.view.zoom_to(&key);
                self.selected = Some(key);
            }
            Event::Copy(text) => ctx.outbox.push(Action::Copy(text)),
        }
    }
}

/// What appeared or changed between the two.
fn fresh(before: &Topology, after: &Topology) -> BTreeSet<ResourceKey> {
    let found = difference(before, after);
    found.appeared.into_iter().chain(found.changed).collect()
}

/// What can be copied of a card.
fn copies(words: &Words, topology: &Topology, key: &ResourceKey) -> Vec<(String, String)> {
    let Some(resource) = topology.get(key) else {
        return Vec::new();
    };
    let name = Some(resource.name.as_str()).filter(|name| !name.is_empty());
    [
        (words.topology_copy_id(), resource.physical_id.as_deref()),
        (words.topology_copy_name(), name),
        (words.topology_copy_address(), resource.address()),
    ]
    .into_iter()
    .filter_map(|(word, text)| Some((word.to_owned(), text?.to_owned())))
    .collect()
}

/// Nothing is known yet, or it could not be had.
fn nothing_yet(ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId) {
    let topic = Topic::Topology(id.clone());
    match ctx.data.standing(&topic).failure {
        Some((problem, _)) => {
            let banner = Banner {
                problem,
                severity: Severity::Bad,
                as_of: None,
                retry: true,
            };
            if banner::show(ui, ctx.words, banner) {
                ctx.outbox.push(Action::Refresh(Some(topic.clone())));
            }
        }
        None => waiting::show(ui, ctx.words, ctx.words.topology_waiting(), None),
    }
}

fn remarks_ui(ui: &mut Ui, words: &Words, topology: &Topology) {
    if !(topology.notes.is_empty() && topology.gaps.is_empty()) {
        remarks::ui(ui, words, topology);
    }
}
