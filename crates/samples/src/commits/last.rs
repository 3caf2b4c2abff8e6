//! The last edit of a history, and where it left the cursor.

use super::build::Builder;
use super::changes::Edit;
use super::moment::Moment;
use crate::patch;
use crate::position::utf16_len;
use crate::sample::Cursor;

/// The last edit of a history.
pub(super) struct LastEdit {
    pub(super) file: usize,
    edit: Edit,
    /// Its file as it stands.
    text: String,
    /// Its file before it.
    pub(super) undone: String,
}

impl LastEdit {
    pub(super) fn of(builder: &Builder<'_>, moment: &Moment) -> Self {
        let chunk = *moment.history.last().expect("a moment without history is none");
        let file = builder.changes.chunks()[chunk].file;
        let mut before = moment.is_applied.clone();
        before[chunk] = false;
        Self {
            file,
            edit: builder.changes.edit(chunk, &before),
            text: builder.changes.text(file, &moment.is_applied),
            undone: builder.changes.text(file, &before),
        }
    }

    /// The end of the last line that came and is not blank; where lines only went, the place where they stood.
    pub(super) fn cursor(&self) -> Cursor {
        let lines = patch::lines(&self.text);
        let has_text = |line: &usize| lines.get(*line).is_some_and(|line| !line.trim().is_empty());
        let came = || self.edit.lines.new.clone().rev();
        match came().find(has_text).or_else(|| came().next()) {
            Some(line) => end_of(&self.text, line),
            None => Cursor { line: self.edit.lines.old.start as u32, column: 0 },
        }
    }
}

/// Where a user is who is about to change a line: at the end of the one above it.
pub(super) fn before(text: &str, line: usize) -> Cursor {
    line.checked_sub(1).map_or(Cursor { line: 0, column: 0 }, |above| end_of(text, above))
}

fn end_of(text: &str, line: usize) -> Cursor {
    let content = patch::lines(text).get(line).copied().unwrap_or_default();
    let content = content.strip_suffix('\n').unwrap_or(content);
    let content = content.strip_suffix('\r').unwrap_or(content);
    Cursor { line: line as u32, column: utf16_len(content) }
}
