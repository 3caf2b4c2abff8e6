//! The class of an expression, and the functions that it may be, as far as the file tells.

use super::{Classes, MemberDefinition};
use crate::facts::{Bound, ClassId, Definition, Expr, ExprId, FunctionId};

/// How many definitions an expression's class is followed through.
pub(super) const DEPTH: u32 = 6;

impl Classes<'_> {
    /// The class that an expression is, or is an object of, where the file tells.
    pub(in crate::engine) fn class_of(&self, expr: ExprId) -> Option<ClassId> {
        self.follow(expr, DEPTH).map(|class| self.joined[class])
    }

    pub(super) fn follow(&self, expr: ExprId, depth: u32) -> Option<ClassId> {
        let depth = depth.checked_sub(1)?;
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut only = None;
                let definitions = || {
                    self.resolution.definitions(self.facts, reference).map(|id| &self.facts.definitions[id])
                };
                let is_class = |definition: &Definition| matches!(definition.bound, Bound::Class(_));
                // Where a type and a value share a name, the type tells more.
                let typed = self.lexical && definitions().any(is_class);
                for definition in definitions().filter(|definition| !typed || is_class(definition)) {
                    let class = match definition.bound {
                        _ if definition.declared.is_some() => self.follow(definition.declared?, depth)?,
                        Bound::Class(class) | Bound::Receiver(class) => self.joined[class],
                        Bound::Value => self.follow(definition.value?, depth)?,
                        Bound::Import if definition.value.is_some() => {
                            self.follow(definition.value?, depth)?
                        }
                        Bound::Nothing => continue,
                        _ => return None,
                    };
                    if only.replace(class).is_some_and(|before| before != class) {
                        return None;
                    }
                }
                only
            }
            Expr::Call(callee) => self.follow_call(callee, depth),
            Expr::Either(one, other) => {
                let (one, other) = (self.follow(one, depth), self.follow(other, depth));
                one.or(other).filter(|&class| {
                    one.is_none_or(|one| one == class) && other.is_none_or(|other| other == class)
                })
            }
            Expr::This(class) => class.map(|class| self.joined[class]),
            Expr::Super(class) => self.bases[self.joined[class?]].first().copied(),
            Expr::Member(object, name) if self.lexical => {
                let class = self.follow(object, depth)?;
                let (_, members) = self.member(class, name)?;
                if let Some(class) = members.iter().find_map(|member| member.class) {
                    return Some(class);
                }
                let declared = |member: &MemberDefinition| {
                    let own = member.declared.or(member.value);
                    own.or_else(|| self.facts.functions[member.function?].declared)
                };
                self.follow(members.iter().find_map(declared)?, depth)
            }
            Expr::New(callee) => self.follow(callee, depth),
            Expr::Member(..) | Expr::Foreign | Expr::Literal | Expr::Unknown => None,
        }
    }

    /// The class of what a call gives: that of the class that is called, or what the function declares.
    fn follow_call(&self, callee: ExprId, depth: u32) -> Option<ClassId> {
        if !matches!(self.facts.exprs[callee], Expr::Member(..))
            && let Some(class) = self.follow(callee, depth)
        {
            return Some(class);
        }
        if !self.lexical {
            return None;
        }
        let mut functions = Vec::new();
        self.collect_functions(callee, depth, &mut functions);
        let mut classes = functions.iter().map(|&function| {
            let facts = &self.facts.functions[function];
            let given = if facts.returned.len() == 1 { facts.returned.first().copied() } else { None };
            facts.declared.or(given).and_then(|given| self.follow(given, depth / 2))
        });
        let first = classes.next()??;
        classes.all(|class| class == Some(first)).then_some(first)
    }

    /// Whether an expression is certainly a class, and no object of it.
    pub(in crate::engine) fn is_class(&self, expr: ExprId) -> bool {
        let Expr::Name(reference) = self.facts.exprs[expr] else { return false };
        let mut bound =
            self.resolution.definitions(self.facts, reference).map(|id| self.facts.definitions[id].bound);
        bound.any(|bound| matches!(bound, Bound::Class(_)))
    }

    /// The functions that an expression may be.
    pub(in crate::engine) fn functions_of(&self, expr: ExprId) -> Vec<FunctionId> {
        let mut found = Vec::new();
        self.collect_functions(expr, DEPTH, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect_functions(&self, expr: ExprId, depth: u32, found: &mut Vec<FunctionId>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                for definition in self.resolution.definitions(self.facts, reference) {
                    let definition = &self.facts.definitions[definition];
                    match (definition.bound, definition.value) {
                        (Bound::Function(function), _) => found.push(function),
                        (_, Some(value)) => self.collect_functions(value, depth, found),
                        _ => {}
                    }
                }
            }
            Expr::Either(one, other) => {
                self.collect_functions(one, depth, found);
                self.collect_functions(other, depth, found);
            }
            Expr::Member(object, name) => {
                if let Some(class) = self.follow(object, depth) {
                    let members = self.member(class, name).into_iter().flat_map(|(_, members)| members);
                    found.extend(members.filter_map(|member| member.function));
                } else if !self.is_strange(object, depth) {
                    let members =
                        self.definers(name).iter().filter_map(|&class| self.own(class, name)).flatten();
                    found.extend(members.filter_map(|member| member.function));
                }
            }
            Expr::Call(callee) => {
                // What a function gives back may be a function in turn.
                let mut makers = Vec::new();
                self.collect_functions(callee, depth, &mut makers);
                for &value in makers.iter().flat_map(|&maker| &self.facts.functions[maker].returned) {
                    // Functions may give back calls of each other: every step halves what is left.
                    self.collect_functions(value, depth / 2, found);
                }
            }
            Expr::This(_) | Expr::Super(_) | Expr::New(_) | Expr::Foreign | Expr::Literal | Expr::Unknown => {
            }
        }
    }
}
