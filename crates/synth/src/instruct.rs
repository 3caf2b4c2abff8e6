//! Instructions for edits that are known: commits, and steps of sequences.
//!
//! A model that sees the edit writes its request in two ways; the prompt is in the spirit of OpenCodeEdit's commit
//! rewriting. What it writes is checked: an instruction may not quote the answer, and in a second conversation,
//! which sees instruction and diff only, every hunk must turn out to be asked for.

use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_samples::{TokenUsage, Verdict};
use serde_json::{Value, json};

use crate::Languages;
use crate::answers::{json as object, numbers, unclear};
use crate::asking::Asking;
use crate::checks;
use crate::dialogue::{Answer, Dialogue, Reply, Request, Step};
use crate::edit::{reply, usage};
use crate::response::{Instructions, Reading};
use crate::seeds::{generator, request_seed};
use crate::shots::Shots;

/// The name of the prompt.
pub const PROMPT: &str = "instruct";

/// The name of the prompt that asks about hunks.
pub const COVERAGE: &str = "coverage";

/// What the dialogues of a run share.
pub struct Instructing {
    /// The prompts.
    pub asking: Asking,
    /// The examples.
    pub shots: Shots,
    /// Who knows languages.
    pub languages: Arc<dyn Languages>,
    /// Whether a second conversation looks for every hunk in the full instruction.
    pub coverage: bool,
    /// Whether instructions may quote their answer.
    pub allow_leaks: bool,
    /// The run's seed.
    pub seed: u64,
}

/// The dialogue about one edit.
pub struct Instruct {
    /// What it shares with the others.
    pub instructing: Arc<Instructing>,
    /// Its number among all edits.
    pub number: u64,
    /// The model that is asked.
    pub model: String,
    /// The canonical name of the language.
    pub language: String,
    /// The text before the edit.
    pub before: String,
    /// The text after it.
    pub after: String,
    /// The edit as a unified diff.
    pub diff: String,
    /// What its author noted.
    pub message: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instructed {
    /// The instructions.
    pub instructions: Instructions,
    /// What the checks said.
    pub verdicts: Vec<Verdict>,
    /// The tokens that it took.
    pub usage: TokenUsage,
}

impl Dialogue for Instruct {
    type Output = Result<Instructed, Rejection>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        self.step(answers).unwrap_or_else(|rejection| Step::Done(Err(rejection)))
    }

    fn stand_in(&self, answers: &[Answer], _: &Request) -> String {
        if !answers.is_empty() {
            return all_covered(hunks(&self.diff));
        }
        let shot = self.instructing.shots.first(&self.language);
        shot.map_or_else(String::new, |shot| {
            format!("[Descriptive]\n{}\n\n[Lazy]\n{}\n", shot.descriptive, shot.lazy)
        })
    }
}

impl Instruct {
    fn step(&self, answers: &[Answer]) -> Result<Step<<Self as Dialogue>::Output>, Rejection> {
        let Instructing { asking, languages, coverage, allow_leaks, seed, .. } = &*self.instructing;
        let Some(first) = answers.first() else { return Ok(Step::Ask(vec![self.request()?])) };
        let instructions = Reading::new(&self.language, &**languages).instructions(reply(first)?)?;
        if !allow_leaks {
            checks::leaks(&instructions, &self.before, &self.after)?;
        }
        let mut verdicts = Vec::new();
        if *coverage {
            let Some(second) = answers.get(1) else {
                let draw = request_seed(*seed, self.number, 1);
                let text = &instructions.descriptive;
                return Ok(Step::Ask(vec![coverage_request(
                    asking,
                    &self.model,
                    &self.language,
                    text,
                    &self.diff,
                    draw,
                )?]));
            };
            verdicts.push(covered(reply(second)?, hunks(&self.diff))?);
        }
        Ok(Step::Done(Ok(Instructed { instructions, verdicts, usage: usage(answers) })))
    }

    fn request(&self) -> Result<Request, Rejection> {
        let Instructing { asking, shots, seed, .. } = &*self.instructing;
        let mut random = generator(*seed ^ 1, self.number);
        let shot = shots.draw(&self.language, &mut random);
        let values = json!({
            "before": self.before,
            "diff": self.diff,
            "hunks": hunks(&self.diff),
            "message": self.message,
            "shot": shot,
        });
        let prompt = asking.prompts.get(PROMPT);
        let messages = asking.opening(prompt, "user", &self.language, &values)?;
        Ok(asking.main(prompt, &self.model, messages, request_seed(*seed, self.number, 0)))
    }
}

/// The hunks of a unified diff.
pub fn hunks(diff: &str) -> usize {
    diff.split('\n').filter(|row| row.starts_with("@@")).count()
}

/// Asks which hunks of a diff an instruction asks for.
///
/// # Errors
/// If the template makes no sense of the values.
pub fn coverage_request(
    asking: &Asking,
    model: &str,
    language: &str,
    instruction: &str,
    diff: &str,
    seed: u64,
) -> Result<Request, Rejection> {
    let prompt = asking.prompts.get(COVERAGE);
    let values = json!({ "instruction": instruction, "diff": diff, "hunks": hunks(diff) });
    Ok(asking.aside(prompt, model, asking.opening(prompt, "user", language, &values)?, seed))
}

/// The answer that every hunk is asked for.
pub fn all_covered(count: usize) -> String {
    let asked: Vec<usize> = (1..=count).collect();
    json!({ "asked": asked, "undone": false }).to_string()
}

/// Reads which hunks an instruction asks for.
///
/// # Errors
/// If a hunk is not asked for, something is asked for that the edit does not do, or the answer cannot be read.
pub fn covered(reply: &Reply, count: usize) -> Result<Verdict, Rejection> {
    let object = object(reply)?;
    let asked = numbers(&object, "asked", count)?;
    let undone = object.get("undone").and_then(Value::as_bool).ok_or_else(|| unclear(&reply.text))?;
    let reject = |message: String| Err(Rejection::new(Reason::UnaskedHunk, message));
    if let Some(hunk) = (1..=count).find(|hunk| !asked.contains(hunk)) {
        return reject(format!("hunk {hunk} of {count} is not asked for"));
    }
    if undone {
        return reject("something is asked for that the edit does not do".to_owned());
    }
    Ok(Verdict { filter: COVERAGE.to_owned(), keep: true, reason: Some(format!("{count} of {count} hunks")) })
}
