//! The same graph as egui_graphs draws it by itself: its own shapes, everything in every frame.

use egui::{Context, Event, Pos2, RawInput, Rect, Ui, pos2, vec2};
use egui_graphs::{
    DefaultEdgeShape, DefaultNodeShape, Graph, GraphView, Layout, LayoutStateRandom, MetadataFrame,
    SettingsInteraction, SettingsNavigation, SettingsStyle,
};
use magnum_desktop::domain::topology::arrange::Arrangement;
use petgraph::stable_graph::{DefaultIx, IndexType};
use petgraph::{Directed, EdgeType};

/// Positions are given.
#[derive(Debug, Default)]
struct Fixed;

impl Layout<LayoutStateRandom> for Fixed {
    fn from_state(_: LayoutStateRandom) -> impl Layout<LayoutStateRandom> {
        Self
    }

    fn next<N, E, Ty, Ix, Dn, De>(&mut self, _: &mut egui_graphs::Graph<N, E, Ty, Ix, Dn, De>, _: &Ui)
    where
        N: Clone,
        E: Clone,
        Ty: EdgeType,
        Ix: IndexType,
        Dn: egui_graphs::DisplayNode<N, E, Ty, Ix>,
        De: egui_graphs::DisplayEdge<N, E, Ty, Ix, Dn>,
    {
    }

    fn state(&self) -> LayoutStateRandom {
        LayoutStateRandom::default()
    }
}

/// The graph in a window that nobody sees.
pub(crate) struct Plain {
    ctx: Context,
    graph: Graph<(), (), Directed, DefaultIx, DefaultNodeShape, DefaultEdgeShape>,
    bounds: Rect,
    labels: bool,
    frame: u32,
}

impl Plain {
    pub(crate) fn new(arrangement: &Arrangement, labels: bool) -> Self {
        let mut graph = Graph::default();
        let mut nodes = std::collections::BTreeMap::new();
        for item in &arrangement.items {
            let (x, y) = item.area.centre();
            let node = graph.add_node_with_label_and_location((), item.title.clone(), pos2(x, y));
            nodes.insert(&item.key, node);
        }
        for link in &arrangement.links {
            if let (Some(from), Some(to)) = (nodes.get(&link.from), nodes.get(&link.to)) {
                graph.add_edge_with_label(*from, *to, (), String::new());
            }
        }
        let bounds = arrangement.bounds;
        let bounds = Rect::from_min_size(pos2(bounds.x, bounds.y), vec2(bounds.width, bounds.height));
        let mut plain = Self {
            ctx: Context::default(),
            graph,
            bounds,
            labels,
            frame: 0,
        };
        for _ in 0..4 {
            plain.pan();
        }
        plain
    }

    /// One pass with the picture a little moved, tessellated.
    pub(crate) fn pan(&mut self) -> usize {
        self.frame += 1;
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0));
        let at = pos2(40.0 + (self.frame % 40) as f32, 700.0);
        let input = RawInput {
            screen_rect: Some(screen),
            time: Some(f64::from(self.frame) / 60.0),
            events: vec![Event::PointerMoved(at)],
            ..RawInput::default()
        };
        let Self {
            ctx,
            graph,
            bounds,
            labels,
            frame,
        } = self;
        let zoom = (1500.0 / bounds.width()).min(900.0 / bounds.height()).min(1.0);
        let mut output = ctx.run_ui(input, |ui| {
            let mut meta = MetadataFrame::new(None).load(ui);
            meta.zoom = zoom;
            meta.pan = vec2((*frame % 40) as f32, 20.0) - bounds.min.to_vec2() * zoom;
            meta.save(ui);
            let style = SettingsStyle::new().with_labels_always(*labels);
            let still = SettingsNavigation::new()
                .with_fit_to_screen_enabled(false)
                .with_zoom_and_pan_enabled(false);
            let deaf = SettingsInteraction::new();
            GraphView::<LayoutStateRandom, Fixed>::new()
                .with_navigations(&still)
                .with_interactions(&deaf)
                .with_styles(&style)
                .show(ui, graph);
        });
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }
}
