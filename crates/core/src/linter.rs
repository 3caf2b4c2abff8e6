//! What verifies states.

use crate::{Diagnostic, EditSequence, Source, Step};

/// Some states of one program, to be linted.
///
/// A job carries the whole history and not just texts, so that a linter that can work incrementally
/// knows what every state shares with the complete program and with the other states.
#[derive(Clone, Copy, Debug)]
pub struct LintJob<'a> {
    /// The complete program.
    pub source: &'a Source<'a>,
    /// Which step inserts which line.
    pub sequence: &'a EditSequence,
    /// The states to lint, by step, in rising order. The last step of a sequence is the complete program.
    pub steps: &'a [Step],
}

/// Something that turns texts into diagnostics.
pub trait Linter: Send + Sync {
    /// The name that users call it by.
    fn name(&self) -> &str;

    /// Lints all states of all jobs: for each job, for each of its steps, the diagnostics in the order of
    /// their lines.
    ///
    /// An external tool sees as many of the states as it can in one run, so callers should bring many.
    ///
    /// # Errors
    /// For each job apart, if the linter could not run or its output could not be read.
    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>>;

    /// Whether the linter can run here at all, to be asked before a run starts.
    ///
    /// # Errors
    /// If it cannot: a tool that is not installed is not a fault of any program.
    fn ready(&self) -> Result<(), LintError> {
        Ok(())
    }

    /// How many jobs are worth bringing at once: 1 for a linter in process, many for one that starts a
    /// process a call.
    fn batch(&self) -> usize {
        1
    }
}

/// A linter without a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LintError {
    /// It cannot run here, so it will fail for every program.
    #[error("linter `{linter}` cannot run: {message}")]
    CannotRun {
        /// The linter's name.
        linter: String,
        /// What is missing, and what can be done.
        message: String,
    },
    /// It ran, and failed or said what nobody can read; another program may pass.
    #[error("linter `{linter}` failed: {message}")]
    Failed {
        /// The linter's name.
        linter: String,
        /// What happened, and what can be done.
        message: String,
    },
}
