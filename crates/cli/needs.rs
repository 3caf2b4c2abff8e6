//! From the dependencies between units to those between runs of lines.

use std::ops::Range;

use lintseq_core::{DependencyGraph, Index as _, UnitId};
use lintseq_samples::commits::Need;

/// Which runs of lines need which others.
///
/// A unit whose lines are all in runs comes with them. A run needs another one if a unit that it touches stands in
/// such a unit, or requires something of which all alternatives come that way: the first of them is taken.
pub(crate) fn of_runs(graph: &DependencyGraph, lines: usize, runs: &[Range<usize>]) -> Vec<Need> {
    let mut run_of_line = vec![None; lines];
    for (run, range) in runs.iter().enumerate() {
        run_of_line[range.clone()].fill(Some(run));
    }
    let lines_of = |unit: UnitId| graph.units()[unit].lines.iter().map(|line| run_of_line[line.index()]);
    let touched = |unit: UnitId| {
        let mut runs: Vec<usize> = lines_of(unit).flatten().collect();
        runs.dedup();
        runs
    };
    // What stood before the commit, in whole or in part, is not waited for.
    let comes_with = |unit: UnitId| lines_of(unit).all(|run| run.is_some()).then(|| touched(unit));
    let mut needs = Vec::new();
    let mut add = |users: &[usize], needed: &[usize]| {
        for &user in users {
            needs
                .extend(needed.iter().filter(|needed| **needed != user).map(|&needed| Need { user, needed }));
        }
    };
    for (id, unit) in graph.units().iter_enumerated() {
        if let Some(around) = unit.parent.and_then(comes_with) {
            add(&touched(id), &around);
        }
    }
    for requirement in graph.requirements() {
        let users = touched(requirement.user);
        if users.is_empty() {
            continue;
        }
        let alternatives: Option<Vec<_>> = requirement.alternatives.iter().copied().map(comes_with).collect();
        let Some(alternatives) = alternatives else { continue };
        for user in users {
            if !alternatives.iter().any(|runs| runs.iter().all(|run| *run == user)) {
                add(&[user], alternatives.first().map_or(&[], Vec::as_slice));
            }
        }
    }
    needs.sort_unstable();
    needs.dedup();
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::BuiltIn;
    use crate::toolbox::Toolbox as _;

    fn check(text: &str, runs: &[(usize, usize)], expected: &[(usize, usize)]) {
        let runs: Vec<_> = runs.iter().map(|&(start, end)| start..end).collect();
        let found = BuiltIn::load().needs("python", text, &runs);
        let expected: Vec<_> = expected.iter().map(|&(user, needed)| Need { user, needed }).collect();
        assert_eq!(found, expected);
    }

    const PROGRAM: &str = "import os\n\n\ndef f():\n    return os.sep\n\n\nprint(f())\n";

    #[test]
    fn uses_need_what_comes_with_another_run() {
        check(PROGRAM, &[(0, 1), (3, 5), (7, 8)], &[(1, 0), (2, 1)]);
        check(PROGRAM, &[(0, 1), (7, 8)], &[]);
        check("", &[], &[]);
        check("def f(:\n", &[(0, 1)], &[]);
    }

    #[test]
    fn a_body_needs_its_head() {
        let program = "def f():\n    x = 1\n    y = x\n    return y\n";
        check(program, &[(0, 1), (1, 2), (2, 3)], &[(1, 0), (2, 0), (2, 1)]);
    }

    #[test]
    fn what_stood_before_is_not_waited_for() {
        // The name is defined in a line that was there, and again in one that comes.
        check("x = 1\nx = 2\nprint(x)\n", &[(2, 3)], &[]);
    }
}
