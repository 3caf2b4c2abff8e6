//! The training formats of public projects, a file each, and what they have in common.
//!
//! A format proves itself: for every row that is made, decoding the answer gives back the next text exactly, the
//! last newline included, and this is checked before the row is written ([`Exporter::encode`]). What a format cannot
//! hold it leaves out with a typed reason instead of bending it.
//!
//! | name | columns | published by | what "no edit" becomes |
//! |---|---|---|---|
//! | `pylintseq` | `edit_path, index, source_file, source_response, source_instruction` | upiterbarg/pylintseq 0.0.2 | the path ends at the current text; only for complete programs |
//! | `text` | `text` | upiterbarg/lintseq, `finetune.py` | the two closing empty diffs |
//! | `nep` | CommitPackFT's, `current_contents`, `text` | lurf21/NextEditPrediction | the current text again |
//! | `oce` | `commit, code_snippet, code_before_purify, code_after_purify, instruct_purify, instr_type` | zkzhang88/OpenCodeEdit, mixed data | the same code before and after |
//! | `oce-messages` | `messages, commit, instr_type, old_code, new_code` | the same, ShareGPT | the same code |
//! | `oce-alpaca` | `instruction, system, output, commit, instr_type, old_code, new_code` | the same, Alpaca | the same code |
//! | `zeta` | `events, input, output` | zed-industries/zeta, Zeta v1 | the region as it is |
//! | `zeta2` | `prompt, completion` | zed-industries/zed, V0211SeedCoder | the region as it is |
//! | `zeta2-no-edits` | `prompt, completion` | zed-industries/zed, V0304SeedNoEdits | `NO_EDITS` |
//! | `zed` | those of `ExampleSpec` | zed-industries/zed, `example_spec.rs` | an empty expected patch |
//! | `pochi` | `messages` | TabbyML/pochi, `chat-model-client.ts` | the region as it is |
//! | `sweep` | `prompt, completion` | TabbyML/pochi, `sweep-model-client.ts` | the window as it is |
//! | `mercury` | `messages` | continuedev/continue, `core/nextEdit` | the region as it is |
//! | `instinct` | `previous_edits, context, large_excerpt, large_rewrite, cursor_pos_line, cursor_pos_char, filename` | continuedev/instinct, `datautils.py` | the excerpt as it is |
//! | `instinct-messages` | `messages` | the same, as it is trained on | the region as it is |
//!
//! A sample that jumps is an edit like any other for the formats that hold whole files (`pylintseq`, `text`, `nep`,
//! `oce*`, `zed`, `instinct`); where a window is rewritten, the destination lies inside it, or the sample is left
//! out as `outside-region`. A jump into another file has no row but a jump row ([`Task::Jumps`]).
//!
//! Deliberately absent: the system prompts and instructions of the projects word for word. Ours say the same in
//! other words; who trains for a model that expects its own passes the published text as
//! [`Parameters::system`].

mod commitpack;
mod events;
mod exporter;
mod fit;
mod frame;
mod instinct;
mod instinct_messages;
mod jumps;
mod layout;
mod mercury;
mod name;
mod nep;
mod opencodeedit;
mod opencodeedit_chat;
mod pairs;
mod parameters;
mod pochi;
mod pylintseq;
mod sweep;
#[cfg(test)]
mod tests;
mod text;
mod verify;
mod window;
mod zed;
mod zeta;
mod zeta2;
mod zeta_read;

use std::ops::Range;

use lintseq_core::{Column, Rejection};
use serde_json::{Map, Value};

pub use exporter::{Exporter, Task};
pub use name::FormatName;
pub use parameters::{Extent, Parameters};
pub use verify::{Verdict as RowVerdict, verify_row};
pub use zeta_read::{ZetaRow, read_zeta};

use crate::Sample;

/// A training format with its parameters.
pub trait Format: Send + Sync {
    /// The columns of a row, in order; every row has all of them.
    fn columns(&self) -> Vec<Column>;

