//! What is needed of a record to decide about it: keys that duplicates share, and a standing among them.

use super::minhash::{MinHash, Near};
use super::sets::set_of;
use super::shingles::{hash_of_tokens, mix};
use super::standing::{Priority, standing};
use crate::decode::Line;
use crate::texts::Texts;

/// What makes two records duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same bytes.
    Bytes,
    /// The same code tokens: white space aside, the same.
    Tokens,
    /// Similar sets of shingles.
    Near(Near),
}

/// What is looked at in a record.
#[derive(Clone, Debug)]
pub struct MarkOptions {
    /// What makes two records duplicates.
    pub likeness: Likeness,
    /// The fields that are compared.
    pub texts: Texts,
    /// Columns that make a record stay, in order of weight.
    pub priorities: Vec<Priority>,
    /// Whether shingles are kept, so that similarities can be computed.
    pub keep_shingles: bool,
}

/// Marks records; one for each thread.
#[derive(Clone, Debug)]
pub struct Marker {
    options: MarkOptions,
    minhash: Option<MinHash>,
}

/// What is needed of a record to decide about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Names the record, and says whether it stays rather than another: the smaller text does.
    pub record: String,
    /// A hash of the content, where only the same content makes duplicates.
    pub exact: Option<u128>,
    /// The keys of bands, where similar content does: those who share one are candidates.
    pub bands: Vec<u64>,
    /// The shingles, in order, where they are kept.
    pub shingles: Vec<u32>,
}

impl Marker {
    /// A marker.
    pub fn new(options: MarkOptions) -> Self {
        let minhash = match &options.likeness {
            Likeness::Near(near) => Some(MinHash::new(near)),
            Likeness::Bytes | Likeness::Tokens => None,
        };
        Self { options, minhash }
    }

    /// Marks a row; nothing if it has none of the texts. `existing` says that it belongs to a corpus that stays as it
    /// is.
    pub fn mark(&mut self, line: &Line, existing: bool) -> Option<Mark> {
        let texts = &self.options.texts;
        let mut found = texts.numbered(&line.row.fields).peekable();
        found.peek()?;
        let mut mark = Mark { record: standing(existing, &self.options.priorities, line), ..Mark::default() };
        match &mut self.minhash {
            Some(minhash) => {
                mark.bands = minhash.keys(found).collect();
                if self.options.keep_shingles {
                    mark.shingles = set_of(minhash.shingles());
                }
            }
            None if self.options.likeness == Likeness::Bytes => mark.exact = Some(hash_of_bytes(found)),
            None => mark.exact = Some(hash_of_tokens(found)),
        }
        Some(mark)
    }
}

impl Mark {
    /// What all keys together come to, so that records of one bucket have an order of their own.
    pub(crate) fn signature(&self) -> u32 {
        (self.bands.iter().fold(0, |all, &key| mix(all ^ key)) >> 32) as u32
    }
}

fn hash_of_bytes<'t>(texts: impl Iterator<Item = (usize, &'t str)>) -> u128 {
    let mut hasher = blake3::Hasher::new();
    for (field, text) in texts {
        for number in [field, text.len()] {
            hasher.update(&(number as u64).to_le_bytes());
        }
        hasher.update(text.as_bytes());
    }
    let mut first = [0; 16];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_be_bytes(first)
}
