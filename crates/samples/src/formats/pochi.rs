//! The chat of TabbyML/pochi (`nes-clients/chat-model-client.ts`): five lines around the cursor to rewrite, fifteen
//! more to see, the newest five edits with two lines of context.
//!
//! The client reads what stands behind the start token and stops at the end token, so the answer is the region
//! between the two.

use lintseq_core::{Column, Rejection};

use super::events::hunks;
use super::frame::Frame;
use super::layout::{messages_columns, messages_row};
use super::window::Ends;
use super::zeta::{CURSOR, REGION_END, REGION_START};
use super::{DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::{HistoryEdit, Sample};

const TASK: &str = "You complete and edit code. A part of the code that the user shows is marked as editable. Write \
    that part again with the next edit made, as the edits so far suggest it. Never take the user's edits back.";
const FRAME: Frame = Frame {
    region: Extent::Lines(5, 5),
    context: Extent::Lines(15, 15),
    history: 5,
    budget: None,
    ends: Ends::Whole,
};
const DIFF_CONTEXT: usize = 2;

pub(super) struct Pochi(pub(super) Parameters);

impl Format for Pochi {
    fn columns(&self) -> Vec<Column> {
        messages_columns()
    }

    fn reserved(&self) -> &'static [&'static str] {
        &[CURSOR, REGION_START, REGION_END]
    }

    fn is_chat(&self) -> bool {
        true
    }

    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection> {
        let task = self.0.system.as_deref().unwrap_or(TASK);
        FRAME.prompt(&self.0, sample, reserve, |window, edits| {
            let current = &sample.current;
            let edits: Vec<_> = edits.iter().map(patch_of).collect();
            let edits = edits.join("\n\n");
            let system = format!("{task}\n\nUser edits:\n\n```diff\n{edits}\n```\n");
            let user = format!(
                "```{}\n{}{REGION_START}{}{REGION_END}{}\n```",
                sample.path,
                window.above(current),
                window.marked(current, CURSOR),
                window.below(current)
            );
            Prompt::chat(system, user)
        })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(format!("{REGION_START}{}{REGION_END}", FRAME.rewritten(&self.0, sample, text)?))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let error = |expected| DecodeError::new(expected, answer);
        let window = FRAME.answered(&self.0, sample, answer)?;
        let (_, region) = answer.split_once(REGION_START).ok_or_else(|| error("the start of the region"))?;
        let region = region.split_once(REGION_END).map_or(region, |(region, _)| region);
        Ok(window.replaced(&sample.current, region))
    }

    fn row(&self, _: &Sample, prompt: Prompt, answer: String, _: u64) -> FormatRow {
        messages_row(prompt, answer)
    }
}

/// An edit as jsdiff's `createPatch` writes it with empty headers, hence the tabs, without its first two lines.
fn patch_of(edit: &HistoryEdit) -> String {
    let hunks = hunks(&edit.diff, DIFF_CONTEXT, true).concat();
    format!("--- {0}\t\n+++ {0}\t\n{1}", edit.path, hunks.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch;

    #[test]
    fn an_edit_is_what_jsdiff_writes() {
        let path = "src/a b.py".to_owned();
        let diff = patch::between(&path, "a\nb\n", "a\nc\n", 3);
        let written = patch_of(&HistoryEdit { path, diff });
        assert_eq!(written, "--- src/a b.py\t\n+++ src/a b.py\t\n@@ -1,2 +1,2 @@\n a\n-b\n+c");
    }
}
