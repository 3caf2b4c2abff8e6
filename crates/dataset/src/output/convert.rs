//! Staged JSON lines into Parquet, in bounded memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{Column, Inference};
use crate::compression::Compression;
use crate::error::WriteError;
use crate::parquet::ParquetFile;

/// The declared columns, or those that the staged rows show where none are declared.
pub(super) fn columns(staged: &[PathBuf], declared: &[Column]) -> Result<Vec<Column>, WriteError> {
    if !declared.is_empty() {
        return Ok(declared.to_vec());
    }
    let mut inference = Inference::default();
    for path in staged {
        for_each_row(path, |row, _| {
            inference.observe(row);
            Ok(())
        })
        .map_err(|error| failed(path, error))?;
    }
    Ok(inference.columns())
}

/// Writes the rows of a staged file as Parquet, and gives the size.
pub(super) fn convert(staged: &Path, to: &Path, columns: &[Column]) -> Result<u64, WriteError> {
    let run = || {
        let mut parquet = ParquetFile::create(File::create(to)?, columns)?;
        for_each_row(staged, |row, bytes| parquet.push(row, bytes))?;
        let file = parquet.finish()?;
        file.sync_data()?;
        Ok(file.metadata()?.len())
    };
    run().map_err(|error| failed(to, error))
}

fn for_each_row(
    path: &Path,
    mut visit: impl FnMut(&Map<String, Value>, usize) -> io::Result<()>,
) -> io::Result<()> {
    let mut rows = Compression::Zstd.reader(BufReader::new(File::open(path)?))?;
    let mut line = Vec::new();
    while rows.read_until(b'\n', &mut line)? > 0 {
        visit(&serde_json::from_slice(&line)?, line.len())?;
        line.clear();
    }
    Ok(())
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    if error.kind() == io::ErrorKind::InvalidData {
        WriteError::Columns { path: path.to_path_buf(), message: error.to_string() }
    } else {
        WriteError::new(path, "write", error)
    }
}
