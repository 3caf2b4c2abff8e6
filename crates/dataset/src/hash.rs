//! One stable hash for everything that must be the same tomorrow and elsewhere.
//!
//! Ids of records without one, shards, samples, splits and fingerprints all come from BLAKE3, because the
//! standard library's hashers promise nothing across versions and machines.

use std::fmt::Write as _;

/// A running hash of foreign bytes.
#[derive(Clone, Default)]
pub(crate) struct Digest(blake3::Hasher);

impl Digest {
    /// Adds bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first 16 bytes in hexadecimal: enough that two texts never meet by chance.
    pub(crate) fn hex(&self) -> String {
        hex(&self.0.finalize().as_bytes()[..16])
    }
}

/// The id of a record that carries none: 32 hexadecimal digits of its content.
pub fn content_id(content: &[u8]) -> String {
    hex(&blake3::hash(content).as_bytes()[..16])
}

/// A number that stands for a content.
pub(crate) fn content_number(content: &[u8]) -> u64 {
    first_number(&blake3::hash(content))
}

/// A number drawn from a purpose, a seed and a key, uniform over 64 bits.
///
/// The purpose keeps the draws apart: whether a record is in the sample says nothing about its split.
pub fn draw(purpose: &str, seed: u64, key: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(purpose.as_bytes());
    hasher.update(&[0]);
    hasher.update(&seed.to_le_bytes());
    hasher.update(key.as_bytes());
    first_number(&hasher.finalize())
}

fn first_number(hash: &blake3::Hash) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change() {
        assert_eq!(content_id(b""), "af1349b9f5f9a1a6a0404dea36dcc949");
        assert_ne!(draw("shard", 0, "a"), draw("split", 0, "a"));
        assert_ne!(draw("split", 0, "a"), draw("split", 1, "a"));
    }
}
