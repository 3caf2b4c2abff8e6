//! Imports that no use shows: what gives methods to values, such as a trait, stands before all around it; a name
//! that nothing here defines may be a member that an import of all names brings.

use lintseq_core::{Rule, UnitId};
use rustc_hash::FxHashSet;

use super::{Program, Requirements};
use crate::facts::{Bound, Definition, DefinitionId};
use crate::tree::Span;

/// Makes the units around such an import need it.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, settings, names, .. } = program;
    if settings.silent_imports.is_empty() {
        return;
    }
    require_starred(program, requirements);
    let extensions: FxHashSet<_> =
        settings.silent_imports.iter().filter_map(|name| names.get(name)).collect();
    let used: FxHashSet<DefinitionId> =
        facts.references.iter_enumerated().flat_map(|(id, _)| resolution.definitions(facts, id)).collect();
    let bases: FxHashSet<_> = facts
        .classes
        .iter()
        .flat_map(|class| &class.bases)
        .filter_map(|&base| classes.class_of(base))
        .collect();
    let imports =
        || facts.definitions.iter_enumerated().filter(|(_, definition)| definition.bound == Bound::Import);
    let importing: FxHashSet<UnitId> = imports().map(|(_, import)| import.unit).collect();
    let is_extension = |id: DefinitionId, import: &Definition| {
        extensions.contains(&import.name)
            || !used.contains(&id)
            || import
                .value
                .and_then(|value| classes.class_of(value))
                .is_some_and(|class| bases.contains(&class))
    };
    for (id, import) in imports() {
        if !is_extension(id, import) {
            continue;
        }
        let parent = facts.units[import.unit].parent;
        for (unit, around) in facts.units.iter_enumerated() {
            if around.parent == parent && !importing.contains(&unit) {
                let span = Span { start: import.at, end: import.at };
                requirements.one(unit, import.unit, None, Rule::Last, span);
            }
        }
    }
}

fn require_starred(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, names, .. } = program;
    if names.get("*").is_none_or(|star| resolution.of_name(star).is_empty()) {
        return;
    }
    for (id, reference) in facts.references.iter_enumerated() {
        if resolution.scope(id).is_some() {
            continue;
        }
        for &class in classes.definers(reference.name) {
            for member in classes.own(class, reference.name).unwrap_or_default() {
                if member.class.is_some() || member.function.is_some() {
                    requirements.one(reference.unit, member.unit, None, Rule::Member, reference.span);
                }
            }
        }
    }
}
