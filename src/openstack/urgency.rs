//! Whether a person waits for what is asked: such calls are queued first, have places kept for them, and may try a service
//! that is resting.

tokio::task_local! {
    static URGENT: ();
}

/// Does this as for a person who has just clicked and waits for it.
pub async fn urgently<F: Future>(work: F) -> F::Output {
    URGENT.scope((), work).await
}

/// The same where a person may be waiting, and without it where nobody is.
pub async fn urgently_if<F: Future>(awaited: bool, work: F) -> F::Output {
    if awaited { urgently(work).await } else { work.await }
}

/// Whether somebody waits.
pub(crate) fn is_urgent() -> bool {
    URGENT.try_with(|()| ()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{is_urgent, urgently, urgently_if};

    #[tokio::test]
    async fn only_what_is_done_inside_is_urgent() {
        assert!(!is_urgent());
        assert!(urgently(async { is_urgent() }).await);
        assert!(urgently_if(true, async { is_urgent() }).await);
        assert!(!urgently_if(false, async { is_urgent() }).await);
        assert!(!is_urgent());
    }
}
