//! The picture as it was: from Heat's events, and from what this program saw itself.
//!
//! Everything that is there at the end is there all the time, so that nothing moves; what was not made yet says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::stack::StackEvent;
use crate::domain::status::{Phase, Severity, Status};
use crate::domain::topology::fact::Fact;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Presence, Resource, ResourceKey, ResourceKind};

/// More pictures of one cluster than these are not remembered.
const MOST_SEEN: usize = 120;
/// Nor are more resources than these in all of them together.
const MOST_RESOURCES: usize = 200_000;

/// The pictures of one cluster that this program saw, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pictures: Vec<(Timestamp, Arc<Topology>)>,
}

impl Seen {
    /// Remembers a picture, if it is another than the last one.
    pub fn note(&mut self, at: Timestamp, topology: &Arc<Topology>) {
        let same = |(_, last): &(Timestamp, Arc<Topology>)| Arc::ptr_eq(last, topology) || last == topology;
        if self.pictures.last().is_some_and(same) {
            return;
        }
        self.pictures.push((at, Arc::clone(topology)));
        let mut resources: usize = self.pictures.iter().map(|(_, it)| it.len()).sum();
        while self.pictures.len() > MOST_SEEN || (resources > MOST_RESOURCES && self.pictures.len() > 1) {
            let (_, oldest) = self.pictures.remove(0);
            resources -= oldest.len();
        }
    }

    /// When each of them was seen first.
    pub fn moments(&self) -> impl Iterator<Item = Timestamp> {
        self.pictures.iter().map(|(at, _)| *at)
    }

    /// The picture that was on screen at this time.
    fn at(&self, at: Timestamp) -> Option<&Arc<Topology>> {
        self.pictures
            .iter()
            .rev()
            .find(|(seen, _)| *seen <= at)
            .map(|(_, topology)| topology)
    }
}

/// Every moment at which something happened, in order.
pub fn moments(events: &[StackEvent], seen: &Seen) -> Vec<Timestamp> {
    let all: BTreeSet<Timestamp> = events
        .iter()
        .filter_map(|event| event.at)
        .chain(seen.moments())
        .collect();
    all.into_iter().collect()
}

/// The picture at this time: as the program saw it, or where it had not looked yet as the events tell.
pub fn at(live: &Arc<Topology>, events: &[StackEvent], seen: &Seen, at: Timestamp) -> Arc<Topology> {
    if let Some(then) = seen.at(at) {
        return Arc::clone(then);
    }
    let first = seen.pictures.first().map_or(live, |(_, topology)| topology);
    Arc::new(told(first, events, at))
}

/// What is known of one resource over time.
enum Told<'e> {
    /// It was not there yet.
    NotYet,
    /// It is as it is now.
    AsNow,
    /// This was the last that had happened to it, and more was to come.
    Then(&'e StackEvent),
    /// Nobody tells.
    Unknown,
}

/// The picture at this time, as Heat's events tell it.
fn told(topology: &Topology, events: &[StackEvent], at: Timestamp) -> Topology {
    let mut by_place: BTreeMap<(&str, &str), Vec<(Timestamp, &StackEvent)>> = BTreeMap::new();
    for event in events {
        if let Some(time) = event.at {
            let place = (event.stack_name.as_str(), event.resource.as_str());
            by_place.entry(place).or_default().push((time, event));
        }
    }
    for history in by_place.values_mut() {
        history.sort_by_key(|(time, event)| (*time, event.status.severity() != Severity::Busy));
    }
    let known: BTreeMap<&ResourceKey, Told<'_>> = topology
        .resources()
        .map(|resource| (&resource.key, of(resource, &by_place, at)))
        .collect();
    let mut then = topology.clone();
    then.change(|resource| match known.get(&resource.key) {
        Some(Told::NotYet) => not_yet(resource),
        Some(Told::Then(event)) => set_back(resource, event),
        Some(Told::Unknown) if comes_later(topology, &resource.key, &known) => not_yet(resource),
        Some(Told::AsNow | Told::Unknown) | None => {}
    });
    let failed = |key: &ResourceKey| then.get(key).is_some_and(|it| it.severity == Severity::Bad);
    if !then.cause.as_ref().is_some_and(failed) {
        then.cause = None;
        then.path = Vec::new();
    }
    then
}

fn of<'e>(
    resource: &Resource,
    by_place: &BTreeMap<(&str, &str), Vec<(Timestamp, &'e StackEvent)>>,
    at: Timestamp,
) -> Told<'e> {
    let history = resource
        .heat
        .as_ref()
        .and_then(|heat| by_place.get(&(heat.stack_name.as_str(), heat.name.as_str())));
    let Some(history) = history.filter(|history| !history.is_empty()) else {
        let made = resource
            .fact(Fact::CreatedAt)
            .and_then(|made| made.parse::<Timestamp>().ok());
        return match made {
            Some(made) if made > at => Told::NotYet,
            Some(_) => Told::AsNow,
            None => Told::Unknown,
        };
    };
    match history.iter().rposition(|(time, _)| *time <= at) {
        None => Told::NotYet,
        Some(last) if last + 1 == history.len() => Told::AsNow,
        Some(last) => history
            .get(last)
            .map_or(Told::Unknown, |(_, event)| Told::Then(event)),
    }
}

