//! Operators: a function may stand for one, and nothing at the use says which. What a class is handed on to, such as
//! a container, may use all that goes with it.

use lintseq_core::Rule;

use super::{Found, Maker, Place};
use crate::facts::{Bound, ClassId, Definition, Expr, ExprId, OperatorUse, ScopeKind};
use crate::tree::Span;

impl Maker<'_> {
    /// Makes what uses of operators require.
    pub(super) fn operators(&mut self) {
        if self.facts.companions.is_empty() {
            return;
        }
        for usage in &self.facts.operator_uses {
            self.operator(usage);
        }
    }

    fn operator(&mut self, usage: &OperatorUse) {
        if usage.operands.iter().all(|&operand| self.is_plain(operand)) {
            return;
        }
        let facts = self.facts;
        let classes = usage.operands.map(|operand| self.classes.class_of(operand));
        for &(id, span) in &facts.companions {
            let definition = &facts.definitions[id];
            if definition.name != usage.name || definition.at > usage.span.start {
                continue;
            }
            let meant = self.classes_of(definition, span);
            let fits = |(operand, class): (&ExprId, &Option<ClassId>)| match class {
                Some(class) => self.classes.line(*class).iter().any(|class| meant.contains(class)),
                None => !self.is_plain(*operand),
            };
            if meant.is_empty() || usage.operands.iter().zip(&classes).any(fits) {
                let unless = meant.first().map(|&class| facts.classes[class].unit);
                self.requirements.one(usage.unit, definition.unit, unless, Rule::Member, usage.span);
            }
        }
    }

    /// The class that a use of a name means.
    pub(super) fn class_of_found(&self, found: Option<&Found>) -> Option<ClassId> {
        found?.definitions.iter().find_map(|&id| match self.facts.definitions[id].bound {
            Bound::Class(class) => Some(class),
            _ => None,
        })
    }

    /// All operators and special cases for a class that stand before a place.
    pub(super) fn need_companions(&mut self, class: ClassId, place: Place) {
        let facts = self.facts;
        for &(id, span) in &facts.companions {
            let definition = &facts.definitions[id];
            if definition.at < place.span.start && self.classes_of(definition, span).contains(&class) {
                self.requirements.one(place.unit, definition.unit, None, Rule::Member, place.span);
            }
        }
    }

    /// The classes that an operator is for: the one that it stands in, and those that its parameters name.
    fn classes_of(&self, definition: &Definition, parameters: Span) -> Vec<ClassId> {
        let own = match self.facts.scopes[definition.scope].kind {
            ScopeKind::Class(class) => Some(class),
            _ => None,
        };
        let inside =
            self.facts.references.iter_enumerated().filter(|(_, used)| parameters.encloses(used.span));
        let named = inside.filter_map(|(id, _)| self.class_named(id));
        own.into_iter().chain(named).collect()
    }

    /// Whether the value of an expression is certainly of no class of the file.
    fn is_plain(&self, expr: ExprId) -> bool {
        match self.facts.exprs[expr] {
            Expr::Literal => true,
            Expr::Either(one, other) => self.is_plain(one) && self.is_plain(other),
            Expr::Name(reference) => {
                self.resolver.resolution.of_name(self.facts.references[reference].name).is_empty()
                    || self.is_foreign(expr)
            }
            Expr::Member(object, name) => {
                let class = self.classes.class_of(object);
                let definers = class.as_ref().map_or(self.classes.definers(name), std::slice::from_ref);
                let mut members = definers
                    .iter()
                    .flat_map(|&class| self.classes.own(class, name).unwrap_or_default())
                    .peekable();
                members.peek().is_some()
                    && members
                        .all(|member| member.declared.is_some_and(|declared| self.names_nothing(declared)))
            }
            _ => false,
        }
    }

    /// Whether a declared type is none of the file.
    fn names_nothing(&self, declared: ExprId) -> bool {
        let Expr::Name(reference) = self.facts.exprs[declared] else { return false };
        self.resolver.resolution.of_name(self.facts.references[reference].name).is_empty()
    }
}
