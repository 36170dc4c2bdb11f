//! The course of a build: when each resource began and ended, in the order of the stacks that hold them, and which of them
//! the whole build waited for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::domain::stack::{StackEvent, StackResource};
use crate::domain::stack_tree::StackTree;
use crate::domain::status::{Action, Severity, Status};

/// Stacks nested deeper than this are not followed.
const MAX_DEPTH: usize = 16;

/// A resource's part of a creation: from its first event to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The resource.
    pub resource: String,
    /// The stack it happened in.
    pub stack_name: String,
    /// Names of what holds it, from the cluster's own stack down; empty in that stack, or where Heat does not tell.
    pub holders: Vec<String>,
    /// When it began.
    pub from: Timestamp,
    /// When it ended; now for what still runs.
    pub to: Timestamp,
    /// Its latest status.
    pub status: Status,
    /// Whether the build would have been over sooner, had it been.
    pub critical: bool,
}

/// All of them, each after what holds it, those of one stack by their beginning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The steps.
    pub steps: Vec<Step>,
}

type Place = (String, String);

impl Course {
    /// The creation as events tell it. `resources` tells who holds whom and who waits for whom; without it there is no
    /// critical path. Stacks' own entries are left out: their resources say the same in detail.
    pub fn of(events: &[StackEvent], resources: &[StackResource], now: Timestamp) -> Self {
        let found = measured(events, now);
        let ways = Ways::of(resources, &found);
        let critical = ways.critical(&found);
        let mut course = Self::default();
        let mut rest: BTreeSet<&Place> = found.keys().collect();
        for place in ways.ordered(&found) {
            rest.remove(place);
            course.push(place, &found, &ways, critical.contains(place));
        }
        // What only events know, such as what was replaced since.
        let mut rest: Vec<&Place> = rest.into_iter().collect();
        rest.sort_by_key(|place| found.get(*place).map(|span| (span.from, span.to)));
        for place in rest {
            course.push(place, &found, &ways, false);
        }
        course
    }

    fn push(&mut self, place: &Place, found: &BTreeMap<Place, Span>, ways: &Ways<'_>, critical: bool) {
        if let Some(span) = found.get(place) {
            self.steps.push(Step {
                stack_name: place.0.clone(),
                resource: place.1.clone(),
                holders: ways.holders_of(place),
                from: span.from,
                to: span.to,
                status: span.status.clone(),
                critical,
            });
        }
    }

    /// When the first step began and the last one ended.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let from = self.steps.iter().map(|step| step.from).min()?;
        let to = self.steps.iter().map(|step| step.to).max()?;
        Some((from, to))
    }

    /// The scale that all steps are drawn on.
    pub fn scale(&self) -> TimeScale {
        TimeScale::of(self.steps.iter().map(|step| (step.from, step.to)))
    }

    /// Whether anything is known of what the build waited for.
    pub fn has_critical(&self) -> bool {
        self.steps.iter().any(|step| step.critical)
    }
}

/// Time as it is drawn: where nothing happened for long, little room is taken. A node group that was added days later stands
/// beside the rest and not at the end of an empty line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeScale {
    /// When something happened, in order, each with the part of the whole at which it begins and ends.
    runs: Vec<(Timestamp, Timestamp, f64, f64)>,
}

/// Part of the whole that a gap takes.
const GAP: f64 = 0.03;
/// A gap of so many seconds is no gap.
const SHORT_GAP: f64 = 120.0;

impl TimeScale {
    /// The scale on which all these spans of time have their room.
    pub fn of(spans: impl IntoIterator<Item = (Timestamp, Timestamp)>) -> Self {
        let mut spans: Vec<_> = spans.into_iter().collect();
        spans.sort();
        let secs = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
        let mut merged: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (from, to) in spans {
            match merged.last_mut() {
                Some((_, end)) if secs(*end, from) <= SHORT_GAP => *end = to.max(*end),
                Some(_) | None => merged.push((from, to)),
            }
        }
        let busy: f64 = merged.iter().map(|(from, to)| secs(*from, *to).max(1.0)).sum();
        let gaps = GAP * merged.len().saturating_sub(1) as f64;
        let room = (1.0 - gaps).max(0.2);
        let share = room / busy.max(1.0);
        let gap = match merged.len() {
            0 | 1 => 0.0,
            several => (1.0 - room) / (several - 1) as f64,
        };
        let mut at = 0.0;
        let mut runs = Vec::with_capacity(merged.len());
        for (from, to) in merged {
            let end = at + secs(from, to).max(1.0) * share;
            runs.push((from, to, at, end));
            at = end + gap;
        }
        Self { runs }
    }

