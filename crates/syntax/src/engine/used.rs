//! What must be used: where a language rejects unused imports and variables, a definition needs a use.
//!
//! Definitions of one name in one scope are taken together, because a declaration may declare again what is
//! there: any use will do for all of them. Where it is gone with its definition, so are the others.

use lintseq_core::{Rule, UnitId};
use rustc_hash::FxHashMap;

use super::{Program, Requirements};
use crate::facts::{Duty, ScopeId, Symbol};
use crate::tree::Span;

/// Makes definitions that must be used need their uses.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, .. } = program;
    if !facts.definitions.iter().any(|definition| definition.duty == Duty::Use) {
        return;
    }
    let mut reads: FxHashMap<(ScopeId, Symbol), Vec<UnitId>> = FxHashMap::default();
    let mut writes = reads.clone();
    for (id, reference) in facts.references.iter_enumerated() {
        if let Some(scope) = resolution.scope(id) {
            let uses = if reference.writes { &mut writes } else { &mut reads };
            uses.entry((scope, reference.name)).or_default().push(reference.unit);
        }
    }
    for definition in facts.definitions.iter().filter(|definition| definition.duty == Duty::Use) {
        let key = (definition.scope, definition.name);
        // A name that is written and never read is one that the language takes for used.
        if let Some(units) = reads.get(&key).or_else(|| writes.get(&key)) {
            let at = Span { start: definition.at, end: definition.at };
            requirements.any(definition.unit, units.clone(), None, Rule::Unused, at);
        }
    }
}
