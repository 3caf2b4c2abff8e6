//! What happens while a run goes on, for those who watch it.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::dialogue::Usage;
use crate::money::Money;

/// Counts that many tasks add to.
#[derive(Debug, Default)]
pub struct Figures {
    replied: AtomicU64,
    from_store: AtomicU64,
    throttled: AtomicU64,
    failed: AtomicU64,
    refused: AtomicU64,
    over_budget: AtomicU64,
    prompt_tokens: AtomicU64,
    completion_tokens: AtomicU64,
}

/// The counts at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Replies that were fetched.
    pub replied: u64,
    /// Replies that the store had.
    pub from_store: u64,
    /// Attempts that a busy server turned away.
    pub throttled: u64,
    /// Attempts that went wrong.
    pub failed: u64,
    /// Requests that were refused.
    pub refused: u64,
    /// Requests that were not sent for lack of money.
    pub over_budget: u64,
    /// Tokens of the replies that were fetched.
    pub usage: Usage,
    /// How many requests may be in flight at this moment.
    pub limit: u32,
    /// What was spent, by this run and those before it.
    pub spent: Money,
}

impl Figures {
    pub(super) fn replied(&self, usage: &Usage) {
        self.replied.fetch_add(1, Ordering::Relaxed);
        self.prompt_tokens.fetch_add(usage.prompt_tokens, Ordering::Relaxed);
        self.completion_tokens.fetch_add(usage.completion_tokens, Ordering::Relaxed);
    }

    pub(super) fn found(&self) {
        self.from_store.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn throttled(&self) {
        self.throttled.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn failed(&self) {
        self.failed.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn over_budget(&self) {
        self.over_budget.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn snapshot(&self, limit: u32, spent: Money) -> Snapshot {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Snapshot {
            replied: read(&self.replied),
            from_store: read(&self.from_store),
            throttled: read(&self.throttled),
            failed: read(&self.failed),
            refused: read(&self.refused),
            over_budget: read(&self.over_budget),
            usage: Usage {
                prompt_tokens: read(&self.prompt_tokens),
                completion_tokens: read(&self.completion_tokens),
            },
            limit,
            spent,
        }
    }
}
