//! A record as it was found, before anyone looked into it.

use std::sync::Arc;

use super::HistoryEntry;

/// A record that nobody has parsed yet.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// The zero-based position among all records of the input.
    pub index: u64,
    /// The file that it stands in, as the user would name it.
    pub source: Arc<str>,
    /// The path inside a folder or archive, for source files.
    pub path: Option<String>,
    /// The one-based line, for JSON lines, or row, for Parquet.
    pub line: Option<u64>,
    /// The bytes.
    pub payload: Payload,
}

/// The bytes of a record.
#[derive(Clone, Debug)]
pub enum Payload {
    /// One JSON object: a line of a file, or a row of a Parquet file.
    Json(Vec<u8>),
    /// A source file.
    Source(Vec<u8>),
    /// A commit of a git repository, which is read when it is decoded.
    Commit(HistoryEntry),
    /// A line or file beyond all bounds, of which only the beginning was kept.
    Overlong {
        /// The beginning.
        start: Vec<u8>,
        /// The length of the whole.
        bytes: u64,
    },
}

impl RawRecord {
    /// The bytes that were kept.
    pub fn bytes(&self) -> &[u8] {
        match &self.payload {
            Payload::Commit(entry) => entry.hex().as_bytes(),
            Payload::Json(bytes) | Payload::Source(bytes) | Payload::Overlong { start: bytes, .. } => bytes,
        }
    }
}
