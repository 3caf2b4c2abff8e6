//! A dialogue of two rounds, after OpenCodeEdit: a program and what is to be done to it, then the program after it.
//!
//! The second round stands in the same dialogue, so that the model carries out what it meant. It may refuse there;
//! asked in one round, models hardly ever do.

use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_samples::{NoEditReason, Sample};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::Languages;
use crate::asking::Asking;
use crate::checks;
use crate::dialogue::{Answer, Dialogue, Message, Request, Step};
use crate::edit::{Edit, Origin, reply, sample};
use crate::prompts::fenced;
use crate::response::{Reading, Task};
use crate::seeds::{Pair, generator, request_seed};
use crate::shots::Shots;
use crate::verify::{self, Verdicts, Verification, Verified};

/// The name of the prompt.
pub const PROMPT: &str = "triplet";

/// The key of a sample's metadata under which a test stands that is yet to be run.
pub const TEST: &str = "test";

/// Samples of texts that are to stay as they are, beside those of edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEdit {
    /// Where the model found its own task unreasonable.
    Refused,
    /// Where the program came back unchanged.
    Unchanged,
    /// Beside every edit: the program after it, with the instruction that it has met.
    Satisfied,
}

/// What becomes of answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Which samples of texts that stay as they are are wanted.
    pub no_edit: Vec<NoEdit>,
    /// Whether the program before the edit may have syntax errors.
    pub allow_broken_before: bool,
    /// Whether instructions may quote their answer.
    pub allow_leaks: bool,
}

/// What the dialogues of a run share.
pub struct Rounds {
    /// The prompts.
    pub asking: Asking,
    /// The examples.
    pub shots: Shots,
    /// Who knows languages.
    pub languages: Arc<dyn Languages>,
    /// What becomes of answers.
    pub options: Options,
    /// What is asked beyond the two rounds.
    pub verification: Verification,
    /// The run's seed.
    pub seed: u64,
}

/// One dialogue.
pub struct Triplet {
    /// What it shares with the others.
    pub rounds: Arc<Rounds>,
    /// Its number among all prompts.
    pub number: u64,
    /// The model that is asked.
    pub model: String,
    /// The snippets that it starts from.
    pub seeds: Pair,
}

impl Dialogue for Triplet {
    type Output = Result<Vec<Sample>, Rejection>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        self.step(answers).unwrap_or_else(|rejection| Step::Done(Err(rejection)))
    }

    fn stand_in(&self, answers: &[Answer], request: &Request) -> String {
        let language = &self.seeds.language;
        let Some(shot) = self.rounds.shots.first(language) else { return String::new() };
        let code = |code: &str| fenced(code, language);
        match (request.prompt.split('/').next(), answers) {
            (Some(PROMPT), []) => format!(
                "[Program Before Edit]\n{}\n\n[Descriptive]\n{}\n\n[Lazy]\n{}\n",
                code(&shot.before),
                shot.descriptive,
                shot.lazy
            ),
            (Some(PROMPT), _) => format!("[Program After Edit]\n{}\n", code(&shot.after)),
            _ => verify::stand_in(request, code(&shot.after)),
        }
    }
}

impl Triplet {
    fn step(&self, answers: &[Answer]) -> Result<Step<<Self as Dialogue>::Output>, Rejection> {
        let Rounds { asking, languages, options, verification, seed, .. } = &*self.rounds;
        let prompt = asking.prompts.get(PROMPT);
        let ask = |messages: Vec<Message>, round| {
            Step::Ask(vec![asking.main(
                prompt,
                &self.model,
                messages,
                request_seed(*seed, self.number, round),
            )])
        };
        let values = self.values()?;
        let language = self.seeds.language.as_str();
        let opening = || asking.opening(prompt, "round-one", language, &values);
        let Some(first) = answers.first() else { return Ok(ask(opening()?, 1)) };
        let first = reply(first)?;
        let mut reading = Reading::new(language, &**languages);
        reading.allow_broken_before = options.allow_broken_before;
        let Task { program, instructions } = reading.task(first)?;
        let Some(second) = answers.get(1) else {
            let messages = asking.continued(opening()?, first, prompt, "round-two", language, &values)?;
            return Ok(ask(messages, 2));
        };
        let mut edit =
            Edit { language: language.to_owned(), before: program.clone(), after: program, instructions };
        let after = reading.revision(reply(second)?);
        let after = after.and_then(|after| checks::changes(&edit.before, &after).map(|()| after));
        match after {
            Ok(after) => edit.after = after,
            Err(rejection) => {
                let wanted = match rejection.reason {
                    Reason::Refused => (NoEdit::Refused, NoEditReason::InstructionUnreasonable),
                    Reason::NoChange => (NoEdit::Unchanged, NoEditReason::InstructionMet),
                    _ => return Err(rejection),
                };
                if !options.no_edit.contains(&wanted.0) {
                    return Err(rejection);
                }
                let origin = self.origin(answers, Vec::new());
                return Ok(Step::Done(Ok(vec![sample(&edit, Some(wanted.1), origin, &**languages)])));
            }
        }
        if !options.allow_leaks {
            checks::leaks(&edit.instructions, &edit.before, &edit.after)?;
        }
        let verified = Verified { edit: &edit, model: &self.model, seed: *seed, number: self.number };
        let Verdicts { verdicts, test } =
            match verification.next(&verified, asking, &**languages, &answers[2..])? {
                Step::Ask(requests) => return Ok(Step::Ask(requests)),
                Step::Done(verdicts) => verdicts,
            };
        let mut origin = self.origin(answers, verdicts.clone());
        origin.metadata.extend(test.map(|test| (TEST.to_owned(), test.into())));
        let mut samples = vec![sample(&edit, None, origin, &**languages)];
        if options.no_edit.contains(&NoEdit::Satisfied) {
            let origin = self.origin(answers, verdicts);
            samples.push(sample(&edit, Some(NoEditReason::InstructionMet), origin, &**languages));
        }
        Ok(Step::Done(Ok(samples)))
    }

    fn values(&self) -> Result<Value, Rejection> {
        let mut random = generator(self.rounds.seed ^ 1, self.number);
        let language = &self.seeds.language;
        let shot = self.rounds.shots.draw(language, &mut random).ok_or_else(|| {
            Rejection::new(Reason::PromptFailed, format!("there is no example to show for {language}"))
        })?;
        Ok(json!({ "snippets": self.snippets(), "shot": shot }))
    }

    fn snippets(&self) -> [&str; 2] {
        self.seeds.snippets.each_ref().map(|snippet| snippet.text.as_str())
    }

    fn origin<'a>(&'a self, answers: &'a [Answer], verdicts: Vec<lintseq_samples::Verdict>) -> Origin<'a> {
        let prompt = self.rounds.asking.prompts.get(PROMPT).version();
        let [one, other] = self.seeds.snippets.each_ref().map(|snippet| snippet.id.as_str());
        let metadata = Map::from_iter([
            ("code_snippet".to_owned(), json!(self.snippets())),
            ("prompt".to_owned(), json!(self.number)),
        ]);
        Origin {
            source_id: format!("{one},{other}"),
            seed: self.rounds.seed,
            options: format!("{prompt}/{}/{}", self.model, self.rounds.seed),
            step: self.number.to_string(),
            model: &self.model,
            prompt_version: prompt,
            answers,
            verdicts,
            metadata,
        }
    }
}
