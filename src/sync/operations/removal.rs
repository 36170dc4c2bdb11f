//! Removing one thing that a cluster has left behind: sent once, then looked for until it is gone.

use crate::domain::leftovers::Piece;
use crate::domain::operation::{Progress, Subject};
use crate::domain::problem::Problem;
use crate::message::Topic;
use crate::openstack::removal;
use crate::sync::operations::{Run, Sent, is_gone};

impl Run {
    /// Removes it and follows it to its end.
    pub(super) async fn remove(&self, piece: &Piece) {
        let subject = Subject::Piece(piece.clone());
        match removal::remove(&self.session, piece).await {
            // Somebody else was faster: what was wanted is the case.
            Err(error) if is_gone(&error) && !error.maybe_sent() => self.removed(subject).await,
            answer => match self.sort(answer).await {
                Sent::Yes(()) => {
                    let accepted = Progress::Accepted {
                        subject: subject.clone(),
                    };
                    self.tell(accepted).await;
                    self.follow_removal(piece, subject, None).await;
                }
                Sent::Maybe(problem) => self.follow_removal(piece, subject, Some(problem)).await,
                Sent::No => {}
            },
        }
    }

    async fn follow_removal(&self, piece: &Piece, subject: Subject, unclear: Option<Problem>) {
        let mut patience = self.patience(unclear);
        loop {
            if let Ok(false) = removal::is_there(&self.session, piece).await {
                return self.removed(subject).await;
            }
            if !self.next_look(&mut patience, &subject, false).await {
                return;
            }
        }
    }

    async fn removed(&self, subject: Subject) {
        (self.poke)(&Topic::Leftovers);
        self.done(subject).await;
    }
}
