//! Objects and what describes them: a written-out object that has what a description asks for may be used as
//! one, wherever it goes.
//!
//! Descriptions are met by structure, not by name, so structure tells: following a literal through calls to the
//! parameter that takes it would miss most of the way. An object then needs the members that the description
//! asks for, and its members need to be described; a class needs what the descriptions that it names ask for.

use lintseq_core::{Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::{Program, Requirements};
use crate::facts::{Class, ClassId, Expr, Facts, Symbol};
use crate::tree::Span;

/// Makes what descriptions require.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, .. } = program;
    let described: Vec<Description<'_>> = facts
        .classes
        .iter_enumerated()
        .filter(|(_, class)| class.is_interface)
        .map(|(id, _)| Description { class: id, members: members(classes, id) })
        .collect();
    for (id, class) in facts.classes.iter_enumerated().filter(|(_, class)| !class.is_interface) {
        if class.is_object {
            let own = members(classes, id);
            let mut fitting =
                described.iter().filter(|description| fits(class, &own, description)).peekable();
            if fitting.peek().is_none() {
                // It may be a part of one: what it has is described then, and nothing is missing.
                let parts =
                    described.iter().filter(|description| !own.is_empty() && knows(description, &own));
                parts.for_each(|description| describe(facts, &own, description, requirements));
            }
            for description in fitting {
                meet(facts, class, &own, description, requirements);
            }
        } else {
            implement(facts, classes, id, requirements);
            let own = members(classes, id);
            for description in described.iter().filter(|description| has_all(&own, description)) {
                keep(class, &own, description, requirements);
            }
            implement_foreign(program, id, requirements);
        }
    }
}

/// What a class that only describes asks for.
struct Description<'a> {
    class: ClassId,
    members: Vec<(Symbol, &'a MemberDefinition)>,
}

/// The members of a class and of those that it derives from, each name once.
fn members<'a>(classes: &'a Classes<'_>, class: ClassId) -> Vec<(Symbol, &'a MemberDefinition)> {
    let mut found: Vec<(Symbol, &MemberDefinition)> = Vec::new();
    for class in classes.line(class) {
        for &name in classes.names(class) {
            if found.iter().all(|(known, _)| *known != name)
                && let Some(member) = classes.own(class, name).and_then(<[_]>::first)
            {
                found.push((name, member));
            }
        }
    }
    found
}

/// The members of an object.
type Own<'a> = [(Symbol, &'a MemberDefinition)];

/// Whether an object has all that a description asks for; where it asks for nothing, has nothing else.
fn fits(object: &Class, own: &Own<'_>, description: &Description<'_>) -> bool {
    let mut needed = description.members.iter().filter(|(_, member)| !member.optional).peekable();
    let open = !object.bases.is_empty();
    let has = |name: Symbol| own.iter().any(|(known, _)| *known == name);
    let met = match needed.peek() {
        Some(_) => open || needed.all(|(name, _)| has(*name)),
        None => knows(description, own),
    };
    met && !own.is_empty()
}

/// Whether a description knows all members of an object.
fn knows(description: &Description<'_>, own: &Own<'_>) -> bool {
    own.iter().all(|(name, _)| description.members.iter().any(|(known, _)| known == name))
}

/// The members of an object that a description knows need to be described.
fn describe(facts: &Facts, own: &Own<'_>, description: &Description<'_>, requirements: &mut Requirements) {
    let around = facts.classes[description.class].unit;
    for (name, member) in own {
        for (_, described) in description.members.iter().filter(|(known, _)| known == name) {
            requirements.one(member.unit, described.unit, Some(around), Rule::Member, Span::default());
        }
    }
}

/// An object that meets a description keeps what it asks for, and has nothing that it does not know.
fn meet(
    facts: &Facts,
    object: &Class,
    own: &Own<'_>,
    description: &Description<'_>,
    requirements: &mut Requirements,
) {
    if knows(description, own) {
        describe(facts, own, description, requirements);
    }
    keep(object, own, description, requirements);
}

/// Whether a class has all that a description asks for, so that its objects may be taken for such.
fn has_all(own: &Own<'_>, description: &Description<'_>) -> bool {
    let mut needed = description.members.iter().filter(|(_, member)| !member.optional).peekable();
    needed.peek().is_some() && needed.all(|(name, _)| own.iter().any(|(known, _)| known == name))
}

/// A class or an object keeps what a description asks for.
fn keep(object: &Class, own: &Own<'_>, description: &Description<'_>, requirements: &mut Requirements) {
    for (name, described) in description.members.iter().filter(|(_, described)| !described.optional) {
        for (_, member) in own.iter().filter(|(known, _)| known == name) {
            requirements.one(object.unit, member.unit, Some(described.unit), Rule::Member, Span::default());
        }
    }
}

/// A class keeps what the descriptions and the abstract members that it derives from ask for.
fn implement(facts: &Facts, classes: &Classes<'_>, class: ClassId, requirements: &mut Requirements) {
    let user = facts.classes[class].unit;
    let asks = |above: ClassId, member: &MemberDefinition| {
        let is_abstract = member.function.is_some_and(|function| facts.functions[function].is_abstract);
        !member.optional && (facts.classes[above].is_interface || is_abstract)
    };
    for above in classes.above(class) {
        for &name in classes.names(above) {
            let Some(asked) = classes.own(above, name).and_then(<[_]>::first) else { continue };
            if !asks(above, asked) {
                continue;
            }
            let below = classes.line(class).into_iter().filter(|&one| one != above);
            let met = below.filter_map(|one| Some((one, classes.own(one, name)?)));
            let met = met.filter(|(one, members)| !members.iter().all(|member| asks(*one, member)));
            let units: Vec<UnitId> = met.flat_map(|(_, members)| members).map(|member| member.unit).collect();
            requirements.any(user, units, Some(asked.unit), Rule::Abstract, Span::default());
        }
    }
}

/// A class keeps what the interfaces of the standard library that it names ask for.
fn implement_foreign(program: &Program<'_>, class: ClassId, requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    let user = facts.classes[class].unit;
    for &base in &facts.classes[class].bases {
        let Expr::Name(reference) = facts.exprs[base] else { continue };
        let asked = words.abstract_bases.get(&facts.references[reference].name);
        for &name in asked.map_or(&[][..], Vec::as_slice) {
            let members = classes.member(class, name).map_or(&[][..], |(_, members)| members);
            let units = members.iter().map(|member| member.unit).collect();
            requirements.any(user, units, None, Rule::Abstract, Span::default());
        }
    }
}
