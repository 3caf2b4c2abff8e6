//! The edits of a row, replayed to a program.

use lintseq_core::{Change, Diff, DiffError, Replay};
use lintseq_dataset::formats::EditRow;

/// An edit that cannot be applied.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("edit {} of {of}: {error}", edit + 1)]
pub(crate) struct EditError {
    /// The edit, from zero.
    pub(crate) edit: usize,
    /// The number of edits.
    pub(crate) of: usize,
    /// What is wrong with it.
    pub(crate) error: DiffError,
}

/// Applies every edit, and shows to `seen` the edit, what it did, and the text after it.
///
/// # Errors
/// At the first edit that cannot be read or does not fit.
pub(crate) fn replay<'a>(
    row: &'a EditRow,
    mut seen: impl FnMut(&Diff<'a>, Change, &Replay<'a>),
) -> Result<Replay<'a>, EditError> {
    let mut replay = Replay::new(row.ends);
    for (edit, text) in row.edits.iter().enumerate() {
        let failed = |error| EditError { edit, of: row.edits.len(), error };
        let diff = Diff::parse(text).map_err(failed)?;
        let change = replay.apply(&diff).map_err(failed)?;
        seen(&diff, change, &replay);
    }
    Ok(replay)
}

/// Applies whatever can be applied, and returns the errors of the hunks that were skipped.
pub(crate) fn replay_lenient(row: &EditRow) -> (Replay<'_>, Vec<EditError>) {
    let mut replay = Replay::new(row.ends);
    let mut skipped = Vec::new();
    for (edit, text) in row.edits.iter().enumerate() {
        let (diff, malformed) = Diff::parse_lenient(text);
        let (_, unfit) = replay.apply_lenient(&diff);
        let failed = |error| EditError { edit, of: row.edits.len(), error };
        skipped.extend(malformed.into_iter().chain(unfit).map(failed));
    }
    (replay, skipped)
}
