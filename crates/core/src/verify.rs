//! Verifying forward: the linter reads every state, and what it blames falls as well.
//!
//! This is LintSeq's own loop (arXiv 2410.02749), kept as a safety net under the dependency graph. All
//! states of a round are linted together, so that a linter that costs a process a call sees many at once.
//! A state with a new finding loses the blamed units and their closures, and so do all states before it;
//! only states that changed are read again. Every round that changes something lets units fall earlier,
//! so the loop ends.

use rustc_hash::FxHashSet;

use crate::{
    DependencyGraph, Diagnostic, EditSequence, Index, IndexVec, LineId, LintError, LintJob, Linter, Source, Standing,
    Step, UnitId,
};

/// A sampled sequence that waits for its verdict.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The complete program.
    pub source: &'a Source<'a>,
    /// Its graph.
    pub graph: &'a DependencyGraph,
    /// The step that brings each unit.
    pub births: IndexVec<UnitId, u32>,
}

/// A sequence whose every state is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The sequence.
    pub sequence: EditSequence,
    /// How many states the linter read, repeated ones included.
    pub linted: u32,
    /// How many states showed something new: how often the safety net was needed.
    pub caught: u32,
    /// Findings of the complete program itself.
    pub own: u32,
}

/// Verifies sequences, and repairs those with states that the linter blames.
pub fn verify(candidates: Vec<Candidate<'_>>, linter: &dyn Linter) -> Vec<Result<Verified, LintError>> {
    let mut trials: Vec<Trial<'_>> = candidates.into_iter().map(Trial::new).collect();
    loop {
        let waiting: Vec<usize> = (0..trials.len()).filter(|&at| trials[at].waits()).collect();
        if waiting.is_empty() {
            break;
        }
        let jobs: Vec<LintJob<'_>> = waiting
            .iter()
            .map(|&at| LintJob {
                source: trials[at].candidate.source,
                sequence: &trials[at].sequence,
                steps: &trials[at].unread,
            })
            .collect();
        let found = linter.lint(&jobs);
        drop(jobs);
        for (at, found) in waiting.into_iter().zip(found) {
            trials[at].judge(found);
        }
    }
    trials.into_iter().map(Trial::finish).collect()
}

struct Trial<'a> {
    candidate: Candidate<'a>,
    sequence: EditSequence,
    /// States that the linter has to read, in rising order.
    unread: Vec<Step>,
    /// What the complete program shows; nothing until it was read.
    own: Option<FxHashSet<(String, String)>>,
    linted: u32,
    caught: u32,
    failed: Option<LintError>,
}

impl<'a> Trial<'a> {
    fn new(mut candidate: Candidate<'a>) -> Self {
        let sequence = line_births(&mut candidate);
        let unread = sequence.steps().collect();
        Self { candidate, sequence, unread, own: None, linted: 0, caught: 0, failed: None }
    }

    fn waits(&self) -> bool {
        self.failed.is_none() && !self.unread.is_empty()
    }

    fn judge(&mut self, found: Result<Vec<Vec<Diagnostic>>, LintError>) {
        let mut found = match found {
            Ok(found) => found,
            Err(error) => {
                self.failed = Some(error);
                return;
            }
        };
        self.linted += self.unread.len() as u32;
        let own = self.own.get_or_insert_with(|| {
            let complete = found.pop().unwrap_or_default();
            self.unread.pop();
            complete.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.message)).collect()
        });
        // Units that fall out of a state fall out of all states before it. A state that changes by that is
        // read again before it is blamed for anything.
        let mut changed: Option<u32> = None;
        for (&step, diagnostics) in self.unread.iter().zip(&found).rev() {
            let mut blamed = diagnostics.iter().filter(|diagnostic| {
                !own.contains(&(diagnostic.code.clone(), diagnostic.message.clone()))
            });
            let Some(first) = blamed.next() else { continue };
            self.caught += 1;
            if changed.is_some() {
                continue;
            }
            let lines: Vec<LineId> = self.sequence.alive(step).collect();
            let lines: Vec<LineId> = std::iter::once(first)
                .chain(blamed)
                .filter_map(|diagnostic| lines.get(diagnostic.line as usize).or(lines.last()).copied())
                .collect();
            drop_from_state(&mut self.candidate, step.index() as u32, &lines);
            changed = Some(step.index() as u32);
        }
        self.unread.clear();
        if let Some(changed) = changed {
            self.reread(changed);
        }
    }

    /// Rebuilds the sequence after a repair, and notes which states have to be read.
    fn reread(&mut self, changed: u32) {
        let before = std::mem::replace(&mut self.sequence, line_births(&mut self.candidate));
        let known: FxHashSet<Vec<LineId>> =
            before.steps().filter(|step| step.index() as u32 > changed).map(|step| before.alive(step).collect()).collect();
        self.unread = self
            .sequence
            .steps()
            .filter(|&step| !known.contains(&self.sequence.alive(step).collect::<Vec<_>>()))
            .collect();
    }

    fn finish(self) -> Result<Verified, LintError> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(Verified {
                sequence: self.sequence,
                linted: self.linted,
                caught: self.caught,
                own: self.own.map_or(0, |own| own.len() as u32),
            }),
        }
    }
}

/// Lets the units of the blamed lines fall out of a state, with their closures.
fn drop_from_state(candidate: &mut Candidate<'_>, state: u32, blamed: &[LineId]) {
    let mut standing = Standing::complete(candidate.graph);
    let mut fallen = Vec::new();
    for unit in candidate.graph.units().indices().filter(|&unit| candidate.births[unit] > state) {
        if standing.stands(unit) {
            standing.delete(unit, &mut fallen);
        }
    }
    for (id, unit) in candidate.graph.units().iter_enumerated() {
        if standing.stands(id) && unit.lines.iter().any(|line| blamed.contains(line)) {
            standing.delete(id, &mut fallen);
        }
    }
    for unit in fallen {
        candidate.births[unit] = candidate.births[unit].max(state + 1);
    }
}

/// The sequence of a candidate, whose steps are renumbered where one has become empty.
fn line_births(candidate: &mut Candidate<'_>) -> EditSequence {
    let last = candidate.births.iter().copied().max().unwrap_or(0) as usize;
    let mut used = vec![0u32; last + 2];
    candidate.births.iter().for_each(|&birth| used[birth as usize] = 1);
    let mut next = 0;
    for slot in &mut used {
        let is_used = *slot;
        *slot = next;
        next += is_used;
    }
    let mut lines = IndexVec::from_elem(Step::new(0), candidate.source.line_count());
    for (id, unit) in candidate.graph.units().iter_enumerated() {
        let birth = used[candidate.births[id] as usize];
        candidate.births[id] = birth;
        for &line in &unit.lines {
            lines[line] = Step::new(birth as usize);
        }
    }
    EditSequence::new(lines)
}
