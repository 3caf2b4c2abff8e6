//! The writing end: batches are handed in as they are done and written in their order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::Value;

use super::Merge;
use super::map::{Entry, Mapped};
use crate::error::WriteError;
use crate::ledger::Ledger;
use crate::output::Output;

/// Puts batches back in order.
pub(super) struct Order<S> {
    state: Mutex<State<S>>,
    moved: Condvar,
    /// How many batches may be done before the one that is next.
    window: u64,
}

struct State<S> {
    ready: BTreeMap<u64, Mapped<S>>,
    /// The batch to be written next.
    next: u64,
    /// Nobody's while one worker writes.
    writer: Option<Writer<S>>,
    error: Option<WriteError>,
    is_lost: bool,
}

/// The output with its account.
pub(super) struct Writer<S> {
    pub(super) output: Box<Output>,
    /// Records of the input that are accounted for.
    pub(super) consumed: u64,
    pub(super) ledger: Ledger,
    pub(super) stats: S,
}

impl<S: Merge> Order<S> {
    pub(super) fn new(writer: Writer<S>, threads: usize) -> Self {
        let state =
            State { ready: BTreeMap::new(), next: 0, writer: Some(writer), error: None, is_lost: false };
        Self { state: Mutex::new(state), moved: Condvar::new(), window: 8 * threads as u64 }
    }

    /// Whether there is sense in going on.
    pub(super) fn is_well(&self) -> bool {
        let state = self.lock();
        state.error.is_none() && !state.is_lost
    }

    /// Takes a batch. Writes it, and those behind it, if it is next and nobody else does; waits if it is far ahead.
    pub(super) fn hand_in(&self, number: u64, mapped: Mapped<S>, report: &impl Fn(u64, &Ledger)) {
        let mut state = self.lock();
        while number >= state.next + self.window && state.error.is_none() && !state.is_lost {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.ready.insert(number, mapped);
        let Some(mut writer) = state.writer.take() else { return };
        loop {
            let next = state.next;
            let Some(mapped) = state.ready.remove(&next).filter(|_| state.error.is_none()) else { break };
            drop(state);
            let written = writer.write(mapped);
            report(writer.consumed, &writer.ledger);
            state = self.lock();
            state.next += 1;
            state.error = written.err();
            self.moved.notify_all();
        }
        state.writer = Some(writer);
    }

    /// Lets the others go if this worker panics, instead of leaving them to wait for it.
    pub(super) fn guard(&self) -> Guard<'_, S> {
        Guard(self)
    }

    pub(super) fn into_writer(self) -> Result<Writer<S>, WriteError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(error),
            None => Ok(state.writer.expect("the worker that wrote last gave the writer back")),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Guard<'a, S>(&'a Order<S>);

impl<S> Drop for Guard<'_, S> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.state.lock().unwrap_or_else(PoisonError::into_inner).is_lost = true;
            self.0.moved.notify_all();
        }
    }
}

impl<S: Merge> Writer<S> {
    /// A writer that goes on where an earlier run stopped, if there was one.
    pub(super) fn resume(output: Box<Output>) -> Self {
        let consumed = output.consumed();
        let (ledger, stats) = match output.begun() {
            Some((ledger, stats)) => {
                (ledger.clone(), serde_json::from_value(stats.clone()).unwrap_or_default())
            }
            None => Default::default(),
        };
        Self { output, consumed, ledger, stats }
    }

    pub(super) fn write(&mut self, mapped: Mapped<S>) -> Result<(), WriteError> {
        for entry in mapped.entries {
            match entry {
                Entry::Written { split, lines, rows, left_out } => {
                    self.output.write(split, &lines, rows)?;
                    self.ledger.count_out(rows);
                    for (reason, line) in left_out {
                        if let Some(line) = line {
                            self.output.reject(&line)?;
                        }
                        self.ledger.count_left_out(reason);
                    }
                }
                Entry::Rejected { reason, line } => {
                    if let Some(line) = line {
                        self.output.reject(&line)?;
                    }
                    self.ledger.count_rejected(reason);
                }
            }
        }
        self.stats.merge(mapped.stats);
        self.consumed = mapped.consumed;
        let stats = &self.stats;
        let figures = || serde_json::to_value(stats).unwrap_or(Value::Null);
        self.output.end_batch(self.consumed, &self.ledger, figures)
    }
}
