//! The data of continuedev/instinct (`utils/datautils.py`): an excerpt before and after, the earlier edits, and the
//! cursor.
//!
//! Their loader cuts the excerpt to what it wants, so it is the whole file unless `context` says otherwise. Earlier
//! edits are a hunk each, the newest first, with counts in every header as their regular expression needs them.

use lintseq_core::{Column, ColumnKind, Rejection};
use serde_json::{Value, json};

use super::events::{hunks, newest};
use super::layout::fields;
use super::window::{Ends, Window};
use super::{AnswerPlace, DecodeError, Extent, Format, FormatRow, Parameters, Prompt};
use crate::{HistoryEdit, LineIndex, Sample, patch};

pub(super) const HISTORY: usize = 10;

pub(super) struct Instinct(pub(super) Parameters);

impl Instinct {
    fn window(&self, sample: &Sample) -> Result<Window, Rejection> {
        Window::of(sample, self.0.context.unwrap_or(Extent::All), Extent::Lines(0, 0), Ends::Whole)
    }
}

impl Format for Instinct {
    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new(
                "previous_edits",
                ColumnKind::structs([Column::text("filename"), Column::text("diff")]),
            ),
            Column::text("context"),
            Column::text("large_excerpt"),
            Column::text("large_rewrite"),
            Column::int("cursor_pos_line"),
            Column::int("cursor_pos_char"),
            Column::text("filename"),
        ]
    }

    fn reserved(&self) -> &'static [&'static str] {
        &TOKENS
    }

    fn has_prompt(&self) -> bool {
        false
    }

    fn prompt(&self, sample: &Sample, _: usize) -> Result<Prompt, Rejection> {
        self.window(sample).map(|_| Prompt::default())
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(self.window(sample)?.rewritten(&sample.current, text)?.to_owned())
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        let window = self.window(sample);
        let window = window.map_err(|_| DecodeError::new("a sample with a cursor", answer))?;
        Ok(window.replaced(&sample.current, answer))
    }

    fn row(&self, sample: &Sample, _: Prompt, answer: String, _: u64) -> FormatRow {
        let window = self.window(sample).expect("the prompt was made from the same window");
        let place = AnswerPlace::whole("large_rewrite", &answer);
        let excerpt = &sample.current[window.region.clone()];
        let cursor = LineIndex::new(excerpt).cursor(window.cursor - window.region.start);
        let edits: Vec<Value> = previous_edits(newest(sample, self.0.history.unwrap_or(HISTORY)))
            .map(|(path, diff)| json!({"filename": path, "diff": diff}))
            .collect();
        let fields = fields([
            ("previous_edits", edits.into()),
            ("context", "".into()),
            ("large_excerpt", excerpt.into()),
            ("large_rewrite", answer.into()),
            ("cursor_pos_line", cursor.line.into()),
            ("cursor_pos_char", cursor.column.into()),
            ("filename", sample.path.as_str().into()),
        ]);
        FormatRow { fields, answer: place }
    }
}

/// The tokens of their prompts, from which their loader builds on.
pub(super) const TOKENS: [&str; 5] = [
    "<|editable_region_start|>",
    "<|editable_region_end|>",
    "<|user_cursor_is_here|>",
    "<|context_file|>",
    "<|snippet|>",
];

/// The earlier edits, a hunk each, newest first, without a newline at the end.
pub(super) fn previous_edits(edits: &[HistoryEdit]) -> impl Iterator<Item = (&str, String)> {
    edits.iter().rev().flat_map(|edit| {
        let hunks = hunks(&edit.diff, patch::CONTEXT, true).into_iter().rev();
        hunks.map(|hunk| (edit.path.as_str(), hunk.trim_end_matches('\n').to_owned()))
    })
}
