//! Lists: whether the elements of one come apart, each with the separator behind it.

use lintseq_core::UnitId;

use super::Finder;
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span};

/// Elements of one list beyond this number come in runs, so that a long table is not hundreds of edits.
const ELEMENT_UNITS: usize = 12;

pub(super) const ELEMENTS: Roles =
    Roles::of(&[Role::Element, Role::ElementKept, Role::ElementClosed, Role::ElementFree]);

/// The parts into which the children of a node come.
pub(super) struct Parts {
    pub(super) splits: Splits,
    /// The units that they became.
    pub(super) made: Vec<UnitId>,
    /// Whether all of them start a line.
    pub(super) whole: bool,
    /// The unit that the next one joins if it goes on on the same line, or belongs to the same run.
    pub(super) run: Option<UnitId>,
    pub(super) in_run: usize,
    pub(super) per_run: usize,
}

impl Parts {
    pub(super) fn new(splits: Splits) -> Self {
        let per_run = match splits {
            Splits::Elements { runs } => runs.div_ceil(ELEMENT_UNITS).max(1),
            Splits::Statements => 1,
        };
        Self { splits, made: Vec::new(), whole: true, run: None, in_run: 0, per_run }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Splits {
    /// Children that are statements come apart; elements do not.
    Statements,
    /// Elements come apart, in this many runs of whole lines.
    Elements { runs: usize },
}

impl Finder<'_> {
    /// How the children of a node come apart.
    pub(super) fn splits(&self, node: NodeId) -> Splits {
        let (mut runs, mut last, mut closed) = (0, None, false);
        let mut attached = None;
        for child in self.tree.children(node) {
            let mut span = self.tree.nodes[child].span;
            if self.roles[child].has(Role::Attached) {
                attached.get_or_insert(span.start);
                continue;
            }
            span.start = attached.take().unwrap_or(span.start);
            if !self.roles[child].any(ELEMENTS) {
                continue;
            }
            let free = self.roles[child].has(Role::ElementFree);
            if last.is_none()
                && !(self.starts_line(span.start)
                    && (free || self.is_bracketed(self.tree.nodes[node].span, span)))
            {
                return Splits::Statements;
            }
            closed |= self.roles[child].has(Role::ElementClosed);
            // A run must start and end with its lines, or the list stays whole.
            let previous_ends = last.is_none_or(|last: Span| self.ends_line(last.end));
            if self.starts_line(span.start) {
                if !previous_ends || last.is_some_and(|last: Span| self.separated_below(last.end, span.start))
                {
                    return Splits::Statements;
                }
                runs += 1;
            }
            last = Some(span);
        }
        match last {
            Some(last) if self.ends_line(last.end) && (!closed || self.has_separator(last.end)) => {
                Splits::Elements { runs }
            }
            _ => Splits::Statements,
        }
    }

    /// Whether the separator of two elements stands on a line below the first: nobody could tell whose it is.
    fn separated_below(&self, end: u32, start: u32) -> bool {
        let mut gap = &self.source.text()[end as usize..start as usize];
        if self.has_separator(end) || !gap.contains([',', ';']) {
            return false;
        }
        // Comments have separators of their own.
        for comment in self.tree.comments.iter().rev().filter(|c| end <= c.start && c.end <= start) {
            if gap[(comment.end - end) as usize..].contains([',', ';']) {
                return true;
            }
            gap = &gap[..(comment.start - end) as usize];
        }
        gap.contains([',', ';'])
    }

    fn has_separator(&self, byte: u32) -> bool {
        self.rest_of_line(byte).starts_with([',', ';'])
    }

    /// Whether a bracket opens between the start of a list and its first element.
    fn is_bracketed(&self, list: Span, first: Span) -> bool {
        let mut before = &self.source.text()[list.start as usize..first.start as usize];
        loop {
            let trimmed = before.trim_end();
            if trimmed.ends_with(['(', '[', '{']) {
                return true;
            }
            // Comments may stand between the bracket and the first element.
            let end = list.start + trimmed.len() as u32;
            match self.tree.comments.iter().rfind(|comment| comment.end == end) {
                Some(comment) if comment.start >= list.start => {
                    before = &self.source.text()[list.start as usize..comment.start as usize];
                }
                _ => return false,
            }
        }
    }
}
