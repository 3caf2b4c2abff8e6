//! Names that are declared: a use means the nearest declaration that it sees.
//!
//! Scopes nest, and the innermost one that shows the name wins. A hoisted definition is seen from its whole
//! scope; any other from its end on, so that a later declaration of the same name hides it. Assignments are
//! uses like others: they declare nothing. Several hoisted definitions of one name, such as overloads, or a
//! type and a value, are all needed, because nobody here tells which of them a use means.

use lintseq_core::Rule;

use super::resolve::{Resolution, need_stars};
use super::{Program, Requirements, Words};
use crate::facts::{Bound, ClassId, Definition, DefinitionId, Demand, Facts, Reference, ScopeId, ScopeKind};
use crate::settings::Settings;
use crate::tree::Span;

/// Resolves every reference, and makes what names require.
pub(super) fn resolve(
    facts: &Facts,
    settings: &Settings,
    words: &Words,
    requirements: &mut Requirements,
) -> Resolution {
    let mut resolution = Resolution::empty(facts);
    for (id, reference) in facts.references.iter_enumerated() {
        let definitions = resolution.of_name(reference.name);
        let found = look_up(facts, settings, reference, definitions);
        let Some((scope, mut meant)) = found else {
            if let Some(star) = words.star {
                need_stars(facts, reference, resolution.of_name(star), words, requirements);
            }
            continue;
        };
        narrow(facts, &mut meant, reference.arity);
        for &definition in &meant {
            let unit = facts.definitions[definition].unit;
            requirements.one(reference.unit, unit, None, Rule::Name, reference.span);
        }
        if reference.demand == Demand::Elements {
            for &element in meant.iter().flat_map(|&definition| &facts.definitions[definition].elements) {
                requirements.one(reference.unit, element, None, Rule::Element, reference.span);
            }
        }
        let nearest = meant.first().copied().filter(|&first| !facts.definitions[first].hoisted);
        resolution.note(id, scope, nearest);
    }
    require_implementations(facts, &resolution, requirements);
    resolution
}

/// A description needs what it describes, where that is here.
fn require_implementations(facts: &Facts, resolution: &Resolution, requirements: &mut Requirements) {
    let is_stub = |definition: &Definition| match definition.bound {
        Bound::Function(function) => facts.functions[function].is_stub,
        _ => false,
    };
    for definition in facts.definitions.iter().filter(|definition| is_stub(definition)) {
        let all = resolution.of_name(definition.name).iter().map(|&id| &facts.definitions[id]);
        let others = all.filter(|other| other.scope == definition.scope && !is_stub(other));
        let span = Span { start: definition.at, end: definition.at };
        let units = others.map(|other| other.unit).collect();
        requirements.any(definition.unit, units, None, Rule::Name, span);
    }
}

/// The innermost scope that shows the name of a reference, and the definitions that it means there.
fn look_up(
    facts: &Facts,
    settings: &Settings,
    reference: &Reference,
    definitions: &[DefinitionId],
) -> Option<(ScopeId, Vec<DefinitionId>)> {
    if definitions.is_empty() {
        return None;
    }
    let mut scope = Some(reference.scope);
    while let Some(here) = scope {
        let kind = facts.scopes[here].kind;
        let apart = settings.functions_apart;
        let shows = |definition: &Definition| match kind {
            // Type parameters are seen inside; members only where the language says so.
            ScopeKind::Class(_) => {
                facts.scopes[here].open || settings.implicit_members || definition.bound == Bound::Parameter
            }
            _ => true,
        };
        let seen: Vec<DefinitionId> = definitions
            .iter()
            .copied()
            .filter(|&id| {
                let definition = &facts.definitions[id];
                definition.scope == here
                    && shows(definition)
                    && is_seen(definition, reference)
                    && !(apart && is_other_kind(definition, reference))
            })
            .collect();
        let hoisted: Vec<DefinitionId> =
            seen.iter().copied().filter(|&id| facts.definitions[id].hoisted).collect();
        if !hoisted.is_empty() {
            return Some((here, hoisted));
        }
        if let Some(nearest) = seen.into_iter().max_by_key(|&id| facts.definitions[id].reign.start) {
            return Some((here, vec![nearest]));
        }
        scope = facts.scopes[here].parent;
    }
    None
}

/// Leaves of several functions of one name those that take as many arguments as are given.
fn narrow(facts: &Facts, meant: &mut Vec<DefinitionId>, arity: Option<u8>) {
    if meant.len() < 2 || arity.is_none() {
        return;
    }
    let takes = |&id: &DefinitionId| match facts.definitions[id].bound {
        Bound::Function(function) => {
            facts.functions[function].arity.is_none() || facts.functions[function].arity == arity
        }
        _ => true,
    };
    if meant.iter().any(takes) {
        meant.retain(takes);
    }
}

/// Whether a definition is of a variable where a function is called, or the other way around.
fn is_other_kind(definition: &Definition, reference: &Reference) -> bool {
    match definition.bound {
        Bound::Import | Bound::Class(_) | Bound::Star => false,
        Bound::Function(_) => reference.arity.is_none(),
        _ => reference.arity.is_some(),
    }
}

fn is_seen(definition: &Definition, reference: &Reference) -> bool {
    definition.hoisted || reference.deferred || definition.reign.start <= reference.span.start
}

/// Makes bare names inside methods need the members that their classes inherit, or have elsewhere in the file.
pub(super) fn require_inherited(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, .. } = program;
    for (id, reference) in facts.references.iter_enumerated() {
        let found = resolution.scope(id);
        for class in classes_around(facts, reference.scope, found) {
            if let Some((_, members)) = classes.member(class, reference.name) {
                for member in classes.fitting(members, reference.arity) {
                    requirements.one(reference.unit, member.unit, None, Rule::Member, reference.span);
                }
                break;
            }
        }
    }
}

/// The classes around a scope, innermost first, up to the scope in which a name was found.
fn classes_around(
    facts: &Facts,
    scope: ScopeId,
    found: Option<ScopeId>,
) -> impl Iterator<Item = ClassId> + '_ {
    let scopes = std::iter::successors(Some(scope), |&scope| facts.scopes[scope].parent);
    scopes.take_while(move |&scope| Some(scope) != found).filter_map(|scope| match facts.scopes[scope].kind {
        ScopeKind::Class(class) => Some(class),
        _ => None,
    })
}
