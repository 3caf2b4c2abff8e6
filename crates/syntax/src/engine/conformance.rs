//! Conformance: an interface's member needs that member in every class that can be used as the interface.
//!
//! Nobody says where a class is turned into an interface. So when a class loses a member, the interface loses
//! it as well, with the uses that were made of it, and the class remains one; when the class goes, nothing is
//! asked for. What the standard library asks of a class that has all of a group of members is asked by the uses
//! of the class.

use lintseq_core::{Index, Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::{Program, Requirements};
use crate::facts::{Bound, ClassId, Demand, Expr, ExprId, Facts, Overriding, Symbol};
use crate::tree::Span;

/// Makes what conformance requires where having the members is all that it takes.
pub(super) fn require_implied(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    let interfaces: Vec<Asked> = facts
        .classes
        .iter_enumerated()
        .filter(|(_, class)| class.is_interface)
        .map(|(id, _)| asked(program, id))
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
                for user in uses(program, id) {
                    requirements.any(user, units.clone(), None, Rule::Conformance, Span::default());
                }
            }
        }
    }
}

/// Makes what conformance requires where a class says what it conforms to.
pub(super) fn require_declared(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, .. } = program;
    let mut has_heirs = vec![false; facts.classes.len()];
    for (id, class) in facts.classes.iter_enumerated() {
        let line = classes.line(id);
        let above = &line[1..];
        for base in above {
            has_heirs[base.index()] = true;
        }
        require_overrides(program, id, above, requirements);
        if class.is_interface || class.is_open {
            continue;
        }
        for &base in above {
            for (name, member) in classes.functions(base) {
                let function = |member: &MemberDefinition| member.function.map(|id| &facts.functions[id]);
                if !function(&member).is_some_and(|function| function.is_abstract) {
                    continue;
                }
                let arity = function(&member).and_then(|function| function.arity);
                let others = line.iter().filter(|&&class| class != base);
                let own = others.filter_map(|&class| classes.own(class, name)).flatten();
                let own =
                    own.filter(|own| function(own).is_some_and(|own| !own.is_abstract && own.arity == arity));
                let units = own.map(|own| own.unit).collect();
                requirements.any(member.unit, units, Some(class.unit), Rule::Conformance, Span::default());
            }
        }
        for &name in &asked(program, id).foreign {
            let own = line.iter().filter_map(|&class| classes.own(class, name)).flatten();
            let units = own.filter(|own| own.function.is_some()).map(|own| own.unit).collect();
            requirements.any(class.unit, units, None, Rule::Conformance, Span::default());
        }
        require_constructors(program, id, above, requirements);
    }
    require_foreign_constructors(program, requirements);
    for (id, class) in facts.classes.iter_enumerated() {
        // What has one open member and no heir is made by functions without a name.
        let open: Vec<UnitId> =
            classes.abstract_functions(id).iter().map(|(_, member)| member.unit).collect();
        if class.is_interface && !has_heirs[id.index()] && open.len() == 1 {
            requirements.any(class.unit, open, None, Rule::Conformance, Span::default());
        }
    }
}

/// What says that it overrides needs what it overrides; where that is elsewhere, the class needs it.
fn require_overrides(program: &Program<'_>, id: ClassId, above: &[ClassId], requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    for (name, member) in classes.functions(id) {
        let overrides = member
            .function
            .is_some_and(|function| facts.functions[function].overriding == Overriding::Declared);
        if !overrides || words.optional_overrides.contains(&name) {
            continue;
        }
        let bases = above.iter().filter_map(|&base| classes.own(base, name)).flatten();
        let arity =
            |member: &MemberDefinition| member.function.and_then(|function| facts.functions[function].arity);
        let mut bases: Vec<&MemberDefinition> = bases.collect();
        if bases.iter().any(|base| arity(base) == arity(&member)) {
            bases.retain(|base| arity(base) == arity(&member));
        }
        let units: Vec<UnitId> = bases.iter().map(|base| base.unit).collect();
        if !units.is_empty() {
            requirements.any(member.unit, units, None, Rule::Conformance, Span::default());
        } else if !facts.classes[id].is_interface && !facts.classes[id].bases.is_empty() {
            requirements.one(facts.classes[id].unit, member.unit, None, Rule::Conformance, Span::default());
        }
    }
    require_unmarked(program, id, requirements);
}

