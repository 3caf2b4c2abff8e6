//! Values: which one a name is bound to, what shows of it without running anything, and what a use asks.
//!
//! A linter that infers knows these things; a state may not offer it less than the complete program does.

use lintseq_core::UnitId;

use super::Walk;
use crate::facts::{Demand, ExprId, Literal, Shape};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

/// How far above a name its declared type may stand: C nests a declarator for every star.
const TYPE_LEVELS: usize = 4;

/// What asks more of a value than to be there.
const DEMANDING: Roles = Roles::of(&[
    Role::MemberObject,
    Role::UseIterate,
    Role::UseSubscript,
    Role::UseEnter,
    Role::UseContains,
    Role::UseOperate,
]);

impl Walk<'_> {
    /// The value that is bound to a name or a member alone.
    pub(super) fn value_beside(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.tree.parent(node)?;
        if let Some(value) = self.child_with(parent, Role::Value) {
            return (value != node).then(|| self.innermost_value(value));
        }
        // A name may be wrapped, such as in the target of `with … as`; in a pattern of several, it gets the
        // value in the same place, where there is one.
        let mut siblings = self.tree.children(parent);
        let place = siblings.position(|sibling| sibling == node)?;
        let count = place + 1 + siblings.count();
        if !self.roles[parent].has(Role::BindingPattern) {
            return None;
        }
        let value = self.value_beside(parent)?;
        if count == 1 && !self.roles[value].has(Role::BindingPattern) {
            return Some(value);
        }
        let mut values = self.tree.children(value);
        let same = self.roles[value].has(Role::BindingPattern) && values.clone().count() == count;
        if same { values.nth(place) } else { None }
    }

    /// The value at the end of a chain of bindings, such as `a = b = value`.
    fn innermost_value(&self, mut value: NodeId) -> NodeId {
        while let Some(inner) = self.child_with(value, Role::Value) {
            value = inner;
        }
        value
    }

    /// The type that is declared for a bound name: beside it, or beside the declarator around it.
    pub(super) fn type_beside(&self, node: NodeId) -> Option<NodeId> {
        let stops = |above: &NodeId| {
            self.roles[*above].any(Roles::of(&[Role::ScopeFunction, Role::ScopeClass, Role::BindingFields]))
        };
        let around = self.tree.ancestors(node).take(TYPE_LEVELS).take_while(|above| !stops(above));
        around.into_iter().find_map(|above| self.child_with(above, Role::Type))
    }

    /// The class that a type names, which is its first word: `Shape` in `&Shape` and in `Shape<f64>`.
    pub(super) fn type_expr(&mut self, mut node: NodeId) -> ExprId {
        let whole = Roles::of(&[
            Role::Member,
            Role::Foreign,
            Role::ScopeObject,
            Role::ScopeClass,
            Role::Call,
            Role::Either,
        ]);
        while !self.refs.contains_key(&node) && !self.roles[node].any(whole) {
            match self.tree.children(node).next() {
                Some(first) => node = first,
                None => break,
            }
        }
        self.expr(node)
    }

    /// Whether the value that a name gets, alone or in a pattern, leaves its type open.
    pub(super) fn is_open(&self, node: NodeId) -> bool {
        if self.settings.open_values.is_empty() {
            return false;
        }
        let mut around = self.tree.ancestors(node).take(TYPE_LEVELS);
        let value = around.find_map(|above| self.child_with(above, Role::Value));
        value
            .filter(|&value| self.roles[value].has(Role::Open) && !self.tree.encloses(value, node))
            .is_some_and(|value| {
                let text = self.tree.nodes[value].span.text(self.text);
                self.roles[value].has(Role::LiteralPlain)
                    || self.settings.open_values.iter().any(|open| text.contains(open.as_str()))
            })
    }

    pub(super) fn shape(&mut self, value: NodeId) -> Shape {
        let roles = self.roles[value];
        if roles.has(Role::Nothing) {
            Shape::Nothing
        } else if roles.has(Role::Literal) {
            Shape::Literal(Literal(self.tree.nodes[value].kind.0))
        } else if roles.has(Role::LiteralPlain) {
            Shape::Literal(Literal::PLAIN)
        } else if roles.has(Role::Call)
            && let Some(callee) = self.child_with(value, Role::Callee)
        {
            Shape::Call(self.name(callee))
        } else if roles.has(Role::Reference) {
            Shape::Name(self.name(value))
        } else {
            Shape::Open
        }
    }

    /// What kind of value a result is; several values of which some are nothing count as nothing.
    pub(super) fn result_shape(&mut self, value: NodeId) -> Shape {
        let several = self.roles[value].has(Role::BindingPattern);
        if several && self.tree.children(value).any(|child| self.roles[child].has(Role::Nothing)) {
            Shape::Nothing
        } else {
            // Two results of different names are as a rule of one class: nobody returns a mark.
            match self.shape(value) {
                Shape::Name(_) => Shape::Open,
                shape => shape,
            }
        }
    }

    /// The units of a literal's elements that are not the literal's own.
    pub(super) fn elements(&self, value: NodeId) -> Vec<UnitId> {
        let own = self.of_node[value];
        let mut units: Vec<UnitId> = self.tree.children(value).map(|child| self.of_node[child]).collect();
        units.retain(|&unit| unit != own);
        units.dedup();
        units
    }

    /// What the use of a value asks of it.
    pub(super) fn demand(&self, node: NodeId) -> Demand {
        let roles = self.roles[node];
        if roles.has(Role::UseSpread) {
            Demand::Elements
        } else if roles.has(Role::Callee) {
            Demand::Call
        } else if roles.any(DEMANDING) {
            Demand::Class
        } else if roles.has(Role::UsePass) || roles.has(Role::Value) {
            Demand::Pass
        } else {
            Demand::Any
        }
    }
}
