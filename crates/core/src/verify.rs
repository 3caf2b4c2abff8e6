//! Verifying forward: the linter reads every state, and what it blames falls as well.
//!
//! This is LintSeq's own loop (arXiv 2410.02749), kept as a safety net under the dependency graph. All
//! states of a round are linted together, so that a linter that costs a process a call sees many at once.
//! A state with a new finding loses the blamed units and their closures, and so do all states before it;
//! only states that changed are read again. Every round that changes something lets units fall earlier,
//! so the loop ends.

use rustc_hash::FxHashSet;

use crate::{
    DependencyGraph, Diagnostic, EditSequence, Index, IndexVec, LineId, LintError, LintJob, Linter, Source,
    Standing, Step, UnitId,
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
}

/// Verifies sequences, and repairs those with states that the linter blames.
pub fn verify(candidates: Vec<Candidate<'_>>, linter: &dyn Linter) -> Vec<Result<Verified, LintError>> {
    // A linter in process reads the complete program only when a state shows something to compare; where
    // each call starts a process, it reads it along with the states.
    let eager = linter.batch() > 1;
    let mut trials: Vec<Trial<'_>> =
        candidates.into_iter().map(|candidate| Trial::new(candidate, eager)).collect();
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
    /// States that the linter has to read, in rising order; the last step is the complete program.
    unread: Vec<Step>,
    /// What the complete program shows; nothing until it was read.
    own: Option<FxHashSet<(String, String)>>,
    /// Findings in states, until it is known what the complete program shows.
    found: Vec<(Step, Vec<Diagnostic>)>,
    linted: u32,
    caught: u32,
    failed: Option<LintError>,
}

impl<'a> Trial<'a> {
    fn new(mut candidate: Candidate<'a>, eager: bool) -> Self {
        let sequence = line_births(&mut candidate);
        let states = sequence.len() - usize::from(!eager && !sequence.is_empty());
        let unread = sequence.steps().take(states).collect();
        Self { candidate, sequence, unread, own: None, found: Vec::new(), linted: 0, caught: 0, failed: None }
    }

    fn waits(&self) -> bool {
        self.failed.is_none() && !self.unread.is_empty()
    }

    fn judge(&mut self, found: Result<Vec<Vec<Diagnostic>>, LintError>) {
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                self.failed = Some(error);
                return;
            }
        };
        self.linted += self.unread.len() as u32;
        let complete = self.sequence.len().saturating_sub(1);
        for (step, diagnostics) in std::mem::take(&mut self.unread).into_iter().zip(found) {
            if step.index() == complete {
                let own = diagnostics.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.message));
                self.own = Some(own.collect());
            } else if !diagnostics.is_empty() {
                self.found.push((step, diagnostics));
            }
        }
        if self.found.is_empty() {
            return;
        }
        match self.own.take() {
            None => self.unread.push(Step::new(complete)),
            Some(own) => {
                self.repair(&own);
                self.own = Some(own);
            }
        }
    }

    /// Repairs the latest state that shows something new. Units that fall out of a state fall out of all
    /// states before it, so those that change are read again before they are blamed for anything.
    fn repair(&mut self, own: &FxHashSet<(String, String)>) {
        let is_new =
            |diagnostic: &Diagnostic| !own.contains(&(diagnostic.code.clone(), diagnostic.message.clone()));
        let mut found = std::mem::take(&mut self.found);
        found.retain(|(_, diagnostics)| diagnostics.iter().any(is_new));
        self.caught += found.len() as u32;
        let Some((step, diagnostics)) = found.pop() else { return };
        let lines: Vec<LineId> = self.sequence.alive(step).collect();
        let blamed: Vec<LineId> = diagnostics
            .iter()
            .filter(|diagnostic| is_new(diagnostic))
            .filter_map(|diagnostic| lines.get(diagnostic.line as usize).or(lines.last()).copied())
            .collect();
        drop_from_state(&mut self.candidate, step.index() as u32, &blamed);
        let before = std::mem::replace(&mut self.sequence, line_births(&mut self.candidate));
        let bad: Vec<Step> = found.iter().map(|(step, _)| *step).chain([step]).collect();
        let content: FxHashSet<Vec<LineId>> = before
            .steps()
            .filter(|step| !bad.contains(step))
            .map(|step| before.alive(step).collect())
            .collect();
        let after = &self.sequence;
        self.unread =
            after.steps().filter(|&step| !content.contains(&after.alive(step).collect::<Vec<_>>())).collect();
    }

    fn finish(self) -> Result<Verified, LintError> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(Verified { sequence: self.sequence, linted: self.linted, caught: self.caught }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Requirement, Unit};

    /// Blames every line that says `use x` in a text without the line `x`.
    struct Uses(usize);

    impl Linter for Uses {
        fn name(&self) -> &'static str {
            "uses"
        }

        fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
            let lint = |text: &str| {
                let missing = |line: &str| {
                    line.strip_prefix("use ")
                        .filter(|name| !text.lines().any(|l| l == *name))
                        .map(str::to_owned)
                };
                text.lines()
                    .enumerate()
                    .filter_map(|(line, text)| Some((line, missing(text)?)))
                    .map(|(line, message)| Diagnostic {
                        line: line as u32,
                        code: "missing".to_owned(),
                        message,
                    })
                    .collect::<Vec<_>>()
            };
            let run = |job: &LintJob<'_>| {
                Ok(job.steps.iter().map(|&step| lint(&job.sequence.state(job.source, step))).collect())
            };
            jobs.iter().map(run).collect()
        }

        fn batch(&self) -> usize {
            self.0
        }
    }

    /// Every line a unit, and no requirement: only the net holds.
    fn check(text: &str, births: &[u32], expected: &[&str]) {
        for batch in [1, 8] {
            let source = Source::new(text);
            let units = source.lines().map(|line| Unit { parent: None, lines: vec![line] }).collect();
            let graph = DependencyGraph::new(units, Vec::<Requirement>::new());
            let births = births.iter().copied().collect();
            let candidate = Candidate { source: &source, graph: &graph, births };
            let verified = verify(vec![candidate], &Uses(batch)).remove(0).expect("the linter runs");
            let states: Vec<String> =
                verified.sequence.steps().map(|step| verified.sequence.state(&source, step)).collect();
            assert_eq!(states, expected);
        }
    }

    #[test]
    fn a_blamed_line_comes_when_it_can_stand() {
        check("a\nuse a\n", &[1, 0], &["a\nuse a\n"]);
        check("a\nuse a\nuse a\n", &[2, 0, 1], &["a\nuse a\nuse a\n"]);
        check("a\nb\nuse a\n", &[2, 1, 0], &["b\n", "a\nb\nuse a\n"]);
    }

    #[test]
    fn the_programs_own_faults_are_its_own() {
        check("use a\nb\n", &[0, 1], &["use a\n", "use a\nb\n"]);
    }
}
