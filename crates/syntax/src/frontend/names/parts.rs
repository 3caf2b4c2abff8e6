//! Parts that only make sense together: the fields of a list, the arms that cover a set.

use lintseq_core::{Index, Requirement, Rule};

use super::Walk;
use super::expressions::Pending;
use crate::facts::{Alternative, Choice, ExprId, Slot};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

const ALTERNATIVES: Roles = Roles::of(&[Role::Alternative, Role::AlternativeDefault]);

impl Walk<'_> {
    /// Notes the lists of fields and the choices that a node opens.
    pub(super) fn parts(&mut self, roles: Roles, node: NodeId) {
        if roles.has(Role::Slots) {
            self.slots(node);
        }
        if roles.has(Role::Alternatives) {
            self.choice(node);
        }
    }

    fn slots(&mut self, node: NodeId) {
        let Some(class) = self.child_with(node, Role::Callee) else { return };
        let below: Vec<NodeId> = self
            .tree
            .subtree(node)
            .filter(|&below| {
                self.roles[below].any(Roles::of(&[Role::SlotEntry, Role::SlotRest]))
                    && self.tree.ancestors(below).find(|&above| self.roles[above].has(Role::Slots))
                        == Some(node)
            })
            .collect();
        let required = !below.iter().any(|&below| self.roles[below].has(Role::SlotRest));
        for &rest in below.iter().filter(|&&below| self.roles[below].has(Role::SlotRest)) {
            let (user, needed) = (self.of_node[node], self.of_node[rest]);
            if user != needed {
                self.facts.requirements.push(Requirement::structural(user, vec![needed], Rule::Part));
            }
        }
        for slot in below {
            let name = self.tree.subtree(slot).find(|&below| self.roles[below].has(Role::SlotName));
            let Some(name) = name else { continue };
            self.pending.push(Pending::SlotEntry(self.facts.slots.len(), class));
            let (unit, list, span) = (self.of_node[slot], self.of_node[node], self.span(name));
            let name = self.name(name);
            let class = ExprId::new(0);
            self.facts.slots.push(Slot { class, name, unit, list, required, span });
        }
    }

    fn choice(&mut self, node: NodeId) {
        let choice = self.facts.choices.len();
        let mut parts = Vec::new();
        let mut whole: Vec<&str> = Vec::new();
        let mut partial: Vec<(usize, &str)> = Vec::new();
        for part in self.tree.children(node).filter(|&part| self.roles[part].any(ALTERNATIVES)) {
            let covers = self.in_part(part, Role::AlternativeOf);
            // A name that is bound covers everything.
            let default = self.roles[part].has(Role::AlternativeDefault)
                || covers.iter().any(|&node| self.captures(self.roles[node], node));
            let narrows = self.in_part(part, Role::AlternativeNarrow);
            let narrow = narrows.iter().any(|&node| !self.captures(self.roles[node], node));
            if let [only] = covers[..] {
                let name = self.span(only).text(self.text);
                if narrow { partial.push((parts.len(), name)) } else { whole.push(name) }
            }
            for node in covers {
                self.pending.push(Pending::Covers(choice, parts.len(), node));
            }
            parts.push(Alternative {
                unit: self.of_node[part],
                default,
                optional: false,
                covers: Vec::new(),
            });
        }
        // What covers a thing in part is not needed where another part covers all of it.
        for (part, name) in partial {
            parts[part].optional = whole.contains(&name);
        }
        self.facts.choices.push(Choice { unit: self.of_node[node], parts });
    }

    /// The nodes with a role in a part, those of choices inside it aside.
    fn in_part(&self, part: NodeId, role: Role) -> Vec<NodeId> {
        let of = |below| self.tree.ancestors(below).find(|&above| self.roles[above].any(ALTERNATIVES));
        let below = self.tree.subtree(part);
        below.filter(|&below| self.roles[below].has(role) && of(below) == Some(part)).collect()
    }

    /// Whether a name in a pattern is bound there.
    pub(super) fn captures(&self, roles: Roles, node: NodeId) -> bool {
        roles.has(Role::Capture)
            && !self.span(node).text(self.text).starts_with(|first: char| first.is_uppercase())
    }
}
