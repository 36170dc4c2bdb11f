//! Adds an access to a kubeconfig that others wrote, and keeps every foreign byte: order, comments, unknown fields.
//!
//! Entries are spliced into the text, and every result is read again before it counts: it must say exactly what was said
//! before and the new entry. Where no splice does that the file is refused, and a separate file can be saved.

use crate::domain::certificate::Fingerprint;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::secret::Secret;
use crate::kubeconfig::access::{Access, Entry, quoted};
use crate::kubeconfig::splice::{Edit, at_end, newline, proposals};
use crate::kubeconfig::yaml::{Broken, Node, Value};
use crate::kubeconfig::{base64, certificate};

const LISTS: [&str; 3] = ["clusters", "contexts", "users"];

/// What to do when the context's name stands for another cluster already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnClash {
    /// Leave everything as it is.
    #[default]
    Refuse,
    /// The name stands for this cluster from now on; somebody was asked.
    Replace,
}

/// The new text of the file, and the way back.
#[derive(Clone, Debug)]
pub struct Merged {
    /// What the file says now; the same text when everything stood there already.
    pub text: Secret,
    /// How to take it back.
    pub undo: Undo,
}

/// Takes a merge back.
#[derive(Clone, Debug)]
pub struct Undo {
    before: Secret,
    after: Secret,
    /// What was put in, and what stood there before; in order.
    edits: Vec<(Secret, Secret)>,
}

/// Why nothing was merged. The file is to be left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not YAML, or no kubeconfig.
    Broken {
        /// From 1, where it is known.
        line: Option<u32>,
        /// What is wrong.
        detail: String,
    },
    /// There is no place for the entry that leaves the rest as it is.
    Layout,
    /// The context's name stands for another cluster.
    ContextTaken {
        /// The name.
        context: String,
    },
    /// Our own entry has become something else.
    EntryChanged {
        /// Its name.
        entry: String,
    },
}

impl Refusal {
    /// The same, of this file, as a person is told.
    pub fn of_file(self, file: impl Into<String>) -> FileTrouble {
        let file = file.into();
        match self {
            Self::Broken { line, detail } => FileTrouble::KubeconfigBroken { file, line, detail },
            Self::Layout => FileTrouble::KubeconfigLayout { file },
            Self::ContextTaken { context } => FileTrouble::ContextTaken { file, context },
            Self::EntryChanged { entry } => FileTrouble::EntryChanged { file, entry },
        }
    }
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        Self::Broken {
            line: broken.line,
            detail: broken.detail,
        }
    }
}

/// Adds the access, or brings its entries up to date.
///
/// # Errors
/// Why the text must stay as it is.
pub fn merge(existing: &str, access: &Access, on_clash: OnClash) -> Result<Merged, Refusal> {
    let mut work = Work {
        text: existing.to_owned(),
        edits: Vec::new(),
    };
    let root = Node::read(existing)?;
    if root.value == Value::Nothing {
        let whole = access.file_with(newline(existing));
        let expected = Node::read(whole.expose())?;
        work.try_edit(at_end(existing, whole.expose()), |root| *root == expected)
            .ok_or(Refusal::Layout)?;
        return Ok(work.merged(existing));
    }
    check_shape(existing, &root)?;
    for entry in access.entries() {
        let root = Node::read(&work.text)?;
        let named: Vec<&Node> = items(&root, entry.list)
            .iter()
            .filter(|item| item.text_of("name") == Some(&entry.name))
            .collect();
        match named.as_slice() {
            [] => work.add(&root, &entry)?,
            [item] => {
                judge(item, &entry, on_clash)?;
                for (key, value) in &entry.fields {
                    work.set(&entry, key, value.expose())?;
                }
            }
            [_, _, ..] => return Err(Refusal::EntryChanged { entry: entry.name }),
        }
    }
    Ok(work.merged(existing))
}

