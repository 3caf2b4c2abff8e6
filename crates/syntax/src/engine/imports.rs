//! Imports that no use shows: what gives methods to values, such as a trait, stands before all around it.

use lintseq_core::{Rule, UnitId};
use rustc_hash::FxHashSet;

use super::Requirements;
use super::classes::Classes;
use super::resolve::Resolution;
use crate::facts::{Bound, Definition, DefinitionId, Facts};
use crate::frontend::Names;
use crate::settings::Settings;
use crate::tree::Span;

/// Makes the units around such an import need it.
pub(super) fn require(
    facts: &Facts,
    resolution: &Resolution,
    classes: &Classes<'_>,
    settings: &Settings,
    names: &Names,
    requirements: &mut Requirements,
) {
    if settings.silent_imports.is_empty() {
        return;
    }
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
