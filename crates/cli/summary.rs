//! The figures of a run, and the closing table.
//!
//! Figures are histograms and counts that merge, not stored samples: the memory they take depends on the
//! longest program and not on how many there are, and the parts of a run can be added in any order.

mod commits;
mod funnel;
mod reasons;
mod rows;
mod samples;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::contamination::TasksFound;
use lintseq_core::EditSequence;
use lintseq_dataset::filter::Funnel;
use lintseq_dataset::{Ledger, Merge};
use serde::{Deserialize, Serialize};

pub(crate) use commits::CommitSummary;
pub(crate) use funnel::FunnelTable;
pub(crate) use reasons::Reasons;
pub(crate) use rows::RowTable;
pub(crate) use samples::{SampleCounts, name_of};

/// How often every value came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Histogram {
    /// The count of a value, at its position.
    counts: Vec<u64>,
}

impl Histogram {
    /// Counts a value. Values are numbers of lines or edits, so the vector is as long as a program at most.
    pub(crate) fn add(&mut self, value: usize) {
        if self.counts.len() <= value {
            self.counts.resize(value + 1, 0);
        }
        self.counts[value] += 1;
    }

    /// Adds the counts of another part of the run.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// How many values were counted.
    pub(crate) fn len(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The sum of all values.
    pub(crate) fn sum(&self) -> u64 {
        (0u64..).zip(&self.counts).map(|(value, count)| value * count).sum()
    }

    /// The mean, or zero of nothing.
    pub(crate) fn mean(&self) -> f64 {
        ratio(self.sum(), self.len())
    }

    /// The share of one value, between 0 and 1.
    pub(crate) fn share(&self, value: usize) -> f64 {
        ratio(self.counts.get(value).copied().unwrap_or(0), self.len())
    }

    /// The smallest value that at least this share of all values does not exceed.
    pub(crate) fn quantile(&self, share: f64) -> usize {
        let needed = (share * self.len() as f64).max(f64::MIN_POSITIVE);
        let mut seen = 0;
        let found = self.counts.iter().position(|count| {
            seen += count;
            seen as f64 >= needed
        });
        found.unwrap_or(0)
    }
}

/// What a run found out about its programs; how many there were is in its [`Ledger`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// States that a linter looked at.
    pub(crate) states: u64,
    /// Those of them in which it found what the graph had missed, so that the safety net was needed.
    pub(crate) rescues: u64,
    /// Edits per sequence.
    pub(crate) edits: Histogram,
    /// Inserted lines per edit.
    pub(crate) lines: Histogram,
    /// The samples, where they were made.
    #[serde(default, skip_serializing_if = "SampleCounts::is_empty")]
    pub(crate) samples: SampleCounts,
    /// The account of each filter.
    #[serde(default, skip_serializing_if = "Funnel::is_empty")]
    pub(crate) filters: Funnel,
    /// How often every task of a benchmark was found.
    #[serde(default, skip_serializing_if = "TasksFound::is_empty")]
    pub(crate) tasks: TasksFound,
    /// The figures of each language.
    #[serde(default)]
    pub(crate) languages: BTreeMap<String, Share>,
}

/// A language's part of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    /// Programs that have sequences.
    programs: u64,
    /// Programs that were read and left out all the same: they do not parse, or could not be verified.
    dropped: u64,
    edits: u64,
    states: u64,
    rescues: u64,
}

impl Summary {
    /// Counts the sequences of a program, and what it took to verify them.
    pub(crate) fn add_program(
        &mut self,
        language: &str,
        sequences: &[EditSequence],
        states: u64,
        rescues: u64,
    ) {
        self.states += states;
        self.rescues += rescues;
        let share = self.languages.entry(language.to_owned()).or_default();
        share.programs += 1;
        share.edits += sequences.iter().map(|sequence| sequence.len() as u64).sum::<u64>();
        share.states += states;
        share.rescues += rescues;
        for sequence in sequences {
            self.edits.add(sequence.len());
            for lines in sequence.sizes() {
                self.lines.add(lines);
            }
        }
    }

    /// The closing table of a run that took this long.
    pub(crate) const fn table<'a>(&'a self, ledger: &'a Ledger, elapsed: Duration) -> Table<'a> {
        Table { summary: self, ledger, elapsed }
    }
}

impl Merge for Summary {
    fn merge(&mut self, later: Self) {
        self.states += later.states;
        self.rescues += later.rescues;
        self.edits.merge(&later.edits);
        self.lines.merge(&later.lines);
        self.samples.merge(&later.samples);
        self.filters.merge(later.filters);
        self.tasks.merge(later.tasks);
        for (language, more) in later.languages {
            let share = self.languages.entry(language).or_default();
            share.programs += more.programs;
            share.dropped += more.dropped;
            share.edits += more.edits;
            share.states += more.states;
            share.rescues += more.rescues;
        }
    }

