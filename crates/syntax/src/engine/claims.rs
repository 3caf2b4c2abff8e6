//! Conformance: a class that says it is something must have what that asks for, and who uses the class may rely on it.
//!
//! What a use relies on does not show: a value is printed, compared, handed to a generic function. So whoever names a
//! class outside of its own members needs all that the class says it is.

use lintseq_core::{Rule, UnitId};
use rustc_hash::FxHashMap;

use super::classes::Classes;
use super::{Program, Requirements};
use crate::facts::{Bound, ClassId, Definition, Expr, ExprId, Facts, ScopeId, ScopeKind, Symbol};
use crate::tree::Span;

/// One place where a class says that it is something.
struct Claim {
    /// The class that the claim adds members to.
    class: ClassId,
    /// The class of the claim's own body.
    body: ClassId,
    unit: UnitId,
    /// What the class is, by name, and where the file defines it.
    what: Option<Symbol>,
    base: Option<ClassId>,
}

/// Makes what claims require.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, .. } = program;
    let claims = claims(facts, classes);
    if claims.is_empty() {
        return;
    }
    let mut bodies: FxHashMap<ClassId, Vec<&Definition>> = FxHashMap::default();
    for definition in facts.definitions.iter().filter(|definition| definition.bound != Bound::Parameter) {
        if let ScopeKind::Class(body) = facts.scopes[definition.scope].kind {
            bodies.entry(body).or_default().push(definition);
        }
    }
    for claim in &claims {
        let own = bodies.get(&claim.body).map_or(&[][..], Vec::as_slice);
        require_members(facts, classes, claim, own, requirements);
        require_supertraits(program, claim, &claims, requirements);
    }
    require_claims(program, &claims, requirements);
}

fn claims(facts: &Facts, classes: &Classes<'_>) -> Vec<Claim> {
    let extensions = facts.classes.iter_enumerated().filter(|(_, class)| class.extended.is_some());
    extensions
        .flat_map(|(body, class)| class.bases.iter().map(move |&base| (body, class, base)))
        .map(|(body, class, base)| Claim {
            class: classes.joined(body),
            body,
            unit: class.unit,
            what: name_of(facts, base),
            base: classes.class_of(base),
        })
        .collect()
}

fn name_of(facts: &Facts, expr: ExprId) -> Option<Symbol> {
    match facts.exprs[expr] {
        Expr::Name(reference) => Some(facts.references[reference].name),
        Expr::Member(_, name) => Some(name),
        _ => None,
    }
}

/// The claim needs its members, each as long as what it claims asks for it.
fn require_members(
    facts: &Facts,
    classes: &Classes<'_>,
    claim: &Claim,
    own: &[&Definition],
    requirements: &mut Requirements,
) {
    for member in own {
        let Some(base) = claim.base else {
            requirements.one(claim.unit, member.unit, None, Rule::Conformance, Span::default());
            continue;
        };
        for asked in classes.own(base, member.name).unwrap_or_default() {
            requirements.one(member.unit, asked.unit, None, Rule::Conformance, Span::default());
            let optional = asked.function.is_some_and(|function| !facts.functions[function].is_abstract);
            if !optional {
                let unless = Some(asked.unit);
                requirements.one(claim.unit, member.unit, unless, Rule::Conformance, Span::default());
            }
        }
    }
}

/// The claim needs the class's other claims that what it claims asks for.
fn require_supertraits(
    program: &Program<'_>,
    claim: &Claim,
    claims: &[Claim],
    requirements: &mut Requirements,
) {
    let &Program { facts, classes, settings, names, .. } = program;
    let mut asked: Vec<Symbol> = Vec::new();
    for (name, others) in &settings.supertraits {
        if names.get(name).is_some() && names.get(name) == claim.what {
            asked.extend(others.iter().filter_map(|other| names.get(other)));
        }
    }
    for base in claim.base.into_iter().flat_map(|base| classes.line(base)) {
        asked.extend(facts.classes[base].bases.iter().filter_map(|&base| name_of(facts, base)));
    }
    for other in claims {
        if other.class == claim.class && other.what.is_some_and(|what| asked.contains(&what)) {
            requirements.one(claim.unit, other.unit, None, Rule::Conformance, Span::default());
        }
    }
}

/// Whoever names a class from outside needs its claims; a claim for a class from elsewhere is needed by what it
/// claims.
fn require_claims(program: &Program<'_>, claims: &[Claim], requirements: &mut Requirements) {
    let &Program { facts, resolution, classes, .. } = program;
    let mut of_class: FxHashMap<ClassId, Vec<UnitId>> = FxHashMap::default();
    for claim in claims {
        if !classes.joins_foreign(claim.body) {
            of_class.entry(claim.class).or_default().push(claim.unit);
        } else if let Some(base) = claim.base {
            let user = facts.classes[base].unit;
            requirements.one(user, claim.unit, None, Rule::Conformance, Span::default());
        }
    }
    for (id, reference) in facts.references.iter_enumerated() {
        for definition in resolution.definitions(facts, id) {
            let Bound::Class(class) = facts.definitions[definition].bound else { continue };
            let Some(units) = of_class.get(&class) else { continue };
            if is_inside(facts, classes, reference.scope, class) {
                continue;
            }
            for &unit in units {
                requirements.one(reference.unit, unit, None, Rule::Conformance, reference.span);
            }
        }
    }
}

/// Whether a scope is in a class's body or in what adds to it.
fn is_inside(facts: &Facts, classes: &Classes<'_>, scope: ScopeId, class: ClassId) -> bool {
    std::iter::successors(Some(scope), |&scope| facts.scopes[scope].parent).any(
        |scope| matches!(facts.scopes[scope].kind, ScopeKind::Class(here) if classes.joined(here) == class),
    )
}