    /// The part of the whole at which this time is drawn.
    pub fn part(&self, at: Timestamp) -> f64 {
        let mut before = 0.0;
        for (from, to, begin, end) in &self.runs {
            if at < *from {
                return (before + begin) / 2.0;
            }
            if at <= *to {
                let whole = to.duration_since(*from).as_secs_f64().max(1.0);
                return begin + (end - begin) * at.duration_since(*from).as_secs_f64() / whole;
            }
            before = *end;
        }
        before
    }

    /// The time that is drawn at this part of the whole; in a gap, when it ends.
    pub fn at(&self, part: f64) -> Option<Timestamp> {
        for (from, to, begin, end) in &self.runs {
            if part < *begin {
                return Some(*from);
            }
            if part <= *end {
                let whole = to.duration_since(*from).as_secs_f64();
                let secs = whole * (part - begin) / (end - begin).max(f64::EPSILON);
                let on = SignedDuration::from_millis((secs * 1000.0) as i64);
                return from.checked_add(on).ok();
            }
        }
        self.runs.last().map(|(_, to, ..)| *to)
    }

    /// Where the gaps are, each by the parts at which it begins and ends.
    pub fn gaps(&self) -> impl Iterator<Item = (f64, f64)> {
        self.runs.windows(2).filter_map(|pair| match pair {
            [(.., end), (_, _, begin, _)] => Some((*end, *begin)),
            _ => None,
        })
    }
}

/// From when to when, and how it ended.
#[derive(Clone, Debug)]
struct Span {
    from: Timestamp,
    to: Timestamp,
    status: Status,
}

fn measured(events: &[StackEvent], now: Timestamp) -> BTreeMap<Place, Span> {
    let mut ordered: Vec<_> = events
        .iter()
        .filter(|event| event.resource != event.stack_name)
        .filter_map(|event| Some((event.at?, event)))
        .filter(|(_, event)| matches!(event.status, Status::Known(Action::Create, _)))
        .collect();
    ordered.sort_by_key(|(at, event)| (*at, event.status.severity() != Severity::Busy));
    let mut found: BTreeMap<Place, Span> = BTreeMap::new();
    for (at, event) in ordered {
        let end = if event.status.in_progress() {
            now.max(at)
        } else {
            at
        };
        let place = (event.stack_name.clone(), event.resource.clone());
        let span = found.entry(place).or_insert_with(|| Span {
            from: at,
            to: end,
            status: event.status.clone(),
        });
        span.to = end;
        span.status = event.status.clone();
    }
    found
}

/// Who holds whom and who waits for whom, by the names that events use.
#[derive(Default)]
struct Ways<'a> {
    /// What stands in each stack.
    stacks: BTreeMap<&'a str, Vec<Place>>,
    /// Names of the stacks that no other holds.
    roots: BTreeSet<&'a str>,
    /// The stack behind a resource.
    nested: BTreeMap<Place, &'a str>,
    /// What each waits for.
    needs: BTreeMap<Place, Vec<Place>>,
    holders: BTreeMap<Place, Vec<String>>,
}

