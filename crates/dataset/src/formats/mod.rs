//! Rows of edit sequences: how they are written, and how they are read back.
//!
//! Rows borrow everything and serialize straight into the writer's buffer: an edit is never a string of its
//! own. Reading accepts whatever is told apart by its keys, so that `check`, `apply` and `show` take files
//! of lintseq and of its peers alike.

mod edit_rows;
mod published_nep_rows;
mod pylintseq_rows;
mod sequence_rows;
mod text_rows;

use std::fmt;

use lintseq_core::{EditSequence, LineEnds, Source, Step};
use serde::{Serialize, Serializer};

pub use edit_rows::{EditFields, EditRow, EditRowError};
pub use published_nep_rows::PublishedNepRow;
pub use pylintseq_rows::PylintseqRow;
pub use sequence_rows::{SEQUENCE_SCHEMA, SequenceRow};
pub use text_rows::{DIFF_TOKEN, TextRow, collides_with_tokens, training_text_edits};

/// Appends a row as a line of JSON.
///
/// # Panics
/// If the row is not JSON: a map with keys that are no strings, or a value whose own code fails. No row here is.
pub fn write_line(lines: &mut Vec<u8>, row: &impl Serialize) {
    serde_json::to_writer(&mut *lines, row).expect("a row of strings and numbers is JSON");
    lines.push(b'\n');
}

/// The edits of a sequence as a list of unified diffs, written on the fly.
pub(crate) struct Diffs<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) sequence: &'a EditSequence,
    pub(crate) ends: LineEnds,
}

impl<'a> Diffs<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = DiffText<'a>> + '_ {
        let Self { source, sequence, ends } = *self;
        sequence.steps().map(move |step| DiffText { source, sequence, step, ends })
    }
}

impl Serialize for Diffs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// One edit, which exists only while it is written.
pub(crate) struct DiffText<'a> {
    source: &'a Source<'a>,
    sequence: &'a EditSequence,
    step: Step,
    ends: LineEnds,
}

impl fmt::Display for DiffText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sequence.write_diff(self.source, self.step, self.ends, f)
    }
}

impl Serialize for DiffText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
