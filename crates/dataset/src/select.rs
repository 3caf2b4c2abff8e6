//! Which records a run takes: a shard of them, a sample of them.

use std::collections::BinaryHeap;
use std::fmt;
use std::str::FromStr;

use crate::decode::Decoder;
use crate::decode::Item as _;
use crate::error::{InputError, ReadError};
use crate::hash::draw;
use crate::input::RawRecord;

/// One of several runs that together take every record once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
}

impl Shard {
    /// Which shard it is, from zero.
    pub const fn index(self) -> u64 {
        self.index
    }

    /// How many shards there are.
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Whether the record with this key belongs to the shard.
    pub fn takes(self, key: &str) -> bool {
        draw("shard", 0, key) % self.count == self.index
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        let parse = || {
            let (index, count) = text.split_once('/')?;
            let shard = Self { index: index.parse().ok()?, count: count.parse().ok()? };
            (shard.index < shard.count).then_some(shard)
        };
        parse().ok_or_else(|| InputError::Shard { text: text.to_owned() })
    }
}

/// The records of a sample, by their positions in the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    indices: Vec<u64>,
}

impl Sample {
    /// Draws `count` records: those whose seeded hash of the id is smallest, so that a larger sample contains a
    /// smaller one. Reads the input once, and keeps no more than the sample's positions.
    ///
    /// # Errors
    /// If the input breaks off.
    pub fn draw<D: Decoder>(
        records: impl Iterator<Item = Result<RawRecord, ReadError>>,
        decoder: &D,
        count: usize,
        seed: u64,
    ) -> Result<Self, ReadError> {
        let mut smallest = BinaryHeap::new();
        for record in records {
            let record = record?;
            let hash = match decoder.decode(&record) {
                Ok(item) => draw("sample", seed, &item.key()),
                Err(rejected) => draw("sample", seed, &rejected.key(&record)),
            };
            smallest.push((hash, record.index));
            if smallest.len() > count {
                smallest.pop();
            }
        }
        let mut indices: Vec<_> = smallest.into_iter().map(|(_, index)| index).collect();
        indices.sort_unstable();
        Ok(Self { indices })
    }

    /// Whether the record at this position is in the sample.
    pub fn takes(&self, index: u64) -> bool {
        self.indices.binary_search(&index).is_ok()
    }
}
