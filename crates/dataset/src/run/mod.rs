//! The runner: reads, maps on several threads, writes in order.
//!
//! There is no reader thread and no writer thread. Every worker takes the next batch itself, maps it, and hands it
//! in; whoever hands in the batch that is next in order writes it, and all that wait behind it. One thread thus
//! does everything without a second one spinning beside it, and several are never idle while there is work: only
//! reading and writing are one at a time, and they go on while others map. A worker that is far ahead of the
//! writing waits, which bounds the memory.

mod intake;
mod map;
mod memory;
mod order;
mod recording;
mod whole;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use lintseq_core::Rejection;
use rayon::ThreadPoolBuilder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use self::memory::{MapOptions, MappedRecords, map_records};
pub use self::whole::write_whole;

use self::intake::Intake;
use self::map::Mapper;
use self::order::{Order, Writer};
pub use self::recording::Recording;
use crate::decode::{Decoder, RejectedRecord};
use crate::error::{ReadError, RunError};
use crate::input::{InputSummary, RawRecord, Reader};
use crate::ledger::Ledger;
use crate::output::{Output, OutputFile};
use crate::select::{Sample, Shard};

/// How a run goes about its work. None of it changes what is written, except the selection.
pub struct RunOptions<'a> {
    /// Worker threads.
    pub threads: usize,
    /// The stack of a worker, in bytes: parsers recurse.
    pub stack_bytes: usize,
    /// How many items one call of the closure gets at most, for linters that are better asked in bulk.
    pub group: usize,
    /// Takes only the records of a shard.
    pub shard: Option<Shard>,
    /// Takes only the records of a sample.
    pub sample: Option<Sample>,
    /// Ends the run after the current batches, with everything saved, when it becomes true.
    pub stop: &'a AtomicBool,
    /// Hears of every record left out as it comes, on a worker's thread.
    pub on_rejected: Option<&'a OnRejected>,
}

/// Hears of a record that is left out.
pub type OnRejected = dyn Fn(&RawRecord, &RejectedRecord) + Sync;

impl<'a> RunOptions<'a> {
    /// One thread with 64 MiB of stack, one item a call, all records.
    pub const fn new(stop: &'a AtomicBool) -> Self {
        Self {
            threads: 1,
            stack_bytes: 64 << 20,
            group: 1,
            shard: None,
            sample: None,
            stop,
            on_rejected: None,
        }
    }
}

/// What a record becomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome<S> {
    /// Its rows, each a line of JSON with its newline.
    pub lines: Vec<u8>,
    /// How many rows these are.
    pub rows: u64,
    /// What is counted along the way.
    pub stats: S,
    /// The rows that the record should have had and does not: of a record with several samples, those that do not
    /// fit a format. They are counted, and go to the file of rejected records.
    pub left_out: Vec<LeftOut>,
    /// Why the record is left out where something about it was counted all the same, which an error does not carry.
    pub rejection: Option<Rejection>,
}

impl<S> Outcome<S> {
    /// Rows, and what was counted.
    pub const fn new(lines: Vec<u8>, rows: u64, stats: S) -> Self {
        Self { lines, rows, stats, left_out: Vec::new(), rejection: None }
    }

    /// No rows, and what was counted.
    pub const fn counted(stats: S) -> Self {
        Self::new(Vec::new(), 0, stats)
    }

    /// No rows, but the reason why there are none, and what was counted.
    pub fn rejected(rejection: Rejection, stats: S) -> Self {
        Self { rejection: Some(rejection), ..Self::counted(stats) }
    }
}

/// Figures that add up over records, in any grouping but always in order. They are saved with the state of a run.
pub trait Merge: Default + Send + Serialize + DeserializeOwned {
    /// Adds the figures of later records.
    fn merge(&mut self, later: Self);

    /// Counts an item with this [label](crate::Item::label) that was left out.
    fn leave_out(&mut self, _label: &str) {}
}

