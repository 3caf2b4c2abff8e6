//! Byte offsets to lines and columns, as the language server protocol counts them.

use lintseq_core::{Index as _, LineId, Source};

use crate::Cursor;

/// The lines of a text, for positions in it.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    source: Source<'a>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of a text of less than 4 GiB.
    pub fn new(text: &'a str) -> Self {
        Self { source: Source::new(text) }
    }

    /// The text as whole lines.
    pub const fn source(&self) -> &Source<'a> {
        &self.source
    }

    /// The place of a byte, which must lie on a character's border. The end of a text that ends with a newline
    /// is the start of the line below it, where an editor shows the cursor.
    pub fn cursor(&self, byte: usize) -> Cursor {
        let text = self.source.text();
        if byte >= text.len() && (text.is_empty() || text.ends_with('\n')) {
            return Cursor { line: self.source.line_count() as u32, column: 0 };
        }
        let byte = byte.min(text.len());
        let line = self.source.line_at(byte as u32);
        let start = self.source.start(line) as usize;
        Cursor { line: line.index() as u32, column: utf16_len(&text[start..byte]) }
    }

    /// The byte of a place; `None` beyond the end of its line, or inside a surrogate pair.
    pub fn byte(&self, cursor: Cursor) -> Option<usize> {
        let text = self.source.text();
        let line = cursor.line as usize;
        if line >= self.source.line_count() {
            let is_end = line == self.source.line_count() && !self.source.lacks_last_newline();
            return (is_end && cursor.column == 0).then_some(text.len());
        }
        let line = LineId::new(line);
        let content = self.source.line(line);
        let content = content.strip_suffix('\n').unwrap_or(content);
        let start = self.source.start(line) as usize;
        let mut column = 0;
        for (at, character) in content.char_indices() {
            if column >= cursor.column {
                return (column == cursor.column).then_some(start + at);
            }
            column += character.len_utf16() as u32;
        }
        (column == cursor.column).then_some(start + content.len())
    }
}

/// The number of UTF-16 units of a text.
pub(crate) fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().map(|c| c.len_utf16() as u32).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf_16_units() {
        let text = "aé😀b\n\nx";
        let index = LineIndex::new(text);
        let place = |line, column| Cursor { line, column };
        for (byte, cursor) in [
            (0, place(0, 0)),
            (3, place(0, 2)),
            (7, place(0, 4)),
            (9, place(1, 0)),
            (10, place(2, 0)),
            (11, place(2, 1)),
        ] {
            assert_eq!(index.cursor(byte), cursor);
            assert_eq!(index.byte(cursor), Some(byte));
        }
        assert_eq!(index.byte(place(0, 3)), None);
        assert_eq!(index.byte(place(2, 2)), None);
        assert_eq!(index.byte(place(3, 0)), None);
    }

    #[test]
    fn the_end_of_a_closed_text_is_a_line_of_its_own() {
        assert_eq!(LineIndex::new("a\n").cursor(2), Cursor { line: 1, column: 0 });
        assert_eq!(LineIndex::new("a\n").byte(Cursor { line: 1, column: 0 }), Some(2));
        assert_eq!(LineIndex::new("").cursor(0), Cursor { line: 0, column: 0 });
        assert_eq!(LineIndex::new("").byte(Cursor { line: 0, column: 0 }), Some(0));
    }
}
