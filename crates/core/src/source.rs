//! A text as whole lines.

use crate::{Index, index};

index! {
    /// A line of a source, from zero.
    LineId
}

/// A text cut into whole lines, each with its terminator.
///
/// Only `\n` ends a line, as diffs have it: a `\r\n` keeps its `\r`, and a lone `\r` is a character like
/// any other. The last line may lack its terminator.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    text: &'a str,
    /// Where every line starts, and the length of the text as the last entry.
    starts: Vec<u32>,
}

impl<'a> Source<'a> {
    /// Cuts a text of less than 4 GiB.
    pub fn new(text: &'a str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 24 + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        if starts.last() != Some(&(text.len() as u32)) {
            starts.push(text.len() as u32);
        }
        Self { text, starts }
    }

    /// The whole text.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The number of lines.
    pub fn line_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// All lines, in order.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = LineId> + ExactSizeIterator + use<> {
        (0..self.line_count()).map(LineId::new)
    }

    /// A line with its terminator.
    #[inline]
    pub fn line(&self, line: LineId) -> &'a str {
        &self.text[self.starts[line.index()] as usize..self.starts[line.index() + 1] as usize]
    }

    /// The lines from `first` to `last`, both included, as they stand.
    #[inline]
    pub fn slice(&self, first: LineId, last: LineId) -> &'a str {
        &self.text[self.starts[first.index()] as usize..self.starts[last.index() + 1] as usize]
    }

    /// The byte at which a line starts.
    #[inline]
    pub fn start(&self, line: LineId) -> u32 {
        self.starts[line.index()]
    }

    /// Whether a line holds nothing but white space.
    pub fn is_blank(&self, line: LineId) -> bool {
        self.line(line).trim_start_matches('\u{feff}').trim().is_empty()
    }

    /// The line that holds a byte.
    #[inline]
    pub fn line_at(&self, byte: u32) -> LineId {
        LineId::new(
            self.starts
                .partition_point(|&start| start <= byte)
                .saturating_sub(1)
                .min(self.line_count().saturating_sub(1)),
        )
    }

    /// Whether the text ends without a newline.
    pub fn lacks_last_newline(&self) -> bool {
        !self.text.is_empty() && !self.text.ends_with('\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_terminators() {
        let source = Source::new("a\r\n\nb\rc");
        let lines: Vec<_> = source.lines().map(|line| source.line(line)).collect();
        assert_eq!(lines, ["a\r\n", "\n", "b\rc"]);
        assert!(source.lacks_last_newline());
        assert_eq!(source.line_at(3), LineId::new(1));
        assert_eq!(source.line_at(4), LineId::new(2));
    }

    #[test]
    fn an_empty_text_has_no_line() {
        assert_eq!(Source::new("").line_count(), 0);
        assert!(!Source::new("").lacks_last_newline());
    }
}
