//! The dependency graph: which units a unit cannot stand without.
//!
//! One mechanism serves every rule of every language, a *requirement*: a user, alternatives of which one
//! must live, and sometimes a unit without which the requirement lapses. "All of these" is several
//! requirements of one alternative each. Containment needs no requirement: units are numbered parents
//! first, so that a subtree is a range.
//!
//! This is a refinement of the line dependencies of LintSeq (arXiv 2410.02749), which finds them one by
//! one by asking the linter.

use crate::{Index, IndexVec, LineId, index};

index! {
    /// A unit of a program, numbered in the order of their first lines, parents first.
    UnitId
}

/// The smallest run of whole lines that can come or go on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The unit around it.
    pub parent: Option<UnitId>,
    /// The lines that are its own, in order: those of units inside it are theirs.
    pub lines: Vec<LineId>,
}

/// A unit cannot stand unless one of the alternatives does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The unit that falls when no alternative is left.
    pub user: UnitId,
    /// The units of which one must stand.
    pub alternatives: Vec<UnitId>,
    /// A unit without which the requirement lapses.
    pub unless: Option<UnitId>,
    /// Why, for people.
    pub why: Why,
}

impl Requirement {
    /// One that follows from structure alone: no use of anything shows it.
    pub const fn structural(user: UnitId, alternatives: Vec<UnitId>, rule: Rule) -> Self {
        Self { user, alternatives, unless: None, why: Why { rule, span: (0, 0) } }
    }
}

/// Why a unit requires another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Why {
    /// The rule.
    pub rule: Rule,
    /// The bytes of the source that made it, such as the name that is used; empty where there are none.
    pub span: (u32, u32),
}

/// The rules that make requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A block needs a statement.
    Block,
    /// A statement needs one of its clauses, or a clause another one.
    Clause,
    /// A list that must not become empty.
    Element,
    /// A name needs its definition.
    Name,
    /// A definition that may not have run needs the branches that make sure of it.
    Branch,
    /// A member needs its definition.
    Member,
    /// A call whose value is used needs a return of a value.
    Result,
    /// A use needs a definition that is not empty.
    Value,
    /// A definition that must be used needs a use.
    Unused,
    /// An interface's member needs it in every class that is used as one, and these need what they inherit.
    Conformance,
    /// Making an object needs its constructor or its fields.
    Construction,
    /// A use that the language turns into a member needs that member.
    Protocol,
    /// Making an object needs its class to be complete.
    Abstract,
    /// What must stand before everything else.
    Last,
    /// What must give a value needs the statement that gives it.
    Hole,
    /// Parts that cover a set, or fill the fields of a class, are needed as long as there is what they cover.
    Part,
}

impl Rule {
    /// A few words for people, to be followed by the name that is used.
    pub const fn explain(self) -> &'static str {
        match self {
            Self::Block => "a block needs a statement",
            Self::Clause => "the clause needs its partner",
            Self::Element => "the list cannot be empty",
            Self::Name => "uses the name",
            Self::Branch => "every branch must define the name",
            Self::Member => "uses the member",
            Self::Result => "uses the result of",
            Self::Value => "needs a value in",
            Self::Unused => "must be used",
            Self::Conformance => "must be had by all that is one",
            Self::Construction => "constructs",
            Self::Protocol => "needs the protocol of",
            Self::Abstract => "needs the overrides for",
            Self::Last => "must follow what stands first",
            Self::Hole => "must give a value",
            Self::Part => "must cover",
        }
    }
}

/// Units and requirements, ready to tell what falls with what.
#[derive(Clone, Debug, Default)]
pub struct DependencyGraph {
    units: IndexVec<UnitId, Unit>,
    /// The unit after the subtree of each unit.
    ends: IndexVec<UnitId, UnitId>,
    requirements: Vec<Requirement>,
    /// For each unit, the requirements that count it among their alternatives: `uses[starts[u]..starts[u + 1]]`.
    uses: Vec<u32>,
    starts: Vec<u32>,
}

