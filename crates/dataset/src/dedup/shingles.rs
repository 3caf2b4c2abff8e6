//! Texts as hashed code tokens, and tokens as shingles: every run of so many of them.
//!
//! A polynomial over the hashes of the tokens rolls along, so that a shingle costs the same whatever its length.
//! The hashes are written out here and pinned by a test, because they end up in files: a library's may change.

use crate::tokens::tokens;

/// Odd, so that no bit of a token is lost however far it rolls.
const BASE: u64 = 0xd6e8_feb8_6659_fd93;
/// Keeps the texts of a record's fields apart: an edit and its reverse have the same texts, and are no duplicates.
const FIELD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Reads texts as tokens and shingles; keeps its memory between records.
#[derive(Clone, Debug)]
pub(crate) struct Shingler {
    width: usize,
    /// `BASE` to the power of `width`.
    leaving: u64,
    tokens: Vec<u64>,
}

impl Shingler {
    /// Shingles of so many tokens, at least one.
    pub(crate) fn new(width: usize) -> Self {
        let width = width.max(1);
        let leaving = (0..width).fold(1u64, |power, _| power.wrapping_mul(BASE));
        Self { width, leaving, tokens: Vec::new() }
    }

    /// Appends the hash of every shingle of a field's text, in order. A text of fewer tokens is one shingle, and a
    /// text without tokens none.
    pub(crate) fn read(&mut self, field: usize, text: &str, out: &mut Vec<u64>) {
        self.tokens.clear();
        self.tokens.extend(tokens(text).map(|token| hash(token.as_bytes())));
        let salt = (field as u64).wrapping_mul(FIELD);
        let first = self.tokens.len().min(self.width);
        if first == 0 {
            return;
        }
        let mut rolling =
            self.tokens[..first].iter().fold(0u64, |sum, &token| sum.wrapping_mul(BASE).wrapping_add(token));
        out.push(mix(rolling.wrapping_add(salt)));
        let pairs = self.tokens[first..].iter().zip(&self.tokens);
        out.extend(pairs.map(|(&comes, &leaves)| {
            let leaves = leaves.wrapping_mul(self.leaving);
            rolling = rolling.wrapping_mul(BASE).wrapping_add(comes).wrapping_sub(leaves);
            mix(rolling.wrapping_add(salt))
        }));
    }
}

/// A hash of all tokens of some fields' texts: equal where the texts differ in nothing but white space.
pub(crate) fn hash_of_tokens<'t>(texts: impl Iterator<Item = (usize, &'t str)>) -> u128 {
    let (mut one, mut other) = (0, FIELD);
    for (field, text) in texts {
        // The border between fields counts, and so does which field it was.
        let border = mix(FIELD ^ (field as u64 + 1));
        for token in tokens(text).map(|token| hash(token.as_bytes())).chain([border]) {
            one = fold(one ^ token, BASE);
            other = fold(other.rotate_left(23) ^ token, FIELD);
        }
    }
    u128::from(mix(one)) << 64 | u128::from(mix(other))
}

/// A hash of bytes, eight at a time.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    const START: u64 = 0xa076_1d64_78bd_642f;
    const FACTOR: u64 = 0xe703_7ed1_a0b4_28db;
    let mut state = START ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = fold(state ^ u64::from_le_bytes(chunk.try_into().expect("chunks of eight bytes")), FACTOR);
    }
    let rest = chunks.remainder().iter().rev().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
    fold(state ^ rest, FACTOR)
}

/// Both halves of the product, one over the other.
const fn fold(one: u64, other: u64) -> u64 {
    let product = one as u128 * other as u128;
    product as u64 ^ (product >> 64) as u64
}

/// Spreads every bit over all others (the finaliser of `SplitMix64`).
pub(crate) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shingles(width: usize, field: usize, text: &str) -> Vec<u64> {
        let mut out = Vec::new();
        Shingler::new(width).read(field, text, &mut out);
        out
    }

    #[test]
    fn short_texts_are_one_shingle_and_empty_ones_none() {
        assert_eq!(shingles(5, 0, "a b").len(), 1);
        assert_ne!(shingles(5, 0, "a b"), shingles(5, 0, "b a"));
        assert!(shingles(5, 0, " \n").is_empty());
    }

    #[test]
    fn fields_are_told_apart() {
        assert_ne!(shingles(2, 0, "a b c"), shingles(2, 1, "a b c"));
        let of = |texts: &[(usize, &str)]| hash_of_tokens(texts.iter().copied());
        assert_ne!(of(&[(0, "a"), (1, "b")]), of(&[(0, "b"), (1, "a")]));
        assert_ne!(of(&[(0, "a b"), (1, "c")]), of(&[(0, "a"), (1, "b c")]));
        assert_ne!(of(&[(0, ""), (1, "a")]), of(&[(0, "a")]));
        assert_eq!(of(&[(0, "f(x)\n")]), of(&[(0, "f ( x )")]));
    }

    proptest! {
        #[test]
        fn rolling_is_reading_each_run_anew(words in prop::collection::vec("[a-c]{1,2}", 1..30), width in 1..6usize) {
            let expected: Vec<u64> = if words.len() < width {
                shingles(width, 3, &words.join(" "))
            } else {
                words.windows(width).flat_map(|run| shingles(width, 3, &run.join(" "))).collect()
            };
            prop_assert_eq!(shingles(width, 3, &words.join(" ")), expected);
        }

        #[test]
        fn white_space_does_not_matter(words in prop::collection::vec("[a-c]{1,2}", 1..30)) {
            prop_assert_eq!(shingles(3, 0, &words.join(" ")), shingles(3, 0, &words.join("\n\t ")));
        }

        #[test]
        fn other_bytes_have_another_hash(one in prop::collection::vec(any::<u8>(), 0..20), other in prop::collection::vec(any::<u8>(), 0..20)) {
            prop_assert_eq!(hash(&one) == hash(&other), one == other);
        }
    }
}
