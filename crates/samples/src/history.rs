//! Histories applied.

use lintseq_core::{DiffError, LineEnds, Replay};

use crate::HistoryEdit;

/// An edit of a history that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("edit {edit} of the history: {error}")]
pub struct HistoryError {
    /// The edit's position in the history, from one.
    pub edit: usize,
    /// What is wrong with it.
    pub error: DiffError,
}

/// The texts of `path` before, between and after those edits of a history that are of `path`.
///
/// # Errors
/// At the first edit that does not apply.
pub fn states(original: &str, history: &[HistoryEdit], path: &str) -> Result<Vec<String>, HistoryError> {
    let mut replay = Replay::of(original, LineEnds::Whole);
    let mut states = vec![original.to_owned()];
    for (edit, step) in (1..).zip(history).filter(|(_, step)| step.path == path) {
        let failed = |error| HistoryError { edit, error };
        let diff = lintseq_core::Diff::parse(&step.diff).map_err(failed)?;
        replay.apply(&diff).map_err(failed)?;
        states.push(replay.text());
    }
    Ok(states)
}

/// The text of `path` after those edits of a history that are of `path`.
///
/// # Errors
/// At the first edit that does not apply.
pub fn replay(original: &str, history: &[HistoryEdit], path: &str) -> Result<String, HistoryError> {
    let mut replay = Replay::of(original, LineEnds::Whole);
    for (edit, step) in (1..).zip(history).filter(|(_, step)| step.path == path) {
        let failed = |error| HistoryError { edit, error };
        let diff = lintseq_core::Diff::parse(&step.diff).map_err(failed)?;
        replay.apply(&diff).map_err(failed)?;
    }
    Ok(replay.text())
}
