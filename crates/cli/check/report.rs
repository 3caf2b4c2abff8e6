//! The verdict over all rows.

use std::collections::BTreeMap;
use std::io::{self, Write};

use lintseq_dataset::Merge;
use serde::{Deserialize, Serialize};

use super::{Kind, Promise, Violation};
use crate::console::{BOLD, DIM, GREEN, RED};
use crate::summary::grouped;

/// Counts by promise and kind, with the first examples.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Report {
    rows: u64,
    states: u64,
    /// How many of the rows are samples.
    samples: u64,
    /// How many rows of training formats carry too little for more than a look at their shape.
    shapes: u64,
    /// How many rows break each promise.
    broken: BTreeMap<Promise, u64>,
    counts: BTreeMap<Kind, u64>,
    examples: BTreeMap<Kind, Vec<String>>,
    /// How many examples of each kind are kept.
    wanted: usize,
}

impl Report {
    /// The report on one row, by the name that examples give it.
    pub(crate) fn on(name: &str, edits: usize, violations: &[Violation], wanted: usize) -> Self {
        let mut report = Self { rows: 1, states: edits as u64, wanted, ..Self::default() };
        for violation in violations {
            report.broken.insert(violation.kind.promise(), 1);
            *report.counts.entry(violation.kind).or_default() += 1;
            let examples = report.examples.entry(violation.kind).or_default();
            if examples.len() < wanted {
                examples.push(example(name, edits, violation));
            }
        }
        report
    }

    /// The report on a sample or a row of a training format, of which maybe only the shape could be looked at.
    pub(crate) fn on_row(name: &str, violations: &[Violation], wanted: usize, is_shape: bool) -> Self {
        Self { samples: 1, shapes: u64::from(is_shape), ..Self::on(name, 0, violations, wanted) }
    }

    /// Whether every row keeps every promise.
    pub(crate) fn is_clean(&self) -> bool {
        self.counts.is_empty()
    }

    /// Writes the verdict for people.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let sequences = self.rows - self.samples;
        if sequences > 0 || self.samples == 0 {
            writeln!(out, "{BOLD}{} sequences, {} states{BOLD:#}", grouped(sequences), grouped(self.states))?;
            self.write_promises(&Promise::OF_SEQUENCES, "sequences", out)?;
        }
        if self.samples > 0 {
            writeln!(out, "{BOLD}{} samples{BOLD:#}", grouped(self.samples))?;
            self.write_promises(&Promise::OF_SAMPLES, "samples", out)?;
        }
        if self.shapes > 0 {
            let shapes = grouped(self.shapes);
            writeln!(out, "{DIM}of {shapes} rows only the shape; export --keep-sample carries more{DIM:#}")?;
        }
        Ok(())
    }

    fn write_promises(&self, promises: &[Promise], rows: &str, out: &mut impl Write) -> io::Result<()> {
        for promise in promises {
            let broken = self.broken.get(promise).copied().unwrap_or(0);
            if broken == 0 {
                writeln!(out, "{promise:<11} {GREEN}kept{GREEN:#}")?;
                continue;
            }
            writeln!(out, "{promise:<11} {RED}broken by {} {rows}{RED:#}", grouped(broken))?;
            for (kind, count) in self.counts.iter().filter(|(kind, _)| kind.promise() == *promise) {
                writeln!(out, "  {:>8} {kind}", grouped(*count).to_string())?;
                for example in self.examples.get(kind).into_iter().flatten() {
                    writeln!(out, "           {DIM}{example}{DIM:#}")?;
                }
            }
        }
        Ok(())
    }
}

impl Merge for Report {
    fn merge(&mut self, later: Self) {
        self.rows += later.rows;
        self.states += later.states;
        self.samples += later.samples;
        self.shapes += later.shapes;
        self.wanted = self.wanted.max(later.wanted);
        for (promise, count) in later.broken {
            *self.broken.entry(promise).or_default() += count;
        }
        for (kind, count) in later.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        for (kind, more) in later.examples {
            let examples = self.examples.entry(kind).or_default();
            examples.extend(more.into_iter().take(self.wanted.saturating_sub(examples.len())));
        }
    }
}

fn example(name: &str, edits: usize, violation: &Violation) -> String {
    let step = violation.step.map(|step| format!(", step {}/{edits}", step + 1)).unwrap_or_default();
    let line = violation.line.map(|line| format!(", line {}", line + 1)).unwrap_or_default();
    format!("{name}{step}{line}: {}", violation.detail)
}
