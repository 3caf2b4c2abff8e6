//! The border between what is asked of models and how it is fetched.
//!
//! A conversation is a pure function of the replies so far: it names the requests it needs next, or its result. So
//! nothing of it is kept across a crash; it is played again from the store of replies, and comes to the same result.
//! Whoever writes a dialogue knows no network, and whoever fetches knows no prompt.

use lintseq_core::{Reason, Rejection};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is asked of a model: everything that bears on the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The model, by the name under which it is configured.
    pub model: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// How adventurous the answer may be; nothing leaves it to the server, as with the fields that follow.
    pub temperature: Option<f64>,
    /// The share of probability that tokens are drawn from.
    pub top_p: Option<f64>,
    /// The longest answer, in tokens.
    pub max_tokens: Option<u32>,
    /// What the server draws with.
    pub seed: Option<u64>,
    /// Further fields of the request, such as `logprobs` or `grammar`; they win over the fields above.
    #[serde(default)]
    pub extra: Map<String, Value>,
    /// Tells repeated asks of one text apart: the first is 0. It is part of the request's address, and is not sent.
    #[serde(default)]
    pub nonce: u32,
    /// The prompt and its version, such as `before/1`, for the store's books. It is neither sent nor part of the
    /// address: the same text under another name was paid for already.
    #[serde(default)]
    pub prompt: String,
}

/// One turn of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: String,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The task.
    System,
    /// Us.
    User,
    /// The model.
    Assistant,
}

/// What came back, raw.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The text of the answer; empty where the server sent none.
    pub text: String,
    /// Why the answer ends: `stop`, `length`, `content_filter` or whatever else the server says.
    pub finish_reason: Option<String>,
    /// The model that the server says has answered.
    pub model: String,
    /// What the server counted.
    pub usage: Usage,
    /// The log-probabilities as the server gives them, where they were asked for.
    pub logprobs: Option<Value>,
    /// What the model says of why it will not answer.
    pub refusal: Option<String>,
}

/// Tokens by the server's own count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Of the prompt.
    pub prompt_tokens: u64,
    /// Of the answer.
    pub completion_tokens: u64,
}

/// A reply, or why there is none and will be none in this run.
pub type Answer = Result<Reply, Failure>;

/// Why a request has no reply. An interruption is none of these: then the dialogue is not asked any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The server will not answer this request, however often it is asked.
    #[error("the server refused with status {status}: {body}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the server said, verbatim.
        body: String,
    },
    /// Every attempt failed.
    #[error("gave up at attempt {attempts}, which ended so: {last}")]
    GaveUp {
        /// How often it was tried.
        attempts: u32,
        /// How the last attempt ended.
        last: String,
    },
    /// What the request might cost is more than what remains of the budget.
    #[error("the budget is spent")]
    OverBudget,
}

impl Failure {
    /// The reasons that say nothing about the request: the network, or the money of that day. A run that goes on asks
    /// again. What a server refuses it would refuse again.
    pub const PASSING: &[Reason] = &[Reason::NoAnswer, Reason::BudgetSpent];

    /// The rejection of a record that needed the reply.
    pub fn rejection(&self) -> Rejection {
        let reason = match self {
            Self::Refused { .. } => Reason::ServerRefused,
            Self::GaveUp { .. } => Reason::NoAnswer,
            Self::OverBudget => Reason::BudgetSpent,
        };
        Rejection::new(reason, self.to_string())
    }
}

/// A conversation as a pure function of the replies so far: same replies, same result.
pub trait Dialogue: Send + Sync + 'static {
    /// What comes of it.
    type Output: Send + 'static;

    /// What to ask next, or the result, after these answers to all requests so far.
    fn next(&self, answers: &[Answer]) -> Step<Self::Output>;

    /// What a request might be answered with after these answers, in the form that is asked for: it stands in for an
    /// answer where nobody is asked, and is about as long as one.
    fn stand_in(&self, _answers: &[Answer], _request: &Request) -> String {
        String::new()
    }
}

/// How a conversation goes on.
#[derive(Clone, Debug)]
pub enum Step<T> {
    /// These requests, all at once; their answers are appended in the same order. Never empty.
    Ask(Vec<Request>),
    /// This is the result.
    Done(T),
}

impl Message {
    /// A turn of this speaker.
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into() }
    }
}
