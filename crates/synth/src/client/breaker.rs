//! The end of a run that has no hope: a server that is gone, a key that is refused.
//!
//! Requests that failed for good are counted while none succeeds. Refusals that are about the request itself, such as
//! one that is too long, count only as long as the server has never answered anything.

use std::sync::{Mutex, PoisonError};

/// Requests in a row that may fail for good.
pub(super) const MOST_IN_A_ROW: u32 = 10;

/// Watches one server.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    in_a_row: u32,
    has_answered: bool,
}

impl Breaker {
    /// The server has answered a request.
    pub(super) fn answered(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State { in_a_row: 0, has_answered: true };
    }

    /// Whether the server has ever answered.
    pub(super) fn has_answered(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).has_answered
    }

    /// A request has failed for good. Returns whether there is no hope left.
    pub(super) fn failed(&self, is_about_the_request: bool) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !(is_about_the_request && state.has_answered) {
            state.in_a_row += 1;
        }
        state.in_a_row >= MOST_IN_A_ROW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hope_ends_with_failures_in_a_row() {
        let breaker = Breaker::default();
        for _ in 0..9 {
            assert!(!breaker.failed(false));
        }
        breaker.answered();
        for _ in 0..100 {
            assert!(!breaker.failed(true), "a server that answers may refuse what is too long");
        }
        assert!((0..9).all(|_| !breaker.failed(false)));
        assert!(breaker.failed(false));
        let breaker = Breaker::default();
        assert!((0..9).all(|_| !breaker.failed(true)));
        assert!(breaker.failed(true), "a server that has never answered wants something else");
    }
}
