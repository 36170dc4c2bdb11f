//! The topology of one cluster: a living picture of what it is made of.
//!
//! The worker arranges ([`crate::domain::topology::arrange`]), [`look`] writes the cards, [`canvas`] keeps egui_graphs'
//! graph in step, [`card`] and [`line`] draw, [`brush`] draws what is too large for it, [`recording`] lets a picture that does
//! not change cost nothing.

mod brush;
mod callout;
mod camera;
mod canvas;
mod card;
mod chooser;
mod export;
mod filter;
mod frames;
mod ground;
mod icons;
mod inspector;
mod items;
mod kept;
mod legend;
mod lens;
mod line;
mod look;
mod minimap;
pub mod model;
mod preview;
mod recording;
mod remarks;
pub mod sheet;
mod start;
mod states;
mod stir;
mod time;
mod toolbar;
mod view;

pub use crate::ui::topology::start::{Above, PictureStart};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Ui;
use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::scope::Scope;
use crate::domain::topology::arrange::Arrangement;
use crate::domain::topology::diff::difference;
use crate::domain::topology::export::to_dot;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::ResourceKey;
use crate::message::ClusterParts;
use crate::platform::settings::KeptPicture;
use crate::store::state::ScopeStore;
use crate::text::{Language, Words};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::topology::export::Dialog;
use crate::ui::topology::filter::Filter;
use crate::ui::topology::inspector::Wanted;
use crate::ui::topology::inspector::actions::{Deed, offers};
use crate::ui::topology::lens::Chosen;
use crate::ui::topology::look::Looks;
use crate::ui::topology::model::{Arranged, Asking, found};
use crate::ui::topology::stir::Stir;
use crate::ui::topology::time::Time;
use crate::ui::topology::toolbar::{Typed, Wish};
use crate::ui::topology::view::{Event, Shown, View};
use crate::ui::widgets::{inspector as pane, waiting};

/// The page and what belongs to the person on it; what it keeps belongs to the cluster that it showed last.
#[derive(Debug, Default)]
pub struct TopologyPanel {
    cluster: Option<ClusterId>,
    /// Which picture is wanted; a cluster without a stack has only one.
    wanted: Lens,
    /// Which one the rest belongs to.
    lens: Lens,
    /// The other picture's.
    other: Other,
    time: Time,
    asking: Asking,
    view: View,
    drawn: Option<(Arranged, Language)>,
    /// What somebody does not want to see, and with which of that the looks were written.
    filter: Filter,
    filtered: Filter,
    /// How it is looked at, as it was kept last.
    kept: KeptPicture,
    waiting_since: Option<Timestamp>,
    export: Option<Dialog>,
    documents: Option<PathBuf>,
    selected: Option<ResourceKey>,
    typed: Typed,
    found: Option<(String, Arc<BTreeSet<ResourceKey>>)>,
    /// The match that was looked at last.
    visited: Option<ResourceKey>,
    /// The server whose console log is shown.
    console: Option<ResourceKey>,
    /// Chosen while it was hidden, or just unfolded: to be brought into sight as soon as it is there.
    to_reveal: Option<ResourceKey>,
    /// What was asked to be seen at the start and is not seen yet.
    start: start::Pending,
}

/// What one picture keeps while the other one is on screen.
#[derive(Debug, Default)]
struct Other {
    asking: Asking,
    view: View,
    drawn: Option<(Arranged, Language)>,
    selected: Option<ResourceKey>,
    found: Option<(String, Arc<BTreeSet<ResourceKey>>)>,
    visited: Option<ResourceKey>,
    to_reveal: Option<ResourceKey>,
}

