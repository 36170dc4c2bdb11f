//! Windows shows notifications of registered applications only; there the window's button in the task bar blinks instead.

use super::{Notification, Sender};

/// The way there, which is none.
#[derive(Debug, Default)]
pub(super) struct Way;

impl Way {
    pub(super) fn show(&self, _sender: Sender, _notification: &Notification) -> Result<(), String> {
        Err("the task bar is used instead".to_owned())
    }
}
