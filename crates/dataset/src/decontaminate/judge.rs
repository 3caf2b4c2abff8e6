//! What of the benchmarks a text holds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use super::grams::grams;
use super::index::TaskIndex;
use super::squeeze::{Squeezed, is_whole};
use crate::comments::Comments;

/// A task that a text holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'i> {
    /// The file of the benchmark.
    pub benchmark: &'i str,
    /// The task.
    pub task: &'i str,
    /// The fields of the task that were found, such as `prompt+canonical_solution`.
    pub field: &'i str,
    /// The first and the last line of the text that hold it, from one.
    pub lines: (usize, usize),
    /// How it was found.
    pub evidence: Evidence,
}

/// How a task was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Evidence {
    /// The text is there but for white space and comments.
    Text,
    /// So many of its runs of tokens are there, of so many.
    Runs(u32, u32),
}

impl fmt::Display for Hit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { benchmark, task, field, lines: (first, last), evidence } = self;
        write!(f, "{first}-{last} {task} of {benchmark} (`{field}`, ")?;
        match evidence {
            Evidence::Text => write!(f, "as a whole)"),
            Evidence::Runs(found, of) => write!(f, "{found} of {of} runs of tokens)"),
        }
    }
}

/// The best evidence for a task so far.
struct Found<'i> {
    field: &'i str,
    range: (usize, usize),
    evidence: Evidence,
    rank: Rank,
}

/// How good evidence is: whole texts before runs, then how much of the task it is, then the first in the text, then the
/// first in the benchmark.
type Rank = (bool, u64, Reverse<usize>, Reverse<u32>);

impl TaskIndex {
    /// The tasks that a text holds, in the order of the benchmarks.
    pub fn judge<'i>(&'i self, text: &str, comments: &Comments<'_>) -> Vec<Hit<'i>> {
        let mut found = FxHashMap::default();
        self.search(text, &mut found);
        if let Cow::Owned(bare) = comments.blank(text) {
            self.search(&bare, &mut found);
        }
        let mut tasks: Vec<(usize, Found<'i>)> = found.into_iter().collect();
        tasks.sort_unstable_by_key(|(task, _)| *task);
        let hit = |(task, found): (usize, Found<'i>)| Hit {
            benchmark: &self.benchmarks[self.tasks[task].benchmark].name,
            task: &self.tasks[task].name,
            field: found.field,
            lines: (line_of(text, found.range.0), line_of(text, found.range.1 - 1)),
            evidence: found.evidence,
        };
        tasks.into_iter().map(hit).collect()
    }

    fn search<'i>(&'i self, text: &str, found: &mut FxHashMap<usize, Found<'i>>) {
        self.search_whole(text, found);
        self.search_runs(text, found);
    }

    /// Looks for whole texts.
    fn search_whole<'i>(&'i self, text: &str, found: &mut FxHashMap<usize, Found<'i>>) {
        let Some(probes) = &self.patterns.probes else { return };
        let squeezed = Squeezed::of(text);
        for probe in probes.find_overlapping_iter(&squeezed.bytes) {
            let start = probe.start();
            for &number in &self.patterns.of_probe[probe.pattern().as_usize()] {
                let pattern = &self.patterns.all[number as usize];
                if squeezed.bytes[start..].starts_with(&pattern.bytes) {
                    let range = squeezed.origin(start, start + pattern.bytes.len());
                    if is_whole(text, range) {
                        let rank = (true, pattern.bytes.len() as u64, Reverse(range.0), Reverse(number));
                        let whole = Found { field: &pattern.field, range, evidence: Evidence::Text, rank };
                        offer(found, pattern.task, whole);
                    }
                }
            }
        }
    }

    /// Looks for runs of tokens.
    fn search_runs<'i>(&'i self, text: &str, found: &mut FxHashMap<usize, Found<'i>>) {
        let mut seen: FxHashMap<u32, (FxHashSet<u64>, (usize, usize))> = FxHashMap::default();
        for gram in grams(text, self.options.gram) {
            for owner in self.grams.owners.get(&gram.hash).into_iter().flatten() {
                let start = (FxHashSet::default(), (gram.start as usize, 0));
                let (runs, range) = seen.entry(*owner).or_insert(start);
                runs.insert(gram.hash);
                range.1 = gram.end as usize;
            }
        }
        for (number, (runs, range)) in seen {
            let owner = &self.grams.texts[number as usize];
            let count = runs.len() as u32;
            let is_enough = |share: f64| f64::from(count) >= share * f64::from(owner.grams);
            if self.options.share.is_none_or(is_enough) {
                let evidence = Evidence::Runs(count, owner.grams);
                let millionths = u64::from(count) * 1_000_000 / u64::from(owner.grams);
                let rank = (false, millionths, Reverse(range.0), Reverse(number));
                offer(found, owner.task, Found { field: &owner.field, range, evidence, rank });
            }
        }
    }
}

fn offer<'i>(found: &mut FxHashMap<usize, Found<'i>>, task: usize, new: Found<'i>) {
    match found.entry(task) {
        Entry::Vacant(entry) => {
            entry.insert(new);
        }
        Entry::Occupied(mut entry) if entry.get().rank < new.rank => {
            entry.insert(new);
        }
        Entry::Occupied(_) => {}
    }
}

/// The line that a position is in, from one.
fn line_of(text: &str, at: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1
}
