//! Rows on their way into one file, in frames of a fixed number of records.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::compression::Compression;
use crate::error::WriteError;

/// Records of one compressed frame.
const FRAME_RECORDS: u64 = 512;
/// Bytes after which a frame ends even so, for the sake of memory.
const FRAME_BYTES: usize = 4 << 20;
/// Bytes that an uncompressed stream gathers before it writes.
const BUFFER_BYTES: usize = 64 << 10;

/// A file that rows are appended to.
pub(super) struct RowStream {
    sink: Sink,
    path: PathBuf,
    compression: Compression,
    state: StreamState,
}

enum Sink {
    Partial(File),
    Device(Box<dyn Write + Send>),
}

/// How far a stream has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StreamState {
    /// Bytes in the file.
    pub(super) bytes: u64,
    /// Rows in the file and pending.
    pub(super) rows: u64,
    /// Rows of the open frame.
    pending: String,
    /// Records of the open frame.
    pending_records: u64,
}

impl StreamState {
    /// The state of a stream with so many bytes and no open frame.
    pub(super) fn of_bytes(bytes: u64) -> Self {
        Self { bytes, ..Self::default() }
    }
}

impl RowStream {
    /// A stream into a partial, from where `state` says; what the file holds beyond is cut off.
    pub(super) fn partial(
        path: &Path,
        compression: Compression,
        state: StreamState,
    ) -> Result<Self, WriteError> {
        let failed = |error| WriteError::new(path, "write", error);
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() < state.bytes {
            let error = io::Error::other("it is shorter than its checkpoint says; run without --resume");
            return Err(failed(error));
        }
        file.set_len(state.bytes).map_err(failed)?;
        file.seek(SeekFrom::Start(state.bytes)).map_err(failed)?;
        Ok(Self { sink: Sink::Partial(file), path: path.to_path_buf(), compression, state })
    }

    /// A stream into something that only takes bytes.
    pub(super) fn device(path: &Path, compression: Compression, device: Box<dyn Write + Send>) -> Self {
        let state = StreamState::default();
        Self { sink: Sink::Device(device), path: path.to_path_buf(), compression, state }
    }

    /// Appends the rows of one record, each with its newline.
    pub(super) fn push(&mut self, lines: &[u8], rows: u64) -> Result<(), WriteError> {
        let lines = std::str::from_utf8(lines).map_err(|error| {
            WriteError::new(&self.path, "write", io::Error::new(io::ErrorKind::InvalidData, error))
        })?;
        let state = &mut self.state;
        state.pending.push_str(lines);
        state.pending_records += 1;
        state.rows += rows;
        let is_full = match self.compression {
            Compression::None => state.pending.len() >= BUFFER_BYTES,
            _ => state.pending_records >= FRAME_RECORDS || state.pending.len() >= FRAME_BYTES,
        };
        if is_full { self.seal() } else { Ok(()) }
    }

    /// Ends the open frame.
    pub(super) fn seal(&mut self) -> Result<(), WriteError> {
        let pending = std::mem::take(&mut self.state.pending);
        self.state.pending_records = 0;
        let failed = |error| WriteError::new(&self.path, "write", error);
        let frame;
        let bytes = if self.compression == Compression::None {
            pending.as_bytes()
        } else {
            frame = self.compression.frame(pending.as_bytes()).map_err(failed)?;
            &frame
        };
        match &mut self.sink {
            Sink::Partial(file) => file.write_all(bytes).map_err(failed)?,
            Sink::Device(device) => {
                device.write_all(bytes).and_then(|()| device.flush()).map_err(failed)?;
            }
        }
        self.state.bytes += bytes.len() as u64;
        // The memory is kept for the next frame.
        self.state.pending = pending;
        self.state.pending.clear();
        Ok(())
    }

    /// Hands on what need not wait: an uncompressed stream has no frames.
    pub(super) fn flush(&mut self) -> Result<(), WriteError> {
        if self.compression == Compression::None { self.seal() } else { Ok(()) }
    }

    /// How far the stream has come, once that much of it is safely on the disk.
    pub(super) fn checkpoint(&mut self) -> Result<StreamState, WriteError> {
        self.flush()?;
        self.sync()?;
        Ok(self.state.clone())
    }

    /// Ends the last frame, and waits for the disk.
    pub(super) fn finish(&mut self) -> Result<(), WriteError> {
        // A compressed file without rows holds a frame of nothing: an empty file would be no such format.
        if !self.state.pending.is_empty() || self.state.bytes == 0 {
            self.seal()?;
        }
        self.sync()
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.state.bytes
    }

    pub(super) const fn rows(&self) -> u64 {
        self.state.rows
    }

    fn sync(&self) -> Result<(), WriteError> {
        match &self.sink {
            Sink::Partial(file) => {
                file.sync_data().map_err(|error| WriteError::new(&self.path, "sync", error))
            }
            Sink::Device(_) => Ok(()),
        }
    }
}
