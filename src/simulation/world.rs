//! The one world behind all services. What it says at any second follows from what was written down before; `advance`
//! moves the second and forgets what is gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::authority::{Authority, Realm};
use super::clock::Calendar;
use super::cluster::Cluster;
use super::era::Profile;
use super::estate::{Estate, Part};
use super::id::{Id, Mint};

use super::identity::{Caller, Identity};
use super::own::Own;
use super::stock::Stock;

/// Every object of the simulated cloud.
#[derive(Debug)]
pub(super) struct World {
    pub(super) now: i64,
    pub(super) calendar: Calendar,
    /// `http://127.0.0.1:PORT`
    pub(super) base: String,
    pub(super) mint: Mint,
    pub(super) identity: Identity,
    pub(super) stock: Stock,
    pub(super) templates: Vec<Template>,
    pub(super) clusters: Vec<Cluster>,
    /// Things that belong to no cluster: the project's own network, the outside network.
    pub(super) commons: Vec<Estate>,
    pub(super) quotas: BTreeMap<String, Quota>,
    pub(super) group_numbers: u64,
    pub(super) profile: Profile,
    /// How many more servers, addresses and volumes each project may have, where that is little.
    pub(super) margin: Option<Margin>,
    /// How many times the usual limits of Nova and Neutron the projects have.
    pub(super) bounty: u32,
    /// How many addresses of the outside network have been given away.
    pub(super) outside: u64,
    /// The certificate authorities that were asked for, and the clusters whose first ones were replaced.
    pub(super) authorities: BTreeMap<(Id, Realm), Authority>,
    pub(super) rotated: BTreeSet<Id>,
    /// What was applied inside of clusters.
    pub(super) manifests: Vec<super::kubernetes::Manifest>,
    /// What came by requests to Neutron, Octavia and Cinder.
    pub(super) own: Own,
    /// The other region, which has the same people and nothing else in common.
    pub(super) elsewhere: Option<Box<World>>,
}

/// What is left of the quotas of a project that has nearly used them up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margin {
    /// Servers when the world began, and how many more there may be.
    pub(super) servers: u32,
    /// Floating addresses at most.
    pub(super) addresses: i64,
    /// GiB of volumes at most.
    pub(super) gigabytes: i64,
}

/// A cluster template; its fields are kept as Magnum writes them.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) uuid: Id,
    pub(super) project: String,
    pub(super) user: String,
    pub(super) fields: Map<String, Value>,
    pub(super) created: i64,
    pub(super) updated: Option<i64>,
}

impl Template {
    /// A field's text.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.fields.get(key).and_then(Value::as_str)
    }

    /// A field that is yes or no.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.fields.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Its labels.
    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        let labels = self
            .fields
            .get("labels")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        labels
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect()
    }
}

/// How many clusters a project may have.
#[derive(Debug)]
pub(super) struct Quota {
    pub(super) number: u64,
    pub(super) hard_limit: i64,
    pub(super) created: i64,
    pub(super) updated: Option<i64>,
}

impl World {
    /// Lets time pass up to this second.
    pub(super) fn advance(&mut self, to: i64) {
        self.now = self.now.max(to);
        let now = self.now;
        // A cluster's record goes when Magnum sees that its stack is gone.
        self.clusters
            .retain(|cluster| !(cluster.life.gone(now) && cluster.estate.empty(now)));
        if let Some(elsewhere) = &mut self.elsewhere {
            elsewhere.advance(to);
        }
    }

    /// Lets the other region answer; the people are the same in both.
    pub(super) fn in_other_region<T>(&mut self, work: impl FnOnce(&mut World) -> T) -> Option<T> {
        let mut elsewhere = self.elsewhere.take()?;
        std::mem::swap(&mut elsewhere.identity, &mut self.identity);
        let answer = work(&mut elsewhere);
        std::mem::swap(&mut elsewhere.identity, &mut self.identity);
        self.elsewhere = Some(elsewhere);
        Some(answer)
    }

    /// The clusters that this caller may see: an admin sees those of every project.
    pub(super) fn visible<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Cluster> {
        let now = self.now;
        let mine = move |cluster: &&Cluster| caller.admin || cluster.project == caller.project;
        self.clusters
            .iter()
            .filter(mine)
            .filter(move |cluster| !cluster.life.gone(now))
    }

    /// A cluster by uuid.
    pub(super) fn cluster_mut(&mut self, uuid: Id) -> Option<&mut Cluster> {
        self.clusters.iter_mut().find(|cluster| cluster.uuid == uuid)
    }

    /// A template by uuid.
    pub(super) fn template(&self, uuid: Id) -> Option<&Template> {
        self.templates.iter().find(|template| template.uuid == uuid)
    }

    /// Every estate: those of the clusters and the common ones.
    pub(super) fn estates(&self) -> impl Iterator<Item = &Estate> {
        self.commons
            .iter()
            .chain(self.clusters.iter().map(|cluster| &cluster.estate))
    }

    /// The things that are there now and belong to this project.
    pub(super) fn things<'a>(
        &'a self,
        project: &'a str,
    ) -> impl Iterator<Item = (&'a Estate, usize, &'a Part)> {
        let mine = self.estates().filter(move |estate| estate.project == project);
        mine.flat_map(move |estate| {
            estate
                .present(self.now)
                .map(move |(place, part)| (estate, place, part))
        })
    }

    /// The outside network's id and its subnet's.
    pub(super) fn outside_network(&self) -> (Option<Id>, Option<Id>) {
        let estate = self.commons.first();
        let id = |place: Option<usize>| place.zip(estate).and_then(|(place, estate)| estate.id(place));
        let marks = estate.map(|estate| &estate.marks);
        (
            id(marks.and_then(|marks| marks.network)),
            id(marks.and_then(|marks| marks.subnet)),
        )
    }
}
