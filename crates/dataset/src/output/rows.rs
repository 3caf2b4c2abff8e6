//! The rows of one split: a file, or several of bounded size.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::stream::{RowStream, StreamState};
use crate::compression::Compression;
use crate::error::WriteError;

/// Rows that go to numbered partials, or to a single one.
pub(super) struct Rows {
    place: Place,
    compression: Compression,
    finished: Vec<FinishedShard>,
    stream: RowStream,
}

/// Where the partials lie.
#[derive(Clone, Debug)]
pub(super) enum Place {
    One(PathBuf),
    /// Files in a folder, named by a prefix and a number, closed at a size in bytes.
    Many {
        folder: PathBuf,
        prefix: &'static str,
        shard_bytes: u64,
    },
}

/// A partial that takes no more rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FinishedShard {
    pub(super) bytes: u64,
    pub(super) rows: u64,
}

/// How far the rows have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RowsState {
    finished: Vec<FinishedShard>,
    current: StreamState,
}

impl Rows {
    pub(super) fn open(place: Place, compression: Compression, state: RowsState) -> Result<Self, WriteError> {
        for (at, shard) in state.finished.iter().enumerate() {
            // Opening cuts the partial to its length, or finds that it has lost something.
            RowStream::partial(&place.path(at), compression, StreamState::of_bytes(shard.bytes))?;
        }
        let path = place.path(state.finished.len());
        let stream = RowStream::partial(&path, compression, state.current)?;
        Ok(Self { place, compression, finished: state.finished, stream })
    }

    pub(super) fn device(path: &Path, stream: RowStream, compression: Compression) -> Self {
        Self { place: Place::One(path.to_path_buf()), compression, finished: Vec::new(), stream }
    }

    pub(super) fn push(&mut self, lines: &[u8], rows: u64) -> Result<(), WriteError> {
        self.stream.push(lines, rows)?;
        match self.place {
            // Only the bytes of whole frames count, which are the same wherever a run was interrupted.
            Place::Many { shard_bytes, .. } if self.stream.bytes() >= shard_bytes => self.roll(),
            _ => Ok(()),
        }
    }

    pub(super) fn flush(&mut self) -> Result<(), WriteError> {
        self.stream.flush()
    }

    pub(super) fn checkpoint(&mut self) -> Result<RowsState, WriteError> {
        Ok(RowsState { finished: self.finished.clone(), current: self.stream.checkpoint()? })
    }

    /// Ends the last partial; the paths and counts of all.
    pub(super) fn finish(&mut self) -> Result<Vec<(PathBuf, FinishedShard)>, WriteError> {
        self.stream.finish()?;
        let mut shards = self.finished.clone();
        if shards.is_empty() || self.stream.rows() > 0 {
            shards.push(FinishedShard { bytes: self.stream.bytes(), rows: self.stream.rows() });
        }
        let path = |(at, shard)| (self.place.path(at), shard);
        Ok(shards.into_iter().enumerate().map(path).collect())
    }

    fn roll(&mut self) -> Result<(), WriteError> {
        self.stream.finish()?;
        self.finished.push(FinishedShard { bytes: self.stream.bytes(), rows: self.stream.rows() });
        let path = self.place.path(self.finished.len());
        self.stream = RowStream::partial(&path, self.compression, StreamState::default())?;
        Ok(())
    }
}

impl Place {
    fn path(&self, number: usize) -> PathBuf {
        match self {
            Self::One(path) => path.clone(),
            Self::Many { folder, prefix, .. } => folder.join(format!("{prefix}-{number:05}.partial")),
        }
    }
}
