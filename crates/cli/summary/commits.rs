//! The figures of `lintseq commits`: the funnel, and what came out of it.

use std::fmt;
use std::time::Duration;

use lintseq_dataset::{Ledger, Merge};
use lintseq_samples::{DistanceClass, Kind, Sample};
use serde::{Deserialize, Serialize};

use super::{grouped, per_second};

/// What a run found out about its commits; how many there were is in its [`Ledger`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommitSummary {
    /// Samples that ask for the next edit.
    edits: u64,
    /// Samples that ask where it is: here, near, far, in another file.
    jumps: [u64; 4],
    /// Current texts that parse, and those that do not. Of other languages, nobody knows.
    parses: [u64; 2],
    /// Histories over several files.
    several_files: u64,
}

impl CommitSummary {
    /// Counts a sample.
    pub(crate) fn add(&mut self, sample: &Sample) {
        match &sample.jump {
            Some(jump) => {
                self.jumps[match jump.class {
                    DistanceClass::Here => 0,
                    DistanceClass::Near => 1,
                    DistanceClass::Far => 2,
                    DistanceClass::OtherFile => 3,
                }] += 1;
            }
            None => self.edits += u64::from(sample.kind == Kind::Edit),
        }
        if let Some(parses) = sample.parses {
            self.parses[usize::from(!parses)] += 1;
        }
        self.several_files += u64::from(sample.history.iter().any(|edit| edit.path != sample.path));
    }

    /// The closing table of a run that took this long.
    pub(crate) const fn table<'a>(&'a self, ledger: &'a Ledger, elapsed: Duration) -> Table<'a> {
        Table { summary: self, ledger, elapsed }
    }
}

impl Merge for CommitSummary {
    fn merge(&mut self, later: Self) {
        self.edits += later.edits;
        self.several_files += later.several_files;
        let counts = self.jumps.iter_mut().zip(later.jumps).chain(self.parses.iter_mut().zip(later.parses));
        counts.for_each(|(count, more)| *count += more);
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
        let [here, near, far, other_file] = summary.jumps;
        let jumps = here + near + far + other_file;
        if summary.edits + jumps > 0 {
            write!(f, "\n  edits      {}", grouped(summary.edits))?;
            write!(
                f,
                "\n  jumps      {}: {here} here, {near} near, {far} far, {other_file} in another file",
                grouped(jumps)
            )?;
            let [sound, broken] = summary.parses.map(grouped);
            write!(f, "\n  parse      {sound}, do not {broken}")?;
            write!(f, "\n  files      several in {}", grouped(summary.several_files))?;
        }
        write!(f, "\ntime         {:.1} seconds", elapsed.as_secs_f64())?;
        match per_second(ledger.records_in(), *elapsed) {
            Some(rate) => write!(f, ", {} commits per second", grouped(rate)),
            None => Ok(()),
        }
    }
}
