//! The records that topics are found from: a seeded sample, the same in any order and of any parts.

use super::features::Features;
use crate::hash::draw;

/// How many records are looked at where there are more; topics of fewer are none.
const RECORDS: usize = 10_000;
/// The fewest records for each topic.
const FOR_EACH: usize = 30;

/// The records with the smallest seeded hashes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Training {
    records: Vec<(u64, Features)>,
    most: usize,
    seed: u64,
}

impl Training {
    /// Nothing yet, for so many topics.
    pub fn new(topics: usize, seed: u64) -> Self {
        Self { records: Vec::new(), most: RECORDS.max(FOR_EACH * topics), seed }
    }

    /// Adds a record, by its content.
    pub fn add(&mut self, content: &str, features: impl FnOnce() -> Features) {
        // Copies of a record are one record, and those that come later in another order the same.
        let hash = draw("training", self.seed, content);
        let features = features();
        if !features.is_empty() {
            self.records.push((hash, features));
            self.prune(2);
        }
    }

    /// Adds the records of another part of the input.
    pub fn merge(&mut self, other: Self) {
        (self.most, self.seed) = (self.most.max(other.most), self.seed.max(other.seed));
        self.records.extend(other.records);
        self.prune(2);
    }

    pub(super) fn finish(mut self) -> Vec<Features> {
        self.prune(1);
        self.records.sort_unstable_by_key(|(hash, _)| *hash);
        self.records.dedup_by_key(|(hash, _)| *hash);
        self.records.into_iter().map(|(_, features)| features).collect()
    }

    fn prune(&mut self, times: usize) {
        if self.most > 0 && self.records.len() > times * self.most {
            self.records.sort_unstable_by_key(|(hash, _)| *hash);
            self.records.dedup_by_key(|(hash, _)| *hash);
            self.records.truncate(self.most);
        }
    }
}
