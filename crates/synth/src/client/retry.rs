//! How long to wait before another try, and how often to try.
//!
//! Full jitter: any time up to a bound that doubles. Requests that failed together would otherwise return together.
//! What is drawn belongs to the request, so that it needs no generator; the clock decides nothing that is written.

use std::time::Duration;

use crate::address::Address;

/// How stubborn the client is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retries {
    /// Attempts that may fail before a request is given up.
    pub attempts: u32,
    /// The bound of the first wait.
    pub base: Duration,
    /// The longest wait, whatever a server asks for.
    pub ceiling: Duration,
}

/// Being turned away by a busy server says nothing of the request, so that many more of these are borne.
const THROTTLES_PER_ATTEMPT: u32 = 10;

impl Default for Retries {
    fn default() -> Self {
        Self { attempts: 8, base: Duration::from_secs(1), ceiling: Duration::from_mins(1) }
    }
}

impl Retries {
    /// How often a request may be turned away.
    pub const fn throttles(&self) -> u32 {
        self.attempts.saturating_mul(THROTTLES_PER_ATTEMPT)
    }

    /// The wait after this many tries, of which the last ended with what the server asks for.
    pub fn wait(&self, address: &Address, tries: u32, asked: Option<Duration>) -> Duration {
        let bound = self.base.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1).min(20)));
        let drawn = bound.min(self.ceiling).mul_f64(address.draw(tries));
        match asked {
            // Those who were told the same time do not all come at that time.
            Some(asked) => asked.min(self.ceiling) + drawn.min(self.base),
            None => drawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn waits_grow_are_spread_and_end_at_the_ceiling() {
        let retries = Retries::default();
        let addresses: Vec<Address> = (0..200).map(|nonce| Address::of("", &json!({}), nonce)).collect();
        for (tries, bound) in [(1, 1), (2, 2), (5, 16), (7, 60), (40, 60)] {
            let waits: Vec<Duration> =
                addresses.iter().map(|address| retries.wait(address, tries, None)).collect();
            let bound = Duration::from_secs(bound);
            assert!(waits.iter().all(|wait| *wait <= bound));
            assert!(
                waits.iter().any(|wait| *wait < bound / 4) && waits.iter().any(|wait| *wait > bound * 3 / 4)
            );
        }
    }

    #[test]
    fn a_server_that_names_a_time_is_heard_within_reason() {
        let retries = Retries::default();
        let address = Address::of("", &json!({}), 0);
        let wait = |asked| retries.wait(&address, 3, Some(Duration::from_secs(asked)));
        assert!((7..=8).contains(&wait(7).as_secs()));
        assert!((60..=61).contains(&wait(86_400).as_secs()));
    }
}
