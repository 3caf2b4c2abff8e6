//! The states of a sequence, parsed each from the one before.
//!
//! A state differs from the one before by lines that came, and a parser that is told which takes over the
//! rest of the tree: a tenth of the work of reading it whole. What it recovers to around an error depends on
//! the way it came, though. So this way is only trusted where it finds nothing wrong; a state with errors is
//! read whole, and tells the same whatever came before.

use lintseq_core::{EditSequence, Index, LineId, Source, Step};
use tree_sitter::{InputEdit, Point, Tree, TreeCursor};

use super::parse_raw;
use crate::language::Language;
use crate::tree::Span;

/// What a parser could not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A stretch of text that fits nowhere.
    Unexpected(Span),
    /// A token that should stand at this byte.
    Missing(u32, String),
}

/// Parses states of one sequence, in rising order.
pub(crate) struct States<'a> {
    language: &'a Language,
    source: &'a Source<'a>,
    sequence: &'a EditSequence,
    text: String,
    /// The last state, and its tree if nothing was wrong with it.
    last: Option<(Step, Tree)>,
}

impl<'a> States<'a> {
    /// Parses states of this sequence.
    pub(crate) const fn new(
        language: &'a Language,
        source: &'a Source<'a>,
        sequence: &'a EditSequence,
    ) -> Self {
        Self { language, source, sequence, text: String::new(), last: None }
    }

    /// What is wrong with a state, in the order of the text.
    pub(crate) fn faults(&mut self, step: Step) -> Vec<Fault> {
        self.text.clear();
        self.sequence.write_state(self.source, step, &mut self.text);
        if let Some((before, mut tree)) = self.last.take() {
            self.edit(&mut tree, before, step);
            let tree = parse_raw(self.language, &self.text, Some(&tree));
            if !tree.root_node().has_error() {
                self.last = Some((step, tree));
                return Vec::new();
            }
        }
        let tree = parse_raw(self.language, &self.text, None);
        let mut faults = Vec::new();
        if tree.root_node().has_error() {
            collect(&mut tree.walk(), &mut faults);
        } else {
            self.last = Some((step, tree));
        }
        faults
    }

    /// The text of the state whose faults were asked for last.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Tells the tree of a state which lines came until a later one.
    fn edit(&self, tree: &mut Tree, before: Step, after: Step) {
        // Where the edits so far have brought the text, in bytes and rows.
        let (mut byte, mut row) = (0, 0);
        let mut came = 0..0;
        let mut rows = 0;
        for line in self.source.lines() {
            let birth = self.sequence.birth(line);
            if birth > after {
                continue;
            }
            let length = self.source.line(line).len();
            if birth > before {
                came.end += length;
                rows += 1;
            } else {
                if !came.is_empty() {
                    tree.edit(&insertion(came.start, came.end, row, rows, None));
                    byte = came.end;
                    row += rows;
                    rows = 0;
                }
                byte += length;
                row += 1;
                came = byte..byte;
            }
        }
        if !came.is_empty() {
            let open = self.source.line_count().checked_sub(1).filter(|_| self.source.lacks_last_newline());
            let last = open.map(LineId::new).filter(|&last| self.sequence.birth(last) > before);
            let column = last.filter(|&last| self.sequence.birth(last) <= after);
            let column = column.map(|last| self.source.line(last).len());
            tree.edit(&insertion(came.start, came.end, row, rows, column));
        }
    }
}

/// Whole lines that came. An open last line ends at its last column, and not at the start of a further row.
const fn insertion(start: usize, end: usize, row: usize, rows: usize, open: Option<usize>) -> InputEdit {
    let at = Point { row, column: 0 };
    let behind = match open {
        Some(column) => Point { row: row + rows - 1, column },
        None => Point { row: row + rows, column: 0 },
    };
    InputEdit {
        start_byte: start,
        old_end_byte: start,
        new_end_byte: end,
        start_position: at,
        old_end_position: at,
        new_end_position: behind,
    }
}

/// Collects the faults at the cursor and below, looking only where there are some. The walk does not recurse,
/// because what the parser makes of a broken text may be as deep as it likes.
fn collect(cursor: &mut TreeCursor<'_>, faults: &mut Vec<Fault>) {
    loop {
        let node = cursor.node();
        if node.is_missing() {
            faults.push(Fault::Missing(node.start_byte() as u32, node.kind().to_owned()));
        } else if node.is_error() {
            faults.push(Fault::Unexpected(Span {
                start: node.start_byte() as u32,
                end: node.end_byte() as u32,
            }));
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
