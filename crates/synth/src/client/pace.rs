//! Requests and tokens per minute.
//!
//! A bucket that fills evenly: a second's worth may be spent at once, the rest comes as time goes, so that no minute
//! holds more than the limit, wherever the server begins to count it. A request that finds too little owes the
//! difference and waits for it, and those after it wait behind.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The pace of one server.
#[derive(Debug)]
pub(super) struct Pace {
    requests: Option<Mutex<Bucket>>,
    tokens: Option<Mutex<Bucket>>,
    paused_until: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Bucket {
    per_second: f64,
    most: f64,
    level: f64,
    at: Instant,
}

impl Pace {
    /// A pace of so many requests and tokens a minute.
    pub(super) fn new(requests: Option<u64>, tokens: Option<u64>, now: Instant) -> Self {
        let bucket = |limit: u64| Mutex::new(Bucket::new(limit as f64, now));
        Self { requests: requests.map(bucket), tokens: tokens.map(bucket), paused_until: Mutex::new(None) }
    }

    /// Takes a request of so many tokens, and tells how long it has to wait.
    pub(super) fn take(&self, tokens: u64, now: Instant) -> Duration {
        let of = |bucket: &Option<Mutex<Bucket>>, cost: f64| {
            bucket.as_ref().map_or(Duration::ZERO, |bucket| lock(bucket).take(cost, now))
        };
        let pause =
            lock(&self.paused_until).map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        of(&self.requests, 1.0).max(of(&self.tokens, tokens as f64)).max(pause)
    }

    /// Corrects what was taken for a request by what it came to.
    pub(super) fn settle(&self, taken: u64, used: u64) {
        if let Some(tokens) = &self.tokens {
            let mut bucket = lock(tokens);
            bucket.level = (bucket.level + taken as f64 - used as f64).min(bucket.most);
        }
    }

    /// The server wants to be left alone.
    pub(super) fn pause(&self, time: Duration, now: Instant) {
        let mut paused_until = lock(&self.paused_until);
        *paused_until = (*paused_until).max(now.checked_add(time));
    }

    /// How much of a pause is left.
    pub(super) fn pause_left(&self, now: Instant) -> Duration {
        lock(&self.paused_until).map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }
}

impl Bucket {
    fn new(per_minute: f64, now: Instant) -> Self {
        let most = (per_minute / 60.0).max(1.0);
        // What is spent at once at the beginning of a minute is missing in the rest of it.
        let per_second = ((per_minute - most) / 60.0).max(per_minute / 120.0);
        Self { per_second, most, level: most, at: now }
    }

    fn take(&mut self, cost: f64, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.level = (self.level + passed * self.per_second).min(self.most) - cost;
        if self.level >= 0.0 {
            return Duration::ZERO;
        }
        Duration::try_from_secs_f64(-self.level / self.per_second).unwrap_or(Duration::MAX)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times at which requests are sent that all come at once.
    fn sent(pace: &Pace, count: usize, tokens: u64, start: Instant) -> Vec<f64> {
        (0..count).map(|_| pace.take(tokens, start).as_secs_f64()).collect()
    }

    #[test]
    fn no_minute_holds_more_than_the_limit() {
        let start = Instant::now();
        let cases =
            [(Some(600), None, 600, 1), (None, Some(60_000), 60, 1_000), (Some(60), Some(6_000), 60, 100)];
        for (requests, tokens, per_minute, each) in cases {
            let times = sent(&Pace::new(requests, tokens, start), 2_000, each, start);
            for (at, time) in times.iter().enumerate() {
                let within = times[at..].iter().take_while(|later| **later < time + 60.0).count();
                assert!(within <= per_minute, "{within} of {per_minute} in the minute from {time}");
            }
            let minutes = times.last().unwrap() / 60.0;
            assert!(minutes < 1.1 * 2_000.0 / per_minute as f64, "{minutes} minutes is too slow");
        }
    }

    #[test]
    fn estimates_are_settled_and_pauses_kept() {
        let start = Instant::now();
        let pace = Pace::new(None, Some(60_000), start);
        assert_eq!(pace.take(10_000, start).as_secs(), 9);
        pace.settle(10_000, 100);
        assert_eq!(pace.take(100, start), Duration::ZERO);
        pace.pause(Duration::from_secs(5), start);
        pace.pause(Duration::from_secs(2), start);
        assert_eq!(pace.take(1, start), Duration::from_secs(5));
        assert_eq!(Pace::new(None, None, start).take(u64::MAX, start), Duration::ZERO);
    }
}
