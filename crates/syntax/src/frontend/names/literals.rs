//! Names in literals: the path of an import, and what a literal of a class calls its members.

use super::expressions::Pending;
use super::{Here, Walk};
use crate::facts::{Bound, Demand, Expr, MemberUse};
use crate::roles::Role;
use crate::tree::NodeId;

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
        let name = self.name(node);
        if let Some(made) = made {
            self.pending.push(Pending::Taken(self.facts.member_uses.len(), made));
        }
        let object = self.facts.exprs.push(Expr::Unknown);
        let (unit, span) = (self.of_node[node], self.span(node));
        let (arity, function, demand) = (None, here.function, Demand::Any);
        self.facts.member_uses.push(MemberUse { object, name, unit, span, arity, function, demand });
    }
}
