//! Plays the tables of `blueprint`: when each resource of a cluster begins and ends, what it becomes, how it fails, how
//! a group grows and shrinks and how everything goes away again. All of it is written down at once, as steps in the future.

use std::borrow::Cow;

use super::blueprint::{Inner, Make, Row, Sheet, cluster, kit};
use super::era::Engine;
use super::estate::{Estate, Part, Stack};
use super::id::{Id, Mint};
use super::substance;
use super::timeline::{Action, Phase, Timeline};

/// What is to be built.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The cluster's name.
    pub(super) name: String,
    pub(super) balanced: bool,
    pub(super) floating: bool,
    pub(super) masters: Crew,
    pub(super) workers: Crew,
    pub(super) volumes: Volumes,
    pub(super) keypair: Option<String>,
    pub(super) dns: String,
    pub(super) provider: &'static str,
    pub(super) engine: Engine,
    /// The network that it is to be built in; without one it gets its own.
    pub(super) existing: Option<Existing>,
    pub(super) failing: Option<Failing>,
}

/// A network that was there before, with its subnet and the router between it and the outside.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub(super) network: (Id, String),
    pub(super) subnet: (Id, String),
    pub(super) router: Option<Id>,
    pub(super) cidr: String,
    /// How many of the subnet's addresses are taken.
    pub(super) taken: u32,
}

/// The machines of one node group.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    pub(super) node_group: String,
    pub(super) count: u32,
    pub(super) flavor: String,
    pub(super) image: String,
}

/// The volumes of every machine, in GiB; zero for none.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Volumes {
    pub(super) docker_gib: u32,
    pub(super) etcd_gib: u32,
    pub(super) boot_gib: u32,
}

/// Which resource of which machine does not come up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failing {
    pub(super) master: bool,
    pub(super) index: u32,
    pub(super) resource: &'static str,
    /// The kind of Heat's exception; empty where the stack's time was over before anybody threw one.
    pub(super) class: &'static str,
    pub(super) message: &'static str,
    /// How long it tries.
    pub(super) secs: i64,
}

/// What a machine is in its cluster.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Role {
    Master,
    /// The first master, where it has a group of its own.
    Primary,
    /// Another master then.
    Secondary,
    #[default]
    Worker,
}

/// The machine that is being built.
#[derive(Clone, Default, Debug)]
pub(super) struct Node {
    pub(super) master: bool,
    pub(super) role: Role,
    pub(super) index: u32,
    pub(super) port: Option<usize>,
    pub(super) server: Option<usize>,
    pub(super) floating: Option<usize>,
    pub(super) docker: Option<usize>,
    pub(super) etcd: Option<usize>,
    pub(super) boot: Option<usize>,
}

