//! The vocabulary of lintseq, and its sampler. Without I/O, clock, threads or parser.
//!
//! A [`Document`] is a complete program. Its text, cut into whole lines, is a [`Source`]. An
//! [`EditSequence`] says which step inserts which line; states and unified diffs follow from it:
//!
//! ```
//! use lintseq_core::{EditSequence, Index, LineEnds, Source, Step};
//!
//! let source = Source::new("import os\nprint(os.sep)\n");
//! let births = [0, 1].map(Step::new).into_iter().collect();
//! let sequence = EditSequence::new(births);
//! assert_eq!(sequence.state(&source, Step::new(0)), "import os\n");
//! assert_eq!(sequence.diffs(&source, LineEnds::Whole)[1], "@@ -1,0 +2 @@\n+print(os.sep)\n");
//! ```

mod column;
mod diagnostic;
mod diff;
mod document;
mod fence;
mod graph;
mod index;
mod linter;
mod rejection;
pub mod sampler;
pub mod seed;
mod sequence;
mod source;
pub mod stop;
pub mod verify;

pub use column::{Column, ColumnKind};
pub use diagnostic::Diagnostic;
pub use diff::{Change, Diff, DiffError, DiffProblem, Extent, Hunk, Mark, Replay, Row, apply};
pub use document::Document;
pub use fence::Fence;
pub use graph::{DependencyGraph, Requirement, Rule, Standing, Unit, UnitId, Why};
pub use index::{Index, IndexVec};
pub use linter::{LintError, LintJob, Linter};
pub use rejection::{Reason, Rejection};
pub use sequence::{EditSequence, LineEnds, Step};
pub use source::{LineId, Source};
