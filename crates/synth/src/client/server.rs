//! One model on its server: what is known of it, and what keeps from asking too much of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::Value;

use super::breaker::Breaker;
use super::limiter::Limiter;
use super::pace::Pace;
use super::retry::Retries;
use super::transport::Transport;
use super::verdict::is_counted;
use super::{ClientError, ClientOptions};
use crate::address::Address;
use crate::dialogue::{Reply, Usage};
use crate::model::Model;
use crate::money::Money;
use crate::store::RequestRecord;

/// A model that can be asked.
pub(super) struct Server {
    pub(super) model: Model,
    pub(super) transport: Transport,
    pub(super) limiter: Limiter,
    pub(super) pace: Pace,
    pub(super) breaker: Breaker,
    /// By how much the server's count of a prompt has exceeded ours at most.
    overhead: AtomicU64,
}

/// What a chat template adds at most, beyond the names of fields and roles that are counted with the body.
const TEMPLATE_TOKENS: u64 = 64;

/// Attempts to reach a server that has never answered: more likely the URL is wrong than the network is.
const FIRST_ATTEMPTS: u32 = 4;

impl Server {
    pub(super) fn new(model: Model, options: &ClientOptions) -> Result<Self, ClientError> {
        let transport = Transport::new(&model.base_url, model.key.clone(), options.timeout)
            .map_err(|message| ClientError::Model { model: model.name.clone(), message })?;
        let pace = Pace::new(options.requests_per_minute, options.tokens_per_minute, Instant::now());
        Ok(Self {
            model,
            transport,
            limiter: Limiter::new(options.concurrency),
            pace,
            breaker: Breaker::default(),
            overhead: AtomicU64::new(0),
        })
    }

    /// The most that a request may cost: no vocabulary has a token that is shorter than a byte.
    ///
    /// # Errors
    /// If nothing bounds its answer.
    pub(super) fn most(&self, body: &Value, text: &str) -> Result<Money, String> {
        let prices = self.model.prices;
        if prices.is_free() {
            return Ok(Money::ZERO);
        }
        let answer = longest_answer(body).ok_or_else(|| {
            format!("model {}: without max_tokens nothing bounds what an answer costs", self.model.name)
        })?;
        Ok(prices.cost(Usage { prompt_tokens: self.prompt_bound(text), completion_tokens: answer }))
    }

    /// What a reply costs; the most it may cost, if the server has not counted it.
    pub(super) fn cost(&self, reply: &Reply, raw: &str, text: &str, most: Money) -> Money {
        if self.model.prices.is_free() {
            return Money::ZERO;
        }
        if reply.usage.prompt_tokens == 0 && !is_counted(raw) {
            return most;
        }
        let beyond = reply.usage.prompt_tokens.saturating_sub(text.len() as u64 + TEMPLATE_TOKENS);
        self.overhead.fetch_max(beyond, Ordering::Relaxed);
        self.model.prices.cost(reply.usage)
    }

    /// How often a request may fail.
    pub(super) fn attempts(&self, retries: &Retries) -> u32 {
        if self.breaker.has_answered() { retries.attempts } else { retries.attempts.min(FIRST_ATTEMPTS) }
    }

    pub(super) fn request_record(&self, address: Address, prompt: String, body: String) -> RequestRecord {
        let Model { name, base_url, .. } = &self.model;
        RequestRecord { address, model: name.clone(), server: base_url.clone(), prompt, body }
    }

    /// Why the run ends.
    pub(super) fn no_hope(&self, last: &str) -> String {
        let Model { name, base_url, .. } = &self.model;
        format!(
            "{} requests in a row failed for model {name} at {base_url}, the last of them so: {last}",
            super::breaker::MOST_IN_A_ROW
        )
    }

    fn prompt_bound(&self, text: &str) -> u64 {
        text.len() as u64 + TEMPLATE_TOKENS + self.overhead.load(Ordering::Relaxed)
    }
}

/// How many tokens a request probably comes to.
pub(super) fn estimate(body: &Value, text: &str) -> u64 {
    text.len() as u64 / 3 + longest_answer(body).unwrap_or(0)
}

/// The most tokens that the answers to a request have together.
fn longest_answer(body: &Value) -> Option<u64> {
    let number = |name: &str| body.get(name).and_then(Value::as_u64);
    let each = number("max_completion_tokens").max(number("max_tokens"))?;
    Some(each.saturating_mul(number("n").unwrap_or(1).max(1)))
}
