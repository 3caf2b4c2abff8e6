//! What a compiler infers from uses: they must not go before what they tell.
//!
//! A value such as an empty list gets its type from a later use; a variable that is declared without a value gets
//! its value, and its type, from what is assigned to it; a type parameter must be mentioned by some part of its
//! class; a loop that moves a variable away must give it back. How far inference reaches nobody knows without a compiler: the first use that tells a type stands for it.

use lintseq_core::{Rule, UnitId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Requirements;
use super::resolve::Resolution;
use crate::facts::{Bound, DefinitionId, Demand, Facts, Reference, ScopeKind};
use crate::settings::Settings;
use crate::tree::Span;

/// Makes what inference requires.
pub(super) fn require(
    facts: &Facts,
    resolution: &Resolution,
    settings: &Settings,
    requirements: &mut Requirements,
) {
    if settings.open_values.is_empty() {
        return;
    }
    let mut uses: FxHashMap<DefinitionId, Vec<&Reference>> = FxHashMap::default();
    let written: FxHashSet<DefinitionId> = facts
        .references
        .iter_enumerated()
        .filter(|(_, reference)| reference.writes)
        .filter_map(|(id, _)| resolution.nearest(id))
        .collect();
    let asks = |id: DefinitionId| {
        let definition = &facts.definitions[id];
        definition.open
            || written.contains(&id)
            || definition.bound == Bound::Declared
            || (settings.mentioned_parameters
                && definition.bound == Bound::Parameter
                && matches!(facts.scopes[definition.scope].kind, ScopeKind::Class(_)))
    };
    for (id, reference) in facts.references.iter_enumerated() {
        if let Some(definition) = resolution.nearest(id).filter(|&definition| asks(definition)) {
            uses.entry(definition).or_default().push(reference);
        }
    }
    for (id, definition) in facts.definitions.iter_enumerated() {
        let Some(uses) = uses.get(&id) else { continue };
        let units = |which: &dyn Fn(&Reference) -> bool| -> Vec<UnitId> {
            uses.iter().filter(|reference| which(reference)).map(|reference| reference.unit).collect()
        };
        let span = Span { start: definition.at, end: definition.at };
        if settings.moves {
            require_return(facts, definition.at, uses, requirements);
        }
        if definition.bound == Bound::Declared {
            for unit in units(&|reference| reference.writes) {
                requirements.one(definition.unit, unit, None, Rule::Value, span);
            }
        } else if definition.open {
            let telling = units(&|reference| reference.tells);
            match telling.first() {
                Some(&first) => requirements.one(definition.unit, first, None, Rule::Value, span),
                None => requirements.any(definition.unit, units(&|_| true), None, Rule::Value, span),
            }
        } else if definition.bound == Bound::Parameter {
            let mentions = units(&|reference| reference.unit != definition.unit);
            requirements.any(definition.unit, mentions, None, Rule::Part, span);
        }
    }
}

/// In a loop, a use that moves a variable from outside away needs the assignments that give it a value again.
fn require_return(facts: &Facts, declared: u32, uses: &[&Reference], requirements: &mut Requirements) {
    let within = |reference: &Reference| {
        let around = |span: &&Span| span.contains(reference.span.start) && !span.contains(declared);
        facts.loops.iter().filter(around).min_by_key(|span| span.start)
    };
    for write in uses.iter().filter(|reference| reference.writes) {
        let Some(outermost) = within(write) else { continue };
        for moved in uses.iter().filter(|reference| reference.demand == Demand::Pass && !reference.writes) {
            if outermost.contains(moved.span.start) {
                requirements.one(moved.unit, write.unit, None, Rule::Value, moved.span);
            }
        }
    }
}
