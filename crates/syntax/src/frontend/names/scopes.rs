//! Scopes: what a node that opens one makes of it, and whose members it holds.

use lintseq_core::UnitId;

use super::expressions::Pending;
use super::{Here, SCOPES, Walk};
use crate::facts::{Bound, Class, ClassId, Expr, Function, FunctionId, Overriding, Scope, ScopeKind, Symbol};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

/// The name by which constructors are members of their class: that of no function.
const CONSTRUCTOR: &str = "new";

impl Walk<'_> {
    /// Enters the scope that a node opens, and defines the name that it gives itself outside.
    pub(super) fn enter(&mut self, roles: Roles, node: NodeId, mut here: Here) -> Here {
        let span = self.span(node);
        let unit = self.of_node[node];
        let around = Some((here.scope, here.region, here.scope_region));
        let name = self.tree.children(node).find(|&child| {
            self.roles[child].any(Roles::of(&[
                Role::DefinitionFunction,
                Role::DefinitionClass,
                Role::DefinitionConstructor,
            ]))
        });
        let is_constructor = name.is_some_and(|name| self.roles[name].has(Role::DefinitionConstructor));
        let symbol = if is_constructor {
            Some(self.names.intern(CONSTRUCTOR))
        } else {
            name.map(|name| self.symbol(name))
        };
        let mut inside = Here { around, effect: 0, branch: None, ..here };
        let extended = self.extensions.then(|| self.extended(node)).flatten();
        let joined = extended.filter(|_| roles.has(Role::ScopeFunction));
        if let Some(extended) = joined {
            // A method outside of its class stands in a scope of that class's members.
            let class = self.class(unit, roles);
            self.class_nodes.insert(node, class);
            self.pending.push(Pending::Extended(class, extended));
            let (kind, parent) = (ScopeKind::Class(class), Some(here.scope));
            here.scope = self.facts.scopes.push(Scope { kind, parent, span, open: false });
        }
        let outer_class = match self.facts.scopes[here.scope].kind {
            ScopeKind::Class(class) => Some(class),
            _ => None,
        };
        let (kind, bound) = if roles.has(Role::ScopeFunction) {
            let function = self.function(roles, node, symbol, outer_class);
            inside.function = Some(function);
            (ScopeKind::Function, Bound::Function(function))
        } else if roles.has(Role::ScopeClass) {
            let class = self.class(unit, roles);
            self.class_nodes.insert(node, class);
            if roles.has(Role::ClassPart) {
                let around = self.facts.exprs.push(Expr::This(outer_class));
                self.facts.classes[class].bases.push(around);
            }
            if let Some(extended) = extended {
                self.pending.push(Pending::Extended(class, extended));
            }
            inside.function = None;
            for child in self.tree.subtree(node) {
                if self.roles[child].has(Role::ClassBase) && self.owner_class(child) == Some(node) {
                    self.pending.push(Pending::Base(class, child));
                }
                if self.roles[child].has(Role::Field) && self.owner_class(child) == Some(node) {
                    let field = self.of_node[child];
                    self.facts.classes[class].fields.push(field);
                }
            }
            (ScopeKind::Class(class), Bound::Class(class))
        } else if roles.has(Role::ScopeObject) {
            let class = self.class(unit, roles);
            self.class_nodes.insert(node, class);
            for part in self.tree.children(node) {
                let inner = self.tree.children(part).next();
                for base in inner.into_iter().chain([part]).filter(|&at| self.roles[at].has(Role::ClassBase))
                {
                    self.pending.push(Pending::Base(class, base));
                }
            }
            (ScopeKind::Class(class), Bound::Class(class))
        } else if roles.has(Role::ScopeInline) {
            (ScopeKind::Inline, Bound::Value)
        } else {
            (ScopeKind::Block, Bound::Value)
        };
        if let (Some(symbol), Some(name)) = (symbol, name) {
            let scope =
                if matches!(kind, ScopeKind::Class(_)) { self.not_inline(here.scope) } else { here.scope };
            self.define(symbol, name, Here { effect: span.end, scope, ..here }, bound);
        }
        let open = roles.has(Role::ScopeOpen);
        inside.scope = self.facts.scopes.push(Scope { kind, parent: Some(here.scope), span, open });
        if kind == ScopeKind::Block {
            inside.branch = here.branch;
            inside.region = span;
            inside.scope_region = span;
        } else if kind != ScopeKind::Inline {
            inside.region = span;
            inside.scope_region = span;
            inside.hoist = (inside.scope, span, span);
        } else if self.facts.scopes[here.scope].kind != ScopeKind::Inline {
            inside.hoist = (here.scope, here.region, here.scope_region);
        }
        inside
    }

    fn function(
        &mut self,
        roles: Roles,
        node: NodeId,
        name: Option<Symbol>,
        class: Option<ClassId>,
    ) -> FunctionId {
        let (arity, raises) = (self.parameter_count(node), self.raises(node));
        let overriding = match roles {
            _ if roles.has(Role::Override) => Overriding::Declared,
            _ if roles.has(Role::OverrideUnmarked) => Overriding::Possible,
            _ => Overriding::Unsaid,
        };
        let function = self.facts.functions.push(Function {
            name,
            unit: self.of_node[node],
            class,
            results: Vec::new(),
            returned: Vec::new(),
            stream: false,
            declared: None,
            arity,
            overriding,
            raises,
            is_abstract: roles.has(Role::Abstract),
            is_stub: roles.has(Role::Stub),
            is_returning: roles.has(Role::Returning),
        });
        if let Some(declared) = self.child_with(node, Role::Type) {
            self.pending.push(Pending::DeclaredResult(function, declared));
        }
        function
    }

    fn class(&mut self, unit: UnitId, roles: Roles) -> ClassId {
        self.facts.classes.push(Class {
            unit,
            extended: None,
            bases: Vec::new(),
            is_interface: roles.has(Role::Interface),
            is_open: roles.has(Role::ClassOpen),
            is_object: roles.has(Role::ScopeObject),
            is_record: roles.has(Role::ClassRecord),
            fields: Vec::new(),
        })
    }

    /// The node that names the class whose members a scope adds to.
    fn extended(&self, scope: NodeId) -> Option<NodeId> {
        self.tree
            .subtree(scope)
            .find(|&node| self.roles[node].has(Role::ClassExtended) && self.scope_around(node) == Some(scope))
    }

    /// The node of the scope that a node's name is looked up from.
    fn scope_around(&self, node: NodeId) -> Option<NodeId> {
        self.tree.ancestors(node).find(|&above| self.roles[above].any(SCOPES))
    }

    /// The node of the class that a base or a field belongs to.
    fn owner_class(&self, node: NodeId) -> Option<NodeId> {
        self.tree.ancestors(node).find(|&above| self.roles[above].has(Role::ScopeClass))
    }
}