/// Whether this text is a kubeconfig that can be read.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), Refusal> {
    let root = Node::read(text)?;
    if root.value == Value::Nothing {
        return Ok(());
    }
    check_shape(text, &root)
}

/// Whether a context of this name stands in the text; a text that cannot be read has none.
pub fn has_context(text: &str, context: &str) -> bool {
    Node::read(text).is_ok_and(|root| {
        items(&root, "contexts")
            .iter()
            .any(|item| item.text_of("name") == Some(context))
    })
}

/// The authority that the text holds for this cluster's entry: what is remembered of who the cluster was.
pub fn remembered_authority(text: &str, cluster_entry: &str) -> Option<Fingerprint> {
    let root = Node::read(text).ok()?;
    let item = items(&root, "clusters")
        .iter()
        .find(|item| item.text_of("name") == Some(cluster_entry))?;
    let data = item.get("cluster")?.text_of("certificate-authority-data")?;
    let found = certificate::read(&base64::decode(data)?).ok()?;
    found.first().map(|certificate| certificate.fingerprint)
}

impl Undo {
    /// The text without what was merged into it: exactly the one before where nobody wrote since, and otherwise the one
    /// of now without our pieces. `None` where these cannot be found any more.
    pub fn applied(&self, now: &str) -> Option<Secret> {
        if now == self.after.expose() {
            return Some(self.before.clone());
        }
        let mut text = now.to_owned();
        for (with, before) in self.edits.iter().rev() {
            if text.matches(with.expose()).count() != 1 {
                return None;
            }
            text = text.replacen(with.expose(), before.expose(), 1);
        }
        Node::read(&text).ok()?;
        Some(Secret::new(text))
    }
}

/// The text while it is changed.
struct Work {
    text: String,
    edits: Vec<(Secret, Secret)>,
}

impl Work {
    /// Makes the edit if the result can be read and says what is wanted.
    fn try_edit(&mut self, edit: Edit, is_wanted: impl FnOnce(&Node) -> bool) -> Option<()> {
        let text = edit.applied(&self.text)?;
        let before = self.text.get(edit.at)?.to_owned();
        is_wanted(&Node::read(&text).ok()?).then_some(())?;
        self.edits.push((Secret::new(edit.with), Secret::new(before)));
        self.text = text;
        Some(())
    }

    fn add(&mut self, root: &Node, entry: &Entry) -> Result<(), Refusal> {
        proposals(&self.text, root, entry)
            .into_iter()
            .find_map(|edit| self.try_edit(edit, |new| adds_only(root, new, entry)))
            .ok_or(Refusal::Layout)
    }

    /// Gives a field of our own entry this value.
    fn set(&mut self, entry: &Entry, key: &str, value: &str) -> Result<(), Refusal> {
        let changed = || Refusal::EntryChanged {
            entry: entry.name.clone(),
        };
        let root = Node::read(&self.text)?;
        let field = field(&root, entry, key).ok_or_else(changed)?;
        if field.text() == Some(value) {
            return Ok(());
        }
        let place = field.at.clone();
        let one_line = self
            .text
            .get(place.clone())
            .is_some_and(|text| !text.is_empty() && !text.contains('\n'));
        if !one_line || field.text().is_none() {
            return Err(changed());
        }
        let edit = Edit {
            at: place,
            with: quoted(value),
        };
        let is_wanted = |new: &Node| {
            let (mut old, mut new) = (root.clone(), new.clone());
            let is_set = take(&mut new, entry, key) == Some(Value::Text(value.to_owned()));
            take(&mut old, entry, key).is_some() && is_set && old == new
        };
        self.try_edit(edit, is_wanted).ok_or_else(changed)
    }

    fn merged(self, existing: &str) -> Merged {
        let text = Secret::new(self.text);
        Merged {
            text: text.clone(),
            undo: Undo {
                before: Secret::new(existing),
                after: text,
                edits: self.edits,
            },
        }
    }
}

