//! How many requests are in flight: as many as the server bears, found out by trying.
//!
//! The limit doubles in the time of an answer until the server is first overloaded, and from then on rises by one in
//! the time of an answer; a sign of overload halves it, as TCP does. Requests that were sent before a halving say
//! nothing about the limit after it, so that a burst of refusals halves it once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

/// The limit of one server.
#[derive(Debug)]
pub(super) struct Limiter {
    free: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: f64,
    most: u32,
    in_flight: u32,
    /// Permits that exist beyond the limit, and end as they come back.
    surplus: u32,
    is_searching: bool,
    /// How often the limit was halved.
    halvings: u64,
}

/// Where the search begins.
const START: u32 = 8;

impl Limiter {
    /// A limiter that lets through this many at most.
    pub(super) fn new(most: u32) -> Self {
        let most = most.max(1);
        let start = START.min(most);
        Self {
            free: Semaphore::new(start as usize),
            state: Mutex::new(State {
                limit: f64::from(start),
                most,
                in_flight: 0,
                surplus: 0,
                is_searching: true,
                halvings: 0,
            }),
        }
    }

    /// Waits for a place.
    pub(super) async fn enter(&self) -> Permit<'_> {
        if let Ok(permit) = self.free.acquire().await {
            permit.forget();
        }
        let mut state = self.lock();
        state.in_flight += 1;
        Permit { limiter: self, halvings: state.halvings }
    }

    /// The limit as it stands.
    pub(super) fn limit(&self) -> u32 {
        self.lock().whole()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn resize(&self, state: &mut State, limit: f64) {
        let before = state.whole();
        state.limit = limit.clamp(1.0, f64::from(state.most));
        let after = state.whole();
        if after > before {
            let more = after - before;
            let kept = more.min(state.surplus);
            state.surplus -= kept;
            self.free.add_permits((more - kept) as usize);
        } else {
            let fewer = before - after;
            let taken = self.free.forget_permits(fewer as usize) as u32;
            state.surplus += fewer - taken;
        }
    }
}

impl State {
    #[expect(clippy::cast_sign_loss, reason = "the limit is at least one")]
    fn whole(&self) -> u32 {
        self.limit as u32
    }
}

/// A place among the requests in flight, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    limiter: &'a Limiter,
    halvings: u64,
}

impl Permit<'_> {
    /// The server has answered in good order.
    pub(super) fn went_well(&self) {
        let mut state = self.limiter.lock();
        // A limit that is not reached proves nothing.
        if state.in_flight * 2 < state.whole() || state.halvings != self.halvings {
            return;
        }
        let step = if state.is_searching { 1.0 } else { 1.0 / state.limit };
        let limit = state.limit + step;
        self.limiter.resize(&mut state, limit);
    }

    /// The server has shown that it has too much to do.
    pub(super) fn was_too_much(&self) {
        let mut state = self.limiter.lock();
        if state.halvings == self.halvings {
            state.halvings += 1;
            state.is_searching = false;
            let limit = state.limit / 2.0;
            self.limiter.resize(&mut state, limit);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.lock();
        state.in_flight -= 1;
        if state.surplus > 0 {
            state.surplus -= 1;
        } else {
            self.limiter.free.add_permits(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// Enters as often as that is possible.
    fn fill(limiter: &Limiter) -> Vec<Permit<'_>> {
        std::iter::from_fn(|| limiter.enter().now_or_never()).collect()
    }

    #[test]
    fn rises_halves_once_a_burst_and_rises_slowly() {
        let limiter = Limiter::new(100);
        for expected in [8, 16, 32, 64, 100, 100] {
            let permits = fill(&limiter);
            assert_eq!(permits.len(), expected);
            permits.iter().for_each(Permit::went_well);
        }
        let permits = fill(&limiter);
        permits.iter().for_each(Permit::was_too_much);
        assert_eq!(limiter.limit(), 50);
        assert_eq!(fill(&limiter).len(), 0, "those in flight are more than may be");
        drop(permits);
        let permits = fill(&limiter);
        assert_eq!(permits.len(), 50);
        permits.iter().for_each(Permit::went_well);
        drop(permits);
        assert!((50..=51).contains(&limiter.limit()));
        for _ in 0..20 {
            fill(&limiter).iter().take(1).for_each(Permit::was_too_much);
        }
        assert_eq!((limiter.limit(), fill(&limiter).len()), (1, 1), "one is always let through");
    }

    #[test]
    fn a_limit_that_is_not_reached_stays() {
        let limiter = Limiter::new(100);
        for _ in 0..50 {
            limiter.enter().now_or_never().unwrap().went_well();
        }
        assert_eq!(limiter.limit(), 8);
    }
}