/// Builds stacks into an estate.
pub(super) struct Builder<'a> {
    pub(super) estate: &'a mut Estate,
    pub(super) mint: &'a mut Mint,
    pub(super) order: &'a Order,
    /// The name of the stack that everything else is named after.
    pub(super) root: String,
    pub(super) node: Node,
    /// Whether the API's load balancer is being built, or etcd's.
    pub(super) etcd: bool,
    /// How many addresses of the outside network have been given away.
    pub(super) outside: u64,
    failed: Option<(usize, i64)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        estate: &'a mut Estate,
        mint: &'a mut Mint,
        order: &'a Order,
        outside: u64,
    ) -> Builder<'a> {
        let root = String::new();
        Builder {
            estate,
            mint,
            order,
            root,
            node: Node::default(),
            etcd: false,
            outside,
            failed: None,
        }
    }

    /// Builds a root stack from a sheet and says where it is.
    pub(super) fn raise(&mut self, stem: &str, sheet: &'static Sheet, start: i64) -> usize {
        self.root = format!("{}-{}", short(stem), self.mint.id().tail());
        let stack = self.open(self.root.clone(), sheet.description, None, start);
        let end = self.fill(stack, sheet, start + 1);
        if let Some(end) = end {
            self.close(stack, end);
        }
        if let Some((part, at)) = self.failed {
            fail(self.estate, self.order, part, at);
        }
        stack
    }

    /// Adds children to a group of an existing stack.
    pub(super) fn extend(&mut self, root: usize, more: u32, now: i64) -> Option<i64> {
        self.root = self.estate.stacks.get(root)?.name.clone();
        let in_root = |name: &str, estate: &Estate| {
            estate
                .parts
                .iter()
                .position(|part| part.stack == Some(root) && part.name == name)
        };
        let group = in_root(kit(self.order.engine).workers, self.estate)?;
        let server_group = in_root("worker_nodes_server_group", self.estate);
        self.estate.marks.worker_group = server_group.or(self.estate.marks.worker_group);
        let nested = self.estate.parts.get(group)?.nested?;
        let children = self.estate.parts.iter().filter(|part| part.stack == Some(nested));
        let numbers = children.filter_map(|part| part.name.parse::<u32>().ok());
        let first = numbers.max().map_or(0, |last| last + 1);
        let mut end = now + 2;
        for index in first..first + more {
            end = self
                .child(nested, Role::Worker, index, now + 2)
                .unwrap_or(end)
                .max(end);
        }
        Some(end)
    }

    fn open(
        &mut self,
        name: String,
        description: &'static str,
        parent: Option<(usize, usize)>,
        at: i64,
    ) -> usize {
        let mut life = Timeline::default();
        life.push(
            at,
            Action::Create,
            Phase::InProgress,
            Some("Stack CREATE started"),
        );
        self.estate.stacks.push(Stack {
            id: self.mint.id(),
            name,
            description,
            parent,
            life,
        });
        self.estate.stacks.len() - 1
    }

    fn close(&mut self, stack: usize, at: i64) {
        if let Some(stack) = self.estate.stacks.get_mut(stack) {
            stack.life.push(
                at,
                Action::Create,
                Phase::Complete,
                Some("Stack CREATE completed successfully"),
            );
        }
    }

    fn note(&mut self, stack: usize, name: Cow<'static, str>, row_type: &'static str, at: i64) -> usize {
        let id = self.mint.id();
        let home = self
            .estate
            .stacks
            .get(stack)
            .map_or("", |stack| stack.name.as_str());
        let title = format!("{home}-{name}-{}", id.tail());
        self.estate.add(Part {
            id,
            name,
            title,
            row_type,
            required_by: &[],
            stack: Some(stack),
            nested: None,
            noted: at,
            lost: false,
            thing: super::estate::Thing::Nothing,
            life: Timeline::default(),
        })
    }

    /// Writes down a sheet's resources and plays them; none when one of them will never be complete.
    fn fill(&mut self, stack: usize, sheet: &'static Sheet, start: i64) -> Option<i64> {
        let mut rows: Vec<(usize, &'static Row, Option<i64>)> = Vec::with_capacity(sheet.rows.len());
        for row in sheet.rows {
            let place = self.note(stack, Cow::Borrowed(row.name), row.row_type, start);
            if let Some(part) = self.estate.parts.get_mut(place) {
                part.required_by = row.required_by;
            }
            rows.push((place, row, None));
        }
        let mut tried = vec![false; rows.len()];
        loop {
            let next = rows
                .iter()
                .zip(&tried)
                .position(|((_, row, _), tried)| !tried && ready(row, &rows));
            let Some((index, (place, row, _))) = next.and_then(|index| Some((index, *rows.get(index)?)))
            else {
                break;
            };
            let begin = rows
                .iter()
                .filter(|(_, other, _)| other.required_by.contains(&row.name));
            let begin = begin.filter_map(|(_, _, end)| *end).max().unwrap_or(start);
            let end = self.make(stack, place, row, begin);
            if let Some(entry) = rows.get_mut(index) {
                entry.2 = end;
            }
            if let Some(entry) = tried.get_mut(index) {
                *entry = true;
            }
        }
        rows.iter()
            .map(|(_, _, end)| *end)
            .try_fold(start, |latest, end| end.map(|end| end.max(latest)))
    }

    fn make(&mut self, stack: usize, place: usize, row: &'static Row, begin: i64) -> Option<i64> {
        if let Some(part) = self.estate.parts.get_mut(place) {
            part.life.push(begin, Action::Create, Phase::InProgress, None);
        }
        let end = match row.make {
            Make::Stack(Inner::Switch) => self.nest(stack, place, &cluster::SWITCH_SHEET, begin),
            Make::Stack(Inner::Network) => self.nest(stack, place, &cluster::NETWORK_SHEET, begin),
            Make::Stack(Inner::Api) => {
                self.etcd = false;
                self.nest(stack, place, &cluster::API_SHEET, begin)
            }
            Make::Stack(Inner::Etcd) => {
                self.etcd = true;
                self.nest(stack, place, &cluster::ETCD_SHEET, begin)
            }
            Make::Stack(Inner::Masters) => self.group(stack, place, Role::Master, begin),
            Make::Stack(Inner::Primary) => self.group(stack, place, Role::Primary, begin),
            Make::Stack(Inner::Secondaries) => self.group(stack, place, Role::Secondary, begin),
            Make::Stack(Inner::Minions) => self.group(stack, place, Role::Worker, begin),
            Make::Thing(kind) => {
                substance::give(self, place, kind);
                self.simple_end(place, row, begin)
            }
        };
        if let (Some(end), Some(part)) = (end, self.estate.parts.get_mut(place)) {
            part.life.push(end, Action::Create, Phase::Complete, None);
        }
        end
    }

    fn simple_end(&mut self, place: usize, row: &'static Row, begin: i64) -> Option<i64> {
        let failing = self.order.failing.filter(|failing| {
            failing.resource == row.name
                && failing.master == self.node.master
                && failing.index == self.node.index
        });
        if let Some(failing) = failing {
            self.failed = Some((place, begin + failing.secs));
            return None;
        }
        Some(begin + row.secs)
    }

    fn nest(&mut self, stack: usize, place: usize, sheet: &'static Sheet, begin: i64) -> Option<i64> {
        let nested = self.open_nested(stack, place, sheet.description, begin);
        let end = self.fill(nested, sheet, begin)?;
        let end = end.max(begin + 1);
        self.close(nested, end);
        Some(end)
    }

    fn open_nested(&mut self, stack: usize, place: usize, description: &'static str, begin: i64) -> usize {
        let title = self
            .estate
            .parts
            .get(place)
            .map(|part| part.title.clone())
            .unwrap_or_default();
        let nested = self.open(title, description, Some((stack, place)), begin);
        let id = self.estate.stacks.get(nested).map(|stack| stack.id);
        if let (Some(id), Some(part)) = (id, self.estate.parts.get_mut(place)) {
            part.id = id;
            part.nested = Some(nested);
        }
        nested
    }

    fn group(&mut self, stack: usize, place: usize, role: Role, begin: i64) -> Option<i64> {
        let nested = self.open_nested(stack, place, cluster::GROUP_SHEET.description, begin);
        let count = match role {
            Role::Master => self.order.masters.count,
            Role::Primary => self.order.masters.count.min(1),
            Role::Secondary => self.order.masters.count.saturating_sub(1),
            Role::Worker => self.order.workers.count,
        };
        let mut end = Some(begin + 1);
        for index in 0..count {
            let delay = i64::from(index) * 20 / i64::from(count.max(20));
            let child = self.child(nested, role, index, begin + delay);
            end = end.and_then(|end| child.map(|child| child.max(end)));
        }
        let end = end?;
        self.close(nested, end);
        Some(end)
    }

    fn child(&mut self, group: usize, role: Role, index: u32, begin: i64) -> Option<i64> {
        let on_volume = self.order.volumes.boot_gib > 0;
        let kit = kit(self.order.engine);
        let master = role != Role::Worker;
        let unit = if master { &kit.master } else { &kit.worker };
        let (row_type, sheet) = (
            unit.row_type,
            unit.on_volume.filter(|_| on_volume).unwrap_or(unit.sheet),
        );
        self.node = Node {
            master,
            role,
            index,
            ..Node::default()
        };
        let place = self.note(group, Cow::Owned(index.to_string()), row_type, begin);
        if let Some(part) = self.estate.parts.get_mut(place) {
            part.life.push(begin, Action::Create, Phase::InProgress, None);
        }
        let end = self.nest(group, place, sheet, begin);
        substance::tie(self);
        self.node = Node::default();
        if let (Some(end), Some(part)) = (end, self.estate.parts.get_mut(place)) {
            part.life.push(end, Action::Create, Phase::Complete, None);
        }
        end
    }
}

