//! Names in literals: the path of an import, what a literal of a class calls its members, types in quotes.

use super::{Here, Walk};
use crate::facts::{Bound, Reference};
use crate::roles::Role;
use crate::tree::{NodeId, Span};

impl Walk<'_> {
    /// Defines the name under which a path is imported: its last segment, without a version.
    pub(super) fn import_path(&mut self, node: NodeId, here: Here) {
        let text = self.span(node).text(self.text);
        let is_version = |segment: &&str| {
            segment.strip_prefix('v').is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
        };
        let mut segments = text.trim_matches(['"', '`', '\'']).rsplit('/').skip_while(is_version);
        let segment = segments.next().unwrap_or_default();
        let name = segment.split_once(".v").map_or(segment, |(name, _)| name);
        let name = self.names.intern(name);
        self.define(name, node, here, Bound::Import);
    }

    /// A name of a member in a literal: a use of that member of the class that the literal makes.
    pub(super) fn slot(&mut self, node: NodeId, here: Here) {
        let mut around = self.tree.ancestors(node).take_while(|&above| !self.roles[above].has(Role::Unit));
        let made = around.find_map(|above| self.child_with(above, Role::Callee));
        self.use_member(node, made, here);
    }

    /// References in a text: every word that is no member of the one before.
    pub(super) fn quoted(&mut self, node: NodeId, here: Here) {
        let span = self.span(node);
        let unit = self.of_node[node];
        let text = span.text(self.text);
        let mut before = ' ';
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let in_word = c.is_alphanumeric() || c == '_';
            match (start, in_word) {
                (None, true) => start = Some(at),
                (Some(first), false) => {
                    start = None;
                    let word = &text[first..at];
                    let quote_prefix = matches!(c, '"' | '\'') && first == 0;
                    if before != '.' && !quote_prefix && !word.starts_with(|c: char| c.is_ascii_digit()) {
                        let name = self.names.intern(word);
                        let span = Span { start: span.start + first as u32, end: span.start + at as u32 };
                        let bare = Reference::bare(name, here.scope, unit, span);
                        self.facts.references.push(Reference { deferred: true, ..bare });
                    }
                    before = c;
                }
                (None, false) if !c.is_whitespace() => before = c,
                _ => {}
            }
        }
    }
}
