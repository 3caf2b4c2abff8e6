//! Runs of tokens as numbers.

use std::collections::VecDeque;
use std::hash::Hasher as _;
use std::num::NonZeroUsize;

use rustc_hash::FxHasher;

use crate::tokens::tokens;

/// A run of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gram {
    /// Its hash, which is never written anywhere and so need not be the same tomorrow.
    pub(super) hash: u64,
    /// Where the run starts in the text.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
}

/// All runs of so many tokens, in the order of the text.
pub(super) fn grams(text: &str, length: NonZeroUsize) -> impl Iterator<Item = Gram> {
    // The hash of a run is a polynomial of those of its tokens: the next run costs one step, however long runs are.
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let length = length.get();
    let top = (1..length).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut window: VecDeque<(u64, u32)> = VecDeque::with_capacity(length);
    let mut sum = 0u64;
    tokens(text).filter_map(move |token| {
        if window.len() == length {
            let (oldest, _) = window.pop_front()?;
            sum = sum.wrapping_sub(oldest.wrapping_mul(top));
        }
        let start = token.as_ptr().addr() - text.as_ptr().addr();
        let hash = hash(token);
        sum = sum.wrapping_mul(BASE).wrapping_add(hash);
        window.push_back((hash, start as u32));
        let gram = Gram { hash: sum, start: window.front()?.1, end: (start + token.len()) as u32 };
        (window.len() == length).then_some(gram)
    })
}

fn hash(token: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(token.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, length: usize) -> Vec<Gram> {
        grams(text, NonZeroUsize::new(length).unwrap()).collect()
    }

    #[test]
    fn a_run_is_the_same_wherever_it_stands() {
        let one = of("a + b * c", 3);
        let other = of("x = (a+b  *\nc)", 3);
        assert_eq!(one.len(), 3);
        assert!(one.iter().all(|gram| other.iter().any(|same| same.hash == gram.hash)));
        assert_eq!((one[1].start, one[1].end), (2, 7));
    }

    #[test]
    fn a_text_too_short_has_no_runs() {
        assert!(of("a b", 3).is_empty());
        assert!(of("", 1).is_empty());
        assert_eq!(of("a b", 2).len(), 1);
    }
}
