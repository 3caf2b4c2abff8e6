//! The training text of upiterbarg/lintseq: an instruction and the edits that answer it.
//!
//! Their `finetune.py` writes the instruction, then a newline, the token `<|diff|>` and the edit for every
//! edit and for two empty ones, which teach a model to stop.

use std::fmt;

use lintseq_core::{Column, Document, EditSequence, LineEnds, Source};
use serde::{Serialize, Serializer};

use super::Diffs;

/// What stands before every edit, at the start of a line.
pub const DIFF_TOKEN: &str = "<|diff|>";

/// What their models end an answer with.
const END_OF_TEXT: &str = "<|endoftext|>";

/// How many empty edits close a text.
const CLOSING: usize = 2;

/// A row with the training text under the key `text`.
#[derive(Clone, Copy, Debug)]
pub struct TextRow<'a> {
    /// The program.
    pub document: &'a Document,
    /// Its text as lines.
    pub source: &'a Source<'a>,
    /// The sequence.
    pub sequence: &'a EditSequence,
}

impl TextRow<'_> {
    /// The one column of the rows.
    pub fn columns() -> Vec<Column> {
        vec![Column::text("text")]
    }
}

impl Serialize for TextRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            text: TrainingText<'a>,
        }
        Row { text: TrainingText(self) }.serialize(serializer)
    }
}

struct TrainingText<'a>(&'a TextRow<'a>);

impl Serialize for TrainingText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for TrainingText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &TextRow { document, source, sequence } = self.0;
        f.write_str(document.instruction.as_deref().unwrap_or_default())?;
        for diff in (Diffs { source, sequence, ends: LineEnds::Joined }).iter() {
            write!(f, "\n{DIFF_TOKEN}{diff}")?;
        }
        (0..CLOSING).try_for_each(|_| write!(f, "\n{DIFF_TOKEN}"))
    }
}

/// Whether a document holds a token of the format, so that a model would take its text for the format's.
pub fn collides_with_tokens(document: &Document) -> bool {
    let holds = |text: &str| text.contains(DIFF_TOKEN) || text.contains(END_OF_TEXT);
    holds(&document.text) || document.instruction.as_deref().is_some_and(holds)
}

/// The edits in a training text or in a model's raw output. Empty ones, which only close it, are left out.
///
/// A token counts at the start of a line only: elsewhere it belongs to the text of an edit.
pub fn training_text_edits(text: &str) -> impl Iterator<Item = &str> {
    const SEPARATOR: &str = "\n<|diff|>";
    let padded = text.trim_end();
    let text = if padded.ends_with(END_OF_TEXT) { padded.trim_end_matches(END_OF_TEXT) } else { text };
    let (answer, prompted) = match text.strip_prefix(DIFF_TOKEN) {
        Some(answer) => (Some(answer), None),
        None => (None, Some(text)),
    };
    let answer = answer.into_iter().flat_map(|answer| answer.split(SEPARATOR));
    let prompted = prompted.into_iter().flat_map(|text| text.split(SEPARATOR).skip(1));
    answer.chain(prompted).filter(|edit| !edit.trim().is_empty())
}
