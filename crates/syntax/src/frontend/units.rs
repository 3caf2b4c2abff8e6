//! Units: which lines come and go together, and what structure alone requires.

mod chains;
mod faults;
mod lists;
mod rows;

use lintseq_core::{Index, IndexVec, LineId, Requirement, Rule, Source, Unit, UnitId};

use self::faults::seal_errors;
use self::lists::{ELEMENTS, Parts, Splits};
use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span, Tree};

/// The units of a program.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// The units, parents first.
    pub all: IndexVec<UnitId, Unit>,
    /// The innermost unit around each node.
    pub of_node: IndexVec<NodeId, UnitId>,
    /// What structure requires.
    pub requirements: Vec<Requirement>,
}

/// Finds the units of a program. There is always at least one.
pub(super) fn find(tree: &Tree, roles: &mut IndexVec<NodeId, Roles>, source: &Source<'_>) -> Units {
    let unbalanced = seal_errors(tree, roles, source.text());
    let mut finder = Finder {
        tree,
        roles,
        source,
        units: IndexVec::new(),
        rows: IndexVec::new(),
        links: Vec::new(),
        of_node: IndexVec::from_elem(UnitId::new(0), tree.nodes.len()),
        solid: vec![false; source.line_count()],
        requirements: Vec::new(),
        last: Vec::new(),
        unbalanced,
        kept: Vec::new(),
    };
    finder.visit(tree.root(), None, false);
    if finder.units.is_empty() {
        let lines = source.lines().collect();
        finder.units.push(Unit { parent: None, lines });
    } else {
        finder.require_last();
        finder.require_kept();
        super::lines::assign(source, tree, &finder.solid, &finder.rows, &mut finder.units);
    }
    Units { all: finder.units, of_node: finder.of_node, requirements: finder.requirements }
}

struct Finder<'a> {
    tree: &'a Tree,
    roles: &'a IndexVec<NodeId, Roles>,
    source: &'a Source<'a>,
    units: IndexVec<UnitId, Unit>,
    /// First and last line of each unit's code.
    rows: IndexVec<UnitId, (LineId, LineId)>,
    /// The units that are links of a chain.
    links: Vec<UnitId>,
    of_node: IndexVec<NodeId, UnitId>,
    /// Lines that start inside a token or an atomic node: neither blank nor comment, whatever they look like.
    solid: Vec<bool>,
    requirements: Vec<Requirement>,
    /// Units that all others need.
    last: Vec<UnitId>,
    /// Nodes at fault in which brackets do not balance.
    unbalanced: Vec<NodeId>,
    /// Units of the program itself that hold for what is around.
    kept: Vec<UnitId>,
}

