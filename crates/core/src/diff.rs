//! Unified diffs, read and applied.
//!
//! Written here and not taken from a patch library, for three reasons: both conventions of [`LineEnds`]
//! are needed, only `\n` may end a row (libraries split at `\r\n` or `\r` too, which loses bytes), and what
//! a model writes needs an error that names the hunk, the row, and what was expected there. Nothing is
//! searched for: a hunk applies where it says or not at all, since an edit that lands on the wrong line is
//! worse than one that is missing.
//!
//! ```
//! use lintseq_core::{Diff, LineEnds, apply};
//!
//! let edit = Diff::parse("@@ -1,0 +2 @@\n+print(os.sep)\n")?;
//! assert_eq!(apply("import os\n", &edit, LineEnds::Whole)?, "import os\nprint(os.sep)\n");
//! # Ok::<(), lintseq_core::DiffError>(())
//! ```

mod error;
mod parse;
mod replay;

pub use error::{DiffError, DiffProblem};
pub use replay::{Change, Replay, apply};

/// A unified diff of one text: its hunks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff<'a> {
    /// The hunks, in the order of the diff.
    pub hunks: Vec<Hunk<'a>>,
}

/// One run of changed lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk<'a> {
    /// The position among the hunks of the diff, from one, malformed ones included.
    pub number: usize,
    /// The row of the diff that holds the header, from one.
    pub row: usize,
    /// Where the hunk stands in the text before: `-1,2` in `@@ -1,2 +1,3 @@`.
    pub old: Extent,
    /// Where the hunk stands in the text after: `+1,3` in `@@ -1,2 +1,3 @@`.
    pub new: Extent,
    /// The rows below the header.
    pub rows: Vec<Row<'a>>,
}

/// A run of lines as a hunk header gives it: without lines, `start` is the line before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The first line, from one.
    pub start: usize,
    /// The number of lines.
    pub count: usize,
}

impl Extent {
    /// The number of lines that stand before.
    pub const fn before(self) -> usize {
        if self.count == 0 { self.start } else { self.start.saturating_sub(1) }
    }
}

/// One row of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What the row does.
    pub mark: Mark,
    /// The line without its newline.
    pub text: &'a str,
    /// Whether `\ No newline at end of file` follows.
    pub open: bool,
}

/// What a row of a hunk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The line stands before and after.
    Context,
    /// The line goes.
    Removed,
    /// The line comes.
    Inserted,
}
