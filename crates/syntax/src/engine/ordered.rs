//! Names that are declared before they are used: some of them several times, in headers, and by macros.
//!
//! A use needs all definitions of its name that stand before it in the innermost scope that has one: overloads,
//! special cases and the parts of a conditional text are told apart by compilers only. What declares ahead
//! serves where no definition stands before. A name that nothing here defines needs a header: one that is known
//! to declare it, or else all of them. Members need no order, and any class may be meant whose member has the
//! name, unless the file tells which.

mod headers;
mod members;
mod operators;

use lintseq_core::{Index, IndexVec, Rule, UnitId};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use self::headers::Headers;
use super::classes::Classes;
use super::resolve::Resolution;
use super::{Requirements, Words};
use crate::facts::{
    Bound, ClassId, Definition, DefinitionId, Demand, Expr, ExprId, Facts, MacroId, Manner, Reference,
    ReferenceId, ScopeId, ScopeKind, Symbol,
};
use crate::frontend::Names;
use crate::settings::Settings;
use crate::tree::Span;

/// How deep texts of macros are followed into other macros.
const MACRO_DEPTH: usize = 8;

/// Makes what names, members and headers require.
pub(super) fn require(
    facts: &Facts,
    settings: &Settings,
    names: &Names,
    words: &Words,
    requirements: &mut Requirements,
) {
    let mut resolution = Resolution::empty(facts);
    let titles = titles(facts);
    let found: IndexVec<ReferenceId, Option<Found>> = {
        let resolver = Resolver { facts, resolution: &resolution, titles: &titles };
        facts.references.iter().map(|reference| resolver.of_reference(reference)).collect()
    };
    for (id, found) in found.iter_enumerated() {
        if let Some(found) = found {
            let mut defined = found.definitions.iter().filter(|&&id| !facts.definitions[id].forward);
            let only = defined.next().copied().filter(|_| defined.next().is_none());
            resolution.note(id, found.scope, only.or(found.definitions.last().copied()));
        }
    }
    let classes = Classes::new(facts, &resolution, words);
    let parts = Parts::new(facts);
    let headers = Headers::new(facts, settings, words, names);
    let resolver = Resolver { facts, resolution: &resolution, titles: &titles };
    let mut maker =
        Maker { facts, resolver, classes: &classes, headers, titles: &titles, words, requirements };
    for (id, reference) in facts.references.iter_enumerated() {
        let part = parts.of(id);
        maker.reference(reference, found[id].as_ref(), part);
    }
    maker.members();
    maker.operators();
    maker.headers.need_macros(facts, maker.requirements);
}

/// The name of every class.
fn titles(facts: &Facts) -> IndexVec<ClassId, Option<Symbol>> {
    let mut titles = IndexVec::from_elem(None, facts.classes.len());
    for definition in &facts.definitions {
        if let Bound::Class(class) = definition.bound {
            titles[class] = Some(definition.name);
        }
    }
    titles
}

/// What a use is to what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Anything.
    Whole,
    /// The class or module before another name.
    Qualifier,
    /// A base of a class.
    Base,
}

/// The uses that are parts of something.
struct Parts {
    qualifiers: FxHashSet<ReferenceId>,
    bases: FxHashSet<ReferenceId>,
}

impl Parts {
    fn new(facts: &Facts) -> Self {
        let manners = facts.references.iter().map(|reference| reference.manner);
        let qualifiers = manners.filter_map(|manner| match manner {
            Manner::Qualified(qualifier) => qualifier,
            _ => None,
        });
        let named = |expr: &ExprId| match facts.exprs[*expr] {
            Expr::Name(reference) => Some(reference),
            _ => None,
        };
        let extended = facts.classes.iter().filter_map(|class| class.extended.as_ref());
        let bases = facts.classes.iter().flat_map(|class| &class.bases).filter_map(named).collect();
        Self { qualifiers: qualifiers.chain(extended.filter_map(named)).collect(), bases }
    }

