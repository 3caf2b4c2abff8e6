//! A budget that is never exceeded.
//!
//! The most that a request may cost is set aside before it is sent, and what it did cost is settled when the answer is
//! there. What may have been charged without an answer, because the connection broke or the process was killed, stays
//! spent: the server's count is what must not exceed the budget, and only the server knows it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::money::Money;

/// What may be spent.
#[derive(Debug)]
pub struct Budget {
    limit: Option<Money>,
    state: Mutex<State>,
    settled: Notify,
}

#[derive(Clone, Copy, Debug)]
struct State {
    spent: Money,
    reserved: Money,
}

/// The most that a request may cost is more than what is left, even if everything in flight came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget;

impl Budget {
    /// A budget of which this much is spent already; without a limit, everything may be spent.
    pub fn new(limit: Option<Money>, spent: Money) -> Self {
        let state = Mutex::new(State { spent, reserved: Money::ZERO });
        Self { limit, state, settled: Notify::new() }
    }

    /// Whether there is a limit.
    pub const fn is_limited(&self) -> bool {
        self.limit.is_some()
    }

    /// Sets the most aside that a request may cost. Waits while that depends on what others come to.
    ///
    /// # Errors
    /// If it is more than what can be left.
    pub async fn reserve(&self, most: Money) -> Result<Reservation<'_>, OverBudget> {
        loop {
            let settled = self.settled.notified();
            tokio::pin!(settled);
            settled.as_mut().enable();
            if let Some(reservation) = self.try_reserve(most)? {
                return Ok(reservation);
            }
            settled.await;
        }
    }

    /// Whether it holds this much more.
    pub fn holds(&self, most: Money) -> bool {
        let state = self.lock();
        self.limit.is_none_or(|limit| state.spent.plus(state.reserved).plus(most) <= limit)
    }

    /// This much may be spent by what was handed in.
    pub fn add(&self, at_risk: Money) {
        let mut state = self.lock();
        state.spent = state.spent.plus(at_risk);
    }

    /// What might have been spent came to this.
    pub fn replace(&self, at_risk: Money, cost: Money) {
        let mut state = self.lock();
        state.spent = state.spent.minus(at_risk).plus(cost);
        drop(state);
        self.settled.notify_waiters();
    }

    /// What is spent.
    pub fn spent(&self) -> Money {
        self.lock().spent
    }

    fn try_reserve(&self, most: Money) -> Result<Option<Reservation<'_>>, OverBudget> {
        let mut state = self.lock();
        if let Some(limit) = self.limit {
            if state.spent.plus(most) > limit {
                return Err(OverBudget);
            }
            if state.spent.plus(state.reserved).plus(most) > limit {
                return Ok(None);
            }
        }
        state.reserved = state.reserved.plus(most);
        Ok(Some(Reservation { budget: self, most }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Money set aside. If it is dropped unsettled, all of it counts as spent.
#[derive(Debug)]
#[must_use]
pub struct Reservation<'a> {
    budget: &'a Budget,
    most: Money,
}

impl Reservation<'_> {
    /// The most that the request may cost.
    pub const fn most(&self) -> Money {
        self.most
    }

    /// The request came to this.
    pub fn settle(self, cost: Money) {
        self.end(cost);
        std::mem::forget(self);
    }

    fn end(&self, cost: Money) {
        let mut state = self.budget.lock();
        state.reserved = state.reserved.minus(self.most);
        state.spent = state.spent.plus(cost);
        drop(state);
        self.budget.settled.notify_waiters();
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.end(self.most);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const fn money(amount: u64) -> Money {
        Money::from_trillionths(amount)
    }

    #[test]
    fn what_is_set_aside_cannot_be_spent_twice() {
        let budget = Budget::new(Some(money(100)), money(10));
        let one = budget.reserve(money(60)).now_or_never().unwrap().unwrap();
        assert!(budget.reserve(money(40)).now_or_never().is_none(), "it may come back");
        one.settle(money(20));
        let two = budget.reserve(money(70)).now_or_never().unwrap().unwrap();
        assert_eq!(two.most(), money(70));
        drop(two);
        assert_eq!(budget.spent(), money(100), "what was not settled counts as spent");
        assert_eq!(budget.reserve(money(1)).now_or_never().unwrap().unwrap_err(), OverBudget);
        assert!(budget.reserve(money(0)).now_or_never().unwrap().is_ok());
    }

    #[test]
    fn those_who_wait_hear_of_a_settlement() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let budget = Budget::new(Some(money(100)), Money::ZERO);
            let one = budget.reserve(money(80)).await.unwrap();
            let (waited, ()) = tokio::join!(budget.reserve(money(50)), async { one.settle(money(50)) });
            waited.unwrap().settle(money(50));
            assert_eq!(budget.spent(), money(100));
        });
    }
}
