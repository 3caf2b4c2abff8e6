//! Guards: statements that tell what an object is, such as `if (shape.kind === "circle") return …`.
//!
//! A checker that narrows types takes the code after them at their word. Which tests tell something is the
//! declarations' to say: a comparison of numbers, say, does not.

use super::Walk;
use crate::facts::{Guard, Symbol};
use crate::roles::Role;
use crate::tree::{NodeId, Span};

impl Walk<'_> {
    /// Notes what a guard tells, and where.
    pub(super) fn guard(&mut self, node: NodeId) {
        if self.roles[node].has(Role::GuardRest) {
            return self.rest(node);
        }
        let mut children = self.tree.children(node);
        let (Some(condition), Some(body)) = (children.next(), children.next()) else { return };
        let alternative = children.next();
        let names = self.tested(condition);
        if names.is_empty() {
            return;
        }
        let unit = self.of_node[node];
        if let Some(alternative) = alternative {
            let reach = self.span(alternative);
            self.facts.guards.push(Guard { unit, names: names.clone(), reach });
        }
        let leaves = |node: NodeId| self.roles[node].has(Role::Exit);
        if (leaves(body) || self.tree.children(body).any(leaves))
            && let Some(around) = self.tree.parent(node)
        {
            let reach = Span { start: self.span(node).end, end: self.span(around).end };
            self.facts.guards.push(Guard { unit, names, reach });
        }
    }

    /// What is left knows from every sibling before it what the object is not.
    fn rest(&mut self, node: NodeId) {
        let test =
            self.tree.ancestors(node).take(2).find_map(|above| self.child_with(above, Role::GuardTest));
        let (Some(test), Some(parent)) = (test, self.tree.parent(node)) else { return };
        let names = self.tested(test);
        let reach = self.span(node);
        let before: Vec<NodeId> = self.tree.children(parent).take_while(|&sibling| sibling != node).collect();
        for sibling in before {
            let unit = self.of_node[sibling];
            self.facts.guards.push(Guard { unit, names: names.clone(), reach });
        }
    }

    /// The names of the objects that the tests in a condition are about.
    fn tested(&mut self, condition: NodeId) -> Vec<Symbol> {
        let tree = self.tree;
        let mut names = Vec::new();
        for test in tree.subtree(condition).filter(|&node| self.roles[node].has(Role::GuardTest)) {
            for node in tree.subtree(test) {
                let roles = self.roles[node];
                if roles.has(Role::Reference) && !roles.has(Role::Callee) && !roles.has(Role::Ignore) {
                    let name = self.name(node);
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        names
    }
}