    fn leave_out(&mut self, language: &str) {
        self.languages.entry(language.to_owned()).or_default().dropped += 1;
    }
}

/// A [`Summary`] for people.
pub(crate) struct Table<'a> {
    summary: &'a Summary,
    ledger: &'a Ledger,
    elapsed: Duration,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { summary, ledger, elapsed } = self;
        let [all, out, rejected] =
            [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
        write!(f, "programs     {all} in, {out} out, {rejected} rejected")?;
        write!(f, "{}", Reasons::of_records(ledger))?;
        let edits = &summary.edits;
        write!(f, "\nsequences    {}", grouped(edits.len()))?;
        write!(
            f,
            "\n  edits      {:.1} in the mean, a single one in {:.1} %",
            edits.mean(),
            100.0 * edits.share(1)
        )?;
        let lines = &summary.lines;
        write!(
            f,
            "\n  lines      {} per edit in the median, {} at p90",
            lines.quantile(0.5),
            lines.quantile(0.9)
        )?;
        if !summary.samples.is_empty() {
            write!(f, "\n{}", summary.samples)?;
        }
        write!(f, "{}", Reasons::of_rows(ledger))?;
        write!(f, "{}{}", FunnelTable(&summary.filters), summary.tasks)?;
        write!(f, "\nstates       {} verified", grouped(summary.states))?;
        if let Some(rate) = per_second(summary.states, *elapsed) {
            write!(f, ", {} per second", grouped(rate))?;
        }
        let share = 100.0 * ratio(summary.rescues, summary.states);
        write!(f, "\n  safety net needed in {} of them ({share:.2} %)", grouped(summary.rescues))?;
        if summary.languages.len() > 1 {
            write!(f, "\nlanguage      programs  dropped     states     edits  net used")?;
        }
        for (language, share) in summary.languages.iter().filter(|_| summary.languages.len() > 1) {
            let [programs, dropped, states, edits] =
                [share.programs, share.dropped, share.states, share.edits].map(|n| grouped(n).to_string());
            let net = 100.0 * ratio(share.rescues, share.states);
            write!(f, "\n  {language:<11} {programs:>8} {dropped:>8} {states:>10} {edits:>9} {net:>7.2} %")?;
        }
        if *elapsed < Duration::from_mins(1) {
            write!(f, "\ntime         {:.1} seconds", elapsed.as_secs_f64())
        } else {
            write!(f, "\ntime         {}", indicatif::HumanDuration(*elapsed))
        }
    }
}

/// How many a second, unless no time has passed.
pub(crate) fn per_second(count: u64, elapsed: Duration) -> Option<u64> {
    (u128::from(count) * 1_000_000).checked_div(elapsed.as_micros()).map(|rate| rate as u64)
}

pub(crate) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u64) -> impl fmt::Display {
    indicatif::HumanCount(number)
}

#[cfg(test)]
mod tests {
    use lintseq_core::{Index as _, Step};

    use super::*;

    fn histogram(values: &[usize]) -> Histogram {
        let mut histogram = Histogram::default();
        for value in values {
            histogram.add(*value);
        }
        histogram
    }

    #[test]
    fn figures_of_a_histogram() {
        let values = histogram(&[1, 1, 2, 3, 13]);
        assert_eq!((values.len(), values.sum(), values.mean()), (5, 20, 4.0));
        assert_eq!((values.quantile(0.5), values.quantile(0.9), values.quantile(0.4)), (2, 13, 1));
        assert!((values.share(1) - 0.4).abs() < 1e-9);
        let nothing = Histogram::default();
        assert_eq!(
            (nothing.len(), nothing.mean(), nothing.quantile(0.5), nothing.share(1)),
            (0, 0.0, 0, 0.0)
        );
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let sequence =
            |births: &[usize]| EditSequence::new(births.iter().map(|step| Step::new(*step)).collect());
        let (a, b) = (sequence(&[0, 1, 1]), sequence(&[0, 0, 0, 0]));
        let mut whole = Summary::default();
        whole.add_program("c", std::slice::from_ref(&a), 2, 1);
        whole.add_program("go", std::slice::from_ref(&b), 1, 0);
        let (mut left, mut right) = (Summary::default(), Summary::default());
        right.add_program("go", &[b], 1, 0);
        left.add_program("c", &[a], 2, 1);
        left.merge(right);
        assert_eq!(left, whole);
        assert_eq!(
            whole.table(&Ledger::default(), Duration::from_secs(2)).to_string(),
            "programs     0 in, 0 out, 0 rejected\nsequences    2\n  \
             edits      1.5 in the mean, a single one in 50.0 %\n  lines      2 per edit in the median, 4 at p90\n\
             states       3 verified, 1 per second\n  safety net needed in 1 of them (33.33 %)\n\
             language      programs  dropped     states     edits  net used\n  \
             c                  1        0          2         2   50.00 %\n  \
             go                 1        0          1         1    0.00 %\ntime         2.0 seconds"
        );
    }
}
