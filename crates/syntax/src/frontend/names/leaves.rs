//! Leaves: what the node of a name is, a definition, a reference or both, and the facts that follow.

use super::expressions::Pending;
use super::{Here, Walk};
use crate::facts::{
    Bound, Definition, DefinitionId, Redirect, Reference, ScopeKind, Shape, Symbol, Undefinition, WriteTarget,
};
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span};

/// Values that may have elements.
const ELEMENTS: Roles = Roles::of(&[Role::Foreign, Role::ScopeObject]);

impl Walk<'_> {
    /// What a name's node is: a definition, a reference, or both.
    pub(super) fn leaf(&mut self, roles: Roles, node: NodeId, here: Here, binds: bool) {
        let span = self.span(node);
        let unit = self.of_node[node];
        if roles.has(Role::ReferenceQuoted) {
            self.quoted(node, here);
        }
        if roles.has(Role::DefinitionImportPath) {
            self.import_path(node, here);
            return;
        }
        if roles.has(Role::Slot) {
            self.slot(node, here);
            return;
        }
        if roles.has(Role::MemberName)
            && self.tree.parent(node).is_some_and(|above| !self.roles[above].has(Role::Member))
        {
            self.taken(node, here);
        }
        if !roles.has(Role::Reference) {
            return;
        }
        let name = self.symbol(node);
        if roles.has(Role::DefinitionMacro) {
            self.define_macro(name, node, here);
            return;
        }
        if roles.has(Role::DefinitionOuter) {
            let scope = self.define_outer(name, node, here);
            if roles.has(Role::Special) {
                self.refer(name, node, Here { scope, ..here }, false);
            }
            return;
        }
        if roles.has(Role::RedirectGlobal) || roles.has(Role::RedirectOuter) {
            let global = roles.has(Role::RedirectGlobal);
            self.facts.redirects.push(Redirect { name, scope: here.scope, unit, global });
            return;
        }
        if roles.has(Role::DefinitionParameter) || roles.has(Role::DefinitionReceiver) {
            self.parameter(roles, name, node, here);
            return;
        }
        if roles.has(Role::DefinitionFunction)
            || roles.has(Role::DefinitionClass)
            || roles.has(Role::DefinitionConstructor)
        {
            // Made with the scope that it names.
            return;
        }
        if roles.has(Role::BindingHoisted) {
            let (scope, region, scope_region) = here.hoist;
            self.define(name, node, Here { scope, region, scope_region, ..here }, Bound::Value);
            return;
        }
        if roles.has(Role::Local) {
            let value = self.value_beside(node);
            let bound = if value.is_some() { Bound::Augmented } else { Bound::Declared };
            let definition = self.define(name, node, here, bound);
            if let Some(value) = value {
                let shape = self.shape(value);
                self.facts.definitions[definition].shape = shape;
            }
            if !binds {
                self.refer(name, node, here, false);
            }
            return;
        }
        if roles.has(Role::Undefinition) {
            let reign = Span { start: span.end, end: here.region.end };
            self.facts.undefinitions.push(Undefinition { name, scope: here.scope, unit, reign });
        }
        if roles.has(Role::Field) {
            self.define_member(name, node, here);
        }
        if binds {
            self.bind(node, here);
        } else {
            self.refer(name, node, here, false);
        }
    }

    /// Makes a name that is bound or used here a member of the class around too.
    fn define_member(&mut self, name: Symbol, node: NodeId, here: Here) {
        let scopes = std::iter::successors(Some(here.scope), |&scope| self.facts.scopes[scope].parent);
        let class =
            scopes.into_iter().find(|&scope| matches!(self.facts.scopes[scope].kind, ScopeKind::Class(_)));
        if let Some(scope) = class {
            self.define(name, node, Here { scope, ..here }, Bound::Value);
        }
    }

    /// Binds a name, to the value beside it where there is one.
    pub(super) fn bind(&mut self, node: NodeId, here: Here) {
        let name = self.symbol(node);
        let definition = self.define(name, node, here, Bound::Value);
        if let Some(value) = self.value_beside(node) {
            let shape = self.shape(value);
            let facts = &mut self.facts.definitions[definition];
            facts.shape = shape;
            if shape == Shape::Nothing {
                facts.bound = Bound::Nothing;
            }
            if matches!(shape, Shape::Literal(_)) || self.roles[value].any(ELEMENTS) {
                self.facts.definitions[definition].elements = self.elements(value);
            }
            self.pending.push(Pending::Value(definition, value));
        }
    }

    fn refer(&mut self, name: Symbol, node: NodeId, here: Here, deferred: bool) {
        let (span, unit) = (self.span(node), self.of_node[node]);
        let (demand, writes) = (self.demand(node), self.writes(node));
        let arity = self.roles[node].has(Role::Callee).then(|| self.tree.parent(node)).flatten();
        let arity = arity.and_then(|call| self.argument_count(call));
        let scope = here.scope;
        let tells = self.roles[node].has(Role::Tells);
        let manner = self.manner(node);
        let reference = Reference { name, scope, unit, span, writes, arity, tells, deferred, manner, demand };
        let id = self.facts.references.push(reference);
        self.refs.insert(node, id);
        if writes {
            self.write(WriteTarget::Name(id), node, here);
        }
    }

    pub(super) fn define(&mut self, name: Symbol, node: NodeId, here: Here, bound: Bound) -> DefinitionId {
        let span = self.span(node);
        let inline = self.facts.scopes[here.scope].kind == ScopeKind::Inline;
        let reign = if inline {
            self.facts.scopes[here.scope].span
        } else {
            Span { start: here.effect.max(span.end), end: here.region.end }
        };
        let id = self.facts.definitions.push(Definition {
            name,
            scope: here.scope,
            unit: self.of_node[node],
            at: span.start,
            reign,
            unconditional: inline || here.region == here.scope_region,
            bound,
            hoisted: self.roles[node].has(Role::Hoisted),
            duty: self.duty(node),
            optional: self.roles[node].has(Role::Optional),
            open: bound == Bound::Value && self.is_open(node),
            forward: self.roles[node].has(Role::Forward),
            is_abstract: self.roles[node].has(Role::Abstract),
            signature: self.signature(node),
            declared: None,
            value: None,
            shape: Shape::Open,
            elements: Vec::new(),
        });
        if self.types
            && matches!(bound, Bound::Value | Bound::Nothing | Bound::Parameter | Bound::Declared)
            && let Some(declared) = self.type_beside(node)
        {
            self.pending.push(Pending::Declared(id, declared));
        }
        id
    }

    fn parameter(&mut self, roles: Roles, name: Symbol, node: NodeId, here: Here) {
        let mut bound = Bound::Parameter;
        if roles.has(Role::DefinitionReceiver)
            && let Some(function) = here.function
            && let Some(class) = self.facts.functions[function].class
        {
            bound = Bound::Receiver(class);
        }
        let definition = self.define(name, node, here, bound);
        let scope = self.facts.scopes[here.scope].span;
        self.facts.definitions[definition].reign =
            Span { start: scope.start.max(here.effect), end: scope.end };
        self.facts.definitions[definition].unconditional = true;
    }
}
