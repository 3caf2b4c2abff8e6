//! From a prompt to a request.

use lintseq_core::{Reason, Rejection};

use crate::dialogue::{Message, Reply, Request, Role};
use crate::prompts::{Prompt, PromptError, Prompts};

/// How answers are drawn, where the user says otherwise than the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sampling {
    /// The temperature.
    pub temperature: Option<f64>,
    /// The share of probability that tokens are drawn from.
    pub top_p: Option<f64>,
    /// The longest answer, in tokens.
    pub max_tokens: Option<u32>,
}

/// Makes requests of prompts.
#[derive(Debug)]
pub struct Asking {
    /// All prompts.
    pub prompts: Prompts,
    /// What the user says about the main prompt of the run.
    pub sampling: Sampling,
    /// Whether requests carry a seed.
    pub seeded: bool,
}

impl Asking {
    /// A request of the run's main prompt.
    pub fn main(&self, prompt: &Prompt, model: &str, messages: Vec<Message>, seed: u64) -> Request {
        let request = self.aside(prompt, model, messages, seed);
        Request {
            temperature: self.sampling.temperature.or(request.temperature),
            top_p: self.sampling.top_p.or(request.top_p),
            max_tokens: self.sampling.max_tokens.or(request.max_tokens),
            ..request
        }
    }

    /// A request of another prompt, which keeps the sampling it was written for.
    pub fn aside(&self, prompt: &Prompt, model: &str, messages: Vec<Message>, seed: u64) -> Request {
        let settings = prompt.settings();
        Request {
            model: model.to_owned(),
            messages,
            temperature: settings.temperature,
            top_p: settings.top_p,
            max_tokens: settings.max_tokens,
            seed: self.seeded.then_some(seed),
            extra: serde_json::Map::new(),
            nonce: 0,
            prompt: prompt.version(),
        }
    }

    /// The turns that open a conversation: the system's, where the prompt has one, and a first one of ours.
    ///
    /// # Errors
    /// If a template makes no sense of the values.
    pub fn opening(
        &self,
        prompt: &Prompt,
        turn: &str,
        language: &str,
        values: &impl serde::Serialize,
    ) -> Result<Vec<Message>, Rejection> {
        let mut messages = Vec::with_capacity(2);
        if prompt.has("system") {
            messages.push(said(Role::System, prompt.render("system", language, values))?);
        }
        messages.push(said(Role::User, prompt.render(turn, language, values))?);
        Ok(messages)
    }

    /// A conversation with an answer and another turn of ours behind it.
    ///
    /// # Errors
    /// If a template makes no sense of the values.
    pub fn continued(
        &self,
        mut messages: Vec<Message>,
        reply: &Reply,
        prompt: &Prompt,
        turn: &str,
        language: &str,
        values: &impl serde::Serialize,
    ) -> Result<Vec<Message>, Rejection> {
        let answer = crate::response::without_thoughts(&reply.text);
        messages.push(Message::new(Role::Assistant, answer.trim()));
        messages.push(said(Role::User, prompt.render(turn, language, values))?);
        Ok(messages)
    }
}

fn said(role: Role, text: Result<String, PromptError>) -> Result<Message, Rejection> {
    text.map(|text| Message::new(role, text))
        .map_err(|error| Rejection::new(Reason::PromptFailed, error.to_string()))
}
