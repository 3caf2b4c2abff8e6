//! The reading end: batches of bounded size, in order.

use std::sync::atomic::{AtomicBool, Ordering};

use super::RunOptions;
use crate::error::ReadError;
use crate::input::{InputSummary, RawRecord, Reader};
use crate::select::Sample;

/// Records of a batch.
const BATCH_RECORDS: u64 = 64;
/// Bytes of a batch.
const BATCH_BYTES: usize = 128 << 10;

/// Where workers get their batches.
pub(super) struct Intake<'a> {
    reader: Option<Reader<'a>>,
    sample: Option<&'a Sample>,
    stop: &'a AtomicBool,
    /// Records that an earlier run accounted for.
    skip: u64,
    threads: u64,
    group: u64,
    next_number: u64,
    error: Option<ReadError>,
    is_complete: bool,
}

impl<'a> Intake<'a> {
    pub(super) fn new(reader: Reader<'a>, skip: u64, threads: usize, options: &'a RunOptions<'_>) -> Self {
        Self {
            reader: Some(reader),
            sample: options.sample.as_ref(),
            stop: options.stop,
            skip,
            threads: threads as u64,
            group: options.group.max(1) as u64,
            next_number: 0,
            error: None,
            is_complete: false,
        }
    }

    /// The next batch with its number; nothing at the end, after an error, or when the run is to stop.
    pub(super) fn next_batch(&mut self) -> Option<(u64, Vec<RawRecord>)> {
        if self.is_complete || self.error.is_some() {
            return None;
        }
        // The first batches are small, so that a few large programs already keep all threads busy.
        let limit = (self.next_number / self.threads + 1) * self.group;
        let limit = limit.min(BATCH_RECORDS.max(self.group)) as usize;
        let mut records = Vec::with_capacity(limit);
        let mut bytes = 0;
        while records.len() < limit && bytes < BATCH_BYTES {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            match self.reader.as_mut()?.next() {
                None => {
                    self.is_complete = true;
                    break;
                }
                Some(Err(error)) => {
                    self.error = Some(error);
                    break;
                }
                Some(Ok(record)) => {
                    let is_taken = self.sample.is_none_or(|sample| sample.takes(record.index));
                    if record.index >= self.skip && is_taken {
                        bytes += record.bytes().len();
                        records.push(record);
                    }
                }
            }
        }
        if records.is_empty() {
            return None;
        }
        let number = self.next_number;
        self.next_number += 1;
        Some((number, records))
    }

    /// The error that ended the input, or what was read if all of it was.
    pub(super) fn into_end(self) -> (Option<ReadError>, Option<Vec<InputSummary>>) {
        let inputs = self.reader.filter(|_| self.is_complete).map(Reader::into_summaries);
        (self.error, inputs)
    }
}
