//! `lintseq synth report`: what a store holds.

use std::fmt;
use std::io::Write as _;
use std::path::Path;

use lintseq_synth::StoreError;
use lintseq_synth::store::{Database, FailureCount, ModelFigures, Paid, RunFigures};

use crate::exit::Failure;
use crate::summary::{grouped, ratio};

/// The longest piece of what a server said; all of it is in the store.
const SAID: usize = 100;

/// Prints the report.
pub(crate) fn run(store: &Path) -> Result<(), Failure> {
    let report = Report::read(store).map_err(Failure::usage)?;
    writeln!(std::io::stdout().lock(), "{report}").map_err(Failure::output)
}

struct Report {
    paid: Paid,
    models: Vec<ModelFigures>,
    other_names: Vec<(String, String, u64)>,
    failures: Vec<FailureCount>,
    runs: Vec<RunFigures>,
}

impl Report {
    fn read(store: &Path) -> Result<Self, StoreError> {
        let database = Database::read(store)?;
        Ok(Self {
            paid: database.paid()?,
            models: database.models()?,
            other_names: database.other_names()?,
            failures: database.failures()?,
            runs: database.runs()?,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |of: fn(&ModelFigures) -> u64| self.models.iter().map(of).sum::<u64>();
        let replies = sum(|figures| figures.replies);
        let attempts = sum(|figures| figures.attempts);
        write!(f, "answers      {}", grouped(replies))?;
        let [prompt, completion] =
            [sum(|figures| figures.usage.prompt_tokens), sum(|figures| figures.usage.completion_tokens)];
        write!(f, "\ntokens       {} read, {} written", grouped(prompt), grouped(completion))?;
        write!(f, "\ncost         {}", self.paid.replies)?;
        if self.paid.at_risk > lintseq_synth::Money::ZERO {
            write!(f, ", and {} at most for attempts whose end nobody knows", self.paid.at_risk)?;
        }
        write!(f, "\nattempts     {:.2} an answer", ratio(attempts, replies))?;
        if !self.models.is_empty() {
            write!(
                f,
                "\n\n{:<32} {:>9} {:>12} {:>12} {:>9} {:>9}",
                "model, prompt", "answers", "read", "written", "median", "p95"
            )?;
        }
        for figures in &self.models {
            let name = format!("{}, {}", figures.model, figures.prompt);
            let [replies, prompt, completion] =
                [figures.replies, figures.usage.prompt_tokens, figures.usage.completion_tokens]
                    .map(|count| grouped(count).to_string());
            let [median, most] =
                [figures.latency.0, figures.latency.1].map(|latency| format!("{latency} ms"));
            write!(
                f,
                "\n{name:<32} {replies:>9} {prompt:>12} {completion:>12} {median:>9} {most:>9}  {}",
                figures.cost
            )?;
        }
        for (model, name, count) in &self.other_names {
            write!(f, "\n{model} answered {} times as {name}", grouped(*count))?;
        }
        if !self.failures.is_empty() {
            write!(f, "\n\nfailed attempts, and what was said the last time")?;
        }
        for failure in &self.failures {
            let status = failure.status.map(|status| format!(" {status}")).unwrap_or_default();
            let said: String = failure.said.split_whitespace().collect::<Vec<_>>().join(" ");
            let said: String = said.chars().take(SAID).collect();
            let count = grouped(failure.count).to_string();
            write!(f, "\n{count:>9}  {}, {}{status}: {said}", failure.model, failure.outcome)?;
        }
        if !self.runs.is_empty() {
            write!(f, "\n\nruns")?;
        }
        for run in &self.runs {
            let seconds = (run.to - run.from).max(1) as f64 / 1e3;
            write!(
                f,
                "\n{:>9} answers in {seconds:.1} seconds: {:.1} answers and {:.0} written tokens a second",
                grouped(run.replies).to_string(),
                run.replies as f64 / seconds,
                run.completion_tokens as f64 / seconds
            )?;
        }
        Ok(())
    }
}