impl Finder<'_> {
    fn visit(&mut self, node: NodeId, unit: Option<UnitId>, mut atomic: bool) {
        if let Some(unit) = unit {
            self.of_node[node] = unit;
        }
        if self.roles[node].has(Role::Atomic) {
            let (first, last) = self.rows_of(self.tree.nodes[node].span);
            self.solid[first.index() + 1..=last.index()].fill(true);
            atomic = true;
        }
        if atomic {
            for child in self.tree.children(node) {
                self.visit(child, unit, true);
            }
            return;
        }
        let tree = self.tree;
        let mut parts = Parts::new(self.splits(node));
        // The units of clauses and partners, for what they require of each other.
        let (mut one_of, mut partners, mut needy) = (Vec::new(), Vec::new(), Vec::new());
        let mut attached: Vec<NodeId> = Vec::new();
        let mut said: Option<UnitId> = None;
        let mut section: Option<UnitId> = None;
        for child in tree.children(node) {
            let roles = self.roles[child];
            if roles.has(Role::Attached) {
                attached.push(child);
                continue;
            }
            let mut span = tree.nodes[child].span;
            if let Some(&first) = attached.first() {
                span.start = tree.nodes[first].span.start;
            }
            if roles.has(Role::UnitChained) {
                span.start = self.word_before(child);
            }
            let inside = self.part(child, span, unit, &mut parts);
            if roles.has(Role::Echo)
                && let (Some(user), Some(said)) = (inside, said)
            {
                self.require(user, vec![said], Rule::Clause);
            } else {
                said = inside;
            }
            if let (Some(inside), Some(unit), true) = (inside, unit, self.is_kept(child)) {
                self.require(unit, vec![inside], Rule::Clause);
            }
            if let Some(inside) = inside {
                if roles.has(Role::Section) {
                    section = Some(inside);
                } else if let Some(section) = section.filter(|&section| section != inside) {
                    self.require(inside, vec![section], Rule::Clause);
                }
                if unit.is_none() && self.unbalanced.contains(&child) {
                    self.kept.push(inside);
                }
                for (role, list) in [
                    (Role::OneOf, &mut one_of),
                    (Role::Partner, &mut partners),
                    (Role::PartnerNeeded, &mut needy),
                    (Role::Last, &mut self.last),
                ] {
                    if roles.has(role) {
                        list.push(inside);
                    }
                }
            }
            for part in attached.drain(..).chain([child]) {
                self.visit(part, inside, false);
            }
        }
        for part in attached {
            self.visit(part, unit, false);
        }
        if let Some(unit) = unit {
            if self.roles[node].has(Role::BlockRequired) && parts.whole {
                self.require(unit, parts.made.clone(), Rule::Block);
            }
            let kept = tree.children(node).any(|child| self.roles[child].has(Role::ElementKept));
            if kept && parts.whole {
                self.require(unit, parts.made, Rule::Element);
            }
            self.require(unit, one_of, Rule::Clause);
        }
        for user in needy {
            self.require(user, partners.clone(), Rule::Clause);
        }
    }

    /// Whether what is around a node needs it.
    fn is_kept(&self, node: NodeId) -> bool {
        let roles = self.roles[node];
        let closes = || {
            let (nodes, next) = (&self.tree.nodes, self.tree.nodes[node].next);
            let follows = next < nodes[nodes[node].parent].next;
            let line = |byte: u32| self.source.line_at(byte);
            follows && line(nodes[next].span.start) == line(nodes[node].span.end - 1)
        };
        roles.has(Role::Kept) || (roles.has(Role::KeptClosing) && closes())
    }

    /// The unit of a child, which may be a new one.
    fn part(&mut self, child: NodeId, span: Span, unit: Option<UnitId>, parts: &mut Parts) -> Option<UnitId> {
        let roles = self.roles[child];
        if roles.has(Role::UnitChained)
            && let Some(rows) = self.link_rows(child, span)
        {
            // Links of one chain stand side by side, however deep the grammar nests them.
            let around = unit.filter(|unit| self.links.contains(unit));
            let parent = around.map_or(unit, |link| self.units[link].parent);
            let id = self.open(parent, rows);
            self.links.push(id);
            parts.made.push(id);
            return Some(id);
        }
        let is_element = roles.any(ELEMENTS) && matches!(parts.splits, Splits::Elements { .. });
        if !(roles.has(Role::Unit) || roles.has(Role::UnitChained) || is_element) {
            return unit;
        }
        if !is_element && self.closes_after(span.end) {
            parts.whole = false;
            return unit;
        }
        if self.starts_line(span.start) {
            let joins = is_element && parts.run.is_some() && parts.in_run < parts.per_run;
            if !joins {
                let id = self.open(unit, self.rows_of(span));
                parts.made.push(id);
                parts.run = Some(id);
                parts.in_run = 0;
            }
        }
        let Some(run) = parts.run else {
            parts.whole = false;
            return unit;
        };
        let (_, last) = self.rows_of(span);
        self.rows[run].1 = self.rows[run].1.max(last);
        if is_element && self.ends_line(span.end) {
            parts.in_run += 1;
        }
        Some(run)
    }

    fn open(&mut self, parent: Option<UnitId>, rows: (LineId, LineId)) -> UnitId {
        self.rows.push(rows);
        self.units.push(Unit { parent, lines: Vec::new() })
    }

    fn require(&mut self, user: UnitId, alternatives: Vec<UnitId>, rule: Rule) {
        if !alternatives.is_empty() {
            self.requirements.push(Requirement::structural(user, alternatives, rule));
        }
    }

    /// What holds for the whole program, and nothing else tells for what, comes together.
    fn require_kept(&mut self) {
        for (at, &kept) in self.kept.clone().iter().enumerate() {
            let next = self.kept[(at + 1) % self.kept.len()];
            if next != kept {
                self.require(kept, vec![next], Rule::Clause);
            }
        }
    }

    fn require_last(&mut self) {
        for last in self.last.clone() {
            for unit in self.units.indices() {
                if self.units[unit].parent.is_none() && !self.last.contains(&unit) {
                    self.require(unit, vec![last], Rule::Last);
                }
            }
        }
    }
}
