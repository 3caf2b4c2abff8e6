//! A plan for a fleet: which files there are, how large they are, and which shard reads which of them.
//!
//! Shards by id all read everything, and each leaves most of it. A plan gives every shard whole files instead: a run of
//! neighbours in the order of the input, of about the same number of bytes. One shard after the other is therefore the
//! input, and their outputs one after the other are its output. Packing the largest files first would balance files of
//! unlike sizes a little better, and lose that order.

use std::fs;
use std::io;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};

use super::discover::{InputFile, Kind};
use super::reader::{Measured, measure};
use super::{InputOptions, Inputs};
use crate::error::{PlanError, ReadError, WriteError};
use crate::output::replace;
use crate::select::Shard;

/// Files with their sizes and hashes, split into shards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    schema: String,
    /// How many shards there are.
    pub shards: NonZeroU64,
    /// The files, in the order of the input.
    pub files: Vec<PlannedFile>,
}

/// A file of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedFile {
    /// The shard that reads it.
    pub shard: u64,
    /// The file, as the user named it or the folder that it is in.
    pub path: String,
    /// The argument that led here.
    argument: String,
    /// The path below a folder that the user named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inside: Option<String>,
    kind: Kind,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Records, good or bad.
    pub records: u64,
    /// The BLAKE3 hash of what a run reads of it.
    blake3: String,
}

/// What a planned file must turn out to be.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    blake3: String,
    /// The position of its first record among those of the whole input.
    pub(super) first: u64,
}

impl Plan {
    const SCHEMA: &'static str = "lintseq.plan/1";

    /// Reads all files once, and shares them out.
    ///
    /// # Errors
    /// If an input is none that a shard could read in part: standard input, a pipe, a repository.
    pub fn make(
        inputs: &Inputs,
        options: &InputOptions<'_>,
        shards: NonZeroU64,
    ) -> Result<Result<Self, ReadError>, PlanError> {
        for file in &inputs.files {
            let location = file.location.as_ref().filter(|_| file.kind != Kind::History);
            if !location.is_some_and(|path| path.metadata().is_ok_and(|metadata| metadata.is_file())) {
                return Err(PlanError::NoFile { path: file.name.to_string() });
            }
        }
        let measured: Result<Vec<_>, _> =
            inputs.files.par_iter().map(|file| measure(file.clone(), &inputs.exclude, options)).collect();
        Ok(measured.map(|measured| Self::share(&inputs.files, measured, shards)))
    }

    fn share(files: &[InputFile], measured: Vec<Measured>, shards: NonZeroU64) -> Self {
        let total: u64 = measured.iter().map(|file| file.bytes).sum();
        let mut before = 0;
        let planned = |(file, Measured { bytes, records, blake3 }): (&InputFile, Measured)| {
            let shard = shard_of(before, bytes, total, shards);
            before += bytes;
            PlannedFile {
                shard,
                path: file.name.to_string(),
                argument: file.argument.to_string(),
                inside: file.path.clone(),
                kind: file.kind,
                bytes,
                records,
                blake3,
            }
        };
        let files = files.iter().zip(measured).map(planned).collect();
        Self { schema: Self::SCHEMA.to_owned(), shards, files }
    }

    /// The plan in a file.
    ///
    /// # Errors
    /// If there is none.
    pub fn load(path: &Path) -> Result<Self, PlanError> {
        let failed = |message: String| PlanError::Unreadable { path: path.to_path_buf(), message };
        let text = fs::read(path).map_err(|error| failed(error.to_string()))?;
        let plan: Self = serde_json::from_slice(&text).map_err(|error| failed(error.to_string()))?;
        if plan.schema != Self::SCHEMA {
            return Err(failed(format!("its schema is {}, not {}", plan.schema, Self::SCHEMA)));
        }
        Ok(plan)
    }

    /// Writes the file that [`load`](Self::load) reads.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn store(&self, path: &Path) -> Result<(), WriteError> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        replace(path, &text.map_err(|error| WriteError::new(path, "write", error))?)
    }

    /// The files of a shard, as inputs whose records have the positions that they have in the whole.
    ///
    /// # Errors
    /// If the shard is not one of this plan, or a file is missing or of another size than planned.
    pub fn inputs(&self, shard: Shard, options: &InputOptions<'_>) -> Result<Inputs, PlanError> {
        if shard.count() != self.shards.get() {
            return Err(PlanError::OtherShards { planned: self.shards, asked: shard.count() });
        }
        let mut first = 0;
        let mut files = Vec::new();
        for file in &self.files {
            if file.shard == shard.index() {
                files.push(file.input(first)?);
            }
            first += file.records;
        }
        Inputs::of_files(files, options).map_err(PlanError::Input)
    }

    /// The bytes of every shard.
    pub fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0; self.shards.get() as usize];
        for file in &self.files {
            if let Some(size) = sizes.get_mut(file.shard as usize) {
                *size += file.bytes;
            }
        }
        sizes
    }
}

impl PlannedFile {
    fn input(&self, first: u64) -> Result<InputFile, PlanError> {
        let location = PathBuf::from(&self.path);
        let found = fs::metadata(&location)
            .map_err(|error| PlanError::Missing { path: self.path.clone(), source: error })?
            .len();
        // Of an archive, less may be read than there is.
        if found != self.bytes && self.kind != Kind::Archive {
            return Err(PlanError::OtherSize { path: self.path.clone(), planned: self.bytes, found });
        }
        Ok(InputFile {
            kind: self.kind,
            location: Some(location),
            name: self.path.as_str().into(),
            argument: self.argument.as_str().into(),
            path: self.inside.clone(),
            history: None,
            expected: Some(Expected { blake3: self.blake3.clone(), first }),
        })
    }
}

impl Expected {
    /// Whether a file with this hash is the one that was planned with.
    pub(super) fn is(&self, blake3: &str) -> bool {
        self.blake3 == blake3
    }
}

/// The shard in whose stretch of all bytes the middle of a file lies. No shard is thus larger than its share and the
/// largest file together.
fn shard_of(before: u64, bytes: u64, total: u64, shards: NonZeroU64) -> u64 {
    let middle = 2 * u128::from(before) + u128::from(bytes);
    let shard = middle * u128::from(shards.get()) / (2 * u128::from(total.max(1)));
    (shard as u64).min(shards.get() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sizes: &[u64], shards: u64, expected: &[u64]) {
        let total = sizes.iter().sum();
        let shards = NonZeroU64::new(shards).expect("there are shards");
        let mut before = 0;
        let found = sizes.iter().map(|bytes| {
            let shard = shard_of(before, *bytes, total, shards);
            before += bytes;
            shard
        });
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn files_are_shared_out_in_order_and_by_bytes() {
        check(&[10, 10, 10, 10], 2, &[0, 0, 1, 1]);
        check(&[10, 10, 10], 3, &[0, 1, 2]);
        check(&[50, 10, 10, 10, 10, 10], 2, &[0, 1, 1, 1, 1, 1]);
        // A giant among small ones has a shard for itself, and leaves one empty.
        check(&[5, 90, 5], 3, &[0, 1, 2]);
        check(&[90, 5, 5], 3, &[1, 2, 2]);
        check(&[7], 4, &[2]);
        check(&[0, 0], 3, &[0, 0]);
        check(&[], 3, &[]);
        check(&[u64::MAX / 2, u64::MAX / 2], 2, &[0, 1]);
    }
}