fn ready(row: &Row, rows: &[(usize, &'static Row, Option<i64>)]) -> bool {
    rows.iter()
        .all(|(_, other, end)| !other.required_by.contains(&row.name) || end.is_some())
}

/// Writes a failure up to the root in Heat's words, and stops what was still going on beside it.
fn fail(estate: &mut Estate, order: &Order, failed: usize, at: i64) {
    let Some(failing) = order.failing else { return };
    let mut above = Vec::new();
    let mut place = Some(failed);
    while let Some(part) = place {
        above.push(part);
        let stack = estate.parts.get(part).and_then(|part| part.stack);
        let stack = stack.and_then(|stack| estate.stacks.get(stack));
        place = stack.and_then(|stack| stack.parent).map(|(_, part)| part);
    }
    cancel(estate, &above, at);
    let mut path = String::new();
    for (depth, place) in above.iter().enumerate() {
        let Some(part) = estate.parts.get_mut(*place) else {
            continue;
        };
        let numbered = part.name.chars().all(|letter| letter.is_ascii_digit());
        let step = if numbered {
            format!("resources[{}]", part.name)
        } else {
            format!("resources.{}", part.name)
        };
        path = if path.is_empty() {
            step
        } else {
            format!("{step}.{path}")
        };
        let message = if depth == 0 {
            failing.message.to_owned()
        } else {
            failing.message.replace(" :", ":")
        };
        let home = part.stack.and_then(|stack| estate.stacks.get(stack));
        let timed_out = failing.class.is_empty();
        let reason = if timed_out {
            aborted(part, home)
        } else {
            format!("{}: {path}: {message}", failing.class)
        };
        let at = at + depth as i64 / 2;
        part.life.push(at, Action::Create, Phase::Failed, Some(&reason));
        if let Some(stack) = part.stack.and_then(|stack| estate.stacks.get_mut(stack)) {
            let reason = if timed_out {
                "Timed out".to_owned()
            } else {
                format!("Resource CREATE failed: {reason}")
            };
            stack.life.push(at, Action::Create, Phase::Failed, Some(&reason));
        }
    }
}

/// What Heat says of a resource that it was still waiting for when the stack's time was over.
fn aborted(part: &Part, home: Option<&Stack>) -> String {
    let class = part.row_type.rsplit("::").next().unwrap_or_default();
    // A nested template has a file name for a type.
    let class = if class.contains('.') {
        "TemplateResource"
    } else {
        class
    };
    let (name, id) = home
        .map(|home| (home.name.as_str(), home.id.to_string()))
        .unwrap_or_default();
    format!(
        "CREATE aborted (Task create from {class} \"{}\" Stack \"{name}\" [{id}] Timed out)",
        part.name
    )
}

/// Stops everything that is still going on, but for the parts that fail themselves.
fn cancel(estate: &mut Estate, failing: &[usize], at: i64) {
    let open: Vec<usize> = failing
        .iter()
        .filter_map(|part| estate.parts.get(*part)?.stack)
        .collect();
    for (place, part) in estate.parts.iter_mut().enumerate() {
        if stops(&mut part.life, at) && !failing.contains(&place) {
            part.life.push(
                at + 1,
                Action::Create,
                Phase::Failed,
                Some("CREATE aborted (user triggered cancel)"),
            );
        }
        if part.noted > at {
            part.noted = i64::MAX;
        }
    }
    for (place, stack) in estate.stacks.iter_mut().enumerate() {
        if stops(&mut stack.life, at) && !open.contains(&place) {
            stack.life.push(
                at + 1,
                Action::Create,
                Phase::Failed,
                Some("Stack CREATE cancelled"),
            );
        }
    }
}

/// Forgets a life's future and says whether that was in the middle of something.
fn stops(life: &mut Timeline, at: i64) -> bool {
    life.forget_after(at);
    life.at(at).is_some_and(|step| step.phase == Phase::InProgress)
}

/// A name as it may begin a stack's name.
pub(super) fn short(name: &str) -> String {
    let clean: String = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    clean.chars().take(30).collect()
}

/// The id of a stack that may not be there.
pub(super) fn stack_id(estate: &Estate, stack: Option<usize>) -> Option<Id> {
    stack
        .and_then(|stack| estate.stacks.get(stack))
        .map(|stack| stack.id)
}
