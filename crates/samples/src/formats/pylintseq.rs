//! The rows of upiterbarg/pylintseq: a whole sequence of edits from the empty file, whose states are lines joined by
//! newlines.
//!
//! Of a sample, the path leads through the history to the next text. A file of ours loads wherever one of theirs
//! does, so `source_instruction` is a text even where there is no instruction: their trainer adds to it.

use lintseq_core::{Column, ColumnKind, Diff, LineEnds, Rejection, apply};

use super::layout::fields;
use super::text::{edit_path, instruction, joined_diff, states_of};
use super::{AnswerPlace, DecodeError, Format, FormatRow, Prompt};
use crate::Sample;

pub(super) struct Pylintseq;

impl Format for Pylintseq {
    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("edit_path", ColumnKind::texts()),
            Column::int("index"),
            Column::text("source_file"),
            Column::text("source_response"),
            Column::text("source_instruction"),
        ]
    }

    fn reserved(&self) -> &'static [&'static str] {
        &["<|diff|>"]
    }

    fn has_prompt(&self) -> bool {
        false
    }

    fn prompt(&self, sample: &Sample, _: usize) -> Result<Prompt, Rejection> {
        Ok(Prompt { parts: edit_path(&states_of(sample)?), ..Prompt::default() })
    }

    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection> {
        Ok(joined_diff(&sample.current, text))
    }

    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError> {
        Diff::parse(answer)
            .and_then(|diff| apply(&sample.current, &diff, LineEnds::Joined))
            .map_err(|_| DecodeError::new("a diff of the current text", answer))
    }

    fn row(&self, sample: &Sample, prompt: Prompt, answer: String, index: u64) -> FormatRow {
        let mut path = prompt.parts;
        // Of a complete program the path is all there is: their trainer adds the closing edits.
        let place = if answer.is_empty() {
            AnswerPlace::whole("source_instruction", "")
        } else {
            let place = AnswerPlace::whole(format!("edit_path[{}]", path.len()), &answer);
            path.push(answer);
            place
        };
        let fields = fields([
            ("edit_path", path.into()),
            ("index", index.into()),
            ("source_file", sample.path.as_str().into()),
            ("source_response", sample.next.as_str().into()),
            ("source_instruction", instruction(sample).into()),
        ]);
        FormatRow { fields, answer: place }
    }
}