impl<'a> Ways<'a> {
    fn of(resources: &'a [StackResource], found: &BTreeMap<Place, Span>) -> Self {
        let tree = StackTree::of(resources);
        let names: BTreeMap<_, &str> = resources
            .iter()
            .map(|resource| (&resource.stack, resource.stack_name.as_str()))
            .collect();
        let mut ways = Self::default();
        for resource in resources {
            let place = (resource.stack_name.clone(), resource.name.clone());
            let mut path: Vec<String> = tree.path(resource).into_iter().map(str::to_owned).collect();
            path.pop();
            if path.is_empty() {
                ways.roots.insert(&resource.stack_name);
            }
            ways.holders.insert(place.clone(), path);
            for waiting in &resource.required_by {
                let waiting = (resource.stack_name.clone(), waiting.clone());
                ways.needs.entry(waiting).or_default().push(place.clone());
            }
            let nested = resource.nested_stack.as_ref().and_then(|stack| names.get(stack));
            if let Some(nested) = nested {
                ways.nested.insert(place.clone(), nested);
            }
            if found.contains_key(&place) {
                ways.stacks.entry(&resource.stack_name).or_default().push(place);
            }
        }
        for places in ways.stacks.values_mut() {
            places.sort_by_key(|place| found.get(place).map(|span| (span.from, span.to, place.1.clone())));
        }
        ways
    }

    fn holders_of(&self, place: &Place) -> Vec<String> {
        self.holders.get(place).cloned().unwrap_or_default()
    }

    /// Each before what it holds.
    fn ordered(&self, found: &BTreeMap<Place, Span>) -> Vec<&Place> {
        let mut out = Vec::with_capacity(found.len());
        let mut open: Vec<(&Place, usize)> = Vec::new();
        for root in self.roots.iter().rev() {
            open.extend(
                self.stacks
                    .get(root)
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|place| (place, 0)),
            );
        }
        let mut met: BTreeSet<&Place> = BTreeSet::new();
        while let Some((place, depth)) = open.pop() {
            if depth > MAX_DEPTH || !met.insert(place) {
                continue;
            }
            out.push(place);
            if let Some(stack) = self.nested.get(place) {
                let held = self.stacks.get(stack).into_iter().flatten();
                open.extend(held.rev().map(|place| (place, depth + 1)));
            }
        }
        out
    }

    /// What the build waited for: back from what ended last, always to the one that it waited for longest; of a stack that
    /// is among them, the same within it.
    fn critical(&self, found: &BTreeMap<Place, Span>) -> BTreeSet<Place> {
        let mut critical = BTreeSet::new();
        let ends = |place: &&Place| found.get(*place).map(|span| (span.to, span.from));
        // The cluster's own stack and that of each further node group are builds of their own.
        let mut open: Vec<&Place> = self
            .roots
            .iter()
            .filter_map(|root| self.stacks.get(root).into_iter().flatten().max_by_key(ends))
            .collect();
        while let Some(place) = open.pop() {
            if !critical.insert(place.clone()) {
                continue;
            }
            if let Some(stack) = self.nested.get(place) {
                open.extend(self.stacks.get(stack).into_iter().flatten().max_by_key(ends));
            }
            let before = self.needs.get(place).into_iter().flatten();
            open.extend(before.filter(|place| found.contains_key(*place)).max_by_key(ends));
        }
        critical
    }
}

#[cfg(test)]
mod tests {
    use super::Course;
    use crate::domain::id::StackId;
    use crate::domain::stack::{StackEvent, StackResource};
    use crate::domain::status::Status;

    fn event(stack: &str, resource: &str, status: &str, secs: i64) -> StackEvent {
        StackEvent {
            id: format!("{stack}/{resource}/{status}"),
            at: Some(jiff::Timestamp::from_second(secs).unwrap()),
            stack_name: stack.to_owned(),
            resource: resource.to_owned(),
            physical_id: None,
            status: Status::parse(status),
            reason: None,
        }
    }

    fn resource(stack: &str, name: &str, nested: Option<&str>, required_by: &[&str]) -> StackResource {
        StackResource {
            stack: StackId::new(stack),
            stack_name: stack.to_owned(),
            name: name.to_owned(),
            kind: "OS::Nova::Server".to_owned(),
            physical_id: None,
            status: Status::parse("CREATE_COMPLETE"),
            status_reason: None,
            parent_resource: None,
            nested_stack: nested.map(StackId::new),
            required_by: required_by.iter().map(|name| (*name).to_owned()).collect(),
            created_at: None,
            updated_at: None,
        }
    }

