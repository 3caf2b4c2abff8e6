//! Which definitions a use of a name can mean, and which of them it cannot do without.
//!
//! A definition *dominates* a use that comes after it in code that runs only if the definition has run. A
//! use with a dominating definition needs one of these; another needs all that can reach it, and the
//! branches that make sure that one of them has run. A use that runs later, across a function's border,
//! needs a definition that runs whenever its scope does, or else all of them.

use lintseq_core::{IndexVec, Rule, UnitId};

use super::redirect::{self, MOVED};
use super::{Requirements, Words};
use crate::facts::{
    Bound, Branch, Definition, DefinitionId, Demand, Facts, Literal, Reference, ReferenceId, ScopeId,
    ScopeKind, Shape, Symbol,
};
use crate::tree::Span;

/// What every reference can mean.
pub(super) struct Resolution {
    /// The definitions of each name, in the order of the text.
    by_name: IndexVec<Symbol, Vec<DefinitionId>>,
    /// For each reference, the scope that its name was found in.
    found: IndexVec<ReferenceId, Option<ScopeId>>,
    /// For references that mean one definition alone, which.
    nearest: IndexVec<ReferenceId, Option<DefinitionId>>,
}

impl Resolution {
    /// A resolution of which nothing is known yet.
    pub(super) fn empty(facts: &Facts) -> Self {
        Self {
            by_name: by_name(facts),
            found: IndexVec::from_elem(None, facts.references.len()),
            nearest: IndexVec::from_elem(None, facts.references.len()),
        }
    }

    /// All definitions of a name, in the order of the text.
    pub(super) fn of_name(&self, name: Symbol) -> &[DefinitionId] {
        &self.by_name[name]
    }

    /// Notes the scope where the name of a reference was found, and its definition where it means one alone.
    pub(super) fn note(&mut self, reference: ReferenceId, scope: ScopeId, nearest: Option<DefinitionId>) {
        self.found[reference] = Some(scope);
        self.nearest[reference] = nearest;
    }

    /// The scope in which the name of a reference was found.
    pub(super) fn scope(&self, reference: ReferenceId) -> Option<ScopeId> {
        self.found[reference]
    }

    /// The definition that a reference means, where it means one alone.
    pub(super) fn nearest(&self, reference: ReferenceId) -> Option<DefinitionId> {
        self.nearest.get(reference).copied().flatten()
    }

    /// The definitions that bind the name of a reference in the scope where it was found.
    pub(super) fn definitions<'a>(
        &'a self,
        facts: &'a Facts,
        reference: ReferenceId,
    ) -> impl Iterator<Item = DefinitionId> + 'a {
        let scope = self.found[reference];
        let nearest = self.nearest(reference);
        let name = facts.references[reference].name;
        self.by_name[name].iter().copied().filter(move |&definition| {
            if nearest.is_some() {
                return nearest == Some(definition);
            }
            let facts = &facts.definitions[definition];
            Some(facts.scope) == scope && facts.gives_value()
        })
    }
}

/// Resolves every reference, and makes what names require.
pub(super) fn resolve(facts: &mut Facts, words: &Words, requirements: &mut Requirements) -> Resolution {
    let by_name = by_name(facts);
    redirect::follow(facts, &by_name, requirements);
    let mut found = IndexVec::from_elem(None, facts.references.len());
    let resolver = Resolver { facts, by_name: &by_name };
    for (id, reference) in facts.references.iter_enumerated() {
        found[id] = resolver.require(reference, words, requirements);
    }
    resolver.require_implementations(requirements);
    Resolution { by_name, found, nearest: IndexVec::new() }
}

/// The definitions of each name, in the order of the text.
fn by_name(facts: &Facts) -> IndexVec<Symbol, Vec<DefinitionId>> {
    let mut by_name = IndexVec::from_elem(Vec::new(), facts.symbols);
    for (id, definition) in facts.definitions.iter_enumerated() {
        by_name[definition.name].push(id);
    }
    by_name
}

/// Makes a name that nothing here defines need every import of all names, unless the language has it.
pub(super) fn need_stars(
    facts: &Facts,
    reference: &Reference,
    stars: &[DefinitionId],
    words: &Words,
    requirements: &mut Requirements,
) {
    if !words.builtins.contains(&reference.name) {
        for &star in stars {
            let unit = facts.definitions[star].unit;
            requirements.one(reference.unit, unit, None, Rule::Name, reference.span);
        }
    }
}

