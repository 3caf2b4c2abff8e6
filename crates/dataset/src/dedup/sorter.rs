//! Sorting more than fits in memory: sorted runs go to unnamed files, and are merged.
//!
//! Runs are merged as soon as there are many, and what is merged is merged again with its like, so that neither little
//! memory nor much data asks for more files at once than a process may open.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// How many runs are merged at once: each needs an open file and a buffer.
const FAN_IN: usize = 64;
const BUFFER: usize = 64 << 10;
const BYTES: usize = size_of::<u128>();

/// Sorts numbers of 128 bits.
#[derive(Debug)]
pub(crate) struct Sorter {
    folder: PathBuf,
    most: usize,
    entries: Vec<u128>,
    /// Runs by how often their entries were merged; fewer than [`FAN_IN`] of each.
    runs: Vec<Vec<File>>,
}

impl Sorter {
    /// A sorter that keeps at most so many bytes in memory, and the rest in unnamed files of a folder.
    pub(crate) fn new(folder: &Path, memory: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            most: (memory / BYTES).max(1024),
            entries: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Adds an entry.
    pub(crate) fn push(&mut self, entry: u128) -> io::Result<()> {
        if self.entries.len() == self.most {
            self.spill()?;
        }
        if self.entries.len() == self.entries.capacity() {
            // Doubling, but never beyond what is allowed.
            let more = self.entries.len().max(1024).min(self.most - self.entries.len());
            self.entries.reserve_exact(more);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.entries.sort_unstable();
        let mut run = write_run(&self.folder, self.entries.iter().map(|entry| Ok(*entry)))?;
        self.entries.clear();
        for level in 0.. {
            if self.runs.len() == level {
                self.runs.push(Vec::with_capacity(FAN_IN));
            }
            self.runs[level].push(run);
            if self.runs[level].len() < FAN_IN {
                break;
            }
            run = write_run(&self.folder, Merge::new(std::mem::take(&mut self.runs[level]))?)?;
        }
        Ok(())
    }

    /// All entries in order.
    pub(crate) fn finish(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.entries.sort_unstable();
            return Ok(Sorted::Memory(self.entries.into_iter()));
        }
        self.spill()?;
        self.entries = Vec::new();
        // The shortest first, so that little is copied once more.
        let mut runs: VecDeque<File> = self.runs.into_iter().flatten().collect();
        while runs.len() > FAN_IN {
            let merged = write_run(&self.folder, Merge::new(runs.drain(..FAN_IN).collect())?)?;
            runs.push_back(merged);
        }
        Ok(Sorted::Files(Merge::new(runs.into())?))
    }
}

fn write_run(folder: &Path, entries: impl Iterator<Item = io::Result<u128>>) -> io::Result<File> {
    let mut writer = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(folder)?);
    for entry in entries {
        writer.write_all(&entry?.to_le_bytes())?;
    }
    let mut file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

/// Sorted entries.
#[derive(Debug)]
pub(crate) enum Sorted {
    /// All of them fitted.
    Memory(std::vec::IntoIter<u128>),
    /// They come from files.
    Files(Merge),
}

impl Iterator for Sorted {
    type Item = io::Result<u128>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Memory(entries) => entries.next().map(Ok),
            Self::Files(merge) => merge.next(),
        }
    }
}

/// Merges sorted runs.
#[derive(Debug)]
pub(crate) struct Merge {
    runs: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<(u128, usize)>>,
}

impl Merge {
    fn new(files: Vec<File>) -> io::Result<Self> {
        let mut merge = Self {
            runs: files.into_iter().map(|file| BufReader::with_capacity(BUFFER, file)).collect(),
            heads: BinaryHeap::new(),
        };
        for run in 0..merge.runs.len() {
            merge.advance(run)?;
        }
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        let mut entry = [0; BYTES];
        match self.runs[run].read_exact(&mut entry) {
            Ok(()) => self.heads.push(Reverse((u128::from_le_bytes(entry), run))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

impl Iterator for Merge {
    type Item = io::Result<u128>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((entry, run)) = self.heads.pop()?;
        Some(self.advance(run).map(|()| entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_sort_as_memory_does() {
        let folder = tempfile::tempdir().unwrap();
        for count in [0, 1, 1024, 1025, 70_000, 140_000] {
            let mut sorter = Sorter::new(folder.path(), 0);
            let entries: Vec<u128> =
                (0..count).map(|at: u128| at.wrapping_mul(u128::MAX / 3 + 12_345)).collect();
            for &entry in &entries {
                sorter.push(entry).unwrap();
            }
            let files = sorter.runs.iter().map(Vec::len).sum::<usize>();
            assert!(files < 2 * FAN_IN, "{count}: {files} files are open");
            let found: Vec<u128> = sorter.finish().unwrap().collect::<io::Result<_>>().unwrap();
            let mut expected = entries;
            expected.sort_unstable();
            assert_eq!(found, expected, "{count}");
        }
    }
}
