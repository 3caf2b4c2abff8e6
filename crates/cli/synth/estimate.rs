//! `--dry-run`: what a run would cost.
//!
//! Every prompt is rendered as it would be sent, and its tokens are counted. Where the store has an answer it costs
//! nothing and the dialogue goes on with it; where it has none, an example in the same form stands in for it. What an answer costs at most, `max_tokens` says.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;

use lintseq_synth::client::reply;
use lintseq_synth::store::Database;
use lintseq_synth::{Dialogue, Model, Money, Reply, Request, Step, StoreError, Usage};

use super::run::Questions;
use crate::exit::Failure;
use crate::run::read_failure;
use crate::summary::grouped;
use crate::tokenizer::Tokenizer;

/// Prompts that are played at most; of more, an even share stands for all.
const MOST_PROMPTS: u64 = 2_000;

/// What a run would cost.
pub(crate) struct Estimate {
    prompts: u64,
    played: u64,
    stored: u64,
    tokenizer: Tokenizer,
    models: BTreeMap<String, Figures>,
}

#[derive(Clone, Copy, Default)]
struct Figures {
    requests: u64,
    read: u64,
    written: u64,
    most: u64,
    cost: Money,
    most_cost: Money,
}

impl Estimate {
    /// Plays the questions without asking anybody.
    pub(crate) fn of<Q: Questions>(
        questions: &Q,
        models: &[Model],
        store: &Path,
        tokenizer: Tokenizer,
    ) -> Result<Self, Failure> {
        let store = match Database::read(store) {
            Ok(store) => Some(store),
            Err(StoreError::Missing { .. }) => None,
            Err(error) => return Err(Failure::usage(error)),
        };
        let prompts = match questions.total() {
            Some(total) => total,
            None => count(questions)?,
        };
        let played = prompts.min(MOST_PROMPTS);
        let share: HashSet<u64> = (0..played)
            .map(|at| (u128::from(at) * u128::from(prompts) / u128::from(played)) as u64)
            .collect();
        let mut estimate = Self { prompts, played, stored: 0, tokenizer, models: BTreeMap::new() };
        for question in questions.wanted(|number| share.contains(&number)) {
            let question = question.map_err(read_failure)?;
            estimate.play(&question.dialogue, models, store.as_ref())?;
        }
        Ok(estimate)
    }

    fn play(
        &mut self,
        dialogue: &impl Dialogue,
        models: &[Model],
        store: Option<&Database>,
    ) -> Result<(), Failure> {
        let mut answers = Vec::new();
        while let Step::Ask(requests) = dialogue.next(&answers) {
            let before = answers.clone();
            for request in requests {
                let model = models.iter().find(|model| model.name == request.model);
                let model = model.expect("dialogues ask the models that they are given");
                let body = model.body(&request);
                let stored = match store {
                    Some(store) => {
                        store.reply(&model.address(&body, request.nonce)).map_err(Failure::usage)?
                    }
                    None => None,
                };
                let answer = stored.and_then(|raw| reply(&raw).ok());
                self.stored += u64::from(answer.is_some());
                answers.push(Ok(answer.unwrap_or_else(|| {
                    let text = dialogue.stand_in(&before, &request);
                    self.count(model, &request, &text);
                    Reply { text, finish_reason: Some("stop".to_owned()), ..Reply::default() }
                })));
            }
        }
        Ok(())
    }

    fn count(&mut self, model: &Model, request: &Request, answer: &str) {
        let read: usize = request.messages.iter().map(|message| self.tokenizer.count(&message.content)).sum();
        let read = read as u64;
        let written = self.tokenizer.count(answer) as u64;
        let most = request.max_tokens.map_or(written, u64::from).max(written);
        let cost = |completion_tokens| model.prices.cost(Usage { prompt_tokens: read, completion_tokens });
        let figures = self.models.entry(model.name.clone()).or_default();
        figures.requests += 1;
        figures.read += read;
        figures.written += written;
        figures.most += most;
        figures.cost = figures.cost.plus(cost(written));
        figures.most_cost = figures.most_cost.plus(cost(most));
    }

    /// A count of the prompts that were played, for all of them.
    fn scaled(&self, count: u64) -> u64 {
        (u128::from(count) * u128::from(self.prompts) / u128::from(self.played.max(1))) as u64
    }
}

/// How many questions there are, where they have to be read to know it.
fn count(questions: &impl Questions) -> Result<u64, Failure> {
    let count = Cell::new(0);
    let none_of_them = |number| {
        count.set(number + 1);
        false
    };
    match questions.wanted(none_of_them).find_map(Result::err) {
        Some(error) => Err(read_failure(error)),
        None => Ok(count.get()),
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "prompts      {}", grouped(self.prompts))?;
        if self.played < self.prompts {
            write!(f, ", estimated from {} of them", grouped(self.played))?;
        }
        if self.stored > 0 {
            write!(f, "\nanswers      {} are in the store", grouped(self.scaled(self.stored)))?;
        }
        let mut total = (Money::ZERO, Money::ZERO);
        for (model, figures) in &self.models {
            let [requests, read, written, most] =
                [figures.requests, figures.read, figures.written, figures.most]
                    .map(|count| grouped(self.scaled(count)).to_string());
            let money = |money: Money| Money::from_trillionths(self.scaled(money.trillionths()));
            let (cost, most_cost) = (money(figures.cost), money(figures.most_cost));
            total = (total.0.plus(cost), total.1.plus(most_cost));
            write!(
                f,
                "\n{model}\n  requests   {requests}\n  read       {read} {}\n  written    about {written}, at most {most}",
                self.tokenizer.name()
            )?;
            if most_cost > Money::ZERO {
                write!(f, "\n  cost       about {cost}, at most {most_cost}")?;
            }
        }
        if total.1 > Money::ZERO && self.models.len() > 1 {
            write!(f, "\ncost         about {}, at most {}", total.0, total.1)?;
        }
        write!(f, "\nnobody was asked")
    }
}
