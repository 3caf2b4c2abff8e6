//! Next-edit samples: their type, the builders that make them of histories, and the training formats.
//! Without I/O, clock, threads or parser.
//!
//! A [`Sample`] is one JSON object with every key always present. A [`Format`] turns it into a training row and an
//! answer back into a text; what it cannot hold it leaves out with a reason.
//!
//! What needs a parser (the order of definitions, whether a text parses) or a linter comes in from the caller, for
//! sequences as closures and for commits as a [`commits::Parser`], so that this crate points to `lintseq-core` only.

pub mod authorship;
pub mod check;
pub mod commits;
pub mod difflib;
mod formats;
pub mod history;
pub mod lexer;
mod licenses;
pub mod metrics;
pub mod patch;
mod position;
mod sample;
pub mod sequences;

pub use formats::{
    AnswerPlace, DecodeError, Exporter, Extent, Format, FormatName, FormatRow, Parameters, Prompt,
    RowVerdict, Task, ZetaRow, read_zeta, verify_row,
};
pub use history::{HistoryError, replay};
pub use licenses::Licenses;
pub use position::LineIndex;
pub use sample::{
    Cursor, DistanceClass, Generator, HistoryEdit, Jump, Kind, NoEditReason, Provenance, Sample,
    SampleSchema, State, TokenUsage, Verdict, sample_columns, sample_id, sample_keys,
};
