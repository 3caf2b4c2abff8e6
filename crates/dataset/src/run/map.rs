//! What happens to a batch on a worker's thread.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use lintseq_core::{Reason, Rejection, stop};

use super::{LeftOut, MapOptions, Merge, OnRejected, Outcome, RunOptions};
use crate::decode::{Decoder, Item as _, RejectedRecord};
use crate::input::RawRecord;
use crate::ledger::{left_out_row, rejected_row};
use crate::output::{Output, Splitter};
use crate::select::Shard;

/// Maps batches; the same for all workers.
pub(super) struct Mapper<'a, D, F> {
    decoder: &'a D,
    process: &'a F,
    group: usize,
    shard: Option<Shard>,
    splitter: Splitter,
    keeps_rejected: bool,
    on_rejected: Option<&'a OnRejected>,
}

/// A batch, mapped.
pub(super) struct Mapped<S> {
    pub(super) entries: Vec<Entry>,
    pub(super) stats: S,
    /// The position after the last record.
    pub(super) consumed: u64,
}

/// What became of a record of the shard.
pub(super) enum Entry {
    Written {
        split: usize,
        lines: Vec<u8>,
        rows: u64,
        /// Rows that the record does not have, each with its row for the file of rejected records.
        left_out: Vec<(Reason, Option<Vec<u8>>)>,
    },
    /// With its row for the file of rejected records, if there is such a file.
    Rejected { reason: Reason, line: Option<Vec<u8>> },
}

impl<'a, D, F> Mapper<'a, D, F> {
    /// A mapper without an output, whose rows belong to one split.
    pub(super) fn in_memory(decoder: &'a D, process: &'a F, options: &MapOptions<'_>) -> Self {
        Self {
            decoder,
            process,
            group: options.group.max(1),
            shard: options.shard,
            splitter: Splitter::whole(),
            keeps_rejected: options.keeps_rejected,
            on_rejected: None,
        }
    }

    pub(super) fn new(decoder: &'a D, process: &'a F, options: &RunOptions<'a>, output: &Output) -> Self {
        Self {
            decoder,
            process,
            group: options.group.max(1),
            shard: options.shard,
            splitter: output.splitter(),
            keeps_rejected: output.keeps_rejected(),
            on_rejected: options.on_rejected,
        }
    }

    pub(super) fn map<S: Merge>(&self, records: &[RawRecord]) -> Mapped<S>
    where
        D: Decoder,
        F: Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>>,
    {
        let mut items = Vec::with_capacity(records.len());
        let decoded: Vec<_> = records
            .iter()
            .filter_map(|record| match self.decode(record) {
                Ok(item) if self.takes(&item.key()) => {
                    items.push(item);
                    Some((record, None))
                }
                Err(rejected) if self.takes(&rejected.key(record)) => Some((record, Some(rejected))),
                _ => None,
            })
            .collect();
        let mut results = items.chunks(self.group).flat_map(|group| self.process(group)).zip(&items);
        let mut stats = S::default();
        let mut entries = Vec::with_capacity(decoded.len());
        for (record, rejected) in decoded {
            let rejected = match rejected {
                Some(rejected) => rejected,
                None => match results
                    .next()
                    .map(|(result, item)| (settled(result, &mut stats), item))
                    .expect("every item has a result")
                {
                    (Ok(outcome), item) => {
                        let left_out = self.left_out(&outcome.left_out, record);
                        stats.merge(outcome.stats);
                        let split = self.splitter.split_of(item);
                        entries.push(Entry::Written {
                            split,
                            lines: outcome.lines,
                            rows: outcome.rows,
                            left_out,
                        });
                        continue;
                    }
                    (Err(rejection), item) => {
                        if let Some(label) = item.label() {
                            stats.leave_out(label);
                        }
                        RejectedRecord::new(item.id().clone(), rejection)
                    }
                },
            };
            if let Some(tell) = self.on_rejected {
                tell(record, &rejected);
            }
            let line = self.keeps_rejected.then(|| rejected_row(&rejected, record));
            entries.push(Entry::Rejected { reason: rejected.rejection.reason, line });
        }
        Mapped { entries, stats, consumed: records.last().map_or(0, |record| record.index + 1) }
    }

    fn left_out(&self, rows: &[LeftOut], record: &RawRecord) -> Vec<(Reason, Option<Vec<u8>>)> {
        let line = |row: &LeftOut| self.keeps_rejected.then(|| left_out_row(row, record));
        rows.iter().map(|row| (row.rejection.reason, line(row))).collect()
    }

    fn takes(&self, key: &str) -> bool {
        self.shard.is_none_or(|shard| shard.takes(key))
    }

    fn decode(&self, record: &RawRecord) -> Result<D::Item, RejectedRecord>
    where
        D: Decoder,
    {
        stop::point();
        catch_unwind(AssertUnwindSafe(|| self.decoder.decode(record)))
            .unwrap_or_else(|panic| Err(panicked(panic).into()))
    }

    fn process<S: Merge>(&self, group: &[D::Item]) -> Vec<Result<Outcome<S>, Rejection>>
    where
        D: Decoder,
        F: Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>>,
    {
        stop::point();
        match catch_unwind(AssertUnwindSafe(|| (self.process)(group))) {
            Ok(results) if results.len() == group.len() => results,
            Ok(results) => {
                let message = format!("{} results for {} records", results.len(), group.len());
                let rejection = Rejection::new(Reason::Panicked, message);
                group.iter().map(|_| Err(rejection.clone())).collect()
            }
            Err(panic) if group.len() == 1 => vec![Err(panicked(panic))],
            // One of them is to blame, and the others must not suffer for it.
            Err(_) => group.chunks(1).flat_map(|item| self.process(item)).collect(),
        }
    }
}

/// The result with the rejection that an outcome carries as its error; what was counted counts all the same.
pub(super) fn settled<S: Merge>(
    result: Result<Outcome<S>, Rejection>,
    stats: &mut S,
) -> Result<Outcome<S>, Rejection> {
    let mut outcome = result?;
    match outcome.rejection.take() {
        None => Ok(outcome),
        Some(rejection) => {
            stats.merge(outcome.stats);
            Err(rejection)
        }
    }
}

/// The rejection of a record that brought about a panic. Work that was given up goes on unwinding.
fn panicked(panic: Box<dyn Any + Send>) -> Rejection {
    if stop::is_stop(&*panic) {
        resume_unwind(panic);
    }
    let message =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Rejection::new(Reason::Panicked, message.unwrap_or("without a message"))
}
