//! Statements that would join the one before: where nothing but the line's end closes a statement, and the
//! next one begins with a bracket or an operator, the two are one. The statement that keeps such a line apart
//! from an open one above has to stay.

use lintseq_core::{IndexVec, Requirement, Rule, Source};

use super::units::Units;
use crate::language::Language;
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span, Tree};

/// Makes every statement that might join one above need the statement between.
pub(super) fn require(
    language: &Language,
    tree: &Tree,
    roles: &IndexVec<NodeId, Roles>,
    source: &Source<'_>,
    units: &mut Units,
) {
    let settings = language.settings();
    if settings.continuing.is_empty() {
        return;
    }
    let starts = |span: Span| span.text(source.text()).starts_with(|c| settings.continuing.contains(c));
    for (node, _) in tree.nodes.iter_enumerated() {
        if !(roles[node].has(Role::Unit) && starts(tree.nodes[node].span)) {
            continue;
        }
        let Some(parent) = tree.parent(node) else { continue };
        let before = || tree.children(parent).take_while(|&sibling| sibling != node);
        let is_open = |sibling: NodeId| {
            let rest = &source.text()[tree.nodes[sibling].span.end as usize..];
            language.is_continued(tree.nodes[sibling].kind)
                && !tree.nodes[sibling].span.text(source.text()).ends_with(';')
                && !rest.trim_start_matches([' ', '\t']).starts_with(';')
        };
        let (user, keeper) = (units.of_node[node], before().last().map(|last| units.of_node[last]));
        if let Some(keeper) = keeper.filter(|&keeper| keeper != user)
            && before().any(is_open)
        {
            units.requirements.push(Requirement::structural(user, vec![keeper], Rule::Clause));
        }
    }
}
