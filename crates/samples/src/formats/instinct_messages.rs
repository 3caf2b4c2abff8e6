//! The messages that continuedev/instinct trains on: context, edits and excerpt under headings, and the region's
//! lines as the answer.

use lintseq_core::{Column, Rejection};

use super::fit::fit;
use super::instinct::{HISTORY, TOKENS, previous_edits};
use super::layout::{messages_columns, messages_row};
use super::window::{Ends, Window};
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::Sample;

const SYSTEM: &str = "You predict a developer's next edit. You see parts of other files under \"### Context\", the \
    latest changes, newest first, under \"### User Edits:\", and the file at hand under \"### User Excerpt:\". Write \
    what stands between <|editable_region_start|> and <|editable_region_end|> again with the next edit made, without \
    these tokens and without <|user_cursor_is_here|>, which marks the cursor. The developer may be in the middle of a \
    word. Keep to the style of the code, and do not take the last change back unless it is plainly a slip.";
const TASK: &str =
    "Make the edit that comes next in the editable region below, with the help of the edits so far.";
/// What the client of continuedev/continue makes editable.
const REGION: Extent = Extent::Lines(1, 5);
const CONTEXT: Extent = Extent::Lines(20, 20);

pub(super) struct InstinctMessages(pub(super) Parameters);

impl InstinctMessages {
    fn window(&self, sample: &Sample, context: Extent) -> Result<Window, Rejection> {
        Window::of(sample, self.0.region.unwrap_or(REGION), context, Ends::Open)
    }
}

impl Format for InstinctMessages {
    fn name(&self) -> &'static str {
        "instinct-messages"
    }

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
        let context = self.0.context.unwrap_or(CONTEXT);
        let [start, end, cursor, ..] = TOKENS;
        let system = self.0.system.as_deref().unwrap_or(SYSTEM);
        fit(self.0.budget, reserve, self.0.history.unwrap_or(HISTORY).min(sample.history.len()), |cut| {
            let window = self.window(sample, cut.context(context))?;
            let current = &sample.current;
            let edits: String = previous_edits(sample, cut.history)
                .map(|(path, diff)| format!("User edited file \"{path}\"\n\n```diff\n{diff}\n```\n\n"))
                .collect();
            let user = format!(
                "{TASK}\n\n### Context:\n\n\n\n\n### User Edits:\n\n{edits}### User Excerpt:\n\"{}\"\n\n{}{start}\n{}\n{end}{}",
                sample.path,
                window.above(current),
                window.marked(current, cursor),
                window.below(current)
            );
            Ok(Prompt::chat(system.to_owned(), user))
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        let window = self.window(sample, Extent::Lines(0, 0))?;
        Ok(window.rewritten(&sample.current, text)?.to_owned())
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let window = self.window(sample, Extent::Lines(0, 0));
        let window =
            window.map_err(|_| DecodeError::new("instinct-messages", "a sample with a cursor", answer))?;
        Ok(window.replaced(&sample.current, answer))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        messages_row(prompt, answer)
    }
}
