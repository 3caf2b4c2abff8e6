//! Predictions beside the truth: by the published matches, and by a model.

use std::sync::Arc;

use lintseq_core::Rejection;
use lintseq_samples::metrics::Match;
use lintseq_samples::{TokenUsage, patch};
use serde_json::json;

use crate::answers::yes_or_no;
use crate::asking::Asking;
use crate::dialogue::{Answer, Dialogue, Request, Step};
use crate::edit::{reply, usage};
use crate::seeds::request_seed;

/// The name of the prompt.
pub const PROMPT: &str = "judge";

/// What the dialogues of a run share.
pub struct Judging {
    /// The prompts.
    pub asking: Asking,
    /// Whether the answer must be `yes` to the letter, as in the published code.
    pub published: bool,
    /// The run's seed.
    pub seed: u64,
}

/// A prediction, and what it is to be held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The canonical name of the language.
    pub language: String,
    /// The text that the edit applies to.
    pub current: String,
    /// The text that followed.
    pub truth: String,
    /// The text that was predicted.
    pub prediction: String,
    /// The edits so far, as one text.
    pub history: String,
    /// What was asked for, if anything was.
    pub instruction: Option<String>,
    /// What the predictor was given, where that is known to the letter.
    pub prompt: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// How near the prediction comes.
    pub matches: Match,
    /// Whether the model finds it reasonable, or why it did not say; nothing where none was asked.
    pub reasonable: Option<Result<bool, Rejection>>,
    /// The tokens that it took.
    pub usage: TokenUsage,
}

/// The dialogue about one prediction.
pub struct Judgement {
    /// What it shares with the others.
    pub judging: Arc<Judging>,
    /// Its number among all predictions.
    pub number: u64,
    /// The model that judges; none, where the matches suffice.
    pub model: Option<String>,
    /// The prediction.
    pub case: Case,
}

impl Dialogue for Judgement {
    type Output = Judged;

    fn next(&self, answers: &[Answer]) -> Step<Judged> {
        let Judging { asking, published, seed } = &*self.judging;
        let Case { language, current, truth, prediction, history, instruction, prompt: given } = &self.case;
        let reasonable =
            match (&self.model, answers.first()) {
                (None, _) => None,
                (Some(_), Some(answer)) => {
                    Some(reply(answer).and_then(|reply| {
                        if *published { Ok(reply.text == "yes") } else { yes_or_no(reply) }
                    }))
                }
                (Some(model), None) => {
                    let prompt = asking.prompts.get(PROMPT);
                    let diff = |next| patch::between("file", current, next, patch::CONTEXT);
                    let values = json!({
                        "prompt": given,
                        "history": history,
                        "instruction": instruction,
                        "current": current,
                        "truth": diff(truth),
                        "prediction": diff(prediction),
                    });
                    match asking.opening(prompt, "user", language, &values) {
                        Ok(messages) => {
                            let draw = request_seed(*seed, self.number, 0);
                            return Step::Ask(vec![asking.main(prompt, model, messages, draw)]);
                        }
                        Err(rejection) => Some(Err(rejection)),
                    }
                }
            };
        Step::Done(Judged {
            matches: Match::of(current, truth, prediction),
            reasonable,
            usage: usage(answers),
        })
    }

    fn stand_in(&self, _: &[Answer], _: &Request) -> String {
        "yes".to_owned()
    }
}
