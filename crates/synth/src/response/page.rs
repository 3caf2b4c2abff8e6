//! A response as lines, some of which are blocks of code.
//!
//! Which fence ends a block decides everything else, and the first that could is often wrong: docstrings quote
//! fences. A block therefore ends at the first fence up to which it is a program; a prefix that ends inside a string
//! or a comment is none. Where no end makes a program, the first one counts, and the program is rejected later.

use std::ops::Range;

use lintseq_core::{Fence, Reason, Rejection};

use super::ending::lines;
use super::sections::Section;

/// How many ends of a block are tried: a response of nothing but fences must not cost the square of its length.
const ENDS: usize = 32;

/// A response taken apart into lines and blocks.
#[derive(Debug)]
pub(super) struct Page<'t> {
    lines: Vec<&'t str>,
    blocks: Vec<Block<'t>>,
}

/// A block of code.
#[derive(Debug)]
pub(super) struct Block<'t> {
    /// The language that its fence names.
    pub(super) label: Option<&'t str>,
    /// Its lines, fences included.
    pub(super) lines: Range<usize>,
    /// What stands between the fences, without their indentation.
    pub(super) code: String,
}

impl<'t> Page<'t> {
    /// Finds the blocks. `is_program` says whether code under a label is a program.
    pub(super) fn scan(
        text: &'t str,
        is_program: &dyn Fn(Option<&str>, &str) -> bool,
    ) -> Result<Self, Rejection> {
        let lines = lines(text);
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let Some(fence) = opening(lines[at]) else {
                at += 1;
                continue;
            };
            let (code, end) = body(&fence, &lines, at + 1, is_program).ok_or_else(|| {
                let message = format!("the fence on line {} has no end", at + 1);
                Rejection::new(Reason::UnbalancedFence, message)
            })?;
            blocks.push(Block { label: fence.label(), lines: at..end + 1, code });
            at = end + 1;
        }
        Ok(Self { lines, blocks })
    }

    /// All lines, with their ends.
    pub(super) fn lines(&self) -> &[&'t str] {
        &self.lines
    }

    /// All blocks, from top to bottom.
    pub(super) fn blocks(&self) -> &[Block<'t>] {
        &self.blocks
    }

    /// The blocks that open within a range of lines.
    pub(super) fn blocks_in(&self, lines: &Range<usize>) -> impl Iterator<Item = &Block<'t>> {
        self.blocks.iter().filter(move |block| lines.contains(&block.lines.start))
    }

    /// The lines that are not code, each with its number. Lines that open a block are among them: a marker may
    /// stand before the fence.
    pub(super) fn lines_outside(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let is_inside =
            |at: usize| self.blocks.iter().any(|block| block.lines.start < at && at < block.lines.end);
        self.lines.iter().copied().enumerate().filter(move |(at, _)| !is_inside(*at))
    }
}

/// The fence that a line opens, alone or behind the marker of a program.
fn opening(line: &str) -> Option<Fence<'_>> {
    let behind_marker = || match Section::of_line(line)? {
        (Section::Before | Section::After, rest) => Fence::open(rest, true),
        _ => None,
    };
    Fence::open(line, true).or_else(behind_marker)
}

/// The code of a block and the line of its closing fence.
fn body(
    fence: &Fence<'_>,
    lines: &[&str],
    first: usize,
    is_program: &dyn Fn(Option<&str>, &str) -> bool,
) -> Option<(String, usize)> {
    let mut code = String::new();
    let mut earliest = None;
    let mut tried = 0;
    for (at, line) in lines.iter().enumerate().skip(first) {
        if tried < ENDS && fence.is_closed_by(line) {
            if is_program(fence.label(), &code) {
                return Some((code, at));
            }
            earliest.get_or_insert_with(|| (code.clone(), at));
            tried += 1;
        }
        code.push_str(fence.dedented(line));
    }
    earliest
}
