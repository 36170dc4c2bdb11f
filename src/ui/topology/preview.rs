//! A picture of what does not exist yet: the view alone, without tools, beside a form.

use std::sync::Arc;

use egui::Ui;

use crate::domain::id::ClusterId;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::Topology;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::topology::TopologyPanel;
use crate::ui::topology::view::{Event, Shown};
use crate::ui::widgets::waiting;

/// The cluster that there is not yet; no uuid looks like it.
const PLANNED: &str = "planned";

impl TopologyPanel {
    /// Draws this topology, and changes as it changes.
    pub fn preview_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, topology: &Arc<Topology>) {
        let id = ClusterId::new(PLANNED);
        let known = ctx.data.arrangements.get(&(id.clone(), Lens::default()));
        if let Some(request) = self.asking.next(topology, known) {
            ctx.outbox.push(Action::Arrange(id, request));
        }
        let Some(arranged) = known else {
            waiting::show(ui, ctx.words, ctx.words.topology_waiting(), None);
            return;
        };
        self.take_over(ui, ctx.words, arranged);
        let selected = self.selected.clone();
        let shown = Shown {
            words: ctx.words,
            selected: selected.as_ref(),
            found: None,
            // Nothing can be done with what does not exist.
            offers: &|_| Vec::new(),
        };
        for event in self.view.ui(ui, &shown) {
            match event {
                Event::Select(key) => self.selected = key,
                Event::Toggle(key) => {
                    self.asking.toggle(&key, &arranged.1);
                    self.to_reveal = Some(key);
                }
                Event::Open(key) => {
                    self.view.zoom_to(&key);
                    self.selected = Some(key);
                }
                Event::Do(..) => {}
            }
        }
    }
}
