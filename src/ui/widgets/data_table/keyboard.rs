//! The table under the keyboard: arrows, Home, End, PageUp, PageDown move the selection; Enter opens it.

use egui::{EventFilter, Id, Key, Modifiers, Ui};

/// What a key did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// The place that is selected from now on.
    pub(super) to: Option<usize>,
    /// Whether the selected row is to be opened.
    pub(super) open: bool,
}

/// Reads the keys while the table has the focus. `at` is the selected place, `page` how many rows fit on screen.
pub(super) fn read(ui: &Ui, table: Id, at: Option<usize>, (rows, page): (usize, usize)) -> Moved {
    if !ui.memory(|memory| memory.has_focus(table)) {
        return Moved::default();
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table, filter));
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let mut to = None;
        for (key, step) in [
            (Key::ArrowDown, Step::By(1)),
            (Key::ArrowUp, Step::By(-1)),
            (Key::PageDown, Step::By(isize::try_from(page).unwrap_or(1))),
            (Key::PageUp, Step::By(-isize::try_from(page).unwrap_or(1))),
            (Key::Home, Step::First),
            (Key::End, Step::Last),
        ] {
            if pressed(key) {
                to = step.from(at, rows);
            }
        }
        Moved {
            to,
            open: pressed(Key::Enter) && at.is_some(),
        }
    })
}

#[derive(Clone, Copy)]
enum Step {
    By(isize),
    First,
    Last,
}

impl Step {
    fn from(self, at: Option<usize>, rows: usize) -> Option<usize> {
        let last = rows.checked_sub(1)?;
        Some(match (self, at) {
            (Self::First, _) | (Self::By(_), None) => 0,
            (Self::Last, _) => last,
            (Self::By(step), Some(at)) => at.saturating_add_signed(step).min(last),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn steps_stay_inside_the_table() {
        assert_eq!(Step::By(1).from(None, 3), Some(0));
        assert_eq!(Step::By(1).from(Some(2), 3), Some(2));
        assert_eq!(Step::By(-9).from(Some(1), 3), Some(0));
        assert_eq!(Step::Last.from(Some(0), 3), Some(2));
        assert_eq!(Step::Last.from(None, 0), None);
    }
}
