//! Conformance: an interface's member needs that member in every class that can be used as the interface.
//!
//! Nobody says where a class is turned into an interface. So when a class loses a member, the interface loses
//! it as well, with the uses that were made of it, and the class remains one; when the class goes, nothing is
//! asked for. What the standard library asks of a class that has all of a group of members is asked by the uses
//! of the class.

use lintseq_core::{Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::resolve::Resolution;
use super::{Requirements, Words};
use crate::facts::{Bound, ClassId, Expr, Facts, Symbol};
use crate::tree::Span;

/// Makes what conformance requires where having the members is all that it takes.
pub(super) fn require_implied(
    facts: &Facts,
    resolution: &Resolution,
    classes: &Classes<'_>,
    words: &Words,
    requirements: &mut Requirements,
) {
    let interfaces: Vec<Asked> = facts
        .classes
        .iter_enumerated()
        .filter(|(_, class)| class.is_interface)
        .map(|(id, _)| asked(facts, classes, words, id))
        .chain(words.implied_bases.iter().map(|group| Asked { members: Vec::new(), foreign: group.clone() }))
        .collect();
    for (id, class) in facts.classes.iter_enumerated() {
        if class.is_interface || classes.joins(id) {
            continue;
        }
        for asked in &interfaces {
            let all = |names: &[Symbol]| -> Option<Vec<Vec<UnitId>>> {
                names.iter().map(|&name| methods(facts, classes, id, name)).collect()
            };
            let names: Vec<Symbol> = asked.members.iter().map(|&(name, _)| name).collect();
            let (Some(own), Some(foreign)) = (all(&names), all(&asked.foreign)) else { continue };
            for ((_, member), units) in asked.members.iter().zip(own) {
                requirements.any(member.unit, units, Some(class.unit), Rule::Conformance, Span::default());
            }
            for units in foreign {
                for user in uses(facts, resolution, id) {
                    requirements.any(user, units.clone(), None, Rule::Conformance, Span::default());
                }
            }
        }
    }
}

/// What an interface asks of a class.
struct Asked {
    /// The members of interfaces of the file.
    members: Vec<(Symbol, MemberDefinition)>,
    /// Those of the standard library.
    foreign: Vec<Symbol>,
}

fn asked(facts: &Facts, classes: &Classes<'_>, words: &Words, interface: ClassId) -> Asked {
    let line = classes.line(interface);
    let bases = line.iter().flat_map(|&class| &facts.classes[class].bases);
    let named = bases.filter_map(|&base| match facts.exprs[base] {
        Expr::Name(reference) => Some(facts.references[reference].name),
        Expr::Member(_, name) => Some(name),
        _ => None,
    });
    let foreign = named.filter_map(|name| words.abstract_bases.get(&name)).flatten().copied().collect();
    Asked { members: line.iter().flat_map(|&class| classes.functions(class)).collect(), foreign }
}

/// The units of a class's methods of this name, its own or from a base; nothing where it has none.
fn methods(facts: &Facts, classes: &Classes<'_>, class: ClassId, name: Symbol) -> Option<Vec<UnitId>> {
    let (owner, found) = classes.member(class, name)?;
    let is_method =
        !facts.classes[owner].is_interface && found.iter().all(|member| member.function.is_some());
    is_method.then(|| found.iter().map(|member| member.unit).collect())
}

/// The units that name a class otherwise than to add to it.
fn uses(facts: &Facts, resolution: &Resolution, class: ClassId) -> Vec<UnitId> {
    let extensions: Vec<_> = facts
        .classes
        .iter()
        .filter_map(|class| match facts.exprs[class.extended?] {
            Expr::Name(reference) => Some(reference),
            _ => None,
        })
        .collect();
    let means = |reference| {
        let mut definitions = resolution.definitions(facts, reference);
        definitions.any(|definition| facts.definitions[definition].bound == Bound::Class(class))
    };
    let named = facts.references.iter_enumerated().filter(|&(id, _)| means(id) && !extensions.contains(&id));
    named.map(|(_, reference)| reference.unit).collect()
}
