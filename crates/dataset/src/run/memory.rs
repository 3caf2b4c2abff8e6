//! A run without files: records that are in memory already, and rows that stay there.
//!
//! Threads are made for a call and end with it. They need large stacks, because parsers recurse, which the caller's
//! thread may not have; and what a call leaves behind must survive a fork, which threads that wait for work do not. A
//! caller who gives up therefore waits for them, which takes as long as a record needs to its next [`stop::point`].

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::Duration;

use lintseq_core::{Rejection, stop};

use super::map::{Entry, Mapped, Mapper};
use super::{Merge, Outcome};
use crate::decode::Decoder;
use crate::input::RawRecord;
use crate::ledger::Ledger;
use crate::select::Shard;

/// The stack of a thread, in bytes: parsers recurse. Only what is used becomes memory.
const STACK_BYTES: usize = 64 << 20;
/// Records that a thread takes at a time, so that few large ones do not hold up many.
const CHUNK_RECORDS: usize = 16;
/// How long the caller waits before it is asked whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);

/// How records in memory are mapped. None of it changes the rows, except the selection.
pub struct MapOptions<'a> {
    /// Worker threads.
    pub threads: NonZeroUsize,
    /// How many items one call of the closure gets at most.
    pub group: usize,
    /// Takes only the records of a shard.
    pub shard: Option<Shard>,
    /// Whether to make rows of what is left out.
    pub keeps_rejected: bool,
    /// Asked every now and then on the caller's thread; where it says no, the call ends without a result.
    pub goes_on: &'a mut dyn FnMut() -> bool,
}

/// What becomes of records.
#[derive(Debug, Default)]
pub struct MappedRecords<S> {
    /// The rows in the order of the records, each a line of JSON with its newline.
    pub lines: Vec<u8>,
    /// A line for each record or row left out, where it is wanted.
    pub rejected: Vec<u8>,
    /// The account.
    pub ledger: Ledger,
    /// The figures.
    pub stats: S,
}

/// Maps records in memory. `None` says that the caller gave up.
///
/// `process` is called as by [`run`](super::run), and panics are contained as there.
///
/// # Errors
/// If a thread cannot be started.
pub fn map_records<D, S, F>(
    records: &[RawRecord],
    decoder: &D,
    options: &mut MapOptions<'_>,
    process: F,
) -> io::Result<Option<MappedRecords<S>>>
where
    D: Decoder,
    S: Merge,
    F: Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>> + Sync,
{
    let worker = Mapper::in_memory(decoder, &process, options);
    let chunks: Vec<&[RawRecord]> = records.chunks(CHUNK_RECORDS.max(options.group)).collect();
    let mut done: Vec<Option<Mapped<S>>> = Vec::new();
    done.resize_with(chunks.len(), || None);
    let next = AtomicUsize::new(0);
    let is_over = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = channel();
    let work = |sender: Sender<_>| {
        let mapped = || {
            while let Some((at, chunk)) = take(&next, &chunks) {
                // Nobody listens once the caller has given up.
                let _ = sender.send((at, worker.map(chunk)));
            }
        };
        stop::until(&is_over, mapped);
    };
    let gave_up = thread::scope(|scope| -> io::Result<bool> {
        let mut handles = Vec::new();
        for at in 0..options.threads.get().min(chunks.len()) {
            let sender = sender.clone();
            let started = start(scope, at, || work(sender));
            handles.push(started.inspect_err(|_| is_over.store(true, Ordering::Relaxed))?);
        }
        drop(sender);
        let gave_up = loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok((at, mapped)) => done[at] = Some(mapped),
                Err(RecvTimeoutError::Disconnected) => break false,
                Err(RecvTimeoutError::Timeout) if (options.goes_on)() => {}
                Err(RecvTimeoutError::Timeout) => {
                    is_over.store(true, Ordering::Relaxed);
                    break true;
                }
            }
        };
        // The end of a scope waits for the work, and this for the threads to be gone. The work contains its panics.
        for handle in handles {
            drop(handle.join());
        }
        Ok(gave_up)
    })?;
    Ok((!gave_up).then(|| gather(done)))
}

/// The next chunk that nobody has taken.
fn take<'r>(next: &AtomicUsize, chunks: &[&'r [RawRecord]]) -> Option<(usize, &'r [RawRecord])> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    chunks.get(at).map(|chunk| (at, *chunk))
}

fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    at: usize,
    work: impl FnOnce() + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, ()>> {
    let named = thread::Builder::new().name(format!("worker-{at}")).stack_size(STACK_BYTES);
    named.spawn_scoped(scope, work)
}