    fn of(&self, reference: ReferenceId) -> Part {
        if self.qualifiers.contains(&reference) {
            Part::Qualifier
        } else if self.bases.contains(&reference) {
            Part::Base
        } else {
            Part::Whole
        }
    }
}

/// The definitions that a use can mean.
#[derive(Clone, Debug)]
struct Found {
    scope: ScopeId,
    definitions: SmallVec<[DefinitionId; 2]>,
}

/// Looks names up.
#[derive(Clone, Copy)]
struct Resolver<'a> {
    facts: &'a Facts,
    resolution: &'a Resolution,
    titles: &'a IndexVec<ClassId, Option<Symbol>>,
}

impl Resolver<'_> {
    fn of_reference(&self, reference: &Reference) -> Option<Found> {
        let from = match reference.manner {
            Manner::Qualified(_) => ScopeId::new(0),
            _ => reference.scope,
        };
        let at = if reference.deferred { u32::MAX } else { reference.span.start };
        self.look_up(reference.name, from, at)
    }

    /// The definitions of a name that are seen at a byte of a scope.
    fn look_up(&self, name: Symbol, from: ScopeId, at: u32) -> Option<Found> {
        let definitions = self.resolution.of_name(name);
        if definitions.is_empty() {
            return None;
        }
        let mut next = Some(from);
        while let Some(scope) = next {
            let kind = self.facts.scopes[scope].kind;
            let seen = |definition: &Definition| {
                definition.scope == scope
                    && match kind {
                        // A constructor has the name of its class, and is not what the name means.
                        ScopeKind::Class(class) => {
                            self.titles[class] != Some(name) && definition.bound != Bound::Star
                        }
                        _ => definition.at < at || definition.hoisted,
                    }
            };
            let found: SmallVec<[DefinitionId; 2]> =
                definitions.iter().copied().filter(|&id| seen(&self.facts.definitions[id])).collect();
            if !found.is_empty() {
                return Some(Found { scope, definitions: found });
            }
            next = self.facts.scopes[scope].parent;
        }
        None
    }
}

/// Where a name is used.
#[derive(Clone, Copy)]
struct Place {
    unit: UnitId,
    scope: ScopeId,
    span: Span,
    part: Part,
}

struct Maker<'a> {
    facts: &'a Facts,
    resolver: Resolver<'a>,
    classes: &'a Classes<'a>,
    headers: Headers<'a>,
    titles: &'a IndexVec<ClassId, Option<Symbol>>,
    words: &'a Words,
    requirements: &'a mut Requirements,
}