/// What nobody dates came with what it is connected with; what leads out of the cloud was there before.
fn comes_later(topology: &Topology, key: &ResourceKey, known: &BTreeMap<&ResourceKey, Told<'_>>) -> bool {
    let was_there = topology
        .get(key)
        .is_some_and(|it| matches!(it.kind, ResourceKind::ExternalNetwork | ResourceKind::Stack));
    if was_there {
        return false;
    }
    let mut later = false;
    for neighbour in topology.neighbours(key) {
        match known.get(&neighbour.resource.key) {
            Some(Told::NotYet) => later = true,
            Some(Told::AsNow | Told::Then(_)) => return false,
            Some(Told::Unknown) | None => {}
        }
    }
    later
}

fn not_yet(resource: &mut Resource) {
    resource.presence = Presence::NotYet;
    resource.severity = Severity::Neutral;
    resource.status = String::new();
    resource.reason = None;
    resource.contradiction = None;
}

fn set_back(resource: &mut Resource, event: &StackEvent) {
    resource.status = event.status.to_string();
    resource.severity = event.status.severity();
    resource.reason = match &event.status {
        Status::Known(_, Phase::Failed) => event.reason.clone(),
        Status::Known(..) | Status::Other(_) => None,
    };
    if let Some(heat) = &mut resource.heat {
        heat.status = event.status.clone();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::{Seen, at, moments};
    use crate::domain::id::StackId;
    use crate::domain::stack::StackEvent;
    use crate::domain::status::{Severity, Status};
    use crate::domain::topology::model::Topology;
    use crate::domain::topology::relation::Relation;
    use crate::domain::topology::resource::{HeatOrigin, Presence, Resource, ResourceKey, ResourceKind};

    fn time(secs: i64) -> Timestamp {
        Timestamp::from_second(secs).unwrap()
    }

    fn made(kind: ResourceKind, name: &str) -> Resource {
        let heat = HeatOrigin {
            stack: StackId::new("web"),
            stack_name: "web".to_owned(),
            name: name.to_owned(),
            kind: String::new(),
            status: Status::parse("CREATE_COMPLETE"),
            status_reason: None,
        };
        Resource {
            title: name.to_owned(),
            status: "ACTIVE".to_owned(),
            severity: Severity::Good,
            heat: Some(heat),
            ..Resource::new(ResourceKey::real(kind, name), kind)
        }
    }

    fn event(resource: &str, status: &str, secs: i64) -> StackEvent {
        StackEvent {
            id: format!("{resource}{status}"),
            at: Some(time(secs)),
            stack_name: "web".to_owned(),
            resource: resource.to_owned(),
            physical_id: None,
            status: Status::parse(status),
            reason: Some("because".to_owned()),
        }
    }

    /// A router, and a server with a port that no event tells of.
    fn cluster() -> (Arc<Topology>, Vec<StackEvent>) {
        let port = ResourceKey::real(ResourceKind::Port, "port");
        let server = made(ResourceKind::Worker, "node");
        let relations = BTreeSet::from([(port.clone(), server.key.clone(), Relation::Plugs)]);
        let outside = ResourceKey::real(ResourceKind::ExternalNetwork, "public");
        let resources = vec![
            made(ResourceKind::Router, "router"),
            server,
            Resource::new(port, ResourceKind::Port),
            Resource::new(outside, ResourceKind::ExternalNetwork),
        ];
        let events = vec![
            event("router", "CREATE_IN_PROGRESS", 10),
            event("router", "CREATE_COMPLETE", 20),
            event("node", "CREATE_IN_PROGRESS", 20),
            event("node", "CREATE_COMPLETE", 60),
        ];
        (Arc::new(Topology::new(resources, &relations)), events)
    }

    fn told(topology: &Topology) -> Vec<(String, Presence, Severity)> {
        let resources = topology.resources();
        resources
            .map(|it| (it.key.to_string(), it.presence, it.severity))
            .collect()
    }

    #[test]
    fn a_build_is_replayed_from_its_events_and_nothing_comes_or_goes() {
        let (live, events) = cluster();
        let seen = Seen::default();
        let then = |secs| told(&at(&live, &events, &seen, time(secs)));
        let row = |key: &str, presence, severity| (key.to_owned(), presence, severity);
        let (here, later) = (Presence::Here, Presence::NotYet);
        assert_eq!(
            then(5),
            [
                row("network:public", here, Severity::Neutral),
                row("router:router", later, Severity::Neutral),
                row("server:node", later, Severity::Neutral),
                row("port:port", later, Severity::Neutral),
            ]
        );
        assert_eq!(
            then(30),
            [
                row("network:public", here, Severity::Neutral),
                row("router:router", here, Severity::Good),
                row("server:node", here, Severity::Busy),
                row("port:port", here, Severity::Neutral),
            ]
        );
        assert_eq!(*at(&live, &events, &seen, time(60)), *live);
        assert_eq!(moments(&events, &seen).len(), 3);
    }

    #[test]
    fn what_was_seen_is_shown_as_it_was_seen() {
        let (live, events) = cluster();
        let mut seen = Seen::default();
        let mut sick = Topology::clone(&live);
        sick.change(|resource| {
            if resource.kind == ResourceKind::Worker {
                resource.severity = Severity::Bad;
            }
        });
        let sick = Arc::new(sick);
        seen.note(time(100), &live);
        seen.note(time(150), &Arc::new(Topology::clone(&live)));
        seen.note(time(200), &sick);
        seen.note(time(300), &live);
        assert_eq!(seen.moments().count(), 3);
        assert_eq!(*at(&live, &events, &seen, time(250)), *sick);
        assert_eq!(*at(&live, &events, &seen, time(180)), *live);
        // Before the first look the events tell.
        let node = at(&live, &events, &seen, time(30));
        let worker = node
            .resources()
            .find(|it| it.kind == ResourceKind::Worker)
            .unwrap();
        assert_eq!(worker.severity, Severity::Busy);
    }
}
