//! Whether the chunks of a commit belong together: the question of Next Edit Prediction (arXiv 2508.10074).
//!
//! The published code counts an answer as a yes if it is `yes` to the letter, and anything else, an error of the
//! server included, as a no. Here `Yes.` is a yes, and what cannot be read is left out with its reason; the published
//! reading is an option.

use std::sync::Arc;

use lintseq_core::Rejection;
use lintseq_samples::TokenUsage;
use lintseq_samples::difflib;
use serde_json::json;

use crate::answers::{certainty, json as object, numbers, unclear, yes_or_no};
use crate::asking::Asking;
use crate::dialogue::{Answer, Dialogue, Reply, Request, Step};
use crate::edit::{reply, usage};
use crate::seeds::request_seed;

/// The name of the prompt.
pub const PROMPT: &str = "label";

/// What an answer looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Yes or no, in words.
    #[default]
    Words,
    /// The very text `yes`, everything else is a no: what the published labels are.
    Published,
    /// One JSON object for the commit and all its chunks.
    Json,
    /// The probability of a yes against a no.
    Probability,
}

/// What the dialogues of a run share.
pub struct Labelling {
    /// The prompts.
    pub asking: Asking,
    /// What an answer looks like.
    pub form: Form,
    /// Whether every chunk is asked about, instead of the commit as a whole.
    pub per_chunk: bool,
    /// From which probability on a yes counts.
    pub threshold: f64,
    /// The run's seed.
    pub seed: u64,
}

/// What is said about a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Whether its chunks are related: all of them, where each was asked about.
    pub related: bool,
    /// The probability of a yes, where it was asked for; of several chunks the lowest.
    pub probability: Option<f64>,
    /// For every chunk whether it is related to another, where that was asked.
    pub chunks: Option<Vec<bool>>,
    /// The tokens that it took.
    pub usage: TokenUsage,
}

/// The dialogue about one commit.
pub struct Labelled {
    /// What it shares with the others.
    pub labelling: Arc<Labelling>,
    /// Its number among all commits.
    pub number: u64,
    /// The model that is asked.
    pub model: String,
    /// The canonical name of the language.
    pub language: String,
    /// The commit's diff.
    pub diff: String,
    /// The commit's message.
    pub message: Option<String>,
}

impl Dialogue for Labelled {
    type Output = Result<Label, Rejection>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        if answers.is_empty() {
            return self.requests().map_or_else(|rejection| Step::Done(Err(rejection)), Step::Ask);
        }
        Step::Done(self.label(answers))
    }

    fn stand_in(&self, _: &[Answer], _: &Request) -> String {
        match self.labelling.form {
            Form::Words | Form::Published | Form::Probability => "yes".to_owned(),
            Form::Json => {
                let chunks: Vec<usize> = (1..=count_chunks(&self.diff)).collect();
                json!({ "related": true, "chunks": chunks }).to_string()
            }
        }
    }
}

impl Labelled {
    fn requests(&self) -> Result<Vec<Request>, Rejection> {
        let Labelling { asking, form, per_chunk, seed, .. } = &*self.labelling;
        let prompt = asking.prompts.get(PROMPT);
        let count = count_chunks(&self.diff);
        let asked: Vec<Option<usize>> = match form {
            Form::Words | Form::Probability if *per_chunk => (1..=count).map(Some).collect(),
            _ => vec![None],
        };
        let request = |chunk: Option<usize>| {
            let mut values = json!({
                "diff": self.diff,
                "message": self.message,
                "chunks": count,
                "form": if *form == Form::Json { "json" } else { "words" },
            });
            if let Some(chunk) = chunk {
                values["chunk"] = chunk.into();
            }
            let messages = asking.opening(prompt, "user", &self.language, &values)?;
            let draw = request_seed(*seed, self.number, chunk.unwrap_or(0) as u32);
            let mut request = asking.main(prompt, &self.model, messages, draw);
            if *form == Form::Probability {
                request.extra.insert("logprobs".to_owned(), true.into());
                request.extra.insert("top_logprobs".to_owned(), 10.into());
            }
            Ok(request)
        };
        asked.into_iter().map(request).collect()
    }

    fn label(&self, answers: &[Answer]) -> Result<Label, Rejection> {
        let Labelling { form, per_chunk, threshold, .. } = &*self.labelling;
        let replies: Vec<&Reply> = answers.iter().map(reply).collect::<Result<_, _>>()?;
        let usage = usage(answers);
        let whole = |related| Label { related, probability: None, chunks: None, usage };
        match form {
            Form::Published => Ok(whole(replies[0].text == "yes")),
            Form::Json => {
                let object = object(replies[0])?;
                let related = object.get("related").and_then(serde_json::Value::as_bool);
                let related = related.ok_or_else(|| unclear(&replies[0].text))?;
                let count = count_chunks(&self.diff);
                let listed = numbers(&object, "chunks", count)?;
                let chunks = (1..=count).map(|chunk| listed.contains(&chunk)).collect();
                Ok(Label { chunks: Some(chunks), ..whole(related) })
            }
            Form::Words | Form::Probability => {
                let chances: Option<Vec<f64>> = match form {
                    Form::Probability => {
                        Some(replies.iter().map(|reply| certainty(reply)).collect::<Result<_, _>>()?)
                    }
                    _ => None,
                };
                let said: Vec<bool> = match &chances {
                    Some(chances) => chances.iter().map(|chance| chance >= threshold).collect(),
                    None => replies.iter().map(|reply| yes_or_no(reply)).collect::<Result<_, _>>()?,
                };
                Ok(Label {
                    related: said.iter().all(|yes| *yes),
                    probability: chances.and_then(|chances| chances.into_iter().reduce(f64::min)),
                    chunks: per_chunk.then_some(said),
                    usage,
                })
            }
        }
    }
}

/// The diff that is shown: that of the published pipeline.
pub fn diff(old: &str, new: &str, old_path: &str, new_path: &str) -> String {
    difflib::diff(old, new, old_path, new_path)
}

/// The runs of changed rows of a diff with file headers.
pub fn count_chunks(diff: &str) -> usize {
    let is_change = |row: &&str| row.starts_with(['+', '-']);
    let rows: Vec<&str> = diff.split('\n').skip(2).collect();
    let begins = |at: usize| is_change(&rows[at]) && (at == 0 || !is_change(&rows[at - 1]));
    (0..rows.len()).filter(|&at| begins(at)).count()
}
