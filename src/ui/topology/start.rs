//! How a picture is looked at when `--open` names more than the tab: `cluster/NAME/topology?find=node&select=master-0`.

use egui::Ui;

use crate::domain::topology::arrange::{Arrangement, FoldingRule};
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{ResourceKey, ResourceKind};
use crate::ui::topology::TopologyPanel;
use crate::ui::topology::model::Arranged;

/// What is on screen besides the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Above {
    /// The legend, which filters.
    Legend,
    /// The dialog that saves the picture.
    Export,
}

/// What somebody asked to see of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PictureStart {
    /// Which picture.
    pub lens: Option<Lens>,
    /// What is folded.
    pub folding: Option<FoldingRule>,
    /// What is searched for.
    pub find: String,
    /// The name, title or id of what is chosen.
    pub select: Option<String>,
    /// Whether the console log of what is chosen is shown.
    pub console: bool,
    /// How near, in percent; without it everything is in sight.
    pub zoom: Option<u16>,
    /// Which moment of the past, in percent of the time between the first thing that happened and the last.
    pub moment: Option<u16>,
    /// What lies above it.
    pub above: Option<Above>,
    /// Kinds that are hidden.
    pub hidden: Vec<ResourceKind>,
}

impl PictureStart {
    /// Reads what stands behind the question mark.
    pub(crate) fn parse(query: &str) -> Option<Self> {
        let mut start = Self::default();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name {
                "lens" => start.lens = Some(Lens::ALL.into_iter().find(|lens| lens.word() == value)?),
                "fold" => {
                    start.folding = Some(match value {
                        "none" => FoldingRule::Open,
                        "all" => FoldingRule::Closed,
                        _ => return None,
                    });
                }
                "find" => value.clone_into(&mut start.find),
                "select" => start.select = Some(value.to_owned()),
                "console" => start.console = true,
                "zoom" => start.zoom = Some(value.parse().ok()?),
                "moment" => start.moment = Some(value.parse().ok().filter(|moment| *moment <= 100)?),
                "legend" => start.above = Some(Above::Legend),
                "export" => start.above = Some(Above::Export),
                "hide" => {
                    let kind = ResourceKind::ALL.into_iter().find(|kind| kind.word() == value)?;
                    start.hidden.push(kind);
                }
                _ => return None,
            }
        }
        Some(start)
    }
}

/// What was asked for and has not come yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    /// Nothing of it has been done.
    whole: Option<Box<PictureStart>>,
    above: Option<Above>,
    select: Option<String>,
    console: bool,
    zoom: Option<u16>,
}

impl Pending {
    /// Whether this is to be opened now.
    pub(super) fn take_above(&mut self, above: Above) -> bool {
        self.whole.is_none() && self.above.take_if(|asked| *asked == above).is_some()
    }
}

impl TopologyPanel {
    /// Looks at the next cluster's picture in this way.
    pub fn begin(&mut self, start: Box<PictureStart>) {
        self.start = Pending {
            whole: Some(start),
            ..Pending::default()
        };
    }

    /// Whether something was asked to be seen that is not seen yet.
    pub(super) fn is_starting(&self) -> bool {
        let Pending {
            whole,
            above,
            select,
            zoom,
            ..
        } = &self.start;
        let asked = whole.is_some() || above.is_some() || select.is_some() || zoom.is_some();
        asked || self.time.is_asked()
    }

    /// What can be done before there is a picture.
    pub(super) fn start_looking(&mut self) {
        let Some(start) = self.start.whole.take() else {
            return;
        };
        if let Some(rule) = start.folding {
            self.asking.fold_all(rule);
        }
        self.typed.search = start.find;
        self.filter.kinds.extend(start.hidden);
        if let Some(percent) = start.moment {
            self.time.look_at(f64::from(percent) / 100.0);
        }
        self.start = Pending {
            whole: None,
            above: start.above,
            select: start.select,
            console: start.console,
            zoom: start.zoom,
        };
    }

    /// What needs the picture: choosing something in it, and going near.
    pub(super) fn go_on_starting(&mut self, ui: &Ui, arranged: &Arranged) {
        if !self.is_starting() || self.asking.is_waiting(&arranged.1) {
            return;
        }
        if let Some(name) = self.start.select.take() {
            if let Some(key) = named(&name, &arranged.0, &arranged.1) {
                self.console = self.start.console.then(|| key.clone());
                self.choose(key, arranged);
            }
        } else if let Some(percent) = self.start.zoom.take_if(|_| self.to_reveal.is_none()) {
            let about = self.selected.as_ref();
            self.view.zoom_at(f32::from(percent) / 100.0, about);
        }
        ui.ctx().request_repaint();
    }
}

/// The thing or group that somebody calls by this name, title or id.
pub(super) fn named(name: &str, topology: &Topology, arrangement: &Arrangement) -> Option<ResourceKey> {
    let thing = topology.resources().find(|resource| {
        resource.title == name || resource.name == name || resource.physical_id.as_deref() == Some(name)
    });
    let card = || arrangement.items.iter().find(|item| item.title == name);
    let frame = || arrangement.frames.iter().find(|frame| frame.title == name);
    thing
        .map(|resource| &resource.key)
        .or_else(|| card().map(|item| &item.key))
        .or_else(|| frame().map(|frame| &frame.key))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::{Above, PictureStart};
    use crate::domain::topology::arrange::FoldingRule;
    use crate::domain::topology::lens::Lens;
    use crate::domain::topology::resource::ResourceKind;

    #[test]
    fn what_is_asked_for_is_read_and_nonsense_is_refused() {
        let text = "lens=orchestration&fold=none&find=node&select=master-0&console&zoom=80&moment=40&legend&hide=port";
        let start = PictureStart {
            lens: Some(Lens::Orchestration),
            folding: Some(FoldingRule::Open),
            find: "node".to_owned(),
            select: Some("master-0".to_owned()),
            console: true,
            zoom: Some(80),
            moment: Some(40),
            above: Some(Above::Legend),
            hidden: vec![ResourceKind::Port],
        };
        assert_eq!(PictureStart::parse(text), Some(start));
        assert_eq!(PictureStart::parse(""), Some(PictureStart::default()));
        for text in [
            "lens=upside-down",
            "moment=101",
            "zoom=near",
            "hide=dragon",
            "sideways",
        ] {
            assert_eq!(PictureStart::parse(text), None, "{text}");
        }
    }
}
