//! What must not be torn apart in a complete program: the facts that promise P3 is checked against.

use std::ops::Range;

use lintseq_core::{Index, LineId, Source};

use crate::language::Language;
use crate::tree::{Span, Tree};

/// The parts of a program that must arrive in one piece, and those that say nothing alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// Strings and comments of several lines.
    pub pieces: Vec<Range<LineId>>,
    /// Lines that hold nothing but comment.
    pub comments: Vec<Range<LineId>>,
}

/// Finds the parts of a program.
pub fn anatomy(language: &Language, tree: &Tree, source: &Source<'_>) -> Anatomy {
    let lines = |span: Span| {
        let last = source.line_at(span.end.max(span.start + 1) - 1);
        source.line_at(span.start)..LineId::new(last.index() + 1)
    };
    let crosses = |range: &Range<LineId>| range.end.index() - range.start.index() > 1;
    let strings = tree.nodes.iter().filter(|node| language.is_string(node.kind)).map(|node| lines(node.span));
    let comments = tree.comments.iter().copied();
    let mut pieces: Vec<Range<LineId>> = strings.chain(comments.clone().map(lines)).filter(crosses).collect();
    pieces.sort_by_key(|range| (range.start, range.end));
    let alone = |span: &Span| {
        let range = lines(*span);
        let last = LineId::new(range.end.index() - 1);
        let before = &source.text()[source.start(range.start) as usize..span.start as usize];
        let line_end = source.start(last) as usize + source.line(last).len();
        let after = &source.text()[span.end as usize..line_end];
        before.trim_start_matches('\u{feff}').trim().is_empty() && after.trim().is_empty()
    };
    Anatomy { pieces, comments: comments.filter(alone).map(lines).collect() }
}
