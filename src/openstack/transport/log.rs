//! What was asked lately and what is under way, for the Diagnostics page: no body, no query, no header.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

use crate::domain::clean::clean;
use crate::domain::diagnostics::{RequestRecord, Transfer};
use crate::domain::problem::ProblemKind;
use crate::openstack::policy;
use crate::openstack::transport::Call;

/// The log of one session.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    next: u64,
    flying: BTreeMap<u64, Transfer>,
    records: VecDeque<RequestRecord>,
}

/// A request under way. One that is dropped before it has landed was given up, and is noted so.
#[derive(Debug)]
pub(crate) struct Flight<'l> {
    log: &'l Log,
    number: u64,
    began: Instant,
    attempt: u32,
}

/// How a request ended.
#[derive(Debug, Default)]
pub(crate) struct Landing {
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) failure: Option<ProblemKind>,
}

impl Log {
    /// A request is sent.
    pub(crate) fn begin(&self, call: &Call, attempt: u32, since: jiff::Timestamp) -> Flight<'_> {
        let mut entries = self.lock();
        let number = entries.next;
        entries.next += 1;
        let transfer = Transfer {
            since,
            service: call.service,
            method: call.method.to_string(),
            path: clean(call.url.path()),
            bytes: 0,
        };
        entries.flying.insert(number, transfer);
        Flight {
            log: self,
            number,
            began: Instant::now(),
            attempt,
        }
    }

    /// The newest requests, newest first.
    pub(crate) fn requests(&self) -> Vec<RequestRecord> {
        self.lock().records.iter().rev().cloned().collect()
    }

    /// What is under way, oldest first.
    pub(crate) fn in_flight(&self) -> Vec<Transfer> {
        self.lock().flying.values().cloned().collect()
    }

    fn end(&self, flight: &Flight<'_>, landing: Landing) {
        let mut entries = self.lock();
        let Some(transfer) = entries.flying.remove(&flight.number) else {
            return;
        };
        if entries.records.len() == policy::REQUESTS_REMEMBERED {
            entries.records.pop_front();
        }
        entries.records.push_back(RequestRecord {
            at: transfer.since,
            service: transfer.service,
            method: transfer.method,
            path: transfer.path,
            attempt: flight.attempt,
            status: landing.status,
            millis: u64::try_from(flight.began.elapsed().as_millis()).unwrap_or(u64::MAX),
            bytes: transfer.bytes,
            request_id: landing.request_id,
            failure: landing.failure,
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flight<'_> {
    /// So many bytes of the body have come.
    pub(crate) fn received(&self, bytes: usize) {
        if let Some(transfer) = self.log.lock().flying.get_mut(&self.number) {
            transfer.bytes += bytes as u64;
        }
    }

    /// It has ended like this.
    pub(crate) fn land(self, landing: Landing) {
        self.log.end(&self, landing);
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.log.end(self, Landing::default());
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use reqwest::Method;

    use super::{Landing, Log};
    use crate::domain::service::Service;
    use crate::openstack::policy::{self, CallClass};
    use crate::openstack::transport::Call;

    fn call(path: &str) -> Call {
        Call {
            service: Service::Compute,
            method: Method::GET,
            url: format!("http://user:secret@h:1{path}?token=secret")
                .parse()
                .unwrap(),
            headers: Vec::new(),
            body: None,
            class: CallClass::List,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn f12_what_comes_slowly_is_counted_while_it_comes() {
        let log = Log::default();
        let flight = log.begin(&call("/servers"), 1, Timestamp::UNIX_EPOCH);
        flight.received(700);
        flight.received(300);
        let [transfer] = log.in_flight().try_into().unwrap();
        assert_eq!((transfer.bytes, transfer.path.as_str()), (1000, "/servers"));
        flight.land(Landing {
            status: Some(200),
            ..Landing::default()
        });
        assert_eq!(log.in_flight(), []);
        drop(log.begin(&call("/given/up"), 2, Timestamp::UNIX_EPOCH));
        let [second, first] = log.requests().try_into().unwrap();
        assert_eq!((first.status, first.bytes), (Some(200), 1000));
        assert_eq!((second.status, second.failure, second.attempt), (None, None, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn the_log_is_bounded_and_has_neither_query_nor_user() {
        let log = Log::default();
        for number in 0..policy::REQUESTS_REMEMBERED + 5 {
            drop(log.begin(&call(&format!("/{number}")), 1, Timestamp::UNIX_EPOCH));
        }
        let requests = log.requests();
        assert_eq!(requests.len(), policy::REQUESTS_REMEMBERED);
        assert_eq!(requests[0].path, format!("/{}", policy::REQUESTS_REMEMBERED + 4));
        assert!(!format!("{requests:?}").contains("secret"));
    }
}
