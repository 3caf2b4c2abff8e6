//! The figures of `lintseq synth`, and its closing table.

use std::fmt;
use std::time::Duration;

use lintseq_dataset::filter::Funnel;
use lintseq_dataset::{Merge, Summary};
use lintseq_synth::client::Snapshot;
use serde::{Deserialize, Serialize};

use crate::console::Console;
use crate::contamination::TasksFound;
use crate::summary::{FunnelTable, Reasons, SampleCounts, grouped, per_second};
use crate::synth::run::Ended;

/// What came of prompts; how many there were is in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SynthSummary {
    /// The samples.
    pub(crate) samples: SampleCounts,
    /// The account of each filter.
    #[serde(default, skip_serializing_if = "Funnel::is_empty")]
    pub(crate) filters: Funnel,
    /// The tasks of benchmarks that were found.
    #[serde(default, skip_serializing_if = "TasksFound::is_empty")]
    pub(crate) tasks: TasksFound,
}

impl Merge for SynthSummary {
    fn merge(&mut self, later: Self) {
        self.samples.merge(&later.samples);
        self.filters.merge(later.filters);
        self.tasks.merge(later.tasks);
    }
}

/// The closing table.
pub(crate) struct Table<'a>(pub(crate) &'a Ended<SynthSummary>);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ended { summary: Summary { stats: summary, ledger, .. }, figures, elapsed } = self.0;
        let [all, out, rejected] =
            [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
        write!(f, "prompts      {all} in, {out} out, {rejected} rejected")?;
        write!(f, "{}", Reasons::of_records(ledger))?;
        write!(f, "\nrows         {}", grouped(ledger.rows()))?;
        for (kind, count) in summary.samples.kinds() {
            write!(f, "\n  {kind:<18} {:>9}", grouped(count).to_string())?;
        }
        write!(f, "{}", Reasons::of_rows(ledger))?;
        write!(f, "{}{}", FunnelTable(&summary.filters), summary.tasks)?;
        write!(f, "\n{}", Answers { figures, elapsed: *elapsed })
    }
}

/// What was asked.
struct Answers<'a> {
    figures: &'a Snapshot,
    elapsed: Duration,
}

impl fmt::Display for Answers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, elapsed } = self;
        let [fetched, stored] = [figures.replied, figures.from_store].map(grouped);
        write!(f, "answers      {fetched} fetched, {stored} from the store")?;
        for (count, what) in [
            (figures.throttled, "attempts were turned away"),
            (figures.failed, "attempts failed"),
            (figures.refused, "requests were refused"),
            (figures.over_budget, "requests were not sent, for lack of money; raise --budget and run again"),
        ] {
            if count > 0 {
                write!(f, "\n  {} {what}", grouped(count))?;
            }
        }
        let [prompt, completion] =
            [figures.usage.prompt_tokens, figures.usage.completion_tokens].map(grouped);
        write!(f, "\ntokens       {prompt} read, {completion} written")?;
        if figures.spent > lintseq_synth::Money::ZERO {
            write!(f, "\nspent        {}, earlier runs with this store included", figures.spent)?;
        }
        write!(f, "\ntime         {:.1} seconds", elapsed.as_secs_f64())?;
        match per_second(figures.replied, *elapsed) {
            Some(rate) if rate > 0 => write!(f, ", {} answers per second", grouped(rate)),
            _ => Ok(()),
        }
    }
}

/// Says of a run that goes on why its rows are made anew.
pub(crate) fn asked_again(console: Console, due: u64) {
    if due > 0 {
        console.say(format_args!(
            "{} had no answer and are asked again; all rows are made anew, from the store",
            grouped(due)
        ));
    }
}

/// What became of rows that were asked about, and what was asked.
pub(crate) fn asked<S>(ended: &Ended<S>) -> String {
    let Ended { summary: Summary { ledger, .. }, figures, elapsed } = ended;
    let [all, out, rejected] =
        [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
    let (records, rows) = (Reasons::of_records(ledger), Reasons::of_rows(ledger));
    let answers = Answers { figures, elapsed: *elapsed };
    format!("records      {all} in, {out} out, {rejected} rejected{records}{rows}\n{answers}")
}
