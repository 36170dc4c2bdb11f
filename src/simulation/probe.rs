//! A look at the world, and a hand in it, for tests and demonstrations.

use std::collections::BTreeMap;

use super::cluster::Health;
use super::estate::{Fate, Thing};
use super::id::Id;
use super::identity::LockRules;
use super::server::Shared;
use super::totp;
use super::world::{Quota, World};

/// Reads and pokes the world of a running simulated cloud.
#[derive(Debug)]
pub struct Probe<'a> {
    shared: &'a Shared,
}

impl<'a> Probe<'a> {
    pub(super) fn new(shared: &'a Shared) -> Probe<'a> {
        Probe { shared }
    }

    /// Seconds of the world's clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.shared.world().now
    }

    /// The uuids of the clusters of this name.
    #[must_use]
    pub fn cluster_ids(&self, name: &str) -> Vec<String> {
        let world = self.shared.world();
        world
            .clusters
            .iter()
            .filter(|cluster| cluster.name == name)
            .map(|cluster| cluster.uuid.to_string())
            .collect()
    }

    /// Every cluster's name and status, in the order of their making.
    #[must_use]
    pub fn clusters(&self) -> Vec<(String, String)> {
        let world = self.shared.world();
        let clusters = world
            .clusters
            .iter()
            .filter(|cluster| !cluster.life.gone(world.now));
        clusters
            .map(|cluster| (cluster.name.clone(), cluster.status(world.now)))
            .collect()
    }

    /// The names of the servers of the first cluster of this name.
    #[must_use]
    pub fn server_names(&self, cluster: &str) -> Vec<String> {
        let world = self.shared.world();
        let cluster = world.clusters.iter().find(|entry| entry.name == cluster);
        let servers = cluster
            .into_iter()
            .flat_map(|cluster| cluster.estate.servers(world.now));
        servers.map(|(part, _)| part.title.clone()).collect()
    }

    /// The id of a project.
    #[must_use]
    pub fn project_id(&self, name: &str) -> Option<String> {
        self.shared
            .world()
            .identity
            .project(name)
            .map(|project| project.id.clone())
    }

    /// Takes a server away behind its cluster's back. Answers whether there was one.
    pub fn remove_server(&self, name: &str) -> bool {
        self.fate(name, Fate::Removed)
    }

    /// Stops a server. Answers whether there was one.
    pub fn stop_server(&self, name: &str) -> bool {
        self.fate(name, Fate::Stopped)
    }

    /// Lets Magnum's monitor say this about a cluster.
    pub fn set_health(&self, cluster: &str, status: Option<&str>, reasons: &[(&str, &str)]) {
        let reasons = reasons
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let reasons: BTreeMap<String, String> = reasons.collect();
        let mut world = self.shared.world();
        for entry in world.clusters.iter_mut().filter(|entry| entry.name == cluster) {
            entry.health = Health::Said {
                status: status.map(str::to_owned),
                reasons: reasons.clone(),
            };
        }
    }

    /// Limits how many clusters the project of this name may have.
    pub fn set_cluster_quota(&self, project: &str, hard_limit: i64) {
        let mut world = self.shared.world();
        let id = world.identity.project(project).map(|project| project.id.clone());
        let (number, created) = (world.quotas.len() as u64 + 1, world.now);
        if let Some(id) = id {
            world.quotas.insert(
                id,
                Quota {
                    number,
                    hard_limit,
                    created,
                    updated: None,
                },
            );
        }
    }

    /// How long tokens are good for from now on.
    pub fn set_token_lifetime(&self, secs: i64) {
        self.shared.world().identity.token_secs = secs;
    }

    /// When accounts are locked, and what is told about it.
    pub fn set_lock_rules(&self, rules: LockRules) {
        self.shared.world().identity.lock = rules;
    }

    /// The passcode that a user's TOTP device shows now.
    #[must_use]
    pub fn passcode(&self, user: &str) -> Option<String> {
        let world = self.shared.world();
        let secret = world.identity.user(user)?.totp?;
        let step = world.calendar.unix(world.now).div_euclid(totp::STEP_SECS);
        totp::code(secret, step)
    }

    /// Lets a user's password be out of date from now on.
    pub fn expire_password(&self, user: &str) {
        let mut world = self.shared.world();
        let now = world.now;
        if let Some(user) = world.identity.user_mut(user) {
            user.password_expires = Some(now);
        }
    }

    /// Takes the application credential of this name away.
    pub fn remove_credential(&self, name: &str) {
        let credentials = &mut self.shared.world().identity.credentials;
        credentials.retain(|credential| credential.name != name);
    }

    /// Leaves a service out of the catalogue of a region.
    pub fn remove_service(&self, kind: &str, region: &str) {
        let mut world = self.shared.world();
        world.identity.absent.push((kind.to_owned(), region.to_owned()));
    }

    /// Puts the cloud's clock wrong by so many seconds: every time it writes, the `Date` header among them.
    pub fn skew_clock(&self, secs: i64) {
        self.shared.world().calendar.shift(secs);
    }

    fn fate(&self, name: &str, fate: Fate) -> bool {
        let mut world = self.shared.world();
        let mut found = None;
        for estate in world.estates() {
            found = found.or_else(|| {
                estate
                    .servers(world.now)
                    .find(|(part, _)| part.title == name)
                    .map(|(part, _)| part.id)
            });
        }
        found.is_some_and(|id| world.set_fate(id, fate))
    }
}

impl World {
    /// Lets something happen to a server. Answers whether there was one.
    pub(super) fn set_fate(&mut self, id: Id, fate: Fate) -> bool {
        let clusters = self.clusters.iter_mut().map(|cluster| &mut cluster.estate);
        let parts = clusters.flat_map(|estate| estate.parts.iter_mut());
        for part in parts.filter(|part| part.id == id) {
            if let Thing::Server(server) = &mut part.thing {
                server.fate = fate;
                return true;
            }
        }
        false
    }
}
