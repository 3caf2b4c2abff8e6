//! What is wrong with a diff, and where.

/// A diff that cannot be read, or does not fit the text that it is applied to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("hunk {hunk}, row {row} of the diff: {problem}")]
pub struct DiffError {
    /// The hunk, from one.
    pub hunk: usize,
    /// The row of the diff, from one.
    pub row: usize,
    /// What was expected, what was found, and what can be done.
    pub problem: DiffProblem,
}

/// What is wrong with a diff.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiffProblem {
    /// A header that cannot be read.
    #[error(
        "expected a hunk header such as `@@ -3,0 +4,2 @@`, found `{found}`; write the header in this form"
    )]
    Header {
        /// The row as it stands.
        found: String,
    },
    /// A row that belongs to no hunk.
    #[error(
        "expected a hunk header, found `{found}`; start every hunk with `@@ -start,count +start,count @@`"
    )]
    Stray {
        /// The row as it stands.
        found: String,
    },
    /// A row of a hunk that starts with none of the marks.
    #[error("expected a row that starts with `+`, `-` or a space, found `{found}`; mark every row of a hunk")]
    Unmarked {
        /// The row as it stands.
        found: String,
    },
    /// More or fewer rows than the header announces.
    #[error(
        "the header announces {old} lines before and {new} after, the rows below it hold {found_old} and \
         {found_new}; correct the counts or the rows"
    )]
    Count {
        /// The announced number of lines before.
        old: usize,
        /// The announced number of lines after.
        new: usize,
        /// The number of context and removed rows.
        found_old: usize,
        /// The number of context and inserted rows.
        found_new: usize,
    },
    /// The headers of a second file.
    #[error("expected a diff of one file, found `{found}`; apply the diffs of different files apart")]
    AnotherFile {
        /// The row as it stands.
        found: String,
    },
    /// A hunk that starts before the end of the one above it.
    #[error(
        "expected the hunk after line {after} of the text, where the hunk above it ends, found it after line \
         {found}; write the hunks in rising order"
    )]
    Order {
        /// The lines that the hunks above take.
        after: usize,
        /// The line that the hunk wants to follow.
        found: usize,
    },
    /// A hunk that lies beyond the end of the text.
    #[error(
        "the hunk covers the text up to line {found}, but the text has {lines} lines; check that the edits are \
         applied in order, from the empty text"
    )]
    Range {
        /// The last line that the hunk needs.
        found: usize,
        /// The number of lines of the text.
        lines: usize,
    },
    /// The position after the edit does not follow from the position before it.
    #[error(
        "expected `+{expected}` in the header, as `-{old}` and the hunks above make it, found `+{found}`"
    )]
    NewStart {
        /// The start that follows.
        expected: usize,
        /// The start before the edit.
        old: usize,
        /// The start in the header.
        found: usize,
    },
    /// A context or removed row that is not what stands in the text.
    #[error(
        "expected line {line} of the text to be `{expected}`, found `{found}`; the diff is of another text"
    )]
    Mismatch {
        /// The line of the text, from one.
        line: usize,
        /// What the diff says.
        expected: String,
        /// What the text says.
        found: String,
    },
    /// A line without newline that would not be the last.
    #[error(
        "line {line} would have no newline and not be the last; `\\ No newline at end of file` belongs below \
         the last line only"
    )]
    Open {
        /// The line of the text after the hunk, from one.
        line: usize,
    },
}

/// A row short enough for a message.
pub(super) fn excerpt(row: &str) -> String {
    const LONGEST: usize = 80;
    match row.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", row[..end].escape_debug()),
        None => row.escape_debug().to_string(),
    }
}
