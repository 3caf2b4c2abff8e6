//! The training text of upiterbarg/lintseq: the instruction, then every diff behind a token, then two empty ones.
//!
//! Of a sample, the prompt is the instruction with the edits so far and the answer the next one, or the two empty
//! edits if the program is complete. The first state is the empty file, so an original text is the first edit; where
//! a budget asks for less, the oldest edits become one. See [`super::pylintseq`] for how the diffs join lines.

use lintseq_core::{Column, Diff, LineEnds, Reason, Rejection, apply};

use super::fit::fit;
use super::layout::fields;
use super::{AnswerPlace, DecodeError, Format, FormatRow, Parameters, Prompt};
use crate::history::states;
use crate::{Kind, Sample, patch};

const DIFF: &str = "\n<|diff|>";

pub(super) struct Text(pub(super) Parameters);

impl Format for Text {
    fn columns(&self) -> Vec<Column> {
        vec![Column::text("text")]
    }

    fn reserved(&self) -> &'static [&'static str] {
        &["<|diff|>"]
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let states = states_of(sample)?;
        let shown = self.0.history.unwrap_or(usize::MAX).min(states.len());
        let instruction = instruction(sample);
        let steps: Vec<String> = states.windows(2).map(|two| joined_diff(&two[0], &two[1])).collect();
        fit(self.0.budget, reserve, shown, |cut| {
            // The last state is the current one; the one before the first edit shown is built in one go.
            let from = states.len().saturating_sub(cut.history.max(1));
            let edits = first_edit(&states[from..]).into_iter().chain(steps[from..].iter().cloned());
            let edits: String = edits.map(|edit| format!("{DIFF}{edit}")).collect();
            Ok(Prompt::text(format!("{instruction}{edits}")))
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        if sample.current == text {
            return Ok(DIFF.repeat(2));
        }
        Ok(format!("{DIFF}{}", joined_diff(&sample.current, text)))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let mut text = sample.current.clone();
        let Some(edits) = answer.strip_prefix(DIFF) else {
            return Err(DecodeError::new("a line break and `<|diff|>` at the start", answer));
        };
        for edit in edits.split(DIFF) {
            let diff = Diff::parse(edit).map_err(|_| DecodeError::new("a diff", edit))?;
            text = apply(&text, &diff, LineEnds::Joined)
                .map_err(|_| DecodeError::new("a diff of the current text", edit))?;
        }
        Ok(text)
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        let place = AnswerPlace::after("text", &prompt.user, &answer);
        FormatRow { fields: fields([("text", (prompt.user + &answer).into())]), answer: place }
    }
}

/// The instruction in full, else in brief, else nothing.
pub(super) fn instruction(sample: &Sample) -> &str {
    let instruction = sample.instruction_descriptive.as_deref().or(sample.instruction_lazy.as_deref());
    instruction.unwrap_or_default()
}

/// The texts of the sample's file from its original to the current one, without repetitions.
pub(super) fn states_of(sample: &Sample) -> Result<Vec<String>, Rejection> {
    if sample.kind == Kind::NoEdit && sample.no_edit_reason != Some(crate::NoEditReason::ProgramComplete) {
        let message = "two empty edits end a program; this one is not said to be complete";
        return Err(Rejection::new(Reason::NotInFormat, message));
    }
    let states = states(&sample.original, &sample.history, &sample.path);
    let mut states = states.map_err(|error| Rejection::new(Reason::MalformedEdit, error.to_string()))?;
    states.dedup();
    Ok(states)
}

/// The edits that lead from the empty text through all states.
pub(super) fn edit_path(states: &[String]) -> Vec<String> {
    first_edit(states).into_iter().chain(states.windows(2).map(|two| joined_diff(&two[0], &two[1]))).collect()
}

/// The edit that makes the first state of the empty text.
fn first_edit(states: &[String]) -> Option<String> {
    states.first().filter(|state| !state.is_empty()).map(|first| joined_diff("", first))
}

/// The edit between two texts as pylintseq writes it: lines are joined by newlines, without headers and context.
pub(super) fn joined_diff(old: &str, new: &str) -> String {
    let (old, new) = (joined_lines(old), joined_lines(new));
    let hunk = |hunk: &patch::LineHunk| {
        let header = format!("@@ -{} +{} @@", patch::extent(&hunk.old), patch::extent(&hunk.new));
        let removed = old[hunk.old.clone()].iter().map(|line| format!("-{line}"));
        let inserted = new[hunk.new.clone()].iter().map(|line| format!("+{line}"));
        std::iter::once(header).chain(removed).chain(inserted).collect::<Vec<_>>().join("\n")
    };
    patch::changes(&old, &new).iter().map(hunk).collect::<Vec<_>>().join("\n")
}

fn joined_lines(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}
