//! Histories applied.

use lintseq_core::{Diff, DiffError, LineEnds, Replay};

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
    let mut states = vec![original.to_owned()];
    walk(original, history, path, |replay| states.push(replay.text()))?;
    Ok(states)
}

/// The text of `path` after those edits of a history that are of `path`.
///
/// # Errors
/// At the first edit that does not apply.
pub fn replay(original: &str, history: &[HistoryEdit], path: &str) -> Result<String, HistoryError> {
    Ok(walk(original, history, path, |_| {})?.text())
}

/// Applies the edits of a path, and shows every state.
fn walk<'a>(
    original: &'a str,
    history: &'a [HistoryEdit],
    path: &str,
    mut show: impl FnMut(&Replay<'a>),
) -> Result<Replay<'a>, HistoryError> {
    let mut replay = Replay::of(original, LineEnds::Whole);
    for (edit, step) in (1..).zip(history).filter(|(_, step)| step.path == path) {
        let failed = |error| HistoryError { edit, error };
        let diff = Diff::parse(&step.diff).map_err(failed)?;
        replay.apply(&diff).map_err(failed)?;
        show(&replay);
    }
    Ok(replay)
}
