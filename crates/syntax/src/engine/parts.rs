//! Parts that only make sense together: fields and the lists that fill them, arms and the set that they cover.
//!
//! Such a part is required, but when what it stands for goes, the part goes alone: a variant takes its arm, a field
//! its initialiser.

use lintseq_core::{Rule, UnitId};

use super::classes::Classes;
use super::{Program, Requirements};
use crate::facts::{Choice, Expr, ExprId, Facts, Slot};
use crate::tree::Span;

/// Makes what slots and choices require.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, .. } = program;
    for slot in &facts.slots {
        require_slot(facts, classes, slot, requirements);
    }
    for choice in &facts.choices {
        require_choice(facts, classes, choice, requirements);
    }
}

fn require_slot(facts: &Facts, classes: &Classes<'_>, slot: &Slot, requirements: &mut Requirements) {
    let class = classes.class_of(slot.class);
    let fields = class.and_then(|class| classes.own(class, slot.name)).unwrap_or_default();
    let fields = fields.iter().filter(|field| field.function.is_none());
    let field = fields.map(|field| field.unit).next();
    if let Some(field) = field {
        requirements.one(slot.unit, field, None, Rule::Member, slot.span);
    }
    if slot.required {
        let unless = field.filter(|&field| class.is_none_or(|class| facts.classes[class].unit != field));
        requirements.one(slot.list, slot.unit, unless, Rule::Part, slot.span);
    }
}

fn require_choice(facts: &Facts, classes: &Classes<'_>, choice: &Choice, requirements: &mut Requirements) {
    let has_default = choice.parts.iter().any(|part| part.default);
    for part in choice.parts.iter().filter(|part| part.default || !(has_default || part.optional)) {
        // A part that covers several things is needed as long as any of them is there: the part itself needs all.
        let covered = match part.covers[..] {
            [one] if !part.default => covered(facts, classes, one),
            _ => None,
        };
        requirements.one(choice.unit, part.unit, covered, Rule::Part, Span::default());
    }
}

/// The unit of what a part covers: a class, or a member that only one class has.
fn covered(facts: &Facts, classes: &Classes<'_>, part: ExprId) -> Option<UnitId> {
    if let Some(class) = classes.class_of(part) {
        return Some(facts.classes[class].unit);
    }
    let Expr::Member(_, name) = facts.exprs[part] else { return None };
    let [class] = classes.definers(name) else { return None };
    classes.own(*class, name).and_then(|members| members.first()).map(|member| member.unit)
}