    /// The special tokens, which no source text may contain.
    fn reserved(&self) -> &'static [&'static str];

    /// Whether there is a prompt that a model completes, so that preference pairs and jump rows can be made on top.
    fn has_prompt(&self) -> bool {
        true
    }

    /// Whether prompt and answer are messages of a conversation rather than one text.
    fn is_chat(&self) -> bool {
        false
    }

    /// What a model sees. `reserve` bytes of the budget are the answer's.
    ///
    /// # Errors
    /// If the format cannot hold the sample.
    fn prompt(&self, sample: &Sample, reserve: usize) -> Result<Prompt, Rejection>;

    /// What a model would have to write for `text` to be the next text of the sample.
    ///
    /// # Errors
    /// If the format cannot say it.
    fn answer(&self, sample: &Sample, text: &str) -> Result<String, Rejection>;

    /// The next text that an answer, a model's or ours, makes of the sample.
    ///
    /// # Errors
    /// If the answer is not in the format.
    fn decode(&self, answer: &str, sample: &Sample) -> Result<String, DecodeError>;

    /// The row. `index` is the position of the sample in the input.
    fn row(&self, sample: &Sample, prompt: Prompt, answer: String, index: u64) -> FormatRow;
}

/// What a model sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The task, for conversations.
    pub system: Option<String>,
    /// The text, or the user's turn.
    pub user: String,
    /// Pieces that the format's own columns are made of.
    pub parts: Vec<String>,
}

impl Prompt {
    /// A prompt that is one text.
    pub fn text(user: String) -> Self {
        Self { user, ..Self::default() }
    }

    /// A prompt of two turns.
    pub fn chat(system: String, user: String) -> Self {
        Self { system: Some(system), user, parts: Vec::new() }
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.system.as_ref().map_or(0, String::len) + self.user.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A row of a format.
#[derive(Clone, Debug, PartialEq)]
pub struct FormatRow {
    /// The columns, in the order of [`Format::columns`].
    pub fields: Map<String, Value>,
    /// Where the answer stands.
    pub answer: AnswerPlace,
}

/// Where the answer of a row stands, for masking the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerPlace {
    /// The column, such as `text`, `edit_path[2]` or `messages[2].content`.
    pub column: String,
    /// Where it stands in the column's text, in characters.
    pub span: Range<usize>,
}

impl AnswerPlace {
    /// An answer that is the end of a text of which `before` comes first.
    pub fn after(column: impl Into<String>, before: &str, answer: &str) -> Self {
        let start = before.chars().count();
        Self { column: column.into(), span: start..start + answer.chars().count() }
    }

    /// An answer that is the whole of a text.
    pub fn whole(column: impl Into<String>, answer: &str) -> Self {
        Self::after(column, "", answer)
    }

    /// The answer, looked up in a row.
    pub fn find<'r>(&self, fields: &'r Map<String, Value>) -> Option<&'r str> {
        let text = match self.column.split_once('[') {
            None => fields.get(&self.column)?,
            Some((column, rest)) => {
                let (item, key) = rest.split_once(']')?;
                let item = fields.get(column)?.get(item.parse::<usize>().ok()?)?;
                key.strip_prefix('.').map_or(Some(item), |key| item.get(key))?
            }
        };
        slice_chars(text.as_str()?, &self.span)
    }
}

/// The part of a text between two positions counted in characters.
fn slice_chars<'t>(text: &'t str, span: &Range<usize>) -> Option<&'t str> {
    let byte = |text: &str, chars: usize| match text.char_indices().nth(chars) {
        Some((at, _)) => Some(at),
        None => (text.chars().count() == chars).then_some(text.len()),
    };
    let start = byte(text, span.start)?;
    let rest = &text[start..];
    Some(&rest[..byte(rest, span.len())?])
}

/// An answer that is not in its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found `{found}`")]
pub struct DecodeError {
    /// What was expected, and where.
    pub expected: &'static str,
    /// What stands there, cut to a readable length.
    pub found: String,
}

impl DecodeError {
    /// An error that shows the beginning of what was found.
    pub fn new(expected: &'static str, found: &str) -> Self {
        const LONGEST: usize = 80;
        let found = match found.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", found[..end].escape_debug()),
            None => found.escape_debug().to_string(),
        };
        Self { expected, found }
    }
}
