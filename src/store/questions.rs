//! The questions that somebody wants answered at the moment, each with the last good answer and what failed since.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::problem::Problem;
use crate::domain::question::{Answer, Question};
use crate::store::remote::Remote;

/// All of them. What is not here any more was wiped with its last reference.
#[derive(Clone, Debug, Default)]
pub struct Questions(BTreeMap<Question, Remote<Answer>>);

impl Questions {
    /// How a question stands; `None` where nobody has asked it.
    pub fn get(&self, question: &Question) -> Option<&Remote<Answer>> {
        self.0.get(question)
    }

    /// Whether each of them has been answered, or has failed.
    pub fn answered(&self) -> bool {
        self.0
            .values()
            .all(|remote| remote.value().is_some() || remote.failure().is_some())
    }

    /// It is asked, or asked again.
    pub(super) fn ask(&mut self, question: Question) {
        self.0.entry(question).or_default().refresh();
    }

    /// Nobody wants to know any more.
    pub(super) fn withdraw(&mut self, question: &Question) {
        self.0.remove(question);
    }

    /// Takes an answer in, unless the question was withdrawn meanwhile.
    pub(super) fn take(&mut self, question: &Question, answer: Result<Arc<Answer>, Problem>, at: Timestamp) {
        let Some(remote) = self.0.get_mut(question) else {
            return;
        };
        match answer {
            Ok(answer) => remote.succeed(answer, at),
            Err(problem) => remote.fail(problem, at),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::Questions;
    use crate::domain::console::ConsoleLog;
    use crate::domain::id::ServerId;
    use crate::domain::problem::{Problem, ProblemKind};
    use crate::domain::question::{Answer, Question};

    #[test]
    fn what_was_withdrawn_is_gone_and_stays_so_when_its_answer_comes_late() {
        let question = Question::Console {
            server: ServerId::new("s"),
            lines: 10,
        };
        let answer = Arc::new(Answer::Console(ConsoleLog::read("login:", 10)));
        let at = Timestamp::UNIX_EPOCH;
        let mut questions = Questions::default();
        questions.ask(question.clone());
        questions.take(&question, Ok(Arc::clone(&answer)), at);
        questions.take(&question, Err(Problem::new(ProblemKind::Conflict)), at);
        let known = questions.get(&question).unwrap();
        assert!(known.value().is_some() && known.failure().is_some());
        questions.withdraw(&question);
        assert_eq!(Arc::strong_count(&answer), 1, "nobody keeps it");
        questions.take(&question, Ok(answer), at);
        assert!(questions.get(&question).is_none());
    }
}
