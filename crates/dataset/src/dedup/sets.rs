//! The shingles of every record on the disk, for those pairs whose similarity is computed and not estimated.
//!
//! Of each hash the upper half is kept: among a thousand shingles, one pair in ten thousand programs then counts as
//! one shingle too few, which moves a similarity by a thousandth.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::shingles::mix;
use super::standings::read_at;

/// The set of a record's shingles, in order.
pub(crate) fn set_of(shingles: &[u64]) -> Vec<u32> {
    let mut set: Vec<u32> = shingles.iter().map(|shingle| (shingle >> 32) as u32).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Writes sets of shingles, in any order of records.
#[derive(Debug)]
pub(crate) struct SetWriter {
    file: BufWriter<File>,
    /// Where the set of each record starts, and how many shingles it has.
    places: Vec<(u64, u32)>,
    at: u64,
}

impl SetWriter {
    /// A writer to an unnamed file in a folder.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile_in(folder)?), places: Vec::new(), at: 0 })
    }

    /// Adds the set of a record.
    pub(crate) fn write(&mut self, record: u32, set: &[u32]) -> io::Result<()> {
        let record = record as usize;
        if self.places.len() <= record {
            self.places.resize(record + 1, (0, 0));
        }
        self.places[record] = (self.at, set.len() as u32);
        for shingle in set {
            self.file.write_all(&shingle.to_le_bytes())?;
        }
        self.at += 4 * set.len() as u64;
        Ok(())
    }

    /// The sets, to be read in any order.
    pub(crate) fn finish(self) -> io::Result<Sets> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Sets { file, places: self.places, recent: FxHashMap::default(), shingles: 0 })
    }
}

/// Sets of shingles, read back.
#[derive(Debug)]
pub(crate) struct Sets {
    file: File,
    places: Vec<(u64, u32)>,
    /// The sets of the bucket that is being looked at.
    recent: FxHashMap<u32, Vec<u32>>,
    shingles: usize,
}

/// How many shingles are held at once.
const MOST: usize = 4 << 20;

impl Sets {
    /// Forgets what was read: another bucket comes.
    pub(crate) fn forget(&mut self) {
        self.recent.clear();
        self.shingles = 0;
    }

    /// The Jaccard similarity of two records: shingles in both over shingles in any.
    pub(crate) fn similarity(&mut self, one: u32, other: u32) -> io::Result<f64> {
        if self.shingles > MOST {
            self.forget();
        }
        self.fetch(one)?;
        self.fetch(other)?;
        Ok(jaccard(&self.recent[&one], &self.recent[&other]))
    }

    /// A hash of a record's set.
    pub(crate) fn hash_of(&mut self, record: u32) -> io::Result<u64> {
        if let Some(set) = self.recent.get(&record) {
            return Ok(hash_of(set));
        }
        Ok(hash_of(&self.read(record)?))
    }

    fn fetch(&mut self, record: u32) -> io::Result<()> {
        if !self.recent.contains_key(&record) {
            let set = self.read(record)?;
            self.shingles += set.len();
            self.recent.insert(record, set);
        }
        Ok(())
    }

    fn read(&self, record: u32) -> io::Result<Vec<u32>> {
        let (start, count) = self.places[record as usize];
        let mut bytes = vec![0; count as usize * 4];
        let mut have = 0;
        while have < bytes.len() {
            match read_at(&self.file, &mut bytes[have..], start + have as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                more => have += more,
            }
        }
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }
}

fn hash_of(set: &[u32]) -> u64 {
    set.iter().fold(0, |all, &shingle| mix(all ^ u64::from(shingle)))
}

/// The Jaccard similarity of two sorted sets; two empty ones are equal.
fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let (mut left, mut right, mut shared) = (0, 0, 0usize);
    while left < one.len() && right < other.len() {
        let (a, b) = (one[left], other[right]);
        shared += usize::from(a == b);
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    let any = one.len() + other.len() - shared;
    if any == 0 { 1.0 } else { shared as f64 / any as f64 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn similarity_is_that_of_sets(one in prop::collection::vec(0..30u64, 0..40), other in prop::collection::vec(0..30u64, 0..40)) {
            let folder = tempfile::tempdir().unwrap();
            let mut writer = SetWriter::new(folder.path()).unwrap();
            let upper = |set: &[u64]| set_of(&set.iter().map(|number| number << 32).collect::<Vec<_>>());
            writer.write(1, &upper(&one)).unwrap();
            writer.write(0, &upper(&other)).unwrap();
            let found = writer.finish().unwrap().similarity(0, 1).unwrap();
            let (one, other): (BTreeSet<_>, BTreeSet<_>) = (one.into_iter().collect(), other.into_iter().collect());
            let any = one.union(&other).count();
            let expected = if any == 0 { 1.0 } else { one.intersection(&other).count() as f64 / any as f64 };
            prop_assert!((found - expected).abs() < 1e-12);
        }
    }
}
