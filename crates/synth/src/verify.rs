//! What is asked about an edit beyond its two rounds, to trust it more. Each is an option, at a price:
//!
//! | verification | requests for each edit | what it catches |
//! |---|---|---|
//! | linter | none | an edit that brings faults that the program before did not have |
//! | coverage | 1, short answer | hunks that nobody asked for, wishes that were not met |
//! | round trip | k, as long as the second round | instructions that do not determine the edit |
//! | vote | 1 for each voter, one word | what other models find wrong |
//! | tests | 1, as long as the second round, and two runs in a sandbox | edits that do not do what was asked for |
//!
//! All requests go out together, so that verifying takes one more exchange and not five.

use lintseq_core::{Reason, Rejection};
use lintseq_samples::Verdict;
use serde_json::json;

use crate::Languages;
use crate::answers::yes_or_no;
use crate::asking::Asking;
use crate::dialogue::{Answer, Request, Step};
use crate::edit::{Edit, reply};
use crate::instruct::{COVERAGE, all_covered, coverage_request, covered, hunks};
use crate::response::Reading;
use crate::sandbox;
use crate::seeds::request_seed;

/// Which verifications are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The edit may bring no new fault.
    pub linter: bool,
    /// Every hunk has to be asked for.
    pub coverage: bool,
    /// The instruction, carried out anew, has to lead to the same program.
    pub round_trip: Option<RoundTrip>,
    /// Models of which more than half have to agree with the edit.
    pub voters: Vec<String>,
    /// A test is written, to be run by [`sandbox`].
    pub tests: bool,
}

/// How often the instruction is carried out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundTrip {
    /// In all.
    pub tries: u32,
    /// How many have to lead to the same syntax tree.
    pub agree: u32,
}

/// An edit that is verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The edit.
    pub edit: &'a Edit,
    /// The model that made it.
    pub model: &'a str,
    /// The run's seed.
    pub seed: u64,
    /// The number of the prompt.
    pub number: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// What the verifications said.
    pub verdicts: Vec<Verdict>,
    /// A test that is yet to be run.
    pub test: Option<String>,
}

/// The seed of the first request; those before are of the rounds.
const FIRST_ROUND: u32 = 10;

impl Verification {
    /// What is to be asked after these answers, or the verdicts.
    ///
    /// # Errors
    /// If a verification fails.
    pub fn next(
        &self,
        verified: &Verified<'_>,
        asking: &Asking,
        languages: &dyn Languages,
        answers: &[Answer],
    ) -> Result<Step<Verdicts>, Rejection> {
        let requests = self.requests(verified, asking, languages)?;
        if answers.len() < requests.len() {
            return Ok(Step::Ask(requests));
        }
        self.verdicts(verified.edit, languages, answers).map(Step::Done)
    }

    fn requests(
        &self,
        verified: &Verified<'_>,
        asking: &Asking,
        languages: &dyn Languages,
    ) -> Result<Vec<Request>, Rejection> {
        let Verified { edit, model, seed, number } = *verified;
        let Edit { language, before, instructions, .. } = edit;
        if self.linter {
            new_faults(edit, languages)?;
        }
        let diff = edit.diff(&format!("untitled.{}", languages.extension(language)));
        let instruction = &instructions.descriptive;
        let mut requests = Vec::new();
        let draw = |place: usize| request_seed(seed, number, FIRST_ROUND + place as u32);
        if self.coverage {
            requests.push(coverage_request(asking, model, language, instruction, &diff, draw(0))?);
        }
        let prompt = asking.prompts.get("apply");
        for nonce in 0..self.round_trip.map_or(0, |round_trip| round_trip.tries) {
            let values = json!({ "before": before, "instruction": instruction });
            let messages = asking.opening(prompt, "user", language, &values)?;
            let request = asking.aside(prompt, model, messages, draw(requests.len()));
            requests.push(Request { nonce, ..request });
        }
        let prompt = asking.prompts.get("vote");
        for voter in &self.voters {
            let values = json!({ "before": before, "instruction": instruction, "diff": diff });
            let messages = asking.opening(prompt, "user", language, &values)?;
            requests.push(asking.aside(prompt, voter, messages, draw(requests.len())));
        }
        if self.tests {
            let prompt = asking.prompts.get("tests");
            let [file, test_file] = sandbox::files(languages.extension(language));
            let values = json!({
                "before": before, "instruction": instruction, "file": file, "test_file": test_file,
            });
            let messages = asking.opening(prompt, "user", language, &values)?;
            requests.push(asking.aside(prompt, model, messages, draw(requests.len())));
        }
        Ok(requests)
    }

    fn verdicts(
        &self,
        edit: &Edit,
        languages: &dyn Languages,
        answers: &[Answer],
    ) -> Result<Verdicts, Rejection> {
        let mut answers = answers.iter();
        let mut found = Verdicts::default();
        let mut passed = |filter: &str, reason: Option<String>| {
            found.verdicts.push(Verdict { filter: filter.to_owned(), keep: true, reason });
        };
        if self.linter {
            passed("linter", None);
        }
        if self.coverage {
            let answer = answers.by_ref().take(1).map(reply).next();
            let count = hunks(&edit.diff("file"));
            let verdict = answer.map(|answer| covered(answer?, count)).transpose()?;
            passed(COVERAGE, verdict.and_then(|verdict| verdict.reason));
        }
        if let Some(RoundTrip { tries, agree }) = self.round_trip {
            let reading = Reading::new(&edit.language, languages);
            let is_same = |answer: &&Answer| {
                let program = reply(answer).and_then(|reply| reading.program(reply));
                program.is_ok_and(|program| languages.same_tree(&edit.language, &program, &edit.after))
            };
            let same = answers.by_ref().take(tries as usize).filter(is_same).count();
            let reason = format!("{same} of {tries} agree");
            if (same as u64) < u64::from(agree) {
                return Err(Rejection::new(Reason::RoundTripDiffers, reason));
            }
            passed("round-trip", Some(reason));
        }
        if !self.voters.is_empty() {
            let count = self.voters.len();
            let is_for = |answer: &&Answer| reply(answer).and_then(yes_or_no).unwrap_or(false);
            let votes = answers.by_ref().take(count).filter(is_for).count();
            let reason = format!("{votes} of {count} agree");
            if votes * 2 <= count {
                return Err(Rejection::new(Reason::VotedDown, reason));
            }
            passed("vote", Some(reason));
        }
        if self.tests {
            let reading = Reading::new(&edit.language, languages);
            let answer = answers.next().map(reply).transpose()?;
            found.test = answer.map(|answer| reading.program(answer)).transpose()?;
        }
        Ok(found)
    }
}

/// What a verification might be answered with; where a program is asked for, this one.
pub fn stand_in(request: &Request, program: String) -> String {
    match request.prompt.split('/').next() {
        Some(COVERAGE) => {
            let asked = request.messages.last().map_or("", |message| message.content.as_str());
            all_covered(hunks(asked))
        }
        Some("vote") => "yes".to_owned(),
        _ => program,
    }
}

/// Whether an edit brings faults.
fn new_faults(edit: &Edit, languages: &dyn Languages) -> Result<(), Rejection> {
    let mut before = languages.faults(&edit.language, &edit.before);
    for fault in languages.faults(&edit.language, &edit.after) {
        match before.iter().position(|known| *known == fault) {
            Some(at) => {
                before.swap_remove(at);
            }
            None => return Err(Rejection::new(Reason::NewDiagnostics, fault)),
        }
    }
    Ok(())
}
