//! `delete leftover`: what clusters have left behind is removed one after the other, each waited for before the next goes.

use super::{Desk, Outcome, Stop};
use crate::domain::leftovers::{Unremovable, chosen};
use crate::domain::operation::Operation;
use crate::headless::change_args::{DeleteLeftoversArguments, Follow};

impl Desk<'_> {
    /// Everything is looked up and confirmed before the first one goes; the first that does not go ends it.
    pub(super) async fn delete_leftovers(
        &mut self,
        wanted: &DeleteLeftoversArguments,
    ) -> Result<Outcome, Stop> {
        let list = self.reader.leftovers().await?;
        let pieces = chosen(&list.remains, &wanted.ids).map_err(|why| Stop::NotSent(self.why(&why)))?;
        for piece in &pieces {
            let what = self
                .words
                .leftovers_confirm(self.words.piece_kind(piece.kind), piece.label());
            let cannot = self.words.deletion_cannot();
            self.confirm(
                wanted.yes || wanted.dry_run,
                (&format!("{what}\n{cannot}"), piece.label()),
            )?;
        }
        let follow = Follow {
            wait: true,
            dry_run: wanted.dry_run,
            output: wanted.output,
        };
        let mut all = Outcome {
            text: String::new(),
            code: 0,
        };
        for piece in pieces {
            let outcome = self.carry_out(Operation::Remove(piece), follow).await?;
            all.text.push_str(&outcome.text);
            all.code = outcome.code;
            if all.code != 0 {
                break;
            }
        }
        Ok(all)
    }

    fn why(&self, why: &Unremovable) -> String {
        match why {
            Unremovable::NotOne(id) => self.words.leftovers_not_one(id.as_str()),
            Unremovable::Blocked(piece, first) => {
                let name = format!("{} {}", self.words.piece_kind(piece.kind), piece.label());
                let blocker = format!("{} {}", self.words.piece_kind(first.kind), first.label());
                self.words.leftovers_blocked_by_other(name, blocker)
            }
        }
    }
}
