//! Sampling backward: from the complete program to nothing, one deletion at a time.
//!
//! After LintSeq (arXiv 2410.02749): draw something that stands, delete it with all that cannot stand
//! without it, repeat. The deletions in reverse are the edits. [`Draw`] says how to draw; [`Search`] is the
//! beam over several children a step of the paper's published code.

use rand::{Rng, RngExt};

use crate::{DependencyGraph, IndexVec, LineId, Source, Standing, UnitId, stop};

/// How the next deletion is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// Of this many random units, the one whose closure has the fewest lines. One is a uniform unit.
    Closure(u32),
    /// A line of code, uniformly, as in the paper.
    Uniform,
    /// A line of code, by the depth of its indentation, as pylintseq does.
    Indent,
}

/// The search of the paper's published code: several children a step, of which those that take most along
/// go on. The path that leaves least undeleted at the last step is the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Deletions drawn for each path and step.
    pub children: u32,
    /// Of these, how many go on.
    pub top_k: u32,
    /// Paths kept at once.
    pub population: u32,
    /// Steps at most. What stands after the last one falls in one deletion.
    pub depth: u32,
}

impl Search {
    /// One child a step and no end: plain sampling.
    pub const NONE: Self = Self { children: 1, top_k: 1, population: 1, depth: u32::MAX };
}

/// Deletions in the order in which they were drawn; together they are all units, each once.
pub type Deletions = Vec<Vec<UnitId>>;

/// Draws deletions until nothing stands.
pub fn sample(
    graph: &DependencyGraph,
    source: &Source<'_>,
    draw: Draw,
    search: Search,
    random: &mut impl Rng,
) -> Deletions {
    let weights = Weights::new(graph, source, draw);
    if search == Search::NONE {
        let mut path = Path::new(graph);
        while !path.standing.pool().is_empty() {
            let unit = weights.draw(&mut path.standing, random);
            path.delete(unit);
        }
        return path.deletions;
    }
    beam(graph, &weights, search, random)
}

/// A path of the search: what was deleted, and what still stands.
#[derive(Clone)]
struct Path<'g> {
    standing: Standing<'g>,
    deletions: Deletions,
}

impl<'g> Path<'g> {
    fn new(graph: &'g DependencyGraph) -> Self {
        Self { standing: Standing::complete(graph), deletions: Vec::new() }
    }

    fn delete(&mut self, unit: UnitId) {
        stop::point();
        let mut fallen = Vec::new();
        self.standing.delete(unit, &mut fallen);
        self.deletions.push(fallen);
    }
}

fn beam(graph: &DependencyGraph, weights: &Weights, search: Search, random: &mut impl Rng) -> Deletions {
    let mut paths = vec![Path::new(graph)];
    let mut finished = Vec::new();
    for _ in 0..search.depth {
        let mut next = Vec::new();
        for mut path in paths {
            let mut children: Vec<(usize, UnitId)> = Vec::new();
            for _ in 0..search.children.max(1) {
                let unit = weights.draw(&mut path.standing, random);
                if !children.iter().any(|&(_, drawn)| drawn == unit) {
                    let mut fallen = Vec::new();
                    path.standing.closure(unit, &mut fallen);
                    children.push((fallen.len(), unit));
                }
            }
            children.sort_by_key(|&(fallen, unit)| (std::cmp::Reverse(fallen), unit));
            for &(_, unit) in children.iter().take(search.top_k.max(1) as usize) {
                let mut child = path.clone();
                child.delete(unit);
                if child.standing.pool().is_empty() {
                    finished.push(child);
                } else {
                    next.push(child);
                }
            }
        }
        // A path is drawn with the seed, not ranked, when there are too many: as in the published code.
        while next.len() > search.population.max(1) as usize {
            let at = random.random_range(0..next.len() as u32);
            next.swap_remove(at as usize);
        }
        paths = next;
        if paths.is_empty() || finished.len() >= search.population.max(1) as usize {
            break;
        }
    }
    finished.extend(paths);
    let best = finished.into_iter().min_by_key(|path| path.standing.pool().len());
    let mut best = best.unwrap_or_else(|| Path::new(graph));
    let mut rest = best.standing.pool().to_vec();
    rest.sort_unstable();
    if !rest.is_empty() {
        best.deletions.push(rest);
    }
    best.deletions
}

/// What a draw needs to know of the lines.
struct Weights {
    draw: Draw,
    /// The lines of each unit, as a measure of its size.
    sizes: IndexVec<UnitId, u32>,
    /// For drawing by line: the unit of each line of code, and the line's weight.
    lines: Vec<(UnitId, u32)>,
}

