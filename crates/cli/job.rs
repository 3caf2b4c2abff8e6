//! A row-wise command without its files: what its records are, and what becomes of each.
//!
//! The command runs its job over files (see `run`); whoever has records in memory runs the same job over them (see
//! `embed`). Options, rows and decisions are thus the same.

use std::num::NonZeroUsize;

use anyhow::anyhow;
use lintseq_core::Rejection;
use lintseq_dataset::{Column, Decoder, InputOptions, Inputs, Merge, Outcome, OutputOptions, Shard};

use crate::arguments::{Planning, Step};
use crate::console::Console;
use crate::exit::Failure;
use crate::inputs::{Chosen, choose};
use crate::run::{Ended, Plan};
use crate::steps::Then;

/// What becomes of some records: a result for each.
pub(crate) type Work<'t, I, S> = dyn Fn(&[I]) -> Vec<Result<Outcome<S>, Rejection>> + Send + Sync + 't;

/// A command that makes of each record what it makes of it alone.
pub(crate) struct Job<'t, D: Decoder, S> {
    /// What the records are.
    pub(crate) decoder: D,
    /// What becomes of them.
    pub(crate) work: Box<Work<'t, D::Item, S>>,
    /// How many records the work wants at once.
    pub(crate) group: usize,
    /// The part of the records to take.
    pub(crate) shard: Option<Shard>,
    /// What the rows look like.
    pub(crate) columns: Columns,
}

/// The files that a job runs over.
pub(crate) struct Files<'a> {
    /// Which files, and how they are read.
    pub(crate) input: &'a InputOptions<'a>,
    /// How a fleet shares them out.
    pub(crate) planning: &'a Planning,
    /// How many records to draw, and with which seed.
    pub(crate) sample: Option<(u64, u64)>,
    /// Worker threads.
    pub(crate) threads: NonZeroUsize,
}

impl<D: Decoder, S: Merge> Job<'_, D, S> {
    /// Runs the job over files, and then steps over all of its rows.
    pub(crate) fn run_in_steps(
        &self,
        files: &Files<'_>,
        output: impl FnOnce(&Inputs) -> Result<OutputOptions, Failure>,
        then: Then<'_>,
        console: Console,
    ) -> Result<Option<Ended<S>>, Failure> {
        let Some(first) = then.steps.first() else { return self.run(files, output, console) };
        if files.planning.shard().is_some() {
            return Err(Failure::usage(anyhow!(
                "--{0} looks at the rows of all shards: run them without it, merge them, and give the rows to `lintseq {1}`",
                first.name(),
                if matches!(first, Step::Dedup(_)) { "dedup" } else { "sample" },
            )));
        }
        let Some(Chosen { inputs, shard }) = choose(files.input, files.planning, console)? else {
            return Ok(None);
        };
        let Some(pipeline) = then.begin(output(&inputs)?, &self.columns, console)? else {
            return Ok(None);
        };
        let made = self.plan(files, &inputs, shard, pipeline.first(), console).execute(&*self.work)?;
        let (is_new, made) = (made.is_some(), made.map_or_else(|| pipeline.made_before(), Ok)?);
        if !made.is_complete() {
            return Ok(Some(made));
        }
        let (account, elapsed) = pipeline.go_on(is_new)?;
        Ok(Some(Ended::of_account(account, made.elapsed + elapsed)))
    }

    /// Runs the job over files. `None` says that there was nothing to do: a plan was to be written, and is, or the
    /// output was there already.
    pub(crate) fn run(
        &self,
        files: &Files<'_>,
        output: impl FnOnce(&Inputs) -> Result<OutputOptions, Failure>,
        console: Console,
    ) -> Result<Option<Ended<S>>, Failure> {
        let Some(Chosen { inputs, shard }) = choose(files.input, files.planning, console)? else {
            return Ok(None);
        };
        self.plan(files, &inputs, shard, output(&inputs)?, console).execute(&*self.work)
    }

    fn plan<'p>(
        &'p self,
        files: &Files<'p>,
        inputs: &'p Inputs,
        shard: Option<Shard>,
        output: OutputOptions,
        console: Console,
    ) -> Plan<'p, D> {
        Plan {
            inputs,
            input_options: files.input,
            decoder: &self.decoder,
            output,
            threads: files.threads,
            group: self.group,
            shard,
            sample: files.sample,
            console,
        }
    }
}

/// The columns of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    /// The same, whatever comes in.
    Known(Vec<Column>),
    /// Those of the records, without some and with others at the end.
    OfRecords {
        /// Names of the columns that do not go out.
        without: Vec<String>,
        /// Columns that are added; one of the same name is replaced.
        with: Vec<Column>,
    },
}

impl Columns {
    /// The columns of the rows of records with these columns.
    pub(crate) fn of(&self, records: &[Column]) -> Vec<Column> {
        match self {
            Self::Known(columns) => columns.clone(),
            Self::OfRecords { without, with } => {
                let goes = |column: &&Column| {
                    without.contains(&column.name) || with.iter().any(|added| added.name == column.name)
                };
                let stay = records.iter().filter(|column| !goes(column));
                stay.chain(with).cloned().collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_records_are_carried_through() {
        let columns =
            Columns::OfRecords { without: vec!["label".to_owned()], with: vec![Column::text("text")] };
        let records = ["text", "commit", "label"].map(Column::int);
        assert_eq!(columns.of(&records), [Column::int("commit"), Column::text("text")]);
        assert_eq!(Columns::Known(Vec::new()).of(&records), []);
    }
}
