//! What gives values, takes arguments and raises: the facts about calls that a declared language checks.

use super::{Here, Walk};
use crate::facts::{Duty, Handler, Raise, Symbol, Write, WriteTarget};
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span};

impl Walk<'_> {
    /// Whether a node is only written to: `a += b` reads `a` first.
    pub(super) fn writes(&self, node: NodeId) -> bool {
        let after = &self.text[self.span(node).end as usize..];
        self.roles[node].has(Role::Write) && after.trim_start().starts_with(['=', ','])
    }

    /// Notes what gives a name or a member a value.
    pub(super) fn write(&mut self, target: WriteTarget, node: NodeId, here: Here) {
        let span = self.span(node);
        // The value is evaluated first: the write takes effect at the end of what holds both.
        let end = self.tree.parent(node).map_or(span.end, |parent| self.span(parent).end);
        let reign = Span { start: end, end: here.region.end };
        let (unit, at, function) = (self.of_node[node], span.start, here.function);
        self.facts.writes.push(Write { target, unit, at, reign, function });
    }

    /// What a definition needs besides what it mentions.
    pub(super) fn duty(&self, node: NodeId) -> Duty {
        if self.roles[node].has(Role::MustUse) {
            Duty::Use
        } else if self.roles[node].has(Role::Unset) {
            Duty::Value
        } else {
            Duty::Nothing
        }
    }

    /// The number of arguments of a call.
    pub(super) fn argument_count(&self, call: NodeId) -> Option<u8> {
        let arguments = self.child_with(call, Role::Arguments)?;
        u8::try_from(self.tree.children(arguments).count()).ok()
    }

    /// The number of parameters of a function, where it is fixed and known.
    pub(super) fn parameter_count(&self, function: NodeId) -> Option<u8> {
        let parameters = self.child_with(function, Role::Parameters)?;
        if self.child_with(parameters, Role::ParameterMany).is_some() {
            return None;
        }
        u8::try_from(self.tree.children(parameters).count()).ok()
    }

    /// What a function may raise.
    pub(super) fn raises(&mut self, function: NodeId) -> Vec<Symbol> {
        let Some(list) = self.child_with(function, Role::Raises) else { return Vec::new() };
        let types: Vec<NodeId> = self.tree.children(list).collect();
        types.into_iter().map(|node| self.name(node)).collect()
    }

    /// Handlers with what they guard, and what raises.
    pub(super) fn raising(&mut self, roles: Roles, node: NodeId) {
        if roles.has(Role::Raise) {
            let made = self.tree.subtree(node).find(|&inner| self.roles[inner].has(Role::Callee));
            if let Some(made) = made {
                let (name, unit, at) = (self.name(made), self.of_node[node], self.span(node).start);
                self.facts.raises.push(Raise { name, unit, at });
            }
            return;
        }
        let handlers: Vec<NodeId> =
            self.tree.children(node).filter(|&child| self.roles[child].has(Role::Handler)).collect();
        let Some(&first) = handlers.first() else { return };
        let body = Span { start: self.span(node).start, end: self.span(first).start };
        for handler in handlers {
            let types: Vec<NodeId> = self
                .tree
                .subtree(handler)
                .filter(|&inner| self.roles[inner].has(Role::HandlerType))
                .collect();
            let types = types.into_iter().map(|node| self.name(node)).collect();
            let (unit, guard) = (self.of_node[handler], self.of_node[node]);
            self.facts.handlers.push(Handler { unit, guard, body, types });
        }
    }
}
