//! Imports: names from elsewhere, and which of them another module of the same file defines.

use lintseq_core::Index;

use super::expressions::Pending;
use super::{Here, Walk};
use crate::facts::{Bound, DefinitionId, Expr, ExprId, MemberUse, Reference};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

pub(super) const IMPORTS: Roles =
    Roles::of(&[Role::DefinitionImport, Role::DefinitionAlias, Role::DefinitionPath]);

impl Walk<'_> {
    /// Defines the name that a node brings from elsewhere.
    pub(super) fn import(&mut self, roles: Roles, node: NodeId, here: Here) {
        let path = self.path_before(node);
        if roles.has(Role::DefinitionPath) {
            let Some(path) = path else { return };
            let text = self.span(path).text(self.text);
            let start = text.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
            let name = self.names.intern(&text[start..]);
            self.define(name, node, here, Bound::Import);
            return;
        }
        let name = self.name(node);
        let definition = self.define(name, node, here, Bound::Import);
        match path {
            Some(path) => self.import_member(definition, node, path, here),
            None if roles.has(Role::DefinitionAlias) => self.import_name(definition, node, here),
            None => {}
        }
    }

    /// A member of a module or a class, which the file may define.
    fn import_member(&mut self, definition: DefinitionId, node: NodeId, path: NodeId, here: Here) {
        let (name, span, unit) = (self.name(node), self.span(node), self.of_node[node]);
        self.pending.push(Pending::Imported(definition, path));
        let twice = self.tree.parent(node).is_some_and(|parent| self.roles[parent].has(Role::Member));
        if !twice {
            self.pending.push(Pending::MemberUse(self.facts.member_uses.len(), path));
            let usage = MemberUse::bare(ExprId::new(0), name, unit, span, here.function);
            self.facts.member_uses.push(usage);
        }
    }

    /// A name of the scope around, which an import hands on.
    fn import_name(&mut self, definition: DefinitionId, node: NodeId, here: Here) {
        let (name, span, unit) = (self.name(node), self.span(node), self.of_node[node]);
        let scope = self.facts.scopes[here.scope].parent.unwrap_or(here.scope);
        let bare = Reference::bare(name, scope, unit, span);
        let reference = self.facts.references.push(Reference { deferred: true, ..bare });
        let value = self.facts.exprs.push(Expr::Name(reference));
        self.facts.definitions[definition].value = Some(value);
    }

    /// The path that a name is imported from: beside it, or beside the list around it.
    fn path_before(&self, node: NodeId) -> Option<NodeId> {
        let around = self.tree.ancestors(node).take(2);
        let mut paths = around.filter_map(|above| self.child_with(above, Role::MemberObject));
        paths.find(|&path| !self.tree.encloses(path, node))
    }
}
