//! Value holes: where the value of a block is used, the statement that gives it must not go alone.
//!
//! A function with a result, an initialiser, an argument need a value; `if` and `match` pass the need on to their
//! parts, a block to its last statement. In languages whose blocks have no value the same walk finds the `return`
//! that a function must not end without. A jump at the end of a block is taken for a value as well: what comes after
//! the block may rely on it, for instance because the block has moved a value away.

use lintseq_core::{IndexVec, Requirement, Rule, UnitId};

use super::units::Units;
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Tree};

/// How much a value is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Nothing,
    /// If there is one.
    Wanted,
    Needed,
}

const PARTS: Roles = Roles::of(&[Role::ValuePart, Role::ValuePartRequired]);

/// Makes what value holes require.
pub(super) fn require(tree: &Tree, roles: &IndexVec<NodeId, Roles>, text: &str, units: &mut Units) {
    if !roles.iter().any(|roles| roles.has(Role::BlockValue)) {
        return;
    }
    let mut needs = IndexVec::from_elem(Need::Nothing, tree.nodes.len());
    // Parents come before their children, so one pass hands every need down.
    for node in tree.nodes.indices() {
        let own = roles[node];
        if own.has(Role::ValueNeeded) {
            needs[node] = Need::Needed;
        } else if own.has(Role::ValueWanted) {
            needs[node] = needs[node].max(Need::Wanted);
        }
        let need = needs[node];
        if own.has(Role::BlockValue) {
            require_last(tree, roles, text, units, &mut needs, node);
        }
        if need == Need::Nothing {
            continue;
        }
        for part in tree.children(node).filter(|&part| roles[part].any(PARTS)) {
            needs[part] = needs[part].max(need);
            if roles[part].has(Role::ValuePartRequired) {
                let unit = units.of_node[part];
                if unit != units.of_node[node]
                    && let Some(owner) = units.all[unit].parent
                {
                    require_one(units, owner, unit);
                    require_links(tree, roles, units, node, owner);
                }
            }
        }
    }
}

/// Where links of a chain stand inside each other, each needs the one inside it.
fn require_links(
    tree: &Tree,
    roles: &IndexVec<NodeId, Roles>,
    units: &mut Units,
    mut link: NodeId,
    mut unit: UnitId,
) {
    while roles[link].has(Role::ValuePart)
        && units.of_node[link] == unit
        && let (Some(above), Some(owner)) = (tree.parent(link), units.all[unit].parent)
    {
        require_one(units, owner, unit);
        (link, unit) = (above, owner);
    }
}

/// Hands the need of a block to its last statement, and makes the block need it.
fn require_last(
    tree: &Tree,
    roles: &IndexVec<NodeId, Roles>,
    text: &str,
    units: &mut Units,
    needs: &mut IndexVec<NodeId, Need>,
    block: NodeId,
) {
    let Some(last) = tree.children(block).last() else { return };
    let (need, jumps) = (needs[block], roles[last].has(Role::Exit));
    let is_body = tree.parent(block).is_some_and(|parent| roles[parent].has(Role::ScopeFunction));
    let is_value = match need {
        Need::Nothing => jumps && !is_body,
        Need::Wanted => jumps || !tree.nodes[last].span.text(text).ends_with(';'),
        Need::Needed => true,
    };
    if is_value {
        require_one(units, units.of_node[block], units.of_node[last]);
    }
    needs[last] = needs[last].max(need);
    // Where an attribute chooses between several ends, what stands before under one may be the end as well.
    let attached = |node: NodeId| roles[node].has(Role::Attached);
    let children: Vec<NodeId> = tree.children(block).collect();
    let mut at = children.len() - 1;
    while need == Need::Needed && at >= 2 && attached(children[at - 1]) {
        at -= 1;
        while at > 0 && attached(children[at]) {
            at -= 1;
        }
        if at == 0 || !attached(children[at - 1]) {
            break;
        }
        require_one(units, units.of_node[block], units.of_node[children[at]]);
        needs[children[at]] = needs[children[at]].max(need);
    }
}

fn require_one(units: &mut Units, user: UnitId, needed: UnitId) {
    if user != needed {
        units.requirements.push(Requirement::structural(user, vec![needed], Rule::Hole));
    }
}
