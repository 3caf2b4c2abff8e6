//! Chains: links such as `else if`, which grammars nest and which stand side by side all the same.

use lintseq_core::{Index, LineId};

use super::Finder;
use crate::roles::Role;
use crate::tree::{NodeId, Span};

impl Finder<'_> {
    /// The lines of a link: from the line on which a bracket closes what is before it to the line before the
    /// bracket that closes the link itself, which then closes what is before. Nothing where lines do not part so.
    pub(super) fn link_rows(&self, node: NodeId, span: Span) -> Option<(LineId, LineId)> {
        let first = self.source.line_at(span.start);
        let before = &self.source.text()[self.source.start(first) as usize..span.start as usize];
        if before.trim() != "}" {
            return None;
        }
        let next = self.next_link(node).unwrap_or(span.end - 1);
        let closing = self.source.line_at(next);
        let starts = self.source.line(closing).trim_start().starts_with('}');
        (starts && closing > first).then(|| (first, LineId::new(closing.index() - 1)))
    }

    /// Where a link begins: with itself, or with the word between it and what is before, such as an `else` for
    /// which the grammar has no node.
    pub(super) fn word_before(&self, node: NodeId) -> u32 {
        let start = self.tree.nodes[node].span.start;
        let parent = self.tree.parent(node);
        let siblings = parent.into_iter().flat_map(|parent| self.tree.children(parent));
        let Some(previous) = siblings.take_while(|&sibling| sibling != node).last() else { return start };
        let from = self.tree.nodes[previous].span.end;
        let between = &self.source.text()[from as usize..start as usize];
        let word = between.trim_end().rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        if between[word..].trim().is_empty() { start } else { from + word as u32 }
    }

    /// Where the next link begins that the grammar nests at the end of this one.
    fn next_link(&self, node: NodeId) -> Option<u32> {
        let end = self.tree.nodes[node].span.end;
        let mut below = self.tree.children(node).last()?;
        while self.tree.nodes[below].span.end == end {
            if self.roles[below].has(Role::UnitChained) {
                let start = self.tree.nodes[below].span.start;
                return Some(start);
            }
            below = self.tree.children(below).last()?;
        }
        None
    }
}