/// Puts together what the chunks became, in their order.
fn gather<S: Merge>(chunks: Vec<Option<Mapped<S>>>) -> MappedRecords<S> {
    let mut all = MappedRecords {
        lines: Vec::new(),
        rejected: Vec::new(),
        ledger: Ledger::default(),
        stats: S::default(),
    };
    for mapped in chunks {
        let mapped = mapped.expect("every chunk was mapped when the threads ended");
        all.stats.merge(mapped.stats);
        for entry in mapped.entries {
            let (left_out, rejected) = match entry {
                Entry::Written { lines, rows, left_out, .. } => {
                    all.lines.extend_from_slice(&lines);
                    all.ledger.count_out(rows);
                    (left_out, None)
                }
                Entry::Rejected { reason, line } => {
                    all.ledger.count_rejected(reason);
                    (Vec::new(), line)
                }
            };
            for (reason, line) in left_out {
                all.ledger.count_left_out(reason);
                all.rejected.extend(line.into_iter().flatten());
            }
            all.rejected.extend(rejected.into_iter().flatten());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use lintseq_core::Reason;

    use super::*;
    use crate::decode::{Row, RowDecoder};
    use crate::input::Payload;

    fn records(count: u64) -> Vec<RawRecord> {
        let record = |index| RawRecord {
            index,
            source: Arc::from("memory"),
            path: None,
            line: None,
            payload: Payload::Json(if index == 5 {
                b"{".to_vec()
            } else {
                format!(r#"{{"id":{index}}}"#).into()
            }),
        };
        (0..count).map(record).collect()
    }

    fn process(rows: &[Row]) -> Vec<Result<Outcome<()>, Rejection>> {
        let row = |row: &Row| match row.index {
            7 => panic!("at seven"),
            9 => Err(Rejection::new(Reason::NoChange, "nine")),
            _ => Ok(Outcome::new(format!("{}\n", row.id).into(), 1, ())),
        };
        rows.iter().map(row).collect()
    }

    fn map(threads: usize, group: usize, goes_on: &mut dyn FnMut() -> bool) -> Option<MappedRecords<()>> {
        let threads = NonZeroUsize::new(threads).unwrap();
        let mut options = MapOptions { threads, group, shard: None, keeps_rejected: true, goes_on };
        map_records(&records(100), &RowDecoder::default(), &mut options, process).unwrap()
    }

    #[test]
    fn rows_come_in_order_and_everything_is_accounted_for() {
        for (threads, group) in [(1, 1), (3, 1), (2, 40)] {
            let mapped = map(threads, group, &mut || true).unwrap();
            let ids: Vec<u64> =
                String::from_utf8(mapped.lines).unwrap().lines().map(|line| line.parse().unwrap()).collect();
            let expected: Vec<u64> = (0..100).filter(|id| ![5, 7, 9].contains(id)).collect();
            assert_eq!(ids, expected);
            let reasons: Vec<_> = mapped.ledger.rejected().collect();
            assert_eq!(reasons.iter().map(|(_, count)| count).sum::<u64>(), 3);
            assert!(reasons.contains(&(Reason::Panicked, 1)));
            assert_eq!((mapped.ledger.records_in(), mapped.ledger.rows()), (100, 97));
            let rejected = String::from_utf8(mapped.rejected).unwrap();
            assert_eq!(rejected.lines().count(), 3);
            assert!(rejected.contains("at seven") && rejected.contains("memory"), "{rejected}");
        }
    }

    #[test]
    fn the_caller_may_give_up() {
        let slow = |documents: &[Row]| {
            thread::sleep(PATIENCE);
            process(documents)
        };
        let threads = NonZeroUsize::MIN;
        let mut options =
            MapOptions { threads, group: 1, shard: None, keeps_rejected: false, goes_on: &mut || false };
        let mapped =
            map_records::<_, (), _>(&records(4), &RowDecoder::default(), &mut options, slow).unwrap();
        assert!(mapped.is_none());
    }

    #[test]
    fn who_gives_up_waits_for_no_record() {
        let endless = |_: &[Row]| {
            loop {
                stop::point();
                thread::sleep(Duration::from_millis(1));
            }
        };
        let threads = NonZeroUsize::new(2).unwrap();
        let mut options =
            MapOptions { threads, group: 3, shard: None, keeps_rejected: true, goes_on: &mut || false };
        let mapped = map_records::<_, (), _>(&records(100), &RowDecoder::default(), &mut options, endless);
        assert!(mapped.unwrap().is_none());
    }

    #[test]
    fn no_records_are_no_rows() {
        let mut options = MapOptions {
            threads: NonZeroUsize::MIN,
            group: 1,
            shard: None,
            keeps_rejected: true,
            goes_on: &mut || true,
        };
        let nothing = |_: &[Row]| Vec::<Result<Outcome<()>, _>>::new();
        let mapped = map_records(&[], &RowDecoder::default(), &mut options, nothing).unwrap().unwrap();
        assert_eq!((mapped.lines.len(), mapped.ledger), (0, Ledger::default()));
    }
}
