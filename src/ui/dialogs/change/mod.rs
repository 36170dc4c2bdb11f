//! The dialogs in which a cluster or a node group is changed: what will happen, what is sent, what is wrong with it.
//!
//! What it is about is fixed when a dialog opens, whatever moves underneath it meanwhile.

mod frame;
mod group;
mod removal;
mod resize;
mod rotate;
mod update;
mod upgrade;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use crate::domain::cluster::Cluster;
use crate::domain::node_group::NodeGroup;
use crate::domain::scope::Scope;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Ask;

/// The dialog, open or not.
#[derive(Debug, Default)]
pub struct ChangeDialog {
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    ask: Ask,
    /// Where it is; noted with the first frame, and the dialog closes when another scope is opened.
    scope: Option<Scope>,
    form: Form,
}

/// What a person has filled in.
#[derive(Debug)]
enum Form {
    Resize(resize::Form),
    Upgrade(upgrade::Form),
    Update(update::Form),
    Typed(String),
    NewGroup(Box<group::NewForm>),
    EditGroup(Option<Box<group::EditForm>>),
}

/// What a dialog draws from.
#[derive(Clone, Copy, Debug)]
struct Scene<'a> {
    ctx: &'a Ctx<'a>,
    cluster: &'a Arc<Cluster>,
}

impl<'a> Scene<'a> {
    /// The cluster's node groups, as far as they are known.
    fn groups(&self) -> &'a [NodeGroup] {
        self.ctx
            .data
            .details
            .get(&self.cluster.id)
            .and_then(|detail| detail.value())
            .map(|detail| detail.node_groups.as_slice())
            .unwrap_or_default()
    }

    /// A group with every field, asked for while the dialog is open; nothing until the answer is there.
    fn whole(&self, group: &NodeGroup) -> Option<&'a NodeGroup> {
        self.ctx.whole_group(&self.cluster.id, group)
    }
}

/// Whether a dialog stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stay {
    Open,
    Close,
}

impl ChangeDialog {
    /// Opens this dialog.
    pub fn open(&mut self, ask: Ask) {
        let form = match &ask {
            Ask::Resize(_, group, picked) => Form::Resize(resize::Form::of(group.clone(), picked)),
            Ask::Upgrade(_) => Form::Upgrade(upgrade::Form::default()),
            Ask::Update(_) => Form::Update(update::Form::default()),
            Ask::RotateCa(_) | Ask::RotateCredential(_) | Ask::DeleteGroup(..) | Ask::DeleteMany(_) => {
                Form::Typed(String::new())
            }
            Ask::NewGroup(_) => Form::NewGroup(Box::default()),
            Ask::EditGroup(..) => Form::EditGroup(None),
        };
        self.open = Some(Open {
            ask,
            scope: None,
            form,
        });
    }

    /// Whether something is being asked.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// What must be kept fresh for it, beside what its page needs.
    pub fn interest(&self) -> BTreeSet<Topic> {
        let Some(open) = &self.open else {
            return BTreeSet::new();
        };
        let Some(cluster) = open.ask.cluster() else {
            return BTreeSet::new();
        };
        let mut topics = BTreeSet::from([Topic::Cluster(cluster.clone()), Topic::Templates]);
        match open.ask {
            Ask::Resize(..) | Ask::DeleteGroup(..) => {
                topics.insert(Topic::Topology(cluster.clone()));
            }
            Ask::Upgrade(_) | Ask::NewGroup(_) => {
                topics.insert(Topic::Catalog);
            }
            Ask::Update(_)
            | Ask::RotateCa(_)
            | Ask::RotateCredential(_)
            | Ask::EditGroup(..)
            | Ask::DeleteMany(_) => {}
        }
        topics
    }

    /// Draws it, if it is open.
    pub fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>) {
        let Some(open) = &mut self.open else { return };
        let scope = open.scope.get_or_insert_with(|| ctx.scope.clone());
        if scope != ctx.scope || open.draw(ui, ctx) == Stay::Close {
            self.open = None;
        }
    }
}

impl Open {
    fn draw(&mut self, ui: &Ui, ctx: &Ctx<'_>) -> Stay {
        if let (Ask::DeleteMany(ids), Form::Typed(typed)) = (&self.ask, &mut self.form) {
            return removal::many(ui, ctx, ids, typed);
        }
        let Some(cluster) = self.ask.cluster().and_then(|id| ctx.data.cluster(id)) else {
            return Stay::Close;
        };
        let scene = Scene { ctx, cluster };
        match (&self.ask, &mut self.form) {
            (Ask::Resize(..), Form::Resize(form)) => resize::show(ui, &scene, form),
            (Ask::Upgrade(_), Form::Upgrade(form)) => upgrade::show(ui, &scene, form),
            (Ask::Update(_), Form::Update(form)) => update::show(ui, &scene, form),
            (Ask::RotateCa(_), Form::Typed(typed)) => {
                rotate::show(ui, &scene, rotate::What::Authority, typed)
            }
            (Ask::RotateCredential(_), Form::Typed(typed)) => {
                rotate::show(ui, &scene, rotate::What::Credential, typed)
            }
            (Ask::NewGroup(_), Form::NewGroup(form)) => group::new(ui, &scene, form),
            (Ask::EditGroup(_, id), Form::EditGroup(form)) => group::edit(ui, &scene, id, form),
            (Ask::DeleteGroup(_, id), Form::Typed(typed)) => removal::group(ui, &scene, id, typed),
            (
                Ask::Resize(..)
                | Ask::Upgrade(_)
                | Ask::Update(_)
                | Ask::RotateCa(_)
                | Ask::RotateCredential(_)
                | Ask::NewGroup(_)
                | Ask::EditGroup(..)
                | Ask::DeleteGroup(..)
                | Ask::DeleteMany(_),
                Form::Resize(_)
                | Form::Upgrade(_)
                | Form::Update(_)
                | Form::Typed(_)
                | Form::NewGroup(_)
                | Form::EditGroup(_),
            ) => Stay::Close,
        }
    }
}
