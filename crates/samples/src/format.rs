//! Training formats: what all of them have in common.
//!
//! A format proves itself: for every row it makes, [`Format::decode`] of the answer gives back the sample's next
//! text, the last newline included. What it cannot hold it leaves out with a typed reason instead of bending it.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::Sample;

/// A training format.
pub trait Format: Send + Sync {
    /// The name that users call it by.
    fn name(&self) -> &'static str;

    /// The columns of a row, in order; every row has all of them.
    fn columns(&self) -> &'static [FormatColumn];

    /// The special tokens, which no source text may contain.
    fn reserved(&self) -> &'static [&'static str];

    /// The row of a sample.
    ///
    /// # Errors
    /// If the format cannot hold the sample.
    fn encode(&self, sample: &Sample, budget: &Budget) -> Result<FormatRow, Skip>;

    /// What an answer makes of a sample: what a model would have to write, or has written.
    ///
    /// # Errors
    /// If the answer is not in the format.
    fn decode(&self, answer: &str, sample: &Sample) -> Result<Decoded, DecodeError>;
}

/// How long a row may be. Context is cut to fit it; the region and the answer never are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// The most bytes of prompt and answer together; a token counts as three bytes.
    pub max_bytes: Option<usize>,
}

/// A row of a format.
#[derive(Clone, Debug, PartialEq)]
pub struct FormatRow {
    /// The columns, in the order of [`Format::columns`].
    pub fields: Map<String, Value>,
    /// The answer that the row trains.
    pub answer: Answer,
}

/// The answer of a row, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the model is to write; [`Format::decode`] reads it.
    pub text: String,
    /// The column that holds it.
    pub column: &'static str,
    /// Where it stands in the column's text, in characters.
    pub span: Range<usize>,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// The next text of the sample's file.
    Text(String),
    /// A place to go to, as long-distance rows answer.
    Place {
        /// The file.
        path: String,
        /// The zero-based line.
        line: u32,
    },
}

/// Why a format leaves a sample out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// The edit does not fit the format's window.
    OutsideRegion,
    /// A text holds a special token of the format.
    TokenCollision,
    /// Region and answer alone are longer than the budget.
    OverBudget,
    /// The format has no row for the sample's kind.
    Kind,
    /// The format needs an instruction, and the sample has none.
    NoInstruction,
    /// The format needs a rejected text, and the sample has none.
    NoRejected,
    /// The format needs a cursor, and the sample has none.
    NoCursor,
}

impl Skip {
    /// Every reason, in the order in which tables show them.
    pub const ALL: [Self; 7] = [
        Self::OutsideRegion,
        Self::TokenCollision,
        Self::OverBudget,
        Self::Kind,
        Self::NoInstruction,
        Self::NoRejected,
        Self::NoCursor,
    ];

    /// The name that ledgers and tables use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OutsideRegion => "outside-region",
            Self::TokenCollision => "token-collision",
            Self::OverBudget => "over-budget",
            Self::Kind => "kind",
            Self::NoInstruction => "no-instruction",
            Self::NoRejected => "no-rejected",
            Self::NoCursor => "no-cursor",
        }
    }
}

/// An answer that is not in its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{format}: expected {expected}, found `{found}`")]
pub struct DecodeError {
    /// The format.
    pub format: &'static str,
    /// What was expected, and where.
    pub expected: &'static str,
    /// What stands there, cut to a readable length.
    pub found: String,
}

/// A column of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatColumn {
    /// The key in JSON rows.
    pub name: &'static str,
    /// What it holds.
    pub kind: FormatColumnKind,
}

/// What a column of a format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatColumnKind {
    /// A 64-bit integer.
    Int,
    /// A string.
    Text,
    /// A list of strings.
    TextList,
    /// Nested values.
    Json,
}
