//! Batches in, batches out: as few records at a time as keep the work worthwhile, as many rows as the bytes allow.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{RecordBatch, RecordBatchOptions, RecordBatchReader};
use arrow_cast::{can_cast_types, cast};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use lintseq::embed::{Mapped, Transform};
use lintseq_core::Column;
use lintseq_dataset::arrow::{Batcher, Misfit, columns_of, json_lines};
use lintseq_dataset::{Ledger, Payload, RawRecord};

/// Bytes of records, as JSON, that are worked on at a time.
const SLICE_BYTES: usize = 1 << 20;
/// The most records at a time.
const SLICE_RECORDS: usize = 1024;

/// How a stream is read and written.
pub(crate) struct StreamOptions {
    /// Threads that work while a batch is made.
    pub(crate) threads: NonZeroUsize,
    /// Bytes of rows, as JSON, after which a batch is closed.
    pub(crate) batch_bytes: usize,
    /// What rejected records say they are from.
    pub(crate) source: Arc<str>,
    /// The position of the first record.
    pub(crate) first_index: u64,
}

/// Who owns the stream, as far as the stream needs to know.
pub(crate) trait Owner {
    /// Whether to go on; asked every now and then.
    fn goes_on(&mut self) -> bool;
    /// Whether anyone wants the records left out.
    fn wants_rejected(&self) -> bool;
    /// Takes a batch of them, and says whether to go on.
    fn take_rejected(&mut self, batch: RecordBatch) -> bool;
}

/// Why there is no next batch.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StreamError {
    /// The stream of records broke off.
    #[error(transparent)]
    Records(#[from] ArrowError),
    /// A row does not fit its columns.
    #[error(transparent)]
    Row(#[from] Misfit),
    /// A thread cannot be started.
    #[error("a thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
    /// The owner does not go on, and knows why.
    #[error("stopped")]
    Stopped,
}

/// A stream of rows, made of a stream of records.
pub(crate) struct Stream {
    records: Records,
    transform: Arc<Transform>,
    options: StreamOptions,
    rows: Batcher<i64>,
    /// The columns with the types that they came with, where rows carry those of their records.
    carried: Option<SchemaRef>,
    /// Rows that stand in no batch yet, a line of JSON each, and how far they have been read.
    lines: (Vec<u8>, usize),
    ledger: Arc<Mutex<Ledger>>,
    is_over: bool,
}

impl Stream {
    pub(crate) fn new(
        reader: Box<dyn RecordBatchReader + Send>,
        transform: Arc<Transform>,
        options: StreamOptions,
    ) -> Result<Self, ArrowError> {
        let schema = reader.schema();
        // A type that no record can have is better known now than at the first batch.
        json_lines(&RecordBatch::new_empty(Arc::clone(&schema)))?;
        let rows = Batcher::new(&transform.columns(&columns_of(&schema)));
        let carried = transform.carries_records().then(|| as_they_came(&rows.schema(), &schema));
        let records = Records { reader, rest: None, slice: 64, index: options.first_index };
        Ok(Self {
            records,
            transform,
            options,
            rows,
            carried,
            lines: (Vec::new(), 0),
            ledger: Arc::default(),
            is_over: false,
        })
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        self.carried.clone().unwrap_or_else(|| self.rows.schema())
    }

    pub(crate) fn ledger(&self) -> Arc<Mutex<Ledger>> {
        Arc::clone(&self.ledger)
    }

    /// The next rows. After an error there are none.
    pub(crate) fn next(&mut self, owner: &mut impl Owner) -> Result<Option<RecordBatch>, StreamError> {
        if self.is_over {
            return Ok(None);
        }
        let next = self.fill(owner);
        self.is_over = !matches!(next, Ok(Some(_)));
        next
    }

    fn fill(&mut self, owner: &mut impl Owner) -> Result<Option<RecordBatch>, StreamError> {
        let mut bytes = 0;
        loop {
            bytes += self.take_lines(bytes)?;
            let is_full = bytes >= self.options.batch_bytes;
            if self.rows.rows() > 0 && (is_full || self.records.is_between_batches()) {
                let batch = self.rows.finish()?;
                return Ok(Some(match &self.carried {
                    Some(schema) => cast_to(&batch, schema)?,
                    None => batch,
                }));
            }
            let Some(records) = self.records.next(&self.options.source)? else { return Ok(None) };
            self.map(&records, owner)?;
        }
    }

    /// Moves lines into the batch until it is full.
    fn take_lines(&mut self, mut bytes: usize) -> Result<usize, StreamError> {
        let before = bytes;
        let (lines, at) = &mut self.lines;
        while bytes < self.options.batch_bytes && *at < lines.len() {
            let length = line_length(&lines[*at..]);
            let row = serde_json::from_slice(&lines[*at..*at + length]).map_err(|error| {
                ArrowError::JsonError(format!("a row that the command made is no JSON: {error}"))
            })?;
            self.rows.push(&row)?;
            *at += length;
            bytes += length;
        }
        Ok(bytes - before)
    }

    fn map(&mut self, records: &[RawRecord], owner: &mut impl Owner) -> Result<(), StreamError> {
        let keeps_rejected = owner.wants_rejected();
        let threads = self.options.threads;
        let mapped = self.transform.map(records, threads, keeps_rejected, &mut || owner.goes_on())?;
        let Mapped { lines, rejected, ledger } = mapped.ok_or(StreamError::Stopped)?;
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).merge(&ledger);
        self.lines = (lines, 0);
        if rejected.is_empty() || owner.take_rejected(rejected_batch(&rejected)?) {
            Ok(())
        } else {
            Err(StreamError::Stopped)
        }
    }
}

