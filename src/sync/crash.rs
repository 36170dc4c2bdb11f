//! The border of a task: a panic behind it becomes one trouble with a number, and everything else goes on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::domain::problem::{Problem, ProblemKind};

/// Runs the future; if it panics, says so instead. What it left half done must not matter to anybody: a fetch is asked
/// again from its beginning.
pub(crate) async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Problem> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        match polled {
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(payload) => Poll::Ready(Err(reported(payload.as_ref()))),
        }
    })
    .await
}

/// Writes the panic's own words into the log under a number, by which the person's report is matched with it.
fn reported(payload: &(dyn Any + Send)) -> Problem {
    let report = format!("{:08x}", fastrand::u32(..));
    let words = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    tracing::error!(
        report,
        words = words.unwrap_or_default(),
        "a background task panicked"
    );
    Problem::new(ProblemKind::Crashed { report })
}

#[cfg(test)]
mod tests {
    use super::caught;
    use crate::domain::problem::ProblemKind;

    #[tokio::test]
    async fn f89_a_panic_becomes_a_trouble_with_a_number() {
        let other = tokio::spawn(async { 2 });
        let problem = caught(async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "by design");
        })
        .await
        .unwrap_err();
        assert!(matches!(problem.kind, ProblemKind::Crashed { report } if report.len() == 8));
        assert_eq!(other.await.unwrap(), 2);
        assert_eq!(caught(async { 3 }).await, Ok(3));
    }
}
