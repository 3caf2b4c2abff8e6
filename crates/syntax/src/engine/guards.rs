//! Guards: what code after a guard knows of an object, it knows only while the guard stands.

use lintseq_core::Rule;

use super::{Program, Requirements};

/// Makes uses of an object in the reach of a guard need the guard.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, .. } = program;
    for guard in &facts.guards {
        // References are in the order of the text.
        let first = facts.references.as_slice().partition_point(|use_| use_.span.start < guard.reach.start);
        let inside = facts.references.as_slice()[first..].iter();
        for reference in inside.take_while(|reference| reference.span.start < guard.reach.end) {
            if guard.names.contains(&reference.name) {
                requirements.one(reference.unit, guard.unit, None, Rule::Branch, reference.span);
            }
        }
    }
}
