//! Parquet, in both directions: files around the batches of [`arrow`](crate::arrow).

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use crate::arrow::{Batcher, columns_of, json_lines};
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
            self.at = 0;
            self.lines = contained(|| json_lines(&batch).map_err(from_arrow))?;
        }
    }
}

/// The columns of a Parquet file.
pub(crate) fn columns_of_file(path: &Path) -> io::Result<Vec<Column>> {
    let file = File::open(path)?;
    contained(|| {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(from_parquet)?;
        Ok(columns_of(builder.schema()))
    })
}

/// A Parquet file being written, in bounded memory.
pub(crate) struct ParquetFile {
    writer: ArrowWriter<File>,
    batcher: Batcher<i32>,
    buffered: usize,
}

impl ParquetFile {
    pub(crate) fn create(file: File, columns: &[Column]) -> io::Result<Self> {
        let batcher = Batcher::new(columns);
        let level = ZstdLevel::try_new(3).map_err(from_parquet)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, batcher.schema(), Some(properties)).map_err(from_parquet)?;
        Ok(Self { writer, batcher, buffered: 0 })
    }

    /// Adds a row. A value of another type than its column is an error of kind `InvalidData`.
    pub(crate) fn push(&mut self, row: &Map<String, Value>, bytes: usize) -> io::Result<()> {
        self.batcher.push(row).map_err(|misfit| invalid(misfit.to_string()))?;
        self.buffered += bytes;
        if self.buffered >= ENCODE_BYTES { self.encode() } else { Ok(()) }
    }

    /// Writes what is left, and the footer.
    pub(crate) fn finish(mut self) -> io::Result<File> {
        self.encode()?;
        self.writer.into_inner().map_err(from_parquet)
    }

    fn encode(&mut self) -> io::Result<()> {
        let batch = self.batcher.finish().map_err(from_arrow)?;
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
