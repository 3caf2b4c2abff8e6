//! Handlers: where what is raised is declared, a handler needs something that raises what it handles, and what
//! raises needs its handler.
//!
//! What foreign functions raise stands in the settings. Where nothing that is known raises, every call of
//! something foreign may, and all of them are needed.

use lintseq_core::{Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::resolve::Resolution;
use super::{Program, Requirements, Words};
use crate::facts::{Bound, ClassId, Expr, Facts, Function, Handler, Symbol};
use crate::tree::Span;

/// Makes what handlers require.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, words, .. } = program;
    let finder = Finder { facts, resolution, classes, words };
    for handler in &facts.handlers {
        let checked = handler.types.iter().filter(|&&name| !finder.is_unchecked(name));
        for &name in checked {
            requirements.one(handler.guard, handler.unit, None, Rule::Clause, Span::default());
            let (known, foreign) = finder.raisers(handler, name);
            if !known.is_empty() {
                requirements.any(handler.guard, known, None, Rule::Clause, Span::default());
            } else if !words.catch_all.contains(&name) {
                for unit in foreign {
                    requirements.one(handler.guard, unit, None, Rule::Clause, Span::default());
                }
            }
        }
    }
}

struct Finder<'a> {
    facts: &'a Facts,
    resolution: &'a Resolution,
    classes: &'a Classes<'a>,
    words: &'a Words,
}

impl Finder<'_> {
    /// The class of the file that has this name.
    fn class(&self, name: Symbol) -> Option<ClassId> {
        let named = self.resolution.of_name(name).iter();
        let mut bound = named.map(|&definition| self.facts.definitions[definition].bound);
        bound.find_map(|bound| match bound {
            Bound::Class(class) => Some(class),
            _ => None,
        })
    }

    /// Whether it may be raised without being declared.
    fn is_unchecked(&self, name: Symbol) -> bool {
        self.words.unchecked.contains(&name)
            || self.class(name).is_some_and(|class| {
                let line = self.classes.line(class);
                let bases = line.iter().flat_map(|&class| &self.facts.classes[class].bases);
                bases.copied().any(|base| match self.facts.exprs[base] {
                    Expr::Name(reference) => {
                        self.words.unchecked.contains(&self.facts.references[reference].name)
                    }
                    _ => false,
                })
            })
    }

    /// Whether what has one name is also of the class of another name.
    fn is_a(&self, name: Symbol, base: Symbol) -> bool {
        name == base
            || match (self.class(name), self.class(base)) {
                (Some(class), Some(base)) => self.classes.line(class).contains(&base),
                _ => false,
            }
    }

    /// What certainly raises this in the body of a handler, and what of it is foreign and may.
    fn raisers(&self, handler: &Handler, name: Symbol) -> (Vec<UnitId>, Vec<UnitId>) {
        let raises = |function: &Function| function.raises.iter().any(|&raised| self.is_a(raised, name));
        let table = self.words.raisers.get(&name).map_or(&[][..], Vec::as_slice);
        let (mut known, mut foreign) = (Vec::new(), Vec::new());
        let inside = |at: u32| handler.body.contains(at);
        let own = self.facts.raises.iter().filter(|raise| inside(raise.at) && self.is_a(raise.name, name));
        known.extend(own.map(|raise| raise.unit));
        for call in self.facts.calls.iter().filter(|call| inside(call.span.start)) {
            let mut functions = self.classes.functions_of(call.callee);
            if let Some(class) = self.classes.class_of(call.callee) {
                let makers = self.words.constructors.iter().filter_map(|&name| self.classes.own(class, name));
                functions.extend(makers.flatten().filter_map(|member| member.function));
            }
            let named = match self.facts.exprs[call.callee] {
                Expr::Name(reference) => Some(self.facts.references[reference].name),
                _ => None,
            };
            if functions.iter().any(|&function| raises(&self.facts.functions[function]))
                || (functions.is_empty() && named.is_some_and(|named| table.contains(&named)))
            {
                known.push(call.unit);
            } else if functions.is_empty() {
                foreign.push(call.unit);
            }
        }
        let members = self.facts.member_uses.iter().filter(|usage| inside(usage.span.start));
        for usage in members.filter(|usage| usage.arity.is_some()) {
            // A class of the file says what its functions raise; of another one that is to be guessed.
            let own =
                self.classes.class_of(usage.object).and_then(|class| self.classes.member(class, usage.name));
            let mut named = self.classes.definers(usage.name).iter();
            let may_raise = |members: &[MemberDefinition]| {
                let functions = members.iter().filter_map(|member| member.function);
                functions.into_iter().any(|function| raises(&self.facts.functions[function]))
            };
            let is_known = match own {
                Some((_, members)) => may_raise(members),
                None => {
                    table.contains(&usage.name)
                        || named.any(|&class| self.classes.own(class, usage.name).is_some_and(may_raise))
                }
            };
            if is_known {
                known.push(usage.unit);
            } else if own.is_none() {
                foreign.push(usage.unit);
            }
        }
        (known, foreign)
    }
}