/// The columns of rows, with the types that those of records have, where a value finds its way back from JSON.
fn as_they_came(rows: &Schema, records: &Schema) -> SchemaRef {
    let field = |field: &Arc<Field>| match records.field_with_name(field.name()) {
        Ok(came) if can_cast_types(field.data_type(), came.data_type()) => {
            Arc::new(came.clone().with_nullable(true))
        }
        _ => Arc::clone(field),
    };
    Arc::new(Schema::new(rows.fields().iter().map(field).collect::<Vec<_>>()))
}

fn cast_to(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type())).collect::<Result<_, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// The records of a stream.
struct Records {
    reader: Box<dyn RecordBatchReader + Send>,
    /// What is left of the current batch.
    rest: Option<RecordBatch>,
    /// How many records to take at a time.
    slice: usize,
    index: u64,
}

impl Records {
    fn is_between_batches(&self) -> bool {
        self.rest.is_none()
    }

    fn next(&mut self, source: &Arc<str>) -> Result<Option<Vec<RawRecord>>, ArrowError> {
        let batch = match self.rest.take() {
            Some(batch) => batch,
            None => match self.reader.next().transpose()? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        let count = self.slice.min(batch.num_rows());
        let lines = json_lines(&batch.slice(0, count))?;
        if count < batch.num_rows() {
            self.rest = Some(batch.slice(count, batch.num_rows() - count));
        }
        let bytes = lines.len().max(1);
        self.slice = (count.max(1) * SLICE_BYTES / bytes).clamp(1, SLICE_RECORDS);
        let record = |(index, line): (u64, &[u8])| RawRecord {
            index,
            source: Arc::clone(source),
            path: None,
            // Rows are counted from one, as those of Parquet files are.
            line: Some(index + 1),
            payload: Payload::Json(line.to_vec()),
        };
        let first = self.index;
        self.index += count as u64;
        Ok(Some((first..).zip(Lines(&lines)).map(record).collect()))
    }
}

/// The lines of a text, each without its end.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (line, rest) = self.0.split_at(line_length(self.0));
        self.0 = rest;
        (!line.is_empty()).then(|| line.strip_suffix(b"\n").unwrap_or(line))
    }
}

/// The length of the first line with its end.
fn line_length(lines: &[u8]) -> usize {
    memchr::memchr(b'\n', lines).map_or(lines.len(), |end| end + 1)
}

/// Lines about records left out, as a batch.
fn rejected_batch(lines: &[u8]) -> Result<RecordBatch, StreamError> {
    let columns = [
        Column::text("id"),
        Column::text("source"),
        Column::int("line"),
        Column::text("reason"),
        Column::text("message"),
        Column::text("record"),
    ];
    let mut rows = Batcher::<i64>::new(&columns);
    for line in Lines(lines) {
        let row = serde_json::from_slice(line)
            .map_err(|error| ArrowError::JsonError(format!("a rejected record is no JSON: {error}")))?;
        rows.push(&row)?;
    }
    Ok(rows.finish()?)
}
