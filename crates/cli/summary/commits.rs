//! The figures of `lintseq commits`: the funnel, and what came out of it.

use std::fmt;
use std::time::Duration;

use lintseq_dataset::filter::Funnel;
use lintseq_dataset::{Ledger, Merge};
use lintseq_samples::{DistanceClass, Kind, Sample};
use serde::{Deserialize, Serialize};

use crate::contamination::TasksFound;

use super::{FunnelTable, Reasons, SampleCounts, grouped, per_second};

/// In the order of the table.
const CLASSES: [DistanceClass; 4] =
    [DistanceClass::Here, DistanceClass::Near, DistanceClass::Far, DistanceClass::OtherFile];

/// What a run found out about its commits; how many there were is in its [`Ledger`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CommitSummary {
    samples: SampleCounts,
    /// Current texts that parse, and those that do not. Of other languages, nobody knows.
    parses: [u64; 2],
    /// Histories over several files.
    several_files: u64,
    /// How often a linter failed on a text.
    unlinted: u64,
    /// The first reason for that.
    first_failure: Option<String>,
    /// The account of each filter.
    #[serde(default, skip_serializing_if = "Funnel::is_empty")]
    pub(crate) filters: Funnel,
    /// How often every task of a benchmark was found.
    #[serde(default, skip_serializing_if = "TasksFound::is_empty")]
    pub(crate) tasks: TasksFound,
}

impl CommitSummary {
    /// Counts a sample.
    pub(crate) fn add(&mut self, sample: &Sample) {
        self.samples.add(sample);
        if let Some(parses) = sample.parses {
            self.parses[usize::from(!parses)] += 1;
        }
        self.several_files += u64::from(sample.history.iter().any(|edit| edit.path != sample.path));
    }

    /// Counts the failures of linters.
    pub(crate) fn add_failures(&mut self, failures: Vec<String>) {
        self.unlinted += failures.len() as u64;
        self.first_failure = self.first_failure.take().or_else(|| failures.into_iter().next());
    }

    /// The closing table of a run that took this long.
    pub(crate) const fn table<'a>(&'a self, ledger: &'a Ledger, elapsed: Duration) -> Table<'a> {
        Table { summary: self, ledger, elapsed }
    }
}

impl Merge for CommitSummary {
    fn merge(&mut self, later: Self) {
        self.samples.merge(&later.samples);
        self.several_files += later.several_files;
        self.parses.iter_mut().zip(later.parses).for_each(|(count, more)| *count += more);
        self.unlinted += later.unlinted;
        self.first_failure = self.first_failure.take().or(later.first_failure);
        self.filters.merge(later.filters);
        self.tasks.merge(later.tasks);
    }
}

/// A [`CommitSummary`] for people.
pub(crate) struct Table<'a> {
    summary: &'a CommitSummary,
    ledger: &'a Ledger,
    elapsed: Duration,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { summary, ledger, elapsed } = self;
        let [all, out, rejected] =
            [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
        write!(f, "commits      {all} in, {out} out, {rejected} rejected")?;
        // Reasons stand in the order in which they are looked for, so that what is left is a funnel.
        let mut left = ledger.records_in();
        for (reason, count) in ledger.rejected() {
            left -= count;
            let [count, left] = [count, left].map(|count| grouped(count).to_string());
            write!(f, "\n  {:<20} {count:>9} {left:>11} left", reason.as_str())?;
        }
        write!(f, "\nrows         {}", grouped(ledger.rows()))?;
        let samples = &summary.samples;
        if !samples.is_empty() {
            write!(f, "\n  edits      {}", grouped(samples.of_kind(Kind::Edit)))?;
            let [here, near, far, other_file] = CLASSES.map(|class| grouped(samples.of_class(class)));
            write!(
                f,
                "\n  jumps      {}: {here} here, {near} near, {far} far, {other_file} in another file",
                grouped(samples.of_kind(Kind::Jump))
            )?;
            let [sound, broken] = summary.parses.map(grouped);
            write!(f, "\n  parse      {sound}, do not {broken}")?;
            write!(f, "\n  files      several in {}", grouped(summary.several_files))?;
        }
        if let Some(failure) = &summary.first_failure {
            let unlinted = grouped(summary.unlinted);
            write!(f, "\n  failures   {unlinted} of linters, of which samples do not tell: {failure}")?;
        }
        write!(f, "{}", Reasons::of_rows(ledger))?;
        write!(f, "{}{}", FunnelTable(&summary.filters), summary.tasks)?;
        write!(f, "\ntime         {:.1} seconds", elapsed.as_secs_f64())?;
        match per_second(ledger.records_in(), *elapsed) {
            Some(rate) => write!(f, ", {} commits per second", grouped(rate)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linters_that_fail_are_told_of() {
        let summary = |failures: &[&str]| {
            let mut summary = CommitSummary::default();
            summary.add_failures(failures.iter().map(ToString::to_string).collect());
            summary
        };
        let mut whole = summary(&[]);
        whole.merge(summary(&["out of memory", "gone"]));
        whole.merge(summary(&["later"]));
        let table = whole.table(&Ledger::default(), Duration::ZERO).to_string();
        assert!(table.contains("3 of linters, of which samples do not tell: out of memory"), "{table}");
        assert!(!summary(&[]).table(&Ledger::default(), Duration::ZERO).to_string().contains("failures"));
    }
}
