//! The outputs of all shards of a run, put together to what the run as a whole would have written.
//!
//! What a part is, its manifest says: the options, the inputs, the shard, the counts. Parts that do not belong together,
//! and sets of parts that are not whole, are refused before anything is written; rows that are not as many as their
//! manifest counts end the merge without an output.
//!
//! Shards are taken one after the other. Where a plan gave them whole files, that is the order of the input. Where ids
//! chose, rows of the input that lay side by side are in different parts and no part knows where, so that a merge
//! keeps the input's order only within a shard; sorting by position would need a position on every row.

mod figures;
mod parts;

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

pub use self::parts::Parts;

use self::figures::add;
use self::parts::{Part, Rows};
use crate::error::MergeError;
use crate::input::{InputOptions, InputSummary, Inputs, Payload, Reader};
use crate::ledger::Ledger;
use crate::output::Output;

/// How many rows are written between two looks at what else there is to do.
const BATCH_ROWS: u64 = 64;

/// What a merge has to show.
#[derive(Debug)]
pub struct Merged {
    /// The sum of the parts' accounts.
    pub ledger: Ledger,
    /// Whether all parts are in the output; else it can be resumed.
    pub is_complete: bool,
}

impl Parts {
    /// The account of all parts.
    pub fn ledger(&self) -> Ledger {
        let mut sum = Ledger::default();
        self.parts.iter().for_each(|part| sum.merge(&part.manifest.records));
        sum
    }

    /// What all parts have counted, and what they have read.
    fn sums(&self) -> (Value, Vec<InputSummary>) {
        let mut stats = Value::Null;
        self.parts.iter().for_each(|part| add(&mut stats, &part.manifest.stats));
        let inputs = |part: &Part| part.manifest.inputs.clone();
        // Shards by id have all read the same.
        let read = if self.is_planned { self.parts.len() } else { 1 };
        (stats, self.parts.iter().take(read).flat_map(inputs).collect())
    }

    /// Writes the rows of all parts. `options` say how files are read, and not which.
    ///
    /// # Errors
    /// If a part cannot be read, has not the rows that it should have, or the output cannot be written.
    pub fn merge(
        &self,
        mut output: Box<Output>,
        options: &InputOptions<'_>,
        stop: &AtomicBool,
        mut progress: impl FnMut(u64),
    ) -> Result<Merged, MergeError> {
        let ledger = self.ledger();
        let (stats, inputs) = self.sums();
        let skip = output.consumed();
        let mut rows = 0;
        for part in &self.parts {
            for (split, counted) in part.files() {
                if split.is_none() && !output.keeps_rejected() {
                    continue;
                }
                let before = rows;
                let mut reader = Inputs::of_rows(&counted.path, options)?.read(options);
                while let Some(line) = next_line(&mut reader)? {
                    rows += 1;
                    if rows > skip {
                        match split {
                            Some(split) => output.write(split, &line, 1)?,
                            None => output.reject(&line)?,
                        }
                    }
                    if rows % BATCH_ROWS == 0 {
                        progress(rows);
                        if stop.load(Ordering::Relaxed) {
                            output.save(rows.max(skip), &ledger, stats)?;
                            return Ok(Merged { ledger, is_complete: false });
                        }
                        output.end_batch(rows.max(skip), &ledger, || stats.clone())?;
                    }
                }
                if counted.rows != rows - before {
                    let Rows { path, rows: counted } = counted;
                    return Err(MergeError::Rows { path, counted, found: rows - before });
                }
            }
        }
        output.finish(rows, &ledger, stats, inputs)?;
        Ok(Merged { ledger, is_complete: true })
    }
}

/// The next row with its newline.
pub(crate) fn next_line(reader: &mut Reader<'_>) -> Result<Option<Vec<u8>>, MergeError> {
    let Some(record) = reader.next().transpose()? else { return Ok(None) };
    match record.payload {
        Payload::Json(mut line) => {
            line.truncate(line.trim_ascii_end().len());
            line.push(b'\n');
            Ok(Some(line))
        }
        _ => Err(MergeError::NoRow { path: record.source.to_string() }),
    }
}
