//! Names without a value: a use needs what gives them one before it.
//!
//! A write that has certainly run serves alone; where several branches write, all of them are needed, and what
//! leaves the branches that do not. A member that must be given a value once needs it from every constructor
//! that gave it.

use lintseq_core::{Rule, UnitId};

use super::{Program, Requirements};
use crate::facts::{Branch, Definition, DefinitionId, Duty, Facts, Reference, ScopeKind, Write, WriteTarget};
use crate::tree::Span;

/// Makes what definite assignment requires.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, resolution, .. } = program;
    for (id, definition) in
        facts.definitions.iter_enumerated().filter(|(_, definition)| definition.duty == Duty::Value)
    {
        let writes: Vec<&Write> = facts.writes.iter().filter(|write| gives(program, write, id)).collect();
        if let ScopeKind::Class(_) = facts.scopes[definition.scope].kind {
            require_once(facts, definition, &writes, requirements);
            continue;
        }
        let reads = facts.references.iter_enumerated().filter(|(id_of, read)| {
            read.name == definition.name
                && !read.writes
                && resolution.definitions(facts, *id_of).any(|found| found == id)
        });
        for (_, read) in reads {
            require_before(facts, read, &writes, requirements);
        }
    }
}

/// Whether a write gives a definition its value.
fn gives(program: &Program<'_>, write: &Write, id: DefinitionId) -> bool {
    let &Program { facts, resolution, classes, .. } = program;
    let definition = &facts.definitions[id];
    match write.target {
        WriteTarget::Name(reference) => {
            facts.references[reference].name == definition.name
                && resolution.definitions(facts, reference).any(|found| found == id)
        }
        WriteTarget::Member(at) => {
            let usage = &facts.member_uses[at];
            let ScopeKind::Class(class) = facts.scopes[definition.scope].kind else { return false };
            usage.name == definition.name && classes.class_of(usage.object) == Some(class)
        }
    }
}

/// A member needs the writes of all constructors that stand, and one at all.
fn require_once(facts: &Facts, definition: &Definition, writes: &[&Write], requirements: &mut Requirements) {
    let at = Span { start: definition.at, end: definition.at };
    for write in writes {
        let maker = write.function.map(|function| facts.functions[function].unit);
        requirements.one(definition.unit, write.unit, maker, Rule::Branch, at);
    }
    let units: Vec<UnitId> = writes.iter().map(|write| write.unit).collect();
    requirements.any(definition.unit, units, None, Rule::Branch, at);
}

/// A use needs the writes that may have run before it.
fn require_before(facts: &Facts, read: &Reference, writes: &[&Write], requirements: &mut Requirements) {
    let at = read.span.start;
    let certain: Vec<UnitId> =
        writes.iter().filter(|write| write.reign.contains(at)).map(|write| write.unit).collect();
    if !certain.is_empty() {
        requirements.any(read.unit, certain, None, Rule::Branch, read.span);
        return;
    }
    for write in writes.iter().filter(|write| write.at < at) {
        requirements.one(read.unit, write.unit, None, Rule::Branch, read.span);
        let parts = |branch: &&Branch| branch.span.contains(write.at) && !branch.span.contains(at);
        for branch in facts.branches.iter().filter(parts) {
            for &clause in &branch.clauses {
                requirements.one(read.unit, clause, None, Rule::Branch, read.span);
            }
            for exit in facts.exits.iter().filter(|exit| branch.span.contains(exit.at)) {
                requirements.one(read.unit, exit.unit, None, Rule::Branch, read.span);
            }
        }
    }
}
