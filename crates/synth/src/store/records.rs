//! What stands in a store.

use crate::address::Address;
use crate::dialogue::Usage;
use crate::money::Money;

/// A request as it is sent.
#[derive(Clone, Debug)]
pub struct RequestRecord {
    /// Its address.
    pub address: Address,
    /// The model that is asked, as it is configured.
    pub model: String,
    /// Where.
    pub server: String,
    /// The prompt and its version.
    pub prompt: String,
    /// The body, without any header.
    pub body: String,
}

/// One attempt to have a request answered.
#[derive(Clone, Debug)]
pub struct AttemptRecord {
    /// Tells attempts apart that may be charged.
    pub id: i64,
    /// The run it belongs to.
    pub run: i64,
    /// The request.
    pub address: Address,
    /// The model that is asked.
    pub model: String,
    /// When it began, in milliseconds since 1970.
    pub at: i64,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// The HTTP status.
    pub status: Option<u16>,
    /// What the server said, or what happened, verbatim.
    pub said: String,
    /// What it may have cost, where nobody knows.
    pub at_risk: Money,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was sent, and nobody knows more: the process was killed.
    Unknown,
    /// A reply.
    Replied,
    /// The server had too much to do.
    Throttled,
    /// It went wrong.
    Failed,
    /// The server will not answer it.
    Refused,
}

impl Outcome {
    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Replied => "replied",
            Self::Throttled => "throttled",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }
}

/// A reply.
#[derive(Clone, Debug)]
pub struct ReplyRecord {
    /// The request.
    pub address: Address,
    /// The run that it came in.
    pub run: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The model that the server says has answered.
    pub model: String,
    /// The body as it came.
    pub raw: String,
    /// What the server counted.
    pub usage: Usage,
    /// What that costs.
    pub cost: Money,
    /// How long the last attempt took, in milliseconds.
    pub latency: i64,
    /// How many attempts it took.
    pub attempts: u32,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRecord {
    /// A hash of its requests, by which it is found again.
    pub digest: String,
    /// The model, as it is configured.
    pub model: String,
    /// The server's name for the file of requests.
    pub file: Option<String>,
    /// The server's name for the batch.
    pub batch: Option<String>,
    /// How far it is.
    pub state: BatchState,
    /// When it was begun, in milliseconds since 1970.
    pub at: i64,
    /// How many requests it holds.
    pub requests: u64,
    /// The most that it may cost.
    pub at_risk: Money,
}

/// How far a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// It was handed in, or is about to be.
    Open,
    /// All that came of it is in the store.
    Done,
}

/// The figures of a model for a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelFigures {
    /// The model, as it is configured.
    pub model: String,
    /// The prompt and its version.
    pub prompt: String,
    /// Replies.
    pub replies: u64,
    /// Tokens.
    pub usage: Usage,
    /// What they cost.
    pub cost: Money,
    /// The middle of the times to a reply, in milliseconds, and that which one in twenty exceeds.
    pub latency: (u64, u64),
    /// Attempts that these replies took.
    pub attempts: u64,
}

/// How often attempts failed in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureCount {
    /// The model, as it is configured.
    pub model: String,
    /// What became of them.
    pub outcome: String,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
    /// How often.
    pub count: u64,
    /// What was said the last time.
    pub said: String,
}

/// The figures of a run for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFigures {
    /// When it began, in milliseconds since 1970.
    pub from: i64,
    /// When its last reply came, or it ended.
    pub to: i64,
    /// Replies that were fetched in it.
    pub replies: u64,
    /// Tokens of their answers.
    pub completion_tokens: u64,
}

/// What was paid, and what may have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// For replies.
    pub replies: Money,
    /// For attempts of which nobody knows whether they were charged.
    pub at_risk: Money,
}
