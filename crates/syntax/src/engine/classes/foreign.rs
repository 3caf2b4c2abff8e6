//! Whether an expression is from elsewhere, so that nothing of the file can be a member of it.

use super::Classes;
use super::follow::DEPTH;
use crate::facts::{Bound, Expr, ExprId};

impl Classes<'_> {
    /// Whether an expression is a name from elsewhere, a member of one, or a value of no class of the file.
    pub(in crate::engine) fn is_foreign(&self, expr: ExprId) -> bool {
        self.is_strange(expr, DEPTH)
    }

    pub(super) fn is_strange(&self, expr: ExprId, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let from = |declared: Option<ExprId>, value: Option<ExprId>| match (declared, value) {
            (Some(declared), _) => self.names_nothing_here(declared, depth),
            (None, Some(value)) => self.lexical && self.is_strange(value, depth),
            (None, None) => false,
        };
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut definitions = self.resolution.definitions(self.facts, reference).peekable();
                if definitions.peek().is_none() {
                    return self.lexical && self.resolution.scope(reference).is_none();
                }
                definitions.all(|definition| {
                    let definition = &self.facts.definitions[definition];
                    definition.bound == Bound::Import
                        || (!matches!(definition.bound, Bound::Class(_) | Bound::Function(_))
                            && from(definition.declared, definition.value))
                })
            }
            Expr::Foreign => true,
            Expr::Either(one, other) => {
                self.lexical && self.is_strange(one, depth) && self.is_strange(other, depth)
            }
            Expr::New(callee) => self.is_strange(callee, depth),
            Expr::Member(object, name) => {
                let members = self.follow(object, depth).and_then(|class| self.member(class, name));
                match members {
                    Some((_, members)) => members.iter().all(|member| from(member.declared, member.value)),
                    None => self.is_strange(object, depth) && !self.holds_own(object),
                }
            }
            _ => false,
        }
    }

    /// Whether an object from elsewhere holds objects of the file's classes, which its members may give back.
    fn holds_own(&self, expr: ExprId) -> bool {
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut definitions = self.resolution.definitions(self.facts, reference);
                definitions.any(|definition| {
                    let declared = self.facts.definitions[definition].declared;
                    declared.is_some_and(|declared| matches!(self.facts.exprs[declared], Expr::Either(..)))
                })
            }
            Expr::Member(object, _) => self.holds_own(object),
            _ => false,
        }
    }

    /// Whether a type is one from elsewhere, such as the standard library's.
    fn names_nothing_here(&self, declared: ExprId, depth: u32) -> bool {
        let reference = match self.facts.exprs[declared] {
            Expr::Name(reference) => reference,
            Expr::Either(outer, _) => return self.names_nothing_here(outer, depth),
            _ => return self.is_strange(declared, depth),
        };
        let mut definitions = self.resolution.definitions(self.facts, reference);
        definitions.all(|definition| self.facts.definitions[definition].bound == Bound::Import)
    }
}
