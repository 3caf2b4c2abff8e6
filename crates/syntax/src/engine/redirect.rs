//! Redirects: names that a scope says are another one's, such as those behind Python's `global` and `nonlocal`.
//!
//! They are followed before anything is resolved, so that nothing else has to know of them.

use lintseq_core::{Index, IndexVec, Rule};

use super::Requirements;
use crate::facts::{DefinitionId, Facts, Redirect, ReferenceId, ScopeId, ScopeKind, Symbol};
use crate::tree::Span;

/// The reign of a definition that runs whenever its function is called.
pub(super) const MOVED: Span = Span { start: u32::MAX, end: u32::MAX };

/// Moves definitions and references of redirected names, and makes them need what redirects them.
pub(super) fn follow(
    facts: &mut Facts,
    definitions: &IndexVec<Symbol, Vec<DefinitionId>>,
    requirements: &mut Requirements,
) {
    if facts.redirects.is_empty() {
        return;
    }
    let mut references: IndexVec<Symbol, Vec<ReferenceId>> = IndexVec::from_elem(Vec::new(), facts.symbols);
    for (id, reference) in facts.references.iter_enumerated() {
        references[reference.name].push(id);
    }
    for redirect in facts.redirects.clone() {
        let definitions = &definitions[redirect.name];
        let span = facts.scopes[redirect.scope].span;
        let target = target(facts, redirect, definitions);
        if !redirect.global {
            // A function's name can only be redirected to while it has a definition there.
            let there = definitions.iter().map(|&id| &facts.definitions[id]);
            let there = there.filter(|definition| definition.scope == target && definition.reign != MOVED);
            let units = there.map(|definition| definition.unit).collect();
            requirements.any(redirect.unit, units, None, Rule::Name, Span::default());
        }
        for &id in definitions {
            let definition = &mut facts.definitions[id];
            if definition.scope == redirect.scope {
                definition.scope = target;
                // It runs whenever its function is called, which nobody can place.
                definition.reign = MOVED;
                definition.unconditional = false;
                requirements.one(definition.unit, redirect.unit, None, Rule::Name, Span::default());
            }
        }
        for &id in &references[redirect.name] {
            let reference = &mut facts.references[id];
            if reference.scope == redirect.scope && span.encloses(reference.span) {
                reference.scope = target;
                reference.deferred = true;
                requirements.one(reference.unit, redirect.unit, None, Rule::Name, reference.span);
            }
        }
    }
}

/// The scope whose name is meant: the program's, or that of the nearest function around that defines it.
fn target(facts: &Facts, redirect: Redirect, definitions: &[DefinitionId]) -> ScopeId {
    let program = ScopeId::new(0);
    if redirect.global {
        return program;
    }
    let parent = |&scope: &ScopeId| facts.scopes[scope].parent;
    let defines = |scope: ScopeId| definitions.iter().any(|&id| facts.definitions[id].scope == scope);
    let mut outer = std::iter::successors(parent(&redirect.scope), parent);
    let function = outer.find(|&scope| facts.scopes[scope].kind == ScopeKind::Function && defines(scope));
    function.unwrap_or(program)
}
