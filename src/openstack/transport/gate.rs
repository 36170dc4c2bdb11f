//! Who may call now: a circuit for each service and one for each place on the network, and each service's right to try
//! again.
//!
//! What the network does counts for the place, so that all services behind one address are tried by one call; what a
//! service says counts for the service.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::domain::service::Service;
use crate::openstack::circuit::{Cause, Circuit, Rest, Verdict};
use crate::openstack::retry::Quota;

/// The gate of one session.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    /// A call has ended, or was given up.
    settled: Notify,
}

#[derive(Debug, Default)]
struct State {
    services: BTreeMap<Service, Circuit>,
    places: BTreeMap<String, Circuit>,
    quotas: BTreeMap<Service, Quota>,
}

/// What a call came to, for those who want to call next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The service answered, be it with a refusal.
    Answered,
    /// The service failed or kept silent.
    ServiceFailed,
    /// The network failed.
    NetworkFailed,
    /// The service asks to be left alone.
    Rest(Duration, Cause),
    /// It says nothing of either.
    Unrelated,
}

/// The right to make one call, with all its attempts.
#[derive(Debug)]
pub(crate) struct Pass<'g> {
    gate: &'g Gate,
    service: Service,
    place: String,
    probes_service: bool,
    probes_place: bool,
    settled: bool,
}

impl Gate {
    /// Whether a call would be turned away, without asking for a pass.
    pub(crate) fn peek(&self, service: Service, place: &str, urgent: bool) -> Result<(), Rest> {
        let state = self.lock();
        let now = Instant::now();
        match state.verdicts(service, place, (now, urgent)) {
            (Verdict::Rest(rest), _) | (_, Verdict::Rest(rest)) => Err(rest),
            (
                Verdict::Go | Verdict::Probe | Verdict::Await,
                Verdict::Go | Verdict::Probe | Verdict::Await,
            ) => Ok(()),
        }
    }

    /// Asks for a pass. Who may find out, but comes while somebody is finding out, waits for the outcome.
    pub(crate) async fn enter(
        &self,
        service: Service,
        place: &str,
        mut urgent: bool,
    ) -> Result<Pass<'_>, Rest> {
        loop {
            let mut settled = std::pin::pin!(self.settled.notified());
            settled.as_mut().enable();
            {
                let mut state = self.lock();
                let now = Instant::now();
                let (of_service, of_place) = state.verdicts(service, place, (now, urgent));
                match (of_service, of_place) {
                    (Verdict::Rest(rest), _) | (_, Verdict::Rest(rest)) => return Err(rest),
                    (Verdict::Await, _) | (_, Verdict::Await) => {}
                    (Verdict::Go | Verdict::Probe, Verdict::Go | Verdict::Probe) => {
                        return Ok(state.pass(self, (service, of_service), (place, of_place)));
                    }
                }
            }
            settled.await;
            // If it did not work, one after the other would only wait for the same.
            urgent = self.still_probing(service, place);
        }
    }

    fn still_probing(&self, service: Service, place: &str) -> bool {
        let (of_service, of_place) = self.lock().verdicts(service, place, (Instant::now(), true));
        of_service == Verdict::Await || of_place == Verdict::Await
    }

    /// Takes what another attempt costs; `false` where too much has failed lately.
    pub(crate) fn spend(&self, service: Service) -> bool {
        self.lock().quotas.entry(service).or_default().spend()
    }

    /// Until when a service, or the place it is at, is left alone.
    pub(crate) fn resting(&self, service: Service, place: &str) -> Option<Rest> {
        let (state, now) = (self.lock(), Instant::now());
        let circuits = [state.services.get(&service), state.places.get(place)];
        circuits
            .into_iter()
            .flatten()
            .filter_map(|circuit| circuit.resting(now))
            .max_by_key(|rest| rest.until)
    }

    /// Failed calls in a row.
    pub(crate) fn failures(&self, service: Service, place: &str) -> u32 {
        let state = self.lock();
        let of = |circuit: Option<&Circuit>| circuit.map_or(0, Circuit::failures);
        of(state.services.get(&service)).max(of(state.places.get(place)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn verdicts(&self, service: Service, place: &str, (now, urgent): (Instant, bool)) -> (Verdict, Verdict) {
        let of = |circuit: Option<&Circuit>| circuit.map_or(Verdict::Go, |one| one.verdict(now, urgent));
        (of(self.services.get(&service)), of(self.places.get(place)))
    }

    fn pass<'g>(
        &mut self,
        gate: &'g Gate,
        (service, of_service): (Service, Verdict),
        (place, of_place): (&str, Verdict),
    ) -> Pass<'g> {
        let (probes_service, probes_place) = (of_service == Verdict::Probe, of_place == Verdict::Probe);
        if let (true, Some(circuit)) = (probes_service, self.services.get_mut(&service)) {
            circuit.begin_probe();
        }
        if let (true, Some(circuit)) = (probes_place, self.places.get_mut(place)) {
            circuit.begin_probe();
        }
        Pass {
            gate,
            service,
            place: place.to_owned(),
            probes_service,
            probes_place,
            settled: false,
        }
    }
}

