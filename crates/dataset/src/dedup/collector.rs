//! All marks together: keys are sorted, on the disk where memory does not suffice, and records that share one meet.

use std::io;
use std::path::PathBuf;

use super::buckets::{Entry, Rule};
use super::clusters::Clusters;
use super::decisions::{Decisions, Keep};
use super::mark::Mark;
use super::sets::SetWriter;
use super::sorter::Sorter;
use super::standings::{StandingWriter, Standings};

/// How marks are brought together.
#[derive(Clone, Debug)]
pub struct CollectOptions {
    /// Joins only records of at least this Jaccard similarity, computed and not estimated.
    pub verify: Option<f64>,
    /// Bytes for sorting; more goes to unnamed files.
    pub memory: usize,
    /// The folder of the unnamed files.
    pub folder: PathBuf,
}

/// The fewest bytes of memory that can be kept to: reading takes nearly as many before anything is remembered.
pub const LEAST_MEMORY: u64 = 80_000_000;

/// Bytes for sorting, of so many in all for a process that reads on so many threads.
pub fn memory_for_sorting(all: u64, threads: usize) -> usize {
    const FOR_READING: u64 = 48 << 20;
    const FOR_A_THREAD: u64 = 4 << 20;
    let taken = FOR_READING + FOR_A_THREAD * threads as u64;
    // Memory that grows is there twice for a moment, the old half and the new whole; shingles are looked at besides.
    usize::try_from(all.saturating_sub(taken) / 2).unwrap_or(usize::MAX)
}

/// The marks of all records.
#[derive(Debug)]
pub struct Collector {
    options: CollectOptions,
    exact: Sorter,
    bands: Sorter,
    sets: Option<SetWriter>,
    standings: StandingWriter,
    error: Option<io::Error>,
}

impl Collector {
    /// A collector without marks.
    ///
    /// # Errors
    /// If no file can be made in the folder.
    pub fn new(options: CollectOptions) -> io::Result<Self> {
        let sets = options.verify.map(|_| SetWriter::new(&options.folder)).transpose()?;
        Ok(Self {
            // Only one of the two is ever filled; what is not touched costs nothing.
            exact: Sorter::new(&options.folder, options.memory),
            bands: Sorter::new(&options.folder, options.memory),
            standings: StandingWriter::new(&options.folder)?,
            sets,
            error: None,
            options,
        })
    }

    /// Adds the mark of a record. Records are numbered by the caller, in any order, and each comes once. What cannot
    /// be written is reported by [`Self::connect`].
    pub fn add(&mut self, record: u32, mark: &Mark) {
        if self.error.is_none() {
            self.error = self.write(record, mark).err();
        }
    }

    fn write(&mut self, record: u32, mark: &Mark) -> io::Result<()> {
        self.standings.write(record, &mark.record)?;
        if let Some(content) = mark.exact {
            self.exact.push(Entry::new((content >> 64) as u64, (content >> 32) as u32, record).0)?;
        }
        let signature = mark.signature();
        for &key in &mark.bands {
            self.bands.push(Entry::new(key, signature, record).0)?;
        }
        match &mut self.sets {
            Some(sets) => sets.write(record, &mark.shingles),
            None => Ok(()),
        }
    }

    /// Joins what is alike, and hands on every pair that made one cluster of two.
    ///
    /// # Errors
    /// If a file cannot be read, or a mark could not be written.
    pub fn connect(self, mut joined: impl FnMut(u32, u32)) -> io::Result<Connected> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let standings = self.standings.finish()?;
        let mut clusters = Clusters::new(standings.records());
        let near = match (self.options.verify, self.sets) {
            (Some(threshold), Some(sets)) => Rule::Similar(threshold, Box::new(sets.finish()?)),
            _ => Rule::Always,
        };
        for (sorter, mut rule) in [(self.exact, Rule::SameSignature), (self.bands, near)] {
            let mut bucket: Vec<Entry> = Vec::new();
            for entry in sorter.finish()? {
                let entry = Entry(entry?);
                if bucket.first().is_some_and(|first| first.key() != entry.key()) {
                    rule.join(&bucket, &mut clusters, &mut joined)?;
                    bucket.clear();
                }
                bucket.push(entry);
            }
            rule.join(&bucket, &mut clusters, &mut joined)?;
        }
        Ok(Connected { clusters, standings })
    }
}

/// Records in their clusters.
#[derive(Debug)]
pub struct Connected {
    clusters: Clusters,
    standings: Standings,
}

impl Connected {
    /// The name of a record that was added.
    ///
    /// # Errors
    /// If it cannot be read back.
    pub fn record(&self, record: u32) -> io::Result<String> {
        self.standings.get(record)
    }

    /// Whether a record of this number was added.
    pub fn has(&self, record: u32) -> bool {
        self.standings.has(record)
    }

    /// One more than the highest number of a record.
    pub fn records(&self) -> u32 {
        self.standings.records()
    }

    /// What becomes of every record.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn decide(mut self, keep: Keep) -> io::Result<Decisions> {
        Decisions::of_clusters(&mut self.clusters, self.standings, keep)
    }
}