    /// network → masters (server → script) → nodes, and a volume that nobody waits for.
    fn build() -> (Vec<StackEvent>, Vec<StackResource>) {
        let spans = [
            ("web", "network", 0, 10),
            ("web", "rules", 0, 3),
            ("web", "masters", 10, 100),
            ("masters", "server", 11, 40),
            ("masters", "volume", 11, 20),
            ("masters", "script", 40, 99),
            ("web", "nodes", 100, 130),
        ];
        let events = spans
            .iter()
            .flat_map(|(stack, name, from, to)| {
                [
                    event(stack, name, "CREATE_IN_PROGRESS", *from),
                    event(stack, name, "CREATE_COMPLETE", *to),
                ]
            })
            .chain([event("web", "web", "CREATE_COMPLETE", 131)])
            .collect();
        let resources = vec![
            resource("web", "network", None, &["masters", "nodes"]),
            resource("web", "rules", None, &["masters"]),
            resource("web", "masters", Some("masters"), &["nodes"]),
            resource("web", "nodes", None, &[]),
            resource("masters", "server", None, &["script"]),
            resource("masters", "volume", None, &["script"]),
            resource("masters", "script", None, &[]),
        ];
        (events, resources)
    }

    fn told(course: &Course) -> Vec<(String, bool)> {
        let steps = course.steps.iter();
        steps
            .map(|step| {
                let mut path = step.holders.clone();
                path.push(step.resource.clone());
                (path.join("/"), step.critical)
            })
            .collect()
    }

    #[test]
    fn the_critical_path_leads_from_the_end_back_to_the_beginning() {
        let (events, resources) = build();
        let now = jiff::Timestamp::from_second(1000).unwrap();
        let course = Course::of(&events, &resources, now);
        let expected = [
            ("rules", false),
            ("network", true),
            ("masters", true),
            ("masters/volume", false),
            ("masters/server", true),
            ("masters/script", true),
            ("nodes", true),
        ];
        let expected: Vec<_> = expected
            .map(|(path, critical)| (path.to_owned(), critical))
            .into();
        assert_eq!(told(&course), expected);
        let (from, to) = course.span().unwrap();
        assert_eq!((from.as_second(), to.as_second()), (0, 130));
    }

    #[test]
    fn of_a_build_that_hangs_the_path_ends_in_what_it_waits_for() {
        let (mut events, resources) = build();
        events.retain(|event| event.at.unwrap().as_second() < 99);
        let now = jiff::Timestamp::from_second(500).unwrap();
        let course = Course::of(&events, &resources, now);
        let critical: Vec<_> = told(&course)
            .into_iter()
            .filter(|(_, critical)| *critical)
            .collect();
        assert_eq!(critical.last().unwrap().0, "masters/script");
        let script = course
            .steps
            .iter()
            .find(|step| step.resource == "script")
            .unwrap();
        assert_eq!(script.to, now);
        assert!(script.status.in_progress());
    }

    #[test]
    fn time_in_which_nothing_happened_takes_little_room() {
        let time = |secs: i64| jiff::Timestamp::from_second(secs).unwrap();
        let days = 4 * 86_400;
        let scale = super::TimeScale::of([
            (time(0), time(60)),
            (time(40), time(100)),
            (time(days), time(days + 100)),
        ]);
        assert!((scale.part(time(100)) - 0.485).abs() < 1e-9);
        assert!((scale.part(time(days)) - 0.515).abs() < 1e-9);
        assert!((scale.part(time(days + 100)) - 1.0).abs() < 1e-9);
        assert_eq!(scale.gaps().count(), 1);
        for secs in [0, 50, 100, days, days + 70] {
            let at = scale.at(scale.part(time(secs))).unwrap();
            assert!((at.as_second() - secs).abs() <= 1, "{secs}");
        }
        assert_eq!(scale.at(0.5), Some(time(days)));
        assert_eq!(super::TimeScale::of([]).at(0.5), None);
    }

    #[test]
    fn events_alone_have_no_critical_path() {
        let (events, _) = build();
        let now = jiff::Timestamp::from_second(1000).unwrap();
        let course = Course::of(&events, &[], now);
        assert_eq!(course.steps.len(), 7);
        assert!(!course.has_critical());
    }
}
