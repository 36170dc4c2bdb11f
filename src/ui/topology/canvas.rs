//! The picture as the graph that egui_graphs draws, kept in step with the arrangement by identity.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui_graphs::Graph;
use petgraph::Directed;
use petgraph::stable_graph::{DefaultIx, EdgeIndex, NodeIndex};

use crate::domain::topology::resource::ResourceKey;
use crate::ui::topology::card::CardShape;
use crate::ui::topology::line::LineShape;
use crate::ui::topology::look::{CardLook, LineLook, Looks};
use crate::ui::topology::stir::Stir;

/// How something stands out from the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Light {
    /// Nothing stands out.
    #[default]
    Even,
    /// It does.
    Lit,
    /// Something else does.
    Dim,
}

/// A card as egui_graphs carries it; it is cloned for every line, so it is small.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) look: Arc<CardLook>,
    pub(crate) light: Light,
    pub(crate) selected: bool,
    pub(crate) focused: bool,
    /// 1 for what has just changed, 0 a moment later.
    pub(crate) fresh: f32,
    /// 0 for what has just appeared, 1 a moment later.
    pub(crate) opacity: f32,
}

/// A line as egui_graphs carries it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) look: Arc<LineLook>,
    pub(crate) light: Light,
}

pub(crate) type Picture = Graph<Card, Line, Directed, DefaultIx, CardShape, LineShape>;

/// The picture and where in it everything is.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    pub(crate) picture: Picture,
    nodes: BTreeMap<ResourceKey, NodeIndex>,
    edges: BTreeMap<(ResourceKey, ResourceKey), EdgeIndex>,
}

/// What stands out now.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standout {
    pub(crate) hovered: Option<ResourceKey>,
    pub(crate) selected: Option<ResourceKey>,
    pub(crate) focused: Option<ResourceKey>,
    /// What a search has found; `None` if nothing is searched for.
    pub(crate) found: Option<Arc<BTreeSet<ResourceKey>>>,
    /// What has just happened.
    pub(crate) stir: Stir,
}

impl Canvas {
    /// Adds, removes and updates until the picture shows exactly these looks.
    pub(crate) fn reconcile(&mut self, looks: &Looks) {
        // Lines first: a card takes its lines with it.
        let wanted: BTreeSet<(&ResourceKey, &ResourceKey)> =
            looks.lines.iter().map(|line| (&line.from, &line.to)).collect();
        let picture = &mut self.picture;
        self.edges.retain(|(from, to), index| {
            let stays = wanted.contains(&(from, to));
            if !stays {
                picture.remove_edge(*index);
            }
            stays
        });
        self.nodes.retain(|key, index| {
            let stays = looks.cards.contains_key(key);
            if !stays {
                picture.remove_node(*index);
            }
            stays
        });
        for key in &looks.order {
            let Some(look) = looks.cards.get(key) else {
                continue;
            };
            let at = look.area.center();
            match self
                .nodes
                .get(key)
                .and_then(|index| self.picture.node_mut(*index))
            {
                Some(node) => {
                    node.payload_mut().look = Arc::clone(look);
                    node.set_location(at);
                }
                None => {
                    let card = Card {
                        look: Arc::clone(look),
                        light: Light::Even,
                        selected: false,
                        focused: false,
                        fresh: 0.0,
                        opacity: 1.0,
                    };
                    let index = self
                        .picture
                        .add_node_with_label_and_location(card, String::new(), at);
                    self.nodes.insert(key.clone(), index);
                }
            }
        }
        for look in &looks.lines {
            let ends = (look.from.clone(), look.to.clone());
            if let Some(edge) = self
                .edges
                .get(&ends)
                .and_then(|index| self.picture.edge_mut(*index))
            {
                edge.payload_mut().look = Arc::clone(look);
                continue;
            }
            if let (Some(from), Some(to)) = (self.nodes.get(&look.from), self.nodes.get(&look.to)) {
                let line = Line {
                    look: Arc::clone(look),
                    light: Light::Even,
                };
                let index = self.picture.add_edge_with_label(*from, *to, line, String::new());
                self.edges.insert(ends, index);
            }
        }
    }

    /// Lights what stands out and dims the rest.
    pub(crate) fn light(&mut self, looks: &Looks, standout: &Standout) {
        let stir = &standout.stir;
        for (key, index) in &self.nodes {
            let Some(node) = self.picture.node_mut(*index) else {
                continue;
            };
            let card = node.payload_mut();
            card.light = light_of(key, looks, standout);
            card.selected = standout.selected.as_ref() == Some(key);
            card.focused = standout.focused.as_ref() == Some(key);
            card.fresh = stir.fresh(key);
            card.opacity = stir.opacity(key);
        }
        let about = standout.hovered.as_ref().or(standout.selected.as_ref());
        for ((from, to), index) in &self.edges {
            let Some(edge) = self.picture.edge_mut(*index) else {
                continue;
            };
            edge.payload_mut().light = match about {
                Some(about) if about == from || about == to => Light::Lit,
                Some(_) if standout.hovered.is_some() => Light::Dim,
                Some(_) | None if standout.found.is_some() => Light::Dim,
                Some(_) | None => Light::Even,
            };
        }
    }
}

/// How this card stands out.
pub(crate) fn light_of(key: &ResourceKey, looks: &Looks, standout: &Standout) -> Light {
    match (&standout.hovered, &standout.found) {
        (Some(hovered), _) if looks.related(hovered, key) => Light::Lit,
        (Some(_), _) => Light::Dim,
        (None, Some(found)) if found.contains(key) => Light::Lit,
        (None, Some(_)) => Light::Dim,
        (None, None) => Light::Even,
    }
}