fn check_shape(text: &str, root: &Node) -> Result<(), Refusal> {
    let broken = |at: usize, detail: &str| Refusal::Broken {
        line: line_of(text, at),
        detail: detail.to_owned(),
    };
    if !matches!(root.value, Value::Map(_)) {
        return Err(broken(root.at.start, "no mapping"));
    }
    if root.text_of("kind").is_some_and(|kind| kind != "Config") {
        return Err(broken(0, "its kind is not `Config`"));
    }
    for (key, value) in root.entries() {
        let is_list = matches!(value.value, Value::List(_) | Value::Nothing);
        if LISTS.contains(&key.name.as_str()) && !is_list {
            return Err(broken(key.at, &format!("`{}` is no list", key.name)));
        }
    }
    Ok(())
}

fn line_of(text: &str, at: usize) -> Option<u32> {
    let lines = text.get(..at)?.matches('\n').count();
    u32::try_from(lines + 1).ok()
}

fn items<'a>(root: &'a Node, list: &str) -> &'a [Node] {
    root.get(list).map_or(&[], Node::items)
}

/// Whether an entry of our name may be brought up to date.
fn judge(item: &Node, entry: &Entry, on_clash: OnClash) -> Result<(), Refusal> {
    let changed = || Refusal::EntryChanged {
        entry: entry.name.clone(),
    };
    let body = item.get(entry.body).ok_or_else(changed)?;
    if item.aliased || body.aliased {
        return Err(changed());
    }
    match entry.list {
        "contexts" => {
            let is_ours = entry
                .fields
                .iter()
                .all(|(key, value)| body.text_of(key) == Some(value.expose()));
            match on_clash {
                OnClash::Refuse if !is_ours => Err(Refusal::ContextTaken {
                    context: entry.name.clone(),
                }),
                OnClash::Refuse | OnClash::Replace => Ok(()),
            }
        }
        // Another way in beside ours would win or lose against it, by rules that nobody has in mind.
        "users" => {
            let known = |name: &str| entry.fields.iter().any(|(key, _)| *key == name);
            let all_known = body.entries().iter().all(|(key, _)| known(&key.name));
            all_known.then_some(()).ok_or_else(changed)
        }
        _ => Ok(()),
    }
}

fn field<'a>(root: &'a Node, entry: &Entry, key: &str) -> Option<&'a Node> {
    items(root, entry.list)
        .iter()
        .find(|item| item.text_of("name") == Some(&entry.name))?
        .get(entry.body)?
        .get(key)
        .filter(|field| !field.aliased)
}

/// Takes the value of the field out of the tree.
fn take(root: &mut Node, entry: &Entry, key: &str) -> Option<Value> {
    let Value::List(items) = &mut child(root, entry.list)?.value else {
        return None;
    };
    let item = items
        .iter_mut()
        .find(|item| item.text_of("name") == Some(&entry.name))?;
    let field = child(child(item, entry.body)?, key)?;
    Some(std::mem::replace(&mut field.value, Value::Nothing))
}

fn child<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    entries
        .iter_mut()
        .find(|(key, _)| key.name == name)
        .map(|(_, value)| value)
}

/// Whether the new tree is the old one and the entry, and nothing else.
fn adds_only(old: &Node, new: &Node, entry: &Entry) -> bool {
    let Ok(expected) = Node::read(&entry.flow()) else {
        return false;
    };
    let is_ours = |item: &&Node| **item == expected;
    if items(new, entry.list).iter().filter(is_ours).count() != 1 {
        return false;
    }
    let without: Vec<&Node> = items(new, entry.list)
        .iter()
        .filter(|item| !is_ours(item))
        .collect();
    let kept = |root: &Node| -> Vec<(String, Node)> {
        root.entries()
            .iter()
            .filter(|(key, _)| key.name != entry.list)
            .map(|(key, value)| (key.name.clone(), value.clone()))
            .collect()
    };
    without == items(old, entry.list).iter().collect::<Vec<_>>() && kept(old) == kept(new)
}