impl Pass<'_> {
    /// Whether this call finds out for others; then it tries once.
    pub(crate) fn is_probe(&self) -> bool {
        self.probes_service || self.probes_place
    }

    /// Says what the call came to.
    pub(crate) fn settle(mut self, outcome: Outcome) {
        self.settled = true;
        let now = Instant::now();
        let mut state = self.gate.lock();
        if outcome == Outcome::Answered {
            state.quotas.entry(self.service).or_default().earn();
        }
        let service = state.services.entry(self.service).or_default();
        match outcome {
            Outcome::Answered => service.succeeded(),
            Outcome::ServiceFailed => service.failed(now, self.probes_service),
            Outcome::Rest(length, cause) => service.rest(Rest {
                until: now + length,
                cause,
            }),
            Outcome::NetworkFailed | Outcome::Unrelated if self.probes_service => service.abandon_probe(),
            Outcome::NetworkFailed | Outcome::Unrelated => {}
        }
        let place = state.places.entry(self.place.clone()).or_default();
        match outcome {
            Outcome::Answered | Outcome::ServiceFailed | Outcome::Rest(..) => place.succeeded(),
            Outcome::NetworkFailed => place.failed(now, self.probes_place),
            Outcome::Unrelated if self.probes_place => place.abandon_probe(),
            Outcome::Unrelated => {}
        }
        drop(state);
        self.gate.settled.notify_waiters();
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let mut state = self.gate.lock();
        if let (true, Some(circuit)) = (self.probes_service, state.services.get_mut(&self.service)) {
            circuit.abandon_probe();
        }
        if let (true, Some(circuit)) = (self.probes_place, state.places.get_mut(&self.place)) {
            circuit.abandon_probe();
        }
        drop(state);
        self.gate.settled.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Gate, Outcome};
    use crate::domain::service::Service::{Compute, Network, Orchestration};
    use crate::openstack::circuit::Cause;

    async fn fail(gate: &Gate, times: u32, outcome: Outcome) {
        for _ in 0..times {
            gate.enter(Compute, "a:1", false).await.unwrap().settle(outcome);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn f08_the_network_counts_for_the_place_and_words_for_the_service() {
        let gate = Gate::default();
        fail(&gate, 5, Outcome::ServiceFailed).await;
        assert!(gate.enter(Compute, "a:1", false).await.is_err());
        gate.enter(Network, "a:1", false)
            .await
            .unwrap()
            .settle(Outcome::Answered);
        let gate = Gate::default();
        fail(&gate, 5, Outcome::NetworkFailed).await;
        assert!(
            gate.peek(Network, "a:1", false).is_err(),
            "one probe for all that is there"
        );
        assert!(gate.peek(Compute, "b:1", false).is_ok());
        tokio::time::advance(Duration::from_secs(15)).await;
        let probe = gate.enter(Network, "a:1", false).await.unwrap();
        assert!(gate.enter(Orchestration, "a:1", false).await.is_err());
        probe.settle(Outcome::Answered);
        assert!(gate.enter(Orchestration, "a:1", false).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn who_clicks_during_a_probe_shares_its_outcome() {
        for (outcome, works) in [(Outcome::Answered, true), (Outcome::ServiceFailed, false)] {
            let gate = Gate::default();
            fail(&gate, 5, Outcome::ServiceFailed).await;
            let probe = gate.enter(Compute, "a:1", true).await.unwrap();
            let (second, third, ()) = tokio::join!(
                gate.enter(Compute, "a:1", true),
                gate.enter(Compute, "a:1", true),
                async {
                    tokio::time::sleep(Duration::from_secs(3)).await;
                    probe.settle(outcome);
                }
            );
            assert_eq!((second.is_ok(), third.is_ok()), (works, works), "{outcome:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_that_is_given_up_makes_room_for_another() {
        let gate = Gate::default();
        fail(&gate, 5, Outcome::NetworkFailed).await;
        drop(gate.enter(Compute, "a:1", true).await.unwrap());
        gate.enter(Compute, "a:1", true)
            .await
            .unwrap()
            .settle(Outcome::Unrelated);
        assert!(gate.enter(Compute, "a:1", true).await.is_ok());
        assert!(gate.enter(Compute, "a:1", false).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn f41_a_rest_is_one_services_alone() {
        let gate = Gate::default();
        let rest = Outcome::Rest(Duration::from_secs(120), Cause::Limited);
        gate.enter(Compute, "a:1", false).await.unwrap().settle(rest);
        let refused = gate.enter(Compute, "a:1", false).await.unwrap_err();
        assert_eq!(refused.cause, Cause::Limited);
        assert_eq!(gate.resting(Compute, "a:1"), Some(refused));
        assert!(gate.enter(Network, "a:1", false).await.is_ok());
        assert!(gate.enter(Compute, "a:1", true).await.is_ok(), "a person may try");
        tokio::time::advance(Duration::from_secs(120)).await;
        assert!(gate.enter(Compute, "a:1", false).await.is_ok());
    }
}