impl Maker<'_> {
    fn reference(&mut self, reference: &Reference, found: Option<&Found>, part: Part) {
        let place = Place { unit: reference.unit, scope: reference.scope, span: reference.span, part };
        match reference.manner {
            Manner::Probe => {
                if let Some(found) = found {
                    self.need(&found.definitions, place, &mut Vec::new());
                }
            }
            Manner::Qualified(qualifier) => self.qualified(reference, qualifier, found, place),
            Manner::Bare => self.bare(reference.name, found, place, &mut Vec::new()),
        }
        if reference.demand == Demand::Pass
            && let Some(class) = self.class_of_found(found)
        {
            self.need_companions(class, place);
        }
    }

    /// A name by itself: what its scopes show, what classes around inherit, or what headers bring.
    fn bare(&mut self, name: Symbol, found: Option<&Found>, place: Place, macros: &mut Vec<MacroId>) {
        let inherited = self.inherited(name, place, found.map(|found| found.scope));
        if let Some(found) = found {
            self.need(&found.definitions, place, macros);
            if found.scope.index() == 0 && self.is_elsewhere(&found.definitions, place.span.start) {
                self.headers.need_open(place, self.requirements);
            }
        } else if !inherited && !self.nested(name, place) && !self.faulty(name, place) {
            self.headers.need(name, place, place.part != Part::Qualifier, self.requirements);
        }
    }

    /// A name that no scope around shows may stand in a class all the same, as C's do; whether it does.
    fn nested(&mut self, name: Symbol, place: Place) -> bool {
        let mut somewhere = false;
        for &id in self.resolver.resolution.of_name(name) {
            let definition = &self.facts.definitions[id];
            somewhere = true;
            if definition.at < place.span.start {
                self.requirements.one(place.unit, definition.unit, None, Rule::Name, place.span);
            }
        }
        somewhere
    }

    /// A name may be defined where the parser had to recover; whether it stands there.
    fn faulty(&mut self, name: Symbol, place: Place) -> bool {
        let (mut somewhere, at) = (false, place.span.start);
        for &fault in self.facts.faults.iter().filter(|fault| fault.start < at && !fault.contains(at)) {
            let inside = |reference: &&Reference| reference.name == name && fault.encloses(reference.span);
            for reference in self.facts.references.iter().filter(inside) {
                somewhere = true;
                self.requirements.one(place.unit, reference.unit, None, Rule::Name, place.span);
            }
        }
        somewhere
    }

    /// A name behind another: a member of a class, or a name of a shared scope or of elsewhere.
    fn qualified(
        &mut self,
        reference: &Reference,
        qualifier: Option<ReferenceId>,
        found: Option<&Found>,
        place: Place,
    ) {
        if let Some(class) = qualifier.and_then(|qualifier| self.class_named(qualifier))
            && self.member_of(class, reference.name, place)
        {
            return;
        }
        let known = qualifier.is_none_or(|qualifier| self.resolver.resolution.scope(qualifier).is_some());
        if let Some(found) = found {
            self.need(&found.definitions, place, &mut Vec::new());
        }
        let mut somewhere = found.is_some();
        if known {
            somewhere |= self.any_member(reference.name, place);
        }
        if !somewhere {
            self.headers.need(reference.name, place, false, self.requirements);
        }
    }

    /// All definitions that stand, and where none defines, any of those that declare ahead.
    fn need(&mut self, definitions: &[DefinitionId], place: Place, macros: &mut Vec<MacroId>) {
        let facts = self.facts;
        for &id in definitions {
            let definition = &facts.definitions[id];
            if definition.unit == place.unit {
                continue;
            }
            if !definition.forward {
                self.requirements.one(place.unit, definition.unit, None, Rule::Name, place.span);
                if let Bound::Macro(text) = definition.bound {
                    self.expand(text, place, macros);
                }
                if let Bound::Class(class) = definition.bound {
                    self.construct(class, place);
                }
                continue;
            }
            let same = |other: &&Definition| {
                other.signature == definition.signature || matches!(other.bound, Bound::Class(_))
            };
            let all = || definitions.iter().map(|&id| &facts.definitions[id]).filter(same);
            if all().all(|other| other.forward) {
                let units = all().map(|other| other.unit).collect();
                self.requirements.any(place.unit, units, None, Rule::Name, place.span);
            }
        }
    }

    /// The names in a macro's text are used where the macro is.
    fn expand(&mut self, text: MacroId, place: Place, macros: &mut Vec<MacroId>) {
        if macros.contains(&text) || macros.len() >= MACRO_DEPTH {
            return;
        }
        macros.push(text);
        let facts = self.facts;
        for &word in &facts.macros[text].words {
            let found = self.resolver.look_up(word, place.scope, place.span.start);
            self.bare(word, found.as_ref(), place, macros);
        }
        for &member in &facts.macros[text].members {
            self.any_member(member, place);
        }
        macros.pop();
    }

    /// Whether a definition stands in a shared scope that is not around the use.
    fn is_elsewhere(&self, definitions: &[DefinitionId], at: u32) -> bool {
        definitions.iter().any(|&id| {
            let defined = self.facts.definitions[id].at;
            self.facts.shared_scopes.iter().any(|scope| scope.contains(defined) && !scope.contains(at))
        })
    }
}
