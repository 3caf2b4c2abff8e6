//! The messages that continuedev/instinct trains on: context, edits and excerpt under headings, and the region's
//! lines as the answer.

use lintseq_core::{Column, Rejection};

use super::frame::Frame;
use super::instinct::{HISTORY, TOKENS, previous_edits};
use super::layout::{messages_columns, messages_row};
use super::window::Ends;
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

const SYSTEM: &str = "You predict a developer's next edit. You see parts of other files under \"### Context\", the \
    latest changes, newest first, under \"### User Edits:\", and the file at hand under \"### User Excerpt:\". Write \
    what stands between <|editable_region_start|> and <|editable_region_end|> again with the next edit made, without \
    these tokens and without <|user_cursor_is_here|>, which marks the cursor. The developer may be in the middle of a \
    word. Keep to the style of the code, and do not take the last change back unless it is plainly a slip.";
const TASK: &str =
    "Make the edit that comes next in the editable region below, with the help of the edits so far.";
/// The region is what the client of continuedev/continue makes editable.
const FRAME: Frame = Frame {
    region: Extent::Lines(1, 5),
    context: Extent::Lines(20, 20),
    history: HISTORY,
    budget: None,
    ends: Ends::Open,
};

pub(super) struct InstinctMessages(pub(super) Parameters);

impl Format for InstinctMessages {
    fn columns(&self) -> Vec<Column> {
        messages_columns()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &TOKENS
    }

    fn is_chat(&self) -> bool {
        true
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let [start, end, cursor, ..] = TOKENS;
        let system = self.0.system.as_deref().unwrap_or(SYSTEM);
        FRAME.prompt(&self.0, sample, reserve, |window, edits| {
            let current = &sample.current;
            let edits: String = previous_edits(edits)
                .map(|(path, diff)| format!("User edited file \"{path}\"\n\n```diff\n{diff}\n```\n\n"))
                .collect();
            let user = format!(
                "{TASK}\n\n### Context:\n\n\n\n\n### User Edits:\n\n{edits}### User Excerpt:\n\"{}\"\n\n{}{start}\n{}\n{end}{}",
                sample.path,
                window.above(current),
                window.marked(current, cursor),
                window.below(current)
            );
            Prompt::chat(system.to_owned(), user)
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(FRAME.rewritten(&self.0, sample, text)?.to_owned())
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        Ok(FRAME.answered(&self.0, sample, answer)?.replaced(&sample.current, answer))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        messages_row(prompt, answer)
    }
}