impl Weights {
    fn new(graph: &DependencyGraph, source: &Source<'_>, draw: Draw) -> Self {
        let sizes = graph.units().iter().map(|unit| unit.lines.len() as u32).collect();
        let mut lines = Vec::new();
        if !matches!(draw, Draw::Closure(_)) {
            let width = indent_width(source);
            for (id, unit) in graph.units().iter_enumerated() {
                for &line in unit.lines.iter().filter(|&&line| !source.is_blank(line)) {
                    let depth = if draw == Draw::Indent { indent(source, line) / width } else { 1 };
                    lines.push((id, depth.max(1)));
                }
            }
        }
        Self { draw, sizes, lines }
    }

    /// Draws a unit that stands; there must be one.
    fn draw(&self, standing: &mut Standing<'_>, random: &mut impl Rng) -> UnitId {
        match self.draw {
            Draw::Closure(draws) => self.smallest_closure(standing, draws.max(1), random),
            Draw::Uniform | Draw::Indent => {
                let standing_lines = || self.lines.iter().filter(|(unit, _)| standing.stands(*unit));
                let total: u32 = standing_lines().map(|(_, weight)| weight).sum();
                if total == 0 {
                    return standing.pool()[0];
                }
                let mut drawn = random.random_range(0..total);
                let found = standing_lines().find(|(_, weight)| {
                    let here = drawn < *weight;
                    drawn = drawn.wrapping_sub(*weight);
                    here
                });
                found.map_or(standing.pool()[0], |(unit, _)| *unit)
            }
        }
    }

    fn smallest_closure(&self, standing: &mut Standing<'_>, draws: u32, random: &mut impl Rng) -> UnitId {
        let mut pick = |standing: &Standing<'_>| {
            let pool = standing.pool();
            pool[random.random_range(0..pool.len() as u32) as usize]
        };
        if draws == 1 || standing.pool().len() == 1 {
            return pick(standing);
        }
        let mut fallen = Vec::new();
        let mut measured = |_| {
            let unit = pick(standing);
            fallen.clear();
            standing.closure(unit, &mut fallen);
            (unit, fallen.iter().map(|&unit| self.sizes[unit]).sum::<u32>())
        };
        let smallest = (0..draws).map(&mut measured).min_by_key(|&(_, size)| size);
        smallest.map(|(unit, _)| unit).expect("there is at least one draw")
    }
}

/// Columns of leading white space; a tab counts as one, as in pylintseq.
fn indent(source: &Source<'_>, line: LineId) -> u32 {
    let text = source.line(line);
    (text.len() - text.trim_start().len()) as u32
}

/// The first indentation in the text, which pylintseq takes for the width of all.
fn indent_width(source: &Source<'_>) -> u32 {
    source
        .lines()
        .filter(|&line| !source.is_blank(line))
        .map(|line| indent(source, line))
        .find(|&width| width > 0)
        .unwrap_or(1)
}

/// The step that brings each unit, from deletions.
pub fn births(graph: &DependencyGraph, deletions: &[Vec<UnitId>]) -> IndexVec<UnitId, u32> {
    let mut births = IndexVec::from_elem(0, graph.units().len());
    for (back, fallen) in deletions.iter().enumerate() {
        for &unit in fallen {
            births[unit] = (deletions.len() - 1 - back) as u32;
        }
    }
    births
}

/// Puts items in a random order. The linter-free ablation is this, applied to the steps of a sequence's lines: as
/// many edits of the same sizes, but of random lines.
pub fn shuffle<T>(items: &mut [T], random: &mut impl Rng) {
    for at in (1..items.len()).rev() {
        let other = random.random_range(0..=at as u32) as usize;
        items.swap(at, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Index, Unit, seed};

    #[test]
    fn every_draw_deletes_every_unit_once() {
        let text = "a\n  b\n    c\nd\ne\n";
        let source = Source::new(text);
        let parents = [None, Some(0), Some(1), None, None];
        let units = parents
            .iter()
            .enumerate()
            .map(|(line, parent)| Unit { parent: parent.map(UnitId::new), lines: vec![LineId::new(line)] });
        let graph = DependencyGraph::new(units.collect(), Vec::new());
        let beam = Search { children: 4, top_k: 2, population: 4, depth: 3 };
        for draw in [Draw::Closure(1), Draw::Closure(3), Draw::Uniform, Draw::Indent] {
            for search in [Search::NONE, beam] {
                for sequence in 0..20 {
                    let deletions =
                        sample(&graph, &source, draw, search, &mut seed::generator(7, "x", sequence, 0));
                    let mut all: Vec<UnitId> = deletions.iter().flatten().copied().collect();
                    all.sort_unstable();
                    assert_eq!(all, graph.units().indices().collect::<Vec<_>>());
                    assert!(deletions.iter().all(|fallen| !fallen.is_empty()));
                }
            }
        }
    }
}