impl DependencyGraph {
    /// A graph from units, parents before children, and requirements.
    ///
    /// Requirements that can never bite are dropped: those that count the user or a unit around it among
    /// the alternatives, and those without alternatives.
    pub fn new(units: IndexVec<UnitId, Unit>, mut requirements: Vec<Requirement>) -> Self {
        let mut ends: IndexVec<UnitId, UnitId> =
            units.indices().map(|unit| UnitId::new(unit.index() + 1)).collect();
        for unit in units.indices().rev() {
            if let Some(parent) = units[unit].parent {
                ends[parent] = ends[parent].max(ends[unit]);
            }
        }
        let encloses = |outer: UnitId, inner: UnitId| outer <= inner && inner < ends[outer];
        requirements.retain_mut(|requirement| {
            requirement.alternatives.sort_unstable();
            requirement.alternatives.dedup();
            !requirement.alternatives.is_empty()
                && !requirement.alternatives.iter().any(|&unit| encloses(unit, requirement.user))
                && !requirement
                    .unless
                    .is_some_and(|unless| requirement.alternatives.iter().any(|&unit| encloses(unit, unless)))
        });
        let mut starts = vec![0u32; units.len() + 1];
        for unit in requirements.iter().flat_map(|requirement| &requirement.alternatives) {
            starts[unit.index() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut uses = vec![0u32; starts[units.len()] as usize];
        let mut filled = starts.clone();
        for (number, requirement) in requirements.iter().enumerate() {
            for unit in &requirement.alternatives {
                uses[filled[unit.index()] as usize] = number as u32;
                filled[unit.index()] += 1;
            }
        }
        Self { units, ends, requirements, uses, starts }
    }

    /// All units.
    pub const fn units(&self) -> &IndexVec<UnitId, Unit> {
        &self.units
    }

    /// All requirements.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// The unit and all inside it.
    pub fn subtree(&self, unit: UnitId) -> impl Iterator<Item = UnitId> + use<> {
        (unit.index()..self.ends[unit].index()).map(UnitId::new)
    }

    fn uses(&self, unit: UnitId) -> &[u32] {
        &self.uses[self.starts[unit.index()] as usize..self.starts[unit.index() + 1] as usize]
    }
}

/// Which units of a graph stand.
#[derive(Clone, Debug)]
pub struct Standing<'g> {
    graph: &'g DependencyGraph,
    stands: IndexVec<UnitId, bool>,
    /// Standing alternatives of each requirement.
    counts: Vec<u32>,
    /// The units that stand, in no order that matters, for drawing one at random.
    pool: Vec<UnitId>,
    places: IndexVec<UnitId, u32>,
}

impl<'g> Standing<'g> {
    /// The complete program.
    pub fn complete(graph: &'g DependencyGraph) -> Self {
        Self {
            graph,
            stands: IndexVec::from_elem(true, graph.units.len()),
            counts: graph
                .requirements
                .iter()
                .map(|requirement| requirement.alternatives.len() as u32)
                .collect(),
            pool: graph.units.indices().collect(),
            places: graph.units.indices().map(|unit| unit.index() as u32).collect(),
        }
    }

    /// The graph.
    pub const fn graph(&self) -> &'g DependencyGraph {
        self.graph
    }

    /// Whether a unit stands.
    pub fn stands(&self, unit: UnitId) -> bool {
        self.stands[unit]
    }

    /// The units that stand, in an order that depends on what fell before only.
    pub fn pool(&self) -> &[UnitId] {
        &self.pool
    }

    /// Appends to `fallen` the units that fall with this one, itself included: its closure. They stay up.
    pub fn closure(&mut self, unit: UnitId, fallen: &mut Vec<UnitId>) {
        let first = fallen.len();
        self.topple(unit, fallen);
        for &unit in &fallen[first..] {
            self.stands[unit] = true;
            for &requirement in self.graph.uses(unit) {
                self.counts[requirement as usize] += 1;
            }
        }
    }