/// Where a class does not mark what overrides, all that may is needed by a class with bases that nobody knows.
fn require_unmarked(program: &Program<'_>, id: ClassId, requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    let class = &facts.classes[id];
    let is_known = |&base: &ExprId| match facts.exprs[base] {
        Expr::Name(reference) => {
            let name = facts.references[reference].name;
            classes.class_of(base).is_some()
                || words.abstract_bases.contains_key(&name)
                || words.complete_bases.contains(&name)
        }
        _ => false,
    };
    let functions: Vec<_> = classes
        .functions(id)
        .into_iter()
        .filter_map(|(name, member)| Some((name, member.unit, &facts.functions[member.function?])))
        .collect();
    if class.is_interface || class.is_open || class.bases.iter().all(is_known) {
        return;
    }
    for (name, unit, function) in functions {
        if function.overriding == Overriding::Possible && !words.optional_overrides.contains(&name) {
            requirements.one(class.unit, unit, None, Rule::Conformance, Span::default());
        }
    }
}

/// A class that gives arguments to a base from elsewhere needs a constructor that does so.
fn require_foreign_constructors(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    for call in facts.calls.iter().filter(|call| call.arity.is_some_and(|arity| arity > 0)) {
        let Expr::Super(Some(class)) = facts.exprs[call.callee] else { continue };
        if classes.class_of(call.callee).is_none() {
            let made = words.constructors.iter().filter_map(|&name| classes.own(class, name)).flatten();
            let units = made.map(|member| member.unit).collect();
            requirements.any(facts.classes[class].unit, units, None, Rule::Construction, call.span);
        }
    }
}

/// A class whose base cannot be made without arguments needs a constructor that gives them.
fn require_constructors(
    program: &Program<'_>,
    id: ClassId,
    above: &[ClassId],
    requirements: &mut Requirements,
) {
    let &Program { facts, classes, words, .. } = program;
    let Some(&base) = above.iter().find(|&&base| !facts.classes[base].is_interface) else { return };
    for &name in &words.constructors {
        let made = classes.own(base, name).unwrap_or_default();
        let plain = made.iter().find(|member| {
            member
                .function
                .is_some_and(|function| facts.functions[function].arity.is_none_or(|arity| arity == 0))
        });
        let own: Vec<UnitId> =
            classes.own(id, name).unwrap_or_default().iter().map(|member| member.unit).collect();
        if let (None, Some(first)) = (plain, made.first()) {
            let unless = (made.len() == 1).then_some(first.unit);
            requirements.any(facts.classes[id].unit, own, unless, Rule::Construction, Span::default());
        } else if let (Some(plain), true) = (plain, made.len() > 1) {
            requirements.one(facts.classes[id].unit, plain.unit, None, Rule::Construction, Span::default());
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

fn asked(program: &Program<'_>, interface: ClassId) -> Asked {
    let &Program { facts, classes, words, .. } = program;
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

/// The units that name a class otherwise than to add to it, or hand the object of its methods on.
fn uses(program: &Program<'_>, class: ClassId) -> Vec<UnitId> {
    let &Program { facts, resolution, classes, .. } = program;
    let extensions: Vec<_> = facts
        .classes
        .iter()
        .filter_map(|class| match facts.exprs[class.extended?] {
            Expr::Name(reference) => Some(reference),
            _ => None,
        })
        .collect();
    let means = |id, demand| {
        let mut definitions = resolution.definitions(facts, id).map(|id| facts.definitions[id].bound);
        definitions.any(|bound| match bound {
            Bound::Class(found) => found == class && !extensions.contains(&id),
            Bound::Receiver(found) => demand == Demand::Pass && classes.joined(found) == class,
            _ => false,
        })
    };
    let named = facts.references.iter_enumerated().filter(|&(id, reference)| means(id, reference.demand));
    named.map(|(_, reference)| reference.unit).collect()
}
