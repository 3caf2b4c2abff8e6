//! The window of a text that a format shows, and the region in it that may be rewritten.
//!
//! Both follow from the current text and the cursor alone, never from the edit: a window that knew where the edit
//! is would tell the model.

use std::ops::Range;

use lintseq_core::{Reason, Rejection};

use super::{Extent, Parameters};
use crate::{LineIndex, Sample};

/// A window, in bytes of the current text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What is shown, the region included.
    pub(super) context: Range<usize>,
    /// What may be rewritten.
    pub(super) region: Range<usize>,
    /// Where the cursor is; in the region.
    pub(super) cursor: usize,
    /// The line that the context starts with, from zero.
    pub(super) first_line: usize,
    /// The lines of the region, from zero.
    pub(super) lines: Range<usize>,
}

/// Where a region ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Behind the newline of its last line.
    Whole,
    /// Before it, as editors select lines.
    Open,
}

impl Window {
    /// The window around the cursor of a sample.
    pub(super) fn of(
        sample: &Sample,
        region: Extent,
        context: Extent,
        ends: Ends,
    ) -> Result<Self, Rejection> {
        let current = &sample.current;
        let no_cursor = |message| Rejection::new(Reason::NoCursor, message);
        let cursor = sample.cursor.ok_or_else(|| no_cursor("the sample has no cursor"))?;
        let byte = LineIndex::new(current).byte(cursor);
        let byte = byte.ok_or_else(|| no_cursor("the cursor of the sample lies outside its text"))?;
        let lines = EditorLines::new(current);
        let line = cursor.line as usize;
        let region = lines.reach(line..line + 1, region);
        let context = lines.reach(region.clone(), context);
        let bytes = |range: &Range<usize>| lines.starts[range.start]..lines.end(range.end - 1, ends);
        Ok(Self {
            context: bytes(&context),
            region: bytes(&region),
            cursor: byte,
            first_line: context.start,
            lines: region,
        })
    }

    /// What is shown above the region.
    pub(super) fn above<'t>(&self, current: &'t str) -> &'t str {
        &current[self.context.start..self.region.start]
    }

    /// What is shown below the region.
    pub(super) fn below<'t>(&self, current: &'t str) -> &'t str {
        &current[self.region.end..self.context.end]
    }

    /// The region with a token at the cursor.
    pub(super) fn marked(&self, current: &str, token: &str) -> String {
        let (before, after) =
            (&current[self.region.start..self.cursor], &current[self.cursor..self.region.end]);
        format!("{before}{token}{after}")
    }

    /// What stands in the place of the region in a later text.
    pub(super) fn rewritten<'t>(&self, current: &str, later: &'t str) -> Result<&'t str, Rejection> {
        let (head, tail) = (&current[..self.region.start], &current[self.region.end..]);
        later.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail)).ok_or_else(|| {
            let (first, last) = (self.lines.start + 1, self.lines.end);
            Rejection::new(Reason::OutsideRegion, format!("the edit reaches beyond lines {first} to {last}"))
        })
    }

    /// The text with its region replaced.
    pub(super) fn replaced(&self, current: &str, region: &str) -> String {
        [&current[..self.region.start], region, &current[self.region.end..]].concat()
    }
}

/// Lines as editors count them: a text that ends with a newline has an empty last line.
struct EditorLines {
    starts: Vec<usize>,
    length: usize,
}

impl EditorLines {
    fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(newlines).collect(), length: text.len() }
    }

    fn end(&self, line: usize, ends: Ends) -> usize {
        match (self.starts.get(line + 1), ends) {
            (None, _) => self.length,
            (Some(next), Ends::Whole) => *next,
            (Some(next), Ends::Open) => next - 1,
        }
    }

    fn bytes(&self, line: usize) -> usize {
        self.end(line, Ends::Whole) - self.starts[line]
    }

    /// The lines that lie so far around those given, these included.
    fn reach(&self, from: Range<usize>, extent: Extent) -> Range<usize> {
        let count = self.starts.len();
        let from = from.start.min(count - 1)..from.end.clamp(1, count);
        match extent {
            Extent::All => 0..count,
            Extent::Lines(above, below) => {
                from.start.saturating_sub(above)..from.end.saturating_add(below).min(count)
            }
            Extent::Centred(lines) => {
                let lines = lines.clamp(1, count);
                let start = from.start.saturating_sub(lines / 2).min(count - lines);
                start..start + lines
            }
            Extent::Tokens(tokens) => self.expand(from, tokens.saturating_mul(Parameters::BYTES_PER_TOKEN)),
        }
    }

    /// Takes a line above and one below in turn while they fit.
    fn expand(&self, from: Range<usize>, mut bytes: usize) -> Range<usize> {
        let Range { mut start, mut end } = from;
        let (mut up, mut down) = (true, true);
        while up || down {
            up = up && start > 0 && self.bytes(start - 1) <= bytes;
            if up {
                start -= 1;
                bytes -= self.bytes(start);
            }
            down = down && end < self.starts.len() && self.bytes(end) <= bytes;
            if down {
                bytes -= self.bytes(end);
                end += 1;
            }
        }
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, from: usize, extent: Extent, expected: Range<usize>) {
        assert_eq!(EditorLines::new(text).reach(from..from + 1, extent), expected);
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = "a\nb\nc\nd\ne\n";
        check(text, 0, Extent::Lines(1, 1), 0..2);
        check(text, 5, Extent::Lines(1, 9), 4..6);
        check(text, 0, Extent::Centred(3), 0..3);
        check(text, 3, Extent::Centred(3), 2..5);
        check(text, 5, Extent::Centred(3), 3..6);
        check(text, 2, Extent::Centred(99), 0..6);
        check(text, 2, Extent::Tokens(1), 1..3);
        check(text, 2, Extent::Tokens(2), 0..4);
        check("", 0, Extent::Tokens(9), 0..1);
        check("a", 0, Extent::All, 0..1);
    }
}
