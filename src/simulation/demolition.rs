//! Takes an estate down, whole or in parts, in the reverse order of its making.

use super::estate::Estate;
use super::timeline::{Action, Phase, Timeline};

/// Lets a whole estate go, or some of its parts and stacks, in the reverse order of their making. Answers when it is done.
pub(super) fn demolish(estate: &mut Estate, chosen: &Chosen, now: i64, stretch: f64) -> i64 {
    let mut moments: Vec<i64> = Vec::new();
    let lives = estate
        .parts
        .iter()
        .enumerate()
        .filter(|(place, _)| chosen.part(*place))
        .map(|(_, part)| &part.life);
    let stacks = estate
        .stacks
        .iter()
        .enumerate()
        .filter(|(place, _)| chosen.stack(*place));
    for life in lives.chain(stacks.map(|(_, stack)| &stack.life)) {
        moments.extend(
            [life.born(), life.settled().or(life.born())]
                .into_iter()
                .flatten(),
        );
    }
    moments.sort_unstable();
    moments.dedup();
    let mut places = vec![0_i64; moments.len()];
    let mut place = 0;
    for ((slot, earlier), later) in places
        .iter_mut()
        .skip(1)
        .zip(&moments)
        .zip(moments.iter().skip(1))
    {
        place += (later - earlier).min(6);
        *slot = place;
    }
    let mirror = |moment: Option<i64>| {
        let found = moment.and_then(|moment| moments.binary_search(&moment).ok());
        let at = found
            .and_then(|index| places.get(index))
            .copied()
            .unwrap_or(place);
        now + ((place - at) as f64 * 0.4 * stretch).round() as i64
    };
    for (_, part) in estate
        .parts
        .iter_mut()
        .enumerate()
        .filter(|(place, _)| chosen.part(*place))
    {
        let (from, to) = (mirror(part.life.settled()), mirror(part.life.born()) + 1);
        vanish(&mut part.life, from, to, now, [None, None]);
        part.noted = part.noted.min(now);
    }
    let words = [
        Some("Stack DELETE started"),
        Some("Stack DELETE completed successfully"),
    ];
    for (_, stack) in estate
        .stacks
        .iter_mut()
        .enumerate()
        .filter(|(place, _)| chosen.stack(*place))
    {
        let (from, to) = (mirror(stack.life.settled()), mirror(stack.life.born()) + 1);
        let (from, to) = if stack.parent.is_none() {
            (now, to + 1)
        } else {
            (from, to)
        };
        vanish(&mut stack.life, from, to, now, words);
    }
    now + (place as f64 * 0.4 * stretch).round() as i64 + 2
}

/// What is to go.
#[derive(Debug)]
pub(super) enum Chosen {
    Everything,
    /// These parts and these stacks.
    These(Vec<usize>, Vec<usize>),
}

impl Chosen {
    fn part(&self, place: usize) -> bool {
        match self {
            Chosen::Everything => true,
            Chosen::These(parts, _) => parts.contains(&place),
        }
    }

    fn stack(&self, place: usize) -> bool {
        match self {
            Chosen::Everything => true,
            Chosen::These(_, stacks) => stacks.contains(&place),
        }
    }
}

/// A part with everything nested in it.
pub(super) fn within(estate: &Estate, part: usize) -> Chosen {
    let mut parts = vec![part];
    let mut stacks: Vec<usize> = estate
        .parts
        .get(part)
        .and_then(|part| part.nested)
        .into_iter()
        .collect();
    let mut looked = 0;
    while let Some(stack) = stacks.get(looked).copied() {
        for (place, inner) in estate
            .parts
            .iter()
            .enumerate()
            .filter(|(_, inner)| inner.stack == Some(stack))
        {
            parts.push(place);
            stacks.extend(inner.nested);
        }
        looked += 1;
    }
    Chosen::These(parts, stacks)
}

fn vanish(life: &mut Timeline, from: i64, to: i64, now: i64, words: [Option<&str>; 2]) {
    let [started, completed] = words;
    let never = !life.exists(now);
    let gone = life.gone(now);
    life.forget_after(now);
    if gone {
        return;
    }
    if !never {
        life.push(from.max(now), Action::Delete, Phase::InProgress, started);
    }
    life.push(to.max(now + 1), Action::Delete, Phase::Complete, completed);
}
