//! What a compiler infers from uses: they must not go before what they tell.
//!
//! A value such as an empty list gets its type from a later use; a variable that is declared without a value gets
//! its value, and its type, from what is assigned to it; a type parameter must be mentioned by some part of its
//! class; a loop that moves a variable away must give it back. How far inference reaches nobody knows without a compiler: the first use that tells a type stands for it.

use lintseq_core::{Rule, UnitId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::resolve::Resolution;
use super::{Program, Requirements};
use crate::facts::{Bound, ClassId, Definition, DefinitionId, Demand, Facts, Reference, ScopeId, ScopeKind};
use crate::tree::Span;

/// Makes what inference requires.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, settings, .. } = program;
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
    let generic: FxHashSet<ClassId> = facts
        .definitions
        .iter()
        .filter(|definition| definition.bound == Bound::Parameter)
        .filter_map(|definition| match facts.scopes[definition.scope].kind {
            ScopeKind::Class(class) => Some(classes.joined(class)),
            _ => None,
        })
        .collect();
    let is_open = |definition: &Definition| {
        definition.open
            || (!generic.is_empty()
                && definition.declared.is_none()
                && matches!(definition.bound, Bound::Value)
                && !matches!(facts.scopes[definition.scope].kind, ScopeKind::Class(_))
                && definition
                    .value
                    .and_then(|value| classes.class_of(value))
                    .is_some_and(|class| classes.line(class).iter().any(|class| generic.contains(class))))
    };
    let asks = |id: DefinitionId| {
        let definition = &facts.definitions[id];
        is_open(definition)
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
        } else if is_open(definition) {
            let first = units(&|reference| reference.tells).first().copied();
            if let Some(first) = first.or_else(|| units(&|_| true).first().copied()) {
                requirements.one(definition.unit, first, None, Rule::Value, span);
            }
        } else if definition.bound == Bound::Parameter {
            // A part that mentions the class itself mentions the parameter to no avail.
            let recursive = recursive_parts(facts, resolution, definition.scope);
            let others = |reference: &Reference| reference.unit != definition.unit;
            let mut mentions = units(&|reference| others(reference) && !recursive.contains(&reference.unit));
            if mentions.is_empty() {
                mentions = units(&others);
            }
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

/// The units that name the class of a scope inside that scope.
fn recursive_parts(facts: &Facts, resolution: &Resolution, scope: ScopeId) -> FxHashSet<UnitId> {
    let span = facts.scopes[scope].span;
    let ScopeKind::Class(class) = facts.scopes[scope].kind else { return FxHashSet::default() };
    let inside = facts.references.iter_enumerated().filter(|(_, reference)| span.encloses(reference.span));
    let means = |id| {
        let mut definitions = resolution.definitions(facts, id);
        definitions.any(|definition| facts.definitions[definition].bound == Bound::Class(class))
    };
    inside.filter(|&(id, _)| means(id)).map(|(_, reference)| reference.unit).collect()
}
