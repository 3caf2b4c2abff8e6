//! Zeta 2 (zed-industries/zed, `zeta_prompt`): Seed-Coder's suffix, prefix and middle, with a conflict to resolve.
//!
//! V0211SeedCoder repeats the region where nothing is to be done, V0304SeedNoEdits says so. The answer ends every
//! region with a newline, so where a region reaches the end of the file, whether the last line is closed is taken
//! from the current text, as Zed does; an edit that changes it is left out.

use lintseq_core::{Column, Reason, Rejection};

use super::events::body;
use super::frame::Frame;
use super::layout::{completion_columns, completion_row};
use super::window::Ends;
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

const SUFFIX: &str = "<[fim-suffix]>";
const PREFIX: &str = "<[fim-prefix]>";
const MIDDLE: &str = "<[fim-middle]>";
const FILE: &str = "<filename>";
const START: &str = "<<<<<<< CURRENT\n";
const SEPARATOR: &str = "=======\n";
const END: &str = ">>>>>>> UPDATED\n";
const NO_EDITS: &str = "NO_EDITS\n";
pub(super) const CURSOR: &str = "<|user_cursor|>";

/// Prompts have a published length.
const FRAME: Frame = Frame {
    region: Extent::Tokens(350),
    context: Extent::Tokens(150),
    history: 6,
    budget: Some(4096 * Parameters::BYTES_PER_TOKEN),
    ends: Ends::Whole,
};

pub(super) struct Zeta2 {
    pub(super) parameters: Parameters,
    /// Whether nothing to do has a word of its own.
    pub(super) says_no_edits: bool,
}

impl Format for Zeta2 {
    fn columns(&self) -> Vec<Column> {
        completion_columns()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[SUFFIX, PREFIX, MIDDLE, FILE, START, SEPARATOR, END, CURSOR]
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        FRAME.prompt(&self.parameters, sample, reserve, |window, events| {
            let current = &sample.current;
            let mut prompt = closed(format!("{SUFFIX}{}", window.below(current)));
            prompt.push_str(PREFIX);
            if !events.is_empty() {
                prompt.push_str(FILE);
                prompt.push_str("edit_history\n");
                for edit in events {
                    prompt.push_str(&closed(format!(
                        "--- a/{0}\n+++ b/{0}\n{1}",
                        edit.path,
                        body(&edit.diff)
                    )));
                }
                prompt.push('\n');
            }
            let marked = window.marked(current, CURSOR);
            let conflict = closed(format!("{FILE}{}\n{}{START}{marked}", sample.path, window.above(current)));
            Prompt::text(format!("{prompt}{conflict}{SEPARATOR}{MIDDLE}"))
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        if self.says_no_edits && text == sample.current {
            return Ok(format!("{NO_EDITS}{END}"));
        }
        let region = FRAME.rewritten(&self.parameters, sample, text)?;
        let answer = match region {
            "" => END.to_owned(),
            region => closed(region.to_owned()) + END,
        };
        if self.decode(&answer, sample).is_ok_and(|decoded| decoded != text) {
            let message = "whether the last line ends with a newline cannot be said, and the edit changes it";
            return Err(Rejection::new(Reason::LastNewline, message));
        }
        Ok(answer)
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new(expected, answer);
        let window = FRAME.answered(&self.parameters, sample, answer)?;
        let region = answer.strip_suffix(END).ok_or_else(|| error("`>>>>>>> UPDATED` at the end"))?;
        if self.says_no_edits && region == NO_EDITS {
            return Ok(sample.current.clone());
        }
        let current = &sample.current[window.region.clone()];
        let is_open = !current.is_empty() && !current.ends_with('\n');
        let region = if is_open { region.strip_suffix('\n').unwrap_or(region) } else { region };
        Ok(window.replaced(&sample.current, region))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        completion_row(prompt, answer)
    }
}

/// The text with a newline at its end.
fn closed(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
