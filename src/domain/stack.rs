//! A Heat stack, its resources and its events.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::id::StackId;
use crate::domain::status::Status;

/// A stack as the stack list describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Heat's uuid.
    pub id: StackId,
    /// The stack's name: cluster name, dash, twelve random characters. The names of its servers begin with it.
    pub name: String,
    /// Where its life cycle is.
    pub status: Status,
    /// Why.
    pub status_reason: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// What a stack was made from and what came out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackSource {
    /// Its parameters, as Heat shows them: what is hidden is hidden there.
    pub parameters: BTreeMap<String, String>,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
    /// Its template, as indented JSON.
    pub template: String,
}

/// One resource of a stack or of a stack nested in it. Names repeat; (`stack`, `name`) is unique.
#[derive(Clone, Debug, PartialEq)]
pub struct StackResource {
    /// The stack that owns it (from its `links`).
    pub stack: StackId,
    /// That stack's name.
    pub stack_name: String,
    /// Its name in the template.
    pub name: String,
    /// Its type: `OS::Nova::Server`, `Magnum::Optional::…`, or `file:///…` for a nested template.
    pub kind: String,
    /// What it became: a server's id, a port's id …; `None` while there is nothing.
    pub physical_id: Option<String>,
    /// Where its life cycle is.
    pub status: Status,
    /// Why.
    pub status_reason: Option<String>,
    /// Name of the resource in the parent stack that stands for this resource's stack.
    pub parent_resource: Option<String>,
    /// The nested stack behind it.
    pub nested_stack: Option<StackId>,
    /// Names of resources of the same stack that wait for it.
    pub required_by: Vec<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}

/// One entry of a stack's history.
#[derive(Clone, Debug, PartialEq)]
pub struct StackEvent {
    /// Heat's uuid of the event.
    pub id: String,
    /// When.
    pub at: Option<Timestamp>,
    /// Name of the stack it happened in.
    pub stack_name: String,
    /// Resource it happened to; the stack's own name for the stack itself.
    pub resource: String,
    /// What it became.
    pub physical_id: Option<String>,
    /// Its status from then on.
    pub status: Status,
    /// Why, in Heat's words.
    pub reason: Option<String>,
}
