//! Faults: what becomes of the code where the parser had to recover.

use lintseq_core::IndexVec;

use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Tree};

/// Makes the smallest unit around every error atomic: its faults are its own. Where no unit encloses one, the
/// parser has lost its way, and the program is one piece.
///
/// What opens or closes there and does not balance holds for what is around as well.
pub(super) fn seal_errors(tree: &Tree, roles: &mut IndexVec<NodeId, Roles>, text: &str) -> Vec<NodeId> {
    let mut unbalanced = Vec::new();
    for &error in &tree.errors {
        let smallest = tree.nodes.iter_enumerated().rfind(|(node, facts)| {
            let encloses = facts.span.start <= error.start && error.end <= facts.span.end;
            encloses && roles[*node].has(Role::Unit) && starts_line(text, facts.span.start)
        });
        let (node, facts) = smallest.unwrap_or((tree.root(), &tree.nodes[tree.root()]));
        roles[node].insert(Role::Atomic);
        if !is_balanced(facts.span.text(text)) {
            roles[node].insert(Role::Kept);
            unbalanced.push(node);
        }
    }
    unbalanced
}

/// Whether nothing but white space stands before a byte on its line.
fn starts_line(text: &str, byte: u32) -> bool {
    let before = text[..byte as usize].trim_end_matches([' ', '\t', '\x0c', '\u{feff}']);
    before.is_empty() || before.ends_with(['\n', '\r'])
}

/// Whether as many brackets, and conditional parts of the text, close as open.
fn is_balanced(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    let directives = |word: &str| {
        let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix('#'));
        lines.filter(|line| line.trim_start().starts_with(word)).count()
    };
    count('{') == count('}')
        && count('(') == count(')')
        && count('[') == count(']')
        && directives("if") == directives("endif")
}