    /// Deletes a unit with its closure, and appends what fell to `fallen`.
    pub fn delete(&mut self, unit: UnitId, fallen: &mut Vec<UnitId>) {
        let first = fallen.len();
        self.topple(unit, fallen);
        for &unit in &fallen[first..] {
            let place = self.places[unit] as usize;
            self.pool.swap_remove(place);
            if let Some(&moved) = self.pool.get(place) {
                self.places[moved] = place as u32;
            }
        }
    }

    fn topple(&mut self, unit: UnitId, fallen: &mut Vec<UnitId>) {
        let mut at = fallen.len();
        self.topple_subtree(unit, fallen);
        while let Some(&unit) = fallen.get(at) {
            at += 1;
            for &number in self.graph.uses(unit) {
                self.counts[number as usize] -= 1;
                if self.counts[number as usize] == 0 {
                    let requirement = &self.graph.requirements[number as usize];
                    let lapsed = requirement.unless.is_some_and(|unless| !self.stands[unless]);
                    if !lapsed {
                        self.topple_subtree(requirement.user, fallen);
                    }
                }
            }
        }
    }

    fn topple_subtree(&mut self, unit: UnitId, fallen: &mut Vec<UnitId>) {
        for unit in self.graph.subtree(unit) {
            if self.stands[unit] {
                self.stands[unit] = false;
                fallen.push(unit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: Why = Why { rule: Rule::Name, span: (0, 0) };

    fn graph(
        parents: &[Option<usize>],
        requirements: &[(usize, &[usize], Option<usize>)],
    ) -> DependencyGraph {
        let units = parents
            .iter()
            .enumerate()
            .map(|(line, parent)| Unit { parent: parent.map(UnitId::new), lines: vec![LineId::new(line)] });
        let requirements = requirements.iter().map(|&(user, alternatives, unless)| Requirement {
            user: UnitId::new(user),
            alternatives: alternatives.iter().copied().map(UnitId::new).collect(),
            unless: unless.map(UnitId::new),
            why: WHY,
        });
        DependencyGraph::new(units.collect(), requirements.collect())
    }

    fn check(graph: &DependencyGraph, unit: usize, expected: &[usize]) {
        let mut fallen = Vec::new();
        let mut standing = Standing::complete(graph);
        standing.closure(UnitId::new(unit), &mut fallen);
        fallen.sort_unstable();
        assert_eq!(fallen, expected.iter().copied().map(UnitId::new).collect::<Vec<_>>());
        let mut again = Vec::new();
        standing.closure(UnitId::new(unit), &mut again);
        again.sort_unstable();
        assert_eq!(fallen, again, "asking changes nothing");
    }

    #[test]
    fn a_unit_takes_what_it_contains_and_what_uses_that() {
        check(&graph(&[None, Some(0), None], &[(2, &[1], None)]), 0, &[0, 1, 2]);
    }

    #[test]
    fn an_alternative_keeps_its_user() {
        let graph = graph(&[None; 3], &[(2, &[0, 1], None)]);
        check(&graph, 0, &[0]);
        let mut standing = Standing::complete(&graph);
        standing.delete(UnitId::new(0), &mut Vec::new());
        let mut fallen = Vec::new();
        standing.closure(UnitId::new(1), &mut fallen);
        assert_eq!(fallen.len(), 2);
    }

    #[test]
    fn a_requirement_lapses_with_its_unless() {
        check(&graph(&[None, Some(0), None], &[(2, &[1], Some(0))]), 0, &[0, 1]);
        check(&graph(&[None, Some(0), None], &[(2, &[1], Some(0))]), 1, &[1, 2]);
    }

    #[test]
    fn a_required_child_takes_its_owner() {
        check(&graph(&[None, Some(0)], &[(0, &[1], None)]), 1, &[0, 1]);
    }
}