impl TopologyPanel {
    /// Turns to this cluster, if it is another one, and looks at it as it was looked at last.
    pub fn open(&mut self, id: &ClusterId, kept: Option<&KeptPicture>) {
        if self.cluster.as_ref() == Some(id) {
            return;
        }
        let (folding, filter) = kept.map(kept::read).unwrap_or_default();
        *self = Self {
            cluster: Some(id.clone()),
            wanted: self.wanted,
            asking: Asking::with(folding.clone()),
            other: Other {
                asking: Asking::with(folding),
                ..Other::default()
            },
            filter,
            documents: self.documents.take(),
            start: std::mem::take(&mut self.start),
            ..Self::default()
        };
    }

    /// Where pictures are saved unless somebody says otherwise.
    pub fn save_in(&mut self, folder: Option<&Path>) {
        if self.documents.as_deref() != folder {
            self.documents = folder.map(Path::to_owned);
        }
    }

    /// Saves the picture into this file, if somebody has chosen one.
    pub fn take_file(&mut self, file: Option<PathBuf>) {
        if let (Some(dialog), Some(file)) = (&mut self.export, file) {
            dialog.take(file);
        }
    }

    /// Draws the page while nobody knows yet which cluster's picture to show, or there is none.
    pub fn landing_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        states::landing(ui, ctx, &mut self.waiting_since);
    }

    /// Draws the picture of this cluster.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId) {
        self.open(id, None);
        let remote = ctx.data.parts.get(id);
        let Some(parts) = remote.and_then(|remote| remote.value()) else {
            states::nothing_yet(ui, ctx, id, &mut self.waiting_since);
            return;
        };
        self.waiting_since = None;
        let live = pictured(parts, self.wanted);
        self.look_through(live.lens);
        self.start_looking();
        self.time.ui(ui, ctx, id, live);
        let topology = &self.time.picture(ctx, id, live);
        let known = ctx.data.arrangements.get(&(id.clone(), self.lens));
        if let Some(request) = self.asking.next(topology, known) {
            ctx.outbox.push(Action::Arrange(id.clone(), request));
        }
        let Some(arranged) = known else {
            waiting::show(ui, ctx.words, ctx.words.topology_waiting(), None);
            return;
        };
        self.take_over(ui, ctx.words, arranged);
        self.keep(ctx, id);
        if arranged.0.is_empty() {
            remarks_ui(ui, ctx.words, &arranged.0);
            states::empty(ui, ctx, id, &arranged.0);
            return;
        }
        self.page_ui(ui, ctx, id, (arranged, parts.orchestration.is_some()));
    }

    /// Whether the layout on screen is that of the newest topology.
    pub fn settled(&self, data: &ScopeStore, id: &ClusterId) -> bool {
        let newest = data.parts.get(id).and_then(|remote| remote.value());
        let drawn = self.drawn.as_ref().map(|((topology, _), _)| topology);
        match (newest, drawn) {
            (Some(parts), Some(drawn)) => {
                let live = pictured(parts, self.wanted);
                !self.is_starting() && Arc::ptr_eq(self.time.shown(live), drawn)
            }
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
            Arc::ptr_eq(drawn, &arranged.1) && *in_language == language && self.filtered == self.filter
        });
        if same {
            return;
        }
        let stir = match &self.drawn {
            Some(((before, _), _)) if !Arc::ptr_eq(before, &arranged.0) => {
                let found = difference(before, &arranged.0);
                Some(Stir::of(&found, &arranged.1, self.view.looks()))
            }
            Some(_) | None => None,
        };
        let mut looks = Looks::of(&arranged.1, &arranged.0, words);
        self.filter.apply(&mut looks);
        self.filtered = self.filter.clone();
        self.view.set(Arc::new(looks), stir, ui.input(|input| input.time));
        self.drawn = Some((arranged.clone(), language));
        self.found = None;
        let view = &self.view;
        if let Some(key) = self.to_reveal.take_if(|key| view.has(key)) {
            self.view.reveal(&key);
        }
    }

    /// Puts what belongs to the other picture away and takes that of this one.
    fn look_through(&mut self, lens: Lens) {
        if lens == self.lens {
            return;
        }
        self.lens = lens;
        let other = &mut self.other;
        std::mem::swap(&mut self.asking, &mut other.asking);
        std::mem::swap(&mut self.view, &mut other.view);
        std::mem::swap(&mut self.drawn, &mut other.drawn);
        std::mem::swap(&mut self.selected, &mut other.selected);
        std::mem::swap(&mut self.found, &mut other.found);
        std::mem::swap(&mut self.visited, &mut other.visited);
        std::mem::swap(&mut self.to_reveal, &mut other.to_reveal);
    }

    /// Shows this picture from now on, of every cluster that has it.
    pub fn want(&mut self, lens: Lens) {
        self.wanted = lens;
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &Ctx<'_>,
        cluster: &ClusterId,
        (arranged, both): (&Arranged, bool),
    ) {
        let (topology, arrangement) = arranged;
        self.search_again(topology, arrangement);
        let matches = self.found.as_ref().map(|(_, found)| Arc::clone(found));
        let count = matches.as_ref().map(|found| found.len());
        let bar = toolbar::Bar {
            ctx,
            cluster,
            topology,
            found: count,
            selected: self.selected.is_some(),
            open_legend: self.start.take_above(Above::Legend),
        };
        let wishes = toolbar::ui(ui, &bar, &mut self.typed, &mut self.filter);
        remarks_ui(ui, ctx.words, topology);
        if self.start.take_above(Above::Export) {
            self.export = Some(Dialog::new(ui, ctx, cluster, self.documents.as_deref()));
        }
        for wish in wishes {
            if wish == Wish::Export {
                self.export = Some(Dialog::new(ui, ctx, cluster, self.documents.as_deref()));
            } else {
                self.grant(ctx, topology, wish);
            }
        }
        self.export
            .take_if(|dialog| !dialog.ui(ui, ctx, cluster, arranged));
        self.inspector_ui(ui, ctx, cluster, arranged);
        self.picture_ui(ui, ctx, (cluster, matches), (arranged, both));
        self.go_on_starting(ui, arranged);
    }

    /// What is known of what is chosen, beside the picture.
    fn inspector_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, cluster: &ClusterId, arranged: &Arranged) {
        let (topology, arrangement) = arranged;
        let selected = self.selected.clone();
        let title = selected
            .as_ref()
            .and_then(|key| inspector::title(ctx.words, topology, arrangement, key));
        if let (Some(key), Some(title)) = (&selected, title) {
            let scene = inspector::Scene {
                ctx,
                cluster,
                topology,
                arrangement,
                key,
                console: self.console.as_ref() == Some(key),
            };
            let mut wanted = None;
            let closed = pane::beside(ui, ctx.words, "topology inspector", &title, |ui| {
                wanted = inspector::ui(ui, &scene);
            });
            if closed {
                self.selected = None;
            }
            match wanted {
                Some(Wanted::Other(key)) => self.choose(key, arranged),
                Some(Wanted::Zoom) => self.view.zoom_to(key),
                Some(Wanted::Do(deed)) => self.act(ctx, arrangement, (key, deed)),
                None => {}
            }
        }
    }

    /// The picture itself, and what lies on it.
    fn picture_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &Ctx<'_>,
        (cluster, found): (&ClusterId, Option<Arc<BTreeSet<ResourceKey>>>),
        (arranged, both): (&Arranged, bool),
    ) {
        let topology = &arranged.0;
        let selected = self.selected.clone();
        let console = self.console.clone();
        let offers = |key: &ResourceKey| offers(ctx, cluster, topology, key, console.as_ref() == Some(key));
        let shown = Shown {
            words: ctx.words,
            selected: selected.as_ref(),
            found,
            offers: &offers,
        };
        let place = ui.available_rect_before_wrap();
        let events = self.view.ui(ui, &shown);
        remarks::source_ui(ui, ctx.words, topology, place);
        let standing = lens::Standing {
            shown: self.lens,
            both,
            past: self.time.is_open(),
        };
        match lens::ui(ui, ctx.words, standing, place) {
            Some(Chosen::Lens(lens)) => {
                self.wanted = lens;
                ctx.outbox.push(Action::SetLens(lens));
                ui.ctx().request_repaint();
            }
            Some(Chosen::Past) => {
                self.time.toggle();
                ui.ctx().request_repaint();
            }
            None => {}
        }
        for event in events {
            self.react(ctx, arranged, event);
        }
    }

    fn search_again(&mut self, topology: &Topology, arrangement: &Arrangement) {
        let known = self
            .found
            .as_ref()
            .is_some_and(|(search, _)| *search == self.typed.search);
        if !known {
            self.found = found(&self.typed.search, topology, arrangement)
                .map(|found| (self.typed.search.clone(), Arc::new(found)));
        }
    }

    fn grant(&mut self, ctx: &Ctx<'_>, topology: &Topology, wish: Wish) {
        match wish {
            Wish::Fit => self.view.fit(),
            Wish::ZoomToSelection => {
                if let Some(key) = self.selected.clone() {
                    self.view.zoom_to(&key);
                }
            }
            Wish::ZoomIn => self.view.zoom(1.25),
            Wish::ZoomOut => self.view.zoom(0.8),
            Wish::Fold(rule) => self.asking.fold_all(rule),
            Wish::ArrangeAnew => {
                self.asking.arrange_anew();
                self.view.fit();
            }
            // It needs more than the picture.
            Wish::Export => {}
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

    /// Has it kept how the picture is looked at, whenever that has changed, and that it is looked at.
    fn keep(&mut self, ctx: &Ctx<'_>, id: &ClusterId) {
        let (own, other) = (self.asking.folding(), self.other.asking.folding());
        let foldings = match self.lens {
            Lens::Infrastructure => [own, other],
            Lens::Orchestration => [other, own],
        };
        let now = kept::written(foldings, &self.filter);
        let before = KeptPicture {
            cloud: String::new(),
            seen: String::new(),
            ..self.kept.clone()
        };
        if self.kept.seen.is_empty() || before != now {
            self.kept = KeptPicture {
                cloud: scope_word(ctx.scope),
                seen: ctx.now.to_string(),
                ..now
            };
            let kept = self.kept.clone();
            ctx.outbox.push(Action::KeepPicture(id.clone(), kept));
        }
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
            Event::Do(key, deed) => {
                self.selected = Some(key.clone());
                self.act(ctx, arrangement, (&key, deed));
            }
        }
    }

    fn act(&mut self, ctx: &Ctx<'_>, arrangement: &Arrangement, (key, deed): (&ResourceKey, Deed)) {
        match deed {
            Deed::Copy(text) | Deed::CopyFact(text) => ctx.outbox.push(Action::Copy(text)),
            Deed::Toggle => {
                self.asking.toggle(key, arrangement);
                self.to_reveal = Some(key.clone());
            }
            Deed::Go(route) => ctx.outbox.go(route),
            Deed::Node(server) => ctx.outbox.push(Action::RevealNode(server)),
            Deed::Console if self.console.as_ref() == Some(key) => self.console = None,
            Deed::Console => self.console = Some(key.clone()),
        }
    }
}

/// The picture that is looked at: that of the build where it is wanted and there is one.
fn pictured(parts: &ClusterParts, wanted: Lens) -> &Arc<Topology> {
    match (wanted, &parts.orchestration) {
        (Lens::Orchestration, Some(build)) => build,
        (Lens::Orchestration | Lens::Infrastructure, _) => &parts.topology,
    }
}

/// By which pictures of one cloud, project and region are known.
pub(crate) fn scope_word(scope: &Scope) -> String {
    format!("{}/{}/{}", scope.cloud, scope.project, scope.region)
}

fn remarks_ui(ui: &mut Ui, words: &Words, topology: &Topology) {
    if !(topology.notes.is_empty() && topology.gaps.is_empty()) {
        remarks::ui(ui, words, topology);
    }
}
