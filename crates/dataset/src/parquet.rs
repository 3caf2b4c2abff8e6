//! Parquet, in both directions, with JSON on our side of the border.
//!
//! Rows come in as JSON lines, so that a Parquet row and a line of a file take one path from there on; they go
//! out from JSON rows by columns that are known beforehand. Nothing else of the crate knows Arrow.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::{CastOptions, cast_with_options};
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

mod build;

use self::build::{Builder, arrow_type};
use crate::output::Column;

/// Rows in memory at a time when reading: programs are large, batches need not be.
const READ_ROWS: usize = 64;
/// Bytes of text in memory before they are encoded.
const ENCODE_BYTES: usize = 8 << 20;
/// Bytes of one encoded row group.
const ROW_GROUP_BYTES: usize = 32 << 20;

/// The rows of a Parquet file as JSON objects.
pub(crate) struct ParquetRows {
    batches: ParquetRecordBatchReader,
    /// The rows of the current batch, a line each.
    lines: Vec<u8>,
    at: usize,
}

impl ParquetRows {
    pub(crate) fn open(file: File) -> io::Result<Self> {
        contained(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(from_parquet)?;
            let batches = builder.with_batch_size(READ_ROWS).build().map_err(from_parquet)?;
            Ok(Self { batches, lines: Vec::new(), at: 0 })
        })
    }

    pub(crate) fn next_row(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.lines[self.at..]) {
                let row = self.lines[self.at..self.at + length].to_vec();
                self.at += length + 1;
                return Ok(Some(row));
            }
            let Some(batch) = contained(|| self.batches.next().transpose().map_err(from_arrow))? else {
                return Ok(None);
            };
            self.lines.clear();
            self.at = 0;
            let mut writer =
                WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut self.lines);
            let encoded = contained(|| {
                writer.write(&with_text(&batch).map_err(from_arrow)?).map_err(from_arrow)?;
                writer.finish().map_err(from_arrow)
            });
            drop(writer);
            encoded?;
        }
    }
}

/// The batch with its binary columns as text, which is what they hold where a writer knew no strings; otherwise
/// they would arrive as hexadecimal digits, which look like a program.
fn with_text(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let is_binary =
        |kind: &DataType| matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView);
    if !batch.schema().fields().iter().any(|field| is_binary(field.data_type())) {
        return Ok(batch.clone());
    }
    let options = CastOptions { safe: true, ..CastOptions::default() };
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if is_binary(field.data_type()) {
            fields.push(Arc::new(Field::new(field.name(), DataType::LargeUtf8, true)));
            columns.push(cast_with_options(column, &DataType::LargeUtf8, &options)?);
        } else {
            fields.push(Arc::clone(field));
            columns.push(Arc::clone(column));
        }
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// A Parquet file being written, in bounded memory.
pub(crate) struct ParquetFile {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    columns: Vec<(Column, Builder)>,
    buffered: usize,
}

impl ParquetFile {
    pub(crate) fn create(file: File, columns: &[Column]) -> io::Result<Self> {
        let fields: Vec<_> =
            columns.iter().map(|column| Field::new(&column.name, arrow_type(&column.kind), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let level = ZstdLevel::try_new(3).map_err(from_parquet)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer =
            ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(from_parquet)?;
        let columns = columns.iter().map(|column| (column.clone(), Builder::new(&column.kind))).collect();
        Ok(Self { writer, schema, columns, buffered: 0 })
    }

    /// Adds a row. Keys that are no column are an error of kind `InvalidData`, and so are values of another type.
    pub(crate) fn push(&mut self, row: &Map<String, Value>, bytes: usize) -> io::Result<()> {
        for (column, builder) in &mut self.columns {
            builder
                .push(row.get(&column.name).unwrap_or(&Value::Null))
                .map_err(|value| invalid(format!("column `{}` cannot hold {value}", column.name)))?;
        }
        self.buffered += bytes;
        if self.buffered >= ENCODE_BYTES { self.encode() } else { Ok(()) }
    }

    /// Writes what is left, and the footer.
    pub(crate) fn finish(mut self) -> io::Result<File> {
        self.encode()?;
        self.writer.into_inner().map_err(from_parquet)
    }

    fn encode(&mut self) -> io::Result<()> {
        let columns: Vec<_> = self
            .columns
            .iter_mut()
            .map(|(_, builder)| builder.finish())
            .collect::<Result<_, _>>()
            .map_err(from_arrow)?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(from_arrow)?;
        self.writer.write(&batch).map_err(from_parquet)?;
        self.buffered = 0;
        if self.writer.in_progress_size() >= ROW_GROUP_BYTES {
            self.writer.flush().map_err(from_parquet)?;
        }
        Ok(())
    }
}

/// Runs foreign decoding code, of which a damaged file may make a panic.
fn contained<T>(decode: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err(invalid("the Parquet decoder gave up")))
}

fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}

fn from_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::EOF(message) => io::Error::new(io::ErrorKind::UnexpectedEof, message),
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => invalid(error.to_string()),
        },
        other => invalid(other.to_string()),
    }
}

fn from_arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        other => invalid(other.to_string()),
    }
}