/// A row left out of a record that is otherwise written.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The id of the row.
    pub id: Value,
    /// Why.
    pub rejection: Rejection,
    /// What was left out, as it could be fed in again.
    pub record: String,
}

impl Merge for () {
    fn merge(&mut self, (): Self) {}
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records accounted for, those of an earlier run included.
    pub records: u64,
    /// Of these, records left out.
    pub rejected: u64,
    /// Rows written.
    pub rows: u64,
    /// Bytes read, to be held against [`Inputs::total_bytes`](crate::Inputs::total_bytes).
    pub bytes: u64,
}

/// What a run has to show.
#[derive(Debug)]
pub struct Summary<S> {
    /// The account.
    pub ledger: Ledger,
    /// The figures.
    pub stats: S,
    /// What was read, if all of it was.
    pub inputs: Vec<InputSummary>,
    /// The files that were finished, if the output is one that has a manifest.
    pub files: Vec<OutputFile>,
    /// How the run ended.
    pub end: End,
}

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// With the last record; the output has its name.
    Complete,
    /// By the wish of the user; the partial can be resumed.
    Interrupted,
    /// With an input that broke off; what was read before is in the partial.
    InputFailed(ReadError),
}

/// Runs `process` over all records and writes what comes of them, in the order of the input.
///
/// `process` gets up to [`RunOptions::group`] items and gives a result for each. Where it panics, the items are
/// tried one by one, and those that still panic are rejected; the caller silences the panic hook if it wants to.
/// `progress` is called after every batch, on a worker's thread.
///
/// # Errors
/// If the output cannot be written. It can then be resumed from the last checkpoint.
pub fn run<D, S, F>(
    reader: Reader<'_>,
    decoder: &D,
    output: Box<Output>,
    options: &RunOptions<'_>,
    process: F,
    progress: impl Fn(Progress) + Sync,
) -> Result<Summary<S>, RunError>
where
    D: Decoder,
    S: Merge,
    F: Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>> + Sync,
{
    let threads = options.threads.max(1);
    let bytes = reader.progress();
    let mapper = Mapper::new(decoder, &process, options, &output);
    let intake = Mutex::new(Intake::new(reader, output.consumed(), threads, options));
    let order = Order::new(Writer::resume(output), threads);
    let report = |records: u64, ledger: &Ledger| {
        progress(Progress {
            records,
            rejected: ledger.records_rejected(),
            rows: ledger.rows(),
            bytes: bytes.load(Ordering::Relaxed),
        });
    };
    let work = || {
        let _guard = order.guard();
        while order.is_well() {
            let batch = intake.lock().unwrap_or_else(PoisonError::into_inner).next_batch();
            let Some((number, records)) = batch else { break };
            order.hand_in(number, mapper.map(&records), &report);
        }
    };
    on_threads(threads, options.stack_bytes, &work).map_err(RunError::Threads)?;

    let intake = intake.into_inner().unwrap_or_else(PoisonError::into_inner);
    let Writer { mut output, consumed, ledger, stats } = order.into_writer()?;
    let figures = || serde_json::to_value(&stats).unwrap_or(Value::Null);
    let (error, inputs) = intake.into_end();
    let (files, end) = match (error, &inputs) {
        (None, Some(inputs)) => (output.finish(consumed, &ledger, figures(), inputs.clone())?, End::Complete),
        (error, _) => {
            output.save(consumed, &ledger, figures())?;
            (Vec::new(), error.map_or(End::Interrupted, End::InputFailed))
        }
    };
    let inputs = inputs.unwrap_or_default();
    Ok(Summary { ledger, stats, inputs, files, end })
}

/// Runs the work once on each of so many threads, and waits. A panic in it, which would be a bug of the
/// runner, goes on.
fn on_threads(threads: usize, stack_bytes: usize, work: &(impl Fn() + Sync)) -> io::Result<()> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(stack_bytes)
        .thread_name(|at| format!("worker-{at}"))
        .build()
        .map_err(io::Error::other)?;
    pool.broadcast(|_| work());
    Ok(())
}
