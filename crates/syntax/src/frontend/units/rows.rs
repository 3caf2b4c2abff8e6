//! Rows: where units may begin and end, which is with whole lines.

use lintseq_core::LineId;

use super::Finder;
use crate::tree::Span;

impl Finder<'_> {
    pub(super) fn rows_of(&self, span: Span) -> (LineId, LineId) {
        (self.source.line_at(span.start), self.source.line_at(span.end.max(span.start + 1) - 1))
    }

    /// Whether nothing but white space stands before a byte on its line, and the line is no continuation.
    pub(super) fn starts_line(&self, byte: u32) -> bool {
        let line = self.source.line_at(byte);
        let start = self.source.start(line) as usize;
        let text = self.source.text();
        let before = text[start..byte as usize].trim_start_matches('\u{feff}');
        if !before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\x0c')) {
            return false;
        }
        let above = text[..start].trim_end_matches(['\n', '\r']);
        !(above.ends_with('\\') && above.len() + 2 >= start)
    }

    /// Whether nothing but a separator, white space and a comment follows on the line.
    pub(super) fn ends_line(&self, byte: u32) -> bool {
        let rest = self.rest_of_line(byte);
        let rest = rest.strip_prefix([',', ';']).unwrap_or(rest).trim_start();
        rest.is_empty() || self.tree.comments.iter().any(|comment| comment.start == self.offset_of(rest))
    }

    /// Whether a bracket that opened above closes on the same line: what ends there cannot go without it.
    pub(super) fn closes_after(&self, byte: u32) -> bool {
        self.rest_of_line(byte).trim_start_matches([',', ';', ' ', '\t']).starts_with([')', ']', '}'])
    }

    pub(super) fn rest_of_line(&self, byte: u32) -> &str {
        let line = self.source.line_at(byte.max(1) - 1);
        let end = self.source.start(line) as usize + self.source.line(line).len();
        self.source.text()[byte as usize..end].trim()
    }

    fn offset_of(&self, part: &str) -> u32 {
        (part.as_ptr() as usize - self.source.text().as_ptr() as usize) as u32
    }
}
