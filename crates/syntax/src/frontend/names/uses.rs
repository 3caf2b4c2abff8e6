//! Uses of values: calls, members, what the language turns into members, and what functions give back.

use lintseq_core::Index;

use super::expressions::Pending;
use super::{Here, Walk};
use crate::facts::{Call, Expr, ExprId, MemberStore, MemberUse, Protocol, ProtocolUse, Shape, WriteTarget};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

impl Walk<'_> {
    pub(super) fn results(&mut self, roles: Roles, node: NodeId, here: Here) {
        let stream = roles.has(Role::ResultStream);
        if !(stream || roles.has(Role::Result)) {
            return;
        }
        let unit = self.of_node[node];
        let value = self.tree.children(node).next();
        let shape =
            if stream { Shape::Open } else { value.map_or(Shape::Open, |value| self.result_shape(value)) };
        if let (Some(function), Some(value)) = (here.function, value)
            && !stream
        {
            self.pending.push(Pending::Result(function, value));
        }
        if let Some(function) = here.function {
            let function = &mut self.facts.functions[function];
            if stream && !function.stream {
                function.stream = true;
                function.results.clear();
            }
            if stream == function.stream {
                function.results.push((unit, shape));
            }
        }
    }

    /// Calls and uses that the language turns into members.
    pub(super) fn uses(&mut self, roles: Roles, node: NodeId) {
        let (span, unit) = (self.span(node), self.of_node[node]);
        if roles.has(Role::Call)
            && let Some(callee) = self.child_with(node, Role::Callee)
        {
            let span = self.span(callee);
            self.pending.push(Pending::Call(self.facts.calls.len(), callee));
            let used = !roles.has(Role::Unused);
            let demand = self.demand(node);
            let implied = self.roles[callee].has(Role::This).then_some(0);
            let arity = self.argument_count(node).or(implied);
            self.facts.calls.push(Call { callee: ExprId::new(0), unit, arity, span, used, demand });
        }
        let protocols = [
            (Role::UseIterate, Protocol::Iterate),
            (Role::UseSubscript, Protocol::Subscript),
            (Role::UseEnter, Protocol::Enter),
            (Role::UseContains, Protocol::Contains),
            (Role::UseOperate, Protocol::Operate),
        ];
        for (role, protocol) in protocols {
            if roles.has(role) {
                self.pending.push(Pending::Protocol(self.facts.protocol_uses.len(), node));
                self.facts.protocol_uses.push(ProtocolUse { object: ExprId::new(0), protocol, unit, span });
            }
        }
    }

    pub(super) fn member(&mut self, node: NodeId, binds: bool, here: Here) {
        let (Some(object), Some(name)) =
            (self.child_with(node, Role::MemberObject), self.child_with(node, Role::MemberName))
        else {
            return;
        };
        let unit = self.of_node[node];
        let symbol = self.name(name);
        let span = self.span(name);
        if binds {
            let value = self.value_beside(node);
            self.pending.push(Pending::Store(self.facts.stores.len(), object));
            let shape = value.map_or(Shape::Open, |value| self.shape(value));
            if let Some(value) = value {
                self.pending.push(Pending::StoreValue(self.facts.stores.len(), value));
            }
            self.facts.stores.push(MemberStore {
                value: None,
                object: ExprId::new(0),
                name: symbol,
                unit,
                at: span.start,
                function: here.function,
                shape,
            });
        } else {
            self.pending.push(Pending::MemberUse(self.facts.member_uses.len(), object));
            self.facts.member_uses.push(MemberUse {
                object: ExprId::new(0),
                name: symbol,
                unit,
                span,
                arity: self.argument_count(node),
                function: here.function,
                demand: self.demand(node),
            });
            if self.writes(node) {
                self.write(WriteTarget::Member(self.facts.member_uses.len() - 1), node, here);
            }
        }
    }

    /// A member that a pattern takes out of an object.
    pub(super) fn taken(&mut self, node: NodeId, here: Here) {
        let patterns =
            self.tree.ancestors(node).take_while(|&above| self.roles[above].has(Role::BindingFields)).take(2);
        let object = patterns
            .into_iter()
            .find_map(|pattern| self.type_beside(pattern).or_else(|| self.value_beside(pattern)));
        self.use_member(node, object, here);
    }

    /// A use of a member that stands apart from its object, which nothing may tell.
    pub(super) fn use_member(&mut self, node: NodeId, object: Option<NodeId>, here: Here) {
        let (name, unit, span) = (self.name(node), self.of_node[node], self.span(node));
        if let Some(object) = object {
            self.pending.push(Pending::Taken(self.facts.member_uses.len(), object));
        }
        let object = self.facts.exprs.push(Expr::Unknown);
        self.facts.member_uses.push(MemberUse::bare(object, name, unit, span, here.function));
    }
}