struct Resolver<'a> {
    facts: &'a Facts,
    by_name: &'a IndexVec<Symbol, Vec<DefinitionId>>,
}

impl Resolver<'_> {
    /// Makes what a reference requires, and returns the scope in which its name was found.
    fn require(
        &self,
        reference: &Reference,
        words: &Words,
        requirements: &mut Requirements,
    ) -> Option<ScopeId> {
        let definitions = &self.by_name[reference.name];
        let found = if definitions.is_empty() { None } else { self.look_up(reference, definitions) };
        let Some((scope, across)) = found else {
            self.require_star(reference, words, requirements);
            return None;
        };
        let candidates: Vec<&Definition> = self.candidates(definitions, scope);
        if candidates.is_empty() {
            return Some(scope);
        }
        if reference.demand == Demand::Elements {
            for &element in candidates.iter().flat_map(|candidate| &candidate.elements) {
                requirements.one(reference.unit, element, None, Rule::Element, reference.span);
            }
        }
        if !(across || reference.deferred) && self.require_inline(reference, scope, &candidates, requirements)
        {
            return Some(scope);
        }
        let unconditional: Vec<UnitId> = candidates
            .iter()
            .filter(|candidate| candidate.unconditional)
            .map(|candidate| candidate.unit)
            .collect();
        if unconditional.is_empty() {
            for candidate in &candidates {
                requirements.one(reference.unit, candidate.unit, None, Rule::Name, reference.span);
            }
        } else {
            requirements.any(reference.unit, unconditional, None, Rule::Name, reference.span);
        }
        let values: Vec<(UnitId, Shape)> =
            candidates.iter().map(|candidate| (candidate.unit, candidate.shape)).collect();
        requirements.fill(reference.unit, &values, reference.demand, None, reference.span);
        Some(scope)
    }

    /// The definitions that give the name a value in a scope; stubs only where there is nothing else.
    fn candidates(&self, definitions: &[DefinitionId], scope: ScopeId) -> Vec<&Definition> {
        let all: Vec<&Definition> = definitions
            .iter()
            .map(|&definition| &self.facts.definitions[definition])
            .filter(|definition| definition.scope == scope && definition.gives_value())
            .collect();
        let is_stub = |definition: &&Definition| match definition.bound {
            Bound::Function(function) => self.facts.functions[function].is_stub,
            _ => false,
        };
        if all.iter().any(is_stub) && !all.iter().all(is_stub) {
            return all.into_iter().filter(|definition| !is_stub(definition)).collect();
        }
        all
    }

    /// The scope that binds the name, and whether a function's border lies between.
    fn look_up(&self, reference: &Reference, definitions: &[DefinitionId]) -> Option<(ScopeId, bool)> {
        let mut scope = reference.scope;
        let mut across = false;
        let mut direct = true;
        loop {
            let facts = &self.facts.scopes[scope];
            let mut here = definitions
                .iter()
                .map(|&definition| &self.facts.definitions[definition])
                .filter(|definition| definition.scope == scope)
                .peekable();
            let visible = match facts.kind {
                // A class is seen from its own level only, and only what has taken effect there.
                ScopeKind::Class(_) => {
                    direct
                        && here.peek().is_some()
                        && (reference.deferred
                            || here.any(|definition| self.reaches(definition, reference.span.start)))
                }
                _ => here.peek().is_some(),
            };
            if visible {
                return Some((scope, across));
            }
            across |= facts.kind == ScopeKind::Function;
            direct &= facts.kind == ScopeKind::Inline;
            scope = facts.parent?;
        }
    }

    /// Whether a definition may have run when the use at a byte runs.
    fn reaches(&self, definition: &Definition, at: u32) -> bool {
        definition.reign.start <= at
            || (definition.at != u32::MAX
                && self.facts.loops.iter().any(|span| span.contains(at) && span.contains(definition.at)))
    }

    /// Makes what a use that runs at once requires; returns whether any definition can have run before.
    fn require_inline(
        &self,
        reference: &Reference,
        scope: ScopeId,
        candidates: &[&Definition],
        requirements: &mut Requirements,
    ) -> bool {
        let at = reference.span.start;
        let (user, span) = (reference.unit, reference.span);
        let dominating: Vec<&&Definition> =
            candidates.iter().filter(|candidate| candidate.reign.contains(at)).collect();
        let gone = self
            .facts
            .undefinitions
            .iter()
            .filter(|gone| gone.name == reference.name && gone.scope == scope && gone.reign.contains(at));
        for gone in gone {
            let again = dominating.iter().filter(|definition| definition.at > gone.reign.start);
            requirements.any(
                user,
                again.map(|definition| definition.unit).collect(),
                Some(gone.unit),
                Rule::Name,
                span,
            );
        }
        if let Some(&&nearest) = dominating.iter().max_by_key(|definition| definition.reign.start) {
            // An earlier value may lack what the use asks of the last one; what a caller gives may have it.
            let fits = |definition: &Definition| {
                reference.demand == Demand::Any
                    || definition.at == nearest.at
                    || definition.bound == Bound::Parameter
                    || (definition.shape != Shape::Open && definition.shape == nearest.shape)
            };
            let fit = dominating.iter().filter(|definition| fits(definition));
            requirements.any(user, fit.map(|definition| definition.unit).collect(), None, Rule::Name, span);
            let others = candidates.iter().filter(|candidate| {
                !candidate.reign.contains(at) && (self.reaches(candidate, at) || candidate.reign == MOVED)
            });
            let values = std::iter::once(nearest).chain(others.copied());
            let mut values: Vec<(UnitId, Shape)> =
                values.map(|definition| (definition.unit, definition.shape)).collect();
            if reference.demand == Demand::Class && nearest.shape == Shape::Literal(Literal::PLAIN) {
                // What is added to a number may turn it into something else.
                let added = self.by_name[reference.name].iter().map(|&id| &self.facts.definitions[id]);
                let added = added
                    .filter(|definition| definition.bound == Bound::Augmented && definition.scope == scope);
                values.extend(added.map(|definition| (definition.unit, definition.shape)));
            }
            requirements.fill(user, &values, reference.demand, None, span);
            return true;
        }
        let mut reached = false;
        for candidate in candidates.iter().filter(|candidate| self.reaches(candidate, at)) {
            reached = true;
            requirements.one(user, candidate.unit, None, Rule::Name, span);
            self.require_branches(candidate, reference, requirements);
            self.require_confirmation(candidate, reference, requirements);
        }
        reached
    }

    /// What makes sure that some branch has defined the name: the other branches, and what leaves them.
    fn require_branches(
        &self,
        definition: &Definition,
        reference: &Reference,
        requirements: &mut Requirements,
    ) {
        let at = reference.span.start;
        let parted = self
            .facts
            .branches
            .iter()
            .filter(|branch| branch.span.contains(definition.at) && !branch.span.contains(at));
        for branch in parted {
            for &clause in &branch.clauses {
                requirements.one(reference.unit, clause, None, Rule::Branch, reference.span);
            }
            for exit in self.facts.exits.iter().filter(|exit| branch.span.contains(exit.at)) {
                requirements.one(reference.unit, exit.unit, None, Rule::Branch, reference.span);
            }
        }
    }

    /// A use in another part of the statement that defines the name, such as a handler, cannot know that the
    /// definition has run, unless it was used there before.
    fn require_confirmation(
        &self,
        definition: &Definition,
        reference: &Reference,
        requirements: &mut Requirements,
    ) {
        let (start, end) = (definition.at, reference.span.start);
        let inside = |branch: &&Branch| branch.span.contains(start) && branch.span.contains(end);
        if !self.facts.branches.iter().any(|branch| inside(&branch)) {
            return;
        }
        let earlier = self.facts.references.iter().filter(|other| {
            other.name == reference.name
                && other.scope == reference.scope
                && definition.reign.contains(other.span.start)
                && other.span.start < end
        });
        requirements.any(
            reference.unit,
            earlier.map(|other| other.unit).collect(),
            None,
            Rule::Branch,
            reference.span,
        );
    }

    /// A name that nothing here defines may come from any import of all names.
    fn require_star(&self, reference: &Reference, words: &Words, requirements: &mut Requirements) {
        let Some(star) = words.star else { return };
        need_stars(self.facts, reference, &self.by_name[star], words, requirements);
    }

    /// A description needs what it describes.
    fn require_implementations(&self, requirements: &mut Requirements) {
        for definition in &self.facts.definitions {
            let Bound::Function(function) = definition.bound else { continue };
            if self.facts.functions[function].is_stub {
                let span = Span { start: definition.at, end: definition.at };
                let others = self.candidates(&self.by_name[definition.name], definition.scope);
                let units =
                    others.iter().map(|other| other.unit).filter(|&unit| unit != definition.unit).collect();
                requirements.any(definition.unit, units, None, Rule::Name, span);
            }
        }
    }
}
