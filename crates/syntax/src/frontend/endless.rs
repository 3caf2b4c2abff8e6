//! Endless loops: where a loop ends only by breaking out of it, what follows could not be reached without that.

use lintseq_core::{IndexVec, Requirement, Rule, UnitId};

use super::units::Units;
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Tree};

/// Makes endless loops need what breaks out of them.
pub(super) fn require(tree: &Tree, roles: &IndexVec<NodeId, Roles>, units: &mut Units) {
    for node in tree.nodes.indices().filter(|&node| roles[node].has(Role::Endless)) {
        let breaks = tree.subtree(node).filter(|&inner| roles[inner].has(Role::Break));
        let own = breaks.filter(|&inner| {
            let is_named = tree.children(inner).next().is_some();
            is_named || tree.ancestors(inner).find(|&above| roles[above].has(Role::Breakable)) == Some(node)
        });
        let mut alternatives: Vec<UnitId> = own.map(|inner| units.of_node[inner]).collect();
        alternatives.dedup();
        if !alternatives.is_empty() {
            let user = units.of_node[node];
            units.requirements.push(Requirement::structural(user, alternatives, Rule::Hole));
        }
    }
}
